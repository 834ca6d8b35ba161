package compose

import (
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

func TestText(t *testing.T) {
	for _, tt := range []struct {
		xml  string
		want []string
	}{
		{`<text>Number {document.number} of {document.issue_date}</text>`, []string{"Number INV-7 of 12 November 2026"}},
		{`<text>{label document.invoice}</text>`, []string{"Invoice"}},
		{`<text>{label line.amount_in currency=document.currency}</text>`, []string{"Amount in EUR"}},
		{`<text>one<br/>two</text>`, []string{"one", "two"}},
		{`<text>a <span style="strong">b</span> c</text>`, []string{"a|b| c"}},
		{`<text>a <span if="document.reason">never</span>b</text>`, []string{"a b"}},
		{`<text>a <span if="!document.reason">always</span></text>`, []string{"a always"}},
		{`<text each="lines" as="l">{l.description}</text>`, []string{"Consulting", "Travel"}},
		{`<text each="lines" as="l" if="l.unit">{l.unit}</text>`, []string{"h"}},
		{`<text if="document.is_credit_note">never</text><text if="document.is_invoice">always</text>`, []string{"always"}},
		// What has nothing to say is no line, even with words around it …
		{`<text>a</text><text>Reason: {document.reason}</text><text>b</text>`, []string{"a", "b"}},
		// … but one value of several is enough, and leaves no space behind.
		{`<text>{document.number} {document.reason}</text>`, []string{"INV-7"}},
	} {
		wantLines(t, body(t, tt.xml), tt.want...)
	}
}

// Absent blocks close up: what stands below moves to where they would have
// been, and space is between blocks only.
func TestAbsentBlocksCloseUp(t *testing.T) {
	const absent = `<text space-before="30pt">{document.reason}</text>`
	for _, xml := range []string{
		`<text>a</text><text space-before="10pt">b</text>`,
		`<text>a</text>` + absent + `<text space-before="10pt">b</text>`,
		absent + `<text>a</text><text space-before="10pt">b</text>`,
		`<text space-before="99pt">a</text><text space-before="10pt">b</text>` + absent,
		`<text>a</text><stack space-before="30pt" padding="9pt" rule-above="1pt">` + absent + `</stack><text space-before="10pt">b</text>`,
		`<text>a</text><row space-before="30pt">` + absent + `</row><text space-before="10pt">b</text>`,
		`<text>a</text><rich of="document.reason"/><text space-before="10pt">b</text>`,
		`<text>a</text><facts of="receipt.settles" if="receipt"/><text space-before="10pt">b</text>`,
		`<text space-after="10pt">a</text>` + absent + `<text>b</text>`,
	} {
		if strings.Contains(xml, "receipt.settles") {
			xml = strings.ReplaceAll(xml, `<facts of="receipt.settles" if="receipt"/>`, `<table each="receipt.settles" as="s"><column>{s.document}</column></table>`)
		}
		doc := body(t, xml)
		a, _ := find(t, doc, "a")
		b, _ := find(t, doc, "b")
		if a.Y >= mm(40) || b.Y-a.Y != 22*pt {
			t.Errorf("%s: a at %d, b %d below", xml, a.Y, b.Y-a.Y)
		}
	}
	// The counter-proof: a box that asks for a least height keeps its place.
	doc := body(t, `<text>a</text><stack min-height="50pt">`+absent+`</stack><text space-before="10pt">b</text>`)
	a, _ := find(t, doc, "a")
	if b, _ := find(t, doc, "b"); b.Y-a.Y != 72*pt {
		t.Errorf("with a box of 50 points between them b is %d below a", b.Y-a.Y)
	}
}

func TestTextLooks(t *testing.T) {
	doc := body(t, `<text style="big">large</text><text style="strong">heavy</text><text style="small">grey <span style="strong">ink</span></text>`)
	for s, want := range map[string]struct {
		face  string
		size  layout.Unit
		color layout.Color
	}{
		"large": {"Source Serif 4 400", 20 * pt, defaultAccent},
		"heavy": {"Source Sans 3 600", 10 * pt, ink},
		"grey":  {"Source Sans 3 400", 8 * pt, muted},
		"ink":   {"Source Sans 3 600", 10 * pt, ink},
	} {
		if _, txt := find(t, doc, s); family(txt) != want.face || txt.Run.Style.Size != want.size || txt.Color != want.color {
			t.Errorf("%s: %s %d #%06x", s, family(txt), txt.Run.Style.Size, uint32(txt.Color))
		}
	}
}

// A layout's own families and colours stand in for the defaults; a brand's
// families stand in for both. Weights that a family lacks are its nearest.
func TestLayoutsOwnLook(t *testing.T) {
	head := `<style name="medium" weight="500" size="10pt"/><style name="title" font="heading" weight="500" size="12pt" color="ink"/>`
	xml := `<text style="medium">text</text><text style="title">heading</text><text style="small">grey</text>`
	for _, tt := range []struct {
		attrs         string
		brand         templates.Brand
		text, heading string
		ink, grey     layout.Color
	}{
		{``, templates.Brand{}, "Source Sans 3 400", "Source Serif 4 400", ink, muted},
		{`text-family="Inter"`, templates.Brand{}, "Inter 500", "Inter 500", ink, muted},
		{`heading-family="Inter"`, templates.Brand{}, "Source Sans 3 400", "Inter 500", ink, muted},
		{`text-family="Inter" heading-family="IBM Plex Sans" ink="#14171c" muted="#5A616B"`, templates.Brand{}, "Inter 500", "IBM Plex Sans 400", 0x14171c, 0x5a616b},
		{`text-family="Inter" muted="#5A616B"`, templates.Brand{Font: "Source Serif 4"}, "Source Serif 4 400", "Source Serif 4 400", ink, 0x5a616b},
		{`text-family="Inter"`, templates.Brand{HeadingFont: "Source Serif 4"}, "Inter 500", "Source Serif 4 400", ink, muted},
	} {
		doc := setting{attrs: tt.attrs, head: head, body: xml, brand: tt.brand}.pages(t)
		_, text := find(t, doc, "text")
		_, heading := find(t, doc, "heading")
		_, grey := find(t, doc, "grey")
		if family(text) != tt.text || family(heading) != tt.heading || text.Color != tt.ink || heading.Color != tt.ink || grey.Color != tt.grey {
			t.Errorf("%s %+v: %s in #%06x, %s in #%06x, grey #%06x", tt.attrs, tt.brand.Font, family(text), uint32(text.Color), family(heading), uint32(heading.Color), uint32(grey.Color))
		}
	}
}

// A brand's family is that of everything, unless it names one for headings.
func TestBrandFonts(t *testing.T) {
	for _, tt := range []struct{ text, heading, wantText, wantHeading string }{
		{"", "", "Source Sans 3 400", "Source Serif 4 400"},
		{"Source Serif 4", "", "Source Serif 4 400", "Source Serif 4 400"},
		{"", "Source Sans 3", "Source Sans 3 400", "Source Sans 3 400"},
		{"Source Serif 4", "Source Sans 3", "Source Serif 4 400", "Source Sans 3 400"},
	} {
		doc := setting{body: `<text>text</text><text style="big">heading</text>`, brand: templates.Brand{Font: tt.text, HeadingFont: tt.heading}}.pages(t)
		_, a := find(t, doc, "text")
		_, b := find(t, doc, "heading")
		if family(a) != tt.wantText || family(b) != tt.wantHeading {
			t.Errorf("%q, %q: %s, %s", tt.text, tt.heading, family(a), family(b))
		}
	}
	if _, err := (setting{body: `<text>text</text>`, brand: templates.Brand{Font: "Comic"}}).compose(t); err == nil || !strings.Contains(err.Error(), "Comic") {
		t.Errorf("an unknown family: %v", err)
	}
}

// The cap-top of a text lies at its place's top: what stands beside a logo is
// level with it.
func TestCapTop(t *testing.T) {
	doc := body(t, `<text style="big" cap-top="true">H</text>`)
	it, txt := find(t, doc, "H")
	caps := txt.Run.Style.Size * 670 / 1000 // of Source Serif 4
	if top := it.Y - caps; top < mm(20)-pt/4 || top > mm(20)+pt/4 {
		t.Errorf("capitals begin at %.2f mm, want 20", float64(top)/float64(mm(1)))
	}
}

func TestStructure(t *testing.T) {
	doc := body(t, `<heading>H-one</heading><heading level="2">H-two</heading><heading level="5">H-five</heading><text>plain</text>
		<facts of="document.facts"/><party of="buyer" label="party.bill_to"/><totals of="totals"/><tax-summary of="taxes"/>
		<payment of="payment.groups" title-style="strong"/><mark of="document.title"/><rich of="document.terms"/>
		<table each="lines" as="l"><column head="Head">{l.description}</column><column>{l.quantity}</column></table>`)
	for s, want := range map[string]string{
		"H-one":                     "Document/H1",
		"H-two":                     "Document/H2",
		"H-five":                    "Document/H3",
		"plain":                     "Document/P",
		"Your order":                "Document/L/LI/LBody",
		"PO-778":                    "Document/L/LI/LBody",
		"Kunde AG":                  "Document/P",
		"Billed to":                 "Document/P",
		"Net total":                 "Document/Table/TBody/TR/TH",
		"−50.00":                    "Document/Table/TBody/TR/TD",
		"VAT rate":                  "Document/Table/THead/TR/TH",
		"19%":                       "Document/Table/TBody/TR/TD",
		"Payment":                   "Document/H2",
		"https://pay.example/INV-7": "Document/L/LI/LBody/Link",
		"Invoice":                   "Document/P",
		"No deduction.":             "Document/P",
		"Head":                      "Document/Table/THead/TR/TH",
		"Consulting":                "Document/Table/TBody/TR/TD",
		"12.5":                      "Document/Table/TBody/TR/TD",
	} {
		it, _ := find(t, doc, s)
		if got := path(doc, it.Elem); got != want {
			t.Errorf("%q is %s, want %s", s, got, want)
		}
	}
	it, _ := find(t, doc, "Net total")
	if e := doc.Elems[it.Elem]; !e.RowHead {
		t.Errorf("the label of a total heads no row: %+v", e)
	}
	// Text around a link is divided, so that it is read in its order.
	doc = body(t, `<text>Go to <link to="payment.url">our page</link> now</text>`)
	for s, want := range map[string]string{"Go to": "Document/P/Span", "our page": "Document/P/Link", " now": "Document/P/Span"} {
		if it, _ := find(t, doc, s); path(doc, it.Elem) != want {
			t.Errorf("%q is %s, want %s", s, path(doc, it.Elem), want)
		}
	}
	if _, links := items[*layout.Link](doc); len(links) != 1 || links[0].URI != "https://pay.example/INV-7" || links[0].Alt != "our page" {
		t.Errorf("links %+v", links)
	}
}

// A heading stays with what follows it.
func TestHeadingKeepsWithNext(t *testing.T) {
	doc := setting{body: `<text>a<br/>b<br/>c</text><heading>H</heading><text>d<br/>e</text>`, height: mm(40) + 60*pt}.pages(t)
	if got := lines(&doc.Pages[0]); strings.Join(got, " ") != "a b c" {
		t.Errorf("first page %q", got)
	}
}

func TestRowAndStack(t *testing.T) {
	doc := body(t, `<row gap="10mm"><text width="50mm">a</text><stack grow="1"><text>b</text></stack><text min-width="30mm">c</text></row>
		<stack gap="5pt" space-before="10pt" padding="3pt 4pt" rule-above="1pt" rule-below="2pt" background="#EEEEEE"><text>d</text><text>e</text></stack>
		<spacer height="20pt"/><rule/><rule thickness="2pt" color="muted"/><text max-width="40mm" align="end">f</text>`)
	near := func(s string, x layout.Unit) {
		t.Helper()
		if it, _ := find(t, doc, s); it.X < x-20 || it.X > x+20 {
			t.Errorf("%s at x = %.2f mm, want %.2f", s, float64(it.X)/float64(mm(1)), float64(x)/float64(mm(1)))
		}
	}
	near("a", mm(20))
	near("b", mm(80))
	near("c", mm(160))
	near("d", mm(20)+4*pt)
	d, _ := find(t, doc, "d")
	if e, _ := find(t, doc, "e"); e.Y-d.Y != 17*pt {
		t.Errorf("e is %d below d, want 17 pt", e.Y-d.Y)
	}
	a, _ := find(t, doc, "a")
	if d.Y-a.Y != (12+10+1+3)*pt {
		t.Errorf("d is %d below a, want 26 pt", d.Y-a.Y)
	}
	places, rules := items[*layout.Rule](doc)
	if len(rules) != 4 || rules[2].Thickness != pt/2 || rules[2].Color != ink || rules[3].Thickness != 2*pt || rules[3].Color != muted {
		t.Fatalf("rules %+v", rules)
	}
	if y := places[2].Y - places[1].Y; y != 22*pt {
		t.Errorf("the rule after 20 points of space is %d below", y)
	}
	if _, fills := items[*layout.Fill](doc); len(fills) != 1 || fills[0].Color != 0xeeeeee || fills[0].Height != 38*pt {
		t.Errorf("fills %+v", fills)
	}
	f, txt := find(t, doc, "f")
	if end := f.X + txt.Run.Width; end > mm(190)+20 || end < mm(190)-20 {
		t.Errorf("f ends at %.2f mm, want 190", float64(end)/float64(mm(1)))
	}
}

func TestPartyShowsWhatIsAsked(t *testing.T) {
	for show, want := range map[string][]string{
		"":                    {"Billed to", "Kunde AG", "Frau Núñez", "Marienplatz 2", "80331 München, Germany"},
		`show="name"`:         {"Billed to", "Kunde AG"},
		`show="address"`:      {"Billed to", "Marienplatz 2", "80331 München, Germany"},
		`show="attention"`:    {"Billed to", "Frau Núñez"},
		`show="tax_ids"`:      nil, // a label above nothing says nothing
		`show="name contact"`: {"Billed to", "Kunde AG"},
	} {
		wantLines(t, body(t, `<party of="buyer" label="party.bill_to" `+show+`/>`), want...)
	}
	wantLines(t, body(t, `<party of="seller" show="name tax_ids"/>`), "Muster GmbH", "VAT no. DE123456789")
	doc := body(t, `<party of="seller" name-style="strong" note-style="small"/>`)
	for s, want := range map[string]layout.Color{"Muster GmbH": ink, "Hauptstraße 1": ink, "VAT no. DE123456789": muted} {
		if _, txt := find(t, doc, s); txt.Color != want {
			t.Errorf("%s is #%06x", s, uint32(txt.Color))
		}
	}
}

// Values of a list of facts have one start: the stated one, or that of the
// widest label where a label would not fit before it.
func TestFactsValuesBeginTogether(t *testing.T) {
	long := invoice()
	long.CustomFields = []billing.Field{{Label: "Bestellzeichen der Behörde", Value: "V-long"}, {Label: "X", Value: "V-short"}}
	for _, tt := range []struct {
		attr string
		doc  billing.Document
		at   layout.Unit // 0: behind the widest label
	}{
		{`label-width="40mm"`, invoice(), mm(60)},
		{``, invoice(), 0},
		{`label-width="40mm"`, long, 0},
	} {
		doc := setting{body: `<facts of="document.facts" ` + tt.attr + `/>`, doc: tt.doc}.pages(t)
		first, _ := find(t, doc, "12 November 2026")
		for _, s := range []string{"PO-778", "V-long", "V-short"} {
			if tt.doc.CustomFields == nil && s != "PO-778" {
				continue
			}
			if it, _ := find(t, doc, s); it.X != first.X {
				t.Errorf("%s: %s begins at %d, another at %d", tt.attr, s, it.X, first.X)
			}
		}
		if d := first.X - tt.at; tt.at != 0 && (d > 20 || d < -20) {
			t.Errorf("%s: values begin at %.2f mm", tt.attr, float64(first.X)/float64(mm(1)))
		}
	}
	doc := setting{body: `<facts of="document.facts" label-width="40mm"/>`, doc: long}.pages(t)
	label, txt := find(t, doc, "Bestellzeichen der Behörde")
	if v, _ := find(t, doc, "V-long"); v.Y != label.Y || v.X < label.X+txt.Run.Width+labelGap-3*pt {
		t.Errorf("the label ends at %d, its value begins at %d", label.X+txt.Run.Width, v.X)
	}
}

// Rows of facts without a label go on with the fact above, for those who listen.
func TestFactsWithoutLabelGoOn(t *testing.T) {
	d := invoice()
	d.Preceding = []billing.Reference{{Number: "INV-1", IssueDate: billing.Date{Year: 2026, Month: 1, Day: 2}}}
	doc := setting{body: `<facts of="document.facts" strong-style="strong"/>`, doc: d}.pages(t)
	number, txt := find(t, doc, "INV-1")
	date, _ := find(t, doc, "of 2 January 2026")
	if number.Elem != date.Elem {
		t.Errorf("elements %d and %d, want one", number.Elem, date.Elem)
	}
	if family(txt) != "Source Sans 3 600" {
		t.Errorf("a strong value is set in %s", family(txt))
	}
}

// Every row that billing gives is printed, with its space and style.
func TestTotals(t *testing.T) {
	doc := body(t, `<totals of="totals" width="120mm" align="end" gap="4pt" group-gap="3pt" last-gap="7pt" strong-style="strong" last-style="big"/>`)
	wantLines(t, doc, "Subtotal|2,428.00", "Discount, goodwill|−50.00", "Net total|2,378.00", "VAT|220.98", "Total|2,598.98",
		"Prepaid on 10 November 2026|−100.00", "Amount due in EUR|2,498.98")
	for s, want := range map[string]string{"2,428.00": "Source Sans 3 400", "2,378.00": "Source Sans 3 400", "2,598.98": "Source Sans 3 600", "2,498.98": "Source Serif 4 400"} {
		it, txt := find(t, doc, s)
		if family(txt) != want {
			t.Errorf("%s is set in %s, want %s", s, family(txt), want)
		}
		if end := it.X + txt.Run.Width; end > mm(190)+30 || end < mm(190)-30 {
			t.Errorf("%s ends at %.2f mm, want 190", s, float64(end)/float64(mm(1)))
		}
	}
	gap := func(a, b string) layout.Unit {
		x, _ := find(t, doc, a)
		y, _ := find(t, doc, b)
		return (y.Y - x.Y) / pt
	}
	if gap("Subtotal", "Discount, goodwill") != 16 || gap("Discount, goodwill", "Net total") != 19 || gap("VAT", "Total") != 19 {
		t.Errorf("rows %d, groups %d and %d apart", gap("Subtotal", "Discount, goodwill"), gap("Discount, goodwill", "Net total"), gap("VAT", "Total"))
	}
	if it, _ := find(t, doc, "Subtotal"); it.X > mm(70)+30 || it.X < mm(70)-30 {
		t.Errorf("labels begin at %.2f mm, want 70", float64(it.X)/float64(mm(1)))
	}
}

func TestTaxSummary(t *testing.T) {
	doc := body(t, `<tax-summary of="taxes" gap="6mm" row-gap="4pt" head-style="small"/>`)
	wantLines(t, doc, "VAT rate|Net|VAT", "19%|1,163.05|220.98", "Exempt|1,214.95|0.00")
	for _, pair := range [][2]string{{"1,163.05", "1,214.95"}, {"220.98", "0.00"}} {
		a, at := find(t, doc, pair[0])
		b, bt := find(t, doc, pair[1])
		if a.X+at.Run.Width != b.X+bt.Run.Width {
			t.Errorf("%s ends at %d, %s at %d", pair[0], a.X+at.Run.Width, pair[1], b.X+bt.Run.Width)
		}
	}
	untaxed := invoice()
	untaxed.Taxes, untaxed.Lines[1].Taxes = nil, nil
	wantLines(t, setting{body: `<text>a</text><tax-summary of="taxes"/>`, doc: untaxed}.pages(t), "a")
}

func TestPayment(t *testing.T) {
	d := invoice()
	d.Payment.DisplayWireInstructions = true
	d.Payment.WireInstructions = &billing.WireInstructions{BankName: "First Bank", AccountNumber: "000123", Reference: "Invoice {{invoice_number}}"}
	doc := setting{body: `<payment of="payment.groups" title-style="strong" title-gap="4pt" strong-style="strong"/>`, doc: d}.pages(t)
	wantLines(t, doc, "Payment", "Account holder|Muster GmbH", "IBAN|DE75\u00a05121\u00a00800\u00a01245\u00a01261\u00a099", "BIC|SOLADEST", "Reference|INV-7",
		"International wire transfer", "Bank|First Bank", "Account no.|000123", "Reference|Invoice INV-7", "Pay online|https://pay.example/INV-7")
	if _, links := items[*layout.Link](doc); len(links) != 1 || links[0].URI != d.Payment.URL {
		t.Errorf("links %+v", links)
	}
	title, _ := find(t, doc, "Payment")
	if holder, _ := find(t, doc, "Account holder"); holder.Y-title.Y != 16*pt {
		t.Errorf("the first fact is %d below its title, want 16 pt", holder.Y-title.Y)
	}
	// No way to pay: no title either.
	d.Payment = billing.PaymentDetails{}
	wantLines(t, setting{body: `<text>a</text><payment of="payment.groups" title-style="strong"/>`, doc: d}.pages(t), "a")
}

// A mark is a word in the middle of a frame of its own colour.
func TestMark(t *testing.T) {
	for mark, want := range map[billing.Mark]string{billing.MarkPaid: "PAID", billing.MarkVoid: "VOID", billing.MarkCopy: "COPY", billing.MarkDraft: "DRAFT"} {
		d := invoice()
		d.Mark = mark
		doc := setting{head: `<style name="mark" weight="600" size="10pt" leading="14pt" tracking="0.12em"/>`,
			body: `<row><text grow="1">a</text><mark of="mark.word" style="mark" color="#336699"/></row>`, doc: d}.pages(t)
		it, txt := find(t, doc, want)
		places, frames := items[*layout.Frame](doc)
		if len(frames) != 1 || frames[0].Color != 0x336699 || txt.Color != 0x336699 || frames[0].Thickness != pt*3/4 {
			t.Fatalf("%s: frames %+v", want, frames)
		}
		ink := txt.Run.Width - 10*pt*12/100 // tracking follows the last letter, too
		left, right := it.X-places[0].X, places[0].X+frames[0].Width-it.X-ink
		if d := left - right; d > 4 || d < -4 || left < 5*pt {
			t.Errorf("%s: %d left of the word, %d right of it", want, left, right)
		}
		if end := places[0].X + frames[0].Width; end > mm(190)+30 || end < mm(190)-30 {
			t.Errorf("%s: the frame ends at %.2f mm, want 190", want, float64(end)/float64(mm(1)))
		}
	}
}
