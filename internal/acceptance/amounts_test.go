//go:build oracle

package acceptance

import (
	"encoding/json"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

// figures is what facture compute prints, in so far as it must be on the page.
type figures struct {
	Totals struct {
		AmountDue string `json:"amount_due"`
	} `json:"totals"`
	Taxes []struct{ Category, Name, Rate, Base, Amount string } `json:"taxes"`
	Lines []struct{ Amount string }                             `json:"lines"`
}

// taxes adds up what several groups of lines have of one tax: that is what the
// reader is told.
func (f figures) taxes(t *testing.T) (amounts []string) {
	t.Helper()
	sums := map[string][2]string{}
	for _, tax := range f.Taxes {
		key := tax.Category + "|" + tax.Name + "|" + tax.Rate
		sum := sums[key]
		sums[key] = [2]string{add(t, sum[0], tax.Base), add(t, sum[1], tax.Amount)}
	}
	for _, sum := range sums {
		amounts = append(amounts, sum[0], sum[1])
	}
	return amounts
}

// add adds two amounts with the same number of decimals; the first may be
// missing.
func add(t *testing.T, a, b string) string {
	t.Helper()
	if a == "" {
		return b
	}
	x, okA := new(big.Rat).SetString(a)
	y, okB := new(big.Rat).SetString(b)
	if !okA || !okB {
		t.Fatalf("%q or %q is no amount", a, b)
	}
	_, decimals, _ := strings.Cut(b, ".")
	return x.Add(x, y).FloatString(len(decimals))
}

// notation is how a language writes amounts; two that differ are enough here,
// since the locales' own tests compare all of them with ICU.
type notation struct{ language, group, decimal string }

func (n notation) write(amount string) string {
	whole, fraction, hasFraction := strings.Cut(strings.TrimPrefix(amount, "-"), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + n.group + whole[i:]
	}
	if hasFraction {
		whole += n.decimal + fraction
	}
	return whole
}

var number = regexp.MustCompile(`[0-9][0-9.,]*[0-9]|[0-9]`)

// TestAmountsAreFoundAsPrinted: what was computed can be searched for and
// copied, in one piece and as often as it is printed.
func TestAmountsAreFoundAsPrinted(t *testing.T) {
	documents := samples(t)
	for _, n := range []notation{{"en-US", ",", "."}, {"de-DE", ".", ","}} {
		dir := render(t, documents, "--language", n.language)
		checked := 0
		for _, file := range documents {
			if readJSON(t, file)["kind"] == "receipt" {
				continue // has neither lines nor totals
			}
			var f figures
			if err := json.Unmarshal(tools.MustRun(t, tools.Facture(t), "compute", file), &f); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			page := strings.Join(pagesOf(t, pdfOf(dir, file)), "\n")
			printed := map[string]int{}
			for _, figure := range number.FindAllString(page, -1) {
				printed[figure]++
			}
			want := map[string]int{n.write(f.Totals.AmountDue): 1}
			for _, amount := range f.taxes(t) {
				want[n.write(amount)] = 1
			}
			lines := map[string]int{}
			for _, line := range f.Lines {
				lines[n.write(line.Amount)]++
			}
			for figure, times := range lines {
				want[figure] = max(want[figure], times)
			}
			for figure, times := range want {
				checked++
				if printed[figure] < times {
					t.Errorf("%s in %s: %s is found %d times, want at least %d", nameOf(file), n.language, figure, printed[figure], times)
				}
			}
		}
		if checked < 5*len(documents) {
			t.Errorf("%s: only %d amounts checked", n.language, checked)
		}
	}
}

func TestNotation(t *testing.T) {
	for _, tt := range []struct{ amount, us, de string }{
		{"0.00", "0.00", "0,00"},
		{"999.5", "999.5", "999,5"},
		{"1234567.89", "1,234,567.89", "1.234.567,89"},
		{"-1000", "1,000", "1.000"},
	} {
		us, de := notation{"en-US", ",", "."}.write(tt.amount), notation{"de-DE", ".", ","}.write(tt.amount)
		if us != tt.us || de != tt.de {
			t.Errorf("%s: %s and %s, want %s and %s", tt.amount, us, de, tt.us, tt.de)
		}
	}
}
