// Package samples lays out the sample documents for tests that need frames: in
// goes testdata/documents, out come pages and what a file says beside them. It
// knows nothing of how frames are drawn.
package samples

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/request"
)

// Sample is one document, laid out.
type Sample struct {
	Name     string // of its file, without ".json"
	Language string // BCP 47
	Document *layout.Document
}

// All returns every sample, in the order of their names. They are laid out once
// per process and must not be changed.
func All(t testing.TB) []Sample {
	t.Helper()
	all, err := load()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 40 {
		t.Fatalf("%d sample documents, want at least 40", len(all))
	}
	return append([]Sample{}, all...)
}

// One returns the sample of a name.
func One(t testing.TB, name string) Sample {
	t.Helper()
	for _, s := range All(t) {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("there is no sample %q", name)
	return Sample{}
}

var load = sync.OnceValues(func() ([]Sample, error) {
	root, err := tools.ModuleRoot()
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(root, "testdata", "documents", "*.json"))
	if err != nil {
		return nil, err
	}
	r, err := render.New()
	if err != nil {
		return nil, err
	}
	var all []Sample
	for _, file := range files {
		s, err := layOut(r, file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, s)
	}
	return all, nil
})

func layOut(r *render.Renderer, file string) (Sample, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return Sample{}, err
	}
	req, p, faults := request.Read(src, request.Options{Paths: true})
	if p == nil {
		return Sample{}, faults.Err()
	}
	o := render.Options{Brand: req.Brand}
	if o.Locale, err = locale(req); err != nil {
		return Sample{}, err
	}
	if logo := req.Brand.Logo; logo != "" && !strings.HasPrefix(logo, "data:") {
		data, err := os.ReadFile(filepath.Join(filepath.Dir(file), logo))
		if err != nil {
			return Sample{}, err
		}
		o.Assets = map[string][]byte{logo: data}
	}
	d, err := r.Pages(context.Background(), p, o)
	return Sample{strings.TrimSuffix(filepath.Base(file), ".json"), o.Locale.Tag(), d}, err
}

func locale(req *request.Request) (*locales.Locale, error) {
	var buyer, seller string
	if req.Document != nil {
		buyer, seller = req.Document.Buyer.Address.Country, req.Document.Seller.Address.Country
	} else {
		buyer, seller = req.Receipt.Buyer.Address.Country, req.Receipt.Seller.Address.Country
	}
	tag := req.Language
	if tag == "" {
		tag = locales.DefaultLanguage(buyer)
	}
	return locales.Resolve(tag, buyer, seller)
}
