package billing

import (
	"slices"

	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

// Compute derives everything that follows from a document, by the numbered
// steps of docs/spec/calculation.md. The error is Faults: all that is wrong
// with the document, in document order, warnings included.
//
// What is absent means what most people mean: an empty Kind is an Invoice, an
// empty TaxMode is Exclusive, a zero BaseQuantity is 1. A zero Quantity is no
// absence: it makes a line of 0, which is how a service included at no charge
// is listed. Who decodes a document fills in an absent quantity with 1.
func Compute(d Document) (Computed, error) {
	c := begin(d)
	c.checkFacts()
	c.checkFigures()
	c.groupLines() // step 0: which taxes each line bears
	if c.currency == "" {
		return Computed{}, c.inOrder()
	}
	c.lineGross()       // step 1
	c.lineAdjustments() // step 2
	c.lineNets()        // step 3
	for _, step := range []func(){
		c.linesTotal,          // step 4
		c.documentAdjustments, // step 5
		c.allocate,            // step 6
		c.taxableBases,        // step 7
		c.groupTaxes,          // steps 8, 8i and 9
		c.sumTotals,           // step 10
		c.amountDue,           // step 13
	} {
		if c.unsound { // sums of wrong figures would only add wrong faults
			break
		}
		step()
	}
	return c.finish()
}

// computation is a Computed in the making.
type computation struct {
	findings
	Computed
	currency money.Currency
	zero     money.Amount
	sets     taxSets
	rules    map[string][]tax.Tax // by product class
	groupOf  [2][]int             // of each document discount and charge: its group, or noGroup to spread it
	bad      map[int]bool         // lines with a fault: no figure follows from them
	unsound  bool                 // a fault in what the totals follow from
}

// Which of a document's or line's two lists of adjustments is meant.
const (
	discounts = iota
	charges
)

var listNames = [2]string{"discounts", "charges"}

const noGroup = -1

// begin takes a copy of the document, so that whoever holds the original
// cannot change what was computed from it, and fills in the defaults.
func begin(d Document) *computation {
	d = d.clone()
	if d.Kind == "" {
		d.Kind = Invoice
	}
	if d.TaxMode == "" {
		d.TaxMode = Exclusive
	}
	c := &computation{Computed: Computed{doc: d}}
	if currency, ok := money.ParseCurrency(string(d.Currency)); ok {
		c.currency = currency
	}
	c.zero = money.Amount{Exp: c.currency.Digits(), Currency: c.currency}
	c.lines = make([]ComputedLine, len(d.Lines))
	return c
}

func (c *computation) finish() (Computed, error) {
	found := c.inOrder()
	if err := found.Err(); err != nil {
		return Computed{}, err
	}
	c.warnings = found
	return c.Computed, nil
}

// lineFault records a fault of line i and keeps its figures out of the sums.
func (c *computation) lineFault(i int, path, rule, format string, args ...any) {
	c.fault(path, rule, format, args...)
	c.spoil(i)
}

func (c *computation) spoil(i int) {
	if c.bad == nil {
		c.bad = map[int]bool{}
	}
	c.bad[i] = true
	c.unsound = true
}

// lineGross is step 1: quantity × unit price / base quantity, rounded once.
func (c *computation) lineGross() {
	for i := range c.lines {
		l := &c.doc.Lines[i]
		c.lines[i].Gross = c.zero
		if c.bad[i] {
			continue
		}
		gross, ok := money.MulDivHalfAway(c.currency, l.Quantity, l.UnitPrice, l.base())
		if !ok {
			c.lineFault(i, at("lines", i), "line.amount.too_large",
				"%s × %s is more than %d digits can hold: split the line", l.Quantity, l.UnitPrice, money.MaxDigits)
			continue
		}
		c.lines[i].Gross = gross
	}
}

// base is what the unit price buys: BaseQuantity, or 1.
func (l *Line) base() money.Decimal {
	if l.BaseQuantity.IsZero() {
		return money.Int(1)
	}
	return l.BaseQuantity
}

// lineAdjustments is step 2: each discount and charge of each line, rounded on
// its own. Percentages are of the line's gross unless they state a base; they
// never compound on one another.
func (c *computation) lineAdjustments() {
	count := 0
	for i := range c.doc.Lines {
		count += len(c.doc.Lines[i].Discounts) + len(c.doc.Lines[i].Charges)
	}
	amounts := make([]money.Amount, count) // one allocation for all lines
	for i := range c.lines {
		l, out := &c.doc.Lines[i], &c.lines[i]
		out.Discounts, amounts = cut(amounts, len(l.Discounts))
		out.Charges, amounts = cut(amounts, len(l.Charges))
		if c.bad[i] {
			continue
		}
		for j := range l.Discounts {
			out.Discounts[j] = c.lineAdjustment(i, discounts, j, &l.Discounts[j])
		}
		for j := range l.Charges {
			out.Charges[j] = c.lineAdjustment(i, charges, j, &l.Charges[j])
		}
		if taken, ok := fit(out.Discounts, l.Discounts, out.Gross); !ok && !c.bad[i] {
			c.lineFault(i, at("lines", i, "discounts"), "discount.above_base",
				"the discounts of the line come to %s, its gross to %s: lower them", taken, out.Gross)
		}
	}
}

// cut takes the first n of amounts, so that appending to them cannot reach the rest.
func cut(amounts []money.Amount, n int) (head, tail []money.Amount) {
	return amounts[:n:n], amounts[n:]
}

func (c *computation) lineAdjustment(i, list, j int, a *Adjustment) money.Amount {
	gross := c.lines[i].Gross
	amount, ok := a.of(gross)
	if !ok {
		c.lineFault(i, at("lines", i, listNames[list], j), "adjustment.too_large",
			"the amount has more than %d digits: lower it", money.MaxDigits)
		return c.zero
	}
	if f, wrong := misfit(list, amount, gross, a); wrong {
		c.lineFault(i, at("lines", i, listNames[list], j, a.form()), f.Rule, "%s", f.Message)
		return c.zero
	}
	return amount
}

// lineNets is step 3: gross − discounts + charges. Its terms are rounded
// already, so the column adds up as it is printed.
func (c *computation) lineNets() {
	for i := range c.lines {
		if c.bad[i] {
			continue
		}
		out := &c.lines[i]
		taken, ok := sum(c.zero, out.Discounts)
		added, ok2 := sum(c.zero, out.Charges)
		net, ok3 := out.Gross.Sub(taken)
		net, ok4 := net.Add(added)
		if !(ok && ok2 && ok3 && ok4) {
			c.lineFault(i, at("lines", i), "line.amount.too_large",
				"the line comes to more than %d digits can hold: split it", money.MaxDigits)
			continue
		}
		out.Amount = net
	}
}

// linesTotal is step 4: the sum of the lines, and of the lines of each group.
func (c *computation) linesTotal() {
	running, ok := c.zero, true
	for i := range c.lines {
		out := &c.lines[i]
		if running, ok = running.Add(out.Amount); !ok {
			c.tooLarge(at("lines", i), "the lines up to this one")
			return
		}
		out.Running = running
		if out.Group != noGroup {
			g := &c.groups[out.Group]
			if g.lines, ok = g.lines.Add(out.Amount); !ok {
				c.tooLarge(at("lines", i), "the lines of its tax group")
				return
			}
		}
	}
	c.totals.Lines = running
}

// sumTotals is step 10.
func (c *computation) sumTotals() {
	t := &c.totals
	after, ok := t.Lines.Sub(t.Discounts)
	stated, ok2 := after.Add(t.Charges) // with tax or without, as the prices are
	t.Tax = c.zero
	ok3 := true
	for _, row := range c.taxes {
		if ok3 {
			t.Tax, ok3 = t.Tax.Add(row.Amount)
		}
	}
	ok4 := true
	if c.doc.TaxMode == Inclusive {
		t.Total = stated
		t.Subtotal, ok4 = stated.Sub(t.Tax)
	} else {
		t.Subtotal = stated
		t.Total, ok4 = stated.Add(t.Tax)
	}
	if !(ok && ok2 && ok3 && ok4) {
		c.tooLarge("/lines", "the total")
	}
}

// amountDue is step 13: total + rounding − what was paid. It is negative when
// more was paid than was owed.
func (c *computation) amountDue() {
	t := &c.totals
	var ok bool
	t.Paid = c.zero
	for i := range c.doc.Payments {
		paid, _ := money.Exactly(c.currency, c.doc.Payments[i].Amount) // checked with the figures
		if t.Paid, ok = t.Paid.Add(paid); !ok {
			c.tooLarge(at("payments", i, "amount"), "the payments up to this one")
			return
		}
	}
	t.Rounding, _ = money.Exactly(c.currency, c.doc.Rounding)
	due, ok := t.Total.Add(t.Rounding)
	due, ok2 := due.Sub(t.Paid)
	if !(ok && ok2) {
		c.tooLarge("/payments", "the amount due")
	}
	t.AmountDue = due
	if c.doc.Kind == CreditNote && t.Total.Sign() < 0 {
		c.warn("/lines", "credit_note.negative",
			"the credit note comes to %s: state what is credited as positive amounts, or make it an invoice", t.Total)
	}
}

func (c *computation) tooLarge(path, what string) {
	c.unsound = true
	c.fault(path, "total.too_large", "%s come to more than %d digits can hold: split the document", what, money.MaxDigits)
}

// sum adds amounts up; ok is false when that leaves the range of Amount.
func sum(zero money.Amount, amounts []money.Amount) (total money.Amount, ok bool) {
	total = zero
	for _, a := range amounts {
		if total, ok = total.Add(a); !ok {
			return zero, false
		}
	}
	return total, true
}

// clone copies everything that arithmetic reads through a pointer or slice.
func (d Document) clone() Document {
	d.Lines = slices.Clone(d.Lines)
	count := 0
	for i := range d.Lines {
		count += len(d.Lines[i].Taxes)
	}
	taxes := make([]tax.Tax, 0, count) // one allocation for all lines
	for i := range d.Lines {
		l := &d.Lines[i]
		l.Discounts, l.Charges = cloneAdjustments(l.Discounts), cloneAdjustments(l.Charges)
		if from := len(taxes); len(l.Taxes) > 0 {
			taxes = append(taxes, l.Taxes...)
			l.Taxes = taxes[from:len(taxes):len(taxes)]
		}
	}
	d.Discounts, d.Charges = cloneAdjustments(d.Discounts), cloneAdjustments(d.Charges)
	d.Taxes = slices.Clone(d.Taxes)
	d.TaxRules = slices.Clone(d.TaxRules)
	for i := range d.TaxRules {
		d.TaxRules[i].Taxes = slices.Clone(d.TaxRules[i].Taxes)
	}
	d.Payments = slices.Clone(d.Payments)
	d.EarlyPayment = slices.Clone(d.EarlyPayment)
	d.Preceding = slices.Clone(d.Preceding)
	return d
}

func cloneAdjustments(list []Adjustment) []Adjustment {
	if len(list) == 0 {
		return nil
	}
	list = slices.Clone(list)
	for i := range list {
		a := &list[i]
		a.Percent, a.Base, a.Amount = cloneDecimal(a.Percent), cloneDecimal(a.Base), cloneDecimal(a.Amount)
		a.Taxes = slices.Clone(a.Taxes)
	}
	return list
}

func cloneDecimal(d *money.Decimal) *money.Decimal {
	if d == nil {
		return nil
	}
	copied := *d
	return &copied
}
