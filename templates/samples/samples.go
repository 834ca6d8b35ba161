// Package samples holds a few documents of all kinds, with the logos that they
// name, for showing what a layout does. They are copies of testdata/documents,
// so that the binary has them. The package does not know what is in them.
package samples

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed *.json logos
var files embed.FS

// Document is the text of one document.
type Document struct {
	Name string // of its file, without ".json"
	Data []byte
}

// All returns the documents: a short invoice, one of several pages, a draft, a
// credit note, a receipt, long words, another paper.
func All() []Document {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	var all []Document
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			panic(err) // embedded: a test reads them all
		}
		all = append(all, Document{strings.TrimSuffix(name, ".json"), data})
	}
	return all
}

// Read returns a file that a document names.
func Read(path string) ([]byte, error) { return files.ReadFile(path) }
