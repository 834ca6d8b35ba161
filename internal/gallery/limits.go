package gallery

// The most bytes of one contact sheet, and of all of them.
const (
	SheetBytes   = 400_000
	GalleryBytes = 4_000_000
)
