package image

import "strings"

// style is what an element passes on to those inside of it.
type style struct {
	color                      RGBA
	fill, stroke               paintName
	fillOpacity, strokeOpacity Fixed
	evenOdd, clipEvenOdd       bool
	width, miterLimit          Fixed
	cap                        Cap
	join                       Join
	dashes                     []Fixed
	dashOffset                 Fixed
	hidden                     bool
	strokeFirst                bool
}

// paintName is a paint before its gradient is looked up.
type paintName struct {
	kind     paintKind
	color    RGBA
	ref      string    // byReference: the id
	fallback paintKind // byReference: what is meant when there is no such element; 0 for an error
	at       int
}

type paintKind uint8

const (
	noPaint paintKind = iota + 1
	plainColor
	currentColor
	byReference
)

// own is what an element keeps to itself.
type own struct {
	none        bool // display: none
	opacity     Fixed
	clip        string // id of a clip path
	clipAt      int
	transform   Matrix
	stopColor   paintName
	stopOpacity Fixed
}

// initial are the values at the root (SVG 1.1, property index).
func initial() style {
	black := RGBA{A: 255}
	return style{
		color: black, fill: paintName{kind: plainColor, color: black}, stroke: paintName{kind: noPaint},
		fillOpacity: one, strokeOpacity: one, width: one, miterLimit: 4 * one,
	}
}

// setter takes the value of a property in.
type setter func(d *svg, c *context, o *own, v text) error

// properties are those that change what is drawn. Others are passed over:
// either they change nothing here, or what they change is refused.
var properties = map[string]setter{
	"color": func(d *svg, c *context, _ *own, v text) (err error) {
		if v.s != "currentColor" {
			c.style.color, err = d.color(v)
		}
		return err
	},
	"fill":           func(d *svg, c *context, _ *own, v text) error { return d.paint(&c.style.fill, v) },
	"stroke":         func(d *svg, c *context, _ *own, v text) error { return d.paint(&c.style.stroke, v) },
	"fill-opacity":   func(d *svg, c *context, _ *own, v text) error { return d.opacity(&c.style.fillOpacity, v) },
	"stroke-opacity": func(d *svg, c *context, _ *own, v text) error { return d.opacity(&c.style.strokeOpacity, v) },
	"opacity":        func(d *svg, _ *context, o *own, v text) error { return d.opacity(&o.opacity, v) },
	"stop-color":     func(d *svg, _ *context, o *own, v text) error { return d.paint(&o.stopColor, v) },
	"stop-opacity":   func(d *svg, _ *context, o *own, v text) error { return d.opacity(&o.stopOpacity, v) },
	"fill-rule":      func(_ *svg, c *context, _ *own, v text) error { return rule(&c.style.evenOdd, v) },
	"clip-rule":      func(_ *svg, c *context, _ *own, v text) error { return rule(&c.style.clipEvenOdd, v) },
	"stroke-width":   strokeWidth,
	"stroke-linecap": func(_ *svg, c *context, _ *own, v text) error {
		return choose(&c.style.cap, v, "butt", "round", "square")
	},
	"stroke-linejoin": func(_ *svg, c *context, _ *own, v text) error {
		return choose(&c.style.join, v, "miter", "round", "bevel")
	},
	"stroke-dasharray": dashArray,
	"stroke-dashoffset": func(d *svg, c *context, _ *own, v text) (err error) {
		c.style.dashOffset, err = d.length(v, c.diagonal(&d.calc))
		return err
	},
	"stroke-miterlimit": func(_ *svg, c *context, _ *own, v text) (err error) {
		if c.style.miterLimit, err = parseNumber(v); err == nil && c.style.miterLimit < one {
			err = fail(Damaged, v.pos(0), "a mitre limit below 1; save the picture again")
		}
		return err
	},
	"visibility": func(_ *svg, c *context, _ *own, v text) error {
		var i uint8
		err := choose(&i, v, "visible", "hidden", "collapse")
		c.style.hidden = i > 0
		return err
	},
	"display": func(_ *svg, _ *context, o *own, v text) error { o.none = v.s == "none"; return nil },
	"transform": func(d *svg, _ *context, o *own, v text) (err error) {
		o.transform, err = d.transform(v)
		return err
	},
	"clip-path": func(_ *svg, _ *context, o *own, v text) (err error) {
		if v.s == "none" {
			o.clip = ""
			return nil
		}
		if !strings.HasPrefix(v.s, "url(") {
			return fail(Unsupported, v.pos(0), "a clip path that is no <clipPath> (“%s”); draw the shape as one", shortened(v.s))
		}
		o.clipAt = v.pos(0)
		o.clip, _, err = reference(v)
		return err
	},
	"paint-order": func(_ *svg, c *context, _ *own, v text) error {
		fill, stroke := strings.Index(v.s, "fill"), strings.Index(v.s, "stroke")
		c.style.strokeFirst = stroke >= 0 && (fill < 0 || stroke < fill)
		return nil
	},
	"filter":           only("none", "a filter (blur, shadow and their like) is made of pixels; leave it out, or save the picture as PNG"),
	"mask":             only("none", "a mask is not read; cut the shapes themselves (Inkscape: Object > Clip, Illustrator: Clipping Mask), or save the picture as PNG"),
	"mix-blend-mode":   only("normal", "a blend mode is not read; choose the colours as they are to look, or save the picture as PNG"),
	"vector-effect":    only("none", "a vector effect is not read; turn the line into a shape (Inkscape: Path > Stroke to Path)"),
	"transform-origin": only("0 0", "an origin of transforms is not read; save the picture with presentation attributes"),
	"marker":           only("none", markerRefusal),
	"marker-start":     only("none", markerRefusal),
	"marker-mid":       only("none", markerRefusal),
	"marker-end":       only("none", markerRefusal),
}

