package view

import (
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/templates"
)

func dec(s string) money.Decimal {
	d, err := money.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return d
}

func ptr(s string) *money.Decimal { d := dec(s); return &d }

func day(y, m, d int) billing.Date {
	return billing.Date{Year: int16(y), Month: uint8(m), Day: uint8(d)}
}

// small is an invoice of 100.00 EUR with 20 % tax, for tests to add to.
func small() billing.Document {
	return billing.Document{
		Number: "INV-7", IssueDate: day(2026, 11, 12), Currency: "EUR",
		Seller: billing.Party{Name: "Seller", Address: billing.Address{Country: "IE"}}, Buyer: billing.Party{Name: "Buyer"},
		Taxes: []tax.Tax{{Rate: dec("20")}},
		Lines: []billing.Line{{Description: "Work", Quantity: dec("1"), UnitPrice: dec("100.00")}},
	}
}

func proof() billing.Receipt {
	return billing.Receipt{
		Number: "R-1", IssueDate: day(2026, 11, 20), Currency: "EUR",
		Seller: billing.Party{Name: "Seller"}, Buyer: billing.Party{Name: "Buyer"},
		Payment: billing.Payment{Date: day(2026, 11, 19), Method: "card", Amount: dec("60.00"), Reference: "T-99"},
		Settles: []billing.Settlement{{Number: "INV-7", IssueDate: day(2026, 11, 12), Total: ptr("120.00"), PaidBefore: ptr("20.00"), Amount: dec("60.00")}},
	}
}

// in is how a document of a test is to be worded; the zero value is in English
// as written in Ireland.
type in struct {
	lang    string
	brand   templates.Brand
	noTerms bool
}

func (o in) options(t testing.TB) Options {
	t.Helper()
	if o.lang == "" {
		o.lang = "en-IE"
	}
	l, err := locales.Resolve(o.lang, "", "")
	if err != nil {
		t.Fatal(err)
	}
	return Options{Locale: l, Brand: o.brand, NoTerms: o.noTerms}
}

func (o in) document(t testing.TB, d billing.Document) *View {
	t.Helper()
	c, err := billing.Compute(d)
	if err != nil {
		t.Fatal(err)
	}
	return Build(c, o.options(t))
}

func (o in) receipt(t testing.TB, r billing.Receipt) *View {
	t.Helper()
	c, err := billing.ComputeReceipt(r)
	if err != nil {
		t.Fatal(err)
	}
	return Build(c, o.options(t))
}

// change is small with a change.
func change(f func(*billing.Document)) billing.Document {
	d := small()
	f(&d)
	return d
}

// at is the value that a template names by a path.
func at(v *View, path string) Value {
	typ, val := RootType(), Value{Record: v.Root}
	for _, name := range strings.Split(path, ".") {
		i := slices.IndexFunc(typ.Fields, func(f templates.Field) bool { return f.Name == name })
		if i < 0 {
			panic("no field " + path)
		}
		if val.Record == nil {
			return Value{}
		}
		typ, val = typ.Fields[i].Type, val.Record.Values[i]
	}
	return val
}

func wantText(t *testing.T, v *View, path, want string) {
	t.Helper()
	if got := at(v, path).Text; got != want {
		t.Errorf("%s: %q, want %q", path, got, want)
	}
}

// table is a list with some of its items' fields, divided by bars.
func table(v *View, path string, fields ...int) []string {
	var out []string
	for _, r := range at(v, path).Items {
		var cells []string
		for _, f := range fields {
			cells = append(cells, r.Values[f].Text)
		}
		out = append(out, strings.Join(cells, "|"))
	}
	return out
}

func wantTable(t *testing.T, v *View, path string, fields []int, want ...string) {
	t.Helper()
	if got := table(v, path, fields...); !slices.Equal(got, want) {
		t.Errorf("%s:\n%q\nwant\n%q", path, got, want)
	}
}

var (
	factCols  = []int{factLabel, factValue}
	totalCols = []int{totalLabel, totalAmount, totalRole}
	taxCols   = []int{taxRate, taxBase, taxAmount}
	textCol   = []int{textField}
)

// payFacts are the facts of all groups, each group under its title.
func payFacts(v *View) []string {
	var out []string
	for _, g := range at(v, "payment.groups").Items {
		out = append(out, "# "+g.Values[groupTitle].Text)
		for _, f := range g.Values[groupFacts].Items {
			out = append(out, f.Values[factLabel].Text+"|"+f.Values[factValue].Text)
		}
	}
	return out
}

// lineNotes are the notes of the first line.
func lineNotesOf(v *View) []string {
	var out []string
	for _, n := range at(v, "lines").Items[0].Values[lineNotes].Items {
		out = append(out, n.Values[textField].Text)
	}
	return out
}
