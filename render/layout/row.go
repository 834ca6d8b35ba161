package layout

func (b *Row) natural() Unit {
	w := b.gaps()
	for i := range b.Cells {
		if c := &b.Cells[i]; c.Width > 0 {
			w += c.Width
		} else {
			w += max(c.Min, c.Block.natural())
		}
	}
	return w
}

func (b *Row) measure(width Unit) fragment {
	f := &rowFrag{b: b, width: width, cells: make([]rowCell, len(b.Cells))}
	ws := b.divide(width - b.gaps())
	x := Unit(0)
	for i := range b.Cells {
		x += b.gap(i)
		f.cells[i] = rowCell{frag: b.Cells[i].Block.measure(ws[i]), x: x, w: ws[i]}
		x += ws[i]
	}
	f.align()
	return f
}

// divide gives each cell its width. Where the widths that are asked for are too
// much, cells of a stated width give way first, from the last on, to half of
// it; then those of natural width.
func (b *Row) divide(width Unit) []Unit {
	ws := make([]Unit, len(b.Cells))
	left, grow := width, 0
	for i := range b.Cells {
		switch c := &b.Cells[i]; {
		case c.Grow > 0:
			grow += c.Grow
		case c.Width > 0:
			ws[i] = c.Width
		default:
			ws[i] = max(c.Min, c.Block.natural())
		}
		left -= ws[i]
	}
	for i := len(ws) - 1; i >= 0 && left < 0; i-- {
		if w := b.Cells[i].Width; w > 0 && b.Cells[i].Grow == 0 {
			take := min(-left, w/2)
			ws[i] -= take
			left += take
		}
	}
	for i := len(ws) - 1; i >= 0 && left < 0; i-- {
		if b.Cells[i].Grow == 0 {
			take := min(-left, ws[i])
			ws[i] -= take
			left += take
		}
	}
	for i := range b.Cells {
		if g := b.Cells[i].Grow; g > 0 {
			ws[i] = left * Unit(g) / Unit(grow)
			left -= ws[i]
			grow -= g
		}
	}
	return ws
}

type rowCell struct {
	frag    fragment
	x, y, w Unit
}

// rowFrag is a Row or a piece of one.
type rowFrag struct {
	b     *Row
	cells []rowCell
	width Unit
	h     Unit
}

// align places the cells vertically. Those that align at a baseline share the
// deepest one of their kind.
func (f *rowFrag) align() {
	var deepest [2]Unit
	base := func(i int) (kind int, y Unit, ok bool) {
		va := f.b.Cells[i].VAlign
		if va != Baseline && va != LastBaseline {
			return 0, 0, false
		}
		y, ok = f.cells[i].frag.baseline(va == LastBaseline)
		return int(va - Baseline), y, ok
	}
	// A cell at the top counts for those at a last baseline: it does not move.
	for i := range f.cells {
		if kind, y, ok := base(i); ok {
			deepest[kind] = max(deepest[kind], y)
		} else if y, ok := f.cells[i].frag.baseline(true); ok && f.b.Cells[i].VAlign == Top {
			deepest[1] = max(deepest[1], y)
		}
	}
	for i := range f.cells {
		if kind, y, ok := base(i); ok {
			f.cells[i].y = deepest[kind] - y
		}
		f.h = max(f.h, f.cells[i].y+f.cells[i].frag.height())
	}
	for i := range f.cells {
		switch room := f.h - f.cells[i].frag.height(); f.b.Cells[i].VAlign {
		case Middle:
			f.cells[i].y = room / 2
		case Bottom:
			f.cells[i].y = room
		}
	}
}

func (f *rowFrag) height() Unit { return f.h }

func (f *rowFrag) baseline(last bool) (Unit, bool) {
	at, found := Unit(0), false
	for i := range f.cells {
		if y, ok := f.cells[i].frag.baseline(last); ok {
			y += f.cells[i].y
			if !found || last && y > at || !last && y < at {
				at, found = y, true
			}
		}
	}
	return at, found
}

func (f *rowFrag) place(p *painter, x, y Unit) {
	for i := range f.cells {
		c := &f.cells[i]
		c.frag.place(p, x+c.x, y+c.y)
	}
}

// split cuts every cell at the same height. It fails when a cell that does not
// fit cannot be cut.
func (f *rowFrag) split(r room) (fragment, fragment) {
	if f.h <= r.height {
		return f, nil
	}
	if f.b.Keep && !r.force && f.h <= r.full {
		return nil, f
	}
	heads, tails, ok := splitCells(f.cells, r)
	if !ok {
		return nil, f
	}
	a := &rowFrag{b: f.b, cells: heads, width: f.width}
	t := &rowFrag{b: f.b, cells: tails, width: f.width}
	for i := range heads {
		a.h = max(a.h, heads[i].y+heads[i].frag.height())
		t.h = max(t.h, tails[i].y+tails[i].frag.height())
	}
	return a, t
}

// splitCells cuts cells that stand side by side.
func splitCells(cells []rowCell, r room) (heads, tails []rowCell, ok bool) {
	heads, tails = make([]rowCell, len(cells)), make([]rowCell, len(cells))
	none := &spaceFrag{}
	for i := range cells {
		c := cells[i]
		heads[i], tails[i] = c, rowCell{frag: none, x: c.x, w: c.w}
		if c.y+c.frag.height() <= r.height {
			continue
		}
		h, t := c.frag.split(r.below(c.y, true))
		if h == nil {
			// Nothing of this cell fits: it may move whole if others have begun.
			heads[i].frag, tails[i].frag = none, c.frag
			continue
		}
		heads[i].frag, ok = h, true
		if t != nil {
			tails[i].frag = t
		}
	}
	return heads, tails, ok
}
