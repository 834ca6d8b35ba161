package compose

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/render/layout"
)

// long is an invoice of many lines, "Item 1" and so on.
func long(n int) billing.Document {
	d := invoice()
	d.Lines = nil
	for i := range n {
		d.Lines = append(d.Lines, billing.Line{Description: fmt.Sprintf("Item %d", i+1), Quantity: dec("1"), UnitPrice: dec("10.00")})
	}
	return d
}

const lineTable = `<table each="lines" as="line" carry="line.running" min-rows-after="1" keep-with-next="true">
	<column head="{label line.description}" width="1fr">{line.description}</column>
	<column head="{label line.amount}" align="end">{line.amount}</column></table>
	<totals of="totals" keep="together"/>`

// Headers and footers stand on the pages that they name. Those who listen hear
// the header of the first page first and the footer of the last page last;
// everything else about pages is an artifact.
func TestHeadersAndFooters(t *testing.T) {
	doc := setting{doc: long(40), height: mm(120), body: lineTable, head: `
		<header on="first"><heading>{label document.invoice}</heading></header>
		<header on="rest"><text>rest {document.number}</text></header>
		<header><text>all {document.number}</text></header>
		<footer on="first"><text>foot first</text></footer>
		<footer on="rest"><text>foot rest</text></footer>
		<footer><text>seller {seller.name}</text><text>{label page.of number=page.number count=page.count}</text></footer>`}.pages(t)
	n := len(doc.Pages)
	if n < 3 {
		t.Fatalf("%d pages", n)
	}
	for i := range doc.Pages {
		got := lines(&doc.Pages[i])
		head, foot := []string{"rest INV-7", "all INV-7"}, []string{"foot rest", "seller Muster GmbH", fmt.Sprintf("Page %d of %d", i+1, n)}
		if i == 0 {
			head, foot[0] = []string{"Invoice", "all INV-7"}, "foot first"
		}
		if !slices.Equal(got[:2], head) || !slices.Equal(got[len(got)-3:], foot) {
			t.Errorf("page %d: %q", i+1, got)
		}
		for _, it := range doc.Pages[i].Items {
			txt, ok := it.Item.(*layout.Text)
			if !ok {
				continue
			}
			want := "artifact"
			switch s := txt.Run.Source; {
			case strings.HasPrefix(s, "Item"):
				want = "Document/Table/TBody/TR/TD"
			case s == "Invoice":
				want = "Document/Div/H1"
			case s == "all INV-7" && i == 0:
				want = "Document/Div/P"
			case strings.HasPrefix(s, "seller") && i == n-1:
				want = "Document/P"
			case strings.HasPrefix(s, "seller"), strings.HasPrefix(s, "rest"), strings.HasPrefix(s, "Page"), strings.HasPrefix(s, "Carried"):
			default:
				continue
			}
			if got := path(doc, it.Elem); got != want {
				t.Errorf("page %d: %q is %s, want %s", i+1, txt.Run.Source, got, want)
			}
		}
	}
	first, _ := find(t, doc, "Invoice")
	body, _ := find(t, doc, "Item 1")
	if a, b := branch(doc, first.Elem), branch(doc, body.Elem); a > b {
		t.Errorf("the first header is branch %d, after the body's %d", a, b)
	}
}

// branch is the child of the root that an element stands under.
func branch(doc *layout.Document, e layout.ElemID) layout.ElemID {
	for doc.Elems[e].Parent != layout.Root {
		e = doc.Elems[e].Parent
	}
	return e
}

// A template that has no header for the first page gets no element for one.
func TestNoEmptyHeaderElement(t *testing.T) {
	doc := setting{head: `<header on="rest"><text>rest</text></header>`, body: `<text>a</text>`}.pages(t)
	for _, e := range doc.Elems {
		if e.Role == layout.RoleDiv {
			t.Errorf("an element for a header that is not there: %+v", doc.Elems)
		}
	}
}

