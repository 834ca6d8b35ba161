package request

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/facture-dev/facture/templates"
)

// fullBrand states every member of a brand.
const fullBrand = `{
  "template": "classic", "logo": "logos/tall.png", "logo_position": "left", "logo_alt": "Harrow Point",
  "accent_color": "#17594A", "secondary_color": "#EEF2F0", "font": "Source Sans 3", "heading_font": "House",
  "fonts": [{"family": "House", "weight": 400, "file": "house.ttf"}, {"family": "House", "weight": "600", "file": "data:font/ttf;base64,AAEAAA=="}],
  "paper": "letter", "orientation": "landscape", "margins": "16mm 20mm", "corners": "round", "rules": "hairline", "window": "din_5008_b",
  "letterhead": {"first": "first.svg", "rest": "rest.jpg"}, "date_style": "medium",
  "terms": {"en": "Net 30.\nNo deduction.", "pt-BR": "30 dias."}, "notes": {"en": "Thank you."},
  "footer": {"en": ["Harrow Point\nCork", "", "IBAN", "Directors"]},
  "labels": {"en": {"document.number": "No.", "party.bill_to": "To"}},
  "custom_fields": {"en": [{"name": "Creditor identifier", "value": "IE00ZZZ123456"}]}
}`

func TestReadBrand(t *testing.T) {
	b, err := ReadBrand([]byte(fullBrand), Options{Paths: true})
	if err != nil {
		t.Fatal(err)
	}
	want := templates.Brand{
		Template: "classic", Logo: "logos/tall.png", LogoPosition: "left", LogoAlt: "Harrow Point",
		AccentColor: "#17594A", SecondaryColor: "#EEF2F0", Font: "Source Sans 3", HeadingFont: "House",
		Fonts: []templates.FontFile{{Family: "House", Weight: 400, File: "house.ttf"}, {Family: "House", Weight: 600, File: "data:font/ttf;base64,AAEAAA=="}},
		Paper: "letter", Orientation: "landscape", Margins: "16mm 20mm", Corners: "round", Rules: "hairline", Window: "din_5008_b",
		Letterhead: templates.Letterhead{First: "first.svg", Rest: "rest.jpg"}, DateStyle: "medium",
		Terms: map[string]string{"en": "Net 30.\nNo deduction.", "pt-BR": "30 dias."}, Notes: map[string]string{"en": "Thank you."},
		Footer:       map[string][]string{"en": {"Harrow Point\nCork", "", "IBAN", "Directors"}},
		Labels:       map[string]map[string]string{"en": {"document.number": "No.", "party.bill_to": "To"}},
		CustomFields: map[string][]templates.CustomField{"en": {{Name: "Creditor identifier", Value: "IE00ZZZ123456"}}},
	}
	if !reflect.DeepEqual(b.Brand, want) {
		t.Errorf("got  %+v\nwant %+v", b.Brand, want)
	}
	for v, i := reflect.ValueOf(want), 0; i < v.NumField(); i++ {
		if v.Field(i).IsZero() {
			t.Errorf("the test leaves out %s", v.Type().Field(i).Name)
		}
	}
	r, err := Parse(with(`"brand": `+fullBrand), Options{Paths: true})
	if err != nil || !reflect.DeepEqual(r.Brand, want) {
		t.Errorf("inside a document: %+v %v", r.Brand, err)
	}
	// encoding/json is a second opinion on what the members are called.
	var plain templates.Brand
	if err := json.Unmarshal([]byte(strings.Replace(fullBrand, `"600"`, `600`, 1)), &plain); err != nil || !reflect.DeepEqual(plain, want) {
		t.Errorf("encoding/json reads %+v, %v", plain, err)
	}
}

// The table has the fields of the struct, in its order.
func TestBrandMembersAreTheStruct(t *testing.T) {
	for _, c := range []struct {
		typ   reflect.Type
		shape *objectShape
	}{
		{reflect.TypeFor[templates.Brand](), brandTable.shape},
		{reflect.TypeFor[templates.FontFile](), fontTable.shape},
		{reflect.TypeFor[templates.Letterhead](), letterheadTable.shape},
		{reflect.TypeFor[templates.CustomField](), brandFieldTable.shape},
	} {
		if c.typ.NumField() != len(c.shape.members) {
			t.Errorf("%s has %d fields, the table %d", c.typ, c.typ.NumField(), len(c.shape.members))
			continue
		}
		for i, m := range c.shape.members {
			if tag, _, _ := strings.Cut(c.typ.Field(i).Tag.Get("json"), ","); tag != m.name {
				t.Errorf("field %d of %s is %s, in the table %s", i, c.typ, tag, m.name)
			}
		}
	}
}

