package render_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/code"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

// paymentCodes is what the payment codes of the sample documents say, made
// from the documents and EPC069-12 by another program than ours.
const paymentCodes = "../testdata/vectors/payment-codes.json"

func wantedCodes(t *testing.T) map[string]string {
	t.Helper()
	src, err := os.ReadFile(paymentCodes)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]string
	if err := json.Unmarshal(src, &want); err != nil {
		t.Fatal(err)
	}
	return want
}

// codePage is a sample set as nothing but its payment code.
func codePage(t *testing.T, name string) (*layout.Document, render.Options) {
	t.Helper()
	p, o := sample(t, name)
	layoutOf := `<document format="1" for="invoice credit_note receipt"><style name="s" size="8pt"/>
		<qr of="payment.code" size="24mm" alt="{label alt.payment_code}" caption="{payment.code_caption}" caption-style="s"/></document>`
	tpl, err := templates.Parse("code.xml", []byte(layoutOf), render.Schema())
	if err != nil {
		t.Fatal(err)
	}
	o.Template = tpl
	return pages(t, p, o), o
}

// Every sample has the code it should have, or none.
func TestPaymentCodesOfSamples(t *testing.T) {
	want := wantedCodes(t)
	seen := 0
	for _, name := range sampleNames(t) {
		doc, _ := codePage(t, name)
		var got *code.Matrix
		for _, it := range doc.Pages[0].Items {
			if m, ok := it.Item.(*layout.Modules); ok {
				got = m.Matrix
			}
		}
		if (got != nil) != (want[name] != "") {
			t.Errorf("%s: a code: %v", name, got != nil)
			continue
		}
		if got == nil {
			continue
		}
		seen++
		m, err := code.QR(want[name], code.M, 13)
		if err != nil || m.String() != got.String() {
			t.Errorf("%s: the code is not that of %q (%v)", name, want[name], err)
		}
	}
	if seen != len(want) || seen < 15 {
		t.Errorf("%d codes, %d are wanted", seen, len(want))
	}
}
