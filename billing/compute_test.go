package billing

import (
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

func inclusive(d Document) Document { d.TaxMode = Inclusive; return d }

func TestFigures(t *testing.T) {
	twoTaxes := []tax.Tax{{Name: "NY State", Rate: dec("4")}, {Name: "NYC", Rate: dec("4.5")}}
	for _, c := range []struct {
		name     string
		doc      Document
		totals   string // lines discounts charges subtotal tax total paid rounding due
		taxTable string
	}{
		{"smallest", document("EUR", line("12.5", "95.00")),
			"1187.50 0.00 0.00 1187.50 0.00 1187.50 0.00 0.00 1187.50", ""},
		{"BR-CO-17 rounds away from zero", document("EUR", taxed("-1", "72.50", "19")),
			"-72.50 0.00 0.00 -72.50 -13.78 -86.28 0.00 0.00 -86.28", "19% of -72.50 = -13.78"},
		{"tax out of the price", inclusive(document("EUR", taxed("1", "52.50", "12"))),
			"52.50 0.00 0.00 46.87 5.63 52.50 0.00 0.00 52.50", "12% of 46.87 = 5.63"},
		{"353.90 stays 353.90", inclusive(document("EUR", taxed("1", "353.90", "25"))),
			"353.90 0.00 0.00 283.12 70.78 353.90 0.00 0.00 353.90", "25% of 283.12 = 70.78"},
		{"2 × 379.00 stays 758.00", inclusive(document("EUR", taxed("2", "379.00", "18"))),
			"758.00 0.00 0.00 642.37 115.63 758.00 0.00 0.00 758.00", "18% of 642.37 = 115.63"},
		{"138.66 at 19 % is 165.01 everywhere", document("EUR", taxed("1", "138.66", "19")),
			"138.66 0.00 0.00 138.66 26.35 165.01 0.00 0.00 165.01", "19% of 138.66 = 26.35"},
		{"tax once per group, not per line", document("USD", taxed("1", "0.43", "15"), taxed("1", "4.84", "15")),
			"5.27 0.00 0.00 5.27 0.79 6.06 0.00 0.00 6.06", "15% of 5.27 = 0.79"},
		{"100 % of 2.25 × 64.22", document("EUR", with(taxed("2.25", "64.22", "19"), func(l *Line) { l.Discounts = []Adjustment{percent("100")} })),
			"0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00", "19% of 0.00 = 0.00"},
		{"two halves of a cent", document("EUR", with(line("1", "0.01"), func(l *Line) { l.Discounts = []Adjustment{percent("50"), percent("50")} })),
			"0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00", ""},
		{"Quebec", document("CAD", with(line("1", "100.00"), func(l *Line) {
			l.Taxes = []tax.Tax{{Name: "GST", Rate: dec("5")}, {Name: "QST", Rate: dec("9.975")}}
		})), "100.00 0.00 0.00 100.00 14.98 114.98 0.00 0.00 114.98", "5% of 100.00 = 5.00, 9.975% of 100.00 = 9.98"},
		{"two taxes in the price", inclusive(document("USD", with(line("1", "100.00"), func(l *Line) { l.Taxes = twoTaxes }))),
			"100.00 0.00 0.00 92.17 7.83 100.00 0.00 0.00 100.00", "4% of 92.17 = 3.68, 4.5% of 92.17 = 4.15"},
		{"yen", document("JPY", taxed("3", "333.4", "10"), taxed("1", "99", "8")),
			"1099 0 0 1099 108 1207 0 0 1207", "10% of 1000 = 100, 8% of 99 = 8"},
		{"dinar", document("KWD", taxed("1", "1.2345", "5")),
			"1.235 0.000 0.000 1.235 0.062 1.297 0.000 0.000 1.297", "5% of 1.235 = 0.062"},
		{"price per hundred", document("EUR", with(line("250", "3.99"), func(l *Line) { l.BaseQuantity = dec("100") })),
			"9.98 0.00 0.00 9.98 0.00 9.98 0.00 0.00 9.98", ""},
		{"stated zero quantity", document("EUR", line("0", "95.00"), line("1", "5.00")),
			"5.00 0.00 0.00 5.00 0.00 5.00 0.00 0.00 5.00", ""},
		{"something taken back", document("EUR", taxed("2", "50.00", "19"), taxed("-1", "30.00", "19")),
			"70.00 0.00 0.00 70.00 13.30 83.30 0.00 0.00 83.30", "19% of 70.00 = 13.30"},
		{"a negative price", document("EUR", taxed("2", "50.00", "19"), taxed("1", "-30.00", "19")),
			"70.00 0.00 0.00 70.00 13.30 83.30 0.00 0.00 83.30", "19% of 70.00 = 13.30"},
		{"discount and charge on a line", document("EUR", with(line("1", "100.00"), func(l *Line) {
			l.Discounts = []Adjustment{percent("10"), {Percent: ref("10"), Base: ref("90.00")}, fixed("0.50")}
			l.Charges = []Adjustment{fixed("2.005"), percent("1")}
		})), "83.51 0.00 0.00 83.51 0.00 83.51 0.00 0.00 83.51", ""},
		{"a discount with a tax of its own", with2(document("EUR", taxed("1", "100.00", "19"), taxed("1", "100.00", "7")), func(d *Document) {
			d.Discounts = []Adjustment{{Amount: ref("20.00"), Taxes: vat("7.0")}}
			d.Charges = []Adjustment{{Amount: ref("10.00"), Taxes: vat("20")}}
		}), "200.00 20.00 10.00 190.00 26.60 216.60 0.00 0.00 216.60",
			"19% of 100.00 = 19.00, 7% of 80.00 = 5.60, 20% of 10.00 = 2.00"},
		{"a free document with a charge", with2(document("EUR", with(taxed("1", "100.00", "19"), func(l *Line) { l.Discounts = []Adjustment{percent("100")} })),
			func(d *Document) { d.Charges = []Adjustment{fixed("4.90")} }),
			"0.00 0.00 4.90 4.90 0.93 5.83 0.00 0.00 5.83", "19% of 4.90 = 0.93"},
		{"inclusive with a document discount", inclusive(with2(document("EUR", taxed("1", "119.00", "19"), taxed("1", "107.00", "7")),
			func(d *Document) { d.Discounts = []Adjustment{percent("10")} })),
			"226.00 22.60 0.00 180.00 23.40 203.40 0.00 0.00 203.40", "19% of 90.00 = 17.10, 7% of 90.00 = 6.30"},
		{"overpaid", with2(document("EUR", line("1", "10.00")), func(d *Document) {
			d.Payments = []Payment{{Amount: dec("8.00")}, {Amount: dec("4.5")}, {Amount: dec("-1.00")}}
		}), "10.00 0.00 0.00 10.00 0.00 10.00 11.50 0.00 -1.50", ""},
		{"rounding after tax", with2(document("CHF", taxed("1", "10.00", "8.1")), func(d *Document) { d.Rounding = dec("-0.01") }),
			"10.00 0.00 0.00 10.00 0.81 10.81 0.00 -0.01 10.80", "8.1% of 10.00 = 0.81"},
		{"returned goods with their discount", document("EUR", with(line("-1", "100.00"), func(l *Line) {
			l.Discounts, l.Charges = []Adjustment{fixed("-5.00"), percent("10")}, []Adjustment{fixed("8.00")}
		})), "-77.00 0.00 0.00 -77.00 0.00 -77.00 0.00 0.00 -77.00", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := compute(t, c.doc)
			if got := figures(got.Totals()); got != c.totals {
				t.Errorf("totals  %s\nwant    %s", got, c.totals)
			}
			if got := taxTable(got); got != c.taxTable {
				t.Errorf("taxes  %s\nwant   %s", got, c.taxTable)
			}
		})
	}
}

