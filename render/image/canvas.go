package image

// canvas builds a raster from the rows of a picture, top first: in its own
// size, or scaled down while they come, so that it is never held whole.
type canvas struct {
	raster *Raster
	scaler *scaler // nil at full size
	row    int     // the row of the raster that comes next
}

// newCanvas begins a picture of width × height that is to have toW × toH.
func newCanvas(width, height, components int, alpha bool, toW, toH int) *canvas {
	c := &canvas{raster: &Raster{Width: toW, Height: toH, Components: components, Pixels: make([]byte, toW*toH*components)}}
	if alpha {
		c.raster.Alpha = make([]byte, toW*toH)
	}
	c.raster.Ink = Rect{MinX: toW, MinY: toH}
	if width != toW || height != toH {
		c.scaler = newScaler(width, height, components, alpha, toW, toH)
	}
	return c
}

// newInkCanvas begins a picture of which only the ink is wanted.
func newInkCanvas(width, height, components int) *canvas {
	return &canvas{raster: &Raster{Width: width, Height: height, Components: components, Ink: Rect{MinX: width, MinY: height}}}
}

// canvasBytes is what a canvas allocates, but for a few rows.
func canvasBytes(components int, alpha bool, width, height int) int {
	if alpha {
		components++
	}
	return width * height * components
}

// add takes the next row; it keeps neither slice. alpha is nil for an opaque
// picture.
func (c *canvas) add(pixels, alpha []byte) {
	if c.scaler != nil {
		c.scaler.add(pixels, alpha, c.put)
		return
	}
	c.put(pixels, alpha)
}

// put stores a row of the raster.
func (c *canvas) put(pixels, alpha []byte) {
	r := c.raster
	r.inkRow(c.row, pixels, alpha)
	if r.Pixels != nil {
		copy(r.Pixels[c.row*r.Width*r.Components:], pixels)
	}
	if r.Alpha != nil {
		copy(r.Alpha[c.row*r.Width:], alpha)
	}
	c.row++
}

// finished returns the raster once all rows have come.
func (c *canvas) finished() *Raster {
	c.raster.endInk()
	c.raster.dropOpaqueAlpha()
	return c.raster
}

// eachRow hands out the rows of a raster that holds its pixels.
func (r *Raster) eachRow(f func(pixels, alpha []byte)) {
	for y := range r.Height {
		var alpha []byte
		if r.Alpha != nil {
			alpha = r.Alpha[y*r.Width : (y+1)*r.Width]
		}
		f(r.Pixels[y*r.Width*r.Components:(y+1)*r.Width*r.Components], alpha)
	}
}

// dropOpaqueAlpha forgets an alpha channel that says nothing.
func (r *Raster) dropOpaqueAlpha() {
	for _, a := range r.Alpha {
		if a != 255 {
			return
		}
	}
	r.Alpha = nil
}

// inkDepth is how far from white a pixel must be to count as ink, in 255ths of
// any component: JPEG leaves faint clouds around dark shapes, and scanners do
// not make pure white.
const inkDepth = 12

// inked says whether pixel x of a row is ink.
func (r *Raster) inked(pixels, alpha []byte, x int) bool {
	low := pixels[x*r.Components]
	if r.Components == 3 {
		low = min(low, pixels[x*3+1], pixels[x*3+2])
	}
	depth := 255 - int(low)
	if alpha != nil {
		depth = depth * int(alpha[x]) / 255
	}
	return depth > inkDepth
}

// inkRow extends Ink, which began empty, by a row.
func (r *Raster) inkRow(y int, pixels, alpha []byte) {
	first := 0
	for first < r.Width && !r.inked(pixels, alpha, first) {
		first++
	}
	if first == r.Width {
		return
	}
	last := r.Width - 1
	for last >= r.Ink.MaxX && !r.inked(pixels, alpha, last) {
		last--
	}
	r.Ink = Rect{min(r.Ink.MinX, first), min(r.Ink.MinY, y), max(r.Ink.MaxX, last+1), y + 1}
}

// endInk makes the ink of a picture without any the whole.
func (r *Raster) endInk() {
	if r.Ink.MaxY == 0 {
		r.Ink = Rect{0, 0, r.Width, r.Height}
	}
}

// findInk sets Ink from the pixels.
func (r *Raster) findInk() {
	r.Ink = Rect{MinX: r.Width, MinY: r.Height}
	y := 0
	r.eachRow(func(pixels, alpha []byte) {
		r.inkRow(y, pixels, alpha)
		y++
	})
	r.endInk()
}
