package image

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"image/jpeg"
)

// Downscale returns the picture with no more than maxW × maxH pixels, its sides
// in the same proportion, each pixel the mean of the area it stands for. The
// means are exact and rounded half up, so they are the same everywhere; colours
// count by how opaque they are. A picture that fits is returned as it is, and
// so is a JPEG whose scaled pixels would take more bytes than the file. Sides
// below 1 count as 1.
func (r *Raster) Downscale(maxW, maxH int) *Raster {
	if r.Width <= maxW && r.Height <= maxH {
		return r
	}
	maxW, maxH = min(max(maxW, 1), r.Width), min(max(maxH, 1), r.Height)
	width, height := maxW, (2*maxW*r.Height+r.Width)/(2*r.Width)
	if height > maxH {
		width, height = (2*maxH*r.Width+r.Height)/(2*r.Height), maxH
	}
	width, height = min(max(width, 1), maxW), min(max(height, 1), maxH)

	source := r.Pixels
	if r.JPEG != nil {
		if width*height*r.Components >= len(r.JPEG) {
			return r
		}
		picture, err := jpeg.Decode(bytes.NewReader(r.JPEG))
		if err != nil {
			return r // Decode read these bytes once, so this is a raster made elsewhere
		}
		source = picturePixels(picture, r.Components)
	}
	out := &Raster{Width: width, Height: height, Components: r.Components, Pixels: make([]byte, width*height*r.Components)}
	if r.Alpha != nil {
		out.Alpha = make([]byte, width*height)
	}
	out.average(r, source)
	out.dropOpaqueAlpha()
	out.findPixelInk()

	history := append([]byte("downscale"), r.Digest[:]...)
	history = binary.BigEndian.AppendUint32(history, uint32(width))
	history = binary.BigEndian.AppendUint32(history, uint32(height))
	out.Digest = sha256.Sum256(history)
	return out
}

// span is the part of one side of the source that a pixel covers: source
// pixels first to last, of which the outer two may count in part.
type span struct{ first, last, firstWeight, lastWeight int }

// spans cuts a side of n source pixels into m equal parts, m ≤ n. Lengths are
// in units of 1/m source pixel, so that all are whole: a source pixel has m, a
// part has n.
func spans(n, m int) []span {
	out := make([]span, m)
	for i := range out {
		from, to := i*n, (i+1)*n
		s := span{first: from / m, last: (to - 1) / m}
		s.firstWeight = min((s.first+1)*m, to) - from
		s.lastWeight = to - max(s.last*m, from)
		out[i] = s
	}
	return out
}

// weight is the length of source pixel i within the span, where inner ones
// have length whole.
func (s span) weight(i, whole int) int {
	switch i {
	case s.first:
		return s.firstWeight
	case s.last:
		return s.lastWeight
	}
	return whole
}

// average fills the raster from a larger one. Sums stay below 2^63: the weights
// of an area add up to the number of source pixels, at most maxPixels (2^26),
// and each carries a sample and an opacity of 8 bits.
func (r *Raster) average(from *Raster, source []byte) {
	columns, rows := spans(from.Width, r.Width), spans(from.Height, r.Height)
	for y, rowSpan := range rows {
		for x, columnSpan := range columns {
			var total, opacity int
			var sums [3]int
			for sy := rowSpan.first; sy <= rowSpan.last; sy++ {
				rowWeight := rowSpan.weight(sy, r.Height)
				for sx := columnSpan.first; sx <= columnSpan.last; sx++ {
					weight := rowWeight * columnSpan.weight(sx, r.Width)
					total += weight
					at := sy*from.Width + sx
					if from.Alpha != nil {
						weight *= int(from.Alpha[at])
					}
					opacity += weight
					for c := range r.Components {
						sums[c] += weight * int(source[at*r.Components+c])
					}
				}
			}
			at := y*r.Width + x
			if from.Alpha != nil {
				r.Alpha[at] = byte((2*opacity + total) / (2 * total))
			}
			for c := range r.Components {
				// What cannot be seen is white, like paper: readers that smooth
				// colours apart from transparency let it show at edges.
				v := 255
				if opacity > 0 {
					v = (2*sums[c] + opacity) / (2 * opacity)
				}
				r.Pixels[at*r.Components+c] = byte(v)
			}
		}
	}
}
