package billing

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
	"pgregory.net/rapid"
)

// taxPool holds what lines are taxed with; independent taxes come as sets.
var taxPool = [][]tax.Tax{
	vat("19"), vat("7"), vat("8.1"), vat("26.5"),
	{{Category: tax.Exempt, Reason: "Art. 132"}},
	{{Category: tax.ReverseCharge}},
	{{Name: "GST", Rate: dec("5")}, {Name: "QST", Rate: dec("9.975")}},
	{{Name: "CGST", Rate: dec("9")}, {Name: "SGST", Rate: dec("9")}},
}

// drawDocument draws a document that Compute accepts: lines of any sign, with
// discounts of at most the whole, and discounts and charges on the document.
func drawDocument(t *rapid.T) Document {
	digits := func(label string, most int64, exp uint8) money.Decimal {
		return money.Decimal{Coef: rapid.Int64Range(0, most).Draw(t, label), Exp: rapid.Uint8Range(0, exp).Draw(t, label+" decimals")}
	}
	currency := rapid.SampledFrom([]string{"EUR", "JPY", "KWD", "CLF"}).Draw(t, "currency")
	d := document(currency)
	d.TaxMode = rapid.SampledFrom([]TaxMode{Exclusive, Inclusive}).Draw(t, "mode")
	taxedAtAll := rapid.Bool().Draw(t, "taxed")
	mixed := rapid.Bool().Draw(t, "mixed signs")
	for range rapid.IntRange(1, 8).Draw(t, "lines") {
		l := line("1", "1")
		l.Quantity, l.UnitPrice = digits("quantity", 99_999, 3), digits("price", 999_999, 4)
		if mixed && rapid.Bool().Draw(t, "negative") {
			l.Quantity = l.Quantity.Neg()
		}
		if rapid.Bool().Draw(t, "priced by more") {
			l.BaseQuantity = money.Int(rapid.Int64Range(1, 100).Draw(t, "base quantity"))
		}
		if taxedAtAll {
			l.Taxes = rapid.SampledFrom(taxPool).Draw(t, "taxes")
		}
		l.Discounts = drawPercents(t, 100)
		l.Charges = drawPercents(t, 200)
		d.Lines = append(d.Lines, l)
	}
	d.Discounts = drawPercents(t, 100)
	d.Charges = drawPercents(t, 200)
	lines, err := Compute(with2(d, func(d *Document) { d.Discounts, d.Charges = nil, nil }))
	if err != nil {
		t.Fatal(err)
	}
	if total := lines.Totals().Lines; total.Sign() > 0 && rapid.Bool().Draw(t, "fixed amounts") {
		amount := total.Decimal()
		amount.Coef = rapid.Int64Range(0, amount.Coef).Draw(t, "discount")
		d.Discounts = []Adjustment{{Amount: &amount}}
		charge := total.Decimal()
		d.Charges = append(d.Charges, Adjustment{Amount: &charge, Taxes: lines.Lines()[0].Taxes})
	} else if total.IsZero() && len(lines.groups) > 1 {
		d.Charges = nil // nothing to spread them by
	}
	exp := money.Currency(currency).Digits()
	for range rapid.IntRange(0, 3).Draw(t, "payments") {
		d.Payments = append(d.Payments, Payment{Amount: money.Decimal{Coef: rapid.Int64Range(-999_999, 999_999).Draw(t, "paid"), Exp: exp}})
	}
	d.Rounding = money.Decimal{Coef: rapid.Int64Range(-50, 50).Draw(t, "rounding"), Exp: exp}
	return d
}

// drawPercents draws percentages that come to at most a whole.
func drawPercents(t *rapid.T, most int64) []Adjustment {
	var out []Adjustment
	for left := most; left > 0 && rapid.IntRange(0, 2).Draw(t, "another percentage") == 0; {
		p := rapid.Int64Range(0, left).Draw(t, "percent")
		if rapid.IntRange(0, 9).Draw(t, "all of it") == 0 {
			p = left
		}
		left -= p
		d := money.Int(p)
		out = append(out, Adjustment{Percent: &d})
	}
	return out
}

func mustCompute(t *rapid.T, d Document) Computed {
	c, err := Compute(d)
	if err != nil {
		t.Fatalf("refused: %v", err)
	}
	return c
}

