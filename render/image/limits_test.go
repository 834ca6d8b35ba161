package image

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"runtime"
	"testing"
)

// blank is a white gray PNG of 1 bit.
func blank(width, height int) []byte {
	row := append([]byte{0}, bytes.Repeat([]byte{255}, (width+7)/8)...)
	return join(header(pngSpec{width: width, height: height, depth: 1}),
		chunk("IDAT", deflated(bytes.Repeat(row, height))), chunk("IEND", nil))
}

func TestLimitFileBytes(t *testing.T) {
	file := make([]byte, maxFileBytes+1)
	copy(file, blank(4, 4))
	if _, err := Decode(file[:maxFileBytes]); err != nil {
		t.Error(err)
	}
	wantError(t, "one past", file, TooLarge, 0, "10485761 bytes; 10485760 are allowed")
}

func TestLimitSide(t *testing.T) {
	for _, at := range [][2]int{{maxSide, 1}, {1, maxSide}} {
		if r, err := Decode(blank(at[0], at[1])); err != nil || r.Width != at[0] || r.Height != at[1] {
			t.Error(err)
		}
	}
	wantError(t, "width", blank(maxSide+1, 1), TooLarge, 8, "a side may have 20000")
	wantError(t, "height", blank(1, maxSide+1), TooLarge, 8, "a side may have 20000")
}

func TestLimitPixels(t *testing.T) {
	r, err := Decode(blank(8000, 5000))
	if err != nil || len(r.Pixels) != maxPixels {
		t.Fatal(err)
	}
	if r.Ink != (Rect{0, 0, 8000, 5000}) {
		t.Errorf("ink of a blank picture: %+v", r.Ink)
	}
	wantError(t, "one row past", blank(8000, 5001), TooLarge, 8, "40 million are allowed")
}

// flatJPEG is a gray picture of three components without subsampling, whose
// codes have one bit each, all of them 0.
func flatJPEG(marker byte, width, height int) []byte {
	head, bits := flatJPEGHead(marker, width, height)
	return append(append(head, make([]byte, (bits+7)/8)...), 0xFF, 0xD9)
}

// flatJPEGHead is its part before the pixels, and how many bits those take.
func flatJPEGHead(marker byte, width, height int) ([]byte, int) {
	frame := binary.BigEndian.AppendUint16([]byte{8}, uint16(height))
	frame = append(binary.BigEndian.AppendUint16(frame, uint16(width)), 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)
	codes := append([]byte{1}, make([]byte, 16)...)
	last, codesPerBlock := byte(63), 2
	if marker == markerSOF2 {
		last, codesPerBlock = 0, 1
	}
	return bytes.Join([][]byte{
		{0xFF, 0xD8}, segment(markerDQT, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)), segment(marker, frame),
		segment(markerDHT, append([]byte{0x00}, codes...)), segment(markerDHT, append([]byte{0x10}, codes...)),
		segment(markerSOS, []byte{3, 1, 0, 2, 0, 3, 0, 0, last, 0}),
	}, nil), ceil(width, 8) * ceil(height, 8) * 3 * codesPerBlock
}

// flatPNG is a picture whose samples are all 0.
func flatPNG(s pngSpec) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	p := &pngFile{width: s.width, height: s.height, depth: s.depth, colour: s.colour, interlaced: s.interlaced}
	zeros := make([]byte, 1<<20)
	for left := p.rawSize(); left > 0; left -= min(left, len(zeros)) {
		w.Write(zeros[:min(left, len(zeros))])
	}
	w.Close()
	return join(header(s), chunk("IDAT", b.Bytes()), chunk("IEND", nil))
}

