// Package image turns PNG and JPEG files into rasters as PDF wants them: 8 bits
// a sample, transparency apart, and a JPEG left as it is where it can be
// embedded so. File bytes go in; a Raster or an *Error comes out. Everything is
// checked against limits (limits.go) before it is allocated. Colour profiles
// and gamma are ignored: samples are taken as sRGB. It knows nothing of pages
// or PDF.
package image

import (
	"bytes"
	"crypto/sha256"
)

// Raster is a decoded picture. It is not changed once made.
type Raster struct {
	Width, Height int      // pixels
	Components    int      // 1 gray, 3 RGB; 8 bits each
	Pixels        []byte   // interleaved rows, top first; nil when JPEG is set
	Alpha         []byte   // 8 bits a pixel, not premultiplied into Pixels; nil when opaque
	JPEG          []byte   // the file without its metadata, when PDF can show it as it is (ISO 32000-1 §7.4.8)
	Ink           Rect     // the outermost pixels that are neither white nor transparent; all when there are none
	Digest        [32]byte // SHA-256 of the file and of everything done to it since
}

// Rect is a rectangle in pixels; Max is exclusive.
type Rect struct{ MinX, MinY, MaxX, MaxY int }

// Decode reads a PNG or JPEG file. The orientation that a camera noted in a
// JPEG (Exif) is applied. The error is an *Error.
func Decode(data []byte) (*Raster, error) {
	if len(data) > maxFileBytes {
		return nil, fail(TooLarge, 0, "%d bytes; %d are allowed, so scale the picture down", len(data), maxFileBytes)
	}
	var (
		r   *Raster
		err error
	)
	switch {
	case bytes.HasPrefix(data, []byte(pngSignature)):
		r, err = decodePNG(data)
	case bytes.HasPrefix(data, []byte("\xFF\xD8\xFF")):
		r, err = decodeJPEG(data)
	default:
		return nil, unknownFormat(data)
	}
	if err != nil {
		return nil, err
	}
	r.Digest = sha256.Sum256(data)
	return r, nil
}

// unknownFormat names what the file seems to be.
func unknownFormat(data []byte) error {
	if len(data) == 0 {
		return fail(Truncated, 0, "the file is empty")
	}
	if bytes.HasPrefix([]byte(pngSignature), data) || bytes.HasPrefix([]byte("\xFF\xD8\xFF"), data) {
		return endsEarly(len(data))
	}
	start := bytes.TrimLeft(data[:min(len(data), 256)], "\xEF\xBB\xBF \t\r\n")
	for _, format := range []struct{ prefix, name string }{
		{"GIF8", "a GIF"}, {"II*\x00", "a TIFF"}, {"MM\x00*", "a TIFF"}, {"BM", "a BMP"}, {"%PDF", "a PDF"},
		{"<svg", "an SVG"}, {"<?xml", "XML, perhaps an SVG"}, {"RIFF", "a WebP"}, {"%!PS", "PostScript"},
	} {
		if bytes.HasPrefix(start, []byte(format.prefix)) {
			return fail(Unsupported, 0, "%s; save the picture as PNG or JPEG", format.name)
		}
	}
	if len(data) >= 12 && string(data[4:8]) == "ftyp" {
		return fail(Unsupported, 0, "a HEIC or AVIF; save the picture as PNG or JPEG")
	}
	return fail(Unsupported, 0, "neither PNG nor JPEG; save the picture as one of them")
}

// inkDepth is how far from white a pixel must be to count as ink, in 255ths of
// any component: JPEG leaves faint clouds around dark shapes, and scanners do
// not make pure white.
const inkDepth = 12

// findInk sets Ink from the pixels. component says how far from white, at most,
// any component of a pixel is.
func (r *Raster) findInk(depth func(x, y int) int) {
	inked := func(x, y int) bool {
		d := depth(x, y)
		if r.Alpha != nil {
			d = d * int(r.Alpha[y*r.Width+x]) / 255
		}
		return d > inkDepth
	}
	row := func(y int) bool {
		for x := range r.Width {
			if inked(x, y) {
				return true
			}
		}
		return false
	}
	ink := Rect{0, 0, r.Width, r.Height}
	for ink.MinY < r.Height && !row(ink.MinY) {
		ink.MinY++
	}
	if ink.MinY == r.Height {
		r.Ink = Rect{0, 0, r.Width, r.Height}
		return
	}
	for !row(ink.MaxY - 1) {
		ink.MaxY--
	}
	column := func(x int) bool {
		for y := ink.MinY; y < ink.MaxY; y++ {
			if inked(x, y) {
				return true
			}
		}
		return false
	}
	for !column(ink.MinX) {
		ink.MinX++
	}
	for !column(ink.MaxX - 1) {
		ink.MaxX--
	}
	r.Ink = ink
}

// findPixelInk sets Ink from Pixels.
func (r *Raster) findPixelInk() {
	r.findInk(func(x, y int) int {
		at := (y*r.Width + x) * r.Components
		low := r.Pixels[at]
		for _, v := range r.Pixels[at+1 : at+r.Components] {
			low = min(low, v)
		}
		return 255 - int(low)
	})
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
