package image

import (
	"bytes"
	"encoding/binary"
	stdimage "image"
	"image/color"
	stdjpeg "image/jpeg"
	"os"
	"testing"
)

// The files in testdata were made with cjpeg of libjpeg-turbo 2.1.5 from one
// picture of 24 × 16 pixels: -progressive, -progressive -grayscale, -rgb,
// -restart 1B, -arithmetic, all with -quality 90.
func file(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// blocks is a gray JPEG whose 8 × 8 blocks are flat and all differ.
func blocks(t testing.TB, columns, rows int) []byte {
	t.Helper()
	p := stdimage.NewGray(stdimage.Rect(0, 0, 8*columns, 8*rows))
	for y := range 8 * rows {
		for x := range 8 * columns {
			p.SetGray(x, y, color.Gray{uint8(10 + 20*(y/8*columns+x/8))})
		}
	}
	return encodeJPEG(t, p)
}

func encodeJPEG(t testing.TB, p stdimage.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := stdjpeg.Encode(&b, p, &stdjpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func segment(marker byte, body []byte) []byte {
	out := []byte{0xFF, marker}
	return append(binary.BigEndian.AppendUint16(out, uint16(len(body)+2)), body...)
}

// inserted puts segments behind the start of a JPEG.
func inserted(jpeg []byte, segments ...[]byte) []byte {
	return append(append(bytes.Clone(jpeg[:2]), bytes.Join(segments, nil)...), jpeg[2:]...)
}

func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	tiff := []byte("MM\x00*")
	if order == binary.LittleEndian {
		tiff = []byte("II*\x00")
	}
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 2)
	for _, tag := range []uint16{0x0100, 0x0112} {
		tiff = order.AppendUint16(tiff, tag)
		tiff = order.AppendUint16(tiff, 3)
		tiff = order.AppendUint32(tiff, 1)
		tiff = order.AppendUint16(tiff, orientation)
		tiff = order.AppendUint16(tiff, 0)
	}
	return segment(markerAPP1, append([]byte("Exif\x00\x00"), tiff...))
}

func TestJPEGStaysAsItIs(t *testing.T) {
	for _, name := range []string{"progressive.jpg", "progressive-gray.jpg", "restarts.jpg"} {
		data := file(t, name)
		r, err := Decode(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		checkRaster(t, r)
		components := 3
		if name == "progressive-gray.jpg" {
			components = 1
		}
		if !bytes.Equal(r.JPEG, data) || r.Width != 24 || r.Height != 16 || r.Components != components {
			t.Errorf("%s: %d × %d × %d, %d bytes of %d", name, r.Width, r.Height, r.Components, len(r.JPEG), len(data))
		}
	}
}

func TestJPEGLosesMetadataAndWhatFollows(t *testing.T) {
	plain := blocks(t, 2, 2)
	jfif := segment(0xE0, []byte("JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"))
	data := inserted(plain, jfif, exif(binary.BigEndian, 1), segment(0xE2, []byte("ICC_PROFILE")), segment(0xFE, []byte("where it was taken")))
	data = append(data, "and a second picture"...)
	r, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(r.JPEG, inserted(plain, jfif)) {
		t.Errorf("%d bytes, want %d", len(r.JPEG), len(plain)+len(jfif))
	}
	if other, _ := Decode(plain); other.Digest == r.Digest {
		t.Error("two files have one digest")
	}
}

// TestJPEGOfRGB: a reader of PDF might take its components for YCbCr.
func TestJPEGOfRGB(t *testing.T) {
	rgb, err := Decode(file(t, "rgb.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	checkRaster(t, rgb)
	if rgb.JPEG != nil || rgb.Components != 3 {
		t.Fatalf("%d components, %d bytes of JPEG", rgb.Components, len(rgb.JPEG))
	}
	// The picture that all files in testdata were made from.
	for y := range 16 {
		for x := range 24 {
			blue := 30
			if (x/8+y/8)%2 == 1 {
				blue = 200
			}
			got := rgb.rgba(x, y)
			for i, want := range []int{x * 10, y * 15, blue} {
				if d := int(got[i]) - want; d > 12 || d < -12 {
					t.Fatalf("pixel %d,%d is %v, want %d %d %d", x, y, got, x*10, y*15, blue)
				}
			}
		}
	}
}

func TestJPEGOrientation(t *testing.T) {
	plain := blocks(t, 3, 2)
	// Where the first row and the first column of the file are seen (Exif
	// §4.6.4), as the blocks of the picture then seen, numbered in the file
	// 0 1 2 / 3 4 5.
	seen := map[uint16][][]int{
		1: {{0, 1, 2}, {3, 4, 5}},
		2: {{2, 1, 0}, {5, 4, 3}},
		3: {{5, 4, 3}, {2, 1, 0}},
		4: {{3, 4, 5}, {0, 1, 2}},
		5: {{0, 3}, {1, 4}, {2, 5}},
		6: {{3, 0}, {4, 1}, {5, 2}},
		7: {{5, 2}, {4, 1}, {3, 0}},
		8: {{2, 5}, {1, 4}, {0, 3}},
		9: {{0, 1, 2}, {3, 4, 5}}, // makes no sense
	}
	for orientation, want := range seen {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			r, err := Decode(inserted(plain, exif(order, orientation)))
			if err != nil {
				t.Fatal(err)
			}
			checkRaster(t, r)
			if r.Width != 8*len(want[0]) || r.Height != 8*len(want) {
				t.Errorf("orientation %d: %d × %d", orientation, r.Width, r.Height)
				continue
			}
			if upright := orientation == 1 || orientation == 9; upright != (r.JPEG != nil) {
				t.Errorf("orientation %d: left as it is: %v", orientation, r.JPEG != nil)
				continue
			} else if upright {
				continue
			}
			for y, row := range want {
				for x, block := range row {
					if got := int(r.rgba(8*x+4, 8*y+4)[0]); got < 5+20*block || got > 15+20*block {
						t.Errorf("orientation %d: block %d,%d is %d, want %d", orientation, x, y, got, 10+20*block)
					}
				}
			}
		}
	}
}

func TestExifOrientationOfDamagedData(t *testing.T) {
	whole := exif(binary.BigEndian, 6)[10:]
	if got := exifOrientation(whole); got != 6 {
		t.Fatalf("orientation %d", got)
	}
	for n := range len(whole) - 4 { // the last four bytes are not needed to find it
		if got := exifOrientation(whole[:n]); got != 1 {
			t.Errorf("cut to %d bytes: orientation %d", n, got)
		}
	}
	far := bytes.Clone(whole)
	copy(far[4:], []byte{0xFF, 0xFF, 0xFF, 0xFF})
	if got := exifOrientation(far); got != 1 {
		t.Errorf("directory outside: orientation %d", got)
	}
}

func TestJPEGRefused(t *testing.T) {
	sound := blocks(t, 2, 2)
	frameAt := bytes.Index(sound, []byte{0xFF, markerSOF0})
	scanAt := bytes.Index(sound, []byte{0xFF, markerSOS})
	patched := func(at int, with ...byte) []byte {
		out := bytes.Clone(sound)
		copy(out[frameAt+at:], with)
		return out
	}
	cmyk := append(bytes.Clone(sound[:frameAt]), segment(markerSOF0, []byte{8, 0, 16, 0, 16, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0})...)
	two := append(bytes.Clone(sound[:frameAt]), segment(markerSOF0, []byte{8, 0, 16, 0, 16, 2, 1, 0x11, 0, 2, 0x11, 0})...)
	tests := []struct {
		name   string
		file   []byte
		kind   ErrorKind
		offset int
		want   string
	}{
		{"CMYK", cmyk, Unsupported, frameAt, "a CMYK JPEG; save the picture in RGB"},
		{"two components", two, Unsupported, frameAt, "2 components"},
		{"12 bits", patched(4, 12), Unsupported, frameAt, "12 bits a sample"},
		{"lossless", patched(1, 0xC3), Unsupported, frameAt, "marker C3"},
		{"arithmetic", file(t, "arithmetic.jpg"), Unsupported, bytes.Index(file(t, "arithmetic.jpg"), []byte{0xFF, 0xC9}), "marker C9"},
		{"no height", patched(5, 0, 0), Damaged, frameAt, "16 × 0 pixels"},
		{"subsampling", patched(11, 0x51), Damaged, frameAt, "subsampling of 5 × 1"},
		{"header cut", patched(9, 3), Damaged, frameAt, "a header of 9 bytes"},
		{"two headers", inserted(sound, sound[frameAt:scanAt]), Damaged, scanAt, "two headers"},
		{"pixels before the header", inserted(sound, sound[scanAt:scanAt+10]), Damaged, 2, "pixels before the header"},
		{"no pixels", append(bytes.Clone(sound[:scanAt]), 0xFF, 0xD9), Damaged, scanAt + 2, "no pixels"},
		{"segment of 1 byte", inserted(sound, []byte{0xFF, 0xFE, 0, 1}), Damaged, 2, "a segment of 1 bytes"},
		{"no marker", inserted(sound, []byte{1, 2, 3}), Unsupported, 0, "neither PNG nor JPEG"},
		{"no marker behind a segment", inserted(sound, segment(0xFE, nil), []byte{1}), Damaged, 6, "no marker"},
		{"no code table", append(bytes.Clone(sound[:frameAt]), withoutTables(sound[frameAt:])...), Damaged, frameAt, "cannot be decoded"},
	}
	for _, tt := range tests {
		wantError(t, tt.name, tt.file, tt.kind, tt.offset, tt.want)
	}
	for n := 1; n < len(sound); n++ {
		wantError(t, "cut", sound[:n], Truncated, n, "the file ends early")
	}
}

// withoutTables leaves the code tables out of a JPEG.
func withoutTables(jpeg []byte) (out []byte) {
	for at := 0; ; {
		if jpeg[at+1] == markerSOS {
			return append(out, jpeg[at:]...)
		}
		end := at + 2 + int(binary.BigEndian.Uint16(jpeg[at+2:]))
		if jpeg[at+1] != markerDHT {
			out = append(out, jpeg[at:end]...)
		}
		at = end
	}
}

func TestUnknownFormats(t *testing.T) {
	for data, want := range map[string]string{
		"":                                 "the file is empty",
		"GIF89a....":                       "a GIF; save the picture as PNG or JPEG",
		"II*\x00....":                      "a TIFF",
		"RIFF....WEBPVP8 ":                 "a WebP",
		"%PDF-1.7":                         "a PDF",
		"\xEF\xBB\xBF\n<svg xmlns=''/>":    "an SVG",
		"<?xml version=\"1.0\"?><svg/>":    "perhaps an SVG",
		"\x00\x00\x00\x18ftypheic\x00\x00": "a HEIC or AVIF",
		"hello":                            "neither PNG nor JPEG",
	} {
		kind := Unsupported
		if data == "" {
			kind = Truncated
		}
		wantError(t, data, []byte(data), kind, 0, want)
	}
}
