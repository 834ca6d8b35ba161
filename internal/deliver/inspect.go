package deliver

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/internal/nearest"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render/request"
	"github.com/facture-dev/facture/templates"
)

// readFile is a file of the brand: whose, and what came of reading it.
type readFile struct {
	caller bool
	err    error
}

// brandFile is a place of the brand that names a file.
type brandFile struct {
	pointer, rule string
	name          *string
	caller        bool // the caller's brand states it, not the document's
}

// brandFiles are the files that the brand names.
func (j *job) brandFiles() []brandFile {
	b := &j.options.Brand
	var over templates.Brand
	if j.caller != nil {
		over = j.caller.Brand
	}
	pages := over.Letterhead != templates.Letterhead{}
	files := []brandFile{
		{"/brand/logo", "brand.logo", &b.Logo, over.Logo != ""},
		{"/brand/letterhead/first", "brand.letterhead", &b.Letterhead.First, pages},
		{"/brand/letterhead/rest", "brand.letterhead", &b.Letterhead.Rest, pages},
	}
	for i := range b.Fonts {
		files = append(files, brandFile{fmt.Sprintf("/brand/fonts/%d/file", i), "brand.font", &b.Fonts[i].File, len(over.Fonts) > 0})
	}
	return slices.DeleteFunc(files, func(f brandFile) bool { return *f.name == "" })
}

// files reads the files of the brand, each once, from beside what states them:
// the caller's brand, or the document. What their bytes hold is for others to
// say.
func (j *job) files(beside func(path string) ([]byte, error)) {
	j.read = make(map[string]readFile)
	for _, f := range j.brandFiles() {
		read := beside
		if f.caller {
			read = j.caller.Read
		}
		stated := *f.name
		if request.IsDataURL(stated) {
			read = request.DataURL
		} else {
			// Beside the document and beside the brand, one path is two files.
			for other, taken := j.read[*f.name]; taken && other.caller != f.caller; other, taken = j.read[*f.name] {
				*f.name = "./" + *f.name
			}
		}
		if read == nil {
			continue // the codec has said so
		}
		got, known := j.read[*f.name]
		if !known {
			var data []byte
			if data, got.err = read(stated); got.err == nil {
				if j.options.Assets == nil {
					j.options.Assets = make(map[string][]byte)
				}
				j.options.Assets[*f.name] = data
			}
			got.caller = f.caller
			j.read[*f.name] = got
		}
		if got.err != nil {
			j.fault(f.pointer, f.rule, "%s", got.err)
		}
	}
}

// labels refuses words for labels that no layout has: they would never be
// printed, and nobody would learn why.
func (j *job) labels() {
	for _, language := range slices.Sorted(maps.Keys(j.options.Brand.Labels)) {
		for _, key := range slices.Sorted(maps.Keys(j.options.Brand.Labels[language])) {
			if locales.IsMessage(key) {
				continue
			}
			hint := ""
			if n, ok := nearest.Of(key, locales.MessageKeys()); ok {
				hint = " (did you mean " + n + "?)"
			}
			j.fault("/brand/labels/"+language+"/"+key, "brand.label", "no label %q%s; docs/guide/languages.md lists them", key, hint)
		}
	}
}

// inspect finds what is wrong with the brand beyond what keeps a document from
// being read: what its pictures and fonts hold, and languages that there are
// not.
func (j *job) inspect() {
	j.knownLanguages()
	j.placeholders()
	j.pictures(j.quality)
	j.fonts()
}

// worded are the brand's members that have words by language, with their
// languages.
func (j *job) worded() (names []string, tags [][]string) {
	b := j.options.Brand
	return []string{"terms", "notes", "footer", "labels", "custom_fields"}, [][]string{
		slices.Sorted(maps.Keys(b.Terms)), slices.Sorted(maps.Keys(b.Notes)), slices.Sorted(maps.Keys(b.Footer)),
		slices.Sorted(maps.Keys(b.Labels)), slices.Sorted(maps.Keys(b.CustomFields))}
}

// languages are those that the brand has words for, sorted, each with the
// pointer to where it is stated first.
func (j *job) languages() (tags []string, pointers map[string]string) {
	pointers = make(map[string]string)
	names, stated := j.worded()
	for i, name := range names {
		for _, tag := range stated[i] {
			if pointers[tag] == "" {
				pointers[tag] = "/brand/" + name + "/" + tag
			}
		}
	}
	return slices.Sorted(maps.Keys(pointers)), pointers
}

func (j *job) knownLanguages() {
	names, stated := j.worded()
	for i, name := range names {
		for _, tag := range stated[i] {
			if _, err := locales.Resolve(tag, "", ""); err != nil {
				j.fault("/brand/"+name+"/"+tag, "brand.language", "%s", err)
			}
		}
	}
}

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// placeholders warns of words with a {name} that nothing is filled into.
func (j *job) placeholders() {
	english, err := locales.Resolve("en", "", "")
	if err != nil {
		return
	}
	for language, labels := range j.options.Brand.Labels {
		for key, words := range labels {
			known := placeholder.FindAllString(english.Message(key), -1)
			for _, name := range placeholder.FindAllString(words, -1) {
				switch {
				case slices.Contains(known, name):
				case len(known) == 0:
					j.warn("/brand/labels/"+language+"/"+key, "brand.label.placeholder", "%s is printed as it stands: nothing is filled into this label", name)
				default:
					j.warn("/brand/labels/"+language+"/"+key, "brand.label.placeholder", "%s is printed as it stands: this label has %s", name, strings.Join(known, ", "))
				}
			}
		}
	}
}

