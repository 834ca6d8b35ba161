package layout

import (
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/text"
)

// Block is something to be laid out: Paragraph, Stack, Row, Table, Picture,
// Line or Space.
type Block interface {
	// measure lays the block out in a width.
	measure(width Unit) fragment
	// natural is the width at which nothing needs to break.
	natural() Unit
}

// Align is where a thing stands in the width it is given. Start and End swap
// in right-to-left pages; Left does not.
type Align uint8

const (
	Start Align = iota
	Center
	End
	Decimal // table columns: figures are aligned at the decimal sign
)

// Paragraph is text in one or more spans, broken into lines.
type Paragraph struct {
	Text    *text.Paragraph
	Spans   []SpanInfo // parallel to the text's spans
	Align   Align
	Leading Unit // height of a line box
	Ascent  Unit // from a line box's top to its baseline
	TrimTop Unit // taken off the first line box, so that capitals are level with the top
	Elem    ElemID
}

// SpanInfo is what layout carries through for a span.
type SpanInfo struct {
	Color   Color
	Elem    ElemID // 0: the paragraph's own
	Link    string // URI; "" for none
	LinkAlt string
}

// Stack sets blocks below one another.
type Stack struct {
	Items      []StackItem
	Gap        Unit // between items, besides their own space
	Keep       bool // not to be broken over pages unless it is taller than one
	Padding    [4]Unit
	MinHeight  Unit
	RuleAbove  Unit // thickness; drawn inside the stack's top edge
	RuleBelow  Unit
	RuleColor  Color
	Background Color
	HasGround  bool
	Framed     Unit // thickness of an outline
	FrameColor Color
	Radius     Unit     // of the corners of ground and outline
	Strokes    []Stroke // drawn over the ground, from the stack's top left corner
}

// StackItem is one block of a Stack.
type StackItem struct {
	Block    Block
	Space    Unit // above it; dropped at the top of a page
	KeepNext bool // stays on a page with what follows
	Width    Unit // 0: the whole width
	Align    Align
	Natural  bool // as wide as it needs to be, where no width is stated
	Outset   Unit // by which it overhangs the stack on either side
	Break    bool // begins a page; of the items of a Flow's body only
}

// Row sets blocks beside one another.
type Row struct {
	Cells []RowCell
	Gap   Unit
	Keep  bool
}

// RowCell is one block of a Row. Width is fixed, or 0 for its natural width,
// which is at least Min; Grow takes a share of what is left.
type RowCell struct {
	Block  Block
	Width  Unit
	Min    Unit
	Grow   int
	VAlign VAlign
}

// VAlign is where a cell stands in the height of its row.
type VAlign uint8

const (
	Top VAlign = iota
	Middle
	Bottom
	Baseline     // first baselines level
	LastBaseline // last baselines level
)

// Picture is a raster or a drawing in a rectangle.
type Picture struct {
	Raster        *image.Raster
	Drawing       *image.Drawing // instead of a raster
	Width, Height Unit
	// Ink is how far the outermost ink lies inside the rectangle; the ink, not
	// the rectangle, touches the edges of the place that the picture is given.
	InkStart, InkTop, InkEnd, InkBottom Unit
	Elem                                ElemID
}

// Line is a horizontal rule over the whole width.
type Line struct {
	Thickness Unit
	Color     Color
}

// Space is empty height.
type Space struct{ Height Unit }

// fragment is a block laid out in a width.
type fragment interface {
	height() Unit
	// place draws it with its top left corner at x, y.
	place(p *painter, x, y Unit)
	// split cuts it so that head fits into the room; head is nil when nothing
	// does.
	split(r room) (head, tail fragment)
	// baseline is the distance from the top to the first or last baseline; ok
	// is false when it has none.
	baseline(last bool) (y Unit, ok bool)
}

// room is what a page offers to what is being broken.
type room struct {
	height Unit // left on this page
	full   Unit // of an empty page
	force  bool // nothing stands above: a wish to be kept together must give way
	page   int
}

// below is the room under something of a height; only what stands at the very
// top may be forced.
func (r room) below(y Unit, top bool) room {
	r.height -= y
	r.force = r.force && top
	return r
}

// painter collects the items of a page.
type painter struct {
	items []Placed
	texts []Text // the runs among them, allocated many at a time
}

// text adds a run, whose item is cut from a block of them: a long document has
// tens of thousands.
func (p *painter) text(x, y Unit, e ElemID, t Text) {
	if len(p.texts) == cap(p.texts) {
		p.texts = make([]Text, 0, 64)
	}
	p.texts = append(p.texts, t)
	p.add(x, y, e, &p.texts[len(p.texts)-1])
}

func (p *painter) add(x, y Unit, e ElemID, it Item) {
	p.items = append(p.items, Placed{x, y, e, it})
}

// Color 0 is black, so a Stack says by HasGround whether it has a ground.

func (s *Space) measure(Unit) fragment  { return &spaceFrag{s.Height} }
func (s *Space) natural() Unit          { return 0 }
func (l *Line) measure(w Unit) fragment { return &lineFrag{l, w} }
func (l *Line) natural() Unit           { return 0 }

type spaceFrag struct{ h Unit }

func (f *spaceFrag) height() Unit               { return f.h }
func (f *spaceFrag) place(*painter, Unit, Unit) {}
func (f *spaceFrag) baseline(bool) (Unit, bool) { return 0, false }
func (f *spaceFrag) split(r room) (fragment, fragment) {
	// Space that does not fit is not carried over to the next page.
	return &spaceFrag{min(r.height, f.h)}, nil
}

type lineFrag struct {
	l *Line
	w Unit
}

func (f *lineFrag) height() Unit               { return f.l.Thickness }
func (f *lineFrag) baseline(bool) (Unit, bool) { return 0, false }
func (f *lineFrag) place(p *painter, x, y Unit) {
	p.add(x, y, 0, &Rule{f.w, f.l.Thickness, f.l.Color})
}
func (f *lineFrag) split(room) (fragment, fragment) { return nil, f }

func (b *Picture) natural() Unit         { return b.Width - b.InkStart - b.InkEnd }
func (b *Picture) measure(Unit) fragment { return &pictureFrag{b} }

type pictureFrag struct{ b *Picture }

func (f *pictureFrag) height() Unit               { return f.b.Height - f.b.InkTop - f.b.InkBottom }
func (f *pictureFrag) baseline(bool) (Unit, bool) { return f.height(), true }
func (f *pictureFrag) place(p *painter, x, y Unit) {
	b := f.b
	var item Item = &Image{b.Width, b.Height, b.Raster}
	if b.Drawing != nil {
		item = &Drawing{b.Width, b.Height, b.Drawing}
	}
	p.add(x-b.InkStart, y-b.InkTop, b.Elem, item)
}
func (f *pictureFrag) split(room) (fragment, fragment) { return nil, f }
