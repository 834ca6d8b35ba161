package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
	"github.com/facture-dev/facture/render/text"
)

// refusal is what a document is refused for; empty when it is written, and
// then the file is read back.
func refusal(t *testing.T, d *layout.Document, o pdf.Options) string {
	t.Helper()
	var b bytes.Buffer
	err := pdf.NewWriter(fonts.Embedded()).Write(&b, d, o)
	var refused *pdf.Error
	switch {
	case err == nil:
		if _, err := understand(b.Bytes()); err != nil {
			t.Errorf("written, but: %v", err)
		}
		return ""
	case !errors.As(err, &refused):
		t.Fatal(err)
	case b.Len() != 0:
		t.Errorf("refused, but %d bytes were written", b.Len())
	}
	return err.Error()
}

// TestRefusals has each thing that keeps a file from conforming, and beside it
// what just passes.
func TestRefusals(t *testing.T) {
	long := func(n int) string { return strings.Repeat("a", n) }
	raster := func() *image.Raster {
		return &image.Raster{Width: 1, Height: 2, Components: 3, Pixels: make([]byte, 6), Digest: [32]byte{1}}
	}
	file := func(change func(a *pdf.Attachment)) func(*layout.Document, *pdf.Options) {
		return func(_ *layout.Document, o *pdf.Options) {
			a := attachment("x")
			change(&a)
			o.Attach = append(o.Attach, a)
		}
	}
	link := func(change func(l *layout.Link)) func(*layout.Document, *pdf.Options) {
		return func(d *layout.Document, _ *pdf.Options) {
			l := &layout.Link{Width: 9, Height: 9, URI: "https://a.example", Alt: "a"}
			change(l)
			add(d, elem(d, layout.Root, layout.RoleLink), l)
		}
	}
	run := func(change func(r *text.Run)) func(*layout.Document, *pdf.Options) {
		return func(d *layout.Document, _ *pdf.Options) {
			w := *words(t, "abc")
			w.Run.Glyphs = append([]text.Glyph{}, w.Run.Glyphs...)
			change(w.Run)
			add(d, elem(d, layout.Root, layout.RoleP), &w)
		}
	}
	tree := func(roles ...layout.Role) func(*layout.Document, *pdf.Options) { // each below the one before
		return func(d *layout.Document, _ *pdf.Options) {
			at := layout.Root
			for _, r := range roles {
				at = elem(d, at, r)
			}
		}
	}
	rows := func(spans ...[]uint8) func(*layout.Document, *pdf.Options) {
		return func(d *layout.Document, _ *pdf.Options) {
			table := elem(d, layout.Root, layout.RoleTable)
			head := elem(d, table, layout.RoleTHead)
			body := elem(d, table, layout.RoleTBody)
			for i, row := range spans {
				in := body
				if i == 0 {
					in = head
				}
				tr := elem(d, in, layout.RoleTR)
				for _, s := range row {
					d.Elems[elem(d, tr, layout.RoleTD)].ColSpan = s
				}
			}
		}
	}
	for _, c := range []struct {
		what   string
		change func(d *layout.Document, o *pdf.Options)
		want   string // part of the refusal; empty: written
	}{
		{"nothing", func(d *layout.Document, o *pdf.Options) {}, ""},
		{"no title", func(d *layout.Document, o *pdf.Options) { o.Title = " \t" }, "ISO 14289-1 §7.1"},
		{"a control character", func(d *layout.Document, o *pdf.Options) { o.Title = "a\x01" }, "which XML forbids"},
		{"a title not in UTF-8", func(d *layout.Document, o *pdf.Options) { o.Title = "a\xff" }, "not UTF-8"},
		{"a title of 32,767 bytes", func(d *layout.Document, o *pdf.Options) { o.Title = long(32767) }, ""},
		{"a title of 32,768 bytes", func(d *layout.Document, o *pdf.Options) { o.Title = long(32768) }, "32768 bytes; at most 32767"},
		{"a title of 32,766 bytes in UTF-16", func(d *layout.Document, o *pdf.Options) { o.Title = strings.Repeat("ж", 16382) }, ""},
		{"a title of 32,768 bytes in UTF-16", func(d *layout.Document, o *pdf.Options) { o.Title = strings.Repeat("ж", 16383) }, "32768 bytes; at most 32767"},
		{"no language", func(d *layout.Document, o *pdf.Options) { o.Lang = "" }, "ISO 14289-1 §7.2"},
		{"a language of nine letters", func(d *layout.Document, o *pdf.Options) { o.Lang = "abcdefghi" }, "no language tag"},
		{"a language of eight letters", func(d *layout.Document, o *pdf.Options) { o.Lang = "abcdefgh-1994-x-y" }, ""},
		{"a language with an underscore", func(d *layout.Document, o *pdf.Options) { o.Lang = "de_DE" }, "no language tag"},
		{"30 February", func(d *layout.Document, o *pdf.Options) { o.Created = pdf.Date{Year: 2026, Month: 2, Day: 30} }, "no date"},
		{"the year 10000", func(d *layout.Document, o *pdf.Options) { o.Created = pdf.Date{Year: 10000, Month: 1, Day: 1} }, "no date"},
		{"the year 9999", func(d *layout.Document, o *pdf.Options) { o.Created = pdf.Date{Year: 9999, Month: 12, Day: 31} }, ""},

		{"a file without a name", file(func(a *pdf.Attachment) { a.Name = "" }), "has no name"},
		{"a file of no type", file(func(a *pdf.Attachment) { a.MIME = "xml" }), "no media type"},
		{"a type of 127 bytes", file(func(a *pdf.Attachment) { a.MIME = "a/" + long(125) }), ""},
		{"a type of 128 bytes", file(func(a *pdf.Attachment) { a.MIME = "a/" + long(126) }), "128 bytes"},
		{"a file of no relationship", file(func(a *pdf.Attachment) { a.Relationship = "Invoice" }), "no relationship"},
		{"a long description", file(func(a *pdf.Attachment) { a.Description = long(32768) }), "32768 bytes"},
		{"two files of one name", func(d *layout.Document, o *pdf.Options) {
			o.Attach = []pdf.Attachment{attachment("a"), attachment("b")}
		}, "two attachments"},
		{"1,001 files", func(d *layout.Document, o *pdf.Options) { o.Attach = make([]pdf.Attachment, 1001) }, "at most 1000"},

		{"no page", func(d *layout.Document, o *pdf.Options) { d.Pages = nil }, "0 pages"},
		{"10,001 pages", func(d *layout.Document, o *pdf.Options) {
			for range 10_000 {
				d.Pages = append(d.Pages, d.Pages[0])
			}
		}, "10001 pages"},
		{"a page of 3 pt", func(d *layout.Document, o *pdf.Options) { d.Pages[0].Width = 3 * layout.Point }, ""},
		{"a page of less than 3 pt", func(d *layout.Document, o *pdf.Options) { d.Pages[0].Width = 3*layout.Point - 1 }, "sides from"},
		{"a page of 14,400 pt", func(d *layout.Document, o *pdf.Options) { d.Pages[0].Height = 14400 * layout.Point }, ""},
		{"a page of more than 14,400 pt", func(d *layout.Document, o *pdf.Options) { d.Pages[0].Height = 14400*layout.Point + 1 }, "sides from"},

		{"no structure", func(d *layout.Document, o *pdf.Options) { d.Elems = nil }, "no Document"},
		{"another root", func(d *layout.Document, o *pdf.Options) { d.Elems[1].Role = layout.RoleSect }, "no Document"},
		{"a second Document", tree(layout.RoleDocument), "a Document in a Document"},
		{"a child before its parent", func(d *layout.Document, o *pdf.Options) { d.Elems[elem(d, 1, layout.RoleP)].Parent = 3 }, "no element before it"},
		{"an element without a role", tree(layout.NoRole), "no role"},
		{"an element of an unknown role", tree(99), "no role"},
		{"a Figure without words", tree(layout.RoleFigure), "does not say what it shows"},
		{"an H2 first", tree(layout.RoleH2), "an H2 after an H0"},
		{"H1, H2, H3", tree(layout.RoleH1, layout.RoleH2, layout.RoleH3), ""},
		{"H1, H3", tree(layout.RoleH1, layout.RoleH3), "an H3 after an H1"},
		{"a cell in a table", tree(layout.RoleTable, layout.RoleTD), "a TD in a Table"},
		{"a row in a section", tree(layout.RoleSect, layout.RoleTR), "a TR in a Sect"},
		{"a paragraph in a row", tree(layout.RoleTable, layout.RoleTR, layout.RoleP), "a P in a TR"},
		{"an item in a list", tree(layout.RoleL, layout.RoleLI, layout.RoleLBody, layout.RoleP), ""},
		{"a body in a list", tree(layout.RoleL, layout.RoleLBody), "a LBody in a L"},
		{"rows of three columns", rows([]uint8{0, 0, 0}, []uint8{2, 1}, []uint8{3}), ""},
		{"rows of three and two columns", rows([]uint8{0, 0, 0}, []uint8{2}), "a row of 2 columns in a table of 3"},
		{"an element's language", func(d *layout.Document, o *pdf.Options) { d.Elems[elem(d, 1, layout.RoleP)].Lang = "en-" }, "no language tag"},
		{"a long alternative text", func(d *layout.Document, o *pdf.Options) { d.Elems[elem(d, 1, layout.RoleP)].Alt = long(32768) }, "32768 bytes"},
		{"words directly in a section", func(d *layout.Document, o *pdf.Options) { add(d, elem(d, 1, layout.RoleSect), words(t, "a")) }, "content directly in a Sect"},
		{"words directly in a row", func(d *layout.Document, o *pdf.Options) {
			add(d, elem(d, elem(d, 1, layout.RoleTable), layout.RoleTR), words(t, "a"))
		}, "content directly in a TR"},
		{"words of no element", func(d *layout.Document, o *pdf.Options) { add(d, 7, words(t, "a")) }, "element 7, which there is not"},

		{"words", run(func(r *text.Run) {}), ""},
		{"another library's face", run(func(r *text.Run) { r.Style.Face = 4000 }), "face 4000"},
		{"no size", run(func(r *text.Run) { r.Style.Size = 5 }), "rounds to nothing"},
		{"the least size", run(func(r *text.Run) { r.Style.Size = 6 }), ""},
		{".notdef", run(func(r *text.Run) { r.Glyphs[1].ID = 0 }), "§6.2.11.8"},
		{"a glyph too many", run(func(r *text.Run) { r.Glyphs[1].ID = 0xffff }), "glyph 65535"},
		{"an advance of 1000 em", run(func(r *text.Run) { r.Glyphs[1].Advance = 1_000_000 }), ""},
		{"an advance beyond 1000 em", run(func(r *text.Run) { r.Glyphs[1].Advance = 1_000_001 }), "more than 1000 em"},
		{"an offset beyond 1000 em", run(func(r *text.Run) { r.Glyphs[1].YOffset = -1_000_001 }), "more than 1000 em"},
		{"a cluster beyond the text", run(func(r *text.Run) { r.Glyphs[2].Cluster = 3 }), "clusters"},
		{"clusters in disorder", run(func(r *text.Run) { r.Glyphs[1].Cluster = 2; r.Glyphs[2].Cluster = 1 }), "clusters"},
		{"text before the first cluster", run(func(r *text.Run) { r.Glyphs[0].Cluster = 1 }), "clusters"},
		{"a cluster within a character", run(func(r *text.Run) { r.Source = "aéc"; r.Glyphs[2].Cluster = 2 }), "clusters"},
		{"text without glyphs", run(func(r *text.Run) { r.Glyphs = nil }), "without a glyph"},
		{"no text, no glyphs", run(func(r *text.Run) { r.Glyphs, r.Source = nil, "" }), ""},
		{"text not in UTF-8", run(func(r *text.Run) { r.Source = "ab\xff" }), "not UTF-8"},
		{"U+FFFE", run(func(r *text.Run) { r.Source = "ab\ufffe" }), "no character"},
		{"a private character", run(func(r *text.Run) { r.Source = "ab\uf8ff" }), "outside of one font"},
		{"a byte order mark", run(func(r *text.Run) { r.Source = "ab\ufeff" }), ""},
		{"255 units in one glyph", run(func(r *text.Run) { r.Source = "ab" + long(255) }), ""},
		{"256 units in one glyph", run(func(r *text.Run) { r.Source = "ab" + long(256) }), "one stands for at most 255"},
		{"a run of 40,000 glyphs", run(func(r *text.Run) {
			r.Source, r.Glyphs = long(40_000), make([]text.Glyph, 40_000)
			for i := range r.Glyphs {
				r.Glyphs[i] = text.Glyph{ID: 5, Cluster: uint32(i)}
			}
		}), ""},

		{"a rule that is -1 thick", func(d *layout.Document, o *pdf.Options) { add(d, 0, &layout.Rule{Width: 5, Thickness: -1}) }, "negative size"},
		{"a fill that is -1 wide", func(d *layout.Document, o *pdf.Options) { add(d, 0, &layout.Fill{Width: -1}) }, "negative size"},
		{"a frame of -1", func(d *layout.Document, o *pdf.Options) { add(d, 0, &layout.Frame{Width: 5, Height: 5, Thickness: -1}) }, "negative size"},
		{"an image", func(d *layout.Document, o *pdf.Options) { add(d, 0, &layout.Image{Raster: raster()}) }, ""},
		{"an image of nothing", func(d *layout.Document, o *pdf.Options) { add(d, 0, &layout.Image{}) }, "without a raster"},
		{"an image in a paragraph", func(d *layout.Document, o *pdf.Options) {
			add(d, elem(d, 1, layout.RoleP), &layout.Image{Raster: raster()})
		}, "an image in a P"},
		{"an image of too few samples", func(d *layout.Document, o *pdf.Options) {
			r := raster()
			r.Width = 2
			add(d, 0, &layout.Image{Raster: r})
		}, "samples do not fit"},
		{"a drawing", func(d *layout.Document, o *pdf.Options) {
			e := elem(d, layout.Root, layout.RoleFigure)
			d.Elems[e].Alt = "logo"
			add(d, e, &layout.Drawing{Drawing: drawing(t, "")})
		}, ""},
		{"a drawing as an artifact", func(d *layout.Document, o *pdf.Options) { add(d, 0, &layout.Drawing{Drawing: drawing(t, "")}) }, ""},
		{"a drawing of nothing", func(d *layout.Document, o *pdf.Options) { add(d, 0, &layout.Drawing{}) }, "without a size or a digest"},
		{"a drawing in a paragraph", func(d *layout.Document, o *pdf.Options) {
			add(d, elem(d, 1, layout.RoleP), &layout.Drawing{Drawing: drawing(t, "")})
		}, "a drawing in a P"},
		{"a drawing of -1", func(d *layout.Document, o *pdf.Options) {
			add(d, 0, &layout.Drawing{Width: -1, Drawing: drawing(t, "")})
		}, "negative size"},
		{"a code", func(d *layout.Document, o *pdf.Options) {
			e := elem(d, layout.Root, layout.RoleFigure)
			d.Elems[e].Alt = "code"
			add(d, e, modules(t, "7"))
		}, ""},
		{"a code as an artifact", func(d *layout.Document, o *pdf.Options) { add(d, 0, modules(t, "7")) }, ""},
		{"a code of nothing", func(d *layout.Document, o *pdf.Options) { add(d, 0, &layout.Modules{}) }, "without modules"},
		{"a code of -1", func(d *layout.Document, o *pdf.Options) {
			m := modules(t, "7")
			m.Width = -1
			add(d, 0, m)
		}, "negative size"},
		{"a code in a paragraph", func(d *layout.Document, o *pdf.Options) {
			add(d, elem(d, 1, layout.RoleP), modules(t, "7"))
		}, "a code in a P"},
		{"an image without a digest", func(d *layout.Document, o *pdf.Options) {
			r := raster()
			r.Digest = [32]byte{}
			add(d, 0, &layout.Image{Raster: r})
		}, "without a digest"},

		{"a link", link(func(l *layout.Link) {}), ""},
		{"a link without words", link(func(l *layout.Link) { l.Alt = "" }), "does not say what it is"},
		{"a link to nowhere", link(func(l *layout.Link) { l.URI = "" }), "leads nowhere"},
		{"a link of 32,767 bytes", link(func(l *layout.Link) { l.URI = long(32767) }), ""},
		{"a link of 32,768 bytes", link(func(l *layout.Link) { l.URI = long(32762) + "é" }), "32768 bytes"},
		{"a link in a paragraph", func(d *layout.Document, o *pdf.Options) {
			add(d, elem(d, 1, layout.RoleP), &layout.Link{URI: "a", Alt: "b"})
		}, "a link in a P"},
		{"a link in an artifact", func(d *layout.Document, o *pdf.Options) { add(d, 0, &layout.Link{}) }, ""},
		{"65,534 pairs", func(d *layout.Document, o *pdf.Options) { *d = *manyPairs(t, 65_534) }, ""},
		{"65,535 pairs", func(d *layout.Document, o *pdf.Options) { *d = *manyPairs(t, 65_535) }, "more than 65534 pairs"},
	} {
		d, o := page(), options
		c.change(d, &o)
		got := refusal(t, d, o)
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
		if !utf8.ValidString(got) {
			t.Errorf("%s: the refusal is not UTF-8", c.what)
		}
	}
}

