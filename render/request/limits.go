package request

// The limits of this room; those of lists are billing's. A request beyond one
// of them is refused with a fault that names the limit.
const (
	MaxBytes = 64 << 20 // the whole source
	MaxDepth = 32       // of nested objects and lists, metadata included

	maxColumns    = 3         // of a brand's footer
	maxLanguages  = 200       // of a brand's terms, footer or labels
	maxLabels     = 500       // of a brand, in one language
	maxName       = 1_000     // characters of a name, a number, a code
	maxText       = 100_000   // characters of a description, a memo, terms
	maxLogo       = 16 << 20  // bytes of a logo's data URL
	maxMetadata   = 256 << 10 // bytes of one metadata object
	maxFaultCount = 1_000     // faults that are listed
)
