package preview

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/facture-dev/facture/internal/deliver"
)

func TestExcerpt(t *testing.T) {
	half := maxExcerpt / 2
	long := strings.Repeat("a", half) + "X" + strings.Repeat("b", 3*maxExcerpt)
	for _, c := range []struct {
		line   string
		column int
		want   source
	}{
		{"abc", 2, source{"a", "b", "c"}},
		{"äöü", 3, source{"äö", "ü", ""}},
		{"abc", 4, source{"abc", "", ""}}, // at the end of the line
		{"abc", 99, source{"abc", "", ""}},
		{"abc", 0, source{"", "a", "bc"}},
		{"", 1, source{}},
		{"a\xffc", 3, source{"a\uFFFD", "c", ""}},
		{long, half + 1, source{strings.Repeat("a", half), "X", strings.Repeat("b", half-1) + "…"}},
		{"-" + long, half + 2, source{"…" + strings.Repeat("a", half), "X", strings.Repeat("b", half-1) + "…"}},
		{strings.Repeat("a", maxExcerpt), maxExcerpt, source{strings.Repeat("a", maxExcerpt-1), "a", ""}},
		{strings.Repeat("a", maxExcerpt+1), maxExcerpt + 1, source{"…" + strings.Repeat("a", maxExcerpt-1), "a", ""}},
	} {
		if got := excerpt(c.line, c.column); *got != c.want {
			t.Errorf("%.20q, column %d: %+v, want %+v", c.line, c.column, *got, c.want)
		}
	}
}

// Faults name files by their paths, or by the ends of them.
func TestLineOfAFile(t *testing.T) {
	d := newDisk()
	d.write("a/b/own.xml", "one\r\ntwo\nlast", time.Time{})
	d.write("own.xml", "other", time.Time{})
	f := on(t, d).newFiles()
	for _, name := range []string{"a/b/own.xml", "own.xml", "missing"} {
		_, _ = f.Read(name)
	}
	for _, c := range []struct {
		name   string
		number int
		want   string
	}{
		{"a/b/own.xml", 1, "one"}, {"b/own.xml", 2, "two"}, {"./a/b/own.xml", 3, "last"}, {"own.xml", 1, "other"},
		{"a/b/own.xml", 4, "-"}, {"a/b/own.xml", 0, "-"}, {"wn.xml", 1, "-"}, {"missing", 2, "-"},
	} {
		got, ok := f.line(c.name, c.number)
		if !ok {
			got = "-"
		}
		if got != c.want {
			t.Errorf("%s:%d is %q, want %q", c.name, c.number, got, c.want)
		}
	}
}

func TestLimitOfFaults(t *testing.T) {
	f := on(t, newDisk()).newFiles()
	for n, more := range map[int]int{maxFaults: 0, maxFaults + 1: 1} {
		e := &deliver.Error{Kind: deliver.Invalid}
		for i := range n {
			e.Faults = append(e.Faults, deliver.Fault{Message: fmt.Sprint(i)})
		}
		if some, left := f.located(faultsOf(e, "x")); len(some) != maxFaults || left != more {
			t.Errorf("%d faults: %d and %d more", n, len(some), left)
		}
	}
	for n, want := range map[int]int{maxMessage: maxMessage, maxMessage + 1: maxMessage + 1} { // with the ellipsis
		if got := len([]rune(faultsOf(errors.New(strings.Repeat("ä", n)), "x")[0].Message)); got != want {
			t.Errorf("a message of %d letters has %d", n, got)
		}
	}
}

func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		command Command
		chosen  choices
		want    string
	}{
		{Command{File: "a.json"}, choices{}, "facture render a.json"},
		{Command{File: "a.json", Brand: "b.json", Template: "own.xml", Language: "de", Paper: "a4", LogoPosition: "left", NoTerms: true}, choices{},
			"facture render a.json --brand b.json --template own.xml --language de --paper a4 --logo-position left --no-terms"},
		{Command{File: "a.json", Template: "own.xml", Language: "de"}, choices{"classic", "fr", "letter", "right"},
			"facture render a.json --template classic --language fr --paper letter --logo-position right"},
		{Command{File: "it's a $(bill).json"}, choices{}, `facture render 'it'\''s a $(bill).json'`},
		{Command{File: "-x.json"}, choices{}, "facture render ./-x.json"},
		{Command{File: "Ünit.json"}, choices{}, "facture render 'Ünit.json'"},
	} {
		c.command.Program = []string{"facture", "render"}
		if got := c.command.line(c.chosen); got != c.want {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
}
