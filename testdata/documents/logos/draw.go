//go:build ignore

// Draws the sample logos of this folder: go run draw.go. Every brand is
// invented. Shapes are tested point by point on an 8×8 grid within each pixel,
// which gives edges that hold at print resolution (about 600 dpi at 20 mm).
package main

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"log"
	"math"
	"os"
)

// A layer is a shape in drawing units with its colour; later layers lie above.
type layer struct {
	in    func(x, y float64) bool
	paint color.NRGBA
}

// A drawing is its layers on a canvas of w × h units.
type drawing struct {
	w, h   float64
	layers []layer
}

func hex(rgb uint32, alpha uint8) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: alpha}
}

// poly is a polygon, filled by the even-odd rule.
func poly(p ...float64) func(x, y float64) bool {
	return func(x, y float64) bool {
		in := false
		for i, j := 0, len(p)-2; i < len(p); i, j = i+2, i {
			if (p[i+1] > y) != (p[j+1] > y) && x < p[i]+(y-p[i+1])*(p[j]-p[i])/(p[j+1]-p[i+1]) {
				in = !in
			}
		}
		return in
	}
}

func box(x0, y0, x1, y1 float64) func(x, y float64) bool {
	return func(x, y float64) bool { return x >= x0 && x < x1 && y >= y0 && y < y1 }
}

func disc(cx, cy, r float64) func(x, y float64) bool {
	return func(x, y float64) bool { return math.Hypot(x-cx, y-cy) < r }
}

func both(a, b func(x, y float64) bool) func(x, y float64) bool {
	return func(x, y float64) bool { return a(x, y) && b(x, y) }
}

func ring(cx, cy, outer, inner float64) func(x, y float64) bool {
	return func(x, y float64) bool { d := math.Hypot(x-cx, y-cy); return d < outer && d >= inner }
}

// render samples d at width × height pixels over an opaque or clear ground.
func render(d drawing, width, height int, ground color.NRGBA) *image.NRGBA {
	const grid = 8
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for py := range height {
		for px := range width {
			var r, g, b, a float64 // premultiplied sums
			for s := range grid * grid {
				x := (float64(px) + (float64(s%grid)+0.5)/grid) * d.w / float64(width)
				y := (float64(py) + (float64(s/grid)+0.5)/grid) * d.h / float64(height)
				sr, sg, sb, sa := over(d, x, y, ground)
				r, g, b, a = r+sr, g+sg, b+sb, a+sa
			}
			if a > 0 {
				m.SetNRGBA(px, py, color.NRGBA{
					R: uint8(math.Round(r / a)), G: uint8(math.Round(g / a)), B: uint8(math.Round(b / a)),
					A: uint8(math.Round(a / (grid * grid) * 255)),
				})
			}
		}
	}
	return m
}

// over composites the layers at one point; colours come back premultiplied.
func over(d drawing, x, y float64, ground color.NRGBA) (r, g, b, a float64) {
	a = float64(ground.A) / 255
	r, g, b = float64(ground.R)*a, float64(ground.G)*a, float64(ground.B)*a
	for _, l := range d.layers {
		if l.in(x, y) {
			la := float64(l.paint.A) / 255
			r, g, b = r*(1-la)+float64(l.paint.R)*la, g*(1-la)+float64(l.paint.G)*la, b*(1-la)+float64(l.paint.B)*la
			a = a*(1-la) + la
		}
	}
	return r, g, b, a
}

// lighthouse is the tall mark of Harrow Point Instruments.
func lighthouse() drawing {
	green := hex(0x17594A, 255)
	var ls []layer
	for _, s := range []func(x, y float64) bool{
		both(disc(26, 10, 10), box(0, 0, 52, 10)), box(16, 13, 36, 25), box(7, 28, 45, 33),
		poly(14.5, 36, 37.5, 36, 39.2, 50, 12.8, 50), poly(12.4, 53, 39.6, 53, 41.5, 69, 10.5, 69),
		poly(10.1, 72, 41.9, 72, 43.7, 87, 8.3, 87), box(0, 91, 52, 98),
	} {
		ls = append(ls, layer{s, green})
	}
	return drawing{52, 98, ls}
}

