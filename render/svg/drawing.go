package svg

import (
	"bytes"
	"fmt"
	"strconv"

	picture "github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
)

// vector shows a drawing, which is defined once a page however often it is
// shown.
func (d *drawing) vector(it *layout.Placed, v *layout.Drawing) {
	id, ok := d.drawings[v.Drawing]
	if !ok {
		id = "d" + strconv.Itoa(len(d.drawings))
		if d.drawings == nil {
			d.drawings = make(map[*picture.Drawing]string)
		}
		d.drawings[v.Drawing] = id
		width, height := milli(v.Drawing.Width), milli(v.Drawing.Height)
		w := vectorWriter{prefix: id + "-", size: `width="` + width + `" height="` + height + `"`}
		w.nodes(v.Drawing.Nodes)
		d.defs.Write(w.defs.Bytes())
		fmt.Fprintf(&d.defs, `<symbol id="%s" viewBox="0 0 %s %s" preserveAspectRatio="none" overflow="hidden">`+"\n", id, width, height)
		d.defs.Write(w.body.Bytes())
		d.defs.WriteString("</symbol>\n")
	}
	fmt.Fprintf(&d.body, `<use href="#%s" x="%s" y="%s" width="%s" height="%s"/>`+"\n", id, number(it.X), number(it.Y), number(v.Width), number(v.Height))
}

// vectorWriter writes the nodes of one drawing. Its units are thousandths of
// those of the drawing.
type vectorWriter struct {
	prefix string // of ids
	size   string // of the drawing, as attributes
	ids    int
	defs   bytes.Buffer // gradients, clip paths and masks
	body   bytes.Buffer
}

func (w *vectorWriter) id() string {
	w.ids++
	return w.prefix + strconv.Itoa(w.ids)
}

func (w *vectorWriter) nodes(list []picture.Node) {
	for _, n := range list {
		switch v := n.(type) {
		case *picture.Shape:
			w.shape(v)
		case *picture.Group:
			w.group(v)
		}
	}
}

// group draws a group inside of others that cut it: areas one inside of the
// other, which every program can draw, for not all know clip paths of clip
// paths, and the union of several areas by a mask.
func (w *vectorWriter) group(g *picture.Group) {
	areas, paths := g.Clip.Intersection()
	if !paths {
		fmt.Fprintf(&w.body, "<g mask=\"url(#%s)\">", w.mask(g.Clip))
	}
	for i := range areas {
		fmt.Fprintf(&w.body, "<g clip-path=\"url(#%s)\">", w.clip(&areas[i]))
	}
	w.body.WriteString("<g")
	if g.Alpha < 255 {
		fmt.Fprintf(&w.body, ` opacity="%s"`, decimal(int64(g.Alpha), 255, 4))
	}
	w.body.WriteString(">\n")
	w.nodes(g.Nodes)
	w.body.WriteString("</g>")
	for range areas {
		w.body.WriteString("</g>")
	}
	if !paths {
		w.body.WriteString("</g>")
	}
	w.body.WriteByte('\n')
}

// clip defines an area and returns its id.
func (w *vectorWriter) clip(a *picture.Area) string {
	id, rule := w.id(), ""
	if a.EvenOdd {
		rule = ` clip-rule="evenodd"`
	}
	fmt.Fprintf(&w.defs, `<clipPath id="%s"><path%s d="`, id, rule)
	path(&w.defs, a.Path)
	w.defs.WriteString("\"/></clipPath>\n")
	return id
}

// mask defines a union and returns its id.
func (w *vectorWriter) mask(c *picture.Clip) string {
	id := w.id()
	inner := vectorWriter{prefix: id + "-", size: w.size}
	inner.group(c.Union())
	w.defs.Write(inner.defs.Bytes())
	fmt.Fprintf(&w.defs, `<mask id="%s" maskUnits="userSpaceOnUse" x="0" y="0" %s>`+"\n%s</mask>\n", id, w.size, inner.body.Bytes())
	return id
}

