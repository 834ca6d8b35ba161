package locales

import (
	"testing"

	"github.com/facture-dev/facture/billing/money"
)

func load(t testing.TB, tag string) *Locale {
	t.Helper()
	l, err := Load(tag)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func equal(t testing.TB, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q %+q, want %q %+q", what, got, got, want, want)
	}
}

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
		{"fr", 100032, 2, "EUR", Symbol, "1\u202f000,32\u00a0€"},
		{"de-CH", -123450, 2, "EUR", Symbol, "EUR-1'234.50"},
		{"en-US", -500, 2, "USD", Accounting, "($5.00)"},
		{"en-CA", 500, 2, "USD", Symbol, "US$5.00"},
		{"en-CA", 500, 2, "USD", Narrow, "$5.00"},
		{"en", 5, 2, "CHF", Symbol, "CHF\u00a00.05"},
		{"ja", 1234, 0, "JPY", Symbol, "￥1,234"},
		{"en-IN", 123456789, 2, "INR", Symbol, "₹12,34,567.89"},
		{"es", 123456, 2, "EUR", Symbol, "1234,56\u00a0€"},
		{"en", 900719925474099325, 2, "USD", Symbol, "$9,007,199,254,740,993.25"},
	} {
		equal(t, c.tag, load(t, c.tag).Currency(money.Amount{Coef: c.coef, Exp: c.exp, Currency: c.cur}, c.style), c.want)
	}
}

func TestDate(t *testing.T) {
	for _, c := range []struct {
		tag   string
		style DateStyle
		want  string
	}{
		{"en-IE", Long, "12 November 2026"}, {"en-US", Long, "November 12, 2026"},
		{"de", Long, "12. November 2026"}, {"de", Full, "Donnerstag, 12. November 2026"},
		{"de", Short, "12.11.26"}, {"de", Medium, "12.11.2026"},
	} {
		equal(t, c.tag, load(t, c.tag).Date(2026, 11, 12, c.style), c.want)
	}
}

func TestDateRange(t *testing.T) {
	equal(t, "en-IE", load(t, "en-IE").DateRange(2026, 10, 1, 2026, 10, 31, Long), "1–31 October 2026")
	equal(t, "de", load(t, "de").DateRange(2026, 10, 1, 2026, 10, 31, Long), "1.–31. Oktober 2026")
	equal(t, "en-US", load(t, "en-US").DateRange(2024, 1, 1, 2024, 1, 31, Medium), "Jan 1\u2009–\u200931, 2024")
}

func TestMessages(t *testing.T) {
	equal(t, "de", load(t, "de-AT").Format("page.of", map[string]string{"number": "1", "count": "{number}"}), "Seite 1 von {number}")
	equal(t, "en", load(t, "en").Plural("unit.month", money.Decimal{Coef: 3}), "months")
	equal(t, "en", load(t, "en").Plural("unit.month", money.Decimal{Coef: 10, Exp: 1}), "months")
	equal(t, "en", load(t, "en").Plural("unit.month", money.Decimal{Coef: 1}), "month")
}

func BenchmarkCurrency(b *testing.B) {
	l := load(b, "fr")
	a := money.Amount{Coef: -123456789, Exp: 2, Currency: "EUR"}
	b.ReportAllocs()
	for b.Loop() {
		l.Currency(a, Symbol)
	}
}

func BenchmarkAmount(b *testing.B) {
	l := load(b, "fr")
	a := money.Amount{Coef: -123456789, Exp: 2, Currency: "EUR"}
	b.ReportAllocs()
	for b.Loop() {
		l.Amount(a)
	}
}

func BenchmarkDate(b *testing.B) {
	l := load(b, "fr")
	b.ReportAllocs()
	for b.Loop() {
		l.Date(2026, 11, 12, Long)
	}
}

func BenchmarkPlural(b *testing.B) {
	l := load(b, "en")
	b.ReportAllocs()
	for b.Loop() {
		l.Plural("unit.month", money.Decimal{Coef: 125, Exp: 1})
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Resolve("de", "AT", "DE")
	}
}
