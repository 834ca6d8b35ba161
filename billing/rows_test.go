package billing

import (
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing/tax"
)

// Quantity 4 × '150.00' is '600.00'.
func TestS_LIN_01_QuantityTimesPrice_document(t *testing.T) {
	c := compute(t, document("USD", line("4", "150.00")))
	if got := c.Lines()[0].Amount.String(); got != "600.00" {
		t.Errorf("4 × 150.00 = %s", got)
	}
	if got := c.Lines()[0].Amount.Currency; got != "USD" {
		t.Errorf("in %s", got)
	}
}

// A rule for a product class gives its lines their tax.
func TestS_LIN_02_TaxCategoryRule_document(t *testing.T) {
	d := document("EUR", line("1", "100.00"), line("1", "100.00"))
	d.Lines[0].TaxCategory, d.Lines[1].TaxCategory = "services", "books"
	d.TaxRules = []TaxRule{{"books", vat("7")}, {"services", vat("19")}}
	if got := taxTable(compute(t, d)); got != "19% of 100.00 = 19.00, 7% of 100.00 = 7.00" {
		t.Error(got)
	}
	d.TaxRules = d.TaxRules[:1]
	if got := strings.Join(faultsOf(t, d), ""); got != "/lines/0/tax_category line.tax_category.unknown" {
		t.Errorf("a class without a rule: %s", got)
	}
}

// 12000.00 less 10 % is 10800.00, with its reason.
func TestS_LIN_06_LineDiscount_document(t *testing.T) {
	d := document("EUR", with(line("1", "12000.00"), func(l *Line) {
		l.Discounts = []Adjustment{{Percent: ref("10"), Reason: "volume"}}
	}))
	c := compute(t, d)
	l := c.Lines()[0]
	if l.Amount.String() != "10800.00" || l.Discounts[0].String() != "1200.00" || c.Document().Lines[0].Discounts[0].Reason != "volume" {
		t.Errorf("%+v", l)
	}
}

// An exempt line among taxed ones bears no tax, and the tax table says so.
func TestS_LIN_07_ExemptLine_document(t *testing.T) {
	d := document("EUR", taxed("1", "100.00", "19"), with(line("1", "50.00"), func(l *Line) {
		l.Taxes = []tax.Tax{{Category: tax.Exempt, Reason: "resale for export"}}
	}))
	c := compute(t, d)
	if len(c.Taxes()) != 2 {
		t.Fatalf("%+v", c.Taxes())
	}
	row := c.Taxes()[1]
	if row.Tax.Category != tax.Exempt || row.Base.String() != "50.00" || !row.Amount.IsZero() || row.Tax.Reason != "resale for export" {
		t.Errorf("%+v", row)
	}
	if c.Totals().Tax.String() != "19.00" {
		t.Errorf("tax %s", c.Totals().Tax)
	}
}

// Consulting and travel: the summary groups by rate and treatment.
func TestS_LIN_14_MixedTaxation_document(t *testing.T) {
	exempt := func(l *Line) { l.Taxes = []tax.Tax{{Category: tax.Exempt}} }
	zero := func(l *Line) { l.Taxes = []tax.Tax{{Category: tax.Zero}} }
	c := compute(t, document("EUR", taxed("10", "120.00", "19"), with(line("1", "300.00"), exempt), taxed("2", "120.00", "19.00"),
		with(line("1", "80.00"), exempt), taxed("1", "10.00", "7"), with(line("1", "5.00"), zero)))
	var got []string
	for _, r := range c.Taxes() {
		got = append(got, string(r.Tax.Category)+" "+r.Base.String()+" "+r.Amount.String())
	}
	want := "standard 1440.00 273.60, exempt 380.00 0.00, standard 10.00 0.70, zero 5.00 0.00"
	if strings.Join(got, ", ") != want {
		t.Errorf("%v", got)
	}
}

// Each of the eight terms makes its due date.
func TestS_TRM_01_DueDateFromTerms_document(t *testing.T) {
	for terms, want := range map[PaymentTerms]string{
		DueOnReceipt: "2026-11-22", Net7: "2026-11-29", Net15: "2026-12-07", Net30: "2026-12-22",
		Net45: "2027-01-06", Net60: "2027-01-21", Net90: "2027-02-20", Net120: "2027-03-22",
	} {
		d := document("EUR", line("1", "1"))
		d.IssueDate, d.PaymentTerms = Date{2026, 11, 22}, terms
		c := compute(t, d)
		if c.DueDate().String() != want || c.PaymentTerms() != terms {
			t.Errorf("%s: due %s, terms %s", terms, c.DueDate(), c.PaymentTerms())
		}
		d.IssueDate = Date{} // a draft: the terms without a date
		if c := compute(t, d); !c.DueDate().IsZero() || c.PaymentTerms() != terms {
			t.Errorf("%s without issue date: due %s, terms %s", terms, c.DueDate(), c.PaymentTerms())
		}
	}
}

