package image

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// Files that are valid and rarely met. Each must be read; the oracle tests hold
// them against ImageMagick.

// wave is a picture without sharp edges, of up to four components.
func wave(c, x, y int) float64 {
	return 128 + 100*math.Sin(float64(x)/float64(5+c)+float64(c))*math.Cos(float64(y)/float64(7-c))
}

func adobe(transform byte) []byte {
	return segment(markerAPP14, append([]byte("Adobe\x00\x64\x00\x00\x00\x00"), transform))
}

var jfif = segment(0xE0, []byte("JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"))

// oddJPEGs are files by this package's own writer. fractional says that
// libjpeg does not read it, for a component is subsampled by 3 to 2.
func oddJPEGs() (out []jpegSpec) {
	yuv, cmyk := []byte{1, 2, 3}, []byte{1, 2, 3, 4}
	one := [][2]int{{1, 1}, {1, 1}, {1, 1}, {1, 1}}
	add := func(name string, change func(*jpegSpec)) {
		s := jpegSpec{name: name, width: 45, height: 37, marker: markerSOF0, ids: yuv, factors: one[:3], sample: wave, step: 3, scans: whole([]int{0, 1, 2})}
		change(&s)
		out = append(out, s)
	}
	for _, f := range [][3][2]int{
		{{1, 1}, {1, 1}, {1, 1}}, {{2, 1}, {1, 1}, {1, 1}}, {{1, 2}, {1, 1}, {1, 1}}, {{2, 2}, {1, 1}, {1, 1}}, {{4, 1}, {1, 1}, {1, 1}},
		{{1, 4}, {1, 1}, {1, 1}}, {{4, 2}, {1, 1}, {1, 1}}, {{2, 4}, {1, 1}, {1, 1}}, {{2, 2}, {2, 1}, {2, 1}}, {{2, 2}, {1, 2}, {2, 1}},
		{{1, 1}, {2, 2}, {2, 2}}, {{3, 1}, {1, 1}, {1, 1}}, {{2, 2}, {2, 2}, {2, 2}}, {{4, 2}, {2, 1}, {2, 1}},
	} {
		name := fmt.Sprint(f)
		area := 0
		for _, v := range f {
			area += v[0] * v[1]
		}
		if area <= 10 {
			add("interleaved "+name, func(s *jpegSpec) { s.factors = f[:] })
		}
		add("scans apart "+name, func(s *jpegSpec) { s.factors, s.scans = f[:], whole([]int{0}, []int{1}, []int{2}) })
	}
	add("fractional subsampling", func(s *jpegSpec) { s.factors = [][2]int{{3, 2}, {2, 1}, {1, 1}} })
	add("two scans", func(s *jpegSpec) { s.factors, s.scans = [][2]int{{2, 1}, {1, 1}, {1, 1}}, whole([]int{0}, []int{1, 2}) })
	add("restarts", func(s *jpegSpec) { s.interval = 1 })
	add("restarts each 3 MCUs, with a last one", func(s *jpegSpec) { s.factors, s.interval, s.lastRestart = [][2]int{{2, 2}, {1, 1}, {1, 1}}, 3, true })
	add("restarts in scans apart", func(s *jpegSpec) {
		s.factors, s.interval, s.scans = [][2]int{{2, 2}, {1, 1}, {1, 1}}, 5, whole([]int{0}, []int{1}, []int{2})
	})
	add("restarts of its own for each scan", func(s *jpegSpec) {
		s.scans = whole([]int{0}, []int{1}, []int{2})
		s.scans[0].intervalOfItsOwn, s.scans[2].intervalOfItsOwn, s.scans[1].defineTablesAgain = 2, 7, true
	})
	add("long codes", func(s *jpegSpec) { s.codeLength = 16 })
	add("extended sequential, quantization of 16 bits", func(s *jpegSpec) { s.marker, s.wideTables, s.step = markerSOF1, true, 2 })
	add("coarse quantization", func(s *jpegSpec) { s.step = 90 })
	add("fill bytes", func(s *jpegSpec) { s.fill = true })
	add("RGB by Adobe's segment", func(s *jpegSpec) { s.segments = [][]byte{adobe(0)} })
	add("YCbCr by Adobe's segment", func(s *jpegSpec) { s.segments, s.ids = [][]byte{adobe(1)}, []byte{'R', 'G', 'B'} })
	add("RGB by names", func(s *jpegSpec) { s.ids = []byte{'R', 'G', 'B'} })
	add("RGB by names, subsampled", func(s *jpegSpec) { s.ids, s.factors = []byte{'R', 'G', 'B'}, [][2]int{{2, 2}, {1, 1}, {1, 1}} })
	add("JFIF before names", func(s *jpegSpec) { s.segments, s.ids = [][]byte{jfif}, []byte{'R', 'G', 'B'} })
	add("strange names", func(s *jpegSpec) { s.ids = []byte{0, 255, 7} })
	add("profile and comments", func(s *jpegSpec) {
		s.segments = [][]byte{jfif, segment(0xE2, append([]byte("ICC_PROFILE\x00\x01\x01"), make([]byte, 200)...)), segment(0xFE, []byte("a comment")), segment(0xED, []byte("Photoshop 3.0\x00"))}
	})
	add("progressive", func(s *jpegSpec) { s.marker, s.scans = markerSOF2, progression(3) })
	add("progressive, subsampled, restarts", func(s *jpegSpec) {
		s.marker, s.scans, s.factors, s.interval = markerSOF2, progression(3), [][2]int{{2, 2}, {1, 1}, {1, 1}}, 4
	})
	add("progressive, 4:1:1", func(s *jpegSpec) {
		s.marker, s.scans, s.factors = markerSOF2, progression(3), [][2]int{{4, 1}, {1, 1}, {1, 1}}
	})
	add("progressive, only coarse", func(s *jpegSpec) { s.marker, s.scans = markerSOF2, progression(3)[:4] })
	add("gray, factors that mean nothing", func(s *jpegSpec) { s.ids, s.factors, s.scans = yuv[:1], [][2]int{{3, 4}}, whole([]int{0}) })
	add("gray, progressive", func(s *jpegSpec) { s.ids, s.factors, s.marker, s.scans = yuv[:1], one[:1], markerSOF2, progression(1) })
	add("one pixel", func(s *jpegSpec) { s.width, s.height, s.factors = 1, 1, [][2]int{{2, 2}, {1, 1}, {1, 1}} })
	add("one column", func(s *jpegSpec) { s.width, s.height = 1, 90 })
	four := func(s *jpegSpec) { s.ids, s.factors, s.scans = cmyk, one, whole([]int{0, 1, 2, 3}) }
	add("CMYK without Adobe's segment", four)
	add("CMYK by Adobe", func(s *jpegSpec) { four(s); s.segments = [][]byte{adobe(0)} })
	add("YCCK by Adobe", func(s *jpegSpec) { four(s); s.segments = [][]byte{adobe(2)} })
	add("YCCK, subsampled", func(s *jpegSpec) {
		four(s)
		s.segments, s.factors = [][]byte{adobe(2)}, [][2]int{{2, 2}, {1, 1}, {1, 1}, {2, 2}}
	})
	add("CMYK, 4:2:2", func(s *jpegSpec) {
		four(s)
		s.segments, s.factors = [][]byte{adobe(0)}, [][2]int{{2, 1}, {1, 1}, {1, 1}, {2, 1}}
	})
	add("CMYK, scans apart, restarts", func(s *jpegSpec) {
		four(s)
		s.segments, s.interval, s.scans = [][]byte{adobe(0)}, 3, whole([]int{3}, []int{2}, []int{0, 1})
	})
	add("YCCK, progressive", func(s *jpegSpec) {
		four(s)
		s.segments, s.marker, s.scans = [][]byte{adobe(2)}, markerSOF2, progression(4)
	})
	add("CMYK with a profile and turned", func(s *jpegSpec) {
		four(s)
		s.segments = [][]byte{adobe(0), exif(binary.BigEndian, 6), segment(0xE2, []byte("ICC_PROFILE\x00\x01\x01 not looked at"))}
	})
	for orientation := uint16(1); orientation <= 8; orientation++ {
		order := []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian}[orientation%2]
		add(fmt.Sprintf("orientation %d", orientation), func(s *jpegSpec) { s.segments = [][]byte{exif(order, orientation)} })
	}
	return out
}

