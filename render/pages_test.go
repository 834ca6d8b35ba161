package render_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/request"
)

const documents = "../testdata/documents"

var renderer = sync.OnceValue(func() *render.Renderer {
	r, err := render.New()
	if err != nil {
		panic(err)
	}
	return r
})

// sample reads a sample document with what it names.
func sample(t testing.TB, name string) (billing.Printable, render.Options) {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(documents, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	r, p, faults := request.Read(src, request.Options{Paths: true})
	if p == nil {
		t.Fatalf("%s: %v", name, faults)
	}
	buyer, seller := "", ""
	if d := r.Document; d != nil {
		buyer, seller = d.Buyer.Address.Country, d.Seller.Address.Country
	} else {
		buyer, seller = r.Receipt.Buyer.Address.Country, r.Receipt.Seller.Address.Country
	}
	lang := r.Language
	if lang == "" {
		lang = locales.DefaultLanguage(buyer)
	}
	l, err := locales.Resolve(lang, buyer, seller)
	if err != nil {
		t.Fatal(err)
	}
	o := render.Options{Locale: l, Brand: r.Brand}
	if logo := r.Brand.Logo; logo != "" {
		data, err := os.ReadFile(filepath.Join(documents, logo))
		if err != nil {
			t.Fatal(err)
		}
		o.Assets = map[string][]byte{logo: data}
	}
	return p, o
}

func pages(t testing.TB, p billing.Printable, o render.Options) *layout.Document {
	t.Helper()
	doc, err := renderer().Pages(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// sampleNames are the names of all samples.
func sampleNames(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(documents, "*.json"))
	if err != nil || len(files) < 25 {
		t.Fatalf("%d samples: %v", len(files), err)
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(filepath.Base(f), ".json")
	}
	return files
}
