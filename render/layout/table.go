package layout

// Table sets rows of cells in columns. Its head is repeated on every page that
// has rows of it.
type Table struct {
	Columns  []Column
	Head     []Block // one a column, nil for none; nil when the table has no head
	Rows     []TableRow
	Once     bool  // the head is not repeated
	HeadGap  Unit  // between the head's text and its rule
	HeadRule Unit  // thickness of the rule under the head
	RowGap   Unit  // above and below every row
	EdgeGap  Unit  // more of it above the first and below the last row
	EndRule  Unit  // thickness of the rule under the last row
	RowRule  Unit  // thickness of the rule between rows
	Color    Color // of the rules
	KeepRows int   // how many last rows go with what follows the table, when that must be kept with it
	// Carry makes the row that ends a page's part of the table (out) or begins
	// the next (in) after the given number of rows; nil for none. Such rows are
	// artifacts: they exist only because of the page break.
	Carry func(rows int, page int, in bool) (label, figure Block)
}

// Column is one column of a Table.
type Column struct {
	Width     Unit // fixed; 0 for the width of the widest cell
	Fr        int  // share of the width that is left
	Align     Align
	Gap       Unit // before this column
	SuffixGap Unit // between figures and suffix
}

// TableRow is one row. Space is added above it.
type TableRow struct {
	Cells []Cell
	Space Unit
}

// Cell is one cell of a row. In a Decimal column DecimalAt is the width of
// what stands before the decimal sign, or NoDecimal for words, which are set at
// the column's end. Suffix stands after the figures ("pc").
type Cell struct {
	Block     Block
	DecimalAt Unit
	Suffix    Block
}

// NoDecimal marks a cell of a Decimal column that is not a figure.
const NoDecimal Unit = -1

// minFlexible is the least width that a flexible column is given before the
// others must shrink: about a dozen letters.
const minFlexible = 60 * Point

func (b *Table) natural() Unit {
	g := make([]column, len(b.Columns))
	w := Unit(0)
	for i := range b.Columns {
		w += b.gap(i)
		if b.Columns[i].Width > 0 {
			w += b.Columns[i].Width
			continue
		}
		b.widest(i, &g[i])
		w += g[i].w
	}
	return w
}

func (b *Table) gap(i int) Unit {
	if i == 0 {
		return 0
	}
	return b.Columns[i].Gap
}

// column is where one column stands and how its figures are aligned.
type column struct {
	x, w          Unit
	before, after Unit // widest part before and from the decimal sign
	figures       Unit // width of the figures: what heads end with
	suffix        Unit // widest suffix
}

// columns measures the columns for a table width.
func (b *Table) columns(width Unit) []column {
	g := make([]column, len(b.Columns))
	left, fr := width, 0
	for i := range b.Columns {
		c := &b.Columns[i]
		left -= b.gap(i)
		switch {
		case c.Fr > 0:
			fr += c.Fr
			continue
		case c.Width > 0:
			g[i].w, g[i].figures = c.Width, c.Width
		}
		b.widest(i, &g[i])
		left -= g[i].w
	}
	if fr > 0 {
		if short := minFlexible - left; short > 0 {
			left += b.shrink(g, short)
		}
		left = max(left, 0)
		for i := range b.Columns {
			if c := &b.Columns[i]; c.Fr > 0 {
				g[i].w = left * Unit(c.Fr) / Unit(fr)
				g[i].figures = g[i].w
				left -= g[i].w
				fr -= c.Fr
			}
		}
	} else if left < 0 {
		b.shrink(g, -left)
	}
	x := Unit(0)
	for i := range g {
		x += b.gap(i)
		g[i].x = x
		x += g[i].w
	}
	return g
}

// widest gives a column the width of its widest head or cell.
func (b *Table) widest(i int, g *column) {
	c := &b.Columns[i]
	words := Unit(0)
	if b.Head != nil && b.Head[i] != nil {
		words = b.Head[i].natural()
	}
	for r := range b.Rows {
		cell := &b.Rows[r].Cells[i]
		if cell.Block == nil {
			continue
		}
		n := cell.Block.natural()
		if c.Align == Decimal && cell.DecimalAt != NoDecimal {
			g.before = max(g.before, cell.DecimalAt)
			g.after = max(g.after, n-cell.DecimalAt)
		} else {
			words = max(words, n)
		}
		if cell.Suffix != nil {
			g.suffix = max(g.suffix, cell.Suffix.natural())
		}
	}
	if c.Width > 0 {
		return
	}
	g.figures = max(words, g.before+g.after)
	g.w = g.figures
	if g.suffix > 0 {
		g.w += c.SuffixGap + g.suffix
	}
}

