package compose

import (
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

// badge makes <badge>: a word on a ground with round ends.
func (b *builder) badge(el *templates.Element, st int) layout.Block {
	v, _ := el.Attr("of")
	s := b.value(v.Path).Text
	if s == "" {
		return nil
	}
	ground := paid
	if c := word(el, "background"); c != "" {
		ground = b.fill(c)
	}
	var p *layout.Paragraph
	b.onGround(ground, func() { p = b.plain(s, st, layout.Start, b.element(layout.RoleP)) })
	if p == nil {
		return nil
	}
	size := b.styles[st].text.Size
	side := size * 9 / 10
	out := &layout.Stack{
		Items:   []layout.StackItem{{Block: p}},
		Padding: [4]layout.Unit{0, side, 0, side},
		Radius:  b.styles[st].leading / 2, HasGround: true, Background: ground,
		Keep: true,
	}
	if word(el, "icon") == "tick" {
		// The tick stands between the x-height and the baseline.
		base := b.styles[st].ascent
		out.Strokes = []layout.Stroke{{
			Thickness: size / 7, Color: p.Spans[0].Color,
			Points: []layout.Offset{
				{X: side, Y: base - size*3/10},
				{X: side + size*2/10, Y: base - size/10},
				{X: side + size*6/10, Y: base - size*6/10},
			},
		}}
		out.Padding[3] += size
	}
	return out
}

// signature makes <signature>: a line to sign on, with words below it.
func (b *builder) signature(el *templates.Element, st int) layout.Block {
	room := length(el, "space")
	if room == 0 {
		room = 43 * layout.Point // 15 mm
	}
	thickness := b.thickness(el, "thickness")
	if _, ok := el.Attr("thickness"); !ok {
		thickness = layout.Point / 2
	}
	v, _ := el.Attr("label")
	p := b.paragraph(b.spans(v.Inline, st), st, alignment(el), b.element(layout.RoleP))
	if p == nil {
		return nil
	}
	return &layout.Stack{Keep: true, Items: []layout.StackItem{
		{Block: &layout.Space{Height: room}},
		{Block: &layout.Line{Thickness: thickness, Color: b.color("ink")}},
		{Block: p, Space: 3 * layout.Point},
	}}
}

// watermarkColor can be read as a sign that something is behind the text, and
// leaves the text its contrast: 15 on this ground.
const watermarkColor layout.Color = 0xeceef0

// The angle of a watermark on upright paper, whose tangent is 4/3; on paper
// that lies on its side it is 3/4.
var steep, flat = layout.Turn{Cos: 39_322, Sin: 52_429}, layout.Turn{Cos: 52_429, Sin: 39_322}

// watermark makes <watermark>: a word across the page. It is an artifact: that
// a document is a draft is also said in its text.
func (b *builder) watermark(el *templates.Element, st int) layout.Block {
	v, _ := el.Attr("of")
	s := b.value(v.Path).Text
	if s == "" {
		return nil
	}
	outer := b.artifact
	b.artifact = true
	defer func() { b.artifact = outer }()
	p := b.plain(s, st, layout.Start, 0)
	if p == nil {
		return nil
	}
	turn, most := steep, b.o.Height*4/5
	if b.o.Width > b.o.Height {
		turn, most = flat, b.o.Width*4/5
	}
	if w := p.Text.Width(); w > most {
		if p = b.smaller(s, st, most, w); p == nil {
			return nil
		}
	}
	color := watermarkColor
	if c := word(el, "color"); c != "" {
		color = b.color(c)
	}
	return &layout.Turned{Paragraph: p, Turn: turn, Color: color, X: b.o.Width / 2, Y: b.o.Height / 2}
}

// smaller sets a text in a style scaled down from width to most.
func (b *builder) smaller(s string, st int, most, width layout.Unit) *layout.Paragraph {
	scaled := b.styles[st]
	scaled.text.Size = scaled.text.Size * most / width
	b.styles = append(b.styles, scaled)
	return b.plain(s, len(b.styles)-1, layout.Start, 0)
}
