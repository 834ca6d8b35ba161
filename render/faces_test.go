package render_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

const (
	plexRegular  = "ibm-plex-sans/IBMPlexSans_400Regular.ttf"
	plexSemiBold = "ibm-plex-sans/IBMPlexSans_600SemiBold.ttf"
	interRegular = "inter/Inter_400Regular.ttf"
)

// inFonts gives options the faces of a brand named Acme, by weight.
func inFonts(o render.Options, byWeight map[int][]byte) render.Options {
	o.Brand.Font, o.Brand.Fonts, o.Assets = "Acme", nil, map[string][]byte{}
	o.Brand.Logo = ""
	for _, weight := range []int{400, 600} {
		if file, ok := byWeight[weight]; ok {
			name := "acme-" + string(rune('0'+weight/100)) + ".ttf"
			o.Brand.Fonts = append(o.Brand.Fonts, templates.FontFile{Family: "Acme", Weight: weight, File: name})
			o.Assets[name] = file
		}
	}
	return o
}

func dump(t testing.TB, doc *layout.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := layout.Dump(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func newRenderer(t testing.TB) *render.Renderer {
	t.Helper()
	r, err := render.New()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func pdfOf(t testing.TB, r *render.Renderer, p billing.Printable, o render.Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := r.Render(context.Background(), &out, p, o); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A brand's own files are set as the same faces are when they are embedded: only
// the numbers of the faces differ.
func TestOwnFonts(t *testing.T) {
	p, o := sample(t, "classic")
	own := inFonts(o, map[int][]byte{400: readFont(t, plexRegular).bytes(), 600: readFont(t, plexSemiBold).bytes()})
	embedded := own
	embedded.Brand.Font, embedded.Brand.Fonts, embedded.Assets = "IBM Plex Sans", nil, nil
	face := regexp.MustCompile(`face=\d+`)
	got, want := dump(t, pages(t, p, own)), dump(t, pages(t, p, embedded))
	if face.ReplaceAllString(got, "") != face.ReplaceAllString(want, "") {
		t.Errorf("set in a file of its own, the document is\n%s\nembedded\n%s", got, want)
	}
	if got == want {
		t.Error("the document is set in the embedded face")
	}
	if other := dump(t, pages(t, p, o)); face.ReplaceAllString(other, "") == face.ReplaceAllString(want, "") {
		t.Error("the comparison sees no difference between families")
	}
	own.Readable = true
	if file := pdfOf(t, renderer(), p, own); !bytes.Contains(file, []byte("+IBMPlexSans-SemiBold")) || bytes.Contains(file, []byte("SourceS")) {
		t.Error("the file does not hold the brand's faces alone")
	}
}

// What a document's bytes follow from is its own input: not the brands that a
// Renderer met before, though their fonts have one name and the same glyphs.
func TestOwnFontsDoNotMix(t *testing.T) {
	p, o := sample(t, "classic")
	plex, inter := readFont(t, plexRegular).bytes(), readFont(t, interRegular).bytes()
	bent := readFont(t, plexRegular) // the same font, but for one byte of an outline
	bent["glyf"][len(bent["glyf"])/2]++
	options := []render.Options{
		inFonts(o, map[int][]byte{400: plex}), inFonts(o, map[int][]byte{400: inter}), inFonts(o, map[int][]byte{400: bent.bytes()}), o,
		inFonts(o, map[int][]byte{400: plex, 600: inter}),
	}
	var want [][]byte
	for i, o := range options {
		want = append(want, pdfOf(t, newRenderer(t), p, o))
		for j := range i {
			if bytes.Equal(want[i], want[j]) && i != 2 { // whether the bent glyph is used is chance
				t.Errorf("documents %d and %d are the same", i, j)
			}
		}
	}
	r := newRenderer(t)
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for _, i := range rand.New(rand.NewPCG(1, uint64(g))).Perm(len(options)) {
				for range 2 {
					var out bytes.Buffer
					if _, err := r.Render(context.Background(), &out, p, options[i]); err != nil || !bytes.Equal(out.Bytes(), want[i]) {
						t.Errorf("document %d is another after others, %v", i, err)
					}
				}
			}
		})
	}
	wg.Wait()
	// The caller's bytes are the caller's: what was read of them stays.
	changed := slices.Clone(plex)
	first := inFonts(o, map[int][]byte{400: changed})
	pdfOf(t, r, p, first)
	clear(changed[len(changed)/2:])
	if again := pdfOf(t, r, p, inFonts(o, map[int][]byte{400: plex})); !bytes.Equal(again, want[0]) {
		t.Error("a font changed with its caller's bytes")
	}
}

// What the brand's face lacks is drawn in the layout's family.
func TestOwnFontsFallBack(t *testing.T) {
	id, err := fonts.Embedded().Find("IBM Plex Sans", 400)
	if err != nil {
		t.Fatal(err)
	}
	plex := fonts.Embedded().Face(id)
	latin := readFont(t, plexRegular).only(func(r rune) uint16 { g, _ := plex.Glyph(r); return g }, ' ', 'ÿ').bytes()
	c := plainInvoice(t, 1, func(d *billing.Document) {
		d.Buyer.Name, d.Seller.Name = "Ελληνική Εταιρεία", "Müller"
		d.Memo = "Plain Жук"
	})
	o := inFonts(english(t), map[int][]byte{400: latin})
	doc := pages(t, c, o)
	faces := map[string]fonts.ID{}
	for _, page := range doc.Pages {
		for _, item := range page.Items {
			if text, ok := item.Item.(*layout.Text); ok {
				faces[strings.TrimSpace(text.Run.Source)] = text.Run.Style.Face
			}
		}
	}
	own := fonts.ID(fonts.Embedded().Len())
	sans, _ := fonts.Embedded().Find("Source Sans 3", 400)
	bold, _ := fonts.Embedded().Find("Source Sans 3", 600)
	serif, _ := fonts.Embedded().Find("Source Serif 4", 600) // of the layout's amounts
	for source, want := range map[string]fonts.ID{"Müller": own, "Ελληνική": bold, "Εταιρεία": bold, "Plain": own, "Жук": sans, "€": serif} {
		if got, ok := faces[source]; !ok || got != want {
			t.Errorf("%q is in face %d (%t), want %d", source, got, ok, want)
		}
	}
	o.Readable = true
	file := pdfOf(t, renderer(), c, o)
	for _, name := range []string{"+IBMPlexSans-Regular", "+SourceSans3-Regular", "+SourceSans3-SemiBold", "+SourceSerif4-SemiBold"} {
		if !bytes.Contains(file, []byte(name)) {
			t.Errorf("the file has no %s", name)
		}
	}
	c = plainInvoice(t, 1, func(d *billing.Document) { d.Buyer.Name = "Snow ☃" })
	var missing *fonts.MissingGlyphError
	if _, err := renderer().Pages(context.Background(), c, o); !errors.As(err, &missing) || missing.Rune != '☃' {
		t.Errorf("a character that no face has: %v", err)
	}
}

func TestOwnFontsRefused(t *testing.T) {
	p, o := sample(t, "classic")
	restricted := readFont(t, plexRegular)
	binary.BigEndian.PutUint16(restricted["OS/2"][8:], 2)
	sound := readFont(t, plexRegular).bytes()
	absent := inFonts(o, map[int][]byte{400: sound, 600: sound})
	delete(absent.Assets, "acme-6.ttf")
	for _, tt := range []struct {
		o     render.Options
		index int
		want  string
	}{
		{inFonts(o, map[int][]byte{400: sound, 600: restricted.bytes()}), 1, "its maker forbids embedding this font"},
		{inFonts(o, map[int][]byte{400: []byte("not a font, a text")}), 0, "not the start of a TrueType font"},
		{absent, 1, "the font file acme-6.ttf was not handed over"},
	} {
		var out bytes.Buffer
		_, err := renderer().Render(context.Background(), &out, p, tt.o)
		var which *fonts.SourceError
		if !errors.As(err, &which) || which.Index != tt.index || !strings.Contains(err.Error(), tt.want) || out.Len() > 0 {
			t.Errorf("%v and %d bytes, want font %d: %s", err, out.Len(), tt.index, tt.want)
		}
	}
	// A family that nothing is set in is worth a word.
	unused := inFonts(o, map[int][]byte{400: sound})
	unused.Brand.Font = "Inter"
	res, err := renderer().Check(context.Background(), p, unused)
	if err != nil || len(res.Warnings) != 1 || res.Warnings[0].Path != "/brand/fonts/0" || res.Warnings[0].Rule != "brand.font.unused" {
		t.Errorf("%v, %v", res.Warnings, err)
	}
	if res, err = renderer().Check(context.Background(), p, inFonts(o, map[int][]byte{400: sound})); err != nil || len(res.Warnings) != 0 {
		t.Errorf("a family that is used: %v, %v", res.Warnings, err)
	}
}

// Rules that are damaged show only when text is set: the document is refused,
// or set, and nothing panics.
func TestOwnFontsWithDamagedRules(t *testing.T) {
	p, o := sample(t, "classic")
	r := newRenderer(t)
	random := rand.New(rand.NewPCG(11, 12))
	refused, late := 0, 0
	for range 60 {
		font := readFont(t, interRegular)
		for range 1 + random.IntN(40) {
			table := font[[]string{"GSUB", "GPOS", "GDEF"}[random.IntN(3)]]
			table[random.IntN(min(len(table), 3000))] = byte(random.Uint32())
		}
		o := inFonts(o, map[int][]byte{400: font.bytes()})
		var out bytes.Buffer
		_, err := r.Render(context.Background(), &out, p, o)
		if err == nil {
			_, err = r.SVG(context.Background(), &out, p, o, 1)
		}
		if which := (*fonts.SourceError)(nil); errors.As(err, &which) {
			refused++
			if which.Index < 0 {
				late++
			}
		}
	}
	if late == 0 {
		t.Errorf("%d of 60 were refused, none while text was set: this test shows nothing any more", refused)
	}
}