const markerRefusal = "markers are not read; turn the line into a shape (Inkscape: Path > Stroke to Path, Illustrator: Object > Expand)"

// only takes a property whose other values are refused.
func only(value, refusal string) setter {
	return func(_ *svg, _ *context, _ *own, v text) error {
		if v.s != value {
			return fail(Unsupported, v.pos(0), "%s", refusal)
		}
		return nil
	}
}

func rule(to *bool, v text) error {
	var i uint8
	err := choose(&i, v, "nonzero", "evenodd")
	*to = i == 1
	return err
}

// choose sets a number to the place of a word.
func choose[T ~uint8](to *T, v text, words ...string) error {
	for i, w := range words {
		if v.s == w {
			*to = T(i)
			return nil
		}
	}
	return fail(Unsupported, v.pos(0), "“%s” is not read here; write %s", shortened(v.s), strings.Join(words, ", "))
}

func (d *svg) opacity(to *Fixed, v text) (err error) {
	*to, err = d.share(v)
	return err
}

func strokeWidth(d *svg, c *context, _ *own, v text) (err error) {
	if c.style.width, err = d.length(v, c.diagonal(&d.calc)); err == nil && c.style.width < 0 {
		err = fail(Damaged, v.pos(0), "a line of negative width; save the picture again")
	}
	return err
}

func dashArray(d *svg, c *context, _ *own, v text) error {
	c.style.dashes = nil
	if v.s == "none" {
		return nil
	}
	var list []Fixed
	sum := Fixed(0)
	s := scanner{text: v}
	for s.space(); s.more(); s.comma() {
		at := s.i
		n, err := s.number()
		if err != nil {
			return err
		}
		if n, err = d.unit(&s, n, c.diagonal(&d.calc)); err != nil {
			return err
		}
		if n < 0 {
			return fail(Damaged, s.pos(at), "a dash of negative length; save the picture again")
		}
		if len(list) == maxSVGDashes {
			return fail(TooLarge, s.pos(at), "a pattern of more than %d dashes", maxSVGDashes)
		}
		list = append(list, n)
		sum = d.add(sum, n)
	}
	if sum > 0 {
		c.style.dashes = list
	}
	return nil
}

// paint reads none, currentColor, a colour or a reference.
func (d *svg) paint(to *paintName, v text) (err error) {
	*to = paintName{at: v.pos(0)}
	switch {
	case v.s == "none":
		to.kind = noPaint
	case strings.EqualFold(v.s, "currentColor"):
		to.kind = currentColor
	case strings.HasPrefix(v.s, "url("):
		var rest text
		to.kind = byReference
		if to.ref, rest, err = reference(v); err != nil || rest.s == "" {
			return err
		}
		var fallback paintName
		if err = d.paint(&fallback, rest); fallback.kind == byReference {
			return fail(Damaged, rest.pos(0), "a reference in the place of another; save the picture again")
		}
		to.fallback, to.color = fallback.kind, fallback.color
	default:
		to.kind = plainColor
		to.color, err = d.color(v)
	}
	return err
}

// reference reads url(#id) and returns what follows it.
func reference(v text) (id string, rest text, err error) {
	end := strings.IndexByte(v.s, ')')
	if end < 0 {
		return "", rest, fail(Damaged, v.pos(0), "url( is not closed; save the picture again")
	}
	inner := strings.Trim(v.s[len("url("):end], spaces+`"'`)
	id, ok := strings.CutPrefix(inner, "#")
	if !ok || id == "" {
		return "", rest, fail(Unsupported, v.pos(0), "a reference to “%s”: only parts of the same file are read, as url(#name)", shortened(inner))
	}
	return id, v.part(end+1, len(v.s)).trimmed(), nil
}

// styled takes an element's own properties into a context.
func (d *svg) styled(n *node, c *context) (own, error) {
	o := own{opacity: one, transform: unmoved, stopOpacity: one, stopColor: paintName{kind: plainColor, color: RGBA{A: 255}}}
	list, err := d.declared(n)
	if err != nil {
		return o, err
	}
	for _, p := range list {
		switch {
		case p.value.s == "inherit" && inherited(p.name):
			continue
		case p.value.s == "inherit", p.value.s == "initial", p.value.s == "unset", p.value.s == "revert", strings.Contains(p.value.s, "var("), strings.Contains(p.value.s, "calc("):
			return o, fail(Unsupported, p.value.pos(0), "%s: “%s” is not read; save the picture with presentation attributes", p.name, shortened(p.value.s))
		}
		if err := properties[p.name](d, c, &o, p.value); err != nil {
			return o, err
		}
		if d.over {
			return o, fail(TooLarge, p.value.pos(0), "%s is beyond all bounds; scale the picture down", p.name)
		}
	}
	return o, nil
}

// inherited reports whether a property passes to the elements inside.
func inherited(name string) bool {
	switch name {
	case "opacity", "stop-color", "stop-opacity", "display", "transform", "clip-path", "filter", "mask", "mix-blend-mode", "vector-effect", "transform-origin":
		return false
	}
	return true
}
