package pdf_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/layout"
)

// What a file shows, held against the frames that it was written from.

// What rounding may do: places are written in hundredths of a point.
const (
	placeSlack = 0.0051
	runSlack   = 0.02 // a run's glyphs and its end, in points
)

// TestFilesShowTheirFrames reads back the samples and random documents.
func TestFilesShowTheirFrames(t *testing.T) {
	all := append(sampleFrames(t), randomFrames(t, 40)...)
	if testing.Short() {
		all = all[:20]
	}
	texts, links, pictures := 0, 0, 0
	for _, fr := range all {
		m, err := understand(write(t, fr.doc, fr.opts))
		if err != nil {
			t.Fatalf("%s: %v", fr.name, err)
		}
		if err := compare(m, fr.doc); err != nil {
			t.Errorf("%s: %v", fr.name, err)
		}
		links += len(m.linkElem)
		for _, p := range m.pages {
			for i := range p.painted {
				switch p.painted[i].kind {
				case "text":
					texts++
				case "image":
					pictures++
				}
			}
		}
	}
	// The comparison must have had something to compare.
	if texts < 10_000 || pictures < 20 {
		t.Errorf("%d texts, %d links, %d images were compared", texts, links, pictures)
	}
	t.Logf("%d documents: %d texts, %d links, %d images", len(all), texts, links, pictures)
}

// compare holds a file against the frames.
func compare(m *model, d *layout.Document) (err error) {
	defer func() { err = caught(recover(), err) }()
	if len(m.pages) != len(d.Pages) {
		fail("%d pages, want %d", len(m.pages), len(d.Pages))
	}
	owners := map[layout.ElemID][]marked{} // in painting order
	for i := range d.Pages {
		comparePage(m, d, i, owners)
	}
	// Elements, in the order of the frames, against those of the file.
	kids := map[layout.ElemID][]layout.ElemID{}
	for e := layout.Root + 1; int(e) < len(d.Elems); e++ {
		kids[d.Elems[e].Parent] = append(kids[d.Elems[e].Parent], e)
	}
	compareElem(m, d, layout.Root, m.root, kids, owners)
	return nil
}

// comparePage compares what is painted, one by one.
func comparePage(m *model, d *layout.Document, page int, owners map[layout.ElemID][]marked) {
	p, got := &d.Pages[page], m.pages[page].painted
	height := points(p.Height)
	n, annots := 0, m.pages[page].annots
	for k := range p.Items {
		it := &p.Items[k]
		if l, ok := it.Item.(*layout.Link); ok {
			if it.Elem != 0 {
				compareLink(m, annots[0], it, l, height)
				annots = annots[1:]
			}
			continue
		}
		if n >= len(got) {
			fail("page %d: %d things are painted, there are more frames", page+1, len(got))
		}
		g := &got[n]
		n++
		if what := compareItem(m, g, it, height); what != "" {
			fail("page %d, item %d (%s): %s", page+1, k+1, g, what)
		}
		if (it.Elem == 0) != (g.mcid < 0) {
			fail("page %d, item %d: artifact or content", page+1, k+1)
		}
		if it.Elem != 0 {
			c := marked{page, g.mcid}
			if l := owners[it.Elem]; len(l) == 0 || l[len(l)-1] != c {
				owners[it.Elem] = append(l, c)
			}
		}
	}
	if n != len(got) || len(annots) != 0 {
		fail("page %d: %d things painted, want %d", page+1, len(got), n)
	}
}

