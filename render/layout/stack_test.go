package layout

import "testing"

func item(b Block) StackItem { return StackItem{Block: b} }

func spaced(points int, b Block) StackItem { return StackItem{Block: b, Space: Unit(points) * Point} }

func TestStackSpaces(t *testing.T) {
	f := flow(200, item(para(t, "a")), spaced(20, para(t, "b")), item(&Space{8 * Point}), item(para(t, "c")))
	f.Body.Gap = 4 * Point
	doc := paginate(t, f)
	p := &doc.Pages[0]
	for s, want := range map[string]Unit{"a": 9, "b": 12 + 24 + 9, "c": 12 + 24 + 12 + 4 + 8 + 4 + 9} {
		if y := find(t, p, s).Y; y != want*Point {
			t.Errorf("%s at %s, want %d", s, pt(y), want)
		}
	}
}

// The space above a block is dropped where a page begins with it, but not
// where the document does.
func TestStackSpaceAtPageTop(t *testing.T) {
	doc := paginate(t, flow(36, spaced(10, numbered(t, "a", 2)), spaced(10, numbered(t, "b", 2))))
	wantPages(t, doc, "a01 a02", "b01 b02")
	if y := find(t, &doc.Pages[0], "a01").Y; y != 19*Point {
		t.Errorf("first at %s, want 19", pt(y))
	}
	if y := find(t, &doc.Pages[1], "b01").Y; y != 9*Point {
		t.Errorf("at %s on the second page, want 9", pt(y))
	}
}

func TestStackKeep(t *testing.T) {
	kept := func(n int) StackItem {
		return item(&Stack{Keep: true, Items: []StackItem{item(numbered(t, "k", n)), item(numbered(t, "l", n))}})
	}
	// It moves whole to the next page …
	wantPages(t, paginate(t, flow(60, item(numbered(t, "a", 2)), kept(2))), "a01 a02", "k01 k02 l01 l02")
	// … but is broken where it comes when it is taller than a page.
	wantPages(t, paginate(t, flow(60, item(numbered(t, "a", 2)), kept(3))), "a01 a02 k01 k02 k03", "l01 l02 l03")
	// Without keeping it is broken at once.
	loose := kept(2)
	loose.Block.(*Stack).Keep = false
	wantPages(t, paginate(t, flow(60, item(numbered(t, "a", 2)), loose)), "a01 a02 k01 k02", "l01 l02")
}

func TestStackKeepNext(t *testing.T) {
	next := func(it StackItem) StackItem { it.KeepNext = true; return it }
	// Two headings in a row move with what follows them.
	wantPages(t, paginate(t, flow(60, item(numbered(t, "a", 3)), next(item(para(t, "H1"))), next(item(para(t, "H2"))), item(numbered(t, "b", 2)))),
		"a01 a02 a03", "H1 H2 b01 b02")
	// One line of three is an orphan, so the heading moves too.
	wantPages(t, paginate(t, flow(60, item(numbered(t, "a", 3)), next(item(para(t, "H"))), item(numbered(t, "b", 3)))),
		"a01 a02 a03", "H b01 b02 b03")
	// Two lines of four fit below it.
	wantPages(t, paginate(t, flow(72, item(numbered(t, "a", 3)), next(item(para(t, "H"))), item(numbered(t, "b", 4)))),
		"a01 a02 a03 H b01 b02", "b03 b04")
	// Everything is kept with what follows, and taller than a page: it is cut
	// where the page ends, and nothing is lost.
	wantPages(t, paginate(t, flow(24, next(item(para(t, "a"))), next(item(para(t, "b"))), item(numbered(t, "c", 2)))), "a b", "c01 c02")
}

