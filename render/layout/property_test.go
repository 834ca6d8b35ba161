package layout

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var words = strings.Fields("gyrocompass overhaul incl bearing set radar calibration and sea trial remote monitoring of three vessels " +
	"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbaubeamte échéance à l’adresse 48.5 m² Ω Київ — «été» AB-1234/56")

// drawn is a random table and what its cells say.
type drawn struct {
	table *Table
	said  map[ElemID]string
	rows  [][]ElemID // elements by row
	heads []string
}

func drawTable(t *testing.T, rt *rapid.T, tree *Tree) drawn {
	d := drawn{table: &Table{}, said: map[ElemID]string{}}
	text := func(most int) string {
		n := rapid.IntRange(1, most).Draw(rt, "words")
		var out []string
		for range n {
			out = append(out, rapid.SampledFrom(words).Draw(rt, "word"))
		}
		return strings.Join(out, " ")
	}
	tb := d.table
	cols := rapid.IntRange(1, 4).Draw(rt, "columns")
	flexible := rapid.IntRange(0, cols-1).Draw(rt, "flexible")
	for i := range cols {
		c := Column{Gap: Unit(rapid.IntRange(0, 12).Draw(rt, "gap")) * Point, Align: rapid.SampledFrom([]Align{Start, End}).Draw(rt, "align")}
		if i == flexible {
			c.Fr = 1
		} else {
			c.Width = 50 * Point
		}
		tb.Columns = append(tb.Columns, c)
	}
	if rapid.Bool().Draw(rt, "head") {
		for i := range cols {
			s := fmt.Sprintf("Head%d", i)
			d.heads = append(d.heads, s)
			p := elemPara(t, tree, s)
			d.said[p.Elem] = s
			tb.Head = append(tb.Head, p)
		}
	}
	for range rapid.IntRange(1, 30).Draw(rt, "rows") {
		row := TableRow{Cells: make([]Cell, cols)}
		var elems []ElemID
		for i := range cols {
			most := 3
			if i == flexible {
				most = rapid.SampledFrom([]int{2, 8, 8, 8, 120}).Draw(rt, "length")
			}
			s := text(most)
			p := elemPara(t, tree, s)
			d.said[p.Elem] = s
			elems = append(elems, p.Elem)
			row.Cells[i].Block = p
		}
		tb.Rows = append(tb.Rows, row)
		d.rows = append(d.rows, elems)
	}
	tb.RowGap = Unit(rapid.IntRange(0, 4).Draw(rt, "row gap")) * Point
	tb.EdgeGap = Unit(rapid.IntRange(0, 4).Draw(rt, "edge gap")) * Point
	tb.EndRule = Unit(rapid.IntRange(0, 2).Draw(rt, "end rule")) * Point
	tb.RowRule = Unit(rapid.IntRange(0, 1).Draw(rt, "row rule")) * Point
	tb.HeadRule = Point / 2
	tb.KeepRows = rapid.IntRange(0, 2).Draw(rt, "kept")
	if rapid.Bool().Draw(rt, "carry") {
		tb.Carry = carrying(t)
	}
	return d
}

// TestTablesLoseNothing breaks random tables over pages of random height: every
// text is printed once, in order, in whole; rows follow one another and share
// their tops; heads stand above the rows of every page; carried sums agree at
// both sides of a break; nothing leaves the page, and what must stand with the
// table's end does.
func TestTablesLoseNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tree := NewTree(0)
		d := drawTable(t, rt, tree)
		after := &Stack{Keep: true, Items: []StackItem{item(numbered(t, "z", 3))}}
		before := numbered(t, "a", rapid.IntRange(1, 6).Draw(rt, "before"))
		f := flow(rapid.IntRange(260, 600).Draw(rt, "height"), item(before), StackItem{Block: d.table, KeepNext: d.table.KeepRows > 0}, item(after))
		f.Tree = tree
		doc, err := Paginate(f)
		if err != nil {
			rt.Fatal(err)
		}
		if err := d.fault(doc); err != nil {
			rt.Fatalf("%v\n%q", err, pagesOf(doc))
		}
	})
}

