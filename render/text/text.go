// Package text turns strings into shaped, broken lines: in go spans of text in
// a style, out come lines of positioned glyph runs that remember what they
// spell. Bidi, complex scripts and font fallback belong here. It knows nothing
// of pages, documents, colours or PDF.
package text

import "github.com/facture-dev/facture/fonts"

// Unit is a length: 1/1024 of a PostScript point (1/72 inch). Layout uses
// integers because floating-point results differ between processors.
//
// It has 64 bits because heights add up: 32 would do for 740 metres, and
// 10,000 pages are 3 kilometres long.
type Unit int64

// Point is one PostScript point.
const Point Unit = 1024

// Style is how a span is set.
type Style struct {
	Face     fonts.ID
	Fallback Fallback // draws what Face lacks
	Size     Unit     // em size
	Tracking int16    // added after every glyph, in 1/1000 em
	Tabular  bool     // figures of equal width (OpenType tnum)
}

// Span is a piece of a paragraph in one style.
type Span struct {
	Text  string
	Style Style
}

// Glyph is one positioned glyph of a run, in the face's design units.
type Glyph struct {
	ID               fonts.GlyphID
	Advance          int32
	XOffset, YOffset int32
	Cluster          uint32 // byte offset into Run.Source where the glyph's cluster starts
}

// Run is a stretch of one line in one span and one face: where that is not the
// face of the span's style, but one that it falls back to, Style says so. Glyphs
// stand in logical order.
type Run struct {
	Span   int  // index into the paragraph's spans
	X      Unit // start, from the start of the line
	Width  Unit
	Style  Style
	Glyphs []Glyph
	Source string // what copying gives: exactly the part of the span it draws
}

// Line is one line of a paragraph. Spaces at its end are part of its runs (so
// that words stay apart when copied) but not of its width.
type Line struct {
	Runs  []Run
	Width Unit
}
