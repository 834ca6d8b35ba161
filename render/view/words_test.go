package view

import (
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/tax"
	"github.com/facture-dev/facture/templates"
)

func TestPeriods(t *testing.T) {
	for _, tt := range []struct {
		lang, style string
		p           billing.Period
		want        string
	}{
		{"en-IE", "", billing.Period{}, ""},
		{"en-IE", "", billing.Period{Start: day(2026, 10, 1), End: day(2026, 10, 31)}, "1–31 October 2026"},
		{"en-IE", "", billing.Period{Start: day(2026, 10, 1), End: day(2026, 11, 30)}, "1 October – 30 November 2026"},
		{"en-IE", "", billing.Period{Start: day(2026, 10, 1), End: day(2027, 1, 31)}, "1 October 2026 – 31 January 2027"},
		{"en-IE", "", billing.Period{Start: day(2026, 10, 1), End: day(2026, 10, 1)}, "1 October 2026"},
		{"en-IE", "", billing.Period{Start: day(2026, 10, 1)}, "1 October 2026 –"},
		{"en-IE", "", billing.Period{End: day(2026, 10, 31)}, "– 31 October 2026"},
		{"en-US", "medium", billing.Period{Start: day(2024, 1, 1), End: day(2024, 1, 31)}, "Jan 1 – 31, 2024"},
		{"de", "", billing.Period{Start: day(2026, 10, 1), End: day(2026, 10, 31)}, "1.–31. Oktober 2026"},
		{"de", "short", billing.Period{Start: day(2026, 10, 1), End: day(2026, 10, 31)}, "01.–31.10.26"},
		{"fr", "", billing.Period{Start: day(2026, 10, 1), End: day(2026, 11, 30)}, "1 octobre – 30 novembre 2026"},
	} {
		v := in{lang: tt.lang, brand: templates.Brand{DateStyle: tt.style}}.document(t, change(func(d *billing.Document) { d.Period = tt.p }))
		got := ""
		for _, f := range at(v, "document.facts").Items {
			if f.Values[factLabel].Text == v.Label("fact.period", nil) {
				got = f.Values[factValue].Text
			}
		}
		if strings.ReplaceAll(got, "\u2009", " ") != tt.want {
			t.Errorf("%s %s: %q, want %q", tt.lang, tt.style, got, tt.want)
		}
	}
}

func TestDates(t *testing.T) {
	for style, want := range map[string]string{"": "12 November 2026", "long": "12 November 2026", "short": "12/11/2026", "medium": "12 Nov 2026", "full": "Thursday 12 November 2026"} {
		v := in{brand: templates.Brand{DateStyle: style}}.document(t, small())
		wantText(t, v, "document.issue_date", want)
	}
	wantText(t, in{}.document(t, change(func(d *billing.Document) { d.IssueDate = billing.Date{} })), "document.issue_date", "")
}

