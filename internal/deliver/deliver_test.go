package deliver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const documents = "../../testdata/documents"

const smallest = `{"currency": "EUR", "seller": {"name": "Muster GmbH"}, "buyer": {"name": "Kunde AG"},
 "lines": [{"description": "Consulting", "quantity": "12.5", "unit_price": "95.00"}]}`

func with(members string) Source {
	return Source{Data: []byte(`{` + members + `, ` + smallest[1:])}
}

// beside reads files beside a document, as the command does.
func beside(folder string) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(folder, path)) }
}

var service = sync.OnceValue(func() *Service {
	s, err := New()
	if err != nil {
		panic(err)
	}
	return s
})

func errorOf(t testing.TB, err error) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("%T %v, want *Error", err, err)
	}
	return e
}

// Every sample document becomes a PDF, twice the same, and its first page an SVG.
func TestSamplesRender(t *testing.T) {
	files, err := filepath.Glob(documents + "/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		src := Source{Data: data, Read: beside(documents)}
		one, err := service().Render(context.Background(), src, Options{})
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		if !bytes.HasPrefix(one.Bytes, []byte("%PDF-1.7")) || one.Pages < 1 || len(one.SHA256) != 64 {
			t.Errorf("%s: %.10q, %d pages", f, one.Bytes, one.Pages)
		}
		two, err := service().Render(context.Background(), src, Options{})
		if err != nil || !bytes.Equal(one.Bytes, two.Bytes) {
			t.Errorf("%s: two renders differ (%v)", f, err)
		}
		page, err := service().Page(context.Background(), src, Options{}, 1)
		if err != nil || !bytes.Contains(page.Bytes, []byte("<svg")) || page.Pages != one.Pages {
			t.Errorf("%s: page: %v, %d of %d pages", f, err, page.Pages, one.Pages)
		}
		if _, err := service().Check(context.Background(), src, Options{}); err != nil {
			t.Errorf("%s: check: %v", f, err)
		}
	}
}

func TestKindsOfError(t *testing.T) {
	for _, c := range []struct {
		src     Source
		options Options
		kind    Kind
		pointer string
		message string
	}{
		{Source{Data: []byte(`{"currency": `)}, Options{}, Malformed, "/currency", "end of the text"},
		{Source{Data: []byte("\xff\xfe{\x00")}, Options{}, Malformed, "", "UTF-16"},
		{Source{Data: bytes.Repeat([]byte{' '}, 64<<20+1)}, Options{}, TooLarge, "", "bytes"},
		{with(`"unit": 1`), Options{}, Invalid, "/unit", "unknown field"},
		{with(`"total": "1187.49"`), Options{}, Invalid, "/total", "1187.50"},
		{with(`"language": "xx"`), Options{}, Invalid, "/language", "xx"},
		{with(`"memo": ""`), Options{Language: "xx"}, Invalid, "", "xx"},
		{with(`"brand": {"logo": "x.png"}`), Options{}, Invalid, "/brand/logo", "only the command"},
		{Source{with(`"brand": {"logo": "x.png"}`).Data, beside("testdata")}, Options{}, Invalid, "/brand/logo", "x.png"},
		{with(`"brand": {"logo": "data:image/png;base64,iVBORw0KGgo="}`), Options{}, Invalid, "/brand/logo", ""},
		{with(`"brand": {"labels": {"en": {"line.qty": "x"}}}`), Options{}, Invalid, "/brand/labels/en/line.qty", "no label"},
		{with(`"brand": {"template": "clasic"}`), Options{}, Invalid, "/brand/template", "classic"},
		{with(`"memo": ""`), Options{TemplateName: "clasic"}, Invalid, "/brand/template", "classic"},
		{with(`"brand": {"font": "Comic"}`), Options{}, Template, "/brand/font", "Comic"},
		{with(`"brand": {"heading_font": "Comic"}`), Options{}, Template, "/brand/heading_font", "Comic"},
		{with(`"internal_notes": "𓀀", "memo": "a 𓀀"`), Options{}, Unprintable, "/memo", "U+13000"},
		{with(`"terms": "שלום"`), Options{}, Unprintable, "/terms", "Hebrew"},
	} {
		_, err := service().Render(context.Background(), c.src, c.options)
		e := errorOf(t, err)
		if e.Kind != c.kind || len(e.Faults) != 1 || e.Faults[0].Pointer != c.pointer || !strings.Contains(e.Faults[0].Message, c.message) {
			t.Errorf("%.60s: kind %d, %+v; want kind %d at %q with %q", c.src.Data, e.Kind, e.Faults, c.kind, c.pointer, c.message)
		}
		if e.Faults[0].Line == 0 {
			t.Errorf("%.60s: no position", c.src.Data)
		}
	}
}

