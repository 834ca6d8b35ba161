package layout

// Fixed sets a block at a place of the paper, whatever stands around it: the
// address in an envelope's window, fold marks, a letterhead. In the flow it
// takes no room.
type Fixed struct {
	Block Block
	X, Y  Unit // of its top left corner, from that of the paper
	Width Unit
}

func (b *Fixed) natural() Unit { return 0 }
func (b *Fixed) measure(Unit) fragment {
	return &fixedFrag{b, b.Block.measure(b.Width)}
}

type fixedFrag struct {
	b     *Fixed
	inner fragment
}

func (f *fixedFrag) height() Unit                    { return 0 }
func (f *fixedFrag) baseline(bool) (Unit, bool)      { return 0, false }
func (f *fixedFrag) place(p *painter, _, _ Unit)     { f.inner.place(p, f.b.X, f.b.Y) }
func (f *fixedFrag) split(room) (fragment, fragment) { return f, nil }
