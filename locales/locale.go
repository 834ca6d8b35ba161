// Package locales writes numbers, money, dates, lists, addresses, country
// names and fixed words the way the readers of one language and region do.
//
// In go exact decimals, dates as year, month and day, and message keys; out
// comes text. Formats are those of CLDR (tables_gen.go, made by internal/gen);
// words are the files <tag>.toml. A Locale is immutable and safe to share.
//
// It does not know documents, fonts or pages, reads no clock, and rounds
// nothing: what is handed over is printed with all its decimals. All dates are
// Gregorian.
package locales

//go:generate go run ./internal/gen

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"golang.org/x/text/language"
)

// Locale is a language with the conventions of a region. Make one with Load or
// Resolve; the zero value is not usable.
type Locale struct {
	tag      string
	row      *row
	numbers  *numbers
	minus    string
	digits   []string // ten digits, nil for Latin
	minGroup int
	decimal, percent,
	standard, standardAlpha,
	accounting, accountingAlpha pattern
	dates    *calendar
	messages *catalog
}

// Load returns the locale of a BCP 47 tag. What CLDR does not list is found by
// inheritance: de-BR is de, zh-TW is zh-Hant. The extension -u-nu-latn asks
// for Latin digits where the locale has its own. Other extensions, and
// variants, are ignored. The error names the nearest locale that ships.
func Load(tag string) (*Locale, error) {
	t, err := parse(tag)
	if err != nil {
		return nil, err
	}
	return fromTag(t)
}

func fromTag(t tag) (*Locale, error) {
	r, exact := find(t)
	if r == nil {
		return nil, notShipped(t)
	}
	name := r.tag
	if exact && t.named != "" {
		name = t.named
	}
	return newLocale(name, r, t.latin), nil
}

// Tags lists the locales that ship, sorted. Regions that only repeat their
// language's defaults (de-DE, en-US) load too and are not listed.
func Tags() []string {
	tags := make([]string, len(rows))
	for i := range rows {
		tags[i] = rows[i].tag
	}
	return tags
}

// Resolve returns the locale for a document in the language of tag. A tag
// without a region takes the buyer's if CLDR has that locale, else the
// seller's, else it stays without. What a document, a tax and its numbers are
// called follows the seller's country, whose law it is issued under. Countries
// are ISO 3166-1 alpha-2, or "".
func Resolve(tag, buyerCountry, sellerCountry string) (*Locale, error) {
	t, err := parse(tag)
	if err != nil {
		return nil, err
	}
	l, err := resolve(t, buyerCountry, sellerCountry)
	if err != nil {
		return nil, err
	}
	l.messages = catalogFor(l.tag, sellerCountry)
	return l, nil
}

func resolve(t tag, buyerCountry, sellerCountry string) (*Locale, error) {
	if t.region == "" {
		for _, country := range [...]string{buyerCountry, sellerCountry} {
			region, err := language.ParseRegion(country)
			if err != nil || !region.IsCountry() {
				continue
			}
			with := t
			with.region = region.String()
			if r, exact := find(with); exact {
				return newLocale(with.name(), r, t.latin), nil
			}
		}
	}
	return fromTag(t)
}

// Tag is the BCP 47 tag of the locale, without extensions: what a PDF's /Lang
// or an HTML lang attribute takes.
func (l *Locale) Tag() string { return l.tag }

// WithMinus returns a locale like l that writes s for the minus sign, in
// amounts, percentages and numbers. Printed pages want U+2212 where CLDR, made
// for screens, has the hyphen. A minus that CLDR surrounds with direction
// marks keeps them.
func (l *Locale) WithMinus(s string) *Locale {
	c := *l
	c.minus = strings.ReplaceAll(strings.ReplaceAll(l.numbers.minus, "−", "-"), "-", s)
	c.compile()
	return &c
}

func newLocale(tag string, r *row, latin bool) *Locale {
	l := &Locale{tag: tag, row: r, numbers: &numberTables[r.numbers], minGroup: 1,
		dates: calendars(r.dates), messages: catalogFor(tag, "")}
	if latin {
		l.numbers = &numberTables[r.latin]
	}
	if r.minGroup == "2" {
		l.minGroup = 2
	}
	if l.numbers.digits != "" {
		l.digits = strings.Split(l.numbers.digits, "")
	}
	l.minus = l.numbers.minus
	l.compile()
	return l
}

