package image

import (
	"slices"
	"strings"
)

// declaration is a property with its value, from an attribute, a style
// attribute or a style sheet.
type declaration struct {
	name      string
	value     text
	important bool
}

// selector is a selector of a style sheet and what its rule declares.
type selector struct {
	parts    []compound // the last one is the element itself
	weight   int        // its specificity
	declared []declaration
}

// compound is what one element must be.
type compound struct {
	tag     string // "" for any
	id      string
	classes []string
	child   bool // the part before it must be its parent, not any ancestor
}

// sheet reads the rules of a style element.
func (d *svg) sheet(t text) error {
	t = withoutComments(t)
	for i := 0; i < len(t.s); {
		if i = len(t.s) - len(strings.TrimLeft(t.s[i:], spaces)); i == len(t.s) {
			return nil
		}
		if t.s[i] == '@' {
			if strings.HasPrefix(t.s[i:], "@import") {
				return fail(Unsupported, t.pos(i), "a style sheet is imported from outside; put its rules into the file")
			}
			i = skipAtRule(t.s, i)
			continue
		}
		open := strings.IndexByte(t.s[i:], '{')
		if open < 0 {
			return fail(Damaged, t.pos(i), "a rule without {; save the picture with presentation attributes")
		}
		length := strings.IndexByte(t.s[i+open:], '}')
		if length < 0 {
			return fail(Damaged, t.pos(i+open), "a rule without its }; save the picture with presentation attributes")
		}
		declared, err := declarations(t.part(i+open+1, i+open+length))
		if err != nil {
			return err
		}
		if err := d.selectors(t.part(i, i+open), declared); err != nil {
			return err
		}
		i += open + length + 1
	}
	return nil
}

// skipAtRule passes @media, @font-face and their like: their conditions are
// those of screens, and letters are paths here.
func skipAtRule(s string, i int) int {
	depth := 0
	for ; i < len(s); i++ {
		switch s[i] {
		case ';':
			if depth == 0 {
				return i + 1
			}
		case '{':
			depth++
		case '}':
			if depth--; depth <= 0 {
				return i + 1
			}
		}
	}
	return i
}

// withoutComments puts spaces in the place of comments, so that the rest stays
// where it is.
func withoutComments(t text) text {
	if !strings.Contains(t.s, "/*") {
		return t
	}
	b := []byte(t.s)
	for i := 0; i+1 < len(b); i++ {
		if b[i] != '/' || b[i+1] != '*' {
			continue
		}
		to := len(b)
		if end := strings.Index(t.s[i+2:], "*/"); end >= 0 {
			to = i + 2 + end + 2
		}
		for ; i < to; i++ {
			b[i] = ' '
		}
		i--
	}
	t.s = string(b)
	return t
}

// declarations reads name: value; name: value.
func declarations(t text) ([]declaration, error) {
	var out []declaration
	for from := 0; from < len(t.s); {
		to := endOfDeclaration(t.s, from)
		one := t.part(from, to).trimmed()
		from = to + 1
		if one.s == "" {
			continue
		}
		colon := strings.IndexByte(one.s, ':')
		if colon < 0 {
			return nil, fail(Damaged, one.pos(0), "“%s” has no value; write name: value", shortened(one.s))
		}
		declared := declaration{name: strings.ToLower(strings.TrimSpace(one.s[:colon])), value: one.part(colon+1, len(one.s)).trimmed()}
		if v := declared.value; len(v.s) > 0 {
			if mark := strings.LastIndexByte(v.s, '!'); mark >= 0 && strings.TrimSpace(v.s[mark+1:]) == "important" {
				declared.important, declared.value = true, v.part(0, mark).trimmed()
			}
		}
		out = append(out, declared)
	}
	return out, nil
}

// endOfDeclaration finds the next semicolon that no quote or bracket holds.
func endOfDeclaration(s string, i int) int {
	depth, quote := 0, byte(0)
	for ; i < len(s); i++ {
		switch b := s[i]; {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '(':
			depth++
		case b == ')':
			depth--
		case b == ';' && depth <= 0:
			return i
		}
	}
	return i
}

// selectors reads the list before a rule.
func (d *svg) selectors(list text, declared []declaration) error {
	for from := 0; from <= len(list.s); {
		to := from + strings.IndexByte(list.s[from:]+",", ',')
		one := list.part(from, to).trimmed()
		from = to + 1
		if one.s == "" {
			continue
		}
		if len(d.rules) == maxSVGRules {
			return fail(TooLarge, one.pos(0), "more than %d selectors; save the picture with presentation attributes", maxSVGRules)
		}
		s, err := parseSelector(one)
		if err != nil {
			return err
		}
		s.declared = declared
		d.rules = append(d.rules, s)
	}
	return nil
}

