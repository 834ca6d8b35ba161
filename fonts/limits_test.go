package fonts

import (
	"bytes"
	"errors"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
)

func read(tables map[string][]byte) error {
	_, err := readFace(assemble(tables))
	return err
}

func TestLimitFontBytes(t *testing.T) {
	file := assemble(fontTables([][]byte{nil, square(100)}))
	atLimit := make([]byte, maxFontBytes+1)
	copy(atLimit, file)
	if _, err := readFace(atLimit[:maxFontBytes]); err != nil {
		t.Error(err)
	}
	if _, err := readFace(atLimit); err == nil || !strings.Contains(err.Error(), "at most 33554432 are read") {
		t.Error(err)
	}
}

func TestLimitFaces(t *testing.T) {
	files := make([][]byte, maxFaces+1)
	for i := range files {
		files[i] = assemble(fontTables([][]byte{nil, square(100)}))
	}
	if l, err := NewLibrary(files[:maxFaces]...); err != nil || l.Face(maxFaces-1).ID() != maxFaces-1 {
		t.Error(err)
	}
	if _, err := NewLibrary(files...); err == nil || !strings.Contains(err.Error(), "at most 1024") {
		t.Error(err)
	}
}

func TestLimitTables(t *testing.T) {
	tables := fontTables([][]byte{nil, square(100)})
	for i := 0; len(tables) < maxTables; i++ {
		tables[string([]byte{'z', 'z', 'a' + byte(i/26), 'a' + byte(i%26)})] = nil
	}
	if err := read(tables); err != nil {
		t.Error(err)
	}
	tables["zzzz"] = nil
	if err := read(tables); err == nil || !strings.Contains(err.Error(), "at most 64") {
		t.Error(err)
	}
}

func TestLimitNames(t *testing.T) {
	tables := fontTables([][]byte{nil, square(100)})
	for _, tt := range []struct {
		family, postScript int
		want               string
	}{
		{maxNameBytes / 2, 63, ""},
		{maxNameBytes/2 + 1, 63, "no family name"},
		{10, 64, "PostScript name of 64 bytes"},
		{10, 0, "PostScript name of 0 bytes"},
	} {
		tables["name"] = nameTable(map[uint16]string{1: strings.Repeat("f", tt.family), 6: strings.Repeat("p", tt.postScript)})
		if err := read(tables); tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%d, %d: %v", tt.family, tt.postScript, err)
		}
	}
}

func TestLimitGlyphs(t *testing.T) {
	outlines := make([][]byte, maxGlyphs)
	outlines[maxGlyphs-1] = square(100)
	tables := fontTables(outlines)
	tables["cmap"] = emptyCmap // U+0041 and what follows is too few characters
	f, err := readFace(assemble(tables))
	if err != nil {
		t.Fatal(err)
	}
	all := make([]GlyphID, maxGlyphs)
	for i := range all {
		all[i] = GlyphID(i)
	}
	program, err := f.Subset(all)
	if err != nil {
		t.Fatal(err)
	}
	if o := readBack(t, program); o.glyphs != maxGlyphs {
		t.Errorf("%d glyphs", o.glyphs)
	}
	if f.Advance(maxGlyphs-1) != 600 || f.Advance(maxGlyphs) != 0 {
		t.Errorf("advances %d and %d", f.Advance(maxGlyphs-1), f.Advance(maxGlyphs))
	}
}

func TestRefusedFonts(t *testing.T) {
	sound := fontTables([][]byte{nil, square(100), square(200)})
	if err := read(sound); err != nil {
		t.Fatal(err)
	}
	patch := func(tag string, at int, with ...byte) func(map[string][]byte) {
		return func(tables map[string][]byte) {
			tables[tag] = bytes.Clone(tables[tag])
			copy(tables[tag][at:], with)
		}
	}
	cut := func(tag string, length int) func(map[string][]byte) {
		return func(tables map[string][]byte) { tables[tag] = tables[tag][:length] }
	}
	drop := func(tag string) func(map[string][]byte) {
		return func(tables map[string][]byte) { delete(tables, tag) }
	}
	put := func(tag string, table []byte) func(map[string][]byte) {
		return func(tables map[string][]byte) { tables[tag] = table }
	}
	tests := []struct {
		name  string
		spoil func(map[string][]byte)
		table string
		want  string
	}{
		{"no outlines", drop("glyf"), "glyf", "missing"},
		{"no index", drop("loca"), "loca", "missing"},
		{"no widths", drop("hmtx"), "hmtx", "missing"},
		{"no characters", drop("cmap"), "cmap", "missing"},
		{"no name", drop("name"), "name", "missing"},
		{"no OS/2", drop("OS/2"), "OS/2", "missing"},
		{"head cut", cut("head", 53), "head", "54 bytes are needed"},
		{"index cut", cut("loca", 7), "loca", "8 bytes are needed"},
		{"widths cut", cut("hmtx", 11), "hmtx", "12 bytes are needed"},
		{"name cut", cut("name", 10), "name", "ends early"},
		{"name outside", patch("name", 14, 0xFF, 0xFF), "name", "outside the table"},
		{"no glyphs", patch("maxp", 4, 0, 0), "maxp", "no glyphs"},
		{"no width records", patch("hhea", 34, 0, 0), "hhea", "0 widths"},
		{"too many width records", patch("hhea", 34, 0, 4), "hhea", "4 widths for 3 glyphs"},
		{"index format", patch("head", 50, 0, 2), "head", "unknown format 2"},
		{"em too small", patch("head", 18, 0, 15), "head", "15 units per em"},
		{"em too large", patch("head", 18, 0x40, 1), "head", "16385 units per em"},
		{"embedding forbidden", patch("OS/2", 8, 0, 2), "OS/2", "forbids embedding"},
		{"subsets forbidden", patch("OS/2", 8, 1, 0), "OS/2", "forbids subsets"},
		{"outlines forbidden", patch("OS/2", 8, 2, 0), "OS/2", "forbids embedding outlines"},
		{"PostScript name with a space", put("name", nameTable(map[uint16]string{1: "T", 6: "T R"})), "name", "not allowed"},
		{"PostScript name with a slash", put("name", nameTable(map[uint16]string{1: "T", 6: "T/R"})), "name", "not allowed"},
		{"symbol cmap", patch("cmap", 6, 0, 0), "cmap", "no Unicode subtable"},
		{"cmap outside", patch("cmap", 8, 0xFF, 0xFF), "cmap", "outside the table"},
		{"cmap cut", cut("cmap", 30), "cmap", "ends early"},
		{"cmap groups out of order", patch("cmap", 28, 0, 0, 0, 'D'), "cmap", "out of order"},
		{"cmap past the last glyph", patch("cmap", 36, 0, 0, 0, 2), "cmap", "past the last glyph"},
		{"cmap beyond Unicode", patch("cmap", 28, 0, 0, 0, 'A', 0, 0x11, 0, 0), "cmap", "out of order"},
	}
	for _, tt := range tests {
		tables := maps.Clone(sound)
		tt.spoil(tables)
		err := read(tables)
		var format *FormatError
		if !errors.As(err, &format) || format.Table != tt.table || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s: %s", tt.name, err, tt.table, tt.want)
		}
	}
}