func compareItem(m *model, g *painted, it *layout.Placed, height float64) string {
	rect := func(kind string, x, y, w, h layout.Unit, color layout.Color) string {
		if g.kind != kind || !near(g.x, points(x), placeSlack) || !near(g.y, height-points(y)-points(h), 2*placeSlack) ||
			!near(g.w, points(w), placeSlack) || !near(g.h, points(h), placeSlack) {
			return fmt.Sprintf("want %s at %v,%v of %v × %v", kind, x, y, w, h)
		}
		if kind != "image" && !sameColor(g.color, color) {
			return fmt.Sprintf("colour %v, want %06x", g.color, uint32(color))
		}
		return ""
	}
	switch v := it.Item.(type) {
	case *layout.Text:
		return compareText(g, it, v, height)
	case *layout.Rule:
		return rect("fill", it.X, it.Y, v.Width, v.Thickness, v.Color)
	case *layout.Fill:
		return rect("fill", it.X, it.Y, v.Width, v.Height, v.Color)
	case *layout.Frame:
		half := v.Thickness / 2
		if !near(g.line, points(v.Thickness), placeSlack) {
			return "line width"
		}
		return rect("stroke", it.X+half, it.Y+half, v.Width-v.Thickness, v.Height-v.Thickness, v.Color)
	case *layout.Stroke:
		var most layout.Offset
		least := v.Points[0]
		for _, o := range v.Points {
			least = layout.Offset{X: min(least.X, o.X), Y: min(least.Y, o.Y)}
			most = layout.Offset{X: max(most.X, o.X), Y: max(most.Y, o.Y)}
		}
		if !near(g.line, points(v.Thickness), placeSlack) {
			return "line width"
		}
		return rect("stroke", it.X+least.X, it.Y+least.Y, most.X-least.X, most.Y-least.Y, v.Color)
	case *layout.Image:
		s := m.file.stream(g.image)
		if s.dict["Width"] != v.Raster.Width || s.dict["Height"] != v.Raster.Height || s.dict["Interpolate"] != nil {
			return fmt.Sprintf("image %v", s.dict)
		}
		want := v.Raster.Pixels
		if v.Raster.JPEG != nil {
			want = v.Raster.JPEG
		}
		if !bytes.Equal(s.pixels(), want) {
			return "the image's samples"
		}
		if mask := s.dict["SMask"]; (mask != nil) != (v.Raster.Alpha != nil) || mask != nil && !bytes.Equal(m.file.stream(mask).data, v.Raster.Alpha) {
			return "the image's transparency"
		}
		return rect("image", it.X, it.Y, v.Width, v.Height, 0)
	case *layout.Drawing:
		s := m.file.stream(g.image)
		box := fmt.Sprintf("[0 0 %g %g]", float64(v.Drawing.Width)/1000, float64(v.Drawing.Height)/1000)
		if s.dict["Subtype"] != name("Form") || fmt.Sprint(s.dict["BBox"]) != box {
			return fmt.Sprintf("form %v", s.dict)
		}
		return rect("image", it.X, it.Y, v.Width, v.Height, 0)
	case *layout.Modules:
		return compareModules(g, it, v, height)
	}
	return "an unknown item"
}

// compareModules wants each dark module filled once, to a thousandth of a point
// over the whole code.
func compareModules(g *painted, it *layout.Placed, v *layout.Modules, height float64) string {
	m := v.Matrix
	if g.kind != "modules" || !sameColor(g.color, 0) || !near(g.x, points(it.X), placeSlack) || !near(g.y, height-points(it.Y), 2*placeSlack) ||
		!near(g.w*float64(m.Width), points(v.Width), .001) || !near(-g.h*float64(m.Height), points(v.Height), .001) {
		return fmt.Sprintf("want a code at %v,%v of %v × %v", it.X, it.Y, v.Width, v.Height)
	}
	filled := make([]int, m.Width*m.Height)
	for _, r := range g.modules {
		for y := int(r[1]); y < int(r[1]+r[3]); y++ {
			for x := int(r[0]); x < int(r[0]+r[2]); x++ {
				filled[y*m.Width+x]++
			}
		}
	}
	for i, n := range filled {
		if dark := m.Dark(i%m.Width, i/m.Width); dark && n != 1 || !dark && n != 0 {
			return fmt.Sprintf("module %d,%d is filled %d times", i%m.Width, i/m.Width, n)
		}
	}
	return ""
}

// compareText holds a run's place, colour, glyphs and text against what a
// reader of the file finds.
func compareText(g *painted, it *layout.Placed, v *layout.Text, height float64) string {
	r := v.Run
	f := fonts.Embedded().Face(r.Style.Face)
	switch {
	case g.kind != "text":
		return "want text"
	case g.font.postScript != f.PostScriptName():
		return "want " + f.PostScriptName()
	case !near(g.size, points(r.Style.Size), placeSlack), !sameColor(g.color, v.Color):
		return "size or colour"
	case !near(g.cos, float64(v.Turn.Cos)/65536, 1e-5), !near(g.sin, float64(v.Turn.Sin)/65536, 1e-5):
		return fmt.Sprintf("turned by %v, %v", g.cos, g.sin)
	case !near(g.x, points(it.X), placeSlack), !near(g.y, height-points(it.Y), 2*placeSlack):
		return fmt.Sprintf("want it at %v,%v", it.X, it.Y)
	case len(g.glyphs) != len(r.Glyphs):
		return fmt.Sprintf("%d glyphs, want %d", len(g.glyphs), len(r.Glyphs))
	}
	em := points(r.Style.Size) / float64(f.UnitsPerEm())
	x, original := points(it.X), program(f.PostScriptName())
	for i := range r.Glyphs {
		want, got := &r.Glyphs[i], g.glyphs[i]
		if !near(got.x, x+float64(want.XOffset)*em, runSlack) || !near(got.y, height-points(it.Y)+float64(want.YOffset)*em, runSlack) {
			return fmt.Sprintf("glyph %d at %.3f,%.3f, want x %.3f", i, got.x, got.y, x+float64(want.XOffset)*em)
		}
		if w := g.font.widths[got.code]; !near(w, float64(f.Advance(want.ID))*1000/float64(f.UnitsPerEm()), .001) {
			return fmt.Sprintf("glyph %d is %v wide, the face says %d", i, w, f.Advance(want.ID))
		}
		if !sameOutline(g.font.program, g.font.gid(got.code), original, int(want.ID)) {
			return fmt.Sprintf("glyph %d has another outline", i)
		}
		x += float64(want.Advance)*em + points(r.Style.Size)*float64(r.Style.Tracking)/1000
	}
	if n := len(r.Glyphs); n > 0 {
		// The pen stands behind the last glyph by its own advance.
		last := &r.Glyphs[n-1]
		end := g.end + float64(last.Advance-int32(f.Advance(last.ID))-last.XOffset)*em
		if !near(end-g.x, points(r.Width), runSlack) {
			return fmt.Sprintf("%.3f pt wide, layout says %.3f", end-g.x, points(r.Width))
		}
	}
	if got, want := plain(g.text()), plain(r.Source); got != want {
		return fmt.Sprintf("text %q, want %q", got, want)
	}
	return ""
}

