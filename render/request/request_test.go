package request

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
	"github.com/facture-dev/facture/templates"
)

// smallest is the smallest document that renders; with adds members to it.
const smallest = `{"currency": "EUR", "seller": {"name": "Muster GmbH"}, "buyer": {"name": "Kunde AG"},
 "lines": [{"description": "Consulting", "quantity": "12.5", "unit_price": "95.00"}]}`

func with(members string) []byte {
	return []byte(`{` + members + `, ` + smallest[1:])
}

func withLine(members string) []byte {
	return []byte(`{"currency": "EUR", "seller": {"name": "S"}, "buyer": {"name": "B"}, "lines": [{"description": "D", "unit_price": "1"` + members + `}]}`)
}

func mustParse(t testing.TB, src []byte) *Request {
	t.Helper()
	r, err := Parse(src, Options{Paths: true})
	if err != nil {
		t.Fatalf("%s\n%v", src, err)
	}
	return r
}

func samples(t testing.TB) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("../../testdata/documents/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sample documents: %v", err)
	}
	all := map[string][]byte{}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(f)] = src
	}
	return all
}

func TestSamplesParse(t *testing.T) {
	for name, src := range samples(t) {
		if r, err := Parse(src, Options{Paths: true}); err != nil {
			for _, f := range faultsOf(t, err) {
				line, column := r.Position(f)
				t.Errorf("%s:%d:%d: %s: %s", name, line, column, f.Path, f.Message)
			}
		}
	}
}

func faultsOf(t testing.TB, err error) billing.Faults {
	t.Helper()
	var faults billing.Faults
	if !errors.As(err, &faults) || len(faults) == 0 {
		t.Fatalf("%T %v, want billing.Faults", err, err)
	}
	return faults
}

func dec(s string) money.Decimal {
	d, err := money.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return d
}

func decp(s string) *money.Decimal { d := dec(s); return &d }

func TestSmallestDocument(t *testing.T) {
	r := mustParse(t, []byte(smallest))
	want := &billing.Document{
		Kind: billing.Invoice, Currency: "EUR",
		Seller: billing.Party{Name: "Muster GmbH"}, Buyer: billing.Party{Name: "Kunde AG"},
		Lines: []billing.Line{{Description: "Consulting", Quantity: dec("12.5"), UnitPrice: dec("95.00")}},
	}
	if !reflect.DeepEqual(r.Document, want) {
		t.Errorf("got  %+v\nwant %+v", r.Document, want)
	}
	if r.Kind != KindInvoice || r.Receipt != nil || !r.IncludeTerms || r.Language != "" || r.Metadata != nil || r.Claims.Lines != nil {
		t.Errorf("around it: %+v", r)
	}
}

func day(y int16, m, d uint8) billing.Date { return billing.Date{Year: y, Month: m, Day: d} }

