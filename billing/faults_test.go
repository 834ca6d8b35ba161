package billing

import (
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

func TestFaults(t *testing.T) {
	first := func(change func(*Line)) func(*Document) { return func(d *Document) { change(&d.Lines[0]) } }
	discount := func(as ...Adjustment) func(*Document) { return first(func(l *Line) { l.Discounts = as }) }
	charge := func(as ...Adjustment) func(*Document) { return first(func(l *Line) { l.Charges = as }) }
	lineTax := func(ts ...tax.Tax) func(*Document) {
		return func(d *Document) { d.Lines[0].Taxes, d.Lines[1].Taxes = ts, vat("19") }
	}
	for _, c := range []struct {
		name   string
		change func(*Document)
		want   string // "path rule", several separated by ", "
		says   string // part of the first message
	}{
		{"kind", func(d *Document) { d.Kind = "quote" }, "/kind kind.unknown", "state invoice"},
		{"tax mode", func(d *Document) { d.TaxMode = "net" }, "/tax_mode tax_mode.unknown", "exclusive or inclusive"},
		{"no currency", func(d *Document) { d.Currency = "" }, "/currency currency.missing", "ISO 4217"},
		{"currency", func(d *Document) { d.Currency = "EURO" }, "/currency currency.unknown", "did you mean EUR?"},
		{"seller", func(d *Document) { d.Seller.Name = " " }, "/seller/name seller.name.missing", "state the seller's name"},
		{"buyer", func(d *Document) { d.Buyer.Name = "" }, "/buyer/name buyer.name.missing", "state the buyer's name"},
		{"issue date", func(d *Document) { d.IssueDate = Date{2026, 2, 29} }, "/issue_date date.invalid", "2026-02-29"},
		{"supply date", func(d *Document) { d.SupplyDate = Date{2026, 13, 1} }, "/supply_date date.invalid", "2026-13-01"},
		{"due before issue", func(d *Document) { d.IssueDate, d.DueDate = Date{2026, 11, 22}, Date{2026, 11, 21} },
			"/due_date due_date.before_issue_date", "correct one of them"},
		{"terms", func(d *Document) { d.PaymentTerms = "net_31" }, "/payment_terms payment_terms.unknown", "net_30"},
		{"custom without a date", func(d *Document) { d.PaymentTerms = Custom }, "/payment_terms payment_terms.unknown", "due_date"},
		{"due after the last year", func(d *Document) { d.IssueDate, d.PaymentTerms = Date{9999, 12, 31}, Net7 },
			"/payment_terms due_date.too_late", "9999"},
		{"period", func(d *Document) { d.Period = Period{Date{2026, 10, 31}, Date{2026, 10, 1}} }, "/period/end period.reversed", "2026-10-31"},
		{"line period", first(func(l *Line) { l.Period = Period{Date{2026, 10, 31}, Date{2026, 10, 1}} }),
			"/lines/0/period/end period.reversed", ""},
		{"mark", func(d *Document) { d.Mark = "urgent" }, "/mark mark.unknown", "draft, paid"},
		{"no lines", func(d *Document) { d.Lines = nil }, "/lines lines.missing", "at least one"},
		{"description", first(func(l *Line) { l.Description = "" }), "/lines/0/description line.description.missing", ""},
		{"preceding", func(d *Document) { d.Preceding = []Reference{{Number: "1"}, {Reason: "wrong"}} },
			"/preceding/1/number preceding.number.missing", ""},
		{"two minuses", first(func(l *Line) { l.Quantity, l.UnitPrice = dec("-1"), dec("-1") }),
			"/lines/0/quantity line.quantity.negative_twice", "one of them"},
		{"base quantity", first(func(l *Line) { l.BaseQuantity = dec("-1") }), "/lines/0/base_quantity line.base_quantity.negative", "positive"},
		{"quantity out of range", first(func(l *Line) { l.Quantity = money.Decimal{Coef: 1, Exp: 11} }),
			"/lines/0/quantity number.out_of_range", "18 digits"},
		{"gross overflows", first(func(l *Line) { l.Quantity, l.UnitPrice = dec("999999999999999999"), dec("1") }),
			"/lines/0 line.amount.too_large", "split the line"},
		{"line overflows", func(d *Document) {
			d.Lines[0].UnitPrice = dec("5000000000000000")
			d.Lines[0].Charges = []Adjustment{fixed("6000000000000000")}
		}, "/lines/0 line.amount.too_large", "split"},
		{"total overflows", func(d *Document) {
			for i := range d.Lines {
				d.Lines[i].UnitPrice = dec("6000000000000000")
			}
		}, "/lines/1 total.too_large", "split the document"},
		{"tax overflows", func(d *Document) { d.Lines[0].UnitPrice, d.Taxes = dec("9999999999999000"), vat("19") },
			"/lines total.too_large", ""},
		{"due overflows", func(d *Document) {
			d.Lines[0].UnitPrice, d.Payments = dec("9999999999999000"), []Payment{{Amount: dec("-9999999999999000")}}
		}, "/payments total.too_large", ""},

		{"how much", discount(Adjustment{Reason: "r"}), "/lines/0/discounts/0 adjustment.empty", "percent or amount"},
		{"both", discount(Adjustment{Percent: ref("1"), Amount: ref("1")}), "/lines/0/discounts/0/amount adjustment.both", "leave one out"},
		{"base of an amount", charge(Adjustment{Base: ref("1"), Amount: ref("1")}), "/lines/0/charges/0/base adjustment.base.unused", ""},
		{"above 100 %", discount(percent("100.01")), "/lines/0/discounts/0/percent adjustment.percent.range", "above 100 %"},
		{"negative percent", discount(percent("-1")), "/lines/0/discounts/0/percent adjustment.percent.range", "charge of 1 %"},
		{"negative percent of a charge", charge(percent("-1")), "/lines/0/charges/0/percent adjustment.percent.range", "discount of 1 %"},
		{"percent out of range", charge(Adjustment{Percent: &money.Decimal{Exp: 99}}), "/lines/0/charges/0/percent number.out_of_range", ""},
		{"fixed above its base", discount(fixed("1.00"), fixed("100.01")), "/lines/0/discounts/1/amount discount.above_base", "100.01"},
		{"of nothing", first(func(l *Line) { l.Quantity, l.Discounts = dec("0"), []Adjustment{fixed("1")} }),
			"/lines/0/discounts/0/amount discount.above_base", "leave it out"},
		{"above its base by a base of its own", discount(Adjustment{Percent: ref("50"), Base: ref("300")}),
			"/lines/0/discounts/0/percent discount.above_base", ""},
		{"together above", discount(percent("60"), percent("60")), "/lines/0/discounts discount.above_base", "120.00"},
		{"one cent above", discount(fixed("50.00"), fixed("50.01")), "/lines/0/discounts discount.above_base", "100.01"},
		{"negative discount", discount(fixed("-1")), "/lines/0/discounts/0/amount discount.negative", "a charge of 1.00"},
		{"negative charge", charge(fixed("-1")), "/lines/0/charges/0/amount charge.negative", "a discount of 1.00"},
		{"positive discount on a return", first(func(l *Line) { l.Quantity, l.Discounts = dec("-1"), []Adjustment{fixed("5")} }),
			"/lines/0/discounts/0/amount discount.sign", "-5.00"},
		{"adjustment overflows", charge(Adjustment{Percent: ref("999999999999999999"), Base: ref("999999999999999999")}),
			"/lines/0/charges/0 adjustment.too_large", ""},
		{"tax on a line's discount", discount(Adjustment{Percent: ref("1"), Taxes: vat("19")}),
			"/lines/0/discounts/0/tax adjustment.tax.unexpected", ""},

		{"rate below 0", lineTax(tax.Tax{Rate: dec("-1")}), "/lines/0/tax/rate tax.rate.range", "between 0 and 100"},
		{"rate above 100", lineTax(tax.Tax{Rate: dec("100.01")}), "/lines/0/tax/rate tax.rate.range", ""},
		{"rate out of range", lineTax(tax.Tax{Rate: money.Decimal{Exp: 30}}), "/lines/0/tax/rate number.out_of_range", ""},
		{"exempt at 19 %", lineTax(tax.Tax{Category: tax.Exempt, Rate: dec("19")}), "/lines/0/tax/rate tax.rate.category", "leave the rate"},
		{"category", lineTax(tax.Tax{Category: "reduced"}), "/lines/0/tax/category tax.category.unknown", "reverse_charge"},
		{"twice", lineTax(vat("19")[0], tax.Tax{Rate: dec("19.0"), Category: tax.Standard}), "/lines/0/taxes/1 tax.twice", "leave one out"},
		{"document tax", func(d *Document) { d.Taxes = vat("101") }, "/tax/rate tax.rate.range", ""},
		{"document taxes", func(d *Document) { d.Taxes = append(vat("5"), vat("101")...) }, "/taxes/1/rate tax.rate.range", ""},
		{"some taxed", func(d *Document) { d.Lines[1].Taxes = vat("19") }, "/lines/0/tax line.tax.missing", "exempt"},
		{"class without a rule", func(d *Document) { d.Lines[1].TaxCategory = "services" },
			"/lines/1/tax_category line.tax_category.unknown", "tax_rules"},
		{"rules", func(d *Document) {
			d.TaxRules = []TaxRule{{"a", vat("7")}, {"a", vat("8")}, {"", vat("7")}, {"b", nil}, {"c", vat("101")}, {"d", append(vat("1"), vat("-1")...)}}
			d.Lines[0].Taxes, d.Lines[1].TaxCategory = vat("1"), "b" // its fault is the rule's
		}, "/tax_rules/1/tax_category tax_rule.twice, /tax_rules/2/tax_category tax_rule.category.missing, /tax_rules/3 tax_rule.empty, " +
			"/tax_rules/4/rate tax.rate.range, /tax_rules/5/taxes/1/rate tax.rate.range", "two rules"},

		{"document discount above the lines", func(d *Document) { d.Discounts = []Adjustment{fixed("110.01")} },
			"/discounts/0/amount discount.above_base", "110.00"},
		{"document discounts together", func(d *Document) { d.Discounts = []Adjustment{fixed("60"), fixed("60")} },
			"/discounts discount.above_base", "120.00"},
		{"document charge that is none", func(d *Document) { d.Charges = []Adjustment{fixed("-1")} },
			"/charges/0/amount charge.negative", ""},
		{"document discount of 101 %", func(d *Document) { d.Discounts = []Adjustment{percent("1"), percent("101")} },
			"/discounts/1/percent adjustment.percent.range", ""},
		{"tax where there is none", func(d *Document) { d.Charges = []Adjustment{{Amount: ref("1"), Taxes: vat("19")}} },
			"/charges/0/tax adjustment.tax.unexpected", "leave this one out"},
		{"discount of a tax that no line has", func(d *Document) {
			d.Taxes, d.Discounts = vat("19"), []Adjustment{{Amount: ref("1"), Taxes: vat("7")}}
		}, "/discounts/0/tax discount.tax.unknown", "spread it over all"},
		{"discount above its group", func(d *Document) {
			d.Lines[0].Taxes, d.Lines[1].Taxes, d.Discounts = vat("19"), vat("7"), []Adjustment{{Amount: ref("10.01"), Taxes: vat("7")}}
		}, "/discounts/0/amount discount.above_base", "10.00"},
		{"discounts above one group", func(d *Document) {
			d.Lines[0].Taxes, d.Lines[1].Taxes = vat("19"), vat("7")
			d.Discounts = []Adjustment{{Amount: ref("6"), Taxes: vat("7")}, {Amount: ref("6"), Taxes: vat("7")}}
		}, "/discounts/1 discount.above_base", "12.00"},
		{"discounts above all groups", func(d *Document) {
			d.Lines[0].Taxes, d.Lines[1].Taxes = vat("19"), vat("7")
			d.Discounts = []Adjustment{fixed("60"), {Amount: ref("60"), Taxes: vat("19")}}
		}, "/discounts/0 discount.above_base", "110.00"},
		{"nothing to spread by", func(d *Document) {
			d.Lines[0].Taxes, d.Lines[1].Taxes = vat("19"), vat("7")
			d.Lines[0].Quantity, d.Lines[1].Quantity = dec("0"), dec("0")
			d.Charges = []Adjustment{fixed("5")}
		}, "/charges/0 adjustment.tax.missing", "state its tax"},

		{"half a cent paid", func(d *Document) { d.Payments = []Payment{{Amount: dec("1")}, {Amount: dec("1.005")}} },
			"/payments/1/amount amount.decimals", "2 decimals"},
		{"too much paid", func(d *Document) { d.Payments = []Payment{{Amount: money.Decimal{Coef: 1 << 62}}} },
			"/payments/0/amount number.out_of_range", ""},
		{"payment date", func(d *Document) { d.Payments = []Payment{{Amount: dec("1"), Date: Date{2026, 0, 1}}} },
			"/payments/0/date date.invalid", ""},
		{"rounding", func(d *Document) { d.Rounding = dec("0.001") }, "/rounding amount.decimals", ""},
		{"early payment", func(d *Document) { d.EarlyPayment = []EarlyPayment{{-1, dec("2")}, {10, dec("101")}} },
			"/early_payment/0/days early_payment.days.range, /early_payment/1/percent early_payment.percent.range", ""},
		{"encoding", func(d *Document) { d.Memo = "\xff" }, "/memo text.encoding", "UTF-8"},
		{"encoding of a line", first(func(l *Line) { l.SKU = "\xff" }), "/lines/0/sku text.encoding", "UTF-8"},
		{"encoding of an address", func(d *Document) { d.Buyer.Address.Lines = []string{"a", "\xff"} },
			"/buyer/address/lines/1 text.encoding", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := document("EUR", line("1", "100.00"), line("1", "10.00"))
			if got := faultsOf(t, d); got != nil {
				t.Fatalf("wrong before the change: %v", got)
			}
			c.change(&d)
			_, err := Compute(d)
			if got := strings.Join(names(t, err), ", "); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			} else if !strings.Contains(err.(Faults)[0].Message, c.says) {
				t.Errorf("%s\ndoes not say %q", err.(Faults)[0].Message, c.says)
			}
		})
	}
}

