// Package billing turns what a caller states into what follows from it:
// Document → Computed, Receipt → ComputedReceipt. Arithmetic is exact and is
// specified in docs/spec/calculation.md. The package is pure: it knows no
// locale, page, PDF, HTTP, storage, clock or JSON (though its faults point
// into the document by JSON pointer, in the vocabulary of docs/schema).
package billing

import (
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

// Kind is the type of a Document (BT-3).
type Kind string

const (
	Invoice    Kind = "invoice"     // UNTDID 1001: 380
	CreditNote Kind = "credit_note" // 381
)

// TaxMode says whether prices exclude or include tax.
type TaxMode string

const (
	Exclusive TaxMode = "exclusive"
	Inclusive TaxMode = "inclusive"
)

// Document is what the caller states; nothing in it is computed. Texts are
// UTF-8; an empty text is absent and is not printed.
type Document struct {
	Kind                Kind   // BT-3; empty means Invoice
	Number              string // BT-1; empty in a draft
	IssueDate           Date   // BT-2; zero when absent
	DueDate             Date   // BT-9; when stated it wins over PaymentTerms
	PaymentTerms        PaymentTerms
	SupplyDate          Date           // BT-72
	Period              Period         // BG-14
	Currency            money.Currency // BT-5
	Seller, Buyer       Party          // BG-4, BG-7
	ShipTo              *Party         // BG-13, BG-15
	PurchaseOrderNumber string         // BT-13
	BuyerReference      string         // BT-10
	Contract            string         // BT-12
	CustomFields        []Field
	Lines               []Line         // BG-25; at least one
	Discounts, Charges  []Adjustment   // BG-20, BG-21
	Taxes               []tax.Tax      // for lines that state none
	TaxRules            []TaxRule      // what a line's TaxCategory resolves to
	TaxMode             TaxMode        // empty means Exclusive
	Payments            []Payment      // already received; their sum is BT-113
	Rounding            money.Decimal  // BT-114
	EarlyPayment        []EarlyPayment // BT-20, Skonto
	Payment             PaymentDetails // BG-16: how to pay
	Preceding           []Reference    // BG-3: what a credit note corrects
	Memo, Footer, Terms string         // Memo: BT-22; Terms: BT-20
	Mark                Mark
}

// Mark is a word stamped on the document. A document without a number is
// always marked as a draft.
type Mark string

const (
	MarkDraft Mark = "draft"
	MarkPaid  Mark = "paid"
	MarkVoid  Mark = "void"
	MarkCopy  Mark = "copy"
)

// Line is one line item (BG-25).
type Line struct {
	ID                 string        // BT-126
	SKU                string        // BT-155
	Description        string        // BT-153
	Quantity           money.Decimal // BT-129
	Unit               string        // BT-130: a known word such as "hour", else printed as stated
	UnitPrice          money.Decimal // BT-146
	BaseQuantity       money.Decimal // BT-149: what UnitPrice buys; zero means 1
	Discounts, Charges []Adjustment  // BG-27, BG-28
	Taxes              []tax.Tax     // BG-30; independent of one another
	TaxCategory        string        // product class, resolved through Document.TaxRules
	Period             Period        // BG-26
}

// Adjustment is a discount or a charge, on a line (BG-27, BG-28) or on the
// document (BG-20, BG-21). Exactly one of Percent and Amount is set.
type Adjustment struct {
	Percent *money.Decimal // BT-94, BT-101, BT-138, BT-143: 10 means 10 %
	Base    *money.Decimal // BT-93, BT-100, BT-137, BT-142: what Percent applies to, when stated
	Amount  *money.Decimal // BT-92, BT-99, BT-136, BT-141
	Reason  string         // BT-97, BT-104, BT-139, BT-144
	Taxes   []tax.Tax      // documents only; nil spreads the amount over the tax groups
}

// TaxRule maps a product class ("services") to its taxes (S-LIN-02).
type TaxRule struct {
	TaxCategory string
	Taxes       []tax.Tax
}

// Party is a seller, a buyer or a place of delivery (BG-4, BG-7, BG-13).
type Party struct {
	Name                  string // BT-27, BT-44, BT-70
	Attention             string // BT-56: whom it is for
	Address               Address
	TaxIDs                []TaxID // BT-31, BT-32, BT-48
	Registration          string  // BT-30, BT-33: company register, court, capital
	CustomerNumber        string
	Email, Phone, Website string // BG-6, BG-9
	CustomFields          []Field
}

// Address is a postal address (BG-5, BG-8, BG-15).
type Address struct {
	Lines      []string // street, building, floor: as they are printed
	City       string
	PostalCode string
	Region     string // BT-39: state, province
	Country    string // ISO 3166-1 alpha-2, upper case
}

// IsZero reports whether nothing of the address is stated.
func (a Address) IsZero() bool {
	return len(a.Lines) == 0 && a.City == "" && a.PostalCode == "" && a.Region == "" && a.Country == ""
}

// TaxID is a number under which a party is known to a tax office.
type TaxID struct {
	Scheme string // "vat", "ein", "gstin", "uid" … printed as a localized word, or as stated when unknown
	ID     string
}

// Field is a caller's own fact, printed as label and value.
type Field struct{ Label, Value string }

// EarlyPayment is a discount for paying soon (Skonto).
type EarlyPayment struct {
	Days    int
	Percent money.Decimal
}

// Payment is money received.
type Payment struct {
	Date      Date
	Method    string // "bank_transfer", "card" … localized when known
	Amount    money.Decimal
	Reference string
}

// PaymentDetails tells the buyer how to pay (BG-16).
type PaymentDetails struct {
	BankAccounts            []BankAccount
	Reference               string // BT-83; {{invoice_number}} stands for the document's number
	WireInstructions        *WireInstructions
	DisplayWireInstructions bool   // S-PAY-03
	URL                     string // where to pay online
	Instructions            string // free text
}

// BankAccount is one account to pay into (BG-17).
type BankAccount struct {
	Holder        string // BT-85
	BankName      string
	IBAN          string // BT-84; printed in groups of four
	BIC           string // BT-86
	AccountNumber string
	RoutingNumber string
	SortCode      string
}

// WireInstructions are the facts of a wire transfer (S-PAY-03).
type WireInstructions struct {
	BankName, AccountNumber, RoutingNumber, SWIFT, Reference string // Reference may hold {{invoice_number}}
	BankAddress                                              string
}

// Reference names another document (BG-3).
type Reference struct {
	Number    string // BT-25
	IssueDate Date   // BT-26
	Reason    string // why it is corrected
}

// Receipt is the proof of a payment. It has no lines.
type Receipt struct {
	Number              string
	IssueDate           Date
	Currency            money.Currency
	Seller, Buyer       Party
	Payment             Payment
	Settles             []Settlement
	CustomFields        []Field
	Memo, Footer, Terms string
	Mark                Mark
}

// Settlement is one document that a payment settles, whole or in part.
// Total and PaidBefore are optional; Amount is what this payment pays of it.
type Settlement struct {
	Number     string
	IssueDate  Date
	Total      *money.Decimal
	PaidBefore *money.Decimal
	Amount     money.Decimal
}