// What stands under a line: its discounts and charges, worded by what is
// stated of them.
func TestLineNotes(t *testing.T) {
	adj := func(percent, amount, reason string) billing.Adjustment {
		a := billing.Adjustment{Reason: reason}
		if percent != "" {
			a.Percent = ptr(percent)
		} else {
			a.Amount = ptr(amount)
		}
		return a
	}
	for _, tt := range []struct {
		a                billing.Adjustment
		discount, charge string
	}{
		{adj("", "5.00", ""), "Discount: −5.00", "Surcharge: 5.00"},
		{adj("10", "", ""), "Discount 10%: −10.00", "Surcharge 10%: 10.00"},
		{adj("", "5.00", "Loyalty"), "Loyalty: −5.00", "Loyalty: 5.00"},
		{adj("12.5", "", "Loyalty"), "Loyalty, 12.5% off: −12.50", "Loyalty, 12.5% added: 12.50"},
	} {
		for _, c := range []struct {
			to   func(*billing.Line) *[]billing.Adjustment
			want string
		}{
			{func(l *billing.Line) *[]billing.Adjustment { return &l.Discounts }, tt.discount},
			{func(l *billing.Line) *[]billing.Adjustment { return &l.Charges }, tt.charge},
		} {
			v := in{}.document(t, change(func(d *billing.Document) { *c.to(&d.Lines[0]) = []billing.Adjustment{tt.a} }))
			if got := lineNotesOf(v); !slices.Equal(got, []string{c.want}) {
				t.Errorf("%q, want %q", got, c.want)
			}
		}
	}
	v := in{}.document(t, change(func(d *billing.Document) {
		d.Lines[0] = billing.Line{Description: "Screws\nzinc plated\nM4", SKU: "S-4", Quantity: dec("250"), Unit: "piece", UnitPrice: dec("8.50"), BaseQuantity: dec("100"),
			Period: billing.Period{Start: day(2026, 10, 1), End: day(2026, 10, 1)}}
	}))
	if got := lineNotesOf(v); !slices.Equal(got, []string{"zinc plated\nM4", "Item S-4", "1 October 2026", "8.50 per 100 pcs"}) {
		t.Errorf("%q", got)
	}
	wantTable(t, v, "lines", []int{lineDescription, lineQuantity, lineUnit, lineUnitPrice, lineTax, lineAmount}, "Screws|250|pcs|8.50|20%|21.25")
}

func TestUnits(t *testing.T) {
	for _, tt := range []struct{ lang, unit, quantity, want string }{
		{"en-IE", "day", "1", "day"},
		{"en-IE", "day", "2", "days"},
		{"en-IE", "day", "1.0", "days"},
		{"en-IE", "pallet", "2", "pallet"}, // not a word that languages know
		{"en-IE", "", "2", ""},
		{"de", "day", "2", "Tage"},
		{"pl", "month", "5", "miesięcy"},
	} {
		v := in{lang: tt.lang}.document(t, change(func(d *billing.Document) { d.Lines[0].Unit, d.Lines[0].Quantity = tt.unit, dec(tt.quantity) }))
		if got := at(v, "lines").Items[0].Values[lineUnit].Text; got != tt.want {
			t.Errorf("%s %s %s: %q, want %q", tt.lang, tt.quantity, tt.unit, got, tt.want)
		}
	}
}

func TestTotals(t *testing.T) {
	for _, tt := range []struct {
		name string
		f    func(*billing.Document)
		want []string
	}{
		{"taxed", func(*billing.Document) {}, []string{"Subtotal|100.00|row", "VAT|20.00|row", "Amount due in EUR|120.00|last"}},
		{"untaxed", func(d *billing.Document) { d.Taxes = nil }, []string{"Amount due in EUR|100.00|last"}},
		{"named", func(d *billing.Document) {
			d.Taxes = []tax.Tax{{Name: "GST", Rate: dec("5")}, {Name: "QST", Rate: dec("9.975")}}
		},
			[]string{"Subtotal|100.00|row", "GST 5%|5.00|row", "QST 9.975%|9.98|row", "Amount due in EUR|114.98|last"}},
		{"inclusive", func(d *billing.Document) { d.TaxMode = billing.Inclusive },
			[]string{"Subtotal|100.00|row", "Net total|83.33|group", "VAT|16.67|row", "Amount due in EUR|100.00|last"}},
		{"adjusted", func(d *billing.Document) {
			d.Discounts = []billing.Adjustment{{Amount: ptr("10.00")}, {Percent: ptr("2"), Reason: "autumn"}, {Amount: ptr("3"), Reason: "Discount for loyalty"}}
			d.Charges = []billing.Adjustment{{Amount: ptr("5.00"), Reason: "freight"}, {Percent: ptr("1")}}
		}, []string{"Subtotal|100.00|row", "Discount|−10.00|row", "Discount 2%, autumn|−2.00|row", "Discount for loyalty|−3.00|row",
			"Surcharge, freight|5.00|row", "Surcharge 1%|1.00|row", "Net total|91.00|group", "VAT|18.20|row", "Amount due in EUR|109.20|last"}},
		{"paid", func(d *billing.Document) {
			d.Payments = []billing.Payment{{Amount: dec("10")}, {Date: day(2026, 10, 28), Amount: dec("20")}, {Date: day(2026, 11, 12), Amount: dec("30")},
				{Date: day(2026, 11, 20), Method: "card", Reference: "T-1", Amount: dec("40")}, {Method: "barter", Amount: dec("1")}}
		}, []string{"Subtotal|100.00|row", "VAT|20.00|row", "Total|120.00|total", "Paid|−10.00|row", "Prepaid on 28 October 2026|−20.00|row",
			"Paid on 12 November 2026|−30.00|row", "Paid on 20 November 2026, T-1|−40.00|row", "Paid, barter|−1.00|row", "Amount due in EUR|19.00|last"}},
		{"rounded", func(d *billing.Document) { d.Rounding = dec("0.01") },
			[]string{"Subtotal|100.00|row", "VAT|20.00|row", "Total|120.00|total", "Rounding|0.01|row", "Amount due in EUR|120.01|last"}},
		{"credited", func(d *billing.Document) { d.Kind = billing.CreditNote },
			[]string{"Subtotal|100.00|row", "VAT|20.00|row", "Total credit in EUR|120.00|last"}},
	} {
		v := in{}.document(t, change(tt.f))
		t.Run(tt.name, func(t *testing.T) { wantTable(t, v, "totals", totalCols, tt.want...) })
	}
}

