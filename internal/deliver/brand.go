package deliver

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render/request"
	"github.com/facture-dev/facture/templates"
)

// Brand is a brand that stands in a file of its own, with the files it names.
type Brand struct {
	templates.Brand
	File   string                            // its name, for messages
	Read   func(path string) ([]byte, error) // reads what it names, by the path beside it; nil reads nothing
	source *request.Source                   // nil for a brand that no ParseBrand read
}

// ParseBrand reads a brand file; read gives the files that it names. The error
// is an *Error of kind Template with everything that is wrong with its form;
// the Brand then holds what could be read.
func ParseBrand(file string, src []byte, read func(path string) ([]byte, error)) (*Brand, error) {
	b, err := request.ReadBrand(src, request.Options{Paths: read != nil})
	brand := &Brand{Brand: b.Brand, File: file, Read: read, source: &b.Source}
	var faults billing.Faults
	if errors.As(err, &faults) {
		all := located(&b.Source, faults)
		for i := range all {
			all[i].File = file
		}
		return brand, refusal(all)
	}
	return brand, nil
}

// CheckBrand finds everything that is wrong with a brand file: its form, the
// files that it names, its words, and whether invoices, credit notes and
// receipts of it can be printed in each of its languages. It returns the
// warnings of a brand that is right; the error is an *Error.
func (s *Service) CheckBrand(ctx context.Context, file string, src []byte, read func(path string) ([]byte, error)) ([]Fault, error) {
	b, err := ParseBrand(file, src, read)
	j := &job{renderer: s.renderer, caller: b, request: &request.Request{}, beside: read}
	var form *Error
	if errors.As(err, &form) {
		if slices.ContainsFunc(form.Faults, func(f Fault) bool { return f.Rule == "limit.bytes" }) {
			return nil, form
		}
		j.faults = form.Faults
	}
	j.options.Brand = b.Brand
	layout := j.layout()
	j.files(nil)
	j.labels()
	j.inspect()
	if len(j.faults) == 0 {
		if err := s.printSamples(ctx, j, layout); err != nil {
			return nil, err
		}
	}
	if len(j.faults) > 0 {
		return nil, refusal(append(j.faults, j.warnings...))
	}
	return j.warnings, nil
}

// printSamples lays out a document of each kind that the layout is for, in each
// language that the brand has words for. Only an end of the context is an
// error; what cannot be printed is a fault of the job.
func (s *Service) printSamples(ctx context.Context, j *job, layout Layout) error {
	tags, pointers := j.languages()
	if len(tags) == 0 {
		tags = []string{"en"}
	}
	for _, tag := range tags {
		l, err := locales.Resolve(tag, "", "")
		if err != nil {
			continue // inspect has said so
		}
		for _, kind := range []string{request.KindInvoice, request.KindCreditNote, request.KindReceipt} {
			o := j.options
			o.Locale = l
			if layout != nil {
				if o.Template = layout.forKind(kind); o.Template == nil {
					continue
				}
			}
			one := *j
			one.options, one.pointer = o, pointers[tag]
			made, err := s.renderer.Check(ctx, samples()[kind], o)
			if err != nil {
				failed := one.unrendered(err)
				if len(failed.Faults) == 0 {
					return failed
				}
				j.faults = appendNew(j.faults, failed.Faults...)
				break // the other kinds would say the same
			}
			j.warnings = appendNew(j.warnings, one.told(made.Warnings)...)
		}
	}
	return nil
}

// appendNew appends the faults that are not in the list yet.
func appendNew(list []Fault, more ...Fault) []Fault {
	for _, f := range more {
		if !slices.Contains(list, f) {
			list = append(list, f)
		}
	}
	return list
}

// samples are documents by kind that any face and any layout can print.
var samples = sync.OnceValue(func() map[string]billing.Printable {
	const parties = `"number": "1", "issue_date": "2026-11-22", "currency": "EUR", "seller": {"name": "1"}, "buyer": {"name": "2"}`
	const line = `, "due_date": "2026-12-22", "lines": [{"description": "1", "unit_price": "95.00", "tax": {"rate": "19"}}]`
	out := make(map[string]billing.Printable)
	for kind, members := range map[string]string{
		request.KindInvoice:    line,
		request.KindCreditNote: line,
		request.KindReceipt:    `, "payment": {"date": "2026-11-22", "amount": "95.00"}, "settles": [{"number": "1", "amount": "95.00"}]`,
	} {
		_, p, faults := request.Read([]byte(`{"kind": "`+kind+`", `+parties+members+`}`), request.Options{})
		if p == nil {
			panic(faults)
		}
		out[kind] = p
	}
	return out
})
