// Package golden holds documents to what they were. In go a name and the bytes
// that a test made, compared with testdata/golden/NAME: the SHA-256 first. On a
// mismatch the test fails with a diff, and what helps to judge it lies in
// store/golden (ignored by git): the new file, the two readable PDFs, their
// text, and their pages side by side. GOLDEN=update (make golden) writes the
// new bytes instead. It does not know how documents are made.
package golden

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

// Text compares a text, such as a dump of frames, and shows the diff.
func Text(t testing.TB, name string, got []byte) {
	t.Helper()
	old, same := compare(t, name, got)
	if same {
		return
	}
	t.Errorf("%s is not what it was (new: %s; make golden accepts it):\n%s", name, keep(t, name, got), Diff(string(old), string(got)))
}

// PDF compares a PDF by its hash and shows what became different about it.
func PDF(t testing.TB, name string, got []byte) {
	t.Helper()
	old, same := compare(t, name, got)
	if same {
		return
	}
	t.Errorf("%s is not what it was: SHA-256 %.12x…, was %.12x… (new: %s; make golden accepts it)",
		name, sha256.Sum256(got), sha256.Sum256(old), keep(t, name, got))
	if len(old) == 0 {
		return
	}
	explain(t, name, old, got)
}

// compare returns the golden bytes and whether got equals them. With
// GOLDEN=update it writes them and is content.
func compare(t testing.TB, name string, got []byte) (old []byte, same bool) {
	t.Helper()
	path := filepath.Join(tools.Root(t), "testdata", "golden", name)
	old, err := os.ReadFile(path)
	if err == nil && sha256.Sum256(old) == sha256.Sum256(got) {
		return old, true
	}
	if os.Getenv("GOLDEN") == "update" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s written", path)
		return got, true
	}
	if err != nil {
		t.Errorf("%v: make golden writes it", err)
	}
	return old, false
}

// keep puts bytes into store/golden and returns the path from the root.
func keep(t testing.TB, name string, content []byte) string {
	t.Helper()
	relative := filepath.Join("store", "golden", name)
	path := filepath.Join(tools.Root(t), relative)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return relative
}

// explain shows the differences of two PDFs by others' programs. It only helps
// to judge a failure that stands already, so a program that is missing is said
// and changes nothing.
func explain(t testing.TB, name string, old, got []byte) {
	t.Helper()
	dir := t.TempDir()
	files := [2]string{filepath.Join(dir, "old.pdf"), filepath.Join(dir, "new.pdf")}
	for i, content := range [][]byte{old, got} {
		if err := os.WriteFile(files[i], content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	views := []struct {
		what    string
		command func(file string) []string
	}{
		{"text", func(file string) []string { return []string{"pdftotext", "-layout", file, "-"} }},
		{"readable PDF", func(file string) []string {
			return []string{"qpdf", "--qdf", "--object-streams=disable", "--no-original-object-ids", file, "-"}
		}},
	}
	for _, view := range views {
		var texts [2]string
		for i, file := range files {
			out, err := tools.Run(view.command(file)...)
			if err != nil {
				t.Logf("%s of %s: %v (make tools obtains the program)", view.what, filepath.Base(file), err)
			}
			texts[i] = string(printable(out))
		}
		if diff := Diff(texts[0], texts[1]); diff != "" {
			t.Logf("%s:\n%s", view.what, diff)
		}
	}
	if err := sideBySide(files[0], files[1], filepath.Join(dir, "page"), func(page int, png []byte) {
		t.Logf("old, new and their difference: %s", keep(t, fmt.Sprintf("%s-%d.png", name, page), png))
	}); err != nil {
		t.Logf("rasters: %v (make tools obtains pdftoppm)", err)
	}
}

// printable replaces the lines of binary streams, which nobody can read.
func printable(text []byte) []byte {
	lines := bytes.SplitAfter(text, []byte("\n"))
	for i, line := range lines {
		for _, c := range bytes.TrimRight(line, "\r\n\f") {
			if c < 0x20 && c != '\t' {
				lines[i] = []byte(fmt.Sprintf("(%d bytes, SHA-256 %.6x)\n", len(line), sha256.Sum256(line)))
				break
			}
		}
	}
	return bytes.Join(lines, nil)
}
