package request

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
)

// full is the full document of docs/guide/document.md, without its claims.
const full = `{
  "kind": "invoice", "number": "INV-2026-00042", "issue_date": "2026-11-22", "payment_terms": "net_30", "currency": "EUR", "language": "de",
  "seller": {"name": "Muster GmbH"}, "buyer": {"name": "Kunde AG"},
  "lines": [
    {"description": "Beratung", "quantity": "12.5", "unit": "hour", "unit_price": "95.00",
     "tax": {"rate": "19"}, "discounts": [{"percent": "10", "reason": "Rahmenvertrag"}]},
    {"description": "Reisekosten", "unit_price": "240.00", "tax": {"category": "exempt", "reason": "durchlaufender Posten"}}
  ],
  "discounts": [{"amount": "50.00", "reason": "Gutschrift Oktober"}],
  "payments": [{"date": "2026-11-10", "method": "bank_transfer", "amount": "100.00"}]`

func TestEncodeComputed(t *testing.T) {
	const want = `{
  "totals": {
    "lines_total": "1308.75",
    "discounts_total": "50.00",
    "charges_total": "0.00",
    "subtotal": "1258.75",
    "tax": "195.30",
    "total": "1454.05",
    "amount_paid": "100.00",
    "rounding": "0.00",
    "amount_due": "1354.05"
  },
  "taxes": [
    {"category": "standard", "rate": "19", "base": "1027.92", "amount": "195.30"},
    {"category": "exempt", "rate": "0", "base": "230.83", "amount": "0.00", "reason": "durchlaufender Posten"}
  ],
  "lines": [
    {"gross": "1187.50", "discounts": ["118.75"], "charges": [], "amount": "1068.75"},
    {"gross": "240.00", "discounts": [], "charges": [], "amount": "240.00"}
  ]
}
`
	_, p, faults := Read([]byte(full+"}"), Options{})
	if p == nil {
		t.Fatal(faults)
	}
	if got := string(EncodeComputed(p)); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestEncodeComputedReceipt(t *testing.T) {
	_, p, faults := Read([]byte(`{"kind": "receipt", "number": "Q", "issue_date": "2026-11-19", "currency": "JPY", "seller": {"name": "S"}, "buyer": {"name": "B"},
 "payment": {"date": "2026-11-18", "method": "card", "amount": "1000"}, "settles": [{"number": "A", "total": "1500", "paid_before": "200", "amount": "1000"}]}`), Options{})
	if p == nil {
		t.Fatal(faults)
	}
	const want = `{
  "amount": "1000",
  "settles": [
    {"total": "1500", "paid_before": "200", "amount": "1000"}
  ],
  "open": "300"
}
`
	if got := string(EncodeComputed(p)); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestEncodeComputedOfSamplesIsJSON(t *testing.T) {
	for name, src := range samples(t) {
		_, p, faults := Read(src, Options{Paths: true})
		if p == nil {
			t.Errorf("%s: %v", name, faults)
		} else if got := EncodeComputed(p); !json.Valid(got) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestS_LIN_01_document_QuantityTimesUnitPrice(t *testing.T) {
	_, p, faults := Read([]byte(`{"currency": "EUR", "seller": {"name": "S"}, "buyer": {"name": "B"},
 "lines": [{"description": "Workshop", "quantity": 4, "unit_price": "150.00", "currency": "EUR"}]}`), Options{})
	if p == nil {
		t.Fatal(faults)
	}
	if got := p.(billing.Computed).Lines()[0].Amount.String(); got != "600.00" {
		t.Errorf("amount %s", got)
	}
}

func TestClaimsAreChecked(t *testing.T) {
	for claims, want := range map[string]string{
		`"total": "1454.05", "tax": "195.30", "subtotal": 1258.75, "amount_due": "1354.05"`: "",
		`"total": "1454.06"`:       "/total",
		`"amount_due": "1454.05"`:  "/amount_due",
		`"tax": "195.31"`:          "/tax",
		`"lines_total": "1308.74"`: "/lines_total",
	} {
		r, p, faults := Read([]byte(full+", "+claims+"}"), Options{})
		switch {
		case want == "" && p == nil:
			t.Errorf("%s: %v", claims, faults)
		case want != "" && (p != nil || len(faults) != 1 || faults[0].Path != want):
			t.Errorf("%s: %v", claims, faults)
		case want != "":
			if line, _ := r.Position(faults[0]); line != 10 {
				t.Errorf("%s: line %d", claims, line)
			}
		}
	}
}

// Faults of the form and of the figures are listed together, in document order,
// but a fault that only follows from another is not.
func TestReadListsFormAndFigures(t *testing.T) {
	const src = `{"currency": "EUR", "seller": {"name": "S"}, "buyer": {"name": "B"}, "lines": [
 {"description": "a", "unit_prise": "1", "discounts": [{"amount": "5"}]},
 {"description": "b", "unit_price": "1", "discounts": [{"amount": "5"}]},
 {"description": "c", "unit_price": "x"}], "period": {"start": "2026-02-01", "end": "2026-01-01"}, "colour": 1, "total": "99"}`
	r, p, faults := Read([]byte(src), Options{})
	if p != nil {
		t.Fatal("computed")
	}
	var paths []string
	for _, f := range faults {
		paths = append(paths, f.Path)
	}
	got := strings.Join(paths, " ")
	for _, want := range []string{"/lines/0/unit_prise", "/lines/1/discounts/0", "/lines/2/unit_price", "/period/end", "/colour"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
	if strings.Contains(got, "/lines/0/discounts") || strings.Contains(got, "/total") {
		t.Errorf("consequences are listed: %s", got)
	}
	last := 0
	for _, f := range faults {
		line, column := r.Position(f)
		if at := line*1000 + column; at < last {
			t.Errorf("out of order: %s", got)
		} else {
			last = at
		}
	}
}

func TestWarningsDoNotStop(t *testing.T) {
	_, p, faults := Read([]byte(strings.Replace(full, `"lines"`, `"payment": {"display_wire_instructions": true, "wire_instructions": {"account_number": "****1234"}}, "lines"`, 1)+"}"), Options{})
	if p == nil || len(faults) == 0 || faults.Err() != nil {
		t.Errorf("%v %v", p != nil, faults)
	}
}
