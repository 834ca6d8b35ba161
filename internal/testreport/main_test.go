package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// module writes a throwaway module, since only the real go command knows what
// its stream looks like.
func module(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	files["go.mod"] = "module example.test/m\n\ngo 1.26\n"
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func reportOf(t *testing.T, dir string) (string, int) {
	t.Helper()
	cmd := exec.Command("go", "test", "-json", "./...")
	cmd.Dir = dir
	events, _ := cmd.Output() // fails where the tests do
	var out strings.Builder
	code := report(strings.NewReader(string(events)), &out, &out, nil)
	return out.String(), code
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return lines[len(lines)-1]
}

func TestReportOfPassesFailuresAndSkips(t *testing.T) {
	out, code := reportOf(t, module(t, map[string]string{
		"good/a_test.go": "package good\nimport \"testing\"\nfunc TestA(t *testing.T) { t.Run(\"sub\", func(*testing.T) {}) }\nfunc TestB(t *testing.T) { t.Skip(\"no\") }\n",
		"bad/a_test.go":  "package bad\nimport \"testing\"\nfunc TestC(t *testing.T) { t.Error(\"two is not three\") }\nfunc TestD(*testing.T) {}\n",
	}))
	if code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	if got, want := lastLine(out), "3 passed, 1 failed, 1 skipped"; got != want {
		t.Errorf("last line %q, want %q", got, want)
	}
	for _, want := range []string{"two is not three", "failed: example.test/m/bad.TestC", "skipped: example.test/m/good.TestB"} {
		if !strings.Contains(out, want) {
			t.Errorf("the report does not say %q:\n%s", want, out)
		}
	}
}

func TestReportOfPackagesThatDoNotRun(t *testing.T) {
	out, code := reportOf(t, module(t, map[string]string{
		"broken/a_test.go": "package broken\nimport \"testing\"\nfunc TestA(t *testing.T) { undefinedName() }\n",
		"exits/a_test.go":  "package exits\nimport (\"os\"; \"testing\")\nfunc TestMain(*testing.M) { println(\"gave up\"); os.Exit(3) }\nfunc TestB(*testing.T) {}\n",
	}))
	if code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	if got, want := lastLine(out), "0 passed, 2 failed, 0 skipped"; got != want {
		t.Errorf("last line %q, want %q", got, want)
	}
	for _, want := range []string{"undefinedName", "gave up"} {
		if !strings.Contains(out, want) {
			t.Errorf("the report does not say %q:\n%s", want, out)
		}
	}
}

func TestReportOfSuccess(t *testing.T) {
	out, code := reportOf(t, module(t, map[string]string{
		"good/a_test.go": "package good\nimport \"testing\"\nfunc TestA(*testing.T) {}\n",
	}))
	if code != 0 || lastLine(out) != "1 passed, 0 failed, 0 skipped" {
		t.Errorf("exit code %d, report:\n%s", code, out)
	}
}

func TestReportOfARunThatCannotStart(t *testing.T) {
	var out strings.Builder
	t.Chdir(t.TempDir()) // no module here
	if code := run([]string{"./..."}, &out, &out); code != 1 {
		t.Errorf("exit code %d, want 1:\n%s", code, out.String())
	}
	if got, want := lastLine(out.String()), "0 passed, 1 failed, 0 skipped"; got != want {
		t.Errorf("last line %q, want %q", got, want)
	}
}
