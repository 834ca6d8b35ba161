package locales

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing/money"
)

func TestCurrency(t *testing.T) {
	for _, c := range []struct {
		tag   string
		coef  int64
		exp   uint8
		cur   money.Currency
		style CurrencyStyle
		want  string
	}{
		{"en-IE", 628237, 2, "EUR", Symbol, "€6,282.37"},
		{"de", 764914, 2, "EUR", Symbol, "7.649,14\u00a0€"},
		{"de-AT", 764914, 2, "EUR", Symbol, "€\u00a07.649,14"},
		{"fr", 100032, 2, "EUR", Symbol, "1\u202f000,32\u00a0€"},
		{"de-CH", -123450, 2, "EUR", Symbol, "EUR-1'234.50"},
		{"en-US", -500, 2, "USD", Accounting, "($5.00)"},
		{"en-CA", 500, 2, "USD", Symbol, "US$5.00"},
		{"en-CA", 500, 2, "USD", Narrow, "$5.00"},
		{"en-US", -123456, 2, "USD", Code, "-USD\u00a01,234.56"},
		{"en", 5, 2, "CHF", Symbol, "CHF\u00a00.05"},
		{"ja", 1234, 0, "JPY", Symbol, "￥1,234"},
		{"en-IN", 123456789, 2, "INR", Symbol, "₹12,34,567.89"},
		{"es", 123456, 2, "EUR", Symbol, "1234,56\u00a0€"}, // no group below five digits
		{"bg", 123456789, 2, "BGN", Symbol, "1\u00a0234\u00a0567,89\u00a0лв."},
		{"ar-EG", -123450, 2, "EGP", Symbol, "\u061c-\u200f١٬٢٣٤٫٥٠\u00a0ج.م.\u200f"},
		{"hi-u-nu-latn", 100, 2, "XYZ", Symbol, "XYZ\u00a01.00"},
		{"en", 900719925474099325, 2, "USD", Symbol, "$9,007,199,254,740,993.25"},
		{"en", math.MinInt64, 0, "JPY", Symbol, "-¥9,223,372,036,854,775,808"},
	} {
		equal(t, c.tag, load(t, c.tag).Currency(money.Amount{Coef: c.coef, Exp: c.exp, Currency: c.cur}, c.style), c.want)
	}
}

// Cells where ICU leaves CLDR: what is printed follows CLDR, so that the large
// amount and the column under it have one decimal sign.
func TestCurrencyOwnPattern(t *testing.T) {
	for _, c := range []struct {
		tag   string
		cur   money.Currency
		style CurrencyStyle
		want  string
	}{
		{"en-DE", "EUR", Symbol, "-€1.234,50"}, {"en-DE", "EUR", Accounting, "-€1.234,50"},
		{"en-DE", "USD", Symbol, "-1.234,50\u00a0US$"}, {"en-SE", "EUR", Symbol, "-€1\u00a0234,50"},
		{"pt-CV", "EUR", Symbol, "-1234,50\u00a0€"}, {"pt-CV", "CVE", Symbol, "-1234$50\u00a0\u200b"},
		{"tr", "TRY", Accounting, "-₺1.234,50"}, {"tr", "EUR", Accounting, "(€1.234,50)"},
		{"ms-ID", "USD", Accounting, "(USD\u00a01.234,50)"},
	} {
		equal(t, c.tag+" "+string(c.cur), load(t, c.tag).Currency(money.Amount{Coef: -123450, Exp: 2, Currency: c.cur}, c.style), c.want)
	}
}

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		tag     string
		coef    int64
		exp     uint8
		minFrac int
		want    string
	}{
		{"de", 125, 1, 0, "12,5"}, {"de", 125, 1, 2, "12,50"}, {"de", 12, 0, 2, "12,00"}, {"de", 148250, 0, 0, "148.250"},
		{"de", 42, 4, 2, "0,0042"}, {"de", 1500, 3, 0, "1,500"}, {"de", 0, 0, 0, "0"}, {"de", 0, 2, 0, "0,00"}, {"de", -5, 1, 0, "-0,5"},
		{"en", 1, 10, 0, "0.0000000001"}, {"pl", 1234, 0, 0, "1234"}, {"pl", 12345, 0, 0, "12\u00a0345"},
		{"hi", 1234567, 0, 0, "12,34,567"}, {"bn", 1234567, 0, 0, "১২,৩৪,৫৬৭"}, {"fa", -15, 1, 0, "\u200e−۱٫۵"},
		{"th", 1234, 0, -3, "1,234"}, {"ar-AE", 12, 1, 0, "1.2"},
	} {
		equal(t, c.tag, load(t, c.tag).Decimal(money.Decimal{Coef: c.coef, Exp: c.exp}, c.minFrac), c.want)
	}
	equal(t, "amount", load(t, "de").Amount(money.Amount{Coef: 100, Exp: 2, Currency: "EUR"}), "1,00")
	// Where money has separators of its own, a column of it has them too.
	for _, c := range []struct{ tag, amount, price, number, decimals string }{
		{"de-AT", "1.234,50", "1.234,5000", "1\u00a0234,5", ","},
		{"fr-CH", "1\u202f234.50", "1\u202f234.5000", "1\u202f234,5", ",."},
		{"de", "1.234,50", "1.234,5000", "1.234,5", ","},
	} {
		l := load(t, c.tag)
		equal(t, c.tag+" amount", l.Amount(money.Amount{Coef: 123450, Exp: 2, Currency: "EUR"}), c.amount)
		equal(t, c.tag+" price", l.Price(decimalOf(12345, 1), 4), c.price)
		equal(t, c.tag+" number", l.Decimal(decimalOf(12345, 1), 0), c.number)
		equal(t, c.tag+" decimal signs", l.DecimalSeparators(), c.decimals)
	}
	equal(t, "separator", load(t, "de").DecimalSeparators()+load(t, "en").DecimalSeparators()+load(t, "fa").DecimalSeparators(), ",.٫")
}

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		tag  string
		coef int64
		exp  uint8
		want string
	}{
		{"de", 19, 0, "19\u00a0%"}, {"de", 1900, 2, "19\u00a0%"}, {"de", 550, 2, "5,5\u00a0%"}, {"de", 0, 2, "0\u00a0%"},
		{"fr", 55, 1, "5,5\u00a0%"}, {"en", 135, 1, "13.5%"}, {"en", 725, 2, "7.25%"}, {"tr", 20, 0, "%20"},
		{"en", -2, 0, "-2%"}, {"en", 8875, 3, "8.875%"}, {"eu", 21, 0, "%\u00a021"}, {"ar-EG", 14, 0, "١٤٪\u061c"},
	} {
		equal(t, c.tag, load(t, c.tag).Percent(money.Decimal{Coef: c.coef, Exp: c.exp}), c.want)
	}
}

