package layout

func (b *Stack) natural() Unit {
	b = b.quieted()
	w := Unit(0)
	for i := range b.Items {
		if it := &b.Items[i]; it.Width > 0 {
			w = max(w, it.Width)
		} else {
			w = max(w, it.Block.natural())
		}
	}
	return w + b.Padding[1] + b.Padding[3]
}

func (b *Stack) measure(width Unit) fragment {
	b = b.quieted()
	inner := width - b.Padding[1] - b.Padding[3]
	f := &stackFrag{b: b, width: width, top: b.Padding[0] + b.RuleAbove, bottom: b.Padding[2] + b.RuleBelow, first: true, last: true}
	f.kids = make([]stackKid, 0, len(b.Items))
	above := Unit(0) // what the item above keeps free
	for i := range b.Items {
		it := &b.Items[i]
		w := inner + 2*it.Outset
		if it.Width > 0 && it.Width < inner {
			w = it.Width
		} else if it.Width == 0 && (it.Align != Start || it.Natural) {
			// A block that is to stand at the centre or the end is as wide as
			// it needs to be; a paragraph aligns its own lines.
			if _, para := it.Block.(*Paragraph); !para {
				w = min(it.Block.natural(), inner)
			}
		}
		x := -it.Outset
		switch it.Align {
		case Center:
			x = (inner - w) / 2
		case End:
			x = inner - w + it.Outset
		}
		k := stackKid{frag: it.Block.measure(w), x: x, space: it.Space, keepNext: it.KeepNext, pageBreak: it.Break}
		_, here := quiet(it.Block)
		if i > 0 {
			k.space = max(k.space+b.Gap, above, here)
		}
		above = here
		f.kids = append(f.kids, k)
	}
	f.setHeight()
	return f
}

type stackKid struct {
	frag     fragment
	x, space Unit
	keepNext bool
	// pageBreak begins a page with this child, if it is not at the top of one.
	pageBreak bool
}

// stackFrag is a Stack or a piece of one.
type stackFrag struct {
	b           *Stack
	kids        []stackKid
	width       Unit
	top, bottom Unit // padding and rules at the ends that this piece has
	first, last bool // whether it has the stack's first and last end
	pageTop     bool // continues a stack from the page before: its first space is dropped
	h           Unit
}

func (f *stackFrag) setHeight() {
	h := f.top + f.bottom
	for i := range f.kids {
		h += f.space(i) + f.kids[i].frag.height()
	}
	if f.first && f.last {
		h = max(h, f.b.MinHeight)
	}
	f.h = h
}

func (f *stackFrag) space(i int) Unit {
	if i == 0 && f.pageTop {
		return 0
	}
	return f.kids[i].space
}

func (f *stackFrag) height() Unit { return f.h }

func (f *stackFrag) baseline(last bool) (Unit, bool) {
	y, found, at := f.top, false, Unit(0)
	for i := range f.kids {
		y += f.space(i)
		if b, ok := f.kids[i].frag.baseline(last); ok {
			found, at = true, y+b
			if !last {
				break
			}
		}
		y += f.kids[i].frag.height()
	}
	return at, found
}

func (f *stackFrag) place(p *painter, x, y Unit) {
	b := f.b
	radius := min(b.Radius, f.width/2, f.h/2)
	if b.HasGround {
		p.add(x, y, 0, &Fill{f.width, f.h, radius, b.Background})
	}
	if b.Framed > 0 {
		p.add(x, y, 0, &Frame{f.width, f.h, b.Framed, radius, b.FrameColor})
	}
	for i := range b.Strokes {
		p.add(x, y, 0, &b.Strokes[i])
	}
	if f.first && b.RuleAbove > 0 {
		p.add(x, y, 0, &Rule{f.width, b.RuleAbove, b.RuleColor})
	}
	at := y + f.top
	for i := range f.kids {
		k := &f.kids[i]
		at += f.space(i)
		k.frag.place(p, x+b.Padding[3]+k.x, at)
		at += k.frag.height()
	}
	if f.last && b.RuleBelow > 0 {
		p.add(x, y+f.h-b.RuleBelow, 0, &Rule{f.width, b.RuleBelow, b.RuleColor})
	}
}

