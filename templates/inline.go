package templates

import (
	"slices"
	"strings"
)

// setting is what surrounds a piece of inline content.
type setting struct {
	style int
	link  *Path
	cond  *Condition
}

// content reads the inline content of an element: text, bindings, spans, links
// and breaks, flat, in reading order.
func (c *checker) content(nodes []*node, e *element) []Segment {
	return collapse(c.inlines(nil, nodes, e, setting{style: -1}))
}

// attributeText reads an attribute that holds text with bindings. Pages are
// not numbered there: head and suffix are measured before pages are broken.
func (c *checker) attributeText(t text) []Segment {
	pages := c.pages
	c.pages = false
	segments := collapse(c.bindings(nil, t, setting{style: -1}))
	c.pages = pages
	return segments
}

func (c *checker) inlines(out []Segment, nodes []*node, e *element, in setting) []Segment {
	for _, n := range nodes {
		if c.full() {
			return out
		}
		if n.name == "" {
			out = c.bindings(out, n.text, in)
			continue
		}
		child, ok := c.allowed(n, e, inlineNames)
		if !ok {
			continue
		}
		inner := c.setting(n, child, in)
		if child.name == "br" {
			c.nothing(n, child)
			out = append(out, Segment{Break: true, Style: in.style, Link: in.link, If: in.cond})
			continue
		}
		out = c.inlines(out, n.children, child, inner)
	}
	return out
}

// setting reads the attributes of an inline element.
func (c *checker) setting(n *node, e *element, in setting) setting {
	given := c.attributes(n, e)
	if v, ok := given.Attr("style"); ok {
		in.style = v.Style
	}
	if v, ok := given.Attr("to"); ok {
		if in.link != nil {
			c.fault(n.at, "<link> within <link>: one text leads to one place")
		}
		in.link = v.Path
	}
	if given.If != nil {
		if in.cond != nil {
			c.fault(n.at, "if within if: a piece of text has one condition; put the pieces side by side")
		}
		in.cond = given.If
	}
	return in
}

// bindings splits text at its braces. What is bound is a value from here on:
// nothing that a document says is ever read as markup.
func (c *checker) bindings(out []Segment, t text, in setting) []Segment {
	piece := Segment{Style: in.style, Link: in.link, If: in.cond}
	var literal strings.Builder
	flush := func() {
		if literal.Len() > 0 {
			s := piece
			s.Literal = literal.String()
			out = append(out, s)
			literal.Reset()
		}
	}
	for i := 0; i < len(t.s) && !c.full(); {
		next := strings.IndexAny(t.s[i:], "{}")
		if next < 0 {
			literal.WriteString(t.s[i:])
			break
		}
		literal.WriteString(t.s[i : i+next])
		i += next
		switch {
		case strings.HasPrefix(t.s[i:], "{{"), strings.HasPrefix(t.s[i:], "}}"):
			literal.WriteByte(t.s[i])
			i += 2
		case t.s[i] == '}':
			c.fault(t.at(i), "} without {: write }} for the character")
			i++
		default:
			end := strings.IndexAny(t.s[i+1:], "{}")
			if end < 0 || t.s[i+1+end] == '{' {
				c.fault(t.at(i), "{ without }: write {{ for the character")
				i++
				continue
			}
			flush()
			s := piece
			if c.binding(&s, t.cut(i+1, i+1+end), t.at(i)) {
				out = append(out, s)
			}
			i += end + 2
		}
	}
	flush()
	return out
}

// binding reads what stands between braces: a path, or label, its key and its
// arguments.
func (c *checker) binding(s *Segment, t text, at int) bool {
	var parts []text
	for i, j := range fields(t.s) {
		parts = append(parts, t.cut(i, j))
	}
	switch {
	case len(parts) == 0:
		c.fault(at, "{} is empty: write a path such as {document.number}")
		return false
	case parts[0].s == "label":
		return c.label(s, parts[1:], at)
	case len(parts) > 1:
		c.fault(parts[1].at(0), "%s after a path: braces hold one path, or label and its key", quote(parts[1].s))
		return false
	}
	p, ok := c.printed(parts[0])
	s.Path = p
	return ok
}

func (c *checker) label(s *Segment, parts []text, at int) bool {
	if len(parts) == 0 {
		c.fault(at, "{label} without a key: write {label KEY}")
		return false
	}
	s.Label = parts[0].s
	ok := true
	if problem := c.unknownLabel(s.Label); problem != "" {
		c.fault(parts[0].at(0), "%s: %s", s.Label, problem)
		ok = false
	}
	if len(parts)-1 > argumentsMax {
		c.fault(parts[1+argumentsMax].at(0), "more than %d arguments of a label", argumentsMax)
		return false
	}
	for _, part := range parts[1:] {
		name, _, found := strings.Cut(part.s, "=")
		if !found || !isPathName(name) {
			c.fault(part.at(0), "%s is not an argument such as number=page.number", quote(part.s))
			ok = false
			continue
		}
		if slices.ContainsFunc(s.Args, func(a Arg) bool { return a.Name == name }) {
			c.fault(part.at(0), "argument %s is stated twice", name)
			ok = false
		}
		p, printed := c.printed(part.cut(len(name)+1, len(part.s)))
		if !printed {
			ok = false
			continue
		}
		s.Args = append(s.Args, Arg{name, *p})
	}
	return ok
}

// collapse makes white space what HTML makes of it: a run is one space, and at
// the start and end of the element and around a break there is none. Of two
// spaces that meet, the one that is printed under fewer conditions stays.
func collapse(in []Segment) []Segment {
	var out []Segment
	for _, s := range joined(in) {
		last := len(out) - 1
		if !isLiteral(s) {
			if s.Break && s.If == nil {
				out = trimEnd(out)
			}
			out = append(out, s)
			continue
		}
		s.Literal = oneSpace(s.Literal)
		if strings.HasPrefix(s.Literal, " ") {
			switch {
			case last < 0, out[last].Break && out[last].If == nil:
				s.Literal = s.Literal[1:]
			case !strings.HasSuffix(out[last].Literal, " "):
			case s.If == nil && out[last].If != nil:
				out = trimEnd(out)
			default:
				s.Literal = s.Literal[1:]
			}
		}
		if s.Literal != "" {
			out = append(out, s)
		}
	}
	return trimEnd(out)
}

// joined makes one literal of those that only a comment divides.
func joined(in []Segment) []Segment {
	var out []Segment
	for i := 0; i < len(in); {
		s := in[i]
		j := i + 1
		for j < len(in) && isLiteral(s) && isLiteral(in[j]) && in[j].Style == s.Style && in[j].Link == s.Link && in[j].If == s.If {
			j++
		}
		if j > i+1 {
			parts := make([]string, j-i)
			for k := range parts {
				parts[k] = in[i+k].Literal
			}
			s.Literal = strings.Join(parts, "")
		}
		out = append(out, s)
		i = j
	}
	return out
}

func isLiteral(s Segment) bool { return s.Path == nil && s.Label == "" && !s.Break }

func trimEnd(out []Segment) []Segment {
	last := len(out) - 1
	if last < 0 || !isLiteral(out[last]) {
		return out
	}
	out[last].Literal = strings.TrimSuffix(out[last].Literal, " ")
	if out[last].Literal == "" {
		return out[:last]
	}
	return out
}

func oneSpace(s string) string {
	var b strings.Builder
	space := false
	for i := 0; i < len(s); i++ {
		if isSpace(s[i]) {
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		}
		space = false
		b.WriteByte(s[i])
	}
	return b.String()
}
