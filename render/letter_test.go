package render_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

// isMark reports whether a line is one of the marks at the edge of the sheet.
func isMark(it layout.Placed, r *layout.Rule) bool {
	return it.Elem == 0 && math.Abs(mm(it.X)-5) < 0.1 && mm(r.Width) < 7.1
}

// TestLetterMeasures holds the sample that was drawn by hand to the measures
// of the drawing, in millimetres.
func TestLetterMeasures(t *testing.T) {
	p, o := sample(t, "letter")
	doc := pages(t, p, o)
	if len(doc.Pages) != 1 {
		t.Fatalf("%d pages, want one", len(doc.Pages))
	}
	near := func(what string, got, want, within float64) {
		t.Helper()
		if math.Abs(got-want) > within {
			t.Errorf("%s: %.2f mm, want %.2f", what, got, want)
		}
	}
	text := map[string]layout.Placed{}
	var rules []float64
	for _, it := range doc.Pages[0].Items {
		switch x := it.Item.(type) {
		case *layout.Rule:
			if !isMark(it, x) {
				near("a rule's start", mm(it.X), 25, 0.01)
				near("a rule's width", mm(x.Width), 165, 0.01)
				rules = append(rules, mm(it.Y))
			}
		case *layout.Text:
			if s := strings.TrimSpace(x.Run.Source); text[s].Item == nil {
				text[s] = it
			}
		}
	}
	// The rules of the drawing lie at 550.5 and 735 of its 1287 pixels.
	if len(rules) != 2 {
		t.Fatalf("rules at %v, want two", rules)
	}
	near("the rule under the heads", rules[0], 127.1, 0.3)
	near("the rule under the table", rules[1], 169.7, 0.5)
	end := func(s string) float64 {
		it := text[s]
		if it.Item == nil {
			t.Fatalf("%q is not printed", s)
		}
		run := it.Item.(*layout.Text).Run
		return mm(it.X + widthOf(run, len(strings.TrimRight(run.Source, " "))))
	}
	for s, want := range map[string]float64{
		"36,5": 127.4, "Menge": 127.4, "Einzelpreis": 156.9, "0,0042": 156.9, "USt.": 169.0, "frei": 169.0, "19\u00a0%": 169.0, "Betrag in EUR": 190, "4.672,00": 190,
		"−398,25": 190, "1.062,47": 190, "8.649,14": 190, "−1.000,00": 190, "7.649,14": 190, "Seite 1 von 1": 190,
	} {
		near("the end of "+s, end(s), want, 0.3)
	}
	for s, want := range map[string]float64{
		"Lovanta GmbH, Torstraße 9, 10119 Berlin": 25, "Morgenroth Maschinenbau GmbH": 25, "Rechnungsdatum": 125, "12. November 2026": 156,
		"Zahlbetrag": 125, "7.649,14\u00a0€": 125, "Sehr geehrte Damen und Herren,": 25, "fällig am": 125, "Pos.": 25, "Bezeichnung": 33, "Zwischensumme": 125,
		"Zahlbetrag in EUR": 125, "IBAN": 25, "LUVADEB1XXX": 59, "Mit freundlichen Grüßen": 25, "AG Berlin-Charlottenburg, HRB 198 204": 75, "rechnung@lovanta.example": 125,
	} {
		if text[s].Item == nil {
			t.Errorf("%q is not printed", s)
			continue
		}
		near("the start of "+s, mm(text[s].X), want, 0.1)
	}
	// Where in its line box a line of Source Sans 3 has its baseline: the
	// leading less 1.424 em is parted, 1.024 em stand above.
	top := func(s string, size, leading float64) float64 {
		return mm(text[s].Y) - ((leading-1.424*size)/2+1.024*size)*25.4/72
	}
	near("the return line", top("Lovanta GmbH, Torstraße 9, 10119 Berlin", 7.5, 12), 57.2, 0.05)
	near("the address", top("Morgenroth Maschinenbau GmbH", 10, 12), 62.7, 0.05)
	near("the information", top("Rechnungsdatum", 10, 12), 50, 0.05)
	near("the letter", top("7.649,14\u00a0€", 18, 24), 98.46, 0.05)
	near("the amount's label", top("Zahlbetrag", 8, 12), 98.46-13*25.4/72, 0.05)
	near("the salutation", top("Sehr geehrte Damen und Herren,", 10, 12), 98.46+(24+6)*25.4/72, 0.05)
	near("subject and amount on one baseline", mm(text["Rechnung LV-2026-0042"].Y), mm(text["7.649,14\u00a0€"].Y), 0.01)
	near("salutation and date on one baseline", mm(text["Sehr geehrte Damen und Herren,"].Y), mm(text["fällig am"].Y), 0.01)
	near("the bottom of the footer", mm(text["Seite 1 von 1"].Y)+(9-((9-1.424*7.5)/2+1.024*7.5))*25.4/72, 297-16, 0.05)
	for _, it := range doc.Pages[0].Items {
		if img, ok := it.Item.(*layout.Image); ok {
			ink := img.Raster.Ink
			near("the top of the logo", mm(it.Y)+mm(img.Height)*float64(ink.MinY)/float64(img.Raster.Height), 18, 0.1)
			near("the end of the logo", mm(it.X)+mm(img.Width)*float64(ink.MaxX)/float64(img.Raster.Width), 190, 0.1)
		}
	}
}

