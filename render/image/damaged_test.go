package image

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
)

// damagedFiles are files that something happened to: each one's name says what.
func damagedFiles(t testing.TB) (out []sample) {
	r := rand.New(rand.NewPCG(21, 22))
	seen := map[string]bool{}
	add := func(name string, data []byte) {
		if !seen[string(data)] {
			seen[string(data)] = true
			out = append(out, sample{name, data})
		}
	}
	sound := soundFiles()
	for _, s := range sound {
		n := len(s.png)
		for i := range 12 { // cut off at twelve places
			at := (i*n + i) / 12
			add(fmt.Sprintf("%s, cut at %d", s.name, at), s.png[:at])
		}
		for range 12 { // one bit
			data := bytes.Clone(s.png)
			at, bit := r.IntN(n), r.IntN(8)
			data[at] ^= 1 << bit
			add(fmt.Sprintf("%s, bit %d of byte %d", s.name, bit, at), data)
		}
		for range 6 { // a hole, as a failed upload leaves it
			data := bytes.Clone(s.png)
			at := r.IntN(n)
			clear(data[at:min(n, at+50)])
			add(fmt.Sprintf("%s, zeros from %d", s.name, at), data)
		}
		for range 4 { // a part lost, or doubled
			at := r.IntN(n - 1)
			end := at + 1 + r.IntN(n-at-1)
			add(fmt.Sprintf("%s, without %d to %d", s.name, at, end), append(bytes.Clone(s.png[:at]), s.png[end:]...))
			add(fmt.Sprintf("%s, twice %d to %d", s.name, at, end), append(bytes.Clone(s.png[:end]), s.png[at:]...))
		}
	}
	for _, s := range sound {
		for i, data := range wrongNumbers(s.png) {
			add(fmt.Sprintf("%s, wrong number %d", s.name, i), data)
		}
	}
	for _, s := range bombs(t) {
		add(s.name, s.png)
	}
	return out
}

// soundFiles are what is damaged.
func soundFiles() (out []sample) {
	r := rand.New(rand.NewPCG(23, 24))
	for _, s := range []pngSpec{
		{width: 40, height: 30, depth: 8, colour: 2}, {width: 33, height: 9, depth: 16, colour: 6, interlaced: true},
		{width: 20, height: 20, depth: 4, colour: 3, paletteSize: 11, transparent: true}, {width: 50, height: 50, depth: 1},
	} {
		out = append(out, sample{s.String(), writePNG(s, r)})
	}
	for _, s := range oddJPEGs() {
		switch s.name {
		case "restarts each 3 MCUs, with a last one", "progressive, subsampled, restarts", "YCCK by Adobe", "gray, progressive", "two scans":
			out = append(out, sample{s.name, s.encode()})
		}
	}
	return out
}

// wrongNumbers gives a file with each of its lengths and sizes replaced; the
// checksums of a PNG are right, so that nothing but the number tells.
func wrongNumbers(data []byte) (out [][]byte) {
	if bytes.HasPrefix(data, []byte(pngSignature)) {
		for at := len(pngSignature); at < len(data); {
			length := int(binary.BigEndian.Uint32(data[at:]))
			for _, wrong := range []int{0, length + 1, length + 12, 1 << 31, 1<<32 - 1} {
				out = append(out, patchedPNG(data, at, binary.BigEndian.AppendUint32(nil, uint32(wrong)), at))
			}
			if string(data[at+4:at+8]) == "IHDR" {
				for i, wrong := range []uint32{0, 20_001, 1 << 31} {
					out = append(out, patchedPNG(data, at+8+4*(i%2), binary.BigEndian.AppendUint32(nil, wrong), at))
				}
				for i := 16; i < 21; i++ { // depth, type, compression, filter, interlace
					out = append(out, patchedPNG(data, at+i, []byte{9}, at))
				}
			}
			at += 12 + length
		}
		return out
	}
	eachSegment(data, func(s jpegSegment) error {
		if s.marker == markerEOI {
			return nil
		}
		for _, wrong := range []int{0, 1, 2, len(s.body) + 1, len(s.body) + 3, 0xFFFF} {
			changed := bytes.Clone(data)
			binary.BigEndian.PutUint16(changed[s.at+2:], uint16(wrong))
			out = append(out, changed)
		}
		for i := range min(len(s.body), 12) { // tables, factors, selectors
			changed := bytes.Clone(data)
			changed[s.at+4+i] = 0xFF
			out = append(out, changed)
		}
		return nil
	})
	return out
}

// patchedPNG replaces bytes, and makes the checksum of the chunk at a place
// right where it still ends in the file.
func patchedPNG(data []byte, at int, with []byte, chunkAt int) []byte {
	out := bytes.Clone(data)
	copy(out[at:], with)
	if end := chunkAt + 8 + int(binary.BigEndian.Uint32(out[chunkAt:])); end <= len(out)-4 {
		copy(out[chunkAt:], chunk(string(out[chunkAt+4:chunkAt+8]), out[chunkAt+8:end]))
	}
	return out
}