// readBack takes a formatted number apart by what the locale says its signs
// are, and returns its value.
func readBack(t testing.TB, l *Locale, s string) *big.Rat {
	for i, d := range l.digits {
		s = strings.ReplaceAll(s, d, string(rune('0'+i)))
	}
	s = strings.ReplaceAll(s, l.minus, "-")
	s = strings.ReplaceAll(s, l.numbers.group, "")
	s = strings.ReplaceAll(s, l.numbers.decimal, ".")
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%s: %q %+q is not a number", l.Tag(), s, s)
	}
	return r
}

func value(coef int64, exp uint8) *big.Rat {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(exp)), nil)
	return new(big.Rat).SetFrac(big.NewInt(coef), scale)
}

func checkExact(t testing.TB, l *Locale, coef int64, exp, minFrac uint8) {
	want := value(coef, exp)
	s := l.Decimal(money.Decimal{Coef: coef, Exp: exp}, int(minFrac))
	if got := readBack(t, l, s); got.Cmp(want) != 0 {
		t.Errorf("%s: Decimal(%d, %d, %d) is %q, read back as %s", l.Tag(), coef, exp, minFrac, s, got)
	}
	// A currency's text must hold the same digits in the same order.
	only := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, s)
	}
	latin := newLocale(l.tag, l.row, true)
	plain := only(latin.Decimal(money.Decimal{Coef: coef, Exp: exp}, 0))
	for _, style := range []CurrencyStyle{Symbol, Narrow, Code, Accounting} {
		s := latin.Currency(money.Amount{Coef: coef, Exp: exp, Currency: "EUR"}, style)
		if only(s) != plain {
			t.Errorf("%s: %q does not hold the digits %s", l.Tag(), s, plain)
		}
	}
}

func TestNumbersReadBack(t *testing.T) {
	for i := range rows {
		l := newLocale(rows[i].tag, &rows[i], false)
		for _, coef := range []int64{0, 1, -1, 9, 10, 999, -1000, 9999, 10000, 123456, -1234567, 999999999999999999, math.MaxInt64, math.MinInt64} {
			for _, exp := range []uint8{0, 1, 2, 3, 10} {
				checkExact(t, l, coef, exp, exp%4)
			}
		}
	}
}

func FuzzNumber(f *testing.F) {
	f.Add(int64(-123456789), uint8(2), uint8(0), uint16(7))
	f.Add(int64(math.MinInt64), uint8(10), uint8(12), uint16(100))
	f.Fuzz(func(t *testing.T, coef int64, exp, minFrac uint8, at uint16) {
		r := &rows[int(at)%len(rows)]
		checkExact(t, newLocale(r.tag, r, false), coef, exp%20, minFrac%20)
	})
}

// The checker must see a wrong number.
func TestReadBackSees(t *testing.T) {
	l := load(t, "de")
	if readBack(t, l, "1.234,50").Cmp(value(12345, 1)) != 0 || readBack(t, l, "1,234").Cmp(value(1234, 0)) == 0 {
		t.Error("readBack does not read German")
	}
}
