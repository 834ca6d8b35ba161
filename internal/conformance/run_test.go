//go:build oracle && conformance

package conformance

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/billingtest"
	"github.com/facture-dev/facture/internal/tools"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/templates"
)

// TestSamplesConform has every validator judge every sample document in every
// language on both papers.
func TestSamplesConform(t *testing.T) {
	documents, err := filepath.Glob(filepath.Join(tools.Root(t), "testdata", "documents", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	languages := settable()
	if len(documents) < 25 || len(languages) < 12 {
		t.Fatalf("%d documents in %d languages, want at least 25 in 12", len(documents), len(languages))
	}
	out := t.TempDir()
	for _, language := range languages {
		for _, paper := range []string{"a4", "letter"} {
			dir := filepath.Join(out, language+"-"+paper)
			args := append([]string{"render", "-o", dir + string(filepath.Separator), "--language", language, "--paper", paper}, documents...)
			if said, err := exec.Command(tools.Facture(t), args...).CombinedOutput(); err != nil {
				t.Errorf("render in %s on %s: %v\n%s", language, paper, err, said)
			}
		}
	}
	judge(t, out, len(documents)*len(languages)*2)
}

// unsettable are languages whose words are there and whose script is not yet:
// they are refused, as TestUnsettableLanguagesAreRefused sees to.
var unsettable = []string{"ar"}

// settable are the languages without their regional forms, which differ in a
// few words; random documents go through those too.
func settable() []string {
	all := locales.Languages()
	return slices.DeleteFunc(slices.Clone(all), func(tag string) bool {
		base, _, regional := strings.Cut(tag, "-")
		return slices.Contains(unsettable, base) || regional && slices.Contains(all, base)
	})
}

func TestUnsettableLanguagesAreRefused(t *testing.T) {
	document := filepath.Join(tools.Root(t), "testdata", "documents", "classic.json")
	for _, language := range unsettable {
		out, err := exec.Command(tools.Facture(t), "render", document, "--language", language, "-o", filepath.Join(t.TempDir(), "x.pdf")).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "not supported") {
			t.Errorf("%s: %v, %s; want a refusal that names the script", language, err, out)
		}
	}
}

// randomDocuments is how many random documents and receipts are judged.
const randomDocuments = 1000

// TestRandomDocumentsConform has the validators judge documents that nobody
// chose: every kind, category and currency, texts in three scripts, in all
// languages, in every layout and on both papers.
func TestRandomDocumentsConform(t *testing.T) {
	renderer, err := render.New()
	if err != nil {
		t.Fatal(err)
	}
	var all []*locales.Locale
	for _, tag := range locales.Languages() {
		if base, _, _ := strings.Cut(tag, "-"); slices.Contains(unsettable, base) {
			continue
		}
		locale, err := locales.Load(tag)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, locale)
	}
	layouts := templates.Builtin()
	out := t.TempDir()
	if err := os.Mkdir(filepath.Join(out, "random"), 0o755); err != nil {
		t.Fatal(err)
	}
	for seed := range randomDocuments {
		random := rand.New(rand.NewPCG(uint64(seed), 3))
		var printable billing.Printable
		var err error
		if seed%5 == 4 {
			printable, err = billing.ComputeReceipt(billingtest.GenerateReceipt(random))
		} else {
			printable, err = billing.Compute(billingtest.Generate(random))
		}
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			continue
		}
		var pdf bytes.Buffer
		o := render.Options{
			Locale: all[seed%len(all)], Paper: []string{"a4", "letter"}[seed/len(all)%2],
			Brand: templates.Brand{Template: layouts[seed/5%len(layouts)].Name},
		}
		_, err = renderer.Render(t.Context(), &pdf, printable, o)
		if long := new(render.AddressError); errors.As(err, &long) {
			// Its address fits no envelope's window: another layout prints it.
			o.Brand.Template = ""
			_, err = renderer.Render(t.Context(), &pdf, printable, o)
		}
		if err != nil {
			t.Errorf("seed %d in %s: %v", seed, all[seed%len(all)].Tag(), err)
			continue
		}
		if err := os.WriteFile(filepath.Join(out, "random", fmt.Sprintf("%d.pdf", seed)), pdf.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	judge(t, out, randomDocuments)
}

// judge runs every validator over the PDFs below a folder, of which there must
// be as many as were asked for.
func judge(t *testing.T, dir string, want int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != want {
		t.Errorf("%d files were made, want %d", len(files), want)
	}
	for _, checker := range Checkers(programs(t)) {
		found, err := checker.Check(files)
		if err != nil {
			t.Errorf("%s: %v", checker.Name, err)
		}
		t.Logf("%s: %d files, %d findings", checker.Name, len(files), len(found))
		report(t, found)
	}
}

// shownMax is how many files are named for one broken clause.
const shownMax = 5

// report names each broken clause with its files, and keeps them.
func report(t *testing.T, found []Finding) {
	t.Helper()
	clauses := map[string][]Finding{}
	for _, f := range found {
		clauses[f.Tool+" "+f.Clause] = append(clauses[f.Tool+" "+f.Clause], f)
	}
	for _, clause := range slices.Sorted(maps.Keys(clauses)) {
		var lines strings.Builder
		for i, f := range clauses[clause] {
			if i == shownMax {
				fmt.Fprintf(&lines, "\n  … and %d more", len(clauses[clause])-shownMax)
				break
			}
			fmt.Fprintf(&lines, "\n  %s: %s", keep(t, f.File), f.What)
		}
		t.Errorf("%s: %d findings%s", clause, len(clauses[clause]), lines.String())
	}
}

// keep copies a file that failed to store/conformance and returns its path
// there.
func keep(t *testing.T, file string) string {
	t.Helper()
	relative := filepath.Join("store", "conformance", filepath.Base(filepath.Dir(file))+"-"+filepath.Base(file))
	path := filepath.Join(tools.Root(t), relative)
	content, err := os.ReadFile(file)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err == nil {
		err = os.WriteFile(path, content, 0o644)
	}
	if err != nil {
		t.Error(err)
	}
	return relative
}
