// Command pictures draws the examples of the guide to elements with poppler,
// each cut to what is on its pages. Run `make guide`.
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"

	"github.com/facture-dev/facture/internal/golden"
	"github.com/facture-dev/facture/internal/guide"
	"github.com/facture-dev/facture/internal/tools"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	root, err := tools.ModuleRoot()
	if err != nil {
		return err
	}
	all, err := guide.Examples(root)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "guide")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for _, e := range all {
		p, err := e.Render(root)
		if err != nil {
			return err
		}
		file := filepath.Join(dir, e.Name+".pdf")
		if err := os.WriteFile(file, p.PDF, 0o644); err != nil {
			return err
		}
		// Whole pages are shown small, parts of one at the size of a screen.
		whole := e.Name == "page-break" || e.Name == "watermark" || e.Name == "window" || e.Name == "fixed"
		dpi := "110"
		if whole {
			dpi = "45"
		}
		pages, err := golden.Rasters(file, filepath.Join(dir, e.Name), dpi)
		if err != nil {
			return err
		}
		if err := write(filepath.Join(root, guide.Folder, e.Name+".png"), side(pages, whole)); err != nil {
			return err
		}
	}
	return nil
}

// margin is what is left around the ink, in pixels.
const margin = 14

// side sets pages beside one another, whole with a border or cut to their ink.
func side(pages []image.Image, whole bool) image.Image {
	width, height := margin, 0
	cuts := make([]image.Rectangle, len(pages))
	for i, p := range pages {
		if cuts[i] = p.Bounds(); !whole {
			cuts[i] = ink(p).Inset(-margin).Intersect(p.Bounds())
		}
		width += cuts[i].Dx() + margin
		height = max(height, cuts[i].Dy()+2*margin)
	}
	out := image.NewPaletted(image.Rect(0, 0, width, height), palette())
	ground := color.Color(color.White)
	if whole {
		ground = color.Gray{0xd0}
	}
	draw.Draw(out, out.Bounds(), image.NewUniform(ground), image.Point{}, draw.Src)
	x := margin
	for i, p := range pages {
		draw.Draw(out, image.Rect(x, margin, x+cuts[i].Dx(), margin+cuts[i].Dy()), p, cuts[i].Min, draw.Src)
		x += cuts[i].Dx() + margin
	}
	return out
}

// ink is the least rectangle around everything that is not white.
func ink(m image.Image) (box image.Rectangle) {
	for y := m.Bounds().Min.Y; y < m.Bounds().Max.Y; y++ {
		for x := m.Bounds().Min.X; x < m.Bounds().Max.X; x++ {
			if r, g, b, _ := m.At(x, y).RGBA(); r&g&b < 0xffff {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// palette has greys, and the few colours of the examples in steps to white, so
// that a picture stays small.
func palette() color.Palette {
	var p color.Palette
	for i := range 64 {
		p = append(p, color.Gray{uint8(i * 255 / 63)})
	}
	for _, c := range []color.RGBA{{0x1a, 0x64, 0x40, 255}, {0x17, 0x59, 0x4a, 255}, {0xf4, 0xf5, 0xf7, 255}} {
		for i := range 24 {
			mix := func(v uint8) uint8 { return uint8((int(v)*(23-i) + 255*i) / 23) }
			p = append(p, color.RGBA{mix(c.R), mix(c.G), mix(c.B), 255})
		}
	}
	return p
}

func write(file string, m image.Image) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	e := png.Encoder{CompressionLevel: png.BestCompression}
	if err := e.Encode(f, m); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
