package image

import (
	"bytes"
	"encoding/binary"
)

// JPEG is read by ITU-T T.81 (section numbers below): Huffman-coded, 8 bits a
// sample, sequential or progressive. The standard library's reader refuses or
// misreads what cameras and printers' programs write (CMYK without Adobe's
// segment, uncommon subsampling, restarts in scans of one component), holds the
// whole picture, and cannot say where in the file a fault is.
//
// This file reads the segments; jpegscan.go the coded samples, jpegblock.go
// makes samples of coefficients, and jpegrows.go rows of samples.

// Markers (table B.1).
const (
	markerSOF0  = 0xC0 // baseline
	markerSOF1  = 0xC1 // extended sequential
	markerSOF2  = 0xC2 // progressive
	markerSOF3  = 0xC3 // lossless
	markerDHT   = 0xC4
	markerSOF7  = 0xC7 // SOF5 to SOF7: hierarchical
	markerSOF9  = 0xC9 // SOF9 and on: arithmetic coding
	markerSOF15 = 0xCF
	markerRST0  = 0xD0
	markerRST7  = 0xD7
	markerEOI   = 0xD9
	markerSOS   = 0xDA
	markerDQT   = 0xDB
	markerDNL   = 0xDC
	markerDRI   = 0xDD
	markerAPP0  = 0xE0
	markerAPP1  = 0xE1
	markerAPP14 = 0xEE
)

// jpegFile is what the segments of a JPEG say, read before anything is decoded.
type jpegFile struct {
	width, height int
	parts         []jpegPart // components
	hMax, vMax    int        // the largest subsampling factors
	columns, rows int        // of MCUs (A.2)
	frame         byte       // the SOF marker
	frameAt       int
	samples       int // in all components together, in whole blocks
	jfif          bool
	adobe         int // colour transform of the Adobe segment, -1 without one
	orientation   int // Exif, 1 to 8
	scans         int
	scanParts     int    // components of the first scan
	bare          []byte // the file without metadata and without what follows its end
}

// jpegPart is a component (B.2.2).
type jpegPart struct {
	id            byte
	h, v          int // subsampling factors
	table         byte
	columns, rows int // of blocks in a scan of it alone (A.2.2)
	stride        int // blocks in a row of whole MCUs
}

// decodeJPEG reads a JPEG file, scaled down to at most maxW × maxH unless it
// takes fewer bytes as it is; scaled says that it was.
func decodeJPEG(data []byte, maxW, maxH int) (r *Raster, scaled bool, err error) {
	j := &jpegFile{adobe: -1, orientation: 1}
	if err := j.readSegments(data); err != nil {
		return nil, false, err
	}
	if err := j.checkWhole(); err != nil {
		return nil, false, err
	}
	width, height := j.width, j.height
	if j.sideways() {
		width, height = height, width
	}
	toW, toH := fit(width, height, maxW, maxH)
	scaled = toW != width || toH != height
	keep := !j.asItIs() || scaled && toW*toH*j.outComponents() < len(j.bare)
	scaled = scaled && keep
	if j.sideways() {
		toW, toH = toH, toW
	}
	work := len(data) + j.decoderBytes()
	if keep {
		work += canvasBytes(j.outComponents(), false, toW, toH)
		if j.orientation != 1 {
			work += canvasBytes(j.outComponents(), false, toW, toH)
		}
	}
	if work > maxWorkBytes {
		return nil, false, j.tooLarge(work)
	}
	c := newInkCanvas(j.width, j.height, j.outComponents())
	if keep {
		c = newCanvas(j.width, j.height, j.outComponents(), false, toW, toH)
	}
	if err := j.decode(data, c); err != nil {
		return nil, false, err
	}
	r = c.finished()
	if !keep {
		r.JPEG = j.bare
	}
	if j.orientation != 1 {
		r = r.oriented(j.orientation)
	}
	return r, scaled, nil
}

// sideways says whether width and height change places.
func (j *jpegFile) sideways() bool { return j.orientation >= 5 }

// outComponents is the number of components of the raster.
func (j *jpegFile) outComponents() int { return min(len(j.parts), 3) }

// tooLarge is the error for a picture that takes too much memory.
func (j *jpegFile) tooLarge(work int) error {
	way := "scale it down"
	if !j.byRows() {
		way += ", or save it as a baseline JPEG, not a progressive one"
	}
	return fail(TooLarge, j.frameAt, "%d × %d pixels of this kind of JPEG take %d MB to decode; at most %d are allowed: %s",
		j.width, j.height, ceil(work, 1<<20), maxWorkBytes>>20, way)
}

