package request

import (
	"strings"

	"github.com/facture-dev/facture/templates"
)

// BrandFile is a brand that stands in a file of its own, and where everything
// stands in it. Pointers begin at the brand: /logo.
type BrandFile struct {
	templates.Brand
	Source
}

// ReadBrand reads a brand that stands in a file of its own, by the table by
// which Parse reads one inside a document. The error is billing.Faults:
// everything that is wrong with its form, in its order. The BrandFile is never
// nil: after an error it still tells positions, and holds what could be read.
func ReadBrand(src []byte, o Options) (*BrandFile, error) {
	d, early := newDecoder(src, o)
	b := &BrandFile{Source: Source{src: d.src}}
	if early != nil {
		return b, early
	}
	d.noun = "brand"
	brandTable.read(d, &b.Brand)
	return b, d.finish(&b.Source)
}

var brandTable = brandReference(newTable("a brand",
	is("template", name, func(b *templates.Brand) *string { return &b.Template }, "the layout: a built-in name, or, for the command, a file ending in `.xml` or a folder beside the brand; `classic` when absent"),
	is("logo", logo, func(b *templates.Brand) *string { return &b.Logo }, "PNG, JPEG or SVG; without one, the seller's name stands in its place"),
	is("logo_position", oneOf("start", "left", "center", "right"), func(b *templates.Brand) *string { return &b.LogoPosition }, "`left`, `center` and `right` are never mirrored; `start`, the default, is the right in right-to-left languages"),
	is("logo_alt", name, func(b *templates.Brand) *string { return &b.LogoAlt }, "what the logo shows, for who cannot see it; \"Logo of NAME\" when absent"),
	is("accent_color", color, func(b *templates.Brand) *string { return &b.AccentColor }, "of what is to be paid; too light for text, it is darkened to a contrast of 4.5, with a warning"),
	is("secondary_color", color, func(b *templates.Brand) *string { return &b.SecondaryColor }, "of fills, in layouts that have some"),
	is("font", name, func(b *templates.Brand) *string { return &b.Font }, "family of running text, embedded or one of `fonts`; the layout's own when absent"),
	is("heading_font", name, func(b *templates.Brand) *string { return &b.HeadingFont }, "family of titles and amounts; that of `font`, else the layout's own, when absent"),
	is("fonts", brandFonts, func(b *templates.Brand) *[]templates.FontFile { return &b.Fonts }, "the brand's own faces, each family and weight once"),
	is("paper", oneOf("auto", "a4", "letter"), func(b *templates.Brand) *string { return &b.Paper }, "`auto`, the default, is what the seller's country uses"),
	is("orientation", oneOf("portrait", "landscape"), func(b *templates.Brand) *string { return &b.Orientation }, "`portrait` when absent; `landscape` in layouts that allow it"),
	is("margins", margins, func(b *templates.Brand) *string { return &b.Margins }, "top, end, bottom and start of the page: `16mm 20mm` is 16 mm above and below, 20 mm at the sides"),
	is("corners", oneOf("square", "round"), func(b *templates.Brand) *string { return &b.Corners }, "of boxes and badges; the layout's own when absent"),
	is("rules", oneOf("none", "hairline", "strong"), func(b *templates.Brand) *string { return &b.Rules }, "lines, in place of the layout's thickness"),
	is("window", oneOf(templates.WindowNames...), func(b *templates.Brand) *string { return &b.Window }, "the envelope window that the layout `letter` addresses"),
	is("letterhead", letterheadTable.as(), func(b *templates.Brand) *templates.Letterhead { return &b.Letterhead }, "pictures that fill the paper, behind everything"),
	is("date_style", oneOf("short", "medium", "long", "full"), func(b *templates.Brand) *string { return &b.DateStyle }, "how dates are written; `long` when absent"),
	is("terms", byLanguage(text), func(b *templates.Brand) *map[string]string { return &b.Terms }, "printed when the document states none"),
	is("notes", byLanguage(text), func(b *templates.Brand) *map[string]string { return &b.Notes }, "printed on every document, after its own memo"),
	is("footer", byLanguage(listOf(text, 0, maxColumns)), func(b *templates.Brand) *map[string][]string { return &b.Footer }, "columns, in which a line break starts a line"),
	is("labels", byLanguage(mapOf(name, maxLabels)), func(b *templates.Brand) *map[string]map[string]string { return &b.Labels }, "words instead of the layout's own, by [label](languages.md#labels)"),
	is("custom_fields", byLanguage(listOf(brandFieldTable.as(), 0, maxBrandFields)), func(b *templates.Brand) *map[string][]templates.CustomField { return &b.CustomFields }, "facts on every document, after its own"),
))

func brandReference(t *table[templates.Brand]) *table[templates.Brand] {
	t.shape.guide = "docs/guide/brand.md"
	return t
}

var fontTable = newTable("a font",
	must("family", words(1, maxFamily), func(f *templates.FontFile) *string { return &f.Family }, "as `font` and `heading_font` name it"),
	must("weight", weight, func(f *templates.FontFile) *int { return &f.Weight }, "400 is regular, 600 semi-bold"),
	must("file", fontFile, func(f *templates.FontFile) *string { return &f.File }, "TrueType, with the permission to be embedded"),
)

var letterheadTable = newTable("a letterhead",
	is("first", letterhead, func(l *templates.Letterhead) *string { return &l.First }, "of the first page: PNG, JPEG or SVG"),
	is("rest", letterhead, func(l *templates.Letterhead) *string { return &l.Rest }, "of all other pages"),
)

var brandFieldTable = newTable("a brand's own fact",
	must("name", given, func(f *templates.CustomField) *string { return &f.Name }, "printed before the value"),
	must("value", given, func(f *templates.CustomField) *string { return &f.Value }, ""),
)

// brandFonts reads the list of fonts, in which each face stands once: which of
// two would be printed is anyone's guess.
var brandFonts = brandFontsReader()

func brandFontsReader() reader[[]templates.FontFile] {
	list := listOf(fontTable.as(), 1, maxFonts)
	return reader[[]templates.FontFile]{list.shape, func(d *decoder, v *[]templates.FontFile) {
		d.peek()
		at := d.pos
		list.read(d, v)
		first := map[templates.FontFile]bool{}
		for i, f := range *v {
			face := templates.FontFile{Family: strings.ToLower(strings.Join(strings.Fields(f.Family), " ")), Weight: f.Weight}
			if face.Family == "" || face.Weight == 0 {
				continue // a fault already
			}
			if first[face] {
				d.enterIndex(i)
				d.fault((&Source{src: d.src}).members(at)[i].value, "field.duplicate", "%s %d is stated twice; keep one", shorten(f.Family), f.Weight)
				d.leave()
			}
			first[face] = true
		}
	}}
}

// weight reads 100, 200 … 900 (CSS Fonts 4 §2.2).
var weight = reader[int]{shape{kind: "weight", min: 100, max: 900}, func(d *decoder, v *int) {
	d.peek()
	at, before := d.pos, len(d.faults)
	integer(100, 900).read(d, v)
	if len(d.faults) == before && !d.broken && *v%100 != 0 {
		d.fault(at, "field.value", "%d is not a weight: 100, 200 … 900", *v)
		*v = 0
	}
}}

// margins reads one to four lengths.
var margins = reader[string]{shape{kind: "margins"}, func(d *decoder, v *string) {
	s, at, ok := d.string(`lengths, such as "16mm 20mm"`)
	if !ok {
		return
	}
	if _, err := templates.ParseMargins(s); err != nil {
		d.fault(at, "field.value", "%q: %s", shorten(s), err)
		return
	}
	*v = s
}}