func (d *drawn) fault(doc *Document) error {
	said := map[ElemID]string{}
	pageOf, top := map[ElemID]int{}, map[ElemID]Unit{}
	for i := range doc.Pages {
		p := &doc.Pages[i]
		for _, it := range p.Items {
			txt, ok := it.Item.(*Text)
			if !ok {
				continue
			}
			if it.Y < 9*Point || it.Y+3*Point > p.Height || it.X < 0 {
				return fmt.Errorf("%q at %s,%s on page %d of height %s", txt.Run.Source, pt(it.X), pt(it.Y), i+1, pt(p.Height))
			}
			if it.Elem == 0 {
				continue
			}
			if said[it.Elem] == "" {
				pageOf[it.Elem], top[it.Elem] = i, it.Y
			}
			said[it.Elem] += txt.Run.Source
		}
	}
	for e, want := range d.said {
		if said[e] != want {
			return fmt.Errorf("element %d says %q, want %q", e, said[e], want)
		}
	}
	for r, elems := range d.rows {
		for _, e := range elems {
			if pageOf[e] != pageOf[elems[0]] || top[e] != top[elems[0]] {
				return fmt.Errorf("row %d begins on page %d at %s and page %d at %s", r, pageOf[elems[0]], pt(top[elems[0]]), pageOf[e], pt(top[e]))
			}
		}
		if r == 0 {
			continue
		}
		if e, b := elems[0], d.rows[r-1][0]; pageOf[e] < pageOf[b] || pageOf[e] == pageOf[b] && top[e] <= top[b] {
			return fmt.Errorf("row %d does not follow row %d", r, r-1)
		}
	}
	return d.faultAtBreaks(doc, pageOf)
}

func (d *drawn) faultAtBreaks(doc *Document, pageOf map[ElemID]int) error {
	last := d.rows[len(d.rows)-1][0]
	pages := pagesOf(doc)
	first := pageOf[d.rows[0][0]]
	for i, page := range pages {
		ofTable := i >= first && strings.Contains(page, "Head0")
		if n := strings.Count(page, "Head0"); d.heads != nil && (n > 1 || n == 0 && pageOf[d.rows[0][0]] == i) {
			return fmt.Errorf("page %d has %d heads", i+1, n)
		}
		if ofTable && i > first && d.table.Carry != nil && !strings.Contains(page, fmt.Sprintf("from %d", i)) {
			return fmt.Errorf("page %d brings nothing forward", i+1)
		}
		if d.table.Carry == nil || i+1 == len(pages) {
			continue
		}
		out, _ := carriedSum(page, fmt.Sprintf("to %d|", i+2))
		in, _ := carriedSum(pages[i+1], fmt.Sprintf("from %d|", i+1))
		if out != in {
			return fmt.Errorf("page %d carries %q forward, page %d brings %q", i+1, out, i+2, in)
		}
		if begun := d.begun(pageOf, i); out != "" && out != fmt.Sprintf("%d0.00", begun) {
			return fmt.Errorf("page %d carries %q after %d rows", i+1, out, begun)
		}
	}
	if end := pages[len(pages)-1]; !strings.Contains(end, "z01 z02 z03") {
		return fmt.Errorf("what follows the table is broken: %q", end)
	}
	// One row stands with what follows, unless it began on an earlier page as a
	// row taller than a page does.
	tail := pages[len(pages)-1]
	if d.table.KeepRows > 0 && pageOf[last] != len(pages)-1 && strings.HasPrefix(tail, "z01") {
		return fmt.Errorf("what follows the table stands alone")
	}
	return nil
}

// begun is how many rows begin on pages up to i.
func (d *drawn) begun(pageOf map[ElemID]int, i int) (n int) {
	for _, r := range d.rows {
		if pageOf[r[0]] <= i {
			n++
		}
	}
	return n
}

