package gallery

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
	"github.com/facture-dev/facture/templates"
)

func open(t *testing.T) *Gallery {
	t.Helper()
	g, err := Open(tools.Root(t))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// sampled is how many combinations there are to each that is laid out here: no
// divisor of the numbers of papers, brands or documents, so that each of them
// has its turn. make soak and make conformance take all.
const sampled = 5

// TestCombinationsRender has the documents of the gallery laid out in every
// layout, under every brand, on both papers.
func TestCombinationsRender(t *testing.T) {
	g := open(t)
	every := sampled
	if os.Getenv("SOAK") == "1" {
		every = 1
	}
	shown, seen := map[string]bool{}, map[string]bool{}
	for i, c := range g.Combinations {
		if i%every == 0 {
			if _, err := g.Check(t.Context(), c); err != nil {
				t.Errorf("%v", err)
			}
			seen[c.Layout+" "+c.Document], seen[c.Layout+" "+c.Brand+" "+c.Paper] = true, true
		}
		if shown[c.FileName()] {
			t.Errorf("%s: twice", c.FileName())
		}
		shown[c.FileName()] = true
		shown[fmt.Sprint(c.Layout, " ", c.Kind, " ", c.Paper)] = true
	}
	for _, c := range g.Combinations {
		if !seen[c.Layout+" "+c.Document] || !seen[c.Layout+" "+c.Brand+" "+c.Paper] {
			t.Errorf("%s is passed over in all its parts; choose another number than %d", c, sampled)
		}
	}
	for _, l := range templates.Builtin() {
		for _, kind := range []string{"invoice", "credit_note", "receipt"} {
			for _, paper := range Papers {
				if want := fmt.Sprint(l.Name, " ", kind, " ", paper); !shown[want] {
					t.Errorf("nothing is shown of %s", want)
				}
			}
		}
	}
	if len(g.brands) < 6 || len(g.sources) < 12 {
		t.Errorf("%d brands and %d documents, want at least 6 and 12", len(g.brands), len(g.sources))
	}
}

// What differs is what the combination says: a brand or a paper that were left
// out would make the same bytes.
func TestCombinationsDiffer(t *testing.T) {
	g := open(t)
	seen := map[string]Combination{}
	for _, c := range g.Combinations {
		if c.Layout != "classic" || c.Document != "classic" {
			continue
		}
		made, err := g.Render(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		if other, same := seen[made.SHA256]; same {
			t.Errorf("%s looks like %s", c, other)
		}
		seen[made.SHA256] = c
	}
	if len(seen) < 10 {
		t.Errorf("%d files compared", len(seen))
	}
}

// TestSheetsAreSmall holds the pictures of the docs to what a reader may be
// made to load.
func TestSheetsAreSmall(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(tools.Root(t), "docs", "gallery", "*.jpg"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no sheets (%v): run make gallery", err)
	}
	var all int64
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if all += info.Size(); info.Size() > SheetBytes {
			t.Errorf("%s has %d bytes, want at most %d", file, info.Size(), SheetBytes)
		}
	}
	if all > GalleryBytes {
		t.Errorf("all sheets have %d bytes, want at most %d", all, GalleryBytes)
	}
}
