package templates_test

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render/view"
	"github.com/facture-dev/facture/templates"
)

const guideDir = "../docs/guide/"

// schema is the one that layouts meet in the product.
func schema() templates.Schema {
	return templates.Schema{Root: view.RootType(), Labels: locales.IsMessage, Keys: locales.MessageKeys, Families: fonts.Embedded().Families()}
}

// compare holds text against a file, which -update writes.
func compare(t *testing.T, file, got string) {
	t.Helper()
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := read(t, file); got != want {
		t.Errorf("%s differs from what the tables give: go test ./templates -update writes it anew", file)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// reference holds the last part of a guide against a table of the package.
func reference(t *testing.T, file string, write func(io.Writer) error) {
	t.Helper()
	const begin = "<!-- The rest is written by: go test ./templates -update -->\n"
	head, _, found := strings.Cut(read(t, file), begin)
	if !found {
		t.Fatalf("%s has no line %q", file, begin)
	}
	var b strings.Builder
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	compare(t, file, head+begin+"\n"+strings.TrimSpace(b.String())+"\n")
}

func TestTemplatesGuide(t *testing.T) {
	reference(t, guideDir+"templates.md", templates.WriteVocabulary)
}

func TestValuesGuide(t *testing.T) {
	reference(t, guideDir+"template-values.md", func(w io.Writer) error {
		fmt.Fprint(w, "| path | |\n|---|---|\n")
		values(w, view.RootType(), "")
		return nil
	})
}

// values writes every path that begins with prefix. A list's items are shown
// as they are named by as=, in brackets.
func values(w io.Writer, typ *templates.Type, prefix string) {
	for _, f := range typ.Fields {
		p := prefix + f.Name
		switch f.Kind {
		case templates.Record:
			fmt.Fprintf(w, "| `%s` | record |\n", p)
			values(w, f.Type, p+".")
		case templates.List:
			fmt.Fprintf(w, "| `%s` | list |\n", p)
			values(w, f.Type, p+"[].")
		case templates.Flag:
			fmt.Fprintf(w, "| `%s` | flag |\n", p)
		default:
			fmt.Fprintf(w, "| `%s` | text |\n", p)
		}
	}
}

// fenced returns the blocks of a language in a page.
func fenced(page, language string) []string {
	var out []string
	for {
		_, rest, found := strings.Cut(page, "```"+language+"\n")
		if !found {
			return out
		}
		block, after, _ := strings.Cut(rest, "```")
		out, page = append(out, block), after
	}
}

// The layouts in the guide are layouts, and the faults that it shows are the
// faults that one of them has.
func TestTemplatesGuideExamples(t *testing.T) {
	guide := read(t, guideDir+"templates.md")
	examples, shown := fenced(guide, "xml"), fenced(guide, "text")
	if len(examples) < 2 || len(shown) != 1 {
		t.Fatalf("%d layouts and %d answers", len(examples), len(shown))
	}
	var faults []string
	for _, example := range examples {
		if !strings.HasPrefix(example, "<document") {
			example = `<document format="1" for="invoice"><style name="small" size="8pt"/>` + example + `</document>`
		}
		if _, err := templates.Parse("bad.xml", []byte(example), schema()); err != nil {
			faults = append(faults, err.Error())
		}
	}
	if len(faults) != 1 || faults[0] != strings.TrimSpace(shown[0]) {
		t.Errorf("the examples give\n%s\nthe guide shows\n%s", strings.Join(faults, "\n"), shown[0])
	}
}

// Every built-in layout loads, and serves every kind of document once.
func TestBuiltin(t *testing.T) {
	layouts := templates.Builtin()
	if len(layouts) == 0 {
		t.Fatal("no layout")
	}
	for _, l := range layouts {
		var serves []string
		for _, f := range l.Files {
			tmpl, err := templates.Parse(f.Name, f.Source, schema())
			if err != nil {
				t.Error(err)
				continue
			}
			if tmpl.Name != l.Name {
				t.Errorf("%s is named %s, not %s", f.Name, tmpl.Name, l.Name)
			}
			serves = append(serves, tmpl.For...)
		}
		slices.Sort(serves)
		if !slices.Equal(serves, []string{"credit_note", "invoice", "receipt"}) {
			t.Errorf("%s serves %v", l.Name, serves)
		}
	}
}
