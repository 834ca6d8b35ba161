package compose

import (
	"slices"

	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/view"
	"github.com/facture-dev/facture/templates"
)

// totals makes <totals>: every row from the sum of the lines to what the
// document comes to. A template places and styles them; it cannot leave one out.
func (b *builder) totals(el *templates.Element, st int) layout.Block {
	v, _ := el.Attr("of")
	rows := b.list(v.Path)
	if len(rows) == 0 {
		return nil
	}
	at := totalIndex{field(v.Path, "label"), field(v.Path, "amount"), field(v.Path, "role")}
	var t *layout.Table
	b.within(b.element(layout.RoleTable), func() {
		b.within(b.element(layout.RoleTBody), func() { t = b.totalRows(el, st, rows, at) })
	})
	if narrow, ok := el.Attr("last-narrow-style"); ok {
		return b.fitLast(t, rows[len(rows)-1], at, narrow.Style)
	}
	return t
}

// totalGap is the least space between a total's label and the amounts.
func totalGap(el *templates.Element) layout.Unit {
	if g := length(el, "label-gap"); g > 0 {
		return g
	}
	return labelGap
}

// totalIndex says where a total's fields are.
type totalIndex struct{ label, amount, role int }

func (b *builder) totalRows(el *templates.Element, st int, rows []*view.Record, at totalIndex) *layout.Table {
	gap := length(el, "gap")
	t := &layout.Table{
		Columns: []layout.Column{{Fr: 1}, {Align: layout.End, Gap: totalGap(el)}},
		Color:   b.color(word(el, "rule-color")),
	}
	for i, r := range rows {
		ls, as, space := styleOr(el, "label-style", st), styleOr(el, "amount-style", st), gap
		if i > 0 && rows[i-1].Values[at.role].Text == "total" {
			space += length(el, "after-gap")
		}
		var rule, ruleGap layout.Unit
		switch r.Values[at.role].Text {
		case "group":
			space += length(el, "group-gap")
		case "total":
			space += length(el, "group-gap")
			ls = styleOr(el, "strong-style", st)
			as = ls
		case "last":
			space += length(el, "last-gap")
			rule = b.thickness(el, "last-rule")
			ruleGap = space - length(el, "last-rule-gap") - rule
			ls = styleOr(el, "last-style", st)
			as = ls
		}
		if i == 0 {
			space, rule = 0, 0
		}
		row := layout.TableRow{Space: space, RuleAbove: rule, RuleGap: ruleGap, Cells: make([]layout.Cell, 2)}
		b.within(b.element(layout.RoleTR), func() {
			head := b.element(layout.RoleTH)
			if head != 0 {
				b.tree.At(head).RowHead = true
			}
			if p := b.plain(r.Values[at.label].Text, ls, layout.Start, head); p != nil {
				row.Cells[0].Block = p
			}
			if p := b.plain(r.Values[at.amount].Text, as, layout.End, b.element(layout.RoleTD)); p != nil {
				row.Cells[1].Block = p
			}
		})
		t.Rows = append(t.Rows, row)
	}
	return t
}

// fitLast sets the last total in the narrow style where its label and the
// widest amount do not stand on one line: what a document comes to is not
// broken over two.
func (b *builder) fitLast(t *layout.Table, r *view.Record, at totalIndex, narrow int) layout.Block {
	last := &t.Rows[len(t.Rows)-1]
	label, _ := last.Cells[0].Block.(*layout.Paragraph)
	amount, _ := last.Cells[1].Block.(*layout.Paragraph)
	if label == nil || amount == nil {
		return t
	}
	need := amount.Text.Width()
	for _, row := range t.Rows {
		if p, ok := row.Cells[1].Block.(*layout.Paragraph); ok {
			need = max(need, p.Text.Width())
		}
	}
	need += label.Text.Width() + t.Columns[1].Gap
	n := *t
	n.Rows = slices.Clone(t.Rows)
	n.Rows[len(n.Rows)-1] = layout.TableRow{Space: last.Space, RuleAbove: last.RuleAbove, RuleGap: last.RuleGap, Cells: []layout.Cell{
		{Block: b.plain(r.Values[at.label].Text, narrow, layout.Start, label.Elem)},
		{Block: b.plain(r.Values[at.amount].Text, narrow, layout.End, amount.Elem)},
	}}
	return &layout.Fit{Need: need, Wide: t, Narrow: &n}
}

// taxSummary makes <tax-summary>: a row for each rate, and the reasons where
// nothing is charged.
func (b *builder) taxSummary(el *templates.Element, st int) layout.Block {
	v, _ := el.Attr("of")
	rows := b.list(v.Path)
	if len(rows) == 0 {
		return nil
	}
	at := [3]int{field(v.Path, "rate"), field(v.Path, "base"), field(v.Path, "amount")}
	heads := b.v.TaxHeads()
	gap := length(el, "gap")
	t := &layout.Table{Columns: []layout.Column{{}, {Align: layout.End, Gap: gap}, {Align: layout.End, Gap: gap}}}
	headStyle := styleOr(el, "head-style", st)
	b.within(b.element(layout.RoleTable), func() {
		b.within(b.element(layout.RoleTHead), func() {
			b.within(b.element(layout.RoleTR), func() {
				t.Head = make([]layout.Block, 3)
				for i, s := range heads {
					if p := b.plain(s, headStyle, t.Columns[i].Align, b.element(layout.RoleTH)); p != nil {
						t.Head[i] = p
					}
				}
			})
		})
		b.within(b.element(layout.RoleTBody), func() {
			for _, r := range rows {
				row := layout.TableRow{Space: length(el, "row-gap"), Cells: make([]layout.Cell, 3)}
				b.within(b.element(layout.RoleTR), func() {
					for i, f := range at {
						if p := b.plain(r.Values[f].Text, st, t.Columns[i].Align, b.element(layout.RoleTD)); p != nil {
							row.Cells[i].Block = p
						}
					}
				})
				t.Rows = append(t.Rows, row)
			}
		})
	})
	return t
}
