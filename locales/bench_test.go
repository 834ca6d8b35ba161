package locales

import (
	"testing"

	"github.com/facture-dev/facture/billing/money"
)

var owed = money.Amount{Coef: -123456789, Exp: 2, Currency: "EUR"}

func BenchmarkCurrency(b *testing.B) {
	l := load(b, "fr")
	b.ReportAllocs()
	for b.Loop() {
		l.Currency(owed, Symbol)
	}
}

func BenchmarkAmount(b *testing.B) {
	l := load(b, "fr")
	b.ReportAllocs()
	for b.Loop() {
		l.Amount(owed)
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

func BenchmarkResolve(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Resolve("de", "AT", "DE"); err != nil {
			b.Fatal(err)
		}
	}
}
