package request

import (
	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
)

// EncodeComputed writes the figures that follow from a document as JSON with a
// line break at its end: what `facture compute` prints. Amounts are texts with
// exactly the currency's decimals.
func EncodeComputed(p billing.Printable) []byte {
	var w writer
	switch p := p.(type) {
	case billing.Computed:
		w.document(p)
	case billing.ComputedReceipt:
		w.receipt(p)
	}
	return append(w.b, '\n')
}

// writer writes indented JSON; it knows when a comma is due.
type writer struct {
	b     []byte
	depth int
	begun bool // something stands before on this level
	flat  bool // inside an object that stands on one line
}

func (w *writer) document(c billing.Computed) {
	t := c.Totals()
	w.open("", '{')
	w.open("totals", '{')
	w.amount("lines_total", t.Lines)
	w.amount("discounts_total", t.Discounts)
	w.amount("charges_total", t.Charges)
	w.amount("subtotal", t.Subtotal)
	w.amount("tax", t.Tax)
	w.amount("total", t.Total)
	w.amount("amount_paid", t.Paid)
	w.amount("rounding", t.Rounding)
	w.amount("amount_due", t.AmountDue)
	w.close('}')
	w.open("taxes", '[')
	for _, x := range c.Taxes() {
		w.row(func() {
			w.text("category", string(x.Tax.Category))
			w.stated("name", x.Tax.Name)
			w.text("rate", x.Tax.Rate.String())
			w.amount("base", x.Base)
			w.amount("amount", x.Amount)
			w.stated("reason", x.Tax.Reason)
			w.stated("code", x.Tax.Code)
		})
	}
	w.close(']')
	w.open("lines", '[')
	for _, l := range c.Lines() {
		w.row(func() {
			w.amount("gross", l.Gross)
			w.amounts("discounts", l.Discounts)
			w.amounts("charges", l.Charges)
			w.amount("amount", l.Amount)
		})
	}
	w.close(']')
	w.close('}')
}

func (w *writer) receipt(c billing.ComputedReceipt) {
	w.open("", '{')
	w.amount("amount", c.Amount())
	w.open("settles", '[')
	for _, s := range c.Settles() {
		w.row(func() {
			if s.Total != nil {
				w.amount("total", *s.Total)
			}
			if s.PaidBefore != nil {
				w.amount("paid_before", *s.PaidBefore)
			}
			w.amount("amount", s.Amount)
		})
	}
	w.close(']')
	if open := c.Open(); open != nil {
		w.amount("open", *open)
	}
	w.close('}')
}

// name starts a member, or an element when the name is empty.
func (w *writer) name(name string) {
	if w.begun {
		w.b = append(w.b, ',')
	}
	switch {
	case w.flat && w.begun:
		w.b = append(w.b, ' ')
	case !w.flat && w.depth > 0:
		w.line()
	}
	w.begun = true
	if name != "" {
		w.b = append(appendText(w.b, name), ':', ' ')
	}
}

func (w *writer) line() {
	w.b = append(w.b, '\n')
	for range w.depth {
		w.b = append(w.b, ' ', ' ')
	}
}

func (w *writer) open(name string, bracket byte) {
	w.name(name)
	w.b = append(w.b, bracket)
	w.depth++
	w.begun = false
}

func (w *writer) close(bracket byte) {
	w.depth--
	if w.begun && !w.flat {
		w.line()
	}
	w.b = append(w.b, bracket)
	w.begun = true
}

// row writes an object on one line.
func (w *writer) row(members func()) {
	w.open("", '{')
	w.flat = true
	members()
	w.close('}')
	w.flat = false
}

func (w *writer) text(name, s string) {
	w.name(name)
	w.b = appendText(w.b, s)
}

// stated writes a text unless it is absent.
func (w *writer) stated(name, s string) {
	if s != "" {
		w.text(name, s)
	}
}

func (w *writer) amount(name string, a money.Amount) { w.text(name, a.String()) }

func (w *writer) amounts(name string, list []money.Amount) {
	w.name(name)
	w.b = append(w.b, '[')
	for i, a := range list {
		if i > 0 {
			w.b = append(w.b, ',', ' ')
		}
		w.b = appendText(w.b, a.String())
	}
	w.b = append(w.b, ']')
}
