package image

import "slices"

// clip is the clip path of an element (SVG 1.1 §14.3); nil when it has no area.
func (d *svg) clip(o own, n *node, c *context) (*Clip, error) {
	return d.clipPath(o.clip, o.clipAt, n, c, nil)
}

func (d *svg) clipPath(id string, at int, n *node, c *context, within []string) (*Clip, error) {
	target := d.tree.ids[id]
	if target == nil || target.name != "clipPath" {
		return nil, fail(Damaged, at, "a clip path refers to “#%s”, which is no <clipPath>; save the picture again", shortened(id))
	}
	if slices.Contains(within, id) {
		return nil, fail(Damaged, at, "the clip path “#%s” cuts itself; save the picture again", shortened(id))
	}
	if within = append(slices.Clip(within), id); len(within) > maxSVGClips {
		return nil, fail(TooLarge, at, "clip paths more than %d inside of one another; cut the shapes themselves", maxSVGClips)
	}
	if d.drawn++; d.drawn > maxSVGDrawn {
		return nil, fail(TooLarge, target.at, "more than %d elements are drawn, those referred to counted each time; simplify the picture", maxSVGDrawn)
	}
	inner, err := d.inheritedBy(target)
	if err != nil {
		return nil, err
	}
	own, err := d.styled(target, &context{style: initial()})
	if err != nil {
		return nil, err
	}
	inner.matrix, inner.width, inner.height = d.then(c.matrix, own.transform), c.width, c.height
	if t, ok := target.attr("clipPathUnits"); ok && t.s == "objectBoundingBox" {
		b, err := d.extentOf(n, c, unmoved)
		if err != nil {
			return nil, err
		}
		if !b.some || b.minX == b.maxX || b.minY == b.maxY {
			return nil, nil
		}
		inner.matrix = d.then(inner.matrix, Matrix{A: b.maxX - b.minX, D: b.maxY - b.minY, E: b.minX, F: b.minY})
		inner.width, inner.height = one, one
	}
	out := new(Clip)
	if own.clip != "" {
		if out.Within, err = d.clipPath(own.clip, own.clipAt, n, c, within); err != nil || out.Within == nil {
			return nil, err
		}
	}
	for _, child := range target.children {
		area, err := d.area(child, inner, within)
		if err != nil {
			return nil, err
		}
		if area != nil {
			out.Areas = append(out.Areas, *area)
		}
	}
	if len(out.Areas) == 0 {
		return nil, nil
	}
	return out, nil
}

// area is what a child of a clip path adds to it; nil for nothing.
func (d *svg) area(n *node, outer *context, within []string) (*Area, error) {
	if d.drawn++; d.drawn > maxSVGDrawn {
		return nil, fail(TooLarge, n.at, "more than %d elements are drawn, those referred to counted each time; simplify the picture", maxSVGDrawn)
	}
	if unseen[n.name] {
		return nil, nil
	}
	c := *outer
	o, err := d.styled(n, &c)
	if err != nil || o.none {
		return nil, err
	}
	if refusal, ok := refusals[n.name]; ok {
		return nil, fail(Unsupported, n.at, "<%s>: %s", n.name, refusal)
	}
	c.matrix = d.then(c.matrix, o.transform)
	var a *Area
	switch n.name {
	case "use":
		a, err = d.usedArea(n, &c, within)
	case "path", "rect", "circle", "ellipse", "polyline", "polygon", "line":
		a, err = d.shapeArea(n, &c)
	default:
		err = fail(Unsupported, n.at, "<%s> in a clip path; put shapes alone into it", shortened(n.name))
	}
	if err != nil || a == nil || o.clip == "" {
		return a, err
	}
	clip, err := d.clipPath(o.clip, o.clipAt, n, &c, within)
	if err != nil || clip == nil {
		return nil, err
	}
	if a.Clip != nil {
		clip.Within = &Clip{Areas: []Area{*a}, Within: clip.Within} // that of what use refers to, too
	}
	a.Clip = clip
	return a, nil
}

func (d *svg) shapeArea(n *node, c *context) (*Area, error) {
	path, err := d.outline(n, c)
	if err != nil || len(path.ops) == 0 || c.style.hidden || c.matrix.singular() {
		return nil, err
	}
	a := &Area{EvenOdd: c.style.clipEvenOdd}
	a.Path, err = d.gridPath(n, path, c.matrix)
	return a, err
}

// usedArea is a shape that use refers to.
func (d *svg) usedArea(n *node, c *context, within []string) (*Area, error) {
	target, err := d.target(n)
	if err != nil || target == nil {
		return nil, err
	}
	switch target.name {
	case "path", "rect", "circle", "ellipse", "polyline", "polygon", "line":
	default:
		return nil, fail(Unsupported, n.at, "<use> of <%s> in a clip path; put shapes alone into it", shortened(target.name))
	}
	x, y, err := d.place(n, c, "x", "y")
	if err != nil {
		return nil, err
	}
	c.matrix = d.then(c.matrix, Matrix{A: one, D: one, E: x, F: y})
	return d.area(target, c, within)
}

// extentOf is the box of an element's shapes in its own user units.
func (d *svg) extentOf(n *node, c *context, m Matrix) (bounds, error) {
	var out bounds
	if d.drawn++; d.drawn > maxSVGDrawn {
		return out, fail(TooLarge, n.at, "more than %d elements are drawn, those referred to counted each time; simplify the picture", maxSVGDrawn)
	}
	switch n.name {
	case "path", "rect", "circle", "ellipse", "polyline", "polygon", "line":
		path, err := d.outline(n, c)
		if err != nil {
			return out, err
		}
		if d.placed += len(path.ops); d.placed > maxSVGSegments {
			return out, fail(TooLarge, n.at, "paths of more than %d steps are drawn, those referred to counted each time; simplify the picture", maxSVGSegments)
		}
		return d.bounds(path, m), nil
	case "g", "a", "switch":
		for _, child := range n.children {
			b, err := d.extentOfChild(child, c, m)
			if err != nil {
				return out, err
			}
			out.join(b)
		}
		return out, nil
	case "use":
		target, err := d.target(n)
		if err != nil || target == nil {
			return out, err
		}
		if target.name != "symbol" && target.name != "svg" {
			x, y, err := d.place(n, c, "x", "y")
			if err != nil {
				return out, err
			}
			return d.extentOfChild(target, c, d.then(m, Matrix{A: one, D: one, E: x, F: y}))
		}
	}
	return out, fail(Unsupported, n.at, "<%s> is cut by a clip path that is measured by it (clipPathUnits); use userSpaceOnUse", n.name)
}

func (d *svg) extentOfChild(n *node, c *context, m Matrix) (bounds, error) {
	if unseen[n.name] {
		return bounds{}, nil
	}
	inner := *c
	if inner.depth++; inner.depth > maxSVGDepth {
		return bounds{}, fail(TooLarge, n.at, "elements and references more than %d deep; ungroup the picture", maxSVGDepth)
	}
	o, err := d.styled(n, &inner)
	if err != nil || o.none {
		return bounds{}, err
	}
	return d.extentOf(n, &inner, d.then(m, o.transform))
}

func (b *bounds) join(other bounds) {
	if other.some {
		b.take(point{other.minX, other.minY})
		b.take(point{other.maxX, other.maxY})
	}
}
