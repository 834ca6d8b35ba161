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
