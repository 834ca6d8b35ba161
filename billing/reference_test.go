package billing_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/billingtest"
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

// 100,000 random documents: every figure of Compute equals the rational
// reference, to the minor unit.
func TestComputeEqualsReference(t *testing.T) {
	const parts, each = 20, 5_000
	for part := range parts {
		t.Run(fmt.Sprint(part), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(uint64(part), 20261122))
			for i := range each {
				d := billingtest.Generate(r)
				c, err := billing.Compute(d)
				if err != nil {
					t.Fatalf("document %d of seed %d is refused: %v\n%s", i, part, err, figures(d))
				}
				if diff := compare(c, billingtest.Reference(d)); diff != "" {
					t.Fatalf("document %d of seed %d: %s\n%s", i, part, diff, figures(d))
				}
			}
		})
	}
}

// The counter-proof: a reference that is one minor unit off in any one figure,
// or a document that differs in any one number, is noticed.
func TestComparisonWithReferenceCanFail(t *testing.T) {
	p := func(coef int64) *money.Decimal { return &money.Decimal{Coef: coef} }
	d := billing.Document{
		Currency: "EUR",
		Lines: []billing.Line{
			{Description: "a", Quantity: money.Decimal{Coef: 3}, UnitPrice: money.Decimal{Coef: 3333, Exp: 2}, Taxes: []tax.Tax{{Rate: money.Decimal{Coef: 19}}},
				Discounts: []billing.Adjustment{{Percent: p(10), Reason: "r"}}, Charges: []billing.Adjustment{{Amount: p(2), Reason: "r"}}},
			{Description: "b", Quantity: money.Decimal{Coef: 1}, UnitPrice: money.Decimal{Coef: 50}, Taxes: []tax.Tax{{Rate: money.Decimal{Coef: 7}}}},
		},
		Seller: billing.Party{Name: "s"}, Buyer: billing.Party{Name: "b"},
		Discounts: []billing.Adjustment{{Percent: p(5), Reason: "r"}},
		Charges:   []billing.Adjustment{{Amount: p(4), Reason: "r"}},
		Payments:  []billing.Payment{{Amount: money.Decimal{Coef: 10}}},
		Rounding:  money.Decimal{Coef: 1, Exp: 2},
	}
	c, err := billing.Compute(d)
	if err != nil {
		t.Fatal(err)
	}
	if diff := compare(c, billingtest.Reference(d)); diff != "" {
		t.Fatalf("before any change: %s", diff)
	}
	for i, change := range []func(r *billingtest.Result){
		func(r *billingtest.Result) { r.Lines[0].Gross++ },
		func(r *billingtest.Result) { r.Lines[0].Discounts[0]-- },
		func(r *billingtest.Result) { r.Lines[0].Charges[0]++ },
		func(r *billingtest.Result) { r.Lines[1].Amount-- },
		func(r *billingtest.Result) { r.Lines[1].Running++ },
		func(r *billingtest.Result) { r.Lines[1].Group = 0 },
		func(r *billingtest.Result) { r.Lines[1].Key = r.Lines[0].Key },
		func(r *billingtest.Result) { r.Lines = r.Lines[:1] },
		func(r *billingtest.Result) { r.Discounts[0].Amount++ },
		func(r *billingtest.Result) { r.Discounts[0].Spread[0]++ },
		func(r *billingtest.Result) { r.Charges[0].Spread[1]-- },
		func(r *billingtest.Result) { r.Charges = nil },
		func(r *billingtest.Result) { r.Taxes[0].Base++ },
		func(r *billingtest.Result) { r.Taxes[1].Amount-- },
		func(r *billingtest.Result) { r.Taxes[0].Key, r.Taxes[1].Key = r.Taxes[1].Key, r.Taxes[0].Key },
		func(r *billingtest.Result) { r.Taxes = r.Taxes[:1] },
		func(r *billingtest.Result) { r.Totals.Lines++ },
		func(r *billingtest.Result) { r.Totals.Discounts++ },
		func(r *billingtest.Result) { r.Totals.Charges++ },
		func(r *billingtest.Result) { r.Totals.Subtotal++ },
		func(r *billingtest.Result) { r.Totals.Tax++ },
		func(r *billingtest.Result) { r.Totals.Total++ },
		func(r *billingtest.Result) { r.Totals.Paid++ },
		func(r *billingtest.Result) { r.Totals.Rounding++ },
		func(r *billingtest.Result) { r.Totals.AmountDue++ },
	} {
		wrong := billingtest.Reference(d)
		change(&wrong)
		if compare(c, wrong) == "" {
			t.Errorf("change %d of the reference goes unnoticed", i)
		}
	}
	d.Lines[0].UnitPrice.Coef++
	if compare(c, billingtest.Reference(d)) == "" {
		t.Error("a price one cent higher goes unnoticed")
	}
	d.Lines[0].UnitPrice.Coef--
	d.Currency = "USD"
	other, err := billing.Compute(d)
	if err != nil {
		t.Fatal(err)
	}
	d.Currency = "KWD"
	if compare(other, billingtest.Reference(d)) == "" {
		t.Error("two decimals for three go unnoticed")
	}
}

