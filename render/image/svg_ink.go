package image

// inkFinder finds the bounds of what is painted. It looks at shapes, not at
// what covers them: a shape counts unless it is near white, or transparent, by
// the measure that rasters have too.
type inkFinder struct {
	calc
	bounds
}

// findInk sets Ink.
func (d *Drawing) findInk() {
	var f inkFinder
	f.nodes(d.Nodes, 255, bounds{true, 0, 0, Fixed(d.Width), Fixed(d.Height)})
	d.Ink = Rect{0, 0, d.Width, d.Height}
	if f.some && f.minX < f.maxX && f.minY < f.maxY {
		d.Ink = Rect{int(f.minX), int(f.minY), int(f.maxX), int(f.maxY)}
	}
}

// nodes takes in what shows inside of a box.
func (f *inkFinder) nodes(list []Node, alpha uint8, within bounds) {
	for _, n := range list {
		switch v := n.(type) {
		case *Group:
			inner := within
			for c := v.Clip; c != nil; c = c.Within {
				inner = inner.cut(c.extent())
			}
			f.nodes(v.Nodes, product(alpha, v.Alpha), inner)
		case *Shape:
			f.shape(v, alpha, within)
		}
	}
}

func (f *inkFinder) shape(s *Shape, alpha uint8, within bounds) {
	one := inkFinder{}
	if s.Fill != nil && s.Fill.inked(alpha) {
		one.path(s.Path, s.Matrix, nil)
	}
	if s.Stroke != nil && s.Stroke.Paint.inked(alpha) {
		one.path(s.Path, s.Matrix, s.Stroke)
	}
	if one.some {
		if seen := within.cut(one.bounds); seen.some {
			f.join(seen)
		}
	}
}

// inked reports whether a paint counts.
func (p *Paint) inked(alpha uint8) bool {
	if p.Gradient == nil {
		return p.Color.inked(alpha)
	}
	for _, s := range p.Gradient.Stops {
		if s.Color.inked(alpha) {
			return true
		}
	}
	return false
}

func (c RGBA) inked(alpha uint8) bool {
	depth := 255 - int(min(c.R, c.G, c.B))
	return depth*int(product(c.A, alpha))/255 > inkDepth
}

// cut is what two boxes share.
func (b bounds) cut(other bounds) bounds {
	b.minX, b.minY = max(b.minX, other.minX), max(b.minY, other.minY)
	b.maxX, b.maxY = min(b.maxX, other.maxX), min(b.maxY, other.maxY)
	b.some = b.some && other.some && b.minX <= b.maxX && b.minY <= b.maxY
	return b
}

// extent is the box of a clip's areas.
func (c *Clip) extent() bounds {
	var f inkFinder
	for i := range c.Areas {
		f.path(c.Areas[i].Path, nil, nil)
	}
	return f.bounds
}

// curveSteps is into how many lines a curve is divided to find the edge of a
// line along it.
const curveSteps = 16

// path takes in a fill, or the line of a stroke.
func (f *inkFinder) path(p Path, m *Matrix, s *Stroke) {
	if s == nil {
		f.fill(p, m)
		return
	}
	pen := penFinder{f: f, m: m, s: s, half: Fixed(s.Width) << gridBits / 2}
	i := 0
	var at, start point
	for _, op := range p.Ops {
		var q [3]point
		for k := range op.Points() {
			q[k] = fine(p.Points[i+k])
		}
		i += op.Points()
		switch op {
		case Move:
			pen.end(false)
			at, start = q[0], q[0]
		case Line:
			pen.line(at, q[0])
			at = q[0]
		case Cubic:
			from := at
			for k := Fixed(1); k <= curveSteps; k++ {
				to := onCurve(at, q[0], q[1], q[2], k)
				pen.line(from, to)
				from = to
			}
			at = q[2]
		case Close:
			pen.line(at, start)
			pen.end(true)
			at = start
		}
	}
	pen.end(false)
}

// gridBits are the bits after the point with which lines are followed.
const gridBits = 8

func fine(p Point) point { return point{Fixed(p.X) << gridBits, Fixed(p.Y) << gridBits} }

// onCurve is the point at k/curveSteps of a curve.
func onCurve(a, b, c, d point, k Fixed) point {
	j := curveSteps - k
	at := func(a, b, c, d Fixed) Fixed {
		return (j*j*j*a + 3*j*j*k*b + 3*j*k*k*c + k*k*k*d) / (curveSteps * curveSteps * curveSteps)
	}
	return point{at(a.x, b.x, c.x, d.x), at(a.y, b.y, c.y, d.y)}
}

