// Package compose makes boxes: in go a template and a view, out comes a
// layout.Flow with its structure tree. There is one file for each kind of
// element, and one table that names them. It knows the elements of templates
// and the blocks of layout; what is printed it takes from the view, and it adds
// nothing up.
package compose

import (
	"fmt"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/text"
	"github.com/facture-dev/facture/render/view"
	"github.com/facture-dev/facture/templates"
)

// Options are what a composition needs besides template and view.
type Options struct {
	Brand  templates.Brand
	Width  layout.Unit // of the paper
	Height layout.Unit
	Window templates.Window         // of the envelope; the zero one is the usual one of A4
	Assets map[string]image.Picture // by the name that the view gives
}

// Composition is a document ready to be broken into pages.
type Composition struct {
	Flow     layout.Flow
	Warnings []Warning
	b        *builder
}

// Err is the first fault met while making blocks, including those of headers
// and footers, which are made while pages are broken: ask after Paginate.
func (c *Composition) Err() error { return c.b.err }

// Compose makes the blocks of a document.
func Compose(sh *text.Shaper, lib *fonts.Library, t *templates.Template, v *view.View, o Options) (*Composition, error) {
	b := &builder{sh: sh, lib: lib, t: t, v: v, o: o, tree: layout.NewTree(v.Size()), parent: layout.Root, makers: makers(), ground: paper}
	b.scopes[0] = v.Root
	if err := b.resolveStyles(); err != nil {
		return nil, err
	}
	b.reserveHead()
	body := &layout.Stack{Items: b.blocks(t.Body, noStyle)}
	if b.err != nil {
		return nil, b.err
	}
	flow := layout.Flow{Width: o.Width, Height: o.Height, Body: body, Furniture: (*furniture)(b), Tree: b.tree}
	for i, m := range b.margins() {
		flow.Margin[i] = layout.Unit(m)
	}
	return &Composition{Flow: flow, Warnings: b.warnings, b: b}, nil
}

// Warning is something about a document's look that its author should know.
type Warning struct {
	Rule    string
	Path    string // JSON pointer to what is to be changed
	Message string
}

func (b *builder) warn(rule, path, format string, args ...any) {
	b.warnings = append(b.warnings, Warning{rule, path, fmt.Sprintf(format, args...)})
}

// margins are the layout's, or the brand's where the layout has room for them.
func (b *builder) margins() [4]templates.Length {
	own, ok := b.o.Brand.MarginLengths()
	switch {
	case !ok:
		return b.t.Margin
	case b.t.FixedMargin:
		b.warn("brand.margins.unused", "/brand/margins", "the layout %s has margins of its own, which a brand cannot change", b.t.Name)
		return b.t.Margin
	}
	return own
}

// builder holds the state of one composition.
type builder struct {
	sh        *text.Shaper
	lib       *fonts.Library
	t         *templates.Template
	v         *view.View
	o         Options
	tree      *layout.Tree
	parent    layout.ElemID // under which elements are made
	artifact  bool          // what is made now belongs to no element
	makers    map[string]maker
	singles   []single // paragraphs of one span, allocated many at a time
	styles    []style
	accent    layout.Color
	ground    layout.Color // behind the text that is made now
	scopes    [maxScopes]*view.Record
	firstHead layout.ElemID // of the first page's header; 0 when it has none
	page      int           // of the header or footer being made
	count     int
	err       error
	warnings  []Warning
}

// maxScopes bounds the nesting of each=; the template's depth limit is below it.
const maxScopes = 40

// element makes a structure element under the current parent, and returns it;
// 0 where artifacts are made.
func (b *builder) element(role layout.Role) layout.ElemID {
	if b.artifact {
		return 0
	}
	return b.tree.Add(b.parent, role)
}

// within makes blocks whose elements stand under e.
func (b *builder) within(e layout.ElemID, make func()) {
	if e == 0 {
		make()
		return
	}
	outer := b.parent
	b.parent = e
	make()
	b.parent = outer
}

func (b *builder) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

