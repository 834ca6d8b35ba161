//go:build oracle

package fonts

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func tool(t *testing.T, name, debianPackage string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: install the Debian package %s (internal/tools/obtain.sh)", name, debianPackage)
	}
	return path
}

// TestOracleSubsetAgainstHarfBuzz cuts the same glyphs with hb-subset, which
// keeps their numbers here, and compares outlines, advances and what was kept.
func TestOracleSubsetAgainstHarfBuzz(t *testing.T) {
	hb := tool(t, "hb-subset", "libharfbuzz-bin")
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(5, 6))
	faces := []*Face{compositeFont(t)}
	for i := range embeddedFaces {
		faces = append(faces, Embedded().Face(ID(i)))
	}
	for n, f := range faces {
		in, out := filepath.Join(dir, fmt.Sprintf("%d.ttf", n)), filepath.Join(dir, "out.ttf")
		if err := os.WriteFile(in, f.file, 0o600); err != nil {
			t.Fatal(err)
		}
		for range 10 {
			glyphs := randomGlyphs(r, f, 1+r.IntN(100))
			var list []string
			for _, g := range glyphs {
				list = append(list, fmt.Sprint(g))
			}
			command := exec.Command(hb, "--gids="+strings.Join(list, ","), "--retain-gids", "--notdef-outline",
				"--drop-tables+=GSUB,GPOS,GDEF", "--output-file="+out, in)
			if message, err := command.CombinedOutput(); err != nil {
				t.Fatalf("hb-subset: %v\n%s", err, message)
			}
			theirs, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			compareWithHarfBuzz(t, f, glyphs, theirs)
		}
	}
}

func compareWithHarfBuzz(t *testing.T, f *Face, glyphs []GlyphID, theirs []byte) {
	t.Helper()
	ours, err := f.Subset(glyphs)
	if err != nil {
		t.Fatal(err)
	}
	our, their := openSubset(t, ours), openSubset(t, theirs)
	for i, g := range glyphs {
		if err := sameGlyph(our, GlyphID(i), their, g); err != nil {
			t.Fatalf("%s: %v", f.PostScriptName(), err)
		}
	}
	if a, b := drawing(readBack(t, ours)), drawing(readBack(t, theirs)); a != b {
		t.Fatalf("%s: %d glyphs with outlines, hb-subset keeps %d", f.PostScriptName(), a, b)
	}
}

// drawing counts the glyphs that have an outline.
func drawing(o outlines) (n int) {
	for g := range o.glyphs {
		if outline, err := o.glyph(g); err == nil && len(outline) > 0 {
			n++
		}
	}
	return n
}

// TestOracleSubsetRendersLikeTheFace draws a line through the whole face and
// through its subset with poppler; not one pixel may differ.
func TestOracleSubsetRendersLikeTheFace(t *testing.T) {
	tool(t, "pdftoppm", "poppler-utils")
	dir := t.TempDir()
	for i := range embeddedFaces {
		f := Embedded().Face(ID(i))
		wanted := map[GlyphID]bool{0: true}
		var line []GlyphID
		for _, r := range "Hamburgefonstiv Łódź 12.345,67 € −ẞ@ Ωж" {
			g, ok := f.Glyph(r)
			if !ok {
				t.Fatalf("%s lacks %U", f.PostScriptName(), r)
			}
			wanted[g] = true
			line = append(line, g)
		}
		var glyphs, renumbered []GlyphID
		for g := range f.Glyphs() {
			if wanted[GlyphID(g)] {
				glyphs = append(glyphs, GlyphID(g))
			}
		}
		for _, g := range line {
			for at, kept := range glyphs {
				if kept == g {
					renumbered = append(renumbered, GlyphID(at))
				}
			}
		}
		program, err := f.Subset(glyphs)
		if err != nil {
			t.Fatal(err)
		}
		whole := raster(t, dir, f.file, line)
		if cut := raster(t, dir, program, renumbered); !bytes.Equal(whole, cut) {
			t.Errorf("%s: the subset is drawn differently", f.PostScriptName())
		}
		renumbered[0]++ // counter-proof: the comparison sees one wrong glyph
		if other := raster(t, dir, program, renumbered); bytes.Equal(whole, other) {
			t.Errorf("%s: a wrong glyph went unseen", f.PostScriptName())
		}
	}
}

// raster draws one line of glyphs with poppler. All advances are taken as 600:
// only the shapes matter.
func raster(t *testing.T, dir string, program []byte, line []GlyphID) []byte {
	t.Helper()
	var hex strings.Builder
	for _, g := range line {
		fmt.Fprintf(&hex, "%04X", g)
	}
	content := "BT /F 20 Tf 10 20 Td <" + hex.String() + "> Tj ET"
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 520 60]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content),
		"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+T/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
		"<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+T/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>" +
			"/FontDescriptor 7 0 R/DW 600/CIDToGIDMap/Identity>>",
		"<</Type/FontDescriptor/FontName/AAAAAA+T/Flags 4/FontBBox[0 0 1 1]/ItalicAngle 0/Ascent 1/Descent 0/CapHeight 1/StemV 1/FontFile2 8 0 R>>",
		fmt.Sprintf("<</Length %d/Length1 %d>>stream\n%s\nendstream", len(program), len(program), program),
	}
	file := "%PDF-1.7\n"
	xref := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, object := range objects {
		xref += fmt.Sprintf("%010d 00000 n \n", len(file))
		file += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	file += xref + fmt.Sprintf("trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, len(file))
	name := filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(name, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, messages bytes.Buffer
	command := exec.Command("pdftoppm", "-r", "150", name)
	command.Stdout, command.Stderr = &out, &messages
	if err := command.Run(); err != nil || messages.Len() > 0 {
		t.Fatalf("pdftoppm: %v\n%s", err, messages.Bytes())
	}
	return out.Bytes()
}
