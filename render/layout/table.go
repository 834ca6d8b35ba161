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
	Group    Group // of rows that a rule sets apart
	KeepRows int   // how many last rows go with what follows the table, when that must be kept with it
	// Carry makes the row that ends a page's part of the table (out) or begins
	// the next (in) after the given number of rows; nil for none. Such rows are
	// artifacts: they exist only because of the page break.
	Carry func(rows int, page int, in bool) (label, figure Block)
}

// Group puts a rule after every so many rows, which guides the eye in a long
// table; none stands after the last row of a page.
type Group struct {
	Rows  int // 0 for none
	Rule  Unit
	Gap   Unit // above and below the rule
	Color Color
}

// ends reports whether a rule stands after row r, counted from 0.
func (g *Group) ends(r int) bool { return g.Rows > 0 && (r+1)%g.Rows == 0 }

func (g *Group) height() Unit { return g.Rule + 2*g.Gap }

// Column is one column of a Table.
type Column struct {
	Width     Unit // fixed; 0 for the width of the widest cell
	Fr        int  // share of the width that is left
	Align     Align
	Gap       Unit // before this column
	SuffixGap Unit // between figures and suffix
}

// TableRow is one row. Space is added above it, and in that space, RuleGap
// below what stands above, a rule of a thickness may lie.
type TableRow struct {
	Cells     []Cell
	Space     Unit
	RuleAbove Unit
	RuleGap   Unit
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

const (
	// easyFlexible is the width below which a flexible column takes from those
	// that have words to break: about two dozen letters.
	easyFlexible = 120 * Point
	// leastFlexible is the width below which it takes from every column, though
	// figures are broken then.
	leastFlexible = 30 * Point
)

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
	want := [2]Unit{} // of what is left: while words can be broken, and after that
	if fr > 0 {
		want = [2]Unit{easyFlexible, leastFlexible}
	}
	if left < want[0] {
		left += b.shrink(g, b.least(g), want[0]-left)
	}
	share := Unit(4) // quarters of the gaps that are kept
	for ; left < want[0] && share > 2; share-- {
		for i := range b.Columns {
			left += b.gap(i)*share/4 - b.gap(i)*(share-1)/4
		}
	}
	if left < want[1] {
		left += b.shrink(g, make([]Unit, len(g)), want[1]-left)
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
	x := Unit(0)
	for i := range g {
		x += b.gap(i) * share / 4
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

// least is how narrow each column can be without breaking a figure or a word.
func (b *Table) least(g []column) []Unit {
	out := make([]Unit, len(g))
	for i := range g {
		c := &b.Columns[i]
		if b.Head != nil && b.Head[i] != nil {
			out[i] = narrowest(b.Head[i])
		}
		out[i] = max(out[i], g[i].before+g[i].after)
		for r := range b.Rows {
			if cell := &b.Rows[r].Cells[i]; cell.Block != nil && (c.Align != Decimal || cell.DecimalAt == NoDecimal) {
				out[i] = max(out[i], narrowest(cell.Block))
			}
		}
		out[i] += g[i].w - g[i].figures // the suffix
	}
	return out
}

// narrowest is the width at which a block has to divide a word.
func narrowest(b Block) Unit {
	switch b := b.(type) {
	case *Paragraph:
		return b.Text.MinWidth()
	case *Stack:
		w := Unit(0)
		for i := range b.Items {
			w = max(w, narrowest(b.Items[i].Block))
		}
		return w + b.Padding[1] + b.Padding[3]
	}
	return b.natural()
}

// shrink takes width from the widest columns that are not fixed, until short
// is found or each is as narrow as its floor; it returns what it found.
func (b *Table) shrink(g []column, floor []Unit, short Unit) Unit {
	found := Unit(0)
	for found < short {
		widest := -1
		for i := range g {
			if b.Columns[i].Fr == 0 && b.Columns[i].Width == 0 && g[i].w > floor[i] && (widest < 0 || g[i].w > g[widest].w) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		take := min(short-found, max(1, (g[widest].w-floor[widest]+1)/2))
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
		if b.Group.ends(r) && r+1 < len(b.Rows) {
			t.ends[r+1] += b.Group.height()
		}
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