func parseSelector(t text) (selector, error) {
	var out selector
	s := scanner{text: t}
	child := false
	for s.more() {
		part := compound{child: child}
		start := s.i
		if !s.take('*') {
			if part.tag = s.word(); part.tag != "" {
				out.weight++
			}
		}
		for s.more() && (s.s[s.i] == '.' || s.s[s.i] == '#') {
			kind := s.s[s.i]
			s.i++
			name := s.name()
			if name == "" {
				break
			}
			if kind == '#' {
				part.id = name
				out.weight += 1_000_000
			} else {
				part.classes = append(part.classes, name)
				out.weight += 1_000
			}
		}
		if at := s.i; at == start || s.more() && strings.IndexByte(spaces+">", s.s[at]) < 0 {
			return out, fail(Unsupported, s.pos(at), "the selector “%s” is not read: elements, .classes and #ids are; save the picture with presentation attributes", shortened(t.s))
		}
		out.parts = append(out.parts, part)
		if len(out.parts) > maxSVGParts || len(part.classes) > maxSVGParts {
			return out, fail(TooLarge, s.pos(start), "a selector of more than %d parts; save the picture with presentation attributes", maxSVGParts)
		}
		s.space()
		if child = s.take('>'); child {
			s.space()
			if !s.more() {
				return out, fail(Damaged, s.pos(0), "the selector “%s” ends early; save the picture with presentation attributes", shortened(t.s))
			}
		}
	}
	return out, nil
}

// name reads the name of a class or an id, which may have letters of any
// script.
func (s *scanner) name() string {
	from := s.i
	for s.more() && (letter(s.s[s.i]) || digit(s.s[s.i]) || s.s[s.i] == '-' || s.s[s.i] == '_' || s.s[s.i] >= 0x80) {
		s.i++
	}
	return s.s[from:s.i]
}

// matches reports whether an element is what a selector names. Each ancestor is
// looked at once, whatever the combinators: a set holds the parts that what
// follows them already stands below.
func (d *svg) matches(parts []compound, n *node) bool {
	last := len(parts) - 1
	if !parts[last].is(n) {
		return false
	}
	below, just := uint(1)<<last, uint(1)<<last
	for up := n.parent; up != nil && below&1 == 0; up = up.parent {
		now := uint(0)
		for k := range last {
			from := below
			if parts[k+1].child {
				from = just
			}
			if d.work++; from>>(k+1)&1 != 0 && parts[k].is(up) {
				now |= 1 << k
			}
		}
		below, just = below|now, now
	}
	return below&1 != 0
}

func (c *compound) is(n *node) bool {
	if c.tag != "" && c.tag != n.name {
		return false
	}
	if c.id != "" {
		if id, _ := n.attr("id"); id.s != c.id {
			return false
		}
	}
	for _, class := range c.classes {
		if !slices.Contains(n.classes, class) {
			return false
		}
	}
	return true
}

// declared returns the properties of an element, each once: presentation
// attributes give way to style sheets, these to the style attribute.
func (d *svg) declared(n *node) ([]declaration, error) {
	if n.styled {
		return n.declared, nil
	}
	n.styled = true
	var all []declaration
	for _, a := range n.attrs {
		if _, ok := properties[a.name]; ok {
			all = append(all, declaration{name: a.name, value: a.value.trimmed()})
		}
	}
	for i := range d.rules {
		if d.matches(d.rules[i].parts, n) {
			d.work += len(d.rules[i].declared)
			all = append(all, d.rules[i].declared...)
		}
		if d.work > maxSVGStyling {
			return nil, fail(TooLarge, n.at, "style sheets of more than %d million steps; save the picture with presentation attributes", maxSVGStyling/1_000_000)
		}
	}
	if v, ok := n.attr("style"); ok {
		inline, err := declarations(withoutComments(v))
		if err != nil {
			return nil, err
		}
		all = append(all, inline...)
	}
	// What stands later wins, but for what is important.
	seen := make(map[string]bool)
	for _, important := range []bool{true, false} {
		for i := len(all) - 1; i >= 0; i-- {
			if _, ok := properties[all[i].name]; ok && all[i].important == important && !seen[all[i].name] {
				seen[all[i].name] = true
				n.declared = append(n.declared, all[i])
			}
		}
	}
	return n.declared, nil
}
