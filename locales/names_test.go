package locales

import (
	"slices"
	"strings"
	"testing"
)

func TestList(t *testing.T) {
	for _, c := range []struct {
		tag   string
		items []string
		want  string
	}{
		{"en", nil, ""}, {"en", []string{"a"}, "a"}, {"en", []string{"a", "b"}, "a and b"}, {"en", []string{"a", "b", "c"}, "a, b, and c"},
		{"en-IE", []string{"a", "b", "c", "d"}, "a, b, c and d"}, {"de", []string{"a", "b", "c"}, "a, b und c"},
		{"es", []string{"Perú", "Italia"}, "Perú e Italia"}, {"es", []string{"agua", "hielo"}, "agua y hielo"}, {"es", []string{"x", "hilo"}, "x e hilo"},
		{"he", []string{"א", "B"}, "א ו-B"}, {"he", []string{"א", "ב"}, "א וב"}, {"ja", []string{"a", "b", "c"}, "a、b、c"},
	} {
		equal(t, c.tag, load(t, c.tag).List(c.items), c.want)
	}
}

func TestCountry(t *testing.T) {
	for _, c := range []struct{ tag, code, want string }{
		{"de", "DE", "Deutschland"}, {"en-IE", "IE", "Ireland"}, {"fr", "DE", "Allemagne"}, {"ar-AE", "AE", "الإمارات العربية المتحدة"},
		{"de", "XK", "Kosovo"}, {"en", "QQ", "QQ"}, {"en", "", ""}, {"en", "Ireland, Republic of", "Ireland, Republic of"}, {"en", "D", "D"},
	} {
		equal(t, c.tag, load(t, c.tag).Country(c.code), c.want)
	}
}

func TestLimitOfCode(t *testing.T) {
	at := strings.Repeat("K", maxCodeBytes)
	for _, key := range []string{at, at + "K"} {
		_, found := lookup("\n"+key+"\tname\n", key)
		if found != (len(key) <= maxCodeBytes) {
			t.Errorf("a code of %d bytes: found %v", len(key), found)
		}
	}
}

func TestLetter(t *testing.T) {
	for _, c := range strings.Fields("US CA MX PH CL CO VE PR") {
		if !Letter(c) {
			t.Errorf("%s uses Letter", c)
		}
	}
	for _, c := range []string{"DE", "GB", "BR", "AR", "JP", "", " ", "S C", "us"} {
		if Letter(c) {
			t.Errorf("%q does not use Letter", c)
		}
	}
}

func TestDefaultLanguage(t *testing.T) {
	for _, c := range []struct{ country, want string }{
		{"DE", "de"}, {"AT", "de"}, {"CH", "de"}, {"FR", "fr"}, {"IE", "en"}, {"US", "en"}, {"MX", "es"}, {"BR", "pt"}, {"UA", "uk"},
		{"BG", "bg"}, {"GR", "el"}, {"AE", "ar"}, {"JP", "en"}, {"", "en"}, {"XX", "en"}, {"de", "en"}, {"E ", "en"}, {"DE AT", "en"},
	} {
		equal(t, c.country, DefaultLanguage(c.country), c.want)
	}
	var seen []string
	for _, row := range countryLanguages {
		l := load(t, row.language)
		if l.messages.language == "en" {
			t.Errorf("%s has no words", row.language)
		}
		for _, country := range strings.Fields(row.countries) {
			if load(t, "en").Country(country) == country || slices.Contains(seen, country) {
				t.Errorf("%s: unknown, or there twice", country)
			}
			seen = append(seen, country)
		}
	}
}

func TestAddress(t *testing.T) {
	full := AddressParts{Lines: []string{"Unit 4", "", "Merchants Quay"}, PostalCode: "P", City: "City", Region: "Region"}
	for _, c := range []struct {
		tag, country string
		parts        AddressParts
		want         string
	}{
		{"de", "DE", AddressParts{Lines: []string{"Torstraße 9"}, PostalCode: "10119", City: "Berlin"}, "Torstraße 9|10119 Berlin"},
		{"en", "IE", AddressParts{Lines: []string{"Unit 4, Merchants Quay"}, PostalCode: "T12 HP40", City: "Cork"}, "Unit 4, Merchants Quay|Cork T12 HP40"},
		{"en", "US", AddressParts{Lines: []string{"1 Main St"}, PostalCode: "94105", City: "San Francisco", Region: "CA"}, "1 Main St|San Francisco, CA 94105"},
		{"en", "US", AddressParts{PostalCode: "94105", City: "San Francisco"}, "San Francisco 94105"},
		{"en", "US", AddressParts{Region: "CA"}, "CA"},
		{"en", "GB", AddressParts{Lines: []string{"10 Downing Street"}, PostalCode: "SW1A 2AA", City: "London"}, "10 Downing Street|London|SW1A 2AA"},
		{"en", "CA", full, "Unit 4|Merchants Quay|City Region P"},
		{"en", "DE", full, "Unit 4|Merchants Quay|P City|Region"},
		{"en", "IT", AddressParts{PostalCode: "20121", City: "Milano", Region: "MI"}, "20121 Milano MI"},
		{"en", "BR", full, "Unit 4|Merchants Quay|City-Region|P"},
		{"en", "BR", AddressParts{City: "City", PostalCode: "P"}, "City|P"},
		{"ja", "JP", AddressParts{Lines: []string{"丸の内1-1"}, PostalCode: "100-0005", City: "千代田区", Region: "東京都"}, "〒100-0005|東京都千代田区|丸の内1-1"},
		{"ja-JP", "JP", AddressParts{City: "千代田区"}, "千代田区"},
		{"en", "JP", full, "Unit 4|Merchants Quay|City, Region|P"},
		{"ko", "KR", full, "Region City|Unit 4|Merchants Quay|P"},
		{"en", "HU", full, "City|Unit 4|Merchants Quay|P|Region"},
		{"de", "DE", AddressParts{PostalCode: "10119", City: "Berlin", Region: "Berlin"}, "10119 Berlin"},
		{"en", "", full, "Unit 4|Merchants Quay|P City|Region"},
		{"en", "XX", AddressParts{}, ""},
	} {
		equal(t, c.tag+" "+c.country, strings.Join(load(t, c.tag).Address(c.country, c.parts), "|"), c.want)
	}
}

// No format may lose a part, and no country may have two.
func TestPlaceFormats(t *testing.T) {
	check := func(format string) {
		for _, part := range "LPCR" {
			if strings.Count(format, string(part)) != 1 {
				t.Errorf("format %q has %c not once", format, part)
			}
		}
	}
	check(defaultPlace)
	var seen []string
	for _, p := range placeFormats {
		check(p.format)
		for _, c := range strings.Fields(p.countries) {
			if load(t, "en").Country(c) == c || slices.Contains(seen, c) {
				t.Errorf("%s: unknown, or there twice", c)
			}
			seen = append(seen, c)
		}
	}
	for _, p := range localPlaces {
		check(p.format)
	}
}
