package billing

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The specification lists every rule that the code can report, and no other.
func TestEveryRuleIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../docs/spec/calculation.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "\n## Faults\n")
	documented := map[string]bool{}
	for _, m := range regexp.MustCompile("`([a-z_]+(?:\\.[a-z_]+)+)`").FindAllStringSubmatch(table, -1) {
		documented[m[1]] = true
	}
	reported := map[string]bool{
		"seller.name.missing": true, "buyer.name.missing": true, // built from the member's name
		"lines.too_many": true, "taxes.too_many": true, // examples of lists
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	rule := regexp.MustCompile(`(?:[Ff]ault|warn|Rule:)[({ ].*?"([a-z_]+(?:\.[a-z_]+)+)"`)
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range rule.FindAllStringSubmatch(string(source), -1) {
			reported[m[1]] = true
		}
	}
	if len(reported) < 40 {
		t.Errorf("only %d rules found in the code", len(reported))
	}
	got, want := slices.Sorted(maps.Keys(documented)), slices.Sorted(maps.Keys(reported))
	if !slices.Equal(got, want) {
		for _, r := range want {
			if !documented[r] {
				t.Errorf("%s is not documented", r)
			}
		}
		for _, r := range got {
			if !reported[r] {
				t.Errorf("%s is documented, but never reported", r)
			}
		}
	}
}
