package money

import (
	"math/big"
	"regexp"
	"strings"
	"testing"
)

func mustParse(t testing.TB, s string) Decimal {
	t.Helper()
	d, err := ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParseDecimalKeepsWhatWasStated(t *testing.T) {
	for _, s := range []string{"0", "1", "-1", "0.5", "-0.05", "1.50", "12.5", "95.00", "0.0000000001",
		"999999999999999999", "-999999999999999999", "99999999.9999999999", "10", "100.0"} {
		d, err := ParseDecimal(s)
		if err != nil {
			t.Errorf("%s: %v", s, err)
		} else if d.String() != s {
			t.Errorf("%s: became %s", s, d)
		}
	}
	for _, s := range []string{"-0", "-0.00"} { // a zero has no sign
		if got := mustParse(t, s).String(); got != s[1:] {
			t.Errorf("%s: became %s", s, got)
		}
	}
}

func TestParseDecimalRefusesWithAWayOut(t *testing.T) {
	for _, c := range []struct{ in, wayOut string }{
		{"", "state a number"},
		{"-", "state a number"},
		{".", "state a number"},
		{"+5", "leave out the plus"},
		{".5", "zero before the point"},
		{"-.5", "zero before the point"},
		{"5.", "decimals after the point"},
		{"1e3", "exponent"},
		{"1.5E-2", "exponent"},
		{"1,5", "write a point"},
		{"1,234.50", "nothing between thousands"},
		{"1.234.567", "write one point"},
		{"007", "leading zeros"},
		{"-00.5", "leading zeros"},
		{"0.12345678901", "11 decimals; at most 10"},
		{"1234567890123456789", "19 digits; at most 18"},
		{"12345678901234567.89", "19 digits; at most 18"},
		{" 1", `' ' is not allowed`},
		{"1 ", `' ' is not allowed`},
		{"−5", `write the minus as "-"`},
		{"--5", `'-' is not allowed`},
		{"abc", `'a' is not allowed`},
		{"NaN", `'N' is not allowed`},
		{"٣", `'٣' is not allowed`},
		{"\xff", "not allowed"},
	} {
		_, err := ParseDecimal(c.in)
		if err == nil {
			t.Errorf("%q was accepted", c.in)
		} else if !strings.Contains(err.Error(), c.wayOut) {
			t.Errorf("%q: %v; want the way out %q", c.in, err, c.wayOut)
		}
	}
	_, err := ParseDecimal(strings.Repeat("9", 1_000_000))
	if err == nil || len(err.Error()) > 200 {
		t.Errorf("a million digits: error of %d bytes", len(err.Error()))
	}
}

// grammar is DESIGN's own; the fuzz test holds the parser against it.
var grammar = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]{1,10})?$`)

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"0", "-0.00", "12.5", "+5", ".5", "5.", "1e3", "0.12345678901", "999999999999999999", "1,5", "−1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		digits := len(strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' {
				return r
			}
			return -1
		}, s))
		want := grammar.MatchString(s) && digits <= MaxDigits
		d, err := ParseDecimal(s)
		if (err == nil) != want {
			t.Fatalf("%q: accepted %v, the grammar says %v", s, err == nil, want)
		}
		if !want {
			return
		}
		exact, _ := new(big.Rat).SetString(s)
		if exact.Cmp(rat(d)) != 0 {
			t.Fatalf("%q became %v", s, d)
		}
		if back := mustParse(t, d.String()); back != d {
			t.Fatalf("%q: %v reads back as %v", s, d, back)
		}
	})
}

func rat(d Decimal) *big.Rat {
	den := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(d.Exp)), nil)
	return new(big.Rat).SetFrac(big.NewInt(d.Coef), den)
}

func TestCmpIgnoresTrailingZeros(t *testing.T) {
	for _, c := range []struct {
		x, y string
		want int
	}{
		{"1.5", "1.50", 0}, {"0", "-0.00", 0}, {"1", "1.0000000001", -1}, {"-1", "-1.0000000001", 1},
		{"999999999999999999", "0.0000000001", 1}, {"-2", "1", -1}, {"99999999.9999999999", "100000000", -1},
	} {
		if got := mustParse(t, c.x).Cmp(mustParse(t, c.y)); got != c.want {
			t.Errorf("%s against %s: %d", c.x, c.y, got)
		}
		if got := mustParse(t, c.y).Cmp(mustParse(t, c.x)); got != -c.want {
			t.Errorf("%s against %s: %d", c.y, c.x, got)
		}
	}
	if !mustParse(t, "1.5").Equal(mustParse(t, "1.50")) || mustParse(t, "1.5") == mustParse(t, "1.50") {
		t.Error("1.5 and 1.50 are one number, stated in two ways")
	}
	if mustParse(t, "19.00").Normalize() != mustParse(t, "19").Normalize() {
		t.Error("19.00 and 19 normalize alike")
	}
}

func TestMulDivHalfAway(t *testing.T) {
	for _, c := range []struct {
		currency         Currency
		x, y, z          string
		halfAway, toZero string
	}{
		{"EUR", "-72.50", "19", "100", "-13.78", "-13.77"}, // CEN's test of BR-CO-17
		{"EUR", "72.50", "19", "100", "13.78", "13.77"},
		{"EUR", "52.50", "12", "112", "5.63", "5.62"},
		{"EUR", "4", "150.00", "1", "600.00", "600.00"},
		{"EUR", "1", "0.005", "1", "0.01", "0.00"},
		{"EUR", "1", "0.0049999999", "1", "0.00", "0.00"},
		{"EUR", "-1", "0.005", "1", "-0.01", "0.00"},
		{"JPY", "3", "0.5", "1", "2", "1"},
		{"KWD", "1", "0.0005", "1", "0.001", "0.000"},
		{"CLF", "1", "2", "3", "0.6667", "0.6666"},
		{"EUR", "10", "0.129", "100", "0.01", "0.01"},
		{"EUR", "0", "5", "7", "0.00", "0.00"},
		// beyond 128 bits on the way, though not in the result
		{"EUR", "99999999.9999999999", "99999999.9999999999", "1", "9999999999999999.98", "9999999999999999.98"},
		{"CLF", "999999999999999999", "999999999999999999", "999999999999999999", "", ""},
		{"JPY", "999999999999999999", "999999999999999999", "999999999999999999", "999999999999999999", "999999999999999999"},
		{"CLF", "0.0000000001", "0.0000000001", "99999999.9999999999", "0.0000", "0.0000"},
		{"CLF", "99999999999999", "99999999999999", "9999.9999999999", "", ""},
		{"JPY", "999999999999999999", "1", "1.0000000000", "999999999999999999", "999999999999999999"},
		// out of range
		{"EUR", "999999999999999999", "1", "1", "", ""},
		{"JPY", "999999999999999999", "2", "1", "", ""},
		{"JPY", "99999999999999999.9", "10", "1", "999999999999999999", "999999999999999999"},
		{"JPY", "9999999999999999.95", "100", "1", "999999999999999995", "999999999999999995"},
		{"EUR", "1", "1", "0", "", ""},
	} {
		for _, way := range []struct {
			round func(c Currency, x, y, z Decimal) (Amount, bool)
			want  string
		}{{MulDivHalfAway, c.halfAway}, {MulDivToZero, c.toZero}} {
			got, ok := way.round(c.currency, mustParse(t, c.x), mustParse(t, c.y), mustParse(t, c.z))
			if !ok && way.want == "" {
				continue
			}
			if !ok || got.String() != way.want {
				t.Errorf("%s × %s / %s in %s: %v %v, want %q", c.x, c.y, c.z, c.currency, got, ok, way.want)
			}
		}
	}
	if _, ok := RoundHalfAway("EUR", Decimal{Coef: 1, Exp: 11}); ok {
		t.Error("a decimal out of range was rounded")
	}
	if _, ok := Exactly("EUR", mustParse(t, "1.005")); ok {
		t.Error("half a cent is not exactly an amount")
	}
	if a, ok := Exactly("EUR", mustParse(t, "1.500")); !ok || a.String() != "1.50" {
		t.Error("trailing zeros are no decimals")
	}
}

func TestAmountsNeverWrap(t *testing.T) {
	most := Amount{Coef: coefLimit - 1, Exp: 2, Currency: "EUR"}
	cent := Amount{Coef: 1, Exp: 2, Currency: "EUR"}
	if _, ok := most.Add(cent); ok {
		t.Error("19 digits were accepted")
	}
	if sum, ok := most.Sub(cent); !ok || sum.String() != "9999999999999999.98" {
		t.Errorf("%v %v", sum, ok)
	}
	if _, ok := most.Neg().Sub(cent); ok {
		t.Error("-19 digits were accepted")
	}
	if _, ok := cent.Add(Amount{Coef: 1, Currency: "JPY"}); ok {
		t.Error("a cent and a yen were added")
	}
}

func TestApportionLargestRemainder(t *testing.T) {
	for _, c := range []struct {
		total   int64
		weights []int64
		want    []int64
	}{
		{5000, []int64{106875, 24000}, []int64{4083, 917}},
		{1, []int64{1, 1, 1}, []int64{1, 0, 0}}, // equal: the earlier
		{2, []int64{1, 1, 1}, []int64{1, 1, 0}}, //
		{1, []int64{1, 3, 3}, []int64{0, 1, 0}}, // larger remainder, then earlier
		{3, []int64{1, 2, 3}, []int64{0, 1, 2}}, // remainders 3/6, 0, 3/6: the larger weight
		{2, []int64{1, 3}, []int64{0, 2}},       // remainders 2/4, 2/4: the larger weight
		{-5000, []int64{106875, 24000}, []int64{-4083, -917}},
		{0, []int64{0, 0}, []int64{0, 0}},
		{7, []int64{0, 5, 0}, []int64{0, 7, 0}},
		{coefLimit - 1, []int64{1, coefLimit - 2}, []int64{1, coefLimit - 2}},
		{7, []int64{0, 0}, nil},
		{7, []int64{-1, 2}, nil},
		{7, []int64{1, coefLimit - 1}, nil},
		{7, nil, nil},
	} {
		shares, ok := ApportionLargestRemainder(Amount{Coef: c.total, Exp: 2, Currency: "EUR"}, c.weights)
		if ok != (c.want != nil) || len(shares) != len(c.want) {
			t.Errorf("%d over %v: %v %v", c.total, c.weights, shares, ok)
			continue
		}
		for i, w := range c.want {
			if shares[i].Coef != w {
				t.Errorf("%d over %v: %v, want %v", c.total, c.weights, shares, c.want)
				break
			}
		}
	}
}

func TestCurrencies(t *testing.T) {
	if _, ok := ParseCurrency("XXQ"); ok {
		t.Error("XXQ is no currency")
	}
	for _, code := range []string{"", "eur", "EURO", "XXX", "XTS", "XAU", "€"} {
		if _, ok := ParseCurrency(code); ok {
			t.Errorf("%q was accepted", code)
		}
	}
	digits := map[uint8]int{}
	last := Currency("")
	for _, c := range Currencies() {
		if c <= last || len(c) != 3 {
			t.Errorf("%s is out of order", c)
		}
		last = c
		if got, ok := ParseCurrency(string(c)); !ok || got != c {
			t.Errorf("%s does not parse", c)
		}
		digits[c.Digits()]++
	}
	if digits[0] != 17 || digits[3] != 7 || digits[4] != 2 || digits[2] != 142 {
		t.Errorf("currencies by digits: %v", digits)
	}
}

func TestNearestCurrency(t *testing.T) {
	for text, want := range map[string]Currency{
		"eur": "EUR", "EURO": "EUR", "€": "EUR", " usd ": "USD", "US$": "USD", "EUT": "EUR", "GBQ": "", "GB": "",
		"XXQ": "", "": "", "QQQ": "", "supercalifragilistic": "", "¥": "JPY",
	} {
		if got, ok := NearestCurrency(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", text, got, ok, want)
		}
	}
}

func TestCommonArithmeticDoesNotAllocate(t *testing.T) {
	q, p, one := mustParse(t, "12.5"), mustParse(t, "95.00"), Int(1)
	if n := testing.AllocsPerRun(100, func() {
		d, err := ParseDecimal("1234.50")
		a, ok := MulDivHalfAway("EUR", q, p, one)
		b, ok2 := a.Add(a)
		if err != nil || !ok || !ok2 || b.Cmp(a) != 1 || d.IsZero() {
			t.Fatal("wrong")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
