package render_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/render/layout"
)

func mm(u layout.Unit) float64 { return float64(u) / float64(layout.Point) * 25.4 / 72 }

// TestClassicMeasures holds the sample that was drawn by hand to the measures
// of the drawing, in millimetres.
func TestClassicMeasures(t *testing.T) {
	p, o := sample(t, "classic")
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
	var rules []float64
	text := map[string]layout.Placed{}
	for _, it := range doc.Pages[0].Items {
		switch x := it.Item.(type) {
		case *layout.Rule:
			near("a rule's thickness", mm(x.Thickness), 0.176, 0.001)
			near("a rule's start", mm(it.X), 20, 0.01)
			near("a rule's width", mm(x.Width), 170, 0.01)
			rules = append(rules, mm(it.Y))
		case *layout.Text:
			if s := strings.TrimSpace(x.Run.Source); text[s].Item == nil {
				text[s] = it
			}
		}
	}
	if len(rules) != 4 {
		t.Fatalf("rules at %v, want four", rules)
	}
	for i, want := range []float64{86.6, 105.0, 116.3, 177.2} {
		// In the drawing rules add nothing to the height, here each its 0.5 pt.
		near("a rule", rules[i]-float64(i)*0.176, want, 0.3)
	}
	end := func(s string) float64 {
		it := text[s]
		run := it.Item.(*layout.Text).Run
		return mm(it.X + widthOf(run, len(strings.TrimRight(run.Source, " "))))
	}
	for s, want := range map[string]float64{
		"Quantity": 119.9, "Unit price": 149.8, "VAT": 166.3, "Amount in EUR": 190.0,
		"2,480.00": 149.8, "13.5%": 166.3, "exempt": 166.3, "702.00": 190.0,
		"6,691.70": 190, "−133.83": 190, "6,557.87": 190, "1,224.50": 190, "7,782.37": 190, "−1,500.00": 190, "6,282.37": 190, "Page 1 of 1": 190,
	} {
		near("the end of "+s, end(s), want, 0.3)
	}
	for s, want := range map[string]float64{
		"Billed to": 20, "Amount due": 20, "€6,282.37": 20, "Due date": 70, "12 December 2026": 70, "Pay by bank transfer to": 120, "Invoice date": 120, "12 November 2026": 148,
		"Description": 20, "VAT rate": 20, "Subtotal": 120, "Amount due in EUR": 120, "IBAN": 20, "MRNXIE2D": 48, "Harrow Point Instruments Ltd": 120, "Registered in Ireland no. 604118": 70,
	} {
		near("the start of "+s, mm(text[s].X), want, 0.1)
	}
	// The baseline of a line box of 24 pt in Source Serif 4 at 20 pt lies 19.01 pt below its top.
	near("the top of the title", mm(text["Invoice"].Y)-19.01*25.4/72, 43, 0.1)
	// Capitals of Source Sans 3 are 0.660 em high.
	near("the top of the seller's name", mm(text["Harrow Point Instruments Ltd"].Y)-9.5*0.660*25.4/72, 16, 0.1)
	near("the bottom of the footer", mm(text["Page 1 of 1"].Y)+(10-7.74)*25.4/72, 297-16, 0.3)
	near("amount and due date on one baseline", mm(text["€6,282.37"].Y), mm(text["12 December 2026"].Y), 0.02)
	near("amount and account on one baseline", mm(text["€6,282.37"].Y), mm(text["IE02\u00a0MRNX\u00a09900\u00a00112\u00a03456\u00a078"].Y), 0.02)
}

// Text begins at the layout's starts only: 20, 70 and 120 mm, values at 48 and
// 148, and in tables where figures end.
func TestClassicStarts(t *testing.T) {
	starts := []float64{20, 48, 70, 120, 148, 149} // 149: what stands beside the code
	for _, name := range []string{"classic", "credit-note", "receipt"} {
		p, o := sample(t, name)
		doc := pages(t, p, o)
		checked := 0
		for _, it := range doc.Pages[0].Items {
			x, ok := it.Item.(*layout.Text)
			if !ok || it.Elem == 0 {
				continue
			}
			role := doc.Elems[it.Elem].Role
			if role != layout.RoleP && role != layout.RoleLBody && role != layout.RoleH2 || x.Run.Style.Tracking > 0 || centred(doc, it) { // a mark stands at the end of its row
				continue
			}
			checked++
			if !slices.ContainsFunc(starts, func(s float64) bool { return math.Abs(s-mm(it.X)) < 0.1 }) && !follows(doc, it) {
				t.Errorf("%s: %q begins at %.2f mm", name, x.Run.Source, mm(it.X))
			}
		}
		if checked < 15 {
			t.Errorf("%s: only %d texts checked", name, checked)
		}
	}
}

// TestStartsOfOtherLayouts holds modern, minimal and compact to the few places
// at which their blocks begin in the drawings. Values stand beside labels of
// any length, cells where their table puts them, and what is set at the end of
// a line ends there.
func TestStartsOfOtherLayouts(t *testing.T) {
	for name, m := range map[string]struct{ starts, ends []float64 }{
		"modern":  {[]float64{22, 79.33, 136.67, 108}, []float64{188}},
		"minimal": {[]float64{20, 78.33, 136.67}, []float64{190}},
		"compact": {[]float64{16, 60.5, 105, 149.5, 40}, []float64{194}}, // 40: beside the code
	} {
		p, o := sample(t, "classic")
		o.Brand.Template = name
		doc := pages(t, p, o)
		checked, seen := 0, map[layout.ElemID]bool{}
		for _, it := range doc.Pages[0].Items {
			x, ok := it.Item.(*layout.Text)
			if !ok || it.Elem == 0 {
				continue
			}
			e := doc.Elems[it.Elem]
			block := e.Role == layout.RoleP || e.Role == layout.RoleH1 || e.Role == layout.RoleH2 || e.Role == layout.RoleLBody && !seen[it.Elem]
			seen[it.Elem] = true
			if !block || doc.Elems[e.Parent].Role == layout.RoleTD || follows(doc, it) {
				continue
			}
			checked++
			at := func(places []float64, x layout.Unit) bool {
				return slices.ContainsFunc(places, func(p float64) bool { return math.Abs(p-mm(x)) < 0.15 })
			}
			end := it.X + widthOf(x.Run, len(strings.TrimRight(x.Run.Source, " ")))
			if !at(m.starts, it.X) && !at(m.ends, end) {
				t.Errorf("%s: %q begins at %.2f mm", name, x.Run.Source, mm(it.X))
			}
		}
		if checked < 20 {
			t.Errorf("%s: only %d texts checked", name, checked)
		}
	}
}

// centred reports whether a text stands under a centred logo.
func centred(doc *layout.Document, it layout.Placed) bool {
	run := it.Item.(*layout.Text).Run
	middle := mm(it.X + widthOf(run, len(strings.TrimRight(run.Source, " ")))/2)
	return math.Abs(middle-105) < 0.5 && mm(it.Y) < 55
}

// follows reports whether a text goes on where another ends.
func follows(doc *layout.Document, it layout.Placed) bool {
	for _, other := range doc.Pages[0].Items {
		if txt, ok := other.Item.(*layout.Text); ok && other.Y == it.Y && other.X+txt.Run.Width-it.X < layout.Point && it.X-other.X-txt.Run.Width < layout.Point {
			return true
		}
	}
	return false
}
