package render_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/facture-dev/facture/internal/golden"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/layout"
)

// TestGoldenFrames holds the places of everything on four documents to what
// they were: a page, a break with carried sums, a credit note, a receipt.
func TestGoldenFrames(t *testing.T) {
	for _, name := range []string{"classic", "forty-lines", "credit-note", "receipt"} {
		p, o := sample(t, name)
		var dump bytes.Buffer
		if err := layout.Dump(&dump, pages(t, p, o)); err != nil {
			t.Fatal(err)
		}
		golden.Text(t, "frames/"+name+".txt", dump.Bytes())
	}
}

// TestGoldenPDF holds the bytes of whole documents to what they were. It
// renders through the same door as the command and the endpoint.
func TestGoldenPDF(t *testing.T) {
	r, err := render.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"classic", "forty-lines", "credit-note", "receipt", "us-sales-tax", "minimal-draft"} {
		p, o := sample(t, name)
		var out bytes.Buffer
		if _, err := r.Render(context.Background(), &out, p, o); err != nil {
			t.Fatal(err)
		}
		golden.PDF(t, name+".pdf", out.Bytes())
	}
}
