package text

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/go-text/typesetting/language"

	"github.com/facture-dev/facture/fonts"
)

// whole shapes a text in one piece, which is what composing it from words and
// figures must equal.
func whole(t testing.TB, s *Shaper, st Style, script language.Script, text string) []Glyph {
	t.Helper()
	e := newEngine()
	glyphs, err := e.shape(nil, s.setting(settingKey{st.Face, st.Tabular, script, "en"}), text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	if len(glyphs) > 0 {
		glyphs[0].Cluster = 0
	}
	return glyphs
}

// composed is the text as Paragraph sets it on one line.
func composed(t testing.TB, s *Shaper, st Style, text string) []Glyph {
	t.Helper()
	p, err := s.Paragraph([]Span{{text, st}}, "en")
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return p.lines[0].Runs[0].Glyphs
}

// everyStyle lists every embedded face, with and without tabular figures.
func everyStyle() (out []Style) {
	for _, f := range fonts.Embedded().Faces() {
		out = append(out, Style{Face: f.ID, Size: 10 * Point}, Style{Face: f.ID, Size: 10 * Point, Tabular: true})
	}
	return out
}

// crowded are characters that kern, join, attach or govern their neighbours.
var crowded = []string{
	" ", " ", " ", "  ", "\u00A0", "\t", "A", "V", "T", "Y", "W", "f", "fi", "ffl", "j", "L", "·", "’", "'", "\"", "-", "->", "—", ",", ".",
	"...", ":", "(", ")", "1", "7", "4", "0", "/", "⁄", "x", "é", "e\u0301", "\u0301", "i\u0307\u0301", "ş", "ţ", "ŀ", "ß", "\u00AD", "\u200B",
	"\u200D", "\u200C", "\u2060", "€", "%", "−", "+", "<-", "o", "n", "r", "w", "y", "\u2003", "©", "№", "@", "&", "*", "#", "[", "]",
}

func TestComposedEqualsWhole(t *testing.T) {
	for _, st := range everyStyle() {
		s := NewShaper(fonts.Embedded())
		rnd := rand.New(rand.NewPCG(1, uint64(st.Face)))
		for range 400 {
			var text strings.Builder
			for range 1 + rnd.IntN(14) {
				text.WriteString(crowded[rnd.IntN(len(crowded))])
			}
			str := text.String()
			script := language.Common
			if strings.ContainsFunc(str, func(r rune) bool { return language.LookupScript(r) == language.Latin }) {
				script = language.Latin
			}
			want := whole(t, s, st, script, str)
			if len(want) == 0 {
				continue // nothing is drawn
			}
			if got := composed(t, s, st, str); !slices.Equal(got, want) {
				t.Fatalf("face %d tabular %v %+q:\n got %v\nwant %v", st.Face, st.Tabular, str, got, want)
			}
		}
	}
}
func TestFiguresEqualWhole(t *testing.T) {
	if n := len([]rune(figureChars)); n >= figureCount {
		t.Fatalf("%d figures do not fit the table", n)
	}
	chars := []rune(figureChars)
	for _, st := range everyStyle() {
		s := NewShaper(fonts.Embedded())
		if s.setting(settingKey{st.Face, st.Tabular, language.Common, "en"}).figures == nil {
			t.Errorf("face %d composes no figures", st.Face)
		}
		rnd := rand.New(rand.NewPCG(2, uint64(st.Face)))
		for range 400 {
			str := make([]rune, 1+rnd.IntN(16))
			for i := range str {
				str[i] = chars[rnd.IntN(len(chars))]
				if rnd.IntN(2) == 0 {
					str[i] = chars[1+rnd.IntN(12)]
				}
			}
			want := whole(t, s, st, language.Common, string(str))
			if got := composed(t, s, st, string(str)); !slices.Equal(got, want) {
				t.Fatalf("face %d tabular %v %q:\n got %v\nwant %v", st.Face, st.Tabular, string(str), got, want)
			}
		}
	}
}
