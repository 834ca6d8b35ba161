package render_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
)

// drawnBy renders a sample with a logo.
func drawnBy(t *testing.T, logo []byte) (render.Options, *layout.Document, error) {
	t.Helper()
	p, o := sample(t, "german")
	o.Brand.Logo, o.Assets, o.Readable = "logo.svg", map[string][]byte{"logo.svg": logo}, true
	doc, err := renderer().Pages(context.Background(), p, o)
	return o, doc, err
}

// TestDrawnLogos renders the three logos as PDF and as page SVG: as shapes, in
// the proportions of the file, with a name for who cannot see them.
func TestDrawnLogos(t *testing.T) {
	for name, aspect := range map[string][2]int64{"wide.svg": {640, 100}, "square.svg": {96, 96}, "tall.svg": {52, 98}} {
		logo, err := os.ReadFile(filepath.Join("../testdata/logos", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, data := range [][]byte{logo, append([]byte("\ufeff<?xml version=\"1.0\"?>\n<!-- a logo -->\n"), logo...)} {
			o, doc, err := drawnBy(t, data)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			found := 0
			for _, it := range doc.Pages[0].Items {
				v, ok := it.Item.(*layout.Drawing)
				if !ok {
					continue
				}
				found++
				if d := int64(v.Width)*aspect[1] - int64(v.Height)*aspect[0]; d > 4*640 || d < -4*640 {
					t.Errorf("%s: %d × %d", name, v.Width, v.Height)
				}
				if e := doc.Elems[it.Elem]; e.Role != layout.RoleFigure || e.Alt == "" {
					t.Errorf("%s: %+v", name, e)
				}
			}
			p, _ := sample(t, "german")
			var file, page bytes.Buffer
			if _, err := renderer().Render(context.Background(), &file, p, o); err != nil {
				t.Fatal(err)
			}
			if _, err := renderer().SVG(context.Background(), &page, p, o, 1); err != nil {
				t.Fatal(err)
			}
			if forms := strings.Count(file.String(), "/Subtype/Form"); found != 1 || forms != 1 || strings.Contains(file.String(), "/Subtype/Image") {
				t.Errorf("%s: %d drawings, %d forms", name, found, forms)
			}
			if n := strings.Count(page.String(), "<symbol "); n != 1 || strings.Contains(page.String(), "<image") {
				t.Errorf("%s: %d symbols", name, n)
			}
		}
	}
}

// TestRefusedLogo: the error is the reader's, with the name and the place.
func TestRefusedLogo(t *testing.T) {
	_, _, err := drawnBy(t, []byte("<svg viewBox='0 0 9 9'>\n  <text>A</text></svg>"))
	var e *image.Error
	if !errors.As(err, &e) || e.Line != 2 || e.Column != 3 || !strings.HasPrefix(err.Error(), "image logo.svg: picture, line 2, column 3: <text>: ") {
		t.Errorf("%v", err)
	}
}
