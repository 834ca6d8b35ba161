package text

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/fonts"
)

// falling is Source Serif 4 that falls back to Source Sans 3, then Inter.
func falling(t testing.TB) Style {
	st := style(t, "Source Serif 4", 400)
	st.Fallback = FallbackTo(style(t, "Source Sans 3", 400).Face, style(t, "Inter", 400).Face)
	return st
}

// faced shows the runs of a line with the faces that draw them: S for Source
// Serif, s for Source Sans, i for Inter.
func faced(t testing.TB, lines []Line) string {
	faces := map[fonts.ID]string{
		style(t, "Source Serif 4", 400).Face: "S", style(t, "Source Sans 3", 400).Face: "s", style(t, "Inter", 400).Face: "i",
	}
	var out []string
	for _, l := range lines {
		var runs []string
		for _, r := range l.Runs {
			runs = append(runs, faces[r.Style.Face]+":"+r.Source)
		}
		out = append(out, strings.Join(runs, "|"))
	}
	return strings.Join(out, "/")
}

// The samples: Source Serif lacks the polytonic ἀ, Source Sans the Ҝ of
// Azerbaijani in Cyrillic, and neither has the sheqel sign.
var fallbackSamples = []struct{ text, want string }{
	{"Rechnung 42", "S:Rechnung 42"},
	{"a ἀρχή b", "S:a |s:ἀρχή|S: b"},              // the letters of a word stay together
	{"12.50 ₪, 3 %", "S:12.50 |i:₪|S:, 3 %"},      // a sign leaves its figures alone
	{"ἀ-5", "s:ἀ|S:-5"},                           //
	{"ЖҜЖ", "i:ЖҜЖ"},                              // the second that it falls back to
	{"xἀ", "S:x|s:ἀ"},                             // two scripts are two words
	{"e\u0301 ἀ\u0323ρ", "S:e\u0301 |s:ἀ\u0323ρ"}, // marks stay with their letters
	{"ἀ\nb", "s:ἀ/S:b"},                           //
	{"ἀ\u00A0ρ\t₪", "s:ἀ|S:\u00A0ρ\t|i:₪"},        // all spaces are the face's own
	{"\u00AD", "S:\u00AD"},                        // what is never drawn needs no face
}

func TestFallback(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := falling(t)
	for _, c := range fallbackSamples {
		p := paragraph(t, s, st, c.text)
		if got := faced(t, p.Lines(p.Width())); got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
	// What no face has is refused by name, as without a fallback.
	var missing *fonts.MissingGlyphError
	if _, err := s.Width("a ☃ b", st, ""); !errors.As(err, &missing) || missing.Rune != '☃' {
		t.Errorf("a snowman: %v", err)
	}
	var char *CharacterError
	if _, err := s.Paragraph([]Span{{"₪ ἀ\x01", st}}, ""); !errors.As(err, &char) || char.Offset != len("₪ ἀ") {
		t.Errorf("a control character after other faces: %v", err)
	}
}

// A run in a face that was fallen back to is set as that face sets it alone.
func TestFallbackRunsAreThoseOfTheirFace(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := falling(t)
	st.Tracking, st.Tabular = 20, true
	others := 0
	for _, c := range fallbackSamples {
		p := paragraph(t, s, st, c.text)
		width := Unit(0)
		for _, l := range p.Lines(p.Width()) {
			for _, r := range l.Runs {
				alone := r.Style
				alone.Fallback = Fallback{}
				q := paragraph(t, s, alone, r.Source)
				if one := q.lines[0].Runs[0]; !slices.Equal(one.Glyphs, r.Glyphs) || one.Width != r.Width {
					t.Errorf("%q in %q: %v, alone %v", r.Source, c.text, r.Glyphs, one.Glyphs)
				}
				if r.Style.Face != st.Face {
					others++
				}
				width = max(width, r.X+r.Width)
			}
		}
		if w, err := s.Width(c.text, st, "en"); err != nil || w != p.Width() {
			t.Errorf("%q: width %d and %d, %v", c.text, w, p.Width(), err)
		}
	}
	if others < 8 {
		t.Errorf("only %d runs are in another face", others)
	}
}

// Broken lines keep every character in its face, and lose none.
func TestFallbackInBrokenLines(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := falling(t)
	text := strings.Repeat("Rechnung ἀρχή 12.50 ₪ Kau\u00ADtion ἀρ\u00ADχή ", 20)
	p := paragraph(t, s, st, text)
	for width := Unit(10); width < 200; width += 17 {
		lines := p.Lines(width * Point)
		var all strings.Builder
		for _, l := range lines {
			if l.Width > width*Point && len(l.Runs) > 1 {
				t.Errorf("a line of %d in %d", l.Width, width*Point)
			}
			for _, r := range l.Runs {
				all.WriteString(r.Source)
				if greek, inSerif := strings.ContainsAny(r.Source, "ἀή"), r.Style.Face == st.Face; greek && inSerif {
					t.Errorf("%q is drawn in the face that lacks it", r.Source)
				}
			}
		}
		if all.String() != text {
			t.Fatalf("at %d the lines say %q", width, all.String())
		}
	}
}

func TestLimitFallbacks(t *testing.T) {
	two := FallbackTo(1, 2)
	if two.count != maxFallbacks {
		t.Errorf("%d faces", two.count)
	}
	defer func() {
		if recover() == nil {
			t.Error("three faces were taken")
		}
	}()
	FallbackTo(1, 2, 3)
}

// Inter's figures have one width under tnum only, and then its punctuation and
// space change too: a style without Tabular keeps them as they are.
func TestInterIsTabularWhereAsked(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	for _, weight := range []int{400, 500, 600} {
		plain := style(t, "Inter", weight)
		tabular := plain
		tabular.Tabular = true
		widths := func(st Style, chars string) map[Unit]bool {
			out := map[Unit]bool{}
			for _, r := range chars {
				w, err := s.Width(string(r)+"0", st, "en") // a space at the end has no width
				zero, err2 := s.Width("0", st, "en")
				if err != nil || err2 != nil {
					t.Fatal(err, err2)
				}
				out[w-zero] = true
			}
			return out
		}
		if n := len(widths(tabular, "0123456789")); n != 1 {
			t.Errorf("Inter %d: tabular figures have %d widths", weight, n)
		}
		if n := len(widths(plain, "0123456789")); n < 5 {
			t.Errorf("Inter %d: figures outside of columns have %d widths: tnum is on", weight, n)
		}
		for _, c := range []string{"-", ",", ".", " "} {
			for w := range widths(plain, c) {
				if widths(tabular, c)[w] {
					t.Errorf("Inter %d: tnum leaves the width of %q: layouts may set running text tabular after all", weight, c)
				}
			}
		}
	}
}
