package svg

// The limits of what a Writer keeps between pages. At a limit it forgets
// everything of that sort and goes on.
const (
	maxOutlines     = 20_000   // glyphs: some 10 MB
	maxPictureBytes = 32 << 20 // of data: URLs
)
