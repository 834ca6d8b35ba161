package view

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/billingtest"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render/request"
	"github.com/facture-dev/facture/templates"
)

// typeOfConstants names the type that a block of constants indexes.
var typeOfConstants = map[string]string{
	"root": "root", "doc": "document", "party": "party", "partyLine": "party line", "line": "line", "fact": "fact",
	"total": "total", "tax": "tax", "pay": "payment", "group": "fact group", "receipt": "receipt", "settle": "settlement",
	"brand": "brand", "mark": "mark", "footer": "footer",
}

// typesOf are the types of the schema by name.
func typesOf(root *templates.Type) map[string]*templates.Type {
	all := map[string]*templates.Type{}
	var walk func(*templates.Type)
	walk = func(t *templates.Type) {
		all[t.Name] = t
		for _, f := range t.Fields {
			if f.Type != nil {
				walk(f.Type)
			}
		}
	}
	walk(root)
	return all
}

// snake turns PaidBefore into paid_before, and URLText into url_text.
func snake(s string) string {
	var out strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		begins := i > 0 && unicode.IsUpper(r) && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if begins {
			out.WriteByte('_')
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}

// blocksOfConstants are the names of the blocks of schema.go, the last of which
// is a block's length.
func blocksOfConstants(t *testing.T) [][]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "schema.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var blocks [][]string
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST || !g.Lparen.IsValid() {
			continue
		}
		var names []string
		for _, s := range g.Specs {
			names = append(names, s.(*ast.ValueSpec).Names[0].Name)
		}
		blocks = append(blocks, names)
	}
	return blocks
}

// The constants that index records and the types that templates see name the
// same fields in the same order.
func TestConstantsAndTypes(t *testing.T) {
	types := typesOf(RootType())
	blocks := blocksOfConstants(t)
	if len(blocks) != len(typeOfConstants) || len(types) != len(typeOfConstants)+1 { // and "note", which has one field
		t.Errorf("%d blocks of constants, %d types", len(blocks), len(types))
	}
	for _, names := range blocks {
		prefix, ok := strings.CutSuffix(names[len(names)-1], "Len")
		typ := types[typeOfConstants[prefix]]
		if !ok || typ == nil {
			t.Errorf("%q is the length of no type", names[len(names)-1])
			continue
		}
		var want, got []string
		for _, n := range names[:len(names)-1] {
			want = append(want, snake(strings.TrimPrefix(n, prefix)))
		}
		for _, f := range typ.Fields {
			got = append(got, f.Name)
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s has fields\n%v, constants\n%v", typ.Name, got, want)
		}
	}
	if n := types["note"]; len(n.Fields) != 1 || n.Fields[textField].Name != "text" {
		t.Errorf("a note has %v", n.Fields)
	}
	for in, want := range map[string]string{"URLText": "url_text", "URL": "url", "HasPaidBefore": "has_paid_before", "To": "to"} {
		if got := snake(in); got != want {
			t.Errorf("snake(%q) = %q, want %q", in, got, want)
		}
	}
}

// misfit checks a record against its type, and notes the fields that it fills.
func misfit(r *Record, typ *templates.Type, filled map[string]bool) error {
	if len(r.Values) != len(typ.Fields) {
		return fmt.Errorf("a %s of %d values, want %d", typ.Name, len(r.Values), len(typ.Fields))
	}
	for i, f := range typ.Fields {
		v := &r.Values[i]
		if v.Present() {
			filled[typ.Name+"."+f.Name] = true
		}
		textual := f.Kind == templates.Text || f.Kind == templates.Flag
		switch {
		case v.Text != "" && !textual, v.Record != nil && f.Kind != templates.Record, len(v.Items) > 0 && f.Kind != templates.List:
			return fmt.Errorf("%s.%s holds what its kind does not: %+v", typ.Name, f.Name, *v)
		case f.Kind == templates.Flag && v.Text != "" && v.Text != "1":
			return fmt.Errorf("the flag %s.%s is %q", typ.Name, f.Name, v.Text)
		}
		if v.Record != nil {
			if err := misfit(v.Record, f.Type, filled); err != nil {
				return err
			}
		}
		for _, item := range v.Items {
			if err := misfit(item, f.Type, filled); err != nil {
				return err
			}
		}
	}
	return nil
}

// Every record of every sample and of random documents has the values of its
// type, and every field of the schema is filled by some of them: there is none
// that a template may name in vain.
func TestEveryRecordFitsItsType(t *testing.T) {
	filled := map[string]bool{}
	root := RootType()
	brand := templates.Brand{Logo: "logo.png", LogoPosition: "center", Notes: map[string]string{"en": "Thank you."}, Footer: map[string][]string{"de": {"A", "B", "C", "D"}}}
	windows := 0 // every envelope's in turn
	check := func(name string, p billing.Printable, lang string, b templates.Brand) {
		t.Helper()
		l, err := locales.Resolve(lang, "", "")
		if err != nil {
			t.Fatal(err)
		}
		windows++
		w, _ := templates.LetterWindow(templates.WindowNames[windows%len(templates.WindowNames)], []string{"a4", "letter"}[windows%2], "")
		if err := misfit(Build(p, Options{Locale: l, Brand: b, Window: w}).Root, root, filled); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	files, err := filepath.Glob("../../testdata/documents/*.json")
	if err != nil || len(files) < 25 {
		t.Fatalf("%d samples: %v", len(files), err)
	}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		r, p, faults := request.Read(src, request.Options{Paths: true})
		if p == nil {
			t.Fatalf("%s: %v", f, faults)
		}
		check(f, p, "en", r.Brand)
	}
	r := rand.New(rand.NewPCG(7, 8))
	langs := []string{"en", "de", "fr", "el", "uk", "pt-BR"}
	for i := range 600 {
		c, err := billing.Compute(billingtest.Generate(r))
		if err != nil {
			t.Fatal(err)
		}
		check(fmt.Sprintf("document %d", i), c, langs[i%len(langs)], brand)
		rc, err := billing.ComputeReceipt(billingtest.GenerateReceipt(r))
		if err != nil {
			t.Fatal(err)
		}
		check(fmt.Sprintf("receipt %d", i), rc, langs[i%len(langs)], brand)
	}
	for name, typ := range typesOf(root) {
		for _, f := range typ.Fields {
			if !filled[name+"."+f.Name] {
				t.Errorf("no document fills %s.%s", name, f.Name)
			}
		}
	}
	// The counter-proof: a record of another type is seen.
	if err := misfit(rec(factLen), typesOf(root)["mark"], filled); err == nil {
		t.Error("a fact passes for a mark")
	}
	if err := misfit(&Record{Values: []Value{{Text: "yes"}, {Text: "yes"}}}, typesOf(root)["mark"], filled); err == nil {
		t.Error("a flag may say anything")
	}
}
