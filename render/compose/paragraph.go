package compose

import (
	"strings"

	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/text"
	"github.com/facture-dev/facture/templates"
)

// paragraph shapes spans as one paragraph of an element. It returns nil when
// there is no text. own gives the leading.
func (b *builder) paragraph(spans []span, own int, align layout.Align, elem layout.ElemID) *layout.Paragraph {
	if len(spans) == 0 {
		return nil
	}
	st := &b.styles[own]
	p, shaped, in := b.room(len(spans))
	p.Align, p.Leading, p.Ascent, p.Elem = align, st.leading, st.ascent, elem
	mixed := b.hasLink(spans)
	for i, s := range spans {
		in[i] = text.Span{Text: s.text, Style: b.styles[s.style].text}
		info := &p.Spans[i]
		info.Color = b.onto(b.styles[s.style].color)
		if mixed && elem != 0 {
			// Text around a link gets elements of its own, so that the order of
			// reading is the order of the words.
			role := layout.RoleSpan
			if s.link != "" {
				role = layout.RoleLink
				info.Link, info.LinkAlt = s.link, s.text
			}
			info.Elem = b.tree.Add(elem, role)
		}
	}
	var err error
	if *shaped, err = b.sh.Paragraph(in, b.v.Language); err != nil {
		b.fail(err)
		return nil
	}
	p.Text = shaped
	return p
}

// single is all that a paragraph of one span needs.
type single struct {
	p    layout.Paragraph
	text text.Paragraph
	in   [1]text.Span
	info [1]layout.SpanInfo
}

// room returns a paragraph of n spans to be filled in. Nearly all have one.
func (b *builder) room(n int) (*layout.Paragraph, *text.Paragraph, []text.Span) {
	if n > 1 {
		return &layout.Paragraph{Spans: make([]layout.SpanInfo, n)}, new(text.Paragraph), make([]text.Span, n)
	}
	if len(b.singles) == cap(b.singles) {
		b.singles = make([]single, 0, 32)
	}
	b.singles = append(b.singles, single{})
	s := &b.singles[len(b.singles)-1]
	s.p.Spans = s.info[:]
	return &s.p, &s.text, s.in[:]
}

func (b *builder) hasLink(spans []span) bool {
	for _, s := range spans {
		if s.link != "" {
			return true
		}
	}
	return false
}

// plain is a paragraph of one style; nil when the text is empty.
func (b *builder) plain(s string, st int, align layout.Align, elem layout.ElemID) *layout.Paragraph {
	if s == "" {
		return nil
	}
	return b.paragraph([]span{{text: s, style: st}}, st, align, elem)
}

// text makes <text>: a paragraph.
func (b *builder) text(el *templates.Element, st int) layout.Block {
	if v, ok := el.Attr("narrow-style"); ok {
		width, err := b.width(b.spans(el.Content, st))
		if err != nil {
			b.fail(err)
			return nil
		}
		if width > length(el, "narrow-over") {
			st = v.Style
		}
	}
	return b.inline(el, st, layout.RoleP)
}

// width is that of spans on one line.
func (b *builder) width(spans []span) (layout.Unit, error) {
	total := layout.Unit(0)
	for _, s := range spans {
		w, err := b.sh.Width(s.text, b.styles[s.style].text, b.v.Language)
		if err != nil {
			return 0, err
		}
		total += w
	}
	return total, nil
}

// heading makes <heading>.
func (b *builder) heading(el *templates.Element, st int) layout.Block {
	role := layout.RoleH1
	if v, ok := el.Attr("level"); ok {
		role = min(layout.RoleH1+layout.Role(v.Number-1), layout.RoleH3)
	}
	return b.inline(el, st, role)
}

func (b *builder) inline(el *templates.Element, st int, role layout.Role) layout.Block {
	spans := b.spansWith(el.Content, st, styleOr(el, "value-style", -1))
	if len(spans) == 0 {
		return nil
	}
	var elem layout.ElemID
	if !running(el.Content) {
		elem = b.element(role)
	}
	p := b.paragraph(spans, st, alignment(el), elem)
	if p == nil {
		return nil
	}
	if truth(el, "cap-top") {
		p.TrimTop = b.styles[st].capTop
	}
	return p
}

// running reports whether content holds a page number: such text is about the
// page, not the document, and always an artifact.
func running(segs []templates.Segment) bool {
	for i := range segs {
		if p := segs[i].Path; p != nil && p.Scope == templates.RunningScope {
			return true
		}
		for _, a := range segs[i].Args {
			if a.Path.Scope == templates.RunningScope {
				return true
			}
		}
	}
	return false
}

