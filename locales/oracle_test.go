//go:build oracle

package locales

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing/money"
)

// Every format is compared with ICU, code point by code point, through a node
// that was built with the same CLDR.

//go:embed testdata/icu.js
var icuScript string

type icuCells struct {
	Currency, Decimal, Percent, Date, Range, List, Country, Plural []string
}

type icuAsk struct {
	CLDR       string              `json:"cldr"`
	Locales    []string            `json:"locales"`
	Currencies [][2]any            `json:"currencies"`
	Styles     []string            `json:"styles"`
	Amounts    map[string][]string `json:"amounts"`
	Fractions  []string            `json:"fractions"`
	DateStyles []string            `json:"dateStyles"`
	Dates      [][3]int            `json:"dates"`
	Ranges     [][2][3]int         `json:"ranges"`
	Lists      [][]string          `json:"lists"`
	Countries  []string            `json:"countries"`
	Counts     []string            `json:"counts"`
}

var (
	icuStyles  = []CurrencyStyle{Symbol, Narrow, Code, Accounting}
	dateStyles = []DateStyle{Short, Medium, Long, Full}
	percents   = []string{"0", "19", "5.5", "-7", "13.5", "0.025", "1234.5", "12345678.25", "100"}
)

func askICU() icuAsk {
	integers := []string{"0", "1", "-1", "7", "999", "1000", "-1234", "12345", "123456", "-1234567", "12345678", "9007199254740993", "-900719925474099312"}
	point := func(digits int) []string {
		var out []string
		for _, s := range integers {
			sign, s := strings.HasPrefix(s, "-"), strings.TrimPrefix(s, "-")
			for len(s) <= digits {
				s = "0" + s
			}
			s = s[:len(s)-digits] + "." + s[len(s)-digits:]
			if sign {
				s = "-" + s
			}
			out = append(out, s)
		}
		return out
	}
	a := icuAsk{
		CLDR: CLDRVersion, Locales: Tags(), Styles: []string{"symbol", "narrowSymbol", "code", "accounting"},
		Amounts:    map[string][]string{"0": integers, "1": point(1), "2": point(2), "3": point(3), "4": point(4)},
		DateStyles: []string{"short", "medium", "long", "full"},
		Dates:      [][3]int{{2026, 11, 12}, {2026, 1, 1}, {2024, 2, 29}, {2026, 5, 6}, {2026, 8, 31}, {2025, 3, 9}, {2026, 7, 10}, {2026, 4, 13}, {2026, 6, 21}, {2026, 9, 5}, {2026, 10, 3}, {1999, 12, 31}},
		Ranges:     [][2][3]int{{{2026, 10, 1}, {2026, 10, 31}}, {{2026, 1, 15}, {2026, 3, 4}}, {{2025, 12, 1}, {2026, 2, 28}}},
		Lists:      [][]string{{}, {"A"}, {"A", "B"}, {"A", "B", "C"}, {"A", "B", "C", "D", "E"}, {"Madrid", "Irlanda"}, {"x", "y", "hielo"}, {"x", "hiato"}, {"א", "ב"}, {"א", "B"}, {"א", "ב", "3"}},
	}
	for _, c := range strings.Fields("EUR USD GBP CHF INR CAD AUD BRL PLN SEK TRY CNY MXN AED XOF CVE PTE ESP ITL GRD") {
		a.Currencies = append(a.Currencies, [2]any{c, 2})
	}
	a.Currencies = append(a.Currencies, [2]any{"JPY", 0}, [2]any{"KWD", 3}, [2]any{"CLF", 4})
	for _, tag := range Tags() {
		if r := rowOf(tag); r.numbers != r.latin {
			a.Locales = append(a.Locales, tag+"-u-nu-latn")
		}
	}
	for _, p := range percents {
		a.Fractions = append(a.Fractions, plainDecimal(hundredth(decimal(p))))
	}
	for line := range strings.Lines(strings.TrimLeft(territoryTables[rowOf("en").territories], "\n")) {
		a.Countries = append(a.Countries, line[:2])
	}
	for i := range 130 {
		a.Counts = append(a.Counts, fmt.Sprint(i))
	}
	a.Counts = append(a.Counts, strings.Fields("0.0 0.5 1.0 1.00 1.1 1.5 2.0 2.5 3.14 5.0 10.1 12.5 21.0 21.1 0.01 100.01 1000 1000000 1000000.5 2000000 2000001")...)
	return a
}