// Sales taxes of the United States have their own word.
func TestTaxNames(t *testing.T) {
	for _, tt := range []struct {
		country string
		taxes   []tax.Tax
		want    string
	}{
		{"IE", []tax.Tax{{Rate: dec("20")}}, "VAT"},
		{"US", []tax.Tax{{Rate: dec("20")}}, "Sales tax"},
		{"CA", []tax.Tax{{Name: "HST", Rate: dec("13")}}, "HST"},
		{"CA", []tax.Tax{{Name: "GST", Rate: dec("5")}, {Name: "QST", Rate: dec("9.975")}}, "VAT"},
	} {
		v := in{}.document(t, change(func(d *billing.Document) { d.Seller.Address.Country, d.Taxes = tt.country, tt.taxes }))
		wantText(t, v, "document.tax_name", tt.want)
	}
}

// One row for one tax, however many groups it occurs in; what is taxed before
// what is not, the highest rate first, in the author's order of names.
func TestTaxTable(t *testing.T) {
	line := func(taxes ...tax.Tax) billing.Line {
		return billing.Line{Description: "x", Quantity: dec("1"), UnitPrice: dec("100.00"), Taxes: taxes}
	}
	state, city := tax.Tax{Name: "State", Rate: dec("4")}, tax.Tax{Name: "City", Rate: dec("4.5")}
	v := in{}.document(t, change(func(d *billing.Document) { d.Lines = []billing.Line{line(state, city), line(state), line(city)} }))
	wantTable(t, v, "taxes", taxCols, "State 4%|200.00|8.00", "City 4.5%|200.00|9.00")
	wantTable(t, v, "totals", totalCols[:2], "Subtotal|300.00", "State 4%|8.00", "City 4.5%|9.00", "Amount due in EUR|317.00")
	if got := v.TaxHeads(); got != [3]string{"VAT rate", "Net", "VAT"} {
		t.Errorf("heads %q", got)
	}
	v = in{}.document(t, change(func(d *billing.Document) {
		d.Lines = []billing.Line{line(tax.Tax{Category: tax.Exempt, Reason: "books"}), line(tax.Tax{Rate: dec("7")}), line(tax.Tax{Category: tax.Zero}), line(tax.Tax{Rate: dec("20")})}
	}))
	wantTable(t, v, "taxes", taxCols, "20%|100.00|20.00", "7%|100.00|7.00", "0%|100.00|0.00", "Exempt|100.00|0.00")
	wantTable(t, v, "lines", []int{lineTax}, "exempt", "7%", "0%", "20%")
	v = in{}.document(t, change(func(d *billing.Document) { d.Taxes = []tax.Tax{{Name: "GST", Rate: dec("5")}} }))
	if got := v.TaxHeads(); got != [3]string{"GST", "Net", "Amount"} {
		t.Errorf("heads %q", got)
	}
}

