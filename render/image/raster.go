// Package image turns PNG and JPEG files into rasters as PDF wants them: 8 bits
// a sample, gray or RGB, transparency apart, and a JPEG left as it is where it
// can be embedded so. File bytes go in; a Raster or an *Error comes out.
// Everything is checked against limits (limits.go) before it is allocated.
// Colour profiles and gamma are ignored: samples are taken as sRGB, and CMYK is
// converted by one formula (docs/spec/images.md).
//
// An SVG file becomes a Drawing: paths in whole coordinates, paints, clips and
// groups, with nothing left of styles and references. It looks as in a browser
// or is refused with line and column (docs/spec/svg.md; limits in
// svg_limits.go). The package knows nothing of pages or PDF.
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

// Decode reads a PNG or JPEG file in its full size. The orientation that a
// camera noted in a JPEG (Exif) is applied. The error is an *Error.
func Decode(data []byte) (*Raster, error) { return DecodeWithin(data, maxSide, maxSide) }

// DecodeWithin is Decode followed by Downscale(maxW, maxH), with the same
// result, in less memory: most files are scaled down while they are read
// (limits.go says which), so that large ones pass that Decode refuses.
func DecodeWithin(data []byte, maxW, maxH int) (*Raster, error) {
	if len(data) > maxFileBytes {
		return nil, fail(TooLarge, 0, "%d bytes; %d are allowed, so scale the picture down", len(data), maxFileBytes)
	}
	var (
		r      *Raster
		scaled bool
		err    error
	)
	switch {
	case bytes.HasPrefix(data, []byte(pngSignature)):
		r, scaled, err = decodePNG(data, maxW, maxH)
	case bytes.HasPrefix(data, []byte("\xFF\xD8\xFF")):
		r, scaled, err = decodeJPEG(data, maxW, maxH)
	default:
		return nil, unknownFormat(data)
	}
	if err != nil {
		return nil, err
	}
	r.Digest = sha256.Sum256(data)
	if scaled {
		r.Digest = scaledDigest(r.Digest, r)
	}
	return r, nil
}

// unknownFormat names what the file seems to be.
func unknownFormat(data []byte) error {
	if len(data) == 0 {
		return fail(Truncated, 0, "the file is empty; upload it again")
	}
	if bytes.HasPrefix([]byte(pngSignature), data) || bytes.HasPrefix([]byte("\xFF\xD8\xFF"), data) {
		return endsEarly(len(data))
	}
	start := bytes.TrimLeft(data[:min(len(data), 256)], "\xEF\xBB\xBF \t\r\n")
	for _, format := range []struct{ prefix, name string }{
		{"GIF8", "a GIF"}, {"II*\x00", "a TIFF"}, {"MM\x00*", "a TIFF"}, {"BM", "a BMP"}, {"%PDF", "a PDF"},
		{"<svg", "an SVG"}, {"<?xml", "XML, perhaps an SVG"}, {"\x1F\x8B", "compressed, perhaps an SVGZ"}, {"RIFF", "a WebP"}, {"%!PS", "PostScript"},
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
