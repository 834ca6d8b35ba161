package templates

import (
	"fmt"
	"slices"
	"sort"
	"unicode/utf8"
)

// source is a file being read, with the faults found in it so far.
type source struct {
	file   string
	bytes  []byte
	lines  []int // offset of each line's first byte
	faults []fault
}

type fault struct {
	at      int // byte offset
	message string
}

func newSource(file string, src []byte) *source {
	s := &source{file: file, bytes: src, lines: []int{0}}
	for i, b := range src {
		if b == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

func (s *source) fault(at int, format string, args ...any) {
	s.faults = append(s.faults, fault{at, fmt.Sprintf(format, args...)})
}

// full reports whether enough faults are known to stop looking for more.
func (s *source) full() bool { return len(s.faults) >= faultsMax }

// position counts lines and, within the line, characters.
func (s *source) position(at int) Position {
	at = min(max(at, 0), len(s.bytes))
	line := sort.SearchInts(s.lines, at+1) - 1
	return Position{line + 1, utf8.RuneCount(s.bytes[s.lines[line]:at]) + 1}
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
func (t text) at(i int) int {
	n := sort.Search(len(t.marks), func(n int) bool { return t.marks[n].from > i })
	return i + t.marks[n-1].shift
}

// cut is the part of t from byte i to byte j.
func (t text) cut(i, j int) text {
	marks := []mark{{0, t.at(i)}}
	for _, m := range t.marks {
		if m.from > i && m.from < j {
			marks = append(marks, mark{m.from - i, m.shift + i})
		}
	}
	return text{t.s[i:j], marks}
}
