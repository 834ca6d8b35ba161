package image

// resolve is the paint that a name stands for; nil when it is none. Gradients
// go to the coordinates of a shape by its matrix m.
func (d *svg) resolve(p paintName, opacity Fixed, path *localPath, c *context, m Matrix) (*Paint, error) {
	kind := p.kind
	if kind == byReference {
		n := d.tree.ids[p.ref]
		switch {
		case n != nil && (n.name == "linearGradient" || n.name == "radialGradient"):
			paint, err := d.gradient(n, opacity, path, c, m)
			if err != nil || paint != nil {
				return paint, err
			}
			if kind = p.fallback; kind == 0 {
				kind = noPaint // a gradient over nothing
			}
		case n != nil && n.name == "pattern":
			return nil, fail(Unsupported, p.at, "a pattern is not read; draw its shapes themselves (Inkscape: Object > Pattern > Pattern to Objects, Illustrator: Object > Expand)")
		case n != nil && p.fallback == 0:
			return nil, fail(Unsupported, p.at, "a paint refers to <%s>; colours and gradients are read", n.name)
		case p.fallback == 0:
			return nil, fail(Damaged, p.at, "a paint refers to “#%s”, which there is not; save the picture again", shortened(p.ref))
		default:
			kind = p.fallback
		}
	}
	color := p.color
	switch kind {
	case noPaint:
		return nil, nil
	case currentColor:
		color = c.style.color
	}
	if color.A = product(color.A, eight(opacity)); color.A == 0 {
		return nil, nil
	}
	return &Paint{Color: color}, nil
}

// gradient makes a gradient (SVG 1.1 §13.2); nil when it paints nothing.
func (d *svg) gradient(n *node, opacity Fixed, path *localPath, c *context, m Matrix) (*Paint, error) {
	chain, err := d.chain(n)
	if err != nil {
		return nil, err
	}
	stops, err := d.stops(chain, opacity)
	if err != nil || len(stops) == 0 {
		return nil, err
	}
	if t, ok := inChain(chain, "spreadMethod"); ok && t.s != "pad" {
		return nil, fail(Unsupported, t.pos(0), "a gradient that repeats (spreadMethod %s) is not read; repeat its stops instead", shortened(t.s))
	}
	whole := box{width: c.width, height: c.height}
	space := unmoved
	if t, ok := inChain(chain, "gradientUnits"); !ok || t.s == "objectBoundingBox" {
		b := d.bounds(path, unmoved)
		if b.maxX == b.minX || b.maxY == b.minY {
			return nil, nil // nothing to measure it by
		}
		space = Matrix{A: b.maxX - b.minX, D: b.maxY - b.minY, E: b.minX, F: b.minY}
		whole = box{width: one, height: one}
	} else if t.s != "userSpaceOnUse" {
		return nil, fail(Damaged, t.pos(0), "“%s” is no gradientUnits; write userSpaceOnUse or objectBoundingBox", shortened(t.s))
	}
	if t, ok := inChain(chain, "gradientTransform"); ok {
		inner, err := d.transform(t)
		if err != nil {
			return nil, err
		}
		space = d.then(space, inner)
	}
	last := &Paint{Color: stops[len(stops)-1].Color}
	if len(stops) == 1 || space.singular() {
		return last, nil
	}
	g := &Gradient{Radial: n.name == "radialGradient", Stops: stops}
	var own Matrix
	if g.Radial {
		own, err = d.radial(n, chain, whole, g)
	} else {
		own, err = d.linear(chain, whole)
	}
	if err != nil {
		return nil, err
	}
	if own.singular() {
		return last, nil
	}
	if g.Matrix = d.gridMatrix(d.then(m, d.then(space, own))); d.over {
		return nil, fail(TooLarge, n.at, "the gradient is beyond all bounds; scale the picture down")
	}
	return &Paint{Color: last.Color, Gradient: g}, nil
}

// gridMatrix takes its results on to the units of a Drawing.
func (d *svg) gridMatrix(m Matrix) Matrix {
	grid := func(v Fixed) Fixed { return d.scale(v, Longest*one, d.longest) }
	return Matrix{grid(m.A), grid(m.B), grid(m.C), grid(m.D), grid(m.E), grid(m.F)}
}

// chain is a gradient and those that it inherits from.
func (d *svg) chain(n *node) ([]*node, error) {
	chain := []*node{n}
	for {
		next, err := d.target(chain[len(chain)-1])
		if err != nil {
			return nil, err
		}
		if next == nil {
			return chain, nil
		}
		if next.name != "linearGradient" && next.name != "radialGradient" {
			return nil, fail(Damaged, n.at, "a gradient inherits from <%s>; save the picture again", next.name)
		}
		if chain = append(chain, next); len(chain) > maxSVGChain {
			return nil, fail(TooLarge, n.at, "a gradient inherits from more than %d others, or from itself", maxSVGChain)
		}
	}
}

// inChain is the nearest statement of an attribute. Places of one kind of
// gradient are not asked for in the other, so the kinds need not be told apart.
func inChain(chain []*node, name string) (text, bool) {
	for _, n := range chain {
		if t, ok := n.attr(name); ok {
			return t, true
		}
	}
	return text{}, false
}

