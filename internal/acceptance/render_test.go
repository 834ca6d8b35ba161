//go:build oracle

package acceptance

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

func TestMain(m *testing.M) { os.Exit(tools.Main(m)) }

// samples are the valid sample documents, as absolute paths.
func samples(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(tools.Root(t), "testdata", "documents", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 25 {
		t.Fatalf("%d sample documents, want at least 25", len(files))
	}
	return files
}

// render makes PDFs of files in a new folder, which it returns.
func render(t *testing.T, files []string, args ...string) string {
	t.Helper()
	return renderBy(t, []string{tools.Facture(t)}, nil, files, args...)
}

// renderBy is render by another command line, such as an emulator's, with
// additions to the environment.
func renderBy(t *testing.T, command, env, files []string, args ...string) string {
	t.Helper()
	dir := t.TempDir()
	line := append(append([]string{}, command...), "render", "-o", dir+string(filepath.Separator))
	line = append(append(line, args...), files...)
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", filepath.Base(line[0]), strings.Join(args, " "), err, out)
	}
	for _, file := range files {
		if info, err := os.Stat(pdfOf(dir, file)); err != nil || info.Size() == 0 {
			t.Fatalf("no PDF of %s: %v", file, err)
		}
	}
	return dir
}

// pdfOf is where the PDF of a document lies.
func pdfOf(dir, document string) string {
	return filepath.Join(dir, nameOf(document)+".pdf")
}

func nameOf(document string) string {
	return strings.TrimSuffix(filepath.Base(document), ".json")
}
