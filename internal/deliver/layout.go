package deliver

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/facture-dev/facture/templates"
)

// Layout is a layout of the caller's own: one or two templates, which between
// them print the kinds of document that they are for.
type Layout []*templates.Template

// forKind is the template for a kind of document; nil when there is none.
func (l Layout) forKind(kind string) *templates.Template {
	for _, t := range l {
		if slices.Contains(t.For, kind) {
			return t
		}
	}
	return nil
}

// LayoutFiles are the files of a layout that is a folder; one of them may be
// missing.
var LayoutFiles = []string{"invoice.xml", "receipt.xml"}

// ReadLayout reads the layout that a name ending in .xml (a file) or any other
// name (a folder with LayoutFiles) stands for. The error is an *Error of kind
// Template with all faults of all files, or, where nothing could be read, that
// of read.
func ReadLayout(name string, read func(path string) ([]byte, error)) (Layout, error) {
	files := []string{name}
	if !strings.HasSuffix(name, ".xml") {
		files = nil
		for _, file := range LayoutFiles {
			files = append(files, path.Join(name, file))
		}
	}
	var layout Layout
	wrong := &Error{Kind: Template}
	for _, file := range files {
		src, err := read(file)
		if len(files) > 1 && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		t, err := ParseTemplate(file, src)
		var faults *Error
		if errors.As(err, &faults) {
			wrong.Faults = append(wrong.Faults, faults.Faults...)
			continue
		}
		layout = append(layout, t)
	}
	switch {
	case len(wrong.Faults) > 0:
		return nil, wrong
	case layout == nil:
		return nil, fmt.Errorf("neither %s: %w", strings.Join(files, " nor "), fs.ErrNotExist)
	}
	return layout, nil
}
