package billing

import (
	"errors"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

// dec reads a decimal that the test itself states.
func dec(s string) money.Decimal {
	d, err := money.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return d
}

func ref(s string) *money.Decimal { d := dec(s); return &d }

func percent(p string) Adjustment { return Adjustment{Percent: ref(p)} }
func fixed(a string) Adjustment   { return Adjustment{Amount: ref(a)} }

func vat(rate string) []tax.Tax { return []tax.Tax{{Rate: dec(rate)}} }

func line(quantity, price string) Line {
	return Line{Description: "Item", Quantity: dec(quantity), UnitPrice: dec(price)}
}

func taxed(quantity, price, rate string) Line {
	l := line(quantity, price)
	l.Taxes = vat(rate)
	return l
}

func with(l Line, change func(*Line)) Line { change(&l); return l }

func document(currency string, lines ...Line) Document {
	return Document{Currency: money.Currency(currency), Seller: Party{Name: "Muster GmbH"}, Buyer: Party{Name: "Kunde AG"}, Lines: lines}
}

func compute(t testing.TB, d Document) Computed {
	t.Helper()
	c, err := Compute(d)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// faultsOf returns what Compute finds wrong, as "path rule".
func faultsOf(t testing.TB, d Document) []string {
	t.Helper()
	_, err := Compute(d)
	return names(t, err)
}

func names(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var faults Faults
	if !errors.As(err, &faults) {
		t.Fatalf("not Faults: %v", err)
	}
	var out []string
	for _, f := range faults {
		if f.Message == "" || f.Rule == "" || strings.ToLower(f.Message[:1]) != f.Message[:1] {
			t.Errorf("a fault needs a rule and a message in lower case: %+v", f)
		}
		if f.Severity == Error {
			out = append(out, f.Path+" "+f.Rule)
		}
	}
	return out
}

// figures are the totals in the order of the Totals struct.
func figures(t Totals) string {
	var out []string
	for _, a := range []money.Amount{t.Lines, t.Discounts, t.Charges, t.Subtotal, t.Tax, t.Total, t.Paid, t.Rounding, t.AmountDue} {
		out = append(out, a.String())
	}
	return strings.Join(out, " ")
}

// taxTable is the tax table, a row as "rate% of base = amount".
func taxTable(c Computed) string {
	var out []string
	for _, r := range c.Taxes() {
		out = append(out, r.Tax.Rate.String()+"% of "+r.Base.String()+" = "+r.Amount.String())
	}
	return strings.Join(out, ", ")
}