func hundredth(d money.Decimal) money.Decimal { d.Exp += 2; return d }

// decimal reads a literal of these tests.
func decimal(s string) money.Decimal {
	var d money.Decimal
	whole, fraction, _ := strings.Cut(s, ".")
	coef, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil {
		panic(err)
	}
	d.Coef = coef
	d.Exp = uint8(len(fraction))
	return d
}

// plainDecimal writes a decimal as Intl takes it.
func plainDecimal(d money.Decimal) string {
	if d.Coef < 0 {
		return "-" + plainDecimal(money.Decimal{Coef: -d.Coef, Exp: d.Exp})
	}
	s := fmt.Sprintf("%0*d", int(d.Exp)+1, d.Coef)
	return s[:len(s)-int(d.Exp)] + "." + s[len(s)-int(d.Exp):]
}

func runICU(t *testing.T, a icuAsk) map[string]*icuCells {
	node := os.Getenv("FACTURE_NODE")
	if node == "" {
		node = "node"
	}
	in, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "-e", icuScript)
	cmd.Stdin = bytes.NewReader(in)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s\nneeds a node whose process.versions.cldr is %s (node 20.20 has it), as $FACTURE_NODE or as node on the PATH", node, err, stderr.Bytes(), CLDRVersion)
	}
	var cells map[string]*icuCells
	if err := json.Unmarshal(out, &cells); err != nil {
		t.Fatal(err)
	}
	return cells
}

// tally counts compared and differing cells of one kind.
type tally struct {
	t                                *testing.T
	kind, lastTag                    string
	cells, differ, excused, reported int
}

func (c *tally) compare(tag, what, got, want string, excuse func() bool) {
	c.cells++
	if got == want {
		return
	}
	if excuse != nil && excuse() {
		c.excused++
		return
	}
	c.differ++
	if c.reported < 40 && c.lastTag != tag {
		c.lastTag = tag
		c.reported++
		c.t.Errorf("%s %s %s: got %+q, ICU has %+q", tag, c.kind, what, got, want)
	}
}

func TestEqualsICU(t *testing.T) {
	a := askICU()
	kinds := map[string]*tally{}
	for _, k := range []string{"currency", "decimal", "percent", "date", "range", "list", "country", "plural"} {
		kinds[k] = &tally{t: t, kind: k}
	}
	// Tags() has CLDR's pt for pt-BR, and leaves out what repeats its language.
	a.Locales = append(a.Locales, "pt-BR", "en-US", "de-DE", "zh-TW", "zh-HK", "sr-Latn-RS")
	icu := runICU(t, a)
	var unsupported []string
	for _, tag := range a.Locales {
		want := icu[tag]
		if want == nil {
			unsupported = append(unsupported, tag)
			continue
		}
		compareLocale(t, &a, tag, want, kinds)
	}
	for k, c := range kinds {
		t.Logf("%-8s %7d cells, %d differ, %d excused", k, c.cells, c.differ, c.excused)
		if c.cells == 0 {
			t.Errorf("no cell of kind %s was compared", k)
		}
	}
	if len(unsupported) > 0 {
		t.Errorf("%d locales that this ICU lacks: %v", len(unsupported), unsupported)
	}
	for _, k := range []string{"currency", "date", "range"} {
		if kinds[k].excused == 0 {
			t.Errorf("%s: no cell needed its excuse; take it out", k)
		}
	}
}