// allocated is what a call allocates in all, in bytes.
func allocated(f func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

// mostAllocated is the promise of limits.go.
const mostAllocated = 64_000_000

// TestLimitWork: pictures that are held whole may be as large as the memory
// that this takes, those that come by rows as large as any.
func TestLimitWork(t *testing.T) {
	taken := func(name string, file []byte, width, height int) {
		t.Helper()
		var r *Raster
		var err error
		used := allocated(func() { r, err = DecodeWithin(file, 2400, 2400) })
		if err != nil || r.Width != width || r.Height != height {
			t.Fatalf("%s: %v", name, err)
		}
		if checkRaster(t, r); used > mostAllocated {
			t.Errorf("%s: %d bytes were allocated", name, used)
		}
	}
	refused := func(name string, file []byte, at int, want string) {
		t.Helper()
		used := allocated(func() { wantErrorWithin(t, name, file, 2400, TooLarge, at, want) })
		if used > len(file)+1<<18 {
			t.Errorf("%s: %d bytes were allocated to refuse it", name, used)
		}
	}
	rgb := func(width, height int, interlaced bool) []byte {
		return flatPNG(pngSpec{width: width, height: height, depth: 8, colour: 2, interlaced: interlaced})
	}
	taken("PNG by rows", rgb(8000, 5000, false), 2400, 1500)
	taken("interlaced PNG", rgb(4000, 3800, true), 2400, 2280)
	refused("interlaced PNG", rgb(4000, 4300, true), 8, "4000 × 4300 pixels take 65 MB; at most 60 are allowed: scale it down, or save it without interlacing")
	wantError(t, "not scaled", rgb(8000, 2700, false), TooLarge, 8, "8000 × 2700 pixels take 62 MB; at most 60 are allowed: scale it down")

	// A JPEG stays as it is where it takes fewer bytes than its scaled pixels.
	baseline := flatJPEG(markerSOF0, 8000, 5000)
	taken("baseline JPEG", baseline, 8000, 5000)
	taken("turned JPEG", inserted(flatJPEG(markerSOF0, 8000, 3200), exif(binary.BigEndian, 6)), 960, 2400)
	// 2 bytes a sample, three samples a pixel, and a row of blocks.
	taken("progressive JPEG", flatJPEG(markerSOF2, 3200, 3200), 3200, 3200)
	over := flatJPEG(markerSOF2, 3248, 3248)
	refused("progressive JPEG", over, bytes.Index(over, []byte{0xFF, markerSOF2}),
		"3248 × 3248 pixels of this kind of JPEG take 61 MB to decode; at most 60 are allowed: scale it down, or save it as a baseline JPEG")
}

func TestLimitScans(t *testing.T) {
	data := file(t, "progressive.jpg")
	first := bytes.Index(data, []byte{0xFF, markerSOS})
	end := skipScan(data, first+14)
	count := bytes.Count(data, []byte{0xFF, markerSOS})
	repeated := func(n int) []byte {
		return bytes.Join([][]byte{data[:end], bytes.Repeat(data[first:end], n-count), data[end:]}, nil)
	}
	if _, err := Decode(repeated(maxScans)); err != nil {
		t.Error(err)
	}
	over := repeated(maxScans + 1)
	wantError(t, "one past", over, TooLarge, bytes.LastIndex(over, []byte{0xFF, markerSOS}), "more than 64 scans")
}

// hollowJPEG has one byte for all its pixels.
func hollowJPEG(side int) []byte {
	head, _ := flatJPEGHead(markerSOF0, side, side)
	return append(head, 0, 0xFF, 0xD9)
}

// TestBombsAreRefusedWithoutAllocating: small files that claim to be large, or
// unpack to more than they claim.
func TestBombsAreRefusedWithoutAllocating(t *testing.T) {
	// Within the limits on pixels, but without the bytes that would fill them.
	hollow := join(header(pngSpec{width: 6000, height: 6000, depth: 16, colour: 6}), chunk("IDAT", deflated([]byte{0})), chunk("IEND", nil))
	huge := join(header(pngSpec{width: 50000, height: 50000, depth: 8, colour: 6}), chunk("IDAT", deflated([]byte{0})), chunk("IEND", nil))
	zlibBomb := join(header(pngSpec{width: 10, height: 10, depth: 8}), chunk("IDAT", deflated(make([]byte, 8<<20))), chunk("IEND", nil))
	textBomb := join(header(pngSpec{width: 10, height: 10, depth: 8}), chunk("zTXt", append([]byte("x\x00\x00"), deflated(make([]byte, 8<<20))...)), chunk("IEND", nil))
	tests := []struct {
		name string
		file []byte
		kind ErrorKind
	}{
		{"50,000 × 50,000", huge, TooLarge},
		{"PNG without its pixels", hollow, Truncated},
		{"8 MB in 10 × 10 pixels", zlibBomb, Damaged},
		{"8 MB of text", textBomb, Damaged},
		{"JPEG of 65,535 × 65,535", hollowJPEG(65535), TooLarge},
		{"JPEG without its pixels", hollowJPEG(6000), Truncated},
	}
	for _, tt := range tests {
		var err error
		used := allocated(func() { _, err = Decode(tt.file) })
		var e *Error
		if !errors.As(err, &e) || e.Kind != tt.kind {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.kind)
		}
		if used > 1<<18 {
			t.Errorf("%s: %d bytes were allocated for a file of %d", tt.name, used, len(tt.file))
		}
	}
}