// quarters is the square mark of Ateliers Sornay.
func quarters() drawing {
	red, ink := hex(0xC8371B, 255), hex(0x1C1A18, 255)
	return drawing{96, 96, []layer{
		{both(disc(48, 48, 48), box(0, 0, 48, 48)), red}, {both(disc(48, 48, 48), box(48, 48, 96, 96)), red},
		{disc(72, 24, 24), ink}, {box(0, 48, 48, 96), ink},
	}}
}

// wordmark is the wide mark of Lovanta.
func wordmark() drawing {
	ink := hex(0x11162A, 255)
	vee := func(x float64, up bool) func(x, y float64) bool {
		p := []float64{0, 0, 19, 0, 48, 76, 77, 0, 96, 0, 57, 100, 39, 100}
		for i := range p {
			if i%2 == 0 {
				p[i] += x
			} else if up {
				p[i] = 100 - p[i]
			}
		}
		return poly(p...)
	}
	return drawing{640, 100, []layer{
		{poly(0, 0, 17, 0, 17, 84, 63, 84, 63, 100, 0, 100), ink}, {ring(120, 50, 50, 33), hex(0x2348D6, 255)},
		{vee(182, false), ink}, {vee(276, true), ink},
		{poly(390, 100, 390, 0, 408, 0, 452, 70, 452, 0, 469, 0, 469, 100, 451, 100, 407, 30, 407, 100), ink},
		{poly(484, 0, 560, 0, 560, 16, 530.5, 16, 530.5, 100, 513.5, 100, 513.5, 16, 484, 16), ink}, {vee(544, true), ink},
	}}
}

// petals overlap half transparent on a clear ground: nothing but soft alpha.
func petals() drawing {
	var ls []layer
	for i, c := range []uint32{0x0B7A75, 0x19A974, 0xE0A526, 0xD1495B, 0x7B4B94} {
		t := 2*math.Pi*float64(i)/5 - math.Pi/2
		ls = append(ls, layer{disc(60+26*math.Cos(t), 60+26*math.Sin(t), 31), hex(c, 150)})
	}
	return drawing{120, 120, ls}
}

// roofs is a mark of two gables over a bar.
func roofs(dark, light uint32) drawing {
	return drawing{160, 90, []layer{
		{poly(0, 70, 45, 8, 90, 70), hex(dark, 255)}, {poly(60, 70, 110, 0, 160, 70), hex(light, 255)},
		{poly(60, 70, 75, 48.4, 90, 70), hex(dark, 160)}, {box(0, 78, 160, 90), hex(dark, 255)},
	}}
}

// sluice is four bars, the flat banner of a civil engineering company.
func sluice() drawing {
	blue, ink := hex(0x1F6FB2, 255), hex(0x10263B, 255)
	return drawing{400, 120, []layer{
		{box(0, 0, 400, 120), hex(0xFFFFFF, 255)}, {box(0, 0, 30, 120), ink}, {box(40, 30, 70, 120), blue},
		{box(80, 60, 110, 120), blue}, {box(120, 90, 150, 120), blue}, {box(170, 90, 400, 120), ink}, {box(170, 50, 330, 80), ink},
	}}
}

// gear is a ring with eight teeth.
func gear(rgb uint32) drawing {
	c := hex(rgb, 255)
	teeth := func(x, y float64) bool {
		d, t := math.Hypot(x-50, y-50), math.Atan2(y-50, x-50)
		return d < 50 && d > 30 && math.Abs(math.Remainder(t, math.Pi/4)) < 0.2
	}
	return drawing{100, 100, []layer{{ring(50, 50, 40, 22), c}, {teeth, c}, {disc(50, 50, 8), c}}}
}