// TestEveryMemberOfADocument states every member once and compares what was
// read with structs written by hand.
func TestEveryMemberOfADocument(t *testing.T) {
	src := `{
 "kind": "credit_note", "language": "pt-BR", "internal_notes": "n", "metadata": {"a": 1},
 "brand": {"template": "classic", "logo": "logo.png", "logo_position": "right", "logo_alt": "L", "accent_color": "#00BA61",
  "font": "F", "heading_font": "H", "paper": "letter", "date_style": "short", "terms": {"de": "T"}, "footer": {"de": ["a", "b\nc"]},
  "labels": {"de": {"line.tax": "MwSt."}}},
 "options": {"include_terms": false},
 "number": "N", "issue_date": "2026-11-22", "due_date": "2026-12-01", "payment_terms": "net_30", "supply_date": "2026-11-20",
 "period": {"start": "2026-10-01", "end": "2026-10-31"}, "currency": "EUR",
 "seller": {"name": "S", "attention": "A", "address": {"lines": ["1", "2"], "city": "C", "postal_code": "P", "region": "R", "country": "DE"},
  "tax_ids": [{"scheme": "vat", "id": "DE1"}], "registration": "HRB", "customer_number": "7", "email": "e", "phone": "p", "website": "w",
  "custom_fields": [{"label": "l", "value": "v"}]},
 "buyer": {"name": "B"}, "ship_to": {"address": {"country": "FR"}},
 "purchase_order_number": "PO", "buyer_reference": "BR", "contract": "CT", "custom_fields": [{"label": "l2", "value": "v2"}],
 "lines": [{"id": "10", "sku": "K", "description": "D", "quantity": 2.50, "unit": "hour", "unit_price": "1.10", "base_quantity": "100",
  "discounts": [{"percent": "10", "base": "5", "reason": "r"}], "charges": [{"amount": 3}],
  "taxes": [{"name": "NY State", "rate": "4"}, {"category": "exempt", "reason": "why", "code": "VATEX-EU-132"}],
  "tax_category": "services", "period": {"start": "2026-10-02"}, "currency": "EUR", "metadata": {"hours": 3}, "gross": "2.75", "amount": "2.50"}],
 "discounts": [{"amount": "1", "tax": {"rate": "19"}}], "charges": [{"percent": 1, "taxes": [{"rate": "7"}, {"rate": "2"}]}],
 "tax": {"rate": "19.0"}, "tax_rules": [{"tax_category": "services", "rate": "7"}, {"tax_category": "goods", "taxes": [{"rate": "1"}, {"rate": "2"}]}],
 "tax_mode": "inclusive", "payments": [{"date": "2026-11-01", "method": "card", "amount": "9", "reference": "x"}], "rounding": "-0.02",
 "early_payment": [{"days": 10, "percent": "2"}],
 "payment": {"bank_accounts": [{"holder": "h", "bank_name": "b", "iban": "i", "bic": "c", "account_number": "a", "routing_number": "r", "sort_code": "s"}],
  "reference": "{{invoice_number}}", "wire_instructions": {"bank_name": "1", "bank_address": "2", "account_number": "3", "routing_number": "4", "swift": "5", "reference": "6"},
  "display_wire_instructions": true, "url": "u", "instructions": "in"},
 "preceding": [{"number": "p", "issue_date": "2026-01-01", "reason": "wrong"}],
 "memo": "M", "footer": "F", "terms": "T", "mark": "copy",
 "lines_total": "1", "discounts_total": "2", "charges_total": "3", "subtotal": "4", "total": "6", "amount_paid": "7", "amount_due": "8"}`
	r := mustParse(t, []byte(src))
	want := &billing.Document{
		Kind: billing.CreditNote, Number: "N", IssueDate: day(2026, 11, 22), DueDate: day(2026, 12, 1), PaymentTerms: billing.Net30,
		SupplyDate: day(2026, 11, 20), Period: billing.Period{Start: day(2026, 10, 1), End: day(2026, 10, 31)}, Currency: "EUR",
		Seller: billing.Party{Name: "S", Attention: "A",
			Address: billing.Address{Lines: []string{"1", "2"}, City: "C", PostalCode: "P", Region: "R", Country: "DE"},
			TaxIDs:  []billing.TaxID{{Scheme: "vat", ID: "DE1"}}, Registration: "HRB", CustomerNumber: "7", Email: "e", Phone: "p", Website: "w",
			CustomFields: []billing.Field{{Label: "l", Value: "v"}}},
		Buyer: billing.Party{Name: "B"}, ShipTo: &billing.Party{Address: billing.Address{Country: "FR"}},
		PurchaseOrderNumber: "PO", BuyerReference: "BR", Contract: "CT", CustomFields: []billing.Field{{Label: "l2", Value: "v2"}},
		Lines: []billing.Line{{ID: "10", SKU: "K", Description: "D", Quantity: dec("2.50"), Unit: "hour", UnitPrice: dec("1.10"), BaseQuantity: dec("100"),
			Discounts:   []billing.Adjustment{{Percent: decp("10"), Base: decp("5"), Reason: "r"}},
			Charges:     []billing.Adjustment{{Amount: decp("3")}},
			Taxes:       []tax.Tax{{Name: "NY State", Rate: dec("4")}, {Category: tax.Exempt, Reason: "why", Code: "VATEX-EU-132"}},
			TaxCategory: "services", Period: billing.Period{Start: day(2026, 10, 2)}}},
		Discounts: []billing.Adjustment{{Amount: decp("1"), Taxes: []tax.Tax{{Rate: dec("19")}}}},
		Charges:   []billing.Adjustment{{Percent: decp("1"), Taxes: []tax.Tax{{Rate: dec("7")}, {Rate: dec("2")}}}},
		Taxes:     []tax.Tax{{Rate: dec("19.0")}},
		TaxRules: []billing.TaxRule{{TaxCategory: "services", Taxes: []tax.Tax{{Rate: dec("7")}}},
			{TaxCategory: "goods", Taxes: []tax.Tax{{Rate: dec("1")}, {Rate: dec("2")}}}},
		TaxMode:      billing.Inclusive,
		Payments:     []billing.Payment{{Date: day(2026, 11, 1), Method: "card", Amount: dec("9"), Reference: "x"}},
		Rounding:     dec("-0.02"),
		EarlyPayment: []billing.EarlyPayment{{Days: 10, Percent: dec("2")}},
		Payment: billing.PaymentDetails{
			BankAccounts:     []billing.BankAccount{{Holder: "h", BankName: "b", IBAN: "i", BIC: "c", AccountNumber: "a", RoutingNumber: "r", SortCode: "s"}},
			Reference:        "{{invoice_number}}",
			WireInstructions: &billing.WireInstructions{BankName: "1", BankAddress: "2", AccountNumber: "3", RoutingNumber: "4", SWIFT: "5", Reference: "6"}, DisplayWireInstructions: true,
			URL: "u", Instructions: "in"},
		Preceding: []billing.Reference{{Number: "p", IssueDate: day(2026, 1, 1), Reason: "wrong"}},
		Memo:      "M", Footer: "F", Terms: "T", Mark: billing.MarkCopy,
	}
	if !reflect.DeepEqual(r.Document, want) {
		t.Errorf("document\ngot  %+v\nwant %+v", r.Document, want)
	}
	brand := templates.Brand{Template: "classic", Logo: "logo.png", LogoPosition: "right", LogoAlt: "L", AccentColor: "#00BA61", Font: "F", HeadingFont: "H",
		Paper: "letter", DateStyle: "short", Terms: map[string]string{"de": "T"}, Footer: map[string][]string{"de": {"a", "b\nc"}},
		Labels: map[string]map[string]string{"de": {"line.tax": "MwSt."}}}
	if !reflect.DeepEqual(r.Brand, brand) {
		t.Errorf("brand\ngot  %+v\nwant %+v", r.Brand, brand)
	}
	claims := billing.Claims{LinesTotal: decp("1"), DiscountsTotal: decp("2"), ChargesTotal: decp("3"), Subtotal: decp("4"), Total: decp("6"),
		AmountPaid: decp("7"), AmountDue: decp("8"), Lines: []billing.LineClaims{{Gross: decp("2.75"), Amount: decp("2.50")}}}
	if !reflect.DeepEqual(r.Claims, claims) {
		t.Errorf("claims\ngot  %+v\nwant %+v", r.Claims, claims)
	}
	if r.Language != "pt-BR" || r.InternalNotes != "n" || r.IncludeTerms || string(r.Metadata) != `{"a": 1}` || string(r.LineMetadata[0]) != `{"hours": 3}` {
		t.Errorf("around it: %+v", r)
	}
	for _, m := range documentTable.names() {
		if !strings.Contains(src, `"`+m+`"`) && m != "taxes" {
			t.Errorf("this test does not state %q", m)
		}
	}
}

