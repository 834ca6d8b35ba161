package layoutdiff

import (
	"fmt"
	"strings"

	"github.com/facture-dev/facture/render/layout"
)

// Change says what became of an item.
type Change uint8

// The changes, from the greatest to the least.
const (
	Removed  Change = iota // only in the old page
	Added                  // only in the new page
	Restyled               // the same words in another face, size or colour; the same picture in another size
	Moved                  // the same item at another place
	changeCount
)

var changeNames = [...]string{"removed", "added", "restyled", "moved"}

func (c Change) String() string { return changeNames[c] }

// Mark is a changed item: where it lies and what it is.
type Mark struct {
	Change              Change
	X, Y, Width, Height layout.Unit
	What                string // its words, or "a line"
	words               bool   // What is its words
}

// compare finds the items that one of two pages does not have as it is. What is
// equal goes first, then what moved, then what is the same words or picture in
// another look; the rest came or went.
func compare(before, after *layout.Page) [2][]Mark {
	items := [2][]item{itemsOf(before), itemsOf(after)}
	changed := [2]map[int]Change{{}, {}}
	for i := range items[0] {
		changed[0][i] = Removed
	}
	for i := range items[1] {
		changed[1][i] = Added
	}
	match := func(key func(item) string, became func(i, j int)) {
		open := map[string][]int{}
		for i, it := range items[0] {
			if k := key(it); changed[0][i] == Removed && k != "" {
				open[k] = append(open[k], i)
			}
		}
		for j, it := range items[1] {
			k := key(it)
			if changed[1][j] != Added || len(open[k]) == 0 {
				continue
			}
			became(open[k][0], j)
			open[k] = open[k][1:]
		}
	}
	const equal = changeCount
	both := func(c Change) func(i, j int) {
		return func(i, j int) { changed[0][i], changed[1][j] = c, c }
	}
	match(func(it item) string { return it.look + it.place }, both(equal))
	match(func(it item) string { return it.look }, both(Moved))
	match(func(it item) string { return it.kin }, both(Restyled))
	var marks [2][]Mark
	for side := range items {
		for i, it := range items[side] {
			if c := changed[side][i]; c != equal {
				marks[side] = append(marks[side], it.mark(c))
			}
		}
	}
	return marks
}

// item is an item of a page with what it is compared by.
type item struct {
	*layout.Placed
	look  string // everything but its place
	place string
	words string // what it says; empty for what says nothing
	kin   string // its words or its picture, whatever they look like; empty for what has neither
}

func itemsOf(p *layout.Page) []item {
	out := make([]item, 0, len(p.Items))
	for i := range p.Items {
		it := item{Placed: &p.Items[i]}
		it.place = fmt.Sprintf(" at %d,%d", it.X, it.Y)
		switch v := it.Item.(type) {
		case *layout.Text:
			it.words = strings.Join(strings.Fields(v.Run.Source), " ")
			if it.words == "" {
				continue // nothing is seen of it
			}
			it.kin = "text " + it.words
			it.look = fmt.Sprintf("text %v %06x %v %v %q", v.Run.Style, v.Color, v.Turn, v.Run.Glyphs, v.Run.Source)
		case *layout.Image:
			it.kin = fmt.Sprintf("image %x", v.Raster.Digest)
			it.look = fmt.Sprintf("image %d %d %x", v.Width, v.Height, v.Raster.Digest)
		case *layout.Drawing:
			it.kin = fmt.Sprintf("drawing %x", v.Drawing.Digest)
			it.look = fmt.Sprintf("drawing %d %d %x", v.Width, v.Height, v.Drawing.Digest)
		case *layout.Modules:
			it.look = fmt.Sprintf("modules %d %d %+v", v.Width, v.Height, *v.Matrix)
		case *layout.Link:
			it.look = fmt.Sprintf("link %d %d %q", v.Width, v.Height, v.URI)
		default:
			it.look = fmt.Sprintf("%T %+v", v, v) // plain values throughout
		}
		out = append(out, it)
	}
	return out
}

// The height of letters above and below the baseline, in 1/100 em: enough for
// a mark around them.
const ascent, descent = 80, 25

// mark says where an item lies and what it is.
func (it item) mark(c Change) Mark {
	m := Mark{Change: c, X: it.X, Y: it.Y}
	switch v := it.Item.(type) {
	case *layout.Text:
		m.What, m.words = it.words, true
		size := v.Run.Style.Size
		m.bounds(v.Turn, 0, -size*ascent/100, v.Run.Width, size*descent/100)
	case *layout.Rule:
		m.What, m.Width, m.Height = "a line", v.Width, v.Thickness
	case *layout.Fill:
		m.What, m.Width, m.Height = "a filled area", v.Width, v.Height
	case *layout.Frame:
		m.What, m.Width, m.Height = "a frame", v.Width, v.Height
	case *layout.Stroke:
		m.What = "a drawn line"
		m.around(v.Points)
	case *layout.Image:
		m.What, m.Width, m.Height = "a picture", v.Width, v.Height
	case *layout.Drawing:
		m.What, m.Width, m.Height = "a picture", v.Width, v.Height
	case *layout.Modules:
		m.What, m.Width, m.Height = "a code", v.Width, v.Height
	case *layout.Link:
		m.What, m.Width, m.Height = "a link to "+v.URI, v.Width, v.Height
	default:
		m.What = "something drawn"
	}
	return m
}

// bounds sets the rectangle around a turned one, whose corners are relative to
// the place of the item.
func (m *Mark) bounds(t layout.Turn, x0, y0, x1, y1 layout.Unit) {
	if t == (layout.Turn{}) {
		t.Cos = 1 << 16
	}
	var corners []layout.Offset
	for _, p := range [][2]layout.Unit{{x0, y0}, {x1, y0}, {x0, y1}, {x1, y1}} {
		x, y, cos, sin := int64(p[0]), int64(p[1]), int64(t.Cos), int64(t.Sin)
		corners = append(corners, layout.Offset{X: layout.Unit((x*cos + y*sin) >> 16), Y: layout.Unit((y*cos - x*sin) >> 16)})
	}
	m.around(corners)
}

// around sets the smallest rectangle around points.
func (m *Mark) around(points []layout.Offset) {
	if len(points) == 0 {
		return
	}
	least, most := points[0], points[0]
	for _, p := range points[1:] {
		least.X, least.Y = min(least.X, p.X), min(least.Y, p.Y)
		most.X, most.Y = max(most.X, p.X), max(most.Y, p.Y)
	}
	m.X, m.Y = m.X+least.X, m.Y+least.Y
	m.Width, m.Height = most.X-least.X, most.Y-least.Y
}

// reading is what a reader of the tags is told, in order: each item's words
// with the roles of the elements that it stands in.
func reading(d *layout.Document) []string {
	var out []string
	for i := range d.Pages {
		for _, it := range itemsOf(&d.Pages[i]) {
			line := []string{it.words}
			for e := it.Elem; e != 0; e = d.Elems[e].Parent {
				line = append(line, fmt.Sprint(d.Elems[e].Role, d.Elems[e].Alt, d.Elems[e].Lang))
			}
			out = append(out, strings.Join(line, "\x00"))
		}
	}
	return out
}
