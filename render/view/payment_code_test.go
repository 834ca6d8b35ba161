package view

import (
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
)

const transfer = "BCD\n002\n1\nSCT\nSOLADEST\nMuster GmbH\nDE75512108001245126199\nEUR120.00"

// paying is a document of 120.00 EUR to an account.
func paying(f func(*billing.Document)) billing.Document {
	return change(func(d *billing.Document) {
		d.Payment = billing.PaymentDetails{
			BankAccounts: []billing.BankAccount{{Holder: "Muster GmbH", IBAN: "DE75 5121 0800 1245 1261 99", BIC: "soladest"}},
			Reference:    "Invoice {{invoice_number}}", URL: "https://pay.example/7"}
		f(d)
	})
}

func TestPaymentCode(t *testing.T) {
	account := func(f func(*billing.BankAccount)) func(*billing.Document) {
		return func(d *billing.Document) { f(&d.Payment.BankAccounts[0]) }
	}
	const online = "https://pay.example/7"
	for _, tt := range []struct {
		name string
		f    func(*billing.Document)
		want string
	}{
		{"a transfer", func(*billing.Document) {}, transfer + "\n\n\nInvoice INV-7"},
		{"without a reference, the number", func(d *billing.Document) { d.Payment.Reference = "" }, transfer + "\n\n\nINV-7"},
		{"a draft ends with the amount", func(d *billing.Document) { d.Number = "" }, transfer},
		{"a structured reference", func(d *billing.Document) { d.Payment.Reference = "rf18 5390 0754 7034" }, transfer + "\n\nRF18539007547034"},
		{"one that does not check is text", func(d *billing.Document) { d.Payment.Reference = "RF19 5390 0754 7034" }, transfer + "\n\n\nRF19 5390 0754 7034"},
		{"no BIC", account(func(a *billing.BankAccount) { a.BIC = "" }), strings.Replace(transfer, "SOLADEST", "", 1) + "\n\n\nInvoice INV-7"},
		{"no BIC's shape", account(func(a *billing.BankAccount) { a.BIC = "SOLADE5" }), strings.Replace(transfer, "SOLADEST", "", 1) + "\n\n\nInvoice INV-7"},
		{"the seller holds the account", account(func(a *billing.BankAccount) { a.Holder = "" }), strings.Replace(transfer, "Muster GmbH", "Seller", 1) + "\n\n\nInvoice INV-7"},
		{"line feeds end no field", account(func(a *billing.BankAccount) { a.Holder = "Muster\n  GmbH" }), transfer + "\n\n\nInvoice INV-7"},
		{"the first account with an IBAN", func(d *billing.Document) {
			d.Payment.BankAccounts = append([]billing.BankAccount{{AccountNumber: "123"}}, d.Payment.BankAccounts...)
		}, transfer + "\n\n\nInvoice INV-7"},
		{"an IBAN that does not check", account(func(a *billing.BankAccount) { a.IBAN = "DE76512108001245126199" }), online},
		{"an IBAN that is masked", account(func(a *billing.BankAccount) { a.IBAN = "DE75***6199" }), online},
		{"an IBAN outside of SEPA", account(func(a *billing.BankAccount) { a.IBAN = "BR5299360305000017916011084P1" }), online},
		{"no IBAN, but an address", account(func(a *billing.BankAccount) { a.IBAN = "" }), online},
		{"another currency", func(d *billing.Document) { d.Currency = "CHF" }, online},
		{"an address that is not secure", func(d *billing.Document) { d.Payment.BankAccounts, d.Payment.URL = nil, "http://pay.example/7" }, ""},
		{"nothing of an address", func(d *billing.Document) { d.Payment.BankAccounts, d.Payment.URL = nil, "https://" }, ""},
		{"neither", func(d *billing.Document) { d.Payment = billing.PaymentDetails{} }, ""},
		{"a credit note", func(d *billing.Document) {
			d.Kind, d.Preceding = billing.CreditNote, []billing.Reference{{Number: "INV-6"}}
		}, ""},
		{"paid", func(d *billing.Document) { d.Mark = billing.MarkPaid }, ""},
		{"void", func(d *billing.Document) { d.Mark = billing.MarkVoid }, ""},
		{"nothing due", func(d *billing.Document) {
			d.Payments = []billing.Payment{{Date: day(2026, 11, 12), Amount: dec("120.00")}}
		}, ""},
	} {
		v := in{}.document(t, paying(tt.f))
		if got := at(v, "payment.code").Text; got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		caption := map[string]string{"B": "payment.scan", "h": "payment.scan_url", "": ""}[at(v, "payment.code").Text[:min(1, len(tt.want))]]
		if got := at(v, "payment.code_caption").Text; caption == "" && got != "" || caption != "" && got != v.Label(caption, nil) {
			t.Errorf("%s: caption %q", tt.name, got)
		}
	}
	if at(in{}.receipt(t, proof()), "payment.code").Text != "" {
		t.Error("a receipt asks for money")
	}
}

