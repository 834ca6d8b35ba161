package render

import (
	"context"

	"github.com/facture-dev/facture/billing"
)

// Check lays a document out as Render does, and writes nothing.
func (r *Renderer) Check(ctx context.Context, d billing.Printable, o Options) (Result, error) {
	_, res, err := r.pages(ctx, d, o)
	return res, err
}
