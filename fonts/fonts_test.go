package fonts

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/go-text/typesetting/font"
)

func TestEmbeddedFacesAreWhatTheTableSays(t *testing.T) {
	l := Embedded()
	for i, e := range embeddedFaces {
		f := l.Face(ID(i))
		if f.Family() != e.family || f.Weight() != e.weight || f.ID() != ID(i) {
			t.Errorf("face %d is %s %d (id %d), the table says %s %d", i, f.Family(), f.Weight(), f.ID(), e.family, e.weight)
		}
		if _, err := f.loadShaping(); err != nil {
			t.Error(err)
		}
	}
}

func TestMetrics(t *testing.T) {
	// The measures of the page design, in font units. A digit of 0 is not one
	// width: such a face has tabular figures under "tnum" only.
	tests := []struct {
		family                            string
		weight                            int
		postScriptName                    string
		unitsPerEm                        int
		ascent, descent, capHeight, xHigh int
		digit                             int
	}{
		{"Source Serif 4", 400, "SourceSerif4-Regular", 1000, 1036, 335, 670, 475, 529},
		{"Source Serif 4", 600, "SourceSerif4-SemiBold", 1000, 1036, 335, 670, 475, 547},
		{"Source Sans 3", 400, "SourceSans3-Regular", 1000, 1024, 400, 660, 486, 497},
		{"Source Sans 3", 600, "SourceSans3-SemiBold", 1000, 1024, 400, 660, 491, 513},
		{"Inter", 400, "Inter-Regular", 2048, 1984, 494, 1490, 1118, 0},
		{"Inter", 500, "Inter-Medium", 2048, 1984, 494, 1490, 1118, 0},
		{"Inter", 600, "Inter-SemiBold", 2048, 1984, 494, 1490, 1118, 0},
		{"IBM Plex Sans", 400, "IBMPlexSans-Regular", 1000, 1025, 275, 698, 516, 600},
		{"IBM Plex Sans", 600, "IBMPlexSans-SemiBold", 1000, 1025, 275, 698, 522, 600},
	}
	if len(tests) != len(embeddedFaces) {
		t.Errorf("%d of %d faces are measured", len(tests), len(embeddedFaces))
	}
	for _, tt := range tests {
		id, err := Embedded().Find(tt.family, tt.weight)
		if err != nil {
			t.Fatal(err)
		}
		f := Embedded().Face(id)
		if f.PostScriptName() != tt.postScriptName || f.UnitsPerEm() != tt.unitsPerEm || f.Ascent() != tt.ascent ||
			f.Descent() != tt.descent || f.CapHeight() != tt.capHeight || f.XHeight() != tt.xHigh || f.ItalicAngle() != 0 {
			t.Errorf("%s %d: %s upem %d ascent %d descent %d cap %d x %d slant %d", tt.family, tt.weight, f.PostScriptName(),
				f.UnitsPerEm(), f.Ascent(), f.Descent(), f.CapHeight(), f.XHeight(), f.ItalicAngle())
		}
		widths := map[int]bool{}
		for _, r := range "0123456789" {
			g, ok := f.Glyph(r)
			if !ok {
				t.Errorf("%s lacks %c", f.PostScriptName(), r)
			}
			widths[f.Advance(g)] = true
		}
		if proportional := len(widths) > 1; proportional != (tt.digit == 0) || tt.digit != 0 && !widths[tt.digit] {
			t.Errorf("%s: digits are %v wide, want %d: columns of figures would not align", f.PostScriptName(), widths, tt.digit)
		}
		for _, r := range "\u2212\u20AC\u00A0ŁłẞЖЯΩώ" {
			if _, ok := f.Glyph(r); !ok {
				t.Errorf("%s lacks %U", f.PostScriptName(), r)
			}
		}
	}
}

// TestAgainstGoText reads the same files with a second reader.
func TestAgainstGoText(t *testing.T) {
	for i := range embeddedFaces {
		f := Embedded().Face(ID(i))
		other := font.NewFace(f.Shaping())
		mapped := 0
		for r := rune(0); r <= 0x2FFFF; r++ {
			g, ok := f.Glyph(r)
			want, wantOK := other.NominalGlyph(r)
			wantOK = wantOK && want != 0
			if ok != wantOK || ok && font.GID(g) != want {
				t.Fatalf("%s %U: glyph %d %v, go-text has %d %v", f.PostScriptName(), r, g, ok, want, wantOK)
			}
			if ok {
				mapped++
			}
		}
		inRanges := 0
		for _, span := range f.Coverage() {
			inRanges += int(span[1]-span[0]) + 1
		}
		if mapped != inRanges || mapped < 800 {
			t.Errorf("%s: %d characters mapped, %d in ranges", f.PostScriptName(), mapped, inRanges)
		}
		for g := range f.Glyphs() {
			if got, want := f.Advance(GlyphID(g)), int(other.HorizontalAdvance(font.GID(g))); got != want {
				t.Fatalf("%s glyph %d: advance %d, go-text has %d", f.PostScriptName(), g, got, want)
			}
		}
		if f.Advance(GlyphID(f.Glyphs())) != 0 {
			t.Errorf("a glyph past the last has an advance")
		}
	}
}