// paletted quantizes m to the colours given, nearest first.
func paletted(m *image.NRGBA, p color.Palette) *image.Paletted {
	out := image.NewPaletted(m.Bounds(), p)
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			out.Set(x, y, m.At(x, y))
		}
	}
	return out
}

// ramp gives n colours from a to b.
func ramp(n int, a, b color.NRGBA) color.Palette {
	mix := func(x, y uint8, i int) uint8 { return uint8((int(x)*(n-1-i) + int(y)*i) / (n - 1)) }
	p := make(color.Palette, n)
	for i := range p {
		p[i] = color.NRGBA{R: mix(a.R, b.R, i), G: mix(a.G, b.G, i), B: mix(a.B, b.B, i), A: 255}
	}
	return p
}

// interlaced writes m as 8-bit RGBA PNG with Adam7 (PNG §8.2); image/png reads
// such files but does not write them.
func interlaced(m *image.NRGBA) []byte {
	var raw bytes.Buffer
	for _, p := range [7][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
		for y := p[1]; y < m.Rect.Dy() && p[0] < m.Rect.Dx(); y += p[3] {
			raw.WriteByte(0) // filter: none
			for x := p[0]; x < m.Rect.Dx(); x += p[2] {
				raw.Write(m.Pix[m.PixOffset(x, y):][:4])
			}
		}
	}
	var z bytes.Buffer
	w, _ := zlib.NewWriterLevel(&z, zlib.BestCompression)
	w.Write(raw.Bytes())
	w.Close()
	header := binary.BigEndian.AppendUint32(nil, uint32(m.Rect.Dx()))
	header = append(binary.BigEndian.AppendUint32(header, uint32(m.Rect.Dy())), 8, 6, 0, 0, 1)
	out := []byte("\x89PNG\r\n\x1a\n")
	for _, c := range []struct {
		kind string
		data []byte
	}{{"IHDR", header}, {"IDAT", z.Bytes()}, {"IEND", nil}} {
		out = binary.BigEndian.AppendUint32(out, uint32(len(c.data)))
		body := append([]byte(c.kind), c.data...)
		out = binary.BigEndian.AppendUint32(append(out, body...), crc32.ChecksumIEEE(body))
	}
	return out
}

func save(name string, data []byte) {
	if err := os.WriteFile(name, data, 0o644); err != nil {
		log.Fatal(err)
	}
}

func savePNG(name string, m image.Image) {
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, m); err != nil {
		log.Fatal(err)
	}
	save(name, b.Bytes())
}

func main() {
	clear, white := color.NRGBA{}, hex(0xFFFFFF, 255)
	savePNG("tall.png", render(lighthouse(), 260, 490, clear))
	savePNG("square.png", render(quarters(), 480, 480, white))
	savePNG("wide.png", render(wordmark(), 1280, 200, clear))
	savePNG("alpha.png", render(petals(), 480, 480, clear))
	save("interlaced.png", interlaced(render(roofs(0x1D3B53, 0xD98324), 640, 360, clear)))
	savePNG("palette.png", paletted(render(gear(0x8A1C1C), 480, 480, white), ramp(16, hex(0x8A1C1C, 255), white)))
	gray := image.NewGray(image.Rect(0, 0, 640, 360))
	for i, m := 0, render(roofs(0x2B2B2B, 0x8C8C8C), 640, 360, white); i < len(gray.Pix); i++ {
		gray.Pix[i] = m.Pix[4*i]
	}
	savePNG("gray.png", gray)
	savePNG("huge.png", paletted(render(sluice(), 4000, 1200, white), color.Palette{white, hex(0x1F6FB2, 255), hex(0x10263B, 255)}))
	var b bytes.Buffer
	if err := jpeg.Encode(&b, render(roofs(0x23402F, 0x6E9E3F), 960, 540, white), &jpeg.Options{Quality: 92}); err != nil {
		log.Fatal(err)
	}
	save("photo.jpg", b.Bytes())
}
