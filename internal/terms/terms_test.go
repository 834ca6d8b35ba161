package terms

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

func table(t *testing.T) Table {
	t.Helper()
	f, err := os.Open(filepath.Join(root, "docs", "spec", "terms.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	known, err := ReadTable(f)
	if err != nil {
		t.Fatal(err)
	}
	return known
}

func TestEveryReferenceInTheRepositoryExists(t *testing.T) {
	known := table(t)
	found := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || slices.Contains([]string{"testdata", "out", "store", "bin", "terms"}, name)) {
				return filepath.SkipDir
			}
			return nil
		}
		if !slices.Contains([]string{".go", ".md", ".json", ".xml", ".yaml", ".toml"}, filepath.Ext(name)) {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		found += len(reference.FindAll(text, -1))
		faults, err := known.Check(strings.NewReader(string(text)))
		for _, f := range faults {
			t.Errorf("%s:%d: %s is not in docs/spec/terms.csv", strings.TrimPrefix(path, root+"/"), f.Line, f.Reference)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 100 {
		t.Errorf("only %d references seen: the walk misses the code", found)
	}
}

func TestUnknownReferencesAreFound(t *testing.T) {
	known := table(t)
	tests := []struct{ text, want string }{
		{"// BT-115 and BG-4, BR-CO-17, BR-S-09, BR-S-9, BT-29-1, BR-DE-18", ""},
		{"BT-166", "BT-166"},
		{"BT-4", "BT-4"}, // the standard leaves this number out
		{"BG-33", "BG-33"},
		{"BR-66", "BR-66"},
		{"BR-CO-99", "BR-CO-99"},
		{"BR-XX-1", "BR-XX-1"},
		{"BT-29-2", "BT-29-2"},
		{"BR-DEC-*", ""},
		{"pt-BR, ABT-115x", ""},
	}
	for _, tt := range tests {
		faults, err := known.Check(strings.NewReader("\n" + tt.text))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range faults {
			got += f.Reference
			if f.Line != 2 {
				t.Errorf("%q: line %d, want 2", tt.text, f.Line)
			}
		}
		if got != tt.want {
			t.Errorf("%q: found %q, want %q", tt.text, got, tt.want)
		}
	}
}

// TestTheTableIsComplete counts what the standard has: terms 1 to 165 but 4,
// groups 1 to 32.
func TestTheTableIsComplete(t *testing.T) {
	known := table(t)
	for n := 1; n <= 165; n++ {
		if id := fmt.Sprintf("BT-%d", n); known[id] == (n == 4) {
			t.Errorf("%s: listed %v", id, known[id])
		}
	}
	for n := 1; n <= 32; n++ {
		if id := fmt.Sprintf("BG-%d", n); !known[id] {
			t.Errorf("%s is not listed", id)
		}
	}
}

func TestMalformedTables(t *testing.T) {
	for _, text := range []string{"id,what\nBX-1,a\n", "id,what\nBT-01,a\n", "id,what\nBT-1,a\nBT-1,b\n", "id,what\nBT-1,\n", "id,what\nBT-1\n"} {
		if _, err := ReadTable(strings.NewReader(text)); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
}
