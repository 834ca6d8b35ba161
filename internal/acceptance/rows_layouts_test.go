//go:build oracle

package acceptance

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/deliver"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

// The rows of the inventory that are about the page, on every built-in layout.

// layouts runs a test for each layout.
func layouts(t *testing.T, test func(t *testing.T, o deliver.Options)) {
	t.Helper()
	all := templates.Builtin()
	if len(all) < 5 {
		t.Fatalf("%d layouts, want five", len(all))
	}
	for _, l := range all {
		t.Run(l.Name, func(t *testing.T) { test(t, deliver.Options{TemplateName: l.Name}) })
	}
}

func TestS_PDF_03_TermsOnEveryLayout_document(t *testing.T) {
	const terms = "Goods remain our property until paid in full."
	layouts(t, func(t *testing.T, o deliver.Options) {
		// Broken over lines, they are put together again.
		says := func(doc object, o deliver.Options) bool {
			return strings.Contains(strings.Join(strings.Fields(printed(t, doc, o).text()), " "), terms)
		}
		if !says(bill(object{"terms": terms}), o) || !says(bill(object{"brand": object{"terms": object{"en": terms}}}), o) {
			t.Error("terms are not printed")
		}
		if says(bill(object{"terms": terms, "options": object{"include_terms": false}}), o) {
			t.Error("terms are printed though they are to be left out")
		}
		o.NoTerms = true
		if says(bill(object{"terms": terms}), o) {
			t.Error("terms are printed though the caller left them out")
		}
	})
}

// A logo lies in the third of the page that its position names, on both papers
// and for every shape of logo; one that is wider than a third begins or ends
// there, or has its middle in it.
func TestS_PDF_04_LogoPositionOnEveryLayout_document(t *testing.T) {
	layouts(t, func(t *testing.T, o deliver.Options) {
		for third, position := range []string{"left", "center", "right"} {
			for _, logo := range []string{"tall", "square", "wide"} {
				for _, paper := range []string{"a4", "letter"} {
					src := source(t, "../../testdata/documents/classic.json")
					var doc object
					if err := json.Unmarshal(src.Data, &doc); err != nil {
						t.Fatal(err)
					}
					doc["brand"].(object)["logo"] = "logos/" + logo + ".png"
					src.Data = jsonOf(t, doc).Data
					o.LogoPosition, o.Paper = position, paper
					pages, err := common().Frames(t.Context(), src, o)
					if err != nil {
						t.Fatal(err)
					}
					found := 0
					for _, it := range pages.Pages[0].Items {
						img, ok := it.Item.(*layout.Image)
						if !ok {
							continue
						}
						found++
						width := pages.Pages[0].Width
						want := third
						if strings.HasSuffix(t.Name(), "/letter") && paper == "letter" {
							want = 2 // the envelope's second window shows the sender on the left
						}
						if middle := it.X + img.Width/2; int(middle*3/width) != want {
							t.Errorf("%s %s %s: the logo's middle lies at %d of %d", position, logo, paper, middle, width)
						}
						if logo != "wide" && (it.X < width*layout.Unit(want)/3 || it.X+img.Width > width*layout.Unit(want+1)/3) {
							t.Errorf("%s %s %s: the logo leaves its third: %d to %d of %d", position, logo, paper, it.X, it.X+img.Width, width)
						}
					}
					if found != 1 {
						t.Errorf("%s %s %s: %d images", position, logo, paper, found)
					}
				}
			}
		}
	})
}

func TestS_PDF_06_NoBrandOnEveryLayout_document(t *testing.T) {
	layouts(t, func(t *testing.T, o deliver.Options) {
		doc := bill(object{"brand": nil})
		text := printed(t, doc, o).text()
		for _, want := range []string{"Muster GmbH", "Kunde AG", "Invoice", "Consulting", "Amount due in EUR", "100.00", "Page 1 of 1"} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q on the page", want)
			}
		}
		for _, it := range frames(t, doc, o).Pages[0].Items {
			if _, ok := it.Item.(*layout.Image); ok {
				t.Error("a picture on a document without a brand")
			}
		}
	})
}

func TestS_PDF_09_FullInvoiceOnEveryLayout_document(t *testing.T) {
	doc := bill(object{
		"payment_terms": "net_30", "terms": "Payment without deduction.",
		"lines": []object{
			{"description": "Gyrocompass overhaul", "quantity": "2", "unit_price": "100.00", "tax": object{"rate": "23"}},
			{"description": "Sea trial", "quantity": "12.5", "unit": "hour", "unit_price": "40.00", "tax": object{"rate": "13.5"}},
		},
		"charges": []object{{"amount": "25.00", "reason": "Freight"}},
	})
	layouts(t, func(t *testing.T, o deliver.Options) {
		text := printed(t, doc, o).text()
		for _, want := range []string{
			"2 March 2024",                      // due date
			"Gyrocompass overhaul", "Sea trial", // descriptions
			"Surcharge, Freight", "25.00", // charges
			"207.14", "47.64", "517.86", "69.91", // base and tax of each rate
			"Payment without deduction.", "842.55", // terms and total
		} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q on the page", want)
			}
		}
	})
}
