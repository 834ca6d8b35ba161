package locales

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// List joins items as a sentence does: "a, b, and c" (CLDR list pattern
// "standard").
func (l *Locale) List(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	patterns := &listTables[l.row.list] // two, start, middle, end
	last := items[len(items)-1]
	if len(items) == 2 {
		return l.join(l.conjunction(patterns[0], last), items[0], last)
	}
	s := l.join(patterns[1], items[0], items[1])
	for _, item := range items[2 : len(items)-1] {
		s = l.join(patterns[2], s, item)
	}
	return l.join(l.conjunction(patterns[3], last), s, last)
}

func (l *Locale) join(pattern, first, second string) string {
	before, rest, _ := strings.Cut(pattern, "{0}")
	between, after, _ := strings.Cut(rest, "{1}")
	return before + first + between + second + after
}

// conjunction is pattern, changed where the word for "and" depends on the word
// after it. CLDR leaves that to the program; these are ICU's two rules.
func (l *Locale) conjunction(pattern, next string) string {
	switch language, _, _ := strings.Cut(l.tag, "-"); language {
	case "es": // "y" before the sound i is "e", but not before a diphthong: agua y hielo
		next = strings.ToLower(next)
		if strings.HasPrefix(next, "i") || strings.HasPrefix(next, "hi") && !strings.HasPrefix(next, "hia") && !strings.HasPrefix(next, "hie") {
			return strings.Replace(pattern, " y ", " e ", 1)
		}
	case "he": // the prefix is parted from what is not Hebrew by a hyphen
		if first, _ := utf8.DecodeRuneInString(next); !unicode.Is(unicode.Hebrew, first) {
			return strings.Replace(pattern, "ו{1}", "ו-{1}", 1)
		}
	}
	return pattern
}

// Country is the name of a country in this language; the code itself when it
// is unknown. Codes are ISO 3166-1 alpha-2.
func (l *Locale) Country(code string) string {
	if name, found := lookup(territoryTables[l.row.territories], code); found {
		return name
	}
	return code
}

// Letter says whether a country's paper is US Letter; all others use A4.
func Letter(country string) bool {
	return lists(letterCountries, country)
}
