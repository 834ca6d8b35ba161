package compose

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

func raster(w, h int, ink image.Rect) *image.Raster {
	return &image.Raster{Width: w, Height: h, Components: 1, Pixels: make([]byte, w*h), Ink: ink}
}

func points(u layout.Unit) float64 { return float64(u) / float64(pt) }

// All logos have one optical size: of their ink, at most 20 mm high, 300 mm²
// and 50 mm wide, by a formula in floating point.
func TestLogoSize(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		w, h := 1+r.IntN(2400), 1+r.IntN(2400)
		x0, y0 := r.IntN(w), r.IntN(h)
		ink := image.Rect{MinX: x0, MinY: y0, MaxX: x0 + 1 + r.IntN(w-x0), MaxY: y0 + 1 + r.IntN(h-y0)}
		if (ink.MaxX-ink.MinX)*minInkShare < w || (ink.MaxY-ink.MinY)*minInkShare < h {
			continue // so little ink does not count: see below
		}
		var p layout.Picture
		size(&p, &image.Raster{Width: w, Height: h, Ink: ink}, mm(20), mm(50), 300)
		aspect := float64(ink.MaxX-ink.MinX) / float64(ink.MaxY-ink.MinY)
		const point = 72 / 25.4 // points in a millimetre
		height := min(20*point, math.Sqrt(300/aspect)*point)
		width := height * aspect
		if width > 50*point {
			width, height = 50*point, 50*point/aspect
		}
		gotW, gotH := points(p.Width-p.InkStart-p.InkEnd), points(p.Height-p.InkTop-p.InkBottom)
		if math.Abs(gotW-width) > 0.01+width/1000 || math.Abs(gotH-height) > 0.01+height/1000 {
			t.Fatalf("%d × %d with ink %v: %.2f × %.2f pt, want %.2f × %.2f", w, h, ink, gotW, gotH, width, height)
		}
		if ratio := points(p.Width) / float64(w) * float64(h) / points(p.Height); height > 2 && width > 2 && math.Abs(ratio-1) > 0.01 {
			t.Fatalf("%d × %d with ink %v is stretched by %.3f", w, h, ink, ratio)
		}
	}
	// Next to no ink does not make the rest of the picture huge.
	var speck layout.Picture
	size(&speck, &image.Raster{Width: 20_000, Height: 100, Ink: image.Rect{MaxX: 999, MaxY: 100}}, mm(20), mm(50), 300)
	if speck.Width > mm(50) || speck.InkEnd != 0 {
		t.Errorf("a speck of ink: %+v", speck)
	}
	// A picture of nothing but paper has the size of the paper.
	var p layout.Picture
	size(&p, &image.Raster{Width: 200, Height: 100}, mm(20), 0, 0)
	if p.Height != mm(20) || p.Width != 2*mm(20) || p.InkTop != 0 {
		t.Errorf("%+v", p)
	}
}

// The logo's ink touches its side, wherever the brand puts it, and the top.
func TestLogoPosition(t *testing.T) {
	// A border of 10 pixels around 100 × 50 of ink: 20 mm × 10 mm of it.
	logo := raster(120, 70, image.Rect{MinX: 10, MinY: 10, MaxX: 110, MaxY: 60})
	for position, want := range map[string]float64{"left": 20, "center": 105 - 10, "right": 190 - 20} {
		doc := setting{
			brand:  templates.Brand{Logo: "logo", LogoPosition: position},
			assets: map[string]image.Picture{"logo": logo},
			body: `<stack if="brand.logo_left"><logo height="10mm"/></stack><stack if="brand.logo_center"><logo align="center" height="10mm"/></stack>
				<stack if="brand.logo_right"><logo align="end" height="10mm"/></stack><text>after</text>`,
		}.pages(t)
		places, images := items[*layout.Image](doc)
		if len(images) != 1 {
			t.Fatalf("%s: %d images", position, len(images))
		}
		border := images[0].Width / 12
		left, top := points(places[0].X+border)*25.4/72, points(places[0].Y+border)*25.4/72
		if math.Abs(left-want) > 0.05 || math.Abs(top-20) > 0.05 {
			t.Errorf("%s: ink begins at %.2f, %.2f mm, want %.0f, 20", position, left, top, want)
		}
		e := doc.Elems[places[0].Elem]
		if e.Role != layout.RoleFigure || !strings.Contains(e.Alt, "Muster GmbH") {
			t.Errorf("the logo is %+v", e)
		}
		after, _ := find(t, doc, "after")
		if y := points(after.Y)*25.4/72 - 30; y < 0 || y > 4 {
			t.Errorf("%s: text below the ink begins %.2f mm under it", position, y)
		}
	}
}

