package text

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/language"
)

// kind says how the shaper treats a character.
type kind uint8

const (
	letter  kind = iota // drawn as the face has it
	space               // U+0020, and what is set like it: U+00A0, tab
	narrow              // U+202F: a fifth of an em in every face
	newline             // a mandatory break (UAX #14 BK, CR, LF, NL)
	control             // refused
	foreign             // belongs to a script that cannot be set
)

// char is what the shaper wants to know of a character.
type char struct {
	script language.Script // Common for all that takes its neighbours' script
	kind   kind
	mark   bool  // combines with what stands before it
	figure uint8 // place in figureChars, from 1; 0 for others
	line   lineClass
}

// chars is a table of the characters that invoices are made of: Latin, Greek
// and Cyrillic up to latinEnd, and the punctuation and symbols of two more
// blocks. Others are classified as they come.
type chars struct {
	latin  [latinEnd]char
	symbol [symbolEnd - symbolStart]char
}

const (
	latinEnd    = 0x0530
	symbolStart = 0x2000 // General Punctuation
	symbolEnd   = 0x2220 // within Mathematical Operators, past the minus
)

var charTable = sync.OnceValue(func() *chars {
	t := new(chars)
	for r := range t.latin {
		t.latin[r] = classify(rune(r))
	}
	for i := range t.symbol {
		t.symbol[i] = classify(rune(i + symbolStart))
	}
	return t
})

func lookup(t *chars, r rune) *char {
	if r < latinEnd {
		return &t.latin[r]
	}
	if r >= symbolStart && r < symbolEnd {
		return &t.symbol[r-symbolStart]
	}
	c := classify(r)
	return &c
}

// classify looks a character up in the tables of Unicode.
func classify(r rune) char {
	c := kindOf(r)
	c.figure, c.line = figure(r), lineClassOf(r)
	return c
}

func kindOf(r rune) char {
	switch r {
	case ' ', '\t', 0xA0:
		return char{script: language.Common, kind: space}
	case 0x202F:
		return char{script: language.Common, kind: narrow}
	case '\n', '\v', '\f', '\r', 0x85, 0x2028, 0x2029:
		return char{script: language.Common, kind: newline}
	}
	if unicode.IsControl(r) {
		return char{script: language.Common, kind: control}
	}
	if ignorable(r) {
		return char{script: language.Common, mark: true}
	}
	c := char{script: language.LookupScript(r), mark: unicode.Is(unicode.M, r)}
	if !c.script.Strong() || c.script == language.Unknown {
		c.script = language.Common
	}
	if rightToLeft(r) || joining(c.script) {
		c.kind = foreign
	}
	return c
}

// ignorable reports whether a character is one that is never drawn and only
// governs its neighbours: soft hyphen, zero-width spaces and joiners, bidi
// controls, variation selectors (Unicode, Default_Ignorable_Code_Point). They
// count as marks, so that they stay with what they follow.
func ignorable(r rune) bool {
	switch {
	case r < 0xAD:
		return false
	case r == 0xAD, r == 0x034F, r == 0x061C, r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E,
		r >= 0x2060 && r <= 0x206F, r >= 0xFE00 && r <= 0xFE0F, r == 0xFEFF, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return false
}

// rightToLeft reports whether a character lies in a block that Unicode
// reserves for scripts that run from right to left (DerivedBidiClass.txt,
// default values R and AL); digits and punctuation of those scripts lie there
// too, although their script is Common.
func rightToLeft(r rune) bool {
	return r >= 0x0590 && r <= 0x08FF || r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFE ||
		r >= 0x10800 && r <= 0x10FFF || r >= 0x1E800 && r <= 0x1EFFF
}

// joining reports whether the letters of a left-to-right script take their
// shape from their neighbours across the whole word.
func joining(s language.Script) bool {
	return s == language.Mongolian || s == language.Phags_Pa
}

// simple reports whether words of a script keep their shape whatever stands
// beyond the spaces around them, given a face without context across spaces.
func simple(s language.Script) bool {
	return s == language.Common || s == language.Latin || s == language.Greek || s == language.Cyrillic
}

// decode reads the character at the start of s, with its length in bytes.
// Invalid UTF-8 gives U+FFFD and 1.
func decode(s string) (rune, int) {
	if c := s[0]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s)
}