// asItIs says whether a PDF reader draws the file the way it is meant: 3
// components are taken for YCbCr unless an Adobe segment says otherwise (ISO
// 32000-1 table 13), so what is RGB by the names of its components is not left
// to readers' opinions. CMYK has no place in a PDF/A whose colours are sRGB.
func (j *jpegFile) asItIs() bool {
	return (j.frame == markerSOF0 || j.frame == markerSOF2) && j.orientation == 1 &&
		(len(j.parts) == 1 || len(j.parts) == 3 && !j.namedRGB() && j.adobe != 0)
}

func (j *jpegFile) namedRGB() bool {
	return j.parts[0].id == 'R' && j.parts[1].id == 'G' && j.parts[2].id == 'B'
}

// jpegSegment is a marker segment (B.1.1.4), with the coded samples that follow
// a scan's header.
type jpegSegment struct {
	marker byte
	body   []byte
	coded  []byte
	at     int // of the marker
	end    int // of the segment and its coded samples
}

// eachSegment hands out the segments of a file up to the end of the picture
// (B.1).
func eachSegment(data []byte, f func(jpegSegment) error) error {
	for at := 2; ; {
		// Fill bytes may stand before a marker (B.1.1.2).
		for at < len(data)-1 && data[at] == 0xFF && data[at+1] == 0xFF {
			at++
		}
		if at+2 > len(data) {
			return endsEarly(len(data))
		}
		marker := data[at+1]
		if data[at] != 0xFF || marker == 0 || marker >= markerRST0 && marker < markerEOI {
			return fail(Damaged, at, "no marker where one must be; save the picture again")
		}
		if marker == markerEOI {
			return f(jpegSegment{marker: marker, at: at, end: at + 2})
		}
		if at+4 > len(data) {
			return endsEarly(len(data))
		}
		end := at + 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		if end < at+4 {
			return fail(Damaged, at, "a segment of %d bytes; save the picture again", end-at-2)
		}
		if end > len(data) {
			return endsEarly(len(data))
		}
		s := jpegSegment{marker: marker, body: data[at+4 : end], at: at, end: end}
		if marker == markerSOS {
			s.end = skipScan(data, end)
			s.coded = data[end:s.end]
		}
		if err := f(s); err != nil {
			return err
		}
		at = s.end
	}
}

// skipScan returns where the coded samples that begin at a place end: at the
// next marker that is not part of them (B.1.1.5).
func skipScan(data []byte, at int) int {
	for ; at < len(data)-1; at++ {
		if data[at] == 0xFF && data[at+1] != 0 && data[at+1] != 0xFF && (data[at+1] < markerRST0 || data[at+1] > markerRST7) {
			return at
		}
	}
	return len(data)
}

// readSegments reads what must be known before decoding, and copies what draws.
func (j *jpegFile) readSegments(data []byte) error {
	j.bare = append(make([]byte, 0, len(data)), data[:2]...)
	return eachSegment(data, func(s jpegSegment) error {
		// Metadata adds bytes, and may hold where a photo was taken.
		if s.marker < markerAPP1 || s.marker == markerAPP14 {
			j.bare = append(j.bare, data[s.at:s.end]...)
		}
		return j.readSegment(s)
	})
}

