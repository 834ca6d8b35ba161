package compose

import (
	"fmt"

	"github.com/facture-dev/facture/render/code"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

// qr makes <qr>: a QR code of a text, with words beside it.
func (b *builder) qr(el *templates.Element, st int) layout.Block {
	v, _ := el.Attr("of")
	data := b.value(v.Path).Text
	if data == "" {
		return nil
	}
	m, err := code.QR(data, qrLevel(word(el, "level")), code.MaxVersion)
	if err != nil {
		b.fail(fmt.Errorf("<qr>: %w", err))
		return nil
	}
	size := length(el, "size")
	c := b.code(el, st, m, size, size)
	caption, _ := el.Attr("caption")
	words := b.spans(caption.Inline, styleOr(el, "caption-style", st))
	if len(words) == 0 {
		return c
	}
	p := b.paragraph(words, styleOr(el, "caption-style", st), layout.Start, b.element(layout.RoleP))
	return &layout.Row{Gap: length(el, "gap"), Keep: true, Cells: []layout.RowCell{
		{Block: c, Width: size, VAlign: layout.Middle}, {Block: p, Grow: 1, VAlign: layout.Middle}}}
}

// qrLevel is M unless another is named, as EPC069-12 wants it of payments.
func qrLevel(word string) code.Level {
	switch word {
	case "L":
		return code.L
	case "Q":
		return code.Q
	case "H":
		return code.H
	}
	return code.M
}

// code makes the block of a code and its Figure.
func (b *builder) code(el *templates.Element, st int, m *code.Matrix, width, height layout.Unit) *layout.Code {
	c := &layout.Code{Matrix: m, Width: width, Height: height, Elem: b.element(layout.RoleFigure)}
	if c.Elem != 0 {
		alt, _ := el.Attr("alt")
		for _, s := range b.spans(alt.Inline, st) {
			b.tree.At(c.Elem).Alt += s.text
		}
	}
	if ground := word(el, "background"); ground != "" {
		c.HasGround, c.Ground = true, b.color(ground)
	} else if templates.ContrastTenths(0, uint32(b.ground)) < codeContrast {
		c.HasGround, c.Ground = true, paper
	}
	if width/layout.Unit(m.Width) < minModule {
		b.warn("code.fine", "/brand/template", "the modules of a <%s> are %d µm wide, which few readers tell apart: give it %d mm or shorten its text",
			el.Name, micrometres(width)/int64(m.Width), (micrometres(minModule)*int64(m.Width)+999)/1000)
	}
	return c
}

// codeContrast is how far the ground of a code must stand out from its modules,
// in tenths; on a darker one it brings its own.
const codeContrast = 120

func micrometres(u layout.Unit) int64 {
	return int64(u) * 25_400 / (72 * int64(layout.Point))
}
