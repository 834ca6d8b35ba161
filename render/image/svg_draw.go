package image

import (
	"slices"
	"strings"
)

// unseen are the elements that draw nothing where they stand.
var unseen = map[string]bool{
	"defs": true, "symbol": true, "clipPath": true, "linearGradient": true, "radialGradient": true, "stop": true, "style": true,
	"title": true, "desc": true, "metadata": true, "marker": true, "mask": true, "filter": true, "pattern": true, "view": true, "cursor": true,
	"color-profile": true, "font": true, "font-face": true, "solidColor": true,
}

const (
	lettersRefusal   = "letters need the font they were set in; convert the text to paths (Inkscape: Path > Object to Path, Illustrator: Type > Create Outlines)"
	animationRefusal = "an animation, and paper does not move; save the picture as it is to look"
	foreignRefusal   = "foreign content is not read; leave it out, or save the picture as PNG"
)

// refusals are the elements that cannot be drawn.
var refusals = map[string]string{
	"text": lettersRefusal, "tspan": lettersRefusal, "textPath": lettersRefusal, "tref": lettersRefusal, "altGlyph": lettersRefusal,
	"image":         "a picture of pixels inside of the SVG is not read; trace it (Inkscape: Path > Trace Bitmap), or save the whole as PNG",
	"foreignObject": foreignRefusal, "video": foreignRefusal, "audio": foreignRefusal, "iframe": foreignRefusal, "canvas": foreignRefusal,
	"mesh": "a mesh of colours is not read; save the picture as PNG",
}

// neverRead are the elements that are refused wherever they stand.
var neverRead = map[string]string{
	"script":  "a script is not run; delete it, and save the picture as it is to look",
	"animate": animationRefusal, "animateTransform": animationRefusal, "animateMotion": animationRefusal, "animateColor": animationRefusal,
	"set": animationRefusal, "mpath": animationRefusal, "discard": animationRefusal,
}

// element draws an element and what it holds.
func (d *svg) element(n *node, outer *context) ([]Node, error) {
	if d.drawn++; d.drawn > maxSVGDrawn {
		return nil, fail(TooLarge, n.at, "more than %d elements are drawn, those referred to counted each time; simplify the picture", maxSVGDrawn)
	}
	if unseen[n.name] {
		return nil, nil
	}
	c := *outer
	if c.depth++; c.depth > maxSVGDepth {
		return nil, fail(TooLarge, n.at, "elements and references more than %d deep; ungroup the picture", maxSVGDepth)
	}
	o, err := d.styled(n, &c)
	if err != nil {
		return nil, err
	}
	if o.none {
		return nil, nil
	}
	if refusal, ok := refusals[n.name]; ok {
		return nil, fail(Unsupported, n.at, "<%s>: %s", n.name, refusal)
	}
	c.matrix = d.then(c.matrix, o.transform)
	if d.over {
		return nil, fail(TooLarge, n.at, "the transforms of <%s> enlarge beyond all bounds; scale the picture down", n.name)
	}
	if o.opacity == 0 || c.matrix.singular() {
		return nil, nil
	}
	if err := c.enter(n, o); err != nil {
		return nil, err
	}
	nodes, err := d.content(n, &c)
	if err != nil || len(nodes) == 0 {
		return nil, err
	}
	var clip *Clip
	if o.clip != "" {
		if clip, err = d.clip(o, n, &c); err != nil || clip == nil {
			return nil, err // without an area nothing shows
		}
	}
	return grouped(nodes, eight(o.opacity), clip), nil
}

// enter counts a group where an element makes one.
func (c *context) enter(n *node, o own) error {
	if o.opacity == one && o.clip == "" {
		return nil
	}
	if c.groups++; c.groups > maxSVGGroups {
		return fail(TooLarge, n.at, "transparent and cut groups more than %d inside of one another; ungroup the picture", maxSVGGroups)
	}
	return nil
}

