//go:build oracle

package pdf_test

import (
	"bytes"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/conformance"
	"github.com/facture-dev/facture/internal/tools"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
)

// TestOthersSeeThePixels has poppler take the pictures out of a file: those of
// all kinds, and JPEG files whose segments say in different ways that they are
// YCbCr. veraPDF and qpdf judge the file.
func TestOthersSeeThePixels(t *testing.T) {
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, photo(120, 90), &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	jpegs := rasters()
	clear(jpegs)
	for name, segment := range map[string]string{
		"JPEG": "", "JPEG with JFIF": "\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00",
		"JPEG with Adobe's transform":    "\xFF\xEE\x00\x0EAdobe\x00\x64\x00\x00\x00\x00\x01",
		"JPEG with Adobe's RGB":          "\xFF\xEE\x00\x0EAdobe\x00\x64\x00\x00\x00\x00\x00",
		"JPEG that is turned (not left)": "\xFF\xE1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00",
	} {
		file := slices.Concat(plain.Bytes()[:2], []byte(segment), plain.Bytes()[2:])
		r, err := image.Decode(file)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		jpegs[name] = r
	}
	d := page()
	var want []*image.Raster
	var names []string
	for _, set := range []map[string]*image.Raster{rasters(), jpegs} {
		for name, r := range set {
			if strings.HasPrefix(name, "1 ") || strings.HasPrefix(name, "2 ") || name == "one pixel3" { // of one bit, pdfimages gives the bit, not the colour
				sameOnPage(t, name, r)
				continue
			}
			add(d, 0, &layout.Image{Width: 10 * layout.Point, Height: 20 * layout.Point, Raster: r})
			want, names = append(want, r), append(names, name)
		}
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "pictures.pdf")
	if err := os.WriteFile(file, write(t, d, options), 0o644); err != nil {
		t.Fatal(err)
	}
	programs := conformance.Programs{VeraPDF: tools.VeraPDF(t), QPDF: tools.Find(t, "qpdf"), PDFFonts: tools.Find(t, "pdffonts")}
	for _, c := range conformance.Checkers(programs) {
		findings, err := c.Check([]string{file})
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		for _, f := range findings {
			t.Error(f)
		}
	}
	tools.MustRun(t, "pdfimages", "-png", file, filepath.Join(dir, "picture"))
	taken, err := filepath.Glob(filepath.Join(dir, "picture-*.png"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(taken)
	for i, r := range want {
		pixels, tolerance := r.Pixels, 0
		if r.JPEG != nil { // what is left as it is, as the standard library has it
			m, err := jpeg.Decode(bytes.NewReader(r.JPEG))
			if err != nil {
				t.Fatal(err)
			}
			for y := range r.Height {
				for x := range r.Width {
					red, green, blue, _ := m.At(x, y).RGBA()
					pixels = append(pixels, byte(red>>8), byte(green>>8), byte(blue>>8))
				}
			}
			// poppler blends neighbouring samples where chroma is subsampled.
			tolerance = 24
		}
		taken = samePixels(t, names[i], taken, pixels, r.Components, tolerance)
		if r.Alpha != nil {
			taken = samePixels(t, names[i]+", transparency", taken, r.Alpha, 1, 0)
		}
	}
	if len(taken) > 0 {
		t.Errorf("%d more pictures than were written", len(taken))
	}
}

// sameOnPage has poppler draw a picture with 4 × 4 dots for each pixel.
func sameOnPage(t *testing.T, name string, r *image.Raster) {
	t.Helper()
	opaque := *r
	opaque.Alpha = nil
	d := page()
	add(d, 0, &layout.Image{Width: layout.Unit(r.Width) * layout.Point, Height: layout.Unit(r.Height) * layout.Point, Raster: &opaque})
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, write(t, d, options), 0o644); err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(tools.MustRun(t, "pdftoppm", "-r", "288", "-png", file)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.Width * r.Height {
		red, green, blue, _ := m.At(4*(20+i%r.Width)+2, 4*(30+i/r.Width)+2).RGBA()
		if got := []byte{byte(red >> 8), byte(green >> 8), byte(blue >> 8)}; !bytes.Equal(got, r.Pixels[3*i:3*i+3]) {
			t.Errorf("%s: pixel %d is %v, want %v", name, i, got, r.Pixels[3*i:3*i+3])
			return
		}
	}
}

// samePixels holds the first of the files against pixels, and returns the rest.
func samePixels(t *testing.T, name string, files []string, pixels []byte, components, tolerance int) []string {
	t.Helper()
	if len(files) == 0 {
		t.Fatalf("%s: no picture", name)
	}
	f, err := os.Open(files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	b := m.Bounds()
	if b.Dx()*b.Dy()*components != len(pixels) {
		t.Fatalf("%s: %v for %d samples", name, b, len(pixels))
	}
	for i := range b.Dx() * b.Dy() {
		red, green, blue, _ := m.At(i%b.Dx(), i/b.Dx()).RGBA()
		for c := range components {
			got, want := int([]uint32{red, green, blue}[c]>>8), int(pixels[i*components+c])
			if max(got-want, want-got) > tolerance {
				t.Errorf("%s: pixel %d has %d in component %d, want %d", name, i, got, c, want)
				return files[1:]
			}
		}
	}
	return files[1:]
}
