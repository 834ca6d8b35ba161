package billing

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

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

// Err returns f as an error, or nil when nothing in it stops the document.
func (f Faults) Err() error {
	if slices.ContainsFunc(f, func(x Fault) bool { return x.Severity == Error }) {
		return f
	}
	return nil
}

// Warnings returns those that do not stop the document.
func (f Faults) Warnings() Faults {
	return slices.DeleteFunc(slices.Clone(f), func(x Fault) bool { return x.Severity != Warning })
}

// findings collects faults. It counts all errors but keeps only so many, as a
// document of the largest size may be wrong in every field.
type findings struct {
	kept   Faults
	errors int
	missed int
}

func (f *findings) fault(path, rule, format string, args ...any) {
	f.errors++
	f.keep(Fault{Rule: rule, Path: path}, format, args)
}

func (f *findings) warn(path, rule, format string, args ...any) {
	f.keep(Fault{Rule: rule, Path: path, Severity: Warning}, format, args)
}

func (f *findings) keep(x Fault, format string, args []any) {
	if len(f.kept) >= MaxFaults-1 {
		f.missed++
		return
	}
	x.Message = fmt.Sprintf(format, args...)
	f.kept = append(f.kept, x)
}

// inOrder returns what was found in document order.
func (f *findings) inOrder() Faults {
	slices.SortStableFunc(f.kept, func(a, b Fault) int { return comparePaths(a.Path, b.Path) })
	if f.missed > 0 {
		f.kept = append(f.kept, Fault{
			Rule:    "faults.too_many",
			Message: fmt.Sprintf("%d more faults are not listed: correct these first", f.missed),
		})
		if f.errors == 0 { // a thousand warnings are still no reason to refuse
			f.kept[len(f.kept)-1].Severity = Warning
		}
		f.missed = 0
	}
	return f.kept
}

// at builds a JSON pointer from member names and indexes. No member name of
// the vocabulary needs escaping.
func at(parts ...any) string {
	var b []byte
	for _, p := range parts {
		b = append(b, '/')
		switch p := p.(type) {
		case string:
			b = append(b, p...)
		case int:
			b = strconv.AppendInt(b, int64(p), 10)
		}
	}
	return string(b)
}

// authorsOrder is the order in which the members of a document are written.
var authorsOrder = []string{"", "kind", "number", "issue_date", "due_date", "payment_terms", "supply_date",
	"period", "currency", "purchase_order_number", "buyer_reference", "contract", "custom_fields", "seller",
	"buyer", "ship_to", "lines", "tax", "taxes", "tax_rules", "tax_mode", "discounts", "charges", "payments",
	"rounding", "early_payment", "payment", "settles", "preceding", "memo", "terms", "footer", "mark",
	"lines_total", "discounts_total", "charges_total", "subtotal", "total", "amount_paid", "amount_due"}

// comparePaths orders pointers by member, then by index. Within one item the
// order of discovery is the order of its fields.
func comparePaths(a, b string) int {
	aMember, aIndex := headOf(a)
	bMember, bIndex := headOf(b)
	return cmp.Or(
		cmp.Compare(slices.Index(authorsOrder, aMember), slices.Index(authorsOrder, bMember)),
		cmp.Compare(aIndex, bIndex))
}

// headOf takes a pointer's first member, and its index if it is a list.
func headOf(path string) (member string, index int) {
	member, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	number, _, _ := strings.Cut(rest, "/")
	index, err := strconv.Atoi(number)
	if err != nil {
		return member, -1
	}
	return member, index
}
