package request

// The limits of this room; those of lists are billing's. A request beyond one
// of them is refused with a fault that names the limit.
const (
	MaxBytes = 64 << 20 // the whole source
	MaxDepth = 32       // of nested objects and lists, metadata included

	maxColumns     = 4        // of a brand's footer
	maxLanguages   = 200      // of a brand's terms, notes, footer, labels or custom fields
	maxLabels      = 500      // of a brand, in one language
	maxBrandFields = 20       // custom fields of a brand, in one language
	maxFonts       = 12       // of a brand
	maxFamily      = 80       // characters of a font family's name
	maxPath        = 1_000    // bytes of the path of a brand's file
	maxLogo        = 16 << 20 // bytes of a logo's data URL
	maxLetterhead  = 16 << 20 // bytes of a letterhead's
	maxFont        = 16 << 20 // bytes of a font's: base64 of 12 MB, more than fonts takes

	maxName       = 1_000     // characters of a name, a number, a code
	maxText       = 100_000   // characters of a description, a memo, terms
	maxMetadata   = 256 << 10 // bytes of one metadata object
	maxFaultCount = 1_000     // faults that are listed
)
