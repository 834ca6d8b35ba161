package templates

import (
	"embed"
	"path"
)

//go:embed classic/*.xml modern/*.xml minimal/*.xml letter/*.xml compact/*.xml
var builtin embed.FS

// builtinNames are the layouts that come with the binary, in the order in
// which they are listed. A new one is a folder here and its name in this line.
var builtinNames = []string{"classic", "modern", "minimal", "letter", "compact"}

// BuiltinLayout is a layout that comes with the binary.
type BuiltinLayout struct {
	Name  string
	Files []BuiltinFile // invoice.xml, receipt.xml
}

// BuiltinFile is one template of a layout.
type BuiltinFile struct {
	Name   string // "classic/invoice.xml"
	Source []byte
}

// Builtin returns the layouts that come with the binary.
func Builtin() []BuiltinLayout {
	var out []BuiltinLayout
	for _, name := range builtinNames {
		l := BuiltinLayout{Name: name}
		for _, file := range []string{"invoice.xml", "receipt.xml"} {
			src, err := builtin.ReadFile(path.Join(name, file))
			if err != nil {
				panic(err) // embedded: a test reads them all
			}
			l.Files = append(l.Files, BuiltinFile{path.Join(name, file), src})
		}
		out = append(out, l)
	}
	return out
}
