package pdf

import (
	"strconv"

	"github.com/facture-dev/facture/render/image"
)

// A drawing is written as a form XObject (ISO 32000-1 §8.10) whose matrix takes
// it to the unit square, as images have it, so that it is stored once for all
// sizes. Its own units are thousandths of those of image.Drawing.

// formStream is a form with references to others of the same drawing.
type formStream struct {
	dict   string
	refs   []formRef
	data   []byte
	packed []byte // data, deflated
}

// formRef is a place in a dictionary where the number of a form is to stand.
type formRef struct{ at, form int }

// writeDrawing writes the forms of a drawing; the first of them is n.
func (f *file) writeDrawing(n ref, d *image.Drawing) error {
	made, err := f.w.drawings.get(d.Digest[:], func() (*forms, error) { return drawForms(d), nil })
	if err != nil {
		return err
	}
	if made.deepest > maxStates {
		var c check
		c.problem(limitsClause, "a drawing of groups within groups: %d graphics states within one another; at most %d are allowed", made.deepest, maxStates)
		return c.result()
	}
	forms := made.list
	numbers := make([]ref, len(forms))
	for i := range forms {
		if numbers[i] = n; i > 0 {
			numbers[i] = f.alloc()
		}
	}
	for i := range forms {
		s := &forms[i]
		dict, done := make([]byte, 0, len(s.dict)+8*len(s.refs)), 0
		for _, r := range s.refs {
			dict = append(dict, s.dict[done:r.at]...)
			dict = strconv.AppendInt(dict, int64(numbers[r.form]), 10)
			dict = append(dict, " 0 R"...)
			done = r.at
		}
		dict = append(dict, s.dict[done:]...)
		if f.o.Readable || s.packed == nil {
			f.rawStream(numbers[i], string(dict), s.data)
		} else {
			f.rawStream(numbers[i], string(dict)+"/Filter/FlateDecode", s.packed)
		}
	}
	return nil
}

// forms collects the forms of a drawing.
type forms struct {
	drawing *image.Drawing
	list    []formStream
	deepest int // graphics states within one another
}

// drawForms makes the forms of a drawing. It depends on the drawing alone.
func drawForms(d *image.Drawing) *forms {
	f := &forms{drawing: d, list: make([]formStream, 1)}
	c := f.canvas(1) // the page saves its state around a drawing
	c.nodes(d.Nodes)
	matrix := append([]byte("/Matrix["), decimalOf(1000, int64(d.Width))...)
	matrix = append(matrix, " 0 0 -"...)
	matrix = append(matrix, decimalOf(1000, int64(d.Height))...)
	matrix = append(matrix, " 0 1]"...)
	f.list[0] = c.form(string(matrix), c.transparent)
	for i := range f.list {
		if s := &f.list[i]; len(s.data) >= minDeflated {
			s.packed = deflate(nil, s.data)
		}
	}
	return f
}

// decimalOf is a/b with nine decimals.
func decimalOf(a, b int64) []byte {
	return appendDecimal(nil, div(a*1_000_000_000, b), 1_000_000_000)
}

// add appends a form and returns its number.
func (f *forms) add(s formStream) int {
	f.list = append(f.list, s)
	return len(f.list) - 1
}

// formCanvas writes the content of one form.
type formCanvas struct {
	forms       *forms
	b           []byte
	states      resources // ExtGState
	patterns    resources // Pattern
	inner       resources // XObject
	transparent bool      // something in it is
	gray        bool      // it is a mask: gradients are of their opacity
	now         formState
	stack       []formState
	outer       int // states saved around this form
}

// formState is what is known of the graphics state (§8.4). A form begins in the
// state of who draws it, but for the alpha constants, which are 1 there.
type formState struct {
	fill, stroke           image.RGBA // A is that of the alpha constants
	fillKnown, strokeKnown bool       // whether the rest of them is in force
	width                  int        // 0 for unknown
	cap                    image.Cap
	join                   image.Join
	capKnown, joinKnown    bool
	miter                  image.Fixed // 0 for unknown
}

func (f *forms) canvas(outer int) *formCanvas {
	return &formCanvas{forms: f, outer: outer, now: formState{fill: image.RGBA{A: 255}, stroke: image.RGBA{A: 255}}}
}

// resources are the named resources of one kind. Two that are alike are one.
type resources struct {
	prefix string
	list   []resource
	index  map[resource]int
}

// resource is a dictionary, or a form that its body refers to at its end.
type resource struct {
	body string
	form int // noForm for none
}

const noForm = -1

func (r *resources) name(prefix, body string, form int) string {
	r.prefix = prefix
	key := resource{body, form}
	i, ok := r.index[key]
	if !ok {
		if r.index == nil {
			r.index = make(map[resource]int)
		}
		i = len(r.list)
		r.index[key] = i
		r.list = append(r.list, key)
	}
	return prefix + strconv.Itoa(i)
}

