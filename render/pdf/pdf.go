// Package pdf writes finished pages as a PDF 1.7 file that is always PDF/A-3a
// (ISO 19005-3) and PDF/UA-1 (ISO 14289-1).
//
// Scope: it takes frames that layout has placed, and writes them: text as
// subset fonts with exact ToUnicode, lines, images, links, the structure tree,
// metadata and attachments. It lays nothing out, breaks no lines, shapes no
// text, converts no colours and reads no clock, and it cannot write a file that
// does not conform: there is no switch. It knows fonts and frames, and nothing
// of what came before them.
package pdf

import (
	"io"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/layout"
)

// Options are the facts of a file that its pages do not hold.
type Options struct {
	Title    string // dc:title; must not be empty (ISO 14289-1 §7.1)
	Lang     string // BCP 47 tag of the document's language (ISO 32000-1 §14.9.2)
	Created  Date   // every date in the file; zero writes none
	Attach   []Attachment
	Readable bool // uncompressed, line by line, for eyes and snapshots
}

// Date is a day; the file's dates are its first second in UTC.
type Date struct{ Year, Month, Day int }

// Attachment is an embedded file (ISO 32000-1 §7.11.4, ISO 19005-3 §6.8).
type Attachment struct {
	Name         string // file name
	MIME         string
	Description  string
	Relationship string // AFRelationship: Source, Data, Alternative, Supplement or Unspecified
	Data         []byte
}

// Writer writes files. It keeps what repeats between documents, keyed by its
// full content: subset font programs, images, drawings, the colour profile. It is safe
// for concurrent use, and what it writes depends on the arguments of Write only.
type Writer struct {
	lib      *fonts.Library
	subsets  cache[*program]
	images   cache[*imageStream]
	drawings cache[*forms]
	profile  []byte // deflated
}

// NewWriter returns a Writer for documents set in a library's faces.
func NewWriter(lib *fonts.Library) *Writer {
	return &Writer{
		lib:      lib,
		subsets:  cache[*program]{limit: maxCachedSubsets},
		images:   cache[*imageStream]{limit: maxCachedImages},
		drawings: cache[*forms]{limit: maxCachedImages},
		profile:  deflate(nil, sRGB()),
	}
}

// Write writes a document. It is an *Error when the document would not conform;
// other errors are those of the font subsetter and of out.
func (w *Writer) Write(out io.Writer, d *layout.Document, o Options) error {
	kids, err := w.conforming(d, &o)
	if err != nil {
		return err
	}
	f := newFile(w, d, o)
	f.tree.elems = kids
	defer f.release()
	if err := f.write(); err != nil {
		return err
	}
	_, err = out.Write(f.out)
	return err
}
