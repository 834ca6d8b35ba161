package billing

import (
	"reflect"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing/money"
)

func TestClaims(t *testing.T) {
	c := compute(t, fullExample())
	right := Claims{LinesTotal: ref("1308.75"), DiscountsTotal: ref("50"), ChargesTotal: ref("0.000"), Subtotal: ref("1258.75"),
		Tax: ref("195.3"), Total: ref("1454.05"), AmountPaid: ref("100.00"), AmountDue: ref("1354.05"),
		Lines: []LineClaims{{Gross: ref("1187.50"), Amount: ref("1068.75")}, {Amount: ref("240")}}}
	if f := c.Check(right); len(f) != 0 {
		t.Errorf("right claims: %v", f)
	}
	if f := c.Check(Claims{}); len(f) != 0 {
		t.Errorf("no claims: %v", f)
	}
	wrong := Claims{Tax: ref("195.31"), Lines: []LineClaims{{}, {Gross: ref("240.01")}, {}}}
	f := c.Check(wrong)
	if len(f) != 3 || f.Err() == nil || f[0].Path != "/lines/1/gross" || f[1].Path != "/lines/2" || f[2].Path != "/tax" ||
		!strings.Contains(f[2].Message, "195.31") || !strings.Contains(f[2].Message, "195.30") {
		t.Errorf("%+v", f)
	}
}

// No claim goes unchecked: each field in turn is made wrong.
func TestEveryClaimIsChecked(t *testing.T) {
	c := compute(t, fullExample())
	decimal := reflect.TypeFor[*money.Decimal]()
	checked := 0
	for i := range reflect.TypeFor[Claims]().NumField() {
		var claims Claims
		if field := reflect.ValueOf(&claims).Elem().Field(i); field.Type() == decimal {
			field.Set(reflect.ValueOf(ref("0.01")))
			if f := c.Check(claims); len(f) != 1 || f[0].Rule != "claim.wrong" {
				t.Errorf("%s: %v", reflect.TypeFor[Claims]().Field(i).Name, f)
			}
			checked++
		}
	}
	if checked != 8 {
		t.Errorf("%d claims were tried", checked)
	}
}
