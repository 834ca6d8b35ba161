// Package templates holds the template format: layouts (XML) and brands
// (JSON), their parsers and checkers, and the built-in layouts. A template that
// loads cannot fail on a name: every path is resolved against a Schema, every
// label against the languages' keys. The package knows nothing of money or
// invoices; the schema is handed to it.
package templates

import (
	"fmt"
	"slices"
	"strings"
)

// Length is a length in 1/1024 pt.
type Length int32

// Position is a place in a source file, counted from 1; Column counts
// characters.
type Position struct{ Line, Column int }

// Error is one thing wrong with a template or brand.
type Error struct {
	File string
	Position
	Message string
}

func (e Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// Errors is everything wrong with a source, in its order.
type Errors []Error

func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// FieldKind says what a field of the schema holds.
type FieldKind uint8

const (
	Text   FieldKind = iota // words, ready to print; absent when empty
	Flag                    // true or absent
	Record                  // fields of its own
	List                    // records, for each=
)

// Schema is what a template may name.
type Schema struct {
	Root   *Type
	Labels func(key string) bool // whether a label key exists; nil accepts none
	Keys   func() []string       // all label keys, for suggestions

	Families []string // the font families that a layout may be set in
}

// Type is a record's fields, in the order in which values are stored.
type Type struct {
	Name   string
	Fields []Field
}

// Field is one named value of a Type.
type Field struct {
	Name string
	Kind FieldKind
	Type *Type // of a Record, or of a List's items
}

// Path is a resolved reference to a value: Scope 0 is the root record, Scope n
// the variable of the n-th enclosing each= (1 is the outermost). Fields are indexes into the types' Fields.
type Path struct {
	Source string // as written: "line.unit_price"
	Scope  int    // RunningScope for {page.number} and {page.count}
	Fields []int
	Kind   FieldKind
	Type   *Type // of a Record, or of a List's items
}

// RunningScope is the Scope of {page.number} and {page.count}, whose Fields
// are PageNumber and PageCount. They occur only in text of headers and footers.
const RunningScope = -1

// The one field of a Path whose Scope is RunningScope.
const (
	PageNumber = iota
	PageCount
)

// Condition is an if= attribute: the path's value is present (or, with !, absent).
type Condition struct {
	Not  bool
	Path Path
}

// Segment is a piece of inline content: exactly one of Literal, Path, Label
// and Break says what it prints.
type Segment struct {
	Literal string
	Path    *Path  // {document.number}
	Label   string // {label key arg=path …}
	Args    []Arg
	Break   bool       // <br/>
	Style   int        // index into Template.Styles; -1 is the element's own
	Link    *Path      // where a <link to="path"> goes
	If      *Condition // of the <span> or <link> around it
}

// Arg is a named argument of a label.
type Arg struct {
	Name string
	Path Path
}

// Element is one element of a layout, checked and resolved.
type Element struct {
	Name     string
	Position Position
	Attrs    []Attr     // as written; without if, each and as, which have their own fields
	If       *Condition // with Each asked of every item; but of a table, of the whole, and of a column, once before the rows
	Each     *Path      // each=; As names the variable, whose scope number is Scope
	As       string
	Scope    int
	Content  []Segment  // inline content of text, heading, column …
	Children []*Element // block content
}

// Attr is one attribute, parsed by its form in the vocabulary.
type Attr struct {
	Name  string
	Value Value
}

// Value is a parsed attribute. Which field is set follows from the vocabulary.
type Value struct {
	Word    string   // enum, label key, colour
	Words   []string // show="name address"
	Length  Length   // 8mm, 9.5pt
	Lengths []Length // padding="4pt 0": expanded to top, end, bottom, start
	Number  int      // grow="2", level="1"
	Bool    bool     // keep-with-next="true"
	Fr      int      // width="2fr"; Auto when width="auto"
	Auto    bool
	Style   int       // style="small": index into Template.Styles
	Path    *Path     // of="payment.facts"
	Inline  []Segment // head="{label line.amount}"
}

// Style is a named text style.
type Style struct {
	Name          string
	Font          string // "text" or "heading"
	Weight        int    // 400, 600 …
	Size, Leading Length
	Tracking      int    // 1/1000 em
	Color         string // "ink", "muted", "accent", "paid", "paper" or "#RRGGBB"
	Tabular       bool
}

// Template is a layout.
type Template struct {
	Name   string
	File   string
	For    []string  // invoice, credit_note, receipt
	Page   string    // "auto", "a4", "letter"
	Margin [4]Length // top, end, bottom, start
	// FixedMargin says that a brand's own margins are not used, Landscape that
	// a brand may lay the paper on its side.
	FixedMargin, Landscape bool
	Families               Families // of the fonts "text" and "heading" where the brand names none
	Ink, Muted             string   // #RRGGBB, what the colour words stand for; "" is the default
	Styles                 []Style
	Headers                []*Element // <header on="rest">
	Footers                []*Element
	Body                   []*Element
}

// Families are a layout's own font families; an empty one is the default.
type Families struct{ Text, Heading string }

// Has reports whether an element of that name stands in the body.
func (t *Template) Has(name string) bool {
	var has func(elems []*Element) bool
	has = func(elems []*Element) bool {
		return slices.ContainsFunc(elems, func(e *Element) bool { return e.Name == name || has(e.Children) })
	}
	return has(t.Body)
}

// Attr returns the value of an attribute, and whether the element states it.
// A nil element states nothing.
func (e *Element) Attr(name string) (Value, bool) {
	if e == nil {
		return Value{}, false
	}
	for _, a := range e.Attrs {
		if a.Name == name {
			return a.Value, true
		}
	}
	return Value{}, false
}

// Style returns the index of the named style, and whether there is one.
func (t *Template) Style(name string) (int, bool) {
	for i, s := range t.Styles {
		if s.Name == name {
			return i, true
		}
	}
	return 0, false
}
