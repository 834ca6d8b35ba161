package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/facture-dev/facture/internal/gallery"
)

// The width of a page on each kind of sheet, in pixels.
const (
	documentWidth = 236
	brandWidth    = 196
	matrixWidth   = 84
)

// pages are a combination's first page and, where it has several, its last.
type pages struct {
	gallery.Combination
	count int
	shown []*picture
}

// caption names a combination on a sheet of documents.
func (p pages) caption(i int) string {
	if p.count == 1 {
		return p.Document + " · " + p.Brand
	}
	n := 1
	if i > 0 {
		n = p.count
	}
	return fmt.Sprintf("%s · %s · page %d of %d", p.Document, p.Brand, n, p.count)
}

// writeGallery writes the sheets of every layout, or of one, and the page that
// shows them all.
func writeGallery(ctx context.Context, g *gallery.Gallery, root, out, only string) error {
	ttf, err := os.ReadFile(filepath.Join(root, "fonts", "faces", "source-sans-3", "SourceSans3_400Regular.ttf"))
	if err != nil {
		return err
	}
	letters, err := newLettering(ttf)
	if err != nil {
		return err
	}
	layouts := distinct(g.Combinations, func(c gallery.Combination) string { return c.Layout })
	if only != "" && !slices.Contains(layouts, only) {
		return fmt.Errorf("no layout %q: one of %q", only, layouts)
	}
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	for _, layout := range layouts {
		if only != "" && only != layout {
			continue
		}
		all, err := rasterAll(ctx, g, layout)
		if err != nil {
			return err
		}
		for _, kind := range sheetKinds {
			name := kind.file(layout)
			data, err := kind.grid(all).draw(letters).encode(name, gallery.GalleryBytes/len(layouts)*kind.share/100)
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(out, name), data, 0o666); err != nil {
				return err
			}
			fmt.Printf("%s: %d bytes\n", name, len(data))
		}
	}
	if only != "" {
		return nil
	}
	if err := removeOthers(out, layouts); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "README.md"), readme(g.Combinations, layouts), 0o666)
}

// removeOthers removes the sheets of layouts that are no more.
func removeOthers(out string, layouts []string) error {
	var keep []string
	for _, layout := range layouts {
		for _, kind := range sheetKinds {
			keep = append(keep, filepath.Join(out, kind.file(layout)))
		}
	}
	files, err := filepath.Glob(filepath.Join(out, "*.jpg"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if !slices.Contains(keep, file) {
			if err := os.Remove(file); err != nil {
				return err
			}
		}
	}
	return nil
}

// rasterAll makes the pages of all combinations of a layout, in their order.
func rasterAll(ctx context.Context, g *gallery.Gallery, layout string) ([]pages, error) {
	dir, err := os.MkdirTemp("", "gallery-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var all []pages
	for _, c := range g.Combinations {
		if c.Layout == layout {
			all = append(all, pages{Combination: c})
		}
	}
	err = each(all, func(i int, p pages) error {
		made, err := g.Render(ctx, p.Combination)
		if err != nil {
			return err
		}
		all[i].count = made.Pages
		for _, n := range slices.Compact([]int{1, made.Pages}) {
			page, err := raster(made.Bytes, n, dir, p.FileName())
			if err != nil {
				return fmt.Errorf("%s: %w", p, err)
			}
			// No sheet shows a page larger, and hundreds of whole ones are
			// much memory.
			all[i].shown = append(all[i].shown, page.scaled(documentWidth))
		}
		return nil
	})
	return all, err
}

// distinct are the values of a list, each once, in their order.
func distinct[T any](list []T, value func(T) string) []string {
	var out []string
	for _, v := range list {
		if s := value(v); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// sheetKind is one kind of contact sheet.
type sheetKind struct {
	suffix string
	title  string
	share  int // percent of the bytes that a layout's sheets may have together
	grid   func(all []pages) grid
}

func (k sheetKind) file(layout string) string { return layout + "-" + k.suffix + ".jpg" }

var sheetKinds = []sheetKind{
	{"documents", "every document, under one brand after the other", 30, documentGrid},
	{"brands", "an invoice, a credit note and a receipt under every brand", 26, brandGrid},
	{"all", "every document under every brand on both papers", 44, matrixGrid},
}

// documentGrid shows every document once on A4, large, with its last page; the
// brands take turns.
func documentGrid(all []pages) grid {
	const columns = 6
	brands := distinct(all, func(p pages) string { return p.Brand })
	documents := distinct(all, func(p pages) string { return p.Document })
	g := grid{width: documentWidth, gap: 16}
	var cells []cell
	for _, p := range all {
		turn := brands[slices.Index(documents, p.Document)%len(brands)]
		if p.Paper != "a4" || p.Brand != turn {
			continue
		}
		for i, page := range p.shown {
			cells = append(cells, cell{page, p.caption(i)})
		}
	}
	for row := range slices.Chunk(cells, columns) {
		g.rows = append(g.rows, gridRow{cells: row})
	}
	return g
}

// brandGrid shows one document of each kind under every brand, on the two
// papers in turn.
func brandGrid(all []pages) grid {
	g := grid{width: brandWidth, gap: 14}
	for _, kind := range distinct(all, func(p pages) string { return p.Kind }) {
		document := all[slices.IndexFunc(all, func(p pages) bool { return p.Kind == kind })].Document
		var row gridRow
		for i, brand := range distinct(all, func(p pages) string { return p.Brand }) {
			paper := gallery.Papers[i%len(gallery.Papers)]
			p := all[slices.IndexFunc(all, func(p pages) bool { return p.Document == document && p.Brand == brand && p.Paper == paper })]
			row.cells = append(row.cells, cell{p.shown[0].scaled(brandWidth), brand + " · " + paper})
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// matrixGrid shows the first page of everything.
func matrixGrid(all []pages) grid {
	g := grid{width: matrixWidth, gap: 8, heads: distinct(all, func(p pages) string { return p.Brand })}
	for _, document := range distinct(all, func(p pages) string { return p.Document }) {
		row := gridRow{label: document}
		for _, p := range all {
			if p.Document == document {
				row.cells = append(row.cells, cell{page: p.shown[0].scaled(matrixWidth)})
			}
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// readme is the page that shows the sheets.
func readme(all []gallery.Combination, layouts []string) []byte {
	var b bytes.Buffer
	documents := distinct(all, func(c gallery.Combination) string { return c.Document })
	brands := distinct(all, func(c gallery.Combination) string { return c.Brand })
	fmt.Fprintf(&b, `# Gallery

<!-- Written by make gallery. -->

Every built-in layout with %d of the [sample documents](../../testdata/documents), under %d [brands](../../testdata/brands), on A4 and Letter: %d combinations. The pages are what `+"`facture render`"+` makes; `+"`make gallery`"+` makes the pictures anew, and `+"`make conformance`"+` has veraPDF and qpdf judge every one of the files.
`, len(documents), len(brands), len(all))
	for _, layout := range layouts {
		fmt.Fprintf(&b, "\n## %s\n", layout)
		for _, kind := range sheetKinds {
			fmt.Fprintf(&b, "\n![%s: %s](%s)\n", layout, kind.title, kind.file(layout))
		}
	}
	return b.Bytes()
}