// rich makes <rich>: paragraphs at empty lines, lists at lines that begin with
// "- ", **emphasis** and [words](https://…); everything else is as written.
func (b *builder) rich(el *templates.Element, st int) layout.Block {
	v, _ := el.Attr("of")
	src := b.value(v.Path).Text
	if strings.TrimSpace(src) == "" {
		return nil
	}
	out := &layout.Stack{Gap: b.styles[st].leading / 2}
	var list *layout.Stack
	var listElem layout.ElemID
	for _, part := range richParts(src) {
		if !part.item {
			list = nil
			if p := b.paragraph(b.emphasis(part.text, st), st, alignment(el), b.element(layout.RoleP)); p != nil {
				out.Items = append(out.Items, layout.StackItem{Block: p})
			}
			continue
		}
		if list == nil {
			list, listElem = &layout.Stack{}, b.element(layout.RoleL)
			out.Items = append(out.Items, layout.StackItem{Block: list})
		}
		b.within(listElem, func() {
			item := b.element(layout.RoleLI)
			b.within(item, func() {
				p := b.paragraph(b.emphasis("– "+part.text, st), st, layout.Start, b.element(layout.RoleLBody))
				if p != nil {
					list.Items = append(list.Items, layout.StackItem{Block: p})
				}
			})
		})
	}
	if len(out.Items) == 1 {
		return out.Items[0].Block
	}
	return out
}

// part is a paragraph or a list item of rich text.
type part struct {
	text string
	item bool
}

func richParts(src string) []part {
	src = strings.ReplaceAll(src, "\r\n", "\n")
	var out []part
	open := -1 // where the paragraph that goes on began
	for at := 0; at < len(src); {
		end := len(src)
		if n := strings.IndexByte(src[at:], '\n'); n >= 0 {
			end = at + n
		}
		line := src[at:end]
		switch item, ok := strings.CutPrefix(line, "- "); {
		case strings.TrimSpace(line) == "":
			open = -1
		case ok:
			out = append(out, part{item, true})
			open = -1
		case open >= 0:
			out[len(out)-1].text = src[open:end]
		default:
			out = append(out, part{line, false})
			open = at
		}
		at = end + 1
	}
	return out
}

// emphasis splits a text at **bold** and [words](address). What is not a
// complete pair stays as it is.
func (b *builder) emphasis(s string, st int) []span {
	var out []span
	add := func(text string, style int, link string) {
		if text != "" {
			out = append(out, span{text, style, link})
		}
	}
	from := 0 // what is as written, and not yet in out
	for i := 0; i < len(s); {
		next := strings.IndexAny(s[i:], "*[")
		if next < 0 {
			break
		}
		i += next
		words, address, n := cutLink(s[i:])
		style := st
		if n == 0 {
			if words, n = cutBold(s[i:]); n > 0 {
				style = b.boldOf(st)
			}
		}
		if n == 0 {
			i++
			continue
		}
		add(s[from:i], st, "")
		add(words, style, address)
		i += n
		from = i
	}
	add(s[from:], st, "")
	return out
}

// cutBold reads "**words**" at the start of s; n is how long it is, 0 when it
// is not there.
func cutBold(s string) (words string, n int) {
	rest, ok := strings.CutPrefix(s, "**")
	if !ok {
		return "", 0
	}
	if end := strings.Index(rest, "**"); end > 0 {
		return rest[:end], end + 4
	}
	return "", 0
}

// maxLink is the most bytes that the words of a link, and its address, may
// have: what goes beyond is text like any other.
const maxLink = 2_000

// cutLink reads "[words](https://…)" at the start of s; n is how long it is, 0
// when it is not there.
func cutLink(s string) (words, address string, n int) {
	if s[0] != '[' {
		return "", "", 0
	}
	end := strings.Index(s[:min(len(s), maxLink)], "](")
	if end < 2 {
		return "", "", 0
	}
	rest := s[end+2:]
	stop := strings.IndexByte(rest[:min(len(rest), maxLink)], ')')
	if stop < 0 {
		return "", "", 0
	}
	words, address = s[1:end], rest[:stop]
	for _, scheme := range []string{"https://", "http://", "mailto:"} {
		if strings.HasPrefix(address, scheme) && !strings.ContainsAny(address, " \n") {
			return words, address, end + 2 + stop + 1
		}
	}
	return "", "", 0
}

// boldOf is a style with the emphasized face, made when first asked for.
func (b *builder) boldOf(st int) int {
	s := b.styles[st]
	s.text = s.bold
	for i := range b.styles {
		if b.styles[i] == s {
			return i
		}
	}
	b.styles = append(b.styles, s)
	return len(b.styles) - 1
}
