// Package guide renders the examples of the guide to elements: in goes the
// repository's root, out come the pages that each example of
// docs/guide/elements gives. It does not know what is done with them: a test
// compares them, and internal/guide/pictures draws them.
package guide

import (
	"bytes"
	"context"
	_ "embed" // the examples' styles
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/request"
	"github.com/facture-dev/facture/templates"
)

// Folder is where the pages of the guide lie, from the repository's root.
const Folder = "docs/guide/elements"

//go:embed styles.xml
var styles string

// Styles are those that the examples name.
func Styles() string { return strings.TrimSpace(styles) }

// Example is the example of one page of the guide.
type Example struct {
	Name   string // of the page, without ".md"
	Source string // the layout's elements
}

// Examples are those of all pages, in the order of their names.
func Examples(root string) ([]Example, error) {
	files, err := filepath.Glob(filepath.Join(root, Folder, "*.md"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var all []Example
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".md")
		if name == "README" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		_, rest, ok := strings.Cut(string(text), "```xml\n")
		source, _, closed := strings.Cut(rest, "```")
		if !ok || !closed {
			return nil, fmt.Errorf("%s: no example in ```xml", file)
		}
		all = append(all, Example{name, source})
	}
	return all, nil
}

// Page is an example, rendered.
type Page struct {
	Document *layout.Document
	PDF      []byte
}

// Render prints an example with the sample document of the guide.
func (e Example) Render(root string) (*Page, error) {
	src := `<document format="1" for="invoice" page="a4" margin="16mm 20mm" text-family="Inter" ink="#14171C" muted="#5A616B">` + "\n" +
		styles + e.Source + "</document>"
	t, err := templates.Parse(e.Name+".xml", []byte(src), render.Schema())
	if err != nil {
		return nil, err
	}
	p, o, err := sample(root)
	if err != nil {
		return nil, err
	}
	o.Template = t
	r, err := render.New()
	if err != nil {
		return nil, err
	}
	doc, err := r.Pages(context.Background(), p, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.Name, err)
	}
	var pdf bytes.Buffer
	if _, err := r.Render(context.Background(), &pdf, p, o); err != nil {
		return nil, fmt.Errorf("%s: %w", e.Name, err)
	}
	return &Page{doc, pdf.Bytes()}, nil
}

// sample is testdata/documents/classic.json with its logo.
func sample(root string) (billing.Printable, render.Options, error) {
	dir := filepath.Join(root, "testdata", "documents")
	data, err := os.ReadFile(filepath.Join(dir, "classic.json"))
	if err != nil {
		return nil, render.Options{}, err
	}
	r, p, faults := request.Read(data, request.Options{Paths: true})
	if p == nil {
		return nil, render.Options{}, faults.Err()
	}
	l, err := locales.Resolve(r.Language, r.Document.Buyer.Address.Country, r.Document.Seller.Address.Country)
	if err != nil {
		return nil, render.Options{}, err
	}
	logo, err := os.ReadFile(filepath.Join(dir, r.Brand.Logo))
	if err != nil {
		return nil, render.Options{}, err
	}
	return p, render.Options{Locale: l, Brand: r.Brand, Assets: map[string][]byte{r.Brand.Logo: logo}}, nil
}
