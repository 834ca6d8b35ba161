package render

import (
	"context"
	"errors"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/render/image"
)

// Check lays a document out as Render does, and writes nothing.
func (r *Renderer) Check(ctx context.Context, d billing.Printable, o Options) (Result, error) {
	_, res, err := r.pages(ctx, d, o)
	return res, err
}

// PictureSize reads a picture of a brand as Render does and gives its size: in
// pixels, at most what is worth printing, or, of a vector, in units of its own.
// The error is an *image.Error.
func (r *Renderer) PictureSize(data []byte) (width, height int, vector bool, err error) {
	const name = "picture"
	read, err := r.decode(map[string][]byte{name: data})
	var wrong *image.Error
	if errors.As(err, &wrong) {
		return 0, 0, false, wrong // without a name, which the caller knows
	}
	if err != nil {
		return 0, 0, false, err
	}
	switch p := any(read[name]).(type) {
	case *image.Raster:
		return p.Width, p.Height, false, nil
	case interface {
		Extent() (w, h int, ink image.Rect)
	}:
		width, height, _ = p.Extent()
	}
	return width, height, true, nil
}
