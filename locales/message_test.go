package locales

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
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
