package fonts

import (
	"bytes"
	"encoding/binary"
	"errors"
	"maps"
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

// FuzzOwnFont reads any bytes as a brand's own font: errors, never panics, and
// what is taken can be measured, cut in full and set.
func FuzzOwnFont(f *testing.F) {
	f.Add(smallText(), uint16(4), uint16(0), uint16(1000), uint16(800), uint16(0xFF38))
	f.Add(smallText(), uint16(2), uint16(6), uint16(16), uint16(1), uint16(0))
	f.Add(sourceSmall(f), uint16(4), uint16(0x0104), uint16(1000), uint16(0), uint16(0xFFFF))
	f.Fuzz(func(t *testing.T, file []byte, version, fsType, em, ascent, descent uint16) {
		if s, err := readSFNT(file); err == nil {
			// Metadata is varied by itself: to find it in a file is luck.
			tables := maps.Clone(s.tables)
			for tag, at := range map[string]map[int]uint16{
				"OS/2": {0: version, 8: fsType, 68: ascent, 70: descent},
				"head": {18: em}, "hhea": {4: ascent, 6: descent},
			} {
				table := bytes.Clone(tables[tag])
				for offset, value := range at {
					if len(table) >= offset+2 {
						binary.BigEndian.PutUint16(table[offset:], value)
					}
				}
				tables[tag] = table
			}
			file = assemble(tables)
		}
		l, err := Embedded().With([]Source{{"Mine", 400, file}})
		if err != nil {
			var which *SourceError
			if !errors.As(err, &which) || which.Index != 0 || err.Error() == "" {
				t.Fatalf("%v", err)
			}
			return
		}
		id, err := l.Find("Mine", 400)
		if err != nil {
			t.Fatal(err)
		}
		face := l.Face(id)
		if fsType&0x0300 != 0 || fsType&0xF == 2 {
			t.Fatalf("taken with fsType %#x", fsType)
		}
		if a, d, em := face.Ascent(), face.Descent(), face.UnitsPerEm(); a <= 0 || d < 0 || a+d > 4*em || em < 16 || em > 16384 {
			t.Fatalf("taken with an ascent of %d, a descent of %d and an em of %d", a, d, em)
		}
		face.Shaping()
		face.Coverage()
		all := make([]GlyphID, face.Glyphs())
		for i := range all {
			all[i] = GlyphID(i)
		}
		if _, err := face.Subset(all); err != nil {
			t.Fatalf("taken, but it cannot be cut: %v", err)
		}
	})
}

// smallText is the smallest font that a brand can have.
func smallText() []byte {
	tables := fontTables([][]byte{nil, square(100), square(200)})
	tables["cmap"] = words(0, 1, 3, 10, 0, 12, 12, 0, 0, 40, 0, 0, 0, 2, 0, ' ', 0, ' ', 0, 1, 0, '-', 0, '-', 0, 2)
	return assemble(tables)
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
