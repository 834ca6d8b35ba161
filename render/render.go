// Package render is the whole pipeline from a Printable to PDF bytes: view →
// compose → layout → pdf (or svg). It does no I/O but its writer: fonts, layouts
// and locales are embedded, and logos are handed to it. It knows neither files
// nor networks nor clocks.
package render

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"sync"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/internal/nearest"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render/compose"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
	"github.com/facture-dev/facture/render/view"
	"github.com/facture-dev/facture/templates"
)

// Options say how a document is to look.
type Options struct {
	Locale   *locales.Locale     // required
	Brand    templates.Brand     // the zero Brand gives the layout's own look
	Template *templates.Template // nil: the built-in layout that Brand.Template names, else classic
	Paper    string              // "a4", "letter"; "" or "auto": by template, brand, seller's country
	NoTerms  bool                // leave the terms out
	Assets   map[string][]byte   // the brand's files by name: the logo by Brand.Logo, a font by FontFile.File
	Readable bool                // an uncompressed PDF, for eyes and snapshots
}

// Result says what was made.
type Result struct {
	Pages    int
	Warnings billing.Faults
}

// Renderer renders documents. It is safe for concurrent use. What it keeps
// between documents (brands' fonts, shaped words, subset fonts, decoded images)
// is keyed by full content, so a document's bytes depend on its own input only.
type Renderer struct {
	embedded *faces
	fonts    fontCache
	builtin  map[string]map[string]*templates.Template // by name and kind

	mu     sync.Mutex
	images map[[32]byte]image.Picture // by digest of the file
}

// DefaultTemplate is the layout of a brand that names none.
const DefaultTemplate = "classic"

// New returns a Renderer with the built-in layouts.
func New() (*Renderer, error) {
	r := &Renderer{
		embedded: newFaces(fonts.Embedded()),
		builtin:  make(map[string]map[string]*templates.Template),
		images:   make(map[[32]byte]image.Picture),
	}
	schema := Schema()
	for _, l := range templates.Builtin() {
		kinds := make(map[string]*templates.Template)
		for _, f := range l.Files {
			t, err := templates.Parse(f.Name, f.Source, schema)
			if err != nil {
				return nil, err
			}
			for _, k := range t.For {
				kinds[k] = t
			}
		}
		r.builtin[l.Name] = kinds
	}
	return r, nil
}

// Schema is what templates are checked against.
func Schema() templates.Schema {
	return templates.Schema{Root: view.RootType(), Labels: locales.IsMessage, Keys: locales.MessageKeys,
		Families: fonts.Embedded().Families()}
}

// Render writes a document as PDF. The writer gets nothing when an error is
// returned, but for the writer's own.
func (r *Renderer) Render(ctx context.Context, w io.Writer, d billing.Printable, o Options) (Result, error) {
	p, res, err := r.pages(ctx, d, o)
	if err != nil {
		return Result{}, err
	}
	return res, p.write(w, pdf.Options{Title: p.view.Title, Lang: p.view.Language, Created: created(d), Readable: o.Readable})
}

// SVG writes one page, counted from 1, as an SVG image.
func (r *Renderer) SVG(ctx context.Context, w io.Writer, d billing.Printable, o Options, page int) (Result, error) {
	p, res, err := r.pages(ctx, d, o)
	if err != nil {
		return Result{}, err
	}
	if page < 1 || page > len(p.doc.Pages) {
		return res, &PageError{page, len(p.doc.Pages)}
	}
	return res, p.draw(w, page)
}

// Pages returns the laid-out pages: what tests and other drawings need.
func (r *Renderer) Pages(ctx context.Context, d billing.Printable, o Options) (*layout.Document, error) {
	p, _, err := r.pages(ctx, d, o)
	if err != nil {
		return nil, err
	}
	return p.doc, nil
}

// printed is a document on its pages, with the faces that it is set in.
type printed struct {
	view  *view.View
	doc   *layout.Document
	faces *faces
}

func (p *printed) write(w io.Writer, o pdf.Options) (err error) {
	defer p.faces.guard(&err)
	return p.faces.pdf.Write(w, p.doc, o)
}

