//go:build oracle

package acceptance

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/golden"
)

// The rows of docs/spec/rows.csv that speak of what is printed, proven on the
// page as others read it.

// page is the text of a document with some members of its own, white space left
// out: {"memo": `"Thank you"`} in JSON. Every document has the members of plainMembers.
func page(t *testing.T, members map[string]string, args ...string) string {
	t.Helper()
	file := write(t, members)
	return plain(strings.Join(pagesOf(t, pdfOf(render(t, []string{file}, args...), file)), ""))
}

func write(t *testing.T, members map[string]string) string {
	t.Helper()
	all := map[string]string{
		"number": `"INV-2026-00042"`, "issue_date": `"2026-11-22"`, "currency": `"EUR"`, "language": `"en-US"`,
		"seller": `{"name": "Muster GmbH", "address": {"lines": ["Hauptstraße 1"], "city": "Berlin", "postal_code": "10115", "country": "DE"}}`,
		"buyer":  `{"name": "Kunde AG", "address": {"lines": ["Marienplatz 2"], "city": "München", "postal_code": "80331", "country": "DE"}}`,
		"lines":  `[{"description": "Consulting", "quantity": "12.5", "unit_price": "1095.00", "tax": {"rate": "19"}}]`,
	}
	maps.Copy(all, members)
	var list []string
	for name, value := range all {
		if value != "" { // an empty value takes a member out
			list = append(list, fmt.Sprintf("%q: %s", name, value))
		}
	}
	file := filepath.Join(t.TempDir(), "document.json")
	if err := os.WriteFile(file, []byte("{"+strings.Join(list, ",\n")+"}"), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func wantOn(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, plain(text)) {
			t.Errorf("%q is not on the page:\n%s", text, page)
		}
	}
}

func wantOff(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(page, plain(text)) {
			t.Errorf("%q is on the page:\n%s", text, page)
		}
	}
}

func TestS_LIN_06_DiscountWithReasonIsPrinted_document(t *testing.T) {
	wantOn(t, page(t, map[string]string{"lines": `[{"description": "Server", "unit_price": "12000.00",
		"discounts": [{"percent": "10", "reason": "Volume agreement"}]}]`}),
		"Volume agreement", "10%", "1,200.00", "10,800.00")
}

const mixed = `[{"description": "Consulting", "unit_price": "1000.00", "tax": {"rate": "19"}},
	{"description": "Hardware", "unit_price": "200.00", "tax": {"rate": "7"}},
	{"description": "More consulting", "unit_price": "500.00", "tax": {"rate": "19"}},
	{"description": "Travel", "unit_price": "240.00", "tax": {"category": "exempt", "reason": "Resale for export"}}]`

func TestS_LIN_07_S_LIN_14_TaxTableGroupsTaxedAndExempt_document(t *testing.T) {
	wantOn(t, page(t, map[string]string{"lines": mixed}),
		"19%1,500.00285.00", "7%200.0014.00", "Exempt240.000.00")
}

func TestS_LIN_08_ExemptionReasonIsPrinted_document(t *testing.T) {
	wantOn(t, page(t, map[string]string{"lines": mixed}), "Resale for export")
}

func TestS_TRM_07_MemoIsPrintedWordForWord_document(t *testing.T) {
	const memo = "Late payments bear interest of 1.5 % per month (18 % p.a.)."
	for _, language := range []string{"en", "de", "fr", "pl", "el", "uk", "pt-BR"} {
		wantOn(t, page(t, map[string]string{"memo": `"` + memo + `"`}, "--language", language), memo)
	}
}

func TestS_INV_13_PeriodIsALocalizedRange_document(t *testing.T) {
	period := map[string]string{"period": `{"start": "2024-01-01", "end": "2024-01-31"}`}
	wantOn(t, page(t, period, "--language", "en-US"), "January 1 – 31, 2024")
	wantOn(t, page(t, period, "--language", "de"), "1.–31. Januar 2024")
	wantOff(t, page(t, nil, "--language", "de"), "Januar 2024")
}

func TestS_INV_14_CurrencyWithoutDecimals_document(t *testing.T) {
	text := page(t, map[string]string{"currency": `"JPY"`, "lines": `[{"description": "Consulting", "unit_price": "120000"}]`}, "--language", "en-US")
	wantOn(t, text, "120,000")
	wantOff(t, text, "120,000.00")
}

func TestS_INV_18_PurchaseOrderNumberWithItsLabel_document(t *testing.T) {
	order := map[string]string{"purchase_order_number": `"PO-778/9"`}
	with, without := page(t, order, "--language", "de"), page(t, nil, "--language", "de")
	wantOn(t, with, "PO-778/9")
	// The label is what stands before the number and only when there is one.
	before, _, _ := strings.Cut(with, "PO-778/9")
	label := before[max(0, len(before)-12):]
	wantOff(t, without, label)
	wantOff(t, page(t, order, "--language", "fr"), label)
}

