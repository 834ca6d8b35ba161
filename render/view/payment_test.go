package view

import (
	"slices"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/templates"
)

const grouped = "DE75\u00a05121\u00a00800\u00a01245\u00a01261\u00a099"

func TestGroupIBAN(t *testing.T) {
	for in, want := range map[string]string{
		"DE75512108001245126199":      grouped,
		"DE75 5121 0800 1245 1261 99": grouped,
		"":                            "",
		"NO93":                        "NO93",
		"NO938":                       "NO93\u00a08",
	} {
		if got := groupIBAN(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// A reference that waits for a number is not printed before there is one.
func TestReferences(t *testing.T) {
	for _, tt := range []struct{ reference, number, want string }{
		{"Invoice {{invoice_number}}", "INV-2024-00001", "Invoice INV-2024-00001"},
		{"{{invoice_number}}/{{invoice_number}}", "7", "7/7"},
		{"{{invoice_number}}", "", ""},
		{"Invoice {{invoice_number}}", "", ""},
		{"RF18 5390", "", "RF18 5390"},
		{"RF18 5390", "7", "RF18 5390"},
		{"", "7", ""},
		{"{{number}}", "7", "{{number}}"},
		{"{{invoice_number}}", "{{invoice_number}}", "{{invoice_number}}"},
	} {
		if got := fill(tt.reference, tt.number); got != tt.want {
			t.Errorf("%q of %q: %q, want %q", tt.reference, tt.number, got, tt.want)
		}
	}
}

func TestPayment(t *testing.T) {
	de := billing.BankAccount{Holder: "Muster GmbH", BankName: "Bank A", IBAN: "DE75512108001245126199", BIC: "SOLADEST"}
	us := billing.BankAccount{Holder: "Muster Inc.", AccountNumber: "000123", RoutingNumber: "021000021", SortCode: "12-34-56"}
	wire := &billing.WireInstructions{BankName: "First Bank", BankAddress: "1 Main St", AccountNumber: "000987", RoutingNumber: "026009593", SWIFT: "FIRSTUS33", Reference: "Wire {{invoice_number}}"}
	for _, tt := range []struct {
		name string
		p    billing.PaymentDetails
		to   string
		want []string
	}{
		{"nothing", billing.PaymentDetails{}, "", nil},
		{"one account", billing.PaymentDetails{BankAccounts: []billing.BankAccount{de}, Reference: "{{invoice_number}}"}, grouped,
			[]string{"# Payment", "Account holder|Muster GmbH", "Bank|Bank A", "IBAN|" + grouped, "BIC|SOLADEST", "Reference|INV-7"}},
		{"two accounts", billing.PaymentDetails{BankAccounts: []billing.BankAccount{de, us}, Reference: "{{invoice_number}}"}, grouped,
			[]string{"# Payment", "Account holder|Muster GmbH", "Bank|Bank A", "IBAN|" + grouped, "BIC|SOLADEST",
				"# ", "Account holder|Muster Inc.", "Account no.|000123", "Routing no.|021000021", "Sort code|12-34-56", "# ", "Reference|INV-7"}},
		{"a reference alone", billing.PaymentDetails{Reference: "RF18"}, "", []string{"# Payment", "Reference|RF18"}},
		{"a link alone", billing.PaymentDetails{URL: "https://pay.example/"}, "", []string{"# Payment", "Pay online|https://pay.example/"}},
		{"an account and a link", billing.PaymentDetails{BankAccounts: []billing.BankAccount{us}, URL: "https://pay.example/x"}, "000123",
			[]string{"# Payment", "Account holder|Muster Inc.", "Account no.|000123", "Routing no.|021000021", "Sort code|12-34-56", "Pay online|https://pay.example/x"}},
		{"a hidden wire", billing.PaymentDetails{WireInstructions: wire}, "", nil},
		{"a wire", billing.PaymentDetails{WireInstructions: wire, DisplayWireInstructions: true}, "000987",
			[]string{"# International wire transfer", "Bank|First Bank", "Bank address|1 Main St", "Account no.|000987", "Routing no.|026009593", "SWIFT code|FIRSTUS33", "Reference|Wire INV-7"}},
	} {
		v := in{}.document(t, change(func(d *billing.Document) { d.Payment = tt.p }))
		if got := payFacts(v); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n%q\nwant\n%q", tt.name, got, tt.want)
		}
		wantText(t, v, "payment.to", tt.to)
	}
	v := in{}.document(t, change(func(d *billing.Document) {
		d.Payment.URL, d.Payment.Instructions = "https://pay.example/x/", "Thank you"
	}))
	wantText(t, v, "payment.url", "https://pay.example/x/")
	wantText(t, v, "payment.url_text", "pay.example/x")
	wantText(t, v, "payment.instructions", "Thank you")
	if f := at(v, "payment.groups").Items[0].Values[groupFacts].Items[0]; f.Values[factLink].Text != "https://pay.example/x/" {
		t.Errorf("the link leads to %q", f.Values[factLink].Text)
	}
	// In a draft the reference waits for the number.
	v = in{}.document(t, change(func(d *billing.Document) {
		d.Number, d.Payment.Reference, d.Payment.BankAccounts = "", "{{invoice_number}}", []billing.BankAccount{{IBAN: "NO93"}}
	}))
	if got := payFacts(v); !slices.Equal(got, []string{"# Payment", "IBAN|NO93"}) {
		t.Errorf("a draft: %q", got)
	}
}

func TestMarks(t *testing.T) {
	for _, tt := range []struct {
		lang   string
		mark   billing.Mark
		number string
		want   string
		paid   string
	}{
		{"en-IE", "", "7", "", ""},
		{"en-IE", "", "", "DRAFT", ""},
		{"en-IE", billing.MarkDraft, "7", "DRAFT", ""},
		{"en-IE", billing.MarkPaid, "7", "PAID", "1"},
		{"en-IE", billing.MarkVoid, "7", "VOID", ""},
		{"en-IE", billing.MarkCopy, "7", "COPY", ""},
		{"de", billing.MarkPaid, "7", "BEZAHLT", "1"},
		{"de", "", "", "ENTWURF", ""},
		{"el", billing.MarkPaid, "7", "ΕΞΟΦΛΗΘΕΝ", "1"}, // capitals lose their accents
	} {
		v := in{lang: tt.lang}.document(t, change(func(d *billing.Document) { d.Mark, d.Number = tt.mark, tt.number }))
		if tt.lang == "el" {
			for _, r := range at(v, "mark.word").Text {
				if r >= 0x1f00 || r == 'Ή' || r == 'Έ' || r == 'Ό' || r == 'Ά' || r == 'Ί' || r == 'Ύ' || r == 'Ώ' {
					t.Errorf("Greek capitals with an accent: %q", at(v, "mark.word").Text)
				}
			}
		} else {
			wantText(t, v, "mark.word", tt.want)
		}
		wantText(t, v, "mark.paid", tt.paid)
	}
	// A receipt proves that something was paid.
	r := proof()
	wantText(t, in{}.receipt(t, r), "mark.word", "PAID")
	r.Mark = billing.MarkVoid
	wantText(t, in{}.receipt(t, r), "mark.word", "VOID")
	r.Mark, r.Number = "", ""
	wantText(t, in{}.receipt(t, r), "mark.word", "DRAFT")
}

func TestReceipt(t *testing.T) {
	v := in{}.receipt(t, proof())
	for path, want := range map[string]string{
		"document.title": "Receipt", "document.number": "R-1", "document.amount": "€60.00", "document.amount_label": "Amount paid", "document.is_receipt": "1", "document.payable": "",
		"document.party_label": "Received from", "receipt.date": "19 November 2026", "receipt.method": "Card", "receipt.has_dates": "1", "receipt.has_totals": "1", "receipt.has_paid_before": "1",
	} {
		wantText(t, v, path, want)
	}
	if v.Title != "Receipt R-1" || v.Language != "en-IE" {
		t.Errorf("title %q, language %q", v.Title, v.Language)
	}
	wantTable(t, v, "document.facts", factCols, "Issue date|20 November 2026", "Payment reference|T-99")
	wantTable(t, v, "receipt.settles", []int{settleDocument, settleDate, settleTotal, settlePaidBefore, settleAmount}, "Invoice INV-7|12 November 2026|120.00|20.00|60.00")
	wantTable(t, v, "receipt.totals", totalCols, "Total of this payment|60.00|total", "Open after this payment|40.00|row")
	r := proof()
	r.Settles = []billing.Settlement{{Number: "A", Amount: dec("60")}}
	r.Payment.Method = "barter"
	v = in{}.receipt(t, r)
	for path, want := range map[string]string{"receipt.has_dates": "", "receipt.has_totals": "", "receipt.has_paid_before": "", "receipt.method": "barter"} {
		wantText(t, v, path, want)
	}
	wantTable(t, v, "receipt.totals", totalCols, "Total of this payment|60.00|total")
}

func TestBrand(t *testing.T) {
	v := in{}.document(t, small())
	for _, path := range []string{"brand.logo", "brand.logo_alt", "brand.logo_left", "brand.logo_center", "brand.logo_right"} {
		wantText(t, v, path, "")
	}
	for position, want := range map[string]string{"": "left", "start": "left", "left": "left", "center": "center", "right": "right"} {
		v := in{brand: templates.Brand{Logo: "l.png", LogoPosition: position}}.document(t, small())
		for _, p := range []string{"left", "center", "right"} {
			on := ""
			if p == want {
				on = "1"
			}
			wantText(t, v, "brand.logo_"+p, on)
		}
		if b := v.Brand(); b.Logo != "l.png" || b.Seller != "Seller" || b.Alt == "" {
			t.Errorf("%+v", b)
		}
	}
	v = in{brand: templates.Brand{Logo: "l.png", LogoAlt: "A harp"}}.document(t, small())
	wantText(t, v, "brand.logo_alt", "A harp")
}

// A brand's words stand in place of the language's, those for a region over
// those for its language; a placeholder in what an author wrote is no
// placeholder.
func TestLabelOverrides(t *testing.T) {
	brand := templates.Brand{Labels: map[string]map[string]string{
		"en":    {"document.invoice": "Bill", "totals.amount_due_in": "To pay ({currency})", "band.amount_due": "To pay"},
		"en-IE": {"band.amount_due": "Owed"},
		"de":    {"document.invoice": "Faktura"},
	}}
	v := in{brand: brand}.document(t, small())
	wantText(t, v, "document.title", "Bill")
	wantText(t, v, "document.amount_label", "Owed")
	if v.Title != "Bill INV-7" {
		t.Errorf("title %q", v.Title)
	}
	wantTable(t, v, "totals", totalCols, "Subtotal|100.00|row", "VAT|20.00|row", "To pay (EUR)|120.00|last")
	wantText(t, in{brand: brand, lang: "en-US"}.document(t, small()), "document.amount_label", "To pay")
	wantText(t, in{brand: brand, lang: "de"}.document(t, small()), "document.title", "Faktura")
	wantText(t, in{brand: brand, lang: "fr"}.document(t, small()), "document.title", "Facture")

	brand.Labels["en"]["adjustment.percent"] = "{reason} ({percent})"
	for range 20 { // whatever the order of a map
		v = in{brand: brand}.document(t, change(func(d *billing.Document) {
			d.Lines[0].Discounts = []billing.Adjustment{{Percent: ptr("10"), Reason: "{percent} {amount}"}}
		}))
		if got := lineNotesOf(v); got[0] != "{percent} {amount} (10%): −10.00" {
			t.Fatalf("%q", got)
		}
	}
	// Words for a counted key.
	brand.Labels["en"]["terms.net"] = "{days} days net"
	v = in{brand: brand}.document(t, change(func(d *billing.Document) { d.PaymentTerms, d.IssueDate = billing.Net30, billing.Date{} }))
	wantText(t, v, "document.terms_summary", "30 days net")
}

func TestFooter(t *testing.T) {
	d := small()
	d.Footer = "Own note"
	d.Seller = billing.Party{Name: "Seller", Address: billing.Address{Lines: []string{"Quay 4"}, City: "Cork", Country: "IE"}, Registration: "No. 1\nDublin", Email: "a@b.example", Phone: "+353",
		TaxIDs: []billing.TaxID{{Scheme: "vat", ID: "IE1"}}, CustomFields: []billing.Field{{Label: "Directors", Value: "M. D."}}}
	v := in{}.document(t, d)
	wantText(t, v, "footer.note", "Own note")
	wantTable(t, v, "footer.columns", textCol, "Seller\nQuay 4\nCork, Ireland", "No. 1\nDublin\nDirectors: M. D.\nVAT no. IE1", "a@b.example\n+353")
	brand := templates.Brand{Footer: map[string][]string{"en": {"one", "two"}, "de-AT": {"eins"}, "fr": {}}}
	wantTable(t, in{brand: brand}.document(t, d), "footer.columns", textCol, "one", "two")
	wantTable(t, in{brand: brand, lang: "de-AT"}.document(t, d), "footer.columns", textCol, "eins")
	wantTable(t, in{brand: brand, lang: "fr"}.document(t, d), "footer.columns", textCol)
	if got := table(in{brand: brand, lang: "de"}.document(t, d), "footer.columns", textField); len(got) != 3 {
		t.Errorf("a language without a footer of its own: %q", got)
	}
	// A seller of whom nothing but the name is known has one column.
	wantTable(t, in{}.document(t, change(func(d *billing.Document) { d.Seller = billing.Party{Name: "S"} })), "footer.columns", textCol, "S")
}

func TestCarriedAndNumbers(t *testing.T) {
	v := in{}.document(t, small())
	if got := v.Carried(3, false); got != "Carried forward to page 3" {
		t.Errorf("%q", got)
	}
	if got := v.Carried(2, true); got != "Brought forward from page 2" {
		t.Errorf("%q", got)
	}
	if got := (in{lang: "de"}).document(t, small()).Carried(1234, false); got != "Übertrag auf Seite 1.234" {
		t.Errorf("%q", got)
	}
	if v.Decimals != "." || (in{lang: "de"}).document(t, small()).Decimals != "," {
		t.Error("decimal signs")
	}
	// The running sums are those of the lines.
	v = in{}.document(t, change(func(d *billing.Document) { d.Lines = append(d.Lines, d.Lines[0], d.Lines[0]) }))
	wantTable(t, v, "lines", []int{lineAmount, lineRunning}, "100.00|100.00", "100.00|200.00", "100.00|300.00")
}
