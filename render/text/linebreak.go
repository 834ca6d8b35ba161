package text

import (
	"unicode"

	"github.com/go-text/typesetting/segmenter"
	"github.com/go-text/typesetting/unicodedata"
)

// Places where a line may end, before a character.
const (
	cluster     uint8 = 1 << iota // between grapheme clusters (UAX #29)
	opportunity                   // where UAX #14 allows it
)

// findBreaks sets breaks[i] to what kinds of break there are before text[i];
// the last entry is the end. The text has no mandatory break in it.
func findBreaks(seg *segmenter.Segmenter, text []rune, breaks []uint8) {
	if plainBreaks(text, breaks) {
		return
	}
	clear(breaks)
	seg.Init(text)
	for it := seg.GraphemeIterator(); it.Next(); {
		g := it.Grapheme()
		breaks[g.Offset+len(g.Text)] |= cluster
	}
	for it := seg.LineIterator(); it.Next(); {
		l := it.Line()
		// UAX #14 may allow a break within a cluster; a line never starts with
		// a mark that belongs to the letter above.
		if end := l.Offset + len(l.Text); breaks[end]&cluster != 0 {
			breaks[end] |= opportunity
		}
	}
	for i, r := range text {
		// A word is not divided before what is only seen, if at all, at the end
		// of a line: soft hyphens and zero-width spaces.
		if ignorable(r) {
			breaks[i] &^= cluster
		}
	}
}

// lineClass is a line breaking class of UAX #14 that plainBreaks knows; the
// names are those of the annex.
type lineClass uint8

const (
	lbOther lineClass = iota // any other: the whole line goes to the segmenter
	lbAL
	lbB2
	lbBA
	lbCL
	lbCP
	lbEX
	lbGL
	lbHY
	lbIS
	lbNU
	lbOP
	lbPO
	lbPR
	lbQU
	lbSP
	lbSY
	lbClasses
)

// lineClassOf is the class of a character after rule LB1, if it is one of the
// above and the character is a grapheme cluster whatever its neighbours.
func lineClassOf(r rune) lineClass {
	if unicodedata.LookupGraphemeBreakClass(r) != nil || unicode.Is(unicodedata.LargeEastAsian, r) {
		return lbOther // LB30 has wide brackets break unlike others
	}
	switch unicodedata.LookupLineBreakClass(r) {
	case unicodedata.BreakAL, unicodedata.BreakAI, unicodedata.BreakXX:
		return lbAL
	case unicodedata.BreakB2:
		return lbB2
	case unicodedata.BreakBA:
		return lbBA
	case unicodedata.BreakCL:
		return lbCL
	case unicodedata.BreakCP:
		return lbCP
	case unicodedata.BreakEX:
		return lbEX
	case unicodedata.BreakGL:
		return lbGL
	case unicodedata.BreakHY:
		return lbHY
	case unicodedata.BreakIS:
		return lbIS
	case unicodedata.BreakNU:
		return lbNU
	case unicodedata.BreakOP:
		return lbOP
	case unicodedata.BreakPO:
		return lbPO
	case unicodedata.BreakPR:
		return lbPR
	case unicodedata.BreakQU:
		return lbQU
	case unicodedata.BreakSP:
		return lbSP
	case unicodedata.BreakSY:
		return lbSY
	}
	return lbOther
}

// plainBreaks is findBreaks for text of the classes above, a tenth of the time
// of the general segmenter, which a test compares it with. It reports false
// when the text has other characters.
func plainBreaks(text []rune, breaks []uint8) bool {
	table := charTable()
	number := outside
	var prev, solid lineClass // the class before; the one before the spaces
	this := lbOther
	if len(text) > 0 {
		this = lookup(table, text[0]).line
	}
	breaks[0] = 0
	for i := range text {
		if this == lbOther {
			return false
		}
		next := lbOther
		if i+1 < len(text) {
			next = lookup(table, text[i+1]).line
		}
		joined := number.read(this)
		if i > 0 {
			breaks[i] = cluster
			if !joined && allowed(prev, solid, this, next) {
				breaks[i] |= opportunity
			}
		}
		prev = this
		if this != lbSP {
			solid = this
		}
		this = next
	}
	breaks[len(text)] = cluster | opportunity
	return true
}

// allowed applies the rules of UAX #14 that concern the classes above, but for
// what they say of numbers. solid is the last class that is not a space, prev
// the last one; next follows this.
func allowed(prev, solid, this, next lineClass) bool {
	switch {
	case this == lbSP: // LB7
		return false
	case prev == lbGL, this == lbGL && prev != lbSP && prev != lbBA && prev != lbHY: // LB12, LB12a
		return false
	case this == lbEX, this == lbCL, this == lbCP, this == lbIS, this == lbSY: // LB13
		return false
	case solid == lbOP, solid == lbQU && this == lbOP, solid == lbB2 && this == lbB2: // LB14, LB15, LB17
		return false
	case prev == lbSP: // LB18
		return true
	case this == lbQU, prev == lbQU: // LB19
		return false
	case this == lbBA, this == lbHY: // LB21
		return false
	}
	money := prev == lbPR || prev == lbPO
	switch this {
	case lbAL: // LB23, LB24, LB28, LB29, LB30
		return !(money || prev == lbNU || prev == lbAL || prev == lbIS || prev == lbCP)
	case lbNU: // LB23, LB25, LB30
		return !(money || prev == lbAL || prev == lbHY || prev == lbNU || prev == lbCP)
	case lbOP: // LB25, LB30
		return !(money && next == lbNU || prev == lbAL || prev == lbNU)
	case lbPR, lbPO: // LB24
		return prev != lbAL
	}
	return true // LB31
}

// number follows a number as LB25 describes it (UAX #14, example 7):
// NU (NU | SY | IS)* (CL | CP)?
type number uint8

const (
	outside number = iota
	within
	closed
)

// read takes the next class and reports whether the number reaches up to it.
func (n *number) read(c lineClass) bool {
	was := *n
	*n = outside
	switch {
	case was == within && (c == lbNU || c == lbSY || c == lbIS):
		*n = within
		return true
	case was == within && (c == lbCL || c == lbCP):
		*n = closed
		return true
	case was != outside && (c == lbPO || c == lbPR):
		return true
	case was != closed && c == lbNU:
		*n = within
	}
	return false
}
