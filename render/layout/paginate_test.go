package layout

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// plate is furniture that says which page it is, of how many.
type plate struct {
	t testing.TB
}

func (p *plate) Header(page, count int) Block {
	if page == 1 {
		return nil
	}
	return para(p.t, fmt.Sprintf("head %d/%d", page, count))
}

func (p *plate) Footer(page, count int) Block {
	return para(p.t, fmt.Sprintf("foot %d/%d", page, count))
}

func TestPaginateFurniture(t *testing.T) {
	f := flow(12*5+30, item(numbered(t, "a", 9)))
	f.Margin = [4]Unit{10 * Point, 20 * Point, 20 * Point, 40 * Point}
	f.Furniture = &plate{t: t}
	doc := paginate(t, f)
	wantPages(t, doc, "a01 a02 a03 a04 foot 1/3", "head 2/3 a05 a06 a07 foot 2/3", "head 3/3 a08 a09 foot 3/3")
	for i := range doc.Pages {
		p := &doc.Pages[i]
		if it := find(t, p, fmt.Sprintf("foot %d/3", i+1)); it.Y != f.Height-20*Point-3*Point || it.X != 40*Point {
			t.Errorf("page %d: footer at %s,%s", i+1, pt(it.X), pt(it.Y))
		}
		if p.Width != f.Width || p.Height != f.Height {
			t.Errorf("page %d is %s × %s", i+1, pt(p.Width), pt(p.Height))
		}
	}
	if it := find(t, &doc.Pages[1], "head 2/3"); it.Y != 19*Point || it.X != 40*Point {
		t.Errorf("header at %s,%s", pt(it.X), pt(it.Y))
	}
	if it := find(t, &doc.Pages[1], "a05"); it.Y != 31*Point {
		t.Errorf("the body under a header begins at %s, want 31", pt(it.Y))
	}
}

func TestPaginateEmpty(t *testing.T) {
	doc := paginate(t, flow(100))
	if len(doc.Pages) != 1 || len(doc.Pages[0].Items) != 0 {
		t.Errorf("%d pages of an empty body, want an empty one", len(doc.Pages))
	}
}

func TestTooTall(t *testing.T) {
	for _, tt := range []struct {
		height int
		ok     bool
	}{{99, true}, {100, true}, {101, false}} {
		_, err := Paginate(flow(100, item(para(t, "a")), item(fixed(10, tt.height))))
		var tooTall *TooTallError
		if errors.As(err, &tooTall) == tt.ok {
			t.Errorf("%d points on a page of 100: %v", tt.height, err)
			continue
		}
		if !tt.ok {
			if tooTall.Page != 2 || tooTall.Height != 101*Point || tooTall.Room != 100*Point {
				t.Errorf("%+v", *tooTall)
			}
			if msg := err.Error(); !strings.Contains(msg, "page 2") || !strings.Contains(msg, "35.6 mm") || !strings.Contains(msg, "35.3 mm") {
				t.Errorf("message %q", msg)
			}
		}
	}
}

// A page whose furniture leaves no room is refused, not filled for ever.
func TestNoRoom(t *testing.T) {
	f := flow(20, item(para(t, "a")))
	f.Furniture = &plate{t: t}
	if _, err := Paginate(f); !isTooTall(err) {
		t.Errorf("%v, want a TooTallError", err)
	}
}

// A document has as many pages as the limit, and not one more.
func TestMaxPages(t *testing.T) {
	body := func(pages int) Flow {
		tb := &Table{Columns: []Column{{}}}
		tb.Rows = make([]TableRow, pages)
		row := []Cell{{Block: &Line{Thickness: 100 * Point}}}
		for i := range tb.Rows {
			tb.Rows[i].Cells = row
		}
		return flow(100, item(tb))
	}
	if doc := paginate(t, body(MaxPages)); len(doc.Pages) != MaxPages {
		t.Errorf("%d pages, want %d", len(doc.Pages), MaxPages)
	}
	_, err := Paginate(body(MaxPages + 1))
	var e *TooManyPagesError
	if !errors.As(err, &e) || e.Limit != MaxPages || !strings.Contains(err.Error(), "10000 pages") {
		t.Errorf("one page more: %v", err)
	}
}

// Spaces between blocks are drawn together, to no less than half, where that
// saves a last page of a few lines; else they stay as they are.
func TestTightenedPages(t *testing.T) {
	for _, tt := range []struct {
		first, last int // lines of the first and last block
		space       Unit
		pages       int
	}{
		{11, 2, 30, 1}, // fits as it is
		{11, 3, 22, 1}, // at three quarters
		{12, 3, 15, 1}, // at half
		{13, 3, 30, 2}, // not even at half: as it is
		{11, 4, 30, 2}, // much is left for the last page
	} {
		doc := paginate(t, flow(240, item(numbered(t, "a", tt.first)), spaced(30, numbered(t, "b", 2)), spaced(30, &Stack{Keep: true, Items: []StackItem{item(numbered(t, "c", tt.last))}})))
		if len(doc.Pages) != tt.pages {
			t.Errorf("%d and %d lines: %d pages, want %d", tt.first, tt.last, len(doc.Pages), tt.pages)
		}
		last := names("a", tt.first)[tt.first-1]
		space := (find(t, &doc.Pages[0], "b01").Y - find(t, &doc.Pages[0], last).Y - leading) / Point
		if space != tt.space {
			t.Errorf("%d and %d lines: spaces of %d points, want %d", tt.first, tt.last, space, tt.space)
		}
	}
}

// Nothing is lost at a page break, whatever is broken there.
func TestEveryPageHeight(t *testing.T) {
	tb := rows(t, 9)
	tb.Carry, tb.KeepRows = carrying(t), 1
	body := []StackItem{
		item(numbered(t, "a", 3)),
		{Block: para(t, "H"), KeepNext: true, Space: 10 * Point},
		spaced(5, &Row{Cells: []RowCell{{Block: numbered(t, "r", 5), Grow: 1}, {Block: numbered(t, "s", 3), Grow: 1}}}),
		{Block: tb, KeepNext: true, Space: 12 * Point},
		spaced(8, &Stack{Keep: true, Items: []StackItem{item(numbered(t, "k", 3))}, Padding: [4]Unit{4 * Point, 0, 4 * Point, 0}}),
		spaced(8, numbered(t, "m", 7)),
	}
	var want []string
	for name, n := range map[string]int{"a": 3, "r": 5, "s": 3, "d": 9, "k": 3, "m": 7} {
		want = append(want, names(name, n)...)
	}
	want = append(want, "H")
	slices.Sort(want)
	for height := 60; height < 500; height++ {
		doc := paginate(t, flow(height, body...))
		var got []string
		for i := range doc.Pages {
			for _, it := range doc.Pages[i].Items {
				txt, ok := it.Item.(*Text)
				if !ok {
					continue
				}
				if it.Y > doc.Pages[i].Height {
					t.Fatalf("height %d: %q at %s on page %d", height, txt.Run.Source, pt(it.Y), i+1)
				}
				if s := txt.Run.Source; len(s) < 4 && s != "" {
					got = append(got, s)
				}
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("height %d: %q, want %q", height, got, want)
		}
	}
}
