package pdf

import "github.com/facture-dev/facture/render/layout"

// outline draws a rectangle whose corners may be rounded; op says how.
func (c *canvas) outline(x, y, w, h, r layout.Unit, op string) {
	r = min(r, w/2, h/2)
	if r <= 0 {
		c.rect(x, y, w, h, op)
		return
	}
	c.endText()
	// A quarter of a circle as one Bézier curve: its handles are 0.5523 of the
	// radius long.
	k := r - r*5523/10_000
	left, right, top, bottom := x, x+w, y, y+h
	c.point(left+r, top, " m ")
	c.point(right-r, top, " l ")
	c.curve(right-k, top, right, top+k, right, top+r)
	c.point(right, bottom-r, " l ")
	c.curve(right, bottom-k, right-k, bottom, right-r, bottom)
	c.point(left+r, bottom, " l ")
	c.curve(left+k, bottom, left, bottom-k, left, bottom-r)
	c.point(left, top+r, " l ")
	c.curve(left, top+k, left+k, top, left+r, top)
	c.b = append(c.b, "h "...)
	c.b = append(c.b, op...)
}

func (c *canvas) point(x, y layout.Unit, op string) {
	c.b = appendUnit(c.b, x)
	c.b = append(c.b, ' ')
	c.b = appendUnit(c.b, c.height-y)
	c.b = append(c.b, op...)
}

func (c *canvas) curve(x1, y1, x2, y2, x3, y3 layout.Unit) {
	c.point(x1, y1, " ")
	c.point(x2, y2, " ")
	c.point(x3, y3, " c\n")
}

// stroke draws a line through points, with round caps and joins.
func (c *canvas) stroke(it *layout.Placed, v *layout.Stroke) {
	c.endText()
	c.b = append(c.b, "q 1 J 1 j "...)
	c.b = appendColor(c.b, v.Color)
	c.b = append(c.b, " RG "...)
	c.b = appendUnit(c.b, v.Thickness)
	c.b = append(c.b, " w\n"...)
	op := " m "
	for _, o := range v.Points {
		c.point(it.X+o.X, it.Y+o.Y, op)
		op = " l "
	}
	c.b = append(c.b, "S Q\n"...)
}
