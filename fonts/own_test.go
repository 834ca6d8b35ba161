package fonts

import (
	"bytes"
	"encoding/binary"
	"errors"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
)

// plexTables are those of a real face, to be altered.
func plexTables(t testing.TB) map[string][]byte {
	t.Helper()
	s, err := readSFNT(ibmPlexSansRegular)
	if err != nil {
		t.Fatal(err)
	}
	return maps.Clone(s.tables)
}

func own(file []byte) error {
	_, err := Embedded().With([]Source{{"Mine", 400, file}})
	return err
}

func TestWith(t *testing.T) {
	l, err := Embedded().With([]Source{
		{"Mine", 400, ibmPlexSansRegular}, {"Mine", 600, ibmPlexSansSemiBold}, {"Source Sans 3", 400, interRegular},
	})
	if err != nil {
		t.Fatal(err)
	}
	n := Embedded().Len()
	for _, tt := range []struct {
		family string
		weight int
		want   ID
	}{
		{"mine", 400, ID(n)}, {"Mine", 500, ID(n)}, {"Mine", 700, ID(n + 1)},
		{"Source Sans 3", 400, ID(n + 2)}, // hides the embedded one, in all its weights
		{"Source Sans 3", 600, ID(n + 2)},
		{"Source Serif 4", 400, 0},
	} {
		id, err := l.Find(tt.family, tt.weight)
		if err != nil || id != tt.want {
			t.Errorf("%s %d is face %d, %v; want %d", tt.family, tt.weight, id, err, tt.want)
		}
		if f := l.Face(id); f.ID() != id || l.Own(id) != (int(id) >= n) {
			t.Errorf("face %d calls itself %d, own %t", id, f.ID(), l.Own(id))
		}
	}
	if f := l.Face(ID(n)); f.Family() != "Mine" || f.Weight() != 400 || f.PostScriptName() != "IBMPlexSans-Regular" {
		t.Errorf("%s %d %s", f.Family(), f.Weight(), f.PostScriptName())
	}
	// Under them lie the embedded faces as they were, which know nothing of it.
	if id, err := l.FindUnder("Source Sans 3", 600); err != nil || id != 3 {
		t.Errorf("the embedded semibold is %d, %v", id, err)
	}
	if _, err := l.FindUnder("Mine", 400); err == nil {
		t.Error("a brand's own face lies under itself")
	}
	if id, err := Embedded().FindUnder("Inter", 500); err != nil || Embedded().Own(id) || l.Face(5) != Embedded().Face(5) {
		t.Errorf("face %d, %v", id, err)
	}
	if _, err := Embedded().Find("Mine", 400); err == nil {
		t.Error("the embedded library has changed")
	}
	more, err := l.With([]Source{{"Mine", 500, interMedium}})
	if err != nil {
		t.Fatal(err)
	}
	if id, err := more.Find("Mine", 500); err != nil || id != ID(n+3) || !more.Own(ID(n)) {
		t.Errorf("one added later is face %d, %v", id, err)
	}
	if id, err := more.FindUnder("Source Sans 3", 600); err != nil || id != 3 {
		t.Errorf("the embedded semibold is %d, %v", id, err)
	}
	var unknown *UnknownFamilyError
	if _, err := l.Find("Min", 400); !errors.As(err, &unknown) || unknown.Nearest != "Mine" {
		t.Errorf("%v", err)
	}
}

func TestWithSaysWhich(t *testing.T) {
	for i, sources := range [][]Source{
		{{"A", 400, nil}},
		{{"A", 400, interRegular}, {"B", 400, interRegular[:1000]}},
		{{"A", 400, interRegular}, {"B", 400, interRegular}, {" a", 400, interMedium}},
	} {
		_, err := Embedded().With(sources)
		var which *SourceError
		if !errors.As(err, &which) || which.Index != i {
			t.Errorf("%v, want file %d", err, i)
		}
	}
}

func TestLimitOwnFaces(t *testing.T) {
	file := interRegular
	var sources []Source
	for i := range maxOwnFaces + 1 {
		sources = append(sources, Source{"Mine", 100 + i, file})
	}
	if l, err := Embedded().With(sources[:maxOwnFaces]); err != nil || l.Len() != Embedded().Len()+maxOwnFaces {
		t.Error(err)
	}
	twelve, _ := Embedded().With(sources[:maxOwnFaces])
	if _, err := twelve.With(sources[maxOwnFaces:]); err == nil || !strings.Contains(err.Error(), "13 font files") {
		t.Error(err)
	}
	if _, err := Embedded().With(sources); err == nil || !strings.Contains(err.Error(), "13 font files; at most 12 are taken") {
		t.Error(err)
	}
}

