package view

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/locales"
)

// letterheadEnd is how far down, in micrometres, the letterhead of a letter
// usually reaches; windows that begin higher leave less.
const letterheadEnd = 38_000

// windowFlags tells a template on which side of the sheet the envelope has its
// window, and what else of it concerns the letterhead.
func (b *builder) windowFlags(r *Record) {
	w := b.window
	if w.Name == "" {
		return
	}
	r.flag(brandWindowLeft, !w.Right)
	r.flag(brandWindowRight, w.Right)
	r.flag(brandWindowHigh, w.LogoEnd < letterheadEnd)
	r.flag(brandWindowDouble, w.Double.Visible.Right > 0)
	r.flag(brandWindowReturn, w.ReturnEnd > 0 || w.Double.Visible.Right > 0)
}

// Postal is what an envelope says, line by line.
type Postal struct {
	Sender, Recipient []string
	// Return is the sender on one line, the longest wording first.
	Return []string
}

// Postal words the addresses for an envelope: the country stands in capitals
// on a line of its own, and only on mail that leaves the sender's (UPU S42,
// DIN 5008).
func (v *View) Postal() Postal {
	abroad := v.buyer.Address.Country != "" && v.buyer.Address.Country != v.seller.Address.Country
	p := Postal{
		Sender:    v.b.postal(v.seller, abroad),
		Recipient: v.b.postal(v.buyer, abroad),
	}
	if n := len(p.Sender); n > 0 {
		p.Return = []string{v.b.joined(p.Sender...)}
		if n > 2 {
			p.Return = append(p.Return, v.b.joined(p.Sender[0], p.Sender[n-1]))
		}
		if n > 1 {
			p.Return = append(p.Return, p.Sender[0])
		}
	}
	return p
}

func (b *builder) postal(p billing.Party, abroad bool) []string {
	a := p.Address
	lines := nonEmpty(strings.ReplaceAll(p.Name, "\n", " "), strings.ReplaceAll(p.Attention, "\n", " "))
	for _, l := range b.l.Address(a.Country, locales.AddressParts{Lines: a.Lines, PostalCode: a.PostalCode, City: a.City, Region: a.Region}) {
		lines = append(lines, strings.ReplaceAll(l, "\n", " "))
	}
	if abroad && a.Country != "" {
		lines = append(lines, cases.Upper(language.Make(b.l.Tag())).String(b.l.Country(a.Country)))
	}
	return lines
}
