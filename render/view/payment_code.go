package view

import (
	"strings"
	"unicode/utf8"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
)

// The bounds of a payment code (EPC069-12 version 2.1). Of the 331 bytes that
// version 13 of a QR code takes at level M, the announcement of UTF-8 takes
// two; what is ASCII alone never gets as long.
const (
	epcBytes      = 331 - 2
	epcName       = 70  // characters
	epcRemittance = 140 // characters
	epcAmount     = 999_999_999_99
)

// paymentCode is what a code beside the payment's facts says, and the key of
// the words for it: a credit transfer, else the address to pay at. Both are
// empty where nothing is to be paid or there is no way that a code can tell.
func paymentCode(c billing.Computed) (content, caption string) {
	d := c.Document()
	if !payable(c) {
		return "", ""
	}
	if s := creditTransfer(&d, c.Totals().AmountDue); s != "" {
		return s, "payment.scan"
	}
	if u := d.Payment.URL; len(u) <= epcBytes && len(u) > len("https://") && strings.EqualFold(u[:len("https://")], "https://") {
		return u, "payment.scan_url"
	}
	return "", ""
}

// payable reports whether a document asks for money.
func payable(c billing.Computed) bool {
	d := c.Document()
	return d.Kind != billing.CreditNote && c.Totals().AmountDue.Coef > 0 && d.Mark != billing.MarkVoid && d.Mark != billing.MarkPaid
}

// creditTransfer is a SEPA credit transfer to the first account with an IBAN,
// as EPC069-12 writes it; "" when one of its facts does not fit, because an
// app would refuse the code, or pay with a reference cut short.
func creditTransfer(d *billing.Document, due money.Amount) string {
	if d.Currency != "EUR" || due.Coef > epcAmount || due.Exp != 2 {
		return ""
	}
	var account *billing.BankAccount
	for i := range d.Payment.BankAccounts {
		if d.Payment.BankAccounts[i].IBAN != "" {
			account = &d.Payment.BankAccounts[i]
			break
		}
	}
	if account == nil {
		return ""
	}
	iban := compact(account.IBAN)
	name := oneLine(firstOf(account.Holder, d.Seller.Name))
	if !sepaIBAN(iban) || name == "" {
		return ""
	}
	bic := compact(account.BIC)
	if !validBIC(bic) {
		bic = "" // version 002 does without
	}
	reference := oneLine(firstOf(fill(d.Payment.Reference, d.Number), d.Number))
	structured := compact(reference)
	if creditorReference(structured) {
		reference = ""
	} else {
		structured = ""
	}
	if utf8.RuneCountInString(reference) > epcRemittance {
		return ""
	}
	write := func(name string) string {
		return strings.TrimRight(strings.Join([]string{"BCD", "002", "1", "SCT", bic, name, iban, "EUR" + due.String(), "", structured, reference}, "\n"), "\n")
	}
	name = cutAtWord(name, epcName)
	for len(write(name)) > epcBytes {
		if !strings.Contains(name, " ") {
			return ""
		}
		name = cutAtWord(name, utf8.RuneCountInString(name)-1)
	}
	return write(name)
}

// compact is a number of a bank as machines write it.
func compact(s string) string {
	return strings.ToUpper(strings.Join(strings.Fields(s), ""))
}

// oneLine is a text with single spaces between its words: a line feed would
// end its field.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// cutAtWord is as many whole words of a text as n characters hold, or the
// beginning of its first word.
func cutAtWord(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	end := 0
	for i := range s {
		if n < 0 {
			break
		}
		end, n = i, n-1
	}
	if i := strings.LastIndexByte(s[:end+1], ' '); i > 0 {
		return strings.TrimRight(s[:i], " ,;&-–/")
	}
	return s[:end]
}

// sepaCountries are the countries of the SEPA schemes, and the length of an
// IBAN of each (EPC409-09; ISO 13616 registry).
var sepaCountries = map[string]int{
	"AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
	"ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27,
	"LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15,
	"PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}

// sepaIBAN checks country, length and check digits (ISO 13616).
func sepaIBAN(s string) bool {
	return len(s) > 4 && sepaCountries[s[:2]] == len(s) && mod97(s)
}

// creditorReference checks a structured reference: RF, check digits, up to 21
// more letters and digits (ISO 11649).
func creditorReference(s string) bool {
	return len(s) > 4 && len(s) <= 25 && s[:2] == "RF" && mod97(s)
}

// mod97 checks the digits 3 and 4 of a number of letters and digits (ISO 7064
// MOD 97-10): with its first four moved to the end it is 1 modulo 97.
func mod97(s string) bool {
	if s[2] < '0' || s[2] > '9' || s[3] < '0' || s[3] > '9' {
		return false
	}
	sum := 0
	for i := range len(s) {
		switch c := s[(i+4)%len(s)]; {
		case c >= '0' && c <= '9':
			sum = (sum*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			sum = (sum*100 + int(c-'A') + 10) % 97
		default:
			return false
		}
	}
	return sum == 1
}

// validBIC checks the shape of a BIC (ISO 9362): eight characters or eleven.
func validBIC(s string) bool {
	if len(s) != 8 && len(s) != 11 {
		return false
	}
	for i := range len(s) {
		letter := s[i] >= 'A' && s[i] <= 'Z'
		if !letter && (i < 6 || s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}