// What cannot be set is refused by the name of its script and by its character,
// with the way out: in a text of the document, in the words of its language, or
// in those of a brand.
func TestScriptsThatCannotBeSet(t *testing.T) {
	dated := func(language string) Source {
		return with(language + `"issue_date": "2026-11-22", "brand": {"template": "classic"}`)
	}
	abroad := Source{Data: []byte(strings.Replace(string(dated("").Data), `"Kunde AG"`, `"Gulf Trading", "address": {"city": "Dubai", "country": "AE"}`, 1))}
	brand := &Brand{}
	brand.Labels = map[string]map[string]string{"en": {"line.quantity": "כמות"}}
	for _, c := range []struct {
		src     Source
		options Options
		pointer string
		parts   string
	}{
		{dated(`"language": "ar", `), Options{}, "/language", `Arabic|U+|language "ar"|state another language`},
		{dated(`"language": "he", `), Options{}, "/language", `Hebrew|U+|language "he"|state another language`},
		{dated(`"language": "hi", `), Options{}, "/language", `Devanagari|U+|language "hi"`},
		{dated(`"language": "th", `), Options{}, "/language", `Thai|U+|language "th"`},
		{dated(`"language": "ja", `), Options{}, "/language", `Han|U+|language "ja"`},
		{dated(`"language": "zh", `), Options{}, "/language", `Han|U+|language "zh"`},
		{dated(``), Options{Language: "ar"}, "", `Arabic|language "ar"|state another language`},
		{abroad, Options{}, "", `Arabic|language "ar-AE" (that of the buyer's country: the document states none)|"en"`},
		{dated(``), Options{Brand: brand}, "", `Hebrew|U+05DB|or of the brand`},
		{with(`"memo": "חברה", "language": "en"`), Options{}, "/memo", `Hebrew|U+05D7|write it in Latin, Greek or Cyrillic letters`},
		{Source{Data: []byte(strings.Replace(smallest, "Kunde AG", "חברת הדוגמה", 1))}, Options{}, "/buyer/name", `Hebrew|U+05D7|write it in Latin`},
		{with(`"memo": "🚢"`), Options{}, "/memo", `U+1F6A2|leave it out`},
	} {
		_, err := service().Render(context.Background(), c.src, c.options)
		e := errorOf(t, err)
		if e.Kind != Unprintable || len(e.Faults) != 1 || e.Faults[0].Pointer != c.pointer || e.Faults[0].Line == 0 {
			t.Errorf("%.80s: kind %d, %+v; want one fault at %q", c.src.Data, e.Kind, e.Faults, c.pointer)
			continue
		}
		for _, part := range strings.Split(c.parts, "|") {
			if !strings.Contains(e.Faults[0].Message, part) {
				t.Errorf("%.80s: no %q in %q", c.src.Data, part, e.Faults[0].Message)
			}
		}
	}
	if _, err := service().Render(context.Background(), Source{Data: abroad.Data}, Options{Language: "en"}); err != nil {
		t.Errorf("the way out: %v", err)
	}
}

// A language without words prints English ones, and says so.
func TestLanguageWithoutWords(t *testing.T) {
	for language, want := range map[string]bool{"fi": true, "ru": true, "pt": false, "en-IN": false, "de-CH": false} {
		r, err := service().Render(context.Background(), with(`"language": "`+language+`", "brand": {"template": "classic"}`), Options{})
		if err != nil {
			t.Errorf("%s: %v", language, err)
			continue
		}
		if got := len(r.Warnings) == 1 && r.Warnings[0].Rule == "language.words" && r.Warnings[0].Pointer == "/language"; got != want || len(r.Warnings) > 1 {
			t.Errorf("%s: %+v", language, r.Warnings)
		}
	}
}

