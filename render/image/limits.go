package image

// The limits of this room. What lies beyond one is refused with an *Error of
// kind TooLarge, before anything of that size is allocated.
const (
	maxFileBytes = 10 << 20   // a file
	maxPixels    = 40_000_000 // width times height; 40 cm square at 400 dpi
	maxSide      = 20_000     // width or height, in pixels

	// Memory that reading a file may take in all, in bytes, beside the file
	// itself; with what is small and not counted it stays below 64 MB. Pictures
	// that come row by row (PNG without interlacing, JPEG in one scan) are scaled
	// down while they are read (DecodeWithin), so that they may have maxPixels.
	// Those that are held whole may have fewer. An interlaced PNG takes a byte
	// for each sample: at least 15 million pixels in RGB, 11 with transparency,
	// when scaled to 2,400 pixels a side. A JPEG of several scans, as progressive
	// ones are, takes 2 bytes for each sample: about 17 million pixels where
	// colour is kept for 2 × 2 pixels together, 10 where for each.
	maxWorkBytes = 60 << 20

	// Scans of a JPEG. Encoders make up to about 10; each one costs a pass over
	// the whole picture however few bytes it has.
	maxScans = 64
)