// meant is the picture that the file means, by real numbers, before it is
// turned: rounded RGB, or gray three times.
func (s *jpegSpec) meant(x, y int, planes [][]float64) [3]float64 {
	at := y*s.width + x
	a := planes[0][at]
	if len(planes) == 1 {
		return [3]float64{a, a, a}
	}
	v := [3]float64{a, planes[1][at], planes[2][at]}
	transform, hasAdobe, hasJFIF := byte(0), false, false
	for _, part := range s.segments {
		if part[1] == markerAPP14 {
			transform, hasAdobe = part[len(part)-1], true
		}
		hasJFIF = hasJFIF || part[1] == 0xE0
	}
	convert := transform > 0
	if len(planes) == 3 {
		convert = hasJFIF || hasAdobe && transform > 0 || !hasAdobe && !bytes.Equal(s.ids, []byte("RGB"))
	}
	if convert {
		v = [3]float64{a + 1.402*(v[2]-128), a - 0.344136*(v[1]-128) - 0.714136*(v[2]-128), a + 1.772*(v[1]-128)}
	}
	for i := range v {
		v[i] = min(max(v[i], 0), 255)
		if len(planes) == 4 {
			if convert {
				v[i] = 255 - v[i] // the file's CMY, with paper at 255
			}
			v[i] *= planes[3][at] / 255
		}
	}
	return v
}