// GenerateReceipt's receipts: what is received, settled and left open.
func TestComputeReceiptOnRandomReceipts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 20261122))
	for i := range 5_000 {
		rc := billingtest.GenerateReceipt(r)
		c, err := billing.ComputeReceipt(rc)
		if err != nil {
			t.Fatalf("receipt %d is refused: %v", i, err)
		}
		var open int64
		known := true
		for k, s := range rc.Settles {
			got := c.Settles()[k]
			if got.Amount.Coef != s.Amount.Coef || (got.Total == nil) != (s.Total == nil) || (got.PaidBefore == nil) != (s.PaidBefore == nil) {
				t.Fatalf("receipt %d, settlement %d: %+v", i, k, got)
			}
			if s.Total == nil {
				known = false
				continue
			}
			open += s.Total.Coef - s.Amount.Coef
			if s.PaidBefore != nil {
				open -= s.PaidBefore.Coef
			}
		}
		if c.Amount().Coef != rc.Payment.Amount.Coef || c.Amount().Currency != rc.Currency || int(c.Amount().Exp) != billingtest.Digits(rc.Currency) {
			t.Fatalf("receipt %d: received %+v, want %+v", i, c.Amount(), rc.Payment.Amount)
		}
		if (c.Open() != nil) != known || known && c.Open().Coef != open {
			t.Fatalf("receipt %d: open %+v, want %d (known %t)", i, c.Open(), open, known)
		}
	}
}

// compare names the first figure in which c and r differ; "" when none does.
func compare(c billing.Computed, r billingtest.Result) string {
	k := &comparison{currency: c.Document().Currency}
	k.count("lines", len(c.Lines()), len(r.Lines))
	k.count("discounts", len(c.Discounts()), len(r.Discounts))
	k.count("charges", len(c.Charges()), len(r.Charges))
	k.count("taxes", len(c.Taxes()), len(r.Taxes))
	if k.diff != "" {
		return k.diff
	}
	for i, l := range c.Lines() {
		k.at = fmt.Sprintf("line %d: ", i)
		k.line(l, r.Lines[i])
	}
	k.at = "document "
	k.adjustments("discount", c.Discounts(), r.Discounts)
	k.adjustments("charge", c.Charges(), r.Charges)
	k.taxes(c.Taxes(), r.Taxes)
	k.at = "totals: "
	got, want := c.Totals(), r.Totals
	k.amount("lines", got.Lines, want.Lines)
	k.amount("discounts", got.Discounts, want.Discounts)
	k.amount("charges", got.Charges, want.Charges)
	k.amount("subtotal", got.Subtotal, want.Subtotal)
	k.amount("tax", got.Tax, want.Tax)
	k.amount("total", got.Total, want.Total)
	k.amount("paid", got.Paid, want.Paid)
	k.amount("rounding", got.Rounding, want.Rounding)
	k.amount("amount due", got.AmountDue, want.AmountDue)
	return k.diff
}

// comparison keeps the first difference.
type comparison struct {
	currency money.Currency
	at, diff string
}

