package layout

import "github.com/facture-dev/facture/render/code"

// Modules is a machine-readable code scaled to a rectangle, black on what lies
// below it.
type Modules struct {
	Width, Height Unit
	Matrix        *code.Matrix
}

func (*Modules) item() {}

// Code is a machine-readable code. Its modules fill Width × Height. The light
// zone that readers need around them is not part of that: rows and stacks keep
// their other blocks away from it, so that a code stands level with its
// neighbours and yet has nothing too near.
type Code struct {
	Matrix        *code.Matrix
	Width, Height Unit
	HasGround     bool // the code and its light zone are filled
	Ground        Color
	Elem          ElemID
}

func (b *Code) natural() Unit         { return b.Width }
func (b *Code) measure(Unit) fragment { return &codeFrag{b} }

// quiet is the light zone at the sides, and above and below.
func (b *Code) quiet() (x, y Unit) {
	m := b.Matrix
	return b.Width * Unit(m.QuietX) / Unit(m.Width), b.Height * Unit(m.QuietY) / Unit(m.Height)
}

type codeFrag struct{ b *Code }

func (f *codeFrag) height() Unit               { return f.b.Height }
func (f *codeFrag) baseline(bool) (Unit, bool) { return f.b.Height, true }
func (f *codeFrag) place(p *painter, x, y Unit) {
	b := f.b
	if b.HasGround {
		qx, qy := b.quiet()
		p.add(x-qx, y-qy, 0, &Fill{Width: b.Width + 2*qx, Height: b.Height + 2*qy, Color: b.Ground})
	}
	p.add(x, y, b.Elem, &Modules{b.Width, b.Height, b.Matrix})
}
func (f *codeFrag) split(room) (fragment, fragment) { return nil, f }

// quiet is how far other ink must stay away from a block: the light zones of
// the codes in it, at the sides, and above and below.
func quiet(b Block) (x, y Unit) {
	add := func(inner Block) {
		ix, iy := quiet(inner)
		x, y = max(x, ix), max(y, iy)
	}
	switch v := b.(type) {
	case *Code:
		return v.quiet()
	case *Row:
		for i := range v.Cells {
			add(v.Cells[i].Block)
		}
	case *Stack:
		for i := range v.Items {
			add(v.Items[i].Block)
		}
	}
	return x, y
}

// quieted is the stack, or where it draws edges or a ground round a code one
// with so much padding that these stay out of the code's light zone.
func (b *Stack) quieted() *Stack {
	if !b.HasGround && b.Framed == 0 && b.RuleAbove == 0 && b.RuleBelow == 0 && len(b.Strokes) == 0 {
		return b
	}
	x, y := quiet(b)
	if x == 0 && y == 0 {
		return b
	}
	s := *b
	for i, q := range [4]Unit{y, x, y, x} {
		s.Padding[i] = max(s.Padding[i], q+s.Framed)
	}
	return &s
}

// quietSide is the light zone that a block needs at its start or end: of blocks
// side by side, that of the outermost.
func quietSide(blk Block, end bool) (x Unit) {
	switch v := blk.(type) {
	case *Row:
		if n := len(v.Cells); n > 0 && end {
			return quietSide(v.Cells[n-1].Block, end)
		} else if n > 0 {
			return quietSide(v.Cells[0].Block, end)
		}
		return 0
	case *Stack:
		for i := range v.Items {
			x = max(x, quietSide(v.Items[i].Block, end))
		}
		return x
	}
	x, _ = quiet(blk)
	return x
}

// gap is the space before a cell of a row.
func (b *Row) gap(i int) Unit {
	if i == 0 {
		return 0
	}
	return max(b.Gap, quietSide(b.Cells[i-1].Block, true), quietSide(b.Cells[i].Block, false))
}

// gaps are all of them together.
func (b *Row) gaps() Unit {
	sum := Unit(0)
	for i := range b.Cells {
		sum += b.gap(i)
	}
	return sum
}
