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
	threeScans := jpegSpec{width: 40, height: 20, marker: markerSOF0, ids: []byte{1, 2, 3}, factors: [][2]int{{2, 2}, {1, 1}, {1, 1}}, step: 4, sample: wave, scans: whole([]int{0}, []int{1}, []int{2})}
	progressive := threeScans
	progressive.marker, progressive.scans = markerSOF2, progression(3)
	restarts := threeScans
	restarts.scans, restarts.interval = whole([]int{0, 1, 2}), 1
	nth := func(data []byte, n int, marker byte) int { // offset of the n-th of a kind of segment
		at := -1
		eachSegment(data, func(s jpegSegment) error {
			if s.marker == marker {
				if n--; n == 0 {
					at = s.at
				}
			}
			return nil
		})
		return at
	}
	changed := func(spec jpegSpec, n int, marker byte, at int, with ...byte) ([]byte, int) {
		data := spec.encode()
		place := nth(data, n, marker)
		copy(data[place+at:], with)
		return data, place
	}
	without := func(spec jpegSpec, n int, marker byte) []byte {
		data := spec.encode()
		at := nth(data, n, marker)
		return append(bytes.Clone(data[:at]), data[at+2+int(binary.BigEndian.Uint16(data[at+2:])):]...)
	}
	oneScan := jpegSpec{width: 40, height: 20, marker: markerSOF0, ids: []byte{1, 2, 3}, factors: threeScans.factors, step: 4, sample: wave, scans: whole([]int{0})}
	two := append(bytes.Clone(sound[:frameAt]), segment(markerSOF0, []byte{8, 0, 16, 0, 16, 2, 1, 0x11, 0, 2, 0x11, 0})...)
	tests := []struct {
		name   string
		file   []byte
		kind   ErrorKind
		offset int
		want   string
	}{
		{"two components", two, Unsupported, frameAt, "2 components"},
		{"12 bits", patched(4, 12), Unsupported, frameAt, "12 bits a sample"},
		{"lossless", patched(1, 0xC3), Unsupported, frameAt, "a lossless JPEG"},
		{"arithmetic", file(t, "arithmetic.jpg"), Unsupported, bytes.Index(file(t, "arithmetic.jpg"), []byte{0xFF, 0xC9}), "a JPEG with arithmetic coding; save the picture as a baseline JPEG"},
		{"no height", patched(5, 0, 0), Damaged, frameAt, "16 × 0 pixels"},
		{"subsampling", patched(11, 0x51), Damaged, frameAt, "subsampling of 5 × 1"},
		{"header cut", patched(9, 3), Damaged, frameAt, "a header of 9 bytes"},
		{"two headers", inserted(sound, sound[frameAt:scanAt]), Damaged, scanAt, "two headers"},
		{"pixels before the header", inserted(sound, sound[scanAt:scanAt+10]), Damaged, 2, "pixels before the header"},
		{"no pixels", append(bytes.Clone(sound[:scanAt]), 0xFF, 0xD9), Damaged, scanAt + 2, "no pixels"},
		{"segment of 1 byte", inserted(sound, []byte{0xFF, 0xFE, 0, 1}), Damaged, 2, "a segment of 1 bytes"},
		{"no marker", inserted(sound, []byte{1, 2, 3}), Unsupported, 0, "neither PNG nor JPEG"},
		{"no marker behind a segment", inserted(sound, segment(0xFE, nil), []byte{1}), Damaged, 6, "no marker"},
		{"hierarchical", patched(1, 0xC6), Unsupported, frameAt, "a hierarchical JPEG"},
		{"a reserved frame", patched(1, 0xC8), Unsupported, frameAt, "marker C8"},
		{"height behind the pixels", inserted(sound, segment(markerDNL, []byte{0, 1})), Unsupported, 2, "marker DC"},
		{"quantization table 4", patched(12, 4), Damaged, frameAt, "quantization table 4"},
		{"no component", without(oneScan, 1, markerSOF0), Damaged, nth(without(oneScan, 1, markerSOF0), 1, markerSOS), "pixels before the header"},
	}
	refused := func(name string, file []byte, place int) func(want string) {
		return func(want string) { wantError(t, name, file, Damaged, place, want) }
	}
	refused("no code table", without(threeScans, 1, markerDHT), nth(without(threeScans, 1, markerDHT), 1, markerSOS))("a scan without its code table")
	refused("no quantization table", without(threeScans, 1, markerDQT), nth(without(threeScans, 1, markerDQT), 1, markerSOS))("a scan without its quantization table")
	refused("a component without pixels", oneScan.encode(), nth(oneScan.encode(), 1, markerSOF0))("component 2 has no pixels")
	for _, tt := range []struct {
		name   string
		spec   jpegSpec
		n      int
		marker byte
		at     int
		with   []byte
		want   string
	}{
		{"two components of one name", threeScans, 1, markerSOF0, 13, []byte{1}, "two components named 1"},
		{"unknown component", threeScans, 2, markerSOS, 5, []byte{9}, "a component or with a code table that is not there"},
		{"code table 4", threeScans, 2, markerSOS, 6, []byte{0x40}, "a component or with a code table that is not there"},
		{"one component twice", restarts, 1, markerSOS, 7, []byte{1}, "of one component twice"},
		{"a component again", threeScans, 2, markerSOS, 5, []byte{1}, "of pixels that came before"},
		{"4 components of 3", threeScans, 1, markerSOS, 4, []byte{4}, "whose header makes no sense"},
		{"quantization table of 4 kinds", threeScans, 1, markerDQT, 4, []byte{4}, "a quantization table that makes no sense"},
		{"code table of more codes than there are", threeScans, 1, markerDHT, 5, []byte{3}, "a code table that makes no sense"},
		{"code table of kind 2", threeScans, 1, markerDHT, 4, []byte{0x20}, "a code table that makes no sense"},
		{"coefficients up to 64", progressive, 2, markerSOS, 8, []byte{64}, "coefficients that do not belong together"},
		{"coefficients backwards", progressive, 2, markerSOS, 7, []byte{6}, "coefficients that do not belong together"},
		{"DC and AC together", progressive, 2, markerSOS, 7, []byte{0}, "coefficients that do not belong together"},
		{"refined by two bits", progressive, 8, markerSOS, 9, []byte{0x31}, "coefficients that do not belong together"},
		{"14 bits left", progressive, 1, markerSOS, 13, []byte{0x0E}, "coefficients that do not belong together"},
		{"refined before the first", progressive, 1, markerSOS, 13, []byte{0x10}, "that adds to what did not come before"},
	} {
		data, place := changed(tt.spec, tt.n, tt.marker, tt.at, tt.with...)
		wantError(t, tt.name, data, Damaged, place, tt.want)
	}
	lost := restarts.encode()
	place := bytes.LastIndex(lost, []byte{0xFF, 0xD1})
	lost[place+1] = 0xD2
	wantError(t, "another restart", lost, Damaged, place, "no restart marker where one must be")
	wide := threeScans
	wide.factors, wide.scans = [][2]int{{4, 2}, {2, 1}, {1, 1}}, whole([]int{0, 1, 2})
	wantError(t, "11 blocks at once", wide.encode(), Damaged, nth(wide.encode(), 1, markerSOS), "a scan of too many blocks at once")
	// One byte of the pixels less, and the end where more must come.
	short := threeScans.encode()
	last := bytes.LastIndex(short, []byte{0xFF, 0xD9})
	wantError(t, "pixels end early", append(short[:last-9], 0xFF, 0xD9), Damaged, last-9, "they end early")
	for _, tt := range tests {
		wantError(t, tt.name, tt.file, tt.kind, tt.offset, tt.want)
	}
	for n := 1; n < len(sound); n++ {
		wantError(t, "cut", sound[:n], Truncated, n, "the file ends early")
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
