package pdf

import "github.com/facture-dev/facture/render/layout"

// The limits of this room. The first group is the standards' own; what lies
// beyond one is refused with an *Error.
const (
	// ISO 19005-3 §6.1.13.
	maxStringBytes = 32_767
	maxNameBytes   = 127
	maxObjects     = 8_388_607
	maxStates      = 28 // graphics states within one another
	minPageSide    = 3 * layout.Point
	maxPageSide    = 14_400 * layout.Point
	maxInteger     = 1<<31 - 1

	// maxFileBytes is what four bytes of a cross-reference stream can point to.
	maxFileBytes = 1<<32 - 1
	// maxCodes is how many pairs of glyph and text one face may have in a
	// document, .notdef included: codes have two bytes (ISO 32000-1 §9.7.5.2).
	maxCodes = 1<<16 - 1
	// maxChain is how many texts of one glyph are looked through one by one. An
	// ordinary document has one or two; a hostile one thousands, by letters with
	// ever other accents.
	maxChain = 16
	// maxUnicodeUnits is how much text a character code may stand for, in UTF-16
	// units: 512 bytes (ISO 32000-2 §9.10.3).
	maxUnicodeUnits = 256
	// maxGlyphEms bounds advances and offsets of a glyph, so that no number in a
	// content stream passes maxInteger.
	maxGlyphEms = 1000
	// maxPages is layout's.
	maxPages = layout.MaxPages
	// maxAttachments is how many files one file may carry.
	maxAttachments = 1000
	// maxProblems is how many problems an Error lists.
	maxProblems = 100

	// maxCachedSubsets and maxCachedImages bound what a Writer keeps between
	// documents; a full cache is emptied.
	maxCachedSubsets = 2048
	maxCachedImages  = 256
	// objectsPerStream is how many objects an object stream holds.
	objectsPerStream = 512
)
