package deliver

import (
	"cmp"
	"context"

	"github.com/facture-dev/facture/render"
)

// Sheets are the pages of a document as pictures, and what was chosen where
// nobody chose.
type Sheets struct {
	Sheets   []render.Sheet // at most as many as were asked for
	Pages    int            // of the document
	Warnings []Fault

	Layout       string // as the brand names it; empty for one of the caller's own
	Language     string // BCP 47
	LogoPosition string
}

// Sheets draws all pages of a document, from the first on and at most so many,
// in one run: Page would lay the document out for each. The error is an *Error.
func (s *Service) Sheets(ctx context.Context, src Source, o Options, most int) (Sheets, error) {
	j, err := s.prepare(src, o)
	if err != nil {
		return Sheets{}, err
	}
	sheets, made, err := s.renderer.Sheets(ctx, j.document, j.options, most)
	if err != nil {
		return Sheets{}, j.unrendered(err)
	}
	layout := cmp.Or(j.options.Brand.Template, render.DefaultTemplate)
	if o.Layout != nil {
		layout = ""
	}
	return Sheets{
		Sheets: sheets, Pages: made.Pages,
		Warnings: j.told(made.Warnings),
		Layout:   layout, Language: j.options.Locale.Tag(), LogoPosition: cmp.Or(j.options.Brand.LogoPosition, "start"),
	}, nil
}
