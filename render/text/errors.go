package text

import (
	"fmt"

	"github.com/go-text/typesetting/language"
)

// ScriptError says that a text is written in a script that cannot be set yet:
// one that runs from right to left, one whose letters join, or one that the
// face does not cover. Nothing is drawn in its place.
type ScriptError struct {
	Script string // in English, such as "Arabic", or its ISO 15924 code
	Rune   rune   // the first character of that script
}

func (e *ScriptError) Error() string {
	return fmt.Sprintf("%s script is not supported yet: %U %q", e.Script, e.Rune, e.Rune)
}

// CharacterError says that a text holds something that is no printable
// character: a control code other than a tab or a line break, or bytes that
// are not UTF-8 (Rune is then U+FFFD).
type CharacterError struct {
	Rune   rune
	Span   int // index of the span
	Offset int // in bytes, within the span
}

func (e *CharacterError) Error() string {
	if e.Rune == '\uFFFD' {
		return fmt.Sprintf("text %d is not UTF-8 at byte %d; send it as UTF-8", e.Span, e.Offset)
	}
	return fmt.Sprintf("text %d holds the control character %U at byte %d; remove it", e.Span, e.Rune, e.Offset)
}

// scriptNames holds the English names (ISO 15924) of the scripts that are
// likely to be met; the others are reported by code.
var scriptNames = map[language.Script]string{
	language.Arabic: "Arabic", language.Armenian: "Armenian", language.Bengali: "Bengali",
	language.Devanagari: "Devanagari", language.Ethiopic: "Ethiopic", language.Georgian: "Georgian",
	language.Gujarati: "Gujarati", language.Gurmukhi: "Gurmukhi", language.Han: "Han",
	language.Hangul: "Hangul", language.Hebrew: "Hebrew", language.Hiragana: "Hiragana",
	language.Kannada: "Kannada", language.Katakana: "Katakana", language.Khmer: "Khmer",
	language.Lao: "Lao", language.Malayalam: "Malayalam", language.Mongolian: "Mongolian",
	language.Myanmar: "Myanmar", language.Nko: "N’Ko", language.Oriya: "Odia",
	language.Sinhala: "Sinhala", language.Syriac: "Syriac", language.Tamil: "Tamil",
	language.Telugu: "Telugu", language.Thaana: "Thaana", language.Thai: "Thai",
	language.Tibetan: "Tibetan", language.Adlam: "Adlam", language.Mandaic: "Mandaic",
	language.Phags_Pa: "Phags-pa", language.Samaritan: "Samaritan",
	language.Hanifi_Rohingya: "Hanifi Rohingya",
}

func scriptName(s language.Script) string {
	if name, ok := scriptNames[s]; ok {
		return name
	}
	return s.String()
}
