package compose

import (
	"strings"

	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/view"
	"github.com/facture-dev/facture/templates"
)

// value follows a path; it is the zero Value when something on the way is absent.
func (b *builder) value(p *templates.Path) view.Value {
	if p.Scope == templates.RunningScope {
		n := b.page
		if p.Fields[0] == templates.PageCount {
			n = b.count
		}
		return view.Value{Text: b.v.Number(n)}
	}
	r := b.scopes[p.Scope]
	return follow(r, p.Fields)
}

func follow(r *view.Record, fields []int) view.Value {
	for i, f := range fields {
		if r == nil {
			break
		}
		v := r.Values[f]
		if i == len(fields)-1 {
			return v
		}
		r = v.Record
	}
	if len(fields) == 0 {
		return view.Value{Record: r}
	}
	return view.Value{}
}

func (b *builder) list(p *templates.Path) []*view.Record { v := b.value(p); return v.Items }

func (b *builder) holds(c *templates.Condition) bool {
	if c == nil {
		return true
	}
	v := b.value(&c.Path)
	return v.Present() != c.Not
}

// span is a piece of inline content in its final words.
type span struct {
	text  string
	style int
	link  string
}

// spans evaluates inline content. The result is empty when every value in it
// is absent: an empty label is not worth a line.
func (b *builder) spans(segs []templates.Segment, own int) []span {
	return b.spansWith(segs, own, -1)
}

// spansWith is spans with the values that labels take in set in a style of
// their own; -1 is that of the label.
func (b *builder) spansWith(segs []templates.Segment, own, values int) []span {
	out := make([]span, 0, len(segs))
	bound, present := false, false
	for i := range segs {
		s := &segs[i]
		if !b.holds(s.If) {
			continue
		}
		st := s.Style
		if st < 0 {
			st = own
		}
		sp := span{style: st}
		switch {
		case s.Path != nil:
			v := b.value(s.Path)
			bound, present = true, present || v.Text != ""
			sp.text = v.Text
		case s.Label != "" && values >= 0 && len(s.Args) > 0:
			out, present = append(out, b.labelSpans(s, st, values)...), true
			continue
		case s.Label != "":
			sp.text, present = b.labelText(s), true
		case s.Break:
			sp.text = "\n"
		default:
			sp.text = s.Literal
		}
		if s.Link != nil {
			sp.link = b.value(s.Link).Text
		}
		if sp.text == "" {
			continue
		}
		if n := len(out); n > 0 && out[n-1].style == sp.style && out[n-1].link == sp.link {
			out[n-1].text += sp.text
		} else {
			out = append(out, sp)
		}
	}
	if bound && !present {
		return nil
	}
	return trimmed(out)
}

// trimmed takes spaces off both ends that absent values have left.
func trimmed(s []span) []span {
	for len(s) > 0 && strings.TrimLeft(s[0].text, " ") == "" {
		s = s[1:]
	}
	if len(s) > 0 {
		s[0].text = strings.TrimLeft(s[0].text, " ")
	}
	for len(s) > 0 {
		last := &s[len(s)-1]
		last.text = strings.TrimRight(last.text, " ")
		if last.text != "" {
			return s
		}
		s = s[:len(s)-1]
	}
	return nil
}

func (b *builder) labelText(s *templates.Segment) string { return b.labelAround(s, "") }

// labelAround is a label with its values, each between two marks.
func (b *builder) labelAround(s *templates.Segment, mark string) string {
	if len(s.Args) == 0 {
		return b.v.Label(s.Label, nil)
	}
	args := make(map[string]string, len(s.Args))
	for i := range s.Args {
		args[s.Args[i].Name] = mark + b.value(&s.Args[i].Path).Text + mark
	}
	return b.v.Label(s.Label, args)
}

// labelSpans is a label whose values have a style of their own. The mark that
// parts them is a character that no document can hold.
func (b *builder) labelSpans(s *templates.Segment, st, values int) []span {
	var out []span
	for i, part := range strings.Split(b.labelAround(s, "\x00"), "\x00") {
		if part != "" {
			out = append(out, span{text: part, style: []int{st, values}[i%2]})
		}
	}
	return out
}

// The attributes of an element, as layout wants them; absent ones are zero.

func length(el *templates.Element, name string) layout.Unit {
	v, _ := el.Attr(name)
	return layout.Unit(v.Length)
}

func word(el *templates.Element, name string) string {
	v, _ := el.Attr(name)
	return v.Word
}

func truth(el *templates.Element, name string) bool {
	v, _ := el.Attr(name)
	return v.Bool
}

// styleOr is a style attribute, or another style when it is absent.
func styleOr(el *templates.Element, name string, other int) int {
	if v, ok := el.Attr(name); ok {
		return v.Style
	}
	return other
}

func alignment(el *templates.Element) layout.Align { return alignWord(word(el, "align")) }

func alignWord(w string) layout.Align {
	switch w {
	case "center":
		return layout.Center
	case "end":
		return layout.End
	case "decimal":
		return layout.Decimal
	}
	return layout.Start
}
