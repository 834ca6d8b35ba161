package locales

import (
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing/money"
)

func load(t testing.TB, tag string) *Locale {
	t.Helper()
	l, err := Load(tag)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func equal(t testing.TB, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q %+q, want %q %+q", what, got, got, want, want)
	}
}

func TestLoad(t *testing.T) {
	for _, c := range []struct{ tag, named, row string }{
		{"de", "de", "de"}, {"de-DE", "de-DE", "de"}, {"de_AT", "de-AT", "de-AT"}, {"DE-at", "de-AT", "de-AT"},
		{"de-BR", "de", "de"}, {"en-US", "en-US", "en"}, {"en-AQ", "en", "en"},
		{"pt-BR", "pt-BR", "pt"}, {"no", "nb", "nb"}, {"iw", "he", "he"}, {"ar", "ar", "ar"}, {"ar-001", "ar", "ar"},
		{"zh-CN", "zh-CN", "zh"}, {"zh-TW", "zh-TW", "zh-Hant"}, {"zh-HK", "zh-HK", "zh-Hant-HK"}, {"zh-SG", "zh-SG", "zh-Hans-SG"},
		{"sr-RS", "sr-RS", "sr"}, {"sr-Latn-RS", "sr-Latn-RS", "sr-Latn"}, {"sr-ME", "sr-ME", "sr-Latn-ME"}, {"az-AZ", "az-AZ", "az"},
		{"es-419", "es-419", "es-419"}, {"ar-EG-u-nu-latn", "ar-EG", "ar-EG"}, {"th-TH-u-ca-buddhist", "th-TH", "th"},
	} {
		l := load(t, c.tag)
		if l.Tag() != c.named || l.row.tag != c.row {
			t.Errorf("Load(%q): tag %s, row %s; want %s, %s", c.tag, l.Tag(), l.row.tag, c.named, c.row)
		}
	}
}

func TestLoadFaults(t *testing.T) {
	for _, c := range []struct{ tag, want string }{
		{"", `language tag "" is not BCP 47: write one like en, de-AT or zh-Hant`},
		{"german", `language tag "german" is not BCP 47: write one like en, de-AT or zh-Hant`},
		{"gsw", `no locale "gsw": nearest is de`},
		{"tlh", `no locale "tlh": nearest is en`},
		{"az-Arab", `no locale "az-Arab": nearest in spelling are az and be`},
	} {
		if l, err := Load(c.tag); err == nil {
			t.Errorf("Load(%q) is %s, want an error", c.tag, l.Tag())
		} else {
			equal(t, c.tag, err.Error(), c.want)
		}
		if _, err := Resolve(c.tag, "DE", ""); err == nil {
			t.Errorf("Resolve(%q) has no error", c.tag)
		}
	}
}

func TestLimitOfTag(t *testing.T) {
	atLimit := "de-x" + strings.Repeat("-abcdefgh", 6) + "-abcde"
	if len(atLimit) != maxTagBytes {
		t.Fatalf("the test's tag has %d bytes", len(atLimit))
	}
	load(t, atLimit)
	if _, err := Load(atLimit + "f"); err == nil {
		t.Error("one byte past the limit loads")
	}
}

func TestResolve(t *testing.T) {
	for _, c := range []struct{ tag, buyer, seller, want string }{
		{"en", "", "", "en"}, {"en", "IE", "DE", "en-IE"}, {"en", "US", "IE", "en-US"},
		{"en", "DE", "IE", "en-DE"},    // CLDR has English for Germany
		{"de", "FR", "AT", "de-AT"},    // but no German for France: the seller's
		{"de", "FR", "PL", "de"},       // nor for Poland: none
		{"de-CH", "AT", "DE", "de-CH"}, // stated regions stay
		{"fr", "BE", "FR", "fr-BE"}, {"uk", "DE", "UA", "uk-UA"}, {"zh", "TW", "CN", "zh-TW"},
		{"sr-Latn", "BA", "", "sr-Latn-BA"}, {"de", "XX", "1", "de"}, {"de", "QX", "EU", "de"}, {"de", "Österreich", "at", "de-AT"}, {"pt", "PT", "", "pt-PT"}, {"ar-u-nu-latn", "EG", "", "ar-EG"},
	} {
		l, err := Resolve(c.tag, c.buyer, c.seller)
		if err != nil {
			t.Errorf("Resolve(%q, %q, %q): %v", c.tag, c.buyer, c.seller, err)
		} else {
			equal(t, strings.Join([]string{c.tag, c.buyer, c.seller}, " "), l.Tag(), c.want)
		}
	}
	l, _ := Resolve("ar-u-nu-latn", "EG", "")
	equal(t, "Latin digits", l.Decimal(money.Decimal{Coef: 15, Exp: 1}, 0), "1.5")
}

