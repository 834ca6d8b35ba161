package fonts

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/go-text/typesetting/font"
)

// assemble makes a font file of tables, for tests alone; the directory is in
// the order of the tags.
func assemble(tables map[string][]byte) []byte {
	tags := make([]string, 0, len(tables))
	for tag := range tables {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	out := []byte{0, 1, 0, 0, 0, byte(len(tags)), 0, 0, 0, 0, 0, 0}
	offset := 12 + 16*len(tags)
	var body []byte
	for _, tag := range tags {
		out = append(out, fmt.Sprintf("%-4s", tag)...)
		out = binary.BigEndian.AppendUint32(out, 0)
		out = binary.BigEndian.AppendUint32(out, uint32(offset+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(tables[tag])))
		body = append(body, tables[tag]...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	return append(out, body...)
}

// emptyCmap maps nothing: go-text opens no font without a cmap.
var emptyCmap = []byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0}

// openSubset reads a subset with go-text.
func openSubset(t testing.TB, program []byte) *font.Face {
	t.Helper()
	s, err := readSFNT(program)
	if err != nil {
		t.Fatal(err)
	}
	s.tables["cmap"] = emptyCmap
	face, err := font.ParseTTF(bytes.NewReader(assemble(s.tables)))
	if err != nil {
		t.Fatal(err)
	}
	return face
}

// sameGlyph compares outline and advance as go-text draws them.
func sameGlyph(a *font.Face, ga GlyphID, b *font.Face, gb GlyphID) error {
	da, okA := a.GlyphData(font.GID(ga)).(font.GlyphOutline)
	db, okB := b.GlyphData(font.GID(gb)).(font.GlyphOutline)
	if okA != okB || !slices.Equal(da.Segments, db.Segments) {
		return fmt.Errorf("outlines of %d and %d differ: %d and %d segments", ga, gb, len(da.Segments), len(db.Segments))
	}
	if wa, wb := a.HorizontalAdvance(font.GID(ga)), b.HorizontalAdvance(font.GID(gb)); wa != wb {
		return fmt.Errorf("advances of %d and %d differ: %v and %v", ga, gb, wa, wb)
	}
	return nil
}

// checkSubset cuts glyphs and compares every one with the source.
func checkSubset(t *testing.T, f *Face, glyphs []GlyphID) []byte {
	t.Helper()
	program, err := f.Subset(glyphs)
	if err != nil {
		t.Fatal(err)
	}
	checkSums(t, program)
	source, subset := font.NewFace(f.Shaping()), openSubset(t, program)
	for i, g := range glyphs {
		if err := sameGlyph(source, g, subset, GlyphID(i)); err != nil {
			t.Fatalf("%s, %d glyphs: %v", f.PostScriptName(), len(glyphs), err)
		}
	}
	return program
}

// checkSums adds up the file as a reader of fonts would.
func checkSums(t *testing.T, program []byte) {
	t.Helper()
	sum := func(b []byte) (s uint32) {
		for i, v := range b {
			s += uint32(v) << (24 - 8*(i%4))
		}
		return s
	}
	if got := sum(program); got != 0xB1B0AFBA {
		t.Fatalf("the file sums up to %#x", got)
	}
	last := ""
	for i := range u16(program, 4) {
		record := program[12+16*i:]
		tag, offset, size := string(record[:4]), u32(record, 8), u32(record, 12)
		if tag <= last || offset%4 != 0 {
			t.Fatalf("table %q after %q at %d", tag, last, offset)
		}
		last = tag
		table := bytes.Clone(program[offset : offset+size])
		if tag == "head" {
			binary.BigEndian.PutUint32(table[8:], 0)
		}
		if got := sum(table); got != uint32(u32(record, 4)) {
			t.Fatalf("table %q sums up to %#x, the directory says %#x", tag, got, u32(record, 4))
		}
	}
}

func randomGlyphs(r *rand.Rand, f *Face, n int) []GlyphID {
	glyphs := []GlyphID{0}
	for range n {
		glyphs = append(glyphs, GlyphID(r.IntN(f.Glyphs())))
	}
	slices.Sort(glyphs)
	return slices.Compact(glyphs)
}

func TestSubsetDrawsWhatTheFaceDraws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range embeddedFaces {
		f := Embedded().Face(ID(i))
		for range 20 {
			checkSubset(t, f, randomGlyphs(r, f, 1+r.IntN(120)))
		}
	}
}

func TestSubsetOfAllGlyphs(t *testing.T) {
	f := Embedded().Face(2)
	all := make([]GlyphID, f.Glyphs())
	for i := range all {
		all[i] = GlyphID(i)
	}
	program := checkSubset(t, f, all)
	o := readBack(t, program)
	if o.glyphs != f.Glyphs() {
		t.Errorf("%d glyphs of %d", o.glyphs, f.Glyphs())
	}
	if long := len(o.glyf) > 2*0xFFFF; o.longLoca != long {
		t.Errorf("%d bytes of outlines, long index %v", len(o.glyf), o.longLoca)
	}
}

func TestSubsetOfNothingAndOfBlanks(t *testing.T) {
	f := Embedded().Face(0)
	checkSubset(t, f, []GlyphID{0})
	space, _ := f.Glyph(' ')
	noBreak, _ := f.Glyph('\u00A0')
	glyphs := []GlyphID{0, space, noBreak}
	slices.Sort(glyphs)
	program := checkSubset(t, f, slices.Compact(glyphs))
	o := readBack(t, program)
	if outline, err := o.glyph(1); err != nil || len(outline) != 0 {
		t.Errorf("the space draws %d bytes, %v", len(outline), err)
	}
}

func readBack(t *testing.T, program []byte) outlines {
	t.Helper()
	s, err := readSFNT(program)
	if err != nil {
		t.Fatal(err)
	}
	o, err := readOutlines(s)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestSubsetTables holds the program against ISO 32000-1 §9.9.
func TestSubsetTables(t *testing.T) {
	for i := range embeddedFaces {
		f := Embedded().Face(ID(i))
		program := checkSubset(t, f, []GlyphID{0, 5, 9})
		s, _ := readSFNT(program)
		var tags []string
		for tag := range s.tables {
			tags = append(tags, tag)
		}
		slices.Sort(tags)
		want := []string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"}
		source, _ := readSFNT(f.file)
		for _, tag := range []string{"cvt", "fpgm", "prep"} {
			if table, has := source.tables[tag]; has {
				want = append(want, tag)
				if !bytes.Equal(table, s.tables[tag]) {
					t.Errorf("%s: %s is not that of the face", f.PostScriptName(), tag)
				}
			}
		}
		slices.Sort(want)
		if !slices.Equal(tags, want) {
			t.Errorf("%s: tables %v, want %v", f.PostScriptName(), tags, want)
		}
	}
}

func TestSubsetOfComposites(t *testing.T) {
	// A font of composites: 1 and 2 are simple, 3 = 1+2, 4 = 3+2, 5 is empty.
	f := compositeFont(t)
	program := checkSubset(t, f, []GlyphID{0, 4})
	o := readBack(t, program)
	// 0 and 4 as asked for, then 4's parts 3 and 2, then 3's part 1.
	if o.glyphs != 5 {
		t.Fatalf("%d glyphs, want 5", o.glyphs)
	}
	source, subset := font.NewFace(f.Shaping()), openSubset(t, program)
	for i, g := range []GlyphID{0, 4, 3, 2, 1} {
		if err := sameGlyph(source, g, subset, GlyphID(i)); err != nil {
			t.Error(err)
		}
	}
	if outline := subset.GlyphData(1).(font.GlyphOutline); len(outline.Segments) < 8 {
		t.Errorf("the composite has %d segments: its parts are lost", len(outline.Segments))
	}
	checkSubset(t, f, []GlyphID{0, 1, 2, 3, 4, 5})
}

// TestComparisonSeesWrongGlyphs is the counter-proof of sameGlyph.
func TestComparisonSeesWrongGlyphs(t *testing.T) {
	f := Embedded().Face(0)
	a, _ := f.Glyph('a')
	b, _ := f.Glyph('b')
	program, err := f.Subset([]GlyphID{0, min(a, b), max(a, b)})
	if err != nil {
		t.Fatal(err)
	}
	source, subset := font.NewFace(f.Shaping()), openSubset(t, program)
	if err := sameGlyph(source, min(a, b), subset, 2); err == nil {
		t.Error("a and b are said to be the same")
	}
}

func TestSubsetIsDeterministic(t *testing.T) {
	f := Embedded().Face(1)
	glyphs := randomGlyphs(rand.New(rand.NewPCG(3, 4)), f, 80)
	first, _ := f.Subset(glyphs)
	before := bytes.Clone(f.file)
	for range 5 {
		if again, err := f.Subset(glyphs); err != nil || !bytes.Equal(first, again) {
			t.Fatalf("another result, %v", err)
		}
	}
	if !bytes.Equal(before, f.file) {
		t.Error("the face was written to")
	}
}

func TestSubsetRefusesBadLists(t *testing.T) {
	f := Embedded().Face(0)
	last := GlyphID(f.Glyphs() - 1)
	tests := []struct {
		glyphs []GlyphID
		want   string
	}{
		{nil, "does not begin with 0"},
		{[]GlyphID{1, 2}, "does not begin with 0"},
		{[]GlyphID{0, 2, 2}, "glyph 2 stands after 2"},
		{[]GlyphID{0, 3, 2}, "glyph 2 stands after 3"},
		{[]GlyphID{0, last + 1}, "the face has 1463"},
		{[]GlyphID{0, 65535}, "glyph 65535: the face has"},
	}
	for _, tt := range tests {
		if _, err := f.Subset(tt.glyphs); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v: %v, want %q", tt.glyphs, err, tt.want)
		}
	}
	if _, err := f.Subset([]GlyphID{0, last}); err != nil {
		t.Errorf("the last glyph: %v", err)
	}
}

func TestSubsetRefusesBrokenOutlines(t *testing.T) {
	part := func(flags, g uint16) []byte { return words(flags, g, 0) }
	tests := []struct {
		name    string
		outline []byte
		want    string
	}{
		{"header ends early", []byte{0, 1, 0, 0}, "an outline ends early"},
		{"no part", box(-1), "a composite outline ends early"},
		{"part ends early", append(box(-1), part(partTwoByTwo, 1)...), "a composite outline ends early"},
		{"further part missing", append(box(-1), part(partMore, 1)...), "a composite outline ends early"},
		{"part that does not exist", append(box(-1), part(0, 9)...), "made of glyph 9, but the face has 3"},
	}
	for _, tt := range tests {
		f := glyfFont(t, [][]byte{nil, square(100), tt.outline})
		_, err := f.Subset([]GlyphID{0, 2})
		var format *FormatError
		if !errors.As(err, &format) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	// A glyph made of itself must not hang.
	f := glyfFont(t, [][]byte{nil, append(box(-1), part(0, 1)...)})
	if _, err := f.Subset([]GlyphID{0, 1}); err != nil {
		t.Errorf("glyph made of itself: %v", err)
	}
}

// TestLimitOverlap: glyphs that share bytes would let a small file make a large
// subset.
func TestLimitOverlap(t *testing.T) {
	f := glyfFont(t, [][]byte{nil, square(100), square(200), square(300)})
	loca := bytes.Clone(f.outlines.loca)
	size := len(f.outlines.glyf)
	for i, at := range []int{0, size, 0, size, size} { // glyphs 0 and 2 both have it all
		binary.BigEndian.PutUint16(loca[2*i:], uint16(at/2))
	}
	f.outlines.loca = loca
	if _, err := f.Subset([]GlyphID{0}); err != nil {
		t.Errorf("once: %v", err)
	}
	if _, err := f.Subset([]GlyphID{0, 2}); err == nil || !strings.Contains(err.Error(), "overlap") {
		t.Errorf("twice: %v", err)
	}
}

func BenchmarkSubset(b *testing.B) {
	f := Embedded().Face(2)
	glyphs := []GlyphID{0}
	for r := rune(' '); len(glyphs) < 80; r++ {
		if g, ok := f.Glyph(r); ok {
			glyphs = append(glyphs, g)
		}
	}
	slices.Sort(glyphs)
	glyphs = slices.Compact(glyphs)
	b.ReportAllocs()
	for b.Loop() {
		program, err := f.Subset(glyphs)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(program)))
	}
}

func BenchmarkGlyphAndAdvance(b *testing.B) {
	f := Embedded().Face(2)
	text := []rune("Beratung im Oktober, 12,5 Stunden à 95,00 €")
	width := 0
	for b.Loop() {
		for _, r := range text {
			g, _ := f.Glyph(r)
			width += f.Advance(g)
		}
	}
	if width == 0 {
		b.Fatal("no width")
	}
}

func BenchmarkReadFace(b *testing.B) {
	for b.Loop() {
		if _, err := readFace(sourceSans3Regular); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkShaping(b *testing.B) {
	for b.Loop() {
		f, err := readFace(sourceSans3Regular)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := f.loadShaping(); err != nil {
			b.Fatal(err)
		}
	}
}
