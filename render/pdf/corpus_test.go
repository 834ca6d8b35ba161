package pdf_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/billingtest"
	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
	"github.com/facture-dev/facture/render/request"
)

const documents = "../../testdata/documents"

// frames is a laid-out document.
type frames struct {
	name string
	doc  *layout.Document
	opts pdf.Options
}

// samples lays out every sample document, once.
var samples = sync.OnceValues(func() ([]frames, error) {
	r, err := render.New()
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(documents + "/*.json")
	if err != nil {
		return nil, err
	}
	var out []frames
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		req, p, faults := request.Read(src, request.Options{Paths: true})
		if p == nil {
			return nil, faults.Err()
		}
		o := render.Options{Brand: req.Brand}
		if o.Locale, err = localeOf(req, p); err != nil {
			return nil, err
		}
		if logo := req.Brand.Logo; logo != "" && !strings.HasPrefix(logo, "data:") {
			data, err := os.ReadFile(filepath.Join(documents, logo))
			if err != nil {
				return nil, err
			}
			o.Assets = map[string][]byte{logo: data}
		}
		d, err := r.Pages(context.Background(), p, o)
		if err != nil {
			return nil, err
		}
		out = append(out, frames{filepath.Base(file), d, pdf.Options{Title: filepath.Base(file), Lang: o.Locale.Tag(), Created: pdf.Date{Year: 2026, Month: 2, Day: 28}}})
	}
	return out, nil
})

func localeOf(req *request.Request, p billing.Printable) (*locales.Locale, error) {
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

func sampleFrames(t testing.TB) []frames {
	t.Helper()
	all, err := samples()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 40 {
		t.Fatalf("%d samples", len(all))
	}
	return slices.Clone(all)
}

// randomFrames lays out random documents.
func randomFrames(t testing.TB, n int) []frames {
	t.Helper()
	r, err := render.New()
	if err != nil {
		t.Fatal(err)
	}
	var out []frames
	rnd := rand.New(rand.NewPCG(14289, 19005))
	for len(out) < n {
		c, err := billing.Compute(billingtest.Generate(rnd))
		if err != nil {
			t.Fatal(err)
		}
		l, err := locales.Resolve("de", "DE", "DE")
		if err != nil {
			t.Fatal(err)
		}
		d, err := r.Pages(context.Background(), c, render.Options{Locale: l})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, frames{"random", d, pdf.Options{Title: "Zufall ✓", Lang: "de"}})
	}
	return out
}

// write writes with a fresh writer.
func write(t testing.TB, d *layout.Document, o pdf.Options) []byte {
	t.Helper()
	return writeBy(t, pdf.NewWriter(fonts.Embedded()), d, o)
}

func writeBy(t testing.TB, w *pdf.Writer, d *layout.Document, o pdf.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := w.Write(&b, d, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