// tag is a BCP 47 tag taken apart. Script and region are "" when not stated.
type tag struct {
	language, script, region string
	named                    string // canonical form of what was asked for
	latin                    bool
}

func (t tag) name() string {
	s := t.language
	if t.script != "" {
		s += "-" + t.script
	}
	if t.region != "" {
		s += "-" + t.region
	}
	return s
}

// renamed are languages whose old or wider tag people still write, and which
// x/text leaves alone.
var renamed = []struct{ from, to string }{{"no", "nb"}}

func parse(s string) (tag, error) {
	if len(s) > maxTagBytes {
		return tag{}, fmt.Errorf("language tag of %d bytes: at most %d", len(s), maxTagBytes)
	}
	lt, err := language.Parse(s)
	if _, unknown := err.(language.ValueError); unknown {
		return tag{}, fmt.Errorf("language tag %q has a part that nobody has registered: write one like en, de-AT or zh-Hant", s)
	}
	if err != nil || lt == language.Und {
		return tag{}, fmt.Errorf("language tag %q is not BCP 47: write one like en, de-AT or zh-Hant", s)
	}
	base, script, region := lt.Raw()
	t := tag{language: base.String(), latin: lt.TypeForKey("nu") == "latn"}
	for _, r := range renamed {
		if t.language == r.from {
			t.language = r.to
		}
	}
	if sc := script.String(); sc != "Zzzz" {
		t.script = sc
	}
	if r := region.String(); r != "ZZ" {
		t.region = r
	}
	t.named = t.name()
	return t, nil
}

// find looks the tag up, then its ancestors. exact says that CLDR has this very
// locale, under its own tag or as the default content of a shorter one.
func find(t tag) (r *row, exact bool) {
	if r := rowOf(t.name()); r != nil {
		return r, true
	}
	script, region := likely(t)
	defaultScript, defaultRegion := likely(tag{language: t.language})
	candidates := make([]string, 0, 4)
	scriptRegion := defaultRegion
	if script != defaultScript {
		_, scriptRegion = likely(tag{language: t.language, script: script})
	}
	candidates = append(candidates, t.language+"-"+script+"-"+region)
	if s, _ := likely(tag{language: t.language, region: region}); s == script {
		candidates = append(candidates, t.language+"-"+region)
	}
	if region == scriptRegion {
		candidates = append(candidates, t.language+"-"+script)
		if script == defaultScript {
			candidates = append(candidates, t.language)
		}
	}
	for _, c := range candidates {
		if r := rowOf(c); r != nil {
			return r, true
		}
	}
	// CLDR falls back by cutting off subtags, but never across scripts.
	if r := rowOf(t.language + "-" + script); r != nil {
		return r, false
	}
	if script == defaultScript {
		return rowOf(t.language), false
	}
	return nil, false
}

// likely completes a tag with the script and region its readers assume.
func likely(t tag) (script, region string) {
	lt := language.Make(t.name())
	s, _ := lt.Script()
	r, _ := lt.Region()
	return s.String(), r.String()
}

func rowOf(name string) *row {
	i, ok := slices.BinarySearchFunc(rows[:], name, func(r row, s string) int { return strings.Compare(r.tag, s) })
	if !ok {
		return nil
	}
	return &rows[i]
}

// notShipped says which locale to take instead.
func notShipped(t tag) error {
	tags := make([]language.Tag, len(rows))
	for i := range rows {
		tags[i] = language.Make(rows[i].tag)
	}
	_, i, confidence := language.NewMatcher(tags).Match(language.Make(t.named))
	if confidence > language.No {
		return fmt.Errorf("no locale %q: nearest is %s", t.named, rows[i].tag)
	}
	// Nothing is related: the neighbours in the alphabet catch a slip of the key.
	at := sort.Search(len(rows), func(i int) bool { return rows[i].tag >= t.named })
	return fmt.Errorf("no locale %q: nearest in spelling are %s and %s", t.named, rows[max(at-1, 0)].tag, rows[min(at, len(rows)-1)].tag)
}
