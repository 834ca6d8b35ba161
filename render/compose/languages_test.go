package compose

import (
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/text"
	"github.com/facture-dev/facture/render/view"
	"github.com/facture-dev/facture/templates"
)

// printed are the languages whose script can be set, and the regions that have
// words of their own.
func printed() []string {
	return append(slices.DeleteFunc(locales.Languages(), func(l string) bool { return l == "ar" }),
		"de-AT", "de-CH", "en-AU", "en-CA", "en-IN", "en-US", "es-MX", "fr-BE", "fr-CA", "fr-CH", "it-CH", "pt-PT")
}

// Every word of every such language has its glyphs in the faces of the layouts.
func TestWordsCanBeSet(t *testing.T) {
	var faces []fonts.ID
	for _, family := range []string{textFamily, headingFamily} {
		id, err := fonts.Embedded().Find(family, 600)
		if err != nil {
			t.Fatal(err)
		}
		faces = append(faces, id)
	}
	for _, tag := range printed() {
		l, err := locales.Load(tag)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range locales.MessageKeys() {
			for _, face := range faces {
				if _, err := shaper().Width(l.Message(key), text.Style{Face: face, Size: 10 * pt}, tag); err != nil {
					t.Errorf("%s %s %q: %v", tag, key, l.Message(key), err)
				}
			}
		}
	}
	// The check itself: a script without a face is an error.
	if _, err := shaper().Width("فاتورة", text.Style{Face: faces[0], Size: 10 * pt}, "ar"); err == nil {
		t.Error("Arabic has no face and no error")
	}
}

// classic lays a document out in the built-in layout.
func classic(t *testing.T, tag string, d billing.Document) *layout.Document {
	t.Helper()
	source := templates.Builtin()[0].Files[0]
	tpl, err := templates.Parse(source.Name, source.Source, templates.Schema{Root: view.RootType(), Labels: locales.IsMessage, Keys: locales.MessageKeys, Families: fonts.Embedded().Families()})
	if err != nil {
		t.Fatal(err)
	}
	l, err := locales.Load(tag)
	if err != nil {
		t.Fatal(err)
	}
	computed, err := billing.Compute(d)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Compose(shaper(), fonts.Embedded(), tpl, view.Build(computed, view.Options{Locale: l}), Options{Width: mm(210), Height: mm(297)})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := layout.Paginate(c.Flow)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// What a document of millions comes to stands on one line in every language,
// smaller where it must be.
func TestLastTotalOnOneLine(t *testing.T) {
	sizes := map[layout.Unit]int{}
	for _, tag := range printed() {
		l, err := locales.Load(tag)
		if err != nil {
			t.Fatal(err)
		}
		for kind, key := range map[billing.Kind]string{billing.Invoice: "totals.amount_due_in", billing.CreditNote: "totals.credited_in"} {
			for _, price := range []string{"98.70", "9876543.21"} {
				d := invoice()
				d.Kind, d.Taxes, d.Discounts, d.Payments = kind, nil, nil, nil
				d.Lines = []billing.Line{{Description: "Work", Quantity: dec("1"), UnitPrice: dec(price)}}
				doc := classic(t, tag, d)
				label, words := find(t, doc, l.Format(key, map[string]string{"currency": "EUR"}))
				amount, figures := lastOn(doc, label)
				if !strings.HasSuffix(figures.Run.Source, price[len(price)-2:]) || amount.X < label.X+words.Run.Width+labelGap-3*pt {
					t.Errorf("%s %s: %q and %q overlap", tag, price, words.Run.Source, figures.Run.Source)
				}
				if words.Run.Style != figures.Run.Style {
					t.Errorf("%s %s: label and amount differ in style", tag, price)
				}
				if price == "98.70" && words.Run.Style.Size != 13*pt {
					t.Errorf("%s: a small amount in %d", tag, words.Run.Style.Size)
				}
				sizes[words.Run.Style.Size/pt]++
			}
		}
	}
	if sizes[13] == 0 || sizes[11] == 0 || len(sizes) != 2 {
		t.Errorf("sizes %v, want both of the layout's", sizes)
	}
}

// lastOn is the rightmost text on the baseline of another.
func lastOn(doc *layout.Document, of layout.Placed) (at layout.Placed, found *layout.Text) {
	for _, it := range doc.Pages[0].Items {
		if txt, ok := it.Item.(*layout.Text); ok && it.Y == of.Y && (found == nil || it.X > at.X) {
			at, found = it, txt
		}
	}
	return at, found
}

// A language's own punctuation and wording: French parts label and value by a
// space, and a reason that says "Remise" is not told twice what it is.
func TestFrenchWording(t *testing.T) {
	d := invoice()
	d.Seller.CustomFields = []billing.Field{{Label: "SIRET", Value: "814 207 336 00018"}}
	d.Lines[0].Discounts = []billing.Adjustment{{Percent: ptr("10"), Reason: "Remise contrat-cadre"}}
	d.Lines[1].Discounts = []billing.Adjustment{{Percent: ptr("10"), Reason: "fidélité"}}
	doc := classic(t, "fr", d)
	for _, s := range []string{"SIRET\u202f: 814 207 336 00018", "Remise contrat-cadre de 10\u00a0%\u202f: −118,75", "Remise fidélité de 10\u00a0%\u202f: −124,05"} {
		find(t, doc, s)
	}
}
