package secondopinion

import (
	"image"
	"image/color"
	"testing"
)

func TestRegions(t *testing.T) {
	canvas := func(w int, dark ...image.Point) image.Image {
		m := image.NewGray(image.Rect(0, 0, w, 10))
		for i := range m.Pix {
			m.Pix[i] = 255
		}
		for _, p := range dark {
			m.SetGray(p.X, p.Y, color.Gray{155})
		}
		return m
	}
	square := []image.Point{{3, 3}, {4, 3}, {3, 4}, {4, 4}}
	diagonal := []image.Point{{0, 0}, {1, 1}, {2, 2}, {3, 3}, {4, 4}}
	for _, c := range []struct {
		what      string
		a, b      image.Image
		threshold int
		pixels    []int
	}{
		{"equal", canvas(10, square...), canvas(10, square...), 0, nil},
		{"2 × 2", canvas(10, square...), canvas(10), 50, nil},
		{"2 × 2 and one more", canvas(10, append(square, image.Pt(5, 5))...), canvas(10), 50, []int{5}},
		{"the other way round", canvas(10), canvas(10, append(square, image.Pt(5, 5))...), 99, []int{5}},
		{"too faint", canvas(10), canvas(10, append(square, image.Pt(5, 5))...), 100, nil},
		{"corners connect", canvas(10, diagonal...), canvas(10), 50, []int{5}},
		{"apart", canvas(10, append(square, image.Pt(6, 6))...), canvas(10), 50, nil},
		{"beyond the edge", canvas(12, image.Pt(11, 1), image.Pt(11, 2), image.Pt(11, 3), image.Pt(11, 4), image.Pt(11, 5)), canvas(10), 50, []int{5}},
	} {
		got := Regions(c.a, c.b, c.threshold)
		if len(got) != len(c.pixels) {
			t.Errorf("%s: %v", c.what, got)
			continue
		}
		for i, r := range got {
			if r.Pixels != c.pixels[i] || r.Depth != 100 {
				t.Errorf("%s: %v, want %d pixels", c.what, r, c.pixels[i])
			}
		}
	}
}
