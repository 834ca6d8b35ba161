package view

import (
	"strings"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/locales"
)

// The roles of a party's lines, which a template may style and choose from.
const (
	roleName      = "name"
	roleAttention = "attention"
	roleAddress   = "address"
	roleTaxID     = "tax_ids"
	roleContact   = "contact"
	roleFields    = "registration"
)

// party words who somebody is. contact adds how to reach them and their
// registration: a seller's stand in the footer, a buyer's beside the address.
func (b *builder) party(p billing.Party, contact bool) *Record {
	r := rec(partyLen)
	r.text(partyName, p.Name)
	var lines []*Record
	add := func(role string, texts ...string) {
		for _, s := range texts {
			if s != "" {
				l := rec(partyLineLen)
				l.text(partyLineText, s)
				l.text(partyLineRole, role)
				lines = append(lines, l)
			}
		}
	}
	add(roleName, p.Name)
	add(roleAttention, p.Attention)
	address := b.addressLines(p.Address)
	add(roleAddress, address...)
	add(roleTaxID, b.taxIDs(p)...)
	if contact {
		add(roleContact, p.Email, p.Phone, p.Website)
		add(roleFields, splitLines(p.Registration)...)
		add(roleFields, b.fieldLines(p.CustomFields)...)
	}
	r.Values[partyLines].Items = lines
	r.text(partyAddressLine, b.joined(address...))
	if p.Address.Country != "" {
		r.text(partyCountry, b.l.Country(p.Address.Country))
	}
	return r
}

// addressLines are the lines of an address, the country's name at the end of
// the last: "Galway H91 B4F2, Ireland".
func (b *builder) addressLines(a billing.Address) []string {
	if a.IsZero() {
		return nil
	}
	lines := b.l.Address(a.Country, locales.AddressParts{Lines: a.Lines, PostalCode: a.PostalCode, City: a.City, Region: a.Region})
	if a.Country == "" {
		return lines
	}
	// A country's name is not broken over lines.
	country := strings.ReplaceAll(b.l.Country(a.Country), " ", "\u00a0")
	if len(lines) == 0 || a.City == "" && a.PostalCode == "" {
		return append(lines, country)
	}
	out := append([]string(nil), lines...)
	out[len(out)-1] = b.joined(out[len(out)-1], country)
	return out
}

// taxIDs words a party's tax numbers: "VAT no. IE6041182KA".
func (b *builder) taxIDs(p billing.Party) []string {
	var out []string
	for _, id := range p.TaxIDs {
		key := "tax_id." + id.Scheme
		word := id.Scheme
		if id.Scheme == "" {
			word = b.word("tax_id.other")
		} else if b.l.HasMessage(key) {
			word = b.word(key)
		}
		out = append(out, word+" "+id.ID)
	}
	return out
}
