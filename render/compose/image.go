package compose

import (
	"fmt"

	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

// squareMillimetre is an area of 1 mm² in square points, scaled by 10^4.
const squareMillimetre = 80351 // (72 / 25.4)² × 10^4

// logo makes <logo>: the brand's logo, or the seller's name in its place. All
// logos get the same optical size: its height is the stated one, or less where
// the area (height × width) would be more than stated.
func (b *builder) logo(el *templates.Element, st int) layout.Block {
	brand := b.v.Brand()
	if brand.Logo == "" {
		if brand.Seller == "" {
			return nil
		}
		return b.plain(brand.Seller, st, alignment(el), b.element(layout.RoleP))
	}
	area := 0
	if v, ok := el.Attr("area"); ok {
		area = v.Number
	}
	return b.picture(el, brand.Logo, brand.Alt, area)
}

// image makes <image>.
func (b *builder) image(el *templates.Element, st int) layout.Block {
	v, _ := el.Attr("of")
	alt, _ := el.Attr("alt")
	words := ""
	for _, s := range b.spans(alt.Inline, st) {
		words += s.text
	}
	return b.picture(el, b.value(v.Path).Text, words, 0)
}

func (b *builder) picture(el *templates.Element, name, alt string, area int) layout.Block {
	if name == "" {
		return nil
	}
	p := b.asset(name)
	if p == nil {
		return nil
	}
	widest := length(el, "max-width")
	if w := length(el, "width"); widest == 0 || w > 0 && w < widest {
		widest = w
	}
	size(p, b.o.Assets[name], length(el, "height"), widest, area)
	if p.Elem = b.element(layout.RoleFigure); p.Elem != 0 {
		b.tree.At(p.Elem).Alt = alt
	}
	return p
}

// asset is a picture of the request by its name, without a size.
func (b *builder) asset(name string) *layout.Picture {
	p := new(layout.Picture)
	switch v := b.o.Assets[name].(type) {
	case *image.Raster:
		p.Raster = v
	case *image.Drawing:
		p.Drawing = v
	default:
		b.fail(fmt.Errorf("no image was given for %q", abbreviate(name)))
		return nil
	}
	return p
}

// abbreviate keeps a data URL out of an error message.
func abbreviate(name string) string {
	if len(name) > 60 {
		return name[:57] + "…"
	}
	return name
}

// minInkShare is the least part of a side, as its reciprocal, that ink must
// span to be taken for the picture's extent.
const minInkShare = 20

// size gives a block its size from the picture's ink: at most height and
// width (0 is any), and at most area mm² (0 is any).
func size(p *layout.Picture, picture image.Picture, height, width layout.Unit, area int) {
	across, down, ink := picture.Extent()
	iw, ih := int64(ink.MaxX-ink.MinX), int64(ink.MaxY-ink.MinY)
	if iw*minInkShare < int64(across) || ih*minInkShare < int64(down) {
		// Nothing, or next to nothing, is drawn: the picture's own edges count.
		ink = image.Rect{MaxX: across, MaxY: down}
		iw, ih = int64(across), int64(down)
	}
	h := int64(height)
	if h == 0 {
		h = int64(20 * layout.Point)
	}
	if area > 0 {
		// height² = area × ih / iw, in square units.
		square := int64(area) * squareMillimetre * int64(layout.Point) / 10_000 * int64(layout.Point)
		h = min(h, isqrt(square*ih/iw)) // below 2^60: ih is at most image.Longest, the area 100,000 mm²
	}
	w := h * iw / ih
	if width > 0 && w > int64(width) {
		w = int64(width)
		h = w * ih / iw
	}
	w, h = max(w, 1), max(h, 1)
	scaleX := func(px int) layout.Unit { return layout.Unit(int64(px) * w / iw) }
	scaleY := func(px int) layout.Unit { return layout.Unit(int64(px) * h / ih) }
	p.InkStart, p.InkEnd = scaleX(ink.MinX), scaleX(across-ink.MaxX)
	p.InkTop, p.InkBottom = scaleY(ink.MinY), scaleY(down-ink.MaxY)
	p.Width = layout.Unit(w) + p.InkStart + p.InkEnd
	p.Height = layout.Unit(h) + p.InkTop + p.InkBottom
}

// isqrt is the integer square root, rounded down.
func isqrt(n int64) int64 {
	if n <= 0 {
		return 0
	}
	x := int64(1) << 32
	for {
		y := (x + n/x) / 2
		if y >= x {
			return x
		}
		x = y
	}
}
