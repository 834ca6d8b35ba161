package deliver

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
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
	request  *request.Request
	document billing.Printable
	options  render.Options
	warnings billing.Faults
	faults   billing.Faults
	pointer  string                       // of the language; empty where the document does not state it
	language string                       // why it is that language, where nobody stated it
	caller   bool                         // the caller gave a brand
	beside   func(string) ([]byte, error) // reads the layout that the brand names, where it stands
}

// prepare reads a document and finds what it needs: its language, its layout,
// its logo. Faults of all of them come in one error.
func prepare(src Source, o Options) (*job, error) {
	j := &job{}
	j.request, j.document, j.faults = request.Read(src.Data, request.Options{Paths: src.Read != nil})
	if j.document != nil {
		j.warnings, j.faults = j.faults, nil
	}
	j.options = render.Options{Paper: o.Paper, NoTerms: o.NoTerms || !j.request.IncludeTerms, Readable: o.Readable}
	read := j.brand(src, o)
	j.locale(o)
	if err := j.template(o); err != nil {
		return nil, err
	}
	j.logo(read)
	j.labels()
	if j.faults.Err() != nil || j.document == nil {
		return nil, refused(j.request, j.faults)
	}
	return j, nil
}

func (j *job) fault(pointer, rule, format string, args ...any) {
	j.faults = append(j.faults, fault(pointer, rule, fmt.Sprintf(format, args...)))
}

// brand merges the document's brand and the caller's, and returns what reads
// the logo of the one that states it. S-PDF-06: no brand at all is a warning.
func (j *job) brand(src Source, o Options) (read func(string) ([]byte, error)) {
	b, read := j.request.Brand, src.Read
	j.beside = src.Read
	if j.caller = o.Brand != nil; j.caller {
		if o.Brand.Logo != "" {
			read = o.Brand.Read
		}
		if o.Brand.Template != "" {
			j.beside = o.Brand.Read
		}
		b = b.Merge(o.Brand.Brand)
	}
	if o.TemplateName != "" {
		b.Template = o.TemplateName
	}
	if o.LogoPosition != "" {
		b.LogoPosition = o.LogoPosition
	}
	if reflect.ValueOf(b).IsZero() {
		j.warnings = append(j.warnings, billing.Fault{Rule: "brand.absent", Path: "/brand", Severity: billing.Warning,
			Message: "no brand is stated: the default layout was used, without a logo"})
	}
	j.options.Brand = b
	return read
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
		j.warnings = append(j.warnings, billing.Fault{Rule: "language.words", Path: pointer, Severity: billing.Warning,
			Message: fmt.Sprintf("there are no words in %q yet: labels are English, dates and figures are the language's own", l.Tag())})
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
// that the brand names. Only a file that does not parse is an error of its own,
// because its faults lie elsewhere than the document's.
func (j *job) template(o Options) error {
	name := j.options.Brand.Template
	layout := o.Layout
	switch {
	case layout != nil:
	case name == "" || isBuiltin(name):
		return nil
	case j.beside == nil:
		j.unknownTemplate(name)
		return nil
	default:
		var err error
		layout, err = ReadLayout(name, j.beside)
		var wrong *Error
		switch {
		case errors.As(err, &wrong):
			return wrong
		case errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(name, "./"):
			j.unknownTemplate(name) // more likely a built-in name than a folder
			return nil
		case err != nil:
			j.fault("/brand/template", "brand.template", "%s", err)
			return nil
		}
	}
	if j.options.Template = layout.forKind(j.kind()); j.options.Template == nil {
		j.fault("/brand/template", "brand.template", "%s", (&render.UnknownTemplateError{Name: layout[0].Name, Kind: j.kind()}).Error())
	}
	return nil
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

// logo reads the brand's logo. What its bytes hold is for the renderer to say.
func (j *job) logo(read func(string) ([]byte, error)) {
	name := j.options.Brand.Logo
	var data []byte
	var err error
	switch {
	case name == "":
		return
	case request.IsDataURL(name):
		data, err = request.DataURL(name)
	case read != nil:
		data, err = read(name)
	default:
		return // the codec has said so
	}
	if err != nil {
		j.fault("/brand/logo", "brand.logo", "%s", err)
		return
	}
	j.options.Assets = map[string][]byte{name: data}
}

// labels refuses words for labels that no layout has: they would never be
// printed, and nobody would learn why.
func (j *job) labels() {
	for _, language := range slices.Sorted(maps.Keys(j.options.Brand.Labels)) {
		for _, key := range slices.Sorted(maps.Keys(j.options.Brand.Labels[language])) {
			if !locales.IsMessage(key) {
				j.fault("/brand/labels/"+language+"/"+key, "brand.label", "no label %q; docs/guide/languages.md lists them", key)
			}
		}
	}
}
