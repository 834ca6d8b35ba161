package compose

import (
	"github.com/facture-dev/facture/render/layout"
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
	label, amount, role := field(v.Path, "label"), field(v.Path, "amount"), field(v.Path, "role")
	gap := length(el, "gap")
	t := &layout.Table{
		Columns: []layout.Column{{Fr: 1}, {Align: layout.End, Gap: labelGap}},
		Color:   b.color(word(el, "rule-color")),
	}
	b.within(b.element(layout.RoleTable), func() {
		b.within(b.element(layout.RoleTBody), func() {
			for i, r := range rows {
				ls, as, space := st, styleOr(el, "amount-style", st), gap
				switch r.Values[role].Text {
				case "group":
					space += length(el, "group-gap")
				case "total":
					space += length(el, "group-gap")
					ls = styleOr(el, "strong-style", st)
					as = ls
				case "last":
					space += length(el, "last-gap")
					ls = styleOr(el, "last-style", st)
					as = ls
				}
				if i == 0 {
					space = 0
				}
				row := layout.TableRow{Space: space, Cells: make([]layout.Cell, 2)}
				b.within(b.element(layout.RoleTR), func() {
					head := b.element(layout.RoleTH)
					if head != 0 {
						b.tree.At(head).RowHead = true
					}
					if p := b.plain(r.Values[label].Text, ls, layout.Start, head); p != nil {
						row.Cells[0].Block = p
					}
					if p := b.plain(r.Values[amount].Text, as, layout.End, b.element(layout.RoleTD)); p != nil {
						row.Cells[1].Block = p
					}
				})
				t.Rows = append(t.Rows, row)
			}
		})
	})
	return t
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
