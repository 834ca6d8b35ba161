package render_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/billingtest"
	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/internal/tools"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/text"
	"github.com/facture-dev/facture/templates"
)

// box is where the ink of an item may be.
type box struct {
	x0, y0, x1, y1 layout.Unit
	what           string
}

// widthOf is how wide the glyphs are that spell the first bytes of a run.
func widthOf(r *text.Run, bytes int) layout.Unit {
	sum := int64(0)
	em := int64(fonts.Embedded().Face(r.Style.Face).UnitsPerEm())
	n := int64(0)
	for _, g := range r.Glyphs {
		if int(g.Cluster) < bytes {
			sum += int64(g.Advance)
			n++
		}
	}
	return layout.Unit(sum*int64(r.Style.Size)/em + n*int64(r.Style.Tracking)*int64(r.Style.Size)/1000)
}

// boxes are those of a page's texts, from the top of capitals to the foot of
// descenders, without the spaces at the ends of lines.
func boxes(p *layout.Page) []box {
	var out []box
	for _, it := range p.Items {
		if t, ok := it.Item.(*layout.Text); ok && t.Turn == (layout.Turn{}) {
			if s := strings.TrimRight(t.Run.Source, " \u00a0\u2009"); s != "" {
				size := t.Run.Style.Size
				out = append(out, box{it.X, it.Y - size*66/100, it.X + widthOf(t.Run, len(s)), it.Y + size*22/100, s})
			}
		}
	}
	return out
}

// slack is by how much widths may differ that were rounded in another order.
const slack = 8

// overlap finds two texts that share more than a hair of the page.
func overlap(doc *layout.Document) error {
	for i := range doc.Pages {
		all := boxes(&doc.Pages[i])
		slices.SortFunc(all, func(a, b box) int { return int(a.y0 - b.y0) })
		for j, a := range all {
			for _, b := range all[j+1:] {
				if b.y0 >= a.y1-slack {
					break
				}
				if a.x0 < b.x1-slack && b.x0 < a.x1-slack {
					return fmt.Errorf("page %d: %q and %q overlap", i+1, a.what, b.what)
				}
			}
		}
	}
	return nil
}

// measures are what a layout's own test must know of it.
type measures struct {
	name       string
	start, end layout.Unit   // margins at the sides
	overhang   layout.Unit   // by how much grounds may stand beyond them
	amounts    []layout.Unit // sizes of the amount to be paid
	marks      bool          // the sheet is marked where it is folded and punched
}

const millimetre = layout.Unit(2903) // 1/25.4 of 72 pt, rounded up

// layouts are the built-in ones.
var layouts = []measures{
	{name: "classic", start: 20 * millimetre, end: 20 * millimetre, amounts: []layout.Unit{20 * layout.Point}},
	{name: "modern", start: 22 * millimetre, end: 22 * millimetre, overhang: 6 * millimetre, amounts: []layout.Unit{24 * layout.Point, 16 * layout.Point}},
	{name: "minimal", start: 20 * millimetre, end: 20 * millimetre, amounts: []layout.Unit{22 * layout.Point}},
	{name: "letter", start: 25 * millimetre, end: 20 * millimetre, amounts: []layout.Unit{18 * layout.Point, 14 * layout.Point}, marks: true},
	{name: "compact", start: 16 * millimetre, end: 16 * millimetre, amounts: []layout.Unit{18 * layout.Point, 12 * layout.Point}},
}