// maker makes an element's block, in the style that it inherits; nil when there
// is nothing to print.
type maker func(b *builder, el *templates.Element, inherited int) layout.Block

// makers is the table of elements. A new kind of block is a line here, a line
// in the templates' vocabulary and one file in this folder.
func makers() map[string]maker {
	return map[string]maker{
		"row":         (*builder).row,
		"stack":       (*builder).stack,
		"text":        (*builder).text,
		"heading":     (*builder).heading,
		"rich":        (*builder).rich,
		"table":       (*builder).table,
		"image":       (*builder).image,
		"logo":        (*builder).logo,
		"rule":        (*builder).rule,
		"spacer":      (*builder).spacer,
		"facts":       (*builder).facts,
		"party":       (*builder).party,
		"totals":      (*builder).totals,
		"tax-summary": (*builder).taxSummary,
		"payment":     (*builder).payment,
		"qr":          (*builder).qr,
		"code128":     (*builder).code128,
		"mark":        (*builder).mark,
		"badge":       (*builder).badge,
		"box":         (*builder).box,
		"columns":     (*builder).columns,
		"corner":      (*builder).corner,
		"grid":        (*builder).grid,
		"signature":   (*builder).signature,
		"watermark":   (*builder).watermark,
		"fixed":       (*builder).fixed,

		"address-window": (*builder).addressWindow,
		"fold-marks":     (*builder).foldMarks,
	}
}

// blocks makes the blocks of elements that stand below one another.
func (b *builder) blocks(elems []*templates.Element, inherited int) []layout.StackItem {
	var items []layout.StackItem
	after := layout.Unit(0)
	broken := false
	for _, el := range elems {
		if el.Name == "page-break" {
			broken = broken || b.holds(el.If)
			continue
		}
		b.repeat(el, func() {
			blk := b.block(el, inherited)
			if blk == nil {
				return
			}
			it := layout.StackItem{
				Block:    blk,
				Space:    length(el, "space-before") + after,
				KeepNext: truth(el, "keep-with-next") || el.Name == "heading",
				Width:    length(el, "width"),
				Align:    alignment(el),
				Outset:   length(el, "outset"),
				Natural:  el.Name == "badge" || el.Name == "mark",
				Break:    broken,
			}
			broken = false
			if n := len(items); n > 0 && (truth(el, "keep-with-previous") || el.Name == "signature") {
				items[n-1].KeepNext = true
			}
			if m := length(el, "max-width"); m > 0 && (it.Width == 0 || m < it.Width) {
				it.Width = m
			}
			if _, ok := blk.(*layout.Picture); ok {
				it.Width = 0 // its attributes bound the picture itself
			}
			if len(items) == 0 {
				it.Space = 0 // space separates; nothing stands above
			}
			after = length(el, "space-after")
			items = append(items, it)
		})
	}
	return items
}

// repeat runs f as often as an element is printed: once, not at all, or for
// every item of its list. A table repeats its rows itself.
func (b *builder) repeat(el *templates.Element, f func()) {
	if el.Each == nil || el.Name == "table" {
		if b.holds(el.If) {
			f()
		}
		return
	}
	for _, item := range b.list(el.Each) {
		b.scopes[el.Scope] = item
		if b.holds(el.If) {
			f()
		}
	}
}

// block makes one element's block, with what every element may have around it.
func (b *builder) block(el *templates.Element, inherited int) layout.Block {
	if v, ok := el.Attr("style"); ok {
		inherited = v.Style
	}
	blk := b.makers[el.Name](b, el, inherited)
	if blk == nil {
		return nil
	}
	keep := word(el, "keep") == "together"
	switch k := blk.(type) {
	case *layout.Stack:
		k.Keep = k.Keep || keep
		k.MinHeight = max(k.MinHeight, length(el, "min-height"))
		return k
	case *layout.Row:
		k.Keep = k.Keep || keep
	}
	if h := length(el, "min-height"); h > 0 || keep {
		return &layout.Stack{Items: []layout.StackItem{{Block: blk}}, Keep: keep, MinHeight: h}
	}
	return blk
}