// grouped puts nodes into a group where they need one.
func grouped(nodes []Node, alpha uint8, clip *Clip) []Node {
	if alpha == 255 && clip == nil {
		return nodes
	}
	if shape, ok := nodes[0].(*Shape); ok && clip == nil && len(nodes) == 1 && (shape.Fill == nil || shape.Stroke == nil) {
		shape.fade(alpha) // a group of one thing is that thing
		return nodes
	}
	return []Node{&Group{Alpha: alpha, Clip: clip, Nodes: nodes}}
}

// fade makes a shape, which nothing else refers to, more transparent.
func (s *Shape) fade(alpha uint8) {
	if s.Fill != nil {
		s.Fill.fade(alpha)
	}
	if s.Stroke != nil {
		s.Stroke.Paint.fade(alpha)
	}
}

func (p *Paint) fade(alpha uint8) {
	p.Color.A = product(p.Color.A, alpha)
	if p.Gradient != nil {
		for i := range p.Gradient.Stops {
			p.Gradient.Stops[i].Color.A = product(p.Gradient.Stops[i].Color.A, alpha)
		}
	}
}

// product multiplies shares of 255, rounded.
func product(a, b uint8) uint8 { return uint8((int(a)*int(b) + 127) / 255) }

// content draws what an element is, without its own opacity and clip path.
func (d *svg) content(n *node, c *context) ([]Node, error) {
	switch n.name {
	case "g", "a":
		return d.children(n, c)
	case "svg":
		if n.parent == nil {
			return d.children(n, c)
		}
		return d.nested(n, c, nil)
	case "switch":
		return d.choice(n, c)
	case "use":
		return d.use(n, c)
	case "path", "rect", "circle", "ellipse", "line", "polyline", "polygon":
		return d.shape(n, c)
	}
	return nil, fail(Unsupported, n.at, "<%s> is not read; save the picture as plain SVG", shortened(n.name))
}

func (d *svg) children(n *node, c *context) ([]Node, error) {
	var out []Node
	for _, child := range n.children {
		nodes, err := d.element(child, c)
		if err != nil {
			return nil, err
		}
		out = append(out, nodes...)
	}
	return out, nil
}

// choice draws the first child that asks for nothing: no extension and no
// language.
func (d *svg) choice(n *node, c *context) ([]Node, error) {
	for _, child := range n.children {
		_, extension := child.attr("requiredExtensions")
		_, language := child.attr("systemLanguage")
		if !extension && !language && !unseen[child.name] {
			return d.element(child, c)
		}
	}
	return nil, nil
}

// use draws what it refers to.
func (d *svg) use(n *node, c *context) ([]Node, error) {
	target, err := d.target(n)
	if err != nil || target == nil {
		return nil, err
	}
	if slices.Contains(c.uses, target) {
		return nil, fail(Damaged, n.at, "<use> refers to what it is in; save the picture again")
	}
	for up := n; up != nil; up = up.parent {
		if up == target {
			return nil, fail(Damaged, n.at, "<use> refers to what it is in; save the picture again")
		}
	}
	inner := *c
	inner.uses = append(slices.Clip(inner.uses), target)
	x, y, err := d.place(n, c, "x", "y")
	if err != nil {
		return nil, err
	}
	inner.matrix = d.then(inner.matrix, Matrix{A: one, D: one, E: x, F: y})
	if target.name != "symbol" && target.name != "svg" {
		return d.element(target, &inner)
	}
	if d.drawn++; inner.depth >= maxSVGDepth {
		return nil, fail(TooLarge, n.at, "elements and references more than %d deep; ungroup the picture", maxSVGDepth)
	}
	inner.depth++
	o, err := d.styled(target, &inner)
	if err != nil || o.none || o.opacity == 0 {
		return nil, err
	}
	inner.matrix = d.then(inner.matrix, o.transform)
	if err := inner.enter(target, o); err != nil {
		return nil, err
	}
	nodes, err := d.nested(target, &inner, n)
	if err != nil || len(nodes) == 0 {
		return nil, err
	}
	var clip *Clip
	if o.clip != "" {
		if clip, err = d.clip(o, target, &inner); err != nil || clip == nil {
			return nil, err
		}
	}
	return grouped(nodes, eight(o.opacity), clip), nil
}