// fonts checks the brand's own fonts, and that there are the families that it
// names.
func (j *job) fonts() {
	b := j.options.Brand
	lib := fonts.Embedded()
	complete := true
	for i, f := range b.Fonts {
		data, read := j.options.Assets[f.File]
		if !read {
			complete = false
			continue
		}
		with, err := lib.With([]fonts.Source{{Family: f.Family, Weight: f.Weight, File: data}})
		if err != nil {
			j.fault(fmt.Sprintf("/brand/fonts/%d/file", i), "brand.font", "%s%s", named(f.File), err)
			complete = false
			continue
		}
		lib = with
	}
	if !complete {
		return // a family may be that of a font which could not be read
	}
	for _, f := range []struct{ pointer, family string }{{"/brand/font", b.Font}, {"/brand/heading_font", b.HeadingFont}} {
		if f.family == "" {
			continue
		}
		if _, err := lib.Find(f.family, 400); err != nil {
			j.fault(f.pointer, "brand.font", "%s", err)
		}
	}
}

// pictures reads logo and letterheads, and lets quality look at each.
func (j *job) pictures(quality func(f brandFile, width, height int, vector bool)) {
	for _, f := range j.brandFiles() {
		data, read := j.options.Assets[*f.name]
		if !read || f.rule == "brand.font" {
			continue
		}
		width, height, vector, err := j.renderer.PictureSize(data)
		if err != nil {
			j.fault(f.pointer, f.rule, "%s%s", named(*f.name), err)
			continue
		}
		if quality == nil {
			continue
		}
		quality(f, width, height, vector)
		if len(data) > heavy {
			j.warn(f.pointer, f.rule+".heavy", "%s%d KB go into every document: supply a smaller picture", named(*f.name), len(data)>>10)
		}
	}
}

// named begins a message about a file that has a name.
func named(name string) string {
	if request.IsDataURL(name) {
		return ""
	}
	return strings.TrimPrefix(name, "./") + ": "
}

// What a printed picture needs.
const (
	logoWidth, logoHeight = 50, 20  // mm: the most that a logo is printed at
	leastDPI              = 150     // below, edges look soft in print
	heavy                 = 1 << 20 // bytes of a file, above which each mail is felt to be large
	aspectTolerance       = 50      // a letterhead may be off the paper's shape by a 50th
)

// quality warns of a picture that looks poor in print.
func (j *job) quality(f brandFile, width, height int, vector bool) {
	switch {
	case f.rule == "brand.letterhead":
		j.letterheadQuality(f, width, height, vector)
	case !vector:
		j.logoQuality(f, width, height)
	}
}

func (j *job) logoQuality(f brandFile, width, height int) {
	// Printed, it fills the width or the height; dots an inch are pixels by
	// 25.4 mm by the millimetres of that side.
	dpi := height * 254 / (logoHeight * 10)
	if width*logoHeight > height*logoWidth {
		dpi = width * 254 / (logoWidth * 10)
	}
	if dpi < leastDPI {
		// The same shape, with the pixels that it lacks.
		w, h := (width*leastDPI+dpi-1)/max(dpi, 1), (height*leastDPI+dpi-1)/max(dpi, 1)
		j.warn(f.pointer, "brand.logo.resolution", "%s%d × %d pixels are %d dpi at the %d × %d mm that a logo may take: supply %d × %d pixels or more, or an SVG",
			named(*f.name), width, height, dpi, logoWidth, logoHeight, w, h)
	}
}

// papers are the sheets that a letterhead may be for, in tenths of a
// millimetre.
var papers = []struct {
	name          string
	width, height int
}{{"a4", 2100, 2970}, {"letter", 2159, 2794}}

func (j *job) letterheadQuality(f brandFile, width, height int, vector bool) {
	b := j.options.Brand
	size := fmt.Sprintf("%d × %d pixels have", width, height)
	if vector {
		size = "the drawing has"
	}
	var wanted []string
	for _, p := range papers {
		if b.Paper != "" && b.Paper != "auto" && b.Paper != p.name {
			continue
		}
		if b.Orientation == "landscape" {
			p.width, p.height = p.height, p.width
		}
		if off := width*p.height - height*p.width; max(off, -off)*aspectTolerance <= height*p.width {
			if dpi := width * 254 / p.width; !vector && dpi < leastDPI {
				j.warn(f.pointer, "brand.letterhead.resolution", "%s%d × %d pixels are %d dpi on %s: supply %d × %d pixels or more, or an SVG",
					named(*f.name), width, height, dpi, p.name, pixels(p.width), pixels(p.height))
			}
			return
		}
		wanted = append(wanted, fmt.Sprintf("%d × %d pixels for %s", pixels(p.width), pixels(p.height), p.name))
	}
	j.warn(f.pointer, "brand.letterhead.shape", "%s%s not the shape of the paper, which a letterhead fills: supply %s, or an SVG of that shape",
		named(*f.name), size, strings.Join(wanted, ", or "))
}

// pixels are those of a length, in tenths of a millimetre, at leastDPI.
func pixels(length int) int { return (length*leastDPI + 253) / 254 }