func TestFaultsComeAllAndInDocumentOrder(t *testing.T) {
	d := document("XXQ",
		Line{Quantity: dec("-1"), UnitPrice: dec("-1"), Discounts: []Adjustment{percent("101")}},
		line("1", "1"),
		with(line("1", "1"), func(l *Line) { l.TaxCategory = "none"; l.Taxes = vat("-1") }),
		with(line("1", "1"), func(l *Line) { l.TaxCategory = "none" }))
	for range 9 {
		d.Lines = append(d.Lines, line("1", "1"))
	}
	d.Lines[10].Charges = []Adjustment{{}}
	d.Seller.Name = ""
	d.Discounts = []Adjustment{{}}
	d.Payments = []Payment{{Date: Date{1, 1, 99}}}
	d.Mark = "x"
	want := []string{
		"/currency currency.unknown",
		"/seller/name seller.name.missing",
		"/lines/0/description line.description.missing",
		"/lines/0/quantity line.quantity.negative_twice",
		"/lines/0/discounts/0/percent adjustment.percent.range",
		"/lines/2/tax/rate tax.rate.range",
		"/lines/3/tax_category line.tax_category.unknown",
		"/lines/10/charges/0 adjustment.empty",
		"/discounts/0 adjustment.empty",
		"/payments/0/date date.invalid",
		"/mark mark.unknown",
	}
	if got := faultsOf(t, d); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// Faults that only the arithmetic finds stand among the others.
	d = document("EUR", line("1", "1"), with(line("1", "1"), func(l *Line) { l.Discounts = []Adjustment{fixed("2")} }),
		with(line("1", "1"), func(l *Line) { l.Description = "" }))
	d.Payments = []Payment{{Amount: dec("0.001")}}
	want = []string{"/lines/1/discounts/0/amount discount.above_base", "/lines/2/description line.description.missing",
		"/payments/0/amount amount.decimals"}
	if got := faultsOf(t, d); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWarnings(t *testing.T) {
	warned := func(d Document) string {
		var out []string
		for _, f := range compute(t, d).Warnings() {
			if f.Severity != Warning {
				t.Errorf("%+v is no warning", f)
			}
			out = append(out, f.Path+" "+f.Rule)
		}
		return strings.Join(out, ", ")
	}
	d := document("EUR", taxed("1", "1", "0"))
	if got := warned(d); got != "/lines/0/tax/rate tax.rate.zero" {
		t.Error(got)
	}
	d = document("EUR", line("-1", "1"))
	if got := warned(d); got != "" {
		t.Error(got)
	}
	d.Kind = CreditNote
	if got := warned(d); got != "/lines credit_note.negative" {
		t.Error(got)
	}
	d = document("EUR", line("1", "1"))
	d.Payment.DisplayWireInstructions = true
	if got := warned(d); got != "/payment/display_wire_instructions payment.wire_instructions.missing" {
		t.Error(got)
	}
}

func TestErrAndWarnings(t *testing.T) {
	if Faults(nil).Err() != nil || len(Faults(nil).Warnings()) != 0 {
		t.Error("nothing found is no error")
	}
	w, e := Fault{Rule: "w", Path: "/a", Message: "x", Severity: Warning}, Fault{Rule: "e", Path: "/b", Message: "y"}
	if (Faults{w}).Err() != nil {
		t.Error("a warning is no error")
	}
	both := Faults{w, e}
	if both.Err() == nil || both.Err().Error() != "/a: x\n/b: y" || len(both.Warnings()) != 1 || both.Warnings()[0] != w {
		t.Errorf("%v", both.Err())
	}
	if len(both) != 2 || both[1] != e {
		t.Error("asking for the warnings took the others away")
	}
	// A refused document hands its warnings back with its errors.
	d := document("EUR", taxed("1", "1", "0"))
	d.Mark = "x"
	_, err := Compute(d)
	if f, ok := err.(Faults); !ok || len(f) != 2 || len(f.Warnings()) != 1 {
		t.Errorf("%v", err)
	}
}
