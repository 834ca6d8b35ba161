package request

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/facture-dev/facture/billing"
)

// Compute derives the figures of a request that Parse accepted, and holds the
// author's claims against them. The error is billing.Faults, warnings included.
func Compute(r *Request) (billing.Printable, billing.Faults, error) {
	if r.Receipt != nil {
		c, err := billing.ComputeReceipt(*r.Receipt)
		return c, c.Warnings(), err
	}
	c, err := billing.Compute(*r.Document)
	if err == nil {
		err = c.Check(r.Claims).Err()
	}
	return c, c.Warnings(), err
}

// Read is Parse and Compute together. The faults are all that is wrong with
// the document's form and, as far as what could be read allows to tell, with
// its figures, in document order, and its warnings; the Printable is nil when
// one of them is an error. The Request is never nil.
func Read(src []byte, o Options) (*Request, billing.Printable, billing.Faults) {
	r, err := Parse(src, o)
	var form billing.Faults
	errors.As(err, &form)
	if form != nil && !r.readToEnd {
		return r, nil, form
	}
	p, warnings, err := Compute(r)
	found := append(billing.Faults{}, warnings...)
	var figures billing.Faults
	if errors.As(err, &figures) {
		found = figures
	}
	if form == nil {
		if err != nil {
			p = nil
		}
		return r, p, found
	}
	found = slices.DeleteFunc(found, func(f billing.Fault) bool { return follows(f.Path, form) })
	all := append(form, found...)
	at := make(map[billing.Fault]int, len(all))
	for _, f := range all {
		at[f] = r.faultOffset(f)
	}
	slices.SortStableFunc(all, func(a, b billing.Fault) int { return cmp.Compare(at[a], at[b]) })
	return r, nil, all
}

// follows reports whether a fault of the figures at path may be no more than a
// consequence of the faults of the form: they left something of the same line
// or member unread, or something on which every figure depends.
func follows(path string, form billing.Faults) bool {
	line, isLine := lineOf(path)
	for _, f := range form {
		other, otherLine := lineOf(f.Path)
		switch {
		case f.Path == "" || !otherLine && governs(f.Path):
			return true
		case isLine && strings.Contains(path[len(line):], "/tax"):
			return true // whether lines agree about tax depends on all of them
		case otherLine && isLine && line == other:
			return true
		case otherLine && !isLine && sums(path):
			return true
		case !otherLine && !isLine && memberOf(path) == memberOf(f.Path):
			return true
		}
	}
	return false
}

// governs reports whether lines and totals depend on a member of the document.
func governs(path string) bool {
	switch memberOf(path) {
	case "kind", "currency", "lines", "tax", "taxes", "tax_rules", "tax_mode":
		return true
	}
	return false
}

// sums reports whether a member of the document is held against sums of lines.
func sums(path string) bool {
	switch memberOf(path) {
	case "discounts", "charges", "rounding", "payments", "lines_total", "discounts_total", "charges_total",
		"subtotal", "total", "amount_paid", "amount_due":
		return true
	}
	return governs(path)
}

func memberOf(path string) string {
	member, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return member
}

// lineOf returns the part of a pointer that names a line.
func lineOf(path string) (line string, ok bool) {
	rest, ok := strings.CutPrefix(path, "/lines/")
	if !ok {
		return "", false
	}
	index, _, _ := strings.Cut(rest, "/")
	return path[:len("/lines/")+len(index)], true
}
