package text

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-text/typesetting/language"

	"github.com/facture-dev/facture/fonts"
)

type sample struct{ lang, text string }

// corpus reads testdata/corpus.txt.
func corpus(t testing.TB) (out []sample) {
	f, err := os.Open("testdata/corpus.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "# ") && !strings.Contains(line, "\t") {
			continue
		}
		lang, text, ok := strings.Cut(line, "\t")
		if !ok {
			t.Fatalf("corpus: %q has no tab", line)
		}
		out = append(out, sample{lang, text})
	}
	return out
}

// scripts lists the scripts of a text, without Common.
func scripts(text string) (out []language.Script) {
	for _, r := range text {
		if s := lookup(charTable(), r).script; s != language.Common && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// The corpus, cold and again when its words are known, equals shaping each text
// whole, and so does not depend on what was shaped before.
func TestCorpusComposedEqualsWhole(t *testing.T) {
	samples := corpus(t)
	faces := fonts.Embedded().Faces()
	e := newEngine()
	s := NewShaper(fonts.Embedded())
	compared := 0
	for round := range 2 {
		for i, c := range samples {
			st := Style{Face: faces[i%len(faces)].ID, Size: 10 * Point, Tabular: i/len(faces)%2 == 1}
			found := scripts(c.text)
			if len(found) > 1 {
				continue
			}
			script := append(found, language.Common)[0]
			p, err := s.Paragraph([]Span{{c.text, st}}, c.lang)
			want, wholeErr := e.shape(nil, s.setting(settingKey{st.Face, st.Tabular, script, c.lang}), c.text)
			if (err == nil) != (wholeErr == nil) {
				t.Fatalf("%q: %v, whole %v", c.text, err, wholeErr)
			}
			if err != nil {
				continue
			}
			if got := p.lines[0].Runs[0].Glyphs; !slices.Equal(got, want) {
				t.Fatalf("round %d, %s %q:\n got %v\nwant %v", round, c.lang, c.text, got, want)
			}
			compared++
		}
	}
	if compared < 10_000 {
		t.Errorf("only %d texts were compared", compared)
	}
}
