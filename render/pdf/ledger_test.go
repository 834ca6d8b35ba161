package pdf_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLedger holds docs/spec/pdfa.md to the code: each row says how its clause
// is known, and names tests and files that exist.
func TestLedger(t *testing.T) {
	page, err := os.ReadFile("../../docs/spec/pdfa.md")
	if err != nil {
		t.Fatal(err)
	}
	var tests strings.Builder
	for _, pattern := range []string{"*_test.go", "../svg/*_test.go", "../../internal/secondopinion/*_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files (%v)", pattern, len(files), err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			tests.Write(src)
		}
	}
	rows := 0
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if strings.HasPrefix(line, "|") && !strings.HasPrefix(line, "| ---") && !strings.HasPrefix(line, "| clause") && !strings.HasPrefix(line, "| what |") {
			rows++
			how := strings.TrimSpace(cells[len(cells)-1])
			if !strings.HasPrefix(how, "checked: ") && !strings.HasPrefix(how, "by construction: ") && !strings.HasPrefix(how, "not applicable") && !strings.HasPrefix(how, "this section") {
				t.Errorf("a row does not say how it is known: %s", line)
			}
		}
		for _, m := range regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z]+)`").FindAllStringSubmatch(line, -1) {
			if !strings.Contains(tests.String(), "func "+m[1]+"(") {
				t.Errorf("there is no %s", m[1])
			}
		}
		for _, m := range regexp.MustCompile("`([a-z_]+\\.go)`").FindAllStringSubmatch(line, -1) {
			if _, err := os.Stat(m[1]); err != nil {
				t.Errorf("there is no render/pdf/%s", m[1])
			}
		}
	}
	if rows < 100 {
		t.Errorf("%d rows", rows)
	}
}