func with2(d Document, change func(*Document)) Document { change(&d); return d }

func TestGroupsAreKeyedByTheSetOfTaxes(t *testing.T) {
	state, city := tax.Tax{Name: "NY State", Rate: dec("4")}, tax.Tax{Name: "NYC", Rate: dec("4.5")}
	taxes := func(ts ...tax.Tax) Line { return with(line("1", "10.00"), func(l *Line) { l.Taxes = ts }) }
	c := compute(t, document("USD",
		taxes(state), taxes(state, city),
		taxes(tax.Tax{Name: "NYC", Rate: dec("4.50"), Category: tax.Standard}, state), // the same set, otherwise stated
		taxes(tax.Tax{Category: tax.Exempt, Reason: "resale"}),
		taxes(tax.Tax{Category: tax.Exempt, Reason: "export"}),
		taxes(tax.Tax{Category: tax.Exempt, Reason: "resale", Code: "VATEX-EU-O"}),
		taxes(tax.Tax{Category: tax.Zero}), taxes(tax.Tax{Category: tax.Exempt}),
		taxes(state)))
	var groups []int
	for _, l := range c.Lines() {
		groups = append(groups, l.Group)
	}
	want := []int{0, 1, 1, 2, 3, 4, 5, 6, 0}
	for i := range want {
		if groups[i] != want[i] {
			t.Fatalf("groups %v, want %v", groups, want)
		}
	}
	if got, want := taxTable(c), "4% of 20.00 = 0.80, 4% of 20.00 = 0.80, 4.5% of 20.00 = 0.90, "+
		"0% of 10.00 = 0.00, 0% of 10.00 = 0.00, 0% of 10.00 = 0.00, 0% of 10.00 = 0.00, 0% of 10.00 = 0.00"; got != want {
		t.Errorf("taxes %s\nwant  %s", got, want)
	}
}

