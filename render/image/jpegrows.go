package image

// Rows of pixels from the samples of components.

// drawCoefficients draws a picture whose coefficients were kept.
func (d *jpegDecoder) drawCoefficients() {
	for row := range d.rows {
		for i := range d.planes {
			p := &d.planes[i]
			for y := range p.v {
				for x := range p.stride {
					p.draw(p.block(x, row*p.v+y), x, y)
				}
			}
		}
		d.drawBand(row)
	}
}

// drawBand hands the pixels of a row of MCUs to the canvas. A subsampled
// component's sample stands for all the pixels that it covers.
func (d *jpegDecoder) drawBand(row int) {
	if d.lines == nil {
		d.newLines()
	}
	for y := range min(8*d.vMax, d.height-row*8*d.vMax) {
		for i := range d.planes {
			p := &d.planes[i]
			samples := p.band[y*p.v/d.vMax*p.stride*8:]
			if p.h == d.hMax {
				d.lines[i] = samples[:d.width]
				continue
			}
			line := d.lines[i]
			switch {
			case 2*p.h == d.hMax: // the usual one
				for x := range line {
					line[x] = samples[x/2]
				}
			default:
				for x := range line {
					line[x] = samples[x*p.h/d.hMax]
				}
			}
		}
		d.canvas.add(d.pixels(), nil)
	}
}

// newLines makes room for a row of pixels.
func (d *jpegDecoder) newLines() {
	d.lines = make([][]byte, len(d.planes))
	for i, p := range d.planes {
		if p.h != d.hMax {
			d.lines[i] = make([]byte, d.width)
		}
	}
	if len(d.planes) > 1 {
		d.row = make([]byte, 3*d.width)
	}
}

// transformed says whether the first three components are YCbCr. JFIF has
// nothing else; Adobe's segment says; without either, names do.
func (j *jpegFile) transformed() bool {
	switch {
	case len(j.parts) == 1:
		return false
	case len(j.parts) == 4: // YCCK or CMYK: Adobe's segment alone tells
		return j.adobe > 0
	case j.jfif:
		return true
	case j.adobe >= 0:
		return j.adobe != 0
	}
	return !j.namedRGB()
}

// pixels turns a row of samples into gray or RGB.
func (d *jpegDecoder) pixels() []byte {
	if len(d.planes) == 1 {
		return d.lines[0]
	}
	first, second, third := d.lines[0], d.lines[1], d.lines[2]
	transformed := d.transformed()
	for x, at := 0, 0; x < d.width; x, at = x+1, at+3 {
		a, b, c := first[x], second[x], third[x]
		if transformed {
			a, b, c = yCbCrToRGB(a, b, c)
		}
		d.row[at], d.row[at+1], d.row[at+2] = a, b, c
	}
	if len(d.planes) == 4 {
		d.printInk(transformed)
	}
	return d.row
}

// printInk turns a row of CMY and its K into RGB: what each ink leaves of the
// paper's white, times what black leaves of it. In a file, 255 is paper and 0
// full ink, as Adobe's programs began; others follow, with its segment or
// without. YCCK is the YCbCr of 255 less the file's CMY (docs/spec/images.md).
func (d *jpegDecoder) printInk(transformed bool) {
	for x, black := range d.lines[3] {
		for i, light := range d.row[3*x : 3*x+3] {
			if transformed {
				light = 255 - light
			}
			d.row[3*x+i] = byte((2*int(light)*int(black) + 255) / 510)
		}
	}
}

// yCbCrToRGB is the conversion of JFIF (ITU-T T.871 §7), with factors of 16
// bits, rounded to the nearest.
func yCbCrToRGB(y, cb, cr byte) (r, g, b byte) {
	const half = 1 << 15
	l, u, v := int(y)<<16+half, int(cb)-128, int(cr)-128
	return clamp((l + 91881*v) >> 16), clamp((l - 22554*u - 46802*v) >> 16), clamp((l + 116130*u) >> 16)
}

func clamp(v int) byte { return byte(min(max(v, 0), 255)) }
