package text

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/fonts"
)

// drawn lists clusters and advances of the one run a text makes.
func drawn(t *testing.T, s *Shaper, st Style, text string) (clusters []uint32, advances []int32) {
	t.Helper()
	for _, g := range composed(t, s, st, text) {
		clusters = append(clusters, g.Cluster)
		advances = append(advances, g.Advance)
	}
	return clusters, advances
}

func TestClusters(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := style(t, "Source Sans 3", 400)
	for _, c := range []struct {
		text string
		want []uint32
	}{
		{"abc", []uint32{0, 1, 2}},
		{"é", []uint32{0}},
		{"e\u0301x", []uint32{0, 3}},
		{"ffi", []uint32{0, 2}},                    // one glyph for both f
		{"a\u00ADb", []uint32{0, 3}},               // the soft hyphen goes with the a
		{"\u200Bab", []uint32{0, 4}},               // nothing stands before: it goes with the a
		{"\u2068ab\u2069 c", []uint32{0, 4, 8, 9}}, // isolates
		{"a \u200B b", []uint32{0, 1, 5, 6}},
		{"\uFEFF", []uint32{0}},
		{"f\u200Ci", []uint32{0, 4}}, // ZWNJ keeps f and i apart
		{"a\u202Fb", []uint32{0, 1, 4}},
		{"\u202F\u202F", []uint32{0, 3}},
		{" \u0301a", []uint32{0, 0, 3}}, // a space that carries a mark
		{"Ж ab", []uint32{0, 2, 3, 4}},
	} {
		if got, _ := drawn(t, s, st, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%+q: clusters %v, want %v", c.text, got, c.want)
		}
	}
}

func TestSpaces(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	for _, st := range everyStyle() {
		f := fonts.Embedded().Face(st.Face)
		_, space := drawn(t, s, st, "n n")
		for _, c := range []string{"n\u00A0n", "n\tn"} {
			if _, got := drawn(t, s, st, c); !slices.Equal(got, space) {
				t.Errorf("face %d %q: advances %v, want %v", st.Face, c, got, space)
			}
		}
		_, narrow := drawn(t, s, st, "1\u202F000")
		want := int32((f.UnitsPerEm() + 2) / 5)
		if narrow[1] != want {
			t.Errorf("face %d: U+202F is %d units wide, want %d", st.Face, narrow[1], want)
		}
		if g := composed(t, s, st, "1\u202F000")[1].ID; g == 0 || f.Advance(g) == 0 {
			t.Errorf("face %d: U+202F is drawn with glyph %d", st.Face, g)
		}
	}
}

func TestInvisibleTextIsKept(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := style(t, "Source Sans 3", 400)
	p := paragraph(t, s, st, "\u2060\u200D")
	r := p.lines[0].Runs[0]
	if r.Source != "\u2060\u200D" || len(r.Glyphs) != 1 || r.Glyphs[0].Advance != 0 || r.Width != 0 {
		t.Errorf("%+v", r)
	}
}

func TestNarrowSpaceCountsAtTheEnd(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := style(t, "Source Sans 3", 400)
	with, without := paragraph(t, s, st, "a\u202F"), paragraph(t, s, st, "a")
	if d := with.Width() - without.Width(); d != 2*Point {
		t.Errorf("a narrow space at the end adds %d, want a fifth of 10 pt", d)
	}
	if p := paragraph(t, s, st, "a  \t"); p.Width() != without.Width() {
		t.Errorf("spaces at the end add to the width")
	}
}

func TestTabularFigures(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	for _, st := range everyStyle() {
		if !st.Tabular {
			continue
		}
		_, advances := drawn(t, s, st, "0123456789")
		for _, a := range advances {
			if a != advances[0] {
				t.Errorf("face %d: figures are %v wide", st.Face, advances)
				break
			}
		}
	}
}

