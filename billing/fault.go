package billing

import "strings"

// Severity tells a fault that stops the document from one that only warns.
type Severity uint8

const (
	Error Severity = iota
	Warning
)

// Fault is one thing that is wrong with a document.
type Fault struct {
	Rule     string // stable machine name: "line.quantity.negative_twice", "currency.unknown"
	Path     string // JSON pointer (RFC 6901) into the document as its author writes it: "/lines/3/quantity"
	Message  string // lower case, says what is wrong and the way out
	Severity Severity
}

// Faults is everything wrong with a document, in document order. It is an
// error when at least one of them is not a warning.
type Faults []Fault

// Error joins the faults, one a line.
func (f Faults) Error() string {
	var b strings.Builder
	for i, x := range f {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(x.Path)
		b.WriteString(": ")
		b.WriteString(x.Message)
	}
	return b.String()
}
