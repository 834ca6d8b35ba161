package fonts

// The limits of this room. What lies beyond one is refused with an error that
// names it.
const (
	maxFontBytes = 32 << 20 // one font file; the largest in use, Noto Sans SC, has 10.6 MB
	maxFaces     = 1024     // faces in one Library
	maxTables    = 64       // tables in one font file; OpenType registers about 50
	maxGlyphs    = 65535    // glyphs in a face, and so in a subset: glyph indices have 16 bits
	maxOwnBytes  = 10 << 20 // one font file of a brand's own
	maxOwnFaces  = 12       // font files of one brand
	maxParts     = 1024     // simple outlines in a composite glyph
	maxNameBytes = 1024     // a family, PostScript name or version in the name table
)