func TestEveryMemberOfAReceipt(t *testing.T) {
	r := mustParse(t, []byte(`{"payment": {"date": "2026-11-18", "method": "card", "amount": "10.00", "reference": "R"},
 "number": "N", "issue_date": "2026-11-19", "currency": "KWD", "seller": {"name": "S"}, "buyer": {"name": "B"},
 "settles": [{"number": "A", "issue_date": "2026-11-01", "total": "12", "paid_before": "2", "amount": "10"}],
 "custom_fields": [{"label": "l", "value": "v"}], "memo": "M", "footer": "F", "terms": "T", "mark": "paid", "kind": "receipt"}`))
	want := &billing.Receipt{Number: "N", IssueDate: day(2026, 11, 19), Currency: "KWD", Seller: billing.Party{Name: "S"}, Buyer: billing.Party{Name: "B"},
		Payment:      billing.Payment{Date: day(2026, 11, 18), Method: "card", Amount: dec("10.00"), Reference: "R"},
		Settles:      []billing.Settlement{{Number: "A", IssueDate: day(2026, 11, 1), Total: decp("12"), PaidBefore: decp("2"), Amount: dec("10")}},
		CustomFields: []billing.Field{{Label: "l", Value: "v"}}, Memo: "M", Footer: "F", Terms: "T", Mark: billing.MarkPaid}
	if !reflect.DeepEqual(r.Receipt, want) || r.Document != nil || r.Kind != KindReceipt {
		t.Errorf("got  %+v\nwant %+v", r.Receipt, want)
	}
}

// "tax" is a tax as an object and a claim as a number, and "taxes" may stand
// beside the claim.
func TestTaxOfADocument(t *testing.T) {
	r := mustParse(t, with(`"tax": {"rate": 19}`))
	if len(r.Document.Taxes) != 1 || r.Claims.Tax != nil {
		t.Errorf("object: %+v %+v", r.Document.Taxes, r.Claims)
	}
	for _, claim := range []string{`"195.30"`, `195.30`} {
		r = mustParse(t, with(`"taxes": [{"rate": 4}, {"rate": 4.5}], "tax": `+claim))
		if len(r.Document.Taxes) != 2 || r.Claims.Tax == nil || r.Claims.Tax.String() != "195.30" {
			t.Errorf("claim: %+v %+v", r.Document.Taxes, r.Claims)
		}
	}
}

