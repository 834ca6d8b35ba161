package view

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/templates"
)

// Options say how a document is to be worded.
type Options struct {
	Locale  *locales.Locale
	Brand   templates.Brand
	NoTerms bool // leave the terms out (S-PDF-03)

	Window templates.Window // of the envelope; the zero one where there is none
}

// View is one document as a template sees it.
type View struct {
	Root     *Record
	Title    string // the document's title: "Invoice INV-2026-00042"
	Language string // BCP 47 tag of its words
	Decimals string // the decimal signs, by which figures are aligned
	b        *builder

	seller, buyer billing.Party
}

// Build words a document.
func Build(d billing.Printable, o Options) *View {
	b := &builder{l: o.Locale.WithMinus("−"), brand: o.Brand, labels: labels(o.Brand, o.Locale.Tag()), noTerms: o.NoTerms, window: o.Window}
	v := &View{Root: rec(rootLen), Language: o.Locale.Tag(), Decimals: o.Locale.DecimalSeparators(), b: b}
	switch c := d.(type) {
	case billing.Computed:
		v.seller, v.buyer = c.Document().Seller, c.Document().Buyer
		b.document(v, c)
	case billing.ComputedReceipt:
		v.seller, v.buyer = c.Receipt().Seller, c.Receipt().Buyer
		b.receipt(v, c)
	}
	return v
}

// labels are the brand's words for a language, under those for the very tag.
func labels(brand templates.Brand, tag string) map[string]string {
	general, special := brand.Labels[base(tag)], brand.Labels[tag]
	if len(special) == 0 {
		return general
	}
	words := make(map[string]string, len(general)+len(special))
	maps.Copy(words, general)
	maps.Copy(words, special)
	return words
}

// base is a tag's language without script and region.
func base(tag string) string {
	lang, _, _ := strings.Cut(tag, "-")
	return lang
}

// inLanguage is what a brand states for the very tag, else for its language.
func inLanguage[V any](by map[string]V, tag string) V {
	if v, ok := by[tag]; ok {
		return v
	}
	return by[base(tag)]
}

// Size is about how many elements the document's structure will have: some for
// the page, and a dozen for each line.
func (v *View) Size() int { return 128 + 12*len(v.Root.Values[rootLines].Items) }

// Label words a label key with arguments, the brand's own words first.
func (v *View) Label(key string, args map[string]string) string { return v.b.label(key, args) }

// Carried labels the row that ends a page's part of a table (page is the next
// one) or, with in, begins the next part (page is the one before).
func (v *View) Carried(page int, in bool) string {
	key := "table.carried_forward"
	if in {
		key = "table.brought_forward"
	}
	return v.b.label(key, map[string]string{"page": v.Number(page)})
}

// Brand is what a logo needs: the asset, its alternate text, and the name that
// stands in its place.
type Brand struct{ Logo, Alt, Seller string }

// Brand returns the document's.
func (v *View) Brand() Brand {
	var out Brand
	if r := v.Root.Values[rootBrand].Record; r != nil {
		out.Logo, out.Alt = r.Values[brandLogo].Text, r.Values[brandLogoAlt].Text
	}
	if r := v.Root.Values[rootSeller].Record; r != nil {
		out.Seller = r.Values[partyName].Text
	}
	return out
}

// TaxHeads head the tax table: rate, base and tax.
func (v *View) TaxHeads() [3]string {
	name := v.Root.Values[rootDocument].Record.Values[docTaxName].Text
	if name == v.b.word("tax.name") {
		return [3]string{v.b.word("tax.rate"), v.b.word("tax.base"), v.b.word("tax.amount")}
	}
	return [3]string{name, v.b.word("tax.base"), v.b.word("line.amount")}
}

// Number words a small count, such as a page's.
func (v *View) Number(n int) string { return v.b.l.Decimal(money.Decimal{Coef: int64(n)}, 0) }

type builder struct {
	l       *locales.Locale
	brand   templates.Brand
	labels  map[string]string
	noTerms bool
	window  templates.Window
}

func (b *builder) label(key string, args map[string]string) string {
	if s, ok := b.labels[key]; ok {
		// In one pass: what an author wrote may look like a placeholder.
		var pairs []string
		for name, val := range args {
			pairs = append(pairs, "{"+name+"}", val)
		}
		return strings.NewReplacer(pairs...).Replace(s)
	}
	if len(args) == 0 {
		return b.l.Message(key)
	}
	return b.l.Format(key, args)
}

// counted words a key that has plural forms.
func (b *builder) counted(key string, n money.Decimal, args map[string]string) string {
	if _, ok := b.labels[key]; ok {
		return b.label(key, args)
	}
	return b.l.FormatPlural(key, n, args)
}

func (b *builder) word(key string) string { return b.label(key, nil) }

func (b *builder) date(d billing.Date) string {
	if d.IsZero() {
		return ""
	}
	return b.l.Date(int(d.Year), int(d.Month), int(d.Day), b.dateStyle())
}