func TestBrandFaults(t *testing.T) {
	const font = `"weight": 400, "file": "f.ttf"`
	for src, want := range map[string]string{
		`{"acent_color": "#17594A"}`:                `1:2 /acent_color unknown field "acent_color" (did you mean accent_color?)`,
		`{"accentColor": "#17594A"}`:                `1:2 /accentColor unknown field "accentColor" (did you mean accent_color?)`,
		`{"xyz": 1}`:                                `1:2 /xyz unknown field "xyz"; docs/guide/brand.md lists those of a brand`,
		"{\n  \"accent_color\":\n \"red\"}":         `3:2 /accent_color "red" is not a colour; write it as #RRGGBB`,
		`{"secondary_color": "#12"}`:                `1:21 /secondary_color "#12" is not a colour; write it as #RRGGBB`,
		`{"paper": "A4"}`:                           `1:11 /paper unknown word "A4" (did you mean a4?); one of auto, a4, letter`,
		`{"orientation": "wide"}`:                   `1:17 /orientation unknown word "wide"; one of portrait, landscape`,
		`{"corners": "rounded"}`:                    `1:13 /corners unknown word "rounded" (did you mean round?); one of square, round`,
		`{"rules": "thick"}`:                        `1:11 /rules unknown word "thick"; one of none, hairline, strong`,
		`{"window": "din_5008"}`:                    `1:12 /window unknown word "din_5008" (did you mean din_5008_a?); one of din_5008_a, din_5008_b, swiss_left, swiss_right, french_right, uk_dl, us_10`,
		`{"margins": "16 mm"}`:                      `1:13 /margins "16 mm": 16: has no unit: mm, cm, in or pt`,
		`{"margins": "4mm"}`:                        `1:13 /margins "4mm": a margin is from 5mm to 60mm`,
		`{"margins": 16}`:                           `1:13 /margins expected lengths, such as "16mm 20mm", found a number`,
		`{"font": 3}`:                               `1:10 /font expected a text, found a number`,
		`{"font": null}`:                            `1:10 /font expected a text, found null; leave out what is absent`,
		`{"font": "a", "font": "b"}`:                `1:15 /font "font" is stated twice; keep one`,
		`{"fonts": []}`:                             `1:11 /fonts an empty list; state an element or leave the list out`,
		`{"fonts": [{` + font + `}]}`:               `1:12 /fonts/0/family a font needs "family"`,
		`{"fonts": [{"family": "", ` + font + `}]}`: `1:23 /fonts/0/family an empty text`,
		`{"fonts": [{"family": "F", "weight": 450, "file": "f"}]}`:                          `1:38 /fonts/0/weight 450 is not a weight: 100, 200 … 900`,
		`{"fonts": [{"family": "F", "weight": 50, "file": "f"}]}`:                           `1:38 /fonts/0/weight "50" is not a whole number from 100 to 900`,
		`{"fonts": [{"family": "F  G", ` + font + `}, {"family": "f g", ` + font + `}]}`:    `1:64 /fonts/1 f g 400 is stated twice; keep one`,
		`{"fonts": [{"family": "F", "weight": 400, "file": "data:image/png;base64,AAAA"}]}`: `1:51 /fonts/0/file the media type "image/png" is none of a font: those are font/ttf, font/sfnt, application/font-sfnt`,
		`{"letterhead": "l.svg"}`:                                      `1:16 /letterhead expected a letterhead, found a text`,
		`{"letterhead": {"second": "l.svg"}}`:                          `1:17 /letterhead/second unknown field "second"; a letterhead has first, rest`,
		`{"letterhead": {"rest": "https://e.example/l.svg"}}`:          `1:25 /letterhead/rest a remote address (https:) is never fetched; send the file as a data: URL`,
		`{"logo": "https://e.example/l.png"}`:                          `1:10 /logo a remote address (https:) is never fetched; send the file as a data: URL`,
		`{"logo": "data:text/html;base64,AAAA"}`:                       `1:10 /logo the media type "text/html" is none of a logo: those are image/png, image/jpeg, image/svg+xml`,
		`{"logo": "data:image/svg+xml;charset=utf-8;base64,PHN2Zy8+"}`: ``,
		`{"terms": "Net 30"}`:                                          `1:11 /terms expected an object, found a text`,
		`{"notes": {"english": "x"}}`:                                  `1:22 /notes/english "english" is not a language such as en or pt-BR`,
		`{"terms": {"en": "x", "en": "y"}}`:                            `1:23 /terms/en "en" is stated twice; keep one`,
		`{"footer": {"en": "x"}}`:                                      `1:19 /footer/en expected a list, found a text`,
		`{"footer": {"en": ["a", 2]}}`:                                 `1:25 /footer/en/1 expected a text, found a number`,
		`{"labels": {"en": []}}`:                                       `1:19 /labels/en expected an object, found a list`,
		`{"custom_fields": {"en": [{"label": "l", "value": "v"}]}}`:    "1:27 /custom_fields/en/0/name a brand's own fact needs \"name\"\n1:28 /custom_fields/en/0/label unknown field \"label\"; a brand's own fact has name, value",
		`[]`:              `1:1 expected a brand, found a list`,
		``:                `1:1 expected a brand, found the end of the text`,
		`{"font": "a"`:    `1:13 the text ends before '}' closes`,
		`{"font": "a"} x`: `1:15 found 'x' after the brand; one file holds one brand`,
		`{"papr": "a4", "paper": "a5", "accent_color": "blue"}`: "1:2 /papr unknown field \"papr\" (did you mean paper?)\n" +
			"1:25 /paper unknown word \"a5\" (did you mean a4?); one of auto, a4, letter\n" +
			`1:47 /accent_color "blue" is not a colour; write it as #RRGGBB`,
	} {
		b, err := ReadBrand([]byte(src), Options{Paths: true})
		var got []string
		if err != nil {
			for _, f := range faultsOf(t, err) {
				line, column := b.Position(f)
				got = append(got, strings.ReplaceAll(fmt.Sprintf("%d:%d %s %s", line, column, f.Path, f.Message), "  ", " "))
			}
		}
		if strings.Join(got, "\n") != want {
			t.Errorf("%s\ngives %s\nwant  %s", src, strings.Join(got, "\n"), want)
		}
		// The same brand inside a document is taken and refused alike.
		if _, inside := Parse(with(`"brand": `+src), Options{Paths: true}); (inside == nil) != (err == nil) {
			t.Errorf("%s: inside a document %v", src, inside)
		}
	}
}

