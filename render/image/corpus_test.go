package image

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
)

// A PNG writer for tests: every colour type, depth, interlace and transparency,
// with all five filters in turn. It shares no code with the reader.

type sample struct {
	name string
	png  []byte
}

type pngSpec struct {
	width, height, depth, colour int
	interlaced, transparent      bool
	paletteSize                  int
}

func (s pngSpec) String() string {
	return fmt.Sprintf("%dx%d-type%d-%dbit-interlace=%v-trns=%v", s.width, s.height, s.colour, s.depth, s.interlaced, s.transparent)
}

func chunk(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

func header(s pngSpec) []byte {
	body := binary.BigEndian.AppendUint32(nil, uint32(s.width))
	body = binary.BigEndian.AppendUint32(body, uint32(s.height))
	interlace := byte(0)
	if s.interlaced {
		interlace = 1
	}
	return chunk("IHDR", append(body, byte(s.depth), byte(s.colour), 0, 0, interlace))
}

func deflated(raw []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write(raw)
	w.Close()
	return b.Bytes()
}

func writePNG(s pngSpec, r *rand.Rand) []byte {
	channels := map[int]int{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[s.colour]
	limit := 1 << s.depth
	if s.colour == 3 {
		limit = s.paletteSize
	}
	// Few different values, so that transparent ones are met.
	values := []int{0, limit - 1, r.IntN(limit), r.IntN(limit)}
	samples := make([]int, s.width*s.height*channels)
	for i := range samples {
		samples[i] = values[r.IntN(len(values))]
	}
	out := append([]byte(pngSignature), header(s)...)
	out = append(out, chunk("gAMA", []byte{0, 0, 0xB1, 0x8F})...) // is to be ignored
	if s.colour == 3 {
		palette := make([]byte, 3*s.paletteSize)
		for i := range palette {
			palette[i] = byte(r.Uint32())
		}
		out = append(out, chunk("PLTE", palette)...)
	}
	if s.transparent {
		out = append(out, chunk("tRNS", transparency(s, channels, samples, r))...)
	}
	idat := deflated(s.filtered(samples, channels, r))
	half := len(idat) / 2 // two chunks, cut anywhere
	out = append(out, chunk("IDAT", idat[:half])...)
	out = append(out, chunk("IDAT", idat[half:])...)
	return append(out, chunk("IEND", nil)...)
}

func transparency(s pngSpec, channels int, samples []int, r *rand.Rand) (body []byte) {
	if s.colour == 3 {
		body = make([]byte, 1+r.IntN(s.paletteSize))
		for i := range body {
			body[i] = byte(r.Uint32())
		}
		return body
	}
	for c := range channels { // the first pixel's own samples
		body = binary.BigEndian.AppendUint16(body, uint16(samples[c]))
	}
	return body
}

func (s pngSpec) filtered(samples []int, channels int, r *rand.Rand) (raw []byte) {
	type grid struct{ x, y, dx, dy int }
	grids := []grid{{0, 0, 1, 1}}
	if s.interlaced {
		grids = []grid{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}
	}
	bpp := max(1, channels*s.depth/8)
	for _, g := range grids {
		var above []byte
		for y := g.y; y < s.height; y += g.dy {
			var row []byte
			bits, filled := 0, 0
			for x := g.x; x < s.width; x += g.dx {
				for c := range channels {
					v := samples[(y*s.width+x)*channels+c]
					bits, filled = bits<<s.depth|v, filled+s.depth
					for filled >= 8 {
						row = append(row, byte(bits>>(filled-8)))
						filled -= 8
						bits &= 1<<filled - 1
					}
				}
			}
			if filled > 0 {
				row = append(row, byte(bits<<(8-filled)))
			}
			if len(row) == 0 {
				continue
			}
			if above == nil {
				above = make([]byte, len(row))
			}
			filter := byte(r.IntN(5))
			raw = append(raw, filter)
			for i, v := range row {
				var a, b, c int
				b = int(above[i])
				if i >= bpp {
					a, c = int(row[i-bpp]), int(above[i-bpp])
				}
				raw = append(raw, v-byte([]int{0, a, b, (a + b) / 2, predict(a, b, c)}[filter]))
			}
			above = row
		}
	}
	return raw
}

func predict(a, b, c int) int {
	p := a + b - c
	best, distance := a, max(p-a, a-p)
	for _, v := range []int{b, c} {
		if d := max(p-v, v-p); d < distance {
			best, distance = v, d
		}
	}
	return best
}

// corpus is all kinds of PNG in several sizes.
func corpus() []sample {
	r := rand.New(rand.NewPCG(7, 8))
	depths := map[int][]int{0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
	var out []sample
	for colour := range 7 {
		for _, depth := range depths[colour] {
			for _, size := range [][2]int{{1, 1}, {3, 5}, {8, 8}, {17, 13}, {2, 31}} {
				for variant := range 4 {
					s := pngSpec{size[0], size[1], depth, colour, variant&1 != 0, variant&2 != 0, 0}
					if s.transparent && colour >= 4 {
						continue
					}
					if colour == 3 {
						s.paletteSize = 1 + r.IntN(1<<depth)
					}
					out = append(out, sample{s.String(), writePNG(s, r)})
				}
			}
		}
	}
	return out
}
