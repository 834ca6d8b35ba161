package render_test

import (
	"bytes"
	"testing"

	"github.com/facture-dev/facture/internal/golden"
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
