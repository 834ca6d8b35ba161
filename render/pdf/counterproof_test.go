package pdf_test

import (
	"bytes"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/internal/samples"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/text"
)

// TestComparisonFinds changes frames after their file was written: each change
// must be found, else the comparison proves nothing.
func TestComparisonFinds(t *testing.T) {
	fr := framesOf(samples.One(t, "german"))
	m, err := understand(write(t, fr.doc, fr.opts))
	if err != nil {
		t.Fatal(err)
	}
	if err := compare(m, fr.doc); err != nil {
		t.Fatal(err)
	}
	// The first run of some length that is content, and what it may be.
	first := func(d *layout.Document) (*layout.Placed, *layout.Text) {
		for i := range d.Pages[0].Items {
			it := &d.Pages[0].Items[i]
			if v, ok := it.Item.(*layout.Text); ok && it.Elem != 0 && len(v.Run.Source) > 12 {
				return it, v
			}
		}
		t.Fatal("no text")
		return nil, nil
	}
	for _, c := range []struct {
		what   string
		change func(d *layout.Document)
	}{
		{"a run 0.03 pt to the right", func(d *layout.Document) { it, _ := first(d); it.X += 31 }},
		{"a run 0.03 pt lower", func(d *layout.Document) { it, _ := first(d); it.Y += 31 }},
		{"one advance of 3/1000 em", func(d *layout.Document) { _, v := first(d); v.Run.Glyphs[2].Advance += 3 }},
		{"one glyph raised", func(d *layout.Document) { _, v := first(d); v.Run.Glyphs[2].YOffset += 5 }},
		{"another glyph as wide", func(d *layout.Document) {
			_, v := first(d)
			v.Run.Glyphs[3].ID = twin(t, v.Run.Style.Face, v.Run.Glyphs[3].ID)
		}},
		{"another letter in the text", func(d *layout.Document) { _, v := first(d); v.Run.Source = "~" + v.Run.Source[1:] }},
		{"tracking of 1/1000", func(d *layout.Document) { _, v := first(d); v.Run.Style.Tracking++ }},
		{"another colour", func(d *layout.Document) { _, v := first(d); v.Color ^= 1 }},
		{"another width", func(d *layout.Document) { _, v := first(d); v.Run.Width += 30 }},
		{"an artifact", func(d *layout.Document) { it, _ := first(d); it.Elem = 0 }},
		{"another element", func(d *layout.Document) { it, _ := first(d); it.Elem++ }},
		{"another role", func(d *layout.Document) { it, _ := first(d); d.Elems[it.Elem].Role = layout.RoleH2 }},
		{"another language", func(d *layout.Document) { it, _ := first(d); d.Elems[it.Elem].Lang = "fr" }},
		{"one item more", func(d *layout.Document) { d.Pages[0].Items = append(d.Pages[0].Items, d.Pages[0].Items[0]) }},
		{"one item less", func(d *layout.Document) { d.Pages[0].Items = d.Pages[0].Items[1:] }},
		{"two items exchanged", func(d *layout.Document) {
			n := len(d.Pages[0].Items)
			d.Pages[0].Items[n-1], d.Pages[0].Items[n-2] = d.Pages[0].Items[n-2], d.Pages[0].Items[n-1]
		}},
		{"one element more", func(d *layout.Document) {
			d.Elems = append(d.Elems, layout.Elem{Role: layout.RoleP, Parent: layout.Root})
		}},
	} {
		d := clone(fr.doc)
		c.change(d)
		if compare(m, d) == nil {
			t.Errorf("%s: not found", c.what)
		}
	}
}

// twin is another glyph of a face with the same advance.
func twin(t *testing.T, face fonts.ID, g fonts.GlyphID) fonts.GlyphID {
	f := fonts.Embedded().Face(face)
	for k := 1; k < f.Glyphs(); k++ {
		if o := fonts.GlyphID(k); o != g && f.Advance(o) == f.Advance(g) {
			return o
		}
	}
	t.Fatal("no glyph is as wide")
	return 0
}

// clone copies everything that the changes touch.
func clone(d *layout.Document) *layout.Document {
	c := &layout.Document{Elems: append([]layout.Elem{}, d.Elems...)}
	for _, p := range d.Pages {
		p.Items = append([]layout.Placed{}, p.Items...)
		for i := range p.Items {
			if v, ok := p.Items[i].Item.(*layout.Text); ok {
				w, run := *v, *v.Run
				w.Run = &run
				w.Run.Glyphs = append([]text.Glyph{}, v.Run.Glyphs...)
				p.Items[i].Item = &w
			}
		}
		c.Pages = append(c.Pages, p)
	}
	return c
}

// TestReaderFinds damages a readable file, keeping its length: each damage must
// be found.
func TestReaderFinds(t *testing.T) {
	fr := framesOf(samples.One(t, "german"))
	fr.opts.Readable = true
	good := write(t, fr.doc, fr.opts)
	if _, err := understand(good); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{"%PDF-1.7", "%PDF-1.4"},
		{"\xe2\xe3\xcf\xd3", "abcd"},
		{"\n1 0 obj\n", "\n1  0 obj"},
		{"\nendobj\n", "\n\nendobj"},
		{"endstream", "endstraem"},
		{"%%EOF\n", "%%EOF "},
		{" 00000 n \n", " 00000 f \n"},
		{"/MCID 0>>", "/MCID 9>>"},
		{"/P<</MCID", "/Q<</MCID"},
		{"EMC\n", "    "},
		{"/K[0]", "/K[1]"},
		{"/StructParents 0", "/StructParents 1"},
		{"/Tabs/S", "/Tabs/R"},
		{"/Marked true", "/Marked flse"},
		{"/ParentTree<", "/ParentTreX<"},
		{"/Lang(de", "/Long(de"},
		{"pdfaid:part>3", "pdfaid:part>2"},
		{"</dc:title>", "</dc:titel>"},
		{"Identity-H", "Identity-V"},
		{"/DW 0/W[0[", "/DW 0/W[1["},
		{"beginbfchar\n<0001><", "beginbfchar\n<0002><"},
		{"beginbfchar\n<0001><0020>", "beginbfchar\n<0001><feff>"},
		{"<</Type/StructTreeRoot", "<</Type/StructTreeRott"},
		{"/S/Table/P ", "/S/Table/Q "},
	} {
		bad := bytes.Replace(good, []byte(c[0]), []byte(c[1]), 1)
		if bytes.Equal(bad, good) {
			t.Errorf("%q is not in the file", c[0])
			continue
		}
		if _, err := tryUnderstand(bad); err == nil {
			t.Errorf("%q instead of %q: not found", c[1], c[0])
		}
	}
}

// tryUnderstand takes a panic of the reader for an error: a damaged file may
// lack what it does not ask for.
func tryUnderstand(data []byte) (m *model, err error) {
	defer func() {
		if e, ok := recover().(error); ok {
			err = e
		}
	}()
	return understand(data)
}
