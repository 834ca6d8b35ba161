package request

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/facture-dev/facture/billing"
)

// scanner walks once over JSON text (RFC 8259). Faults that leave the shape
// of the text clear (a wrong type, a forbidden character) are noted and the
// walk goes on; one that does not sets broken, after which nothing is read.
type scanner struct {
	src    string
	pos    int
	depth  int
	broken bool
	opaque bool   // inside metadata: the caller's own, which is never printed
	path   []step // where the walk is, for pointers

	faults []located
}

// step is one part of a JSON pointer: a member's key, or an index.
type step struct {
	key   string
	index int // -1 for a key
}

// located is a fault and the byte it points at.
type located struct {
	billing.Fault
	at int
}

func (s *scanner) enter(key string) { s.path = append(s.path, step{key, -1}) }
func (s *scanner) enterIndex(i int) { s.path = append(s.path, step{"", i}) }
func (s *scanner) leave()           { s.path = s.path[:len(s.path)-1] }

var pointerEscape = strings.NewReplacer("~", "~0", "/", "~1")

// pointer writes the current place, and what follows it, as RFC 6901 says.
func (s *scanner) pointer(more ...string) string {
	var b strings.Builder
	for _, p := range s.path {
		b.WriteByte('/')
		if p.index >= 0 {
			b.WriteString(strconv.Itoa(p.index))
		} else {
			b.WriteString(pointerEscape.Replace(shorten(p.key)))
		}
	}
	for _, m := range more {
		b.WriteByte('/')
		b.WriteString(pointerEscape.Replace(shorten(m)))
	}
	return b.String()
}

// shorten makes what somebody wrote fit for messages: of a bounded length, and
// UTF-8.
func shorten(key string) string {
	const shown = 80
	if !utf8.ValidString(key) {
		key = strings.ToValidUTF8(key, "\uFFFD")
	}
	if len(key) <= shown {
		return key
	}
	cut := shown
	for !utf8.RuneStart(key[cut]) {
		cut--
	}
	return key[:cut] + "…"
}

func (s *scanner) fault(at int, rule, format string, args ...any) {
	s.faultAt(at, s.pointer(), rule, fmt.Sprintf(format, args...))
}

func (s *scanner) faultAt(at int, pointer, rule, message string) {
	if len(s.faults) >= maxFaultCount {
		if !s.broken {
			s.broken = true
			s.faults = append(s.faults, located{billing.Fault{Rule: "limit.faults", Path: pointer,
				Message: fmt.Sprintf("more than %d faults; the rest was not read", maxFaultCount)}, at})
		}
		return
	}
	s.faults = append(s.faults, located{billing.Fault{Rule: rule, Path: pointer, Message: message}, at})
}

// syntax notes that the text is not JSON and stops the walk.
func (s *scanner) syntax(at int, format string, args ...any) {
	if s.broken {
		return
	}
	s.fault(at, "json.syntax", format, args...)
	s.broken = true
}

// peek skips white space and returns the next byte, 0 at the end.
func (s *scanner) peek() byte {
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; c {
		case ' ', '\n', '\r', '\t':
			s.pos++
		default:
			return c
		}
	}
	return 0
}

// found says what stands at the current place, for messages.
func (s *scanner) found() string {
	switch c := s.peek(); {
	case s.pos >= len(s.src):
		return "the end of the text"
	case c == '{':
		return "an object"
	case c == '[':
		return "a list"
	case c == '"':
		return "a text"
	case c == '-' || '0' <= c && c <= '9':
		return "a number"
	case strings.HasPrefix(s.src[s.pos:], "true"):
		return "true"
	case strings.HasPrefix(s.src[s.pos:], "false"):
		return "false"
	case strings.HasPrefix(s.src[s.pos:], "null"):
		return "null"
	default:
		r, _ := utf8.DecodeRuneInString(s.src[s.pos:])
		return strconv.QuoteRune(r)
	}
}

// open steps into an object or a list, whose bracket is the next byte.
func (s *scanner) open() {
	s.depth++
	if s.depth > MaxDepth {
		s.syntax(s.pos, "nested more than %d deep", MaxDepth)
		return
	}
	s.pos++
}

// more steps to the next member or element and reports whether there is one;
// it steps out when the bracket closes. first is true before the first one.
func (s *scanner) more(first *bool, bracket byte) bool {
	if s.broken {
		return false
	}
	c := s.peek()
	if c == bracket {
		s.pos++
		s.depth--
		return false
	}
	if s.pos >= len(s.src) {
		s.syntax(s.pos, "the text ends before %q closes", bracket)
		return false
	}
	if !*first {
		if c != ',' {
			s.syntax(s.pos, "expected a comma or %q, found %s", bracket, s.found())
			return false
		}
		comma := s.pos
		s.pos++
		if s.peek() == bracket {
			s.syntax(comma, "a comma before %q; remove it", bracket)
			return false
		}
	}
	*first = false
	return true
}

