package code

import "fmt"

// TooLongError is a text that does not fit into its code.
type TooLongError struct {
	Code string // "QR code of level M, version 13"
	Have int    // characters of the text
	Fits int    // how many of them fit
}

func (e *TooLongError) Error() string {
	return fmt.Sprintf("a text of %d characters, of which the first %d fit into a %s: shorten it", e.Have, e.Fits, e.Code)
}

// CharacterError is a text with a character that the code has no sign for.
type CharacterError struct {
	Code  string
	Rune  rune // utf8.RuneError for what is not UTF-8
	Index int  // of its first byte
}

func (e *CharacterError) Error() string {
	return fmt.Sprintf("%q, at byte %d, has no sign in a %s: leave it out", e.Rune, e.Index, e.Code)
}
