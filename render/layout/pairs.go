package layout

// Pairs sets labels with their values beside them, all values beginning at one
// place. A value that fits on a line is not broken for the sake of its label:
// the labels give way, as far as their longest word.
type Pairs struct {
	Labels, Values []*Paragraph // of one length; a label may be nil
	Short          []*Paragraph // shorter forms of the values, all taken where one does not fit; nil for none, and where there is none
	Label          Unit         // width of the labels, without the gap; 0 for that of the widest
	Gap            Unit         // between label and value
	RowGap         Unit
	Keep           bool
}

func (b *Pairs) natural() Unit {
	_, value, _ := b.widths()
	return b.label() + b.Gap + value
}

// label is the width that the labels ask for. Where the stated one is too
// narrow for a label to stand on one line, it grows by half at most; what is
// longer than that wraps.
func (b *Pairs) label() Unit {
	widest, _, _ := b.widths()
	if b.Label == 0 {
		return widest
	}
	return max(b.Label, min(widest, (b.Label+b.Gap)*3/2-b.Gap))
}

// widths are those of the widest label, the widest value, and the longest word
// of a label.
func (b *Pairs) widths() (label, value, word Unit) {
	for i, l := range b.Labels {
		if l != nil {
			label = max(label, l.Text.Width())
			word = max(word, l.Text.MinWidth())
		}
		value = max(value, b.Values[i].natural())
	}
	return label, value, word
}

func (b *Pairs) measure(width Unit) fragment {
	_, _, word := b.widths()
	word = min(word, width/2) // labels are not broken within a word, but for those of absurd length
	label, gap, values := max(b.label(), word), b.Gap, b.Values
	if need := fitting(values, width); label+gap+need > width {
		label = max(min(label, word), width-gap-need)
		gap = max(min(gap, leastPairGap), min(gap, width-label-need))
		if b.Short != nil && label+gap+need > width {
			values = b.shorter()
		}
	}
	s := &Stack{Gap: b.RowGap, Keep: b.Keep, Items: make([]StackItem, len(b.Values))}
	for i, v := range values {
		cells := []RowCell{{Block: &Space{}, Width: label}, {Block: v, Grow: 1}}
		if l := b.Labels[i]; l != nil {
			cells[0].Block = l
		}
		s.Items[i].Block = &Row{Cells: cells, Gap: gap}
	}
	return s.measure(width)
}

// leastPairGap keeps label and value apart where there is no room for more.
const leastPairGap = 4 * Point

// shorter are the values in their short forms.
func (b *Pairs) shorter() []*Paragraph {
	out := make([]*Paragraph, len(b.Values))
	for i, v := range b.Values {
		if out[i] = v; b.Short[i] != nil {
			out[i] = b.Short[i]
		}
	}
	return out
}

// fitting is the width of the widest value that can stand on one line beside
// some label, three quarters of the whole at most, or of the longest word, such
// as a date, in others.
func fitting(values []*Paragraph, width Unit) (need Unit) {
	most := width * 3 / 4
	for _, v := range values {
		if n := v.natural(); n <= most {
			need = max(need, n)
		} else {
			need = max(need, min(v.Text.MinWidth(), most))
		}
	}
	return need
}