// A stated date wins over terms, which are then custom.
func TestS_TRM_02_StatedDueDateWins_document(t *testing.T) {
	d := document("EUR", line("1", "1"))
	d.IssueDate, d.PaymentTerms, d.DueDate = Date{2026, 11, 22}, Net30, Date{2027, 1, 15}
	if c := compute(t, d); c.DueDate().String() != "2027-01-15" || c.PaymentTerms() != Custom {
		t.Errorf("due %s, terms %s", c.DueDate(), c.PaymentTerms())
	}
	d.PaymentTerms = Custom // as it is read back
	if c := compute(t, d); c.DueDate().String() != "2027-01-15" || c.PaymentTerms() != Custom {
		t.Errorf("due %s, terms %s", c.DueDate(), c.PaymentTerms())
	}
}

// "on_receipt" where a due date goes is due_on_receipt.
func TestS_TRM_03_OnReceipt_document(t *testing.T) {
	terms, ok := ParsePaymentTerms("on_receipt")
	if !ok || terms != DueOnReceipt {
		t.Fatalf("%q %v", terms, ok)
	}
	d := document("EUR", line("1", "1"))
	d.IssueDate, d.PaymentTerms = Date{2026, 11, 22}, terms
	if c := compute(t, d); c.DueDate() != d.IssueDate {
		t.Errorf("due %s", c.DueDate())
	}
	for _, s := range []string{"", "custom", "net_31", "on receipt"} {
		if _, ok := ParsePaymentTerms(s); ok {
			t.Errorf("%q are no terms", s)
		}
	}
}

// XXQ is refused; yen have no decimals.
func TestS_INV_14_Currency_document(t *testing.T) {
	if got := strings.Join(faultsOf(t, document("XXQ", line("1", "1"))), ""); got != "/currency currency.unknown" {
		t.Errorf("XXQ: %s", got)
	}
	c := compute(t, document("JPY", taxed("3", "1234.5", "10")))
	if got := figures(c.Totals()); got != "3704 0 0 3704 370 4074 0 0 4074" {
		t.Errorf("yen: %s", got)
	}
}

// Subtotal after discounts + tax = total, in exact decimal strings.
func TestS_INV_15_SubtotalPlusTaxIsTotal_document(t *testing.T) {
	for _, mode := range []TaxMode{Exclusive, Inclusive} {
		d := fullExample()
		d.TaxMode = mode
		totals := compute(t, d).Totals()
		subtotal, tax, total := dec(totals.Subtotal.String()), dec(totals.Tax.String()), dec(totals.Total.String())
		if sum, ok := subtotal.Add(tax); !ok || sum != total || total.Exp != 2 {
			t.Errorf("%s: %s + %s is not %s", mode, subtotal, tax, total)
		}
	}
}

// Payers cannot use a masked account number: a warning wherever it is shown.
func TestS_PAY_05_MaskedAccountNumber_document(t *testing.T) {
	warned := func(p PaymentDetails) string {
		d := document("USD", line("1", "1"))
		d.Payment = p
		var out []string
		for _, f := range compute(t, d).Warnings() {
			out = append(out, f.Path)
		}
		return strings.Join(out, " ")
	}
	wire := &WireInstructions{BankName: "First", AccountNumber: "****1234", RoutingNumber: "021000021"}
	if got := warned(PaymentDetails{WireInstructions: wire, DisplayWireInstructions: true}); got != "/payment/wire_instructions/account_number" {
		t.Errorf("shown: %q", got)
	}
	if got := warned(PaymentDetails{WireInstructions: wire}); got != "" {
		t.Errorf("not shown: %q", got)
	}
	for number, masked := range map[string]bool{"****1234": true, "••••1234": true, "XXXX1234": true, "000123456789": false,
		"DE75512108001245126199": false} {
		want := ""
		if masked {
			want = "/payment/bank_accounts/0/iban /payment/bank_accounts/0/account_number"
		}
		if got := warned(PaymentDetails{BankAccounts: []BankAccount{{IBAN: number, AccountNumber: number}}}); got != want {
			t.Errorf("%s: %q", number, got)
		}
	}
}
