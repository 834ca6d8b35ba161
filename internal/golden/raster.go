package golden

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"

	"github.com/facture-dev/facture/internal/tools"
)

// comparisonDPI is enough to see what moved and small enough to look at.
const comparisonDPI = "72"

// sideBySide draws the pages of two PDFs and hands over those that differ: old,
// new, and in red on white every pixel that is not the same.
func sideBySide(oldFile, newFile, prefix string, differs func(page int, png []byte)) error {
	old, err := Rasters(oldFile, prefix+"-old", comparisonDPI)
	if err != nil {
		return err
	}
	now, err := Rasters(newFile, prefix+"-new", comparisonDPI)
	if err != nil {
		return err
	}
	for page := range max(len(old), len(now)) {
		var a, b image.Image = image.NewRGBA(image.Rectangle{}), image.NewRGBA(image.Rectangle{})
		if page < len(old) {
			a = old[page]
		}
		if page < len(now) {
			b = now[page]
		}
		both, same := triptych(a, b)
		if same {
			continue
		}
		var out bytes.Buffer
		if err := png.Encode(&out, both); err != nil {
			return err
		}
		differs(page+1, out.Bytes())
	}
	return nil
}

// Rasters draws every page of a PDF with poppler; prefix names the files it
// writes on the way.
func Rasters(pdf, prefix, dpi string) ([]image.Image, error) {
	if _, err := tools.Run("pdftoppm", "-png", "-r", dpi, pdf, prefix); err != nil {
		return nil, err
	}
	files, err := filepath.Glob(prefix + "*.png")
	if err != nil {
		return nil, err
	}
	slices.Sort(files) // pdftoppm pads the page numbers of one document
	var pages []image.Image
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		page, err := png.Decode(bytes.NewReader(content))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		pages = append(pages, page)
	}
	return pages, nil
}

func triptych(a, b image.Image) (both *image.RGBA, same bool) {
	width := max(a.Bounds().Dx(), b.Bounds().Dx())
	height := max(a.Bounds().Dy(), b.Bounds().Dy())
	both = image.NewRGBA(image.Rect(0, 0, 3*width, height))
	draw.Draw(both, both.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(both, image.Rect(0, 0, width, height), a, a.Bounds().Min, draw.Src)
	draw.Draw(both, image.Rect(width, 0, 2*width, height), b, b.Bounds().Min, draw.Src)
	same = a.Bounds().Size() == b.Bounds().Size()
	for y := range height {
		for x := range width {
			if both.RGBAAt(x, y) != both.RGBAAt(width+x, y) {
				both.Set(2*width+x, y, color.RGBA{R: 0xc0, A: 0xff})
				same = false
			}
		}
	}
	return both, same
}
