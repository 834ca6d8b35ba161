// Package billingtest makes random valid documents and receipts for tests, and
// computes documents a second time, with rationals, from the written
// specification. In goes a seeded random source, out come billing.Document,
// billing.Receipt and Result; equal seeds give equal documents. It is imported
// by tests only, and knows nothing of how billing computes.
package billingtest

import (
	"math/rand/v2"
	"strconv"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

// Generate draws a random valid document: every kind, tax mode and category,
// currencies of 0, 2 and 3 decimals, 1 to 40 lines, texts in three scripts.
func Generate(r *rand.Rand) billing.Document {
	g := &generator{Rand: r, text: pickScript(r)}
	d := billing.Document{
		Kind:     pick(r, "", billing.Invoice, billing.Invoice, billing.CreditNote),
		Currency: pick[money.Currency](r, "EUR", "EUR", "USD", "GBP", "CHF", "PLN", "SEK", "UAH", "JPY", "KRW", "ISK", "KWD", "BHD", "TND"),
		TaxMode:  pick(r, "", billing.Exclusive, billing.Inclusive),
	}
	g.digits = Digits(d.Currency)
	g.parties(&d)
	g.dates(&d)
	g.taxes(&d)
	g.lines(&d)
	g.documentAdjustments(&d)
	g.settlement(&d)
	g.words(&d)
	return d
}

// generator draws the parts of one document.
type generator struct {
	*rand.Rand
	text   *script
	digits int         // of the document's currency
	pool   [][]tax.Tax // sets of taxes that lines may state; empty: untaxed
}

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// chance is true once in n times.
func (g *generator) chance(n int) bool { return g.IntN(n) == 0 }

// between draws a decimal of lo to hi units with up to decimals places.
func (g *generator) between(lo, hi int64, decimals int) money.Decimal {
	exp := g.IntN(decimals + 1)
	scale := int64(1)
	for range exp {
		scale *= 10
	}
	return money.Decimal{Coef: lo*scale + g.Int64N((hi-lo)*scale+1), Exp: uint8(exp)}
}

func whole(n int64) money.Decimal { return money.Decimal{Coef: n} }

// minor gives n minor units of the document's currency.
func (g *generator) minor(n int64) money.Decimal {
	return money.Decimal{Coef: n, Exp: uint8(g.digits)}
}

// dates draws days between 2024 and 2028 that agree with one another.
func (g *generator) dates(d *billing.Document) {
	if !g.chance(12) {
		d.Number = pick(g.Rand, "", "INV-", "RE/", "№ ", "ΤΠΥ ", "2026-") + strconv.Itoa(g.IntN(1_000_000))
	}
	if d.Number != "" || g.chance(2) {
		d.IssueDate = g.date(2025, 2027)
	}
	switch g.IntN(4) {
	case 0:
		d.DueDate = g.date(2028, 2028)
	case 1, 2:
		d.PaymentTerms = pick(g.Rand, billing.DueOnReceipt, billing.Net7, billing.Net15, billing.Net30,
			billing.Net45, billing.Net60, billing.Net90, billing.Net120)
	}
	if g.chance(3) {
		d.SupplyDate = g.date(2024, 2027)
	}
	if g.chance(3) {
		d.Period = g.period()
	}
	if d.Kind == billing.CreditNote || g.chance(20) {
		for range 1 + g.IntN(2) {
			ref := billing.Reference{Number: "INV-" + strconv.Itoa(g.IntN(100_000))}
			if !g.chance(3) {
				ref.IssueDate = g.date(2024, 2024)
			}
			if g.chance(2) {
				ref.Reason = g.text.phrase(g.Rand)
			}
			d.Preceding = append(d.Preceding, ref)
		}
	}
}

func (g *generator) date(from, to int) billing.Date {
	return billing.Date{Year: int16(from + g.IntN(to-from+1)), Month: uint8(1 + g.IntN(12)), Day: uint8(1 + g.IntN(28))}
}

func (g *generator) period() billing.Period {
	switch g.IntN(5) {
	case 0:
		return billing.Period{Start: g.date(2024, 2024)}
	case 1:
		return billing.Period{End: g.date(2025, 2025)}
	case 2:
		day := g.date(2024, 2026)
		return billing.Period{Start: day, End: day}
	}
	return billing.Period{Start: g.date(2024, 2024), End: g.date(2025, 2025)}
}

// taxes draws the sets of taxes of a document, and puts some of them where
// lines inherit them from: the document itself and its product classes.
func (g *generator) taxes(d *billing.Document) {
	if g.chance(10) {
		return
	}
	for range 1 + g.IntN(pick(g.Rand, 1, 2, 3, 6)) {
		g.pool = append(g.pool, g.taxSet())
	}
	if g.chance(2) {
		d.Taxes = g.one()
	}
	for i := range g.IntN(3) {
		d.TaxRules = append(d.TaxRules, billing.TaxRule{TaxCategory: "class" + strconv.Itoa(i), Taxes: g.one()})
	}
	for _, set := range g.pool {
		if set[0].Category == tax.IntraCommunity { // BR-IC-11, BR-IC-12: when and where it was delivered
			d.SupplyDate = g.date(2025, 2026)
			to := g.party(1)
			d.ShipTo = &to
		}
	}
}

func (g *generator) taxSet() []tax.Tax {
	switch g.IntN(8) {
	case 0: // stacked: states, counties, GST + QST
		set := make([]tax.Tax, 2+g.IntN(3))
		for i := range set {
			set[i] = tax.Tax{Name: pick(g.Rand, "State", "County", "GST", "ПДВ", "ΦΠΑ") + " " + strconv.Itoa(i+1), Rate: g.rate()}
		}
		return set
	case 1, 2:
		t := tax.Tax{
			Category: pick(g.Rand, tax.Exempt, tax.ReverseCharge, tax.IntraCommunity, tax.Export, tax.OutsideScope),
			Reason:   g.text.phrase(g.Rand),
		}
		if g.chance(3) {
			t.Code = "VATEX-EU-" + pick(g.Rand, "132", "AE", "G", "IC", "O")
		}
		return []tax.Tax{t}
	case 3:
		return []tax.Tax{{Category: tax.Zero}}
	}
	return []tax.Tax{{Category: pick(g.Rand, "", tax.Standard), Rate: g.rate(), Name: pick(g.Rand, "", "", "VAT")}}
}

// rate is positive: a standard rate of zero is category zero.
func (g *generator) rate() money.Decimal {
	return pick(g.Rand, whole(19), whole(7), whole(20), whole(21), whole(25),
		money.Decimal{Coef: 55, Exp: 1}, money.Decimal{Coef: 135, Exp: 1}, money.Decimal{Coef: 9975, Exp: 3},
		money.Decimal{Coef: 1 + g.Int64N(30_000), Exp: 3})
}

// one gives a set of the pool as another author might write it: in another
// order, with trailing zeros, with the default category spelled out.
func (g *generator) one() []tax.Tax {
	set := append([]tax.Tax(nil), pick(g.Rand, g.pool...)...)
	g.Shuffle(len(set), func(i, j int) { set[i], set[j] = set[j], set[i] })
	for i := range set {
		if g.chance(4) {
			set[i].Rate = money.Decimal{Coef: set[i].Rate.Coef * 10, Exp: set[i].Rate.Exp + 1}
		}
		if set[i].Category == "" && g.chance(4) {
			set[i].Category = tax.Standard
		}
	}
	return set
}

func (g *generator) lines(d *billing.Document) {
	n := 1 + g.IntN(pick(g.Rand, 1, 3, 6, 6, 12, 40))
	sign := int64(1)
	if g.chance(15) {
		sign = -1 // a document that takes everything back
	}
	for range n {
		back := sign
		if g.chance(12) {
			back = -sign
		}
		d.Lines = append(d.Lines, g.line(d, back))
	}
	for i := range d.Lines {
		if g.chance(3) {
			d.Lines[i].ID = strconv.Itoa(10 * (i + 1))
		}
	}
}

func (g *generator) line(d *billing.Document, sign int64) billing.Line {
	l := billing.Line{
		Description: g.text.description(g.Rand),
		Quantity:    g.quantity(),
		UnitPrice:   g.price(),
		Unit:        pick(g.Rand, "", "", "hour", "day", "month", "piece", "kilogram", g.text.word(g.Rand)),
	}
	if sign < 0 && g.chance(4) {
		l.UnitPrice.Coef = -l.UnitPrice.Coef
	} else {
		l.Quantity.Coef *= sign
	}
	if g.chance(8) {
		l.BaseQuantity = pick(g.Rand, whole(1), whole(3), whole(7), whole(100), whole(1000), money.Decimal{Coef: 25, Exp: 1})
	}
	if g.chance(4) {
		l.SKU = pick(g.Rand, "SKU-", "арт. ", "Κωδ. ", "") + strconv.Itoa(1+g.IntN(1_000_000_000))
	}
	if g.chance(6) {
		l.Period = g.period()
	}
	g.lineAdjustments(d, &l)
	switch {
	case len(g.pool) == 0:
	case len(d.TaxRules) > 0 && g.chance(2):
		l.TaxCategory = pick(g.Rand, d.TaxRules...).TaxCategory
	case len(d.Taxes) > 0 && g.chance(2):
	default:
		l.Taxes = g.one()
	}
	return l
}

func (g *generator) quantity() money.Decimal {
	switch g.IntN(10) {
	case 0:
		return g.between(0, 9, 10)
	case 1:
		return g.between(1, 250_000, 3)
	case 2, 3:
		return g.between(0, 40, 2)
	}
	return whole(1 + g.Int64N(24))
}

func (g *generator) price() money.Decimal {
	switch g.IntN(10) {
	case 0:
		return g.between(0, 3, 10)
	case 1:
		return g.between(1000, 4_000_000, 2)
	case 2:
		return g.between(0, 1, 4)
	case 3:
		return whole(0)
	}
	return g.between(1, 2000, 2)
}
