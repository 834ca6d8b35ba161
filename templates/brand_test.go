package templates

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

const fullBrand = `{
  "template": "classic",
  "logo": "logos/tall.png",
  "logo_position": "left",
  "logo_alt": "Logo of Harrow Point",
  "accent_color": "#17594A",
  "font": "Source Sans 3",
  "heading_font": "Source Serif 4",
  "paper": "letter",
  "date_style": "medium",
  "terms": {"en": "Net 30.\nNo deduction.", "pt-BR": "30 dias."},
  "footer": {"en": ["Harrow Point\nCork", "", "IBAN"]},
  "labels": {"en": {"document.number": "No.", "party.bill_to": "To"}}
}`

func TestParseBrand(t *testing.T) {
	got, err := ParseBrand("brand.json", []byte(fullBrand))
	if err != nil {
		t.Fatal(err)
	}
	want := Brand{
		Template: "classic", Logo: "logos/tall.png", LogoPosition: "left", LogoAlt: "Logo of Harrow Point", AccentColor: "#17594A",
		Font: "Source Sans 3", HeadingFont: "Source Serif 4", Paper: "letter", DateStyle: "medium",
		Terms:  map[string]string{"en": "Net 30.\nNo deduction.", "pt-BR": "30 dias."},
		Footer: map[string][]string{"en": {"Harrow Point\nCork", "", "IBAN"}},
		Labels: map[string]map[string]string{"en": {"document.number": "No.", "party.bill_to": "To"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	// encoding/json is a second opinion on what the fields are called.
	var plain Brand
	if err := json.Unmarshal([]byte(fullBrand), &plain); err != nil || !reflect.DeepEqual(got, plain) {
		t.Errorf("encoding/json reads %+v, %v", plain, err)
	}
}

func TestBrandFieldsAreBrands(t *testing.T) {
	typ := reflect.TypeFor[Brand]()
	if typ.NumField() != len(brandFields) {
		t.Fatalf("Brand has %d fields, the table %d", typ.NumField(), len(brandFields))
	}
	for i, f := range brandFields {
		tag, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
		if tag != f.name {
			t.Errorf("field %d is %s in Brand and %s in the table", i, tag, f.name)
		}
	}
}

func TestBrandFaults(t *testing.T) {
	for src, want := range map[string]string{
		`{"acent_color": "#17594A"}`:                  `b.json:1:2: no field "acent_color" in a brand (did you mean accent_color?)`,
		`{"accentColor": "#17594A"}`:                  `b.json:1:2: no field "accentColor" in a brand (did you mean accent_color?)`,
		`{"x": 1}`:                                    `b.json:1:2: no field "x" in a brand; there is template, logo, logo_position, logo_alt, accent_color, font, heading_font, paper, date_style, terms, footer, labels`,
		"{\n  \"accent_color\":\n \"red\"}":           `b.json:3:2: accent_color: "red" not a colour such as #17594A`,
		`{"paper": "A4"}`:                             `b.json:1:11: paper: "A4" not one of auto, a4, letter (did you mean a4?)`,
		`{"logo_position": "middle"}`:                 `b.json:1:19: logo_position: "middle" not one of start, left, center, right`,
		`{"font": 3}`:                                 `b.json:1:10: font: a number, where a text belongs`,
		`{"font": null}`:                              `b.json:1:10: font: null: leave the field out`,
		`{"font": ""}`:                                `b.json:1:10: font: empty: leave the field out`,
		`{"font": "a\nb"}`:                            `b.json:1:10: font: a control character`,
		`{"terms": {"en": "a\u0007"}}`:                `b.json:1:18: terms.en: a control character`,
		`{"font": "a", "font": "b"}`:                  `b.json:1:15: font: stated twice`,
		`{"terms": "Net 30"}`:                         `b.json:1:11: terms: a text, where an object by language, {"en": …}, belongs`,
		`{"terms": {"english": "x"}}`:                 `b.json:1:12: terms: "english" is not a language such as en or pt-BR`,
		`{"terms": {"en": "x", "en": "y"}}`:           `b.json:1:23: terms.en: stated twice`,
		`{"footer": {"en": "x"}}`:                     `b.json:1:19: footer.en: a text, where a list of columns belongs`,
		`{"footer": {"en": ["a", 2]}}`:                `b.json:1:25: footer.en: a number, where a text belongs`,
		`{"labels": {"en": {"No.": "x"}}}`:            `b.json:1:20: labels.en: "No." is not a label such as document.number`,
		`{"labels": {"en": {"a.b": ""}}}`:             `b.json:1:27: labels.en.a.b: empty: leave the field out`,
		`{"labels": {"en": []}}`:                      `b.json:1:19: labels.en: a list, where an object of labels belongs`,
		`{"logo": "https://e.example/l.png"}`:         `b.json:1:10: logo: "https://e.example/l.png" is a remote address, which is never fetched: put the picture beside the file, or into a data: URL`,
		`{"logo": "data:text/html;base64,AAAA"}`:      `b.json:1:10: logo: "data:text/html;base64,AAAA" begins neither with data:image/png;base64, nor with data:image/jpeg;base64,`,
		`{"logo": "data:image/png;base64,A"}`:         `b.json:1:10: logo: "data:image/png;base64,A" holds no base64 after its comma`,
		`{"logo": "data:image/png;base64,"}`:          `b.json:1:10: logo: "data:image/png;base64," holds no base64 after its comma`,
		`{"logo": "data:image/png"}`:                  `b.json:1:10: logo: "data:image/png" is not a data: URL: it has no comma`,
		`[]`:                                          `b.json:1:1: a list, where an object, {…} belongs`,
		``:                                            `b.json:1:1: not JSON: the source ends too early`,
		`{"font": "a"`:                                `b.json:1:13: not JSON: the source ends too early`,
		`{"font": "a"} x`:                             `b.json:1:15: something after the end of the object`,
		`{"font": 'a'}`:                               `b.json:1:10: not JSON: invalid character '\'' looking for beginning of value`,
		"{\"font\": \"\xff\"}":                        `b.json:1:11: not UTF-8`,
		"{\"font\":\"é\",\"fnt\":\"é\", \"a\nb\": 1}": "b.json:1:24: not JSON: invalid character '\\n' in string literal",
		`{"papr": "a4", "paper": "a5", "accent_color": "blue"}`: "b.json:1:2: no field \"papr\" in a brand (did you mean paper?)\n" +
			"b.json:1:25: paper: \"a5\" not one of auto, a4, letter (did you mean a4?)\n" +
			`b.json:1:47: accent_color: "blue" not a colour such as #17594A`,
	} {
		b, err := ParseBrand("b.json", []byte(src))
		if err == nil || err.Error() != want {
			t.Errorf("%s\ngives %v\nwant  %s", src, err, want)
		}
		if !reflect.DeepEqual(b, Brand{}) {
			t.Errorf("%s: a brand together with an error", src)
		}
	}
}

func TestMerge(t *testing.T) {
	base, err := ParseBrand("b.json", []byte(fullBrand))
	if err != nil {
		t.Fatal(err)
	}
	over := Brand{Paper: "a4", Terms: map[string]string{"en": "Net 14.", "de": "14 Tage."},
		Footer: map[string][]string{"en": {"New"}},
		Labels: map[string]map[string]string{"en": {"party.bill_to": "For"}, "fr": {"a": "b"}}}
	got := base.Merge(over)
	want := base
	want.Paper = "a4"
	want.Terms = map[string]string{"en": "Net 14.", "pt-BR": "30 dias.", "de": "14 Tage."}
	want.Footer = map[string][]string{"en": {"New"}}
	want.Labels = map[string]map[string]string{"en": {"document.number": "No.", "party.bill_to": "For"}, "fr": {"a": "b"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if !reflect.DeepEqual(base.Merge(Brand{}), base) || !reflect.DeepEqual(Brand{}.Merge(base), base) {
		t.Error("the empty brand changes something")
	}
	got.Terms["en"], got.Footer["en"][0], got.Labels["en"]["party.bill_to"] = "x", "x", "x"
	again, _ := ParseBrand("b.json", []byte(fullBrand))
	if !reflect.DeepEqual(base, again) || over.Footer["en"][0] != "New" || over.Labels["en"]["party.bill_to"] != "For" {
		t.Error("the merged brand shares its maps")
	}
}

func TestLanguages(t *testing.T) {
	for tag, want := range map[string]bool{
		"en": true, "pt-BR": true, "sr-Latn-RS": true, "es-419": true, "fil": true,
		"": false, "e": false, "english": false, "en_GB": false, "en-": false, "e1": false, "en-ü": false, "-": false, "en-abcdefghi": false,
	} {
		if IsLanguage(tag) != want {
			t.Errorf("%q is a language: %t, want %t", tag, !want, want)
		}
	}
}

// The published schema says what the parser says: same fields, words, colours
// and limits.
func TestBrandSchema(t *testing.T) {
	object := func(values map[string]any) map[string]any {
		return map[string]any{"type": "object", "propertyNames": map[string]any{"pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
			"maxProperties": brandLanguagesMax, "additionalProperties": values}
	}
	text := func(least, most int) map[string]any {
		return map[string]any{"type": "string", "minLength": least, "maxLength": most}
	}
	properties := map[string]any{}
	for _, f := range brandFields {
		var p map[string]any
		switch f.form {
		case brandName:
			p = text(1, brandNameMax)
		case brandWord:
			p = map[string]any{"enum": f.words}
		case brandColor:
			p = map[string]any{"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"}
		case brandLogo:
			p = text(1, brandLogoMax)
		case brandTexts:
			p = object(text(1, brandTextMax))
		case brandFooter:
			p = object(map[string]any{"type": "array", "maxItems": brandColumnsMax, "items": text(0, brandTextMax)})
		case brandLabels:
			p = object(map[string]any{"type": "object", "propertyNames": map[string]any{"pattern": "^[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)*$"},
				"maxProperties": brandLabelsMax, "additionalProperties": text(1, brandNameMax)})
		}
		p["description"] = strings.ReplaceAll(f.doc, "`", "")
		properties[f.name] = p
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Brand",
		"description": "How one billing entity's documents look. Every field is optional.",
		"type":        "object", "additionalProperties": false, "properties": properties,
	}); err != nil {
		t.Fatal(err)
	}
	compare(t, "../docs/schema/brand.schema.json", b.String())
}
