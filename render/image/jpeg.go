package image

import (
	"bytes"
	"encoding/binary"
	stdimage "image"
	"image/color"
	"image/jpeg"
)

// Markers (ITU-T T.81, table B.1).
const (
	markerSOF0  = 0xC0 // baseline
	markerSOF1  = 0xC1 // extended sequential
	markerSOF2  = 0xC2 // progressive
	markerDHT   = 0xC4
	markerSOF15 = 0xCF // from SOF3 on: lossless, hierarchical, arithmetic
	markerRST0  = 0xD0
	markerRST7  = 0xD7
	markerEOI   = 0xD9
	markerSOS   = 0xDA
	markerDNL   = 0xDC
	markerAPP1  = 0xE1
	markerAPP14 = 0xEE
)

// jpegFile is what the segments of a JPEG say, read before anything is decoded.
type jpegFile struct {
	width, height int
	components    int
	frame         byte // the SOF marker
	frameAt       int
	samples       int  // in all components together, in whole blocks
	rgb           bool // components are named R, G, B
	adobe         int  // colour transform of the Adobe segment, -1 without one
	orientation   int  // Exif, 1 to 8
	scans         int
	bare          []byte // the file without metadata and without what follows its end
}

func decodeJPEG(data []byte) (*Raster, error) {
	j := &jpegFile{adobe: -1, orientation: 1}
	if err := j.readSegments(data); err != nil {
		return nil, err
	}
	if err := j.check(); err != nil {
		return nil, err
	}
	picture, err := jpeg.Decode(bytes.NewReader(j.bare))
	if err != nil {
		return nil, j.decodeError(err)
	}
	r := &Raster{Width: j.width, Height: j.height, Components: j.components}
	if j.asItIs() {
		r.JPEG = j.bare
		r.findInk(pictureDepth(picture))
		return r, nil
	}
	r.Pixels = picturePixels(picture, j.components)
	if j.orientation != 1 {
		r = r.oriented(j.orientation)
	}
	r.findPixelInk()
	return r, nil
}

// asItIs says whether a PDF reader draws the file the way it is meant: 3
// components are taken for YCbCr unless an Adobe segment says otherwise (ISO
// 32000-1 table 13), so what is RGB by the names of its components is not left
// to readers' opinions.
func (j *jpegFile) asItIs() bool {
	return (j.frame == markerSOF0 || j.frame == markerSOF2) && j.orientation == 1 &&
		(j.components == 1 || !j.rgb && j.adobe != 0)
}

