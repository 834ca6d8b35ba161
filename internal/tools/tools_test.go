package tools

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryProgramIsObtained: a program that a test asks for and that the
// script does not install would be missed on the next fresh machine only.
func TestEveryProgramIsObtained(t *testing.T) {
	root := Root(t)
	script, err := os.ReadFile(filepath.Join(root, "internal", "tools", "obtain.sh"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(script), "debian_tools='")
	table, _, ok := strings.Cut(table, "'")
	if !ok {
		t.Fatal("obtain.sh has no table of Debian packages")
	}
	obtained := map[string]bool{"node": true, "mvn": true, "npm": true}
	for line := range strings.Lines(table) {
		if fields := strings.Fields(line); len(fields) > 2 {
			obtained[fields[0]] = true
		}
	}
	asked := regexp.MustCompile(`(?:Find|MustRun|LookPath|look)\((?:t, |tb, |b, )?"([a-z][a-z0-9-]*)"`)
	seen := 0
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range asked.FindAllStringSubmatch(string(text), -1) {
			seen++
			if !obtained[m[1]] {
				t.Errorf("%s asks for %s, which obtain.sh does not obtain", strings.TrimPrefix(path, root+"/"), m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 5 {
		t.Errorf("only %d programs seen: the pattern misses them", seen)
	}
}

func TestShare(t *testing.T) {
	for _, tt := range []struct {
		soak        string
		whole, want int
	}{{"", 10_000, 1_000}, {"", 3, 1}, {"1", 10_000, 10_000}} {
		t.Setenv("SOAK", tt.soak)
		if got := Share(tt.whole); got != tt.want {
			t.Errorf("SOAK=%s: %d of %d, want %d", tt.soak, got, tt.whole, tt.want)
		}
	}
}
