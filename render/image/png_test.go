package image

import (
	"bytes"
	"errors"
	"image/color"
	stdpng "image/png"
	"strings"
	"testing"
)

// rgba is a raster's pixel with 8 bits each, not premultiplied.
func (r *Raster) rgba(x, y int) [4]byte {
	at := y*r.Width + x
	out := [4]byte{255, 255, 255, 255}
	for c := range 3 {
		out[c] = r.Pixels[at*r.Components+c%r.Components]
	}
	if r.Alpha != nil {
		out[3] = r.Alpha[at]
	}
	return out
}

func checkRaster(t *testing.T, r *Raster) {
	t.Helper()
	if r.Width < 1 || r.Height < 1 || r.Components != 1 && r.Components != 3 ||
		r.JPEG == nil && len(r.Pixels) != r.Width*r.Height*r.Components || r.JPEG != nil && r.Pixels != nil ||
		r.Alpha != nil && len(r.Alpha) != r.Width*r.Height {
		t.Fatalf("%d × %d × %d with %d samples, %d alpha, %d JPEG", r.Width, r.Height, r.Components, len(r.Pixels), len(r.Alpha), len(r.JPEG))
	}
	if k := r.Ink; k.MinX < 0 || k.MinY < 0 || k.MaxX > r.Width || k.MaxY > r.Height || k.MinX >= k.MaxX || k.MinY >= k.MaxY {
		t.Fatalf("ink %+v of %d × %d", k, r.Width, r.Height)
	}
}

// sameAsStandard compares a PNG with what the standard library reads.
func sameAsStandard(t *testing.T, name string, file []byte, r *Raster) {
	t.Helper()
	want, err := stdpng.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatalf("%s: the standard library refuses it: %v", name, err)
	}
	if b := want.Bounds(); b.Dx() != r.Width || b.Dy() != r.Height {
		t.Fatalf("%s: %d × %d, want %v", name, r.Width, r.Height, b)
	}
	for y := range r.Height {
		for x := range r.Width {
			// 16 bits, rounded to 8 as the specification has it.
			c := color.NRGBA64Model.Convert(want.At(x, y)).(color.NRGBA64)
			var expected [4]byte
			for i, v := range []uint16{c.R, c.G, c.B, c.A} {
				expected[i] = byte((int(v)*255 + 32767) / 65535)
			}
			got := r.rgba(x, y)
			if expected[3] == 0 { // the model loses the colour of what cannot be seen
				got[0], got[1], got[2] = expected[0], expected[1], expected[2]
			}
			for i := range got {
				// Going through premultiplied colours costs the model up to one step.
				if d := int(got[i]) - int(expected[i]); d > 1 || d < -1 || expected[3] == 255 && d != 0 {
					t.Fatalf("%s: pixel %d,%d is %v, want %v", name, x, y, got, expected)
				}
			}
		}
	}
}

func TestPNGAllKinds(t *testing.T) {
	kinds := corpus()
	if len(kinds) < 200 {
		t.Fatalf("%d files", len(kinds))
	}
	for _, s := range kinds {
		r, err := Decode(s.png)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		checkRaster(t, r)
		sameAsStandard(t, s.name, s.png, r)
	}
}

