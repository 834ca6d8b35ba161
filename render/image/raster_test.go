package image

import (
	"bytes"
	stdimage "image"
	"image/color"
	"math/big"
	"math/rand/v2"
	"reflect"
	"testing"
)

func TestInk(t *testing.T) {
	// A gray picture of 7 × 5 pixels with some of them set.
	picture := func(alpha bool, marks ...[3]int) *Raster {
		r := &Raster{Width: 7, Height: 5, Components: 1, Pixels: bytes.Repeat([]byte{255}, 35)}
		if alpha {
			r.Alpha = make([]byte, 35)
			clear(r.Pixels) // black, but not seen
		}
		for _, m := range marks {
			if alpha {
				r.Alpha[m[1]*7+m[0]] = byte(m[2])
			} else {
				r.Pixels[m[1]*7+m[0]] = byte(m[2])
			}
		}
		r.findInk()
		return r
	}
	tests := []struct {
		name string
		r    *Raster
		want Rect
	}{
		{"one pixel", picture(false, [3]int{3, 2, 0}), Rect{3, 2, 4, 3}},
		{"corners", picture(false, [3]int{0, 0, 0}, [3]int{6, 4, 0}), Rect{0, 0, 7, 5}},
		{"off the diagonal", picture(false, [3]int{5, 1, 0}, [3]int{1, 3, 0}), Rect{1, 1, 6, 4}},
		{"blank", picture(false), Rect{0, 0, 7, 5}},
		{"nearly white is white", picture(false, [3]int{1, 1, 255 - inkDepth}, [3]int{3, 2, 254 - inkDepth}), Rect{3, 2, 4, 3}},
		{"transparent", picture(true), Rect{0, 0, 7, 5}},
		{"faint is not seen", picture(true, [3]int{1, 1, inkDepth}, [3]int{3, 2, inkDepth + 1}), Rect{3, 2, 4, 3}},
	}
	for _, tt := range tests {
		if tt.r.Ink != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, tt.r.Ink, tt.want)
		}
	}
	// A component alone makes a colour: yellow is ink.
	yellow := &Raster{Width: 2, Height: 1, Components: 3, Pixels: []byte{255, 255, 255, 255, 255, 0}}
	yellow.findInk()
	if yellow.Ink != (Rect{1, 0, 2, 1}) {
		t.Errorf("yellow: %+v", yellow.Ink)
	}
}

func TestInkOfAJPEG(t *testing.T) {
	p := stdimage.NewRGBA(stdimage.Rect(0, 0, 64, 48))
	for y := range 48 {
		for x := range 64 {
			p.Set(x, y, color.White)
			if x >= 19 && x < 45 && y >= 11 && y < 30 {
				p.Set(x, y, color.RGBA{R: 20, G: 60, B: 90, A: 255})
			}
		}
	}
	r, err := Decode(encodeJPEG(t, p))
	if err != nil {
		t.Fatal(err)
	}
	// Chroma is kept for 2 × 2 pixels, so an edge may run over by one.
	near := func(a, b int) bool { return a-b <= 1 && b-a <= 1 }
	if r.JPEG == nil || !near(r.Ink.MinX, 19) || !near(r.Ink.MaxX, 45) || !near(r.Ink.MinY, 11) || !near(r.Ink.MaxY, 30) {
		t.Errorf("ink %+v", r.Ink)
	}
}

func randomRaster(r *rand.Rand, width, height, components int, alpha bool) *Raster {
	out := &Raster{Width: width, Height: height, Components: components, Pixels: make([]byte, width*height*components)}
	for i := range out.Pixels {
		out.Pixels[i] = byte(r.Uint32())
	}
	if alpha {
		out.Alpha = make([]byte, width*height)
		for i := range out.Alpha {
			out.Alpha[i] = []byte{0, 255, byte(r.Uint32())}[r.IntN(3)]
		}
	}
	out.findInk()
	return out
}