// Formats are the reader's, the words of the law are the seller's.
func TestResolveLaw(t *testing.T) {
	for _, c := range []struct{ tag, buyer, seller, key, want string }{
		{"de", "CH", "DE", "tax.name", "USt."}, {"de", "CH", "", "tax.name", "MWST"}, {"de", "DE", "CH", "tax.name", "MWST"},
		{"de-CH", "CH", "DE", "tax.name", "USt."}, {"de", "CH", "DE", "terms.title", "Zahlungskonditionen"},
		{"en", "US", "IE", "tax.name", "VAT"}, {"en", "IE", "US", "tax.name", "Tax"}, {"en", "US", "IE", "party.bill_to", "Bill to"},
		{"en", "IE", "AU", "document.invoice", "Tax invoice"}, {"en-AU", "AU", "IE", "document.invoice", "Invoice"},
		{"pt", "BR", "PT", "tax.name", "IVA"}, {"pt", "PT", "BR", "tax.name", "Imposto"}, {"pt", "AO", "AO", "tax.name", "IVA"},
		{"ja", "JP", "AU", "document.invoice", "Invoice"}, {"ja", "JP", "DE", "tax.name", "VAT"},
	} {
		l, err := Resolve(c.tag, c.buyer, c.seller)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, strings.Join([]string{c.tag, c.buyer, c.seller, c.key}, " "), l.Message(c.key), c.want)
	}
}

func TestTags(t *testing.T) {
	tags := Tags()
	if !slices.IsSorted(tags) {
		t.Error("Tags is not sorted; lookup is by binary search")
	}
	for _, tag := range strings.Fields(`en en-GB en-IE en-IN en-CA en-AU en-ZA en-US de de-AT de-CH fr fr-CH fr-CA fr-BE es es-MX it it-CH nl nl-BE
		pt pt-BR pt-PT pl sv da nb fi is el uk bg cs sk hu ro hr sr sl lt lv et ru tr ar ar-EG ar-AE he fa hi bn ta th vi id ms ja zh zh-Hant ko ka
		hy az kk sq mk bs ca eu gl ga mt cy sw af`) {
		if r, exact := find(mustParse(t, tag)); !exact {
			t.Errorf("%s is %v, not a locale of its own", tag, r)
		}
	}
	if n := len(Languages()); n < 13 {
		t.Errorf("%d languages have words", n)
	}
}

func mustParse(t *testing.T, s string) tag {
	p, err := parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The tables are what the code assumes them to be.
func TestTables(t *testing.T) {
	for i := range rows {
		r := &rows[i]
		if i > 0 && rows[i-1].tag >= r.tag {
			t.Errorf("%s after %s", r.tag, rows[i-1].tag)
		}
		c := calendars(r.dates)
		for _, names := range [][]string{c.months[0], c.months[1], c.monthsAlone[0], c.monthsAlone[1]} {
			if len(names) != 12 || slices.Contains(names, "") {
				t.Errorf("%s: months %q", r.tag, names)
			}
		}
		for _, names := range [][]string{c.days[0], c.days[1], c.daysAlone[0], c.daysAlone[1]} {
			if len(names) != 7 || slices.Contains(names, "") {
				t.Errorf("%s: days %q", r.tag, names)
			}
		}
		for _, table := range []string{currencyTables[r.currencies], territoryTables[r.territories]} {
			if !strings.HasPrefix(table, "\n") || !strings.HasSuffix(table, "\n") || strings.Contains(table, "\n\n") {
				t.Errorf("%s: a table does not begin and end each line with a newline", r.tag)
			}
		}
	}
	for i := range numberTables {
		n := &numberTables[i]
		for _, p := range []string{n.decimalPattern, n.percentPattern, n.standard, n.standardAlpha, n.accounting, n.accountingAlpha} {
			if strings.Count(p, "0.00")+strings.Count(p, "0") == 0 || strings.Contains(p, "'") {
				t.Errorf("pattern %q", p)
			}
		}
		if n.digits != "" && len([]rune(n.digits)) != 10 {
			t.Errorf("digits %q", n.digits)
		}
	}
}

func TestWithMinus(t *testing.T) {
	owed := money.Amount{Coef: -7800, Exp: 2, Currency: "EUR"}
	for _, c := range []struct{ tag, amount, currency string }{
		{"en-IE", "−78.00", "−€78.00"}, {"de", "−78,00", "−78,00\u00a0€"}, {"sv", "−78,00", "−78,00\u00a0€"},
		{"ar-AE", "\u200e−78.00", "\u200f\u200e−78.00\u00a0€"},
	} {
		l := load(t, c.tag)
		m := l.WithMinus("−")
		equal(t, c.tag, m.Amount(owed), c.amount)
		equal(t, c.tag, m.Currency(owed, Symbol), c.currency)
		equal(t, c.tag+" again", m.WithMinus("−").Amount(owed), c.amount)
	}
	l := load(t, "de")
	l.WithMinus("−")
	equal(t, "the locale it was made from", l.Amount(owed), "-78,00")
}
