package layout

import (
	"testing"

	"github.com/facture-dev/facture/render/text"
)

// Two lines at least stay together at the foot and at the head of a page, and
// only what stands at the very top of a page may be forced to break that.
func TestParagraphSplit(t *testing.T) {
	for _, tt := range []struct {
		lines, room int // of lines
		force       bool
		head        int // lines on this page; 0: the paragraph moves whole
	}{
		{10, 10, false, 10},
		{10, 12, false, 10},
		{10, 5, false, 5},
		{10, 2, false, 2},
		{10, 1, false, 0}, // an orphan
		{10, 1, true, 1},
		{10, 0, false, 0},
		{10, 0, true, 0},
		{10, -3, false, 0},
		{10, 8, false, 8},
		{10, 9, false, 8}, // a widow
		{4, 3, false, 2},
		{4, 2, false, 2},
		{3, 2, false, 0}, // cannot be cut in pieces of two
		{3, 2, true, 2},
		{2, 1, false, 0},
		{2, 1, true, 1},
		{1, 0, false, 0},
	} {
		f := numbered(t, "a", tt.lines).measure(pageWidth).(*paraFrag)
		head, tail := f.split(room{height: Unit(tt.room)*leading + leading/2, full: 100 * leading, force: tt.force})
		got := 0
		if head != nil {
			got = len(head.(*paraFrag).lines)
		}
		if got != tt.head {
			t.Errorf("%d lines into %d, force %t: %d, want %d", tt.lines, tt.room, tt.force, got, tt.head)
			continue
		}
		rest := 0
		if tail != nil {
			rest = len(tail.(*paraFrag).lines)
		}
		if head != nil && got+rest != tt.lines {
			t.Errorf("%d lines into %d: %d and %d", tt.lines, tt.room, got, rest)
		}
	}
}

// What is taken off the first line is taken once, and not from what goes on on
// the next page.
func TestParagraphTrimTop(t *testing.T) {
	p := numbered(t, "a", 6)
	p.TrimTop = 3 * Point
	doc := paginate(t, flow(4*12-3, StackItem{Block: p}))
	wantPages(t, doc, "a01 a02 a03 a04", "a05 a06")
	if y := find(t, &doc.Pages[0], "a01").Y; y != 6*Point {
		t.Errorf("first baseline at %s, want 6", pt(y))
	}
	if y := find(t, &doc.Pages[0], "a02").Y; y != 18*Point {
		t.Errorf("second baseline at %s, want 18", pt(y))
	}
	if y := find(t, &doc.Pages[1], "a05").Y; y != 9*Point {
		t.Errorf("baseline on the next page at %s, want 9", pt(y))
	}
}

func TestParagraphAlign(t *testing.T) {
	w := widthOf(t, "word")
	for align, want := range map[Align]Unit{Start: 0, Center: (pageWidth - w) / 2, End: pageWidth - w} {
		p := para(t, "word")
		p.Align = align
		doc := paginate(t, flow(50, StackItem{Block: p}))
		if x := find(t, &doc.Pages[0], "word").X; x != want {
			t.Errorf("align %d: at %s, want %s", align, pt(x), pt(want))
		}
	}
}

// A link covers its words, on every line that has some of them, and belongs to
// their element.
func TestParagraphLink(t *testing.T) {
	tree := NewTree(0)
	outer := tree.Add(Root, RoleP)
	plain, link := tree.Add(outer, RoleSpan), tree.Add(outer, RoleLink)
	txt, err := shaper().Paragraph([]text.Span{{Text: "go to ", Style: bodyStyle()}, {Text: "the page\nof payment", Style: bodyStyle()}}, "en")
	if err != nil {
		t.Fatal(err)
	}
	p := &Paragraph{Text: &txt, Leading: leading, Ascent: 9 * Point, Elem: outer,
		Spans: []SpanInfo{{Elem: plain}, {Elem: link, Link: "https://pay.example", LinkAlt: "pay"}}}
	f := flow(100, StackItem{Block: p})
	f.Tree = tree
	doc := paginate(t, f)
	links := 0
	for i, it := range doc.Pages[0].Items {
		l, ok := it.Item.(*Link)
		if !ok {
			continue
		}
		links++
		words := doc.Pages[0].Items[i-1]
		run := words.Item.(*Text).Run
		if l.URI != "https://pay.example" || l.Alt != "pay" || it.Elem != link || words.Elem != link {
			t.Errorf("link %+v of element %d over words of element %d", l, it.Elem, words.Elem)
		}
		if it.X != words.X || l.Width != run.Width || it.Y != words.Y-9*Point || l.Height != leading {
			t.Errorf("link at %s,%s %s × %s over %q at %s,%s", pt(it.X), pt(it.Y), pt(l.Width), pt(l.Height), run.Source, pt(words.X), pt(words.Y))
		}
	}
	if links != 2 {
		t.Errorf("%d links, want one a line", links)
	}
	if it := find(t, &doc.Pages[0], "go to "); it.Elem != plain {
		t.Errorf("the words before belong to element %d, want %d", it.Elem, plain)
	}
}
