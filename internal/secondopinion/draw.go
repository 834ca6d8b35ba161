package secondopinion

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

// Pages has poppler draw the pages of a PDF in gray.
func Pages(t testing.TB, pdf []byte, dpi int) []*image.Gray {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "own.pdf")
	if err := os.WriteFile(file, pdf, 0o644); err != nil {
		t.Fatal(err)
	}
	tools.MustRun(t, "pdftoppm", "-gray", "-r", strconv.Itoa(dpi), file, filepath.Join(dir, "page"))
	files, err := filepath.Glob(filepath.Join(dir, "page*.pgm"))
	if err != nil || len(files) == 0 {
		t.Fatalf("pdftoppm drew no page (%v)", err)
	}
	slices.Sort(files) // the page numbers of one document have equally many digits
	var pages []*image.Gray
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		page, err := readPGM(data)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, page)
	}
	return pages
}

// readPGM reads what pdftoppm writes: a portable graymap of one byte a pixel.
func readPGM(data []byte) (*image.Gray, error) {
	var w, h, most int
	if _, err := fmt.Fscanf(bytes.NewReader(data), "P5\n%d %d\n%d\n", &w, &h, &most); err != nil || most != 255 || len(data) < w*h {
		return nil, fmt.Errorf("no graymap of one byte a pixel: %w", err)
	}
	return &image.Gray{Pix: data[len(data)-w*h:], Stride: w, Rect: image.Rect(0, 0, w, h)}, nil
}
