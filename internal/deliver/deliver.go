// Package deliver holds the use cases: the text of a document goes in, and a
// PDF, a page, its figures or everything that is wrong with it comes out. It
// turns every room's errors into its own Error, the only one that the command
// and the server map. It knows nothing of HTTP, flags or the file system: what a
// document names is read by a function that its caller hands over.
package deliver

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/request"
	"github.com/facture-dev/facture/templates"
)

// Source is the text of one document.
type Source struct {
	Data []byte
	// Read returns a file that the document names, by its path beside the
	// document. Without it (endpoints) documents name no files.
	Read func(path string) ([]byte, error)
}

// Options are what the caller wants otherwise than the document says. The zero
// Options want nothing.
type Options struct {
	Layout       Layout // a layout of the caller's own (see ReadLayout)
	TemplateName string // a built-in layout
	Brand        *Brand // takes precedence over the document's, text by text
	Language     string // BCP 47
	LogoPosition string // start, left, center, right
	Paper        string // a4, letter
	NoTerms      bool
	Readable     bool // an uncompressed PDF, for eyes
}

// Result is what was made.
type Result struct {
	Bytes    []byte
	Pages    int    // of the document
	SHA256   string // of Bytes, in hexadecimal
	Warnings []Fault
}

// Service renders documents. It is safe for concurrent use.
type Service struct{ renderer *render.Renderer }

// GCPercent is the garbage collector's target in processes that render
// (runtime/debug.SetGCPercent): nearly all that a document allocates is garbage
// when it is done, and collecting half as often saves a twentieth of the time
// for some dozens of megabytes. GOGC in the environment has the last word.
const GCPercent = 400

// New returns a Service with the built-in layouts.
func New() (*Service, error) {
	r, err := render.New()
	if err != nil {
		return nil, &Error{Kind: Internal, Err: err}
	}
	return &Service{r}, nil
}

// Render makes the PDF of a document. The error is an *Error.
func (s *Service) Render(ctx context.Context, src Source, o Options) (Result, error) {
	return s.make(ctx, src, o, func(j *job, b *bytes.Buffer) (render.Result, error) {
		return s.renderer.Render(ctx, b, j.document, j.options)
	})
}

// Page makes one page of a document, counted from 1, as an SVG image. The
// error is an *Error.
func (s *Service) Page(ctx context.Context, src Source, o Options, page int) (Result, error) {
	return s.make(ctx, src, o, func(j *job, b *bytes.Buffer) (render.Result, error) {
		return s.renderer.SVG(ctx, b, j.document, j.options, page)
	})
}

// Frames lays a document out and returns its pages as values, for other
// drawings and for tests. The error is an *Error.
func (s *Service) Frames(ctx context.Context, src Source, o Options) (*layout.Document, error) {
	j, err := s.prepare(src, o)
	if err != nil {
		return nil, err
	}
	doc, err := s.renderer.Pages(ctx, j.document, j.options)
	if err != nil {
		return nil, j.unrendered(err)
	}
	return doc, nil
}

func (s *Service) make(ctx context.Context, src Source, o Options, write func(*job, *bytes.Buffer) (render.Result, error)) (Result, error) {
	j, err := s.prepare(src, o)
	if err != nil {
		return Result{}, err
	}
	var b bytes.Buffer
	made, err := write(j, &b)
	if err != nil {
		return Result{}, j.unrendered(err)
	}
	sum := sha256.Sum256(b.Bytes())
	return Result{
		Bytes: b.Bytes(), Pages: made.Pages, SHA256: hex.EncodeToString(sum[:]),
		Warnings: j.told(made.Warnings),
	}, nil
}

// Check finds everything that is wrong with a document and with its brand, by
// laying out its pages as Render would. It returns the warnings of a document
// that is right; the error is an *Error.
func (s *Service) Check(ctx context.Context, src Source, o Options) ([]Fault, error) {
	j := s.gather(src, o)
	j.inspect()
	if err := j.refusal(); err != nil {
		return nil, err
	}
	made, err := s.renderer.Check(ctx, j.document, j.options)
	if err != nil {
		return nil, j.unrendered(err)
	}
	return j.told(made.Warnings), nil
}

// Compute gives the figures of a document as JSON; nothing is laid out and no
// file is read. The error is an *Error.
func Compute(src Source) ([]byte, []Fault, error) {
	r, p, faults := request.Read(src.Data, request.Options{Paths: true})
	if p == nil {
		return nil, nil, refused(r, faults)
	}
	return request.EncodeComputed(p), located(r, faults), nil
}

// Step is one step of a calculation, as billing explains it.
type Step = billing.Step

// Explain traces how every figure of a document came about. A receipt states
// its figures, so nothing is to be explained. The error is an *Error.
func Explain(src Source) ([]Step, []Fault, error) {
	r, p, faults := request.Read(src.Data, request.Options{Paths: true})
	switch c := p.(type) {
	case nil:
		return nil, nil, refused(r, faults)
	case billing.Computed:
		return c.Explain(), located(r, faults), nil
	}
	return nil, located(r, faults), nil
}

// ParseTemplate reads a layout; file is its name for messages. The error is an
// *Error of kind Template.
func ParseTemplate(file string, src []byte) (*templates.Template, error) {
	t, err := templates.Parse(file, src, render.Schema())
	if err != nil {
		return nil, wrongTemplate(err)
	}
	return t, nil
}
