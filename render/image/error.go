package image

import "fmt"

// ErrorKind says in which of four ways a file cannot be used.
type ErrorKind int

const (
	Unsupported ErrorKind = iota + 1 // a format, or a variant of one, that is not read
	Damaged                          // contradicts its format
	Truncated                        // ends before the picture does
	TooLarge                         // beyond a limit of this package
)

func (k ErrorKind) String() string {
	switch k {
	case Unsupported:
		return "unsupported"
	case Damaged:
		return "damaged"
	case Truncated:
		return "truncated"
	case TooLarge:
		return "too large"
	}
	return fmt.Sprintf("ErrorKind(%d)", int(k))
}

// Error says why a file cannot be used, where, and what its owner can do.
type Error struct {
	Kind         ErrorKind
	Offset       int    // bytes from the start of the file
	Line, Column int    // of an SVG, from 1, in characters; 0 in files that are not text
	Message      string // with a way out
}

func (e *Error) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("picture, line %d, column %d: %s", e.Line, e.Column, e.Message)
	}
	return fmt.Sprintf("picture, byte %d: %s", e.Offset, e.Message)
}

func fail(kind ErrorKind, offset int, format string, args ...any) error {
	return &Error{Kind: kind, Offset: offset, Message: fmt.Sprintf(format, args...)}
}

// endsEarly is the error for a file that was cut off.
func endsEarly(offset int) error {
	return fail(Truncated, offset, "the file ends early; upload it again in full")
}

// checkSize refuses a picture by what its header says.
func checkSize(width, height, offset int) error {
	switch {
	case width == 0 || height == 0:
		return fail(Damaged, offset, "%d × %d pixels; save the picture again", width, height)
	case width > maxSide || height > maxSide:
		return fail(TooLarge, offset, "%d × %d pixels; a side may have %d, so scale the picture down", width, height, maxSide)
	case width*height > maxPixels:
		return fail(TooLarge, offset, "%d × %d pixels; %d million are allowed, so scale the picture down", width, height, maxPixels/1_000_000)
	}
	return nil
}
