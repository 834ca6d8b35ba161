package text

// Paragraph is shaped text, ready to be broken into lines of any width. It
// never changes and is safe for concurrent use.
type Paragraph struct {
	s     *Shaper
	lang  string
	lines []Line // broken only where mandatory
	width Unit
}

func (b *builder) finish() Paragraph {
	return Paragraph{s: b.s, lang: b.lang, lines: b.take(), width: b.widest()}
}

// Width is the width of the widest line when the paragraph is broken only
// where it must be, without the spaces at its end.
func (p *Paragraph) Width() Unit { return p.width }

// Lines breaks the paragraph into lines at most width wide, each as long as it
// can be (UAX #14). What cannot be broken and is wider than width is divided
// between grapheme clusters (UAX #29); a line holds at least one. At a soft
// hyphen a hyphen is drawn. A paragraph without text has no lines, an empty
// line has no runs. What is returned must not be changed.
func (p *Paragraph) Lines(width Unit) []Line {
	if p.width <= width {
		return p.lines
	}
	b := p.s.builder(p.lang)
	defer b.release()
	for i := range p.lines {
		l := &p.lines[i]
		if l.Width <= width || len(l.Runs) == 0 {
			b.keep(l)
			continue
		}
		b.breaker(l).fill(width)
	}
	return b.take()
}

// MinWidth is the width of the widest piece between two places where UAX #14
// allows a break: at this width and more, Lines divides no word.
func (p *Paragraph) MinWidth() Unit {
	b := p.s.builder(p.lang)
	defer b.release()
	w := Unit(0)
	for i := range p.lines {
		// A line no wider than the widest piece so far holds no wider piece.
		if p.lines[i].Width > w {
			w = max(w, b.breaker(&p.lines[i]).widestPiece())
		}
	}
	return min(w, p.width)
}

// keep appends a finished line.
func (b *builder) keep(l *Line) {
	first := len(b.runs)
	for i := range l.Runs {
		b.runs = append(b.runs, runDraft{run: l.Runs[i]})
	}
	b.lines = append(b.lines, lineDraft{first, len(b.runs), l.Width})
}
