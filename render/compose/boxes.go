package compose

import (
	"slices"

	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

// row makes <row>: blocks side by side.
func (b *builder) row(el *templates.Element, st int) layout.Block {
	r := &layout.Row{Gap: length(el, "gap")}
	for _, child := range el.Children {
		b.repeat(child, func() {
			if blk := b.block(child, st); blk != nil {
				r.Cells = append(r.Cells, rowCell(child, blk))
			}
		})
	}
	if len(r.Cells) == 0 {
		return nil
	}
	return r
}

func rowCell(el *templates.Element, blk layout.Block) layout.RowCell {
	c := layout.RowCell{Block: blk, Min: length(el, "min-width")}
	if v, ok := el.Attr("grow"); ok {
		c.Grow = v.Number
	}
	switch word(el, "valign") {
	case "middle":
		c.VAlign = layout.Middle
	case "bottom":
		c.VAlign = layout.Bottom
	case "baseline":
		c.VAlign = layout.Baseline
	case "last-baseline":
		c.VAlign = layout.LastBaseline
	}
	if _, ok := blk.(*layout.Picture); ok {
		return c // its attributes bound the picture itself
	}
	c.Width = length(el, "width")
	if above, widest := length(el, "space-before"), length(el, "max-width"); above > 0 || widest > 0 {
		c.Block = &layout.Stack{Items: []layout.StackItem{{Block: blk, Width: widest}}, Padding: [4]layout.Unit{above}}
	}
	return c
}

// stack makes <stack>: blocks below one another, perhaps in a box. A stack in
// which nothing is printed is absent, with its box; one that asks for a least
// height stays.
func (b *builder) stack(el *templates.Element, st int) layout.Block {
	s := &layout.Stack{
		Items:     b.blocks(el.Children, st),
		Gap:       length(el, "gap"),
		RuleAbove: b.thickness(el, "rule-above"),
		RuleBelow: b.thickness(el, "rule-below"),
		RuleColor: b.color(word(el, "rule-color")),
	}
	if len(s.Items) == 0 && length(el, "min-height") == 0 && length(el, "width") == 0 {
		return nil
	}
	if v, ok := el.Attr("padding"); ok {
		for i, p := range v.Lengths {
			s.Padding[i] = layout.Unit(p)
		}
	}
	if c := word(el, "background"); c != "" {
		s.HasGround, s.Background = true, b.fill(c)
	}
	return s
}

// box makes <box>: a stack on a ground, in a border, or both.
func (b *builder) box(el *templates.Element, st int) layout.Block {
	s := &layout.Stack{
		Gap:        length(el, "gap"),
		Framed:     b.thickness(el, "border"),
		FrameColor: b.color(word(el, "border-color")),
		Radius:     b.radius(el),
	}
	if v, ok := el.Attr("padding"); ok {
		for i, p := range v.Lengths {
			s.Padding[i] = layout.Unit(p)
		}
	}
	ground := paper
	if c := word(el, "background"); c != "" {
		s.HasGround, s.Background = true, b.fill(c)
		ground = s.Background
	}
	b.onGround(ground, func() { s.Items = b.blocks(el.Children, st) })
	if len(s.Items) == 0 && length(el, "min-height") == 0 {
		return nil
	}
	return s
}

// radius is a box's: the layout's, or what the brand says of corners.
func (b *builder) radius(el *templates.Element) layout.Unit {
	r := length(el, "radius")
	switch b.o.Brand.Corners {
	case "square":
		return 0
	case "round":
		return max(r, 6*layout.Point)
	}
	return r
}

// thickness is a line's: the layout's, or what the brand says of rules.
func (b *builder) thickness(el *templates.Element, name string) layout.Unit {
	t := length(el, name)
	if t == 0 {
		return 0
	}
	switch b.o.Brand.Rules {
	case "none":
		return 0
	case "hairline":
		return layout.Point / 4
	case "strong":
		return layout.Point
	}
	return t
}

// columns makes <columns>.
func (b *builder) columns(el *templates.Element, st int) layout.Block {
	items := b.blocks(el.Children, st)
	if len(items) == 0 {
		return nil
	}
	n, _ := el.Attr("count")
	return &layout.Columns{Stack: &layout.Stack{Items: items, Gap: length(el, "row-gap")}, Count: n.Number, Gap: length(el, "gap")}
}

// corner makes <corner>: the last block stands in the corner of the others.
func (b *builder) corner(el *templates.Element, st int) layout.Block {
	items := b.blocks(el.Children, st)
	switch n := len(items); n {
	case 0:
		return nil
	case 1:
		return &layout.Stack{Items: items}
	default:
		return &layout.Corner{
			Block: &layout.Stack{Items: items[:n-1]}, Aside: items[n-1].Block,
			Gap: length(el, "gap"), Min: length(el, "corner-width"),
		}
	}
}

// fixed makes <fixed>: blocks at a place of the paper.
func (b *builder) fixed(el *templates.Element, st int) layout.Block {
	items := b.blocks(el.Children, st)
	if len(items) == 0 {
		return nil
	}
	f := &layout.Fixed{Block: &layout.Stack{Items: items}, X: length(el, "x"), Y: length(el, "y"), Width: length(el, "width")}
	if f.Width == 0 {
		f.Width = b.o.Width - f.X
	}
	return f
}

// rule makes <rule>.
func (b *builder) rule(el *templates.Element, _ int) layout.Block {
	t := b.thickness(el, "thickness")
	if _, ok := el.Attr("thickness"); !ok {
		t = layout.Point / 2
	}
	return &layout.Line{Thickness: t, Color: b.color(word(el, "color"))}
}

// spacer makes <spacer>.
func (b *builder) spacer(el *templates.Element, _ int) layout.Block {
	return &layout.Space{Height: length(el, "height")}
}

// mark makes <mark>: a framed word.
func (b *builder) mark(el *templates.Element, st int) layout.Block {
	v, _ := el.Attr("of")
	s := b.value(v.Path).Text
	if s == "" {
		return nil
	}
	c := word(el, "color")
	if c == "" {
		c = "paid"
	}
	col := b.color(c)
	p := b.plain(s, st, layout.Start, b.element(layout.RoleP))
	if p == nil {
		return nil
	}
	p.Spans[0].Color = col
	// Tracking follows the last letter too; the frame takes it off again, so
	// that the word stands in its middle.
	tail := b.styles[st].text.Size * layout.Unit(b.styles[st].text.Tracking) / 1000
	side := b.styles[st].text.Size * 9 / 10
	return &layout.Stack{
		Items:   []layout.StackItem{{Block: p}},
		Padding: [4]layout.Unit{layout.Point, side - tail, layout.Point, side},
		Framed:  layout.Point * 3 / 4, FrameColor: col,
		Keep: true,
	}
}

// furniture makes what stands on every page.
type furniture builder

func (f *furniture) Header(page, count int) layout.Block {
	b := (*builder)(f)
	header := b.onPage(b.t.Headers, page, count)
	behind := b.letterhead(page)
	switch {
	case behind == nil:
		return header
	case header == nil:
		return behind
	}
	return &layout.Stack{Items: []layout.StackItem{{Block: behind}, {Block: header}}}
}

func (f *furniture) Footer(page, count int) layout.Block {
	return (*builder)(f).onPage((*builder)(f).t.Footers, page, count)
}

// onPage makes the headers or footers of a page. They are artifacts, but for
// the header of the first page and the footer of the last: what they say is
// said once to those who listen.
func (b *builder) onPage(elems []*templates.Element, page, count int) layout.Block {
	b.page, b.count = page, max(count, page)
	said := 1
	if len(elems) > 0 && elems[0].Name == "footer" {
		said = count
	}
	b.artifact = count == 0 || page != said
	s := &layout.Stack{}
	for _, el := range elems {
		if !onThis(el, page) {
			continue
		}
		parent := layout.Root
		if el.Name == "header" {
			parent = b.firstHead
		}
		b.within(parent, func() { s.Items = append(s.Items, b.blocks(el.Children, noStyle)...) })
	}
	b.artifact = false
	if len(s.Items) == 0 {
		return nil
	}
	return s
}

// onThis reports whether a header or footer stands on a page.
func onThis(el *templates.Element, page int) bool {
	switch word(el, "on") {
	case "first":
		return page == 1
	case "rest":
		return page != 1
	}
	return true
}

// reserveHead makes the element of the first page's header before those of the
// body, because siblings are read in the order in which they are made.
func (b *builder) reserveHead() {
	for _, el := range b.t.Headers {
		if onThis(el, 1) && b.firstHead == 0 && slices.ContainsFunc(el.Children, func(c *templates.Element) bool { return c.Name != "watermark" }) {
			b.firstHead = b.element(layout.RoleDiv)
		}
	}
}