// outside finds what leaves the text area of a layout. A logo's ink is where
// its raster says.
func (m *measures) outside(doc *layout.Document) error {
	const edge = layout.Unit(46_441) // 16 mm
	for i := range doc.Pages {
		p := &doc.Pages[i]
		all := boxes(p)
		for _, it := range p.Items {
			switch x := it.Item.(type) {
			case *layout.Rule:
				if m.marks && isMark(it, x) {
					continue
				}
				all = append(all, box{it.X, it.Y, it.X + x.Width, it.Y + x.Thickness, "a rule"})
			case *layout.Frame:
				all = append(all, box{it.X, it.Y, it.X + x.Width, it.Y + x.Height, "a frame"})
			case *layout.Fill:
				all = append(all, box{it.X, it.Y, it.X + x.Width, it.Y + x.Height, "a fill"})
			case *layout.Link:
				all = append(all, box{it.X, it.Y, it.X + x.Width, it.Y, "a link"})
			case *layout.Image:
				sx, sy := x.Width/layout.Unit(x.Raster.Width), x.Height/layout.Unit(x.Raster.Height)
				ink := x.Raster.Ink
				all = append(all, box{it.X + sx*layout.Unit(ink.MinX), it.Y + sy*layout.Unit(ink.MinY),
					it.X + sx*layout.Unit(ink.MaxX), it.Y + sy*layout.Unit(ink.MaxY), "the logo"})
			}
		}
		for _, b := range all {
			near := layout.Unit(slack) + layout.Point/16 // millimetres are not whole units
			if b.what == "a fill" {
				near += m.overhang
			}
			if b.what == "the logo" {
				near = 2 * layout.Point // pixels are not whole units
			}
			if b.x0 < m.start-near || b.x1 > p.Width-m.end+near || b.y0 < edge-near-layout.Point/8 || b.y1 > p.Height-edge+near {
				return fmt.Errorf("page %d: %q leaves the margins: %.2f–%.2f, %.2f–%.2f mm", i+1, b.what, mm(b.x0), mm(b.x1), mm(b.y0), mm(b.y1))
			}
		}
	}
	return nil
}

// outOfBox finds text, or a code, that begins on a ground or in a frame and does
// not end there.
func outOfBox(doc *layout.Document) error {
	for i := range doc.Pages {
		p := &doc.Pages[i]
		var grounds []box
		all := boxes(p)
		for _, it := range p.Items {
			switch x := it.Item.(type) {
			case *layout.Fill:
				grounds = append(grounds, box{it.X, it.Y, it.X + x.Width, it.Y + x.Height, "a ground"})
			case *layout.Frame:
				grounds = append(grounds, box{it.X, it.Y, it.X + x.Width, it.Y + x.Height, "a frame"})
			case *layout.Modules:
				all = append(all, box{it.X, it.Y, it.X + x.Width, it.Y + x.Height, "a code"})
			}
		}
		for _, g := range grounds {
			for _, b := range all {
				begins := b.x0 >= g.x0 && b.x0 < g.x1 && (b.y0+b.y1)/2 >= g.y0 && (b.y0+b.y1)/2 < g.y1
				if begins && (b.x1 > g.x1+slack || b.y0 < g.y0-slack || b.y1 > g.y1+slack) {
					return fmt.Errorf("page %d: %q leaves %s", i+1, b.what, g.what)
				}
			}
		}
	}
	return nil
}

// cell is a table cell as it is found on the pages.
type cell struct {
	page  int
	texts []layout.Placed
	elems []layout.ElemID
}

// table is one of a document's tables: rows of cells.
type table struct {
	head bool // has a THead
	rows [][]*cell
}

// tables finds the tables of the structure tree with what stands in them.
func tables(doc *layout.Document) []*table {
	var out []*table
	ofElem := map[layout.ElemID]*cell{}
	byTable, byRow := map[layout.ElemID]*table{}, map[layout.ElemID]int{}
	for id := range doc.Elems {
		e, eid := &doc.Elems[id], layout.ElemID(id)
		switch e.Role {
		case layout.RoleTable:
			byTable[eid] = &table{}
			out = append(out, byTable[eid])
		case layout.RoleTHead, layout.RoleTBody:
			byTable[eid] = byTable[e.Parent]
			byTable[eid].head = byTable[eid].head || e.Role == layout.RoleTHead
		case layout.RoleTR:
			t := byTable[e.Parent]
			byTable[eid], byRow[eid] = t, len(t.rows)
			t.rows = append(t.rows, nil)
		case layout.RoleTH, layout.RoleTD:
			c := &cell{page: -1}
			t := byTable[e.Parent]
			t.rows[byRow[e.Parent]] = append(t.rows[byRow[e.Parent]], c)
			ofElem[eid] = c
		default:
			if c := ofElem[e.Parent]; c != nil {
				ofElem[eid] = c
			}
		}
		if c := ofElem[eid]; c != nil {
			c.elems = append(c.elems, eid)
		}
	}
	for i := range doc.Pages {
		for _, it := range doc.Pages[i].Items {
			if _, ok := it.Item.(*layout.Text); !ok {
				continue
			}
			if c := ofElem[it.Elem]; c != nil {
				if c.page < 0 {
					c.page = i
				}
				c.texts = append(c.texts, it)
			}
		}
	}
	return out
}

