package image

import "slices"

// outline is the path of a shape in its user units; nil when it has none. It
// is kept, since references draw it again; percentages alone depend on where.
func (d *svg) outline(n *node, c *context) (*localPath, error) {
	if n.path != nil {
		return n.path, nil
	}
	path, err := d.basicShape(n, c)
	if err != nil {
		return nil, err
	}
	if path == nil {
		path = new(localPath)
	}
	if d.over {
		return nil, fail(TooLarge, n.at, "<%s> is beyond all bounds; scale the picture down", n.name)
	}
	if d.segments += len(path.ops); d.segments > maxSVGSegments {
		return nil, fail(TooLarge, n.at, "paths of more than %d steps; simplify the picture (Inkscape: Path > Simplify)", maxSVGSegments)
	}
	if !relative(n) {
		n.path = path
	}
	return path, nil
}

// relative reports whether an element has a percentage.
func relative(n *node) bool {
	return slices.ContainsFunc(n.attrs, func(a attribute) bool { return len(a.value.s) > 0 && a.value.s[len(a.value.s)-1] == '%' })
}

// basicShape makes the outline of a path or a basic shape (SVG 1.1 §9).
func (d *svg) basicShape(n *node, c *context) (*localPath, error) {
	switch n.name {
	case "path":
		t, ok := n.attr("d")
		if !ok || t.trimmed().s == "none" {
			return nil, nil
		}
		return parsePath(&d.calc, t, maxSVGSegments-d.segments)
	case "polyline", "polygon":
		return d.polygon(n)
	case "line":
		x1, y1, err := d.place(n, c, "x1", "y1")
		if err != nil {
			return nil, err
		}
		x2, y2, err := d.place(n, c, "x2", "y2")
		if err != nil {
			return nil, err
		}
		p := new(localPath)
		p.add(Move, point{x1, y1})
		p.add(Line, point{x2, y2})
		return p, nil
	case "rect":
		return d.rect(n, c)
	}
	// circle, ellipse
	x, y, err := d.place(n, c, "cx", "cy")
	if err != nil {
		return nil, err
	}
	var rx, ry Fixed
	if n.name == "circle" {
		err = d.extent(n, "r", c.diagonal(&d.calc), &rx)
		ry = rx
	} else {
		rx, ry, err = d.radii(n, c)
	}
	if err != nil || rx == 0 || ry == 0 {
		return nil, err
	}
	return d.ellipse(x, y, rx, ry), nil
}

func (d *svg) polygon(n *node) (*localPath, error) {
	t, _ := n.attr("points")
	s := scanner{text: t}
	p := new(localPath)
	for s.space(); s.more(); s.comma() {
		x, err := s.number()
		if err != nil {
			return nil, err
		}
		s.comma()
		y, err := s.number()
		if err != nil {
			return nil, err
		}
		op := Line
		if len(p.ops) == 0 {
			op = Move
		}
		if p.add(op, point{x, y}); d.segments+len(p.ops) > maxSVGSegments {
			break // outline says so
		}
	}
	if len(p.ops) > 0 && n.name == "polygon" {
		p.add(Close)
	}
	return p, nil
}

// radii reads rx and ry, of which one may be left out (or "auto").
func (d *svg) radii(n *node, c *context) (rx, ry Fixed, err error) {
	rx, ry = -1, -1
	if err = d.extent(n, "rx", c.width, &rx); err == nil {
		err = d.extent(n, "ry", c.height, &ry)
	}
	if rx < 0 {
		rx = max(ry, 0)
	}
	if ry < 0 {
		ry = rx
	}
	return rx, ry, err
}

func (d *svg) rect(n *node, c *context) (*localPath, error) {
	b := box{}
	var err error
	if b.x, b.y, err = d.place(n, c, "x", "y"); err != nil {
		return nil, err
	}
	if err = d.extent(n, "width", c.width, &b.width); err == nil {
		err = d.extent(n, "height", c.height, &b.height)
	}
	if err != nil || b.width == 0 || b.height == 0 {
		return nil, err
	}
	rx, ry, err := d.radii(n, c)
	if err != nil {
		return nil, err
	}
	rx, ry = min(rx, b.width/2), min(ry, b.height/2)
	if rx == 0 || ry == 0 {
		return rectangle(b), nil
	}
	return d.rounded(b, rx, ry), nil
}

