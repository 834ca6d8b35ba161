package image

import (
	"bytes"
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

// jpegHead is a JPEG up to its pixels: quantization and code tables, a header
// of three components without subsampling, and the scan's header.
func jpegHead(t *testing.T, marker byte, width, height int) []byte {
	sound := file(t, "progressive.jpg")
	frame := bytes.Index(sound, []byte{0xFF, markerSOF2})
	scan := bytes.Index(sound, []byte{0xFF, markerSOS})
	body := binary.BigEndian.AppendUint16([]byte{8}, uint16(height))
	body = binary.BigEndian.AppendUint16(body, uint16(width))
	out := append(bytes.Clone(sound[:frame]), segment(marker, append(body, 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1))...)
	after := frame + 2 + int(binary.BigEndian.Uint16(sound[frame+2:]))
	return append(out, sound[after:scan+14]...)
}

func TestLimitWork(t *testing.T) {
	// At the limit, by the numbers: the largest that is let through to the decoder.
	for _, tt := range []struct {
		frame byte
		per   int // bytes a sample
	}{{markerSOF0, 1}, {markerSOF2, 5}} {
		j := &jpegFile{width: 1, height: 1, components: 1, frame: tt.frame, adobe: -1, orientation: 1, scans: 1, bare: make([]byte, maxFileBytes)}
		j.samples = maxWorkBytes / tt.per
		if err := j.check(); err != nil {
			t.Error(err)
		}
		j.samples++
		var e *Error
		if err := j.check(); !errors.As(err, &e) || e.Kind != TooLarge {
			t.Errorf("one past: %v", err)
		}
	}
	// The whole way: 4400 × 4400 × 3 samples of 5 bytes.
	head := jpegHead(t, markerSOF2, 4400, 4400)
	large := append(append(head, make([]byte, 1<<20)...), 0xFF, 0xD9)
	wantError(t, "progressive", large, TooLarge, bytes.Index(large, []byte{0xFF, markerSOF2}), "276 MB to decode; 256 are allowed")
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
		{"JPEG of 65,535 × 65,535", append(jpegHead(t, markerSOF0, 65535, 65535), 0, 0xFF, 0xD9), TooLarge},
		{"JPEG without its pixels", append(jpegHead(t, markerSOF0, 6000, 6000), 0, 0xFF, 0xD9), Truncated},
	}
	for _, tt := range tests {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Decode(tt.file)
		runtime.ReadMemStats(&after)
		var e *Error
		if !errors.As(err, &e) || e.Kind != tt.kind {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.kind)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 1<<18 {
			t.Errorf("%s: %d bytes were allocated for a file of %d", tt.name, used, len(tt.file))
		}
	}
}
