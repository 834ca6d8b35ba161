package templates

import (
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// brandForm says how a field of a brand is written.
type brandForm uint8

const (
	brandName   brandForm = iota // one line of text
	brandWord                    // one of the field's words
	brandColor                   // #RRGGBB
	brandLogo                    // a path or a data: URL
	brandTexts                   // language → text
	brandFooter                  // language → columns
	brandLabels                  // language → label → words
)

// brandField is one line of the brand's vocabulary; exactly one of text,
// texts, columns and labels says where the value goes.
type brandField struct {
	name    string
	form    brandForm
	words   []string
	doc     string
	text    func(*Brand) *string
	texts   func(*Brand) *map[string]string
	columns func(*Brand) *map[string][]string
	labels  func(*Brand) *map[string]map[string]string
}

// brandFields is every field of a brand, in the order of Brand.
var brandFields = []brandField{
	{name: "template", form: brandName, doc: "the layout: a built-in name, or a file for the command; `classic` by default",
		text: func(b *Brand) *string { return &b.Template }},
	{name: "logo", form: brandLogo, doc: "a PNG or JPEG: a path beside the file (command only) or a `data:` URL in base64; without one, the seller's name stands in its place",
		text: func(b *Brand) *string { return &b.Logo }},
	{name: "logo_position", form: brandWord, words: []string{"start", "left", "center", "right"},
		doc:  "`left`, `center` and `right` are never mirrored; `start`, the default, is the right in right-to-left languages",
		text: func(b *Brand) *string { return &b.LogoPosition }},
	{name: "logo_alt", form: brandName, doc: "what the logo shows, for who cannot see it; \"Logo of NAME\" by default",
		text: func(b *Brand) *string { return &b.LogoAlt }},
	{name: "accent_color", form: brandColor, doc: "`#RRGGBB`; too light for text, it is darkened to a contrast of 4.5, with a warning",
		text: func(b *Brand) *string { return &b.AccentColor }},
	{name: "font", form: brandName, doc: "family of running text; the layout's own by default",
		text: func(b *Brand) *string { return &b.Font }},
	{name: "heading_font", form: brandName, doc: "family of titles and amounts; the layout's own by default",
		text: func(b *Brand) *string { return &b.HeadingFont }},
	{name: "paper", form: brandWord, words: []string{"auto", "a4", "letter"}, doc: "`auto`, the default, is what the seller's country uses",
		text: func(b *Brand) *string { return &b.Paper }},
	{name: "date_style", form: brandWord, words: []string{"short", "medium", "long", "full"}, doc: "how dates are written; `long` by default",
		text: func(b *Brand) *string { return &b.DateStyle }},
	{name: "terms", form: brandTexts, doc: "by language: terms that are printed when the document has none",
		texts: func(b *Brand) *map[string]string { return &b.Terms }},
	{name: "footer", form: brandFooter, doc: "by language: up to three columns, whose lines are separated by `\\n`",
		columns: func(b *Brand) *map[string][]string { return &b.Footer }},
	{name: "labels", form: brandLabels, doc: "by language: words in place of the layout's own, by label key",
		labels: func(b *Brand) *map[string]map[string]string { return &b.Labels }},
}

// ParseBrand reads a brand from strict JSON. The error is Errors: everything
// that is wrong, in the order of the source, at most 100.
func ParseBrand(file string, src []byte) (Brand, error) {
	if len(src) > brandSourceMax {
		s := newSource(file, nil)
		s.fault(0, "larger than %d bytes", brandSourceMax)
		return Brand{}, s.err()
	}
	r := &brandReader{newSource(file, src)}
	var b Brand
	if v, ok := readJSON(r.source); ok {
		r.object("", "an object, {…}", v, func(m jsonMember) { r.field(&b, m) })
	}
	if err := r.err(); err != nil {
		return Brand{}, err
	}
	return b, nil
}

type brandReader struct{ *source }

// object gives every member to take, and refuses names that stand twice: which
// of the two counts would be anyone's guess.
func (r *brandReader) object(name, want string, v jsonValue, take func(jsonMember)) {
	if v.noun() != "an object" {
		r.wrong(v.at, name, "%s, where %s belongs", v.noun(), want)
		return
	}
	seen := make(map[string]bool, len(v.members))
	for _, m := range v.members {
		if r.full() {
			return
		}
		if seen[m.name] {
			r.wrong(m.at, member(name, m.name), "stated twice")
			continue
		}
		seen[m.name] = true
		take(m)
	}
}

func member(name, inner string) string { return strings.TrimPrefix(name+"."+inner, ".") }

func (r *brandReader) wrong(at int, name, format string, args ...any) {
	if name != "" {
		format, args = "%s: "+format, append([]any{shown(name)}, args...)
	}
	r.fault(at, format, args...)
}

// shown is a name as messages print it: names come from the source and may be
// anything.
func shown(name string) string {
	q := quote(name)
	if q[1:len(q)-1] == name {
		return name
	}
	return q
}

func (r *brandReader) field(b *Brand, m jsonMember) {
	i := slices.IndexFunc(brandFields, func(f brandField) bool { return f.name == m.name })
	if i < 0 {
		names := make([]string, len(brandFields))
		for i, f := range brandFields {
			names[i] = f.name
		}
		r.fault(m.at, "no field %s in a brand%s", quote(m.name), here(m.name, names))
		return
	}
	f, v := brandFields[i], m.value
	switch f.form {
	case brandTexts:
		out := f.texts(b)
		r.languages(f.name, v, func(tag, name string, v jsonValue) {
			var s string
			if r.text(name, v, brandTextMax, true, &s) {
				put(out, tag, s)
			}
		})
	case brandFooter:
		out := f.columns(b)
		r.languages(f.name, v, func(tag, name string, v jsonValue) { r.footer(out, tag, name, v) })
	case brandLabels:
		out := f.labels(b)
		r.languages(f.name, v, func(tag, name string, v jsonValue) { r.labels(out, tag, name, v) })
	default:
		r.scalar(f, v, f.text(b))
	}
}

func put[V any](m *map[string]V, key string, v V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = v
}

func (r *brandReader) scalar(f brandField, v jsonValue, out *string) {
	most := brandNameMax
	if f.form == brandLogo {
		most = brandLogoMax
	}
	var s string
	if !r.text(f.name, v, most, false, &s) {
		return
	}
	problem := ""
	switch f.form {
	case brandWord:
		// The sides of a logo are physical: left is a word here.
		if !slices.Contains(f.words, s) {
			problem = "not one of " + strings.Join(f.words, ", ") + meant(s, f.words)
		}
	case brandColor:
		if !isHexColor(s) {
			problem = "not a colour such as #17594A"
		}
	case brandLogo:
		problem = badLogo(s)
	}
	if problem != "" {
		r.wrong(v.at, f.name, "%s %s", quote(s), problem)
		return
	}
	*out = s
}

// badLogo says what is wrong with a logo, or nothing. What its bytes hold is
// for the image readers to say.
func badLogo(s string) string {
	head, body, isData := strings.Cut(s, ",")
	kind, isURL := strings.CutPrefix(head, "data:")
	switch {
	case isURL && !isData:
		return "is not a data: URL: it has no comma"
	case isURL && kind != "image/png;base64" && kind != "image/jpeg;base64":
		return "begins neither with data:image/png;base64, nor with data:image/jpeg;base64,"
	case isURL:
		if _, err := base64.StdEncoding.DecodeString(body); err != nil || body == "" {
			return "holds no base64 after its comma"
		}
	case len(s) > brandNameMax:
		return "is longer than a path may be, " + strconv.Itoa(brandNameMax) + " bytes"
	case strings.Contains(s, "://"):
		return "is a remote address, which is never fetched: put the picture beside the file, or into a data: URL"
	}
	return ""
}

// text takes a text that is not empty and has no control characters, except
// line ends where there may be lines.
func (r *brandReader) text(name string, v jsonValue, most int, lines bool, out *string) bool {
	s, ok := v.token.(string)
	switch {
	case !ok && v.token == nil:
		r.wrong(v.at, name, "null: leave the field out")
	case !ok:
		r.wrong(v.at, name, "%s, where a text belongs", v.noun())
	case s == "":
		r.wrong(v.at, name, "empty: leave the field out")
		ok = false
	case utf8.RuneCountInString(s) > most:
		r.wrong(v.at, name, "longer than %d characters", most)
		ok = false
	case strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) && (c != '\n' || !lines) }):
		r.wrong(v.at, name, "a control character")
		ok = false
	}
	if ok {
		*out = s
	}
	return ok
}

