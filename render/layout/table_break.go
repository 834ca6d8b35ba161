package layout

// tableFrag is the rows [from, to) of a table, perhaps with a part of the row
// before them and a part of the row after.
type tableFrag struct {
	t        *tableLayout
	from, to int
	rest     []rowCell // what is left of row from-1, cut by the page break before
	begun    []rowCell // what has begun of row to
	in, out  *carryRow
	cont     bool // continues on this page
	more     bool // goes on after this piece
}

// carryRow is a "brought forward" or "carried forward" row.
type carryRow struct {
	label, figure rowCell
	h             Unit
}

func (t *tableLayout) carry(rows, page int, in bool) *carryRow {
	if t.b.Carry == nil || rows == 0 {
		return nil
	}
	label, figure := t.b.Carry(rows, page, in)
	last := t.cols[len(t.cols)-1]
	end := last.x + last.figures
	// A sum may be wider than any amount: it ends where they do, and the label
	// has the rest.
	w := min(figure.natural(), end)
	f := figure.measure(w)
	if p, ok := f.(*paraFrag); ok {
		f = &paraFrag{b: endAligned(p.b), lines: p.lines, width: p.width}
	}
	r := &carryRow{
		label:  rowCell{frag: label.measure(end - w), w: end - w},
		figure: rowCell{frag: f, x: end - w, w: w},
	}
	r.h = max(r.label.frag.height(), f.height()) + 2*t.b.RowGap + t.b.RowRule
	return r
}

func (r *carryRow) height() Unit {
	if r == nil {
		return 0
	}
	return r.h
}

// prefix is the height above the first whole row.
func (f *tableFrag) prefix() Unit {
	h := f.t.b.EdgeGap + f.in.height()
	if f.t.head != nil && (!f.cont || !f.t.b.Once) {
		h += f.t.headHeight
	}
	if f.rest != nil {
		h += rowHeight(f.rest) + 2*f.t.b.RowGap + f.t.b.RowRule
	}
	return h
}

func (f *tableFrag) height() Unit {
	h := f.prefix() + f.t.ends[f.to] - f.t.ends[f.from] + f.out.height() + f.t.b.EdgeGap
	if f.begun != nil {
		h += rowHeight(f.begun) + 2*f.t.b.RowGap + f.t.b.RowRule
	}
	if !f.more {
		h += f.t.b.EndRule
	}
	return h
}

func (f *tableFrag) baseline(bool) (Unit, bool) { return 0, false }

// split puts as many whole rows into head as fit together with the row that
// carries their sum forward. A row taller than an empty page begins where it
// comes; others move whole.
func (f *tableFrag) split(r room) (fragment, fragment) {
	if f.height() <= r.height {
		return f, nil
	}
	t := f.t
	left := r.height - f.prefix() - t.b.EdgeGap
	out := t.carry(max(f.from, 1), r.page+1, false) // for its height
	left -= out.height()
	if f.rest != nil && (left < 0 || f.from == f.to) {
		return f.cutRest(r, min(left, -1)) // at times only the end rule did not fit
	}
	k := f.from + upTo(t.ends[f.from:f.to+1], t.ends[f.from]+left)
	if k >= f.to {
		k = f.to - 1 // only the end rule or the carried row did not fit
	}
	k = max(k, f.from)
	none := k == f.from && f.rest == nil
	if none && r.force || t.rowFull(k)+f.headHeight() > r.full {
		if head, tail := f.cutRow(k, r.below(r.height-left+t.ends[k]-t.ends[f.from], true)); head != nil {
			return head, tail
		}
	}
	if none {
		return nil, f
	}
	return f.cut(k, r.page)
}

// rowFull is the height of a row with its space.
func (t *tableLayout) rowFull(r int) Unit { return t.ends[r+1] - t.ends[r] }

func (f *tableFrag) headHeight() Unit {
	if f.t.head == nil || f.t.b.Once {
		return 0
	}
	return f.t.headHeight
}