// bombs are small files that ask for much.
func bombs(t testing.TB) (out []sample) {
	add := func(name string, data []byte) { out = append(out, sample{name, data}) }
	head := func(width, height, colour int) []byte {
		return header(pngSpec{width: width, height: height, depth: 8, colour: colour})
	}
	end := chunk("IEND", nil)
	for _, size := range [][2]int{{20_000, 2_000}, {6_000, 6_000}, {20_001, 1}, {1, 20_001}, {50_000, 50_000}, {1<<31 - 1, 1<<31 - 1}} {
		add(fmt.Sprint("PNG of ", size), join(head(size[0], size[1], 6), chunk("IDAT", deflated([]byte{0})), end))
		if size[0] < 1<<16 {
			jpeg, _ := flatJPEGHead(markerSOF2, size[0], size[1])
			add(fmt.Sprint("JPEG of ", size), append(jpeg, 0, 0xFF, 0xD9))
		}
	}
	add("8 MB in 10 × 10 pixels", join(head(10, 10, 0), chunk("IDAT", deflated(make([]byte, 8<<20))), end))
	// What is promised is nearly there, so that the picture is allocated.
	large := flatPNG(pngSpec{width: 4500, height: 4400, depth: 8, colour: 2})
	add("a large PNG whose checksum is wrong", large[:len(large)-16])
	body := bytes.Clone(large[len(pngSignature)+25+8 : len(large)-16])
	add("a large PNG that lacks its last row", join(head(4500, 4400, 2), chunk("IDAT", body[:len(body)-9]), end))
	for _, marker := range []byte{markerSOF0, markerSOF2} {
		jpeg := flatJPEG(marker, 3100, 3100)
		add(fmt.Sprintf("a large JPEG (%02X) that lacks its last blocks", marker), append(jpeg[:len(jpeg)-42], 0xFF, 0xD9))
		turned := inserted(append(jpeg[:len(jpeg)-42], 0xFF, 0xD9), exif(binary.LittleEndian, 5))
		add(fmt.Sprintf("the same (%02X), turned", marker), turned)
	}
	// 10 MB of chunks and segments without contents.
	fill := func(name string, start, part, rest []byte) {
		add(name, bytes.Join([][]byte{start, bytes.Repeat(part, (maxFileBytes-len(start)-len(rest))/len(part)), rest}, nil))
	}
	fill("nothing but empty IDAT chunks", join(head(10, 10, 0)), chunk("IDAT", nil), end)
	jpeg, _ := flatJPEGHead(markerSOF0, 100, 100)
	empty := segment(markerDHT, append([]byte{0x13}, make([]byte, 16)...))
	fill("nothing but code tables", jpeg[:2], empty, append(jpeg[2:], 0xFF, 0xD9))
	fill("nothing but empty segments", jpeg[:2], segment(0xFE, nil), append(jpeg[2:], 0xFF, 0xD9))
	fill("nothing but restart markers", jpeg, []byte{0xFF, 0xD0}, []byte{0xFF, 0xD9})
	return out
}

// TestDamagedFilesAreRefused, or read where the damage does not matter: to a
// sound raster of the size that the file states. None takes much memory.
func TestDamagedFilesAreRefused(t *testing.T) {
	files := damagedFiles(t)
	refused, kinds, most := 0, map[ErrorKind]int{}, 0
	for _, s := range files {
		var r *Raster
		var err error
		used := allocated(func() { r, err = DecodeWithin(s.png, 2400, 2400) })
		if most = max(most, used); used > mostAllocated {
			t.Errorf("%s: %d bytes were allocated", s.name, used)
		}
		if err == nil {
			checkRaster(t, r)
			if width, height := stated(s.png); width*height != r.Width*r.Height {
				t.Errorf("%s: %d × %d, want %d × %d", s.name, r.Width, r.Height, width, height)
			}
			continue
		}
		var e *Error
		if !errors.As(err, &e) || e.Kind.String() == "" || e.Offset < 0 || e.Offset > len(s.png) || len(e.Message) < 20 {
			t.Errorf("%s: %#v", s.name, err)
			continue
		}
		refused++
		kinds[e.Kind]++
	}
	t.Logf("%d damaged files, %d refused: %v; at most %d KB allocated", len(files), refused, kinds, most>>10)
	if refused < 200 || len(kinds) < 4 {
		t.Errorf("%d were refused, by %d kinds of error: this test shows too little", refused, len(kinds))
	}
	for _, s := range soundFiles() { // it is the damage that is refused
		if _, err := Decode(s.png); err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
	}
}

// stated is the size that a file's header states.
func stated(data []byte) (width, height int) {
	if data[0] == 0x89 {
		return int(binary.BigEndian.Uint32(data[16:])), int(binary.BigEndian.Uint32(data[20:]))
	}
	eachSegment(data, func(s jpegSegment) error {
		if s.marker >= markerSOF0 && s.marker <= markerSOF2 {
			height, width = int(binary.BigEndian.Uint16(s.body[1:])), int(binary.BigEndian.Uint16(s.body[3:]))
		}
		return nil
	})
	return width, height
}
