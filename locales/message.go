package locales

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/facture-dev/facture/billing/money"
)

//go:embed *.toml
var files embed.FS

// A file named for a language holds every key; pt-BR stands for Portuguese, as
// it does in CLDR. A file named for a region, such as de-CH, holds only the
// words that differ there.

// pluralForms are CLDR's plural categories, in the order of forms.
var pluralForms = [...]string{"zero", "one", "two", "few", "many", "other"}

// forms are the texts of a message by plural category. A message without
// plural forms has one text in all of them.
type forms [len(pluralForms)]string

// catalog is the words of one language as one region writes them, with the
// tax law's words of one more; parsed when the first is asked for.
type catalog struct {
	language    string // whose plural rules hold: the file that has every key
	region, law string // regional files laid over it, or ""
	once        sync.Once
	words       map[string]*forms
	plurals     *i18n.Localizer
}

// lawKeys begin the keys whose words follow the law that a document is issued
// under, so the seller's country: a Swiss reader of a German invoice reads
// amounts the Swiss way, but "USt.", not "MWST".
var lawKeys = [...]string{"document.", "tax.", "tax_id.", "line.tax", "totals.net", "totals.tax", "totals.total",
	"receipt.credit_note_ref", "receipt.document_total"}

func isLaw(key string) bool {
	for _, prefix := range lawKeys {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

// fileTags lists the tags of the message files, sorted.
var fileTags = sync.OnceValue(func() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // the directory is compiled in
	}
	tags := make([]string, 0, len(entries))
	for _, e := range entries {
		tags = append(tags, strings.TrimSuffix(e.Name(), ".toml"))
	}
	slices.Sort(tags)
	return tags
})

const portuguese = "pt-BR"

// Languages lists the languages that have messages, sorted. All others have
// their formats, and English words.
func Languages() []string {
	var tags []string
	for _, t := range fileTags() {
		if !strings.Contains(t, "-") || t == portuguese {
			tags = append(tags, t)
		}
	}
	return tags
}

// catalogs has every pair of a region and a law of each language, unparsed.
var catalogs = sync.OnceValue(func() map[[2]string]*catalog {
	files := make(map[string][]string) // regional files by language, "" among them
	for _, t := range Languages() {
		files[t] = []string{""}
	}
	for _, t := range fileTags() {
		if l := wordsOf(t); l != t {
			files[l] = append(files[l], t)
		}
	}
	m := make(map[[2]string]*catalog)
	for language, regions := range files {
		for _, region := range regions {
			for _, law := range regions {
				m[[2]string{or(region, language), or(law, language)}] = &catalog{language: language, region: region, law: law}
			}
		}
	}
	return m
})

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

// wordsOf is the file of the language that a tag belongs to; English for a
// language without words.
func wordsOf(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	if base == "pt" {
		return portuguese
	}
	if slices.Contains(fileTags(), base) {
		return base
	}
	return "en"
}

// fileOf is the most special file for a tag.
func fileOf(tag string) string {
	words := wordsOf(tag)
	if base, _, _ := strings.Cut(tag, "-"); words == "en" && base != "en" {
		return words
	}
	if slices.Contains(fileTags(), tag) {
		return tag
	}
	if words == portuguese && rowOf(tag) != nil && tag != "pt" {
		return "pt-PT" // CLDR's parent of Portuguese in all countries but Brazil
	}
	return words
}

// catalogFor finds the words for the reader's locale under the law of a
// country. Without one, the locale's own region is the law's.
func catalogFor(tag, lawCountry string) *catalog {
	law := tag
	if lawCountry != "" {
		law, _, _ = strings.Cut(tag, "-")
		law += "-" + lawCountry
	}
	return catalogs()[[2]string{fileOf(tag), fileOf(law)}]
}