func TestPNGComponentsAndAlpha(t *testing.T) {
	one := func(depth, colour int, pixels []byte, extra ...[]byte) []byte {
		out := append([]byte(pngSignature), header(pngSpec{width: 2, height: 1, depth: depth, colour: colour})...)
		for _, e := range extra {
			out = append(out, e...)
		}
		out = append(out, chunk("IDAT", deflated(append([]byte{0}, pixels...)))...)
		return append(out, chunk("IEND", nil)...)
	}
	palette := chunk("PLTE", []byte{10, 20, 30, 40, 50, 60})
	tests := []struct {
		name       string
		file       []byte
		components int
		pixels     []byte
		alpha      []byte
	}{
		{"gray", one(8, 0, []byte{7, 8}), 1, []byte{7, 8}, nil},
		{"gray with a transparent value", one(8, 0, []byte{7, 8}, chunk("tRNS", []byte{0, 8})), 1, []byte{7, 8}, []byte{255, 0}},
		{"a transparent value that is not met", one(8, 0, []byte{7, 8}, chunk("tRNS", []byte{0, 9})), 1, []byte{7, 8}, nil},
		{"two bits", one(2, 0, []byte{0b01_10_0000}), 1, []byte{85, 170}, nil},
		{"16 bits are rounded", one(16, 0, []byte{0x00, 0x81, 0xFF, 0x7E}), 1, []byte{1, 254}, nil},
		{"16 bits are compared in full", one(16, 0, []byte{0x12, 0x34, 0x12, 0x35}, chunk("tRNS", []byte{0x12, 0x34})), 1, []byte{18, 18}, []byte{0, 255}},
		{"gray and alpha", one(8, 4, []byte{7, 128, 8, 0}), 1, []byte{7, 8}, []byte{128, 0}},
		{"alpha that says nothing", one(8, 4, []byte{7, 255, 8, 255}), 1, []byte{7, 8}, nil},
		{"colour stays under full transparency", one(8, 6, []byte{1, 2, 3, 0, 4, 5, 6, 7}), 3, []byte{1, 2, 3, 4, 5, 6}, []byte{0, 7}},
		{"palette", one(1, 3, []byte{0b01_000000}, palette), 3, []byte{10, 20, 30, 40, 50, 60}, nil},
		{"palette with alpha for the first", one(1, 3, []byte{0b01_000000}, palette, chunk("tRNS", []byte{9})), 3, []byte{10, 20, 30, 40, 50, 60}, []byte{9, 255}},
		{"index past the palette is black", one(8, 3, []byte{1, 2}, palette), 3, []byte{40, 50, 60, 0, 0, 0}, nil},
	}
	for _, tt := range tests {
		r, err := Decode(tt.file)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if r.Components != tt.components || !bytes.Equal(r.Pixels, tt.pixels) || !bytes.Equal(r.Alpha, tt.alpha) {
			t.Errorf("%s: %d components, %v, alpha %v", tt.name, r.Components, r.Pixels, r.Alpha)
		}
	}
}

// wantError decodes and checks kind, place and words.
func wantError(t *testing.T, name string, file []byte, kind ErrorKind, offset int, want string) {
	t.Helper()
	wantErrorWithin(t, name, file, maxSide, kind, offset, want)
}

func wantErrorWithin(t *testing.T, name string, file []byte, side int, kind ErrorKind, offset int, want string) {
	t.Helper()
	_, err := DecodeWithin(file, side, side)
	var e *Error
	if !errors.As(err, &e) {
		t.Errorf("%s: %v", name, err)
		return
	}
	if e.Kind != kind || e.Offset != offset || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: %v, kind %v at %d; want %v at %d: %s", name, err, e.Kind, e.Offset, kind, offset, want)
	}
}

func join(parts ...[]byte) []byte {
	return bytes.Join(append([][]byte{[]byte(pngSignature)}, parts...), nil)
}