// Faults of the document, its language and its logo come together, in order.
func TestAllFaultsAtOnce(t *testing.T) {
	_, err := service().Check(context.Background(), with(`"brand": {"logo": "x.png"}, "language": "xx", "colour": 1`), Options{})
	e := errorOf(t, err)
	var got []string
	for _, f := range e.Faults {
		got = append(got, fmt.Sprintf("%d:%d %s", f.Line, f.Column, f.Pointer))
	}
	if want := "[1:20 /brand/logo 1:42 /language 1:48 /colour]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
}

func TestPageThatIsNotThere(t *testing.T) {
	for _, n := range []int{0, 2} {
		_, err := service().Page(context.Background(), with(`"memo": "m"`), Options{}, n)
		if e := errorOf(t, err); e.Kind != NoPage || !strings.Contains(e.Error(), "one page") {
			t.Errorf("page %d: %+v", n, e)
		}
	}
}

// An address that an envelope's window cannot show is the buyer's fault, with
// the number of lines that would fit.
func TestAddressTooLongForItsWindow(t *testing.T) {
	src := []byte(`{"currency": "EUR", "seller": {"name": "S"},
 "buyer": {"name": "B", "address": {"lines": ["1", "2", "3", "4", "5", "6", "7"]}},
 "lines": [{"description": "d", "unit_price": "1"}], "brand": {"template": "letter"}}`)
	_, err := service().Render(context.Background(), Source{Data: src}, Options{})
	e := errorOf(t, err)
	if e.Kind != Unprintable || len(e.Faults) != 1 || e.Faults[0].Pointer != "/buyer" || e.Faults[0].Rule != "layout.window" || e.Faults[0].Line != 2 ||
		!strings.Contains(e.Faults[0].Message, "takes 8 lines") || !strings.Contains(e.Faults[0].Message, "shows 7") {
		t.Errorf("%+v", e)
	}
	if _, err := service().Render(context.Background(), Source{Data: bytes.Replace(src, []byte(`"letter"`), []byte(`"classic"`), 1)}, Options{}); err != nil {
		t.Errorf("in a layout without a window: %v", err)
	}
}

func TestCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := service().Render(ctx, with(`"memo": "m"`), Options{})
	if e := errorOf(t, err); e.Kind != Canceled {
		t.Errorf("%+v", e)
	}
}

// S-PDF-06: no brand gives the default layout and a warning.
func TestS_PDF_06_document_NoBrandIsAWarning(t *testing.T) {
	r, err := service().Render(context.Background(), with(`"memo": "m"`), Options{})
	if err != nil || len(r.Warnings) != 1 || r.Warnings[0].Rule != "brand.absent" || !r.Warnings[0].Warning {
		t.Errorf("%v %+v", err, r.Warnings)
	}
	r, err = service().Render(context.Background(), with(`"brand": {"template": "classic"}`), Options{})
	if err != nil || len(r.Warnings) != 0 {
		t.Errorf("with a brand: %v %+v", err, r.Warnings)
	}
}

// What the caller wants changes the page, and each wish its own way.
func TestOptions(t *testing.T) {
	src := with(`"language": "de", "terms": "Zahlbar sofort.", "issue_date": "2026-11-22", "number": "1"`)
	brand := &Brand{}
	brand.Brand.AccentColor = "#8A1C1C"
	seen := map[string]string{}
	for name, o := range map[string]Options{
		"nothing": {}, "language": {Language: "fr"}, "paper": {Paper: "letter"}, "no terms": {NoTerms: true}, "brand": {Brand: brand}, "readable": {Readable: true},
	} {
		r, err := service().Render(context.Background(), src, o)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if other, same := seen[r.SHA256]; same {
			t.Errorf("%s and %s give the same bytes", name, other)
		}
		seen[r.SHA256] = name
	}
	left, err := service().Page(context.Background(), src, Options{NoTerms: true}, 1)
	said := with(`"options": {"include_terms": false}, "language": "de", "terms": "Zahlbar sofort.", "issue_date": "2026-11-22", "number": "1"`)
	stated, err2 := service().Page(context.Background(), said, Options{}, 1)
	if err != nil || err2 != nil || !bytes.Equal(left.Bytes, stated.Bytes) {
		t.Errorf("include_terms false and --no-terms differ: %v %v", err, err2)
	}
}