func (j *jpegFile) readSegment(s jpegSegment) error {
	switch marker := s.marker; {
	case marker == markerSOS:
		if j.scans++; j.scans > maxScans {
			return fail(TooLarge, s.at, "more than %d scans; save the picture as a baseline JPEG", maxScans)
		}
		if j.width == 0 {
			return fail(Damaged, s.at, "pixels before the header; save the picture again")
		}
		if j.scans == 1 && len(s.body) > 0 {
			j.scanParts = int(s.body[0])
		}
	case marker == markerSOF0 || marker == markerSOF1 || marker == markerSOF2:
		return j.readFrame(s)
	case marker == markerSOF3:
		return fail(Unsupported, s.at, "a lossless JPEG; save the picture as a baseline JPEG, or as PNG")
	case marker > markerDHT && marker <= markerSOF7:
		return fail(Unsupported, s.at, "a hierarchical JPEG; save the picture as a baseline JPEG")
	case marker >= markerSOF9 && marker <= markerSOF15:
		return fail(Unsupported, s.at, "a JPEG with arithmetic coding; save the picture as a baseline JPEG")
	case marker < markerSOF0 || marker > markerSOF7 && marker < markerSOF9 || marker == markerDNL || marker > markerDRI && marker < markerAPP0:
		return fail(Unsupported, s.at, "a rare kind of JPEG (marker %02X); save the picture as a baseline JPEG", marker)
	case marker == markerAPP0 && bytes.HasPrefix(s.body, []byte("JFIF\x00")):
		j.jfif = true
	case marker == markerAPP14 && bytes.HasPrefix(s.body, []byte("Adobe")) && len(s.body) >= 12:
		j.adobe = int(s.body[11])
	case marker == markerAPP1 && bytes.HasPrefix(s.body, []byte("Exif\x00\x00")):
		j.orientation = exifOrientation(s.body[6:])
	}
	return nil
}

// readFrame reads the header of the picture (B.2.2).
func (j *jpegFile) readFrame(s jpegSegment) error {
	body, at := s.body, s.at
	if j.width != 0 {
		return fail(Damaged, at, "two headers; save the picture again")
	}
	if len(body) < 6 || len(body) != 6+3*int(body[5]) {
		return fail(Damaged, at, "a header of %d bytes; save the picture again", len(body))
	}
	j.frame, j.frameAt = s.marker, at
	height, width := int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
	switch components := int(body[5]); {
	case body[0] != 8:
		return fail(Unsupported, at, "%d bits a sample; save the picture as a JPEG of 8 bits", body[0])
	case components != 1 && components != 3 && components != 4:
		return fail(Unsupported, at, "%d components; save the picture in RGB or gray", components)
	}
	if err := checkSize(width, height, at); err != nil {
		return err
	}
	j.width, j.height = width, height
	return j.readParts(body[6:])
}

// readParts reads the components. Subsampling is a matter of the component
// against the largest one; a component alone is never subsampled (A.2.2).
func (j *jpegFile) readParts(body []byte) error {
	j.hMax, j.vMax = 1, 1
	for ; len(body) > 0; body = body[3:] {
		p := jpegPart{id: body[0], h: int(body[1] >> 4), v: int(body[1] & 15), table: body[2]}
		if p.h < 1 || p.h > 4 || p.v < 1 || p.v > 4 {
			return fail(Damaged, j.frameAt, "subsampling of %d × %d; save the picture again", p.h, p.v)
		}
		if p.table > 3 {
			return fail(Damaged, j.frameAt, "quantization table %d; save the picture again", p.table)
		}
		for _, other := range j.parts {
			if other.id == p.id {
				return fail(Damaged, j.frameAt, "two components named %d; save the picture again", p.id)
			}
		}
		j.hMax, j.vMax = max(j.hMax, p.h), max(j.vMax, p.v)
		j.parts = append(j.parts, p)
	}
	if len(j.parts) == 1 {
		j.parts[0].h, j.parts[0].v, j.hMax, j.vMax = 1, 1, 1, 1
	}
	j.columns, j.rows = ceil(j.width, 8*j.hMax), ceil(j.height, 8*j.vMax)
	for i := range j.parts {
		p := &j.parts[i]
		p.columns, p.rows = ceil(ceil(j.width*p.h, j.hMax), 8), ceil(ceil(j.height*p.v, j.vMax), 8)
		p.stride = j.columns * p.h
		j.samples += p.stride * j.rows * p.v * 64
	}
	return nil
}

func ceil(a, b int) int { return (a + b - 1) / b }

// byRows says whether the picture comes row by row: sequential, and all
// components in one scan.
func (j *jpegFile) byRows() bool {
	return j.frame != markerSOF2 && j.scans == 1 && j.scanParts == len(j.parts)
}

// checkWhole refuses before decoding what cannot be whole.
func (j *jpegFile) checkWhole() error {
	if j.scans == 0 {
		return fail(Damaged, len(j.bare), "no pixels; save the picture again")
	}
	// Each block of 64 samples has at least one bit of code (F.1.2.1).
	if j.samples/64/8 > len(j.bare) {
		return fail(Truncated, j.frameAt, "%d bytes cannot make %d × %d pixels; upload the file again in full", len(j.bare), j.width, j.height)
	}
	return nil
}