// draw writes a page, counted from 1, as SVG.
func (p *printed) draw(w io.Writer, page int) (err error) {
	defer p.faces.guard(&err)
	return p.faces.svg.Write(w, p.faces.lib, &p.doc.Pages[page-1])
}

// PageError says that a page was asked for that the document does not have.
type PageError struct{ Page, Count int }

func (e *PageError) Error() string {
	if e.Count == 1 {
		return fmt.Sprintf("there is no page %d: the document has one page", e.Page)
	}
	return fmt.Sprintf("there is no page %d: the document has %d pages", e.Page, e.Count)
}

func (r *Renderer) pages(ctx context.Context, d billing.Printable, o Options) (p *printed, res Result, err error) {
	t, err := r.template(d, o)
	if err != nil {
		return nil, res, err
	}
	f, err := r.faces(o.Brand.Fonts, o.Assets)
	if err != nil {
		return nil, res, err
	}
	defer f.guard(&err)
	assets, err := r.decode(pictures(o.Brand, o.Assets))
	if err != nil {
		return nil, res, err
	}
	width, height := paper(t, d, o)
	window, otherWindow := letterWindow(width, d, o)
	v := view.Build(d, view.Options{Locale: o.Locale, Brand: o.Brand, NoTerms: o.NoTerms, Window: window})
	if o.Brand.Orientation == "landscape" && t.Landscape {
		width, height = height, width
	}
	c, err := compose.Compose(f.shaper, f.lib, t, v, compose.Options{Brand: o.Brand, Width: width, Height: height, Window: window, Assets: assets})
	if err != nil {
		return nil, res, err
	}
	if err := ctx.Err(); err != nil {
		return nil, res, err
	}
	doc, err := layout.Paginate(c.Flow)
	if err == nil {
		err = c.Err()
	}
	if err != nil {
		return nil, res, err
	}
	if err := ctx.Err(); err != nil {
		return nil, res, err
	}
	res.Pages = len(doc.Pages)
	res.Warnings = unused(o.Brand)
	if otherWindow && t.Has("address-window") {
		res.Warnings = append(res.Warnings, billing.Fault{Rule: "brand.window.paper", Path: "/brand/window", Severity: billing.Warning,
			Message: fmt.Sprintf("the window %s is not of this paper; the address is set for %s", o.Brand.Window, window.Name)})
	}
	for _, w := range c.Warnings {
		res.Warnings = append(res.Warnings, billing.Fault{Rule: w.Rule, Path: w.Path, Message: w.Message, Severity: billing.Warning})
	}
	return &printed{v, doc, f}, res, nil
}

// UnknownTemplateError says that there is no layout of a name.
type UnknownTemplateError struct {
	Name, Kind string
	Known      []string
}

func (e *UnknownTemplateError) Error() string {
	if e.Kind != "" {
		return fmt.Sprintf("template %q does not print a document of kind %q", e.Name, e.Kind)
	}
	msg := fmt.Sprintf("unknown template %q", e.Name)
	if n, ok := nearest.Of(e.Name, e.Known); ok {
		msg += fmt.Sprintf(" (did you mean %s?)", n)
	}
	return msg
}

// template finds the layout for a document.
func (r *Renderer) template(d billing.Printable, o Options) (*templates.Template, error) {
	kind := kindOf(d)
	if o.Template != nil {
		for _, k := range o.Template.For {
			if k == kind {
				return o.Template, nil
			}
		}
		return nil, &UnknownTemplateError{Name: o.Template.Name, Kind: kind}
	}
	name := o.Brand.Template
	if name == "" {
		name = DefaultTemplate
	}
	kinds, ok := r.builtin[name]
	if !ok {
		e := &UnknownTemplateError{Name: name}
		for _, l := range templates.Builtin() {
			e.Known = append(e.Known, l.Name)
		}
		return nil, e
	}
	if t := kinds[kind]; t != nil {
		return t, nil
	}
	return nil, &UnknownTemplateError{Name: name, Kind: kind}
}