func TestTaxNotes(t *testing.T) {
	for _, tt := range []struct {
		lang string
		t    tax.Tax
		want []string
	}{
		{"en-IE", tax.Tax{Rate: dec("20")}, nil},
		{"en-IE", tax.Tax{Category: tax.Zero}, nil},
		{"en-IE", tax.Tax{Category: tax.Zero, Reason: "books"}, []string{"books"}},
		{"en-IE", tax.Tax{Category: tax.Exempt, Reason: "resale for export"}, []string{"Exempt: resale for export"}},
		{"en-IE", tax.Tax{Category: tax.Exempt, Reason: "Exempt under section 8"}, []string{"Exempt under section 8"}},
		{"en-IE", tax.Tax{Category: tax.OutsideScope, Reason: "grant"}, []string{"No VAT: grant"}},
		// The phrase that law asks for stands beside a reason that lacks it.
		{"en-IE", tax.Tax{Category: tax.ReverseCharge, Reason: "services, Art. 196"}, []string{"Reverse charge: VAT to be accounted for by the recipient", "services, Art. 196"}},
		{"en-IE", tax.Tax{Category: tax.ReverseCharge, Reason: "reverse charge, Art. 196"}, []string{"reverse charge, Art. 196"}},
		{"de", tax.Tax{Category: tax.Exempt, Reason: "durchlaufender Posten"}, []string{"Steuerfrei: durchlaufender Posten"}},
	} {
		v := in{lang: tt.lang}.document(t, change(func(d *billing.Document) {
			d.Taxes = []tax.Tax{tt.t}
			d.Buyer.TaxIDs, d.Seller.TaxIDs = []billing.TaxID{{Scheme: "vat", ID: "DE1"}}, []billing.TaxID{{Scheme: "vat", ID: "IE1"}}
		}))
		wantTable(t, v, "tax_notes", textCol, tt.want...)
	}
	// One reason on many lines is one note.
	v := in{}.document(t, change(func(d *billing.Document) {
		d.Taxes = []tax.Tax{{Category: tax.Exempt, Reason: "books"}}
		d.Lines = append(d.Lines, d.Lines[0], d.Lines[0])
	}))
	wantTable(t, v, "tax_notes", textCol, "Exempt: books")
	wantText(t, in{}.document(t, change(func(d *billing.Document) { d.TaxMode = billing.Inclusive })), "document.tax_included", "All prices include VAT.")
	wantText(t, in{}.document(t, small()), "document.tax_included", "")
}

func TestFacts(t *testing.T) {
	d := small()
	d.SupplyDate, d.PurchaseOrderNumber, d.BuyerReference, d.Contract = day(2026, 11, 1), "PO-778", "BR-1", "C-9"
	d.Buyer.CustomerNumber = "10457"
	d.CustomFields = []billing.Field{{Label: "Project", Value: "Atlas"}}
	wantTable(t, in{}.document(t, d), "document.facts", factCols, "Invoice date|12 November 2026", "Supply date|1 November 2026",
		"Your order|PO-778", "Your reference|BR-1", "Contract|C-9", "Customer no.|10457", "Project|Atlas")
	d.Kind = billing.CreditNote
	d.Preceding = []billing.Reference{{Number: "INV-1", IssueDate: day(2026, 10, 1), Reason: "damaged"}, {Number: "INV-2"}}
	v := in{}.document(t, d)
	wantTable(t, v, "document.facts", factCols, "Issue date|12 November 2026", "For invoice|INV-1", "|of 1 October 2026", "For invoice|INV-2", "Supply date|1 November 2026",
		"Your order|PO-778", "Your reference|BR-1", "Contract|C-9", "Customer no.|10457", "Project|Atlas")
	wantText(t, v, "document.reason", "damaged")
	wantText(t, v, "document.title", "Credit note")
	if f := at(v, "document.facts").Items[1]; f.Values[factStrong].Text != "1" {
		t.Error("the number of the corrected invoice is not emphasized")
	}
	v = in{lang: "de"}.document(t, change(func(d *billing.Document) { d.PurchaseOrderNumber = "PO-778" }))
	wantTable(t, v, "document.facts", factCols, "Rechnungsdatum|12. November 2026", "Ihre Bestellung|PO-778")
}

