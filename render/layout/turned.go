package layout

// Turned sets the first line of a paragraph turned about the middle of its
// capitals, which stands at a place of the paper. In the flow it takes no room.
type Turned struct {
	Paragraph *Paragraph
	Turn      Turn
	Color     Color
	X, Y      Unit // of the middle, from the paper's top left corner
}

func (b *Turned) natural() Unit { return 0 }
func (b *Turned) measure(Unit) fragment {
	return &turnedFrag{b, b.Paragraph.measure(b.Paragraph.natural()).(*paraFrag)}
}

type turnedFrag struct {
	b    *Turned
	text *paraFrag
}

func (f *turnedFrag) height() Unit                    { return 0 }
func (f *turnedFrag) baseline(bool) (Unit, bool)      { return 0, false }
func (f *turnedFrag) split(room) (fragment, fragment) { return f, nil }

func (f *turnedFrag) place(p *painter, _, _ Unit) {
	var line painter
	f.text.place(&line, 0, 0)
	cos, sin := Unit(f.b.Turn.Cos), Unit(f.b.Turn.Sin)
	for _, it := range line.items {
		t, ok := it.Item.(*Text)
		if !ok {
			continue
		}
		// From the middle of the capitals to where the run begins, turned
		// counterclockwise on a page whose y grows downwards.
		dx, dy := it.X-f.text.b.Text.Width()/2, t.Run.Style.Size*35/100
		p.text(f.b.X+(dx*cos+dy*sin)>>16, f.b.Y+(dy*cos-dx*sin)>>16, 0, Text{Run: t.Run, Color: f.b.Color, Turn: f.b.Turn})
	}
}
