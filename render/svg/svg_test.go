package svg_test

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	stdimage "image"
	"image/png"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/internal/samples"
	"github.com/facture-dev/facture/render/code"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/svg"
	"github.com/facture-dev/facture/render/text"
)

// node is an element of a drawing.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Kids    []node     `xml:",any"`
}

func (n *node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n *node) number(t *testing.T, name string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(n.attr(name), 64)
	if err != nil {
		t.Fatalf("<%s %s=%q>", n.XMLName.Local, name, n.attr(name))
	}
	return v
}

func draw(t *testing.T, p *layout.Page) *node {
	t.Helper()
	var b, again bytes.Buffer
	if err := svg.Write(&b, fonts.Embedded(), p); err != nil {
		t.Fatal(err)
	}
	if err := svg.Write(&again, fonts.Embedded(), p); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Fatalf("other bytes the second time (%v)", err)
	}
	var root node
	if err := xml.Unmarshal(b.Bytes(), &root); err != nil {
		t.Fatal(err)
	}
	return &root
}

// TestDrawing holds every element of the samples' pages against the frames.
func TestDrawing(t *testing.T) {
	texts := 0
	for n, s := range samples.All(t) {
		if n%2 == 1 {
			continue
		}
		for i := range s.Document.Pages[:min(2, len(s.Document.Pages))] {
			p := &s.Document.Pages[i]
			root := draw(t, p)
			defs := map[string]bool{}
			var kids []node
			for _, k := range root.Kids[1:] { // the first is the paper
				if k.XMLName.Local == "defs" {
					for _, d := range k.Kids {
						defs["#"+d.attr("id")] = true
					}
					continue
				}
				kids = append(kids, k)
			}
			if len(kids) != len(p.Items) {
				t.Fatalf("%s: %d elements, %d frames", s.Name, len(kids), len(p.Items))
			}
			for k := range kids {
				if v, ok := p.Items[k].Item.(*layout.Text); ok {
					texts++
					if what := compareText(t, &kids[k], &p.Items[k], v, defs); what != "" {
						t.Errorf("%s, page %d, %q: %s", s.Name, i+1, v.Run.Source, what)
					}
				}
			}
		}
	}
	if texts < 1500 {
		t.Errorf("%d texts were compared", texts)
	}
}

// compareText holds the places of a run's outlines against its frames.
func compareText(t *testing.T, g *node, it *layout.Placed, v *layout.Text, defs map[string]bool) string {
	f := fonts.Embedded().Face(v.Run.Style.Face)
	var x, y, scale float64
	form, into := "translate(%g %g) scale(%g)", []any{&x, &y, &scale}
	var turn [4]float64
	if v.Turn != (layout.Turn{}) {
		form, into = "translate(%g %g) matrix(%g %g %g %g 0 0) scale(%g)", []any{&x, &y, &turn[0], &turn[1], &turn[2], &turn[3], &scale}
	}
	if _, err := fmt.Sscanf(g.attr("transform"), form, into...); err != nil {
		return g.attr("transform")
	}
	cos, sin := float64(v.Turn.Cos)/65536, float64(v.Turn.Sin)/65536
	for i, want := range [4]float64{cos, -sin, sin, cos} { // y grows downwards
		if math.Abs(turn[i]-want) > 1e-5 {
			return g.attr("transform")
		}
	}
	em := points(v.Run.Style.Size)
	if g.attr("aria-label") != v.Run.Source || g.attr("fill") != fmt.Sprintf("#%06x", uint32(v.Color)) ||
		math.Abs(x-points(it.X)) > .001 || math.Abs(y-points(it.Y)) > .001 || math.Abs(scale*float64(f.UnitsPerEm())/em-1) > 1e-6 {
		return fmt.Sprintf("%v", g.Attrs)
	}
	pen, next := 0.0, 0
	for _, glyph := range v.Run.Glyphs {
		want := pen + float64(glyph.XOffset)/float64(f.UnitsPerEm())*em
		if next < len(g.Kids) && math.Abs(g.Kids[next].number(t, "x")*scale-want) < .002 &&
			math.Abs(g.Kids[next].number(t, "y")*scale+float64(glyph.YOffset)/float64(f.UnitsPerEm())*em) < .002 {
			if !defs[g.Kids[next].attr("href")] {
				return "no outline " + g.Kids[next].attr("href")
			}
			next++
		}
		pen += float64(glyph.Advance)/float64(f.UnitsPerEm())*em + em*float64(v.Run.Style.Tracking)/1000
	}
	blank := 0
	for _, r := range v.Run.Source {
		if unicode.IsSpace(r) {
			blank++
		}
	}
	if next != len(g.Kids) || len(g.Kids) < len(v.Run.Glyphs)-blank {
		return fmt.Sprintf("%d of %d outlines stand where their glyphs do; %d glyphs, %d of them blank", next, len(g.Kids), len(v.Run.Glyphs), blank)
	}
	return ""
}

func points(u layout.Unit) float64 { return float64(u) / float64(layout.Point) }

