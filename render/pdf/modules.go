package pdf

import (
	"slices"
	"strconv"

	"github.com/facture-dev/facture/render/layout"
)

// scaleDecimals is the precision of the size of a module: over the widest code
// the error stays below a thousandth of a point.
const scaleDecimals = 1_000_000

// modules fills the dark modules of a code as one path. Its unit is the module,
// so that all numbers are small and whole: rectangles that touch share their
// edges exactly, and no viewer shows a gap between them.
func (c *canvas) modules(it *layout.Placed, v *layout.Modules) {
	c.color(0)
	c.endText()
	c.b = append(c.b, "q "...)
	c.b = appendDecimal(c.b, moduleSize(v.Width, v.Matrix.Width), scaleDecimals)
	c.b = append(c.b, " 0 0 "...)
	c.b = appendDecimal(c.b, -moduleSize(v.Height, v.Matrix.Height), scaleDecimals)
	c.b = append(c.b, ' ')
	c.b = appendUnit(c.b, it.X)
	c.b = append(c.b, ' ')
	c.b = appendUnit(c.b, c.height-it.Y)
	c.b = append(c.b, " cm\n"...)
	c.rects = v.Matrix.AppendRects(c.rects[:0])
	b := slices.Grow(c.b, len(c.rects)*len("177 177 177 177 re\n")) // a name of its own: storing to c.b costs
	for _, r := range c.rects {
		b = appendCount(appendCount(appendCount(appendCount(b, r.X), r.Y), r.W), r.H)
		b = append(b, "re\n"...)
	}
	c.b = append(b, "f\nQ\n"...)
	if it.Elem != 0 {
		c.f.tree.box(it.Elem, [4]layout.Unit{it.X, c.height - it.Y - v.Height, it.X + v.Width, c.height - it.Y})
	}
}

// appendCount appends a small number and a space.
func appendCount(b []byte, n int) []byte {
	if n >= 1000 {
		b = strconv.AppendInt(b, int64(n/1000), 10)
	}
	if n >= 100 {
		b = append(b, byte('0'+n/100%10))
	}
	if n >= 10 {
		b = append(b, byte('0'+n/10%10))
	}
	return append(b, byte('0'+n%10), ' ')
}

// moduleSize is the size of one of n modules.
func moduleSize(u layout.Unit, n int) int64 {
	return div(int64(u)*scaleDecimals, int64(layout.Point)*int64(n))
}
