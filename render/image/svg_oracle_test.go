//go:build oracle

package image

import (
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

// TestOracleSVGInk holds the ink of the corpus against that of the pixels which
// librsvg makes of it. What is covered by white or fades away has its ink for
// us, but not in pixels, so those pictures are named.
func TestOracleSVGInk(t *testing.T) {
	rsvg := tools.Find(t, "rsvg-convert")
	const width = 2000
	hidden := map[string]bool{
		"dashes.svg":           true, // ends in a gap
		"gradient-opacity.svg": true, // fades to nothing at its edge
		"use-symbol.svg":       true, // librsvg leaves symbols uncut
		"clip-nested.svg":      true, // librsvg knows no clip paths of clip paths
		"clip-box.svg":         true, // librsvg turns boxes before it measures them; ours is that of the uncut shapes
		"clip-use.svg":         true, // ours is the box of a turned square
	}
	names, files := svgFiles(t)
	compared := 0
	for _, name := range names {
		if hidden[name] {
			continue
		}
		d, err := DecodeSVG(files[name])
		if err != nil {
			t.Fatal(err)
		}
		r, err := Decode(run(t, files[name], rsvg, "-w", "2000", "-b", "white"))
		if err != nil {
			t.Fatal(err)
		}
		compared++
		scale := func(v int) int { return (v*width + Longest/2) / Longest * Longest / d.Width }
		got, want := Rect{scale(d.Ink.MinX), scale(d.Ink.MinY), scale(d.Ink.MaxX), scale(d.Ink.MaxY)}, r.Ink
		for _, miss := range [4]int{got.MinX - want.MinX, got.MinY - want.MinY, got.MaxX - want.MaxX, got.MaxY - want.MaxY} {
			if max(miss, -miss) > 3 {
				t.Errorf("%s: ink %v, in pixels %v of %d × %d", name, got, want, r.Width, r.Height)
				break
			}
		}
	}
	if compared < 40 {
		t.Errorf("%d pictures were compared", compared)
	}
}
