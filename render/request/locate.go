package request

import (
	"encoding/json"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/facture-dev/facture/billing"
)

// Source is the text of a request; it tells where things stand in it. It may
// be asked before and after a failed Parse, but by one goroutine at a time.
type Source struct {
	src   string
	noted map[billing.Fault]int // where Parse found its faults

	// Filled when first asked: the members and elements of the objects and
	// lists that pointers lead through, by their offset, and the line breaks.
	containers map[int][]memberAt
	breaks     []int
	last       struct{ at, line, column int }
}

// memberAt is where a member of an object, or an element of a list, stands.
type memberAt struct {
	key        string
	value, end int
}

// Position is where a fault stands, by what Parse noted or by its pointer.
// Line and column count from 1; columns count characters.
func (s *Source) Position(f billing.Fault) (line, column int) {
	return s.lineColumn(s.faultOffset(f))
}

func (s *Source) faultOffset(f billing.Fault) int {
	if at, ok := s.noted[f]; ok {
		return at
	}
	return s.offset(f.Path)
}

// Locate is where the value at a JSON pointer (RFC 6901) stands; for one that
// does not exist, where its nearest existing parent stands.
func (s *Source) Locate(pointer string) (line, column int) {
	return s.lineColumn(s.offset(pointer))
}

// Holding finds the first text that holds a character, so that what cannot be
// printed can be shown to its author. Metadata and internal notes, which are
// never printed, are passed over.
func (s *Source) Holding(r rune) (pointer string, ok bool) {
	return s.holding(start(s.src), "", canonicalRoot, string(r))
}

func (s *Source) holding(at int, pointer string, place canonicalPlace, char string) (string, bool) {
	if at >= len(s.src) {
		return "", false
	}
	if s.src[at] == '"' {
		return pointer, strings.Contains(plainText(s.src, at), char)
	}
	for i, m := range s.members(at) {
		if place.skips(m.key) {
			continue
		}
		key := strconv.Itoa(i)
		if s.src[at] == '{' {
			key = pointerEscape.Replace(m.key)
		}
		if found, ok := s.holding(m.value, pointer+"/"+key, place.under(m.key), char); ok {
			return found, true
		}
	}
	return "", false
}

// Has reports whether there is a value at a JSON pointer.
func (s *Source) Has(pointer string) bool {
	_, ok := s.find(pointer)
	return ok
}

func (s *Source) offset(pointer string) int {
	at, _ := s.find(pointer)
	return at
}

// find is where the value at a pointer stands, or its nearest existing parent.
func (s *Source) find(pointer string) (at int, ok bool) {
	at = start(s.src)
	for pointer != "" {
		key, rest, _ := strings.Cut(pointer[1:], "/")
		if pointer = ""; rest != "" {
			pointer = "/" + rest
		}
		next, ok := s.child(at, strings.ReplaceAll(strings.ReplaceAll(key, "~1", "/"), "~0", "~"))
		if !ok {
			return at, false
		}
		at = next
	}
	return at, at < len(s.src)
}

func (s *Source) child(at int, key string) (int, bool) {
	if at >= len(s.src) {
		return 0, false
	}
	if s.containers == nil {
		s.containers = map[int][]memberAt{}
	}
	members, known := s.containers[at]
	if !known {
		members = s.members(at)
		s.containers[at] = members
	}
	if s.src[at] == '[' {
		if i, err := strconv.Atoi(key); err == nil && 0 <= i && i < len(members) {
			return members[i].value, true
		}
		return 0, false
	}
	for _, m := range members {
		if m.key == key {
			return m.value, true
		}
	}
	return 0, false
}

// members lists what the object or list at an offset holds. The text may be
// broken: then the list ends where the text stops making sense.
func (s *Source) members(at int) []memberAt {
	src := s.src
	if at >= len(src) || src[at] != '{' && src[at] != '[' {
		return nil
	}
	object := src[at] == '{'
	var list []memberAt
	for i := space(src, at+1); i < len(src); {
		var m memberAt
		if object {
			if src[i] != '"' {
				return list
			}
			m.key = plainText(src, i)
			i = space(src, valueEnd(src, i))
			if i >= len(src) || src[i] != ':' {
				return list
			}
			i = space(src, i+1)
		}
		m.value = i
		m.end = valueEnd(src, i)
		if m.end == m.value {
			return list
		}
		list = append(list, m)
		i = space(src, m.end)
		if i >= len(src) || src[i] != ',' {
			return list
		}
		i = space(src, i+1)
	}
	return list
}

// start is where the value of a text begins.
func start(src string) int { return space(src, len(src)-len(strings.TrimPrefix(src, byteOrderMark))) }

func space(src string, i int) int {
	for i < len(src) && (src[i] == ' ' || src[i] == '\n' || src[i] == '\r' || src[i] == '\t') {
		i++
	}
	return i
}

// valueEnd is where the value at i ends. It counts brackets and checks nothing.
func valueEnd(src string, i int) int {
	depth := 0
	for i < len(src) {
		switch src[i] {
		case '"':
			for i++; i < len(src) && src[i] != '"'; i++ {
				if src[i] == '\\' {
					i++
				}
			}
			i = min(i+1, len(src))
			if depth == 0 {
				return i
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return i
			}
			if depth == 0 {
				return i + 1
			}
		case ',', ':', ' ', '\n', '\r', '\t':
			if depth == 0 {
				return i
			}
		}
		i++
	}
	return i
}

// plainText is the text of the JSON string at i, or what can be told of it.
func plainText(src string, i int) string {
	raw := src[i:valueEnd(src, i)]
	if !strings.Contains(raw, `\`) {
		return strings.Trim(raw, `"`)
	}
	var text string
	if json.Unmarshal([]byte(raw), &text) != nil {
		return raw
	}
	return text
}

// lineColumn counts lines and characters. Faults come in document order, so it
// goes on from where it was asked last and costs one walk for all of them.
func (s *Source) lineColumn(at int) (line, column int) {
	if s.breaks == nil {
		s.breaks = []int{-1}
		for i := 0; i < len(s.src); i++ {
			if s.src[i] == '\n' {
				s.breaks = append(s.breaks, i)
			}
		}
	}
	at = min(at, len(s.src))
	line = sort.SearchInts(s.breaks, at) // the number of breaks before at
	from, column := s.breaks[line-1]+1, 1
	if line == 1 && strings.HasPrefix(s.src, byteOrderMark) {
		from = min(len(byteOrderMark), at)
	}
	if s.last.line == line && s.last.at <= at {
		from, column = s.last.at, s.last.column
	}
	column += utf8.RuneCountInString(s.src[from:at])
	s.last.at, s.last.line, s.last.column = at, line, column
	return line, column
}
