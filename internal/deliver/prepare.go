package deliver

import (
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/request"
	"github.com/facture-dev/facture/templates"
)

// job is a document that is ready to be rendered.
type job struct {
	renderer *render.Renderer
	request  *request.Request
	document billing.Printable
	options  render.Options
	warnings []Fault
	faults   []Fault
	pointer  string                       // of the language; empty where the document does not state it
	language string                       // why it is that language, where nobody stated it
	caller   *Brand                       // the caller's brand; nil when there is none
	beside   func(string) ([]byte, error) // reads the layout that the brand names, where it stands
	read     map[string]readFile          // the files of the brand, by the name they have in options.Assets
}

// prepare reads a document and finds what it needs: its language, its layout,
// its brand's files. Faults of all of them come in one error.
func (s *Service) prepare(src Source, o Options) (*job, error) {
	j := s.gather(src, o)
	return j, j.refusal()
}

// gather is prepare, with everything that is wrong left in the job.
func (s *Service) gather(src Source, o Options) *job {
	j := &job{renderer: s.renderer, caller: o.Brand}
	var faults billing.Faults
	j.request, j.document, faults = request.Read(src.Data, request.Options{Paths: src.Read != nil})
	if j.document != nil {
		j.warnings = located(j.request, faults)
	} else {
		j.faults = located(j.request, faults)
	}
	j.options = render.Options{Paper: o.Paper, NoTerms: o.NoTerms || !j.request.IncludeTerms, Readable: o.Readable}
	j.brand(src, o)
	j.locale(o)
	j.template(o)
	j.files(src.Read)
	j.labels()
	return j
}

// refusal is the error of a document that cannot be rendered; nil for one that
// can.
func (j *job) refusal() error {
	if len(j.faults) == 0 && j.document != nil {
		return nil
	}
	return refusal(j.faults)
}

func (j *job) fault(pointer, rule, format string, args ...any) {
	j.faults = append(j.faults, j.place(fault(pointer, rule, fmt.Sprintf(format, args...))))
}

func (j *job) warn(pointer, rule, format string, args ...any) {
	f := fault(pointer, rule, fmt.Sprintf(format, args...))
	f.Severity = billing.Warning
	j.warnings = append(j.warnings, j.place(f))
}

// place says where a fault stands: what lies in the brand, in the file of the
// caller's brand if it is that which states it.
func (j *job) place(f billing.Fault) Fault {
	if in, ok := strings.CutPrefix(f.Path, "/brand"); ok && j.caller != nil && j.caller.source != nil && j.caller.source.Has(in) {
		out := located(j.caller.source, billing.Faults{{Rule: f.Rule, Path: in, Message: f.Message, Severity: f.Severity}})[0]
		out.File = j.caller.File
		return out
	}
	return located(j.request, billing.Faults{f})[0]
}

// told are the warnings of the job and those of its rendering.
func (j *job) told(made billing.Faults) []Fault {
	out := slices.Clone(j.warnings)
	for _, f := range made {
		out = append(out, j.place(f))
	}
	return out
}

// brand merges the document's brand and the caller's. S-PDF-06: no brand at all
// is a warning.
func (j *job) brand(src Source, o Options) {
	b := j.request.Brand
	j.beside = src.Read
	if j.caller != nil {
		if j.caller.Template != "" {
			j.beside = j.caller.Read
		}
		b = b.Merge(j.caller.Brand)
	}
	if o.TemplateName != "" {
		b.Template = o.TemplateName
	}
	if o.LogoPosition != "" {
		b.LogoPosition = o.LogoPosition
	}
	if reflect.ValueOf(b).IsZero() {
		j.warn("/brand", "brand.absent", "no brand is stated: the default layout was used, without a logo")
	}
	j.options.Brand = b
}

// locale finds the language: the caller's, the document's, or that of the
// buyer's country.
func (j *job) locale(o Options) {
	buyer, seller := j.countries()
	tag, pointer := o.Language, ""
	if tag == "" && j.request.Language != "" {
		tag, pointer = j.request.Language, "/language"
	}
	if tag == "" {
		tag = locales.DefaultLanguage(buyer)
		j.language = " (that of the buyer's country: the document states none)"
	}
	l, err := locales.Resolve(tag, buyer, seller)
	if err != nil {
		j.fault(pointer, "language.unknown", "%s", err)
		return
	}
	j.options.Locale, j.pointer = l, pointer
	if l.Words() == "en" && !strings.HasPrefix(l.Tag(), "en") {
		j.warn(pointer, "language.words", "there are no words in %q yet: labels are English, dates and figures are the language's own", l.Tag())
	}
}

func (j *job) countries() (buyer, seller string) {
	if r := j.request.Receipt; r != nil {
		return r.Buyer.Address.Country, r.Seller.Address.Country
	}
	d := j.request.Document
	return d.Buyer.Address.Country, d.Seller.Address.Country
}

// template finds the layout: the caller's, a built-in one, or a file or folder
// that the brand names.
func (j *job) template(o Options) {
	layout := o.Layout
	if layout == nil {
		if layout = j.layout(); layout == nil {
			return
		}
	}
	if j.options.Template = layout.forKind(j.kind()); j.options.Template == nil {
		j.fault("/brand/template", "brand.template", "%s", (&render.UnknownTemplateError{Name: layout[0].Name, Kind: j.kind()}).Error())
	}
}

// layout reads the file or folder that the brand names; nil for a built-in
// layout, and after a fault.
func (j *job) layout() Layout {
	name := j.options.Brand.Template
	switch {
	case name == "" || isBuiltin(name):
		return nil
	case j.beside == nil:
		j.unknownTemplate(name)
		return nil
	}
	layout, err := ReadLayout(name, j.beside)
	var wrong *Error
	switch {
	case errors.As(err, &wrong):
		j.faults = append(j.faults, wrong.Faults...)
	case errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(name, "./"):
		j.unknownTemplate(name) // more likely a built-in name than a folder
	case err != nil:
		j.fault("/brand/template", "brand.template", "%s", err)
	}
	return layout
}

func (j *job) unknownTemplate(name string) {
	j.fault("/brand/template", "brand.template", "%s", (&render.UnknownTemplateError{Name: name, Known: builtinNames()}).Error())
}

// kind is the kind of the document, as templates name it.
func (j *job) kind() string {
	if j.request.Receipt != nil {
		return "receipt"
	}
	return string(j.request.Document.Kind)
}

func isBuiltin(name string) bool { return slices.Contains(builtinNames(), name) }

// builtinNames are the layouts that come with the binary.
var builtinNames = sync.OnceValue(func() (names []string) {
	for _, l := range templates.Builtin() {
		names = append(names, l.Name)
	}
	return names
})
