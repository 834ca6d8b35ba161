package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/facture-dev/facture/templates"
)

// A file that cannot be written takes those before it along.
func TestLayoutIsCopiedWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	source := templates.BuiltinLayout{Name: "x", Files: []templates.BuiltinFile{{Name: "x/invoice.xml"}, {Name: "x/re\x00ceipt.xml"}}}
	if made, err := copyLayout(source, filepath.Join(dir, "acme")); err == nil {
		t.Errorf("%q was made", made)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v (%v)", entries, err)
	}
	source.Files = source.Files[:1]
	if made, err := copyLayout(source, filepath.Join(dir, "acme")); err != nil || len(made) != 2 {
		t.Errorf("%q, %v", made, err)
	}
}
