package billing

import "github.com/facture-dev/facture/billing/money"

// Claims are figures that the author states although they follow from the
// document. They are checked, never used: nil claims nothing.
type Claims struct {
	LinesTotal     *money.Decimal // BT-106
	DiscountsTotal *money.Decimal // BT-107
	ChargesTotal   *money.Decimal // BT-108
	Subtotal       *money.Decimal // BT-109
	Tax            *money.Decimal // BT-110
	Total          *money.Decimal // BT-112
	AmountPaid     *money.Decimal // BT-113
	AmountDue      *money.Decimal // BT-115
	Lines          []LineClaims   // parallel to Document.Lines; nil when no line claims anything
}

// LineClaims are what the author states of one line's figures.
type LineClaims struct {
	Gross  *money.Decimal
	Amount *money.Decimal // BT-131
}

// Check compares what the author states with what follows from the document. A
// claim is right when it is the same number, however many zeros it ends in;
// every other is a fault that shows both figures.
func (c Computed) Check(claims Claims) Faults {
	var f findings
	for i := range claims.Lines {
		if i >= len(c.lines) {
			f.fault(at("lines", i), "claim.line.unknown", "there is no such line to state figures of: leave them out")
			break
		}
		f.checkClaim(claims.Lines[i].Gross, c.lines[i].Gross, "quantity × unit price", "lines", i, "gross")
		f.checkClaim(claims.Lines[i].Amount, c.lines[i].Amount, "the line", "lines", i, "amount")
	}
	t := &c.totals
	f.checkClaim(claims.LinesTotal, t.Lines, "the sum of the lines", "lines_total")
	f.checkClaim(claims.DiscountsTotal, t.Discounts, "the sum of the discounts", "discounts_total")
	f.checkClaim(claims.ChargesTotal, t.Charges, "the sum of the charges", "charges_total")
	f.checkClaim(claims.Subtotal, t.Subtotal, "the subtotal", "subtotal")
	f.checkClaim(claims.Tax, t.Tax, "the tax", "tax")
	f.checkClaim(claims.Total, t.Total, "the total", "total")
	f.checkClaim(claims.AmountPaid, t.Paid, "the sum of the payments", "amount_paid")
	f.checkClaim(claims.AmountDue, t.AmountDue, "the amount due", "amount_due")
	return f.inOrder()
}

func (f *findings) checkClaim(claim *money.Decimal, figure money.Amount, what string, path ...any) {
	if claim != nil && !claim.Equal(figure.Decimal()) {
		f.fault(at(path...), "claim.wrong", "stated is %s, but %s comes to %s: correct the figures, or leave this one out",
			claim, what, figure)
	}
}
