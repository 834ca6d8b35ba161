//go:build oracle && conformance

package conformance

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/facture-dev/facture/internal/gallery"
	"github.com/facture-dev/facture/internal/tools"
)

// TestGallery has every validator judge every built-in layout with every kind
// of document, under every brand, on both papers: all that the gallery shows.
func TestGallery(t *testing.T) {
	g, err := gallery.Open(tools.Root(t))
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	if err := os.Mkdir(filepath.Join(out, "gallery"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range g.Combinations {
		made, err := g.Render(t.Context(), c)
		if err != nil {
			t.Error(err)
			continue
		}
		if err := os.WriteFile(filepath.Join(out, "gallery", c.FileName()+".pdf"), made.Bytes, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	judge(t, out, len(g.Combinations))
}
