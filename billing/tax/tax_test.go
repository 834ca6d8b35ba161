package tax

import (
	"testing"

	"github.com/facture-dev/facture/billing/money"
)

func TestNormalizeMakesEqualTaxesEqual(t *testing.T) {
	stated := Tax{Rate: money.Decimal{Coef: 1900, Exp: 2}}
	same := Tax{Category: Standard, Rate: money.Decimal{Coef: 19}}
	if stated == same || stated.Normalize() != same {
		t.Errorf("19.00 without a category is %+v", stated.Normalize())
	}
	if other := (Tax{Category: Zero}).Normalize(); other == (Tax{}).Normalize() {
		t.Error("zero-rated and standard at 0 are two treatments")
	}
}

func TestKnown(t *testing.T) {
	for _, c := range Categories() {
		if !c.Known() {
			t.Errorf("%s", c)
		}
	}
	if Category("").Known() || Category("Standard").Known() || len(Categories()) != 7 {
		t.Error("unknown categories are known")
	}
}
