package render_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// fontFile is a font file by its tables, to be altered.
type fontFile map[string][]byte

// readFont reads one of the embedded faces.
func readFont(t testing.TB, name string) fontFile {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "fonts", "faces", name))
	if err != nil {
		t.Fatal(err)
	}
	f := fontFile{}
	for i := range int(binary.BigEndian.Uint16(b[4:])) {
		record := b[12+16*i:]
		at, size := binary.BigEndian.Uint32(record[8:]), binary.BigEndian.Uint32(record[12:])
		f[string(record[:4])] = slices.Clone(b[at : at+size])
	}
	return f
}

// bytes puts the file together. Nobody who reads it here asks for checksums.
func (f fontFile) bytes() []byte {
	var tags []string
	for tag := range f {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	out := []byte{0, 1, 0, 0, 0, byte(len(tags)), 0, 0, 0, 0, 0, 0}
	offset := len(out) + 16*len(tags)
	var body []byte
	for _, tag := range tags {
		out = append(append(out, tag...), 0, 0, 0, 0)
		out = binary.BigEndian.AppendUint32(out, uint32(offset+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(f[tag])))
		body = append(body, f[tag]...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	return append(out, body...)
}

// only leaves the characters from first to last; glyph has their glyphs.
func (f fontFile) only(glyph func(rune) uint16, first, last rune) fontFile {
	var groups []byte
	n := uint32(0)
	for r := first; r <= last; r++ {
		if g := glyph(r); g != 0 {
			for _, v := range []uint32{uint32(r), uint32(r), uint32(g)} {
				groups = binary.BigEndian.AppendUint32(groups, v)
			}
			n++
		}
	}
	head := []byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0}
	head = binary.BigEndian.AppendUint32(head, uint32(16+len(groups)))
	head = binary.BigEndian.AppendUint32(head, 0)
	head = binary.BigEndian.AppendUint32(head, n)
	f["cmap"] = append(head, groups...)
	return f
}
