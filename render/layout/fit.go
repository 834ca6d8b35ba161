package layout

// Fit is one block set in one of two ways: Wide where there is Need of width
// for it, else Narrow.
type Fit struct {
	Need         Unit
	Wide, Narrow Block
}

func (b *Fit) natural() Unit { return b.Wide.natural() }

func (b *Fit) measure(width Unit) fragment {
	if width >= b.Need {
		return b.Wide.measure(width)
	}
	return b.Narrow.measure(width)
}
