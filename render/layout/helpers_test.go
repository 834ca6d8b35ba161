package layout

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/text"
)

var shaper = sync.OnceValue(func() *text.Shaper { return text.NewShaper(fonts.Embedded()) })

var bodyStyle = sync.OnceValue(func() text.Style {
	id, err := fonts.Embedded().Find("Source Sans 3", 400)
	if err != nil {
		panic(err)
	}
	return text.Style{Face: id, Size: 10 * Point, Tabular: true}
})

const leading = 12 * Point

// para is a paragraph of 10 pt in lines of 12 pt.
func para(t testing.TB, s string) *Paragraph {
	t.Helper()
	p, err := shaper().Paragraph([]text.Span{{Text: s, Style: bodyStyle()}}, "en")
	if err != nil {
		t.Fatal(err)
	}
	return &Paragraph{Text: &p, Spans: []SpanInfo{{}}, Leading: leading, Ascent: 9 * Point}
}

// elemPara is a paragraph of an element of its own.
func elemPara(t testing.TB, tree *Tree, s string) *Paragraph {
	t.Helper()
	p := para(t, s)
	p.Elem = tree.Add(Root, RoleP)
	return p
}

// numbered is a paragraph of n lines, "a1" to "an", however wide.
func numbered(t testing.TB, name string, n int) *Paragraph {
	t.Helper()
	return para(t, strings.Join(names(name, n), "\n"))
}

func names(name string, n int) []string {
	var out []string
	for i := range n {
		out = append(out, name+string(rune('0'+(i+1)/10))+string(rune('0'+(i+1)%10)))
	}
	return out
}

// width of the pages of these tests.
const pageWidth = 300 * Point

// flow is a body on pages of a height in points, without margins.
func flow(height int, items ...StackItem) Flow {
	return Flow{Width: pageWidth, Height: Unit(height) * Point, Body: &Stack{Items: items}, Tree: NewTree(0)}
}

func paginate(t testing.TB, f Flow) *Document {
	t.Helper()
	doc, err := Paginate(f)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// linesOf are the words of a page from top to bottom, those of one baseline
// divided by bars.
func linesOf(p *Page) []string {
	at := map[Unit]string{}
	for _, it := range p.Items {
		if txt, ok := it.Item.(*Text); ok {
			if at[it.Y] != "" {
				at[it.Y] += "|"
			}
			at[it.Y] += txt.Run.Source
		}
	}
	var out []string
	for _, y := range slices.Sorted(maps.Keys(at)) {
		out = append(out, at[y])
	}
	return out
}

// pagesOf are the lines of each page, joined by spaces.
func pagesOf(doc *Document) []string {
	var out []string
	for i := range doc.Pages {
		out = append(out, strings.Join(linesOf(&doc.Pages[i]), " "))
	}
	return out
}

func wantPages(t *testing.T, doc *Document, want ...string) {
	t.Helper()
	if got := pagesOf(doc); !slices.Equal(got, want) {
		t.Errorf("pages:\n%q\nwant:\n%q", got, want)
	}
}

// find is the first item whose text is s.
func find(t *testing.T, p *Page, s string) Placed {
	t.Helper()
	for _, it := range p.Items {
		if txt, ok := it.Item.(*Text); ok && txt.Run.Source == s {
			return it
		}
	}
	t.Fatalf("no text %q on the page: %q", s, linesOf(p))
	return Placed{}
}

// rulesOf are the rules of a page.
func rulesOf(p *Page) []Placed {
	var out []Placed
	for _, it := range p.Items {
		if _, ok := it.Item.(*Rule); ok {
			out = append(out, it)
		}
	}
	return out
}

func widthOf(t testing.TB, s string) Unit {
	t.Helper()
	w, err := shaper().Width(s, bodyStyle(), "en")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func isTooTall(err error) bool {
	var e *TooTallError
	return errors.As(err, &e)
}
