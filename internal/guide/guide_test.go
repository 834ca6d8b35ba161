package guide

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/golden"
	"github.com/facture-dev/facture/internal/tools"
	"github.com/facture-dev/facture/render/layout"
)

// TestExamples renders every example and compares its frames with those that
// its picture was drawn from.
func TestExamples(t *testing.T) {
	root, err := tools.ModuleRoot()
	if err != nil {
		t.Fatal(err)
	}
	all, err := Examples(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("%d examples, want twenty", len(all))
	}
	index, err := os.ReadFile(filepath.Join(root, Folder, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(index), Styles()) {
		t.Error("the index does not show the styles of internal/guide/styles.xml")
	}
	for _, e := range all {
		t.Run(e.Name, func(t *testing.T) {
			p, err := e.Render(root)
			if err != nil {
				t.Fatal(err)
			}
			items := 0
			for _, page := range p.Document.Pages {
				items += len(page.Items)
			}
			if items == 0 {
				t.Error("the example prints nothing")
			}
			var dump bytes.Buffer
			if err := layout.Dump(&dump, p.Document); err != nil {
				t.Fatal(err)
			}
			golden.Text(t, "guide/"+e.Name+".txt", dump.Bytes())
			if _, err := os.Stat(filepath.Join(root, Folder, e.Name+".png")); err != nil {
				t.Errorf("there is no picture: make guide draws it: %v", err)
			}
			if !strings.Contains(string(index), "("+e.Name+".md)") {
				t.Error("the index does not name the page")
			}
		})
	}
}

// What the examples promise shows in their frames.
func TestExamplesShowWhatTheySay(t *testing.T) {
	root, err := tools.ModuleRoot()
	if err != nil {
		t.Fatal(err)
	}
	all, err := Examples(root)
	if err != nil {
		t.Fatal(err)
	}
	has := func(d *layout.Document, is func(layout.Item) bool) bool {
		for _, p := range d.Pages {
			for _, it := range p.Items {
				if is(it.Item) {
					return true
				}
			}
		}
		return false
	}
	promises := map[string]func(*layout.Document) bool{
		"box": func(d *layout.Document) bool {
			return has(d, func(i layout.Item) bool { f, ok := i.(*layout.Fill); return ok && f.Radius > 0 })
		},
		"badge": func(d *layout.Document) bool {
			return has(d, func(i layout.Item) bool { _, ok := i.(*layout.Stroke); return ok })
		},
		"mark": func(d *layout.Document) bool {
			return has(d, func(i layout.Item) bool { _, ok := i.(*layout.Frame); return ok })
		},
		"watermark": func(d *layout.Document) bool {
			return has(d, func(i layout.Item) bool { x, ok := i.(*layout.Text); return ok && x.Turn.Sin > 0 })
		},
		"qr": func(d *layout.Document) bool {
			return has(d, func(i layout.Item) bool { _, ok := i.(*layout.Modules); return ok })
		},
		"code128": func(d *layout.Document) bool {
			return has(d, func(i layout.Item) bool { _, ok := i.(*layout.Modules); return ok })
		},
		"signature": func(d *layout.Document) bool {
			return has(d, func(i layout.Item) bool { _, ok := i.(*layout.Rule); return ok })
		},
		"page-break": func(d *layout.Document) bool { return len(d.Pages) == 2 },
		"conditions": func(d *layout.Document) bool {
			return !has(d, func(i layout.Item) bool {
				x, ok := i.(*layout.Text)
				return ok && strings.Contains(x.Run.Source, "never")
			})
		},
	}
	seen := 0
	for _, e := range all {
		promise := promises[e.Name]
		if promise == nil {
			continue
		}
		seen++
		p, err := e.Render(root)
		if err != nil {
			t.Fatal(err)
		}
		if !promise(p.Document) {
			t.Errorf("%s: what the page is about does not show", e.Name)
		}
	}
	if seen != len(promises) {
		t.Errorf("%d examples of %d were found", seen, len(promises))
	}
}