// says is what a cell's first element says.
func (c *cell) says() string {
	s := ""
	for _, it := range c.texts {
		if it.Elem == c.texts[0].Elem {
			s += it.Item.(*layout.Text).Run.Source
		}
	}
	return s
}

// lineTable is the table of the line items, with its head as first row.
func lineTable(doc *layout.Document) *table { return tables(doc)[0] }

// descriptionColumn is where descriptions stand, by its head; -1 when there is
// none.
func descriptionColumn(t *table, head string) int {
	return slices.IndexFunc(t.rows[0], func(c *cell) bool { return len(c.texts) > 0 && c.says() == head })
}

// unbroken is a text without what ends its lines.
func unbroken(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\n\v\f\r\u0085\u2028\u2029", r) {
			return -1
		}
		return r
	}, s)
}

// descriptions finds a line item whose description is not printed exactly once,
// in its row, in order.
func descriptions(doc *layout.Document, d billing.Document, head string) error {
	all := lineTable(doc).rows
	col := descriptionColumn(lineTable(doc), head)
	if col < 0 {
		return fmt.Errorf("no column is headed %q", head)
	}
	rows := all[1:]
	if len(rows) != len(d.Lines) {
		return fmt.Errorf("%d rows of %d lines", len(rows), len(d.Lines))
	}
	for i, l := range d.Lines {
		first, _, _ := strings.Cut(l.Description, "\n")
		if got, want := strings.TrimRight(rows[i][col].says(), " "), strings.TrimRight(unbroken(first), " "); got != want {
			return fmt.Errorf("line %d says %q, want %q", i, got, want)
		}
	}
	return nil
}

// totalsApart finds totals that are broken over pages, or begin a page without
// a row of the table above them.
func totalsApart(doc *layout.Document) error {
	all := tables(doc)
	totals := all[len(all)-1]
	if totals.head {
		return fmt.Errorf("the last table is not that of the totals")
	}
	page := totals.rows[0][1].page
	top := totals.rows[0][1].texts[0].Y
	for _, r := range totals.rows {
		for _, c := range r {
			for _, e := range c.elems {
				if onPage(doc, e) != page {
					return fmt.Errorf("totals on pages %d and %d", page+1, onPage(doc, e)+1)
				}
			}
		}
	}
	lines := map[layout.ElemID]bool{}
	for _, r := range lineTable(doc).rows[1:] {
		for _, c := range r {
			for _, e := range c.elems {
				lines[e] = true
			}
		}
	}
	for _, it := range doc.Pages[page].Items {
		if lines[it.Elem] && it.Y < top {
			return nil
		}
	}
	return fmt.Errorf("totals stand on page %d without a line", page+1)
}

func onPage(doc *layout.Document, e layout.ElemID) int {
	for i := range doc.Pages {
		for _, it := range doc.Pages[i].Items {
			if it.Elem == e {
				return i
			}
		}
	}
	return 0
}

// ragged finds figures of a column whose decimal signs do not stand below one
// another, to the unit. words are columns of no figures.
func ragged(doc *layout.Document, head, decimals string) error {
	t := lineTable(doc)
	checked := 0
	for col := descriptionColumn(t, head) + 1; col < len(t.rows[0]); col++ {
		want, first := layout.Unit(-1), ""
		for _, r := range t.rows[1:] {
			if len(r[col].texts) == 0 {
				continue
			}
			it := r[col].texts[0]
			run := it.Item.(*layout.Text).Run
			s := strings.TrimRight(run.Source, " ")
			if !isFigure(s) || run.Source != r[col].says() && len(r[col].texts) > 2 {
				continue // words end where the column does
			}
			before := len(s)
			if i := strings.LastIndexAny(s, decimals); i >= 0 {
				before = i
			}
			at := it.X + widthOf(run, before)
			if want < 0 {
				want, first = at, s
			}
			checked++
			if d := at - want; d < -1 || d > 1 {
				return fmt.Errorf("column %d: the decimal signs of %q and %q are %d units apart", col, first, s, d)
			}
		}
	}
	if checked == 0 {
		return fmt.Errorf("no figure in any column")
	}
	return nil
}

