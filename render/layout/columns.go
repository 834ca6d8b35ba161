package layout

// Columns sets a stack in several columns of one width, as even as its blocks
// allow: it is read down the first, then down the next.
type Columns struct {
	Stack *Stack
	Count int
	Gap   Unit // between columns
}

func (b *Columns) natural() Unit {
	return Unit(b.Count)*b.Stack.natural() + Unit(b.Count-1)*b.Gap
}

func (b *Columns) measure(width Unit) fragment {
	w := max((width-Unit(b.Count-1)*b.Gap)/Unit(b.Count), 1)
	return newColumns(b, w, b.Stack.measure(w))
}

// columnsFrag is a text cut into columns, or a piece of one.
type columnsFrag struct {
	b     *Columns
	w     Unit
	whole fragment // before it was cut
	parts []fragment
	h     Unit
}

// newColumns cuts a text at the least height at which it fits.
func newColumns(b *Columns, w Unit, whole fragment) *columnsFrag {
	f := &columnsFrag{b: b, w: w, whole: whole}
	low, high := whole.height()/Unit(b.Count), whole.height()
	for high-low > Point/4 {
		mid := (low + high) / 2
		if _, rest := cutColumns(whole, b.Count, mid); rest == nil {
			high = mid
		} else {
			low = mid
		}
	}
	f.parts, _ = cutColumns(whole, b.Count, high)
	for _, p := range f.parts {
		f.h = max(f.h, p.height())
	}
	return f
}

// cutColumns cuts a text into at most so many parts of a height; rest is what
// does not fit.
func cutColumns(whole fragment, count int, height Unit) (parts []fragment, rest fragment) {
	rest = whole
	for len(parts) < count && rest != nil {
		head, tail := rest.split(room{height: height, full: height})
		if head == nil {
			return parts, rest
		}
		parts, rest = append(parts, head), tail
	}
	return parts, rest
}

func (f *columnsFrag) height() Unit { return f.h }

func (f *columnsFrag) baseline(last bool) (Unit, bool) {
	if len(f.parts) == 0 {
		return 0, false
	}
	return f.parts[0].baseline(last)
}

func (f *columnsFrag) place(p *painter, x, y Unit) {
	for i, part := range f.parts {
		part.place(p, x+Unit(i)*(f.w+f.b.Gap), y)
	}
}

// split fills the columns of this page and goes on in those of the next.
func (f *columnsFrag) split(r room) (fragment, fragment) {
	if f.h <= r.height {
		return f, nil
	}
	parts, rest := cutColumns(f.whole, f.b.Count, r.height)
	if len(parts) < f.b.Count || rest == nil {
		return nil, f
	}
	head := &columnsFrag{b: f.b, w: f.w, parts: parts, h: r.height}
	return head, newColumns(f.b, f.w, rest)
}
