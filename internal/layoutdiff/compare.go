// Package layoutdiff compares what two layouts make of the same documents: in
// go documents and two ways to render them, out come the pages that differ and
// what differs on them, and one HTML file that shows it. It compares finished
// frames, so nothing is guessed from pixels. It does not know what is in a
// layout, and reads no files.
package layoutdiff

import (
	"context"
	"slices"

	"github.com/facture-dev/facture/internal/deliver"
	"github.com/facture-dev/facture/render/layout"
)

// Side is one of the two layouts.
type Side struct {
	Name    string // as whoever compares calls it
	Options deliver.Options
}

// Document is what both are given.
type Document struct {
	Name   string
	Source deliver.Source
}

// Status says how the two results of a document relate.
type Status uint8

// From nothing to everything.
const (
	Same      Status = iota // nothing differs
	Reordered               // the pages look the same; reading order or tags differ
	Changed                 // pages look different
	Broken                  // one of the two makes no pages
	Failed                  // neither makes pages
)

var statusNames = [...]string{"same", "reordered", "changed", "broken", "failed"}

func (s Status) String() string { return statusNames[s] }

// Result is the comparison of one document.
type Result struct {
	Document string
	Status   Status
	Pages    [2]int     // of the old and the new result; 0 where there is none
	Errors   [2]error   // why there is none: a *deliver.Error
	Changes  []Page     // the pages that look different, in order
	Sheets   [2][]Sheet // the pages, as far as they are shown
}

// Sheet is one page as an SVG image.
type Sheet struct {
	SVG           []byte
	Width, Height layout.Unit
}

// Page is what differs on the pages of one number.
type Page struct {
	Number int // from 1
	Only   int // 0 and 1: only the old or the new document has it; -1: both do
	Marks  [2][]Mark
}

// Count is how many marks of one sort a page has; what has a mark on both
// sides counts once.
func (p Page) Count(c Change) int {
	n := [2]int{}
	for side, marks := range p.Marks {
		for _, m := range marks {
			if m.Change == c {
				n[side]++
			}
		}
	}
	return max(n[0], n[1])
}

// Compare renders a document both ways. An error is that of the context; what
// is wrong with the document or a layout is in the Result.
func Compare(ctx context.Context, service *deliver.Service, sides [2]Side, d Document) (Result, error) {
	r := Result{Document: d.Name}
	var docs [2]*layout.Document
	for i, side := range sides {
		doc, err := service.Frames(ctx, d.Source, side.Options)
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		if err != nil {
			r.Errors[i] = err
			continue
		}
		docs[i], r.Pages[i] = doc, len(doc.Pages)
	}
	switch {
	case r.Errors[0] != nil && r.Errors[1] != nil:
		r.Status = Failed
		return r, nil
	case r.Errors[0] != nil || r.Errors[1] != nil:
		r.Status = Broken
	default:
		r.Changes = changes(docs[0], docs[1])
		switch {
		case len(r.Changes) > 0:
			r.Status = Changed
		case !slices.Equal(reading(docs[0]), reading(docs[1])):
			r.Status = Reordered
		}
	}
	if r.Status != Changed && r.Status != Broken {
		return r, nil
	}
	return r, r.draw(ctx, service, sides, d)
}

// draw adds the pages as pictures, as far as they are shown.
func (r *Result) draw(ctx context.Context, service *deliver.Service, sides [2]Side, d Document) error {
	most := maxShown
	if shown := r.Shown(); len(shown) > 0 {
		most = shown[len(shown)-1].Number
	}
	for i, side := range sides {
		if r.Errors[i] != nil {
			continue
		}
		made, err := service.Sheets(ctx, d.Source, side.Options, most)
		if err != nil {
			return err // it was laid out a moment ago: interrupted, or ours
		}
		for _, s := range made.Sheets {
			r.Sheets[i] = append(r.Sheets[i], Sheet{s.SVG, s.Width, s.Height})
		}
	}
	return nil
}

// Shown are the changed pages that are drawn: the first few.
func (r *Result) Shown() []Page { return r.Changes[:min(len(r.Changes), maxShown)] }

// changes compares pages of the same number.
func changes(before, after *layout.Document) []Page {
	var out []Page
	for i := range max(len(before.Pages), len(after.Pages)) {
		switch {
		case i >= len(before.Pages):
			out = append(out, Page{Number: i + 1, Only: 1})
		case i >= len(after.Pages):
			out = append(out, Page{Number: i + 1, Only: 0})
		default:
			x, y := &before.Pages[i], &after.Pages[i]
			marks := compare(x, y)
			if len(marks[0])+len(marks[1]) > 0 || x.Width != y.Width || x.Height != y.Height {
				out = append(out, Page{Number: i + 1, Only: -1, Marks: marks})
			}
		}
	}
	return out
}
