package preview

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/facture-dev/facture/internal/deliver"
)

// The words that options of the same name take.
var (
	papers    = []string{"a4", "letter"}
	positions = []string{"start", "left", "center", "right"}
)

// choices are what the viewer wants otherwise than the document, its brand and
// the command's flags say. Empty fields want nothing.
type choices struct{ layout, language, paper, position string }

// choices reads a query. Layouts are taken by the names of built-in ones only:
// deliver would take other names for files.
func (p *Preview) choices(query url.Values) (choices, error) {
	c := choices{query.Get("template"), query.Get("language"), query.Get("paper"), query.Get("logo-position")}
	for _, of := range []struct {
		name, value string
		words       []string
	}{{"template", c.layout, p.o.Layouts}, {"paper", c.paper, papers}, {"logo-position", c.position, positions}} {
		if of.value != "" && !slices.Contains(of.words, of.value) {
			return c, fmt.Errorf("the address asks for %s %q: one of %s", of.name, clip(of.value), strings.Join(of.words, ", "))
		}
	}
	if len(c.language) > maxTagBytes {
		return c, fmt.Errorf("the address asks for a language of %d letters", len(c.language))
	}
	return c, nil
}

// over lays the choices over other options.
func (c choices) over(o deliver.Options) deliver.Options {
	if c.layout != "" {
		o.Layout, o.TemplateName = nil, c.layout
	}
	if c.language != "" {
		o.Language = c.language
	}
	if c.paper != "" {
		o.Paper = c.paper
	}
	if c.position != "" {
		o.LogoPosition = c.position
	}
	return o
}

// Command is a call of the command, without what the viewer chose.
type Command struct {
	Program                                              []string // facture render
	File, Template, Brand, Language, LogoPosition, Paper string
	NoTerms                                              bool
}

// line is the call with the viewer's choices, as one types it at a POSIX shell.
func (c Command) line(chosen choices) string {
	words := append([]string{}, c.Program...)
	file := c.File
	if strings.HasPrefix(file, "-") {
		file = "./" + file
	}
	words = append(words, quoted(file))
	for _, f := range []struct{ flag, value, instead string }{
		{"--brand", c.Brand, ""},
		{"--template", c.Template, chosen.layout},
		{"--language", c.Language, chosen.language},
		{"--paper", c.Paper, chosen.paper},
		{"--logo-position", c.LogoPosition, chosen.position},
	} {
		if f.instead != "" {
			f.value = f.instead
		}
		if f.value != "" {
			words = append(words, f.flag, quoted(f.value))
		}
	}
	if c.NoTerms {
		words = append(words, "--no-terms")
	}
	return strings.Join(words, " ")
}

const plainLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-"

// quoted is a word that a POSIX shell takes as it is.
func quoted(word string) string {
	if word != "" && strings.Trim(word, plainLetters) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
