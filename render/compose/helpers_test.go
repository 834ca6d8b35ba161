package compose

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/text"
	"github.com/facture-dev/facture/render/view"
	"github.com/facture-dev/facture/templates"
)

const pt = layout.Point

func mm(n int) layout.Unit { return layout.Unit(n) * 72 * pt * 10 / 254 }

var shaper = sync.OnceValue(func() *text.Shaper { return text.NewShaper(fonts.Embedded()) })

// dec is a decimal of a test.
func dec(s string) money.Decimal {
	d, err := money.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return d
}

func ptr(s string) *money.Decimal { d := dec(s); return &d }

// invoice is a document that fills every element.
func invoice() billing.Document {
	return billing.Document{
		Number: "INV-7", IssueDate: billing.Date{Year: 2026, Month: 11, Day: 12}, PaymentTerms: billing.Net30, Currency: "EUR",
		Seller:              billing.Party{Name: "Muster GmbH", Address: billing.Address{Lines: []string{"Hauptstraße 1"}, PostalCode: "10115", City: "Berlin", Country: "DE"}, TaxIDs: []billing.TaxID{{Scheme: "vat", ID: "DE123456789"}}, Email: "post@muster.example"},
		Buyer:               billing.Party{Name: "Kunde AG", Attention: "Frau Núñez", Address: billing.Address{Lines: []string{"Marienplatz 2"}, PostalCode: "80331", City: "München", Country: "DE"}},
		PurchaseOrderNumber: "PO-778",
		Taxes:               []tax.Tax{{Rate: dec("19")}},
		Lines: []billing.Line{
			{Description: "Consulting", Quantity: dec("12.5"), Unit: "hour", UnitPrice: dec("95.00")},
			{Description: "Travel", Quantity: dec("1"), UnitPrice: dec("1240.5"), Taxes: []tax.Tax{{Category: tax.Exempt, Reason: "at cost"}}},
		},
		Discounts: []billing.Adjustment{{Amount: ptr("50.00"), Reason: "goodwill"}},
		Payments:  []billing.Payment{{Date: billing.Date{Year: 2026, Month: 11, Day: 10}, Amount: dec("100.00")}},
		Payment: billing.PaymentDetails{BankAccounts: []billing.BankAccount{{Holder: "Muster GmbH", IBAN: "DE75512108001245126199", BIC: "SOLADEST"}},
			Reference: "{{invoice_number}}", URL: "https://pay.example/INV-7"},
		Memo: "Thank you.", Terms: "No deduction.",
	}
}

// setting is a body to be composed over a document.
type setting struct {
	attrs  string // of the document, such as its families
	head   string // styles and headers before the body
	body   string
	doc    billing.Document
	brand  templates.Brand
	assets map[string]image.Picture
	height layout.Unit // of the page; 0 is 297 mm
	lang   string
}

const styles = `<style name="body" size="10pt" leading="12pt"/>
<style name="strong" weight="600" size="10pt" leading="12pt"/>
<style name="small" size="8pt" leading="10pt" color="muted"/>
<style name="big" font="heading" size="20pt" leading="24pt" color="accent"/>`

func (s setting) compose(t testing.TB) (*Composition, error) {
	t.Helper()
	src := `<document format="1" for="invoice credit_note" page="a4" margin="20mm" ` + s.attrs + `>` + styles + s.head + s.body + `</document>`
	tpl, err := templates.Parse("test.xml", []byte(src), templates.Schema{Root: view.RootType(), Labels: locales.IsMessage, Keys: locales.MessageKeys, Families: fonts.Embedded().Families()})
	if err != nil {
		t.Fatal(err)
	}
	if s.doc.Currency == "" {
		s.doc = invoice()
	}
	if s.lang == "" {
		s.lang = "en-IE"
	}
	l, err := locales.Resolve(s.lang, "DE", "DE")
	if err != nil {
		t.Fatal(err)
	}
	c, err := billing.Compute(s.doc)
	if err != nil {
		t.Fatal(err)
	}
	if s.height == 0 {
		s.height = mm(297)
	}
	v := view.Build(c, view.Options{Locale: l, Brand: s.brand})
	return Compose(shaper(), fonts.Embedded(), tpl, v, Options{Brand: s.brand, Width: mm(210), Height: s.height, Assets: s.assets})
}

func (s setting) pages(t testing.TB) *layout.Document {
	t.Helper()
	c, err := s.compose(t)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := layout.Paginate(c.Flow)
	if err == nil {
		err = c.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// body composes one body over the usual document.
func body(t testing.TB, xml string) *layout.Document {
	t.Helper()
	return setting{body: xml}.pages(t)
}

// lines are the words of a page from top to bottom, those of one baseline
// divided by bars, with the spaces that keep words apart taken off.
func lines(p *layout.Page) []string {
	at := map[layout.Unit]string{}
	for _, it := range p.Items {
		if txt, ok := it.Item.(*layout.Text); ok && strings.TrimSpace(txt.Run.Source) != "" {
			if at[it.Y] != "" {
				at[it.Y] += "|"
			}
			at[it.Y] += strings.TrimRight(txt.Run.Source, " ")
		}
	}
	var out []string
	for _, y := range slices.Sorted(maps.Keys(at)) {
		out = append(out, at[y])
	}
	return out
}

func wantLines(t *testing.T, doc *layout.Document, want ...string) {
	t.Helper()
	var got []string
	for i := range doc.Pages {
		got = append(got, lines(&doc.Pages[i])...)
	}
	if !slices.Equal(got, want) {
		t.Errorf("lines:\n%q\nwant:\n%q", got, want)
	}
}

// find is the first text that is s, spaces at its end aside.
func find(t *testing.T, doc *layout.Document, s string) (layout.Placed, *layout.Text) {
	t.Helper()
	for i := range doc.Pages {
		for _, it := range doc.Pages[i].Items {
			if txt, ok := it.Item.(*layout.Text); ok && strings.TrimRight(txt.Run.Source, " ") == s {
				return it, txt
			}
		}
	}
	t.Fatalf("no text %q in %q", s, lines(&doc.Pages[0]))
	return layout.Placed{}, nil
}

// path is the way to an element from the root: "Document/Table/TBody/TR/TD".
func path(doc *layout.Document, e layout.ElemID) string {
	if e == 0 {
		return "artifact"
	}
	el := doc.Elems[e]
	if el.Parent == 0 {
		return el.Role.String()
	}
	return path(doc, el.Parent) + "/" + el.Role.String()
}

func items[T layout.Item](doc *layout.Document) (found []layout.Placed, of []T) {
	for i := range doc.Pages {
		for _, it := range doc.Pages[i].Items {
			if x, ok := it.Item.(T); ok {
				found, of = append(found, it), append(of, x)
			}
		}
	}
	return found, of
}

var faces = sync.OnceValue(func() []fonts.FaceInfo { return fonts.Embedded().Faces() })

// family is the name of the face of a text.
func family(txt *layout.Text) string {
	info := faces()[txt.Run.Style.Face]
	return fmt.Sprintf("%s %d", info.Family, info.Weight)
}
