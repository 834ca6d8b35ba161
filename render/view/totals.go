package view

import (
	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
)

// The roles of rows of totals, which a template may style.
const (
	roleRow   = "row"   // the next row
	roleGroup = "group" // begins a group
	roleTotal = "total" // the sum
	roleLast  = "last"  // what the document comes to
)

// totals are the rows from the sum of the lines to the amount due. With byRate
// each tax has a row of its own, which says on what it is charged, for layouts
// that have no tax table.
func (b *builder) totals(c billing.Computed, byRate bool) []*Record {
	d, t := c.Document(), c.Totals()
	var out []*Record
	add := func(label string, a money.Amount, role string) {
		r := rec(totalLen)
		r.text(totalLabel, label)
		r.text(totalAmount, b.l.Amount(a))
		r.text(totalRole, role)
		out = append(out, r)
	}
	adjusted := len(d.Discounts)+len(d.Charges) > 0
	taxed := len(c.Taxes()) > 0
	if adjusted || taxed {
		add(b.word("totals.subtotal"), t.Lines, roleRow)
	}
	for i, a := range d.Discounts {
		add(b.adjustmentLabel(a, true), negated(c.Discounts()[i].Amount), roleRow)
	}
	for i, a := range d.Charges {
		add(b.adjustmentLabel(a, false), c.Charges()[i].Amount, roleRow)
	}
	if taxed {
		if adjusted || d.TaxMode == billing.Inclusive {
			add(b.word("totals.net"), t.Subtotal, roleGroup)
		}
		if byRate {
			b.taxRowsByRate(c, add)
		} else {
			b.taxRows(c, add)
		}
	}
	settled := len(d.Payments) > 0 || t.Rounding.Coef != 0
	if settled {
		add(b.word("totals.total"), t.Total, roleTotal)
		for i, p := range d.Payments {
			add(b.paymentLabel(d, p), negated(amountOf(d.Payments[i].Amount, d.Currency)), roleRow)
		}
		if t.Rounding.Coef != 0 {
			add(b.word("totals.rounding"), t.Rounding, roleRow)
		}
	}
	key := "totals.amount_due_in"
	if d.Kind == billing.CreditNote {
		key = "totals.credited_in"
	}
	add(b.label(key, map[string]string{"currency": string(d.Currency)}), t.AmountDue, roleLast)
	return out
}

// paymentLabel words money received: "Prepaid on 28 October 2026". What is paid
// on the day that the document is issued, or later, is not prepaid.
func (b *builder) paymentLabel(d billing.Document, p billing.Payment) string {
	label := b.word("totals.paid")
	if !p.Date.IsZero() {
		key := "totals.paid_on"
		if d.IssueDate.IsZero() || p.Date.Compare(d.IssueDate) < 0 {
			key = "totals.prepaid_on"
		}
		label = b.label(key, map[string]string{"date": b.date(p.Date)})
	}
	if p.Method != "" && !b.l.HasMessage("method."+p.Method) {
		label = b.joined(label, p.Method)
	}
	return b.joined(label, p.Reference)
}

// amountOf is a stated figure as an amount with the currency's decimals.
// Billing has checked that it has no more of them.
func amountOf(d money.Decimal, cur money.Currency) money.Amount {
	a := money.Amount{Coef: d.Coef, Exp: d.Exp, Currency: cur}
	for a.Exp < cur.Digits() {
		a.Coef *= 10
		a.Exp++
	}
	for a.Exp > cur.Digits() {
		a.Coef /= 10
		a.Exp--
	}
	return a
}

func (b *builder) method(m string) string {
	if m == "" {
		return ""
	}
	if key := "method." + m; b.l.HasMessage(key) {
		return b.word(key)
	}
	return m
}
