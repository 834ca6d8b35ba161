package templates

import (
	"strings"
)

// variable is the item of an each=. Without a type, because its list could not
// be resolved, it accepts every path: one fault is enough.
type variable struct {
	name string
	typ  *Type
}

// running are the values known only when pages are broken.
var running = &Type{Name: "page", Fields: []Field{{Name: "number", Kind: Text}, {Name: "count", Kind: Text}}}

// reserved cannot name a variable.
var reserved = []string{"page", "label"}

// resolve finds what a path names. The Type is that of a Record or of a List's
// items; nil if unknown. A fault is recorded and ok is false if there is no
// such thing.
func (c *checker) resolve(t text) (p Path, typ *Type, ok bool) {
	p.Source = t.s
	names := strings.Split(t.s, ".")
	for _, n := range names {
		if !isPathName(n) {
			c.fault(t.at(0), "%s is not a path such as document.number", quote(t.s))
			return p, nil, false
		}
	}
	typ, p.Scope = c.schema.Root, 0
	p.Kind = Record
	rest, owner := names, ""
	for i := len(c.scopes) - 1; i >= 0; i-- {
		if v := c.scopes[i]; v.name == names[0] {
			if v.typ == nil {
				return p, nil, false
			}
			typ, p.Scope, rest, owner = v.typ, i+1, names[1:], v.name
			break
		}
	}
	for _, name := range rest {
		if p.Kind != Record {
			c.fault(t.at(0), "%s: %s", t.s, noFields(owner, p.Kind))
			return p, nil, false
		}
		i := fieldIndex(typ, name)
		if i < 0 {
			if owner != "" || !c.lost() {
				c.fault(t.at(0), "%s: %s", t.s, c.noField(owner, typ, name))
			}
			return p, nil, false
		}
		p.Fields = append(p.Fields, i)
		f := typ.Fields[i]
		p.Kind, typ = f.Kind, f.Type
		owner = strings.TrimPrefix(owner+"."+name, ".")
	}
	p.Type = typ
	return p, typ, true
}

// lost reports whether a variable without a name is in force, which happens
// when an as= is missing or wrong: then any first name may be meant for it.
func (c *checker) lost() bool {
	for _, v := range c.scopes {
		if v.name == "" {
			return true
		}
	}
	return false
}

func isPathName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == "" && (s[0] < '0' || s[0] > '9')
}

func fieldIndex(t *Type, name string) int {
	if t != nil {
		for i, f := range t.Fields {
			if f.Name == name {
				return i
			}
		}
	}
	return -1
}

func noFields(owner string, k FieldKind) string {
	if k == List {
		return owner + " is a list: repeat over it with each= and as="
	}
	return owner + " is " + k.noun() + " and has no fields"
}

func (k FieldKind) noun() string {
	switch k {
	case Text:
		return "text"
	case Flag:
		return "a flag"
	case Record:
		return "a record"
	}
	return "a list"
}

// noField says that owner, a variable or record, or the root when "", has no
// such field, and what it has instead.
func (c *checker) noField(owner string, t *Type, name string) string {
	names := fieldNames(t)
	if owner == "" {
		for _, v := range c.scopes {
			names = append(names, v.name)
		}
		if name == running.Name {
			return "page.number and page.count stand only in text within <header> and <footer>"
		}
		if name == c.rowItem {
			return name + " is the item of one row, and this is read once for the whole table"
		}
		return "nothing is called " + quote(name) + here(name, names)
	}
	return "no field " + quote(name) + " in " + owner + here(name, names)
}

func fieldNames(t *Type) []string {
	if t == nil {
		return nil
	}
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = f.Name
	}
	return names
}

// here suggests the nearest of names, or lists the first of them.
func here(name string, names []string) string {
	const most = 12
	if hint := meant(name, names); hint != "" || len(names) == 0 {
		return hint
	}
	list := strings.Join(names[:min(len(names), most)], ", ")
	if len(names) > most {
		list += " …"
	}
	return "; there is " + list
}

// pathTo parses a formPath of the element called owner.
func (c *checker) pathTo(owner string, t text, a attribute) (Path, bool) {
	p, typ, ok := c.resolve(t)
	if !ok {
		return p, false
	}
	if !hasKind(a.kinds, p.Kind) {
		c.fault(t.at(0), "%s: %s, but %s takes %s", t.s, p.Kind.noun(), a.name, nouns(a.kinds))
		return p, false
	}
	for _, f := range a.fields {
		if fieldIndex(typ, f) < 0 {
			what := "a record without"
			if p.Kind == List {
				what = "a list whose items have no"
			}
			c.fault(t.at(0), "%s: %s field %s, which %s needs", t.s, what, f, owner)
			return p, false
		}
	}
	return p, true
}

func hasKind(kinds []FieldKind, k FieldKind) bool {
	for _, one := range kinds {
		if one == k {
			return true
		}
	}
	return false
}

func nouns(kinds []FieldKind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = k.noun()
	}
	return strings.Join(words, " or ")
}

// condition parses an if=.
func (c *checker) condition(t text) *Condition {
	cond := &Condition{}
	if strings.HasPrefix(t.s, "!") {
		cond.Not = true
		t = t.cut(1, len(t.s))
	}
	p, _, ok := c.resolve(t)
	if !ok {
		return nil
	}
	cond.Path = p
	return cond
}

// printed resolves a binding, which must be text. Within headers and footers
// it may be page.number or page.count.
func (c *checker) printed(t text) (*Path, bool) {
	if name, field, _ := strings.Cut(t.s, "."); name == running.Name && c.pages {
		i := fieldIndex(running, field)
		if i < 0 {
			c.fault(t.at(0), "%s: %s", t.s, c.noField(name, running, field))
			return nil, false
		}
		return &Path{Source: t.s, Scope: RunningScope, Fields: []int{i}, Kind: Text}, true
	}
	p, typ, ok := c.resolve(t)
	if !ok {
		return nil, false
	}
	if p.Kind == Text {
		return &p, true
	}
	way := "ask for it with if="
	switch p.Kind {
	case List:
		way = "repeat over it with each= and as="
	case Record:
		way = "name one of its fields: " + strings.TrimPrefix(here("", fieldNames(typ)), "; there is ")
	}
	c.fault(t.at(0), "%s: %s is not text; %s", t.s, p.Kind.noun(), way)
	return nil, false
}
