package layout

import "github.com/facture-dev/facture/render/text"

func (b *Paragraph) natural() Unit { return b.Text.Width() }

func (b *Paragraph) measure(width Unit) fragment {
	return &paraFrag{b: b, lines: b.Text.Lines(width), width: width, trim: b.TrimTop}
}

// paraFrag is some of the lines of a paragraph.
type paraFrag struct {
	b     *Paragraph
	lines []text.Line
	width Unit
	trim  Unit // taken off the first line box
}

func (f *paraFrag) height() Unit {
	if len(f.lines) == 0 {
		return 0
	}
	return Unit(len(f.lines))*f.b.Leading - f.trim
}

func (f *paraFrag) baseline(last bool) (Unit, bool) {
	if len(f.lines) == 0 {
		return 0, false
	}
	y := f.b.Ascent - f.trim
	if last {
		y += Unit(len(f.lines)-1) * f.b.Leading
	}
	return y, true
}

// minLines is how many lines of a paragraph may stand alone at the foot
// (orphans) or the head (widows) of a page.
const minLines = 2

func (f *paraFrag) split(r room) (fragment, fragment) {
	n := len(f.lines)
	k := min(int((r.height+f.trim)/f.b.Leading), n)
	if k >= n {
		return f, nil
	}
	if n-k < minLines {
		k = n - minLines
	}
	if k < minLines {
		if !r.force || r.height < f.b.Leading {
			return nil, f
		}
		k = max(1, min(int((r.height+f.trim)/f.b.Leading), n))
	}
	return &paraFrag{f.b, f.lines[:k], f.width, f.trim}, &paraFrag{f.b, f.lines[k:], f.width, 0}
}

func (f *paraFrag) place(p *painter, x, y Unit) {
	base := y + f.b.Ascent - f.trim
	for i := range f.lines {
		l := &f.lines[i]
		off := x
		switch f.b.Align {
		case Center:
			off += (f.width - l.Width) / 2
		case End:
			off += f.width - l.Width
		}
		f.placeLine(p, l, off, base)
		base += f.b.Leading
	}
}

func (f *paraFrag) placeLine(p *painter, l *text.Line, x, base Unit) {
	for j := range l.Runs {
		r := &l.Runs[j]
		info := &f.b.Spans[r.Span]
		elem := info.Elem
		if elem == 0 {
			elem = f.b.Elem
		}
		p.text(x+r.X, base, elem, Text{Run: r, Color: info.Color})
		// Of a link that ends in spaces, a line may have nothing but those.
		if width := min(r.Width, l.Width-r.X); info.Link != "" && width > 0 {
			p.add(x+r.X, base-f.b.Ascent, elem, &Link{width, f.b.Leading, info.Link, info.LinkAlt})
		}
	}
}
