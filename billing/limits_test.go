package billing

import (
	"fmt"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

// Every limit holds at the limit and refuses one past it, with one fault.
func TestLimits(t *testing.T) {
	lines := func(change func(l *Line, n int)) func(*Document, int) {
		return func(d *Document, n int) { change(&d.Lines[0], n) }
	}
	adjustments := func(n int) []Adjustment {
		as := make([]Adjustment, n)
		for i := range as {
			as[i] = percent("0.5")
		}
		return as
	}
	taxes := func(n int) []tax.Tax {
		ts := make([]tax.Tax, n)
		for i := range ts {
			ts[i] = tax.Tax{Name: fmt.Sprint("tax ", i), Rate: dec("1")}
		}
		return ts
	}
	text := func(n int) string { return strings.Repeat("x", n) }
	for _, c := range []struct {
		limit int
		fill  func(d *Document, n int)
		want  string // one past the limit
	}{
		{MaxLines, func(d *Document, n int) {
			d.Lines = make([]Line, n)
			for i := range d.Lines {
				d.Lines[i] = line("1", "1")
			}
		}, "/lines lines.too_many"},
		{MaxAdjustments, lines(func(l *Line, n int) { l.Discounts = adjustments(n) }), "/lines/0/discounts discounts.too_many"},
		{MaxAdjustments, lines(func(l *Line, n int) { l.Charges = adjustments(n) }), "/lines/0/charges charges.too_many"},
		{MaxAdjustments, func(d *Document, n int) { d.Discounts = adjustments(n) }, "/discounts discounts.too_many"},
		{MaxAdjustments, func(d *Document, n int) { d.Charges = adjustments(n) }, "/charges charges.too_many"},
		{MaxTaxes, lines(func(l *Line, n int) { l.Taxes = taxes(n) }), "/lines/0/taxes taxes.too_many"},
		{MaxTaxes, func(d *Document, n int) { d.Taxes = taxes(n) }, "/taxes taxes.too_many"},
		{MaxTaxes, func(d *Document, n int) {
			d.Taxes, d.TaxRules = vat("1"), []TaxRule{{"class", taxes(n)}}
		}, "/tax_rules/0/taxes taxes.too_many"},
		{MaxTaxes, func(d *Document, n int) {
			d.Taxes, d.Charges = vat("1"), []Adjustment{{Amount: ref("1"), Taxes: taxes(n)}}
		}, "/charges/0/taxes taxes.too_many"},
		{MaxTaxGroups, func(d *Document, n int) {
			for i := range n {
				d.Lines = append(d.Lines, line("1", "1"))
				d.Lines[i].Taxes = []tax.Tax{{Name: fmt.Sprint(i), Rate: dec("1")}}
			}
			d.Lines = d.Lines[:n]
		}, fmt.Sprintf("/lines/%d tax_groups.too_many", MaxTaxGroups)},
		{MaxTaxGroups - 1, func(d *Document, n int) {
			for i := range MaxTaxGroups - 1 {
				d.Lines = append(d.Lines, line("1", "1"))
				d.Lines[i].Taxes = []tax.Tax{{Name: fmt.Sprint(i), Rate: dec("1")}}
			}
			d.Lines = d.Lines[:MaxTaxGroups-1]
			for i := range n - MaxTaxGroups + 2 {
				d.Charges = append(d.Charges, Adjustment{Amount: ref("1"), Taxes: []tax.Tax{{Name: fmt.Sprint("charge ", i), Rate: dec("1")}}})
			}
		}, "/charges/1/tax tax_groups.too_many"},
		{MaxTaxRules, func(d *Document, n int) {
			for i := range n {
				d.TaxRules = append(d.TaxRules, TaxRule{fmt.Sprint(i), vat("1")})
			}
		}, "/tax_rules tax_rules.too_many"},
		{MaxPayments, func(d *Document, n int) { d.Payments = make([]Payment, n) }, "/payments payments.too_many"},
		{MaxPreceding, func(d *Document, n int) {
			for range n {
				d.Preceding = append(d.Preceding, Reference{Number: "1"})
			}
		}, "/preceding preceding.too_many"},
		{MaxEarlyPayments, func(d *Document, n int) { d.EarlyPayment = make([]EarlyPayment, n) }, "/early_payment early_payment.too_many"},
		{MaxEarlyPaymentDays, func(d *Document, n int) { d.EarlyPayment = []EarlyPayment{{n, dec("2")}} },
			"/early_payment/0/days early_payment.days.range"},
		{MaxBankAccounts, func(d *Document, n int) { d.Payment.BankAccounts = make([]BankAccount, n) },
			"/payment/bank_accounts bank_accounts.too_many"},
		{MaxCustomFields, func(d *Document, n int) { d.CustomFields = make([]Field, n) }, "/custom_fields custom_fields.too_many"},
		{MaxCustomFields, func(d *Document, n int) { d.Buyer.CustomFields = make([]Field, n) },
			"/buyer/custom_fields custom_fields.too_many"},
		{MaxTaxIDs, func(d *Document, n int) { d.Seller.TaxIDs = make([]TaxID, n) }, "/seller/tax_ids tax_ids.too_many"},
		{MaxAddressLines, func(d *Document, n int) { d.ShipTo = &Party{Address: Address{Lines: make([]string, n)}} },
			"/ship_to/address/lines lines.too_many"},
		{MaxTextBytes, func(d *Document, n int) { d.Terms = text(n) }, "/terms text.too_long"},
		{MaxTextBytes, lines(func(l *Line, n int) { l.Description = text(n) }), "/lines/0/description text.too_long"},
		{MaxTextBytes, func(d *Document, n int) { d.Taxes = []tax.Tax{{Rate: dec("1"), Name: text(n)}} }, "/tax/name text.too_long"},
		{MaxTextBytes, func(d *Document, n int) { d.Discounts = []Adjustment{{Percent: ref("1"), Reason: text(n)}} },
			"/discounts/0/reason text.too_long"},
	} {
		t.Run(c.want, func(t *testing.T) {
			d := document("EUR", line("1", "1000"))
			c.fill(&d, c.limit)
			if got := faultsOf(t, d); got != nil {
				t.Errorf("at %d: %v", c.limit, got)
			}
			d = document("EUR", line("1", "1000"))
			c.fill(&d, c.limit+1)
			if got := strings.Join(faultsOf(t, d), ", "); got != c.want {
				t.Errorf("at %d: %s, want %s", c.limit+1, got, c.want)
			}
		})
	}
}

func TestLimitOfSettlements(t *testing.T) {
	r := receipt("10000.00")
	for range MaxSettlements {
		r.Settles = append(r.Settles, Settlement{Number: "1", Amount: dec("1")})
	}
	if _, err := ComputeReceipt(r); err != nil {
		t.Error(err)
	}
	r.Settles = append(r.Settles, Settlement{Number: "1", Amount: dec("1")})
	_, err := ComputeReceipt(r)
	if got := strings.Join(names(t, err), ", "); got != "/settles settles.too_many" {
		t.Error(got)
	}
}

func TestLimitOfFaults(t *testing.T) {
	faults := func(n int) Faults {
		d := document("EUR")
		for range n {
			d.Lines = append(d.Lines, with(line("1", "1"), func(l *Line) { l.Description = "" }))
		}
		_, err := Compute(d)
		return err.(Faults)
	}
	if f := faults(MaxFaults - 1); len(f) != MaxFaults-1 || f[MaxFaults-2].Rule != "line.description.missing" {
		t.Errorf("%d faults, the last %+v", len(f), f[len(f)-1])
	}
	f := faults(MaxFaults + 6)
	if len(f) != MaxFaults || f[MaxFaults-1].Rule != "faults.too_many" || !strings.HasPrefix(f[MaxFaults-1].Message, "7 more") {
		t.Errorf("%d faults, the last %+v", len(f), f[len(f)-1])
	}
}

func TestLargestAmounts(t *testing.T) {
	const most = "9999999999999999.99"
	d := document("EUR", line("1", "9999999999999999"), line("1", "0.99"))
	if got := compute(t, d).Totals().AmountDue; got.String() != most || got.Coef != 999_999_999_999_999_999 {
		t.Errorf("%s", got)
	}
	d.Lines[1].UnitPrice = dec("1.00")
	if got := strings.Join(faultsOf(t, d), ""); got != "/lines/1 total.too_large" {
		t.Errorf("one cent more: %s", got)
	}
	d.Lines[1] = with(line("0.0000000001", "0.0000000001"), func(l *Line) { l.BaseQuantity = money.Decimal{Coef: 1, Exp: 10} })
	if got := compute(t, d).Lines()[1].Gross.String(); got != "0.00" {
		t.Errorf("the smallest line is %s", got)
	}
}
