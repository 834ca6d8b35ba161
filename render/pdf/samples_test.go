package pdf_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	stdimage "image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
)

// rasters are pictures of all kinds: so many colours, so noisy, so wide.
func rasters() map[string]*image.Raster {
	r := rand.New(rand.NewPCG(31, 32))
	out := map[string]*image.Raster{}
	add := func(name string, width, height, components int, alpha bool, pixel func(x, y, c int) byte) {
		p := &image.Raster{Width: width, Height: height, Components: components}
		for y := range height {
			for x := range width {
				for c := range components {
					p.Pixels = append(p.Pixels, pixel(x, y, c))
				}
				if alpha {
					p.Alpha = append(p.Alpha, byte(x*7+y))
				}
			}
		}
		p.Digest = sha256.Sum256([]byte(name))
		out[name] = p
	}
	for _, colours := range []int{1, 2, 3, 4, 5, 16, 17, 255, 256, 257} {
		add(fmt.Sprint(colours, " colours"), 37, 29, 3, colours%2 == 0, func(x, y, c int) byte {
			n := (y*37 + x) % colours
			return byte(n * (c + 1) / (1 + n/256*c)) // the first component tells 256 apart
		})
	}
	for components := 1; components <= 3; components += 2 {
		add(fmt.Sprint("noise", components), 64, 50, components, true, func(x, y, c int) byte { return byte(r.Uint32()) })
		add(fmt.Sprint("gradient", components), 300, 50, components, true, func(x, y, c int) byte { return byte(x + c*y) })
		add(fmt.Sprint("lines", components), 300, 50, components, true, func(x, y, c int) byte { return byte(y * y * (c + 1) * 37) })
		add(fmt.Sprint("repeats", components), 300, 50, components, false, func(x, y, c int) byte { return byte(x * x * x * (c + 3) >> 2) })
		add(fmt.Sprint("one pixel", components), 1, 1, components, true, func(x, y, c int) byte { return 0 })
		add(fmt.Sprint("one column", components), 1, 90, components, true, func(x, y, c int) byte { return byte(y * y * 7) })
	}
	return out
}

// TestPixelsComeBack reads each picture back by the tests' own reader.
func TestPixelsComeBack(t *testing.T) {
	ways := map[string]bool{}
	for name, r := range rasters() {
		d := page()
		add(d, 0, &layout.Image{Width: 10 * layout.Point, Height: 20 * layout.Point, Raster: r})
		m := mustUnderstand(t, write(t, d, options))
		if err := compare(m, d); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		s := m.file.stream(m.pages[0].painted[0].image)
		_, indexed := s.dict["ColorSpace"].(arr)
		ways[fmt.Sprint(indexed, s.dict["BitsPerComponent"], s.dict["DecodeParms"] != nil)] = true
		if n := len(s.data) + 1000; s.dict["Length"].(int) > n { // nothing is ever much larger than its pixels
			t.Errorf("%s: %v bytes for %d", name, s.dict["Length"], n)
		}
	}
	// Indexed in 1, 2, 4 and 8 bits; as they are; by differences.
	if len(ways) != 6 {
		t.Errorf("only these ways were taken: %v", ways)
	}
}

// photo is a picture with the noise of a camera.
func photo(width, height int) *stdimage.RGBA {
	r := rand.New(rand.NewPCG(41, 42))
	m := stdimage.NewRGBA(stdimage.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			wave := 90 * math.Sin(float64(x)/31) * math.Cos(float64(y)/23)
			level := func(at float64) uint8 { return uint8(min(max(at+wave+float64(r.IntN(9)), 0), 255)) }
			m.Set(x, y, color.RGBA{level(120), level(100), level(140), 255})
		}
	}
	return m
}

// TestLogoTakesAboutItsFile: a page with a logo of about 50 KB is at most 30 KB
// larger than the logo, on one page as on three.
func TestLogoTakesAboutItsFile(t *testing.T) {
	var asJPEG, asPNG bytes.Buffer
	if err := jpeg.Encode(&asJPEG, photo(750, 490), &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&asPNG, photo(200, 150)); err != nil {
		t.Fatal(err)
	}
	for name, logo := range map[string][]byte{"JPEG": asJPEG.Bytes(), "PNG": asPNG.Bytes()} {
		if len(logo) < 40_000 || len(logo) > 60_000 {
			t.Fatalf("%s: a logo of %d bytes shows nothing", name, len(logo))
		}
		r, err := image.Decode(logo)
		if err != nil {
			t.Fatal(err)
		}
		sizes := map[int]int{}
		for _, pages := range []int{1, 3} {
			d := page()
			add(d, 0, words(t, "Invoice"))
			add(d, 0, &layout.Image{Width: 90 * layout.Point, Height: 60 * layout.Point, Raster: r})
			for len(d.Pages) < pages {
				d.Pages = append(d.Pages, d.Pages[0])
			}
			data := write(t, d, options)
			sizes[pages] = len(data)
			if len(data) > len(logo)+30_000 {
				t.Errorf("%s: a logo of %d bytes makes %d pages of %d", name, len(logo), pages, len(data))
			}
		}
		t.Logf("%s of %d bytes: one page of %d, three of %d", name, len(logo), sizes[1], sizes[3])
		if sizes[3] > sizes[1]+2000 {
			t.Errorf("%s: the logo is there more than once: %v", name, sizes)
		}
	}
	// A PNG that is stored without differences would not pass.
	plain, err := image.Decode(asPNG.Bytes())
	if err != nil || len(plain.Pixels) < asPNG.Len()+30_000 {
		t.Errorf("%d bytes of pixels: this test shows nothing", len(plain.Pixels))
	}
}

// TestImagesDoNotDependOnWhatWasWrittenBefore: from the cache as made.
func TestImagesDoNotDependOnWhatWasWrittenBefore(t *testing.T) {
	w := pdf.NewWriter(fonts.Embedded())
	for name, r := range rasters() {
		d := page()
		add(d, 0, &layout.Image{Width: 10 * layout.Point, Height: 20 * layout.Point, Raster: r})
		first := writeBy(t, w, d, options)
		if !bytes.Equal(first, writeBy(t, w, d, options)) || !bytes.Equal(first, write(t, d, options)) {
			t.Errorf("%s: other bytes", name)
		}
	}
}
