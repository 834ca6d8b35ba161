package deliver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
	"github.com/facture-dev/facture/render/request"
	"github.com/facture-dev/facture/render/text"
	"github.com/facture-dev/facture/templates"
)

// Kind says what sort of thing went wrong. What a caller answers follows from
// the kind alone.
type Kind uint8

// The kinds of error.
const (
	Internal    Kind = iota // ours; its text is for operators, not for callers
	Malformed               // the text is no document: it cannot be read as JSON
	TooLarge                // more bytes than are read
	Invalid                 // the document is wrong
	Template                // a layout or a brand is wrong
	Unprintable             // the document is right, but no page can show it
	NoPage                  // a page that the document does not have
	Canceled                // whoever asked went away, or time ran out
)

// Fault is one thing that is wrong, or a warning.
type Fault struct {
	File    string // set when it is not in the document itself: a template's or a brand's
	Line    int    // from 1; 0 when it has no place
	Column  int    // in characters, from 1
	Rule    string // stable machine name
	Pointer string // JSON pointer (RFC 6901) in the document or in the brand's file; empty for all of it and in a template
	Message string // lower case, with the way out
	Warning bool
}

// Error is the only error that this package returns.
type Error struct {
	Kind   Kind
	Faults []Fault // what is wrong, in document order; empty for Internal, NoPage and Canceled
	Err    error   // what a fault does not say; nil otherwise
}

// Error joins the faults, one a line.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Err.Error()
	}
	lines := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		lines[i] = strings.TrimPrefix(f.Pointer+": "+f.Message, ": ")
	}
	return strings.Join(lines, "\n")
}

func (e *Error) Unwrap() error { return e.Err }

// fault is what is wrong with a document at a pointer.
func fault(pointer, rule, message string) billing.Fault {
	return billing.Fault{Rule: rule, Path: pointer, Message: message}
}

// source tells where the faults of a text stand.
type source interface {
	Position(billing.Fault) (line, column int)
}

// located gives billing's faults their positions in the source.
func located(s source, faults billing.Faults) []Fault {
	out := make([]Fault, len(faults))
	for i, f := range faults {
		line, column := s.Position(f)
		out[i] = Fault{Line: line, Column: column, Rule: f.Rule, Pointer: f.Path, Message: f.Message, Warning: f.Severity == billing.Warning}
	}
	return out
}

// refused is the error of a document that has faults.
func refused(r *request.Request, faults billing.Faults) *Error { return refusal(located(r, faults)) }

// refusal is the error of what has faults: those of the document first, then
// those of other files, each in its order.
func refusal(faults []Fault) *Error {
	kind, elsewhere := Invalid, len(faults) > 0
	for _, f := range faults {
		if f.File != "" {
			continue
		}
		elsewhere = elsewhere && f.Warning
		switch {
		case f.Rule == "limit.bytes":
			kind = TooLarge
		case kind == Invalid && (strings.HasPrefix(f.Rule, "json.") || f.Rule == "text.utf8"):
			kind = Malformed
		}
	}
	if elsewhere {
		kind = Template
	}
	all := slices.Clone(faults)
	slices.SortStableFunc(all, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return &Error{Kind: kind, Faults: all}
}

// wrongTemplate is the error of a layout.
func wrongTemplate(err error) *Error {
	var many templates.Errors
	var one templates.Error
	switch {
	case errors.As(err, &many):
	case errors.As(err, &one):
		many = templates.Errors{one}
	default:
		return &Error{Kind: Template, Faults: []Fault{{Rule: "template", Message: err.Error()}}}
	}
	e := &Error{Kind: Template}
	for _, x := range many {
		e.Faults = append(e.Faults, Fault{File: x.File, Line: x.Line, Column: x.Column, Rule: "template", Message: x.Message})
	}
	return e
}

// unrendered says in which of the document's members the reason lies that it
// was not rendered.
func (j *job) unrendered(err error) *Error {
	var (
		glyph   *fonts.MissingGlyphError
		script  *text.ScriptError
		char    *text.CharacterError
		long    *text.LimitError
		tall    *layout.TooTallError
		pages   *layout.TooManyPagesError
		unfit   *pdf.Error
		family  *fonts.UnknownFamilyError
		face    *fonts.SourceError
		picture *image.Error
		layouts *render.UnknownTemplateError
		page    *render.PageError
		window  *render.AddressError
		own     *Error
	)
	at := func(kind Kind, pointer, rule string) *Error {
		return &Error{Kind: kind, Faults: []Fault{j.place(fault(pointer, rule, err.Error()))}}
	}
	holding := func(r rune, rule string) *Error {
		pointer, message := j.holding(r, err)
		return &Error{Kind: Unprintable, Faults: []Fault{j.place(fault(pointer, rule, message))}}
	}
	switch {
	case errors.As(err, &own):
		return own
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return &Error{Kind: Canceled, Err: err}
	case errors.As(err, &glyph):
		return holding(glyph.Rune, "text.no_glyph")
	case errors.As(err, &script):
		return holding(script.Rune, "text.script")
	case errors.As(err, &char):
		return holding(char.Rune, "text.character")
	case errors.As(err, &long):
		return at(Unprintable, "", "text.limit")
	case errors.As(err, &tall):
		return at(Unprintable, "", "layout.too_tall")
	case errors.As(err, &window):
		return at(Unprintable, "/buyer", "layout.window") // name and address
	case errors.As(err, &pages):
		return at(Unprintable, "", "layout.pages")
	case errors.As(err, &unfit):
		return at(Unprintable, "", "pdf.conformance")
	case errors.As(err, &family):
		if family.Family == j.options.Brand.HeadingFont {
			return at(Template, "/brand/heading_font", "brand.font")
		}
		return at(Template, "/brand/font", "brand.font")
	case errors.As(err, &face):
		if face.Index < 0 { // one of them; which is not known
			return at(Invalid, "/brand/fonts", "brand.font")
		}
		return at(Invalid, fmt.Sprintf("/brand/fonts/%d/file", face.Index), "brand.font")
	case errors.As(err, &picture):
		if j.pictures(nil); len(j.faults) > 0 {
			return refusal(j.faults)
		}
		return at(Invalid, "/brand", "brand.picture")
	case errors.As(err, &layouts):
		return at(Template, "/brand/template", "brand.template")
	case errors.As(err, &page):
		return &Error{Kind: NoPage, Err: err}
	}
	return &Error{Kind: Internal, Err: err}
}

// holding says where a character stands that cannot be set, and the way out.
// What neither the document nor the caller's brand holds is a word or a name in
// the document's language.
func (j *job) holding(r rune, err error) (pointer, message string) {
	pointer, stated := j.request.Holding(r)
	if !stated && j.caller != nil && j.caller.source != nil {
		if pointer, stated = j.caller.source.Holding(r); stated {
			pointer = "/brand" + pointer
		}
	}
	switch {
	case errors.As(err, new(*text.CharacterError)): // names the way out itself
		return pointer, err.Error()
	case stated:
		return pointer, err.Error() + "; leave it out, or write it in Latin, Greek or Cyrillic letters"
	}
	brand := ""
	if j.caller != nil {
		brand = " or of the brand"
	}
	return j.pointer, fmt.Sprintf("%s, in the words of language %q%s%s; state another language, such as \"en\"", err, j.options.Locale.Tag(), j.language, brand)
}
