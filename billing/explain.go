package billing

import (
	"cmp"
	"strings"

	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

// Step is one step of a calculation, with its figures. Formula holds decimal
// numbers, + - × / and parentheses, round(x, n): half away from zero to n decimals,
// and trunc(x, n): the decimals beyond n cut off. It comes to Result exactly.
type Step struct {
	Rule    string // the numbered step of docs/spec/calculation.md: "1" … "13"
	Label   string // in English, lower case: "line 1, gross"
	Path    string // JSON pointer to the figure among the computed ones: "/lines/0/gross", "/totals/tax"
	Formula string
	Result  string
}

// Explain traces how every figure came about, in the order of the calculation.
// Each figure in a formula was stated or is the result of a step before it, so
// whoever adds up again arrives at the printed totals.
func (c Computed) Explain() []Step {
	e := &explanation{Computed: c}
	for i := range c.lines {
		e.line(i)
	}
	e.add("4", "sum of the lines", "/totals/lines_total", e.sumOf(len(c.lines), func(i int) money.Amount { return c.lines[i].Amount }), c.totals.Lines)
	e.documentAdjustments(discounts)
	e.documentAdjustments(charges)
	for g := range c.groups {
		e.group(g)
	}
	e.documentTotals()
	return e.steps
}

type explanation struct {
	Computed
	steps []Step
}

func (e *explanation) add(rule, label, path string, f formula, result money.Amount) {
	e.steps = append(e.steps, Step{Rule: rule, Label: label, Path: path, Formula: string(f), Result: result.String()})
}

// line explains steps 1 to 3 of line i.
func (e *explanation) line(i int) {
	stated, l := &e.doc.Lines[i], &e.lines[i]
	name := "line " + number(i)
	f := product(stated.Quantity, stated.UnitPrice)
	if !stated.BaseQuantity.IsZero() {
		f += " / " + term(stated.BaseQuantity)
	}
	e.add("1", name+", gross", at("lines", i, "gross"), e.rounded(f), l.Gross)
	for j := range stated.Discounts {
		e.add("2", name+", discount "+number(j), at("lines", i, "discounts", j),
			e.adjustment(&stated.Discounts[j], l.Gross, l.Discounts[j]), l.Discounts[j])
	}
	for j := range stated.Charges {
		e.add("2", name+", charge "+number(j), at("lines", i, "charges", j),
			e.adjustment(&stated.Charges[j], l.Gross, l.Charges[j]), l.Charges[j])
	}
	e.add("3", name+", amount", at("lines", i, "amount"), difference(l.Gross, l.Discounts, l.Charges), l.Amount)
}

// adjustment explains the amount of a discount or charge. What the last of
// several percentages gave back (see fit) is shown as a difference.
func (e *explanation) adjustment(a *Adjustment, gross, amount money.Amount) formula {
	var f formula
	switch {
	case a.Amount == nil && a.Base == nil:
		f = e.rounded(product(gross.Decimal(), *a.Percent) + " / 100")
	case a.Amount == nil:
		f = e.rounded(product(*a.Base, *a.Percent) + " / 100")
	case a.Amount.Exp > amount.Exp:
		f = e.rounded(term(*a.Amount))
	default:
		f = formula(a.Amount.String())
	}
	first, _ := a.of(gross)
	return f + e.correction(first, amount)
}

// documentAdjustments explains steps 5 and 6 of one list.
func (e *explanation) documentAdjustments(list int) {
	stated, computed, total, label := e.doc.Discounts, e.discounts, e.totals.Discounts, "discount "
	if list == charges {
		stated, computed, total, label = e.doc.Charges, e.charges, e.totals.Charges, "charge "
	}
	for i := range stated {
		e.add("5", label+number(i), at(listNames[list], i),
			e.adjustment(&stated[i], e.totals.Lines, computed[i].Amount), computed[i].Amount)
	}
	e.add("5", "sum of the "+listNames[list], "/totals/"+listNames[list]+"_total",
		e.sumOf(len(computed), func(i int) money.Amount { return computed[i].Amount }), total)
	for i := range computed {
		for g, share := range computed[i].Spread {
			if !share.IsZero() {
				e.add("6", label+number(i)+", share of tax group "+number(g), at(listNames[list], i, "spread", g),
					e.share(&computed[i], g), share)
			}
		}
	}
}

// share explains what group g bears of an adjustment.
func (e *explanation) share(a *ComputedAdjustment, g int) formula {
	d, share := &a.division, a.Spread[g]
	weight := d.weights[g]
	if weight == 0 { // all that discounts before had left of the group
		before, _ := e.groups[g].lines.Sub(share)
		return difference(e.groups[g].lines, []money.Amount{before}, nil)
	}
	whole := int64(0)
	for _, w := range d.weights {
		whole += w
	}
	if whole == weight {
		return formula(d.of.String())
	}
	return e.divided(d.of, share, e.asAmount(weight).Decimal(), e.asAmount(whole).Decimal())
}

// group explains steps 7 to 9 of a tax group: its base, and its taxes.
func (e *explanation) group(g int) {
	group := &e.groups[g]
	base := difference(group.lines, []money.Amount{group.discounts}, []money.Amount{group.charges})
	lines := e.sumOfGroup(g)
	name := "tax group " + number(g)
	e.add("7", name+", sum of its lines", "", lines, group.lines)
	e.add("7", name+", discounts", "", e.sumOfShares(e.discounts, g), group.discounts)
	e.add("7", name+", charges", "", e.sumOfShares(e.charges, g), group.charges)
	if e.doc.TaxMode == Inclusive {
		e.includedTaxes(g, name, base)
		return
	}
	for row := range e.taxes {
		if t := &e.taxes[row]; t.Group == g {
			e.add("7", name+", base", at("taxes", row, "base"), base, t.Base)
			e.add("8", name+", "+taxLabel(t.Tax), at("taxes", row, "amount"),
				e.rounded(product(t.Base.Decimal(), t.Tax.Rate)+" / 100"), t.Amount)
		}
	}
}

// taxLabel tells one tax of a group from the others.
func taxLabel(t tax.Tax) string { return cmp.Or(t.Name, "tax") + " at " + t.Rate.String() + " %" }

func (e *explanation) includedTaxes(g int, name string, sum formula) {
	group := &e.groups[g]
	with, _ := group.base.Add(group.tax)
	_, rate := commonRates(group.taxes)
	e.add("7", name+", with tax", "", sum, with)
	all := e.rounded(product(with.Decimal(), rate) + " / (100 + " + term(rate) + ")")
	if len(group.taxes) > 1 {
		e.add("8i", name+", tax in it", "", all, group.tax)
	}
	for row := range e.taxes {
		t := &e.taxes[row]
		if t.Group != g {
			continue
		}
		f := all
		if len(group.taxes) > 1 {
			f = "0"
			if !group.tax.IsZero() {
				f = e.divided(group.tax, t.Amount, t.Tax.Rate, rate)
			}
		}
		e.add("8i", name+", "+taxLabel(t.Tax), at("taxes", row, "amount"), f, t.Amount)
		e.add("8i", name+", base", at("taxes", row, "base"), difference(with, []money.Amount{group.tax}, nil), t.Base)
	}
}

// documentTotals explains steps 10 and 13.
func (e *explanation) documentTotals() {
	t := &e.totals
	sum := difference(t.Lines, []money.Amount{t.Discounts}, []money.Amount{t.Charges})
	taxes := e.sumOf(len(e.taxes), func(i int) money.Amount { return e.taxes[i].Amount })
	e.add("10", "tax", "/totals/tax", taxes, t.Tax)
	if e.doc.TaxMode == Inclusive {
		e.add("10", "total", "/totals/total", sum, t.Total)
		e.add("10", "subtotal", "/totals/subtotal", difference(t.Total, []money.Amount{t.Tax}, nil), t.Subtotal)
	} else {
		e.add("10", "subtotal", "/totals/subtotal", sum, t.Subtotal)
		e.add("10", "total", "/totals/total", difference(t.Subtotal, nil, []money.Amount{t.Tax}), t.Total)
	}
	paid := e.sumOf(len(e.doc.Payments), func(i int) money.Amount {
		a, _ := money.Exactly(t.Total.Currency, e.doc.Payments[i].Amount)
		return a
	})
	e.add("13", "amount paid", "/totals/amount_paid", paid, t.Paid)
	e.add("13", "rounding", "/totals/rounding", formula(e.doc.Rounding.String()), t.Rounding)
	e.add("13", "amount due", "/totals/amount_due",
		difference(t.Total, []money.Amount{t.Paid}, []money.Amount{t.Rounding}), t.AmountDue)
}

// formula is the text of a calculation.
type formula string

func (e *explanation) digits() string { return number(int(e.totals.Total.Exp) - 1) }

func (e *explanation) rounded(f formula) formula {
	return "round(" + f + ", " + formula(e.digits()) + ")"
}

// divided explains a share by largest remainder: cut off, and then perhaps one
// of the units left over.
func (e *explanation) divided(of, share money.Amount, weight, whole money.Decimal) formula {
	down, _ := money.MulDivToZero(of.Currency, of.Decimal(), weight, whole)
	f := "trunc(" + product(of.Decimal(), weight) + " / " + term(whole) + ", " + formula(e.digits()) + ")"
	return f + e.correction(down, share)
}

// correction is what is added to a to make it b.
func (e *explanation) correction(a, b money.Amount) formula {
	d, _ := b.Sub(a)
	switch d.Sign() {
	case 0:
		return ""
	case 1:
		return formula(" + " + d.String())
	}
	return formula(" - " + d.Neg().String())
}

func (e *explanation) asAmount(units int64) money.Amount {
	return money.Amount{Coef: units, Exp: e.totals.Total.Exp, Currency: e.totals.Total.Currency}
}

func (e *explanation) sumOfGroup(g int) formula {
	var members []money.Amount
	for i := range e.lines {
		if e.lines[i].Group == g {
			members = append(members, e.lines[i].Amount)
		}
	}
	return e.sumOf(len(members), func(i int) money.Amount { return members[i] })
}

func (e *explanation) sumOfShares(adjustments []ComputedAdjustment, g int) formula {
	var shares []money.Amount
	for i := range adjustments {
		if s := adjustments[i].Spread[g]; !s.IsZero() {
			shares = append(shares, s)
		}
	}
	return e.sumOf(len(shares), func(i int) money.Amount { return shares[i] })
}

// sumOf is the sum of n amounts; of none, it is 0.
func (e *explanation) sumOf(n int, amount func(int) money.Amount) formula {
	if n == 0 {
		return formula(e.asAmount(0).String())
	}
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(" + ")
		}
		b.WriteString(string(term(amount(i).Decimal())))
	}
	return formula(b.String())
}

// difference is first − taken + added.
func difference(first money.Amount, taken, added []money.Amount) formula {
	var b strings.Builder
	b.WriteString(string(term(first.Decimal())))
	for _, a := range taken {
		b.WriteString(" - " + string(term(a.Decimal())))
	}
	for _, a := range added {
		b.WriteString(" + " + string(term(a.Decimal())))
	}
	return formula(b.String())
}

func product(x, y money.Decimal) formula { return term(x) + " × " + term(y) }

// term writes a number as part of a formula: a negative one in parentheses.
func term(d money.Decimal) formula {
	if d.Sign() < 0 {
		return formula("(" + d.String() + ")")
	}
	return formula(d.String())
}

// number counts from 1, as people do.
func number(index int) string { return money.Int(int64(index) + 1).String() }