func (k *comparison) differ(what string, got, want any) {
	if k.diff == "" {
		k.diff = fmt.Sprintf("%s%s %v, reference %v", k.at, what, got, want)
	}
}

func (k *comparison) count(what string, got, want int) {
	if got != want {
		k.differ(what, got, want)
	}
}

func (k *comparison) amount(what string, got money.Amount, want int64) {
	if got.Coef != want || int(got.Exp) != billingtest.Digits(k.currency) || got.Currency != k.currency {
		k.differ(what, fmt.Sprintf("%+v", got), want)
	}
}

func (k *comparison) amounts(what string, got []money.Amount, want []int64) {
	k.count("number of "+what, len(got), len(want))
	for i := range min(len(got), len(want)) {
		k.amount(fmt.Sprintf("%s %d", what, i), got[i], want[i])
	}
}

func (k *comparison) line(got billing.ComputedLine, want billingtest.LineResult) {
	k.amount("gross", got.Gross, want.Gross)
	k.amounts("discounts", got.Discounts, want.Discounts)
	k.amounts("charges", got.Charges, want.Charges)
	k.amount("amount", got.Amount, want.Amount)
	k.amount("running", got.Running, want.Running)
	k.count("group", got.Group, want.Group)
	keys := make([]string, len(got.Taxes))
	for i, t := range got.Taxes {
		keys[i] = billingtest.TaxKey(t)
	}
	slices.Sort(keys)
	if key := strings.Join(keys, "\x00"); key != want.Key {
		k.differ("taxes", key, want.Key)
	}
}

func (k *comparison) adjustments(what string, got []billing.ComputedAdjustment, want []billingtest.AdjustmentResult) {
	for i, a := range got {
		k.amount(fmt.Sprintf("%s %d", what, i), a.Amount, want[i].Amount)
		k.amounts(fmt.Sprintf("%s %d, shares", what, i), a.Spread, want[i].Spread)
	}
}

// taxes compares the rows of a group by their tax: groups come in document
// order, and the order of independent taxes within one is not a figure.
func (k *comparison) taxes(got []billing.TaxSubtotal, want []billingtest.TaxResult) {
	for i, row := range got {
		k.count(fmt.Sprintf("tax row %d, group", i), row.Group, want[i].Group)
		key := billingtest.TaxKey(row.Tax)
		at := slices.IndexFunc(want, func(w billingtest.TaxResult) bool { return w.Group == row.Group && w.Key == key })
		if at < 0 {
			k.differ(fmt.Sprintf("tax row %d", i), key, "no such tax in its group")
			return
		}
		k.amount(fmt.Sprintf("tax row %d, base", i), row.Base, want[at].Base)
		k.amount(fmt.Sprintf("tax row %d, amount", i), row.Amount, want[at].Amount)
	}
}

// figures prints the numbers of a document that failed.
func figures(d billing.Document) string {
	var b strings.Builder
	adjustments := func(name string, as []billing.Adjustment) {
		for _, a := range as {
			fmt.Fprintf(&b, "  %s", name)
			for _, x := range []struct {
				name string
				d    *money.Decimal
			}{{"percent", a.Percent}, {"base", a.Base}, {"amount", a.Amount}} {
				if x.d != nil {
					fmt.Fprintf(&b, " %s %de-%d", x.name, x.d.Coef, x.d.Exp)
				}
			}
			fmt.Fprintf(&b, " %+v\n", a.Taxes)
		}
	}
	fmt.Fprintf(&b, "%s %s, taxes %+v, rules %+v\n", d.Currency, d.TaxMode, d.Taxes, d.TaxRules)
	for i, l := range d.Lines {
		fmt.Fprintf(&b, "line %d: %+v × %+v / %+v, class %q, taxes %+v\n", i, l.Quantity, l.UnitPrice, l.BaseQuantity, l.TaxCategory, l.Taxes)
		adjustments("discount", l.Discounts)
		adjustments("charge", l.Charges)
	}
	adjustments("document discount", d.Discounts)
	adjustments("document charge", d.Charges)
	fmt.Fprintf(&b, "payments %+v, rounding %+v", d.Payments, d.Rounding)
	return b.String()
}