func TestLimitOwnBytes(t *testing.T) {
	file := make([]byte, maxOwnBytes+1)
	copy(file, interRegular)
	if err := own(file[:maxOwnBytes]); err != nil {
		t.Error(err)
	}
	if err := own(file); err == nil || !strings.Contains(err.Error(), "at most 10485760 are taken") {
		t.Error(err)
	}
}

// TestLimitParts: glyphs made of glyphs made of glyphs multiply.
func TestLimitParts(t *testing.T) {
	const parts = 31
	many := func(of uint16, n int) []byte {
		b := box(-1)
		for i := range n {
			flags := uint16(partMore)
			if i == n-1 {
				flags = 0
			}
			b = append(b, words(flags, of, 0)...)
		}
		return b
	}
	// Glyph 2 is 1 + 31 outlines; of it, glyph 3 has 1 + 31 × 32 = 993.
	sound := fontTables([][]byte{nil, square(100), many(1, parts), many(2, parts), square(100)})
	if err := parsed(t, sound).checkOutlines(); err != nil {
		t.Error(err)
	}
	huge := fontTables([][]byte{nil, square(100), many(1, parts), many(2, parts+1), square(100)})
	if err := parsed(t, huge).checkOutlines(); err == nil || !strings.Contains(err.Error(), "more than 1024 parts") {
		t.Error(err)
	}
	circle := fontTables([][]byte{nil, many(2, 1), many(1, 1)})
	if err := parsed(t, circle).checkOutlines(); err == nil || !strings.Contains(err.Error(), "made of itself") {
		t.Error(err)
	}
}

func parsed(t *testing.T, tables map[string][]byte) *Face {
	t.Helper()
	f, err := readFace(assemble(tables))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// What font makers allow, by the embedding bits of OS/2 in two versions of the
// table (OpenType 1.9, fsType).
func TestEmbeddingPermission(t *testing.T) {
	for _, tt := range []struct {
		version, bits uint16
		want          string // of the refusal; empty: taken
	}{
		{4, 0x0000, ""}, // installable
		{4, 0x0004, ""}, // preview & print
		{4, 0x0008, ""}, // editable
		{4, 0x0002, "forbids embedding this font"},
		{4, 0x0006, "forbids embedding this font"}, // from version 3 on, a restriction is one
		{2, 0x0006, ""}, // before, the least restrictive counts
		{2, 0x0002, "forbids embedding this font"},
		{4, 0x0100, "forbids subsets"},
		{4, 0x0108, "forbids subsets"},
		{4, 0x0200, "forbids embedding outlines"},
		{4, 0x0204, "forbids embedding outlines"},
		{1, 0x0300, "forbids subsets"},
		{4, 0xFCF1, ""}, // reserved bits say nothing
	} {
		tables := plexTables(t)
		os2 := bytes.Clone(tables["OS/2"])
		binary.BigEndian.PutUint16(os2, tt.version)
		binary.BigEndian.PutUint16(os2[8:], tt.bits)
		tables["OS/2"] = os2
		err := own(assemble(tables))
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("version %d, fsType %#04x: %v, want %q", tt.version, tt.bits, err, tt.want)
		}
	}
}