func kindOf(d billing.Printable) string {
	if c, ok := d.(billing.Computed); ok {
		return string(c.Document().Kind)
	}
	return "receipt"
}

// The papers (ISO 216 A4; ANSI Y14.1 A, "letter").
const (
	a4Width, a4Height         = layout.Unit(609_562), layout.Unit(862_097) // 210 × 297 mm
	letterWidth, letterHeight = 612 * layout.Point, 792 * layout.Point
)

// paper is the one asked for, else the template's, else the brand's, else the
// one that the seller's country uses.
func paper(t *templates.Template, d billing.Printable, o Options) (width, height layout.Unit) {
	for _, p := range []string{o.Paper, t.Page, o.Brand.Paper} {
		switch p {
		case "a4":
			return a4Width, a4Height
		case "letter":
			return letterWidth, letterHeight
		}
	}
	if locales.Letter(seller(d).Address.Country) {
		return letterWidth, letterHeight
	}
	return a4Width, a4Height
}

// letterWindow is the envelope's that the document is made for; other says that
// the brand names one of another paper.
func letterWindow(width layout.Unit, d billing.Printable, o Options) (w templates.Window, other bool) {
	paper := "a4"
	if width == letterWidth {
		paper = "letter"
	}
	return templates.LetterWindow(o.Brand.Window, paper, seller(d).Address.Country)
}

// AddressError says that a letter's address does not fit the window of its
// envelope.
type AddressError = compose.AddressError

func seller(d billing.Printable) billing.Party {
	switch c := d.(type) {
	case billing.Computed:
		return c.Document().Seller
	case billing.ComputedReceipt:
		return c.Receipt().Seller
	}
	return billing.Party{}
}

// created is the date that the file carries: the document's, never today's.
func created(d billing.Printable) pdf.Date {
	var on billing.Date
	switch c := d.(type) {
	case billing.Computed:
		on = c.Document().IssueDate
	case billing.ComputedReceipt:
		on = c.Receipt().IssueDate
	}
	return pdf.Date{Year: int(on.Year), Month: int(on.Month), Day: int(on.Day)}
}

// The limits of what a Renderer keeps and prints.
const (
	// maxFontSets is for how many brands with fonts of their own these are kept,
	// and maxFontSetBytes how many bytes of their files; then all are dropped.
	// One brand's own may be as many as fonts takes, and are kept by themselves.
	maxFontSets     = 16
	maxFontSetBytes = 64 << 20
	// maxImages is how many decoded images are kept; then all are dropped.
	maxImages = 64
	// maxImageSide is the most pixels of a side that are worth printing: 600
	// dpi over 100 mm. Larger images are scaled down.
	maxImageSide = 2400
)

// decode reads the images of a request.
func (r *Renderer) decode(assets map[string][]byte) (map[string]image.Picture, error) {
	if len(assets) == 0 {
		return nil, nil
	}
	out := make(map[string]image.Picture, len(assets))
	for name, data := range assets {
		key := sha256.Sum256(data)
		r.mu.Lock()
		picture := r.images[key]
		r.mu.Unlock()
		if picture == nil {
			var err error
			if picture, err = readPicture(data); err != nil {
				return nil, fmt.Errorf("image %s: %w", short(name), err)
			}
			r.mu.Lock()
			if len(r.images) >= maxImages {
				clear(r.images)
			}
			r.images[key] = picture
			r.mu.Unlock()
		}
		out[name] = picture
	}
	return out, nil
}

// readPicture reads a file by what it holds. Pixels are scaled down to what is
// worth printing; shapes need not be.
func readPicture(data []byte) (image.Picture, error) {
	if image.IsSVG(data) {
		d, err := image.DecodeSVG(data)
		if err != nil {
			return nil, err // not d, which would be a Picture that is not nil
		}
		return d, nil
	}
	r, err := image.DecodeWithin(data, maxImageSide, maxImageSide)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// short keeps data URLs out of messages.
func short(name string) string {
	if len(name) > 60 {
		return name[:57] + "…"
	}
	return name
}
