package compose

import (
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

// grid makes <grid>: facts side by side, each a label with its value below.
func (b *builder) grid(el *templates.Element, st int) layout.Block {
	v, _ := el.Attr("of")
	items := b.list(v.Path)
	if len(items) == 0 {
		return nil
	}
	n, _ := el.Attr("columns")
	at, styles := factFields(v.Path), b.factStyles(el, st)
	out := &layout.Stack{Gap: length(el, "row-gap")}
	b.within(b.element(layout.RoleL), func() {
		for i, it := range items {
			if i%n.Number == 0 {
				out.Items = append(out.Items, layout.StackItem{Block: &layout.Row{Gap: length(el, "gap"), Keep: true}})
			}
			row := out.Items[len(out.Items)-1].Block.(*layout.Row)
			cell := &layout.Stack{}
			b.within(b.element(layout.RoleLI), func() {
				body := b.element(layout.RoleLBody)
				if p := b.plain(it.Values[at.label].Text+" ", styles.label, layout.Start, body); p != nil {
					cell.Items = append(cell.Items, layout.StackItem{Block: p})
				}
				if p := b.factValue(it, at, styles, body); p != nil {
					cell.Items = append(cell.Items, layout.StackItem{Block: p})
				}
			})
			row.Cells = append(row.Cells, layout.RowCell{Block: cell, Grow: 1})
		}
		// What is missing in the last row leaves its place empty.
		last := out.Items[len(out.Items)-1].Block.(*layout.Row)
		for len(last.Cells) < n.Number {
			last.Cells = append(last.Cells, layout.RowCell{Block: &layout.Space{}, Grow: 1})
		}
	})
	return out
}