// load parses the files. They are compiled in and a test reads them all, so an
// error here is a fault of the build.
func (c *catalog) load() {
	c.once.Do(func() {
		c.words = make(map[string]*forms)
		c.lay(c.language, func(string) bool { return true })
		if c.region != "" {
			c.lay(c.region, func(key string) bool { return !isLaw(key) })
		}
		if c.law != "" {
			c.lay(c.law, isLaw)
		}
		lt := language.Make(or(c.region, c.language)) // pt-PT counts otherwise than pt
		b := i18n.NewBundle(lt)
		// A message whose forms name themselves: localizing it asks go-i18n for
		// the plural category, and all other texts are looked up by that.
		probe := i18n.Message{ID: "category", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"}
		if err := b.AddMessages(lt, &probe); err != nil {
			panic(err)
		}
		c.plurals = i18n.NewLocalizer(b, lt.String())
	})
}

// lay puts the wanted words of a file over those already there.
func (c *catalog) lay(tag string, wanted func(key string) bool) {
	messages, err := readMessages(tag)
	if err != nil {
		panic(err)
	}
	for _, m := range messages {
		if wanted(m.ID) {
			c.words[m.ID] = formsOf(m)
		}
	}
}

func readMessages(tag string) ([]*i18n.Message, error) {
	src, err := files.ReadFile(tag + ".toml")
	if err != nil {
		return nil, err
	}
	f, err := i18n.ParseMessageFileBytes(src, tag+".toml", map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
	if err != nil {
		return nil, fmt.Errorf("messages %s.toml: %w", tag, err)
	}
	return f.Messages, nil
}

func formsOf(m *i18n.Message) *forms {
	f := &forms{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other}
	for i := range f {
		if f[i] == "" {
			f[i] = m.Other
		}
	}
	return f
}

func (c *catalog) category(count string) int {
	name, err := c.plurals.Localize(&i18n.LocalizeConfig{MessageID: "category", PluralCount: count})
	if err != nil {
		return len(pluralForms) - 1
	}
	return slices.Index(pluralForms[:], name)
}

const other = len(pluralForms) - 1

// Words is the language of the locale's messages: "pt-BR" for all Portuguese,
// "en" for a language that has none.
func (l *Locale) Words() string { return l.messages.language }

// HasMessage says whether the key has a text.
func (l *Locale) HasMessage(key string) bool {
	l.messages.load()
	return l.messages.words[key] != nil
}

// Message is the text of a key, placeholders unfilled. An unknown key is
// returned as it is: ask HasMessage where the key comes from outside.
func (l *Locale) Message(key string) string {
	l.messages.load()
	if f := l.messages.words[key]; f != nil {
		return f[other]
	}
	return key
}

// Format is the text of a key with its placeholders {name} filled from args.
// Values are put in as they are, in one pass: write numbers, money and dates
// with the locale first. A placeholder without a value stays.
func (l *Locale) Format(key string, args map[string]string) string {
	return fill(l.Message(key), args)
}

// Plural is the text of a key in the form that goes with count: unit words
// and the like. Stated decimals matter: English has 1 hour and 1.0 hours.
func (l *Locale) Plural(key string, count money.Decimal) string {
	l.messages.load()
	f := l.messages.words[key]
	if f == nil {
		return key
	}
	if *f == (forms{f[0], f[0], f[0], f[0], f[0], f[0]}) {
		return f[0] // "h", "kg": one form, no rule to ask
	}
	return f[l.messages.category(decimalString(count))]
}

// FormatPlural is Plural with placeholders filled as by Format.
func (l *Locale) FormatPlural(key string, count money.Decimal, args map[string]string) string {
	return fill(l.Plural(key, count), args)
}

// decimalString is the magnitude of d as go-i18n takes it.
func decimalString(d money.Decimal) string {
	var space [48]byte
	var plain Locale
	return string(plain.appendNumber(space[:0], &pattern{}, d.Coef, int(d.Exp), 0, ".", ""))
}

func fill(text string, args map[string]string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for {
		start := strings.IndexByte(text, '{')
		if start < 0 {
			break
		}
		end := strings.IndexByte(text[start:], '}')
		if end < 0 {
			break
		}
		value, found := args[text[start+1:start+end]]
		if !found {
			value = text[start : start+end+1]
		}
		b.WriteString(text[:start])
		b.WriteString(value)
		text = text[start+end+1:]
	}
	b.WriteString(text)
	return b.String()
}