// TestDownscaleIsTheMeanOfTheArea compares with exact fractions, area by area.
func TestDownscaleIsTheMeanOfTheArea(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 40 {
		width, height := 1+r.IntN(13), 1+r.IntN(13)
		source := randomRaster(r, width, height, 1+2*r.IntN(2), r.IntN(2) == 0)
		small := source.Downscale(1+r.IntN(width), 1+r.IntN(height))
		checkRaster(t, small)
		for y := range small.Height {
			for x := range small.Width {
				want := mean(source, small, x, y)
				if got := small.rgba(x, y); got != want {
					t.Fatalf("%d × %d to %d × %d: pixel %d,%d is %v, want %v", width, height, small.Width, small.Height, x, y, got, want)
				}
			}
		}
	}
}

// mean is pixel x, y of small by the definition.
func mean(source, small *Raster, x, y int) (out [4]byte) {
	overlap := func(i, n, s, m int) *big.Rat { // of source pixel s of n with part i of m
		from, to := big.NewRat(int64(i*n), int64(m)), big.NewRat(int64((i+1)*n), int64(m))
		if low := big.NewRat(int64(s), 1); low.Cmp(from) > 0 {
			from = low
		}
		if high := big.NewRat(int64(s+1), 1); high.Cmp(to) < 0 {
			to = high
		}
		if to.Cmp(from) <= 0 {
			return new(big.Rat)
		}
		return new(big.Rat).Sub(to, from)
	}
	area, opacity, sums := new(big.Rat), new(big.Rat), [3]*big.Rat{{}, {}, {}}
	for sy := range source.Height {
		for sx := range source.Width {
			w := new(big.Rat).Mul(overlap(x, source.Width, sx, small.Width), overlap(y, source.Height, sy, small.Height))
			pixel := source.rgba(sx, sy)
			area.Add(area, w)
			w.Mul(w, big.NewRat(int64(pixel[3]), 255))
			opacity.Add(opacity, w)
			for c := range sums {
				sums[c].Add(sums[c], new(big.Rat).Mul(w, big.NewRat(int64(pixel[c]), 1)))
			}
		}
	}
	round := func(v *big.Rat) byte { // half up
		v = new(big.Rat).Add(v, big.NewRat(1, 2))
		return byte(new(big.Int).Quo(v.Num(), v.Denom()).Int64())
	}
	for c := range sums {
		out[c] = 255
		if opacity.Sign() > 0 {
			out[c] = round(sums[c].Quo(sums[c], opacity))
		}
	}
	out[3] = round(opacity.Mul(opacity.Quo(opacity, area), big.NewRat(255, 1)))
	return out
}

// TestDecodeWithinIsDecodeAndDownscale: scaling while reading is scaling after.
func TestDecodeWithinIsDecodeAndDownscale(t *testing.T) {
	files := corpus()
	for _, s := range oddJPEGs() {
		files = append(files, sample{s.name, s.encode()})
	}
	r := rand.New(rand.NewPCG(2, 2))
	scaled := 0
	for _, s := range files {
		large, err := Decode(s.png)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		w, h := 1+r.IntN(large.Width), 1+r.IntN(large.Height)
		got, err := DecodeWithin(s.png, w, h)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		checkRaster(t, got)
		want := large.Downscale(w, h)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s to %d × %d: %d × %d, want %d × %d; ink %v, want %v", s.name, w, h, got.Width, got.Height, want.Width, want.Height, got.Ink, want.Ink)
		}
		if got.Digest != large.Digest {
			scaled++
		}
	}
	if scaled < len(files)/2 {
		t.Errorf("only %d of %d were scaled", scaled, len(files))
	}
}

