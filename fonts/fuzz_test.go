package fonts

import (
	"bytes"
	"testing"
)

// FuzzSubset reads any bytes as a font and cuts it: errors, never panics, and
// what comes out can be read again.
func FuzzSubset(f *testing.F) {
	simple := fontTables([][]byte{nil, square(100), square(200)})
	f.Add(assemble(simple), uint16(1), uint16(1))
	f.Add(compositeFont(f).file, uint16(3), uint16(1))
	f.Add(sourceSmall(f), uint16(1), uint16(2))
	f.Fuzz(func(t *testing.T, file []byte, first, step uint16) {
		face, err := readFace(file)
		if err != nil {
			return
		}
		for _, r := range []rune{'A', 0xFFFD, 0x1F600} {
			if g, ok := face.Glyph(r); ok && int(g) >= face.Glyphs() {
				t.Fatalf("%U has glyph %d of %d", r, g, face.Glyphs())
			}
		}
		face.Coverage()
		glyphs := []GlyphID{0}
		for g := int(first); g < face.Glyphs(); g += int(step) + 1 {
			if g > 0 {
				glyphs = append(glyphs, GlyphID(g))
			}
		}
		program, err := face.Subset(glyphs)
		if err != nil {
			return
		}
		s, err := readSFNT(program)
		if err != nil {
			t.Fatal(err)
		}
		o, err := readOutlines(s)
		if err != nil {
			t.Fatal(err)
		}
		if o.glyphs < len(glyphs) || o.glyphs > face.Glyphs() {
			t.Fatalf("%d glyphs for %d wanted of %d", o.glyphs, len(glyphs), face.Glyphs())
		}
		for g := range o.glyphs {
			if _, err := o.glyph(g); err != nil {
				t.Fatal(err)
			}
		}
		for i, g := range glyphs {
			if got := u16(o.hmtx, 4*min(i, o.metrics-1)); got != face.Advance(g) {
				t.Fatalf("glyph %d is %d wide, was %d", g, got, face.Advance(g))
			}
		}
		again, err := face.Subset(glyphs)
		if err != nil || !bytes.Equal(program, again) {
			t.Fatal("another result")
		}
	})
}

// sourceSmall is a real face cut down to a few glyphs, with its own names.
func sourceSmall(t testing.TB) []byte {
	face := Embedded().Face(2)
	program, err := face.Subset([]GlyphID{0, 1, 2, 3, 40, 41})
	if err != nil {
		t.Fatal(err)
	}
	s, err := readSFNT(program)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := readSFNT(face.file)
	if err != nil {
		t.Fatal(err)
	}
	s.tables["cmap"] = emptyCmap
	s.tables["OS/2"] = whole.tables["OS/2"]
	s.tables["name"] = nameTable(map[uint16]string{1: "Small", 5: "Version 1.0;x", 6: "Small-Regular"})
	return assemble(s.tables)
}
