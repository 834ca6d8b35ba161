package compose

import (
	"testing"

	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

// A letterhead fills the paper behind everything, with one picture on the first
// page and another on all others, and belongs to no element.
func TestLetterhead(t *testing.T) {
	first := &image.Raster{Width: 2, Height: 3, Components: 1, Pixels: make([]byte, 6), Digest: [32]byte{1}}
	rest := &image.Raster{Width: 2, Height: 3, Components: 1, Pixels: make([]byte, 6), Digest: [32]byte{2}}
	s := setting{
		body:   `<text>one</text><page-break/><text>two</text><page-break/><text>three</text>`,
		brand:  templates.Brand{Letterhead: templates.Letterhead{First: "a.png", Rest: "b.png"}},
		assets: map[string]image.Picture{"a.png": first, "b.png": rest},
	}
	doc := s.pages(t)
	if len(doc.Pages) != 3 {
		t.Fatalf("%d pages, want three", len(doc.Pages))
	}
	for i, p := range doc.Pages {
		want := rest
		if i == 0 {
			want = first
		}
		it := p.Items[0]
		img, ok := it.Item.(*layout.Image)
		if !ok || it.X != 0 || it.Y != 0 || img.Width != p.Width || img.Height != p.Height || img.Raster != want || it.Elem != 0 {
			t.Errorf("page %d begins with %+v", i+1, it)
		}
	}
	s.brand.Letterhead.First = ""
	if _, ok := s.pages(t).Pages[0].Items[0].Item.(*layout.Image); ok {
		t.Error("a letterhead on the first page, which has none")
	}
}
