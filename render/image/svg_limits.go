package image

// The limits on SVG files. What lies beyond one is refused with an *Error of
// kind TooLarge. Together they keep the reading of any file below 64 MB of
// memory, however much it asks for by reference.
const (
	maxSVGBytes      = 2 << 20   // a file
	maxSVGElements   = 20_000    // elements of the file
	maxSVGAttributes = 100       // attributes of an element, and names in its class
	maxSVGDepth      = 64        // elements inside one another, references counted in
	maxSVGDrawn      = 50_000    // elements met while drawing: a reference draws its target each time
	maxSVGSegments   = 200_000   // steps of all paths, in the file and as drawn
	maxSVGRules      = 1_000     // selectors of style sheets
	maxSVGParts      = 8         // elements that a selector names
	maxSVGStyling    = 4_000_000 // ancestors compared with selectors, and declarations that apply
	maxSVGStops      = 100       // stops of a gradient
	maxSVGAllStops   = 50_000    // stops of all gradients as drawn
	maxSVGDashes     = 64        // lengths of a dash pattern
	maxSVGChain      = 16        // gradients that inherit from one another

	// Groups that are transparent or cut, inside of one another, and clip paths
	// cut by clip paths. PDF/A allows 28 states within one another (ISO 19005-3
	// §6.1.13); a group takes one of them, a clip path two, a line two more.
	maxSVGGroups = 16
	maxSVGClips  = 4

	// maxSVGReach is how far from its corner a picture may draw, in its longer
	// sides: what is drawn there is not seen, and larger numbers would not fit.
	maxSVGReach = 1_000
	// maxSVGAspect is the longer side by the shorter one.
	maxSVGAspect = 10_000
	// maxSVGSide is the longest side in user units; the shortest is its inverse.
	maxSVGSide = 1 << 20
)