// key reads a member's name and its colon.
func (s *scanner) key() (key string, at int) {
	at = s.pos
	if s.peek() != '"' {
		s.syntax(s.pos, "expected a member name in quotation marks, found %s", s.found())
		return "", at
	}
	at = s.pos
	key = s.text()
	if !s.broken && s.peek() != ':' {
		s.syntax(s.pos, "expected a colon after the name %q, found %s", shorten(key), s.found())
		return key, at
	}
	s.pos++
	return key, at
}

// text reads a JSON string, whose quotation mark is the next byte. Characters
// that no document may hold are noted, each where it stands.
func (s *scanner) text() string {
	s.pos++
	start := s.pos
	for i := start; i < len(s.src); {
		switch c := s.src[i]; {
		case c == '"':
			s.pos = i + 1
			return s.src[start:i]
		case c == '\\':
			return s.escapedText(start, i)
		case c < ' ':
			s.controlInText(i)
			return ""
		case c < utf8.RuneSelf:
			if c == 0x7f {
				s.character(i, 0x7f)
			}
			i++
		default:
			i += s.rune(i)
		}
	}
	s.pos = len(s.src)
	s.syntax(start-1, "the text that begins here never ends: close its quotation mark")
	return ""
}

// escapedText goes on with a string in which a backslash was met at i.
func (s *scanner) escapedText(start, i int) string {
	var b strings.Builder
	b.WriteString(s.src[start:i])
	for i < len(s.src) {
		switch c := s.src[i]; {
		case c == '"':
			s.pos = i + 1
			return b.String()
		case c == '\\':
			r, size := s.escape(i)
			if s.broken {
				return ""
			}
			s.character(i, r)
			b.WriteRune(r)
			i += size
		case c < ' ':
			s.controlInText(i)
			return ""
		case c < utf8.RuneSelf:
			if c == 0x7f {
				s.character(i, 0x7f)
			}
			b.WriteByte(c)
			i++
		default:
			size := s.rune(i)
			b.WriteString(s.src[i : i+size])
			i += size
		}
	}
	s.pos = len(s.src)
	s.syntax(start-1, "the text that begins here never ends: close its quotation mark")
	return ""
}

// controlInText: RFC 8259 §7 wants control characters escaped; one that is
// not is nearly always a quotation mark that was forgotten.
func (s *scanner) controlInText(at int) {
	s.pos = at
	switch c := s.src[at]; c {
	case '\n', '\r':
		s.syntax(at, `a line break inside a text: close the quotation mark, or write \n`)
	default:
		s.syntax(at, `the control character U+%04X inside a text: remove it, or escape it`, c)
	}
}

// rune checks the character of several bytes at i and returns its size.
func (s *scanner) rune(i int) int {
	r, size := utf8.DecodeRuneInString(s.src[i:])
	if r == utf8.RuneError && size == 1 {
		s.fault(i, "text.utf8", "the byte 0x%02X is not UTF-8: save the text as UTF-8", s.src[i])
		return 1
	}
	s.character(i, r)
	return size
}

// escape reads the escape sequence at i.
func (s *scanner) escape(i int) (r rune, size int) {
	if i+1 >= len(s.src) {
		s.syntax(i, "the text ends in an escape sequence")
		return 0, 1
	}
	switch c := s.src[i+1]; c {
	case '"', '\\', '/':
		return rune(c), 2
	case 'n':
		return '\n', 2
	case 't':
		return '\t', 2
	case 'r':
		return '\r', 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'u':
		return s.unicodeEscape(i)
	default:
		s.syntax(i, `unknown escape sequence \%c; a backslash itself is written \\`, s.runeAt(i+1))
		return 0, 2
	}
}

// unicodeEscape reads \uXXXX, and the second half of a surrogate pair.
func (s *scanner) unicodeEscape(i int) (r rune, size int) {
	high, ok := hex4(s.src, i+2)
	if !ok {
		s.syntax(i, `\u must be followed by four hexadecimal digits`)
		return 0, 2
	}
	if high < 0xD800 || high > 0xDFFF {
		return high, 6
	}
	if high < 0xDC00 && strings.HasPrefix(s.src[i+6:], `\u`) {
		if low, ok := hex4(s.src, i+8); ok && 0xDC00 <= low && low <= 0xDFFF {
			return (high-0xD800)<<10 + (low - 0xDC00) + 0x10000, 12
		}
	}
	s.fault(i, "text.surrogate", `\u%04x is half a surrogate pair and no character: write the character itself`, high)
	return utf8.RuneError, 6
}

