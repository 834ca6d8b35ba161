package compose

import (
	"strings"
	"testing"

	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

// The elements that the built-in layouts are made of, each by what shows in
// frames.

// alike is whether two places are equal up to the rounding of millimetres.
func alike(a, b layout.Unit) bool { return a-b < 4 && b-a < 4 }

func TestBox(t *testing.T) {
	doc := body(t, `<box background="secondary" border="1pt" border-color="muted" radius="4pt" padding="10pt 12pt" outset="12pt"><text>inside</text></box>`)
	at, fills := items[*layout.Fill](doc)
	_, frames := items[*layout.Frame](doc)
	if len(fills) != 1 || len(frames) != 1 || fills[0].Radius != 4*pt || frames[0].Radius != 4*pt || fills[0].Color != defaultSecondary || frames[0].Color != muted {
		t.Fatalf("fills %+v, frames %+v", fills, frames)
	}
	if want := mm(20) - 12*pt; !alike(at[0].X, want) || !alike(fills[0].Width, mm(170)+24*pt) || fills[0].Height != 32*pt {
		t.Errorf("a ground at %d, %d × %d", at[0].X, fills[0].Width, fills[0].Height)
	}
	if it, _ := find(t, doc, "inside"); !alike(it.X, mm(20)) {
		t.Errorf("the text begins at %d, want the page's edge %d", it.X, mm(20))
	}
	if doc := body(t, `<box background="secondary"><text if="document.reason">x</text></box><text>y</text>`); len(doc.Pages[0].Items) != 1 {
		t.Error("an empty box leaves something")
	}
}

// A brand's corners and rules go before the layout's.
func TestBrandCornersAndRules(t *testing.T) {
	const box = `<box background="secondary" radius="4pt" border="0.5pt"><text>x</text></box>`
	for corners, want := range map[string]layout.Unit{"": 4 * pt, "square": 0, "round": 6 * pt} {
		_, fills := items[*layout.Fill](setting{body: box, brand: templates.Brand{Corners: corners}}.pages(t))
		if fills[0].Radius != want {
			t.Errorf("corners %q: radius %d, want %d", corners, fills[0].Radius, want)
		}
	}
	for rules, want := range map[string]layout.Unit{"": pt / 2, "hairline": pt / 4, "strong": pt, "none": 0} {
		_, lines := items[*layout.Rule](setting{body: `<stack rule-above="0.5pt"><text>x</text></stack>`, brand: templates.Brand{Rules: rules}}.pages(t))
		if got := len(lines) > 0; got != (want > 0) || got && lines[0].Thickness != want {
			t.Errorf("rules %q: %+v, want %d", rules, lines, want)
		}
	}
}

// Text that could not be read on its ground is black or white.
func TestTextOnGrounds(t *testing.T) {
	for ground, want := range map[string]layout.Color{"#12263f": paper, "#ffe08a": ink, "#808080": 0, "#f4f5f7": ink} {
		doc := setting{body: `<box background="secondary"><text>x</text></box>`, brand: templates.Brand{SecondaryColor: ground}}.pages(t)
		if _, x := find(t, doc, "x"); x.Color != want {
			t.Errorf("on %s text is #%06x, want #%06x", ground, x.Color, want)
		}
	}
	// Outside of the box its own colour is in force again.
	doc := setting{body: `<box background="#12263f"><text>in</text></box><text>out</text>`}.pages(t)
	if _, x := find(t, doc, "out"); x.Color != ink {
		t.Errorf("after a dark box text is #%06x", x.Color)
	}
}

func TestBadgeIsAsWideAsItsWord(t *testing.T) {
	doc := body(t, `<badge of="document.title" icon="tick"/>`)
	_, fills := items[*layout.Fill](doc)
	_, ticks := items[*layout.Stroke](doc)
	_, word := find(t, doc, "Invoice")
	if len(fills) != 1 || len(ticks) != 1 || fills[0].Width > word.Run.Width+40*pt || fills[0].Radius != 6*pt || fills[0].Color != paid || word.Color != paper {
		t.Errorf("fills %+v, %d ticks, word #%06x of %d", fills, len(ticks), word.Color, word.Run.Width)
	}
}

func TestGrid(t *testing.T) {
	doc := body(t, `<grid of="document.facts" columns="2" gap="10pt"/>`)
	date, _ := find(t, doc, "12 November 2026")
	order, _ := find(t, doc, "PO-778")
	label := doc.Pages[0].Items[0]
	if want := mm(20) + (mm(170)-10*pt)/2 + 10*pt; !alike(date.X, mm(20)) || !alike(order.X, want) || order.Y != date.Y || label.X != date.X || label.Y >= date.Y {
		t.Errorf("date at %d,%d, order at %d,%d, label at %d,%d", date.X, date.Y, order.X, order.Y, label.X, label.Y)
	}
}

func TestColumns(t *testing.T) {
	doc := body(t, `<columns count="2" gap="10pt"><text>one</text><text>two</text><text>three</text></columns>`)
	one, _ := find(t, doc, "one")
	two, _ := find(t, doc, "two")
	three, _ := find(t, doc, "three")
	if one.X != two.X || one.Y >= two.Y || three.Y != one.Y || !alike(three.X, mm(20)+(mm(170)-10*pt)/2+10*pt) {
		t.Errorf("one %d,%d two %d,%d three %d,%d", one.X, one.Y, two.X, two.Y, three.X, three.Y)
	}
}

func TestCorner(t *testing.T) {
	const corner = `<corner gap="3mm" corner-width="20mm"><text>%</text><text align="end">page</text></corner>`
	short := body(t, strings.Replace(corner, "%", "a footer", 1))
	long := body(t, strings.Replace(corner, "%", strings.Repeat("a long footer ", 9), 1))
	line, _ := find(t, short, "a footer")
	if page, _ := find(t, short, "page"); page.Y != line.Y {
		t.Errorf("beside a short line the corner stands at %d, not at %d", page.Y, line.Y)
	}
	last := layout.Unit(0)
	for _, it := range long.Pages[0].Items {
		if x, ok := it.Item.(*layout.Text); ok && strings.HasPrefix(x.Run.Source, "a long") {
			last = max(last, it.Y)
		}
	}
	if page, _ := find(t, long, "page"); page.Y <= last {
		t.Errorf("beside a full line the corner stands at %d, the line at %d", page.Y, last)
	}
}

func TestSignatureStaysWithWhatStandsAbove(t *testing.T) {
	fill := strings.Repeat(`<text>line</text>`, 50)
	doc := setting{height: mm(297), body: fill + `<text>above</text><signature label="{seller.name}" space="40mm"/>`}.pages(t)
	page := func(s string) int {
		for i := range doc.Pages {
			for _, it := range doc.Pages[i].Items {
				if x, ok := it.Item.(*layout.Text); ok && strings.HasPrefix(x.Run.Source, s) {
					return i
				}
			}
		}
		return -1
	}
	if page("above") != page("Muster") || len(doc.Pages) != 2 || page("above") != 1 {
		t.Errorf("%d pages: what stands above is on %d, the signature on %d", len(doc.Pages), page("above"), page("Muster"))
	}
}

func TestWatermark(t *testing.T) {
	s := setting{head: `<header on="all"><watermark of="document.title" style="big"/></header>`, body: `<text>first</text>`}
	doc := s.pages(t)
	it := doc.Pages[0].Items[0]
	w, ok := it.Item.(*layout.Text)
	if !ok || w.Run.Source != "Invoice" || w.Turn != steep || it.Elem != 0 || w.Color != watermarkColor {
		t.Fatalf("the page begins with %+v", it)
	}
	// Its middle is the paper's: from there to the run's beginning and end it is
	// equally far.
	midX := it.X + w.Run.Width*layout.Unit(w.Turn.Cos)/(2<<16)
	midY := it.Y - w.Run.Width*layout.Unit(w.Turn.Sin)/(2<<16)
	if dx, dy := midX-mm(210)/2, midY-mm(297)/2; max(dx, -dx) > 8*pt || max(dy, -dy) > 8*pt {
		t.Errorf("the middle of the word is %d, %d away from the paper's", dx, dy)
	}
	if body, _ := find(t, doc, "first"); body.Y > mm(26) {
		t.Errorf("the text begins at %d: a watermark takes room", body.Y)
	}
}

func TestNarrowStyle(t *testing.T) {
	for over, want := range map[string]layout.Unit{"10mm": 8 * pt, "100mm": 20 * pt} {
		doc := body(t, `<text style="big" narrow-over="`+over+`" narrow-style="small">{seller.name}</text>`)
		if _, x := find(t, doc, "Muster GmbH"); x.Run.Style.Size != want {
			t.Errorf("over %s: size %d, want %d", over, x.Run.Style.Size, want)
		}
	}
}

func TestLastRuleOfTotals(t *testing.T) {
	doc := body(t, `<totals of="totals" gap="4pt" last-gap="10pt" last-rule="0.5pt" last-rule-gap="6pt"/>`)
	at, rules := items[*layout.Rule](doc)
	due, x := find(t, doc, "Amount due in EUR")
	if len(rules) != 1 {
		t.Fatalf("%d rules", len(rules))
	}
	top := due.Y - x.Run.Style.Size // about the top of the line box
	if gap := top - at[0].Y; gap < 4*pt || gap > 9*pt {
		t.Errorf("the rule is %d above the last total", gap)
	}
}

func TestMargins(t *testing.T) {
	s := setting{body: `<text>x</text>`, brand: templates.Brand{Margins: "10mm 30mm"}}
	if it, _ := find(t, s.pages(t), "x"); !alike(it.X, mm(30)) {
		t.Errorf("text begins at %d, the brand says 30 mm", it.X)
	}
	s.attrs = `fixed-margin="true"`
	c, err := s.compose(t)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Warnings) != 1 || c.Warnings[0].Path != "/brand/margins" || !alike(c.Flow.Margin[3], mm(20)) {
		t.Errorf("warnings %+v, margin %d", c.Warnings, c.Flow.Margin[3])
	}
}
