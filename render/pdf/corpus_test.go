package pdf_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/billingtest"
	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/internal/samples"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
)

// frames is a laid-out document and how its file is to be written.
type frames struct {
	name string
	doc  *layout.Document
	opts pdf.Options
}

func sampleFrames(t testing.TB) []frames {
	t.Helper()
	var out []frames
	for _, s := range samples.All(t) {
		out = append(out, framesOf(s))
	}
	return out
}

func framesOf(s samples.Sample) frames {
	return frames{s.Name, s.Document, pdf.Options{Title: s.Name, Lang: s.Language, Created: pdf.Date{Year: 2026, Month: 2, Day: 28}}}
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
