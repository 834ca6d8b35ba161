package layout

// Corner sets a small block, such as a page number, in the lower corner at the
// end of another: on its last line where that leaves room, else below it.
type Corner struct {
	Block, Aside Block
	Min          Unit // the least width of the aside, so that its place does not depend on its text
	Gap          Unit // between the last line and the aside
}

func (b *Corner) natural() Unit { return b.Block.natural() }

func (b *Corner) measure(width Unit) fragment {
	f := &cornerFrag{main: b.Block.measure(width)}
	w := min(max(b.Aside.natural(), b.Min), width)
	f.aside, f.x = b.Aside.measure(w), width-w
	f.y = f.main.height() - f.aside.height()
	if f.y < 0 || f.reach() > f.x-b.Gap {
		f.y = f.main.height()
	}
	return f
}

type cornerFrag struct {
	main, aside fragment
	x, y        Unit
}

// reach is how far the ink of the main block's last lines goes.
func (f *cornerFrag) reach() (x Unit) {
	var p painter
	f.main.place(&p, 0, 0)
	for _, it := range p.items {
		switch v := it.Item.(type) {
		case *Text:
			if it.Y > f.y {
				x = max(x, it.X+v.Run.Width)
			}
		case *Image:
			if it.Y+v.Height > f.y {
				x = max(x, it.X+v.Width)
			}
		}
	}
	return x
}

func (f *cornerFrag) height() Unit                    { return max(f.main.height(), f.y+f.aside.height()) }
func (f *cornerFrag) baseline(last bool) (Unit, bool) { return f.main.baseline(last) }
func (f *cornerFrag) split(room) (fragment, fragment) { return nil, f }
func (f *cornerFrag) place(p *painter, x, y Unit) {
	f.main.place(p, x, y)
	f.aside.place(p, x+f.x, y+f.y)
}