// TestRefusalListsAll names everything at once, with its place, up to a limit.
func TestRefusalListsAll(t *testing.T) {
	d := page()
	elem(d, layout.Root, layout.RoleFigure)
	add(d, 0, &layout.Image{})
	add(d, 0, &layout.Fill{Height: -1})
	err := pdf.NewWriter(fonts.Embedded()).Write(nil, d, pdf.Options{})
	var refused *pdf.Error
	if !errors.As(err, &refused) || len(refused.Problems) != 5 {
		t.Fatalf("%v", err)
	}
	for i, want := range []string{"no title", "no language tag", "page 1, item 1: an image", "page 1, item 2: a negative", "element 2: a Figure"} {
		if got := refused.Problems[i].String(); !strings.Contains(got, want) {
			t.Errorf("problem %d is %q, want %q", i, got, want)
		}
	}
	for range 200 {
		add(d, 0, &layout.Fill{Height: -1})
	}
	err = pdf.NewWriter(fonts.Embedded()).Write(nil, d, pdf.Options{})
	if !errors.As(err, &refused) || len(refused.Problems) != 100 || refused.More != 105 || !strings.HasSuffix(err.Error(), "and 105 more") {
		t.Errorf("%d problems, %d more", len(refused.Problems), refused.More)
	}
}

