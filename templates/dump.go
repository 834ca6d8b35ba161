package templates

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Dump writes a template as an indented tree: every style, element, attribute
// and piece of text, as they were understood. Snapshots compare it.
func Dump(w io.Writer, t *Template) error {
	d := dumper{bufio.NewWriter(w), t}
	d.line(0, "template %s for %s page=%s margin=%s", t.Name, strings.Join(t.For, " "), t.Page, lengths(t.Margin[:]))
	if t.Families != (Families{}) {
		d.line(1, "families %q %q", t.Families.Text, t.Families.Heading)
	}
	if t.FixedMargin || t.Landscape {
		d.line(1, "fixed-margin=%t landscape=%t", t.FixedMargin, t.Landscape)
	}
	if t.Ink+t.Muted != "" {
		d.line(1, "colours ink=%s muted=%s", t.Ink, t.Muted)
	}
	for _, s := range t.Styles {
		d.line(1, "style %s %s %d %s/%s %s tracking=%d tabular=%t", s.Name, s.Font, s.Weight, s.Size, s.Leading, s.Color, s.Tracking, s.Tabular)
	}
	for _, group := range [][]*Element{t.Headers, t.Body, t.Footers} {
		for _, e := range group {
			d.element(1, e)
		}
	}
	return d.Flush()
}

type dumper struct {
	*bufio.Writer
	t *Template
}

func (d dumper) line(depth int, format string, args ...any) {
	fmt.Fprintf(d, "%s"+format+"\n", append([]any{strings.Repeat("  ", depth)}, args...)...)
}

func (d dumper) element(depth int, e *Element) {
	head := e.Name
	if e.Each != nil {
		head += fmt.Sprintf(" each=%s as=%s:%d", e.Each, e.As, e.Scope)
	}
	if e.If != nil {
		head += " if=" + e.If.String()
	}
	for _, a := range e.Attrs {
		head += " " + a.Name + "=" + d.value(e.Name, a)
	}
	d.line(depth, "%s", head)
	for _, s := range e.Content {
		d.line(depth+1, "%s", d.segment(s))
	}
	for _, child := range e.Children {
		d.element(depth+1, child)
	}
}

func (d dumper) value(owner string, a Attr) string {
	v := a.Value
	spec, _ := lookup()[owner].attr(a.Name)
	switch spec.form {
	case formWords:
		return strings.Join(v.Words, "+")
	case formLength:
		return v.Length.String()
	case formLengths:
		return lengths(v.Lengths)
	case formNumber, formWeight, formTracking:
		return strconv.Itoa(v.Number)
	case formWidth, formSize:
		switch {
		case v.Auto:
			return "auto"
		case v.Fr > 0:
			return strconv.Itoa(v.Fr) + "fr"
		}
		return v.Length.String()
	case formStyle:
		return d.t.Styles[v.Style].Name
	case formPath:
		return v.Path.String()
	case formInline:
		parts := make([]string, len(v.Inline))
		for i, s := range v.Inline {
			parts[i] = d.segment(s)
		}
		return "[" + strings.Join(parts, " ") + "]"
	}
	return v.Word
}

func (d dumper) segment(s Segment) string {
	out := strconv.Quote(s.Literal)
	switch {
	case s.Path != nil:
		out = "{" + s.Path.String() + "}"
	case s.Break:
		out = "break"
	case s.Label != "":
		out = "{label " + s.Label
		for _, a := range s.Args {
			out += " " + a.Name + "=" + a.Path.String()
		}
		out += "}"
	}
	if s.Style >= 0 {
		out += " style=" + d.t.Styles[s.Style].Name
	}
	if s.Link != nil {
		out += " to=" + s.Link.String()
	}
	if s.If != nil {
		out += " if=" + s.If.String()
	}
	return out
}

// String is the path as written, then where it leads: the scope and the
// indexes of the fields.
func (p Path) String() string {
	out := p.Source + "@" + strconv.Itoa(p.Scope)
	for _, f := range p.Fields {
		out += "." + strconv.Itoa(f)
	}
	return out
}

// String is the condition as written, resolved like a Path.
func (c Condition) String() string {
	if c.Not {
		return "!" + c.Path.String()
	}
	return c.Path.String()
}

// String is the length in points, exactly: 1/1024 has ten decimals.
func (l Length) String() string {
	return strconv.FormatFloat(float64(l)/1024, 'f', -1, 64) + "pt"
}

func lengths(l []Length) string {
	parts := make([]string, len(l))
	for i, one := range l {
		parts[i] = one.String()
	}
	return strings.Join(parts, "+")
}