func TestRefusedFiles(t *testing.T) {
	sound := assemble(fontTables([][]byte{nil, square(100)}))
	outside := bytes.Clone(sound)
	copy(outside[12+8:], []byte{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF})
	twice := bytes.Clone(sound)
	copy(twice[12+16:], twice[12:12+4])
	tests := []struct {
		file []byte
		want string
	}{
		{nil, "0 bytes are too few"},
		{append([]byte("OTTO"), sound[4:]...), "use the TrueType build"},
		{append([]byte("ttcf"), sound[4:]...), "fonttools ttLib -y 0"},
		{append([]byte("wOF2"), sound[4:]...), "use the .ttf file, or unpack it"},
		{append([]byte("%PDF"), sound[4:]...), "not the start of a TrueType font"},
		{sound[:30], "the table directory ends early"},
		{outside, "lies outside the file"},
		{twice, "is there twice"},
	}
	for _, tt := range tests {
		if _, err := readFace(tt.file); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v, want %q", err, tt.want)
		}
	}
}

// TestCmap4 reads what only the older table has: segments with a delta, and
// segments with an array of glyphs.
func TestCmap4(t *testing.T) {
	table := words(0, 1, 3, 1, 0, 12,
		4, 44, 0, 6, 0, 0, 0, // format, length, language, twice 3 segments, search fields
		'C', 'b', 0xFFFF, 0, // ends, reserved
		'A', 'a', 0xFFFF, // starts
		0xFFC0, 2, 1, // deltas: A to 1; array values plus 2
		0, 4, 0, // offsets: into the array right behind this table
		1, 0, // glyph 3 for a, none for b
	)
	c, err := readCmap(table, 4)
	if err != nil {
		t.Fatal(err)
	}
	for r, want := range map[rune]GlyphID{'A': 1, 'B': 2, 'C': 3, 'D': 0, 'a': 3, 'b': 0, 0xFFFF: 0} {
		if got := c.lookup(r); got != want {
			t.Errorf("%c has glyph %d, want %d", r, got, want)
		}
	}
	if _, err := readCmap(table, 3); err == nil || !strings.Contains(err.Error(), "past the last glyph") {
		t.Error(err)
	}
	if _, err := readCmap(table[:len(table)-2], 4); err == nil || !strings.Contains(err.Error(), "outside the table") {
		t.Error(err)
	}
}

func TestCmapBeyondTheBasicPlane(t *testing.T) {
	table := words(0, 1, 3, 10, 0, 12, 12, 0, 0, 40, 0, 0, 0, 2,
		0, 0xFFFE, 1, 0x0001, 0, 1, // U+FFFE to U+10001: across the border
		2, 0x0BB7, 2, 0x0BB7, 0, 9)
	c, err := readCmap(table, 10)
	if err != nil {
		t.Fatal(err)
	}
	for r, want := range map[rune]GlyphID{0xFFFD: 0, 0xFFFE: 1, 0xFFFF: 2, 0x10000: 3, 0x10001: 4, 0x10002: 0, 0x20BB6: 0, 0x20BB7: 9, 0x20BB8: 0, 0x10FFFF: 0} {
		if got := c.lookup(r); got != want {
			t.Errorf("%U has glyph %d, want %d", r, got, want)
		}
	}
	if got := c.ranges(); len(got) != 2 || got[0] != [2]rune{0xFFFE, 0x10001} {
		t.Errorf("ranges %x", got)
	}
}

// TestDamagedLayoutTables: the shaper's reader panics on some of these fonts,
// which must come out as errors.
func TestDamagedLayoutTables(t *testing.T) {
	small, _ := readSFNT(sourceSmall(t))
	whole, _ := readSFNT(sourceSans3Regular)
	small.tables["GSUB"] = whole.tables["GSUB"]
	sound := assemble(small.tables)
	r := rand.New(rand.NewPCG(1, 1))
	panicked := 0
	for range 300 {
		damaged := bytes.Clone(sound)
		for range 20 {
			damaged[200+r.IntN(len(damaged)-200)] = byte(r.Uint32())
		}
		if _, err := NewLibrary(damaged); err != nil && strings.Contains(err.Error(), "are damaged") {
			panicked++
		}
	}
	if panicked == 0 {
		t.Error("no font made the reader panic: this test shows nothing any more")
	}
}
