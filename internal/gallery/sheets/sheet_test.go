package main

import (
	"bytes"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

func letters(t *testing.T) *lettering {
	t.Helper()
	ttf, err := os.ReadFile(filepath.Join(tools.Root(t), "fonts", "faces", "source-sans-3", "SourceSans3_400Regular.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	l, err := newLettering(ttf)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestReadPPM(t *testing.T) {
	p, err := readPPM([]byte("P6\n2 1\n255\n\x00\x0A\x20abc"))
	if err != nil || p.width != 2 || p.height != 1 || !bytes.Equal(p.pixels, []byte("\x00\x0A\x20abc")) {
		t.Errorf("%+v, %v", p, err)
	}
	for _, broken := range []string{"", "P5\n2 1\n255\nabcdef", "P6\n2 1\n65535\nabcdef", "P6\n2 1\n255\nabcde", "P6\n2 1\n255\nabcdefg", "P6\n2 1\n255"} {
		if p, err := readPPM([]byte(broken)); err == nil {
			t.Errorf("%q gives %+v", broken, p)
		}
	}
}

// A smaller picture has the mean of what each of its pixels covers, at whole
// and at broken ratios.
func TestScaled(t *testing.T) {
	gray := func(width int, values ...byte) *picture {
		p := &picture{width: width, height: len(values) / width}
		for _, v := range values {
			p.pixels = append(p.pixels, v, v, v)
		}
		return p
	}
	for _, tt := range []struct {
		old   *picture
		width int
		want  *picture
	}{
		{gray(2, 0, 100, 100, 200), 1, gray(1, 100)},
		{gray(3, 0, 90, 30), 3, gray(3, 0, 90, 30)},
		{gray(3, 0, 90, 30, 0, 90, 30, 0, 90, 30), 2, gray(2, 30, 50, 30, 50)}, // a pixel and a half each
	} {
		got := tt.old.scaled(tt.width)
		if got.width != tt.want.width || got.height != tt.want.height || !bytes.Equal(got.pixels, tt.want.pixels) {
			t.Errorf("%v: got %v, want %v", tt.old, got, tt.want)
		}
	}
}

// A sheet has room for all its cells, and says which they are.
func TestGrid(t *testing.T) {
	red := color.RGBA{255, 0, 0, 255}
	page := newPicture(40, 50, red)
	l := letters(t)
	count := func(p *picture, c color.RGBA) (n int) {
		for i := 0; i < len(p.pixels); i += 3 {
			if p.pixels[i] == c.R && p.pixels[i+1] == c.G && p.pixels[i+2] == c.B {
				n++
			}
		}
		return n
	}
	plain := grid{width: 40, gap: 8, rows: []gridRow{{cells: []cell{{page: page}, {page: page}}}, {cells: []cell{{page: page}}}}}
	sheet := plain.draw(l)
	if sheet.width != 2*sheetMargin+88 || sheet.height != 2*sheetMargin+108 {
		t.Errorf("%d × %d", sheet.width, sheet.height)
	}
	if n := count(sheet, red); n != 3*40*50 {
		t.Errorf("%d pixels of pages, want %d", n, 3*40*50)
	}
	if n := count(sheet, ink); n != 0 {
		t.Errorf("%d pixels of captions where there are none", n)
	}
	named := grid{width: 40, gap: 8, heads: []string{"HEAD"}, rows: []gridRow{{label: "ROW", cells: []cell{{page, "CAPTION"}}}}}
	if n := count(named.draw(l), ink); n == 0 {
		t.Error("no captions")
	}
}

func TestEncodeKeepsToItsLimit(t *testing.T) {
	p := newPicture(200, 200, ground)
	for i := range p.pixels {
		p.pixels[i] = byte(i * i >> 3)
	}
	best, err := p.encode("x", 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	less, err := p.encode("x", len(best)-1)
	if err != nil || len(less) >= len(best) {
		t.Errorf("%d bytes after %d (%v)", len(less), len(best), err)
	}
	if m, err := jpeg.Decode(bytes.NewReader(less)); err != nil || m.Bounds() != p.Bounds() {
		t.Errorf("no picture (%v)", err)
	}
	if _, err := p.encode("x", 100); err == nil {
		t.Error("100 bytes were enough")
	}
}
