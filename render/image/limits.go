package image

// The limits of this room. What lies beyond one is refused with an *Error of
// kind TooLarge, before anything of that size is allocated.
const (
	maxFileBytes = 10 << 20   // a file
	maxPixels    = 40_000_000 // width times height; 40 cm square at 400 dpi
	maxSide      = 20_000     // width or height, in pixels

	// Memory that decoding a file may take, in bytes. It is what keeps a
	// progressive JPEG, whose coefficients are all held at once (4 bytes each),
	// to about 14 million pixels without chroma subsampling, 26 with.
	maxWorkBytes = 256 << 20

	// Scans of a JPEG. Encoders make up to about 10; each one costs a pass over
	// the whole picture however few bytes it has.
	maxScans = 64
)
