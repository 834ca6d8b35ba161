package templates

// Limits of a layout's source. One past any of them is a fault, not a slow
// answer: templates may come from strangers.
const (
	sourceMax     = 1 << 20 // bytes
	depthMax      = 32      // elements inside one another, <document> counted
	elementsMax   = 10_000
	attributesMax = 40 // of one element
	stylesMax     = 200
	argumentsMax  = 16  // of one label
	faultsMax     = 100 // reported; what comes after them follows from them
	lengthMaxPt   = 14_400
	// lengthDecimals and numberDigits keep the exact conversion to 1/1024 pt
	// within 64 bits.
	lengthDecimals = 4
	numberDigits   = 9
)

// Limits of a brand's margins, in 1/1024 pt, rounded as lengths are.
const (
	marginMin Length = 14_513  // 5 mm
	marginMax Length = 174_161 // 60 mm
)