// opened is the pixels of a JPEG that stays as it is, too.
func opened(t testing.TB, r *Raster) *Raster {
	t.Helper()
	if r.JPEG == nil {
		return r
	}
	turned, err := Decode(inserted(r.JPEG, exif(binary.BigEndian, 3)))
	if err != nil {
		t.Fatal(err)
	}
	return turned.oriented(3)
}

// TestOddJPEGs holds what is read against the definition in real numbers.
func TestOddJPEGs(t *testing.T) {
	specs := oddJPEGs()
	for _, s := range specs {
		data := s.encode()
		r, err := Decode(data)
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
			continue
		}
		checkRaster(t, r)
		j := &jpegFile{adobe: -1, orientation: 1}
		if err := j.readSegments(data); err != nil {
			t.Fatal(err)
		}
		r = opened(t, r)
		if j.orientation != 1 { // turn it back
			r = r.oriented([9]int{0, 1, 2, 3, 4, 5, 8, 7, 6}[j.orientation])
		}
		planes := s.planes()
		if s.scans[len(s.scans)-1].lower > 0 {
			continue // by design not the whole picture; the oracle sees it
		}
		most := 0.0
		for y := range s.height {
			for x := range s.width {
				want, got := s.meant(x, y, planes), r.rgba(x, y)
				for c := range want {
					most = max(most, math.Abs(want[c]-float64(got[c])))
				}
			}
		}
		// Three roundings: of each sample by the transform, of which one counts
		// 1.772-fold, and of the result.
		if most > 3 {
			t.Errorf("%s: off by up to %.2f", s.name, most)
		}
	}
	if len(specs) < 60 {
		t.Errorf("%d files", len(specs))
	}
}

// TestScansGiveOnePicture: the same coefficients in whatever order give the
// same pixels, bit for bit.
func TestScansGiveOnePicture(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 12 {
		factors := [][][2]int{{{1, 1}, {1, 1}, {1, 1}}, {{2, 2}, {1, 1}, {1, 1}}, {{2, 1}, {1, 1}, {1, 1}}, {{4, 1}, {1, 1}, {1, 1}}, {{1, 2}, {1, 1}, {1, 1}}}[r.IntN(5)]
		noise := make([]float64, 64*64*3)
		for i := range noise {
			noise[i] = float64(r.IntN(256))
		}
		s := jpegSpec{width: 1 + r.IntN(64), height: 1 + r.IntN(64), marker: markerSOF0, ids: []byte{1, 2, 3}, factors: factors, step: 1 + r.IntN(40),
			sample: func(c, x, y int) float64 { return noise[(c*64+y)*64+x] }, scans: whole([]int{0, 1, 2})}
		var first *Raster
		for i, change := range []func(*jpegSpec){
			func(*jpegSpec) {},
			func(s *jpegSpec) { s.interval = 1 + r.IntN(9) },
			func(s *jpegSpec) { s.scans, s.interval = whole([]int{2}, []int{0}, []int{1}), 3 },
			func(s *jpegSpec) { s.marker, s.scans = markerSOF2, progression(3) },
			func(s *jpegSpec) { s.marker, s.scans, s.interval, s.codeLength = markerSOF2, progression(3), 2, 12 },
		} {
			variant := s
			change(&variant)
			got, err := Decode(variant.encode())
			if err != nil {
				t.Fatalf("%d × %d, %v, variant %d: %v", s.width, s.height, factors, i, err)
			}
			if got = opened(t, got); first == nil {
				first = got
			}
			if !bytes.Equal(got.Pixels, first.Pixels) {
				t.Errorf("%d × %d, %v, variant %d: another picture", s.width, s.height, factors, i)
			}
		}
	}
}