func compareLocale(t *testing.T, a *icuAsk, tag string, want *icuCells, kinds map[string]*tally) {
	l := load(t, tag)
	i := 0
	next := func(cells []string) string { i++; return cells[i-1] }
	for _, c := range a.Currencies {
		digits := fmt.Sprint(c[1])
		for s, style := range icuStyles {
			for _, n := range a.Amounts[digits] {
				d := decimal(n)
				got := l.Currency(money.Amount{Coef: d.Coef, Exp: d.Exp, Currency: money.Currency(c[0].(string))}, style)
				kinds["currency"].compare(tag, fmt.Sprint(c[0], " ", a.Styles[s], " ", n), got, next(want.Currency), func() bool { return icuCurrencyFault(tag, c[0].(string), style) })
			}
		}
	}
	i = 0
	for _, digits := range []string{"0", "1", "2", "3", "4"} {
		for _, n := range a.Amounts[digits] {
			kinds["decimal"].compare(tag, n, l.Decimal(decimal(n), 0), next(want.Decimal), nil)
		}
	}
	i = 0
	for _, p := range percents {
		kinds["percent"].compare(tag, p, l.Percent(decimal(p)), next(want.Percent), nil)
	}
	dates, ranges := 0, 0
	for s, style := range dateStyles {
		for _, d := range a.Dates {
			got, icu := l.Date(d[0], d[1], d[2], style), want.Date[dates]
			dates++
			kinds["date"].compare(tag, fmt.Sprint(a.DateStyles[s], d), got, icu, func() bool { return v8Spaces(got, icu) })
		}
		for _, r := range a.Ranges {
			got, icu := l.DateRange(r[0][0], r[0][1], r[0][2], r[1][0], r[1][1], r[1][2], style), want.Range[ranges]
			ranges++
			kinds["range"].compare(tag, fmt.Sprint(a.DateStyles[s], r), got, icu, func() bool { return slashedSpan(tag, style) })
		}
	}
	i = 0
	for _, items := range a.Lists {
		kinds["list"].compare(tag, fmt.Sprint(items), l.List(items), next(want.List), nil)
	}
	i = 0
	for _, c := range a.Countries {
		icu := next(want.Country)
		if icu == "" {
			icu = c
		}
		kinds["country"].compare(tag, c, l.Country(c), icu, nil)
	}
	i = 0
	if !slices.Contains(fileTags(), tag) {
		return // its plural rules are those of a tag that has a file
	}
	l.messages.load()
	for _, n := range a.Counts {
		kinds["plural"].compare(tag, n, pluralForms[l.messages.category(n)], next(want.Plural), nil)
	}
}

// icuCurrencyFault lists the cells where ICU leaves CLDR. They are counted, and
// TestCurrencyOwnPattern says what is printed instead.
func icuCurrencyFault(tag, currency string, s CurrencyStyle) bool {
	switch {
	case tag == "ms-ID" && s == Accounting:
		// CLDR gives negative amounts parentheses where a letter touches the
		// number only; ICU finds no such pattern.
		return true
	case tag == "pt-CV":
		// The escudo's decimal sign, "$", is printed for all currencies: ICU
		// makes the local currency's separators those of the locale.
		return true
	case strings.HasPrefix(tag, "en-") && strings.Contains(" en-150 en-BE en-CH en-CZ en-DE en-DK en-EE en-ES en-FI en-FR en-GE en-HU en-IT en-LT en-LV en-NL en-NO en-PL en-PT en-RO en-SE en-SI en-SK en-UA ", " "+tag+" "):
		// CLDR gives the euro a pattern of its own in English in Europe. ICU
		// stores it with the separators of en-150, prints those in countries
		// that have others, and where the euro is the local currency does both
		// for all currencies: "1.234,50" in a column, "US$1,234.50" above it.
		return currency == "EUR" || euroCountries[tag]
	}
	return false
}

var euroCountries = map[string]bool{"en-BE": true, "en-DE": true, "en-EE": true, "en-ES": true, "en-FI": true, "en-FR": true, "en-IT": true,
	"en-LT": true, "en-LV": true, "en-NL": true, "en-PT": true, "en-SI": true, "en-SK": true}

// slashedSpan excuses Chinese and Japanese, whose long dates have signs for
// year, month and day: ICU takes the month's figure for a short date's and
// writes the span with slashes. TestDateRange has what is printed.
func slashedSpan(tag string, s DateStyle) bool {
	language, _, _ := strings.Cut(tag, "-")
	return s >= Long && (language == "ja" || language == "zh")
}

// v8Spaces excuses V8, which writes a plain space for U+202F and U+2009 in
// everything that DateTimeFormat returns; ICU itself does not.
func v8Spaces(got, icu string) bool {
	return strings.NewReplacer("\u202f", " ", "\u2009", " ").Replace(got) == icu
}
