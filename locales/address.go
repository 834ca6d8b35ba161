package locales

import "strings"

// AddressParts are the parts of a postal address. Lines are street, house
// number and whatever the sender wrote before the place (BT-35, BT-36,
// BT-162); Region is a state, province or county (BT-39).
type AddressParts struct {
	Lines                    []string
	PostalCode, City, Region string
}

// placeFormat is how some countries write an address: L the lines, P the post
// code, C the city, R the region, "|" a new line, all else as it stands. Every
// format has all four, so that nothing an author stated is lost.
type placeFormat struct{ format, countries string }

// defaultPlace serves all countries not listed: it is the form of most of the
// world, post code before city.
const defaultPlace = "L|P C|R"

// placeFormats follows the countries' posts (UPU addressing sheets).
var placeFormats = [...]placeFormat{
	{"L|C, R P", "AS FM GU IE MH MP PR PW US VI"},
	{"L|C R P", "AU CA CC CX NF"},
	{"L|C|R|P", "EG FK GB GG GI GS IM IO JE KE LK MM PN RU SH TC UA UZ VG ZA"},
	{"L|C P|R", "BD BH BN BT GH IL IN IQ JO KH LB LS MT MV NG NP NZ PE SA SG TT TZ ZM"},
	{"L|C|R P", "ID KZ TH VN"},
	{"L|C|R|P", "AE HK MO OM QA YE"},
	{"L|C-P|R", "PK"},
	{"L|C, P|R", "LV"},
	{"L|C|P R", "PH"},
	{"L|C-R|P", "BR"},
	{"L|P C-R", "CV"},
	{"L|C, R, P", "CO"},
	{"L|C P, R", "VE"},
	{"L|P C, R", "ES MX"},
	{"L|P C R", "EE IT SM UY VA"},
	{"L|P C/R", "TR"},
	{"L|P, C|R", "BY"},
	{"C|L|P|R", "HU"},
	{"L|C, R|P", "JP TW"},
	{"L|C|R, P", "CN"},
	{"L|C|R|P", "KP KR"},
}

// localPlaces are the formats of countries that write from the large to the
// small in their own script; abroad, and in Latin script, the order turns.
var localPlaces = [...]struct{ language, format, countries string }{
	{"ja", "〒P|RC|L", "JP"},
	{"zh", "P|RC|L", "CN HK MO TW"},
	{"ko", "R C|L|P", "KP KR"},
}

// Address arranges an address as its country writes it, one string a line,
// without the country's own line. Absent parts close up with the signs beside
// them, and a region that repeats the city is left out. Country is ISO 3166-1
// alpha-2.
func (l *Locale) Address(country string, a AddressParts) []string {
	if a.Region == a.City {
		a.Region = ""
	}
	lines := make([]string, 0, len(a.Lines)+3)
	for line := range strings.SplitSeq(l.placeFormat(country), "|") {
		if line != "L" {
			lines = appendNonEmpty(lines, placeLine(line, &a))
			continue
		}
		for _, s := range a.Lines {
			lines = appendNonEmpty(lines, s)
		}
	}
	return lines
}

func appendNonEmpty(lines []string, s string) []string {
	if s == "" {
		return lines
	}
	return append(lines, s)
}

func (l *Locale) placeFormat(country string) string {
	language, _, _ := strings.Cut(l.tag, "-")
	for _, p := range localPlaces {
		if p.language == language && lists(p.countries, country) {
			return p.format
		}
	}
	for _, p := range placeFormats {
		if lists(p.countries, country) {
			return p.format
		}
	}
	return defaultPlace
}

// placeLine fills one line. A sign between two parts needs both of them; a
// sign at the start belongs to the part after it.
func placeLine(format string, a *AddressParts) string {
	var b strings.Builder
	literal := 0 // where the sign before the next part starts
	for i := 0; i < len(format); i++ {
		var part string
		switch format[i] {
		case 'P':
			part = a.PostalCode
		case 'C':
			part = a.City
		case 'R':
			part = a.Region
		default:
			continue
		}
		if part != "" {
			if literal == 0 || b.Len() > 0 {
				b.WriteString(format[literal:i])
			}
			b.WriteString(part)
		}
		literal = i + 1
	}
	return b.String()
}
