package templates_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/templates"
)

// envelope is one line of docs/spec/windows.csv, in micrometres.
type envelope struct {
	line map[string]string
	um   map[string]templates.Micrometre
}

// envelopes reads the table that says where envelopes have their windows.
func envelopes(t *testing.T) map[string][]envelope {
	t.Helper()
	f, err := os.Open("../docs/spec/windows.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]envelope{}
	for _, r := range rows[1:] {
		e := envelope{map[string]string{}, map[string]templates.Micrometre{}}
		for i, name := range rows[0] {
			e.line[name] = r[i]
			if !slices.Contains([]string{"window", "paper", "envelope", "return_address", "source", "note"}, name) {
				e.um[name] = micrometres(t, r[i])
			}
		}
		if e.line["source"] == "" {
			t.Errorf("%s, %s: no source", e.line["window"], e.line["envelope"])
		}
		all[r[0]] = append(all[r[0]], e)
	}
	return all
}

// micrometres reads millimetres with up to three decimals.
func micrometres(t *testing.T, s string) templates.Micrometre {
	t.Helper()
	whole, part, _ := strings.Cut(s, ".")
	n := templates.Micrometre(0)
	for _, c := range whole + (part + "000")[:3] {
		if c < '0' || c > '9' {
			t.Fatalf("%q is not a length", s)
		}
		n = n*10 + templates.Micrometre(c-'0')
	}
	return n
}

// seen is the part of the sheet behind a window when the sheet, which rests in
// the lower left corner of the envelope, has moved.
func (e envelope) seen(prefix string, right, up templates.Micrometre) templates.Area {
	left := e.um[prefix+"_left"] - right
	foot := e.um["panel_foot"] - e.um[prefix+"_bottom"] + up
	return templates.Area{Left: left, Top: foot - e.um[prefix+"_height"], Right: left + e.um[prefix+"_width"], Bottom: foot}
}

// both are what windows show of a sheet everywhere, and anywhere.
func both(all []envelope, prefix string) (visible, reach templates.Area) {
	for i, e := range all {
		for _, right := range []templates.Micrometre{0, e.um["shift_right"]} {
			for _, up := range []templates.Micrometre{0, e.um["shift_up"]} {
				a := e.seen(prefix, right, up)
				if i == 0 && right == 0 && up == 0 {
					visible, reach = a, a
				}
				visible = templates.Area{Left: max(visible.Left, a.Left), Top: max(visible.Top, a.Top), Right: min(visible.Right, a.Right), Bottom: min(visible.Bottom, a.Bottom)}
				reach = templates.Area{Left: min(reach.Left, a.Left), Top: min(reach.Top, a.Top), Right: max(reach.Right, a.Right), Bottom: max(reach.Bottom, a.Bottom)}
			}
		}
	}
	return visible, reach
}

// TestWindowsFollowTheEnvelopes computes the measures of every window from the
// envelopes in docs/spec/windows.csv.
func TestWindowsFollowTheEnvelopes(t *testing.T) {
	all := envelopes(t)
	if len(all) != len(templates.WindowNames) {
		t.Errorf("%d windows in the table, %d names", len(all), len(templates.WindowNames))
	}
	for _, name := range templates.WindowNames {
		rows := all[name]
		if len(rows) == 0 {
			t.Errorf("%s has no envelope", name)
			continue
		}
		first := rows[0]
		w, other := templates.LetterWindow(name, first.line["paper"], "")
		if w.Name != name || other || w.Paper != first.line["paper"] {
			t.Fatalf("%s: got %s on %s", name, w.Name, w.Paper)
		}
		visible, reach := both(rows, "window")
		if w.Visible != visible || w.Reach != reach {
			t.Errorf("%s: visible %v, reach %v; the envelopes give %v, %v", name, w.Visible, w.Reach, visible, reach)
		}
		if double := first.um["return_width"] > 0; double {
			if visible, reach := both(rows, "return"); w.Double.Visible != visible || w.Double.Reach != reach {
				t.Errorf("%s: the sender's window: visible %v, reach %v; the envelopes give %v, %v", name, w.Double.Visible, w.Double.Reach, visible, reach)
			}
		} else if w.Double != (templates.Double{}) {
			t.Errorf("%s: a window for the sender that no envelope has", name)
		}
		if w.Folds != [2]templates.Micrometre{first.um["fold_1"], first.um["fold_2"]} || w.Punch != first.um["punch"] {
			t.Errorf("%s: folds %v, punch %v", name, w.Folds, w.Punch)
		}
		if hasLine := strings.HasPrefix(first.line["return_address"], "line"); hasLine != (w.ReturnEnd > 0) {
			t.Errorf("%s: the return line ends at %v, the table has %q", name, w.ReturnEnd, first.line["return_address"])
		}
		// Where the sheet may move at most is where the envelope is larger.
		for _, e := range rows {
			sheet := templates.Micrometre(210_000)
			if w.Paper == "letter" {
				sheet = 215_900
			}
			if play := e.um["envelope_width"] - sheet; play != e.um["shift_right"] {
				t.Errorf("%s in %s: the sheet may move by %v, not %v", name, e.line["envelope"], play, e.um["shift_right"])
			}
			if play := e.um["envelope_height"] - e.um["panel_height"]; play != e.um["shift_up"] && name != "us_10" {
				t.Errorf("%s in %s: the sheet may rise by %v, not %v", name, e.line["envelope"], play, e.um["shift_up"])
			}
		}
		inner := w.Visible.Inset(templates.WindowMargin)
		if w.TextX < inner.Left || w.AddressY < inner.Top || w.ReturnEnd > w.AddressY || w.BodyY < 0 || w.LogoEnd > w.Reach.Top && w.Double.Reach.Top == 0 {
			t.Errorf("%s: %+v", name, w)
		}
	}
}

func TestLetterWindow(t *testing.T) {
	for _, c := range []struct {
		name, paper, country, want string
		other                      bool
	}{
		{"", "a4", "DE", "din_5008_b", false}, {"", "a4", "AT", "din_5008_b", false}, {"", "a4", "", "din_5008_b", false},
		{"", "a4", "US", "din_5008_b", false}, {"", "a4", "CH", "swiss_left", false}, {"", "a4", "LI", "swiss_left", false},
		{"", "a4", "FR", "french_right", false}, {"", "a4", "GB", "uk_dl", false}, {"", "a4", "IE", "uk_dl", false},
		{"", "letter", "US", "us_10", false}, {"", "letter", "CA", "us_10", false}, {"", "letter", "FR", "us_10", false},
		{"din_5008_a", "a4", "FR", "din_5008_a", false}, {"swiss_right", "a4", "CH", "swiss_right", false},
		{"din_5008_a", "letter", "DE", "us_10", true}, {"us_10", "a4", "GB", "uk_dl", true},
	} {
		if w, other := templates.LetterWindow(c.name, c.paper, c.country); w.Name != c.want || other != c.other {
			t.Errorf("%q on %s in %q: %s, %v; want %s", c.name, c.paper, c.country, w.Name, other, c.want)
		}
	}
}
