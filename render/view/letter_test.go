package view

import (
	"slices"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/locales"
)

// An address on mail names the country only when it leaves the sender's, in
// capitals and on a line of its own.
func TestPostal(t *testing.T) {
	seller := billing.Party{Name: "Lovanta GmbH", Address: billing.Address{Lines: []string{"Torstraße 9"}, PostalCode: "10119", City: "Berlin", Country: "DE"}}
	buyer := billing.Party{Name: "Morgenroth AG", Attention: "Frau Dr. Kallweit",
		Address: billing.Address{Lines: []string{"Industriestraße 14 a"}, PostalCode: "70565", City: "Stuttgart", Country: "DE"}}
	away := buyer
	away.Address = billing.Address{Lines: []string{"Via Roma 2"}, PostalCode: "20100", City: "Milano", Region: "MI", Country: "IT"}
	l, err := locales.Resolve("de", "DE", "DE")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		seller, buyer     billing.Party
		sender, recipient []string
		line              []string
	}{
		{seller, buyer, []string{"Lovanta GmbH", "Torstraße 9", "10119 Berlin"},
			[]string{"Morgenroth AG", "Frau Dr. Kallweit", "Industriestraße 14 a", "70565 Stuttgart"},
			[]string{"Lovanta GmbH, Torstraße 9, 10119 Berlin", "Lovanta GmbH, 10119 Berlin", "Lovanta GmbH"}},
		{seller, away, []string{"Lovanta GmbH", "Torstraße 9", "10119 Berlin", "DEUTSCHLAND"},
			[]string{"Morgenroth AG", "Frau Dr. Kallweit", "Via Roma 2", "20100 Milano MI", "ITALIEN"},
			[]string{"Lovanta GmbH, Torstraße 9, 10119 Berlin, DEUTSCHLAND", "Lovanta GmbH, DEUTSCHLAND", "Lovanta GmbH"}},
		{billing.Party{Name: "Lovanta"}, billing.Party{Name: "One\nTwo"}, []string{"Lovanta"}, []string{"One Two"}, []string{"Lovanta"}},
	} {
		v := Build(billing.Computed{}, Options{Locale: l})
		v.seller, v.buyer = c.seller, c.buyer
		got := v.Postal()
		if !slices.Equal(got.Sender, c.sender) || !slices.Equal(got.Recipient, c.recipient) || !slices.Equal(got.Return, c.line) {
			t.Errorf("%+v\nwant %q %q %q", got, c.sender, c.recipient, c.line)
		}
	}
}
