package request

import (
	"crypto/sha256"
	"slices"
	"strings"
)

// Canonical gives the document in one form, whatever order, spacing and escapes
// its author chose: no white space, members sorted by name, every scalar but
// true and false as a text, decimals with the digits that were stated, and
// without internal notes and metadata, which print nothing. It is nil for a
// request that Parse refused.
func Canonical(r *Request) []byte {
	if !r.valid {
		return nil
	}
	return r.appendCanonical(nil, start(r.src), canonicalRoot)
}

// Identity is the document's identity: the SHA-256 of its canonical bytes.
func Identity(r *Request) [sha256.Size]byte { return sha256.Sum256(Canonical(r)) }

// canonicalPlace says which members are left out.
type canonicalPlace uint8

const (
	canonicalRoot canonicalPlace = iota
	canonicalLines
	canonicalLine
	canonicalOther
)

func (p canonicalPlace) skips(key string) bool {
	return key == "metadata" && (p == canonicalRoot || p == canonicalLine) || key == "internal_notes" && p == canonicalRoot
}

func (p canonicalPlace) under(key string) canonicalPlace {
	switch {
	case p == canonicalRoot && key == "lines":
		return canonicalLines
	case p == canonicalLines:
		return canonicalLine
	}
	return canonicalOther
}

func (r *Request) appendCanonical(b []byte, at int, place canonicalPlace) []byte {
	switch r.src[at] {
	case '{':
		members := slices.DeleteFunc(r.members(at), func(m memberAt) bool { return place.skips(m.key) })
		slices.SortFunc(members, func(x, y memberAt) int { return strings.Compare(x.key, y.key) })
		b = append(b, '{')
		for i, m := range members {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendText(b, m.key), ':')
			b = r.appendCanonical(b, m.value, place.under(m.key))
		}
		return append(b, '}')
	case '[':
		b = append(b, '[')
		for i, m := range r.members(at) {
			if i > 0 {
				b = append(b, ',')
			}
			b = r.appendCanonical(b, m.value, place.under(""))
		}
		return append(b, ']')
	case '"':
		return appendText(b, plainText(r.src, at))
	case 't', 'f':
		return append(b, r.src[at:valueEnd(r.src, at)]...)
	default:
		return appendText(b, r.src[at:valueEnd(r.src, at)])
	}
}

// appendText writes a JSON string with the fewest escapes (RFC 8259 §7).
func appendText(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