// carriedSum is the figure after a label; "" when there is none.
func carriedSum(page, label string) (string, bool) {
	_, rest, ok := strings.Cut(page, label)
	figure, _, _ := strings.Cut(rest, " ")
	return figure, ok
}

// TestTableFaultsAreSeen damages a good layout in every way that fault looks
// for, so that the property above is known to be able to fail.
func TestTableFaultsAreSeen(t *testing.T) {
	make := func() (*drawn, *Document) {
		tree := NewTree(0)
		tb := &Table{Columns: []Column{{Fr: 1}, {Width: 40 * Point}}, Carry: carrying(t), KeepRows: 1}
		d := &drawn{table: tb, said: map[ElemID]string{}, heads: []string{"Head0"}}
		h := elemPara(t, tree, "Head0")
		d.said[h.Elem], tb.Head = "Head0", []Block{h, nil}
		for _, n := range names("d", 8) {
			a, b := elemPara(t, tree, n), elemPara(t, tree, "x"+n)
			d.said[a.Elem], d.said[b.Elem] = n, "x"+n
			tb.Rows = append(tb.Rows, TableRow{Cells: []Cell{{Block: a}, {Block: b}}})
			d.rows = append(d.rows, []ElemID{a.Elem, b.Elem})
		}
		f := flow(72, StackItem{Block: tb, KeepNext: true}, item(&Stack{Keep: true, Items: []StackItem{item(numbered(t, "z", 3))}}))
		f.Tree = tree
		return d, paginate(t, f)
	}
	if d, doc := make(); d.fault(doc) != nil {
		t.Fatalf("the good layout: %v", d.fault(doc))
	}
	at := func(doc *Document, page int, s string) *Placed {
		for i := range doc.Pages[page].Items {
			if txt, ok := doc.Pages[page].Items[i].Item.(*Text); ok && txt.Run.Source == s {
				return &doc.Pages[page].Items[i]
			}
		}
		t.Fatalf("no %q on page %d: %q", s, page+1, pagesOf(doc))
		return nil
	}
	swap := func(it *Placed, s string) {
		c := *it.Item.(*Text)
		run := *c.Run
		run.Source, c.Run = s, &run
		it.Item = &c
	}
	for name, damage := range map[string]func(doc *Document){
		"a lost text":          func(doc *Document) { at(doc, 0, "d02").Elem = 0 },
		"a doubled text":       func(doc *Document) { doc.Pages[0].Items = append(doc.Pages[0].Items, *at(doc, 0, "d02")) },
		"off the page":         func(doc *Document) { at(doc, 0, "d02").Y += 80 * Point },
		"off to the side":      func(doc *Document) { at(doc, 0, "d02").X = -1 },
		"a cell moved":         func(doc *Document) { at(doc, 0, "xd02").Y++ },
		"rows exchanged":       func(doc *Document) { a, b := at(doc, 0, "d01"), at(doc, 0, "d02"); a.Y, b.Y = b.Y, a.Y },
		"a head twice":         func(doc *Document) { swap(at(doc, 1, "from 1"), "Head0") },
		"no head":              func(doc *Document) { swap(at(doc, 0, "Head0"), "Head") },
		"another sum":          func(doc *Document) { swap(at(doc, 1, "40.00"), "30.00") },
		"another sum on both":  func(doc *Document) { swap(at(doc, 1, "40.00"), "30.00"); swap(at(doc, 0, "40.00"), "30.00") },
		"nothing is brought":   func(doc *Document) { swap(at(doc, 1, "from 1"), "from") },
		"what follows, broken": func(doc *Document) { at(doc, len(doc.Pages)-1, "z02").Y -= 40 * Point },
	} {
		d, doc := make()
		damage(doc)
		if d.fault(doc) == nil {
			t.Errorf("%s is not seen: %q", name, pagesOf(doc))
		}
	}
}