// TestLongText writes what one string or one code cannot hold in several.
func TestLongText(t *testing.T) {
	d := page()
	p := elem(d, layout.Root, layout.RoleP)
	w := *words(t, "ab")
	w.Run.Glyphs = nil
	for i := range 40_000 { // 80,000 bytes
		w.Run.Glyphs = append(w.Run.Glyphs, text.Glyph{ID: 5 + uint16(i)%3, Advance: 600, Cluster: uint32(i)})
	}
	w.Run.Source = strings.Repeat("abc", 13_333) + "a"
	w.Run.Width = text.Unit(int64(40_000) * 600 * int64(w.Run.Style.Size) / 1000)
	add(d, p, &w)
	// One cluster of 600 characters, drawn by three glyphs.
	marks := *words(t, "a")
	marks.Run.Source = "\U0001d11e" + strings.Repeat("\u0301", 600)
	marks.Run.Glyphs = []text.Glyph{{ID: 9, Advance: 10}, {ID: 8, Advance: 10}, {ID: 7, Advance: 10}}
	marks.Run.Width = text.Unit(30 * int64(w.Run.Style.Size) / 1000)
	add(d, p, &marks)
	m := mustUnderstand(t, write(t, d, options))
	if err := compare(m, d); err != nil {
		t.Error(err)
	}
}