// What a brand states is printed in the document's language: that of the very
// tag, else of its language, else nothing.
func TestBrandWordsByLanguage(t *testing.T) {
	brand := templates.Brand{
		Notes:        map[string]string{"en": "Thank you.", "en-GB": "Cheers."},
		CustomFields: map[string][]templates.CustomField{"en": {{Name: "Creditor", Value: "IE7"}, {Name: "Empty"}}},
		Footer:       map[string][]string{"en": {"1", "2", "3", "4"}},
	}
	d := small()
	d.CustomFields = []billing.Field{{Label: "Project", Value: "Atlas"}}
	v := in{brand: brand}.document(t, d)
	wantTable(t, v, "document.facts", factCols, "Invoice date|12 November 2026", "Project|Atlas", "Creditor|IE7")
	wantText(t, v, "document.notes", "Thank you.")
	wantTable(t, v, "footer.columns", textCol, "1", "2", "3", "4")
	wantText(t, in{lang: "en-GB", brand: brand}.document(t, d), "document.notes", "Cheers.")
	v = in{lang: "de", brand: brand}.document(t, d)
	wantTable(t, v, "document.facts", factCols, "Rechnungsdatum|12. November 2026", "Project|Atlas")
	wantText(t, v, "document.notes", "")

	r := proof()
	r.CustomFields = d.CustomFields
	v = in{brand: brand}.receipt(t, r)
	wantText(t, v, "document.notes", "Thank you.")
	if facts := at(v, "document.facts").Items; len(facts) < 2 || facts[len(facts)-2].Values[factValue].Text != "Atlas" || facts[len(facts)-1].Values[factValue].Text != "IE7" {
		t.Errorf("the receipt states %d facts, the brand's not last", len(facts))
	}
}

func TestBand(t *testing.T) {
	v := in{}.document(t, change(func(d *billing.Document) { d.PaymentTerms = billing.Net30 }))
	for path, want := range map[string]string{"document.amount_label": "Amount due", "document.amount": "€120.00", "document.due_label": "Due date", "document.due_date": "12 December 2026",
		"document.payable": "1", "document.is_invoice": "1", "document.party_label": "Billed to", "document.summary": "Seller, 12 November 2026"} {
		wantText(t, v, path, want)
	}
	v = in{}.document(t, change(func(d *billing.Document) { d.Kind, d.DueDate = billing.CreditNote, day(2026, 12, 1) }))
	for path, want := range map[string]string{"document.amount_label": "Amount credited", "document.due_label": "Refund by", "document.payable": "", "document.is_credit_note": "1", "document.party_label": "Credited to",
		"payment.to_label": "By transfer to your account"} {
		wantText(t, v, path, want)
	}
	for name, f := range map[string]func(*billing.Document){
		"paid in full": func(d *billing.Document) { d.Payments = []billing.Payment{{Amount: dec("120")}} },
		"marked paid":  func(d *billing.Document) { d.Mark = billing.MarkPaid },
		"void":         func(d *billing.Document) { d.Mark = billing.MarkVoid },
	} {
		if got := at(in{}.document(t, change(f)), "document.payable").Text; got != "" {
			t.Errorf("%s: there is something to pay", name)
		}
	}
}

