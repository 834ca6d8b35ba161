package image

import (
	"crypto/sha256"
	"encoding/binary"
)

// Downscale returns the picture with no more than maxW × maxH pixels, its sides
// in the same proportion, each pixel the mean of the area it stands for. The
// means are exact and rounded half up, so they are the same everywhere; colours
// count by how opaque they are. A picture that fits is returned as it is, and
// so is a JPEG whose scaled pixels would take more bytes than the file. Sides
// below 1 count as 1.
func (r *Raster) Downscale(maxW, maxH int) *Raster {
	width, height := fit(r.Width, r.Height, maxW, maxH)
	if width == r.Width && height == r.Height {
		return r
	}
	if r.JPEG != nil {
		small, scaled, err := decodeJPEG(r.JPEG, maxW, maxH)
		if err != nil || !scaled {
			return r // it is smaller so; no error, for Decode read these bytes once
		}
		small.Digest = scaledDigest(r.Digest, small)
		return small
	}
	c := newCanvas(r.Width, r.Height, r.Components, r.Alpha != nil, width, height)
	r.eachRow(c.add)
	small := c.finished()
	small.Digest = scaledDigest(r.Digest, small)
	return small
}

// fit returns the largest size within maxW × maxH in the proportion of width ×
// height, each side rounded half up; the size itself where it fits.
func fit(width, height, maxW, maxH int) (w, h int) {
	if width <= maxW && height <= maxH {
		return width, height
	}
	maxW, maxH = min(max(maxW, 1), width), min(max(maxH, 1), height)
	w, h = maxW, (2*maxW*height+width)/(2*width)
	if h > maxH {
		w, h = (2*maxH*width+height)/(2*height), maxH
	}
	return min(max(w, 1), maxW), min(max(h, 1), maxH)
}

// scaledDigest is the digest of a picture that was scaled down.
func scaledDigest(whole [32]byte, small *Raster) [32]byte {
	history := append([]byte("downscale"), whole[:]...)
	history = binary.BigEndian.AppendUint32(history, uint32(small.Width))
	history = binary.BigEndian.AppendUint32(history, uint32(small.Height))
	return sha256.Sum256(history)
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

// scaler averages the rows of a picture as they come. Sums stay below 2^63:
// the weights of an area add up to the number of source pixels, at most
// maxPixels (2^26), and each carries a sample and an opacity of 8 bits.
type scaler struct {
	components    int
	columns, rows []span
	area          int64 // what the weights of a pixel's area add up to
	source        int   // the row that comes next
	made          int   // the row that is being made
	line          []int64
	sums          []int64 // of the row being made: a pixel's components, then its opacity
	pixels, alpha []byte  // a row that is ready
}

func newScaler(width, height, components int, alpha bool, toW, toH int) *scaler {
	s := &scaler{
		components: components, columns: spans(width, toW), rows: spans(height, toH), area: int64(width) * int64(height),
		line: make([]int64, toW*(components+1)), sums: make([]int64, toW*(components+1)), pixels: make([]byte, toW*components),
	}
	if alpha {
		s.alpha = make([]byte, toW)
	}
	return s
}

// add takes a row of the source and hands on the row that it completes, if any.
func (s *scaler) add(pixels, alpha []byte, ready func(pixels, alpha []byte)) {
	s.averageLine(pixels, alpha)
	for s.made < len(s.rows) && s.rows[s.made].first <= s.source {
		to := s.rows[s.made]
		weight := int64(to.weight(s.source, len(s.rows)))
		for i, v := range s.line {
			s.sums[i] += weight * v
		}
		if to.last > s.source {
			break
		}
		s.finishRow()
		ready(s.pixels, s.alpha)
		s.made++
		clear(s.sums)
	}
	s.source++
}

// averageLine adds up one row of the source by columns.
func (s *scaler) averageLine(pixels, alpha []byte) {
	n := s.components
	for x, column := range s.columns {
		var opacity int64
		var sums [3]int64
		for sx := column.first; sx <= column.last; sx++ {
			weight := int64(column.weight(sx, len(s.columns)))
			if s.alpha != nil {
				weight *= int64(alpha[sx])
			}
			opacity += weight
			for c := range n {
				sums[c] += weight * int64(pixels[sx*n+c])
			}
		}
		copy(s.line[x*(n+1):], sums[:n])
		s.line[x*(n+1)+n] = opacity
	}
}

// finishRow turns sums into samples.
func (s *scaler) finishRow() {
	n := s.components
	for x := range s.columns {
		sums, opacity := s.sums[x*(n+1):], s.sums[x*(n+1)+n]
		if s.alpha != nil {
			s.alpha[x] = byte((2*opacity + s.area) / (2 * s.area))
		}
		for c := range n {
			// What cannot be seen is white, like paper: readers that smooth
			// colours apart from transparency let it show at edges.
			v := int64(255)
			if opacity > 0 {
				v = (2*sums[c] + opacity) / (2 * opacity)
			}
			s.pixels[x*n+c] = byte(v)
		}
	}
}