func TestDownscaleSizes(t *testing.T) {
	tests := []struct{ width, height, maxW, maxH, wantW, wantH int }{
		{400, 120, 100, 100, 100, 30},
		{120, 400, 100, 100, 30, 100},
		{100, 100, 100, 100, 100, 100},
		{100, 100, 500, 500, 100, 100},
		{100, 50, 500, 10, 20, 10},
		{1000, 1, 10, 10, 10, 1},
		{1, 1000, 10, 10, 1, 10},
		{3, 3, 0, -5, 1, 1},
		{3, 2, 2, 2, 2, 1},
		{10, 10, 1 << 62, 5, 5, 5},
	}
	for _, tt := range tests {
		r := randomRaster(rand.New(rand.NewPCG(1, 1)), tt.width, tt.height, 1, false)
		small := r.Downscale(tt.maxW, tt.maxH)
		checkRaster(t, small)
		if small.Width != tt.wantW || small.Height != tt.wantH {
			t.Errorf("%+v: %d × %d", tt, small.Width, small.Height)
		}
		if fits := tt.width == tt.wantW && tt.height == tt.wantH; fits != (small == r) || fits != (small.Digest == r.Digest) {
			t.Errorf("%+v: the same raster: %v", tt, small == r)
		}
	}
}

func TestDownscaleOfTheLargestPicture(t *testing.T) {
	r := &Raster{Width: 8000, Height: 5000, Components: 1, Pixels: bytes.Repeat([]byte{255}, maxPixels), Alpha: bytes.Repeat([]byte{255}, maxPixels)}
	small := r.Downscale(1, 1)
	if small.Pixels[0] != 255 || small.Alpha != nil { // the sums would have run over
		t.Errorf("%v, alpha %v", small.Pixels, small.Alpha)
	}
}

func TestDownscaleKeepsAlphaAndInk(t *testing.T) {
	// Black on the left, transparent red on the right.
	r := &Raster{Width: 4, Height: 2, Components: 3,
		Pixels: bytes.Repeat([]byte{0, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0}, 2), Alpha: []byte{255, 255, 0, 0, 255, 255, 0, 0}}
	small := r.Downscale(2, 1)
	if !bytes.Equal(small.Pixels, []byte{0, 0, 0, 255, 255, 255}) || !bytes.Equal(small.Alpha, []byte{255, 0}) || small.Ink != (Rect{0, 0, 1, 1}) {
		t.Errorf("%v %v %+v", small.Pixels, small.Alpha, small.Ink)
	}
}

func TestDownscaleOfAJPEG(t *testing.T) {
	r, err := Decode(blocks(t, 12, 1))
	if err != nil {
		t.Fatal(err)
	}
	small := r.Downscale(12, 1)
	checkRaster(t, small)
	if small.JPEG != nil || small.Width != 12 || small.Height != 1 {
		t.Fatalf("%d × %d, %d bytes of JPEG", small.Width, small.Height, len(small.JPEG))
	}
	for x := range 12 {
		if got := int(small.Pixels[x]); got < 8+20*x || got > 12+20*x {
			t.Errorf("block %d is %d, want %d", x, got, 10+20*x)
		}
	}
	// 96 × 8 pixels in fewer bytes than half as many pixels take: left alone.
	if len(r.JPEG) >= 90*8 {
		t.Fatalf("the file has %d bytes: this test shows nothing", len(r.JPEG))
	}
	if kept := r.Downscale(90, 8); kept != r {
		t.Errorf("%d bytes became %d", len(r.JPEG), len(kept.Pixels))
	}
}

func TestDigestFollowsWhatWasDone(t *testing.T) {
	r, err := Decode(blank(40, 40))
	if err != nil {
		t.Fatal(err)
	}
	again, _ := Decode(blank(40, 40))
	a, b, c := r.Downscale(20, 20), r.Downscale(10, 10), again.Downscale(20, 20)
	if a.Digest == r.Digest || a.Digest == b.Digest || a.Digest != c.Digest {
		t.Error("digests do not tell pictures apart")
	}
}

func BenchmarkDecodePNG(b *testing.B) {
	data := writePNG(pngSpec{width: 1200, height: 360, depth: 8, colour: 6}, rand.New(rand.NewPCG(1, 1)))
	b.SetBytes(1200 * 360 * 4)
	for b.Loop() {
		if _, err := Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDownscale(b *testing.B) {
	r := randomRaster(rand.New(rand.NewPCG(1, 1)), 4000, 1200, 3, true)
	for b.Loop() {
		r.Downscale(1181, 400)
	}
}