// Every sheet is marked where the window's envelope folds it.
func TestFoldMarks(t *testing.T) {
	for name, want := range map[string][]float64{
		"din_5008_a": {87, 148.5, 192}, "din_5008_b": {105, 148.5, 210}, "swiss_left": {105, 148.5, 210}, "swiss_right": {105, 148.5, 210},
		"french_right": {99, 148.5, 198}, "uk_dl": {99, 148.5, 198}, "us_10": {279.4 / 3, 279.4 * 2 / 3},
	} {
		p, o := sample(t, "forty-lines")
		o.Brand.Template, o.Brand.Window = "letter", name
		if name == "us_10" {
			o.Paper = "letter"
		}
		doc := pages(t, p, o)
		if len(doc.Pages) < 2 {
			t.Fatalf("%d pages", len(doc.Pages))
		}
		for i := range doc.Pages {
			var got []float64
			for _, it := range doc.Pages[i].Items {
				if r, ok := it.Item.(*layout.Rule); ok && isMark(it, r) {
					if it.Elem != 0 {
						t.Errorf("%s, page %d: a mark is no artifact", name, i+1)
					}
					got = append(got, mm(it.Y+r.Thickness/2))
				}
			}
			if !slices.EqualFunc(got, want, func(a, b float64) bool { return math.Abs(a-b) < 0.05 }) {
				t.Errorf("%s, page %d: marks at %.2f, want %.2f", name, i+1, got, want)
			}
		}
	}
}

// rect is a part of a sheet, in millimetres.
type rect struct{ x0, y0, x1, y1 float64 }

func (r rect) inset(d float64) rect { return rect{r.x0 + d, r.y0 + d, r.x1 - d, r.y1 - d} }
func (r rect) holds(o rect) bool {
	return o.x0 >= r.x0 && o.x1 <= r.x1 && o.y0 >= r.y0 && o.y1 <= r.y1
}
func (r rect) meets(o rect) bool {
	return o.x0 < r.x1 && o.x1 > r.x0 && o.y0 < r.y1 && o.y1 > r.y0
}

// view is what one envelope shows of a sheet in one place: the window of the
// recipient, and where there is one that of the sender.
type view struct {
	what    string
	windows []rect
}

