package locales

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/facture-dev/facture/billing/money"
)

// pluralCategories are the categories that CLDR 48 gives whole and decimal
// numbers of each language (compared with ICU in the oracle test). Every
// plural message must have just these forms.
var pluralCategories = map[string]string{
	"ar": "zero one two few many other", "bg": "one other", "cs": "one few many other", "da": "one other",
	"de": "one other", "el": "one other", "en": "one other", "es": "one many other", "fr": "one many other",
	"it": "one many other", "nl": "one other", "pl": "one few many other", "pt-BR": "one many other",
	"sv": "one other", "uk": "one few many other",
}

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

func placeholders(s string) string {
	p := placeholder.FindAllString(s, -1)
	slices.Sort(p)
	return strings.Join(slices.Compact(p), "")
}

func statedForms(m *i18n.Message) map[string]string {
	stated := map[string]string{}
	for i, s := range []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other} {
		if s != "" {
			stated[pluralForms[i]] = s
		}
	}
	return stated
}

// messageFaults lists what is wrong with a file against the English one:
// missing and unknown keys, plural forms and placeholders that do not agree.
// A regional file may leave keys out.
func messageFaults(tag string, english, messages []*i18n.Message) []string {
	var faults []string
	want := map[string]*i18n.Message{}
	for _, m := range english {
		want[m.ID] = m
	}
	base := tag
	regional := !slices.Contains(Languages(), tag)
	if regional {
		base, _, _ = strings.Cut(tag, "-")
		if base == "pt" {
			base = portuguese
		}
	}
	seen := map[string]bool{}
	for _, m := range messages {
		seen[m.ID] = true
		e := want[m.ID]
		if e == nil {
			faults = append(faults, m.ID+": no such key")
			continue
		}
		forms := statedForms(m)
		if len(forms) != 1 || forms["other"] == "" {
			for _, c := range strings.Fields(pluralCategories[base]) {
				if forms[c] == "" {
					faults = append(faults, m.ID+": no plural form "+c)
				}
			}
			if len(forms) > len(strings.Fields(pluralCategories[base])) {
				faults = append(faults, m.ID+": a plural form that the language has not")
			}
		}
		for _, s := range forms {
			if placeholders(s) != placeholders(e.Other) && !optionalName(m.ID) {
				faults = append(faults, m.ID+": placeholders "+placeholders(s)+", want "+placeholders(e.Other))
			}
			if strings.TrimSpace(s) != s || strings.ContainsAny(s, "\"'\t\n") || strings.Contains(s, "  ") {
				faults = append(faults, m.ID+": stray space or straight quote in "+s)
			}
		}
	}
	for id := range want {
		if !seen[id] && !regional {
			faults = append(faults, id+": missing")
		}
	}
	slices.Sort(faults)
	return faults
}

// optionalName is the one key where a language may do without the tax's name:
// "VAT exempt on 1,691.00" is "Steuerfrei 1.691,00".
func optionalName(key string) bool { return key == "totals.category_on" }