// split cuts between children, or inside one that can be cut. Children that
// want to stay with their successor move with it; a table before such a place
// gives up its last rows (Table.KeepRows) instead of moving whole.
func (f *stackFrag) split(r room) (fragment, fragment) {
	if at := f.pageBreak(); at > 0 {
		return f.splitAt(at, r)
	}
	if f.h <= r.height {
		return f, nil
	}
	if f.b.Keep && !r.force && f.h <= r.full {
		return nil, f
	}
	y := f.top
	for i := range f.kids {
		y += f.space(i)
		h := f.kids[i].frag.height()
		inner := r.below(y, i == 0)
		if i == len(f.kids)-1 {
			inner.height -= f.bottom
		}
		if h <= inner.height {
			y += h
			continue
		}
		if head, tail := f.kids[i].frag.split(inner); head != nil {
			return f.cut(i, head, tail)
		}
		return f.cutBefore(i, r, inner)
	}
	// All children fit, only the least height does not: an empty page gives
	// what it has.
	if !r.force {
		return nil, f
	}
	a := *f
	a.h = r.height
	return &a, nil
}

// pageBreak is the first child that begins a page, but for one at the top; 0
// for none.
func (f *stackFrag) pageBreak() int {
	for i := 1; i < len(f.kids); i++ {
		if f.kids[i].pageBreak {
			return i
		}
	}
	return 0
}

// splitAt cuts before child i, which begins a page, or earlier where what
// stands before it does not fit.
func (f *stackFrag) splitAt(i int, r room) (fragment, fragment) {
	before := *f
	before.kids, before.last, before.bottom = f.kids[:i:i], false, 0
	before.setHeight()
	head, tail := before.split(r)
	if head == nil {
		return nil, f
	}
	if tail == nil {
		return head, f.rest(f.kids[i:])
	}
	t := *tail.(*stackFrag)
	t.kids = append(t.kids[:len(t.kids):len(t.kids)], f.kids[i:]...)
	t.last, t.bottom = f.last, f.bottom
	t.setHeight()
	return head, &t
}

// cut makes head and tail inside child i.
func (f *stackFrag) cut(i int, head, tail fragment) (fragment, fragment) {
	a := *f
	a.kids = append(append([]stackKid(nil), f.kids[:i]...), f.kids[i])
	a.kids[i].frag = head
	rest := f.kids[i+1:]
	if tail != nil {
		k := f.kids[i]
		k.frag = tail
		rest = append([]stackKid{k}, rest...)
	}
	if len(rest) == 0 {
		a.setHeight()
		return &a, nil
	}
	a.last, a.bottom = false, 0
	a.setHeight()
	return &a, f.rest(rest)
}

func (f *stackFrag) rest(kids []stackKid) fragment {
	t := *f
	t.kids, t.first, t.top, t.pageTop = kids, false, 0, true
	t.setHeight()
	return &t
}

// cutBefore makes head and tail between children i-1 and i; inner is the room
// for child i.
func (f *stackFrag) cutBefore(i int, r, inner room) (fragment, fragment) {
	j := i
	for j > 0 && f.kids[j-1].keepNext {
		if t, ok := f.kids[j-1].frag.(lastRows); ok {
			if head, tail := t.splitLast(r.page, false); head != nil {
				return f.cut(j-1, head, tail)
			}
		}
		j--
	}
	if j == 0 {
		if !r.force || i == 0 {
			return nil, f
		}
		// Kept together, they are taller than a page: the table's last row is
		// broken or, where it is too short for that, what follows.
		if t, ok := f.kids[i-1].frag.(lastRows); ok && f.kids[i-1].keepNext {
			if head, tail := t.splitLast(r.page, true); head != nil {
				return f.cut(i-1, head, tail)
			}
			inner.force = true
			if head, tail := f.kids[i].frag.split(inner); head != nil {
				return f.cut(i, head, tail)
			}
		}
		j = i
	}
	a := *f
	a.kids, a.last, a.bottom = f.kids[:j], false, 0
	a.setHeight()
	return &a, f.rest(f.kids[j:])
}

// tightened is the stack with its spaces drawn together.
func (f *stackFrag) tightened(quarters Unit) *stackFrag {
	t := *f
	t.kids = append([]stackKid(nil), f.kids...)
	for i := range t.kids {
		t.kids[i].space = t.kids[i].space * quarters / 4
	}
	t.setHeight()
	return &t
}

// lastRows is a fragment that can give up its last rows to stand with what
// follows it: as many as it wants there, or with force fewer, down to the last
// lines of its only row.
type lastRows interface {
	splitLast(page int, force bool) (head, tail fragment)
}