// Tracking widens each cluster once, and leaves a mark on its letter.
func TestTracking(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := style(t, "Source Serif 4", 400)
	text := "x\u0301y" // no composed form: two glyphs in one cluster
	plain := composed(t, s, st, text)
	natural := paragraph(t, s, st, text)
	st.Tracking = 100
	p := paragraph(t, s, st, text)
	got := p.lines[0].Runs[0].Glyphs
	if len(got) != 3 || got[1].Cluster != 0 {
		t.Fatalf("%v", got)
	}
	if p.Width()-natural.Width() != 2*Point {
		t.Errorf("two clusters became %d wider, want 2 pt", p.Width()-natural.Width())
	}
	// The mark's pen stands 100 units further right than its letter's did.
	if got[1].XOffset != plain[1].XOffset-100 || got[1].Advance != plain[1].Advance-100 {
		t.Errorf("mark %v, untracked %v", got[1], plain[1])
	}
}

func TestSoftHyphen(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := style(t, "Source Serif 4", 400)
	p := paragraph(t, s, st, "Rechnungs\u00ADnummer")
	lines := p.Lines(60 * Point)
	first := lines[0].Runs[0]
	last := first.Glyphs[len(first.Glyphs)-1]
	hyphen := composed(t, s, st, "Rechnungs\u2010")
	if want := hyphen[len(hyphen)-1]; last != want || last.Cluster != 9 {
		t.Errorf("line ends with %v, want %v", last, want)
	}
	if first.Source != "Rechnungs\u00AD" {
		t.Errorf("source %q", first.Source)
	}
	if w := paragraph(t, s, st, "Rechnungs\u2010"); lines[0].Width != w.Width() {
		t.Errorf("line is %d wide, want %d", lines[0].Width, w.Width())
	}
	// Not even a letter with its hyphen fits: the hyphen yields.
	p = paragraph(t, s, st, "m\u00ADm")
	if lines := p.Lines(9 * Point); len(lines) != 2 || len(lines[0].Runs[0].Glyphs) != 1 {
		t.Errorf("%+v", lines)
	}
}

func TestLimits(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := style(t, "Source Sans 3", 400)
	sized := func(size Unit, tracking int16) []Span {
		return []Span{{"x", Style{Face: st.Face, Size: size, Tracking: tracking}}}
	}
	for _, c := range []struct {
		name  string
		at    []Span
		above []Span
		lang  [2]string
	}{
		{"text", []Span{{strings.Repeat("1", maxParagraphBytes), st}}, []Span{{strings.Repeat("1", maxParagraphBytes), st}, {"1", st}}, [2]string{}},
		{"spans", make([]Span, maxSpans), make([]Span, maxSpans+1), [2]string{}},
		{"size", sized(maxSize, 0), sized(maxSize+1, 0), [2]string{}},
		{"negative size", sized(0, 0), sized(-1, 0), [2]string{}},
		{"tracking", sized(Point, maxTracking), sized(Point, maxTracking+1), [2]string{}},
		{"negative tracking", sized(Point, -maxTracking), sized(Point, -maxTracking-1), [2]string{}},
		{"language", sized(Point, 0), sized(Point, 0), [2]string{strings.Repeat("x", maxLangBytes), strings.Repeat("x", maxLangBytes+1)}},
	} {
		if _, err := s.Paragraph(c.at, c.lang[0]); err != nil {
			t.Errorf("%s at the limit: %v", c.name, err)
		}
		if _, err := s.Paragraph(c.above, c.lang[1]); !errors.As(err, new(*LimitError)) {
			t.Errorf("%s past the limit: %v", c.name, err)
		}
	}
	if _, err := s.Width("x", Style{Size: maxSize + 1}, "en"); !errors.As(err, new(*LimitError)) {
		t.Errorf("Width past the limit: %v", err)
	}
}

// The widest paragraph there can be: its width is past what a Unit can say, its
// lines are not.
func TestWidestParagraph(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := style(t, "Source Sans 3", 400)
	st.Size, st.Tracking = maxSize, maxTracking
	p := paragraph(t, s, st, strings.Repeat("W ", maxParagraphBytes/2))
	if p.Width() != 1<<31-1 {
		t.Errorf("width %d", p.Width())
	}
	lines := p.Lines(100_000 * Point)
	if len(lines) < 5000 {
		t.Fatalf("%d lines", len(lines))
	}
	for _, l := range lines {
		if l.Width > 100_000*Point || l.Width < 90_000*Point && l.Runs[0].Source != lines[len(lines)-1].Runs[0].Source {
			t.Fatalf("a line is %d wide", l.Width)
		}
	}
}
