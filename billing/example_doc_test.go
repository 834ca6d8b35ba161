package billing

import (
	"testing"

	"github.com/facture-dev/facture/billing/tax"
)

// fullExample is the document of the specification's worked example.
func fullExample() Document {
	d := document("EUR",
		Line{Description: "Beratung", Quantity: dec("12.5"), Unit: "hour", UnitPrice: dec("95.00"), Taxes: vat("19"),
			Discounts: []Adjustment{{Percent: ref("10"), Reason: "Rahmenvertrag"}}},
		Line{Description: "Reisekosten", Quantity: dec("1"), UnitPrice: dec("240.00"),
			Taxes: []tax.Tax{{Category: tax.Exempt, Reason: "durchlaufender Posten"}}})
	d.Number, d.IssueDate, d.PaymentTerms = "INV-2026-00042", Date{2026, 11, 22}, Net30
	d.Discounts = []Adjustment{{Amount: ref("50.00"), Reason: "Gutschrift Oktober"}}
	d.Payments = []Payment{{Date: Date{2026, 11, 10}, Method: "bank_transfer", Amount: dec("100.00")}}
	return d
}

func TestWorkedExample(t *testing.T) {
	c := compute(t, fullExample())
	if got, want := figures(c.Totals()), "1308.75 50.00 0.00 1258.75 195.30 1454.05 100.00 0.00 1354.05"; got != want {
		t.Errorf("totals %s, want %s", got, want)
	}
	if got, want := taxTable(c), "19% of 1027.92 = 195.30, 0% of 230.83 = 0.00"; got != want {
		t.Errorf("taxes %s, want %s", got, want)
	}
	if r := c.Taxes()[1]; r.Tax.Category != tax.Exempt || r.Tax.Reason != "durchlaufender Posten" {
		t.Errorf("exempt row: %+v", r)
	}
	first, second := c.Lines()[0], c.Lines()[1]
	if first.Gross.String() != "1187.50" || first.Discounts[0].String() != "118.75" || first.Amount.String() != "1068.75" ||
		second.Gross.String() != "240.00" || second.Amount.String() != "240.00" || second.Running.String() != "1308.75" {
		t.Errorf("lines %+v", c.Lines())
	}
	spread := c.Discounts()[0].Spread
	if spread[0].String() != "40.83" || spread[1].String() != "9.17" {
		t.Errorf("the discount is spread %v", spread)
	}
	if c.DueDate().String() != "2026-12-22" || c.PaymentTerms() != Net30 || len(c.Warnings()) != 0 {
		t.Errorf("due %s, terms %s, warnings %v", c.DueDate(), c.PaymentTerms(), c.Warnings())
	}
}
