package samples

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// The samples are what the tests of everything else go through, unchanged.
func TestSamplesAreTheRepositorysDocuments(t *testing.T) {
	n := 0
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		got, err := Read(path)
		if err != nil {
			return err
		}
		want, err := os.ReadFile(filepath.Join("..", "..", "testdata", "documents", filepath.FromSlash(path)))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not testdata/documents/%s (%v): copy it from there", path, path, err)
		}
		return nil
	})
	if err != nil || n < 8 {
		t.Errorf("%d files (%v)", n, err)
	}
}