func TestPNGRefused(t *testing.T) {
	gray := pngSpec{width: 2, height: 2, depth: 8}
	head, end := header(gray), chunk("IEND", nil)
	data := func(raw ...byte) []byte { return chunk("IDAT", deflated(raw)) }
	whole := data(0, 1, 2, 0, 3, 4)
	sound := join(head, whole, end)
	if _, err := Decode(sound); err != nil {
		t.Fatal(err)
	}
	palette := header(pngSpec{width: 2, height: 1, depth: 1, colour: 3})
	badSum := bytes.Clone(sound)
	badSum[8+25+8+3] ^= 1
	badStream := bytes.Clone(deflated([]byte{0, 1, 2, 0, 3, 4}))
	badStream[len(badStream)-1] ^= 1

	tests := []struct {
		name   string
		file   []byte
		kind   ErrorKind
		offset int
		want   string
	}{
		{"no header", join(whole, end), Damaged, 8, `chunk "IDAT" where it must not be`},
		{"two headers", join(head, head, whole, end), Damaged, 33, `chunk "IHDR" where it must not be`},
		{"short header", join(chunk("IHDR", make([]byte, 12)), whole, end), Damaged, 8, "12 bytes, not 13"},
		{"no width", join(header(pngSpec{height: 1, depth: 8}), whole, end), Damaged, 8, "0 × 1 pixels"},
		{"width beyond 31 bits", join(chunk("IHDR", []byte{0xFF, 0, 0, 0, 0, 0, 0, 1, 8, 0, 0, 0, 0}), end), Damaged, 8, "4278190080 × 1"},
		{"RGB of 4 bits", join(header(pngSpec{width: 1, height: 1, depth: 4, colour: 2}), end), Damaged, 8, "colour type 2 with 4 bits"},
		{"depth of 3", join(header(pngSpec{width: 1, height: 1, depth: 3}), end), Damaged, 8, "with 3 bits"},
		{"depth of 0", join(header(pngSpec{width: 1, height: 1}), end), Damaged, 8, "with 0 bits"},
		{"colour type 5", join(header(pngSpec{width: 1, height: 1, depth: 8, colour: 5}), end), Damaged, 8, "colour type 5"},
		{"unknown interlace", join(chunk("IHDR", []byte{0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 2}), end), Unsupported, 8, "interlace 2"},
		{"no pixels", join(head, end), Damaged, 33, "no pixels"},
		{"damaged chunk", badSum, Damaged, 33, `checksum of chunk "IDAT"`},
		{"damaged stream", join(head, chunk("IDAT", badStream), end), Damaged, 33, "cannot be unpacked"},
		{"not a stream", join(head, chunk("IDAT", []byte("nonsense")), end), Damaged, 33, "cannot be unpacked"},
		{"too few rows", join(head, data(0, 1, 2), end), Truncated, 33, "the pixels end early"},
		{"half a row", join(head, data(0, 1, 2, 0, 3), end), Truncated, 33, "the pixels end early"},
		{"too many pixels", join(head, data(0, 1, 2, 0, 3, 4, 5), end), Damaged, 33, "more pixels than 2 × 2"},
		{"unknown filter", join(head, data(5, 1, 2, 0, 3, 4), end), Damaged, 33, "filter 5"},
		{"unknown critical chunk", join(head, chunk("ABCD", nil), whole, end), Unsupported, 33, `chunk "ABCD" is not known`},
		{"palette missing", join(palette, data(0, 0), end), Damaged, 33, "the palette is missing"},
		{"palette of 4 bytes", join(palette, chunk("PLTE", make([]byte, 4)), data(0, 0), end), Damaged, 33, "the palette has 4 bytes"},
		{"palette too long", join(palette, chunk("PLTE", make([]byte, 9)), data(0, 0), end), Damaged, 33, "the palette has 9 bytes"},
		{"palette behind pixels", join(head, whole, chunk("PLTE", make([]byte, 3)), end), Damaged, 33 + len(whole), "wrong place"},
		{"transparency before palette", join(palette, chunk("tRNS", []byte{1}), end), Damaged, 33, "the transparency has 1 bytes"},
		{"transparency of gray with 6 bytes", join(head, chunk("tRNS", make([]byte, 6)), whole, end), Damaged, 33, "the transparency has 6 bytes"},
		{"transparency beside alpha", join(header(pngSpec{width: 1, height: 1, depth: 8, colour: 4}), chunk("tRNS", []byte{0, 0}), end), Damaged, 33, "wrong place"},
		{"no end", join(head, whole), Truncated, 33 + len(whole), "the file ends early"},
	}
	for _, tt := range tests {
		wantError(t, tt.name, tt.file, tt.kind, tt.offset, tt.want)
	}
	// Cut off anywhere, it is said to be cut off.
	for n := 1; n < len(sound); n++ {
		wantError(t, "cut", sound[:n], Truncated, n, "the file ends early")
	}
	// What follows the end is not read, chunks that may be skipped are skipped.
	if _, err := Decode(append(join(head, chunk("teXt", []byte("x")), whole, end), "more"...)); err != nil {
		t.Error(err)
	}
}
