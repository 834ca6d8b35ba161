package compose

import (
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/view"
	"github.com/facture-dev/facture/templates"
)

// field finds a field of a list's item type by name; the checker has made sure
// that it exists.
func field(p *templates.Path, name string) int {
	for i, f := range p.Type.Fields {
		if f.Name == name {
			return i
		}
	}
	return -1
}

// factStyles are the styles of labels and values.
type factStyles struct{ label, value, strong, link int }

func (b *builder) factStyles(el *templates.Element, st int) factStyles {
	value := styleOr(el, "value-style", st)
	return factStyles{styleOr(el, "label-style", st), value, styleOr(el, "strong-style", value), styleOr(el, "link-style", value)}
}

// facts makes <facts>: a list of labels with their values beside them.
func (b *builder) facts(el *templates.Element, st int) layout.Block {
	v, _ := el.Attr("of")
	s := b.factList(b.list(v.Path), factFields(v.Path), b.factStyles(el, st), length(el, "label-width"), length(el, "gap"))
	if s == nil {
		return nil
	}
	return s
}

// factIndex says where a fact's fields are; -1 where its type has none.
type factIndex struct{ label, value, strong, link, short int }

func factFields(p *templates.Path) factIndex {
	return factIndex{field(p, "label"), field(p, "value"), field(p, "strong"), field(p, "link"), field(p, "short")}
}

// labelGap is the least space between a label and its value.
const labelGap = 9 * layout.Point

func (b *builder) factList(items []*view.Record, at factIndex, st factStyles, width, gap layout.Unit) *layout.Pairs {
	if len(items) == 0 {
		return nil
	}
	s := &layout.Pairs{Gap: labelGap, RowGap: gap, Label: max(0, width-labelGap)}
	b.within(b.element(layout.RoleL), func() {
		var body layout.ElemID
		for _, it := range items {
			label := it.Values[at.label].Text
			if label != "" || body == 0 {
				// A fact without a label goes on with the one before it.
				b.within(b.element(layout.RoleLI), func() { body = b.element(layout.RoleLBody) })
			}
			// The space keeps label and value apart when they are copied.
			lp := b.plain(label+" ", st.label, layout.Start, body)
			vp := b.factValue(it, at, st, body)
			if lp == nil || vp == nil {
				continue
			}
			s.Labels, s.Values = append(s.Labels, lp), append(s.Values, vp)
			if short := b.factShort(it, at, st, body); short != nil {
				if s.Short == nil {
					s.Short = make([]*layout.Paragraph, len(items))
				}
				s.Short[len(s.Values)-1] = short
			}
		}
	})
	if len(s.Values) == 0 {
		return nil
	}
	return s
}

// factShort sets the shorter form of a fact's value, which the list takes where
// there is no room for the whole; nil where there is none.
func (b *builder) factShort(it *view.Record, at factIndex, st factStyles, body layout.ElemID) *layout.Paragraph {
	if at.short < 0 {
		return nil
	}
	return b.plain(it.Values[at.short].Text, st.value, layout.Start, body)
}

// factValue sets a fact's value: strong where it matters, as a link where it
// leads somewhere.
func (b *builder) factValue(it *view.Record, at factIndex, st factStyles, body layout.ElemID) *layout.Paragraph {
	style := st.value
	if at.strong >= 0 && it.Values[at.strong].Text != "" {
		style = st.strong
	}
	link := ""
	if at.link >= 0 && it.Values[at.link].Text != "" {
		link, style = it.Values[at.link].Text, st.link
	}
	return b.paragraph([]span{{text: it.Values[at.value].Text, style: style, link: link}}, style, layout.Start, body)
}

// payment makes <payment>: groups of facts under their titles.
func (b *builder) payment(el *templates.Element, st int) layout.Block {
	v, _ := el.Attr("of")
	title, list := field(v.Path, "title"), field(v.Path, "facts")
	inner := &templates.Path{Type: v.Path.Type.Fields[list].Type}
	at, styles := factFields(inner), b.factStyles(el, st)
	titleStyle := styleOr(el, "title-style", st)
	out := &layout.Stack{}
	for _, g := range b.list(v.Path) {
		space := b.styles[st].leading / 2
		if len(out.Items) == 0 {
			space = 0
		}
		if s := g.Values[title].Text; s != "" {
			if p := b.plain(s, titleStyle, layout.Start, b.element(layout.RoleH2)); p != nil {
				if len(out.Items) > 0 {
					space = b.styles[st].leading
				}
				out.Items = append(out.Items, layout.StackItem{Block: p, KeepNext: true, Space: space})
				space = 0
			}
		}
		if s := b.factList(g.Values[list].Items, at, styles, length(el, "label-width"), length(el, "gap")); s != nil {
			s.Keep = true
			out.Items = append(out.Items, layout.StackItem{Block: s, Space: space + length(el, "title-gap")})
		}
	}
	if len(out.Items) == 0 {
		return nil
	}
	return out
}

// party makes <party>: one paragraph, a line for each part of who somebody is.
func (b *builder) party(el *templates.Element, st int) layout.Block {
	v, _ := el.Attr("of")
	rec := b.value(v.Path).Record
	if rec == nil {
		return nil
	}
	list := field(v.Path, "lines")
	lineType := &templates.Path{Type: v.Path.Type.Fields[list].Type}
	text, role := field(lineType, "text"), field(lineType, "role")
	shown := func(string) bool { return true }
	if w, ok := el.Attr("show"); ok {
		shown = func(r string) bool {
			for _, x := range w.Words {
				if x == r {
					return true
				}
			}
			return false
		}
	}
	name, note := styleOr(el, "name-style", st), styleOr(el, "note-style", st)
	var spans []span
	for _, l := range rec.Values[list].Items {
		style := st
		switch r := l.Values[role].Text; {
		case !shown(r):
			continue
		case r == "name":
			style = name
		case r != "attention" && r != "address":
			style = note
		}
		if n := len(spans); n > 0 {
			spans[n-1].text += " \n" // the space keeps words apart when lines are joined
		}
		spans = append(spans, span{text: l.Values[text].Text, style: style})
	}
	if len(spans) == 0 {
		return nil
	}
	out := &layout.Stack{Keep: true}
	if l := b.partyLabel(el, st); l != nil {
		out.Items = append(out.Items, layout.StackItem{Block: l})
	}
	p := b.paragraph(spans, st, alignment(el), b.element(layout.RoleP))
	if p == nil {
		return nil
	}
	if truth(el, "cap-top") {
		p.TrimTop = b.styles[name].capTop
	}
	out.Items = append(out.Items, layout.StackItem{Block: p})
	return out
}

func (b *builder) partyLabel(el *templates.Element, st int) *layout.Paragraph {
	s := ""
	if v, ok := el.Attr("label"); ok {
		s = b.v.Label(v.Word, nil)
	}
	if v, ok := el.Attr("label-of"); ok {
		s = b.value(v.Path).Text
	}
	if s == "" {
		return nil
	}
	return b.plain(s, styleOr(el, "label-style", st), alignment(el), b.element(layout.RoleP))
}