func TestS_INV_34_MemoAndFooterButNoInternalNotes_document(t *testing.T) {
	text := page(t, map[string]string{"memo": `"Thank you for the order"`, "footer": `"Muster GmbH, Berlin court"`,
		"internal_notes": `"Customer haggles"`, "metadata": `{"project": "atlas"}`})
	wantOn(t, text, "Thank you for the order", "Muster GmbH, Berlin court")
	wantOff(t, text, "haggles", "atlas")
}

func TestS_PDF_02_LabelsDatesAndNumbers_document(t *testing.T) {
	wantOn(t, page(t, nil, "--language", "de"), "Rechnung INV-2026-00042", "22. November 2026", "13.687,50")
	wantOn(t, page(t, nil, "--language", "en-US"), "Invoice INV-2026-00042", "November 22, 2026", "13,687.50")
}

func TestS_PDF_03_TermsOrNoTerms_document(t *testing.T) {
	terms := map[string]string{"terms": `"Goods remain ours until paid"`}
	wantOn(t, page(t, terms), "Goods remain ours until paid")
	wantOff(t, page(t, terms, "--no-terms"), "Goods remain ours")
}

// TestS_PDF_04: the logo is of one colour that nothing else on the page has, so
// its box can be read from the raster.
func TestS_PDF_04_LogoInItsThirdOfThePage_document(t *testing.T) {
	magenta := color.RGBA{R: 0xff, B: 0xff, A: 0xff}
	logo := image.NewRGBA(image.Rect(0, 0, 60, 60))
	for i := range 60 * 60 {
		logo.Set(i%60, i/60, magenta)
	}
	for third, position := range []string{"left", "center", "right"} {
		for _, paper := range []string{"a4", "letter"} {
			file := write(t, map[string]string{"brand": `{"logo": "logo.png"}`})
			f, err := os.Create(filepath.Join(filepath.Dir(file), "logo.png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, logo); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			pdf := pdfOf(render(t, []string{file}, "--logo-position", position, "--paper", paper), file)
			rasters, err := golden.Rasters(pdf, filepath.Join(t.TempDir(), "page"), "72")
			if err != nil {
				t.Fatal(err)
			}
			box, width := boxOf(rasters[0], magenta), rasters[0].Bounds().Dx()
			if box.Dx() < 20 || box.Min.X < width*third/3 || box.Max.X > width*(third+1)/3 {
				t.Errorf("%s on %s: the logo is at %v of a page %d wide", position, paper, box, width)
			}
		}
	}
}

// boxOf is the least box around all pixels of a colour.
func boxOf(m image.Image, want color.RGBA) image.Rectangle {
	var box image.Rectangle
	for y := m.Bounds().Min.Y; y < m.Bounds().Max.Y; y++ {
		for x := m.Bounds().Min.X; x < m.Bounds().Max.X; x++ {
			if color.RGBAModel.Convert(m.At(x, y)) == want {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

func TestS_PDF_08_ReceiptSaysNumberDateMethodAmount_document(t *testing.T) {
	text := page(t, map[string]string{"kind": `"receipt"`, "number": `"R-2026-7"`, "lines": "",
		"payment": `{"date": "2026-11-18", "method": "bank_transfer", "amount": "1439.14", "reference": "TX 77"}`,
		"settles": `[{"number": "INV-2026-00042", "amount": "1439.14"}]`}, "--language", "en-US")
	wantOn(t, text, "Receipt R-2026-7", "November 18, 2026", "Bank transfer", "1,439.14", "INV-2026-00042", "TX 77")
}

func TestS_PDF_09_TaxTableChargesTermsDueDateDescriptions_document(t *testing.T) {
	text := page(t, map[string]string{"lines": mixed, "payment_terms": `"net_30"`, "terms": `"Payable without deduction"`,
		"charges": `[{"amount": "15.00", "reason": "Express delivery", "tax": {"rate": "19"}}]`}, "--language", "en-US")
	wantOn(t, text, "19%1,515.00287.85", "Express delivery", "15.00", "Payable without deduction", "December 22, 2026",
		"Consulting", "Hardware", "More consulting", "Travel")
}

func TestS_PAY_03_WireInstructionsWhenAskedFor_document(t *testing.T) {
	const wire = `"wire_instructions": {"bank_name": "First Atlas Bank", "account_number": "000123456789", "routing_number": "026009593", "reference": "Invoice {{invoice_number}}"}`
	text := page(t, map[string]string{"payment": `{"display_wire_instructions": true, ` + wire + `}`})
	wantOn(t, text, "First Atlas Bank", "000123456789", "026009593", "Invoice INV-2026-00042")
	wantOff(t, page(t, map[string]string{"payment": `{"display_wire_instructions": false, ` + wire + `}`}), "First Atlas Bank", "026009593")
}

func TestS_PAY_04_InvoiceNumberInTheReference_document(t *testing.T) {
	text := page(t, map[string]string{"payment": `{"bank_accounts": [{"iban": "DE75512108001245126199"}], "reference": "Payment of {{invoice_number}}"}`})
	wantOn(t, text, "Payment of INV-2026-00042")
	wantOff(t, text, "{{")
}
