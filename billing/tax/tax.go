// Package tax holds tax categories and rates as plain data. It knows nothing
// of documents, arithmetic or countries' wording.
package tax

import (
	"slices"

	"github.com/facture-dev/facture/billing/money"
)

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

// Categories returns every category, in the order of their declaration.
func Categories() []Category {
	return []Category{Standard, Zero, Exempt, ReverseCharge, IntraCommunity, Export, OutsideScope}
}

// Known reports whether c is one of the categories; the empty one is not.
func (c Category) Known() bool { return slices.Contains(Categories(), c) }

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

// Normalize returns t with its category spelt out and its rate without
// trailing zeros, so that == tells whether two taxes are the same.
func (t Tax) Normalize() Tax {
	if t.Category == "" {
		t.Category = Standard
	}
	t.Rate = t.Rate.Normalize()
	return t
}