func isFigure(s string) bool {
	digits := false
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits = true
		} else if !strings.ContainsRune(".,'’−-+ \u00a0\u202f", r) {
			return false
		}
	}
	return digits
}

// accented finds text in the accent colour that is neither the amount of
// something to pay nor a link.
func (m *measures) accented(doc *layout.Document, accent layout.Color, payable bool) error {
	seen := 0
	for i := range doc.Pages {
		for _, it := range doc.Pages[i].Items {
			switch x := it.Item.(type) {
			case *layout.Text:
				if x.Color != accent {
					continue
				}
				link := it.Elem != 0 && doc.Elems[it.Elem].Role == layout.RoleLink
				if !payable {
					return fmt.Errorf("page %d: %q is set in the accent colour", i+1, x.Run.Source)
				}
				if !link {
					if !slices.Contains(m.amounts, x.Run.Style.Size) {
						return fmt.Errorf("page %d: %q is set in the accent colour", i+1, x.Run.Source)
					}
					seen++
				}
			case *layout.Rule:
				if x.Color == accent {
					return fmt.Errorf("page %d: a rule in the accent colour", i+1)
				}
			case *layout.Frame:
				if x.Color == accent {
					return fmt.Errorf("page %d: a frame in the accent colour", i+1)
				}
			}
		}
	}
	if payable && seen == 0 {
		return fmt.Errorf("the amount is not set in the accent colour")
	}
	return nil
}

const accent = layout.Color(0x17594a) // strong enough as it is

