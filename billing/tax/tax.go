// Package tax holds tax categories and rates as plain data. It knows nothing
// of documents, arithmetic or countries' wording.
package tax

import "github.com/facture-dev/facture/billing/money"

// Category says how a supply is treated for tax: BT-118, BT-151.
type Category string

// The categories, with their UNCL5305 codes.
const (
	Standard       Category = "standard"        // S
	Zero           Category = "zero"            // Z
	Exempt         Category = "exempt"          // E
	ReverseCharge  Category = "reverse_charge"  // AE
	IntraCommunity Category = "intra_community" // K
	Export         Category = "export"          // G
	OutsideScope   Category = "outside_scope"   // O
)

// Tax is one tax as it applies to a line: a category, a rate in percent, and
// what distinguishes it from others. It is comparable after Normalize, so that it can key
// a tax group.
type Tax struct {
	Category Category      // BT-118; empty means Standard
	Name     string        // "VAT", "NY State"; empty means the usual word of the document's language
	Rate     money.Decimal // BT-119, percent: 19 means 19 %; zero in every category but Standard
	Reason   string        // BT-120, why nothing is charged
	Code     string        // BT-121, VATEX code
}
