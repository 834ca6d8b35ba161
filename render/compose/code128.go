package compose

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/facture-dev/facture/render/code"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

// code128 makes <code128>: a bar code of a text, which may stand below it.
func (b *builder) code128(el *templates.Element, st int) layout.Block {
	v, _ := el.Attr("of")
	data := b.value(v.Path).Text
	if data == "" {
		return nil
	}
	m, err := code.Code128(data)
	if err != nil {
		b.fail(fmt.Errorf("<code128>: %w", err))
		return nil
	}
	width := length(el, "width")
	if width == 0 {
		width = usualModule * layout.Unit(m.Width)
		if widest := length(el, "max-width"); widest > 0 {
			width = min(width, widest)
		}
	}
	c := b.code(el, st, m, width, length(el, "height"))
	if !truth(el, "text") {
		return c
	}
	printed := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, data)
	p := b.plain(strings.TrimSpace(printed), st, layout.Center, b.element(layout.RoleP))
	if p == nil { // controls alone
		return c
	}
	return &layout.Stack{Keep: true, Items: []layout.StackItem{{Block: c}, {Block: p, Width: width}}}
}
