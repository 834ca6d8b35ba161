package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
)

// drawing is an SVG of 10 × 10 units, which are 100 each in the form.
func drawing(t testing.TB, inner string) *image.Drawing {
	t.Helper()
	d, err := image.DecodeSVG([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">` + inner + `</svg>`))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestDrawingOnce shows one drawing in two sizes and twice read, and another.
func TestDrawingOnce(t *testing.T) {
	const inner = `<path d="M0 0h5v5z" opacity=".5"/>`
	one, again, other := drawing(t, inner), drawing(t, inner), drawing(t, inner+inner)
	d := page()
	for i, v := range []*image.Drawing{one, one, again, other} {
		add(d, 0, &layout.Drawing{Width: layout.Unit(10+i) * layout.Point, Height: 20 * layout.Point, Drawing: v})
	}
	w := pdf.NewWriter(fonts.Embedded())
	var first []byte
	for range 2 { // made, then from the cache
		b := writeBy(t, w, d, options)
		if first == nil {
			first = b
		}
		if !bytes.Equal(b, first) {
			t.Error("from the cache, the file is another")
		}
		m := mustUnderstand(t, b)
		if err := compare(m, d); err != nil {
			t.Fatal(err)
		}
		got := m.pages[0].painted
		if got[0].image != got[1].image || got[0].image != got[2].image || got[0].image == got[3].image {
			t.Errorf("forms %v %v %v %v", got[0].image, got[1].image, got[2].image, got[3].image)
		}
	}
}

// formsOf are the forms of a file with one drawing: what is drawn, then the
// forms that it refers to.
func formsOf(t *testing.T, v *image.Drawing) (m *model, all []*stream) {
	t.Helper()
	d := page()
	figure := elem(d, layout.Root, layout.RoleFigure)
	d.Elems[figure].Alt = "drawn"
	add(d, figure, &layout.Drawing{Width: 50 * layout.Point, Height: 50 * layout.Point, Drawing: v})
	m = mustUnderstand(t, write(t, d, options))
	if err := compare(m, d); err != nil {
		t.Fatal(err)
	}
	var walk func(s *stream)
	walk = func(s *stream) {
		all = append(all, s)
		resources := m.file.dict(s.dict["Resources"])
		for _, inner := range sorted(resources["ExtGState"]) {
			if mask, ok := inner.(dict)["SMask"].(dict); ok {
				walk(m.file.stream(mask["G"]))
			}
		}
		for _, inner := range sorted(resources["XObject"]) {
			walk(m.file.stream(inner))
		}
	}
	walk(m.file.stream(m.pages[0].painted[0].image))
	return m, all
}

// sorted are the values of a dictionary by their names, which are numbered.
func sorted(v any) (out []any) {
	d, _ := v.(dict)
	for i := range len(d) {
		for _, prefix := range "SPX" {
			if v, ok := d[name(fmt.Sprint(string(prefix), i))]; ok {
				out = append(out, v)
			}
		}
	}
	return out
}

// TestDrawingContent looks at the operators and resources that drawings become.
func TestDrawingContent(t *testing.T) {
	for _, tt := range []struct {
		name, inner string
		content     []string // of the forms
		resources   string   // of the first, as far as it matters
	}{
		{"fills", `<path d="M1 2h3v4z" fill="#f00"/><path d="M0 0c1 0 2 1 2 2z" fill="#f00" fill-rule="evenodd"/>`,
			[]string{"1 0 0 rg 100 200 m 400 200 l 400 600 l h f 0 0 m 100 0 200 100 200 200 c h f*"}, "map[]"},
		{"a line", `<path d="M1 2h3" fill="none" stroke="#00f" stroke-width=".5" stroke-linecap="round" stroke-linejoin="bevel"/>`,
			[]string{"0 0 1 RG 50 w 1 J 2 j 100 200 m 400 200 l S"}, "map[]"},
		{"fill and line", `<path d="M1 2h3v3z" stroke="#00f"/>`, []string{"0 0 0 rg 0 0 1 RG 100 w 0 J 0 j 4 M 100 200 m 400 200 l 400 500 l h B"}, "map[]"},
		{"dashes", `<path d="M1 2h3" stroke="#00f" fill="none" stroke-dasharray="1 .5" stroke-dashoffset=".2"/>`,
			[]string{"0 0 1 RG q [100 50] 20 d 100 w 0 J 0 j 4 M 100 200 m 400 200 l S Q"}, "map[]"},
		{"a pen that is not round", `<path transform="scale(1 2)" d="M1 1h3" stroke="#00f" fill="none"/>`,
			[]string{"q 0 0 1 RG 0.5 0 0 1 0 0 cm 200 w 0 J 0 j 4 M 200 200 m 800 200 l S Q"}, "map[]"},
		{"transparent line over its fill", `<path d="M1 2h3v3z" stroke="#00f" stroke-opacity=".5"/>`,
			[]string{"0 0 0 rg 100 200 m 400 200 l 400 500 l h f /S0 gs 0 0 1 RG 100 w 0 J 0 j 4 M 100 200 m 400 200 l 400 500 l h S"},
			"map[ExtGState:map[S0:map[CA:0.502 ca:1]]]"},
		{"a group", `<g opacity=".2"><path d="M0 0h1v1z"/><path d="M0 0h1v1z"/></g><path d="M0 0h1v1z"/>`,
			[]string{"q /S0 gs /X0 Do Q 0 0 0 rg 0 0 m 100 0 l 100 100 l h f", "0 0 0 rg 0 0 m 100 0 l 100 100 l h f 0 0 m 100 0 l 100 100 l h f"},
			"map[ExtGState:map[S0:map[CA:0.2 ca:0.2]] XObject:map[X0:]]"},
		{"a clip", `<clipPath id="c"><path d="M0 0h1v1z" clip-rule="evenodd"/></clipPath><g clip-path="url(#c)"><path d="M0 0h2v2z"/></g>`,
			[]string{"q 0 0 m 100 0 l 100 100 l h W* n 0 0 0 rg 0 0 m 200 0 l 200 200 l h f Q"}, "map[]"},
		{"a union", `<clipPath id="c"><path d="M0 0h1v1z"/><path d="M5 5h1v1z"/></clipPath><g clip-path="url(#c)"><path d="M0 0h2v2z"/></g>`,
			[]string{"q /S0 gs /X0 Do Q", "1 1 1 rg 0 0 m 100 0 l 100 100 l h f 500 500 m 600 500 l 600 600 l h f", "0 0 0 rg 0 0 m 200 0 l 200 200 l h f"},
			"map[ExtGState:map[S0:map[SMask:map[G: S:Luminosity]]] XObject:map[X0:]]"},
		{"a gradient", `<linearGradient id="g"><stop offset=".2" stop-color="#f00"/><stop offset=".2" stop-color="#0f0"/><stop offset="1"/></linearGradient><path fill="url(#g)" d="M2 2h4v4z"/>`,
			[]string{"q /Pattern cs /P0 scn 200 200 m 600 200 l 600 600 l h f Q"},
			"map[Pattern:map[P0:map[Matrix:[400 0 0 400 200 200] PatternType:2 Shading:map[ColorSpace:DeviceRGB Coords:[0 0 1 0] Extend:[true true] " +
				"Function:map[Bounds:[0.2] Domain:[0 1] Encode:[0 1 0 1] FunctionType:3 Functions:[map[C0:[1 0 0] C1:[1 0 0] Domain:[0 1] FunctionType:2 N:1] " +
				"map[C0:[0 1 0] C1:[0 0 0] Domain:[0 1] FunctionType:2 N:1]]] ShadingType:2]]]]"},
		{"a gradient of opacity", `<radialGradient id="g" fx=".4"><stop stop-color="#f00"/><stop offset="1" stop-color="#f00" stop-opacity="0"/></radialGradient><path fill="url(#g)" d="M2 2h4v4z"/>`,
			[]string{"q /S0 gs /Pattern cs /P0 scn 200 200 m 600 200 l 600 600 l h f Q", "/Pattern cs /P0 scn 0 0 1000 1000 re f"},
			"map[ExtGState:map[S0:map[SMask:map[G: S:Luminosity]]] Pattern:map[P0:map[Matrix:[200 0 0 200 400 400] PatternType:2 Shading:map[ColorSpace:DeviceRGB " +
				"Coords:[-0.2 0 0 0 0 1] Extend:[true true] Function:map[C0:[1 0 0] C1:[1 0 0] Domain:[0 1] FunctionType:2 N:1] ShadingType:3]]]]"},
	} {
		_, all := formsOf(t, drawing(t, tt.inner))
		if len(all) != len(tt.content) {
			t.Errorf("%s: %d forms, want %d", tt.name, len(all), len(tt.content))
			continue
		}
		for i, s := range all {
			if got := strings.Join(strings.Fields(string(s.data)), " "); got != tt.content[i] {
				t.Errorf("%s, form %d:\n%s\nwant\n%s", tt.name, i, got, tt.content[i])
			}
		}
		if got := fmt.Sprint(bare(all[0].dict["Resources"])); got != tt.resources {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.resources)
		}
		transparent := strings.Contains(tt.resources, "ExtGState")
		if group, _ := all[0].dict["Group"].(dict); (group != nil) != transparent || transparent && fmt.Sprint(group) != "map[CS:DeviceRGB I:true S:Transparency]" {
			t.Errorf("%s: group %v", tt.name, group)
		}
	}
}

// bare is an object without the numbers of others.
func bare(v any) any {
	switch v := v.(type) {
	case dict:
		out := map[string]any{}
		for k, e := range v {
			out[string(k)] = bare(e)
		}
		return out
	case arr:
		out := []any{}
		for _, e := range v {
			out = append(out, bare(e))
		}
		return out
	case ref:
		return ""
	}
	return v
}

// TestDrawingOfTheCorpus writes every SVG that tests have, packed and not: each
// file reads back, and all that it holds is reached.
func TestDrawingOfTheCorpus(t *testing.T) {
	files, err := filepath.Glob("../../testdata/vectors/svg/*.svg")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files (%v)", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		v, err := image.DecodeSVG(data)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, readable := range []bool{false, true} {
			d, o := page(), options
			o.Readable = readable
			add(d, 0, &layout.Drawing{Width: 50 * layout.Point, Height: 50 * layout.Point, Drawing: v})
			if err := compare(mustUnderstand(t, write(t, d, o)), d); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
}

// TestDrawingDepth: PDF/A allows 28 graphics states within one another. What
// the reader of SVG lets through stays below; another drawing is refused.
func TestDrawingDepth(t *testing.T) {
	clips := `<linearGradient id="g"><stop stop-opacity="0"/><stop offset="1"/></linearGradient>`
	for i := range 4 {
		clips += fmt.Sprintf(`<clipPath id="c%d" %s><path d="M0 0h9v5z"/><path d="M0 0h9v9z" /></clipPath>`, i, []string{"", fmt.Sprintf(`clip-path="url(#c%d)"`, i-1)}[min(i, 1)])
	}
	line := `<path transform="scale(1 2)" stroke="url(#g)" stroke-dasharray="1" d="M1 1h3"/>`
	deepest := drawing(t, clips+strings.Repeat(`<g clip-path="url(#c3)">`, 16)+line+strings.Repeat("</g>", 16))
	formsOf(t, deepest)

	nest := func(n int) *image.Drawing {
		d := drawing(t, `<path d="M0 0h1v1z"/>`)
		for range n {
			d.Nodes = []image.Node{&image.Group{Alpha: 99, Nodes: d.Nodes}}
		}
		return d
	}
	for n, fits := range map[int]bool{27: true, 28: false} { // and the page's own
		d := page()
		add(d, 0, &layout.Drawing{Width: 50, Height: 50, Drawing: nest(n)})
		err := pdf.NewWriter(fonts.Embedded()).Write(&bytes.Buffer{}, d, options)
		var e *pdf.Error
		if fits != (err == nil) || !fits && (!errors.As(err, &e) || !strings.Contains(e.Error(), "29 graphics states")) {
			t.Errorf("%d groups: %v", n, err)
		}
	}
}