func TestParties(t *testing.T) {
	d := small()
	d.Buyer = billing.Party{Name: "Kunde AG", Attention: "Frau Núñez", Address: billing.Address{Lines: []string{"Marienplatz 2"}, PostalCode: "80331", City: "München", Country: "DE"},
		TaxIDs: []billing.TaxID{{Scheme: "vat", ID: "DE1"}, {Scheme: "ein", ID: "12-3"}, {Scheme: "XYZ", ID: "9"}, {ID: "8"}}, Registration: "HRB 1\nMünchen",
		Email: "a@b.example", Phone: "+49 1", Website: "b.example", CustomFields: []billing.Field{{Label: "Depot", Value: "3"}}}
	d.ShipTo = &billing.Party{Name: "Depot 3", Address: billing.Address{Country: "FR"}}
	v := in{}.document(t, d)
	want := []string{"Kunde AG|name", "Frau Núñez|attention", "Marienplatz 2|address", "80331 München, Germany|address", "VAT no. DE1|tax_ids", "EIN 12-3|tax_ids", "XYZ 9|tax_ids", "Tax ID 8|tax_ids",
		"a@b.example|contact", "+49 1|contact", "b.example|contact", "HRB 1|registration", "München|registration", "Depot: 3|registration"}
	got := table(v, "buyer.lines", partyLineText, partyLineRole)
	for i := range got {
		got[i] = strings.ReplaceAll(got[i], "\u00a0", " ")
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant\n%q", got, want)
	}
	wantText(t, v, "buyer.country", "Germany")
	wantTable(t, v, "ship_to.lines", []int{partyLineText}, "Depot 3", "France")
	wantText(t, v, "seller.name", "Seller")
}

func TestTerms(t *testing.T) {
	brand := templates.Brand{Terms: map[string]string{"en": "English terms.", "de": "Deutsche Bedingungen.", "de-AT": "Österreichische Bedingungen."}}
	for _, tt := range []struct {
		in   in
		own  string
		want string
	}{
		{in{brand: brand}, "Own.", "Own."},
		{in{brand: brand}, "", "English terms."},
		{in{brand: brand, lang: "de"}, "", "Deutsche Bedingungen."},
		{in{brand: brand, lang: "de-AT"}, "", "Österreichische Bedingungen."},
		{in{brand: brand, lang: "fr"}, "", ""},
		{in{brand: brand, noTerms: true}, "", ""},
		{in{brand: brand, noTerms: true}, "Own.", ""},
	} {
		wantText(t, tt.in.document(t, change(func(d *billing.Document) { d.Terms = tt.own })), "document.terms", tt.want)
		r := proof()
		r.Terms = tt.own
		wantText(t, tt.in.receipt(t, r), "document.terms", tt.want)
	}
}

// Payment terms are worded where no date says when to pay; discounts for paying
// soon always are.
func TestTermsSummary(t *testing.T) {
	for _, tt := range []struct {
		name string
		f    func(*billing.Document)
		want string
	}{
		{"a date", func(d *billing.Document) { d.PaymentTerms = billing.Net30 }, ""},
		{"no date of issue", func(d *billing.Document) { d.PaymentTerms, d.IssueDate = billing.Net30, billing.Date{} }, "Payable within 30 days of the invoice date without deduction."},
		{"on receipt", func(d *billing.Document) { d.PaymentTerms, d.IssueDate = billing.DueOnReceipt, billing.Date{} }, "Payable on receipt without deduction."},
		{"nothing", func(d *billing.Document) {}, ""},
		{"early", func(d *billing.Document) {
			d.PaymentTerms = billing.Net30
			d.EarlyPayment = []billing.EarlyPayment{{Days: 10, Percent: dec("2")}, {Days: 1, Percent: dec("3.5")}}
		}, "2% discount for payment within 10 days.\n3.5% discount for payment within 1 day."},
		{"credit", func(d *billing.Document) {
			d.Kind, d.PaymentTerms, d.IssueDate = billing.CreditNote, billing.Net30, billing.Date{}
		}, ""},
	} {
		v := in{}.document(t, change(tt.f))
		t.Run(tt.name, func(t *testing.T) { wantText(t, v, "document.terms_summary", tt.want) })
	}
}
