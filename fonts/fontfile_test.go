package fonts

import (
	"encoding/binary"
	"testing"
	"unicode/utf16"
)

// Small font files made by hand: the smallest that readFace and go-text open.

func words(values ...uint16) []byte {
	var b []byte
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	return b
}

// box is the head of an outline: number of contours and bounds.
func box(contours int16) []byte { return words(uint16(contours), 0, 0, 100, 100) }

// square is a simple outline of one contour with four corners on the curve.
func square(side int16) []byte {
	b := append(box(1), words(3, 0)...) // last point of the contour, no instructions
	b = append(b, 0x01, 0x01, 0x01, 0x01)
	b = append(b, words(0, uint16(side), 0, uint16(-side))...) // x
	return append(b, words(0, 0, uint16(side), 0)...)          // y
}

// fontTables is a font of the given outlines; glyph 1 stands for "A", 2 for
// "B", and so on. Every width is 500 units, except the last glyph's of 600.
func fontTables(outlines [][]byte) map[string][]byte {
	n := uint16(len(outlines))
	var glyf, hmtx []byte
	loca := words(0)
	for i, outline := range outlines {
		glyf = append(glyf, outline...)
		if len(glyf)%2 != 0 {
			glyf = append(glyf, 0)
		}
		loca = append(loca, words(uint16(len(glyf)/2))...)
		width := uint16(500)
		if i == len(outlines)-1 {
			width = 600
		}
		hmtx = append(hmtx, words(width, 0)...)
	}
	head := make([]byte, 54)
	binary.BigEndian.PutUint32(head, 0x00010000)
	binary.BigEndian.PutUint32(head[12:], 0x5F0F3CF5)
	binary.BigEndian.PutUint16(head[18:], 1000)
	hhea := make([]byte, 36)
	copy(hhea, words(1, 0, 800, 0xFF38))
	binary.BigEndian.PutUint16(hhea[34:], n)
	maxp := make([]byte, 32)
	copy(maxp, words(1, 0, n))
	os2 := make([]byte, 96)
	copy(os2, words(4, 0, 400, 5))
	// Format 12: one group from "A" to glyph 1.
	cmap := words(0, 1, 3, 10, 0, 12, 12, 0, 0, 28, 0, 0, 0, 1, 0, 'A', 0, 'A'+n-2, 0, 1)
	if n == 1 {
		cmap = emptyCmap
	}
	return map[string][]byte{
		"OS/2": os2, "cmap": cmap, "glyf": glyf, "head": head, "hhea": hhea, "hmtx": hmtx,
		"loca": loca, "maxp": maxp, "name": nameTable(map[uint16]string{1: "Test", 6: "Test-Regular"}),
	}
}

func nameTable(names map[uint16]string) []byte {
	var records, storage []byte
	for id := range uint16(32) {
		name, has := names[id]
		if !has {
			continue
		}
		text := words(utf16.Encode([]rune(name))...)
		records = append(records, words(3, 1, 0x409, id, uint16(len(text)), uint16(len(storage)))...)
		storage = append(storage, text...)
	}
	return append(append(words(0, uint16(len(names)), uint16(6+len(records))), records...), storage...)
}

func glyfFont(t testing.TB, outlines [][]byte) *Face {
	t.Helper()
	f, err := readFace(assemble(fontTables(outlines)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// compositeFont: 1 and 2 are simple, 3 = 1 + 2, 4 = 3 + 2 (scaled), 5 is empty.
func compositeFont(t testing.TB) *Face {
	const xyArgs = 0x0002 // the arguments are an offset
	three := append(box(-1), words(partMore|xyArgs, 1, 0x0505)...)
	three = append(three, words(partWords|xyArgs, 2, 40, 50)...)
	four := append(box(-1), words(partMore|partXYScale|xyArgs, 3, 0x0909, 0x2000, 0x6000)...)
	four = append(four, words(partTwoByTwo|xyArgs, 2, 0x0101, 0x4000, 0, 0, 0x4000)...)
	return glyfFont(t, [][]byte{nil, square(100), square(201), three, four, nil})
}