// addDate adds a fact that is a date, with a shorter form for narrow places.
func (b *builder) addDate(f *facts, label string, d billing.Date) {
	if d.IsZero() {
		return
	}
	r := fact(label, b.date(d))
	if b.dateStyle() == locales.Long || b.dateStyle() == locales.Full {
		r.text(factShort, b.l.Date(int(d.Year), int(d.Month), int(d.Day), locales.Medium))
	}
	*f = append(*f, r)
}

func (b *builder) dateStyle() locales.DateStyle {
	switch b.brand.DateStyle {
	case "short":
		return locales.Short
	case "medium":
		return locales.Medium
	case "full":
		return locales.Full
	}
	return locales.Long
}

// period words a span of days (S-INV-13).
func (b *builder) period(p billing.Period) string {
	switch {
	case p.IsZero():
		return ""
	case p.Start.IsZero():
		return "– " + b.date(p.End)
	case p.End.IsZero():
		return b.date(p.Start) + " –"
	case p.Start == p.End:
		return b.date(p.Start)
	}
	s, e := p.Start, p.End
	return b.l.DateRange(int(s.Year), int(s.Month), int(s.Day), int(e.Year), int(e.Month), int(e.Day), b.dateStyle())
}

// negated is a's figure with the other sign: discounts and payments are
// printed as what they take away.
func negated(a money.Amount) money.Amount {
	a.Coef = -a.Coef
	return a
}

func fact(label, value string) *Record {
	r := rec(factLen)
	r.text(factLabel, label)
	r.text(factValue, value)
	return r
}

// facts collects label and value, leaving out what is absent.
type facts []*Record

func (f *facts) add(label, value string) {
	if value != "" {
		*f = append(*f, fact(label, value))
	}
}

func (f *facts) strong(label, value string) {
	if value != "" {
		r := fact(label, value)
		r.flag(factStrong, true)
		*f = append(*f, r)
	}
}

func (f *facts) fields(fields []billing.Field) {
	for _, x := range fields {
		f.add(x.Label, x.Value)
	}
}

// brandFields are the facts that every document of the brand states.
func (b *builder) brandFields(f *facts) {
	for _, x := range inLanguage(b.brand.CustomFields, b.l.Tag()) {
		f.add(x.Name, x.Value)
	}
}

func (b *builder) brandRecord(seller billing.Party) *Record {
	r := rec(brandLen)
	b.windowFlags(r)
	if b.brand.Logo == "" {
		return r
	}
	r.text(brandLogo, b.brand.Logo)
	alt := b.brand.LogoAlt
	if alt == "" {
		alt = b.label("alt.logo", map[string]string{"name": seller.Name})
	}
	r.text(brandLogoAlt, alt)
	switch b.brand.LogoPosition {
	case "center":
		r.flag(brandLogoCenter, true)
	case "right":
		r.flag(brandLogoRight, true)
	default: // left, or start of a page that reads from left to right
		r.flag(brandLogoLeft, true)
	}
	return r
}

func (b *builder) markRecord(m billing.Mark, draft bool) *Record {
	if draft && (m == "" || m == billing.MarkDraft) {
		m = billing.MarkDraft
	}
	if m == "" {
		return nil
	}
	r := rec(markLen)
	name := b.word("mark." + string(m))
	r.text(markName, name)
	r.text(markWord, cases.Upper(language.Make(b.l.Tag())).String(name))
	r.flag(markPaid, m == billing.MarkPaid)
	return r
}

// footer is what stands at the foot of every page: the brand's columns, or who
// the seller is, where it is registered and how to reach it.
func (b *builder) footer(seller billing.Party, note string) *Record {
	r := rec(footerLen)
	r.text(footerNote, note)
	cols := inLanguage(b.brand.Footer, b.l.Tag())
	r.flag(footerOwn, cols != nil)
	if cols == nil {
		for _, c := range [][]string{
			append([]string{seller.Name}, b.addressLines(seller.Address)...),
			slices.Concat(splitLines(seller.Registration), b.fieldLines(seller.CustomFields), b.taxIDs(seller)),
			nonEmpty(seller.Email, seller.Phone, seller.Website),
		} {
			if len(c) > 0 {
				cols = append(cols, strings.Join(c, "\n"))
			}
		}
	}
	r.Values[footerColumns].Items = texts(cols)
	r.flag(footerFour, len(cols) > 3)
	return r
}

func splitLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// fieldLines words a party's own facts: "Directors: M. Dunleavy".
func (b *builder) fieldLines(fields []billing.Field) []string {
	var out []string
	for _, f := range fields {
		out = append(out, b.label("list.colon", map[string]string{"label": f.Label, "value": f.Value}))
	}
	return out
}

// joined sets what is there after one another, with the language's comma.
func (b *builder) joined(texts ...string) string {
	s := ""
	for _, t := range texts {
		switch {
		case s == "":
			s = t
		case t != "":
			s = b.label("list.comma", map[string]string{"first": s, "second": t})
		}
	}
	return s
}

func nonEmpty(s ...string) []string {
	var out []string
	for _, x := range s {
		if x != "" {
			out = append(out, x)
		}
	}
	return out
}
