package compose

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/text"
)

// rich sets terms.
func rich(t testing.TB, src string) *layout.Document {
	t.Helper()
	d := invoice()
	d.Terms = src
	return setting{body: `<rich of="document.terms"/>`, doc: d}.pages(t)
}

func TestRich(t *testing.T) {
	for _, tt := range []struct {
		src  string
		want []string // lines; pieces of one line divided by bars
	}{
		{"one paragraph", []string{"one paragraph"}},
		{"two\nlines", []string{"two", "lines"}},
		{"two\r\nlines", []string{"two", "lines"}},
		{"one\n\ntwo", []string{"one", "two"}},
		{"one\n \t\n\ntwo", []string{"one", "two"}},
		{"- first\n- second", []string{"– first", "– second"}},
		{"before\n- item\nafter", []string{"before", "– item", "after"}},
		{"-no item", []string{"-no item"}},
		{"a **bold** word", []string{"a|bold| word"}},
		{"**bold**", []string{"bold"}},
		{"**one****two**", []string{"one|two"}},
		{"2 * 3 * 4", []string{"2 * 3 * 4"}},
		{"**unclosed", []string{"**unclosed"}},
		{"****", []string{"****"}},
		{"a*b", []string{"a*b"}},
		{"see [our page](https://a.example/x) now", []string{"see|our page| now"}},
		{"[mail](mailto:a@b.example)", []string{"mail"}},
		{"[plain](http://a.example)", []string{"plain"}},
		{"[a](javascript:alert)", []string{"[a](javascript:alert)"}},
		{"[a](/path)", []string{"[a](/path)"}},
		{"[a](https://with space)", []string{"[a](https://with space)"}},
		{"[](https://a.example)", []string{"[](https://a.example)"}},
		{"[a](https://a.example", []string{"[a](https://a.example"}},
		{"[a] (b)", []string{"[a] (b)"}},
		{"[[a](https://a.example)", []string{"[a"}},
		{"# no heading\n_no_ `code` <b>tag</b> {label x} &amp;", []string{"# no heading", "_no_ `code` <b>tag</b> {label x} &amp;"}},
		{"1. no list", []string{"1. no list"}},
	} {
		var got []string
		doc := rich(t, tt.src)
		for i := range doc.Pages {
			got = append(got, lines(&doc.Pages[i])...)
		}
		if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
			t.Errorf("%q: %q, want %q", tt.src, got, tt.want)
		}
	}
}

func TestRichLooksAndStructure(t *testing.T) {
	doc := rich(t, "a **bold** word\n- see [here](https://a.example/x)\n- two\n\nlast")
	if _, txt := find(t, doc, "bold"); family(txt) != "Source Sans 3 600" {
		t.Errorf("bold is set in %s", family(txt))
	}
	if _, txt := find(t, doc, " word"); family(txt) != "Source Sans 3 400" {
		t.Errorf("what follows is set in %s", family(txt))
	}
	for s, want := range map[string]string{"bold": "Document/P", "here": "Document/L/LI/LBody/Link", "– two": "Document/L/LI/LBody", "last": "Document/P"} {
		if it, _ := find(t, doc, s); path(doc, it.Elem) != want {
			t.Errorf("%s is %s, want %s", s, path(doc, it.Elem), want)
		}
	}
	if _, links := items[*layout.Link](doc); len(links) != 1 || links[0].URI != "https://a.example/x" || links[0].Alt != "here" {
		t.Errorf("links %+v", links)
	}
	bold, _ := find(t, doc, "bold")
	item, _ := find(t, doc, "– two")
	last, _ := find(t, doc, "last")
	if item.Y-bold.Y != 2*12*pt+6*pt || last.Y-item.Y != 18*pt {
		t.Errorf("a list stands %d below its paragraph, a paragraph %d below it", item.Y-bold.Y, last.Y-item.Y)
	}
}

// Nothing of what an author wrote is lost: every character appears, but the
// asterisks of a pair, the hyphen of an item, and the brackets and address of a
// link.
func TestRichLosesNothing(t *testing.T) {
	b := &builder{styles: []style{{bold: text.Style{Face: 1}}}}
	rapid.Check(t, func(rt *rapid.T) {
		src := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b ", "*", "**", "[", "]", "](", ")", "(", "- ", "-", "\n", "\n\n",
			"[w](https://x.example)", "é", "\\"}), 1, 40).Draw(rt, "parts"), "")
		var printed strings.Builder
		bold, links := 0, 0
		parts := richParts(src)
		items := 0
		for _, p := range parts {
			if p.item {
				items++
			}
			for _, s := range b.emphasis(p.text, 0) {
				if s.style != 0 {
					bold++
				}
				if s.link != "" {
					links++
					printed.WriteString("[" + s.text + "](" + s.link + ")")
					continue
				}
				printed.WriteString(s.text)
			}
		}
		for _, c := range []struct {
			char    string
			dropped int
		}{{"a", 0}, {"b", 0}, {"é", 0}, {"\\", 0}, {"[", 0}, {"]", 0}, {"(", 0}, {")", 0}, {"*", 4 * bold}, {"-", items}} {
			if got, want := strings.Count(printed.String(), c.char), strings.Count(src, c.char)-c.dropped; got != want {
				rt.Fatalf("%q: %d of %q printed, want %d: %q", src, got, c.char, want, printed.String())
			}
		}
	})
}

// Text without end made of half a markup costs no more than plain text: what
// looks for the other half does not look far, and nothing is copied twice.
func TestRichIsLinear(t *testing.T) {
	b := &builder{styles: []style{{bold: text.Style{Face: 1}}}}
	for _, unit := range []string{"[", "*", "]", "[]", "**a", "[a](", "[a](https://x", "[a](https://x.example) ", "a\n", "- a\n", "a\n\n", "**a** "} {
		allocs := func(n int) float64 {
			src := strings.Repeat(unit, n/len(unit))
			return testing.AllocsPerRun(1, func() {
				for _, p := range richParts(src) {
					b.emphasis(p.text, 0)
				}
			})
		}
		small, large := allocs(2_000), allocs(20_000)
		if large > 15*small+50 {
			t.Errorf("%q: %.0f allocations for 2,000 bytes, %.0f for 20,000", unit, small, large)
		}
	}
}