// upTo returns how many of the ascending ends, besides the first, are at most limit.
func upTo(ends []Unit, limit Unit) int {
	lo, hi := 0, len(ends)-1
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if ends[mid] <= limit {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// cut makes head and tail between rows k-1 and k.
func (f *tableFrag) cut(k, page int) (fragment, fragment) {
	head, tail := *f, *f
	head.to, head.more, head.begun = k, true, nil
	head.out = f.t.carry(k, page+1, false)
	tail.from, tail.cont, tail.rest = k, true, nil
	tail.in = f.t.carry(k, page, true)
	return &head, &tail
}

// minBegun is how much of a row must fit for it to begin on a page that has
// other things: a few lines.
const minBegun = 60 * Point

// cutRow makes head and tail inside row k, which alone is taller than a page.
func (f *tableFrag) cutRow(k int, r room) (fragment, fragment) {
	t := f.t
	r.height -= 2*t.b.RowGap + t.b.Rows[k].Space + t.b.RowRule
	// Where the row itself would fit and only a rule below it does not, its
	// last lines move.
	r.height = min(r.height, rowHeight(t.rows[k])-1)
	if r.height < minBegun && !(r.force && k == f.from && f.rest == nil) {
		return nil, nil
	}
	heads, tails, ok := splitCells(t.rows[k], r)
	if !ok {
		return nil, nil
	}
	head, tail := *f, *f
	head.to, head.begun, head.more = k, heads, true
	// The row's amount stands in its first line, so what is carried holds it.
	head.out = t.carry(k+1, r.page+1, false)
	tail.from, tail.cont, tail.rest = k+1, true, tails
	tail.in = t.carry(k+1, r.page, true)
	return &head, &tail
}

// cutRest goes on with a row that began on an earlier page and does not end on
// this one. over is by how much it is too tall, as a negative number.
func (f *tableFrag) cutRest(r room, over Unit) (fragment, fragment) {
	t := f.t
	r.height, r.force = rowHeight(f.rest)+over, true
	heads, tails, ok := splitCells(f.rest, r)
	if !ok {
		return nil, f
	}
	head, tail := *f, *f
	head.rest, head.begun, head.more, head.to = nil, heads, true, f.from
	head.out = t.carry(f.from, r.page+1, false)
	tail.cont, tail.rest = true, tails
	tail.in = t.carry(f.from, r.page, true)
	return &head, &tail
}

// splitLast gives the last rows to what follows the table, so that it does not
// stand alone.
func (f *tableFrag) splitLast(page int, force bool) (fragment, fragment) {
	if f.t.b.KeepRows == 0 || f.begun != nil {
		return nil, f
	}
	k := max(f.to-f.t.b.KeepRows, f.from)
	if k == f.from && f.rest == nil && force {
		k = max(f.to-1, f.from)
	}
	switch {
	case k < f.to && (k > f.from || f.rest != nil):
		return f.cut(k, page)
	case force:
		return f.cutLast(page)
	}
	return nil, f
}

// cutLast makes head and tail inside the only row, or what is left of it.
func (f *tableFrag) cutLast(page int) (fragment, fragment) {
	t, cells := f.t, f.rest
	if cells == nil {
		cells = t.rows[f.from]
	}
	out := t.carry(f.to, page+1, false)
	r := room{height: rowHeight(cells) - max(minBegun/2, out.height()), force: true, page: page}
	if r.height < minBegun/2 {
		return nil, f
	}
	heads, tails, ok := splitCells(cells, r)
	if !ok {
		return nil, f
	}
	head, tail := *f, *f
	head.rest, head.begun, head.more, head.to, head.out = nil, heads, true, f.from, out
	tail.from, tail.cont, tail.rest = f.to, true, tails
	tail.in = t.carry(f.to, page, true)
	return &head, &tail
}

func (f *tableFrag) place(p *painter, x, y Unit) {
	t, b := f.t, f.t.b
	if t.head != nil && (!f.cont || !b.Once) {
		f.placeHead(p, x, y)
		y += t.headHeight
	}
	y += b.EdgeGap
	if f.in != nil {
		f.in.place(p, x, y+b.RowGap)
		y += f.in.h
	}
	if f.rest != nil {
		y = f.placeRow(p, f.rest, x, y, f.from < f.to || f.more)
	}
	for r := f.from; r < f.to; r++ {
		if above := b.Rows[r].RuleAbove; above > 0 {
			p.add(x, y+b.Rows[r].RuleGap, 0, &Rule{t.width, above, b.Color})
		}
		y = f.placeRow(p, t.rows[r], x, y+b.Rows[r].Space, r+1 < f.to || f.more)
		if b.Group.ends(r) && r+1 < len(b.Rows) {
			if r+1 < f.to {
				p.add(x, y+b.Group.Gap, 0, &Rule{t.width, b.Group.Rule, b.Group.Color})
			}
			y += b.Group.height()
		}
	}
	if f.begun != nil {
		y = f.placeRow(p, f.begun, x, y, false)
	}
	if f.out != nil {
		f.out.place(p, x, y+b.RowGap)
		y += f.out.h
	}
	y += b.EdgeGap
	if !f.more && b.EndRule > 0 {
		p.add(x, y, 0, &Rule{t.width, b.EndRule, b.Color})
	}
}

// placeHead draws the head. Where it is repeated it is an artifact: those who
// listen hear the head once.
func (f *tableFrag) placeHead(p *painter, x, y Unit) {
	start := len(p.items)
	for _, c := range f.t.head {
		c.frag.place(p, x+c.x, y+c.y)
	}
	if f.cont {
		unmark(p.items[start:])
	}
	if f.t.b.HeadRule > 0 {
		p.add(x, y+f.t.headHeight-f.t.b.HeadRule, 0, &Rule{f.t.width, f.t.b.HeadRule, f.t.b.Color})
	}
}

// unmark makes artifacts of items.
func unmark(items []Placed) {
	for i := range items {
		items[i].Elem = 0
	}
}

func (f *tableFrag) placeRow(p *painter, cells []rowCell, x, y Unit, rule bool) Unit {
	b := f.t.b
	for i := range cells {
		c := &cells[i]
		c.frag.place(p, x+c.x, y+b.RowGap+c.y)
	}
	y += rowHeight(cells) + 2*b.RowGap
	if rule && b.RowRule > 0 {
		p.add(x, y, 0, &Rule{f.t.width, b.RowRule, b.Color})
	}
	return y + b.RowRule
}

func (r *carryRow) place(p *painter, x, y Unit) {
	start := len(p.items)
	r.label.frag.place(p, x, y)
	r.figure.frag.place(p, x+r.figure.x, y)
	unmark(p.items[start:])
}