// target is the element that a reference names; nil when it names none.
func (d *svg) target(n *node) (*node, error) {
	href, ok := n.attr("href")
	if !ok || href.s == "" {
		return nil, nil
	}
	id, local := strings.CutPrefix(strings.TrimSpace(href.s), "#")
	if !local {
		return nil, fail(Unsupported, href.pos(0), "<%s> refers to “%s”, outside of the file; put it into the file", n.name, shortened(href.s))
	}
	target := d.tree.ids[id]
	if target == nil {
		return nil, fail(Damaged, href.pos(0), "<%s> refers to “#%s”, which there is not; save the picture again", n.name, shortened(id))
	}
	return target, nil
}

// place reads two lengths, across and down; they are 0 when left out.
func (d *svg) place(n *node, c *context, across, down string) (x, y Fixed, err error) {
	if x, err = d.measure(n, across, c.width); err == nil {
		y, err = d.measure(n, down, c.height)
	}
	return x, y, err
}

// measure reads a length; it is 0 when left out.
func (d *svg) measure(n *node, name string, whole Fixed) (Fixed, error) {
	t, ok := n.attr(name)
	if !ok {
		return 0, nil
	}
	v, err := d.length(t, whole)
	if err == nil && d.over {
		err = fail(TooLarge, t.pos(0), "%s is beyond all bounds; scale the picture down", name)
	}
	return v, err
}

// extent reads a length that may not be negative, where it is stated.
func (d *svg) extent(n *node, name string, whole Fixed, to *Fixed) error {
	t, ok := n.attr(name)
	if !ok || t.s == "auto" {
		return nil
	}
	v, err := d.measure(n, name, whole)
	if err == nil && v < 0 {
		err = fail(Damaged, t.pos(0), "%s of <%s> is below 0; save the picture again", name, n.name)
	}
	*to = v
	return err
}

// nested draws the content of an inner svg element, or of a symbol or svg that
// use refers to and gives a size.
func (d *svg) nested(n *node, c *context, use *node) ([]Node, error) {
	inner := *c
	width, height := c.width, c.height
	for _, from := range []*node{n, use} {
		if from == nil || from.name == "symbol" {
			continue
		}
		if err := d.extent(from, "width", c.width, &width); err != nil {
			return nil, err
		}
		if err := d.extent(from, "height", c.height, &height); err != nil {
			return nil, err
		}
	}
	if width == 0 || height == 0 {
		return nil, nil
	}
	if n.name == "svg" {
		x, y, err := d.place(n, c, "x", "y")
		if err != nil {
			return nil, err
		}
		inner.matrix = d.then(inner.matrix, Matrix{A: one, D: one, E: x, F: y})
	}
	frame := Area{}
	var err error
	if frame.Path, err = d.gridPath(n, rectangle(box{0, 0, width, height}), inner.matrix); err != nil {
		return nil, err
	}
	inner.width, inner.height = width, height
	b, hasBox, err := d.viewBox(n)
	if err != nil {
		return nil, err
	}
	if hasBox {
		fit, err := d.fitted(n, b, width, height)
		if err != nil {
			return nil, err
		}
		inner.matrix = d.then(inner.matrix, fit)
		inner.width, inner.height = b.width, b.height
	}
	overflow, _ := n.attr("overflow")
	seen := overflow.s == "visible" || overflow.s == "auto"
	if !seen {
		if err := inner.enter(n, own{clip: "its edges"}); err != nil {
			return nil, err
		}
	}
	nodes, err := d.children(n, &inner)
	if err != nil || len(nodes) == 0 || seen {
		return nodes, err
	}
	return grouped(nodes, 255, &Clip{Areas: []Area{frame}}), nil
}