// Real faces, altered: each is refused, and says why.
func TestRefusedOwnFonts(t *testing.T) {
	file := ibmPlexSansRegular
	with := func(tag string, table []byte) []byte {
		tables := plexTables(t)
		tables[tag] = table
		return assemble(tables)
	}
	without := func(tag string) []byte {
		tables := plexTables(t)
		delete(tables, tag)
		return assemble(tables)
	}
	patch := func(tag string, at int, by ...uint16) []byte {
		table := bytes.Clone(plexTables(t)[tag])
		copy(table[at:], words(by...))
		return with(tag, table)
	}
	cut := func(tag string, size int) []byte { return with(tag, plexTables(t)[tag][:size]) }
	start := func(s string) []byte { return append([]byte(s), file[len(s):]...) }
	only := func(platform, encoding, r uint16) []byte { // a cmap of one character
		return with("cmap", words(0, 1, platform, encoding, 0, 12, 12, 0, 0, 28, 0, 0, 0, 1, 0, r, 0, r, 0, 3))
	}
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", nil, "0 bytes are too few for a font"},
		{"a text", []byte("Dear Sir or Madam,"), "not the start of a TrueType font"},
		{"a picture", []byte("\x89PNG\r\n\x1a\n0123456789"), "not the start of a TrueType font"},
		{"CFF", start("OTTO"), "convert it to TrueType outlines"},
		{"CFF in a TrueType file", with("CFF ", []byte{1, 0, 4, 1}), "convert it to TrueType outlines"},
		{"CFF2", with("CFF2", []byte{2, 0, 5, 0, 0}), "convert it to TrueType outlines"},
		{"a collection", start("ttcf"), "a file with one face"},
		{"WOFF", start("wOFF"), "unpack it: fonttools ttLib"},
		{"WOFF2", start("wOF2"), "unpack it: fonttools ttLib"},
		{"Type 1", []byte("%!PS-AdobeFont-1.0: Mine"), "a Type 1 font"},
		{"Type 1, binary", append([]byte("\x80\x01\x10\x10\x00\x00"), file...), "a Type 1 font"},
		{"variable", with("fvar", make([]byte, 16)), "fonttools varLib.instancer"},
		{"cut in its directory", file[:100], "ends early"},
		{"cut in half", file[:len(file)/2], "lies outside the file"},
		{"cut by one table", file[:len(file)-5000], "lies outside the file"},
		{"no glyf", without("glyf"), "glyf, byte 0: missing"},
		{"no loca", without("loca"), "loca, byte 0: missing"},
		{"no head", without("head"), "head, byte 0: missing"},
		{"no hhea", without("hhea"), "hhea, byte 0: missing"},
		{"no hmtx", without("hmtx"), "hmtx, byte 0: missing"},
		{"no maxp", without("maxp"), "maxp, byte 0: missing"},
		{"no cmap", without("cmap"), "cmap, byte 0: missing"},
		{"no name", without("name"), "name, byte 0: missing"},
		{"no OS/2", without("OS/2"), "OS/2, byte 0: missing"},
		{"symbols only", only(3, 0, ' '), "no Unicode subtable"},
		{"an empty cmap", with("cmap", words(0, 0)), "no Unicode subtable"},
		{"no space", only(3, 10, '-'), "no glyph for U+0020"},
		{"no hyphen", only(3, 10, ' '), "no glyph for U+002D"},
		{"restricted", patch("OS/2", 8, 2), "forbids embedding"},
		{"no subsets", patch("OS/2", 8, 0x0100), "forbids subsets"},
		{"bitmaps only", patch("OS/2", 8, 0x0200), "forbids embedding outlines"},
		{"an em of nothing", patch("head", 18, 0), "0 units per em"},
		{"an em of too much", patch("head", 18, 30000), "30000 units per em"},
		{"no ascent", patch("OS/2", 68, 0, 0xFEED), "an ascent of 0"},
		{"absurd ascent", patch("OS/2", 68, 32000), "an ascent of 32000"},
		{"descent above the line", patch("OS/2", 70, 300), "a descent of -300"},
		{"absurd capitals", patch("OS/2", 88, 30000), "letters 516 and 30000 units tall"},
		{"bounds inside out", patch("head", 36, 500, 0, 400, 0), "bounds that end before they begin"},
		{"no glyphs", patch("maxp", 4, 0), "no glyphs"},
		{"more glyphs than there are", patch("maxp", 4, 65535), "ends early"},
		{"glyph index cut", cut("loca", 100), "ends early"},
		{"glyph index wild", patch("loca", 400, 0xFFFF, 0xFFFF), "lies outside glyf"},
		{"outlines cut", cut("glyf", 5000), "lies outside glyf"},
		{"widths cut", cut("hmtx", 50), "ends early"},
		{"name cut", cut("name", 20), "ends early"},
		{"no PostScript name", with("name", nameTable(map[uint16]string{1: "Mine"})), "PostScript name of 0 bytes"},
		{"a PostScript name that is none", with("name", nameTable(map[uint16]string{1: "Mine", 6: "Mine (Regular)"})), "not allowed"},
		{"no family", with("name", nameTable(map[uint16]string{6: "Mine-Regular"})), "no family name"},
	}
	if len(tests) < 40 {
		t.Errorf("only %d damaged fonts", len(tests))
	}
	for _, tt := range tests {
		err := own(tt.file)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	// The counter-proof: put together again without a change, it is taken.
	if err := own(assemble(plexTables(t))); err != nil {
		t.Error(err)
	}
}

// Whatever is damaged, in whatever place, nothing panics.
func TestDamagedOwnFonts(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	refused := 0
	for range 120 {
		damaged := bytes.Clone(ibmPlexSansRegular)
		for range 1 + r.IntN(30) {
			at := r.IntN(len(damaged))
			if r.IntN(2) == 0 {
				at = r.IntN(400) // the directory and what stands first
			}
			damaged[at] = byte(r.Uint32())
		}
		if r.IntN(4) == 0 {
			damaged = damaged[:r.IntN(len(damaged))]
		}
		if own(damaged) != nil {
			refused++
		}
	}
	if refused < 60 {
		t.Errorf("only %d of 120 were refused", refused)
	}
}
