package compose

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/text"
	"github.com/facture-dev/facture/templates"
)

// noStyle is the style of an element outside any that names one: the
// template's first.
const noStyle = 0

// style is a template's style in the brand's faces and colours.
type style struct {
	text    text.Style
	leading layout.Unit
	ascent  layout.Unit // from the top of a line box to its baseline
	capTop  layout.Unit // from the top of a line box to the top of its capitals
	color   layout.Color
	bold    text.Style // the same, emphasized
}

// The families where neither brand nor layout names one.
const (
	textFamily    = "Source Sans 3"
	headingFamily = "Source Serif 4"
)

func (b *builder) resolveStyles() error {
	defs := b.t.Styles
	if len(defs) == 0 {
		defs = []templates.Style{{Font: "text", Weight: 400, Size: templates.Length(10 * layout.Point), Leading: templates.Length(13 * layout.Point), Color: "ink"}}
	}
	b.accent = b.accentColor()
	b.styles = make([]style, len(defs))
	for i, d := range defs {
		s, err := b.resolve(d)
		if err != nil {
			return err
		}
		b.styles[i] = s
	}
	return nil
}

func (b *builder) resolve(d templates.Style) (style, error) {
	layouts := cmp.Or(b.t.Families.Text, textFamily)
	family := cmp.Or(b.o.Brand.Font, layouts)
	if d.Font == "heading" {
		layouts = cmp.Or(b.t.Families.Heading, headingFamily)
		// A brand that names one family only means it for everything.
		family = cmp.Or(b.o.Brand.HeadingFont, b.o.Brand.Font, layouts)
	}
	id, err := b.lib.Find(family, d.Weight)
	if err != nil {
		return style{}, err
	}
	boldID, err := b.lib.Find(family, max(600, d.Weight))
	if err != nil {
		return style{}, err
	}
	size := layout.Unit(d.Size)
	s := style{
		text:    text.Style{Face: id, Size: size, Tracking: int16(d.Tracking), Tabular: d.Tabular},
		leading: layout.Unit(d.Leading),
		color:   b.color(d.Color),
	}
	s.bold = s.text
	s.bold.Face = boldID
	s.text.Fallback = b.fallback(id, layouts, d.Weight)
	s.bold.Fallback = b.fallback(boldID, layouts, max(600, d.Weight))
	s.measure(b.lib.Face(id))
	return s, nil
}

// measure sets where in a line box the baseline and the top of capitals lie.
func (s *style) measure(f *fonts.Face) {
	size, em := s.text.Size, layout.Unit(f.UnitsPerEm())
	rise, drop := size*layout.Unit(f.Ascent())/em, size*layout.Unit(f.Descent())/em
	s.ascent = (s.leading-rise-drop)/2 + rise
	s.capTop = s.ascent - size*layout.Unit(f.CapHeight())/em
}

// fallback is what draws the characters that a face lacks: for a brand's own
// the layout's family, in whose place it stands, and for every face the one of
// running text, so that what can be set in one layout can be in all.
func (b *builder) fallback(face fonts.ID, layouts string, weight int) text.Fallback {
	families := []string{textFamily}
	if b.lib.Own(face) {
		families = []string{layouts, textFamily}
	}
	var to []fonts.ID
	for _, family := range families {
		if id, err := b.lib.FindUnder(family, weight); err == nil && id != face && !slices.Contains(to, id) {
			to = append(to, id)
		}
	}
	return text.FallbackTo(to...)
}

// The colours that templates name. Grey has contrast 6.6 on white, the green
// of PAID 6.4.
const (
	ink           layout.Color = 0x1b1d20
	muted         layout.Color = 0x565b61
	paid          layout.Color = 0x1a6440
	paper         layout.Color = 0xffffff
	defaultAccent layout.Color = 0x1d4f91
	// defaultSecondary is a ground on which all of these can be read.
	defaultSecondary layout.Color = 0xf4f5f7
)

// color resolves a colour word or #RRGGBB, which the checker has checked.
func (b *builder) color(w string) layout.Color {
	switch w {
	case "", "ink":
		return own(b.t.Ink, ink)
	case "muted":
		return own(b.t.Muted, muted)
	case "accent":
		return b.accent
	case "secondary":
		return b.fill(w)
	case "paid":
		return paid
	case "paper":
		return paper
	}
	return parseHex(w)
}

// own is the layout's own colour, where it states one.
func own(stated string, otherwise layout.Color) layout.Color {
	if stated == "" {
		return otherwise
	}
	return parseHex(stated)
}

// fill resolves a colour of a ground: a brand's colours as they are stated.
func (b *builder) fill(w string) layout.Color {
	switch {
	case w == "accent" && b.o.Brand.AccentColor != "":
		return parseHex(b.o.Brand.AccentColor)
	case w == "secondary" && b.o.Brand.SecondaryColor != "":
		return parseHex(b.o.Brand.SecondaryColor)
	case w == "secondary":
		return defaultSecondary
	}
	return b.color(w)
}

// onGround makes blocks whose text stands on a ground.
func (b *builder) onGround(ground layout.Color, make func()) {
	outer := b.ground
	b.ground = ground
	make()
	b.ground = outer
}

// onto is a text's colour on the ground in force: itself where its contrast is
// enough (WCAG 2.1 §1.4.3), else black or white, whichever stands out more.
func (b *builder) onto(c layout.Color) layout.Color {
	if b.ground == paper || templates.ContrastTenths(uint32(c), uint32(b.ground)) >= 45 {
		return c
	}
	if templates.ContrastTenths(uint32(0), uint32(b.ground)) >= templates.ContrastTenths(uint32(paper), uint32(b.ground)) {
		return 0
	}
	return paper
}

func parseHex(s string) layout.Color {
	n, err := strconv.ParseUint(s[1:], 16, 24)
	if err != nil {
		return ink
	}
	return layout.Color(n)
}

// accentColor is the brand's accent colour for text on white: darkened, at the same
// hue, until its contrast is 4.5 (WCAG 2.1 §1.4.3), with a warning.
func (b *builder) accentColor() layout.Color {
	if b.o.Brand.AccentColor == "" {
		return defaultAccent
	}
	c := parseHex(b.o.Brand.AccentColor)
	d := darken(c)
	if d != c {
		b.warn("brand.accent_color.weak", "/brand/accent_color", "accent colour %s is too weak for text on white; text is set in %s", hex(c), hex(d))
	}
	return d
}

func hex(c layout.Color) string {
	s := strconv.FormatUint(uint64(c), 16)
	return "#" + "000000"[len(s):] + s
}

// darken scales a colour's components down together, which keeps its hue,
// until it can be read on white.
func darken(c layout.Color) layout.Color {
	for k := uint32(256); k > 0; k-- {
		d := scale(c, k)
		if templates.Readable(uint32(d)) {
			return d
		}
	}
	return 0
}

func scale(c layout.Color, k uint32) layout.Color {
	r, g, bl := uint32(c>>16&0xff)*k/256, uint32(c>>8&0xff)*k/256, uint32(c&0xff)*k/256
	return layout.Color(r<<16 | g<<8 | bl)
}
