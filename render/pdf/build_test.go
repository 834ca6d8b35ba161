package pdf_test

import (
	"sync"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
	"github.com/facture-dev/facture/render/text"
)

// Small documents, made by hand.

var options = pdf.Options{Title: "Title", Lang: "en"}

// page is a document of one empty page.
func page() *layout.Document {
	return &layout.Document{
		Pages: []layout.Page{{Width: 200 * layout.Point, Height: 300 * layout.Point}},
		Elems: collected(layout.NewTree(0)),
	}
}

// collected are the elements of a tree.
func collected(tr *layout.Tree) []layout.Elem {
	var out []layout.Elem
	last := tr.Add(layout.Root, layout.RoleP) // one past the others
	for e := layout.ElemID(0); e < last; e++ {
		out = append(out, *tr.At(e))
	}
	return out
}

// add puts an item on the first page.
func add(d *layout.Document, e layout.ElemID, item layout.Item) {
	d.Pages[0].Items = append(d.Pages[0].Items, layout.Placed{X: 20 * layout.Point, Y: 30 * layout.Point, Elem: e, Item: item})
}

// elem adds an element and returns its id.
func elem(d *layout.Document, parent layout.ElemID, role layout.Role) layout.ElemID {
	d.Elems = append(d.Elems, layout.Elem{Role: role, Parent: parent})
	return layout.ElemID(len(d.Elems) - 1)
}

var shaper = sync.OnceValue(func() *text.Shaper { return text.NewShaper(fonts.Embedded()) })

// words is a string as one run.
func words(t testing.TB, s string) *layout.Text {
	t.Helper()
	face, err := fonts.Embedded().Find("Source Sans 3", 400)
	if err != nil {
		t.Fatal(err)
	}
	p, err := shaper().Paragraph([]text.Span{{Text: s, Style: text.Style{Face: face, Size: 10 * text.Point}}}, "en")
	if err != nil {
		t.Fatal(err)
	}
	lines := p.Lines(1 << 30)
	if len(lines) != 1 || len(lines[0].Runs) != 1 {
		t.Fatalf("%q is not one run", s)
	}
	return &layout.Text{Run: &lines[0].Runs[0]}
}

// manyPairs is a document with n pairs of glyph and text in one face.
func manyPairs(t testing.TB, n int) *layout.Document {
	t.Helper()
	d := page()
	base := words(t, "e").Run
	glyphs := uint16(fonts.Embedded().Face(base.Style.Face).Glyphs() - 1)
	for made := 0; made < n; {
		own, source := *base, []rune(nil)
		run := &own
		run.Glyphs = nil
		for k := 0; k < 3000 && made < n; k++ {
			source = append(source, rune(0x4e00+made/int(glyphs)))
			run.Glyphs = append(run.Glyphs, text.Glyph{ID: 1 + uint16(made)%glyphs, Cluster: uint32(3 * k)})
			made++
		}
		run.Source = string(source)
		add(d, 0, &layout.Text{Run: run})
	}
	return d
}