// form makes a form of what was drawn.
func (c *formCanvas) form(entries string, group bool) formStream {
	d := c.forms.drawing
	s := formStream{data: c.b}
	dict := append([]byte("/Type/XObject/Subtype/Form/BBox[0 0 "), appendMilli(nil, int64(d.Width))...)
	dict = append(appendMilli(append(dict, ' '), int64(d.Height)), ']')
	dict = append(dict, entries...)
	if group {
		dict = append(dict, "/Group<</S/Transparency/I true/CS/Device"...)
		if c.gray {
			dict = append(dict, "Gray>>"...)
		} else {
			dict = append(dict, "RGB>>"...)
		}
	}
	dict = append(dict, "/Resources<<"...)
	for _, kind := range []struct {
		key string
		r   *resources
		end string // after the reference
	}{{"/ExtGState", &c.states, ">>>>"}, {"/Pattern", &c.patterns, ""}, {"/XObject", &c.inner, ""}} {
		if len(kind.r.list) == 0 {
			continue
		}
		dict = append(append(dict, kind.key...), "<<"...)
		for i, one := range kind.r.list {
			dict = append(append(dict, '/'), kind.r.prefix...)
			dict = strconv.AppendInt(dict, int64(i), 10)
			dict = append(dict, one.body...)
			if one.form != noForm {
				s.refs = append(s.refs, formRef{len(dict), one.form})
				dict = append(dict, kind.end...)
			}
		}
		dict = append(dict, ">>"...)
	}
	s.dict = string(append(dict, ">>"...))
	return s
}

func (c *formCanvas) put(parts ...string) {
	for _, s := range parts {
		c.b = append(c.b, s...)
	}
}

func (c *formCanvas) save() {
	c.stack = append(c.stack, c.now)
	c.forms.deepest = max(c.forms.deepest, c.depth())
	c.put("q\n")
}

func (c *formCanvas) depth() int { return c.outer + len(c.stack) }

func (c *formCanvas) restore() {
	c.now = c.stack[len(c.stack)-1]
	c.stack = c.stack[:len(c.stack)-1]
	c.put("Q\n")
}

func (c *formCanvas) nodes(list []image.Node) {
	for _, n := range list {
		switch v := n.(type) {
		case *image.Shape:
			c.shape(v)
		case *image.Group:
			c.group(v)
		}
	}
}

// group draws a group: in a form of its own when it is transparent as a whole
// (§11.6.6), cut by its clip.
func (c *formCanvas) group(g *image.Group) {
	if g.Clip == nil && g.Alpha == 255 {
		c.nodes(g.Nodes)
		return
	}
	c.save()
	areas, paths := g.Clip.Intersection()
	if paths {
		c.cut(areas)
	} else { // paths of different rules and directions cannot be put into one
		mask := c.forms.canvas(c.depth())
		mask.gray = true
		mask.group(g.Clip.Union())
		c.mask(mask)
	}
	if g.Alpha == 255 && paths {
		c.nodes(g.Nodes)
	} else { // in a form of its own, where no mask is in force yet
		inner := c.forms.canvas(c.depth())
		inner.gray = c.gray
		inner.nodes(g.Nodes)
		c.alpha(image.RGBA{A: g.Alpha}, image.RGBA{A: g.Alpha})
		c.put("/", c.inner.name("X", " ", c.forms.add(inner.form("", true))), " Do\n")
	}
	c.restore()
}

// cut cuts what follows by paths (§8.5.4).
func (c *formCanvas) cut(areas []image.Area) {
	for i := range areas {
		c.path(areas[i].Path)
		if areas[i].EvenOdd {
			c.put("W* n\n")
		} else {
			c.put("W n\n")
		}
	}
}

// mask shows what follows where another canvas is light (§11.6.5.2).
func (c *formCanvas) mask(m *formCanvas) {
	c.transparent = true
	c.put("/", c.states.name("S", "<</SMask<</S/Luminosity/G ", c.forms.add(m.form("", true))), " gs\n")
}

func fillOperator(evenOdd bool) string {
	if evenOdd {
		return "f*"
	}
	return "f"
}

// alpha sets the alpha constants of filling and of stroking.
func (c *formCanvas) alpha(fill, stroke image.RGBA) {
	if c.now.fill.A == fill.A && c.now.stroke.A == stroke.A {
		return
	}
	c.now.fill.A, c.now.stroke.A = fill.A, stroke.A
	c.transparent = true
	body := appendMilli([]byte("<</ca "), share(fill.A))
	body = appendMilli(append(body, "/CA "...), share(stroke.A))
	c.put("/", c.states.name("S", string(append(body, ">>"...)), noForm), " gs\n")
}

// share is a part of 255 in thousandths.
func share(v uint8) int64 { return div(int64(v)*1000, 255) }

