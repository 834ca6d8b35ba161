package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
)

// picture is an opaque image: three bytes a pixel.
type picture struct {
	width, height int
	pixels        []byte
}

func newPicture(width, height int, c color.RGBA) *picture {
	return &picture{width, height, bytes.Repeat([]byte{c.R, c.G, c.B}, width*height)}
}

// ColorModel, Bounds and At make a picture an image.Image.
func (p *picture) ColorModel() color.Model { return color.RGBAModel }
func (p *picture) Bounds() image.Rectangle { return image.Rect(0, 0, p.width, p.height) }
func (p *picture) At(x, y int) color.Color {
	i := 3 * (y*p.width + x)
	return color.RGBA{p.pixels[i], p.pixels[i+1], p.pixels[i+2], 255}
}

// Set lets image/draw write into it.
func (p *picture) Set(x, y int, c color.Color) {
	if !(image.Pt(x, y).In(p.Bounds())) {
		return
	}
	r, g, b, _ := c.RGBA()
	i := 3 * (y*p.width + x)
	p.pixels[i], p.pixels[i+1], p.pixels[i+2] = byte(r>>8), byte(g>>8), byte(b>>8)
}

// readPPM reads what pdftoppm writes: P6, one byte a sample.
func readPPM(data []byte) (*picture, error) {
	var width, height, most int
	r := bytes.NewReader(data)
	if _, err := fmt.Fscanf(r, "P6\n%d %d\n%d", &width, &height, &most); err != nil || most != 255 {
		return nil, fmt.Errorf("pdftoppm: no P6 picture of 8 bits: %v", err)
	}
	if _, err := r.ReadByte(); err != nil { // the one white space after the head
		return nil, fmt.Errorf("pdftoppm: %w", err)
	}
	pixels := data[len(data)-r.Len():]
	if len(pixels) != 3*width*height {
		return nil, fmt.Errorf("pdftoppm: %d bytes of pixels, want %d × %d × 3", len(pixels), width, height)
	}
	return &picture{width, height, pixels}, nil
}

// scaled is the picture at another width, of the same shape. Each new pixel is
// the mean of the area that it covers, in integers, so that it is the same on
// every processor.
func (p *picture) scaled(width int) *picture {
	height := (p.height*width + p.width/2) / p.width
	columns, rows := cover(p.width, width), cover(p.height, height)
	out := &picture{width, height, make([]byte, 3*width*height)}
	for y, row := range rows {
		for x, column := range columns {
			var sum [3]int
			weight := 0
			for i, wy := range row.weights {
				at := 3 * ((row.first+i)*p.width + column.first)
				for _, wx := range column.weights {
					w := wx * wy
					for c := range sum {
						sum[c] += w * int(p.pixels[at+c])
					}
					weight += w
					at += 3
				}
			}
			for c := range sum {
				out.pixels[3*(y*width+x)+c] = byte((sum[c] + weight/2) / weight)
			}
		}
	}
	return out
}

// span is the old pixels that a new one covers, and how much of each.
type span struct {
	first   int
	weights []int
}

// cover divides from old pixels among to new ones: new pixel i covers the old
// length from i·from to (i+1)·from, where an old pixel is to long.
func cover(from, to int) []span {
	spans := make([]span, to)
	for i := range spans {
		start, end := i*from, (i+1)*from
		spans[i].first = start / to
		for j := spans[i].first; j*to < end; j++ {
			spans[i].weights = append(spans[i].weights, min(end, (j+1)*to)-max(start, j*to))
		}
	}
	return spans
}

// put lays another picture onto this one, with a thin frame around it.
func (p *picture) put(x, y int, other *picture, frame color.RGBA) {
	p.fill(x-1, y-1, other.width+2, other.height+2, frame)
	for row := range other.height {
		copy(p.pixels[3*((y+row)*p.width+x):], other.pixels[3*row*other.width:3*(row+1)*other.width])
	}
}

func (p *picture) fill(x, y, width, height int, c color.RGBA) {
	for row := y; row < y+height; row++ {
		for column := x; column < x+width; column++ {
			p.Set(column, row, c)
		}
	}
}
