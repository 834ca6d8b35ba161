package arch

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const page = "../../docs/ARCHITECTURE.md"

func rules(t *testing.T) Rules {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	r, err := ParseRules(string(text))
	if err != nil {
		t.Fatalf("%s: %v", page, err)
	}
	return r
}

// list asks the go command, which knows build tags. With -e a package that does
// not build is the compiler's concern and does not hide the others.
func list(t *testing.T, args ...string) []Package {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-e", "-json=ImportPath,Name,Dir,GoFiles,Imports"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var packages []Package
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p Package
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

func TestEveryImportIsInTheTable(t *testing.T) {
	packages := list(t, Module+"/...")
	if len(packages) < 5 {
		t.Fatalf("only %d packages listed", len(packages))
	}
	bad, err := rules(t).Violations(packages)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range bad {
		t.Error(line)
	}
}

// TestRenderKnowsNoNetwork looks at everything that ends up in the renderer,
// other people's modules too.
func TestRenderKnowsNoNetwork(t *testing.T) {
	for _, p := range list(t, "-deps", Module+"/render/...") {
		if p.ImportPath == "net" || strings.HasPrefix(p.ImportPath, "net/http") {
			t.Errorf("render depends on %s", p.ImportPath)
		}
	}
	// The counter-proof: a package that does use the network is seen.
	closure := list(t, "-deps", "net/http")
	if !slices.ContainsFunc(closure, func(p Package) bool { return p.ImportPath == "net" }) {
		t.Error("the closure of net/http does not hold net: this test sees nothing")
	}
}

func TestViolationsAreFound(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("clock.go", "package x\nimport clock \"time\"\nvar start = clock.Now()\n")
	write("calm.go", "package x\nimport \"time\"\nvar day = time.Hour * 24\n")
	write("inexact.go", "package x\nfunc half(x int) float64 { return float64(x) / 2 }\n")
	r := rules(t)
	tests := []struct {
		name string
		p    Package
		want string // part of the only violation; empty for none
	}{
		{"allowed", Package{ImportPath: Module + "/billing", Name: "billing", Imports: []string{Module + "/billing/money", "strings"}}, ""},
		{"own inner package", Package{ImportPath: Module + "/locales", Name: "locales", Imports: []string{Module + "/locales/internal/x"}}, ""},
		{"upward", Package{ImportPath: Module + "/billing", Name: "billing", Imports: []string{Module + "/locales"}}, "billing may not know locales"},
		{"render from below", Package{ImportPath: Module + "/render/pdf", Name: "pdf", Imports: []string{Module + "/render"}}, "render/pdf may not know render"},
		{"sibling", Package{ImportPath: Module + "/fonts", Name: "fonts", Imports: []string{Module + "/locales"}}, "fonts may not know locales"},
		{"inner package of a stranger", Package{ImportPath: Module + "/billing", Name: "billing", Imports: []string{Module + "/locales/internal/x"}}, "billing may not know locales"},
		{"tool in the product", Package{ImportPath: Module + "/render", Name: "render", Imports: []string{Module + "/internal/golden"}}, "imports the tool"},
		{"no room", Package{ImportPath: Module + "/attic", Name: "attic"}, "belongs to no room"},
		{"closed package", Package{ImportPath: Module + "/render/view", Name: "view", Imports: []string{"os"}}, "imports os, which is closed to render/view"},
		{"network", Package{ImportPath: Module + "/render/image", Name: "image", Imports: []string{"net/http"}}, "imports net/http"},
		{"closed name", Package{ImportPath: Module + "/billing", Name: "billing", Dir: dir, GoFiles: []string{"clock.go"}}, "clock.go:3 uses time.Now"},
		{"open name", Package{ImportPath: Module + "/billing", Name: "billing", Dir: dir, GoFiles: []string{"calm.go"}}, ""},
		{"inexact", Package{ImportPath: Module + "/render/layout", Name: "layout", Dir: dir, GoFiles: []string{"inexact.go"}}, ""},
		{"clock in the command", Package{ImportPath: Module + "/cmd/facture", Name: "main", Dir: dir, GoFiles: []string{"clock.go"}, Imports: []string{"os", "time"}}, ""},
		{"generator", Package{ImportPath: Module + "/locales/internal/gen", Name: "main", Imports: []string{"os", "flag"}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bad, err := r.Violations([]Package{tt.p})
			if err != nil {
				t.Fatal(err)
			}
			if tt.want == "" && len(bad) != 0 {
				t.Errorf("got %q, want none", bad)
			}
			if tt.want != "" && (len(bad) != 1 || !strings.Contains(bad[0], tt.want)) {
				t.Errorf("got %q, want one with %q", bad, tt.want)
			}
		})
	}
}

func TestInexactMoneyIsFound(t *testing.T) {
	file := filepath.Join(t.TempDir(), "inexact.go")
	if err := os.WriteFile(file, []byte("package x\nvar price = float64(1)\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	bad, err := rules(t).Violations([]Package{{ImportPath: Module + "/billing/money", Name: "money", Dir: filepath.Dir(file), GoFiles: []string{"inexact.go"}}})
	if err != nil || len(bad) != 1 || !strings.Contains(bad[0], "uses float64") {
		t.Errorf("got %q, %v; want the use of float64", bad, err)
	}
}

func TestPagesThatLeadNowhere(t *testing.T) {
	const closed = "\n| closed | open to | because |\n| --- | --- | --- |\n| `os` | | |\n"
	tests := []struct{ name, page, want string }{
		{"no table", "# Architecture\n", "a table is missing"},
		{"unknown target", "| room | for | may import |\n| --- | --- | --- |\n| `a` | x | `b` |\n" + closed, "b, which is not a room"},
		{"twice", "| room | for | may import |\n| --- | --- | --- |\n| `a` | x | |\n| `a` | y | |\n" + closed, "listed twice"},
		{"short row", "| room | for | may import |\n| --- | --- | --- |\n| `a` | x |\n" + closed, "2 cells"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := ParseRules(tt.page); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}