func TestTable(t *testing.T) {
	doc := setting{doc: long(40), height: mm(120), body: lineTable}.pages(t)
	count := map[string]int{}
	for i := range doc.Pages {
		got := lines(&doc.Pages[i])
		if got[0] != "Description|Amount" {
			t.Errorf("page %d begins with %q", i+1, got[0])
		}
		for _, l := range got {
			if item, _, ok := strings.Cut(l, "|"); ok && strings.HasPrefix(item, "Item") {
				count[item]++
			}
		}
		if i+1 < len(doc.Pages) {
			if last := got[len(got)-1]; !strings.HasPrefix(last, fmt.Sprintf("Carried forward to page %d|", i+2)) {
				t.Errorf("page %d ends with %q", i+1, last)
			}
		}
		if i > 0 {
			if !strings.HasPrefix(got[1], fmt.Sprintf("Brought forward from page %d|", i)) {
				t.Errorf("page %d brings %q forward", i+1, got[1])
			}
			// What is carried is the sum of the lines above: each is 10.00.
			before := 0
			for j := range i {
				for _, l := range lines(&doc.Pages[j]) {
					if strings.HasPrefix(l, "Item") {
						before++
					}
				}
			}
			if want := fmt.Sprintf("|%d0.00", before); !strings.HasSuffix(got[1], want) {
				t.Errorf("page %d: %q, want %s", i+1, got[1], want)
			}
		}
	}
	if len(count) != 40 {
		t.Errorf("%d items printed, want 40", len(count))
	}
}

// Columns, and what they have: a condition, a suffix in a column of its own,
// decimal signs below one another, words at the end of figures.
func TestTableColumns(t *testing.T) {
	d := invoice()
	d.Lines[1].Quantity, d.Lines[1].Unit = dec("100.125"), "pallet"
	xml := `<table each="lines" as="l" gap="6mm" style="body" head-style="small">
		<column head="D" width="1fr"><text>{l.description}</text><text each="l.notes" as="n" style="small">{n.text}</text></column>
		<column head="Q" align="decimal" suffix="{l.unit}" suffix-gap="2mm" suffix-style="small">{l.quantity}</column>
		<column head="never" if="document.reason">x</column>
		<column head="T" align="decimal">{l.tax}</column>
		<column head="A" align="end" gap="3mm">{l.amount}</column></table>`
	doc := setting{doc: d, body: xml}.pages(t)
	sign := func(s, before string) layout.Unit {
		it, txt := find(t, doc, s)
		w, err := shaper().Width(before, txt.Run.Style, "en-IE")
		if err != nil {
			t.Fatal(err)
		}
		return it.X + w
	}
	if a, b := sign("12.5", "12"), sign("100.125", "100"); a != b {
		t.Errorf("decimal signs at %d and %d", a, b)
	}
	h, _ := find(t, doc, "h")
	pallet, txt := find(t, doc, "pallet")
	if h.X != pallet.X || txt.Color != muted {
		t.Errorf("suffixes at %d and %d, #%06x", h.X, pallet.X, uint32(txt.Color))
	}
	end := func(s string) layout.Unit {
		it, txt := find(t, doc, s)
		return it.X + txt.Run.Width
	}
	q, figures := find(t, doc, "Q")
	if got := q.X + figures.Run.Width; pallet.X-got != mm(2) && pallet.X-got != mm(2)+1 {
		t.Errorf("the head of figures ends %d before the suffix, want 2 mm", pallet.X-got)
	}
	if end("exempt") != end("T") && end("19%") != end("T") {
		t.Errorf("words end at %d, rates at %d, their head at %d", end("exempt"), end("19%"), end("T"))
	}
	if end("A") != end("1,187.50") {
		t.Errorf("the head of amounts ends at %d, they at %d", end("A"), end("1,187.50"))
	}
	for i := range doc.Pages {
		for _, l := range lines(&doc.Pages[i]) {
			if strings.Contains(l, "never") {
				t.Errorf("a column that is absent: %q", l)
			}
		}
	}
	// Without lines there is no table, and no head of one: here, of payments.
	wantLines(t, body(t, `<text>a</text><table each="receipt.settles" as="s"><column head="H">{s.document}</column></table>`), "a")
}
