package acceptance

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/internal/deliver"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/request"
)

// Rows of the inventory that are about what stands on the page, proven on the
// frames of documents that went in as JSON. What needs the service (ids, links,
// states) is not proven here.

// common is the service of these tests: it may be shared.
var common = sync.OnceValue(func() *deliver.Service {
	s, err := deliver.New()
	if err != nil {
		panic(err)
	}
	return s
})

// object is a JSON object that tests change.
type object = map[string]any

// bill is a small invoice with changes; a nil member is left out.
func bill(changes object) object {
	o := object{
		"number": "INV-2024-00001", "issue_date": "2024-02-01", "currency": "EUR", "language": "en-IE",
		"seller": object{"name": "Muster GmbH", "address": object{"country": "IE"}},
		"buyer":  object{"name": "Kunde AG"},
		"lines":  []object{{"description": "Consulting", "quantity": "1", "unit_price": "100.00"}},
		"brand":  object{"template": "classic"},
	}
	maps.Copy(o, changes)
	maps.DeleteFunc(o, func(_ string, v any) bool { return v == nil })
	return o
}

func jsonOf(t *testing.T, o object) deliver.Source {
	t.Helper()
	data, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return deliver.Source{Data: data}
}

func frames(t *testing.T, o object, options deliver.Options) *layout.Document {
	t.Helper()
	doc, err := common().Frames(t.Context(), jsonOf(t, o), options)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// sheet is what stands on the pages, line by line from top to bottom, what
// stands on one baseline divided by bars, with plain spaces.
type sheet []string

func printed(t *testing.T, o object, options deliver.Options) sheet {
	t.Helper()
	var out sheet
	doc := frames(t, o, options)
	for i := range doc.Pages {
		at := map[layout.Unit][]layout.Placed{}
		for _, it := range doc.Pages[i].Items {
			if _, ok := it.Item.(*layout.Text); ok {
				at[it.Y] = append(at[it.Y], it)
			}
		}
		for _, y := range slices.Sorted(maps.Keys(at)) {
			slices.SortStableFunc(at[y], func(a, b layout.Placed) int { return int(a.X - b.X) })
			var parts []string
			for _, it := range at[y] {
				parts = append(parts, strings.TrimSpace(it.Item.(*layout.Text).Run.Source))
			}
			out = append(out, strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ").Replace(strings.Join(parts, "|")))
		}
	}
	return out
}

func (p sheet) text() string { return strings.Join(p, "\n") }

// has wants lines on the page, in this order.
func (p sheet) has(t *testing.T, lines ...string) {
	t.Helper()
	rest := p
	for _, want := range lines {
		i := slices.IndexFunc(rest, func(l string) bool { return strings.Contains(l, want) })
		if i < 0 {
			t.Fatalf("no %q, or not in this place, in\n%s", want, p.text())
		}
		rest = rest[i:]
	}
}

func (p sheet) hasNo(t *testing.T, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(p.text(), w) {
			t.Errorf("%q is printed:\n%s", w, p.text())
		}
	}
}

// languages are those with words of their own.
var languages = []string{"en", "de", "fr", "es", "it", "nl", "pt-BR", "pl", "sv", "da", "cs", "el", "uk", "bg"}

func TestS_LIN_06_DiscountAndReasonOnThePage_document(t *testing.T) {
	line := object{"description": "Licence", "quantity": "1", "unit_price": "12000.00", "discounts": []object{{"percent": "10", "reason": "Framework agreement"}}}
	p := printed(t, bill(object{"lines": []object{line}}), deliver.Options{})
	p.has(t, "Licence|1|12,000.00|10,800.00", "Framework agreement, 10% off: −1,200.00", "Amount due in EUR|10,800.00")
	line["discounts"] = []object{{"amount": "1200.00", "reason": "Framework agreement"}}
	printed(t, bill(object{"lines": []object{line}}), deliver.Options{}).has(t, "10,800.00", "Framework agreement: −1,200.00")
	delete(line, "discounts")
	printed(t, bill(object{"lines": []object{line}}), deliver.Options{}).hasNo(t, "Framework", "10,800.00")
}

func TestS_LIN_08_ExemptionNote_document(t *testing.T) {
	exempt := object{"description": "Pallets", "unit_price": "240.00", "tax": object{"category": "exempt", "reason": "Resale for export"}}
	p := printed(t, bill(object{"lines": []object{exempt}}), deliver.Options{})
	p.has(t, "Pallets|1|240.00|exempt|240.00", "Exempt: Resale for export")
	for _, lang := range languages {
		printed(t, bill(object{"lines": []object{exempt}, "language": lang}), deliver.Options{}).has(t, "Pallets", "Resale for export")
	}
}

// Consulting is taxed, travel is passed on: two groups, each with its base.
func TestS_LIN_14_TaxSummaryGroups_document(t *testing.T) {
	p := printed(t, bill(object{"lines": []object{
		{"description": "Consulting", "quantity": "10", "unit": "hour", "unit_price": "95.00", "tax": object{"rate": "23"}},
		{"description": "Travel", "unit_price": "240.00", "tax": object{"category": "exempt", "reason": "passed on at cost"}},
		{"description": "Training", "unit_price": "50.00", "tax": object{"rate": "23"}},
		{"description": "Manual", "unit_price": "20.00", "tax": object{"rate": "13.5"}},
	}}), deliver.Options{})
	p.has(t, "Consulting|10|h|95.00|23%|950.00", "Travel|1|240.00|exempt|240.00", "VAT rate|Net|VAT", "23%|1,000.00|230.00", "13.5%|20.00|2.70", "Exempt|240.00|0.00", "Exempt: passed on at cost")
	for _, l := range p {
		if strings.HasPrefix(l, "23%") && !strings.HasPrefix(l, "23%|1,000.00|230.00") {
			t.Errorf("a second group of one rate: %q", l)
		}
	}
}

// A stated date wins over terms; the terms that it replaces are not printed.
func TestS_TRM_02_DateWinsOverTermsOnThePage_document(t *testing.T) {
	p := printed(t, bill(object{"payment_terms": "net_30", "due_date": "2024-02-10"}), deliver.Options{})
	p.has(t, "Due date", "10 February 2024")
	p.hasNo(t, "2 March 2024", "30 days", "net_30")
	printed(t, bill(object{"payment_terms": "net_30"}), deliver.Options{}).has(t, "Due date", "2 March 2024")
	_, c, faults := request.Read(jsonOf(t, bill(object{"payment_terms": "net_30", "due_date": "2024-02-10"})).Data, request.Options{})
	if c == nil {
		t.Fatal(faults)
	}
	if terms := c.(billing.Computed).PaymentTerms(); terms != "custom" {
		t.Errorf("the terms of a document with a date of its own are %q, want custom", terms)
	}
}

func TestS_TRM_07_MemoOnLateInterest_document(t *testing.T) {
	const memo = "Late payments bear interest of 1.5 % a month (§ 288 BGB; art. L441-10) – from the due date on."
	for _, lang := range languages {
		p := printed(t, bill(object{"memo": memo, "language": lang}), deliver.Options{})
		if got := strings.Join(p, " "); !strings.Contains(strings.ReplaceAll(got, "|", " "), memo) && !inLines(p, memo) {
			t.Errorf("%s: the memo is not printed as it is written:\n%s", lang, p.text())
		}
	}
}

// inLines reports whether a text stands on the page in consecutive lines.
func inLines(p sheet, want string) bool {
	for i := range p {
		rest := want
		for _, l := range p[i:] {
			part, _, _ := strings.Cut(l, "|")
			after, ok := strings.CutPrefix(rest, part)
			if !ok || part == "" {
				break
			}
			if rest = strings.TrimSpace(after); rest == "" {
				return true
			}
		}
	}
	return false
}

func TestS_INV_13_PeriodAsRange_document(t *testing.T) {
	for lang, want := range map[string]string{
		"en-US": "Jan 1 – 31, 2024", "en-IE": "1–31 Jan 2024", "de": "01.–31.01.2024", "fr": "1–31 janv. 2024", "pl": "1–31 sty 2024", "sv": "1–31 jan. 2024",
	} {
		p := printed(t, bill(object{"period": object{"start": "2024-01-01", "end": "2024-01-31"}, "language": lang, "brand": object{"date_style": "medium"}}), deliver.Options{})
		if !strings.Contains(p.text(), want) {
			t.Errorf("%s: no %q in\n%s", lang, want, p.text())
		}
	}
	printed(t, bill(object{"period": object{"start": "2024-01-01", "end": "2024-01-31"}}), deliver.Options{}).has(t, "Supply period|1–31 January 2024")
}

func TestS_INV_14_DecimalsOnThePage_document(t *testing.T) {
	for currency, want := range map[string][]string{
		"JPY": {"Amount in JPY", "Consulting|3|1,234|3,702", "Amount due in JPY|3,702"},
		"KWD": {"Amount in KWD", "Consulting|3|1,234.000|3,702.000", "Amount due in KWD|3,702.000"},
		"EUR": {"Amount in EUR", "Consulting|3|1,234.00|3,702.00", "Amount due in EUR|3,702.00"},
	} {
		p := printed(t, bill(object{"currency": currency, "lines": []object{{"description": "Consulting", "quantity": "3", "unit_price": "1234"}}}), deliver.Options{})
		p.has(t, want...)
		if currency == "JPY" {
			p.hasNo(t, ".0")
		}
	}
	_, err := common().Render(t.Context(), jsonOf(t, bill(object{"currency": "XXQ"})), deliver.Options{})
	if e, ok := err.(*deliver.Error); !ok || e.Kind != deliver.Invalid || len(e.Faults) != 1 || e.Faults[0].Pointer != "/currency" {
		t.Errorf("an unknown currency: %v", err)
	}
}

func TestS_INV_18_PurchaseOrderNumber_document(t *testing.T) {
	seen := map[string]bool{}
	for _, lang := range languages {
		p := printed(t, bill(object{"purchase_order_number": "PO-778", "language": lang}), deliver.Options{})
		i := slices.IndexFunc(p, func(l string) bool { return strings.HasSuffix(l, "|PO-778") })
		if i < 0 {
			t.Fatalf("%s: no number on\n%s", lang, p.text())
		}
		seen[p[i]] = true
	}
	if !seen["Your order|PO-778"] || !seen["Ihre Bestellung|PO-778"] || len(seen) < len(languages)-2 {
		t.Errorf("labels in %d languages: %q", len(languages), slices.Sorted(maps.Keys(seen)))
	}
	printed(t, bill(nil), deliver.Options{}).hasNo(t, "Your order")
}

func TestS_INV_34_MemoFooterAndInternalNotes_document(t *testing.T) {
	const notes = "CustomerAlwaysPaysLate"
	doc := bill(object{"memo": "Thank you for your order.", "footer": "Muster GmbH is a member of the guild.", "internal_notes": notes})
	p := printed(t, doc, deliver.Options{})
	p.has(t, "Thank you for your order.", "Muster GmbH is a member of the guild.")
	p.hasNo(t, notes)
	// Nor are they anywhere else in the file: not in its metadata, not as text.
	doc["metadata"] = object{"secret": "ProjectAtlas"}
	r, err := common().Render(t.Context(), jsonOf(t, doc), deliver.Options{Readable: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{notes, "ProjectAtlas"} {
		if strings.Contains(string(r.Bytes), never) || strings.Contains(string(r.Bytes), utf16(never)) {
			t.Errorf("%q is in the file", never)
		}
	}
	if !strings.Contains(string(r.Bytes), "INV-2024-00001") { // the counter-proof: what is in its metadata is found
		t.Error("the number is not found in the readable file")
	}
}

// utf16 is how PDF writes a text in hexadecimal digits.
func utf16(s string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, "%04X", r)
	}
	return b.String()
}

func TestS_PDF_02_German_document(t *testing.T) {
	doc := bill(object{"period": object{"start": "2024-01-01", "end": "2024-01-31"}, "payment_terms": "net_30", "lines": []object{
		{"description": "Beratung", "quantity": "1234.5", "unit": "hour", "unit_price": "95.00", "tax": object{"rate": "19"}}}})
	p := printed(t, doc, deliver.Options{Language: "de"})
	p.has(t, "Rechnung", "1. Februar 2024", "1.–31. Januar 2024", "Fällig", "2. März 2024", "Bezeichnung|Menge|Einzelpreis", "Beratung|1.234,5|Std.|95,00|19 %|117.277,50",
		"Zwischensumme|117.277,50", "Zahlbetrag in EUR|139.560,23", "Seite 1 von 1")
	p.hasNo(t, "Invoice", "Amount", "Due", "February", "117,277.50")
	printed(t, doc, deliver.Options{Language: "en-IE"}).has(t, "Invoice", "1 February 2024", "117,277.50")
}

func TestS_PDF_03_IncludeTerms_document(t *testing.T) {
	const terms = "Goods remain our property until paid in full."
	printed(t, bill(object{"terms": terms}), deliver.Options{}).has(t, terms)
	printed(t, bill(object{"terms": terms, "options": object{"include_terms": true}}), deliver.Options{}).has(t, terms)
	printed(t, bill(object{"terms": terms, "options": object{"include_terms": false}}), deliver.Options{}).hasNo(t, terms)
	printed(t, bill(object{"terms": terms}), deliver.Options{NoTerms: true}).hasNo(t, terms)
	brand := object{"terms": object{"en": terms}}
	printed(t, bill(object{"brand": brand}), deliver.Options{}).has(t, terms)
	printed(t, bill(object{"brand": brand, "options": object{"include_terms": false}}), deliver.Options{}).hasNo(t, terms)
}

// Without a brand a document has a clean page, and a warning says so.
func TestS_PDF_06_CleanDefaultPage_document(t *testing.T) {
	doc := bill(object{"brand": nil})
	p := printed(t, doc, deliver.Options{})
	p.has(t, "Muster GmbH", "Invoice", "Consulting|1|100.00|100.00", "Amount due in EUR|100.00", "Page 1 of 1")
	for _, it := range frames(t, doc, deliver.Options{}).Pages[0].Items {
		if _, ok := it.Item.(*layout.Image); ok {
			t.Error("a picture on a document without a brand")
		}
	}
	r, err := common().Render(t.Context(), jsonOf(t, doc), deliver.Options{})
	if err != nil || len(r.Warnings) != 1 || r.Warnings[0].Rule != "brand.absent" || !r.Warnings[0].Warning {
		t.Errorf("%v, warnings %+v", err, r.Warnings)
	}
	if r, err = common().Render(t.Context(), jsonOf(t, bill(nil)), deliver.Options{}); err != nil || len(r.Warnings) != 0 {
		t.Errorf("with a brand: %v, warnings %+v", err, r.Warnings)
	}
}

func TestS_PDF_08_Receipt_document(t *testing.T) {
	receipt := object{
		"kind": "receipt", "number": "R-2024-0007", "issue_date": "2024-03-05", "currency": "EUR", "language": "en-IE",
		"seller": object{"name": "Muster GmbH"}, "buyer": object{"name": "Kunde AG"},
		"payment": object{"date": "2024-03-04", "method": "bank_transfer", "amount": "1500.00"},
		"settles": []object{{"number": "INV-2024-00001", "issue_date": "2024-02-01", "total": "2000.00", "amount": "1500.00"}},
	}
	p := printed(t, receipt, deliver.Options{})
	p.has(t, "Receipt|R-2024-0007", "Amount paid|Payment date|Payment method", "4 March 2024|Bank transfer|PAID", "Invoice INV-2024-00001|1 February 2024|2,000.00|1,500.00", "Open after this payment|500.00")
	if !strings.Contains(p.text(), "€1,500.00") {
		t.Errorf("no amount with its currency:\n%s", p.text())
	}
	printed(t, receipt, deliver.Options{Language: "de"}).has(t, "Quittung|R-2024-0007", "4. März 2024|Überweisung|BEZAHLT")
}

func TestS_PDF_09_FullInvoice_document(t *testing.T) {
	p := printed(t, bill(object{
		"payment_terms": "net_30", "terms": "Payment without deduction.",
		"lines": []object{
			{"description": "Gyrocompass overhaul", "quantity": "2", "unit_price": "100.00", "tax": object{"rate": "23"}},
			{"description": "Sea trial", "quantity": "12.5", "unit": "hour", "unit_price": "40.00", "tax": object{"rate": "13.5"}},
		},
		"charges": []object{{"amount": "25.00", "reason": "Freight"}},
	}), deliver.Options{})
	p.has(t, "Due date", "2 March 2024", "Gyrocompass overhaul|2|100.00|23%|200.00", "Sea trial|12.5|h|40.00|13.5%|500.00",
		"Subtotal|700.00", "Surcharge, Freight|25.00", "23%|207.14|47.64", "13.5%|517.86|69.91", "Payment without deduction.")
}

func TestS_PAY_03_WireInstructions_document(t *testing.T) {
	payment := object{"display_wire_instructions": true, "wire_instructions": object{
		"bank_name": "First National", "account_number": "000123456789", "routing_number": "021000021", "reference": "Invoice {{invoice_number}}"}}
	p := printed(t, bill(object{"payment": payment}), deliver.Options{})
	p.has(t, "International wire transfer", "Bank|First National", "Account no.|000123456789", "Routing no.|021000021", "Reference|Invoice INV-2024-00001")
	payment["display_wire_instructions"] = false
	printed(t, bill(object{"payment": payment}), deliver.Options{}).hasNo(t, "First National", "000123456789", "021000021", "Invoice INV-2024-00001")
}

func TestS_PAY_04_ReferenceTemplate_document(t *testing.T) {
	payment := object{"bank_accounts": []object{{"iban": "DE75512108001245126199"}}, "reference": "Invoice {{invoice_number}}"}
	printed(t, bill(object{"payment": payment}), deliver.Options{}).has(t, "Reference|Invoice INV-2024-00001")
	// A draft has no number yet, so nothing is printed that would be wrong later.
	p := printed(t, bill(object{"payment": payment, "number": nil}), deliver.Options{})
	p.has(t, "IBAN|DE75 5121 0800 1245 1261 99")
	p.hasNo(t, "{{", "Reference")
}

func TestS_PAY_05_MaskedNumberWarns_document(t *testing.T) {
	wire := func(number string, display bool) deliver.Source {
		return jsonOf(t, bill(object{"payment": object{"display_wire_instructions": display, "wire_instructions": object{"bank_name": "First National", "account_number": number}}}))
	}
	for _, tt := range []struct {
		number  string
		display bool
		warned  bool
	}{{"****1234", true, true}, {"****1234", false, false}, {"000123456789", true, false}} {
		r, err := common().Render(t.Context(), wire(tt.number, tt.display), deliver.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(r.Warnings) == 1 && r.Warnings[0].Pointer == "/payment/wire_instructions/account_number" && r.Warnings[0].Line > 0; got != tt.warned || !tt.warned && len(r.Warnings) > 0 {
			t.Errorf("%s, displayed %t: %+v", tt.number, tt.display, r.Warnings)
		}
	}
}