// The bounds of EPC069-12, at each and one past it.
func TestPaymentCodeLimits(t *testing.T) {
	code := func(f func(*billing.Document)) string {
		return at(in{}.document(t, paying(func(d *billing.Document) { d.Payment.URL = ""; f(d) })), "payment.code").Text
	}
	amount := func(s string) func(*billing.Document) {
		return func(d *billing.Document) { d.Taxes, d.Lines[0].UnitPrice = nil, dec(s) }
	}
	for s, want := range map[string]bool{"0.00": false, "0.01": true, "999999999.99": true, "1000000000.00": false} {
		if got := code(amount(s)); (got != "") != want || want && !strings.Contains(got, "\nEUR"+s+"\n") {
			t.Errorf("%s: %q", s, got)
		}
	}
	reference := func(s string) func(*billing.Document) {
		return func(d *billing.Document) { d.Payment.Reference = s }
	}
	for _, n := range []int{140, 141} {
		s := "ä" + strings.Repeat("x", n-1)
		if got := code(reference(s)); (got != "") != (n == 140) || got != "" && !strings.HasSuffix(got, "\n\n\n"+s) {
			t.Errorf("a reference of %d: %q", n, got)
		}
	}
	for _, tt := range []struct{ holder, want string }{
		{strings.Repeat("x", 70), strings.Repeat("x", 70)},
		{strings.Repeat("ß", 71), strings.Repeat("ß", 70)},
		{strings.Repeat("x", 66) + " & Co", strings.Repeat("x", 66)},
		{strings.Repeat("x", 65) + " & Co", strings.Repeat("x", 65) + " & Co"},
		{strings.Repeat("x", 70) + " GmbH", strings.Repeat("x", 70)},
	} {
		got := strings.Split(code(func(d *billing.Document) { d.Payment.BankAccounts[0].Holder = tt.holder }), "\n")
		if len(got) < 6 || got[5] != tt.want {
			t.Errorf("%q: %q", tt.holder, got)
		}
	}
	// Where the whole is too long the name gives way, word by word but the first.
	for _, tt := range []struct {
		holder string
		x      int // letters of the reference, after two of two bytes
		want   int // bytes
	}{
		{strings.Repeat("Ω", 59) + " ABCDE ABCD", 137, 329},
		{strings.Repeat("Ω", 59) + " ABCDE ABCD", 138, 325},
		{strings.Repeat("Ω", 64) + " ABCDE", 137, 328},
		{strings.Repeat("Ω", 64), 138, 329},
		{strings.Repeat("Ω", 65), 138, 0},
	} {
		got := code(func(d *billing.Document) {
			d.Payment.BankAccounts[0].Holder = tt.holder
			d.Payment.Reference = "ΩΩ" + strings.Repeat("x", tt.x)
		})
		if len(got) != tt.want || got != "" && !strings.HasSuffix(got, "x") {
			t.Errorf("%.3q… and %d: %d bytes, want %d", tt.holder, tt.x, len(got), tt.want)
		}
	}
	url := func(n int) string {
		v := in{}.document(t, change(func(d *billing.Document) { d.Payment.URL = "https://" + strings.Repeat("x", n-8) }))
		return at(v, "payment.code").Text
	}
	if len(url(329)) != 329 || url(330) != "" {
		t.Error("the length of an address")
	}
}

func TestNumbersOfBanks(t *testing.T) {
	for s, want := range map[string]bool{
		"DE75512108001245126199": true, "GB82WEST12345698765432": true, "MT84MALT011000012345MTLCAST001S": true, "NO9386011117947": true,
		"DE75512108001245126190": false, "DE7551210800124512619": false, "DE755121080012451261990": false, "XX75512108001245126199": false,
		"DE7A512108001245126199": false, "DE": false, "": false, "DE75-12108001245126199": false,
	} {
		if got := sepaIBAN(s); got != want {
			t.Errorf("IBAN %q: %v", s, got)
		}
	}
	for s, want := range map[string]bool{
		"RF18539007547034": true, "RF18000000000539007547034": true, "RF712348231": true, "RF0000000000000000000000000": false,
		"RF19539007547034": false, "RF18": false, "RF": false, "": false, "XF18539007547034": false,
	} {
		if got := creditorReference(s); got != want {
			t.Errorf("reference %q: %v", s, got)
		}
	}
	for s, want := range map[string]bool{"SOLADEST": true, "SOLADEST600": true, "SOLADES": false, "SOLADEST6": false, "S0LADEST": false, "SOLADEST60-": false} {
		if got := validBIC(s); got != want {
			t.Errorf("BIC %q: %v", s, got)
		}
	}
}