func (w *vectorWriter) shape(s *picture.Shape) {
	fill, stroke := `fill="none"`, ""
	if s.Fill != nil {
		fill = w.paint("fill", s.Fill)
		if s.EvenOdd {
			fill += ` fill-rule="evenodd"`
		}
	}
	if s.Stroke != nil {
		stroke = w.stroke(s.Stroke)
	}
	w.body.WriteString("<path " + fill + stroke)
	if s.Matrix != nil {
		w.body.WriteString(` transform="` + matrix(*s.Matrix, 1) + `"`)
	}
	w.body.WriteString(` d="`)
	path(&w.body, s.Path)
	w.body.WriteString("\"/>\n")
}

// paint is the attributes of a paint.
func (w *vectorWriter) paint(name string, p *picture.Paint) string {
	if p.Gradient != nil {
		return name + `="url(#` + w.gradient(p.Gradient) + `)"`
	}
	return name + `="` + hex(p.Color) + `"` + opacity(name+"-opacity", p.Color.A)
}

func hex(c picture.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

func opacity(name string, alpha uint8) string {
	if alpha == 255 {
		return ""
	}
	return " " + name + `="` + decimal(int64(alpha), 255, 4) + `"`
}

// stroke is the attributes of a line; the numbers of its cap and join are PDF's.
func (w *vectorWriter) stroke(s *picture.Stroke) string {
	out := " " + w.paint("stroke", &s.Paint) + ` stroke-width="` + milli(s.Width) + `"`
	if s.Cap != picture.ButtCap {
		out += ` stroke-linecap="` + [...]string{"butt", "round", "square"}[s.Cap] + `"`
	}
	if s.Join != picture.MiterJoin {
		out += ` stroke-linejoin="` + [...]string{"miter", "round", "bevel"}[s.Join] + `"`
	} else {
		out += ` stroke-miterlimit="` + string(s.MiterLimit.AppendDecimal(nil, 3)) + `"`
	}
	for i, v := range s.Dashes {
		if i == 0 {
			out += ` stroke-dasharray="`
		} else {
			out += " "
		}
		out += milli(v)
	}
	if len(s.Dashes) > 0 {
		out += `" stroke-dashoffset="` + milli(s.DashOffset) + `"`
	}
	return out
}

// gradient defines a gradient and returns its id.
func (w *vectorWriter) gradient(g *picture.Gradient) string {
	id, element := w.id(), "linearGradient"
	place := `x1="0" y1="0" x2="1" y2="0"`
	if g.Radial {
		element = "radialGradient"
		place = fmt.Sprintf(`cx="0" cy="0" r="1" fx="%s" fy="%s" fr="%s"`, g.FocusX.AppendDecimal(nil, 9), g.FocusY.AppendDecimal(nil, 9), g.FocusR.AppendDecimal(nil, 9))
	}
	fmt.Fprintf(&w.defs, `<%s id="%s" gradientUnits="userSpaceOnUse" %s gradientTransform="%s">`+"\n", element, id, place, matrix(g.Matrix, 1000))
	for _, s := range g.Stops {
		fmt.Fprintf(&w.defs, `<stop offset="%s" stop-color="%s"%s/>`+"\n", decimal(int64(s.Offset), 1_000_000, 6), hex(s.Color), opacity("stop-opacity", s.Color.A))
	}
	fmt.Fprintf(&w.defs, "</%s>\n", element)
	return id
}

// matrix is a transform; its linear part leads from units of by-th parts.
func matrix(m picture.Matrix, by picture.Fixed) string {
	b := []byte("matrix(")
	for _, v := range []picture.Fixed{m.A / by, m.B / by, m.C / by, m.D / by, m.E / 1000} {
		b = append(v.AppendDecimal(b, 9), ' ')
	}
	return string((m.F/1000).AppendDecimal(b, 9)) + ")"
}

// path appends path data.
func path(b *bytes.Buffer, p picture.Path) {
	i := 0
	for _, op := range p.Ops {
		b.WriteByte("MLCZ"[op])
		for k, q := range p.Points[i : i+op.Points()] {
			if k > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(milli(q.X) + " " + milli(q.Y))
		}
		i += op.Points()
	}
}

// milli is a place in a drawing.
func milli[T int | int32](v T) string { return decimal(int64(v), 1000, 3) }