// stops are those of the first gradient in the chain that has any.
func (d *svg) stops(chain []*node, opacity Fixed) ([]Stop, error) {
	for _, n := range chain {
		list, err := d.ownStops(n)
		if err != nil {
			return nil, err
		}
		if len(list) > 0 {
			if d.stopped += len(list); d.stopped > maxSVGAllStops {
				return nil, fail(TooLarge, chain[0].at, "gradients of more than %d stops are drawn, each counted where it is; simplify the picture", maxSVGAllStops)
			}
			out := make([]Stop, len(list)) // opacity is this paint's alone
			for i, s := range list {
				s.Color.A = product(s.Color.A, eight(opacity))
				out[i] = s
			}
			return out, nil
		}
	}
	return nil, nil
}

func (d *svg) ownStops(n *node) ([]Stop, error) {
	if n.stops != nil {
		return n.stops, nil
	}
	c, err := d.inheritedBy(n)
	if err != nil {
		return nil, err
	}
	for _, child := range n.children {
		if child.name != "stop" {
			continue
		}
		inner := *c
		o, err := d.styled(child, &inner)
		if err != nil {
			return nil, err
		}
		var offset Fixed
		if t, ok := child.attr("offset"); ok {
			if offset, err = d.share(t); err != nil {
				return nil, err
			}
		}
		s := Stop{Offset: int(d.mul(offset, 1_000_000)), Color: o.stopColor.color}
		switch o.stopColor.kind {
		case currentColor:
			s.Color = inner.style.color
		case byReference, noPaint:
			return nil, fail(Unsupported, o.stopColor.at, "a stop wants a colour")
		}
		s.Color.A = product(s.Color.A, eight(o.stopOpacity))
		if k := len(n.stops); k > 0 {
			s.Offset = max(s.Offset, n.stops[k-1].Offset)
		}
		if n.stops = append(n.stops, s); len(n.stops) > maxSVGStops {
			return nil, fail(TooLarge, child.at, "a gradient of more than %d stops; leave some out", maxSVGStops)
		}
	}
	return n.stops, nil
}

// inheritedBy is the context that an element has from those around it, wherever
// it is used.
func (d *svg) inheritedBy(n *node) (*context, error) {
	c := &context{style: initial()}
	if n.parent != nil {
		outer, err := d.inheritedBy(n.parent)
		if err != nil {
			return nil, err
		}
		*c = *outer
	}
	_, err := d.styled(n, c)
	return c, err
}

// linear goes along the way from x1, y1 to x2, y2.
func (d *svg) linear(chain []*node, whole box) (Matrix, error) {
	var v [4]Fixed
	for i, name := range []string{"x1", "y1", "x2", "y2"} {
		side := whole.width
		if i%2 == 1 {
			side = whole.height
		}
		if i == 2 {
			v[i] = side // 100%
		}
		if err := d.inherited(chain, name, side, &v[i]); err != nil {
			return Matrix{}, err
		}
	}
	dx, dy := d.add(v[2], -v[0]), d.add(v[3], -v[1])
	return Matrix{A: dx, B: dy, C: -dy, D: dx, E: v[0], F: v[1]}, nil
}

// radial goes from the circle at fx, fy to the one at cx, cy, which is the unit
// circle of the gradient's own space.
func (d *svg) radial(n *node, chain []*node, whole box, g *Gradient) (Matrix, error) {
	diagonal := d.div(d.hypot(whole.width, whole.height), rootTwo)
	sides := [6]Fixed{whole.width, whole.height, diagonal, diagonal, whole.width, whole.height}
	v := [6]Fixed{whole.width / 2, whole.height / 2, diagonal / 2}
	for i, name := range []string{"cx", "cy", "r", "fr", "fx", "fy"} {
		if i >= 4 {
			v[i] = v[i-4] // the focus is the centre
		}
		if err := d.inherited(chain, name, sides[i], &v[i]); err != nil {
			return Matrix{}, err
		}
	}
	cx, cy, r, fr, fx, fy := v[0], v[1], v[2], v[3], v[4], v[5]
	if r < 0 || fr < 0 {
		return Matrix{}, fail(Damaged, n.at, "a gradient of negative radius; save the picture again")
	}
	if r > 0 {
		g.FocusX, g.FocusY, g.FocusR = d.div(d.add(fx, -cx), r), d.div(d.add(fy, -cy), r), d.div(fr, r)
		if d.over || d.add(d.hypot(g.FocusX, g.FocusY), g.FocusR) > one-one/1024 {
			return Matrix{}, fail(Unsupported, n.at, "a gradient whose focus is not inside of its circle; move it inside")
		}
	}
	return Matrix{A: r, D: r, E: cx, F: cy}, nil
}

// inherited reads a length that any gradient of the chain may state.
func (d *svg) inherited(chain []*node, name string, whole Fixed, to *Fixed) error {
	t, ok := inChain(chain, name)
	if !ok {
		return nil
	}
	v, err := d.length(t, whole)
	*to = v
	return err
}
