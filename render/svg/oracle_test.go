//go:build oracle

package svg_test

import (
	"bytes"
	"crypto/sha256"
	stdimage "image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/internal/samples"
	"github.com/facture-dev/facture/internal/secondopinion"
	"github.com/facture-dev/facture/internal/tools"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
	"github.com/facture-dev/facture/render/svg"
	"github.com/facture-dev/facture/render/text"
)

// Pages are drawn large and shrunk to 100 dpi: poppler puts the baseline of
// small type on a whole pixel, librsvg does not.
const (
	dpi    = 600
	shrink = 6
)

// A glyph that poppler moves by up to half a large pixel down and an eighth
// aside changes a pixel by up to about 50 of 255 after shrinking. On pages of
// pictures and areas only, edges may differ by less.
const (
	typeThreshold = 65
	areaThreshold = 40
)

// fromPDF are the pages as poppler draws them, shrunk.
func fromPDF(t *testing.T, d *layout.Document) []stdimage.Image {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.NewWriter(fonts.Embedded()).Write(&b, d, pdf.Options{Title: "T", Lang: "en"}); err != nil {
		t.Fatal(err)
	}
	var pages []stdimage.Image
	for _, p := range secondopinion.Pages(t, b.Bytes(), dpi) {
		pages = append(pages, secondopinion.Reduce(p, shrink))
	}
	return pages
}

// fromSVG is a page as librsvg draws it, shrunk.
func fromSVG(t *testing.T, p *layout.Page) stdimage.Image {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.svg")
	var b bytes.Buffer
	if err := svg.Write(&b, fonts.Embedded(), p); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(tools.MustRun(t, "rsvg-convert", "-d", strconv.Itoa(dpi), "-p", strconv.Itoa(dpi), file)))
	if err != nil {
		t.Fatal(err)
	}
	return secondopinion.Reduce(m, shrink)
}

// TestDrawsWhatPDFDraws compares pages of all sorts: small and large type, a
// logo with transparency, the second page of a table, letter paper.
func TestDrawsWhatPDFDraws(t *testing.T) {
	for _, c := range []struct {
		sample string
		page   int
	}{{"classic", 0}, {"german", 0}, {"us-sales-tax", 0}, {"huge-logo", 0}, {"forty-lines", 1}} {
		d := samples.One(t, c.sample).Document
		one := &layout.Document{Pages: d.Pages[c.page : c.page+1], Elems: d.Elems}
		for _, r := range secondopinion.Regions(fromPDF(t, one)[0], fromSVG(t, &one.Pages[0]), typeThreshold) {
			t.Errorf("%s, page %d: %v", c.sample, c.page+1, r)
		}
	}
}

// TestMovedGlyphIsFound is the proof that the comparison sees something: single
// glyphs, moved by 1 pt in the SVG only.
func TestMovedGlyphIsFound(t *testing.T) {
	// The upper third of a page is enough.
	whole := samples.One(t, "german").Document
	d := &layout.Document{Elems: whole.Elems, Pages: []layout.Page{{Width: whole.Pages[0].Width, Height: 280 * layout.Point}}}
	for _, it := range whole.Pages[0].Items {
		if _, ok := it.Item.(*layout.Text); ok && it.Y < 270*layout.Point {
			d.Pages[0].Items = append(d.Pages[0].Items, it)
		}
	}
	want := fromPDF(t, d)[0]
	tried := 0
	for i := range d.Pages[0].Items {
		v, ok := d.Pages[0].Items[i].Item.(*layout.Text)
		if !ok || i%7 != 0 || len(v.Run.Glyphs) < 4 {
			continue
		}
		p := d.Pages[0]
		p.Items = append([]layout.Placed{}, p.Items...)
		w, run := *v, *v.Run
		w.Run = &run
		w.Run.Glyphs = append([]text.Glyph{}, v.Run.Glyphs...)
		w.Run.Glyphs[1].XOffset += int32(1000 * layout.Point / v.Run.Style.Size) // faces have 1,000 units
		p.Items[i].Item = &w
		if tried++; len(secondopinion.Regions(want, fromSVG(t, &p), typeThreshold)) == 0 {
			t.Errorf("a glyph of %q was moved, and nothing found", v.Run.Source)
		}
	}
	if tried < 3 {
		t.Errorf("%d glyphs were tried", tried)
	}
}

