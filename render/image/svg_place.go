package image

// shape draws a path or a basic shape.
func (d *svg) shape(n *node, c *context) ([]Node, error) {
	if c.style.hidden {
		return nil, nil
	}
	path, err := d.outline(n, c)
	if err != nil || len(path.ops) == 0 {
		return nil, err
	}
	fill, err := d.filled(n, path, c)
	if err != nil {
		return nil, err
	}
	stroke, err := d.stroked(n, path, c, fill)
	switch {
	case err != nil:
		return nil, err
	case fill == nil && stroke == nil:
		return nil, nil
	case fill == nil:
		return []Node{stroke}, nil
	case stroke == nil:
		return []Node{fill}, nil
	case c.style.strokeFirst:
		return []Node{stroke, fill}, nil
	case stroke.Matrix == nil:
		fill.Stroke = stroke.Stroke
		return []Node{fill}, nil
	}
	return []Node{fill, stroke}, nil
}

// filled is a shape's inside; nil when nothing is painted there.
func (d *svg) filled(n *node, path *localPath, c *context) (*Shape, error) {
	paint, err := d.resolve(c.style.fill, c.style.fillOpacity, path, c, c.matrix)
	if err != nil || paint == nil || n.name == "line" {
		return nil, err
	}
	s := &Shape{Fill: paint, EvenOdd: c.style.evenOdd}
	s.Path, err = d.gridPath(n, path, c.matrix)
	return s, err
}

// stroked is the line along a shape; nil when there is none. A pen that the
// transforms leave round draws in the drawing's units; for others the path
// keeps the place where the pen is round, and the matrix goes along. fill is the
// same shape filled, or nil.
func (d *svg) stroked(n *node, path *localPath, c *context, fill *Shape) (*Shape, error) {
	if c.style.width == 0 {
		return nil, nil
	}
	m, size, round := c.matrix, d.hypot(c.matrix.A, c.matrix.B), d.similarity(c.matrix)
	s := new(Shape)
	if !round {
		size = max(size, d.hypot(c.matrix.C, c.matrix.D))
		m = Matrix{A: size, D: size}
		s.Matrix = &Matrix{
			A: d.div(c.matrix.A, size), B: d.div(c.matrix.B, size), C: d.div(c.matrix.C, size), D: d.div(c.matrix.D, size),
			E: d.scale(c.matrix.E, Longest, d.longest) * one, F: d.scale(c.matrix.F, Longest, d.longest) * one,
		}
	}
	paint, err := d.resolve(c.style.stroke, c.style.strokeOpacity, path, c, m)
	if err != nil || paint == nil {
		return nil, err
	}
	grid := func(v Fixed) int { return int(d.scale(d.mul(v, size), Longest, d.longest)) }
	s.Stroke = &Stroke{Paint: *paint, Width: grid(c.style.width), Cap: c.style.cap, Join: c.style.join, MiterLimit: c.style.miterLimit}
	if d.over || s.Stroke.Width > maxSVGReach*Longest {
		return nil, d.tooFar(n)
	}
	if s.Stroke.Width == 0 {
		return nil, nil // thinner than the drawing's units
	}
	if err := d.dashed(s.Stroke, c, grid); err != nil || d.over {
		return nil, d.tooFar(n)
	}
	if round && fill != nil {
		s.Path = fill.Path
		return s, nil
	}
	s.Path, err = d.gridPath(n, path, m)
	return s, err
}

// dashed sets the dashes of a stroke.
func (d *svg) dashed(s *Stroke, c *context, grid func(Fixed) int) error {
	sum := 0
	for _, v := range c.style.dashes {
		s.Dashes = append(s.Dashes, grid(v))
		sum += grid(v)
	}
	if sum == 0 { // dashes finer than the drawing's units
		s.Dashes = nil
		return nil
	}
	if len(s.Dashes)%2 == 1 {
		s.Dashes = append(s.Dashes, s.Dashes...)
		sum *= 2
	}
	s.DashOffset = (grid(c.style.dashOffset)%sum + sum) % sum
	return nil
}

// similarity reports whether a matrix turns, mirrors and scales alike in all
// directions, so that a round pen stays round; a part in 2^16 does not count.
func (d *svg) similarity(m Matrix) bool {
	a, b := d.hypot(m.A, m.B), d.hypot(m.C, m.D)
	slack := max(a, b) >> 16
	across := magnitudeOf(d.add(d.scale(m.A, m.C, max(a, 1)), d.scale(m.B, m.D, max(a, 1))))
	return magnitudeOf(a-b) <= slack && across <= slack
}

// gridPath is a path in the units of a Drawing, after a matrix.
func (d *svg) gridPath(n *node, p *localPath, m Matrix) (Path, error) {
	if d.placed += len(p.ops); d.placed > maxSVGSegments {
		return Path{}, fail(TooLarge, n.at, "paths of more than %d steps are drawn, those referred to counted each time; simplify the picture", maxSVGSegments)
	}
	out := Path{Ops: p.ops, Points: make([]Point, len(p.points))} // the steps are never changed
	for i, q := range p.points {
		q = d.apply(m, q)
		x, y := d.scale(q.x, Longest, d.longest), d.scale(q.y, Longest, d.longest)
		if d.over || max(magnitudeOf(x), magnitudeOf(y)) > maxSVGReach*Longest {
			return out, d.tooFar(n)
		}
		out.Points[i] = Point{int32(x), int32(y)}
	}
	return out, nil
}

func (d *svg) tooFar(n *node) error {
	return fail(TooLarge, n.at, "<%s> reaches farther than %d times the picture's size; cut it", n.name, maxSVGReach)
}