// shape fills and strokes a path: at once where both are opaque colours, else
// one after the other, since they overlap.
func (c *formCanvas) shape(s *image.Shape) {
	if s.Fill != nil && s.Stroke != nil && s.Matrix == nil && opaque(s.Fill) && opaque(&s.Stroke.Paint) {
		c.alpha(s.Fill.Color, s.Stroke.Paint.Color)
		c.color(s.Fill.Color, false)
		c.color(s.Stroke.Paint.Color, true)
		dashed := c.pen(s.Stroke)
		c.path(s.Path)
		if s.EvenOdd {
			c.put("B*\n")
		} else {
			c.put("B\n")
		}
		if dashed {
			c.restore()
		}
		return
	}
	if s.Fill != nil {
		c.painted(s, s.Fill, false)
	}
	if s.Stroke != nil {
		c.painted(s, &s.Stroke.Paint, true)
	}
}

func opaque(p *image.Paint) bool { return p.Gradient == nil && p.Color.A == 255 }

// painted fills or strokes the path of a shape.
func (c *formCanvas) painted(s *image.Shape, p *image.Paint, stroke bool) {
	apart := p.Gradient != nil || s.Matrix != nil
	if apart {
		c.save()
	}
	if p.Gradient == nil {
		if stroke {
			c.alpha(image.RGBA{A: c.now.fill.A}, p.Color)
		} else {
			c.alpha(p.Color, image.RGBA{A: c.now.stroke.A})
		}
		c.color(p.Color, stroke)
	} else {
		c.gradient(p.Gradient, s.Matrix, stroke)
	}
	if s.Matrix != nil {
		c.matrix(s.Matrix)
	}
	dashed := stroke && c.pen(s.Stroke)
	c.path(s.Path)
	if stroke {
		c.put("S\n")
	} else {
		c.put(fillOperator(s.EvenOdd), "\n")
	}
	if dashed {
		c.restore()
	}
	if apart {
		c.restore()
	}
}

// matrix changes the coordinates to those of a shape.
func (c *formCanvas) matrix(m *image.Matrix) {
	for _, v := range []image.Fixed{m.A, m.B, m.C, m.D} {
		c.b = append(v.AppendDecimal(c.b, 6), ' ')
	}
	c.b = append(thousandth(c.b, m.E), ' ')
	c.b = append(thousandth(c.b, m.F), " cm\n"...)
}

// thousandth appends a place, which is in units of image.Drawing.
func thousandth(b []byte, v image.Fixed) []byte { return (v / 1000).AppendDecimal(b, 6) }

// color sets the colour of filling or of stroking.
func (c *formCanvas) color(v image.RGBA, stroke bool) {
	now, known, op := &c.now.fill, &c.now.fillKnown, " rg\n"
	if stroke {
		now, known, op = &c.now.stroke, &c.now.strokeKnown, " RG\n"
	}
	if *known && now.R == v.R && now.G == v.G && now.B == v.B {
		return
	}
	now.R, now.G, now.B, *known = v.R, v.G, v.B, true
	c.b = appendRGB(c.b, v)
	c.put(op)
}

func appendRGB(b []byte, v image.RGBA) []byte {
	b = append(appendMilli(b, share(v.R)), ' ')
	b = append(appendMilli(b, share(v.G)), ' ')
	return appendMilli(b, share(v.B))
}

// pen sets the line; dashes are set in a state of their own, and pen says so.
func (c *formCanvas) pen(s *image.Stroke) (dashed bool) {
	if dashed = len(s.Dashes) > 0; dashed {
		c.save()
		c.put("[")
		for i, v := range s.Dashes {
			if i > 0 {
				c.put(" ")
			}
			c.b = appendMilli(c.b, int64(v))
		}
		c.put("] ")
		c.b = appendMilli(c.b, int64(s.DashOffset))
		c.put(" d\n")
	}
	if c.now.width != s.Width {
		c.now.width = s.Width
		c.b = appendMilli(c.b, int64(s.Width))
		c.put(" w\n")
	}
	if !c.now.capKnown || c.now.cap != s.Cap {
		c.now.cap, c.now.capKnown = s.Cap, true
		c.put(strconv.Itoa(int(s.Cap)), " J\n")
	}
	if !c.now.joinKnown || c.now.join != s.Join {
		c.now.join, c.now.joinKnown = s.Join, true
		c.put(strconv.Itoa(int(s.Join)), " j\n")
	}
	if s.Join == image.MiterJoin && c.now.miter != s.MiterLimit {
		c.now.miter = s.MiterLimit
		c.b = s.MiterLimit.AppendDecimal(c.b, 3)
		c.put(" M\n")
	}
	return dashed
}

// path constructs a path (§8.5.2).
func (c *formCanvas) path(p image.Path) {
	i := 0
	for _, op := range p.Ops {
		for _, q := range p.Points[i : i+op.Points()] {
			c.b = append(appendMilli(c.b, int64(q.X)), ' ')
			c.b = append(appendMilli(c.b, int64(q.Y)), ' ')
		}
		i += op.Points()
		c.b = append(c.b, "mlch"[op], '\n')
	}
}