// TestManyTextsOfOneGlyph: a letter under ever other accents costs no more than
// as many letters, and each keeps its own text.
func TestManyTextsOfOneGlyph(t *testing.T) {
	d := page()
	p := elem(d, layout.Root, layout.RoleP)
	base := words(t, "a").Run
	for i := range 60 {
		own, b := *base, strings.Builder{}
		run := &own
		run.Glyphs = nil
		for k := range 1000 {
			g := base.Glyphs[0]
			g.Cluster = uint32(b.Len())
			run.Glyphs = append(run.Glyphs, g)
			fmt.Fprintf(&b, "a%016b", (1000*i+k)%50_000) // the last ones again
		}
		run.Source, run.Width = b.String(), 1000*base.Width
		add(d, p, &layout.Text{Run: run})
	}
	start := time.Now()
	data := write(t, d, options)
	if took := time.Since(start); took > 3*time.Second { // quadratic, it took 20
		t.Errorf("it took %v", took)
	}
	m := mustUnderstand(t, data)
	for _, f := range m.fonts {
		if len(f.widths) != 50_001 {
			t.Errorf("%d codes, want 50001", len(f.widths))
		}
	}
	for i := range d.Pages[0].Items {
		want := d.Pages[0].Items[i].Item.(*layout.Text).Run.Source
		if got := m.pages[0].painted[i].text(); got != want {
			t.Fatalf("run %d reads %.40q, want %.40q", i, got, want)
		}
	}
}