func TestGlyphOutsideUnicode(t *testing.T) {
	f := Embedded().Face(0)
	for _, r := range []rune{-1, 0x110000, 0x7FFFFFFF, -0x80000000, 0xFFFF, 0xD800} {
		if g, ok := f.Glyph(r); ok || g != 0 {
			t.Errorf("%#x has glyph %d", r, g)
		}
	}
}

func TestFind(t *testing.T) {
	l := weights(100, 300, 400, 500, 600, 900)
	tests := []struct{ wanted, want int }{
		{400, 400}, {500, 500}, {450, 500}, {350, 300}, {200, 100}, {50, 100}, {550, 600}, {700, 900}, {1000, 900},
	}
	for _, tt := range tests {
		id, err := l.Find("  some  FAMILY", tt.wanted)
		if err != nil {
			t.Fatal(err)
		}
		if got := l.slots[id].weight; got != tt.want {
			t.Errorf("weight %d: got %d, want %d", tt.wanted, got, tt.want)
		}
	}
	// 400 and 500 stand in for each other before anything else does.
	for _, tt := range []struct{ has, wanted, want int }{{500, 400, 500}, {400, 500, 400}} {
		l := weights(300, 900, tt.has)
		id, _ := l.Find("Some Family", tt.wanted)
		if got := l.slots[id].weight; got != tt.want {
			t.Errorf("weight %d of 300, 900, %d: got %d", tt.wanted, tt.has, got)
		}
	}
}

func weights(ws ...int) *Library {
	l := new(Library)
	for _, w := range ws {
		l.slots = append(l.slots, newSlot("Some Family", w, nil))
	}
	return l
}

func TestFindUnknownFamily(t *testing.T) {
	tests := []struct{ family, nearest string }{
		{"Sorce Serif 4", "Source Serif 4"},
		{"source sans", "Source Sans 3"},
		{"Comic Sans MS", ""},
		{"", ""},
		{strings.Repeat("x", 1<<20), ""},
		{"Source Serif", "Source Serif 4"},
	}
	for _, tt := range tests {
		_, err := Embedded().Find(tt.family, 400)
		var unknown *UnknownFamilyError
		if !errors.As(err, &unknown) {
			t.Fatalf("%.20q: %v", tt.family, err)
		}
		if unknown.Nearest != tt.nearest || !strings.Contains(err.Error(), "IBM Plex Sans, Inter, Source Sans 3, Source Serif 4") {
			t.Errorf("%.20q: nearest %q; %.200v", tt.family, unknown.Nearest, err)
		}
	}
	if _, err := new(Library).Find("Inter", 400); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("empty library: %v", err)
	}
}

func TestFaces(t *testing.T) {
	infos := Embedded().Faces()
	if len(infos) != len(embeddedFaces) {
		t.Fatalf("%d faces", len(infos))
	}
	sans := infos[2]
	if sans.Family != "Source Sans 3" || sans.Version != "3.052" || sans.Licence != "OFL-1.1" || sans.Glyphs != 2478 || sans.Runes < 1000 {
		t.Errorf("%+v", sans)
	}
	if got := strings.Join(sans.Scripts, " "); !strings.HasPrefix(got, "Latn Grek Cyrl") {
		t.Errorf("scripts %s", got)
	}
}

func TestLibraryIsSafeForConcurrentUse(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range embeddedFaces {
				f := Embedded().Face(ID(i))
				if f.Shaping() != Embedded().Face(ID(i)).Shaping() {
					t.Error("a face was parsed twice")
				}
			}
		})
	}
	wg.Wait()
}

func TestNewLibrary(t *testing.T) {
	l, err := NewLibrary(sourceSans3SemiBold, sourceSerif4Regular)
	if err != nil {
		t.Fatal(err)
	}
	id, err := l.Find("Source Serif 4", 700)
	if err != nil || id != 1 || l.Face(id).PostScriptName() != "SourceSerif4-Regular" {
		t.Errorf("id %d, %v", id, err)
	}
	if _, err := NewLibrary(sourceSans3SemiBold, []byte("nonsense, not a font")); err == nil || !strings.Contains(err.Error(), "font 1: ") {
		t.Errorf("%v", err)
	}
}

// TestFilesAreThoseOfTheReadme holds the embedded bytes against the recorded
// hashes, and every family against its licence.
func TestFilesAreThoseOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range embeddedFaces {
		if sum := fmt.Sprintf("%x", sha256.Sum256(*e.file)); strings.Count(string(readme), sum) != 1 {
			t.Errorf("%s %d: %s is not in README.md", e.family, e.weight, sum)
		}
		source, _ := readSFNT(*e.file)
		names, _ := readNames(source.tables["name"])
		if !strings.Contains(names[nameLicence], "SIL Open Font License, Version 1.1") {
			t.Errorf("face %d: licence %q", i, names[nameLicence])
		}
	}
	for _, licence := range []string{"source-serif-4", "source-sans-3", "inter", "ibm-plex-sans"} {
		licence = "faces/" + licence + "/OFL.txt"
		text, err := os.ReadFile(licence)
		if err != nil || !strings.Contains(string(text), "SIL OPEN FONT LICENSE Version 1.1") {
			t.Errorf("%s: %v", licence, err)
		}
	}
}
