package layout

import (
	"fmt"
	"strings"
	"testing"
)

// decimal is a cell of a Decimal column.
func decimal(t *testing.T, figure string) Cell {
	t.Helper()
	before, _, _ := strings.Cut(figure, ".")
	return Cell{Block: para(t, figure), DecimalAt: widthOf(t, before)}
}

// rows makes a table of n rows with a head, "d1" to "dn" in its first column.
func rows(t *testing.T, n int) *Table {
	t.Helper()
	tb := &Table{
		Columns: []Column{{Fr: 1}, {Align: End, Gap: 10 * Point}},
		Head:    []Block{para(t, "What"), para(t, "Amount")},
	}
	for _, name := range names("d", n) {
		tb.Rows = append(tb.Rows, TableRow{Cells: []Cell{{Block: para(t, name)}, {Block: para(t, "10.00")}}})
	}
	return tb
}

// carrying says in its label how many rows are carried, where, and which way.
func carrying(t *testing.T) func(int, int, bool) (Block, Block) {
	return func(rows, page int, in bool) (Block, Block) {
		word := "to"
		if in {
			word = "from"
		}
		return para(t, fmt.Sprintf("%s %d", word, page)), para(t, fmt.Sprintf("%d0.00", rows))
	}
}

func TestTableColumns(t *testing.T) {
	w := func(s string) Unit { return widthOf(t, s) }
	cells := func(s ...string) TableRow {
		var r TableRow
		for _, x := range s {
			r.Cells = append(r.Cells, Cell{Block: para(t, x)})
		}
		return r
	}
	tb := &Table{
		Columns: []Column{{Fr: 1}, {Gap: 10 * Point}, {Gap: 5 * Point, Width: 40 * Point}, {Fr: 2, Gap: Point}},
		Head:    []Block{nil, para(t, "Head"), nil, nil},
		Rows:    []TableRow{cells("a", "b", "c", "d"), cells("long text", "widest cell", "c", "d")},
	}
	g := tb.columns(pageWidth)
	left := pageWidth - 16*Point - 40*Point - w("widest cell")
	for i, want := range []struct{ x, w Unit }{
		{0, left / 3},
		{left/3 + 10*Point, w("widest cell")},
		{left/3 + 15*Point + w("widest cell"), 40 * Point},
		{left/3 + 56*Point + w("widest cell"), left - left/3},
	} {
		if g[i].x != want.x || g[i].w != want.w {
			t.Errorf("column %d at %s, %s wide; want %s, %s", i, pt(g[i].x), pt(g[i].w), pt(want.x), pt(want.w))
		}
	}
	if end := g[3].x + g[3].w; end != pageWidth {
		t.Errorf("flexible columns end at %s of %s", pt(end), pt(pageWidth))
	}
	// Without a flexible column a table is as wide as its columns, and its rules with it.
	tb.Columns[0].Fr, tb.Columns[3].Fr, tb.EndRule = 0, 0, Point
	doc := paginate(t, flow(100, item(tb)))
	want := w("long text") + w("widest cell") + 40*Point + w("d") + 16*Point
	if got := rulesOf(&doc.Pages[0])[0].Item.(*Rule).Width; got != want || tb.natural() != want {
		t.Errorf("rule %s, natural width %s, want %s", pt(got), pt(tb.natural()), pt(want))
	}
}

