package billing

import (
	"testing"

	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
	"pgregory.net/rapid"
)

// drawWild draws a document of any numbers, in range or not, and of anything
// in places where words are known.
func drawWild(t *rapid.T) Document {
	number := rapid.Custom(func(t *rapid.T) money.Decimal {
		if rapid.Bool().Draw(t, "tame") {
			return money.Decimal{Coef: rapid.Int64Range(-9999, 9999).Draw(t, "coef"), Exp: rapid.Uint8Range(0, 4).Draw(t, "exp")}
		}
		return money.Decimal{Coef: rapid.Int64().Draw(t, "coef"), Exp: rapid.Uint8().Draw(t, "exp")}
	})
	optional := rapid.OneOf(rapid.Just[*money.Decimal](nil), rapid.Ptr(number, false))
	word := func(words ...string) *rapid.Generator[string] { return rapid.SampledFrom(append(words, "", "\xff")) }
	taxes := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) tax.Tax {
		return tax.Tax{Category: tax.Category(word("standard", "exempt").Draw(t, "category")), Name: word("a").Draw(t, "name"), Rate: number.Draw(t, "rate")}
	}), 0, MaxTaxes+1)
	adjustments := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Adjustment {
		return Adjustment{Percent: optional.Draw(t, "percent"), Base: optional.Draw(t, "base"), Amount: optional.Draw(t, "amount"), Taxes: taxes.Draw(t, "taxes")}
	}), 0, 3)
	date := rapid.Custom(func(t *rapid.T) Date {
		return Date{rapid.Int16().Draw(t, "year"), rapid.Uint8().Draw(t, "month"), rapid.Uint8().Draw(t, "day")}
	})
	lines := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Line {
		return Line{Description: word("x").Draw(t, "description"), Quantity: number.Draw(t, "quantity"), UnitPrice: number.Draw(t, "price"),
			BaseQuantity: number.Draw(t, "base"), Discounts: adjustments.Draw(t, "discounts"), Charges: adjustments.Draw(t, "charges"),
			Taxes: taxes.Draw(t, "taxes"), TaxCategory: word("a").Draw(t, "class")}
	}), 0, 4)
	return Document{
		Kind: Kind(word("invoice").Draw(t, "kind")), Currency: money.Currency(word("EUR", "JPY").Draw(t, "currency")),
		IssueDate: date.Draw(t, "issued"), DueDate: date.Draw(t, "due"), PaymentTerms: PaymentTerms(word("net_30", "custom").Draw(t, "terms")),
		TaxMode: TaxMode(word("inclusive").Draw(t, "mode")), Lines: lines.Draw(t, "lines"),
		Discounts: adjustments.Draw(t, "discounts"), Charges: adjustments.Draw(t, "charges"), Taxes: taxes.Draw(t, "taxes"),
		TaxRules: []TaxRule{{word("a").Draw(t, "rule"), taxes.Draw(t, "taxes")}},
		Payments: []Payment{{Amount: number.Draw(t, "paid")}}, Rounding: number.Draw(t, "rounding"),
		EarlyPayment: []EarlyPayment{{rapid.Int().Draw(t, "days"), number.Draw(t, "percent")}},
	}
}

// Whatever a document holds, it is computed or refused with faults that point
// somewhere; nothing panics.
func TestPropertyAnyDocumentIsComputedOrRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawWild(t)
		c, err := Compute(d)
		if err == nil {
			c.Explain()
			return
		}
		faults, ok := err.(Faults)
		if !ok || faults.Err() == nil {
			t.Fatalf("refused without a fault: %v", err)
		}
		for _, f := range faults {
			if f.Rule == "" || f.Message == "" || f.Path == "" && f.Rule != "faults.too_many" {
				t.Fatalf("%+v", f)
			}
		}
	})
}

func TestPropertyAnyReceiptIsComputedOrRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawWild(t)
		r := Receipt{Currency: d.Currency, IssueDate: d.IssueDate, Seller: Party{Name: "s"}, Buyer: Party{Name: "b"},
			Payment: d.Payments[0]}
		for i := range d.Lines {
			r.Settles = append(r.Settles, Settlement{Number: "1", Total: &d.Lines[i].UnitPrice, PaidBefore: &d.Lines[i].Quantity, Amount: d.Lines[i].BaseQuantity})
		}
		if _, err := ComputeReceipt(r); err != nil && err.(Faults).Err() == nil {
			t.Fatalf("refused without a fault: %v", err)
		}
	})
}