// views are the corners that a sheet can be shaken to in every envelope of
// docs/spec/windows.csv, by window.
func views(t *testing.T) map[string][]view {
	t.Helper()
	f, err := os.Open("../docs/spec/windows.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]view{}
	for _, row := range rows[1:] {
		at := func(name string) float64 {
			s := row[slices.Index(rows[0], name)]
			if s == "" {
				return 0
			}
			n, err := strconv.ParseFloat(s, 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for _, right := range []float64{0, at("shift_right")} {
			for _, up := range []float64{0, at("shift_up")} {
				v := view{what: fmt.Sprintf("%s in %s, %g to the right and %g up", row[0], row[2], right, up)}
				for _, prefix := range []string{"window", "return"} {
					if at(prefix+"_width") > 0 {
						x, foot := at(prefix+"_left")-right, at("panel_foot")-at(prefix+"_bottom")+up
						v.windows = append(v.windows, rect{x, foot - at(prefix+"_height"), x + at(prefix+"_width"), foot})
					}
				}
				all[row[0]] = append(all[row[0]], v)
			}
		}
	}
	return all
}

// unseen finds text of the address that an envelope does not show with 2 mm to
// spare, and anything else that it does show. Letters are as tall as accented
// capitals.
func unseen(doc *layout.Document, own []string, all []view) error {
	for _, it := range doc.Pages[0].Items {
		var at rect
		words := ""
		switch x := it.Item.(type) {
		case *layout.Text:
			words = strings.TrimRight(x.Run.Source, " ")
			size := x.Run.Style.Size
			at = rect{mm(it.X), mm(it.Y - size*90/100), mm(it.X + widthOf(x.Run, len(words))), mm(it.Y + size*25/100)}
		case *layout.Image:
			at = rect{mm(it.X), mm(it.Y), mm(it.X + x.Width), mm(it.Y + x.Height)}
			words = "the logo"
		case *layout.Rule:
			at = rect{mm(it.X), mm(it.Y), mm(it.X + x.Width), mm(it.Y + x.Thickness)}
			words = "a line"
		default:
			continue
		}
		isOwn := slices.ContainsFunc(own, func(s string) bool { return words != "" && strings.Contains(s, words) }) && at.y1 < 95 && at.y1 > 10
		for _, v := range all {
			shown := slices.IndexFunc(v.windows, func(w rect) bool { return w.meets(at) })
			switch {
			case shown < 0 && !isOwn:
			case shown < 0:
				// A name may stand elsewhere, too.
			case !isOwn:
				return fmt.Errorf("%s: %q shows, %.1f", v.what, words, at)
			case !v.windows[shown].inset(1.999).holds(at):
				return fmt.Errorf("%s: %q is too near the edge: %.1f in %.1f", v.what, words, at, v.windows[shown])
			}
		}
	}
	return nil
}

// addressed is the sample with an address of so many lines, each as long as
// asked for, in a letter for a window.
func addressed(t *testing.T, window string, lines, letters int) (billing.Printable, render.Options, []string) {
	t.Helper()
	p, o := sample(t, "letter")
	d := p.(billing.Computed).Document()
	d.Buyer = billing.Party{Name: "Empfänger AG"}
	filling := "Ättorpsvägen é qualité 27 g, Björkö och Älvsjö gård kvarter"
	for i := 2; i <= lines; i++ {
		d.Buyer.Address.Lines = append(d.Buyer.Address.Lines, strings.TrimSpace(string([]rune(fmt.Sprintf("%d %s", i, filling))[:letters])))
	}
	c, err := billing.Compute(d)
	if err != nil {
		t.Fatal(err)
	}
	o.Brand.Window = window
	if window == "us_10" {
		o.Paper = "letter"
	}
	own := append([]string{d.Buyer.Name, d.Seller.Name + ", Torstraße 9, 10119 Berlin", "Torstraße 9", "10119 Berlin"}, d.Buyer.Address.Lines...)
	return c, o, own
}

// TestWindowAddresses puts letters into every envelope and shakes them: the
// address shows whole with 2 mm to spare, and nothing else does, for one to
// seven lines, short and long, and wherever the logo stands.
func TestWindowAddresses(t *testing.T) {
	all := views(t)
	for _, window := range templates.WindowNames {
		for lines := 1; lines <= 7; lines++ {
			for i, letters := range []int{12, 40, 52} {
				p, o, own := addressed(t, window, lines, letters)
				if o.Brand.LogoPosition = []string{"left", "center", "right"}[(lines+i)%3]; lines == 4 {
					o.Brand.Logo = ""
				}
				doc, err := renderer().Pages(context.Background(), p, o)
				if err != nil {
					t.Errorf("%s, %d lines of %d letters: %v", window, lines, letters, err)
					continue
				}
				if err := unseen(doc, own, all[window]); err != nil {
					t.Errorf("%s, %d lines of %d letters: %v", window, lines, letters, err)
				}
				if got := printed(doc, own[4:]); got < lines-1 {
					t.Errorf("%s: %d of %d lines are printed", window, got+1, lines)
				}
			}
		}
	}
}

// printed counts the texts that stand whole on lines of their own on page 1.
func printed(doc *layout.Document, lines []string) int {
	n := 0
	for _, it := range doc.Pages[0].Items {
		if x, ok := it.Item.(*layout.Text); ok && slices.Contains(lines, strings.TrimRight(x.Run.Source, " ")) {
			n++
		}
	}
	return n
}

// A letter that is moved, or says something else in the window, is noticed.
func TestWindowFaultsAreSeen(t *testing.T) {
	all := views(t)["din_5008_b"]
	p, o, own := addressed(t, "din_5008_b", 6, 30)
	move := func(dx, dy float64, which func(string) bool) error {
		doc := pages(t, p, o)
		for i := range doc.Pages[0].Items {
			it := &doc.Pages[0].Items[i]
			if x, ok := it.Item.(*layout.Text); ok && which(strings.TrimRight(x.Run.Source, " ")) {
				it.X += layout.Unit(dx * 2903)
				it.Y += layout.Unit(dy * 2903)
			}
		}
		return unseen(doc, own, all)
	}
	address := func(s string) bool { return slices.Contains(own, s) }
	if err := move(0, 0, address); err != nil {
		t.Fatal(err)
	}
	for _, d := range [][2]float64{{-3.5, 0}, {40, 0}, {0, -2}, {0, 3}} {
		if move(d[0], d[1], address) == nil {
			t.Errorf("an address moved by %v mm is not seen", d)
		}
	}
	if move(-40, 20, func(s string) bool { return s == "Rechnungsdatum" }) == nil {
		t.Error("other text in the window is not seen")
	}
}

// An address that does not fit is refused with how much would.
func TestWindowRefusals(t *testing.T) {
	for _, c := range []struct {
		window       string
		lines, words int
		want         string // "" when it fits
	}{
		{"din_5008_b", 7, 12, ""}, {"din_5008_b", 8, 12, "takes 8 lines, and the envelope's window (din_5008_b) shows 7"},
		{"us_10", 7, 12, ""}, {"us_10", 8, 12, "takes 8 lines, and the envelope's window (us_10) shows 7"},
		{"uk_dl", 8, 12, "shows 7"}, {"french_right", 8, 12, "shows 7"}, {"swiss_right", 8, 12, "shows 7"},
	} {
		p, o, _ := addressed(t, c.window, c.lines, c.words)
		_, err := renderer().Pages(context.Background(), p, o)
		var address *render.AddressError
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.window, err)
		case c.want != "" && (!errors.As(err, &address) || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s with %d lines: %v, want %q", c.window, c.lines, err, c.want)
		}
	}
	// A line that takes two makes eight of seven.
	p, o, _ := addressed(t, "din_5008_b", 7, 12)
	d := p.(billing.Computed).Document()
	d.Buyer.Name = strings.Repeat("Grundstücksverwaltung ", 4)
	wide, err := billing.Compute(d)
	if err != nil {
		t.Fatal(err)
	}
	var address *render.AddressError
	if _, err := renderer().Pages(context.Background(), wide, o); !errors.As(err, &address) || address.Lines != 8 || address.Fit != 7 {
		t.Errorf("a wide name over six lines: %v", err)
	}
}

// A window of another paper is not taken, and that is told.
func TestWindowOfAnotherPaper(t *testing.T) {
	p, o := sample(t, "letter")
	o.Brand.Window = "us_10"
	var out strings.Builder
	res, err := renderer().Render(context.Background(), &out, p, o)
	if err != nil || len(res.Warnings) != 1 || res.Warnings[0].Path != "/brand/window" || !strings.Contains(res.Warnings[0].Message, "din_5008_b") {
		t.Errorf("%v, %v", res.Warnings, err)
	}
	o.Brand.Template = "classic"
	if res, err = renderer().Render(context.Background(), &out, p, o); err != nil || len(res.Warnings) != 0 {
		t.Errorf("a layout without a window: %v, %v", res.Warnings, err)
	}
}
