package request

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
)

// TestBadDocuments holds testdata/bad against its expectations: beside each
// bad file stands one that lists "<JSON pointer> <part of the message>" lines.
func TestBadDocuments(t *testing.T) {
	files, err := filepath.Glob("../../testdata/bad/*.expect")
	if err != nil || len(files) == 0 {
		t.Fatalf("no expectations in testdata/bad: %v", err)
	}
	for _, expect := range files {
		name := strings.TrimSuffix(filepath.Base(expect), ".expect")
		t.Run(name, func(t *testing.T) {
			src, err := os.ReadFile(strings.TrimSuffix(expect, ".expect") + ".json")
			if err != nil {
				t.Fatal(err)
			}
			wanted, err := os.ReadFile(expect)
			if err != nil {
				t.Fatal(err)
			}
			_, _, faults := Read(src, Options{Paths: true})
			if faults.Err() == nil {
				t.Fatalf("accepted; faults %v", faults)
			}
			lines := 0
			for line := range strings.Lines(string(wanted)) {
				line = strings.TrimSpace(line)
				if line == "" || strings.HasPrefix(line, "#") {
					continue
				}
				lines++
				pointer, part, _ := strings.Cut(line, " ")
				if pointer == `""` {
					pointer = ""
				}
				if !anyFault(faults, pointer, part) {
					t.Errorf("no fault %q with %q in:\n%v", pointer, part, faults)
				}
			}
			if lines == 0 {
				t.Error("expects nothing")
			}
		})
	}
}

func anyFault(faults billing.Faults, pointer, part string) bool {
	for _, f := range faults {
		if f.Path == pointer && strings.Contains(f.Message, part) {
			return true
		}
	}
	return false
}
