package text

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/facture-dev/facture/fonts"
)

// fault checks everything that holds of any paragraph broken into any width and
// returns the first thing that does not.
func fault(s *Shaper, p *Paragraph, spans []Span, width Unit) error {
	lines := p.Lines(width)
	drawn := make([]string, len(spans))
	for i := range lines {
		if err := faultInLine(s, &lines[i]); err != nil {
			return fmt.Errorf("line %d: %w", i, err)
		}
		for _, r := range lines[i].Runs {
			drawn[r.Span] += r.Source
			if r.Style != spans[r.Span].Style {
				return fmt.Errorf("line %d: span %d has style %v", i, r.Span, r.Style)
			}
		}
		if lines[i].Width > width && clusters(&lines[i]) > 1 {
			return fmt.Errorf("line %d: %d wide, %d clusters, in %d", i, lines[i].Width, clusters(&lines[i]), width)
		}
	}
	for i, sp := range spans {
		if want := withoutBreaks(sp.Text); drawn[i] != want {
			return fmt.Errorf("span %d: drawn %q, want %q", i, drawn[i], want)
		}
	}
	return nil
}

// withoutBreaks is a text without its mandatory breaks.
func withoutBreaks(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\n\v\f\r\u0085\u2028\u2029", r) {
			return -1
		}
		return r
	}, text)
}

// clusters counts what could be divided in a line: grapheme clusters that are
// not spaces.
func clusters(l *Line) (n int) {
	var text strings.Builder
	for _, r := range l.Runs {
		text.WriteString(r.Source)
	}
	runes := []rune(strings.TrimRightFunc(text.String(), hangs))
	for i, b := range general(runes) {
		if b&cluster != 0 && !ignorable(runes[i-1]) {
			n++
		}
	}
	return n
}

func faultInLine(s *Shaper, l *Line) error {
	x, visible := Unit(0), Unit(0)
	for i := range l.Runs {
		r := &l.Runs[i]
		if len(r.Glyphs) == 0 || r.Source == "" || r.Glyphs[0].Cluster != 0 {
			return fmt.Errorf("run %d of %q does not start with a glyph: %v", i, r.Source, r.Glyphs)
		}
		sum, seen, upem := int64(0), int64(0), int64(s.lib.Face(r.Style.Face).UnitsPerEm())
		end := len(strings.TrimRightFunc(r.Source, hangs))
		for j, g := range r.Glyphs {
			if g.ID == 0 {
				return fmt.Errorf("run %d of %q draws .notdef", i, r.Source)
			}
			if int(g.Cluster) >= len(r.Source) || !utf8.RuneStart(r.Source[g.Cluster]) || j > 0 && g.Cluster < r.Glyphs[j-1].Cluster {
				return fmt.Errorf("run %d of %q: cluster %d of glyph %d", i, r.Source, g.Cluster, j)
			}
			sum += int64(g.Advance)*1000 + int64(r.Style.Tracking)*upem
			if int(g.Cluster) < end {
				seen = sum
			}
		}
		exact := func(length int64) Unit {
			den := upem * 1000
			return Unit(floorDiv(2*length*int64(r.Style.Size)+den, 2*den))
		}
		if r.X != x || r.Width != exact(sum) {
			return fmt.Errorf("run %d of %q is at %d, %d wide; want %d, %d", i, r.Source, r.X, r.Width, x, exact(sum))
		}
		if end > 0 {
			visible = x + exact(seen)
		}
		x += r.Width
		if strings.HasSuffix(r.Source, string(softHyphen)) {
			continue // may end with a hyphen that shaping by itself would not draw
		}
		p, err := s.Paragraph([]Span{{r.Source, r.Style}}, "en")
		if err != nil {
			return err
		}
		if alone := p.lines[0].Runs[0].Glyphs; !slices.Equal(alone, r.Glyphs) {
			return fmt.Errorf("run %d of %q is not what its text gives:\n got %v\nwant %v", i, r.Source, r.Glyphs, alone)
		}
	}
	if l.Width != visible {
		return fmt.Errorf("line is %d wide, want %d", l.Width, visible)
	}
	return nil
}

// bits of text that breaking treats in different ways.
var breakable = append([]string{
	"\n", "\r\n", "\r", "\u2028", "word", "office", "Rechnungs\u00ADnummer", "1.234,56", "12\u202F345", "12\u00A0345", "foo-bar", "a/b",
	"https://example.org/a/b?c=d", strings.Repeat("m", 40), "Αθήναι", "Счёт", "(x) y", "“q”", "e\u0301e\u0301", "A\u030AV", "ffi\u00ADffi",
}, crowded...)

