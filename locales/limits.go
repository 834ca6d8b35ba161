package locales

// Limits of the room. A caller's text beyond them is an error or is left as it
// is, never cut.
const (
	maxTagBytes  = 64 // of a BCP 47 tag, extensions included
	maxCodeBytes = 16 // of a currency or country looked up; longer ones are unknown, and printed as they are
)
