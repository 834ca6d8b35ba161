// Package fonts holds the embedded faces: it finds them by family and weight,
// says what they cover and how wide their glyphs are, and cuts subsets for
// embedding. Faces are parsed once per process, when first asked for. It knows
// nothing of languages, documents or pages.
package fonts

import "fmt"

// GlyphID is an index into a face's glyph table. 0 is .notdef.
type GlyphID = uint16

// ID names a face within its Library.
type ID uint16

// MissingGlyphError says that no face offered for a text can draw a character.
// Nothing is drawn in its place.
type MissingGlyphError struct {
	Rune rune
	Text string // the text that holds it; may be personal data, so it is not part of Error
}

func (e *MissingGlyphError) Error() string {
	return fmt.Sprintf("no font has a glyph for %U %q", e.Rune, e.Rune)
}
