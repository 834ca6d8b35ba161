package layoutdiff

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/facture-dev/facture/internal/deliver"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/text"
	"github.com/facture-dev/facture/templates"
	"github.com/facture-dev/facture/templates/samples"
)

// words is a text of a page: at a place, in a size.
func words(x, y, size layout.Unit, s string) layout.Placed {
	return layout.Placed{X: x, Y: y, Item: &layout.Text{Run: &text.Run{Width: 10 * layout.Point, Style: text.Style{Size: size}, Source: s}}}
}

func rule(x, y, width layout.Unit) layout.Placed {
	return layout.Placed{X: x, Y: y, Item: &layout.Rule{Width: width, Thickness: layout.Point}}
}

func pageOf(items ...layout.Placed) *layout.Page {
	return &layout.Page{Width: 100 * layout.Point, Height: 200 * layout.Point, Items: items}
}

// said is the marks of both sides in words: "removed old; … | added new; …".
func said(marks [2][]Mark) string {
	var sides []string
	for _, side := range marks {
		var parts []string
		for _, m := range side {
			parts = append(parts, fmt.Sprint(m.Change, " ", m.What))
		}
		sides = append(sides, strings.Join(parts, "; "))
	}
	return strings.Join(sides, " | ")
}

func TestMarks(t *testing.T) {
	a, b := words(1, 2, 9, "total"), rule(0, 50, 90)
	link := func(uri string) layout.Placed {
		return layout.Placed{Item: &layout.Link{Width: 5, Height: 5, URI: uri}}
	}
	picture := func(width layout.Unit, digest byte) layout.Placed {
		return layout.Placed{Item: &layout.Image{Width: width, Height: 5, Raster: &image.Raster{Digest: [32]byte{digest}}}}
	}
	drawing := func(width layout.Unit, digest byte) layout.Placed {
		return layout.Placed{Item: &layout.Drawing{Width: width, Height: 5, Drawing: &image.Drawing{Digest: [32]byte{digest}}}}
	}
	stroke := func(x layout.Unit) layout.Placed {
		return layout.Placed{Item: &layout.Stroke{Points: []layout.Offset{{X: 0, Y: 0}, {X: x, Y: 9}}}}
	}
	tests := []struct {
		name          string
		before, after *layout.Page
		want          string
	}{
		{"nothing", pageOf(a, b), pageOf(a, b), " | "},
		{"painted in another order", pageOf(a, b), pageOf(b, a), " | "},
		{"gone", pageOf(a, b), pageOf(b), "removed total | "},
		{"came", pageOf(a), pageOf(a, b), " | added a line"},
		{"moved", pageOf(a, b), pageOf(words(1, 3, 9, "total"), b), "moved total | moved total"},
		{"restyled", pageOf(a), pageOf(words(1, 2, 10, "total")), "restyled total | restyled total"},
		{"restyled and moved", pageOf(a), pageOf(words(7, 7, 10, "total")), "restyled total | restyled total"},
		{"another word", pageOf(a), pageOf(words(1, 2, 9, "sum")), "removed total | added sum"},
		{"once of twice", pageOf(a, a), pageOf(a), "removed total | "},
		{"one stays and one moves", pageOf(a, a), pageOf(words(1, 9, 9, "total"), a), "moved total | moved total"},
		{"white space is not seen", pageOf(a, words(3, 3, 9, " ")), pageOf(a), " | "},
		{"the target of a link", pageOf(link("a:")), pageOf(link("b:")), "removed a link to a: | added a link to b:"},
		{"a rule's width", pageOf(b), pageOf(rule(0, 50, 91)), "removed a line | added a line"},
		{"a picture's size", pageOf(picture(5, 1)), pageOf(picture(6, 1)), "restyled a picture | restyled a picture"},
		{"another picture", pageOf(picture(5, 1)), pageOf(picture(5, 2)), "removed a picture | added a picture"},
		{"the same drawing, read twice", pageOf(drawing(5, 1)), pageOf(drawing(5, 1)), " | "},
		{"a drawing's size", pageOf(drawing(5, 1)), pageOf(drawing(6, 1)), "restyled a picture | restyled a picture"},
		{"another drawing", pageOf(drawing(5, 1)), pageOf(drawing(5, 2)), "removed a picture | added a picture"},
		{"the points of a stroke", pageOf(stroke(5)), pageOf(stroke(6)), "removed a drawn line | added a drawn line"},
		{"the same points", pageOf(stroke(5)), pageOf(stroke(5)), " | "},
	}
	for _, tt := range tests {
		if got := said(compare(tt.before, tt.after)); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A mark lies around what it marks, turned text too.
func TestPlacesOfMarks(t *testing.T) {
	pt := layout.Point
	upright := words(10*pt, 20*pt, 10*pt, "x")
	turned := words(10*pt, 20*pt, 10*pt, "x")
	turned.Item.(*layout.Text).Turn = layout.Turn{Sin: 1 << 16} // a quarter, counterclockwise
	for _, tt := range []struct {
		item layout.Placed
		want [4]layout.Unit
	}{
		{upright, [4]layout.Unit{10 * pt, 12 * pt, 10 * pt, 10*pt + pt/2}},
		{turned, [4]layout.Unit{2 * pt, 10 * pt, 10*pt + pt/2, 10 * pt}},
		{rule(3, 4, 5), [4]layout.Unit{3, 4, 5, pt}},
	} {
		m := compare(pageOf(tt.item), pageOf())[0][0]
		if got := [4]layout.Unit{m.X, m.Y, m.Width, m.Height}; got != tt.want {
			t.Errorf("%T: got %v, want %v", tt.item.Item, got, tt.want)
		}
	}
}

func TestOutlinesJoinWhatTouches(t *testing.T) {
	m := func(c Change, x layout.Unit) Mark {
		return Mark{Change: c, X: x, Width: 10 * layout.Point, Height: layout.Point}
	}
	pt := layout.Point
	for _, tt := range []struct {
		marks []Mark
		want  int
	}{
		{nil, 0},
		{[]Mark{m(Removed, 0), m(Removed, 12*pt)}, 1},
		{[]Mark{m(Removed, 0), m(Removed, 14*pt)}, 2},
		{[]Mark{m(Removed, 0), m(Moved, 0)}, 2},
		{[]Mark{m(Removed, 0), m(Removed, 24*pt), m(Removed, 12*pt)}, 1}, // the last joins the others
	} {
		if got := outlines(tt.marks); len(got) != tt.want {
			t.Errorf("%v: got %v, want %d", tt.marks, got, tt.want)
		}
	}
}

// service draws for all tests: it keeps what pages have in common.
var service = sync.OnceValues(deliver.New)

func shared(t *testing.T) *deliver.Service {
	t.Helper()
	s, err := service()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func builtin(t *testing.T, change ...string) deliver.Layout {
	t.Helper()
	files := map[string][]byte{}
	for _, l := range templates.Builtin() {
		for _, f := range l.Files {
			src := string(f.Source)
			for i := 0; i+1 < len(change); i += 2 {
				src = strings.ReplaceAll(src, change[i], change[i+1])
			}
			files[f.Name] = []byte(src)
		}
	}
	l, err := deliver.ReadLayout("classic", func(path string) ([]byte, error) {
		if data, ok := files[path]; ok {
			return data, nil
		}
		return nil, os.ErrNotExist
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func documents() (out []Document) {
	for _, s := range samples.All() {
		out = append(out, Document{s.Name, deliver.Source{Data: s.Data, Read: samples.Read}})
	}
	return out
}

func compareAll(t *testing.T, before, after deliver.Layout) []Result {
	t.Helper()
	service := shared(t)
	sides := [2]Side{{"classic", deliver.Options{Layout: before}}, {"acme", deliver.Options{Layout: after}}}
	var results []Result
	for _, d := range documents() {
		r, err := Compare(t.Context(), service, sides, d)
		if err != nil {
			t.Fatal(err)
		}
		results = append(results, r)
	}
	return results
}

func statuses(results []Result) string {
	var out []string
	for _, r := range results {
		out = append(out, r.Document+" "+r.Status.String())
	}
	return strings.Join(out, ", ")
}

func TestDocuments(t *testing.T) {
	all := []string{"classic", "compounds", "credit-note", "forty-lines", "german", "minimal-draft", "receipt", "us-sales-tax"}
	every := func(status string) string { return strings.Join(all, " "+status+", ") + " " + status }
	classic := builtin(t)
	for _, tt := range []struct {
		name  string
		after deliver.Layout
		want  string
	}{
		{"the same layout", builtin(t), every("same")},
		{"a smaller title", builtin(t, `size="20pt"`, `size="19pt"`), every("changed")},
		{"a heading of another level", builtin(t, `<heading style="title">`, `<heading level="2" style="title">`),
			strings.Replace(every("same"), "receipt same", "receipt reordered", 1)},
		{"no receipts", builtin(t)[:1], strings.Replace(every("same"), "receipt same", "receipt broken", 1)},
	} {
		if got := statuses(compareAll(t, classic, tt.after)); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want)
		}
	}
	if got := statuses(compareAll(t, classic[:1], classic[:1])); !strings.Contains(got, "receipt failed") {
		t.Errorf("neither prints receipts: %s", got)
	}
}

func TestInterrupted(t *testing.T) {
	service := shared(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Compare(ctx, service, [2]Side{}, documents()[0]); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// More changed pages than are drawn, and pages that only one side has.
func TestManyPages(t *testing.T) {
	doc := func(pages int, s string) *layout.Document {
		d := &layout.Document{Elems: []layout.Elem{{}, {}}}
		for range pages {
			d.Pages = append(d.Pages, *pageOf(words(1, 1, 9, s)))
		}
		return d
	}
	r := Result{Status: Changed, Pages: [2]int{maxShown + 2, maxShown}, Changes: changes(doc(maxShown+2, "old"), doc(maxShown, "new"))}
	if len(r.Changes) != maxShown+2 || len(r.Shown()) != maxShown || r.Changes[maxShown].Only != 0 || r.Changes[0].Only != -1 {
		t.Errorf("%+v", r.Changes)
	}
	if got, want := r.PagesInWords(), fmt.Sprintf("1–%d of %d, once %d", maxShown+2, maxShown, maxShown+2); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if same := changes(doc(3, "old"), doc(3, "old")); len(same) != 0 {
		t.Errorf("%+v", same)
	}
}

var (
	idOf      = regexp.MustCompile(`\bid="([^"]*)"`)
	reference = regexp.MustCompile(`(?:href="#|url\(#|aria-labelledby=")([^")]*)`)
	loaded    = regexp.MustCompile(`(?i)<script|<link|<iframe|<object|\son[a-z]+=|@import|src=|url\([^#]`)
)

// faultsOf is what is wrong with a file that must need nothing else.
func faultsOf(page string) (out []string) {
	known := map[string]int{}
	for _, m := range idOf.FindAllStringSubmatch(page, -1) {
		if known[m[1]]++; known[m[1]] == 2 {
			out = append(out, "the id "+m[1]+" stands twice")
		}
	}
	for _, m := range reference.FindAllStringSubmatch(page, -1) {
		if known[m[1]] == 0 {
			out = append(out, "nothing has the id "+m[1])
		}
	}
	for _, m := range loaded.FindAllString(page, -1) {
		out = append(out, "it has or loads "+m)
	}
	return out
}

func TestHTML(t *testing.T) {
	after := builtin(t, `size="20pt"`, `size="19pt"`)
	results := compareAll(t, builtin(t), after)
	results[2].Status, results[2].Errors[1] = Broken, errors.New(`<b>"no" & no`)
	results[3].Status, results[3].Errors = Failed, [2]error{errors.New("x"), errors.New("neither")}
	results[4].Status = Reordered
	var first, second bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &second} {
		if err := WriteHTML(b, [2]string{"classic", `<acme> & "co"`}, results); err != nil {
			t.Fatal(err)
		}
	}
	page := first.String()
	if page != second.String() {
		t.Error("two runs differ")
	}
	for _, fault := range faultsOf(page) {
		t.Error(fault)
	}
	for _, want := range []string{
		"classic → &lt;acme&gt; &amp; &#34;co&#34;",
		"8 documents: 5 changed, 1 read in another order, but looking the same, 1 printed by one of the two only, 1 printed by neither",
		"&lt;b&gt;&#34;no&#34; &amp; no", "neither", "Their tags differ",
		`<rect class="restyled" `, `aria-label="Page 1 of classic in &lt;acme&gt; &amp; &#34;co&#34;"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	if strings.Contains(page, "<acme>") || strings.Contains(page, "<b>") {
		t.Error("texts are not escaped")
	}
}

// The counter-proof of TestHTML's checks.
func TestFaultsOfPagesAreFound(t *testing.T) {
	for _, page := range []string{
		`<p id="a"><p id="a">`, `<a href="#b">`, `<g fill="url(#c)">`, `<script>`, `<img src="x">`, `<p onclick="x">`, `<style>@import "x"</style>`,
	} {
		if len(faultsOf(page)) == 0 {
			t.Errorf("%s passes", page)
		}
	}
}

func TestOwnIDs(t *testing.T) {
	got := ownIDs([]byte(`<path id="g0"/><use href="#g0"/><g fill="url(#p)"/><a href="https://x/#y"/><g aria-label="id=&quot;g0"/>`), "s1-")
	want := `<path id="s1-g0"/><use href="#s1-g0"/><g fill="url(#s1-p)"/><a href="https://x/#y"/><g aria-label="id=&quot;g0"/>`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestLongListsAreCut(t *testing.T) {
	var before, after []layout.Placed
	for i := range maxWords + 1 {
		before = append(before, words(1, layout.Unit(i), 9, fmt.Sprint("w", i)))
	}
	after = append(after, words(1, 1, 9, "new"))
	marks := compare(pageOf(before...), pageOf(after...))
	sheets := []Sheet{{SVG: []byte("<svg/>"), Width: 1, Height: 1}}
	for _, tt := range []struct {
		marks []Mark
		cut   bool
	}{{marks[0], true}, {marks[0][:maxWords], false}} {
		r := Result{Document: "d", Status: Changed, Pages: [2]int{1, 1}, Sheets: [2][]Sheet{sheets, sheets},
			Changes: []Page{{Number: 1, Only: -1, Marks: [2][]Mark{tt.marks, nil}}}}
		var b bytes.Buffer
		if err := WriteHTML(&b, [2]string{"a", "b"}, []Result{r}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(b.String(), "and 1 more"); got != tt.cut {
			t.Errorf("%d words: cut %v", len(tt.marks), got)
		}
	}
}

// An item that compare does not know would be told by where it lies in memory.
func TestEveryKindOfItemIsKnown(t *testing.T) {
	own, err := os.ReadFile("items.go")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join("..", "..", "render", "layout", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	kinds := 0
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^func \(\*(\w+)\) item\(\)`).FindAllStringSubmatch(string(src), -1) {
			kinds++
			if !strings.Contains(string(own), "case *layout."+m[1]+":") {
				t.Errorf("items.go does not know %s", m[1])
			}
		}
	}
	if kinds < 8 {
		t.Errorf("%d kinds found", kinds)
	}
}