// logoFile is a picture with a border of paper around its ink.
func logoFile(w, h int) []byte {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for y := h / 10; y < h-h/10; y++ {
		for x := w / 10; x < w-w/10; x++ {
			img.SetGray(x, y, color.Gray{40})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// look is how a random document is to look.
func look(t *testing.T, i int) (o render.Options) {
	t.Helper()
	langs := []string{"en-IE", "de", "fr-CH", "pl", "el", "uk", "pt-BR", "sv", "en-US", "nl", "es", "it", "bg", "cs", "da"}
	l, err := locales.Resolve(langs[i%len(langs)], "", "")
	if err != nil {
		t.Fatal(err)
	}
	o = render.Options{Locale: l, Paper: []string{"a4", "letter"}[i%2], Brand: templates.Brand{AccentColor: "#17594A"}}
	if i%3 != 0 {
		o.Brand.Logo, o.Brand.LogoPosition = "logo.png", []string{"left", "center", "right"}[i/3%3]
		o.Assets = map[string][]byte{"logo.png": [][]byte{logoFile(200, 40), logoFile(80, 80), logoFile(40, 160)}[i/9%3]}
	}
	return o
}

// documentsWhole is the number of random documents under make soak.
const documentsWhole = 10_000

// TestFramesOfRandomDocuments lays out random documents, on both papers, in
// many languages, and holds every page to what a page must be.
func TestFramesOfRandomDocuments(t *testing.T) {
	n := tools.Share(documentsWhole)
	for part := range layouts {
		m := &layouts[part]
		long, addresses := 0, 0 // addresses too long for an envelope's window
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(11, uint64(part)))
			for i := range n {
				d := billingtest.Generate(r)
				c, err := billing.Compute(d)
				if err != nil {
					t.Fatal(err)
				}
				o := look(t, i)
				o.Brand.Template = m.name
				doc, err := renderer().Pages(context.Background(), c, o)
				if refused := new(render.AddressError); m.marks && errors.As(err, &refused) {
					addresses++
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				if len(doc.Pages) > 1 {
					long++
				}
				for _, err := range m.faults(doc, c, o.Locale) {
					t.Errorf("document %d (%s, %s): %v", i, o.Locale.Tag(), o.Paper, err)
				}
				if t.Failed() && i > 60 {
					t.FailNow()
				}
			}
			if addresses > n/20 {
				t.Errorf("%d of %d documents are refused for their addresses", addresses, n)
			}
			if long < n/10 {
				t.Errorf("only %d of %d documents have more than one page", long, n)
			}
		})
	}
}

// faults is everything that is wrong with the pages of a document.
func (m *measures) faults(doc *layout.Document, c billing.Computed, l *locales.Locale) []error {
	d := c.Document()
	payable := d.Kind != billing.CreditNote && c.Totals().AmountDue.Coef > 0 && d.Mark != billing.MarkPaid && d.Mark != billing.MarkVoid
	head := l.Message("line.description")
	var out []error
	for _, err := range []error{
		overlap(doc), m.outside(doc), outOfBox(doc), descriptions(doc, d, head), totalsApart(doc),
		ragged(doc, head, l.DecimalSeparators()), m.accented(doc, accent, payable),
	} {
		if err != nil {
			out = append(out, err)
		}
	}
	return out
}

func TestFramesOfRandomReceipts(t *testing.T) {
	for k := range layouts {
		m := &layouts[k]
		r := rand.New(rand.NewPCG(12, 1))
		for i := range 200 {
			c, err := billing.ComputeReceipt(billingtest.GenerateReceipt(r))
			if err != nil {
				t.Fatal(err)
			}
			o := look(t, i)
			o.Brand.Template = m.name
			doc := pages(t, c, o)
			for _, err := range []error{overlap(doc), m.outside(doc), outOfBox(doc), totalsOfReceipt(doc, len(c.Receipt().Settles) > 0), m.accented(doc, accent, false)} {
				if err != nil {
					t.Errorf("%s: receipt %d (%s, %s): %v", m.name, i, o.Locale.Tag(), o.Paper, err)
				}
			}
		}
	}
}

func totalsOfReceipt(doc *layout.Document, settles bool) error {
	if !settles {
		return nil
	}
	return totalsApart(doc)
}

// The samples are held to the same, and every built-in layout is.
func TestFramesOfSamples(t *testing.T) {
	var names []string
	for _, l := range templates.Builtin() {
		names = append(names, l.Name)
	}
	for k := range layouts {
		m := &layouts[k]
		names = slices.DeleteFunc(names, func(n string) bool { return n == m.name })
		for _, name := range sampleNames(t) {
			p, o := sample(t, name)
			o.Brand.AccentColor, o.Brand.Template = "#17594A", m.name
			doc := pages(t, p, o)
			found := []error{overlap(doc), m.outside(doc), outOfBox(doc), m.accented(doc, accent, false)}
			if c, ok := p.(billing.Computed); ok {
				found = m.faults(doc, c, o.Locale)
			}
			for _, err := range found {
				if err != nil {
					t.Errorf("%s, %s: %v", m.name, name, err)
				}
			}
		}
	}
	if len(names) > 0 {
		t.Errorf("nothing is known of the measures of %v", names)
	}
}

// TestFrameFaultsAreSeen damages a good document in every way that the checks
// above look for.
func TestFrameFaultsAreSeen(t *testing.T) {
	p, o := sample(t, "forty-lines")
	o.Brand.AccentColor = "#17594A"
	c := p.(billing.Computed)
	m := &layouts[0]
	if found := m.faults(pages(t, p, o), c, o.Locale); len(found) > 0 {
		t.Fatalf("the good document: %v", found)
	}
	at := func(doc *layout.Document, match func(layout.Placed, *layout.Text) bool) *layout.Placed {
		for i := range doc.Pages {
			for j := range doc.Pages[i].Items {
				it := &doc.Pages[i].Items[j]
				if txt, ok := it.Item.(*layout.Text); ok && match(*it, txt) {
					clone := *txt
					it.Item = &clone
					return it
				}
			}
		}
		t.Fatal("nothing to damage")
		return nil
	}
	first := func(doc *layout.Document) *layout.Placed {
		rows := lineTable(doc).rows
		return at(doc, func(it layout.Placed, _ *layout.Text) bool { return it.Elem == rows[2][0].texts[0].Elem })
	}
	figure := func(doc *layout.Document) *layout.Placed {
		rows := lineTable(doc).rows
		return at(doc, func(it layout.Placed, _ *layout.Text) bool { return it.Elem == rows[3][1].texts[0].Elem })
	}
	footer := func(doc *layout.Document) *layout.Placed {
		return at(doc, func(it layout.Placed, x *layout.Text) bool { return mm(it.Y) > 279 })
	}
	for name, tt := range map[string]struct {
		want   string
		damage func(*layout.Document)
	}{
		"a line lower":          {"overlap", func(doc *layout.Document) { first(doc).Y += 18 * layout.Point }},
		"a footer below":        {"margins", func(doc *layout.Document) { footer(doc).Y += 3 * layout.Point }},
		"a text to the left":    {"margins", func(doc *layout.Document) { first(doc).X -= layout.Point }},
		"a text to the right":   {"margins", func(doc *layout.Document) { first(doc).X += 460 * layout.Point }},
		"a long rule":           {"margins", func(doc *layout.Document) { rule(doc).Width += layout.Point }},
		"a description lost":    {"says", func(doc *layout.Document) { first(doc).Elem = 0 }},
		"a description doubled": {"says", func(doc *layout.Document) { it := *first(doc); doc.Pages[1].Items = append(doc.Pages[1].Items, it) }},
		"another description":   {"says", func(doc *layout.Document) { first(doc).Item.(*layout.Text).Run.Source = "other" }},
		"totals apart":          {"totals on pages", func(doc *layout.Document) { moveTotal(doc, 1) }},
		"totals alone":          {"without a line", func(doc *layout.Document) { moveTotals(doc) }},
		"a figure out of line":  {"decimal signs", func(doc *layout.Document) { figure(doc).X += 2 }},
		"an accent too many":    {"accent", func(doc *layout.Document) { first(doc).Item.(*layout.Text).Color = accent }},
		"a rule in the accent":  {"accent", func(doc *layout.Document) { rule(doc).Color = accent }},
		"no accent": {"accent", func(doc *layout.Document) {
			at(doc, func(it layout.Placed, x *layout.Text) bool { return x.Color == accent }).Item.(*layout.Text).Color = 0
		}},
	} {
		doc := pages(t, p, o)
		tt.damage(doc)
		found := m.faults(doc, c, o.Locale)
		if !slices.ContainsFunc(found, func(err error) bool { return strings.Contains(err.Error(), tt.want) }) {
			t.Errorf("%s is not seen: %v", name, found)
		}
	}
	// What leaves its box is seen.
	o.Brand.Template = "modern"
	modern := pages(t, p, o)
	for i := range modern.Pages[0].Items {
		if f, ok := modern.Pages[0].Items[i].Item.(*layout.Fill); ok {
			clone := *f
			clone.Width /= 6
			modern.Pages[0].Items[i].Item = &clone
			break
		}
	}
	if outOfBox(modern) == nil {
		t.Error("text that leaves its ground is not seen")
	}
	o.Brand.Template = ""
	// What has nothing to pay has no accent.
	doc := pages(t, p, o)
	if m.accented(doc, accent, false) == nil {
		t.Error("an accent on a credit note is not seen")
	}
}

// rule is the first rule of a document, to be changed.
func rule(doc *layout.Document) *layout.Rule {
	for j := range doc.Pages[0].Items {
		if r, ok := doc.Pages[0].Items[j].Item.(*layout.Rule); ok {
			clone := *r
			doc.Pages[0].Items[j].Item = &clone
			return &clone
		}
	}
	return nil
}

// moveTotal moves n rows of the totals to the first page.
func moveTotal(doc *layout.Document, n int) {
	all := tables(doc)
	last := &doc.Pages[len(doc.Pages)-1]
	for _, r := range all[len(all)-1].rows[:n] {
		for _, c := range r {
			for _, it := range c.texts {
				i := slices.IndexFunc(last.Items, func(x layout.Placed) bool { return x.Elem == it.Elem })
				doc.Pages[0].Items = append(doc.Pages[0].Items, last.Items[i])
				last.Items = slices.Delete(last.Items, i, i+1)
			}
		}
	}
}

// moveTotals moves all of them to a page of their own.
func moveTotals(doc *layout.Document) {
	doc.Pages = append(doc.Pages, layout.Page{Width: doc.Pages[0].Width, Height: doc.Pages[0].Height})
	all := tables(doc)
	for _, r := range all[len(all)-1].rows {
		for _, c := range r {
			doc.Pages[len(doc.Pages)-1].Items = append(doc.Pages[len(doc.Pages)-1].Items, c.texts...)
			for _, it := range c.texts {
				for i := range doc.Pages[:len(doc.Pages)-1] {
					p := &doc.Pages[i]
					p.Items = slices.DeleteFunc(p.Items, func(x layout.Placed) bool { return x.Elem == it.Elem })
				}
			}
		}
	}
}
