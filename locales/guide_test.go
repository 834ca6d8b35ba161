package locales

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/facture-dev/facture/billing/money"
)

var update = flag.Bool("update", false, "write the tables of docs/guide/languages.md")

// The tables of the guide are what the code does.
func TestGuide(t *testing.T) {
	const file = "../docs/guide/languages.md"
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const (
		examples = "<!-- examples -->\n"
		rest     = "<!-- The rest is written by: go test ./locales -update -->\n"
	)
	before, after, found := strings.Cut(string(page), examples)
	text, _, foundRest := strings.Cut(after, rest)
	if !found || !foundRest {
		t.Fatalf("%s has no lines %q and %q", file, examples, rest)
	}
	head := before[:strings.LastIndex(before, "| --- |\n")+len("| --- |\n")]
	want := head + resolved(t) + examples + text + rest + "\n" + reference(t)
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if string(page) != want {
		t.Errorf("%s differs from what the code does: go test ./locales -update writes it anew", file)
	}
}

func resolved(t *testing.T) string {
	var b strings.Builder
	for _, c := range [][3]string{
		{"de", "DE", "DE"}, {"de", "CH", "DE"}, {"de", "CH", "CH"}, {"de-AT", "CH", "AT"}, {"de", "FR", "AT"}, {"de", "FR", "PL"},
		{"en", "IE", "IE"}, {"en", "US", "US"}, {"en", "US", "GB"}, {"en", "DE", "IE"}, {"pt", "PT", "PT"}, {"fr", "CA", "FR"}, {"de", "", ""},
	} {
		l, err := Resolve(c[0], c[1], c[2])
		if err != nil {
			t.Fatal(err)
		}
		amount := l.Currency(money.Amount{Coef: 1234550, Exp: 2, Currency: "EUR"}, Symbol)
		fmt.Fprintf(&b, "| `%s` | %s | %s | `%s` | %s | %s |\n", c[0], dash(c[1]), dash(c[2]), l.Tag(), amount, l.Message("tax.name"))
	}
	return b.String()
}

func dash(s string) string { return or(s, "–") }

// reference lists what ships: languages, regions, countries and labels.
func reference(t *testing.T) string {
	var b strings.Builder
	b.WriteString("## Languages that have words\n\n| tag | language | regions with words of their own |\n| --- | --- | --- |\n")
	for _, tag := range Languages() {
		var regions []string
		for _, f := range fileTags() {
			if f != tag && wordsOf(f) == tag {
				regions = append(regions, "`"+f+"`")
			}
		}
		name := display.English.Languages().Name(language.Make(strings.TrimSuffix(tag, "-BR")))
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", tag, name, strings.Join(regions, ", "))
	}
	fmt.Fprintf(&b, "\nFormats ship for %d locales, which are those of these and of further languages in all regions that CLDR has.\n", len(Tags()))
	b.WriteString("\n## The language of a buyer's country\n\nAll countries that are not listed have `en`.\n\n| language | countries |\n| --- | --- |\n")
	for _, c := range countryLanguages {
		fmt.Fprintf(&b, "| `%s` | %s |\n", c.language, c.countries)
	}
	b.WriteString("\n## Labels\n\nNot every layout prints every label. English words stand for what each means.\n\n| key | English | |\n| --- | --- | --- |\n")
	english := load(t, "en")
	for _, key := range MessageKeys() {
		forms := english.messages.words[key]
		words := forms[other]
		if one := forms[1]; one != words {
			words = one + " / " + words
		}
		law := ""
		if isLaw(key) {
			law = "law"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", key, words, law)
	}
	return b.String()
}
