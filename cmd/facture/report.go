package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/facture-dev/facture/internal/deliver"
)

// report is what is said about one input: lines for people, or one JSON object
// on one line for machines.
type report struct {
	File     string        `json:"file"`
	OK       bool          `json:"ok"`
	Output   string        `json:"output,omitempty"`
	Pages    int           `json:"pages,omitempty"`
	Bytes    int           `json:"bytes,omitempty"`
	SHA256   string        `json:"sha256,omitempty"`
	Faults   []reportFault `json:"faults,omitempty"`
	Warnings []reportFault `json:"warnings,omitempty"`
	Error    string        `json:"error,omitempty"` // what is no fault of the document: an unreadable file
}

type reportFault struct {
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Pointer string `json:"pointer"`
	Rule    string `json:"rule"`
	Message string `json:"message"`
}

func reported(faults []deliver.Fault) []reportFault {
	var out []reportFault
	for _, f := range faults {
		out = append(out, reportFault{f.File, f.Line, f.Column, f.Pointer, f.Rule, f.Message})
	}
	return out
}

// add takes over warnings and an error.
func (r *report) add(warnings []deliver.Fault, err error) {
	r.OK = err == nil
	r.Warnings = reported(warnings)
	var e *deliver.Error
	switch {
	case err == nil:
	case errors.As(err, &e) && len(e.Faults) > 0:
		var wrong []deliver.Fault
		for _, f := range e.Faults {
			if f.Warning {
				r.Warnings = append(r.Warnings, reported([]deliver.Fault{f})...)
			} else {
				wrong = append(wrong, f)
			}
		}
		r.Faults = reported(wrong)
	default:
		r.Error = err.Error()
	}
}

// complain writes everything that is wrong, one fault a line:
// file:line:column: /pointer: message.
func (r *report) complain(w io.Writer) {
	for _, f := range r.Faults {
		fmt.Fprintln(w, f.line(r.File, ""))
	}
	for _, f := range r.Warnings {
		fmt.Fprintln(w, f.line(r.File, "warning: "))
	}
	if r.Error != "" {
		fmt.Fprintf(w, "%s: %s\n", r.File, r.Error)
	}
}

func (f reportFault) line(file, severity string) string {
	if f.File != "" {
		file = f.File
	}
	var b strings.Builder
	b.WriteString(file)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", f.Line, f.Column)
	}
	b.WriteString(": " + severity)
	if f.Pointer != "" {
		b.WriteString(f.Pointer + ": ")
	}
	b.WriteString(f.Message)
	return b.String()
}

// writeJSON writes a value on one line.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