func TestStackWidthAndAlign(t *testing.T) {
	w := widthOf(t, "word")
	box := func() *Stack { return &Stack{Items: []StackItem{item(para(t, "word"))}} }
	for _, tt := range []struct {
		it   StackItem
		want Unit
	}{
		{StackItem{Block: box(), Align: End}, pageWidth - w},
		{StackItem{Block: box(), Align: Center}, (pageWidth - w) / 2},
		{StackItem{Block: box(), Align: End, Width: 100 * Point}, 200 * Point},
		{StackItem{Block: box(), Align: Center, Width: 100 * Point}, 100 * Point},
		{StackItem{Block: box(), Width: 100 * Point}, 0},
		{StackItem{Block: box(), Align: End, Width: 900 * Point}, 0}, // no wider than the page
	} {
		doc := paginate(t, flow(50, tt.it))
		if x := find(t, &doc.Pages[0], "word").X; x != tt.want {
			t.Errorf("align %d, width %s: at %s, want %s", tt.it.Align, pt(tt.it.Width), pt(x), pt(tt.want))
		}
	}
}

// Padding, rules, ground and outline of a box; a box that is broken over pages
// has its upper rule on the first and its lower rule on the last of them.
func TestStackBox(t *testing.T) {
	box := &Stack{Items: []StackItem{item(numbered(t, "a", 4))}, Padding: [4]Unit{5 * Point, 7 * Point, 6 * Point, 8 * Point},
		RuleAbove: Point, RuleBelow: 2 * Point, RuleColor: 0x123456, HasGround: true, Background: 0xeeeeee, Framed: Point / 2, FrameColor: 0x654321}
	doc := paginate(t, flow(100, item(box)))
	p := &doc.Pages[0]
	if it := find(t, p, "a01"); it.X != 8*Point || it.Y != (5+1+9)*Point {
		t.Errorf("text at %s,%s", pt(it.X), pt(it.Y))
	}
	const height = 4*leading + (5+6+1+2)*Point
	if fill := p.Items[0]; fill.Item.(*Fill).Height != height || fill.Item.(*Fill).Color != 0xeeeeee {
		t.Errorf("ground %+v", fill.Item)
	}
	if frame := p.Items[1].Item.(*Frame); frame.Height != height || frame.Thickness != Point/2 || frame.Color != 0x654321 {
		t.Errorf("outline %+v", frame)
	}
	rules := rulesOf(p)
	if len(rules) != 2 || rules[0].Y != 0 || rules[1].Y != height-2*Point || rules[1].Item.(*Rule).Width != pageWidth || rules[0].Item.(*Rule).Color != 0x123456 {
		t.Fatalf("rules %+v", rules)
	}

	doc = paginate(t, flow(46, item(box)))
	wantPages(t, doc, "a01 a02", "a03 a04")
	first, last := rulesOf(&doc.Pages[0]), rulesOf(&doc.Pages[1])
	if len(first) != 1 || first[0].Y != 0 || len(last) != 1 || last[0].Y != 2*leading+6*Point {
		t.Errorf("rules of a box on two pages: %+v, %+v", first, last)
	}
}

func TestStackMinHeight(t *testing.T) {
	tall := func() *Stack { return &Stack{MinHeight: 40 * Point, Items: []StackItem{item(para(t, "m"))}} }
	doc := paginate(t, flow(100, item(tall()), item(para(t, "after"))))
	if y := find(t, &doc.Pages[0], "after").Y; y != 49*Point {
		t.Errorf("what follows stands at %s, want 49", pt(y))
	}
	// A box whose least height does not fit moves, though its text would fit.
	wantPages(t, paginate(t, flow(60, item(numbered(t, "a", 3)), item(tall()), item(para(t, "after")))), "a01 a02 a03", "m after")
	// On a page that is shorter it takes what there is, and loses nothing.
	doc = paginate(t, flow(30, item(tall()), item(para(t, "after"))))
	wantPages(t, doc, "m", "after")
}

// Every piece of a box that is broken has a ground of its own height.
func TestStackGroundOfPieces(t *testing.T) {
	box := &Stack{Items: []StackItem{item(numbered(t, "a", 4)), item(numbered(t, "b", 4))}, HasGround: true}
	doc := paginate(t, flow(50, item(box)))
	wantPages(t, doc, "a01 a02 a03 a04", "b01 b02 b03 b04")
	for i := range doc.Pages {
		if h := doc.Pages[i].Items[0].Item.(*Fill).Height; h != 4*leading {
			t.Errorf("ground on page %d is %s high, want 48", i+1, pt(h))
		}
	}
}