// What was right is kept beside what was wrong, so that it can be looked at too.
func TestReadBrandKeepsWhatIsRight(t *testing.T) {
	b, err := ReadBrand([]byte(`{"paper": "a5", "logo": "l.png"}`), Options{Paths: true})
	if err == nil || b.Logo != "l.png" || b.Paper != "" {
		t.Errorf("%+v %v", b.Brand, err)
	}
	if !b.Has("/logo") || !b.Has("/paper") || b.Has("/font") || b.Has("/logo/x") || (&Source{}).Has("/logo") {
		t.Error("Has is wrong about what is stated")
	}
}

func TestReadBrandIsLimited(t *testing.T) {
	large := append(make([]byte, 0, MaxBytes+1), "{}"...)
	for len(large) < MaxBytes {
		large = append(large, ' ')
	}
	if _, err := ReadBrand(large, Options{}); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	if _, err := ReadBrand(append(large, ' '), Options{}); err == nil || faultsOf(t, err)[0].Rule != "limit.bytes" {
		t.Errorf("past the limit: %v", err)
	}
}

// The published schema of brands accepts what ReadBrand does.
func TestBrandSchema(t *testing.T) {
	s := compileSchema(t, brandSchemaFile)
	if !accepts(s, []byte(fullBrand)) || !accepts(s, []byte(`{}`)) {
		t.Error("the schema refuses a brand that is right")
	}
	for _, src := range []string{`{"papr": "a4"}`, `{"fonts": [{"family": "F", "weight": 450, "file": "f"}]}`, `{"fonts": []}`, `{"margins": "16"}`, `{"terms": {"x y": "T"}}`,
		`{"footer": {"en": ["1", "2", "3", "4", "5"]}}`, `{"letterhead": {"last": "x"}}`, `[]`} {
		if accepts(s, []byte(src)) {
			t.Errorf("the schema accepts %s", src)
		}
		if _, err := ReadBrand([]byte(src), Options{Paths: true}); err == nil {
			t.Errorf("ReadBrand accepts %s", src)
		}
	}
}