// TestDrawsAreasAsPDF has what no sample has: transparent pictures over areas,
// in gray and in colour, tracking either way, raised glyphs, frames.
func TestDrawsAreasAsPDF(t *testing.T) {
	d := &layout.Document{
		Pages: []layout.Page{{Width: 300 * layout.Point, Height: 300 * layout.Point}},
		Elems: []layout.Elem{{}, {Role: layout.RoleDocument}},
	}
	p := &d.Pages[0]
	put := func(x, y layout.Unit, item layout.Item) {
		p.Items = append(p.Items, layout.Placed{X: x * layout.Point, Y: y * layout.Point, Item: item})
	}
	put(10, 10, &layout.Fill{Width: 140 * layout.Point, Height: 60 * layout.Point, Color: 0x102040})
	put(160, 10, &layout.Frame{Width: 100 * layout.Point, Height: 60 * layout.Point, Thickness: 5 * layout.Point, Color: 0xc04000})
	put(160, 90, &layout.Rule{Width: 100 * layout.Point, Thickness: 2 * layout.Point, Color: 0x40a000})
	put(20, 20, &layout.Image{Width: 120 * layout.Point, Height: 80 * layout.Point, Raster: gradient(3, true)})
	put(20, 110, &layout.Image{Width: 120 * layout.Point, Height: 80 * layout.Point, Raster: gradient(1, true)})
	put(160, 110, &layout.Image{Width: 120 * layout.Point, Height: 80 * layout.Point, Raster: gradient(3, false)})
	areas := *d
	areas.Pages = []layout.Page{*p}
	for _, r := range secondopinion.Regions(fromPDF(t, &areas)[0], fromSVG(t, p), areaThreshold) {
		t.Errorf("areas: %v", r)
	}
	opaque := *p
	opaque.Items = append([]layout.Placed{}, p.Items...)
	opaque.Items[3].Item = &layout.Image{Width: 120 * layout.Point, Height: 80 * layout.Point, Raster: gradient(3, false)}
	if len(secondopinion.Regions(fromPDF(t, &areas)[0], fromSVG(t, &opaque), areaThreshold)) == 0 {
		t.Error("transparency was lost, and nothing found")
	}

	for i, tracking := range []int16{137, -13, 0} {
		w := spaced(t, "Ausgesperrt & Łódź – 0123456789 fi", tracking)
		if tracking == 0 {
			w.Run.Glyphs[3].YOffset, w.Run.Glyphs[5].YOffset = 300, -200
		}
		put(20, layout.Unit(220+20*i), w)
	}
	for _, r := range secondopinion.Regions(fromPDF(t, d)[0], fromSVG(t, p), typeThreshold) {
		t.Errorf("type: %v", r)
	}
	put(20, 290, spaced(t, "Ausgesperrt", 100))
	want := fromPDF(t, d)[0]
	p.Items[len(p.Items)-1].Item = spaced(t, "Ausgesperrt", 0)
	if len(secondopinion.Regions(want, fromSVG(t, p), typeThreshold)) == 0 {
		t.Error("tracking was lost, and nothing found")
	}
}

// gradient is a picture without edges, which programs scale alike.
func gradient(components int, alpha bool) *image.Raster {
	r := &image.Raster{Width: 64, Height: 64, Components: components}
	for i := range 64 * 64 {
		x, y := i%64, i/64
		r.Pixels = append(r.Pixels, []byte{byte(4 * y), byte(200 - 3*x), byte(255 - 4*y)}[:components]...)
		if alpha {
			r.Alpha = append(r.Alpha, byte(4*x))
		}
	}
	r.Digest = sha256.Sum256(append(append([]byte{byte(components)}, r.Pixels...), r.Alpha...))
	return r
}

func spaced(t *testing.T, s string, tracking int16) *layout.Text {
	t.Helper()
	face, err := fonts.Embedded().Find("Source Serif 4", 600)
	if err != nil {
		t.Fatal(err)
	}
	p, err := text.NewShaper(fonts.Embedded()).Paragraph([]text.Span{{Text: s, Style: text.Style{Face: face, Size: 11 * text.Point, Tracking: tracking}}}, "de")
	if err != nil {
		t.Fatal(err)
	}
	run := p.Lines(1 << 30)[0].Runs[0]
	run.Glyphs = append([]text.Glyph{}, run.Glyphs...)
	return &layout.Text{Run: &run}
}