func TestQuantityIsOneWhenAbsent(t *testing.T) {
	if q := mustParse(t, withLine(``)).Document.Lines[0].Quantity; q != (money.Decimal{Coef: 1}) {
		t.Errorf("absent: %v", q)
	}
	if q := mustParse(t, withLine(`, "quantity": "0"`)).Document.Lines[0].Quantity; !q.IsZero() {
		t.Errorf("zero: %v", q)
	}
}

func TestTextsAreReadWhole(t *testing.T) {
	for in, want := range map[string]string{
		`Łucja Núñez 株式会社 👩‍👩‍👧`:                   "Łucja Núñez 株式会社 👩‍👩‍👧",
		`\u0141ucja \ud83d\udc69 \"a\" \\ \/ \n\t`: "Łucja 👩 \"a\" \\ / \n\t",
		`a\u200Fb`: "a\u200fb",
	} {
		if got := mustParse(t, with(`"memo": "`+in+`"`)).Document.Memo; got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestS_TRM_03_document_OnReceiptIsDueOnReceipt(t *testing.T) {
	for _, src := range []string{`"due_date": "on_receipt"`, `"due_date": "on_receipt", "payment_terms": "net_30"`, `"payment_terms": "net_30", "due_date": "on_receipt"`} {
		d := mustParse(t, with(src)).Document
		if d.PaymentTerms != billing.DueOnReceipt || !d.DueDate.IsZero() {
			t.Errorf("%s: %q %v", src, d.PaymentTerms, d.DueDate)
		}
	}
	if d := mustParse(t, with(`"due_date": "2026-12-24"`)).Document; d.PaymentTerms != "" || d.DueDate != day(2026, 12, 24) {
		t.Errorf("a date: %q %v", d.PaymentTerms, d.DueDate)
	}
}

func TestS_INV_33_document_MetadataKeepsItsTypes(t *testing.T) {
	const written = `{"projectId": "atlas", "milestone": 2, "share": 0.10, "big": 12345678901234567890, "billed": true, "nothing": null, "nested": {"totalMilestones": "5", "list": [1, "1"]}}`
	r := mustParse(t, with(`"metadata": `+written))
	decode := func(b []byte) (v any) {
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	got := decode(r.Metadata).(map[string]any)
	if !reflect.DeepEqual(got, decode([]byte(written))) {
		t.Errorf("got %s", r.Metadata)
	}
	// Counter-proof: a codec that turned numbers into floats or texts fails here.
	if got["share"] != json.Number("0.10") || got["big"] != json.Number("12345678901234567890") || got["projectId"] != "atlas" ||
		got["nested"].(map[string]any)["totalMilestones"] != "5" {
		t.Errorf("types: %#v", got)
	}
}

func TestLineMetadataBelongsToItsLine(t *testing.T) {
	r := mustParse(t, []byte(`{"currency": "EUR", "seller": {"name": "S"}, "buyer": {"name": "B"}, "lines": [
 {"description": "1", "unit_price": 1}, {"description": "2", "unit_price": 2, "metadata": {"hoursWorked": 12}, "amount": 2}, {"description": "3", "unit_price": 3}]}`))
	if len(r.LineMetadata) != 1 || string(r.LineMetadata[1]) != `{"hoursWorked": 12}` {
		t.Errorf("%v", r.LineMetadata)
	}
	if c := r.Claims.Lines; len(c) != 3 || c[0].Amount != nil || c[1].Amount == nil || c[2].Amount != nil {
		t.Errorf("claims %v", c)
	}
}

func TestLogos(t *testing.T) {
	const png = `"brand": {"logo": "data:image/png;base64,iVBORw0KGgo="}`
	if r, err := Parse(with(png), Options{}); err != nil || !IsDataURL(r.Brand.Logo) {
		t.Errorf("data URL refused: %v", err)
	}
	if _, err := Parse(with(`"brand": {"logo": "logos/x.svg"}`), Options{Paths: true}); err != nil {
		t.Errorf("path refused for the command: %v", err)
	}
	for logo, why := range map[string]string{
		"logos/x.png":                   "only the command",
		"https://example.org/a.png":     "never fetched",
		"file:///etc/passwd":            "never fetched",
		"data:image/gif;base64,AAAA":    "media type",
		"data:image/png,AAAA":           "base64",
		"data:image/png;base64,AAA*":    "not base64",
		"data:image/png;base64,":        "empty",
		"":                              "leave the logo out",
		"data:text/html;base64,AAAA":    "media type",
		"data:image/png;base64;x,AAAA=": "base64",
	} {
		_, err := Parse(with(`"brand": {"logo": "`+logo+`"}`), Options{})
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v, want %q", logo, err, why)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	src := samples(b)["german.json"]
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(src, Options{Paths: true}); err != nil {
			b.Fatal(err)
		}
	}
}
