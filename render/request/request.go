// Package request is the one codec of the document format: JSON goes in, the
// document, its claims, its language, its brand and its options come out, or
// everything that is wrong with it, each fault with a JSON pointer and a
// position. The tables in fields.go are the format; docs/guide/document.md
// describes it and docs/schema is its JSON Schema. The other way it writes
// canonical bytes and the computed figures. It reads no files, knows no
// arithmetic beyond decimals' text, and nothing of pages.
package request

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/tax"
	"github.com/facture-dev/facture/templates"
)

// The kinds of document that a request may hold.
const (
	KindInvoice    = string(billing.Invoice)
	KindCreditNote = string(billing.CreditNote)
	KindReceipt    = "receipt"
)

// Options say what a source may ask for.
type Options struct {
	// Paths allows a brand's files to be paths beside the file, for the
	// command. Without it (endpoints) they are data: URLs.
	Paths bool
}

// Request is one document as its author wrote it. Exactly one of Document and
// Receipt is set, by Kind.
type Request struct {
	Kind     string // KindInvoice, KindCreditNote, KindReceipt
	Document *billing.Document
	Receipt  *billing.Receipt
	Claims   billing.Claims
	Language string // BCP 47; empty when not stated
	Brand    templates.Brand
	// IncludeTerms is false when the document's terms are not to be printed
	// (S-PDF-03).
	IncludeTerms  bool
	InternalNotes string                  // never printed (S-INV-34)
	Metadata      json.RawMessage         // as written (S-INV-33); nil when absent
	LineMetadata  map[int]json.RawMessage // by line index (S-LIN-03)

	Source
	due            due
	oneTax         []tax.Tax // "tax" as an object
	lineCurrencies []currencyAt
	valid          bool // Parse found nothing wrong
	readToEnd      bool // nothing kept Parse from reading everything
}

// Parse reads one document. The error is billing.Faults: everything wrong with
// its form, in document order. The Request is never nil: after an error it
// still tells positions, and holds what could be read.
func Parse(src []byte, o Options) (*Request, error) {
	d, early := newDecoder(src, o)
	r := &Request{IncludeTerms: true, Source: Source{src: d.src}}
	if early != nil {
		r.Kind, r.Document = KindInvoice, &billing.Document{}
		return r, early
	}
	t := documentTable
	switch r.Kind = kindOf(d.src); r.Kind {
	case KindReceipt:
		t = receiptTable
		r.Receipt = &billing.Receipt{}
		d.elsewhere = documentTable.shape
	case KindCreditNote:
		r.Document = &billing.Document{Kind: billing.CreditNote}
		d.elsewhere = receiptTable.shape
	default: // absent, or wrong, which the table will notice
		r.Kind = KindInvoice
		r.Document = &billing.Document{Kind: billing.Invoice}
		d.elsewhere = receiptTable.shape
	}
	t.read(d, r)
	err := d.finish(&r.Source)
	r.valid, r.readToEnd = err == nil, !d.broken
	return r, err
}

// newDecoder starts on src; it refuses one that is too large to be looked at.
func newDecoder(src []byte, o Options) (*decoder, error) {
	d := &decoder{options: o, noun: "document"}
	if len(src) > MaxBytes {
		return d, billing.Faults{{Rule: "limit.bytes", Message: fmt.Sprintf("%d bytes; at most %d are read", len(src), MaxBytes)}}
	}
	d.src = string(src)
	if strings.HasPrefix(d.src, "\xff\xfe") || strings.HasPrefix(d.src, "\xfe\xff") {
		return d, billing.Faults{{Rule: "text.utf8", Message: "the text is UTF-16: save it as UTF-8"}}
	}
	if len(src) >= 3 && d.src[:3] == byteOrderMark {
		d.pos = 3
	}
	return d, nil
}

const byteOrderMark = "\uFEFF"

// finish refuses data after the value, and hands over what was found.
func (d *decoder) finish(s *Source) error {
	if !d.broken && (d.peek() != 0 || d.pos < len(d.src)) {
		d.syntax(d.pos, "found %s after the %s; one file holds one %s", d.found(), d.noun, d.noun)
	}
	if len(d.faults) == 0 {
		return nil
	}
	slices.SortStableFunc(d.faults, func(a, b located) int { return cmp.Compare(a.at, b.at) })
	faults := make(billing.Faults, len(d.faults))
	s.noted = make(map[billing.Fault]int, len(d.faults))
	for i, f := range d.faults {
		faults[i] = f.Fault
		if _, twice := s.noted[f.Fault]; !twice {
			s.noted[f.Fault] = f.at
		}
	}
	return faults
}

// addLine takes over a line that was read. billing keeps neither claims nor
// metadata, and most lines have none.
func (r *Request) addLine(l *lineEntry) {
	i := len(r.Document.Lines)
	r.Document.Lines = append(r.Document.Lines, l.Line)
	if l.metadata != nil {
		if r.LineMetadata == nil {
			r.LineMetadata = map[int]json.RawMessage{}
		}
		r.LineMetadata[i] = l.metadata
	}
	if l.claims != (billing.LineClaims{}) || r.Claims.Lines != nil {
		for len(r.Claims.Lines) < i {
			r.Claims.Lines = append(r.Claims.Lines, billing.LineClaims{})
		}
		r.Claims.Lines = append(r.Claims.Lines, l.claims)
	}
	if l.currency.Currency != "" {
		l.currency.line = i
		r.lineCurrencies = append(r.lineCurrencies, l.currency)
	}
}

// checkLines pads the claims to the lines, and holds the lines' currencies
// against the document's.
func (r *Request) checkLines(d *decoder) {
	if r.Claims.Lines != nil {
		for len(r.Claims.Lines) < len(r.Document.Lines) {
			r.Claims.Lines = append(r.Claims.Lines, billing.LineClaims{})
		}
	}
	for _, c := range r.lineCurrencies {
		if want := r.Document.Currency; want != "" && c.Currency != want {
			d.faultAt(c.at, fmt.Sprintf("/lines/%d/currency", c.line), "line.currency",
				fmt.Sprintf("%s, but the document is in %s; one document has one currency", c.Currency, want))
		}
	}
}

// kindOf looks for the kind before anything is read, because it decides what
// the other members mean and it may stand last. Anything odd is left to the
// reading that follows.
func kindOf(src string) string {
	for _, m := range (&Source{src: src}).members(start(src)) {
		if m.key == "kind" && m.value < len(src) && src[m.value] == '"' {
			return plainText(src, m.value)
		}
	}
	return ""
}
