// Package image turns PNG and JPEG files into rasters that can be drawn, within
// limits. It knows nothing of pages or PDF.
package image

// Raster is a decoded picture.
type Raster struct {
	Width, Height int
	Components    int      // 1 gray, 3 RGB; 8 bits each
	Pixels        []byte   // interleaved rows, top first; nil when JPEG is set
	Alpha         []byte   // 8 bits a pixel, not premultiplied into Pixels; nil when opaque
	JPEG          []byte   // the file itself, when it can be embedded as it is
	Ink           Rect     // the outermost pixels that are neither white nor transparent
	Digest        [32]byte // SHA-256 of the file and of everything done to it since
}

// Rect is a rectangle in pixels; Max is exclusive.
type Rect struct{ MinX, MinY, MaxX, MaxY int }