// Columns that ask for too much leave a flexible one two dozen letters, as long
// as there are words to break; the widest gives first, and what cannot be broken
// does not give at all.
func TestTableShrinks(t *testing.T) {
	row := func(cells ...string) TableRow {
		var r TableRow
		for _, s := range cells {
			r.Cells = append(r.Cells, Cell{Block: para(t, s)})
		}
		return r
	}
	tb := &Table{
		Columns: []Column{{Fr: 1}, {}, {Width: 30 * Point}, {}},
		Rows:    []TableRow{row("x", strings.Repeat("word ", 40), "fixed", "1,234,567.00")},
	}
	g := tb.columns(pageWidth)
	if g[0].w != easyFlexible {
		t.Errorf("flexible column is %s wide, want %s", pt(g[0].w), pt(easyFlexible))
	}
	if g[2].w != 30*Point || g[3].w != widthOf(t, "1,234,567.00") {
		t.Errorf("fixed %s, figures %s: only words give", pt(g[2].w), pt(g[3].w))
	}
	if end := g[3].x + g[3].w; end != pageWidth {
		t.Errorf("the table is %s wide, want %s", pt(end), pt(pageWidth))
	}
	// Figures stay whole, and the flexible column gets what they leave.
	figures := []string{"1,234,567.00", "−987,654,321.00", "22,000.00"}
	tb = &Table{Columns: []Column{{Fr: 1}, {Align: End}, {Align: End}, {Align: End}}, Rows: []TableRow{row(append([]string{"x"}, figures...)...)}}
	p := &paginate(t, flow(100, item(tb))).Pages[0]
	for _, f := range figures {
		find(t, p, f)
	}
	// Only where they leave next to nothing are they broken.
	tb.Rows = []TableRow{row("description", "1,234,567,890,123,456.00", "1,234,567,890,123,456.00", "1,234,567,890,123,456.00")}
	g = tb.columns(pageWidth)
	if g[0].w != leastFlexible || g[3].x+g[3].w != pageWidth {
		t.Errorf("the flexible column is %s wide, the table %s", pt(g[0].w), pt(g[3].x+g[3].w))
	}
	// A table without a flexible column shrinks into its width, too.
	tb.Columns[0].Fr = 0
	if g = tb.columns(100 * Point); g[3].x+g[3].w != 100*Point {
		t.Errorf("the table is %s wide in 100", pt(g[3].x+g[3].w))
	}
}

// Decimal signs stand below one another, to the unit; words stand at the
// column's end, and so does its head; suffixes have one start.
func TestTableDecimalAlignment(t *testing.T) {
	tb := &Table{Columns: []Column{{Fr: 1}, {Align: Decimal, Gap: 10 * Point, SuffixGap: 4 * Point}}, Head: []Block{nil, para(t, "n")}}
	tb.Head[1].(*Paragraph).Align = End
	figures := []string{"1.5", "1234.125", "7", "0.25", "−48.5"}
	for i, f := range figures {
		c := decimal(t, f)
		c.Suffix = para(t, strings.Repeat("u", i+1))
		tb.Rows = append(tb.Rows, TableRow{Cells: []Cell{{}, c}})
	}
	tb.Rows = append(tb.Rows, TableRow{Cells: []Cell{{}, {Block: para(t, "free"), DecimalAt: NoDecimal}}})
	p := &paginate(t, flow(200, item(tb))).Pages[0]
	end := pageWidth - 4*Point - widthOf(t, "uuuuu")
	sign := end - widthOf(t, ".125")
	for i, f := range figures {
		before, _, _ := strings.Cut(f, ".")
		if got := find(t, p, f).X + widthOf(t, before); got != sign {
			t.Errorf("%s: decimal sign at %s, want %s", f, pt(got), pt(sign))
		}
		if got := find(t, p, strings.Repeat("u", i+1)).X; got != end+4*Point {
			t.Errorf("%s: suffix at %s, want %s", f, pt(got), pt(end+4*Point))
		}
	}
	for _, words := range []string{"free", "n"} {
		if got := find(t, p, words).X + widthOf(t, words); got != end {
			t.Errorf("%s ends at %s, want %s", words, pt(got), pt(end))
		}
	}
}

func TestTableRowsAndRules(t *testing.T) {
	tb := rows(t, 3)
	tb.HeadGap, tb.HeadRule, tb.RowGap, tb.EdgeGap, tb.EndRule, tb.RowRule = 4*Point, Point, 3*Point, 2*Point, 2*Point, Point/2
	tb.Rows[1].Space = 7 * Point
	p := &paginate(t, flow(200, item(tb), item(para(t, "after")))).Pages[0]
	for s, want := range map[string]Unit{"What": 9, "d01": 17 + 2 + 3 + 9} {
		if y := find(t, p, s).Y; y != want*Point {
			t.Errorf("%s at %s, want %d", s, pt(y), want)
		}
	}
	const row = 18*Point + Point/2
	first := find(t, p, "d01").Y
	if y := find(t, p, "d02").Y; y != first+row+7*Point {
		t.Errorf("second row %s below the first, want %s", pt(y-first), pt(row+7*Point))
	}
	var at []Unit
	for _, r := range rulesOf(p) {
		at = append(at, r.Y)
	}
	top := (17 + 2) * Point
	want := []Unit{16 * Point, top + 18*Point, top + row + 25*Point, top + 3*row + 7*Point + 2*Point}
	if fmt.Sprint(at) != fmt.Sprint(want) {
		t.Errorf("rules at %v, want %v", at, want)
	}
	if y := find(t, p, "after").Y; y != want[3]+2*Point+9*Point {
		t.Errorf("what follows stands at %s, want %s", pt(y), pt(want[3]+11*Point))
	}
}