// readSegments walks over the file (T.81 B.1), and copies what draws.
func (j *jpegFile) readSegments(data []byte) error {
	j.bare = append(make([]byte, 0, len(data)), data[:2]...)
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
			j.bare = append(j.bare, data[at:at+2]...)
			return nil
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
		if err := j.readSegment(marker, data[at+4:end], at); err != nil {
			return err
		}
		if marker == markerSOS {
			end = skipScan(data, end)
		}
		// Metadata adds bytes, and may hold where a photo was taken.
		if marker < markerAPP1 || marker == markerAPP14 {
			j.bare = append(j.bare, data[at:end]...)
		}
		at = end
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

func (j *jpegFile) readSegment(marker byte, body []byte, at int) error {
	switch {
	case marker == markerSOS:
		if j.scans++; j.scans > maxScans {
			return fail(TooLarge, at, "more than %d scans; save the picture as a baseline JPEG", maxScans)
		}
		if j.width == 0 {
			return fail(Damaged, at, "pixels before the header; save the picture again")
		}
	case marker == markerSOF0 || marker == markerSOF1 || marker == markerSOF2:
		return j.readFrame(marker, body, at)
	case marker > markerSOF2 && marker <= markerSOF15 && marker != markerDHT, marker == markerDNL:
		return fail(Unsupported, at, "a rare kind of JPEG (marker %02X); save the picture as a baseline JPEG", marker)
	case marker == markerAPP14 && bytes.HasPrefix(body, []byte("Adobe")) && len(body) >= 12:
		j.adobe = int(body[11])
	case marker == markerAPP1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")):
		j.orientation = exifOrientation(body[6:])
	}
	return nil
}

// readFrame reads the header of the picture (B.2.2).
func (j *jpegFile) readFrame(marker byte, body []byte, at int) error {
	if j.width != 0 {
		return fail(Damaged, at, "two headers; save the picture again")
	}
	if len(body) < 6 || len(body) != 6+3*int(body[5]) {
		return fail(Damaged, at, "a header of %d bytes; save the picture again", len(body))
	}
	j.frame, j.frameAt = marker, at
	height, width := int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
	switch components := int(body[5]); {
	case body[0] != 8:
		return fail(Unsupported, at, "%d bits a sample; save the picture as a JPEG of 8 bits", body[0])
	case components == 4:
		return fail(Unsupported, at, "a CMYK JPEG; save the picture in RGB")
	case components != 1 && components != 3:
		return fail(Unsupported, at, "%d components; save the picture in RGB or gray", components)
	}
	if err := checkSize(width, height, at); err != nil {
		return err
	}
	j.width, j.height, j.components = width, height, int(body[5])
	return j.readComponents(body[6:])
}

// readComponents adds up the samples. Subsampling is a matter of the component
// against the largest one; a component alone is never subsampled (A.2.2).
func (j *jpegFile) readComponents(body []byte) error {
	j.rgb = j.components == 3 && body[0] == 'R' && body[3] == 'G' && body[6] == 'B'
	maxH, maxV := 1, 1
	for i := range j.components {
		h, v := int(body[3*i+1]>>4), int(body[3*i+1]&15)
		if h < 1 || h > 4 || v < 1 || v > 4 {
			return fail(Damaged, j.frameAt, "subsampling of %d × %d; save the picture again", h, v)
		}
		maxH, maxV = max(maxH, h), max(maxV, v)
	}
	for i := range j.components {
		h, v := int(body[3*i+1]>>4), int(body[3*i+1]&15)
		if j.components == 1 {
			h, v = maxH, maxV
		}
		j.samples += ceil(j.width, 8*maxH) * ceil(j.height, 8*maxV) * h * v * 64
	}
	if j.components == 1 {
		j.samples = ceil(j.width, 8) * ceil(j.height, 8) * 64
	}
	return nil
}

func ceil(a, b int) int { return (a + b - 1) / b }

// check refuses before decoding what would take too much, or cannot be whole.
func (j *jpegFile) check() error {
	if j.scans == 0 {
		return fail(Damaged, len(j.bare), "no pixels; save the picture again")
	}
	// Each block of 64 samples has at least one bit of code (F.1.2.1).
	if j.samples/64/8 > len(j.bare) {
		return fail(Truncated, j.frameAt, "%d bytes cannot make %d × %d pixels; upload the file again in full", len(j.bare), j.width, j.height)
	}
	work := j.samples
	if j.frame == markerSOF2 {
		work += 4 * j.samples
	}
	if !j.asItIs() {
		work += j.width * j.height * j.components
		if j.rgb || j.adobe == 0 { // the decoder makes another copy, with four bytes a pixel
			work += j.width * j.height * 4
		}
		if j.orientation != 1 {
			work += j.width * j.height * j.components
		}
	}
	if work > maxWorkBytes {
		return fail(TooLarge, j.frameAt, "%d × %d pixels of this kind of JPEG take %d MB to decode; %d are allowed, so scale the picture down",
			j.width, j.height, work>>20, maxWorkBytes>>20)
	}
	return nil
}

// decodeError maps what the decoder says. It names no place, so the picture's
// header stands for it.
func (j *jpegFile) decodeError(err error) error {
	if _, ok := err.(jpeg.UnsupportedError); ok {
		return fail(Unsupported, j.frameAt, "a rare kind of JPEG (%v); save the picture as a baseline JPEG", err)
	}
	return fail(Damaged, j.frameAt, "the pixels cannot be decoded (%v); save the picture again", err)
}

// pictureDepth is how far from white each pixel of a decoded JPEG is.
func pictureDepth(picture stdimage.Image) func(x, y int) int {
	switch p := picture.(type) {
	case *stdimage.Gray:
		return func(x, y int) int { return 255 - int(p.Pix[y*p.Stride+x]) }
	case *stdimage.YCbCr:
		return func(x, y int) int {
			c := p.COffset(x, y)
			r, g, b := color.YCbCrToRGB(p.Y[p.YOffset(x, y)], p.Cb[c], p.Cr[c])
			return 255 - int(min(r, g, b))
		}
	}
	return func(x, y int) int { return 255 }
}

// picturePixels are the samples of a decoded JPEG, interleaved.
func picturePixels(picture stdimage.Image, components int) []byte {
	bounds := picture.Bounds()
	pixels := make([]byte, 0, bounds.Dx()*bounds.Dy()*components)
	for y := range bounds.Dy() {
		switch p := picture.(type) {
		case *stdimage.Gray:
			pixels = append(pixels, p.Pix[y*p.Stride:y*p.Stride+bounds.Dx()]...)
		case *stdimage.YCbCr:
			for x := range bounds.Dx() {
				c := p.COffset(x, y)
				r, g, b := color.YCbCrToRGB(p.Y[p.YOffset(x, y)], p.Cb[c], p.Cr[c])
				pixels = append(pixels, r, g, b)
			}
		case *stdimage.RGBA: // a JPEG of RGB components
			for x := range bounds.Dx() {
				pixels = append(pixels, p.Pix[y*p.Stride+4*x:y*p.Stride+4*x+3]...)
			}
		}
	}
	return pixels
}