// plain leaves out U+200B, which the file gives to glyphs after a cluster's
// first, and U+FEFF, which PDF/A forbids and the file writes as U+2060.
func plain(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\u200b", ""), "\ufeff", "\u2060")
}

// compareElem walks the elements of frames and file together.
func compareElem(m *model, d *layout.Document, id layout.ElemID, e *element, kids map[layout.ElemID][]layout.ElemID, owners map[layout.ElemID][]marked) {
	want := &d.Elems[id]
	if string(e.role) != want.Role.String() || textOf(e.dict["Alt"]) != want.Alt || textOf(e.dict["Lang"]) != want.Lang {
		fail("element %d is %v, want %+v", id, e.dict, *want)
	}
	if want.Role == layout.RoleTH || want.ColSpan > 1 {
		a := m.file.dict(e.dict["A"])
		scope := map[bool]name{true: "Row", false: "Column"}[want.RowHead]
		if a["O"] != name("Table") || want.Role == layout.RoleTH && a["Scope"] != scope || want.ColSpan > 1 && a["ColSpan"] != int(want.ColSpan) {
			fail("element %d: attributes %v", id, a)
		}
	}
	var contents []marked
	below := kids[id]
	last := marked{-1, -1} // of everything in this element so far
	for _, k := range e.kids {
		switch k := k.(type) {
		case marked:
			contents = append(contents, k)
			last = inOrder(last, k, id)
		case *element:
			if len(below) == 0 {
				fail("element %d has a child too many", id)
			}
			compareElem(m, d, below[0], k, kids, owners)
			below = below[1:]
		}
	}
	if len(below) != 0 || fmt.Sprint(contents) != fmt.Sprint(owners[id]) {
		fail("element %d has contents %v, want %v, and misses %d elements", id, contents, owners[id], len(below))
	}
}

// inOrder wants an element's own contents in painting order.
func inOrder(last, now marked, id layout.ElemID) marked {
	if now.page < last.page || now.page == last.page && now.mcid <= last.mcid {
		fail("element %d: content %v after %v", id, now, last)
	}
	return now
}

func compareLink(m *model, a ref, it *layout.Placed, l *layout.Link, height float64) {
	d := m.file.dict(a)
	r := d["Rect"].(arr)
	for i, v := range []float64{points(it.X), height - points(it.Y+l.Height), points(it.X + l.Width), height - points(it.Y)} {
		if !near(float(r[i]), v, 2*placeSlack) {
			fail("link %v, want %v", r, v)
		}
	}
	if textOf(d["Contents"]) != l.Alt || m.file.dict(d["A"])["URI"] != str(l.URI) {
		fail("link %v", d)
	}
}

// textOf reads a text string (§7.9.2.2).
func textOf(v any) string {
	s, _ := v.(str)
	if !strings.HasPrefix(string(s), "\xfe\xff") {
		return string(s)
	}
	return decode16(string(s[2:]))
}

func points(u layout.Unit) float64 { return float64(u) / float64(layout.Point) }

func sameColor(got [3]float64, want layout.Color) bool {
	for i, v := range got {
		if !near(v, float64(want>>(16-8*i)&0xff)/255, .00051) {
			return false
		}
	}
	return true
}

// program is the font file of an embedded face, by its PostScript name.
var programs sync.Map

func program(ps string) *glyf {
	if g, ok := programs.Load(ps); ok {
		return g.(*glyf)
	}
	family, style, _ := strings.Cut(ps, "-")
	files, err := filepath.Glob("../../fonts/faces/*/" + family + "_*" + style + ".ttf")
	if err != nil || len(files) != 1 {
		fail("%d files of face %s", len(files), ps)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		fail("%v", err)
	}
	g := readGlyf(data)
	programs.Store(ps, g)
	return g
}

// sameOutline compares a glyph's bytes. Composite glyphs name their parts by
// numbers that change in a subset; of them the length must be equal.
func sameOutline(subset *glyf, g int, original *glyf, o int) bool {
	a, b := subset.outline(g), original.outline(o)
	a, b = a[:len(a)&^1], b[:len(b)&^1]
	if len(a) != len(b) {
		return len(a)-len(b) <= 2 && len(b)-len(a) <= 2 && bytes.HasPrefix(a, b[:min(len(a), len(b))])
	}
	if len(a) >= 2 && a[0]&0x80 != 0 {
		return true
	}
	return bytes.Equal(a, b)
}
