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

// A file whose tag has no shorter relative among the files is a language and
// holds every key. de-CH.toml beside de.toml is a region: it holds only the
// words that differ there.

// pluralForms are CLDR's plural categories, in the order of forms.
var pluralForms = [...]string{"zero", "one", "two", "few", "many", "other"}

// forms are the texts of a message by plural category. A message without
// plural forms has one text in all of them.
type forms [len(pluralForms)]string

// catalog is the words of one language, parsed when the first is asked for.
type catalog struct {
	language string   // whose plural rules hold
	chain    []string // files, the most special last
	once     sync.Once
	words    map[string]*forms
	plurals  *i18n.Localizer
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

// wholeLanguage are files whose region stands for the language: CLDR's
// Portuguese is Brazil's, and the file says so.
const portuguese = "pt-BR"

// Languages lists the languages that have messages, sorted.
func Languages() []string {
	var tags []string
	for _, t := range fileTags() {
		if !strings.Contains(t, "-") || t == portuguese {
			tags = append(tags, t)
		}
	}
	return tags
}

var catalogs = sync.OnceValue(func() map[string]*catalog {
	m := make(map[string]*catalog)
	for _, t := range fileTags() {
		base, _, regional := strings.Cut(t, "-")
		if base == "pt" {
			base = portuguese
		}
		c := &catalog{language: base, chain: []string{base}}
		if regional && t != base {
			c.chain = append(c.chain, t)
		}
		m[t] = c
	}
	return m
})

// catalogFor finds the words for a locale: its region's, its language's,
// English.
func catalogFor(tag string) *catalog {
	m := catalogs()
	for t := tag; ; {
		if c, ok := m[t]; ok {
			return c
		}
		if t == "pt" {
			return m[portuguese]
		}
		i := strings.LastIndexByte(t, '-')
		if i < 0 {
			return m["en"]
		}
		t = t[:i]
	}
}

// load parses the files. They are compiled in and a test reads them all, so an
// error here is a fault of the build.
func (c *catalog) load() {
	c.once.Do(func() {
		c.words = make(map[string]*forms)
		for _, tag := range c.chain {
			messages, err := readMessages(tag)
			if err != nil {
				panic(err)
			}
			for _, m := range messages {
				c.words[m.ID] = formsOf(m)
			}
		}
		lt := language.Make(c.language)
		b := i18n.NewBundle(lt)
		// A message whose forms name themselves: localizing it asks go-i18n for
		// the plural category, and all other texts are looked up by that.
		probe := i18n.Message{ID: "category", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"}
		if err := b.AddMessages(lt, &probe); err != nil {
			panic(err)
		}
		c.plurals = i18n.NewLocalizer(b, c.language)
	})
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