// The head stands on every page that has rows, and is an artifact from the
// second on; Once leaves it on the first.
func TestTableHeadRepeats(t *testing.T) {
	tb := rows(t, 7)
	tree := NewTree(0)
	tb.Head[0].(*Paragraph).Elem = tree.Add(Root, RoleTH)
	f := flow(48, item(tb))
	f.Tree = tree
	doc := paginate(t, f)
	wantPages(t, doc, "What|Amount d01|10.00 d02|10.00 d03|10.00", "What|Amount d04|10.00 d05|10.00 d06|10.00", "What|Amount d07|10.00")
	for i := range doc.Pages {
		if e := find(t, &doc.Pages[i], "What").Elem; (e != 0) != (i == 0) {
			t.Errorf("page %d: head belongs to element %d", i+1, e)
		}
	}
	tb.Once = true
	wantPages(t, paginate(t, f), "What|Amount d01|10.00 d02|10.00 d03|10.00", "d04|10.00 d05|10.00 d06|10.00 d07|10.00")
}

// A head never stands without a row: the table moves whole.
func TestTableHeadNotAlone(t *testing.T) {
	wantPages(t, paginate(t, flow(60, item(numbered(t, "a", 4)), item(rows(t, 2)))), "a01 a02 a03 a04", "What|Amount d01|10.00 d02|10.00")
}

// What is carried forward is the last row of a page, what is brought forward
// the first of the next, each with the number of the other page; both stand
// where rows do, their figures at the end of the amounts, and are artifacts.
func TestTableCarry(t *testing.T) {
	tb := rows(t, 5)
	tb.RowGap = Point
	tb.Carry = carrying(t)
	f := flow(4*14+12, item(tb))
	doc := paginate(t, f)
	wantPages(t, doc,
		"What|Amount d01|10.00 d02|10.00 d03|10.00 to 2|30.00",
		"What|Amount from 1|30.00 d04|10.00 d05|10.00")
	first, second := &doc.Pages[0], &doc.Pages[1]
	if y := find(t, first, "to 2").Y - find(t, first, "d03").Y; y != 14*Point {
		t.Errorf("carried %s below the last row, want 14", pt(y))
	}
	if y := find(t, second, "d04").Y - find(t, second, "from 1").Y; y != 14*Point {
		t.Errorf("the first row %s below what is brought, want 14", pt(y))
	}
	for _, p := range []*Page{first, second} {
		fig := find(t, p, "30.00")
		if end := fig.X + widthOf(t, "30.00"); end != pageWidth || fig.Elem != 0 {
			t.Errorf("the carried figure ends at %s and belongs to element %d", pt(end), fig.Elem)
		}
		if it := p.Items; it[len(it)-1].Y > f.Height {
			t.Errorf("the page ends at %s", pt(it[len(it)-1].Y))
		}
	}
}

// A carried sum is at times wider than every amount in its column. It is never
// broken over lines, and still ends where the amounts do.
func TestTableCarryWiderThanColumn(t *testing.T) {
	tb := rows(t, 5)
	tb.Head = nil
	const sum = "123,456,789,012.00"
	tb.Carry = func(rows, page int, in bool) (Block, Block) { return para(t, "to"), para(t, sum) }
	p := &paginate(t, flow(40, item(tb))).Pages[0]
	it := find(t, p, sum)
	if end := it.X + widthOf(t, sum); end != pageWidth {
		t.Errorf("the sum ends at %s, want %s", pt(end), pt(pageWidth))
	}
	if it.Y != find(t, p, "to").Y {
		t.Errorf("the sum stands at %s, its label at %s", pt(it.Y), pt(find(t, p, "to").Y))
	}
}

// A table that must be kept with what follows gives up its last rows to it, and
// those are carried over like any others.
func TestTableSplitLast(t *testing.T) {
	for _, tt := range []struct {
		keep int
		want []string
	}{
		{1, []string{"d01|10.00 d02|10.00 to 2|20.00", "from 1|20.00 d03|10.00 t01 t02"}},
		{2, []string{"d01|10.00 to 2|10.00", "from 1|10.00 d02|10.00 d03|10.00 t01 t02"}},
		// All rows are wanted below: the table moves whole.
		{3, []string{"z", "d01|10.00 d02|10.00 d03|10.00 t01 t02"}},
	} {
		tb := rows(t, 3)
		tb.Head, tb.KeepRows, tb.Carry = nil, tt.keep, carrying(t)
		z := item(&Space{12 * Point})
		if tt.keep == 3 {
			z = item(para(t, "z"))
		}
		doc := paginate(t, flow(60, z, StackItem{Block: tb, KeepNext: true}, item(&Stack{Keep: true, Items: []StackItem{item(numbered(t, "t", 2))}})))
		wantPages(t, doc, tt.want...)
	}
}

