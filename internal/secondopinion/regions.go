// Package secondopinion compares pages that two programs drew. In go two
// rasters, out come the regions in which they differ by more than antialiasing
// does. Its tests draw the frames of documents a second time, through fpdf, and
// those of render/svg through librsvg. It knows nothing of how a page came to be.
package secondopinion

import (
	"fmt"
	"image"
)

// Region is a connected set of pixels that differ.
type Region struct {
	Bounds image.Rectangle
	Pixels int
	Depth  int // the largest difference in it, of 255
}

func (r Region) String() string {
	return fmt.Sprintf("%d pixels in %v, up to %d", r.Pixels, r.Bounds, r.Depth)
}

// AllowedPixels is how large a region may be: 2 × 2 pixels.
const AllowedPixels = 4

// Regions returns the connected regions of more than AllowedPixels pixels whose
// luminances differ by more than threshold, in the order of their first pixel.
// What lies outside of one of the two pictures counts as white there.
func Regions(a, b image.Image, threshold int) []Region {
	bounds := a.Bounds().Union(b.Bounds())
	w, h := bounds.Dx(), bounds.Dy()
	depth := make([]int, w*h)
	for y := range h {
		for x := range w {
			at := bounds.Min.Add(image.Pt(x, y))
			d := luminance(a, at) - luminance(b, at)
			if d < 0 {
				d = -d
			}
			if d > threshold {
				depth[y*w+x] = d
			}
		}
	}
	var out []Region
	for i := range depth {
		if depth[i] == 0 {
			continue
		}
		r := flood(depth, w, h, i)
		if r.Pixels > AllowedPixels {
			r.Bounds = r.Bounds.Add(bounds.Min)
			out = append(out, r)
		}
	}
	return out
}

// flood takes the region of a pixel out of depth; corners connect.
func flood(depth []int, w, h, start int) Region {
	var r Region
	stack := []int{start}
	take := func(i int) {
		r.Pixels++
		r.Depth = max(r.Depth, depth[i])
		depth[i] = 0
	}
	take(start)
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		x, y := i%w, i/w
		r.Bounds = r.Bounds.Union(image.Rect(x, y, x+1, y+1))
		for ny := max(0, y-1); ny <= min(h-1, y+1); ny++ {
			for nx := max(0, x-1); nx <= min(w-1, x+1); nx++ {
				if n := ny*w + nx; depth[n] > 0 {
					take(n)
					stack = append(stack, n)
				}
			}
		}
	}
	return r
}

// luminance of a pixel, 0 to 255. Decoded PNG files come as one of the types
// that are named: At alone would take seconds for a page.
func luminance(m image.Image, at image.Point) int {
	if !at.In(m.Bounds()) {
		return 255
	}
	switch m := m.(type) {
	case *image.Gray:
		return int(m.Pix[m.PixOffset(at.X, at.Y)])
	case *image.RGBA:
		p := m.Pix[m.PixOffset(at.X, at.Y):]
		return weigh(int(p[0]), int(p[1]), int(p[2]))
	}
	r, g, b, _ := m.At(at.X, at.Y).RGBA()
	return weigh(int(r>>8), int(g>>8), int(b>>8))
}

func weigh(r, g, b int) int { return (299*r + 587*g + 114*b) / 1000 }

// Reduce shrinks a picture: each pixel becomes the mean of n × n. Drawing large
// and shrinking takes away what programs do to small type, such as putting its
// baseline on a whole pixel.
func Reduce(m image.Image, n int) *image.Gray {
	b := m.Bounds()
	out := image.NewGray(image.Rect(0, 0, (b.Dx()+n-1)/n, (b.Dy()+n-1)/n))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			sum := 0
			for k := range n * n {
				sum += luminance(m, b.Min.Add(image.Pt(n*x+k%n, n*y+k/n)))
			}
			out.Pix[y*out.Stride+x] = uint8((sum + n*n/2) / (n * n))
		}
	}
	return out
}
