package preview

import (
	"errors"
	"fmt"
	"strings"

	"github.com/facture-dev/facture/internal/deliver"
)

// fault is one thing that is wrong, or a warning, as the page shows it.
type fault struct {
	File    string  `json:"file,omitempty"`
	Line    int     `json:"line,omitempty"` // from 1
	Column  int     `json:"column,omitempty"`
	Pointer string  `json:"pointer,omitempty"`
	Message string  `json:"message"`
	Source  *source `json:"source,omitempty"`
}

// source is the line that a fault is in, cut about its column.
type source struct {
	Before string `json:"before"`
	At     string `json:"at"` // the character that the fault points at; empty at the end of the line
	After  string `json:"after"`
}

// place is FILE:LINE:COLUMN, as far as it is known.
func (f fault) place() string {
	if f.Line > 0 {
		return fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
	}
	return f.File
}

// String is what the command says of the fault.
func (f fault) String() string {
	var b strings.Builder
	for _, part := range []string{f.place(), f.Pointer} {
		if part != "" {
			b.WriteString(part + ": ")
		}
	}
	return b.String() + f.Message
}

// faultsOf lists what an error says. name is the document's file.
func faultsOf(err error, name string) []fault {
	var e *deliver.Error
	if !errors.As(err, &e) || len(e.Faults) == 0 {
		return []fault{{Message: clip(err.Error())}}
	}
	var out []fault
	for _, f := range e.Faults {
		if !f.Warning {
			out = append(out, shown(f, name))
		}
	}
	return out
}

func shown(f deliver.Fault, name string) fault {
	if f.File == "" {
		f.File = name
	}
	return fault{File: f.File, Line: f.Line, Column: f.Column, Pointer: f.Pointer, Message: clip(f.Message)}
}

// located adds the lines that faults are in, and leaves out those beyond the
// limit; more is how many.
func (f *files) located(all []fault) (some []fault, more int) {
	some = all[:min(len(all), maxFaults)]
	for i := range some {
		if at := &some[i]; at.Line > 0 {
			if line, ok := f.line(at.File, at.Line); ok {
				at.Source = excerpt(line, at.Column)
			}
		}
	}
	return some, len(all) - len(some)
}

// excerpt is a line about a column, which counts characters from 1.
func excerpt(line string, column int) *source {
	letters := []rune(strings.ToValidUTF8(line, "\uFFFD"))
	at := min(max(column-1, 0), len(letters))
	first := max(0, at-maxExcerpt/2)
	last := min(len(letters), first+maxExcerpt)
	first = max(0, last-maxExcerpt)
	var s source
	if first > 0 {
		s.Before = "…"
	}
	s.Before += string(letters[first:at])
	if at < last {
		s.At = string(letters[at])
		s.After = string(letters[at+1 : last])
	}
	if last < len(letters) {
		s.After += "…"
	}
	return &s
}

// clip keeps a text short.
func clip(text string) string {
	if letters := []rune(text); len(letters) > maxMessage {
		return string(letters[:maxMessage]) + "…"
	}
	return text
}
