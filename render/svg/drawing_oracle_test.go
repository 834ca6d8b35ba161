//go:build oracle

package svg_test

import (
	"bytes"
	"errors"
	"fmt"
	stdimage "image"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/internal/conformance"
	"github.com/facture-dev/facture/internal/tools"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
	"github.com/facture-dev/facture/render/svg"
)

// corpusWidth is how many pixels wide pictures are compared. They are drawn
// larger and shrunk, since programs begin and end steps of colour on whole
// pixels of their own.
const (
	corpusWidth = 300
	corpusScale = 2
)

// A pixel differs when one of its components does by more than this. On an edge
// two programs that smooth it differ by less than one pixel's worth, so that a
// line of differing pixels may be one pixel thick, and no more.
const pixelThreshold = 40

// corpus is every SVG that tests have: by name, with its bytes.
func corpus(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, pattern := range []string{"testdata/vectors/svg/*.svg", "testdata/logos/*.svg"} {
		files, err := filepath.Glob(filepath.Join(tools.Root(t), pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			out[filepath.Base(file)] = data
		}
	}
	if len(out) < 45 {
		t.Fatalf("%d files: the corpus is not there", len(out))
	}
	return out
}

// drawn is a page with nothing but a picture, corpusWidth points wide.
func drawn(t *testing.T, data []byte) *layout.Document {
	t.Helper()
	d, err := image.DecodeSVG(data)
	if err != nil {
		t.Fatal(err)
	}
	width := layout.Unit(corpusWidth) * layout.Point
	height := layout.Unit(int64(width) * int64(d.Height) / int64(d.Width))
	tree := layout.NewTree(1)
	figure := tree.Add(layout.Root, layout.RoleFigure)
	tree.At(figure).Alt = "a picture"
	doc := &layout.Document{Pages: []layout.Page{{Width: width, Height: (height + layout.Point - 1) / layout.Point * layout.Point}}}
	doc.Pages[0].Items = []layout.Placed{{Elem: figure, Item: &layout.Drawing{Width: width, Height: height, Drawing: d}}}
	doc.Elems = []layout.Elem{{}, {Role: layout.RoleDocument}, {Role: layout.RoleFigure, Parent: layout.Root, Alt: "a picture"}}
	return doc
}

// shrunk is a PNG file in a corpusScale-th of its size.
func shrunk(t *testing.T, data []byte) stdimage.Image {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	const n = corpusScale
	out := stdimage.NewRGBA(stdimage.Rect(0, 0, m.Bounds().Dx()/n, m.Bounds().Dy()/n))
	for i := range len(out.Pix) / 4 {
		x, y := n*(i%out.Rect.Dx()), n*(i/out.Rect.Dx())
		var sum [4]uint32
		for k := range n * n {
			r, g, b, a := m.At(x+k%n, y+k/n).RGBA()
			sum = [4]uint32{sum[0] + r, sum[1] + g, sum[2] + b, sum[3] + a}
		}
		for c, v := range sum {
			out.Pix[4*i+c] = uint8(v / (n * n) >> 8)
		}
	}
	return out
}

// byLibrsvg is an SVG file as librsvg draws it on white.
func byLibrsvg(t *testing.T, data []byte) stdimage.Image {
	t.Helper()
	file := filepath.Join(t.TempDir(), "picture.svg")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return shrunk(t, tools.MustRun(t, "rsvg-convert", "-w", fmt.Sprint(corpusWidth*corpusScale), "-b", "white", file))
}

// byPoppler is a document's page as poppler draws our PDF.
func byPoppler(t *testing.T, doc *layout.Document) stdimage.Image {
	t.Helper()
	dir := t.TempDir()
	var b bytes.Buffer
	if err := pdf.NewWriter(fonts.Embedded()).Write(&b, doc, pdf.Options{Title: "T", Lang: "en"}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	tools.MustRun(t, "pdftoppm", "-png", "-r", fmt.Sprint(72*corpusScale), "-singlefile", file, filepath.Join(dir, "page"))
	data, err := os.ReadFile(filepath.Join(dir, "page.png"))
	if err != nil {
		t.Fatal(err)
	}
	return shrunk(t, data)
}

// bySVG is a document's page as librsvg draws our SVG.
func bySVG(t *testing.T, doc *layout.Document) stdimage.Image {
	t.Helper()
	var b bytes.Buffer
	if err := svg.Write(&b, fonts.Embedded(), &doc.Pages[0]); err != nil {
		t.Fatal(err)
	}
	return byLibrsvg(t, b.Bytes())
}

// thick returns the places where two pictures differ in a whole square of 2 × 2
// pixels: a difference that is more than an edge.
func thick(a, b stdimage.Image) (places []stdimage.Point) {
	bounds := a.Bounds().Intersect(b.Bounds())
	differ := func(x, y int) bool {
		r1, g1, b1, _ := a.At(x, y).RGBA()
		r2, g2, b2, _ := b.At(x, y).RGBA()
		for _, d := range [3]int{int(r1>>8) - int(r2>>8), int(g1>>8) - int(g2>>8), int(b1>>8) - int(b2>>8)} {
			if max(d, -d) > pixelThreshold {
				return true
			}
		}
		return false
	}
	for y := bounds.Min.Y; y < bounds.Max.Y-1; y++ {
		for x := bounds.Min.X; x < bounds.Max.X-1; x++ {
			if differ(x, y) && differ(x+1, y) && differ(x, y+1) && differ(x+1, y+1) {
				places = append(places, stdimage.Pt(x, y))
			}
		}
	}
	return places
}

// plain is what librsvg is to draw: the file itself, or, where it departs from
// SVG (it knows no clip paths of clip paths, cuts the union of areas out of one
// path, leaves symbols uncut, and turns boxes before it measures them), the same
// picture drawn without that.
func plain(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	other, err := os.ReadFile(filepath.Join(tools.Root(t), "testdata/vectors/svg/plain", name))
	if errors.Is(err, fs.ErrNotExist) {
		return data
	}
	if err != nil {
		t.Fatal(err)
	}
	return other
}

// TestDrawingsLookAsInLibrsvg draws the corpus by our PDF in poppler, and by our
// page SVG, and holds both against the file itself.
func TestDrawingsLookAsInLibrsvg(t *testing.T) {
	for name, data := range corpus(t) {
		want := byLibrsvg(t, plain(t, name, data))
		doc := drawn(t, data)
		for by, got := range map[string]stdimage.Image{"PDF": byPoppler(t, doc), "page SVG": bySVG(t, doc)} {
			if d := got.Bounds().Dy() - want.Bounds().Dy(); d < -1 || d > 1 || got.Bounds().Dx() != want.Bounds().Dx() {
				t.Errorf("%s, %s: %v, want %v", name, by, got.Bounds(), want.Bounds())
			}
			if places := thick(got, want); len(places) > 0 {
				t.Errorf("%s, %s: differs at %v and %d more", name, by, places[0], len(places)-1)
				keep(t, name, by, got, want)
			}
		}
	}
}

// keep saves what differs where FACTURE_KEEP names a folder.
func keep(t *testing.T, name, by string, got, want stdimage.Image) {
	dir := os.Getenv("FACTURE_KEEP")
	if dir == "" {
		return
	}
	for what, m := range map[string]stdimage.Image{"got": got, "want": want} {
		var b bytes.Buffer
		if err := png.Encode(&b, m); err != nil {
			t.Fatal(err)
		}
		file := strings.ReplaceAll(strings.TrimSuffix(name, ".svg")+"-"+by+"-"+what+".png", " ", "")
		if err := os.WriteFile(filepath.Join(dir, file), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestMovedShapesAreFound is the proof that the comparison sees something: a
// shape of each picture is moved by 1 % of the width, a hole is closed, a
// gradient is turned around.
func TestMovedShapesAreFound(t *testing.T) {
	all := corpus(t)
	for _, c := range []struct{ name, old, new string }{
		{"wide.svg", `d="M484 0h76`, `transform="translate(6.4)" d="M484 0h76`},
		{"square.svg", `cx="72"`, `cx="73"`},
		{"tall.svg", `M4 93h52`, `M4 92h52`},
		{"fill-rules.svg", `fill-rule="evenodd"`, ``},
		{"clip-one.svg", `clip-rule="evenodd"`, ``},
		{"gradient-box.svg", `x1="0" y1="0" x2="1" y2="1"`, `x1="1" y1="1" x2="0" y2="0"`},
		{"gradient-opacity.svg", `stop-opacity="0"`, `stop-opacity=".4"`},
		{"opacity-groups.svg", `<g opacity=".5"><circle`, `<g fill-opacity=".5"><circle`},
		{"dashes.svg", `stroke-dashoffset="-5"`, `stroke-dashoffset="-6.5"`},
		{"pens.svg", `skewX(35)`, `skewX(30)`},
		{"masks-within.svg", `clip-path="url(#v)"`, ``},
	} {
		data := string(all[c.name])
		moved := strings.Replace(data, c.old, c.new, 1)
		if moved == data {
			t.Fatalf("%s does not hold %s", c.name, c.old)
		}
		want, doc := byLibrsvg(t, []byte(data)), drawn(t, []byte(moved))
		if len(thick(byPoppler(t, doc), want)) == 0 {
			t.Errorf("%s: %s became %s, and nothing was found in the PDF", c.name, c.old, c.new)
		}
		if len(thick(bySVG(t, doc), want)) == 0 {
			t.Errorf("%s: %s became %s, and nothing was found in the page SVG", c.name, c.old, c.new)
		}
	}
}

// TestDrawingsConform has veraPDF, qpdf and pdffonts judge a file with each
// picture, as a figure, as an artifact, and twice on a page, packed and not.
func TestDrawingsConform(t *testing.T) {
	dir := t.TempDir()
	var files []string
	for name, data := range corpus(t) {
		doc := drawn(t, data)
		first := doc.Pages[0].Items[0]
		doc.Pages = append(doc.Pages, layout.Page{Width: doc.Pages[0].Width, Height: doc.Pages[0].Height, Items: []layout.Placed{
			{Item: first.Item}, {X: 20 * layout.Point, Item: first.Item},
		}})
		for _, readable := range []bool{false, true} {
			var b bytes.Buffer
			if err := pdf.NewWriter(fonts.Embedded()).Write(&b, doc, pdf.Options{Title: "T", Lang: "en", Readable: readable}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			file := filepath.Join(dir, fmt.Sprint(strings.TrimSuffix(name, ".svg"), readable, ".pdf"))
			if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
	}
	programs := conformance.Programs{VeraPDF: tools.VeraPDF(t), QPDF: tools.Find(t, "qpdf"), PDFFonts: tools.Find(t, "pdffonts")}
	for _, c := range conformance.Checkers(programs) {
		findings, err := c.Check(files)
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		for _, f := range findings {
			t.Error(f)
		}
	}
}
