package layout

import (
	"slices"
	"testing"

	"github.com/facture-dev/facture/render/image"
)

// fixed is a block of a width and height that cannot be cut.
func fixed(w, h int) *Picture {
	return &Picture{Raster: &image.Raster{}, Width: Unit(w) * Point, Height: Unit(h) * Point}
}

func TestRowDivide(t *testing.T) {
	cell := func(width, min, grow, natural int) RowCell {
		return RowCell{Block: fixed(natural, 10), Width: Unit(width) * Point, Min: Unit(min) * Point, Grow: grow}
	}
	for _, tt := range []struct {
		name  string
		cells []RowCell
		width int
		want  []Unit // in points
	}{
		{"natural", []RowCell{cell(0, 0, 0, 30), cell(0, 0, 0, 40)}, 300, []Unit{30, 40}},
		{"least width", []RowCell{cell(0, 50, 0, 30), cell(0, 50, 0, 60)}, 300, []Unit{50, 60}},
		{"stated", []RowCell{cell(100, 0, 0, 30), cell(0, 0, 1, 40)}, 300, []Unit{100, 200}},
		{"shares", []RowCell{cell(0, 0, 1, 30), cell(0, 0, 2, 40), cell(0, 0, 1, 4)}, 300, []Unit{75, 150, 75}},
		{"stated ones give way first, from the last on", []RowCell{cell(100, 0, 0, 9), cell(100, 0, 0, 9), cell(0, 0, 0, 150)}, 300, []Unit{100, 50, 150}},
		{"then to half", []RowCell{cell(100, 0, 0, 9), cell(100, 0, 0, 9), cell(0, 0, 0, 180)}, 300, []Unit{70, 50, 180}},
		{"then natural ones", []RowCell{cell(100, 0, 0, 9), cell(0, 0, 0, 400)}, 300, []Unit{50, 250}},
		{"nothing is left to share", []RowCell{cell(200, 0, 0, 9), cell(0, 0, 0, 100), cell(0, 0, 1, 9)}, 300, []Unit{200, 100, 0}},
	} {
		got := (&Row{Cells: tt.cells}).divide(Unit(tt.width) * Point)
		for i := range tt.want {
			tt.want[i] *= Point
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
		sum := Unit(0)
		for _, w := range got {
			sum += w
		}
		if sum > Unit(tt.width)*Point {
			t.Errorf("%s: %s in %d", tt.name, pt(sum), tt.width)
		}
	}
}

func TestRowGap(t *testing.T) {
	row := &Row{Gap: 10 * Point, Cells: []RowCell{{Block: para(t, "a"), Width: 50 * Point}, {Block: para(t, "b"), Grow: 1}, {Block: para(t, "c"), Grow: 1}}}
	doc := paginate(t, flow(50, item(row)))
	for s, want := range map[string]Unit{"a": 0, "b": 60, "c": 185} {
		if x := find(t, &doc.Pages[0], s).X; x != want*Point {
			t.Errorf("%s at %s, want %d", s, pt(x), want)
		}
	}
}

func TestRowVerticalAlignment(t *testing.T) {
	small, large := para(t, "small"), para(t, "large")
	large.Leading, large.Ascent = 30*Point, 24*Point
	two := numbered(t, "a", 2)
	at := func(va [3]VAlign) (y [3]Unit) {
		row := &Row{Cells: []RowCell{{Block: small, VAlign: va[0]}, {Block: large, VAlign: va[1]}, {Block: two, VAlign: va[2]}}}
		p := &paginate(t, flow(90, item(row))).Pages[0]
		return [3]Unit{find(t, p, "small").Y / Point, find(t, p, "large").Y / Point, find(t, p, "a01").Y / Point}
	}
	for _, tt := range []struct {
		va   [3]VAlign
		want [3]Unit
	}{
		{[3]VAlign{Top, Top, Top}, [3]Unit{9, 24, 9}},
		{[3]VAlign{Bottom, Top, Top}, [3]Unit{18 + 9, 24, 9}},
		{[3]VAlign{Middle, Top, Top}, [3]Unit{9 + 9, 24, 9}},
		{[3]VAlign{Baseline, Baseline, Baseline}, [3]Unit{24, 24, 24}},
		{[3]VAlign{LastBaseline, LastBaseline, LastBaseline}, [3]Unit{24, 24, 12}},
		{[3]VAlign{LastBaseline, Top, LastBaseline}, [3]Unit{24, 24, 12}}, // level with what does not move
	} {
		if got := at(tt.va); got != tt.want {
			t.Errorf("%v: baselines %v, want %v", tt.va, got, tt.want)
		}
	}
}

// Cells are cut side by side, each between its own lines.
func TestRowSplit(t *testing.T) {
	row := &Row{Cells: []RowCell{{Block: numbered(t, "a", 6), Width: 100 * Point}, {Block: numbered(t, "b", 2), Width: 100 * Point}, {Block: numbered(t, "c", 4), Grow: 1}}}
	doc := paginate(t, flow(36, item(row)))
	wantPages(t, doc, "a01|b01|c01 a02|b02|c02 a03", "a04|c03 a05|c04 a06")
	if x := find(t, &doc.Pages[1], "c03").X; x != 200*Point {
		t.Errorf("the third cell goes on at %s, want 200", pt(x))
	}
	// What cannot be cut moves whole, alone, once another cell has begun.
	row = &Row{Cells: []RowCell{{Block: numbered(t, "a", 4), Width: 100 * Point}, {Block: fixed(50, 30), Grow: 1}}}
	doc = paginate(t, flow(50, item(numbered(t, "z", 2)), item(row)))
	wantPages(t, doc, "z01 z02 a01 a02", "a03 a04")
	if _, ok := doc.Pages[1].Items[len(doc.Pages[1].Items)-1].Item.(*Image); !ok {
		t.Errorf("the picture is not on the second page: %+v", doc.Pages[1].Items)
	}
	// A row that is kept moves whole.
	row.Keep = true
	wantPages(t, paginate(t, flow(50, item(numbered(t, "z", 2)), item(row))), "z01 z02", "a01 a02 a03 a04")
}
