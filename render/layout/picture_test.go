package layout

import (
	"strings"
	"testing"

	"github.com/facture-dev/facture/render/image"
)

// TestPictureOfShapes: a drawing stands where a raster would, its ink at the
// edges, and is shown by Dump.
func TestPictureOfShapes(t *testing.T) {
	drawing := &image.Drawing{Width: image.Longest, Height: image.Longest / 2}
	b := &Picture{Drawing: drawing, Width: 60 * Point, Height: 30 * Point, InkStart: 6 * Point, InkTop: 3 * Point, InkEnd: 2 * Point, InkBottom: 1 * Point}
	doc := paginate(t, flow(100, item(b), item(para(t, "after"))))
	it := doc.Pages[0].Items[0]
	if v, ok := it.Item.(*Drawing); !ok || v.Drawing != drawing || v.Width != 60*Point || v.Height != 30*Point || it.X != -6*Point || it.Y != -3*Point {
		t.Errorf("%+v", it)
	}
	if b.natural() != 52*Point || b.measure(0).height() != 26*Point {
		t.Errorf("%s × %s", pt(b.natural()), pt(b.measure(0).height()))
	}
	var out strings.Builder
	if err := Dump(&out, doc); err != nil || !strings.Contains(out.String(), "-6.00,-3.00 artifact drawing 60.00 × 30.00\n") {
		t.Errorf("%v\n%s", err, out.String())
	}
}