// shrink takes width from the widest columns that are not fixed, until short
// is found or each is as narrow as a flexible one may be; it returns what it found.
func (b *Table) shrink(g []column, short Unit) Unit {
	found := Unit(0)
	for found < short {
		widest := -1
		for i := range g {
			if b.Columns[i].Fr == 0 && b.Columns[i].Width == 0 && g[i].w > minFlexible && (widest < 0 || g[i].w > g[widest].w) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		take := min(short-found, max(1, (g[widest].w-minFlexible+1)/2))
		g[widest].w -= take
		g[widest].figures = max(0, g[widest].figures-take)
		found += take
	}
	return found
}

func (b *Table) measure(width Unit) fragment {
	g := b.columns(width)
	if fr := b.hasFlexible(); !fr {
		width = 0
		for i := range g {
			width = max(width, g[i].x+g[i].w)
		}
	}
	t := &tableLayout{b: b, cols: g, width: width}
	if b.Head != nil {
		t.head = t.layHead()
		t.headHeight = rowHeight(t.head) + b.HeadGap + b.HeadRule
	}
	t.rows = make([][]rowCell, len(b.Rows))
	t.ends = make([]Unit, len(b.Rows)+1)
	for r := range b.Rows {
		t.rows[r] = t.layRow(&b.Rows[r])
		t.ends[r+1] = t.ends[r] + b.Rows[r].Space + rowHeight(t.rows[r]) + 2*b.RowGap + b.RowRule
	}
	return &tableFrag{t: t, to: len(b.Rows)}
}

func (b *Table) hasFlexible() bool {
	for i := range b.Columns {
		if b.Columns[i].Fr > 0 {
			return true
		}
	}
	return false
}

// tableLayout is a measured table, shared by the pieces it is cut into.
type tableLayout struct {
	b          *Table
	cols       []column
	width      Unit
	head       []rowCell
	headHeight Unit
	rows       [][]rowCell
	ends       []Unit // ends[r] is the height of the first r rows without edge gaps
}

func rowHeight(cells []rowCell) (h Unit) {
	for i := range cells {
		h = max(h, cells[i].y+cells[i].frag.height())
	}
	return h
}

func (t *tableLayout) layHead() []rowCell {
	cells := make([]rowCell, 0, len(t.cols))
	for i, blk := range t.b.Head {
		if blk == nil {
			continue
		}
		c := t.cols[i]
		cells = append(cells, rowCell{frag: blk.measure(c.figures), x: c.x, w: c.figures})
	}
	h := rowHeight(cells)
	for i := range cells { // heads stand on their rule
		cells[i].y = h - cells[i].frag.height()
	}
	return cells
}

func (t *tableLayout) layRow(row *TableRow) []rowCell {
	cells := make([]rowCell, 0, len(row.Cells)+1)
	for i := range row.Cells {
		cell, c, g := &row.Cells[i], &t.b.Columns[i], t.cols[i]
		if cell.Block == nil {
			continue
		}
		w, x := g.figures, g.x
		if c.Align == Decimal && cell.DecimalAt != NoDecimal && g.before+g.after <= g.figures {
			w = cell.Block.natural()
			x += g.figures - g.after - cell.DecimalAt
			cells = append(cells, rowCell{frag: cell.Block.measure(w), x: x, w: w})
		} else {
			f := cell.Block.measure(w)
			if c.Align == Decimal || c.Align == End {
				if p, ok := f.(*paraFrag); ok && p.b.Align == Start {
					f = &paraFrag{b: endAligned(p.b), lines: p.lines, width: p.width, trim: p.trim}
				}
			}
			cells = append(cells, rowCell{frag: f, x: x, w: w})
		}
		if cell.Suffix != nil {
			sw := max(0, g.w-g.figures-c.SuffixGap)
			cells = append(cells, rowCell{frag: cell.Suffix.measure(sw), x: g.x + g.figures + c.SuffixGap, w: sw})
		}
	}
	return cells
}

func endAligned(b *Paragraph) *Paragraph {
	c := *b
	c.Align = End
	return &c
}

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
	r := &carryRow{
		label:  rowCell{frag: label.measure(last.x), x: 0, w: last.x},
		figure: rowCell{x: last.x, w: last.w},
	}
	f := figure.measure(last.figures)
	if p, ok := f.(*paraFrag); ok {
		f = &paraFrag{b: endAligned(p.b), lines: p.lines, width: p.width}
	}
	r.figure.frag = f
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
	if f.rest != nil && left < 0 {
		return f.cutRest(r, left)
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
	r.height -= 2*t.b.RowGap + t.b.Rows[k].Space
	if r.height < minBegun && !(r.force && k == f.from && !f.cont) {
		return nil, nil
	}
	heads, tails, ok := splitCells(t.rows[k], r)
	if !ok {
		return nil, nil
	}
	head, tail := *f, *f
	head.to, head.begun, head.more = k, heads, true
	head.out = t.carry(k, r.page+1, false)
	tail.from, tail.cont, tail.rest = k+1, true, tails
	tail.in = t.carry(k, r.page, true)
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
	head.out = t.carry(f.from-1, r.page+1, false)
	tail.cont, tail.rest = true, tails
	tail.in = t.carry(f.from-1, r.page, true)
	return &head, &tail
}

// splitLast gives the last rows to what follows the table, so that it does not
// stand alone.
func (f *tableFrag) splitLast(page int) (fragment, fragment) {
	k := f.to - f.t.b.KeepRows
	if f.t.b.KeepRows == 0 || k < f.from || k == f.from && f.rest == nil || f.begun != nil {
		return nil, f
	}
	return f.cut(k, page)
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
		y = f.placeRow(p, t.rows[r], x, y+b.Rows[r].Space, r+1 < f.to || f.more)
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
