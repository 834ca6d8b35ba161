package doctest

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

// pages returns every Markdown page of the repository, by path from its root.
func pages(t *testing.T) map[string]string {
	t.Helper()
	root := tools.Root(t)
	out := map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); path != root && (strings.HasPrefix(name, ".") || slices.Contains([]string{"out", "store", "bin", "node_modules"}, name)) {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(path) != ".md" {
			return nil
		}
		text, err := os.ReadFile(path)
		relative, _ := filepath.Rel(root, path)
		out[relative] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 8 {
		t.Fatalf("only %d pages found", len(out))
	}
	return out
}

func TestLinksLeadSomewhere(t *testing.T) {
	root := tools.Root(t)
	for page, text := range pages(t) {
		for _, to := range Links(text) {
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(page), to)); err != nil {
				t.Errorf("%s: the link to %s leads nowhere", page, to)
			}
		}
	}
}

func TestMakeTargetsExist(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(tools.Root(t), "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	var known []string
	for _, m := range regexp.MustCompile(`(?m)^([a-z][a-z-]*):`).FindAllStringSubmatch(string(makefile), -1) {
		known = append(known, m[1])
	}
	for page, text := range pages(t) {
		for _, name := range MakeTargets(text) {
			if !slices.Contains(known, name) {
				t.Errorf("%s: there is no make %s", page, name)
			}
		}
	}
}

func TestDecisionsAreListed(t *testing.T) {
	all := pages(t)
	index := Links(all[filepath.Join("docs", "decisions", "README.md")])
	for page := range all {
		if name := filepath.Base(page); filepath.Dir(page) == filepath.Join("docs", "decisions") && name != "README.md" && !slices.Contains(index, name) {
			t.Errorf("docs/decisions/README.md does not list %s", name)
		}
	}
}

func TestJSONBlocksAreJSON(t *testing.T) {
	for page, text := range pages(t) {
		for _, block := range Blocks(text) {
			if block.Language == "json" && !json.Valid([]byte(strings.Join(block.Lines, "\n"))) {
				t.Errorf("%s:%d: this is not JSON", page, block.Line)
			}
		}
	}
}
