package layout

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/render/code"
)

// qrCode is a code of 21 modules, 42 pt wide: its light zone is 8 pt.
func qrCode(t testing.TB) *Code {
	t.Helper()
	m, err := code.QR("facture", code.M, 1)
	if err != nil {
		t.Fatal(err)
	}
	return &Code{Matrix: m, Width: 42 * Point, Height: 42 * Point}
}

// modulesOf are the codes of a page.
func modulesOf(p *Page) []Placed {
	var out []Placed
	for _, it := range p.Items {
		if _, ok := it.Item.(*Modules); ok {
			out = append(out, it)
		}
	}
	return out
}

// Its modules touch the edges of the place it is given; neighbours keep off its
// light zone where the gap is less.
func TestCodeKeepsItsLightZone(t *testing.T) {
	for _, tt := range []struct{ gap, want Unit }{{0, 8}, {7, 8}, {8, 8}, {20, 20}} {
		row := &Row{Gap: tt.gap * Point, Cells: []RowCell{{Block: para(t, "a"), Width: 50 * Point}, {Block: qrCode(t)}, {Block: para(t, "b"), Grow: 1}}}
		p := &paginate(t, flow(100, item(row))).Pages[0]
		at := modulesOf(p)[0]
		if at.X != (50+tt.want)*Point || at.Y != 0 || find(t, p, "b").X != at.X+(42+tt.want)*Point {
			t.Errorf("gap %d: code at %s, b at %s", tt.gap, pt(at.X), pt(find(t, p, "b").X))
		}
		// As deep as it may be.
		inner := &Stack{Items: []StackItem{item(&Row{Cells: []RowCell{{Block: qrCode(t)}}})}}
		stack := &Stack{Gap: tt.gap * Point, Items: []StackItem{item(para(t, "a")), item(inner), item(para(t, "b"))}}
		p = &paginate(t, flow(200, item(stack))).Pages[0]
		at = modulesOf(p)[0]
		if b := find(t, p, "b").Y - 9*Point; at.X != 0 || at.Y != (12+tt.want)*Point || b != at.Y+(42+tt.want)*Point {
			t.Errorf("gap %d: code at %s, b at %s", tt.gap, pt(at.Y), pt(b))
		}
	}
	row := &Row{Gap: 3 * Point, Cells: []RowCell{{Block: qrCode(t)}, {Block: qrCode(t)}}}
	if got := row.natural(); got != 92*Point {
		t.Errorf("two codes are %s wide", pt(got))
	}
}

// Edges and grounds of a stack stay out of the light zone; where none is drawn
// nothing is added.
func TestCodeInABox(t *testing.T) {
	for _, tt := range []struct {
		box  Stack
		want Unit
	}{
		{Stack{}, 0},
		{Stack{Padding: [4]Unit{3 * Point, 3 * Point, 3 * Point, 3 * Point}}, 3},
		{Stack{HasGround: true}, 8},
		{Stack{HasGround: true, Padding: [4]Unit{20 * Point, 20 * Point, 20 * Point, 20 * Point}}, 20},
		{Stack{Framed: Point}, 9},
	} {
		tt.box.Items = []StackItem{item(qrCode(t))}
		p := &paginate(t, flow(200, item(&tt.box))).Pages[0]
		if at := modulesOf(p)[0]; at.X != tt.want*Point || at.Y != tt.want*Point {
			t.Errorf("code at %s,%s, want %d", pt(at.X), pt(at.Y), tt.want)
		}
	}
	ruled := &Stack{RuleAbove: Point, Items: []StackItem{item(para(t, "a"))}}
	if ruled.quieted() != ruled {
		t.Error("a stack without a code was changed")
	}
}

func TestCodeOnAGround(t *testing.T) {
	c := qrCode(t)
	c.HasGround, c.Ground = true, 0xffffff
	row := &Row{Cells: []RowCell{{Block: &Space{}, Width: 30 * Point}, {Block: c}}}
	p := &paginate(t, flow(200, item(&Space{Height: 30 * Point}), item(row))).Pages[0]
	at := modulesOf(p)[0]
	i := slices.IndexFunc(p.Items, func(it Placed) bool { _, ok := it.Item.(*Fill); return ok })
	fill := p.Items[i].Item.(*Fill)
	if ground := p.Items[i]; i > slices.Index(p.Items, at) || ground.Elem != 0 || ground.X != at.X-8*Point || ground.Y != at.Y-8*Point || fill.Width != 58*Point || fill.Height != 58*Point {
		t.Errorf("ground %v %v", ground, fill)
	}
}

// A code is not cut: it goes to the next page.
func TestCodeMovesWhole(t *testing.T) {
	doc := paginate(t, flow(100, item(&Space{Height: 70 * Point}), item(qrCode(t))))
	if len(doc.Pages) != 2 || len(modulesOf(&doc.Pages[1])) != 1 {
		t.Errorf("%d pages", len(doc.Pages))
	}
}

func TestDumpShowsCodes(t *testing.T) {
	var b bytes.Buffer
	if err := Dump(&b, paginate(t, flow(100, item(qrCode(t))))); err != nil {
		t.Fatal(err)
	}
	if want := "  0.00,0.00 artifact modules 42.00 × 42.00, 21 × 21\n"; !strings.HasSuffix(b.String(), want) {
		t.Errorf("%q", b.String())
	}
}
