package templates

import (
	"fmt"
	"slices"
)

// Brand is how one billing entity's documents look. Everything is optional;
// the zero Brand gives the layout's own look. Files (logo, letterhead, fonts)
// are named by a path beside the brand (command only) or a data: URL.
type Brand struct {
	Template       string                       `json:"template,omitempty"`        // layout: a built-in name, or a file for the command
	Logo           string                       `json:"logo,omitempty"`            // PNG, JPEG or SVG
	LogoPosition   string                       `json:"logo_position,omitempty"`   // left, center, right (physical) or start (mirrored in right-to-left languages; the default)
	LogoAlt        string                       `json:"logo_alt,omitempty"`        // alternate text; default: "Logo of NAME"
	AccentColor    string                       `json:"accent_color,omitempty"`    // #RRGGBB
	SecondaryColor string                       `json:"secondary_color,omitempty"` // #RRGGBB, of fills
	Font           string                       `json:"font,omitempty"`            // family of running text: embedded, or one of Fonts
	HeadingFont    string                       `json:"heading_font,omitempty"`    // family of titles and amounts
	Fonts          []FontFile                   `json:"fonts,omitempty"`           // the brand's own faces
	Paper          string                       `json:"paper,omitempty"`           // a4, letter, auto
	Orientation    string                       `json:"orientation,omitempty"`     // portrait (default), landscape: for layouts that allow it
	Margins        string                       `json:"margins,omitempty"`         // one to four lengths: top, end, bottom, start
	Corners        string                       `json:"corners,omitempty"`         // square, round: of boxes and badges
	Rules          string                       `json:"rules,omitempty"`           // none, hairline, strong: of lines, in place of the layout's thickness
	Window         string                       `json:"window,omitempty"`          // the envelope window that the letter layout addresses; words in WindowNames
	Letterhead     Letterhead                   `json:"letterhead,omitzero"`       // behind the page
	DateStyle      string                       `json:"date_style,omitempty"`      // short, medium, long (default), full
	Terms          map[string]string            `json:"terms,omitempty"`           // by language; printed when the document has none
	Notes          map[string]string            `json:"notes,omitempty"`           // by language; printed on every document, after its own memo
	Footer         map[string][]string          `json:"footer,omitempty"`          // by language: up to four columns, lines separated by \n
	Labels         map[string]map[string]string `json:"labels,omitempty"`          // by language: label key → words
	CustomFields   map[string][]CustomField     `json:"custom_fields,omitempty"`   // by language: facts printed beside the document's own
}

// FontFile is one face of the brand's own: a TrueType file with glyf outlines
// whose embedding permission (OS/2 fsType) allows a document to carry it.
type FontFile struct {
	Family string `json:"family"`
	Weight int    `json:"weight"` // 100 to 900
	File   string `json:"file"`
}

// Letterhead is a picture that fills the paper, behind everything: PNG, JPEG or
// SVG.
type Letterhead struct {
	First string `json:"first,omitempty"` // of the first page
	Rest  string `json:"rest,omitempty"`  // of all other pages
}

// CustomField is a fact that every document of the brand states.
type CustomField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// WindowNames are the envelope windows that Brand.Window may name;
// docs/spec/windows.csv has their measures and sources.
var WindowNames = []string{"din_5008_a", "din_5008_b", "swiss_left", "swiss_right", "french_right", "uk_dl", "us_10"}

// ParseMargins reads the margins of a page: one to four lengths of 5mm to 60mm,
// as a layout's margin attribute has them. They come in the order top, end,
// bottom, start.
func ParseMargins(s string) (margins [4]Length, err error) {
	lengths, problem := parseLengths(s)
	if problem != "" {
		return margins, fmt.Errorf("%s", problem)
	}
	for _, l := range lengths {
		if l < marginMin || l > marginMax {
			return margins, fmt.Errorf("a margin is from 5mm to 60mm")
		}
	}
	return [4]Length(lengths), nil
}

// MarginLengths are the brand's margins: top, end, bottom, start. ok is false
// where the brand states none that can be read.
func (b Brand) MarginLengths() (margins [4]Length, ok bool) {
	margins, err := ParseMargins(b.Margins)
	return margins, err == nil
}

// Merge gives b with what over states in place of its own: text by text, and
// where a field has languages, by these; labels by their keys too. Fonts and
// letterhead are one thing each and replaced whole. Neither brand is changed,
// nor does the result share anything with them.
func (b Brand) Merge(over Brand) Brand {
	for _, f := range []struct{ own, over *string }{
		{&b.Template, &over.Template}, {&b.Logo, &over.Logo}, {&b.LogoPosition, &over.LogoPosition}, {&b.LogoAlt, &over.LogoAlt},
		{&b.AccentColor, &over.AccentColor}, {&b.SecondaryColor, &over.SecondaryColor}, {&b.Font, &over.Font}, {&b.HeadingFont, &over.HeadingFont},
		{&b.Paper, &over.Paper}, {&b.Orientation, &over.Orientation}, {&b.Margins, &over.Margins}, {&b.Corners, &over.Corners},
		{&b.Rules, &over.Rules}, {&b.Window, &over.Window}, {&b.DateStyle, &over.DateStyle},
	} {
		if *f.over != "" {
			*f.own = *f.over
		}
	}
	if len(over.Fonts) > 0 {
		b.Fonts = over.Fonts
	}
	b.Fonts = slices.Clone(b.Fonts)
	if over.Letterhead != (Letterhead{}) {
		b.Letterhead = over.Letterhead
	}
	b.Terms, b.Notes = merged(b.Terms, over.Terms), merged(b.Notes, over.Notes)
	b.Footer = mergedBy(b.Footer, over.Footer, func(_, columns []string) []string { return slices.Clone(columns) })
	b.Labels = mergedBy(b.Labels, over.Labels, merged[string])
	b.CustomFields = mergedBy(b.CustomFields, over.CustomFields, func(_, fields []CustomField) []CustomField { return slices.Clone(fields) })
	return b
}

func merged[V any](own, over map[string]V) map[string]V {
	return mergedBy(own, over, func(_, v V) V { return v })
}

// mergedBy is a new map of what own and over hold; one makes an entry of both
// entries, of which either may be missing.
func mergedBy[V any](own, over map[string]V, one func(own, over V) V) map[string]V {
	if own == nil && over == nil {
		return nil
	}
	var none V
	out := make(map[string]V, len(own)+len(over))
	for key, v := range own {
		out[key] = one(none, v)
	}
	for key, v := range over {
		out[key] = one(own[key], v)
	}
	return out
}
