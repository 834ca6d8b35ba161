package text

import (
	"slices"
	"testing"

	"github.com/go-text/typesetting/language"

	"github.com/facture-dev/facture/fonts"
)

func TestReach(t *testing.T) {
	for _, st := range everyStyle() {
		f := fonts.Embedded().Face(st.Face)
		if got := measureReach(f, st.Tabular); !got.words || !got.figures {
			t.Errorf("%s tabular %v: %+v; it is shaped slowly", f.PostScriptName(), st.Tabular, got)
		}
	}
	// Fractions look for spaces and figures around them: a feature that is not
	// used, so only here to show that such rules are seen.
	f := fonts.Embedded().Face(style(t, "Source Sans 3", 400).Face)
	if got := reachOf(f, append(slices.Clone(used), "frac")); got.words || got.figures {
		t.Errorf("with frac: %+v", got)
	}
}

// The survey of a face is given up at the limit, with the cautious result.
func TestLimitSurvey(t *testing.T) {
	for _, st := range everyStyle() {
		f := fonts.Embedded().Face(st.Face)
		want, steps := surveyed(f, used, 0)
		if steps == 0 || steps > maxSurvey/10 {
			t.Errorf("%s takes %d steps of %d", f.PostScriptName(), steps, maxSurvey)
		}
		if got, _ := surveyed(f, used, maxSurvey-steps); got != want {
			t.Errorf("%s: %+v at the limit, want %+v", f.PostScriptName(), got, want)
		}
		if got, _ := surveyed(f, used, maxSurvey-steps+1); got != (reach{}) {
			t.Errorf("%s: %+v past the limit", f.PostScriptName(), got)
		}
	}
}

// A face whose rules reach across spaces is shaped in whole runs.
func TestFaceWithFarReach(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := style(t, "Source Serif 4", 600)
	for _, script := range []language.Script{language.Common, language.Latin} {
		set := s.setting(settingKey{st.Face, false, script, "en"})
		set.whole, set.figures = true, nil
	}
	for _, text := range []string{"V 12,50 T  A", " fi\tV\u00A0", "1\u202F000 T"} {
		spans := []Span{{text, st}}
		p, err := s.Paragraph(spans, "en")
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range []Unit{0, 20 * Point, p.Width()} {
			if err := fault(s, &p, spans, w); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
		cut := NewShaper(fonts.Embedded())
		if got, want := composed(t, s, st, text), composed(t, cut, st, text); !slices.Equal(got, want) {
			t.Errorf("%q: whole %v, cut %v", text, got, want)
		}
	}
}