func parsed(t *testing.T, tag string) []*i18n.Message {
	t.Helper()
	m, err := readMessages(tag)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMessagesAreComplete(t *testing.T) {
	english := parsed(t, "en")
	for _, tag := range fileTags() {
		for _, f := range messageFaults(tag, english, parsed(t, tag)) {
			t.Errorf("%s.toml: %s", tag, f)
		}
	}
	for _, tag := range Languages() {
		if pluralCategories[tag] == "" {
			t.Errorf("%s: its plural categories are not in this test", tag)
		}
	}
}

// The checker itself must see each kind of fault.
func TestMessageFaultsAreSeen(t *testing.T) {
	english := []*i18n.Message{{ID: "a", Other: "x {n}"}, {ID: "b", Other: "y"}, {ID: "c", One: "d", Other: "ds"}}
	for _, c := range []struct {
		messages []*i18n.Message
		want     string
	}{
		{[]*i18n.Message{{ID: "a", Other: "x {n}"}, {ID: "c", One: "d", Other: "ds"}}, "b: missing"},
		{[]*i18n.Message{{ID: "a", Other: "x {m}"}, {ID: "b", Other: "y"}, {ID: "c", Other: "ds"}}, "a: placeholders {m}, want {n}"},
		{[]*i18n.Message{{ID: "a", Other: "{n} x"}, {ID: "b", Other: "y"}, {ID: "c", One: "d"}}, "c: no plural form other"},
		{[]*i18n.Message{{ID: "a", Other: "{n} x"}, {ID: "b", Other: "y"}, {ID: "c", One: "d", Two: "e", Other: "f"}}, "c: a plural form that the language has not"},
		{[]*i18n.Message{{ID: "a", Other: "{n} x"}, {ID: "b", Other: "y "}, {ID: "c", Other: "f"}}, "b: stray space or straight quote in y "},
		{[]*i18n.Message{{ID: "a", Other: "{n} x"}, {ID: "b", Other: "y"}, {ID: "c", Other: "f"}, {ID: "d", Other: "g"}}, "d: no such key"},
		{english, ""},
	} {
		equal(t, c.want, strings.Join(messageFaults("de", english, c.messages), "; "), c.want)
	}
}

func TestMessages(t *testing.T) {
	equal(t, "one pass", load(t, "de-AT").Format("page.of", map[string]string{"number": "1", "count": "{number}"}), "Seite 1 von {number}")
	equal(t, "no value", load(t, "en").Format("page.of", map[string]string{"number": "1"}), "Page 1 of {count}")
	equal(t, "unclosed", fill("a {b", map[string]string{"b": "c"}), "a {b")
	equal(t, "unknown", load(t, "en").Message("no.such"), "no.such")
	equal(t, "unknown", load(t, "en").Plural("no.such", decimalOf(1, 0)), "no.such")
	equal(t, "English words", load(t, "ja").Message("document.invoice"), "Invoice")
	equal(t, "region", load(t, "en-US").Message("method.check"), "Check")
	if l := load(t, "pl"); l.HasMessage("no.such") || !l.HasMessage("document.invoice") {
		t.Error("HasMessage")
	}
	days := map[string]string{"days": "30"}
	equal(t, "terms", load(t, "fr").FormatPlural("terms.net", decimalOf(30, 0), days), "Paiement à 30 jours à compter de la date de facture, sans escompte.")
	equal(t, "colon", load(t, "fr").Format("adjustment.amount", map[string]string{"label": "Remise", "amount": "−32,00"}), "Remise\u202f: −32,00")
}

func decimalOf(coef int64, exp uint8) money.Decimal { return money.Decimal{Coef: coef, Exp: exp} }

func TestPlural(t *testing.T) {
	for _, c := range []struct {
		tag, key string
		count    money.Decimal
		want     string
	}{
		{"en", "unit.month", decimalOf(1, 0), "month"}, {"en", "unit.month", decimalOf(3, 0), "months"}, {"en", "unit.month", decimalOf(10, 1), "months"},
		{"fr", "unit.day", decimalOf(5, 1), "jour"}, {"fr", "unit.day", decimalOf(15, 1), "jour"}, {"fr", "unit.day", decimalOf(2, 0), "jours"},
		{"pl", "unit.month", decimalOf(1, 0), "miesiąc"}, {"pl", "unit.month", decimalOf(2, 0), "miesiące"}, {"pl", "unit.month", decimalOf(5, 0), "miesięcy"},
		{"pl", "unit.month", decimalOf(22, 0), "miesiące"}, {"pl", "unit.month", decimalOf(15, 1), "miesiąca"},
		{"uk", "unit.day", decimalOf(21, 0), "день"}, {"uk", "unit.day", decimalOf(11, 0), "днів"}, {"cs", "unit.year", decimalOf(5, 0), "let"},
		{"cs", "unit.year", decimalOf(5, 1), "roku"}, {"de", "unit.hour", decimalOf(365, 1), "Std."}, {"en", "unit.day", decimalOf(-1, 0), "day"},
	} {
		equal(t, c.tag+" "+c.key, load(t, c.tag).Plural(c.key, c.count), c.want)
	}
}

// The wording that the pictured documents show.
func TestPicturedWords(t *testing.T) {
	for _, c := range []struct {
		tag, key, want string
		args           map[string]string
	}{
		{"en-IE", "adjustment.percent", "Framework agreement, 10% off", map[string]string{"reason": "Framework agreement", "percent": "10%"}},
		{"fr", "adjustment.percent", "Remise contrat-cadre de 10\u202f%", map[string]string{"reason": "contrat-cadre", "percent": "10\u202f%"}},
		{"en-IE", "table.brought_forward", "Brought forward from page 1", map[string]string{"page": "1"}},
		{"fr", "totals.credited_in", "Total crédité en EUR", map[string]string{"currency": "EUR"}},
		{"fr", "reference.of_date", "du 12 novembre 2026", map[string]string{"date": "12 novembre 2026"}},
		{"de", "receipt.invoice_ref", "Rechnung LV-2026-0042", map[string]string{"number": "LV-2026-0042"}},
		{"de", "tax.note.reverse_charge", "Steuerschuldnerschaft des Leistungsempfängers", nil},
		{"fr", "tax.note.reverse_charge", "Autoliquidation", nil},
		{"de", "page.of", "Seite 1 von 1", map[string]string{"number": "1", "count": "1"}},
		{"ar", "page.of", "صفحة 1 من 1", map[string]string{"number": "1", "count": "1"}},
	} {
		equal(t, c.tag+" "+c.key, load(t, c.tag).Format(c.key, c.args), c.want)
	}
}
