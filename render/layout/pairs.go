package layout

// Pairs sets labels with their values beside them, all values beginning at one
// place. A value that fits on a line is not broken for the sake of its label:
// the labels give way, as far as their longest word.
type Pairs struct {
	Labels, Values []*Paragraph // of one length; a label may be nil
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
	label := b.label()
	_, _, word := b.widths()
	if need := b.fitting(width); label+b.Gap+need > width {
		label = max(min(label, word), width-b.Gap-need)
	}
	s := &Stack{Gap: b.RowGap, Keep: b.Keep, Items: make([]StackItem, len(b.Values))}
	for i, v := range b.Values {
		cells := []RowCell{{Block: &Space{}, Width: label}, {Block: v, Grow: 1}}
		if l := b.Labels[i]; l != nil {
			cells[0].Block = l
		}
		s.Items[i].Block = &Row{Cells: cells, Gap: b.Gap}
	}
	return s.measure(width)
}

// fitting is the width of the widest value that can stand on one line beside
// some label, three quarters of the whole at most, or of the longest word, such
// as a date, in others.
func (b *Pairs) fitting(width Unit) (need Unit) {
	most := width * 3 / 4
	for _, v := range b.Values {
		if n := v.natural(); n <= most {
			need = max(need, n)
		} else {
			need = max(need, min(v.Text.MinWidth(), most))
		}
	}
	return need
}
