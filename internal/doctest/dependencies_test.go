package doctest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

// TestDependenciesHaveReasons holds go.mod against the decision that lists
// every direct dependency with its reason, in both directions.
func TestDependenciesHaveReasons(t *testing.T) {
	root := tools.Root(t)
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "decisions", "0018-dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	direct := map[string]bool{}
	for _, line := range strings.Split(string(mod), "\n") {
		if f := strings.Fields(line); strings.HasPrefix(line, "\t") && len(f) == 2 {
			direct[f[0]] = true
			if !strings.Contains(string(page), "| `"+f[0]+"` |") {
				t.Errorf("go.mod requires %s; docs/decisions/0018-dependencies.md does not say why", f[0])
			}
		}
	}
	if len(direct) < 10 {
		t.Fatalf("%d direct dependencies found in go.mod: it is not read rightly", len(direct))
	}
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(string(page), -1) {
		if !direct[m[1]] {
			t.Errorf("docs/decisions/0018-dependencies.md lists %s, which go.mod does not require directly", m[1])
		}
	}
}
