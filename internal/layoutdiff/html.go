package layoutdiff

import (
	"bytes"
	_ "embed"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
)

//go:embed style.css
var style string

// WriteHTML writes comparisons as one page that needs nothing else: it has no
// script, and its policy lets it load none. Old and new pages stand side by
// side, or on one another, with what differs marked and listed in words.
func WriteHTML(w io.Writer, names [2]string, results []Result) error {
	p := &page{names: names}
	title := names[0] + " → " + names[1]
	p.add(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>%s: %s</title>
<style>
%s</style>
</head>
<body>
<a class="skip" href="#documents">To the documents</a>
<header>
<h1>%s</h1>
<p class="lead">%s</p>
`, esc(title), esc(Summary(names, results)), raw(style), esc(title), esc(Summary(names, results)))
	p.contents(results)
	p.add("</header>\n")
	p.tools()
	p.add(`<main id="documents">` + "\n")
	for i := range results {
		p.document(i, &results[i])
	}
	p.add("</main>\n</body>\n</html>\n")
	_, err := w.Write(p.out.Bytes())
	return err
}

// page is the file as it comes into being.
type page struct {
	names  [2]string
	out    bytes.Buffer
	sheets int // drawn so far: each has ids of its own
}

// raw is text that is HTML already; every other text goes through esc.
type raw string

func (p *page) add(format string, args ...any) { fmt.Fprintf(&p.out, format, args...) }

func esc(s string) raw { return raw(html.EscapeString(s)) }

// Summary says in one sentence what became of the documents.
func Summary(names [2]string, results []Result) string {
	var n [len(statusNames)]int
	for _, r := range results {
		n[r.Status]++
	}
	if n[Same] == len(results) {
		if len(results) == 1 {
			return "1 document, and it stays the same"
		}
		return fmt.Sprintf("%d documents, and all stay the same", len(results))
	}
	parts := []string{plural(len(results), "document")}
	for _, s := range []struct {
		count int
		words string
	}{
		{n[Changed], "changed"}, {n[Reordered], "read in another order, but looking the same"}, {n[Same], "the same"},
		{n[Broken], "printed by one of the two only"}, {n[Failed], "printed by neither"},
	} {
		if s.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", s.count, s.words))
		}
	}
	return parts[0] + ": " + strings.Join(parts[1:], ", ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// PagesInWords says which pages of a document differ.
func (r *Result) PagesInWords() string {
	switch {
	case r.Status == Changed && r.Pages[0] != r.Pages[1]:
		return fmt.Sprintf("%s of %d, once %d", r.numbers(), r.Pages[1], r.Pages[0])
	case r.Status == Changed:
		return fmt.Sprintf("%s of %d", r.numbers(), r.Pages[1])
	}
	return fmt.Sprint(max(r.Pages[0], r.Pages[1]))
}

// numbers are those of the changed pages, runs of them as "2–7".
func (r *Result) numbers() string {
	var parts []string
	for i := 0; i < len(r.Changes); {
		j := i
		for j+1 < len(r.Changes) && r.Changes[j+1].Number == r.Changes[j].Number+1 {
			j++
		}
		switch from, to := r.Changes[i].Number, r.Changes[j].Number; {
		case from == to:
			parts = append(parts, fmt.Sprint(from))
		default:
			parts = append(parts, fmt.Sprintf("%d–%d", from, to))
		}
		i = j + 1
	}
	return strings.Join(parts, ", ")
}

func (p *page) contents(results []Result) {
	p.add("<table>\n<thead><tr><th scope=\"col\">Document</th><th scope=\"col\">Result</th><th scope=\"col\">Pages</th></tr></thead>\n<tbody>\n")
	for i := range results {
		r := &results[i]
		name := esc(r.Document)
		if r.Status != Same {
			name = raw(fmt.Sprintf(`<a href="#d%d">%s</a>`, i, name))
		}
		pages := ""
		if r.Status < Broken {
			pages = r.PagesInWords()
		}
		p.add(`<tr><th scope="row">%s</th><td>%s</td><td>%s</td></tr>`+"\n", name, badge(r.Status), esc(pages))
	}
	p.add("</tbody>\n</table>\n")
}

var badges = [...]string{"same", "other order", "changed", "one fails", "both fail"}

func badge(s Status) raw {
	return raw(fmt.Sprintf(`<span class="badge %s">%s</span>`, s, badges[s]))
}

// tools are the switches of the view, which work by the style sheet alone, and
// the key to the marks.
func (p *page) tools() {
	p.add(`<div class="tools"><div>
<fieldset><legend>Pages</legend>
<label><input type="radio" name="view" id="side" checked> side by side</label>
<label><input type="radio" name="view" id="overlay"> one over the other (old red, new blue-green)</label>
<label><input type="radio" name="view" id="blink"> in turn</label>
</fieldset>
<label><input type="checkbox" id="marks" checked> marks</label>
<ul class="key">`)
	for c := range changeCount {
		p.add(`<li><svg viewBox="0 0 26 16" aria-hidden="true"><rect class="%s" x="1" y="1" width="24" height="14"/></svg>%s</li>`, c, c)
	}
	p.add("</ul>\n</div></div>\n")
}

func (p *page) document(i int, r *Result) {
	if r.Status == Same {
		return
	}
	p.add(`<section id="d%d" aria-labelledby="h%d">`+"\n"+`<div class="head"><h2 id="h%d">%s</h2>%s</div>`+"\n", i, i, i, esc(r.Document), badge(r.Status))
	switch r.Status {
	case Reordered:
		p.add(`<p class="note">The pages look the same. Their tags differ: screen readers and whoever copies text get another order, or other kinds of elements.</p>` + "\n")
	case Broken:
		p.broken(r)
	case Failed:
		p.add(`<p class="error">%s</p>`+"\n", esc(r.Errors[1].Error()))
	case Changed:
		p.add(`<p class="note">Changed pages: %s</p>`+"\n", esc(r.PagesInWords()))
		for _, c := range r.Shown() {
			p.change(r, c)
		}
		if hidden := len(r.Changes) - len(r.Shown()); hidden > 0 {
			p.add(`<p class="note">%s more changed; the first %d are shown.</p>`+"\n", esc(plural(hidden, "page")), maxShown)
		}
	}
	p.add("</section>\n")
}

// broken shows why one side has no pages beside the first page of the other.
func (p *page) broken(r *Result) {
	p.add(`<div class="pair">`)
	for side, class := range sideClasses {
		p.add(`<figure class="%s"><figcaption>%s</figcaption>`, class, esc(p.names[side]))
		if err := r.Errors[side]; err != nil {
			p.add(`<div class="error">%s</div>`, esc(err.Error()))
		} else {
			p.sheet(r, side, 1, nil)
		}
		p.add("</figure>\n")
	}
	p.add("</div>\n")
}

// The classes of the two sides.
var sideClasses = [2]string{"before", "after"}

func (p *page) change(r *Result, c Page) {
	p.add(`<div class="page"><h3>Page %d</h3>`+"\n", c.Number)
	class := "pair two"
	if c.Only >= 0 {
		class = "pair"
	}
	p.add(`<div class="%s">`+"\n", class)
	for side, class := range sideClasses {
		p.add(`<figure class="%s"><figcaption>%s</figcaption>`, class, esc(p.names[side]))
		if c.Only == 1-side {
			p.add(`<div class="none">There is no page %d here.</div>`, c.Number)
		} else {
			p.sheet(r, side, c.Number, c.Marks[side])
		}
		p.add("</figure>\n")
	}
	p.add("</div>\n")
	p.words(r, c)
	p.add("</div>\n")
}

// sheet draws a page with its marks. The page is one picture to who cannot see
// it: what changed is told in words below it.
func (p *page) sheet(r *Result, side, number int, marks []Mark) {
	s := r.Sheets[side][number-1]
	p.sheets++
	p.add(`<div class="sheet"><div role="img" aria-label="%s"><div inert>`, esc(fmt.Sprintf("Page %d of %s in %s", number, r.Document, p.names[side])))
	p.out.Write(ownIDs(s.SVG, fmt.Sprintf("s%d-", p.sheets)))
	p.add(`</div></div><div class="tint"></div>`)
	if len(marks) > 0 {
		p.add(`<svg class="marks" viewBox="0 0 %d %d" aria-hidden="true">`, s.Width, s.Height)
		for _, m := range outlines(marks) {
			p.add(`<rect class="%s" x="%d" y="%d" width="%d" height="%d"/>`, m.Change, m.X, m.Y, m.Width, m.Height)
		}
		p.add(`</svg>`)
	}
	p.add(`</div>`)
}

// words lists what changed on a page.
func (p *page) words(r *Result, c Page) {
	if c.Only >= 0 {
		return
	}
	before, after := r.Sheets[0][c.Number-1], r.Sheets[1][c.Number-1]
	if before.Width != after.Width || before.Height != after.Height {
		p.add(`<p class="note">The paper differs.</p>` + "\n")
	}
	if len(c.Marks[0])+len(c.Marks[1]) == 0 {
		return
	}
	p.add("<details><summary>%s</summary>\n", esc(c.Counts()))
	for change := range changeCount {
		side := 1
		if change == Removed {
			side = 0
		}
		var list []raw
		for _, m := range c.Marks[side] {
			if m.Change == change {
				list = append(list, m.html())
			}
		}
		if len(list) == 0 {
			continue
		}
		p.add("<h4>%s</h4>\n<ul>\n", change)
		for _, line := range list[:min(len(list), maxWords)] {
			p.add("<li>%s</li>\n", line)
		}
		if more := len(list) - maxWords; more > 0 {
			p.add("<li>and %d more</li>\n", more)
		}
		p.add("</ul>\n")
	}
	p.add("</details>\n")
}

// Counts says how much of each sort changed on a page.
func (p Page) Counts() string {
	var parts []string
	for c := range changeCount {
		if n := p.Count(c); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, c))
		}
	}
	return strings.Join(parts, ", ")
}

func (m Mark) html() raw {
	what := esc(m.What)
	if m.words {
		what = "“" + what + "”"
	}
	switch m.Change {
	case Removed:
		return "<del>" + what + "</del>"
	case Added:
		return "<ins>" + what + "</ins>"
	}
	return what
}

// ids finds what names a part of a picture and what refers to it.
var ids = regexp.MustCompile(`(\bid="|href="#|url\(#)`)

// ownIDs puts a prefix before the ids of a picture: all pictures of the file
// share one name space. Quotes in the picture's texts are escaped, so nothing
// else looks like an id.
func ownIDs(svg []byte, prefix string) []byte {
	return ids.ReplaceAll(svg, []byte("${1}"+prefix))
}
