//go:build oracle

package render_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/internal/conformance"
	"github.com/facture-dev/facture/internal/tools"
)

// A document in a brand's own fonts conforms, by others' judgement, and carries
// subsets of them; what they lack comes from the layout's family.
func TestOracleOwnFonts(t *testing.T) {
	id, err := fonts.Embedded().Find("IBM Plex Sans", 400)
	if err != nil {
		t.Fatal(err)
	}
	plex := fonts.Embedded().Face(id)
	latin := readFont(t, plexRegular).only(func(r rune) uint16 { g, _ := plex.Glyph(r); return g }, ' ', 'ÿ').bytes()
	mixed := plainInvoice(t, 3, func(d *billing.Document) {
		d.Number, d.Buyer.Name, d.Memo = "1", "Ελληνική Εταιρεία", "Łódź, Жук, 5 ₽"
	})
	dir := t.TempDir()
	var files []string
	write := func(pdf []byte) {
		files = append(files, filepath.Join(dir, fmt.Sprintf("%d.pdf", len(files))))
		if err := os.WriteFile(files[len(files)-1], pdf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(pdfOf(t, renderer(), mixed, inFonts(english(t), map[int][]byte{400: latin})))
	for _, name := range []string{"classic", "forty-lines", "receipt"} {
		p, o := sample(t, name)
		write(pdfOf(t, renderer(), p, inFonts(o, map[int][]byte{400: readFont(t, interRegular).bytes(), 600: readFont(t, plexSemiBold).bytes()})))
	}
	programs := conformance.Programs{VeraPDF: tools.VeraPDF(t), QPDF: tools.Find(t, "qpdf"), PDFFonts: tools.Find(t, "pdffonts")}
	for _, c := range conformance.Checkers(programs) {
		found, err := c.Check(files)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Error(f)
		}
	}
	for i, want := range [][]string{{"IBMPlexSans-Regular", "SourceSans3-Regular"}, {"Inter-Regular", "IBMPlexSans-SemiBold"}} {
		table := string(tools.MustRun(t, programs.PDFFonts, files[i]))
		for _, name := range want {
			if at := strings.Index(table, "+"+name); at < 0 || !strings.Contains(strings.SplitN(table[at:], "\n", 2)[0], "yes yes yes") {
				t.Errorf("%s is not embedded as a subset:\n%s", name, table)
			}
		}
	}
	text := string(tools.MustRun(t, tools.Find(t, "pdftotext"), "-layout", files[0], "-"))
	for _, want := range []string{"Ελληνική Εταιρεία", "Łódź, Жук, 5 ₽"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q cannot be copied from\n%s", want, text)
		}
	}
}