// A brand of the caller's takes precedence, and its logo lies beside it.
func TestBrandOfTheCaller(t *testing.T) {
	data, err := os.ReadFile(documents + "/classic.json")
	if err != nil {
		t.Fatal(err)
	}
	read := []string{}
	brand := &Brand{Read: func(path string) ([]byte, error) {
		read = append(read, path)
		return os.ReadFile(documents + "/logos/square.png")
	}}
	brand.Logo = "own.png"
	src := Source{Data: data, Read: func(path string) ([]byte, error) { return nil, fmt.Errorf("%s was read beside the document", path) }}
	if _, err := service().Render(context.Background(), src, Options{Brand: brand}); err != nil || len(read) != 1 || read[0] != "own.png" {
		t.Errorf("%v %v", read, err)
	}
}

func TestTemplateOfADocument(t *testing.T) {
	src := with(`"brand": {"template": "own.xml"}`)
	src.Read = func(path string) ([]byte, error) {
		return []byte("<document format=\"1\" for=\"invoice\">\n <tabel/></document>"), nil
	}
	_, err := service().Render(context.Background(), src, Options{})
	e := errorOf(t, err)
	if e.Kind != Template || e.Faults[0].File != "own.xml" || e.Faults[0].Line != 2 {
		t.Errorf("%+v", e)
	}
}

func TestParseBrand(t *testing.T) {
	if b, err := ParseBrand("b.json", []byte(`{"accent_color": "#123456"}`), nil); err != nil || b.AccentColor != "#123456" {
		t.Errorf("%+v %v", b, err)
	}
	_, err := ParseBrand("b.json", []byte("{\n \"papr\": \"a4\"}"), nil)
	if e := errorOf(t, err); e.Kind != Template || e.Faults[0].Line != 2 || e.Faults[0].File != "b.json" {
		t.Errorf("%+v", e)
	}
}

// testdata/bad/render holds documents that are well written but cannot be
// rendered; an .expect file lists "<JSON pointer> <part of the message>" lines.
func TestDocumentsThatCannotBeRendered(t *testing.T) {
	folder := "../../testdata/bad/render"
	files, err := filepath.Glob(folder + "/*.expect")
	if err != nil || len(files) == 0 {
		t.Fatalf("none in %s: %v", folder, err)
	}
	for _, expect := range files {
		data, err := os.ReadFile(strings.TrimSuffix(expect, ".expect") + ".json")
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(expect)
		if err != nil {
			t.Fatal(err)
		}
		_, err = service().Check(context.Background(), Source{Data: data, Read: beside(folder)}, Options{})
		e := errorOf(t, err)
		for line := range strings.Lines(string(want)) {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			pointer, part, _ := strings.Cut(line, " ")
			found := false
			for _, f := range e.Faults {
				found = found || f.Pointer == pointer && strings.Contains(f.Message, part)
			}
			if !found {
				t.Errorf("%s: no %q with %q in %+v", expect, pointer, part, e.Faults)
			}
		}
	}
}

// One service renders many documents at once, each as if it were alone.
func TestConcurrentRenders(t *testing.T) {
	alone := map[int]string{}
	src := func(i int) Source { return with(fmt.Sprintf(`"number": "N-%d"`, i)) }
	for i := range 4 {
		r, err := service().Render(context.Background(), src(i), Options{})
		if err != nil {
			t.Fatal(err)
		}
		alone[i] = r.SHA256
	}
	var wg sync.WaitGroup
	for n := range 16 {
		wg.Go(func() {
			if r, err := service().Render(context.Background(), src(n%4), Options{}); err != nil || r.SHA256 != alone[n%4] {
				t.Errorf("document %d: %v", n%4, err)
			}
		})
	}
	wg.Wait()
}
