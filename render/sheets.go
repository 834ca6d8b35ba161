package render

import (
	"bytes"
	"context"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/render/layout"
)

// Sheet is one page as an SVG image.
type Sheet struct {
	SVG           []byte
	Width, Height layout.Unit // of the paper
}

// Sheets draws the pages of a document in one run, from the first on and at
// most so many; Result.Pages says how many there are.
func (r *Renderer) Sheets(ctx context.Context, d billing.Printable, o Options, most int) ([]Sheet, Result, error) {
	p, res, err := r.pages(ctx, d, o)
	if err != nil {
		return nil, Result{}, err
	}
	sheets := make([]Sheet, min(most, len(p.doc.Pages)))
	for i := range sheets {
		if err := ctx.Err(); err != nil {
			return nil, Result{}, err
		}
		var b bytes.Buffer
		if err := p.draw(&b, i+1); err != nil {
			return nil, Result{}, err
		}
		page := &p.doc.Pages[i]
		sheets[i] = Sheet{SVG: b.Bytes(), Width: page.Width, Height: page.Height}
	}
	return sheets, res, nil
}
