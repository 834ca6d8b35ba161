package compose

import (
	"strings"

	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/view"
	"github.com/facture-dev/facture/templates"
)

// table makes <table>.
func (b *builder) table(el *templates.Element, st int) layout.Block {
	rows := b.list(el.Each)
	if len(rows) == 0 {
		return nil
	}
	t := &layout.Table{
		Once:     word(el, "header") == "once",
		HeadGap:  length(el, "head-gap"),
		HeadRule: b.thickness(el, "head-rule"),
		RowGap:   length(el, "row-gap"),
		EdgeGap:  length(el, "edge-gap"),
		EndRule:  b.thickness(el, "end-rule"),
		RowRule:  b.thickness(el, "row-rule"),
		Color:    b.color(word(el, "rule-color")),
	}
	if v, ok := el.Attr("group-rows"); ok {
		t.Group = layout.Group{Rows: v.Number, Rule: b.thickness(el, "group-rule"), Gap: length(el, "group-gap"), Color: t.Color}
		if c := word(el, "group-color"); c != "" {
			t.Group.Color = b.color(c)
		}
	}
	if v, ok := el.Attr("min-rows-after"); ok {
		t.KeepRows = v.Number
	}
	var cols []*templates.Element
	for _, c := range el.Children {
		if b.holds(c.If) {
			cols = append(cols, c)
			t.Columns = append(t.Columns, column(c, length(el, "gap")))
		}
	}
	b.within(b.element(layout.RoleTable), func() {
		b.within(b.element(layout.RoleTHead), func() { t.Head = b.head(cols, styleOr(el, "head-style", st)) })
		b.within(b.element(layout.RoleTBody), func() {
			t.Rows = make([]layout.TableRow, len(rows))
			cells := make([]layout.Cell, len(rows)*len(cols))
			for i, r := range rows {
				b.scopes[el.Scope] = r
				t.Rows[i].Cells, cells = cells[:len(cols):len(cols)], cells[len(cols):]
				b.tableRow(t, i, cols, st)
			}
		})
	})
	if v, ok := el.Attr("carry"); ok {
		t.Carry = b.carry(rows, v.Path, el, st)
	}
	return t
}

func column(c *templates.Element, gap layout.Unit) layout.Column {
	col := layout.Column{Gap: gap, Align: alignment(c), SuffixGap: length(c, "suffix-gap")}
	if v, ok := c.Attr("gap"); ok {
		col.Gap = layout.Unit(v.Length)
	}
	if v, ok := c.Attr("width"); ok {
		col.Width, col.Fr = layout.Unit(v.Length), v.Fr
	}
	return col
}

func (b *builder) head(cols []*templates.Element, st int) []layout.Block {
	out := make([]layout.Block, len(cols))
	b.within(b.element(layout.RoleTR), func() {
		for i, c := range cols {
			elem := b.element(layout.RoleTH)
			v, ok := c.Attr("head")
			if !ok {
				continue
			}
			align := alignment(c)
			if align == layout.Decimal {
				align = layout.End
			}
			if p := b.paragraph(b.spans(v.Inline, st), st, align, elem); p != nil {
				out[i] = p
			}
		}
	})
	return out
}

func (b *builder) tableRow(t *layout.Table, i int, cols []*templates.Element, st int) {
	b.within(b.element(layout.RoleTR), func() {
		for k, c := range cols {
			b.cell(&t.Rows[i].Cells[k], c, styleOr(c, "style", st))
		}
	})
}

// cell makes one cell: a paragraph, or blocks.
func (b *builder) cell(cell *layout.Cell, c *templates.Element, st int) {
	elem := b.element(layout.RoleTD)
	if len(c.Children) > 0 {
		b.within(elem, func() {
			switch items := b.blocks(c.Children, st); {
			case len(items) == 1 && items[0].Width == 0:
				cell.Block = items[0].Block
			case len(items) > 0:
				cell.Block = &layout.Stack{Items: items}
			}
		})
		return
	}
	spans := b.spans(c.Content, st)
	if len(spans) == 0 {
		return
	}
	suffix := b.suffix(c, st, elem)
	if align := alignment(c); align == layout.Decimal {
		cell.DecimalAt = b.decimalAt(spans)
	}
	if suffix != nil {
		spans[len(spans)-1].text += " " // words stay apart when copied
	}
	align := alignment(c)
	if align == layout.Decimal {
		align = layout.Start
	}
	if p := b.paragraph(spans, st, align, elem); p != nil {
		cell.Block = p
		if suffix != nil {
			cell.Suffix = suffix
		}
	}
}

func (b *builder) suffix(c *templates.Element, st int, elem layout.ElemID) *layout.Paragraph {
	v, ok := c.Attr("suffix")
	if !ok {
		return nil
	}
	st = styleOr(c, "suffix-style", st)
	return b.paragraph(b.spans(v.Inline, st), st, layout.Start, elem)
}

// decimalAt is the width of a figure before its decimal sign; NoDecimal for
// words.
func (b *builder) decimalAt(spans []span) layout.Unit {
	s := spans[0].text
	if len(spans) > 1 || !isFigure(s) {
		return layout.NoDecimal
	}
	if i := strings.LastIndexAny(s, b.v.Decimals); i >= 0 {
		s = s[:i]
	}
	w, err := b.sh.Width(s, b.styles[spans[0].style].text, b.v.Language)
	if err != nil {
		b.fail(err)
	}
	return w
}

// isFigure reports whether a text is a number as a locale prints it.
func isFigure(s string) bool {
	digits := false
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits = true
		case strings.ContainsRune(".,'’−-+  \u00a0\u202f", r):
		default:
			return false
		}
	}
	return digits
}

// carry makes the rows that a page break adds to a table.
func (b *builder) carry(rows []*view.Record, p *templates.Path, el *templates.Element, st int) func(int, int, bool) (layout.Block, layout.Block) {
	labelStyle, figureStyle := styleOr(el, "carry-label-style", st), styleOr(el, "carry-style", st)
	_, own := el.Attr("carry-label-style")
	return func(n, page int, in bool) (layout.Block, layout.Block) {
		outer := b.artifact
		b.artifact = true
		b.scopes[el.Scope] = rows[n-1]
		label := b.plain(b.v.Carried(page, in), labelStyle, layout.Start, 0)
		figure := b.plain(b.value(p).Text, figureStyle, layout.Start, 0)
		b.artifact = outer
		if label == nil || figure == nil { // shaping failed; the fault is kept
			return &layout.Space{}, &layout.Space{}
		}
		if !own {
			label.Spans[0].Color = b.color("muted")
		}
		return label, figure
	}
}
