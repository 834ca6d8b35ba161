package billing

import (
	"slices"

	"github.com/facture-dev/facture/billing/money"
)

// ComputeReceipt checks a receipt's figures and derives what is left to pay.
// The error is Faults, as of Compute.
func ComputeReceipt(r Receipt) (ComputedReceipt, error) {
	r.Settles = slices.Clone(r.Settles)
	c := receiptComputation{ComputedReceipt: ComputedReceipt{receipt: r}}
	c.currency, _ = money.ParseCurrency(string(r.Currency))
	c.checkFacts()
	if c.currency != "" && c.checkCount(len(r.Settles), MaxSettlements, "settles") {
		c.received()
		c.settled()
	}
	found := c.inOrder()
	if err := found.Err(); err != nil {
		return ComputedReceipt{}, err
	}
	c.warnings = found
	return c.ComputedReceipt, nil
}

type receiptComputation struct {
	findings
	ComputedReceipt
	currency money.Currency
}

func (c *receiptComputation) checkFacts() {
	r := &c.receipt
	c.checkDate(r.IssueDate, "issue_date")
	c.checkCurrency(string(r.Currency))
	c.checkParty(&r.Seller, "seller", true)
	c.checkParty(&r.Buyer, "buyer", true)
	c.checkFields(r.CustomFields, "custom_fields")
	c.checkDate(r.Payment.Date, "payment", "date")
	c.checkTexts([]named{{"method", r.Payment.Method}, {"reference", r.Payment.Reference}}, "payment")
	c.checkMark(r.Mark)
	c.checkTexts([]named{{"number", r.Number}, {"memo", r.Memo}, {"terms", r.Terms}, {"footer", r.Footer}})
}

// received checks the sum of the payment: a receipt is for money that came in.
func (c *receiptComputation) received() {
	amount := c.receipt.Payment.Amount
	c.amount, _ = money.Exactly(c.currency, amount)
	if amount.Sign() <= 0 && amount.InRange() {
		c.fault("/payment/amount", "payment.amount.not_positive",
			"a receipt is for money received: state an amount above 0, not %s", amount)
		return
	}
	c.checkExact(c.currency, amount, "payment", "amount")
}

// settled checks what the payment settles: no document gets more than is open
// on it, and all together no more than was received. What is received beyond
// that is a credit.
func (c *receiptComputation) settled() {
	if len(c.receipt.Settles) == 0 {
		return
	}
	zero := money.Amount{Exp: c.currency.Digits(), Currency: c.currency}
	before := c.errors
	c.settles = make([]ComputedSettlement, len(c.receipt.Settles))
	open, paid, known, ok := zero, zero, true, true
	for i := range c.receipt.Settles {
		rest := c.settlement(i, zero)
		known = known && rest != nil
		if rest != nil && ok {
			open, ok = open.Add(*rest)
		}
		if ok {
			paid, ok = paid.Add(c.settles[i].Amount)
		}
	}
	switch {
	case c.errors != before:
	case !ok:
		c.fault("/settles", "total.too_large", "the settled amounts come to more than %d digits can hold: split the receipt", money.MaxDigits)
	case c.amount.Sign() > 0 && paid.Cmp(c.amount) > 0:
		c.fault("/settles", "settles.above_payment",
			"the settled amounts come to %s, the payment to %s: correct one of them", paid, c.amount)
	case known:
		c.open = &open
	}
}

// settlement checks one settled document and returns what is left to pay on
// it, or nil when its total is not stated.
func (c *receiptComputation) settlement(i int, zero money.Amount) (rest *money.Amount) {
	s, out := &c.receipt.Settles[i], &c.settles[i]
	if s.Number == "" {
		c.fault(at("settles", i, "number"), "settles.number.missing", "state the number of the document that is paid")
	}
	c.checkTexts([]named{{"number", s.Number}}, "settles", i)
	c.checkDate(s.IssueDate, "settles", i, "issue_date")
	if s.Amount.IsZero() {
		c.fault(at("settles", i, "amount"), "settles.amount.missing", "say how much of the document is paid: state an amount other than 0")
	}
	c.checkExact(c.currency, s.Amount, "settles", i, "amount")
	out.Amount, _ = money.Exactly(c.currency, s.Amount)
	out.Total = c.optional(s.Total, "settles", i, "total")
	out.PaidBefore = c.optional(s.PaidBefore, "settles", i, "paid_before")
	if out.Total == nil {
		return nil
	}
	paidBefore := zero
	if out.PaidBefore != nil {
		paidBefore = *out.PaidBefore
	}
	open, ok := out.Total.Sub(paidBefore)
	left, ok2 := open.Sub(out.Amount)
	switch {
	case !(ok && ok2):
		c.fault(at("settles", i), "total.too_large", "what is open has more than %d digits: correct it", money.MaxDigits)
		return &zero
	case !within(out.Amount, open):
		c.fault(at("settles", i, "amount"), "settles.above_open",
			"%s is paid, but %s is open: lower it; what was received beyond it is a credit", out.Amount, open)
	}
	return &left
}

// optional turns a figure that may be absent into an amount.
func (c *receiptComputation) optional(d *money.Decimal, path ...any) *money.Amount {
	if d == nil {
		return nil
	}
	c.checkExact(c.currency, *d, path...)
	a, _ := money.Exactly(c.currency, *d)
	return &a
}
