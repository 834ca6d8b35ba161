package locales

import "strings"

// countryLanguages is the language of a document whose author named none, by
// the buyer's country: the official language that most invoices there are in,
// where its words shipped when the table was settled. A language that ships later does not
// enter it, because that would turn issued series from one language to
// another; all other countries have "en".
var countryLanguages = [...]struct{ language, countries string }{
	{"ar", "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE"},
	{"bg", "BG"},
	{"cs", "CZ"},
	{"da", "DK FO GL"},
	{"de", "AT CH DE LI"},
	{"el", "CY GR"},
	{"es", "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE"},
	{"fr", "BF BI BJ BL CD CF CG CI CM DJ FR GA GF GN GP HT LU MC MF MG ML MQ NC NE PF PM RE SN TD TG VA WF YT"},
	{"it", "IT SM"},
	{"nl", "AW BE BQ CW NL SR SX"},
	{"pl", "PL"},
	{"pt", "AO BR CV GW MZ PT ST"},
	{"sv", "AX SE"},
	{"uk", "UA"},
}

// DefaultLanguage is the language for a buyer's country (ISO 3166-1 alpha-2),
// as a tag for Resolve. Unknown countries and "" have "en".
func DefaultLanguage(country string) string {
	for _, c := range countryLanguages {
		if lists(c.countries, country) {
			return c.language
		}
	}
	return "en"
}

// lists says whether a table's list of country codes holds one.
func lists(countries, code string) bool {
	return len(code) == 2 && code[0] != ' ' && code[1] != ' ' && strings.Contains(countries, code)
}