// A row taller than a page begins where it comes, goes on under the repeated
// head, and loses nothing. Its amount stands where it begins, so from there on
// the carried sums hold it.
func TestTableRowTallerThanPage(t *testing.T) {
	tb := rows(t, 3)
	tb.Rows[1].Cells[0].Block = numbered(t, "x", 14)
	tb.Carry = carrying(t)
	doc := paginate(t, flow(9*12, item(tb)))
	wantPages(t, doc,
		"What|Amount d01|10.00 x01|10.00 x02 x03 x04 x05 x06 to 2|20.00",
		"What|Amount from 1|20.00 x07 x08 x09 x10 x11 x12 to 3|20.00",
		"What|Amount from 2|20.00 x13 x14 d03|10.00")
}

// Where little more than a line of such a row would fit, it begins on the next
// page.
func TestTableTallRowNotBegunAtTheFoot(t *testing.T) {
	tb := rows(t, 2)
	tb.Rows[1].Cells[0].Block = numbered(t, "x", 14)
	doc := paginate(t, flow(9*12, item(numbered(t, "a", 4)), item(tb)))
	wantPages(t, doc, "a01 a02 a03 a04 What|Amount d01|10.00", "What|Amount x01|10.00 x02 x03 x04 x05 x06 x07 x08", "What|Amount x09 x10 x11 x12 x13 x14")
}

// What cannot be cut and is taller than a page is refused, with its height.
func TestTableRowTooTall(t *testing.T) {
	tb := &Table{Columns: []Column{{}}, Rows: []TableRow{{Cells: []Cell{{Block: fixed(20, 200)}}}}}
	if _, err := Paginate(flow(100, item(tb))); !isTooTall(err) {
		t.Errorf("%v, want a TooTallError", err)
	}
}

// A row that would fit a page alone, but not together with the rows that a
// break adds or with the rule below it, is broken, not refused.
func TestTableRowAsTallAsPage(t *testing.T) {
	for lines := 1; lines < 30; lines++ {
		for height := 60; height <= 120; height++ {
			tb := rows(t, 3)
			tb.Rows[1].Cells[0].Block = numbered(t, "x", lines)
			tb.Carry, tb.EndRule, tb.RowRule, tb.RowGap = carrying(t), 2*Point, Point, Point
			tb.Rows = tb.Rows[:2+lines%2] // the tall row is at times the last
			for _, carry := range []bool{true, false} {
				if !carry {
					tb.Carry = nil
				}
				if _, err := Paginate(flow(height, item(tb))); err != nil {
					t.Fatalf("%d lines on pages of %d: %v", lines, height, err)
				}
			}
		}
	}
}

// A single row that fills a page gives its last lines to what follows: totals
// never stand alone.
func TestTableOnlyRowGivesLines(t *testing.T) {
	totals := item(&Stack{Keep: true, Items: []StackItem{item(numbered(t, "t", 3))}})
	tb := rows(t, 1)
	tb.Head, tb.KeepRows, tb.Carry = nil, 1, carrying(t)
	tb.Rows[0].Cells[0].Block = numbered(t, "x", 10)
	wantPages(t, paginate(t, flow(10*12, StackItem{Block: tb, KeepNext: true}, totals)),
		"x01|10.00 x02 x03 x04 x05 x06 x07 to 2|10.00", "from 1|10.00 x08 x09 x10 t01 t02 t03")
	// What goes on from the page before gives lines in the same way.
	tb.Rows[0].Cells[0].Block = numbered(t, "x", 17)
	wantPages(t, paginate(t, flow(10*12, StackItem{Block: tb, KeepNext: true}, totals)),
		"x01|10.00 x02 x03 x04 x05 x06 x07 x08 x09 to 2|10.00", "from 1|10.00 x10 x11 x12 x13 x14 to 3|10.00", "from 2|10.00 x15 x16 x17 t01 t02 t03")
}
