package templates

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"unicode/utf8"
)

// source is a file being read, with the faults found in it so far.
type source struct {
	file   string
	bytes  []byte
	faults []fault
	cursor cursor
}

type fault struct {
	at      int // byte offset
	message string
}

// cursor is the position asked for last. Positions are asked for in ascending
// order but for few, so counting on from it reads a source about twice,
// however many elements stand on one line.
type cursor struct {
	at int
	Position
}

func newSource(file string, src []byte) *source {
	return &source{file: file, bytes: src, cursor: cursor{0, Position{1, 1}}}
}

// fault records a fault. Some more are kept than are reported, because they
// are not all found in the order of the source.
func (s *source) fault(at int, format string, args ...any) {
	if len(s.faults) >= 4*faultsMax {
		return
	}
	s.faults = append(s.faults, fault{at, fmt.Sprintf(format, args...)})
}

// full reports whether enough faults are known to stop looking for more.
func (s *source) full() bool { return len(s.faults) >= faultsMax }

// position counts lines and, within the line, characters.
func (s *source) position(at int) Position {
	at = min(max(at, 0), len(s.bytes))
	if at < s.cursor.at {
		s.cursor = cursor{0, Position{1, 1}}
	}
	c := &s.cursor
	passed := s.bytes[c.at:at]
	if i := bytes.LastIndexByte(passed, '\n'); i >= 0 {
		c.Line += bytes.Count(passed, []byte("\n"))
		c.Column = 1
		passed = passed[i+1:]
	}
	c.Column += utf8.RuneCount(passed)
	c.at = at
	return c.Position
}

// err gives the faults in the order of the source, or nil.
func (s *source) err() error {
	if len(s.faults) == 0 {
		return nil
	}
	slices.SortStableFunc(s.faults, func(a, b fault) int { return a.at - b.at })
	cut := s.faults[:min(len(s.faults), faultsMax)]
	errs := make(Errors, len(cut))
	for i, f := range cut {
		errs[i] = Error{s.file, s.position(f.at), f.message}
	}
	return errs
}

// text is characters of the source with their references (&amp;) resolved,
// and the way back to where each of them stands.
type text struct {
	s     string
	marks []mark
}

// mark says that from index from on, byte i of the text is byte i+shift of the
// source.
type mark struct{ from, shift int }

// at is the offset in the source of byte i.
func (t text) at(i int) int { return i + t.marks[t.after(i)-1].shift }

// after is the index of the first mark beyond byte i.
func (t text) after(i int) int {
	return sort.Search(len(t.marks), func(n int) bool { return t.marks[n].from > i })
}

// cut is the part of t from byte i to byte j.
func (t text) cut(i, j int) text {
	marks := []mark{{0, t.at(i)}}
	for _, m := range t.marks[t.after(i):] {
		if m.from >= j {
			break
		}
		marks = append(marks, mark{m.from - i, m.shift + i})
	}
	return text{t.s[i:j], marks}
}