func drawSpans(t *rapid.T) []Span {
	faces := fonts.Embedded().Faces()
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Span {
		return Span{
			Text: strings.Join(rapid.SliceOfN(rapid.SampledFrom(breakable), 0, 12).Draw(t, "text"), ""),
			Style: Style{
				Face:     faces[rapid.IntRange(0, len(faces)-1).Draw(t, "face")].ID,
				Size:     Unit(rapid.IntRange(0, 30*1024).Draw(t, "size")),
				Tracking: int16(rapid.SampledFrom([]int{0, 0, 0, -25, 120}).Draw(t, "tracking")),
				Tabular:  rapid.Bool().Draw(t, "tabular"),
			},
		}
	}), 0, 4).Draw(t, "spans")
}

func TestParagraphsKeepEveryInvariant(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	rapid.Check(t, func(t *rapid.T) {
		spans := drawSpans(t)
		p, err := s.Paragraph(spans, "en")
		if err != nil {
			t.Fatal(err)
		}
		width := Unit(rapid.IntRange(0, 200*1024).Draw(t, "width"))
		for _, w := range []Unit{width, p.Width(), p.MinWidth(), 0, -1} {
			if err := fault(s, &p, spans, w); err != nil {
				t.Fatalf("at %d: %v", w, err)
			}
		}
		if got := p.Lines(p.Width()); len(got) != len(p.lines) {
			t.Fatalf("%d lines at natural width, want %d", len(got), len(p.lines))
		}
		if min := p.MinWidth(); min > p.Width() {
			t.Fatalf("narrowest %d, natural %d", min, p.Width())
		}
		if err := divided(&p); err != nil {
			t.Fatal(err)
		}
	})
}

// divided reports a word that is divided at MinWidth.
func divided(p *Paragraph) error {
	for _, hard := range p.lines {
		var text string
		for _, r := range hard.Runs {
			text += r.Source
		}
		breaks := make([]uint8, utf8.RuneCountInString(text)+1)
		var b builder
		findBreaks(&b.brk.seg, []rune(text), breaks)
		one := Paragraph{p.s, p.lang, []Line{hard}, hard.Width}
		end := 0
		for _, l := range one.Lines(p.MinWidth()) {
			for _, r := range l.Runs {
				end += utf8.RuneCountInString(r.Source)
			}
			if len(l.Runs) > 0 && breaks[end]&opportunity == 0 {
				return fmt.Errorf("%q is divided at character %d at its narrowest width %d", text, end, p.MinWidth())
			}
		}
	}
	return nil
}

// Each line is as long as it can be: what follows up to the next opportunity
// would not have fitted. Kerning at the edge may cost a sixteenth of an em.
func TestLinesAreFull(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := style(t, "Source Serif 4", 400)
	rnd := rand.New(rand.NewPCG(4, 4))
	for range 200 {
		var words []string
		for range 60 {
			words = append(words, strings.Repeat("Vaf", 1+rnd.IntN(3)), "—", "x-y", "12,50", "T.")
		}
		rnd.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		text := strings.Join(words, " ")
		p := paragraph(t, s, st, text)
		width := Unit(60+rnd.IntN(300)) * Point
		rest := []rune(text)
		for _, l := range p.Lines(width) {
			n := utf8.RuneCountInString(l.Runs[0].Source)
			if n == len(rest) {
				break
			}
			breaks := general(rest)
			end := n + 1
			for breaks[end]&opportunity == 0 {
				end++
			}
			longer, err := s.Width(string(rest[:end]), st, "en")
			if err != nil {
				t.Fatal(err)
			}
			if longer <= width {
				t.Fatalf("%q at %d: %q would have fitted", text, width, string(rest[:end]))
			}
			rest = rest[n:]
		}
	}
}

func FuzzParagraph(f *testing.F) {
	for _, x := range breakable {
		f.Add(x, "Total: "+x, int32(10240), int16(0), false)
	}
	f.Add("שלום", "\u202Ex", int32(1), int16(-1000), true)
	s := NewShaper(fonts.Embedded())
	n := len(fonts.Embedded().Faces())
	f.Fuzz(func(t *testing.T, a, b string, size int32, tracking int16, tabular bool) {
		spans := []Span{{a, Style{Face: 0, Size: Unit(size), Tracking: tracking, Tabular: tabular}}, {b, Style{Face: fonts.ID(n - 1), Size: Unit(size), Tabular: tabular}}}
		p, err := s.Paragraph(spans, "de")
		if err != nil {
			return
		}
		if err := fault(s, &p, spans, p.Width()); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzLines(f *testing.F) {
	for i, x := range breakable {
		f.Add(x+" "+breakable[(i+7)%len(breakable)]+x, int32(30*1024))
	}
	s := NewShaper(fonts.Embedded())
	f.Fuzz(func(t *testing.T, text string, width int32) {
		spans := []Span{{text, Style{Size: 10 * Point}}}
		p, err := s.Paragraph(spans, "en")
		if err != nil {
			return
		}
		if err := fault(s, &p, spans, Unit(width)); err != nil {
			t.Fatal(err)
		}
		if err := divided(&p); err != nil {
			t.Fatal(err)
		}
	})
}