// add sums amounts without the code under test.
func add(amounts ...money.Amount) (coef int64) {
	for _, a := range amounts {
		coef += a.Coef
	}
	return coef
}

func negated(a money.Amount) money.Amount { a.Coef = -a.Coef; return a }

func TestPropertyEveryColumnAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := mustCompute(t, drawDocument(t))
		s := c.Totals()
		var lines, tax int64
		for _, l := range c.Lines() {
			if got := add(l.Gross) - add(l.Discounts...) + add(l.Charges...); got != l.Amount.Coef {
				t.Fatalf("line: %+v", l)
			}
			lines += l.Amount.Coef
			if l.Running.Coef != lines {
				t.Fatalf("carried forward: %v after %v", l.Running, lines)
			}
			if l.Amount.Sign()*l.Gross.Sign() < 0 {
				t.Fatalf("discounts turned a line round: %+v", l)
			}
		}
		for _, r := range c.Taxes() {
			tax += r.Amount.Coef
		}
		net := s.Lines.Coef - s.Discounts.Coef + s.Charges.Coef
		if lines != s.Lines.Coef || tax != s.Tax.Coef || s.Subtotal.Coef+s.Tax.Coef != s.Total.Coef ||
			s.Total.Coef+s.Rounding.Coef-s.Paid.Coef != s.AmountDue.Coef {
			t.Fatalf("%s, taxes %s", figures(s), taxTable(c))
		}
		if c.Document().TaxMode == Inclusive && net != s.Total.Coef { // what was asked for is what is paid
			t.Fatalf("gross %d became %d", net, s.Total.Coef)
		}
		if c.Document().TaxMode == Exclusive && net != s.Subtotal.Coef {
			t.Fatalf("net %d became %d", net, s.Subtotal.Coef)
		}
		bases, last := int64(0), -1
		for _, r := range c.Taxes() {
			if r.Group != last {
				bases, last = bases+r.Base.Coef, r.Group
			}
		}
		if len(c.Taxes()) > 0 && bases != s.Subtotal.Coef {
			t.Fatalf("bases %d of subtotal %s", bases, s.Subtotal)
		}
	})
}

func TestPropertySpreadingKeepsTheAmount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := mustCompute(t, drawDocument(t))
		taken := make([]int64, len(c.groups))
		for _, list := range [][]ComputedAdjustment{c.Discounts(), c.Charges()} {
			for _, a := range list {
				if len(c.groups) > 0 && add(a.Spread...) != a.Amount.Coef {
					t.Fatalf("%s is spread %v", a.Amount, a.Spread)
				}
			}
		}
		for _, a := range c.Discounts() {
			for g, s := range a.Spread {
				taken[g] += s.Coef
			}
		}
		for g := range c.groups {
			whole := c.groups[g].lines.Coef
			if taken[g] != 0 && (min(whole, 0) > taken[g] || taken[g] > max(whole, 0)) {
				t.Fatalf("a group of %d bears discounts of %d", whole, taken[g])
			}
		}
	})
}

func TestPropertyNegatingQuantitiesNegatesEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDocument(t)
		c := mustCompute(t, d)
		d = c.Document().clone()
		for i := range d.Lines {
			d.Lines[i].Quantity = d.Lines[i].Quantity.Neg()
		}
		for _, list := range [][]Adjustment{d.Discounts, d.Charges} {
			for i := range list {
				if list[i].Amount != nil {
					*list[i].Amount = list[i].Amount.Neg()
				}
			}
		}
		for i := range d.Payments {
			d.Payments[i].Amount = d.Payments[i].Amount.Neg()
		}
		d.Rounding = d.Rounding.Neg()
		mirror := mustCompute(t, d)
		s, m := c.Totals(), mirror.Totals()
		m = Totals{negated(m.Lines), negated(m.Discounts), negated(m.Charges), negated(m.Subtotal), negated(m.Tax), negated(m.Total),
			negated(m.Paid), negated(m.Rounding), negated(m.AmountDue)}
		if s != m {
			t.Fatalf("%s\nmirrored %s", figures(s), figures(m))
		}
		for i, r := range c.Taxes() {
			other := mirror.Taxes()[i]
			if r.Base != negated(other.Base) || r.Amount != negated(other.Amount) {
				t.Fatalf("%s\nmirrored %s", taxTable(c), taxTable(mirror))
			}
		}
		for i, l := range c.Lines() {
			if other := mirror.Lines()[i]; l.Amount != negated(other.Amount) || l.Gross != negated(other.Gross) {
				t.Fatalf("line %+v\nmirrored %+v", l, other)
			}
		}
	})
}

