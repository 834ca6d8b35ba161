package deliver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	stdimage "image"
	"image/png"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/request"
)

// picture is a PNG of a size, with some ink in it.
func picture(width, height int) []byte {
	m := stdimage.NewGray(stdimage.Rect(0, 0, width, height))
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// folder reads files from memory and counts how often.
type folder struct {
	files map[string][]byte
	reads map[string]int
}

func (f *folder) read(path string) ([]byte, error) {
	if f.reads == nil {
		f.reads = map[string]int{}
	}
	f.reads[path]++
	data, ok := f.files[path]
	if !ok {
		return nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	return data, nil
}

// told writes faults as the command does.
func told(faults []Fault) string {
	var b strings.Builder
	for _, f := range faults {
		severity := ""
		if f.Warning {
			severity = "warning: "
		}
		fmt.Fprintf(&b, "%s:%d:%d: %s%s: %s\n", f.File, f.Line, f.Column, severity, f.Pointer, f.Message)
	}
	return b.String()
}

func checkBrand(t *testing.T, src string, files map[string][]byte) (string, error) {
	t.Helper()
	warnings, err := service().CheckBrand(context.Background(), "b.json", []byte(src), (&folder{files: files}).read)
	if err == nil {
		return told(warnings), nil
	}
	e := errorOf(t, err)
	return told(e.Faults), e
}

func wantLines(t *testing.T, got string, want ...string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	if got == "" {
		lines = nil
	}
	if len(lines) != len(want) {
		t.Errorf("%d lines, want %d:\n%s", len(lines), len(want), got)
		return
	}
	for i, w := range want {
		for _, part := range strings.Split(w, "|") {
			if !strings.Contains(lines[i], part) {
				t.Errorf("line %d has no %q: %s", i, part, lines[i])
			}
		}
	}
}

// Everything that is wrong with a brand comes at once: its form, its files, its
// words.
func TestCheckBrandTellsEverything(t *testing.T) {
	got, err := checkBrand(t, `{
 "acent_color": "#17594A",
 "logo": "broken.png",
 "letterhead": {"first": "nowhere.png", "rest": "broken.png"},
 "template": "own.xml",
 "fonts": [{"family": "House", "weight": 400, "file": "house.ttf"}],
 "terms": {"xx": "T"},
 "labels": {"en": {"line.quantitty": "Qty", "totals.tax_of": "{name} at {rat}"}}
}`, map[string][]byte{
		"broken.png": picture(10, 10)[:40], "house.ttf": []byte("no font at all"),
		"own.xml": []byte("<document format=\"1\" for=\"invoice\">\n <tabel/></document>"),
	})
	wantLines(t, got,
		"b.json:2:2: /acent_color: |did you mean accent_color?",
		"b.json:3:10: /logo: broken.png: ",
		"b.json:4:26: /letterhead/first: nowhere.png: file does not exist",
		"b.json:4:49: /letterhead/rest: broken.png: ",
		"b.json:6:55: /fonts/0/file: house.ttf: ",
		"b.json:7:18: /terms/xx: ",
		"b.json:8:38: /labels/en/line.quantitty: no label|did you mean line.quantity?",
		"b.json:8:62: warning: /labels/en/totals.tax_of: {rat} is printed as it stands: this label has {name}, {rate}",
		"own.xml:2:2: |tabel",
	)
	if e := errorOf(t, err); e.Kind != Template {
		t.Errorf("kind %d", e.Kind)
	}
}

func TestCheckBrandFindsWhatIsNotPrinted(t *testing.T) {
	for src, want := range map[string][]string{
		`{}`: nil,
		`{"font": "Sauce Sans 3", "heading_font": "Nothing"}`: {`1:10: /font: no font family "Sauce Sans 3" (did you mean "Source Sans 3"?)`, `1:42: /heading_font: `},
		`{"template": "clasic"}`:                              {`1:14: /template: unknown template "clasic" (did you mean classic?)`},
		`{"template": "nowhere.xml"}`:                         {`1:14: /template: nowhere.xml: file does not exist`},
		`{"footer": {"en": ["x", "שלום"]}}`:                   {`1:25: /footer/en/1: |Hebrew`},
		`{"terms": {"he": "Pay"}, "notes": {"en": "Thanks"}}`: {`1:18: /terms/he: |Hebrew`},
		`{"accent_color": "#F2C230"}`:                         {`1:18: warning: /accent_color: |#f2c230 is too weak|#90731c`},
		`{"logo": `:                                           {`1:10: /logo: `},
		`{"labels": {"en": {"line.quantity": "Qty {n}"}}}`:    {`1:37: warning: /labels/en/line.quantity: {n} is printed as it stands: nothing`},
	} {
		got, _ := checkBrand(t, src, nil)
		wantLines(t, got, want...)
	}
	large := make([]byte, request.MaxBytes+1)
	if _, err := service().CheckBrand(context.Background(), "b.json", large, nil); err == nil || errorOf(t, err).Faults[0].Rule != "limit.bytes" {
		t.Errorf("too large: %v", err)
	}
}

// Pictures that print badly are warned of with what to supply instead; at the
// limit they are not.
func TestPictureQuality(t *testing.T) {
	noise := append(picture(400, 160), make([]byte, heavy)...)
	for _, c := range []struct {
		brand         string
		width, height int
		want          string
	}{
		{`{"logo": "p.png"}`, 296, 118, ""},
		{`{"logo": "p.png"}`, 295, 100, "295 × 100 pixels are 149 dpi at the 50 × 20 mm that a logo may take: supply 297 × 101 pixels or more, or an SVG"},
		{`{"logo": "p.png"}`, 100, 119, ""}, // narrow: the height counts
		{`{"logo": "p.png"}`, 1, 1, "1 × 1 pixels are 1 dpi"},
		{`{"letterhead": {"first": "p.png"}}`, 1241, 1754, ""},
		{`{"letterhead": {"first": "p.png"}}`, 1275, 1650, ""}, // either paper
		{`{"letterhead": {"first": "p.png"}, "paper": "a4"}`, 1275, 1650, "p.png: 1275 × 1650 pixels have not the shape of the paper|1241 × 1754 pixels for a4, or an SVG"},
		{`{"letterhead": {"rest": "p.png"}}`, 1000, 1000, "1241 × 1754 pixels for a4, or 1275 × 1650 pixels for letter"},
		{`{"letterhead": {"first": "p.png"}, "paper": "a4"}`, 1000, 1414, "1000 × 1414 pixels are 120 dpi on a4: supply 1241 × 1754"},
		{`{"letterhead": {"first": "p.png"}, "paper": "a4", "orientation": "landscape"}`, 1754, 1241, ""},
	} {
		got, err := checkBrand(t, c.brand, map[string][]byte{"p.png": picture(c.width, c.height)})
		if err != nil {
			t.Errorf("%s: %v", c.brand, err)
		} else if c.want == "" {
			wantLines(t, got)
		} else {
			wantLines(t, got, "warning: |"+c.want)
		}
	}
	got, err := checkBrand(t, `{"logo": "p.png"}`, map[string][]byte{"p.png": noise})
	if err != nil {
		t.Fatalf("%v", err)
	}
	wantLines(t, got, "warning: /logo: p.png: 1024 KB go into every document")
}

// A brand that the caller hands over has its faults in its own file, whoever
// renders; the document's own have theirs in the document.
func TestFaultsOfTheCallersBrand(t *testing.T) {
	src := with(`"brand": {"logo": "own.png", "font": "Comic"}`)
	src.Read = (&folder{files: map[string][]byte{"own.png": []byte("no picture")}}).read
	beside := (&folder{files: map[string][]byte{"broken.png": []byte("GIF89a")}}).read
	for _, c := range []struct {
		brand string
		want  []string // of Check
		first string   // of Render, which stops at the first thing that it cannot set
	}{
		{"{\n \"logo\": \"broken.png\"}", []string{":1:30: /brand/font: ", "b.json:2:10: /logo: broken.png: "}, "b.json:2:10: /logo: broken.png: "},
		{"{\n \"logo\": \"nowhere.png\"}", []string{":1:30: /brand/font: ", "b.json:2:10: /logo: nowhere.png: file does not exist"}, "b.json:2:10: /logo: nowhere.png"},
		{`{"heading_font": "Nothing"}`, []string{":1:20: /brand/logo: own.png", ":1:39: /brand/font: ", "b.json:1:18: /heading_font"}, ":1:20: /brand/logo: own.png"},
		{`{"labels": {"en": {"x": "y"}}}`, []string{":1:20: /brand/logo: ", ":1:39: /brand/font: ", "b.json:1:25: /labels/en/x: no label"}, "b.json:1:25: /labels/en/x: no label"},
	} {
		brand, err := ParseBrand("b.json", []byte(c.brand), beside)
		if err != nil {
			t.Fatal(err)
		}
		_, err = service().Check(context.Background(), src, Options{Brand: brand})
		// Columns of the document depend on its text; only their order counts here.
		var got strings.Builder
		for _, f := range errorOf(t, err).Faults {
			if f.File == "" {
				f.Line, f.Column = 1, 0
			}
			got.WriteString(told([]Fault{f}))
		}
		want := slices.Clone(c.want)
		for i, w := range want {
			if strings.HasPrefix(w, ":1:") {
				_, rest, _ := strings.Cut(w[3:], ":")
				want[i] = ":1:0:" + rest
			}
		}
		wantLines(t, got.String(), want...)
		_, err = service().Render(context.Background(), src, Options{Brand: brand})
		if got := told(errorOf(t, err).Faults); !strings.Contains(got, strings.TrimPrefix(c.first, ":1:20:")) {
			t.Errorf("%s renders to\n%s want %s", c.brand, got, c.first)
		}
	}
	// What the brand is right about and the document wrong is the document's.
	brand, err := ParseBrand("b.json", []byte(`{"logo": "https://e.example/x.png"}`), beside)
	if err == nil || errorOf(t, err).Kind != Template || brand.Logo != "" {
		t.Errorf("%v", err)
	}
	fine, err := ParseBrand("b.json", []byte(`{"logo": "p.png"}`), (&folder{files: map[string][]byte{"p.png": picture(300, 120)}}).read)
	if err != nil {
		t.Fatal(err)
	}
	_, err = service().Render(context.Background(), with(`"brand": {"logo": "https://e.example/x.png"}`), Options{Brand: fine})
	if e := errorOf(t, err); len(e.Faults) != 1 || e.Faults[0].File != "" || e.Faults[0].Pointer != "/brand/logo" || e.Kind != Invalid {
		t.Errorf("%+v", e)
	}
}

// check of a document tells the same of a brand as brand check does.
func TestCheckTellsTheSame(t *testing.T) {
	for _, brand := range []string{`{"logo": "p.png"}`, `{"accent_color": "#F2C230"}`, `{"labels": {"en": {"line.quantity": "{n}"}}}`, `{"terms": {"xx": "T"}}`, `{"font": "Comic"}`, `{"letterhead": {"first": "p.png"}}`} {
		files := map[string][]byte{"p.png": picture(50, 50)}
		want, _ := checkBrand(t, brand, files)
		b, err := ParseBrand("b.json", []byte(brand), (&folder{files: files}).read)
		if err != nil {
			t.Fatal(err)
		}
		warnings, err := service().Check(context.Background(), with(`"language": "en"`), Options{Brand: b})
		if err != nil {
			warnings = errorOf(t, err).Faults
		}
		if got := told(warnings); got != want || want == "" {
			t.Errorf("%s: check tells\n%s brand check\n%s", brand, got, want)
		}
	}
}

// Every file is read once, from beside what states it, and stands under the
// name that the merged brand has for it.
func TestFilesOfTheBrand(t *testing.T) {
	document := &folder{files: map[string][]byte{"logo.png": []byte("document"), "f.ttf": []byte("font")}}
	brand := &folder{files: map[string][]byte{"logo.png": []byte("brand"), "x.png": []byte("x")}}
	src := with(`"brand": {"logo": "logo.png", "fonts": [{"family": "F", "weight": 400, "file": "f.ttf"}, {"family": "F", "weight": 600, "file": "f.ttf"}]}`)
	src.Read = document.read
	b, err := ParseBrand("b.json", []byte(`{"letterhead": {"first": "logo.png", "rest": "x.png"}}`), brand.read)
	if err != nil {
		t.Fatal(err)
	}
	j, err := service().prepare(src, Options{Brand: b})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range j.brandFiles() {
		got[f.pointer] = string(j.options.Assets[*f.name])
	}
	if want := map[string]string{"/brand/logo": "document", "/brand/letterhead/first": "brand", "/brand/letterhead/rest": "x", "/brand/fonts/0/file": "font", "/brand/fonts/1/file": "font"}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if len(j.options.Assets) != 4 || j.options.Brand.Logo != "logo.png" || b.Letterhead.First != "logo.png" {
		t.Errorf("assets %d, logo %q, the caller's letterhead %q", len(j.options.Assets), j.options.Brand.Logo, b.Letterhead.First)
	}
	if !maps.Equal(document.reads, map[string]int{"logo.png": 1, "f.ttf": 1}) || !maps.Equal(brand.reads, map[string]int{"logo.png": 1, "x.png": 1}) {
		t.Errorf("read %v and %v", document.reads, brand.reads)
	}
}

// A service that has no files takes everything as data: URLs.
func TestFilesAsDataURLs(t *testing.T) {
	src := with(`"brand": {"letterhead": {"first": "data:image/png;base64,eA=="}, "fonts": [{"family": "F", "weight": 400, "file": "data:font/ttf;base64,eQ=="}]}`)
	j, err := service().prepare(src, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if a := j.options.Assets; len(a) != 2 || string(a["data:image/png;base64,eA=="]) != "x" || string(a["data:font/ttf;base64,eQ=="]) != "y" {
		t.Errorf("%q", a)
	}
	_, err = service().prepare(with(`"brand": {"letterhead": {"first": "l.png"}, "fonts": [{"family": "F", "weight": 400, "file": "f.ttf"}]}`), Options{})
	if e := errorOf(t, err); len(e.Faults) != 2 || e.Faults[0].Pointer != "/brand/letterhead/first" || e.Faults[1].Pointer != "/brand/fonts/0/file" {
		t.Errorf("%+v", e.Faults)
	}
}

// A brand's own fonts are read in full, and by what their makers allow.
func TestFontsOfTheBrand(t *testing.T) {
	inter, err := os.ReadFile("../../fonts/faces/inter/Inter_400Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	const brand = `{"font": "House", "heading_font": "house", "fonts": [{"family": "House", "weight": 400, "file": "h.ttf"}]}`
	got, _ := checkBrand(t, brand, map[string][]byte{"h.ttf": inter})
	wantLines(t, got)
	got, _ = checkBrand(t, strings.Replace(brand, `"font": "House", "heading_font": "house"`, `"font": "Inter"`, 1), map[string][]byte{"h.ttf": inter})
	wantLines(t, got, `1:29: warning: /fonts/0: nothing is set in "House"`)

	// Restricted licence embedding (OpenType 1.9, OS/2 fsType, bit 1).
	restricted := bytes.Clone(inter)
	for entry := restricted[12:]; ; entry = entry[16:] {
		if string(entry[:4]) == "OS/2" {
			offset := int(entry[8])<<24 | int(entry[9])<<16 | int(entry[10])<<8 | int(entry[11])
			restricted[offset+8], restricted[offset+9] = 0, 2
			break
		}
	}
	got, err = checkBrand(t, brand, map[string][]byte{"h.ttf": restricted})
	wantLines(t, got, "1:97: /fonts/0/file: h.ttf: |embed")
	if err == nil {
		t.Error("a font that may not be embedded is taken")
	}
	b, err := ParseBrand("b.json", []byte(brand), (&folder{files: map[string][]byte{"h.ttf": restricted}}).read)
	if err != nil {
		t.Fatal(err)
	}
	_, err = service().Render(context.Background(), with(`"number": "1"`), Options{Brand: b})
	if e := errorOf(t, err); e.Kind != Invalid || len(e.Faults) != 1 || e.Faults[0].Pointer != "/fonts/0/file" || e.Faults[0].File != "b.json" {
		t.Errorf("%+v", e)
	}
}

// The samples that a brand is tried with are documents of their kinds.
func TestSamplesOfABrand(t *testing.T) {
	for kind, d := range samples() {
		switch c := d.(type) {
		case billing.Computed:
			if string(c.Document().Kind) != kind {
				t.Errorf("%s is %s", kind, c.Document().Kind)
			}
		case billing.ComputedReceipt:
			if kind != request.KindReceipt {
				t.Errorf("%s is a receipt", kind)
			}
		}
	}
	if len(samples()) != 3 {
		t.Errorf("%d samples", len(samples()))
	}
}

func TestCheckBrandCanBeCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := service().CheckBrand(ctx, "b.json", []byte(`{}`), nil)
	if e := errorOf(t, err); e.Kind != Canceled || !errors.Is(err, context.Canceled) {
		t.Errorf("%+v", e)
	}
}

// What the brand of an organization states is on its documents: the logo from
// the bytes that were handed over, the accent colour, the footer.
func TestS_BRD_06_LogoColourFooter_document(t *testing.T) {
	photo, err := os.ReadFile(documents + "/logos/photo.jpg")
	if err != nil {
		t.Fatal(err)
	}
	src := with(`"number": "1", "language": "en"`)
	page := func(brand string, files map[string][]byte) (pdf []byte, svg string) {
		t.Helper()
		b, err := ParseBrand("b.json", []byte(brand), (&folder{files: files}).read)
		if err != nil {
			t.Fatal(err)
		}
		r, err := service().Render(context.Background(), src, Options{Brand: b})
		if err != nil {
			t.Fatal(err)
		}
		p, err := service().Page(context.Background(), src, Options{Brand: b}, 1)
		if err != nil {
			t.Fatal(err)
		}
		return r.Bytes, string(p.Bytes)
	}
	// The scan data of a JPEG: what follows its header (ITU-T T.81 §B.2.3).
	scan := photo[bytes.Index(photo, []byte("\xFF\xDA")):]
	scan = scan[:min(len(scan), 2000)]

	pdf, svg := page(`{"logo": "l.jpg", "accent_color": "#17594A", "footer": {"en": ["Registered in Cork"]}}`, map[string][]byte{"l.jpg": photo})
	if !bytes.Contains(pdf, scan) {
		t.Error("the PDF does not hold the logo's bytes")
	}
	if !strings.Contains(strings.ToLower(svg), "#17594a") {
		t.Error("nothing has the accent colour")
	}
	footer := frameTexts(t, src, `{"footer": {"en": ["Registered in Cork"]}}`)
	if !strings.Contains(footer, "Registered in Cork") {
		t.Errorf("no footer in %s", footer)
	}

	// Counter-proof: without the brand, none of them.
	pdf, svg = page(`{"template": "classic"}`, nil)
	if bytes.Contains(pdf, scan) || strings.Contains(strings.ToLower(svg), "#17594a") || strings.Contains(frameTexts(t, src, `{"template": "classic"}`), "Registered") {
		t.Error("logo, colour or footer of no brand")
	}
}

// The logo is never fetched: a remote address is refused, in a brand file and
// in a document, by who reads files and by who does not.
func TestS_BRD_06_RemoteLogoIsRefused_document(t *testing.T) {
	for _, address := range []string{"https://cdn.example/logo.png", "http://127.0.0.1/logo.png", "ftp://e.example/l.png", "file:///etc/hostname"} {
		opened := (&folder{}).read
		_, err := ParseBrand("b.json", []byte(`{"logo": "`+address+`"}`), func(path string) ([]byte, error) {
			t.Errorf("%s was read", path)
			return opened(path)
		})
		if err == nil || !strings.Contains(err.Error(), "never fetched") {
			t.Errorf("%s in a brand: %v", address, err)
		}
		for _, read := range []func(string) ([]byte, error){nil, func(path string) ([]byte, error) { t.Errorf("%s was read", path); return nil, nil }} {
			src := with(`"brand": {"logo": "` + address + `"}`)
			src.Read = read
			_, err := service().Render(context.Background(), src, Options{})
			if e := errorOf(t, err); e.Kind != Invalid || e.Faults[0].Pointer != "/brand/logo" || !strings.Contains(e.Faults[0].Message, "never fetched") {
				t.Errorf("%s in a document: %+v", address, e)
			}
		}
	}
}

// frameTexts are all texts of a document's pages.
func frameTexts(t *testing.T, src Source, brand string) string {
	t.Helper()
	b, err := ParseBrand("b.json", []byte(brand), nil)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := service().Frames(context.Background(), src, Options{Brand: b})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, page := range doc.Pages {
		for _, it := range page.Items {
			if text, ok := it.Item.(*layout.Text); ok {
				out.WriteString(text.Run.Source + "\n")
			}
		}
	}
	return out.String()
}
