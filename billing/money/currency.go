package money

import "slices"

// Currency is an ISO 4217 alphabetic code in upper case. The zero value is no
// currency; make others with ParseCurrency.
type Currency string

// ParseCurrency returns the currency of an ISO 4217 code. ok is false for
// anything else, lower case included; NearestCurrency may know what was meant.
func ParseCurrency(code string) (c Currency, ok bool) {
	_, ok = slices.BinarySearch(currencies[:], Currency(code))
	if !ok {
		return "", false
	}
	return Currency(code), true
}

// Digits is the number of decimals that amounts of c have (ISO 4217 minor
// unit): 0, 2, 3 or 4. It is 2 for what is not a currency, which no amount that
// billing computes ever has.
func (c Currency) Digits() uint8 {
	switch c {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF",
		"UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	case "CLF", "UYW":
		return 4
	}
	return 2
}

// Currencies returns every currency, in the order of their codes.
func Currencies() []Currency { return slices.Clone(currencies[:]) }

// NearestCurrency guesses what a text that ParseCurrency refuses was meant to
// be: the same letters in another case, a code with something around it
// ("EURO"), a symbol, or a code that differs in one letter. ok is false when
// nothing or too much is near, so that a suggestion is always worth making.
func NearestCurrency(text string) (c Currency, ok bool) {
	const longest = 16 // bytes; nothing longer is near to three letters
	if len(text) > longest {
		return "", false
	}
	switch text {
	case "€":
		return "EUR", true
	case "$", "US$":
		return "USD", true
	case "£":
		return "GBP", true
	case "¥", "￥":
		return "JPY", true
	case "₹":
		return "INR", true
	}
	upper := make([]byte, 0, longest)
	for _, b := range []byte(text) {
		if 'a' <= b && b <= 'z' {
			b -= 'a' - 'A'
		}
		if 'A' <= b && b <= 'Z' {
			upper = append(upper, b)
		}
	}
	if len(upper) < 3 {
		return "", false
	}
	if c, ok = ParseCurrency(string(upper[:3])); ok {
		return c, true
	}
	return oneLetterOff(string(upper))
}

// oneLetterOff finds the only currency that differs from code in one letter.
func oneLetterOff(code string) (found Currency, ok bool) {
	if len(code) != 3 {
		return "", false
	}
	for _, c := range currencies {
		same := 0
		for i := range len(code) {
			if c[i] == code[i] {
				same++
			}
		}
		if same == 2 {
			if found != "" {
				return "", false
			}
			found = c
		}
	}
	return found, found != ""
}

// currencies are the active codes of ISO 4217 (list one), sorted, without
// those that have no minor unit (metals, bond units, drawing rights, testing,
// "no currency"): they are no money that an invoice can ask for. A code is
// never removed, because a document issued while it was active must render
// again; so ANG (to 2025), BGN (to January 2026), CUC (to 2021) and HRK (to 2023)
// are here beside their successors.
var currencies = [...]Currency{
	"AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD",
	"BIF", "BMD", "BND", "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHE", "CHF",
	"CHW", "CLF", "CLP", "CNY", "COP", "COU", "CRC", "CUC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD",
	"EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD",
	"HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS",
	"KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL",
	"MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN",
	"NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD",
	"RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC",
	"SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "USN",
	"UYI", "UYU", "UYW", "UZS", "VED", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER",
	"ZAR", "ZMW", "ZWG",
}