func (f *inkFinder) fill(p Path, m *Matrix) {
	i := 0
	var at point
	for k, op := range p.Ops {
		n := op.Points()
		var q [3]point
		for j := range n {
			q[j] = f.placed(fine(p.Points[i+j]), m)
		}
		i += n
		switch op {
		case Move: // one that nothing follows paints nothing
			if k+1 < len(p.Ops) && p.Ops[k+1] != Move && p.Ops[k+1] != Close {
				f.take(q[0])
			}
		case Line:
			f.take(q[0])
		case Cubic:
			f.curve(at, q)
		}
		if n > 0 {
			at = q[n-1]
		}
	}
}

// curve takes a curve in, whose points are in the drawing's units.
func (f *inkFinder) curve(at point, q [3]point) { f.cubic(at, q[0], q[1], q[2], 16) }

// placed is a point in the drawing's units.
func (f *inkFinder) placed(p point, m *Matrix) point {
	if m != nil {
		p = point{f.sum(f.mul(m.A, p.x), f.mul(m.C, p.y), m.E>>(32-gridBits)), f.sum(f.mul(m.B, p.x), f.mul(m.D, p.y), m.F>>(32-gridBits))}
	}
	return point{p.x >> gridBits, p.y >> gridBits}
}

func (f *inkFinder) sum(a, b, c Fixed) Fixed { return f.add(f.add(a, b), c) }

// penFinder follows a pen along the lines of a figure.
type penFinder struct {
	f        *inkFinder
	m        *Matrix
	s        *Stroke
	half     Fixed // of the pen's width
	some     bool  // a line was drawn in this figure
	first    point // where the figure begins, and in which direction
	firstWay point
	at       point
	way      point // the direction of the last line: its length is the pen's half
}

func (p *penFinder) see(q point) { p.f.take(p.f.placed(q, p.m)) }

// line draws a line: its four corners, and the join with the line before.
func (p *penFinder) line(from, to point) {
	dx, dy := to.x-from.x, to.y-from.y
	length := p.f.hypot(dx, dy)
	if length == 0 {
		return
	}
	way := point{p.f.scale(dx, p.half, length), p.f.scale(dy, p.half, length)}
	if p.some {
		p.join(from, p.way, way)
	} else {
		p.some, p.first, p.firstWay = true, from, way
	}
	for _, end := range [2]point{from, to} {
		p.see(point{end.x - way.y, end.y + way.x})
		p.see(point{end.x + way.y, end.y - way.x})
	}
	p.at, p.way = to, way
}

// join takes in the corner between two directions.
func (p *penFinder) join(at, a, b point) {
	switch p.s.Join {
	case RoundJoin:
		p.round(at)
	case MiterJoin:
		p.miter(at, a, b)
	}
}

func (p *penFinder) round(at point) {
	if p.m == nil {
		p.see(point{at.x - p.half, at.y - p.half})
		p.see(point{at.x + p.half, at.y + p.half})
		return
	}
	for k := range Fixed(16) { // the pen's edge, where it is an ellipse
		sin, cos := p.f.sincos(k * 45 * one / 2)
		p.see(point{at.x + p.f.mul(cos, p.half), at.y + p.f.mul(sin, p.half)})
	}
}

// miter takes in the tip: the sum of the two normals, by 1 + their cosine. The
// mitre's length by the width is the inverse of the sine of half the angle.
func (p *penFinder) miter(at, a, b point) {
	turn := p.f.scale(a.x, b.y, p.half) - p.f.scale(a.y, b.x, p.half)
	cosine := p.f.scale(a.x, b.x, p.half) + p.f.scale(a.y, b.y, p.half) // by half
	reach := p.half + cosine
	if reach <= p.half/(1<<14) || turn == 0 {
		return
	}
	// limit² ≥ 2 / (1 + cosine), where the directions enclose the outer angle.
	limit := p.f.mul(p.s.MiterLimit, p.s.MiterLimit)
	if p.f.mul(limit, reach) < 2*p.half {
		return
	}
	normal := point{a.y + b.y, -a.x - b.x} // to the left hand, which is outside of a turn to the right
	if turn < 0 {
		normal = point{-normal.x, -normal.y}
	}
	p.see(point{at.x + p.f.scale(normal.x, p.half, reach), at.y + p.f.scale(normal.y, p.half, reach)})
}

// end finishes a figure: with a join where it is closed, else with caps.
func (p *penFinder) end(closed bool) {
	if !p.some {
		return
	}
	p.some = false
	if closed {
		p.join(p.first, p.way, p.firstWay)
		return
	}
	switch p.s.Cap {
	case RoundCap:
		p.round(p.first)
		p.round(p.at)
	case SquareCap:
		p.square(p.first, point{-p.firstWay.x, -p.firstWay.y})
		p.square(p.at, p.way)
	}
}

func (p *penFinder) square(at, way point) {
	p.see(point{at.x + way.x - way.y, at.y + way.y + way.x})
	p.see(point{at.x + way.x + way.y, at.y + way.y - way.x})
}
