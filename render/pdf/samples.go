package pdf

import (
	"bytes"
	"encoding/hex"
	"strconv"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zlib"

	"github.com/facture-dev/facture/render/image"
)

// How pixels become few bytes. A logo is made once per content and then read in
// every document, so that more is worth trying than for text: the result is
// about as large as the file that the logo came in, be it a drawing, a gradient
// or a photo.

// encode makes the streams of a raster. A JPEG file stays as it is.
func encode(r *image.Raster) *imageStream {
	s := &imageStream{}
	if r.Alpha != nil {
		mask := packed(r.Alpha, r.Width, 1)
		s.mask = &mask
	}
	switch colours, ok := palette(r); {
	case r.JPEG != nil:
		s.shown = samples{colourSpace(r.Components) + "/BitsPerComponent 8/Filter/DCTDecode", r.JPEG}
	case ok:
		s.shown = indexed(r, colours)
	default:
		s.shown = packed(r.Pixels, r.Width, r.Components)
	}
	return s
}

func colourSpace(components int) string {
	if components == 1 {
		return "/ColorSpace/DeviceGray"
	}
	return "/ColorSpace/DeviceRGB"
}

// colour is an RGB pixel.
type colour [3]byte

// maxPalette is how many colours an indexed image may have (§8.6.6.3).
const maxPalette = 256

// palette gives the colours of an RGB raster in the order that they are met
// in, if there are few enough to number them.
func palette(r *image.Raster) (numbers map[colour]byte, ok bool) {
	if r.Components != 3 || r.JPEG != nil {
		return nil, false
	}
	numbers = make(map[colour]byte)
	var last colour
	for at := 0; at < len(r.Pixels); at += 3 {
		c := colour(r.Pixels[at : at+3])
		if c == last && at > 0 { // most are
			continue
		}
		last = c
		if _, met := numbers[c]; met {
			continue
		}
		if len(numbers) == maxPalette {
			return nil, false
		}
		numbers[c] = byte(len(numbers))
	}
	return numbers, true
}

// indexed writes a raster as numbers of colours, in as few bits as they take.
func indexed(r *image.Raster, numbers map[colour]byte) samples {
	bits := 1
	for 1<<bits < len(numbers) {
		bits *= 2
	}
	table := make([]byte, 3*len(numbers))
	for c, n := range numbers {
		copy(table[3*int(n):], c[:])
	}
	stride := (r.Width*bits + 7) / 8 // rows begin on whole bytes (§8.9.3)
	rows := make([]byte, stride*r.Height)
	last, number := colour(r.Pixels[:3]), byte(0) // the first colour has number 0
	for y := range r.Height {
		row := rows[y*stride : (y+1)*stride]
		for x := range r.Width {
			at := (y*r.Width + x) * 3
			if c := colour(r.Pixels[at : at+3]); c != last {
				last, number = c, numbers[c]
			}
			row[x*bits/8] |= number << (8 - bits - x*bits%8)
		}
	}
	return samples{
		"/ColorSpace[/Indexed/DeviceRGB " + strconv.Itoa(len(numbers)-1) + "<" + hex.EncodeToString(table) + ">]/BitsPerComponent " +
			strconv.Itoa(bits) + "/Filter/FlateDecode",
		deflateAt(imageLevel, rows),
	}
}

// imageLevel is klauspost's: measured on logos, the level above is no smaller,
// and the highest takes seconds for pictures with noise.
const imageLevel = 7

// packed writes samples of 8 bits in the smallest of three ways: as they are,
// as differences from their neighbours (§7.4.4.4), or as differences without a
// search for what repeats, which in a photo finds nothing and breaks up codes.
func packed(pixels []byte, width, components int) samples {
	plain := colourSpace(components) + "/BitsPerComponent 8/Filter/FlateDecode"
	predicted := plain + "/DecodeParms<</Predictor 15/Colors " + strconv.Itoa(components) + "/Columns " + strconv.Itoa(width) + ">>"
	differences := predict(pixels, width*components, components)

	best := samples{predicted, deflateAt(flate.HuffmanOnly, differences)}
	if 3*len(best.data) > len(pixels) {
		return best // a photo
	}
	if data := deflateAt(imageLevel, differences); len(data) < len(best.data) {
		best.data = data
	}
	if data := deflateAt(imageLevel, pixels); len(data) < len(best.data) {
		best = samples{plain, data}
	}
	return best
}

// predict writes each row as differences by that of PNG's filters, of which the
// first byte tells the number, that leaves the least (PNG §9.2, §12.7).
func predict(pixels []byte, stride, components int) []byte {
	out := make([]byte, 0, len(pixels)+len(pixels)/stride)
	above := make([]byte, stride)
	best, tried := make([]byte, stride), make([]byte, stride)
	for ; len(pixels) > 0; pixels = pixels[stride:] {
		row := pixels[:stride]
		number, least := 0, -1
		for filter := range 5 {
			sum := differ(tried, row, above, components, filter)
			if least < 0 || sum < least {
				number, least = filter, sum
				best, tried = tried, best
			}
		}
		out = append(append(out, byte(number)), best...)
		above = row
	}
	return out
}

// differ fills out with the differences of a row by a filter, and returns how
// far from 0 they are in all.
func differ(out, row, above []byte, components, filter int) (sum int) {
	for i, v := range row {
		var left, corner byte
		if i >= components {
			left, corner = row[i-components], above[i-components]
		}
		switch filter {
		case 1:
			v -= left
		case 2:
			v -= above[i]
		case 3:
			v -= byte((int(left) + int(above[i])) / 2)
		case 4:
			v -= nearest(left, above[i], corner)
		}
		out[i] = v
		sum += min(int(v), 256-int(v))
	}
	return sum
}

// nearest is the neighbour that is nearest to left + up - corner (PNG §9.4).
func nearest(left, up, corner byte) byte {
	a, b, c := int(left), int(up), int(corner)
	toLeft, toUp, toCorner := max(b-c, c-b), max(a-c, c-a), max(a+b-2*c, 2*c-a-b)
	switch {
	case toLeft <= toUp && toLeft <= toCorner:
		return left
	case toUp <= toCorner:
		return up
	}
	return corner
}

// deflateAt compresses at a level of its own.
func deflateAt(level int, data []byte) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, level) // errs only on a level out of range
	w.Write(data)                          // a bytes.Buffer takes everything
	w.Close()
	return b.Bytes()
}