func (r *brandReader) languages(name string, v jsonValue, take func(tag, name string, v jsonValue)) {
	if len(v.members) > brandLanguagesMax {
		r.wrong(v.at, name, "more than %d languages", brandLanguagesMax)
		return
	}
	r.object(name, `an object by language, {"en": …},`, v, func(m jsonMember) {
		if !IsLanguage(m.name) {
			r.wrong(m.at, name, "%s is not a language such as en or pt-BR", quote(m.name))
			return
		}
		take(m.name, member(name, m.name), m.value)
	})
}

// IsLanguage tells whether a tag is well-formed as far as languages, scripts
// and regions go (RFC 5646 §2.1).
func IsLanguage(tag string) bool {
	for i, part := range strings.Split(tag, "-") {
		n := len(part)
		if i == 0 && (n < 2 || n > 3) || i > 0 && (n < 2 || n > 8) || i > 7 {
			return false
		}
		for _, c := range part {
			letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}

func (r *brandReader) footer(out *map[string][]string, tag, name string, v jsonValue) {
	if v.noun() != "a list" {
		r.wrong(v.at, name, "%s, where a list of columns belongs", v.noun())
		return
	}
	if len(v.items) > brandColumnsMax {
		r.wrong(v.at, name, "more than %d columns", brandColumnsMax)
		return
	}
	columns := make([]string, len(v.items))
	for i, item := range v.items {
		if item.token == "" {
			continue // an empty column keeps its place
		}
		r.text(name, item, brandTextMax, true, &columns[i])
	}
	put(out, tag, columns)
}

func (r *brandReader) labels(out *map[string]map[string]string, tag, name string, v jsonValue) {
	if len(v.members) > brandLabelsMax {
		r.wrong(v.at, name, "more than %d labels", brandLabelsMax)
		return
	}
	words := map[string]string{}
	r.object(name, "an object of labels", v, func(m jsonMember) {
		for _, part := range strings.Split(m.name, ".") {
			if !isPathName(part) {
				r.wrong(m.at, name, "%s is not a label such as document.number", quote(m.name))
				return
			}
		}
		var s string
		if r.text(member(name, m.name), m.value, brandNameMax, false, &s) {
			words[m.name] = s
		}
	})
	put(out, tag, words)
}

// Merge gives b with what over states in place of its own: text by text, and
// where a field has languages or labels, by these. Neither brand is changed,
// nor does the result share anything with them.
func (b Brand) Merge(over Brand) Brand {
	var out Brand
	for _, one := range []Brand{b, over} {
		for _, f := range brandFields {
			switch {
			case f.text != nil:
				if s := *f.text(&one); s != "" {
					*f.text(&out) = s
				}
			case f.texts != nil:
				for tag, s := range *f.texts(&one) {
					put(f.texts(&out), tag, s)
				}
			case f.columns != nil:
				for tag, columns := range *f.columns(&one) {
					put(f.columns(&out), tag, slices.Clone(columns))
				}
			default:
				for tag, words := range *f.labels(&one) {
					merged := maps.Clone((*f.labels(&out))[tag])
					for key, s := range words {
						put(&merged, key, s)
					}
					put(f.labels(&out), tag, merged)
				}
			}
		}
	}
	return out
}