func TestSpreadNeverExceedsAGroup(t *testing.T) {
	// Three groups of one cent and three discounts of one cent: ties would give all three to the first group.
	d := document("EUR", taxed("1", "0.01", "19"), taxed("1", "0.01", "7"), taxed("1", "0.01", "5"))
	d.Discounts = []Adjustment{fixed("0.01"), fixed("0.01"), fixed("0.01")}
	if got := taxTable(compute(t, d)); got != "19% of 0.00 = 0.00, 7% of 0.00 = 0.00, 5% of 0.00 = 0.00" {
		t.Error(got)
	}
	// A discount for one group comes first, and what it leaves limits the one that is spread.
	d = document("EUR", taxed("1", "100.00", "19"), taxed("1", "100.00", "7"))
	d.Discounts = []Adjustment{fixed("150.00"), {Amount: ref("50.00"), Taxes: vat("19")}}
	c := compute(t, d)
	if got := taxTable(c); got != "19% of 0.00 = 0.00, 7% of 0.00 = 0.00" {
		t.Error(got)
	}
	if s := c.Discounts()[0].Spread; s[0].String() != "50.00" || s[1].String() != "100.00" {
		t.Errorf("spread %v", s)
	}
	// Only groups on the side of the total bear a discount.
	d = document("EUR", taxed("1", "100.00", "19"), taxed("-1", "30.00", "7"))
	d.Discounts = []Adjustment{percent("10")}
	if s := compute(t, d).Discounts()[0].Spread; s[0].String() != "7.00" || s[1].String() != "0.00" {
		t.Errorf("spread %v", s)
	}
	d.Lines[0].Quantity, d.Lines[1].Quantity = d.Lines[0].Quantity.Neg(), d.Lines[1].Quantity.Neg()
	if s := compute(t, d).Discounts()[0].Spread; s[0].String() != "-7.00" || s[1].String() != "0.00" {
		t.Errorf("spread of the mirror image %v", s)
	}
}

func TestRunningSums(t *testing.T) {
	c := compute(t, document("EUR", line("1", "10.00"), line("-1", "2.50"), line("0", "7.00"), line("3", "1.00")))
	var got []string
	for _, l := range c.Lines() {
		got = append(got, l.Running.String())
	}
	if strings.Join(got, " ") != "10.00 7.50 7.50 10.50" {
		t.Errorf("carried forward: %v", got)
	}
}

func TestComputedDoesNotChangeWithItsDocument(t *testing.T) {
	d := fullExample()
	c := compute(t, d)
	d.Lines[0].Quantity = dec("1")
	*d.Lines[0].Discounts[0].Percent = dec("99")
	d.Lines[0].Taxes[0].Rate = dec("7")
	d.Discounts[0].Amount.Coef = 1
	d.Payments[0].Amount = dec("1")
	again := compute(t, c.Document())
	if figures(again.Totals()) != figures(c.Totals()) || taxTable(again) != taxTable(c) {
		t.Error("what was computed follows from a document that someone else can change")
	}
}

func TestDefaults(t *testing.T) {
	d := compute(t, document("EUR", line("1", "1"))).Document()
	if d.Kind != Invoice || d.TaxMode != Exclusive {
		t.Errorf("kind %q, tax mode %q", d.Kind, d.TaxMode)
	}
}

func TestTaxOfALineIsItsOwnElseItsClasssElseTheDocuments(t *testing.T) {
	d := document("EUR", taxed("1", "100.00", "7"), line("1", "100.00"), line("1", "100.00"))
	d.Lines[0].TaxCategory, d.Lines[1].TaxCategory = "services", "services"
	d.Taxes = vat("20")
	d.TaxRules = []TaxRule{{TaxCategory: "goods", Taxes: vat("5")}, {TaxCategory: "services", Taxes: vat("19")}}
	if got := taxTable(compute(t, d)); got != "7% of 100.00 = 7.00, 19% of 100.00 = 19.00, 20% of 100.00 = 20.00" {
		t.Error(got)
	}
}

func TestAmountsHaveTheCurrencysDecimals(t *testing.T) {
	for _, currency := range []money.Currency{"JPY", "EUR", "KWD", "CLF"} {
		d := document(string(currency), taxed("1", "1", "19"))
		d.Discounts, d.Payments = []Adjustment{fixed("0")}, []Payment{{Amount: dec("1")}}
		c := compute(t, d)
		for _, a := range []money.Amount{c.Totals().AmountDue, c.Totals().Paid, c.Totals().Rounding, c.Totals().Charges,
			c.Taxes()[0].Base, c.Taxes()[0].Amount, c.Lines()[0].Gross, c.Discounts()[0].Amount, c.Discounts()[0].Spread[0]} {
			if a.Exp != currency.Digits() || a.Currency != currency {
				t.Errorf("%s: %+v", currency, a)
			}
		}
	}
}
