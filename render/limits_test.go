package render_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/text"
)

// plainInvoice is an invoice of n lines with changes.
func plainInvoice(t testing.TB, n int, change func(*billing.Document)) billing.Computed {
	t.Helper()
	d := billing.Document{Currency: "EUR", Seller: billing.Party{Name: "Seller"}, Buyer: billing.Party{Name: "Buyer"}}
	for i := range n {
		d.Lines = append(d.Lines, billing.Line{Description: fmt.Sprintf("Item %d", i+1), Quantity: money.Decimal{Coef: 1}, UnitPrice: money.Decimal{Coef: int64(i%90_000 + 1), Exp: 2}})
	}
	change(&d)
	c, err := billing.Compute(d)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func english(t testing.TB) render.Options {
	t.Helper()
	l, err := locales.Resolve("en", "", "")
	if err != nil {
		t.Fatal(err)
	}
	return render.Options{Locale: l}
}

// allocated is how many bytes laying out a document takes. Unlike time it does
// not depend on what else the machine does, and what is done again and again
// for every part of a text shows in it.
func allocated(t testing.TB, c billing.Computed) float64 {
	t.Helper()
	o := english(t)
	pages(t, c, o) // words are shaped and kept
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	pages(t, c, o)
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc - before.TotalAlloc)
}

const longText = 40_000

// A byte of text takes no more memory in a long text than it should, wherever
// it stands and whatever it is made of: what is copied for every line, page or
// piece of markup would take thousands of times as much.
func TestLongTextsAreLinear(t *testing.T) {
	for field, set := range map[string]func(*billing.Document, string){
		"description": func(d *billing.Document, s string) { d.Lines[0].Description = s },
		"notes":       func(d *billing.Document, s string) { d.Lines[0].Description = "Item\n" + s },
		"memo":        func(d *billing.Document, s string) { d.Memo = s },
		"terms":       func(d *billing.Document, s string) { d.Terms = s },
	} {
		for _, unit := range []string{"seven by ", "a", "a\n", "- a\n", "a\n\n", "**a** b ", "**", "[", "48.50 ", "\u00ad"} {
			c := plainInvoice(t, 1, func(d *billing.Document) { set(d, strings.Repeat(unit, longText/len(unit))) })
			if per := allocated(t, c) / longText; per > 2_000 {
				t.Errorf("%s of %q: %.0f bytes for each of %d", field, unit, per, longText)
			}
		}
	}
}

// Ten times the lines take ten times the memory.
func TestManyLinesAreLinear(t *testing.T) {
	none := func(*billing.Document) {}
	small, large := allocated(t, plainInvoice(t, 500, none)), allocated(t, plainInvoice(t, 5_000, none))
	if large > 13*small {
		t.Errorf("%.0f bytes for 500 lines, %.0f for 5,000", small, large)
	}
	t.Logf("%.0f bytes a line", large/5_000)
}

// A text as long as billing takes is set, whole; one byte more never gets here.
func TestMillionBytes(t *testing.T) {
	million := strings.Repeat("seven by\n", billing.MaxTextBytes/9) + "!"
	c := plainInvoice(t, 1, func(d *billing.Document) { d.Memo = million })
	doc := pages(t, c, english(t))
	printed := 0
	for i := range doc.Pages {
		for _, it := range doc.Pages[i].Items {
			if txt, ok := it.Item.(*layout.Text); ok && (txt.Run.Source == "seven by" || txt.Run.Source == "!") {
				printed += len(txt.Run.Source) + 1
			}
		}
	}
	if printed != len(million)+1 {
		t.Errorf("%d of %d bytes are printed, on %d pages", printed, len(million)+1, len(doc.Pages))
	}
	d := billing.Document{Currency: "EUR", Seller: billing.Party{Name: "S"}, Buyer: billing.Party{Name: "B"}, Memo: million + "!",
		Lines: []billing.Line{{Description: "Item", Quantity: money.Decimal{Coef: 1}, UnitPrice: money.Decimal{Coef: 1}}}}
	if _, err := billing.Compute(d); err == nil {
		t.Error("more than a million bytes in one text")
	}
}

// More pieces of markup than a paragraph may have are refused, not set slowly.
func TestMarkupWithoutEnd(t *testing.T) {
	c := plainInvoice(t, 1, func(d *billing.Document) { d.Terms = strings.Repeat("**a** b ", 10_000) })
	_, err := renderer().Pages(context.Background(), c, english(t))
	if e := (*text.LimitError)(nil); !errors.As(err, &e) {
		t.Errorf("%v, want a limit", err)
	}
}

// BenchmarkLines lays out invoices of 5 to 50,000 lines; ns/line must not grow.
func BenchmarkLines(b *testing.B) {
	for n := 5; n <= 50_000; n *= 10 {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := plainInvoice(b, n, func(*billing.Document) {})
			o := english(b)
			b.ReportAllocs()
			for b.Loop() {
				pages(b, c, o)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/line")
		})
	}
}

// A logo of more pixels than can be seen is scaled down, one pixel past the
// limit; and more logos than are kept are set nevertheless.
func TestLogosOfManyPixels(t *testing.T) {
	o := english(t)
	o.Brand.Logo = "logo.png"
	c := plainInvoice(t, 1, func(*billing.Document) {})
	width := func(w, h int) int {
		o.Assets = map[string][]byte{"logo.png": logoFile(w, h)}
		for _, it := range pages(t, c, o).Pages[0].Items {
			if img, ok := it.Item.(*layout.Image); ok {
				return img.Raster.Width
			}
		}
		t.Fatal("no logo")
		return 0
	}
	if got := width(2400, 100); got != 2400 {
		t.Errorf("2,400 pixels become %d", got)
	}
	if got := width(2401, 100); got > 2400 || got < 1200 {
		t.Errorf("2,401 pixels become %d", got)
	}
	for i := range 70 {
		if got := width(100+i, 50); got != 100+i {
			t.Fatalf("logo %d is %d pixels wide", i, got)
		}
	}
}