// A drawing has the size and the place of a raster of the same proportions.
func TestDrawnLogo(t *testing.T) {
	const pixel = image.Longest / 120
	drawing := &image.Drawing{Width: 120 * pixel, Height: 70 * pixel, Ink: image.Rect{MinX: 10 * pixel, MinY: 10 * pixel, MaxX: 110 * pixel, MaxY: 60 * pixel}}
	logos := map[string]image.Picture{"drawn": drawing, "pixels": raster(120, 70, image.Rect{MinX: 10, MinY: 10, MaxX: 110, MaxY: 60})}
	for _, attrs := range []string{`height="10mm"`, `height="20mm" area="300"`, `height="30mm" area="100000" max-width="33mm"`} {
		body := `<logo ` + attrs + `/><text>after</text>`
		drawn, drawings := items[*layout.Drawing](setting{brand: templates.Brand{Logo: "drawn"}, assets: logos, body: body}.pages(t))
		pixels, images := items[*layout.Image](setting{brand: templates.Brand{Logo: "pixels"}, assets: logos, body: body}.pages(t))
		if len(drawings) != 1 || len(images) != 1 || drawings[0].Drawing != drawing {
			t.Fatalf("%s: %d drawings, %d images", attrs, len(drawings), len(images))
		}
		got := [4]layout.Unit{drawn[0].X, drawn[0].Y, drawings[0].Width, drawings[0].Height}
		want := [4]layout.Unit{pixels[0].X, pixels[0].Y, images[0].Width, images[0].Height}
		for i := range got {
			if d := got[i] - want[i]; d < -2 || d > 2 {
				t.Errorf("%s: at %v, want %v", attrs, got, want)
				break
			}
		}
		if drawn[0].Elem == 0 {
			t.Errorf("%s: the drawing is no figure", attrs)
		}
	}
}

// Without a logo the seller's name stands in its place.
func TestNoLogo(t *testing.T) {
	doc := body(t, `<logo height="10mm"/>`)
	wantLines(t, doc, "Muster GmbH")
}

func TestImage(t *testing.T) {
	xml := `<image of="brand.logo" height="10mm" max-width="15mm" alt="{seller.name} seal"/>`
	doc := setting{body: xml, brand: templates.Brand{Logo: "a.png"}, assets: map[string]image.Picture{"a.png": raster(300, 100, image.Rect{MaxX: 300, MaxY: 100})}}.pages(t)
	places, images := items[*layout.Image](doc)
	if w := points(images[0].Width) * 25.4 / 72; math.Abs(w-15) > 0.05 {
		t.Errorf("the picture is %.2f mm wide, want 15", w)
	}
	if e := doc.Elems[places[0].Elem]; e.Role != layout.RoleFigure || e.Alt != "Muster GmbH seal" {
		t.Errorf("the picture is %+v", e)
	}
	// A picture that nobody gave is an error, whose message holds no data URL.
	url := "data:image/png;base64," + strings.Repeat("A", 1000)
	if _, err := (setting{body: xml, brand: templates.Brand{Logo: url}}).compose(t); err == nil || len(err.Error()) > 200 || !strings.Contains(err.Error(), "data:image/png") {
		t.Errorf("a missing picture: %v", err)
	}
	// No picture at all is nothing.
	wantLines(t, setting{body: `<text>a</text>` + xml + `<text>b</text>`}.pages(t), "a", "b")
}

func TestSquareRoot(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 100_000 {
		n := r.Int64N(1 << (1 + r.UintN(62)))
		if x := isqrt(n); x*x > n || (x+1)*(x+1) <= n {
			t.Fatalf("the root of %d is not %d", n, x)
		}
	}
	if isqrt(-4) != 0 || isqrt(0) != 0 {
		t.Error("the root of nothing")
	}
}