// TestCode: one path, whose rectangles are the dark modules.
func TestCode(t *testing.T) {
	m, err := code.QR("facture", code.M, 1)
	if err != nil {
		t.Fatal(err)
	}
	p := &layout.Page{Width: 99 * layout.Point, Height: 99 * layout.Point}
	p.Items = []layout.Placed{{X: 7 * layout.Point, Y: 8 * layout.Point, Item: &layout.Modules{Width: 42 * layout.Point, Height: 63 * layout.Point, Matrix: m}}}
	path := draw(t, p).Kids[1]
	if got := path.attr("transform"); path.XMLName.Local != "path" || got != "translate(7 8) scale(2 3)" || path.attr("shape-rendering") != "crispEdges" {
		t.Fatalf("<%s transform=%q>", path.XMLName.Local, got)
	}
	filled := map[[2]int]bool{}
	for _, s := range strings.SplitAfter(path.attr("d"), "z") {
		var x, y, w, h, back int
		if s == "" {
			continue
		}
		if _, err := fmt.Sscanf(s, "M%d %dh%dv%dh-%dz", &x, &y, &w, &h, &back); err != nil || w != back {
			t.Fatalf("%q: %v", s, err)
		}
		for i := range w * h {
			filled[[2]int{x + i%w, y + i/w}] = true
		}
	}
	for i := range 21 * 21 {
		if m.Dark(i%21, i/21) != filled[[2]int{i % 21, i / 21}] {
			t.Errorf("module %d,%d", i%21, i/21)
		}
	}
}

// TestPictures keep their samples and their transparency; a JPEG file stays as
// it is.
func TestPictures(t *testing.T) {
	rgba := &image.Raster{Width: 2, Height: 2, Components: 3, Pixels: []byte{1, 2, 3, 40, 50, 60, 0, 0, 0, 255, 255, 255}, Alpha: []byte{0, 1, 128, 255}}
	gray := &image.Raster{Width: 3, Height: 1, Components: 1, Pixels: []byte{0, 100, 255}}
	jpeg := &image.Raster{Width: 3, Height: 1, Components: 1, JPEG: []byte("\xff\xd8\xff not looked at")}
	p := &layout.Page{Width: 99 * layout.Point, Height: 99 * layout.Point}
	for _, r := range []*image.Raster{rgba, gray, jpeg} {
		p.Items = append(p.Items, layout.Placed{X: 7 * layout.Point, Item: &layout.Image{Width: 3 * layout.Point, Height: 512, Raster: r}})
	}
	kids := draw(t, p).Kids[1:]
	for i, r := range []*image.Raster{rgba, gray} {
		data, ok := strings.CutPrefix(kids[i].attr("href"), "data:image/png;base64,")
		m, err := png.Decode(base64.NewDecoder(base64.StdEncoding, strings.NewReader(data)))
		if !ok || err != nil {
			t.Fatal(err)
		}
		if w, h := m.Bounds().Dx(), m.Bounds().Dy(); w != r.Width || h != r.Height {
			t.Errorf("picture %d is %d × %d", i, w, h)
		}
		for k := range r.Width * r.Height {
			want := [4]uint8{3: 255}
			for c := range 3 {
				want[c] = r.Pixels[k*r.Components+c%r.Components]
			}
			if r.Alpha != nil {
				want[3] = r.Alpha[k]
			}
			got := straight(m, k%r.Width, k/r.Width)
			if got != want {
				t.Errorf("picture %d, sample %d is %v, want %v", i, k, got, want)
			}
		}
	}
	if want := "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(jpeg.JPEG); kids[2].attr("href") != want {
		t.Errorf("the JPEG file is %q", kids[2].attr("href"))
	}
	if k := &kids[0]; k.attr("x") != "7" || k.attr("y") != "0" || k.attr("width") != "3" || k.attr("height") != "0.5" || k.attr("preserveAspectRatio") != "none" {
		t.Errorf("it stands at %v", k.Attrs)
	}
}

// straight is a pixel without its alpha multiplied into it.
func straight(m stdimage.Image, x, y int) [4]uint8 {
	if n, ok := m.(*stdimage.NRGBA); ok {
		c := n.NRGBAAt(x, y)
		return [4]uint8{c.R, c.G, c.B, c.A}
	}
	r, g, b, a := m.At(x, y).RGBA()
	return [4]uint8{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), uint8(a >> 8)}
}

// TestTracking adds up exactly, however many glyphs there are and however
// finely the em is divided.
func TestTracking(t *testing.T) {
	run := text.Run{Source: strings.Repeat("n", 1000), Style: text.Style{Size: 10 * text.Point, Tracking: 1}}
	f := fonts.Embedded().Face(0)
	g, _ := f.Glyph('n')
	for i := range 1000 {
		run.Glyphs = append(run.Glyphs, text.Glyph{ID: g, Advance: 500, Cluster: uint32(i)})
	}
	p := &layout.Page{Width: 9999, Height: 9999, Items: []layout.Placed{{Item: &layout.Text{Run: &run}}}}
	kids := draw(t, p).Kids
	uses := kids[len(kids)-1].Kids
	want := 999 * (500 + float64(f.UnitsPerEm())/1000)
	if got := uses[999].number(t, "x"); math.Abs(got-want) > .001 {
		t.Errorf("the last glyph stands at %v, want %v", got, want)
	}
}

// TestEscapes: words and addresses may hold anything that XML gives a meaning.
func TestEscapes(t *testing.T) {
	p := &layout.Page{Width: 9999, Height: 9999, Items: []layout.Placed{
		{Item: &layout.Link{Width: 10, Height: 10, URI: `https://a.example/?a=1&b="<'>`, Alt: "a"}},
		{Item: &layout.Text{Run: &text.Run{Source: `<&>"'`, Style: text.Style{Size: 1024}}}},
	}}
	kids := draw(t, p).Kids
	if got := kids[1].attr("href"); got != `https://a.example/?a=1&b="<'>` {
		t.Errorf("address %q", got)
	}
	if got := kids[2].attr("aria-label"); got != `<&>"'` {
		t.Errorf("words %q", got)
	}
}

// TestWriterFails hands over the writer's error.
func TestWriterFails(t *testing.T) {
	r, w := io.Pipe()
	r.CloseWithError(io.ErrNoProgress)
	if err := svg.Write(w, fonts.Embedded(), &layout.Page{}); err != io.ErrNoProgress {
		t.Errorf("%v", err)
	}
}
