package billing

import (
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

// Printable is what can be rendered: Computed or ComputedReceipt.
type Printable interface{ printable() }

// Computed is a Document with everything that follows from it. Only Compute
// makes one, so nothing downstream can be handed totals that do not add up.
type Computed struct {
	doc                Document
	lines              []ComputedLine
	discounts, charges []ComputedAdjustment
	taxes              []TaxSubtotal
	groups             []taxGroup
	totals             Totals
	dueDate            Date
	terms              PaymentTerms
	warnings           Faults
}

func (Computed) printable() {}

// ComputedLine is what follows from a Line.
type ComputedLine struct {
	Gross              money.Amount   // quantity × unit price / base quantity, rounded (step 1)
	Discounts, Charges []money.Amount // parallel to the line's own
	Amount             money.Amount   // BT-131 (with inclusive prices: with tax)
	Running            money.Amount   // sum of Amount up to and with this line: "carried forward"
	Taxes              []tax.Tax      // resolved: the line's own, its class's rule's, or the document's
	Group              int            // index of its tax group; -1 when no line is taxed
}

// ComputedAdjustment is what follows from a discount or charge on the document.
type ComputedAdjustment struct {
	Amount money.Amount   // BT-92, BT-99
	Spread []money.Amount // its share per tax group, in group order; sums to Amount; nil when no line is taxed

	division division // how Spread came about
}

// TaxSubtotal is one row of the tax table: one tax of one group (BG-23). Groups are keyed
// by the whole set of taxes on a line, so a group with two taxes has two rows
// with one base.
type TaxSubtotal struct {
	Group  int
	Tax    tax.Tax
	Base   money.Amount // BT-116
	Amount money.Amount // BT-117
}

// Totals are the document's sums (BG-22). All have the currency's decimals.
// Subtotal + Tax = Total always. With exclusive prices Lines − Discounts +
// Charges = Subtotal; with inclusive prices the same sum is Total.
type Totals struct {
	Lines     money.Amount // BT-106
	Discounts money.Amount // BT-107
	Charges   money.Amount // BT-108
	Subtotal  money.Amount // BT-109
	Tax       money.Amount // BT-110
	Total     money.Amount // BT-112
	Paid      money.Amount // BT-113
	Rounding  money.Amount // BT-114
	AmountDue money.Amount // BT-115
}

// ComputedReceipt is a Receipt whose figures are checked. Only ComputeReceipt
// makes one.
type ComputedReceipt struct {
	receipt  Receipt
	amount   money.Amount
	settles  []ComputedSettlement
	open     *money.Amount
	warnings Faults
}

func (ComputedReceipt) printable() {}

// ComputedSettlement holds a Settlement's figures as amounts; Total and
// PaidBefore are nil when not stated.
type ComputedSettlement struct {
	Total, PaidBefore *money.Amount
	Amount            money.Amount
}

// Document returns what was stated.
func (c Computed) Document() Document { return c.doc }

// Lines returns the computed lines, parallel to Document().Lines.
func (c Computed) Lines() []ComputedLine { return c.lines }

// Discounts returns the document's discounts, parallel to Document().Discounts.
func (c Computed) Discounts() []ComputedAdjustment { return c.discounts }

// Charges returns the document's charges, parallel to Document().Charges.
func (c Computed) Charges() []ComputedAdjustment { return c.charges }

// Taxes returns the tax table: by group in document order, then by tax. It is
// empty when no line is taxed.
func (c Computed) Taxes() []TaxSubtotal { return c.taxes }

// Totals returns the document's sums.
func (c Computed) Totals() Totals { return c.totals }

// DueDate is the stated due date, or issue date plus payment terms; zero when
// neither is known.
func (c Computed) DueDate() Date { return c.dueDate }

// PaymentTerms is the stated terms, or Custom when a due date was stated.
func (c Computed) PaymentTerms() PaymentTerms { return c.terms }

// Warnings are faults that do not stop the document.
func (c Computed) Warnings() Faults { return c.warnings }

// Receipt returns what was stated.
func (c ComputedReceipt) Receipt() Receipt { return c.receipt }

// Amount is the sum received.
func (c ComputedReceipt) Amount() money.Amount { return c.amount }

// Settles returns the settled documents' figures, parallel to Receipt().Settles.
func (c ComputedReceipt) Settles() []ComputedSettlement { return c.settles }

// Open is what is left to pay on the settled documents after this payment;
// nil unless every one of them states its total.
func (c ComputedReceipt) Open() *money.Amount { return c.open }

// Warnings are faults that do not stop the receipt.
func (c ComputedReceipt) Warnings() Faults { return c.warnings }