// oddPNGs are files with everything that may stand around the pixels.
func oddPNGs() (out []sample) {
	r := rand.New(rand.NewPCG(5, 6))
	gray := pngSpec{width: 9, height: 7, depth: 8}
	raw := gray.filtered(noiseSamples(r, 63, 256), 1, r)
	head, end, pixels := header(gray), chunk("IEND", nil), chunk("IDAT", deflated(raw))
	add := func(name string, parts ...[]byte) { out = append(out, sample{name, join(parts...)}) }
	profile := append([]byte("any\x00\x00"), deflated(make([]byte, 300))...)
	for _, c := range []struct {
		kind string
		body []byte
	}{
		{"gAMA", []byte{0, 0, 0x27, 0x10}}, {"cHRM", make([]byte, 32)}, {"sRGB", []byte{1}}, {"iCCP", profile}, {"sBIT", []byte{5}}, {"bKGD", []byte{0, 9}},
		{"pHYs", []byte{0, 0, 1, 0, 0, 0, 2, 0, 1}}, {"tIME", []byte{7, 234, 1, 2, 3, 4, 5}}, {"tEXt", []byte("Title\x00x")},
		{"zTXt", append([]byte("Title\x00\x00"), deflated([]byte("x"))...)}, {"iTXt", []byte("Title\x00\x00\x00\x00\x00x")},
		{"sPLT", []byte("few\x00\x08\x01\x02\x03\x04\x00\x05")}, {"eXIf", []byte("MM\x00*\x00\x00\x00\x08\x00\x00")},
		{"cICP", []byte{1, 13, 0, 1}}, {"acTL", []byte{0, 0, 0, 1, 0, 0, 0, 0}}, {"xyZw", []byte{1}}, {"prVt", nil},
	} {
		add("chunk "+c.kind, head, chunk(c.kind, c.body), pixels, end)
	}
	add("chunks behind the pixels", head, pixels, chunk("tEXt", []byte("a\x00b")), chunk("tIME", []byte{7, 234, 1, 2, 3, 4, 5}), end)
	stream := deflated(raw)
	bytewise := [][]byte{head}
	for _, b := range stream {
		bytewise = append(bytewise, chunk("IDAT", nil), chunk("IDAT", []byte{b}))
	}
	add("pixels in chunks of a byte and of none", append(bytewise, end)...)
	add("data behind the end", head, pixels, end, []byte("more, even \x89PNG\r\n\x1a\n"))
	add("stored, not deflated", head, chunk("IDAT", storedStream(raw)), end)
	small := bytes.Clone(stream)
	small[0], small[1] = 0x08, 0x1D // a window of 256 bytes (RFC 1950); the check bits hold
	add("a small window", head, chunk("IDAT", small), end)
	for colour, channels := range map[int]int{2: 3, 6: 4} {
		body := pngSpec{width: 5, height: 4, depth: 8, colour: colour}
		raw := body.filtered(noiseSamples(r, 20*channels, 256), channels, r)
		add(fmt.Sprintf("a suggested palette, type %d", colour), header(body), chunk("PLTE", []byte{1, 2, 3}), chunk("IDAT", deflated(raw)), end)
	}
	return out
}

func noiseSamples(r *rand.Rand, n, limit int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = r.IntN(limit)
	}
	return out
}

// storedStream is a zlib stream that compresses nothing.
func storedStream(raw []byte) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.NoCompression)
	w.Write(raw)
	w.Close()
	return b.Bytes()
}

func TestOddPNGs(t *testing.T) {
	for _, s := range oddPNGs() {
		r, err := Decode(s.png)
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
			continue
		}
		checkRaster(t, r)
		sameAsStandard(t, s.name, s.png, r)
	}
}
