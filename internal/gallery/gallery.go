// Package gallery renders a choice of the sample documents in every built-in
// layout, under every brand of testdata/brands, on both papers. In goes the
// repository's root, out come the combinations and their PDFs. It does not know
// what is done with them: the contact sheets (internal/gallery/sheets) and the
// conformance tests are made of the same ones.
package gallery

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/facture-dev/facture/internal/deliver"
	"github.com/facture-dev/facture/templates"
)

// documents are the files of testdata/documents that are shown: what differs on
// a page (languages, kinds, lengths, absent parts), a few of each.
var documents = []string{
	"classic", "german", "french", "us-sales-tax", "swiss", "intra-community", "tax-inclusive",
	"compounds", "yen", "ukrainian", "copy", "forty-lines", "no-logo", "minimal-draft",
	"credit-note", "receipt", "receipt-partial",
}

// Papers are the papers that every document is shown on.
var Papers = []string{"a4", "letter"}

// Combination is one document as the gallery shows it.
type Combination struct {
	Layout   string // a built-in layout
	Kind     string // invoice, credit_note, receipt: that of the document
	Document string // of testdata/documents, without ".json"
	Brand    string // of testdata/brands, without ".json"
	Paper    string // a4, letter
}

func (c Combination) String() string {
	return strings.Join([]string{c.Layout, c.Kind, c.Document, c.Brand, c.Paper}, " ")
}

// FileName is a name for the combination's file, without an ending; no two
// have the same.
func (c Combination) FileName() string {
	return strings.Join([]string{c.Layout, c.Document, c.Brand, c.Paper}, "-")
}

// Gallery is the documents and brands, read once. It is safe for concurrent
// use.
type Gallery struct {
	Combinations []Combination // by layout, document, brand, paper
	service      *deliver.Service
	sources      map[string]deliver.Source
	brands       map[string]*deliver.Brand
}

// Open reads documents and brands from the repository at root.
func Open(root string) (*Gallery, error) {
	service, err := deliver.New()
	if err != nil {
		return nil, err
	}
	g := &Gallery{service: service, sources: map[string]deliver.Source{}, brands: map[string]*deliver.Brand{}}
	brands, err := g.readBrands(filepath.Join(root, "testdata", "brands"))
	if err != nil {
		return nil, err
	}
	kinds := map[string]string{}
	for _, name := range documents {
		if kinds[name], err = g.readDocument(filepath.Join(root, "testdata", "documents"), name); err != nil {
			return nil, err
		}
	}
	for _, layout := range templates.Builtin() {
		for _, document := range documents {
			for _, brand := range brands {
				for _, paper := range Papers {
					g.Combinations = append(g.Combinations, Combination{layout.Name, kinds[document], document, brand, paper})
				}
			}
		}
	}
	return g, nil
}

// readBrands reads every brand of a folder and returns their names.
func (g *Gallery) readBrands(dir string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no brands in %s", dir)
	}
	slices.Sort(files)
	var names []string
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		if g.brands[name], err = deliver.ParseBrand(file, src, beside(dir)); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// readDocument reads a document without its own brand, of which the gallery's
// would leave something, and returns its kind.
func (g *Gallery) readDocument(dir, name string) (kind string, err error) {
	src, err := os.ReadFile(filepath.Join(dir, name+".json"))
	if err != nil {
		return "", err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(src, &members); err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	delete(members, "brand")
	kind = "invoice"
	if stated, ok := members["kind"]; ok {
		if err := json.Unmarshal(stated, &kind); err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
	}
	src, err = json.Marshal(members)
	g.sources[name] = deliver.Source{Data: src, Read: beside(dir)}
	return kind, err
}

func beside(dir string) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, filepath.FromSlash(path))) }
}

func (g *Gallery) options(c Combination) deliver.Options {
	return deliver.Options{TemplateName: c.Layout, Brand: g.brands[c.Brand], Paper: c.Paper}
}

// Render makes the PDF of a combination.
func (g *Gallery) Render(ctx context.Context, c Combination) (deliver.Result, error) {
	made, err := g.service.Render(ctx, g.sources[c.Document], g.options(c))
	if err != nil {
		return made, fmt.Errorf("%s: %w", c, err)
	}
	return made, nil
}

// Check lays a combination out and returns its warnings.
func (g *Gallery) Check(ctx context.Context, c Combination) ([]deliver.Fault, error) {
	warnings, err := g.service.Check(ctx, g.sources[c.Document], g.options(c))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c, err)
	}
	return warnings, nil
}
