// Command sheets writes the gallery of the docs: for each built-in layout three
// contact sheets, and the page that shows them. In go the repository's
// documents and brands, out come docs/gallery/*.jpg and README.md, which are
// the same at every run with the same pdftoppm (poppler-utils), the program
// that turns PDFs into pictures here. It does not know how pages are made.
//
//	go run ./internal/gallery/sheets            write everything
//	go run ./internal/gallery/sheets -list      name every combination
//	go run ./internal/gallery/sheets -pdf DIR   write every combination's PDF
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/facture-dev/facture/internal/gallery"
	"github.com/facture-dev/facture/internal/tools"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("sheets: ")
	list := flag.Bool("list", false, "name every combination: layout, kind, document, brand, paper")
	pdfs := flag.String("pdf", "", "write every combination's PDF into this folder, and nothing else")
	out := flag.String("o", filepath.Join("docs", "gallery"), "the folder of the contact sheets, from the repository's root")
	layout := flag.String("layout", "", "only this layout, for a quick look: other files are left as they are")
	flag.Parse()
	if err := run(context.Background(), *list, *pdfs, *out, *layout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, list bool, pdfs, out, layout string) error {
	root, err := tools.ModuleRoot()
	if err != nil {
		return err
	}
	g, err := gallery.Open(root)
	if err != nil {
		return err
	}
	switch {
	case list:
		return printList(os.Stdout, g.Combinations)
	case pdfs != "":
		return writePDFs(ctx, g, pdfs)
	}
	if !filepath.IsAbs(out) {
		out = filepath.Join(root, out)
	}
	return writeGallery(ctx, g, root, out, layout)
}

func printList(w io.Writer, all []gallery.Combination) error {
	b := bufio.NewWriter(w)
	for _, c := range all {
		fmt.Fprintln(b, c)
	}
	return b.Flush()
}

func writePDFs(ctx context.Context, g *gallery.Gallery, dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return each(g.Combinations, func(_ int, c gallery.Combination) error {
		made, err := g.Render(ctx, c)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, c.FileName()+".pdf"), made.Bytes, 0o666)
	})
}

// each calls f for every value, as many at a time as there are processors, and
// returns the first error in the order of the values.
func each[T any](values []T, f func(i int, v T) error) error {
	errs := make([]error, len(values))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for i, v := range values {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			errs[i] = f(i, v)
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// rasterDPI is the resolution at which pages become pixels; thumbnails are
// made smaller from there, which keeps letters and thin lines even.
const rasterDPI = 80

// raster is a page as pixels. pdftoppm wants a file and writes one.
func raster(pdf []byte, page int, dir, name string) (*picture, error) {
	file := filepath.Join(dir, name+".pdf")
	if err := os.WriteFile(file, pdf, 0o666); err != nil {
		return nil, err
	}
	defer os.Remove(file)
	program, err := exec.LookPath("pdftoppm")
	if err != nil {
		return nil, fmt.Errorf("pdftoppm is missing: make tools installs it or names its package")
	}
	n := fmt.Sprint(page)
	ppm, err := tools.Run(program, "-r", fmt.Sprint(rasterDPI), "-f", n, "-l", n, file)
	if err != nil {
		return nil, err
	}
	return readPPM(ppm)
}