func rectangle(b box) *localPath {
	p := new(localPath)
	p.add(Move, point{b.x, b.y})
	p.add(Line, point{b.x + b.width, b.y})
	p.add(Line, point{b.x + b.width, b.y + b.height})
	p.add(Line, point{b.x, b.y + b.height})
	p.add(Close)
	return p
}

// handle is how much of a radius lies beyond the handle of a quarter of a
// circle: 1 - 4/3 (√2 - 1).
const handle = one - 2_372_044_939

// rounded is a rectangle with round corners, begun where SVG 1.1 §9.2 says.
func (d *svg) rounded(b box, rx, ry Fixed) *localPath {
	left, top, right, bottom := b.x, b.y, d.add(b.x, b.width), d.add(b.y, b.height)
	hx, hy := d.mul(rx, handle), d.mul(ry, handle)
	p := new(localPath)
	p.add(Move, point{left + rx, top})
	p.add(Line, point{right - rx, top})
	p.add(Cubic, point{right - hx, top}, point{right, top + hy}, point{right, top + ry})
	p.add(Line, point{right, bottom - ry})
	p.add(Cubic, point{right, bottom - hy}, point{right - hx, bottom}, point{right - rx, bottom})
	p.add(Line, point{left + rx, bottom})
	p.add(Cubic, point{left + hx, bottom}, point{left, bottom - hy}, point{left, bottom - ry})
	p.add(Line, point{left, top + ry})
	p.add(Cubic, point{left, top + hy}, point{left + hx, top}, point{left + rx, top})
	p.add(Close)
	return p
}

// ellipse begins at its right and goes clockwise.
func (d *svg) ellipse(x, y, rx, ry Fixed) *localPath {
	left, top, right, bottom := d.add(x, -rx), d.add(y, -ry), d.add(x, rx), d.add(y, ry)
	hx, hy := d.mul(rx, handle), d.mul(ry, handle)
	p := new(localPath)
	p.add(Move, point{right, y})
	p.add(Cubic, point{right, bottom - hy}, point{right - hx, bottom}, point{x, bottom})
	p.add(Cubic, point{left + hx, bottom}, point{left, bottom - hy}, point{left, y})
	p.add(Cubic, point{left, top + hy}, point{left + hx, top}, point{x, top})
	p.add(Cubic, point{right - hx, top}, point{right, top + hy}, point{right, y})
	p.add(Close)
	return p
}

// bounds is the box of a path's fill in its user units, after a matrix.
func (d *svg) bounds(p *localPath, m Matrix) (b bounds) {
	i := 0
	var at point
	for _, op := range p.ops {
		points := p.points[i : i+op.Points()]
		i += op.Points()
		if op == Close {
			continue
		}
		var q [3]point
		for k := range points {
			q[k] = d.apply(m, points[k])
		}
		if op == Cubic {
			b.cubic(at, q[0], q[1], q[2], 16)
		} else {
			b.take(q[0])
		}
		at = q[len(points)-1]
	}
	return b
}

// bounds is a box that grows; it is empty at first.
type bounds struct {
	some                   bool
	minX, minY, maxX, maxY Fixed
}

func (b *bounds) take(p point) {
	if !b.some {
		*b = bounds{true, p.x, p.y, p.x, p.y}
		return
	}
	b.minX, b.maxX = min(b.minX, p.x), max(b.maxX, p.x)
	b.minY, b.maxY = min(b.minY, p.y), max(b.maxY, p.y)
}

func (b *bounds) holds(p point) bool {
	return b.some && p.x >= b.minX && p.x <= b.maxX && p.y >= b.minY && p.y <= b.maxY
}

// cubic takes a curve in: it is divided until its control points lie in the
// box, which holds the curve then.
func (b *bounds) cubic(p0, p1, p2, p3 point, depth int) {
	b.take(p0)
	b.take(p3)
	if depth == 0 || b.holds(p1) && b.holds(p2) {
		return
	}
	p01, p12, p23 := middle(p0, p1), middle(p1, p2), middle(p2, p3)
	a, c := middle(p01, p12), middle(p12, p23)
	m := middle(a, c)
	b.cubic(p0, p01, a, m, depth-1)
	b.cubic(m, c, p23, p3, depth-1)
}

func middle(a, b point) point { return point{(a.x + b.x) / 2, (a.y + b.y) / 2} }