// Only a tie between groups of one sum is settled by their order; nothing else
// depends on the order of lines.
func TestPropertyOrderOfLinesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDocument(t)
		c := mustCompute(t, d)
		sums := map[int64]bool{}
		for _, g := range c.groups {
			if sums[g.lines.Coef] {
				t.Skip("a tie")
			}
			sums[g.lines.Coef] = true
		}
		seed := rapid.Uint64().Draw(t, "order")
		shuffled := d.clone()
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(shuffled.Lines), func(i, j int) {
			shuffled.Lines[i], shuffled.Lines[j] = shuffled.Lines[j], shuffled.Lines[i]
		})
		if got := mustCompute(t, shuffled).Totals(); got != c.Totals() {
			t.Fatalf("%s\nin another order %s", figures(c.Totals()), figures(got))
		}
	})
}

func TestPropertyCreditNoteCancelsItsInvoice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDocument(t)
		invoice := mustCompute(t, d)
		d.Kind = CreditNote
		d.Preceding = []Reference{{Number: "INV-1"}}
		note := mustCompute(t, d) // positive amounts: what it states is given back
		if invoice.Totals().Total != note.Totals().Total || !slices.EqualFunc(invoice.Taxes(), note.Taxes(),
			func(a, b TaxSubtotal) bool { return a.Amount == b.Amount && a.Base == b.Base && a.Tax == b.Tax }) {
			t.Fatalf("%s\ncredited %s", figures(invoice.Totals()), figures(note.Totals()))
		}
	})
}

func TestPropertyWholeDiscountLeavesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDocument(t)
		for i := range d.Lines {
			d.Lines[i].Quantity.Coef = max(d.Lines[i].Quantity.Coef, -d.Lines[i].Quantity.Coef)
		}
		d.Charges = nil
		if rapid.Bool().Draw(t, "on the lines") {
			for i := range d.Lines {
				d.Lines[i].Charges, d.Lines[i].Discounts = nil, []Adjustment{percent("100")}
			}
			d.Discounts = nil
		} else {
			d.Discounts = []Adjustment{percent("100")}
		}
		s := mustCompute(t, d).Totals()
		if !s.Subtotal.IsZero() || !s.Tax.IsZero() || !s.Total.IsZero() {
			t.Fatalf("100 %% leaves %s", figures(s))
		}
	})
}

// Each percentage is rounded on its own, so several that come to 100 may leave
// half a minor unit each; but they never take more than there is.
func TestPropertyPercentagesNeverTakeMoreThanTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDocument(t)
		d.Lines = d.Lines[:1]
		d.Discounts, d.Charges = nil, nil
		d.Lines[0].Charges, d.Lines[0].Discounts = nil, wholes(t)
		l := mustCompute(t, d).Lines()[0]
		if l.Amount.Sign()*l.Gross.Sign() < 0 || 2*l.Amount.Abs().Coef > int64(len(l.Discounts)) {
			t.Fatalf("%d percentages of %s leave %s", len(l.Discounts), l.Gross, l.Amount)
		}
	})
}

// wholes draws percentages that come to 100.
func wholes(t *rapid.T) []Adjustment {
	var out []Adjustment
	for left := int64(100); left > 0; {
		p := rapid.Int64Range(1, left).Draw(t, "percent")
		left -= p
		d := money.Int(p)
		out = append(out, Adjustment{Percent: &d})
	}
	return out
}

func TestPropertyTaxIsThatOfItsGroupsSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := mustCompute(t, drawDocument(t))
		for _, r := range c.Taxes() {
			// |amount − base × rate / 100| ≤ half a minor unit: in hundredths of a unit and of the rate's last digit
			scale := int64(1)
			for range r.Tax.Rate.Exp {
				scale *= 10
			}
			off := 2 * (100*scale*r.Amount.Coef - r.Base.Coef*r.Tax.Rate.Coef)
			limit := 100 * scale
			if c.Document().TaxMode == Inclusive {
				limit *= 4 // tax taken out of the price: off by less than two units of base × rate
			}
			if off > limit || off < -limit {
				t.Fatalf("%s", taxTable(c))
			}
		}
	})
}