func hex4(src string, i int) (rune, bool) {
	if i+4 > len(src) {
		return 0, false
	}
	var r rune
	for _, c := range []byte(src[i : i+4]) {
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

func (s *scanner) runeAt(i int) rune {
	r, _ := utf8.DecodeRuneInString(s.src[i:])
	return r
}

// character notes a character that cannot be printed, or that would make the
// page show another order than the text has.
func (s *scanner) character(at int, r rune) {
	switch {
	case ' ' <= r && r < 0x7f || r == '\n' || r == '\t' || r == '\r':
	case r == 0:
		s.fault(at, "text.control", "the character U+0000 (NUL): remove it")
	case s.opaque:
	case r < ' ' || 0x7f <= r && r < 0xa0:
		s.fault(at, "text.control", "the control character U+%04X: remove it", r)
	case 0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069:
		s.fault(at, "text.bidi", "the bidirectional control U+%04X, which can show text in a false order: remove it", r)
	case r&0xFFFE == 0xFFFE || 0xFDD0 <= r && r <= 0xFDEF:
		s.fault(at, "text.noncharacter", "U+%04X is not a character: remove it", r)
	}
}

// bare reads what stands outside quotation marks up to the next separator: a
// number, true, false, null, or something that is none of them.
func (s *scanner) bare() string {
	start := s.pos
	for s.pos < len(s.src) {
		switch s.src[s.pos] {
		case ' ', '\n', '\r', '\t', ',', ':', '{', '}', '[', ']', '"':
			return s.src[start:s.pos]
		}
		s.pos++
	}
	return s.src[start:s.pos]
}

// skip steps over one value, whatever it is, checking that it is JSON.
func (s *scanner) skip() {
	switch s.peek() {
	case '{':
		var keys keySet
		s.open()
		for first := true; s.more(&first, '}'); {
			key, at := s.key()
			if s.broken {
				return
			}
			s.enter(key)
			if keys.add(key) {
				s.duplicate(at, key)
			}
			s.skip()
			s.leave()
		}
	case '[':
		s.open()
		for i, first := 0, true; s.more(&first, ']'); i++ {
			s.enterIndex(i)
			s.skip()
			s.leave()
		}
	case '"':
		s.text()
	case 0, ',', ':', '}', ']':
		s.syntax(s.pos, "expected a value, found %s", s.found())
	default:
		at := s.pos
		if word := s.bare(); !literal(word) {
			s.fault(at, "json.value", "%s is not a JSON value; a text stands in quotation marks", strconv.Quote(shorten(word)))
		}
	}
}

func (s *scanner) duplicate(at int, key string) {
	s.fault(at, "field.duplicate", "%q is stated twice; keep one", shorten(key))
}

// literal reports whether word is a JSON literal other than a string.
func literal(word string) bool {
	switch word {
	case "true", "false", "null":
		return true
	}
	digits := strings.TrimPrefix(word, "-")
	whole := leadingDigits(digits)
	if whole == 0 || whole > 1 && digits[0] == '0' {
		return false
	}
	rest := digits[whole:]
	if fraction, ok := strings.CutPrefix(rest, "."); ok {
		n := leadingDigits(fraction)
		if n == 0 {
			return false
		}
		rest = fraction[n:]
	}
	if rest == "" {
		return true
	}
	if rest[0] != 'e' && rest[0] != 'E' {
		return false
	}
	rest = rest[1:]
	if rest != "" && (rest[0] == '+' || rest[0] == '-') {
		rest = rest[1:]
	}
	return rest != "" && leadingDigits(rest) == len(rest)
}

func leadingDigits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// keySet finds keys that are stated twice. Few keys are compared one by one,
// many through a map, so that a hostile object costs linear time.
type keySet struct {
	few  [8]string
	n    int
	many map[string]bool
}

// add reports whether key was there before.
func (k *keySet) add(key string) bool {
	if k.many != nil {
		if k.many[key] {
			return true
		}
		k.many[key] = true
		return false
	}
	for _, x := range k.few[:k.n] {
		if x == key {
			return true
		}
	}
	if k.n < len(k.few) {
		k.few[k.n] = key
		k.n++
		return false
	}
	k.many = map[string]bool{key: true}
	for _, x := range k.few {
		k.many[x] = true
	}
	return false
}
