//go:build oracle

package pdf_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/internal/conformance"
	"github.com/facture-dev/facture/internal/tools"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
	"github.com/facture-dev/facture/render/text"
)

// TestWhateverIsWrittenConforms has others judge files that no sample gives:
// texts longer than a string and a code, byte order marks, attachments, raised
// glyphs, transparent pictures, elements that alternate, and random frames.
func TestWhateverIsWrittenConforms(t *testing.T) {
	dir := t.TempDir()
	var files []string
	save := func(name string, d *layout.Document, o pdf.Options) bool {
		var b bytes.Buffer
		if err := pdf.NewWriter(fonts.Embedded()).Write(&b, d, o); err != nil {
			return false
		}
		file := filepath.Join(dir, name+".pdf")
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
		return true
	}
	for name, d := range edges(t) {
		for _, readable := range []bool{false, true} {
			o := options
			o.Readable, o.Created = readable, pdf.Date{Year: 2026, Month: 1, Day: 31}
			o.Attach = []pdf.Attachment{attachment("<a/>"), {Name: "Übersicht (1).csv", MIME: "text/csv", Relationship: "Supplement"}}
			o.Title = `Rechnung <1> & "2" Łódź 𝄞`
			if !save(fmt.Sprint(name, readable), d, o) {
				t.Errorf("%s: refused", name)
			}
		}
	}
	random := 0
	for seed := 0; random < 80 && seed < 400; seed++ {
		if save(fmt.Sprint("random", seed), (&source{seedBytes(seed)}).document(), options) {
			random++
		}
	}
	if random < 80 {
		t.Errorf("%d random files", random)
	}
	programs := conformance.Programs{VeraPDF: tools.VeraPDF(t), QPDF: tools.Find(t, "qpdf"), PDFFonts: tools.Find(t, "pdffonts")}
	for _, c := range conformance.Checkers(programs) {
		findings, err := c.Check(files)
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		for _, f := range findings {
			t.Error(f)
		}
	}
}

// edges are the documents by hand.
func edges(t *testing.T) map[string]*layout.Document {
	long := page()
	p := elem(long, layout.Root, layout.RoleP)
	w := *words(t, "ab")
	w.Run.Source = strings.Repeat("ab", 20_000)
	w.Run.Glyphs = nil
	for i := range 40_000 {
		w.Run.Glyphs = append(w.Run.Glyphs, text.Glyph{ID: 5 + uint16(i)%2, Advance: 600, Cluster: uint32(i)})
	}
	add(long, p, &w)

	cluster := page()
	p = elem(cluster, layout.Root, layout.RoleP)
	marks := *words(t, "a")
	marks.Run.Source = "\ufeffa" + strings.Repeat("\u0301", 600) + "\ufeff"
	marks.Run.Glyphs = []text.Glyph{{ID: 9, Advance: 10}, {ID: 8, YOffset: 300}, {ID: 7, XOffset: -40}}
	add(cluster, p, &marks)

	codes := page()
	figure := elem(codes, layout.Root, layout.RoleFigure)
	codes.Elems[figure].Alt = "payment code"
	add(codes, figure, modules(t, strings.Repeat("facture ", 30)))
	add(codes, 0, modules(t, "7"))

	tree := layout.NewTree(0)
	p = tree.Add(layout.Root, layout.RoleP)
	link := tree.Add(p, layout.RoleLink)
	figure = tree.Add(layout.Root, layout.RoleFigure)
	tree.At(figure).Alt = "логотип"
	tree.At(p).Lang = "fr-CH"
	mixed := page()
	mixed.Elems = collected(tree)
	add(mixed, p, words(t, "Pay at "))
	add(mixed, link, words(t, "the bank "))
	add(mixed, link, &layout.Link{Width: 9, Height: 9, URI: "https://bänk.example/ü ?q=(1)", Alt: "банк"})
	add(mixed, p, words(t, "before noon"))
	mixed.Pages = append(mixed.Pages, mixed.Pages[0])
	for i, alpha := range []bool{true, false} {
		add(mixed, []layout.ElemID{figure, 0}[i], &layout.Image{Width: 30 * layout.Point, Height: 30 * layout.Point, Raster: picture(alpha)})
	}
	return map[string]*layout.Document{"empty": page(), "long": long, "cluster": cluster, "mixed": mixed, "codes": codes}
}
