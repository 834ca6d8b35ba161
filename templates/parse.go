package templates

import (
	"path"
	"slices"
	"strings"
)

// Parse reads a layout and resolves every name in it against schema. The file
// name is for messages; its folder names the template. The error is Errors:
// everything that is wrong, in the order of the source, at most 100.
func Parse(file string, src []byte, schema Schema) (*Template, error) {
	s := newSource(file, nil)
	if len(src) > sourceMax {
		s.fault(0, "larger than %d bytes", sourceMax)
		return nil, s.err()
	}
	s = newSource(file, src)
	root := read(s)
	if schema.Root == nil {
		schema.Root = &Type{}
	}
	c := &checker{source: s, schema: schema, template: &Template{Name: templateName(file), File: file}, styles: map[string]int{}}
	if root != nil {
		c.document(root)
	}
	if err := s.err(); err != nil {
		return nil, err
	}
	return c.template, nil
}

// templateName is the folder for classic/invoice.xml, and mine for mine.xml.
func templateName(file string) string {
	file = path.Clean(strings.ReplaceAll(file, `\`, "/"))
	if dir := path.Base(path.Dir(file)); dir != "." && dir != "/" {
		return dir
	}
	return strings.TrimSuffix(path.Base(file), path.Ext(file))
}

// checker turns nodes into a Template.
type checker struct {
	*source
	schema   Schema
	template *Template
	styles   map[string]int
	scopes   []variable // of the each= in force, outermost first
	pages    bool       // whether page.number and page.count are known
	rowItem  string     // the table's variable, while it is out of force
}

func (c *checker) document(n *node) {
	e := lookup()["document"]
	if n.name != e.name {
		c.fault(n.at, "the root is <%s>: a layout begins with <document>", n.name)
		return
	}
	given := c.attributes(n, e)
	t := c.template
	t.Page = "auto"
	if v, ok := given.Attr("page"); ok {
		t.Page = v.Word
	}
	if v, ok := given.Attr("for"); ok {
		t.For = v.Words
	}
	margin, _ := parseLengths("20mm")
	if v, ok := given.Attr("margin"); ok {
		margin = v.Lengths
	}
	t.Margin = [4]Length(margin)
	word := func(name string) string { v, _ := given.Attr(name); return v.Word }
	t.Families = Families{Text: word("text-family"), Heading: word("heading-family")}
	if t.Families.Heading == "" {
		t.Families.Heading = t.Families.Text
	}
	t.Ink, t.Muted = word("ink"), word("muted")
	fixed, _ := given.Attr("fixed-margin")
	landscape, _ := given.Attr("landscape")
	t.FixedMargin, t.Landscape = fixed.Bool, landscape.Bool
	late := false // whether a style would come too late
	for _, child := range n.children {
		if c.full() {
			return
		}
		if child.name == "" {
			c.stray(child, e)
			continue
		}
		spec, ok := c.allowed(child, e, e.children)
		if !ok {
			continue
		}
		switch spec.name {
		case "style":
			if late {
				c.fault(child.at, "<style> after other elements: styles stand first")
			}
			c.defineStyle(child, spec)
			continue
		case "header", "footer":
			c.pages = true
			el := c.block(child, spec)
			c.pages = false
			if spec.name == "header" {
				t.Headers = append(t.Headers, el)
			} else {
				t.Footers = append(t.Footers, el)
			}
		default:
			t.Body = append(t.Body, c.block(child, spec))
		}
		late = true
	}
}

func (c *checker) defineStyle(n *node, e *element) {
	given := c.attributes(n, e)
	c.nothing(n, e)
	s := Style{Font: "text", Weight: 400, Color: "ink"}
	for _, a := range given.Attrs {
		switch a.Name {
		case "name":
			s.Name = a.Value.Word
		case "font":
			s.Font = a.Value.Word
		case "weight":
			s.Weight = a.Value.Number
		case "size":
			s.Size = a.Value.Length
		case "leading":
			s.Leading = a.Value.Length
		case "color":
			s.Color = a.Value.Word
		case "tracking":
			s.Tracking = a.Value.Number
		case "tabular":
			s.Tabular = a.Value.Bool
		}
	}
	if _, ok := given.Attr("size"); ok && s.Size == 0 {
		c.fault(n.at, "a style of size 0")
	}
	if _, ok := given.Attr("leading"); !ok {
		s.Leading = s.Size + s.Size/4
	}
	if s.Name == "" {
		return
	}
	if _, ok := c.styles[s.Name]; ok {
		c.fault(n.at, "style %s is defined twice", s.Name)
		return
	}
	if len(c.template.Styles) == stylesMax {
		c.fault(n.at, "more than %d styles", stylesMax)
		return
	}
	c.styles[s.Name] = len(c.template.Styles)
	c.template.Styles = append(c.template.Styles, s)
}

// allowed finds the vocabulary's entry for a node that may stand where it does.
// What may not is reported and passed over: what it holds has no meaning there.
func (c *checker) allowed(n *node, parent *element, names []string) (*element, bool) {
	e, ok := lookup()[n.name]
	if !ok {
		hint := meant(n.name, names)
		if hint == "" {
			hint = meant(n.name, elementNames())
		}
		if hint == "" {
			hint = ": <" + parent.name + "> holds " + listed(names)
		}
		c.fault(n.at, "unknown element <%s>%s", n.name, hint)
		return nil, false
	}
	if !slices.Contains(names, n.name) {
		c.fault(n.at, "<%s> cannot stand in <%s>, which holds %s", n.name, parent.name, listed(names))
		return nil, false
	}
	return e, true
}

// listed names elements for a message; all blocks together are one word.
func listed(names []string) string {
	if i := len(names) - len(blockNames); i >= 0 && slices.Equal(names[i:], blockNames) {
		names = append(slices.Clone(names[:i]), "blocks")
	}
	return strings.Join(names, ", ")
}

// stray reports text where only elements stand.
func (c *checker) stray(n *node, parent *element) {
	if i := firstInk(n.text.s); i >= 0 {
		c.fault(n.text.at(i), "text in <%s>: put it into <text>", parent.name)
	}
}

// nothing reports whatever an empty element holds.
func (c *checker) nothing(n *node, e *element) {
	for _, child := range n.children {
		if child.name != "" || firstInk(child.text.s) >= 0 {
			c.fault(n.at, "<%s> holds nothing: end it with />", e.name)
			return
		}
	}
}

// block checks one element and all within it.
func (c *checker) block(n *node, e *element) *Element {
	el := &Element{Name: e.name, Position: c.position(n.at)}
	outer := len(c.scopes)
	c.repeat(n, e, el)
	given := c.attributes(n, e)
	el.Attrs, el.If = given.Attrs, given.If
	c.together(n, e, el)
	model := e.content
	if model == either {
		model = c.cell(n)
	}
	switch model {
	case empty:
		c.nothing(n, e)
	case inline:
		el.Content = c.content(n.children, e)
	case blocks:
		el.Children = c.blocks(n, e)
	}
	c.scopes = c.scopes[:outer]
	return el
}

// cell tells what a column holds: elements as soon as there is a block.
func (c *checker) cell(n *node) content {
	for _, child := range n.children {
		if slices.Contains(blockNames, child.name) {
			return blocks
		}
	}
	return inline
}

func (c *checker) blocks(n *node, e *element) []*Element {
	var out []*Element
	for _, child := range n.children {
		if c.full() {
			return out
		}
		if child.name == "" {
			c.stray(child, e)
			continue
		}
		if spec, ok := c.allowed(child, e, e.children); ok {
			out = append(out, c.block(child, spec))
		}
	}
	if e.name == "table" && len(out) == 0 && !n.cut {
		c.fault(n.at, "<table> without <column>")
	}
	return out
}

// repeat reads each= and as= and puts the variable in force for the element.
func (c *checker) repeat(n *node, e *element, el *Element) {
	each, as := find(n, "each"), find(n, "as")
	if !e.common || each == nil && as == nil && e.name != "table" {
		return
	}
	if each == nil {
		at := n.at
		if as != nil {
			at = as.at
		}
		c.fault(at, "<%s> needs each=, the list that it repeats over", e.name)
	}
	if as == nil {
		c.fault(n.at, "<%s> needs as=, the name of the list's item", e.name)
	}
	v := variable{}
	if each != nil {
		if p, ok := c.pathTo("<"+e.name+">", each.value, attribute{name: "each", kinds: []FieldKind{List}}); ok {
			_, v.typ, _ = c.resolve(each.value)
			el.Each = &p
		}
	}
	if as != nil && c.freeName(as.value) {
		v.name = as.value.s
	}
	c.scopes = append(c.scopes, v)
	el.As, el.Scope = v.name, len(c.scopes)
}

func find(n *node, name string) *rawAttr {
	for i := range n.attrs {
		if n.attrs[i].name == name {
			return &n.attrs[i]
		}
	}
	return nil
}

// freeName checks the name of a variable: a name that already means something
// would have two meanings.
func (c *checker) freeName(t text) bool {
	problem := ""
	switch {
	case !isPathName(t.s):
		problem = "not a name: a small letter, then small letters, digits and _"
	case slices.Contains(reserved, t.s):
		problem = "a word of the format; choose another"
	case fieldIndex(c.schema.Root, t.s) >= 0:
		problem = "already a field of every document; choose another"
	case slices.ContainsFunc(c.scopes, func(v variable) bool { return v.name == t.s }):
		problem = "already the item of an enclosing each=; choose another"
	}
	if problem != "" {
		c.fault(t.at(0), "as=%s: %s", quote(t.s), problem)
	}
	return problem == ""
}

// attributes parses what an element states, except each and as. What a table
// and its columns state for all rows is read without the row's variable.
func (c *checker) attributes(n *node, e *element) *Element {
	given := &Element{}
	for i, raw := range n.attrs {
		if c.full() {
			return given
		}
		a, ok := e.attr(raw.name)
		if !ok {
			c.fault(raw.at, "<%s> has no attribute %s%s", e.name, raw.name, meant(raw.name, e.attrNames()))
			continue
		}
		if slices.ContainsFunc(n.attrs[:i], func(r rawAttr) bool { return r.name == raw.name }) {
			c.fault(raw.at, "%s is stated twice", raw.name)
			continue
		}
		inside := c.scopes
		if once := e.name == "table" && !a.row || a.outside; once && len(inside) > 0 {
			c.scopes = inside[:len(inside)-1]
			c.rowItem = inside[len(inside)-1].name
		}
		switch a.form {
		case formEach, formAs: // read by repeat
		case formIf:
			given.If = c.condition(raw.value)
		default:
			if v, ok := c.value(e, a, raw); ok {
				given.Attrs = append(given.Attrs, Attr{raw.name, v})
			}
		}
		c.scopes, c.rowItem = inside, ""
	}
	for _, a := range e.attrs {
		if a.required && find(n, a.name) == nil {
			c.fault(n.at, "<%s> needs %s: %s", e.name, a.name, a.doc)
		}
	}
	return given
}

// together checks what one attribute means for another.
func (c *checker) together(n *node, e *element, el *Element) {
	switch e.name {
	case "party":
		if label, of := find(n, "label"), find(n, "label-of"); label != nil && of != nil {
			c.fault(max(label.at, of.at), "label and label-of: one of them")
		}
	case "table":
		if v, ok := el.Attr("carry"); ok && v.Path.Scope != el.Scope {
			c.fault(find(n, "carry").value.at(0), "carry=%s: not a field of the row", quote(v.Path.Source))
		}
	}
}
