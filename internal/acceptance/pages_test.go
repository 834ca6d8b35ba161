//go:build oracle

package acceptance

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/conformance"
	"github.com/facture-dev/facture/internal/tools"
)

// longDocument writes an invoice with many lines.
func longDocument(t *testing.T, lines int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(`{"number": "LONG-1", "issue_date": "2026-11-22", "currency": "EUR", "language": "en", ` +
		`"seller": {"name": "Muster GmbH"}, "buyer": {"name": "Kunde AG"}, "lines": [`)
	for i := range lines {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"description": "Row%dEnd", "quantity": "2", "unit_price": "%d.50", "tax": {"rate": "19"}}`, i, i+1)
	}
	b.WriteString("]}")
	file := filepath.Join(t.TempDir(), fmt.Sprintf("long-%d.json", lines))
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestTableHeadOnEveryPageWithRows: a reader of page 7 still knows which column
// is which.
func TestTableHeadOnEveryPageWithRows(t *testing.T) {
	const lines = 400
	file := longDocument(t, lines)
	pages := pagesOf(t, pdfOf(render(t, []string{file}), file))
	if len(pages) < 5 {
		t.Fatalf("%d lines on %d pages", lines, len(pages))
	}
	rows, withRows := 0, 0
	for i, page := range pages {
		n := 0
		for row := range lines {
			n += strings.Count(page, fmt.Sprintf("Row%dEnd", row))
		}
		rows += n
		if n == 0 {
			continue
		}
		withRows++
		first := strings.Index(page, "Row")
		for _, head := range []string{"Description", "Quantity", "Amount"} {
			if at := strings.Index(page, head); at < 0 || at > first {
				t.Errorf("page %d of %d has %d rows and no %q above them", i+1, len(pages), n, head)
			}
		}
	}
	if rows != lines || withRows < 5 {
		t.Errorf("%d rows found on %d pages, want %d", rows, withRows, lines)
	}
}

// TestOneProgramPerFace counts the font programs of a document of many pages:
// not one per page, nor one per style.
func TestOneProgramPerFace(t *testing.T) {
	files := append(samples(t), longDocument(t, 400))
	dir := render(t, files)
	var pdfs []string
	for _, file := range files {
		pdfs = append(pdfs, pdfOf(dir, file))
	}
	found, err := conformance.Fonts(tools.Find(t, "pdffonts"), pdfs)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Error(f)
	}
	for _, pdf := range pdfs {
		programs, faces := fontPrograms(t, pdf)
		if programs == 0 || programs != faces {
			t.Errorf("%s: %d font programs for %d faces", filepath.Base(pdf), programs, faces)
		}
	}
}

// fontPrograms counts embedded programs and distinct faces, by the file's
// objects.
func fontPrograms(t *testing.T, pdf string) (programs, faces int) {
	t.Helper()
	var file struct {
		QPDF []json.RawMessage `json:"qpdf"`
	}
	if err := json.Unmarshal(tools.MustRun(t, "qpdf", "--json=2", "--json-key=qpdf", pdf), &file); err != nil || len(file.QPDF) != 2 {
		t.Fatalf("%s: qpdf's objects: %v", pdf, err)
	}
	var objects map[string]struct {
		Value json.RawMessage `json:"value"`
	}
	if err := json.Unmarshal(file.QPDF[1], &objects); err != nil {
		t.Fatal(err)
	}
	streams, names := map[string]bool{}, map[string]bool{}
	for _, object := range objects {
		var descriptor struct {
			Type     string `json:"/Type"`
			FontName string `json:"/FontName"`
			FontFile string `json:"/FontFile2"`
		}
		if json.Unmarshal(object.Value, &descriptor) == nil && descriptor.Type == "/FontDescriptor" {
			streams[descriptor.FontFile] = true
			_, face, _ := strings.Cut(descriptor.FontName, "+")
			names[face] = true
		}
	}
	return len(streams), len(names)
}
