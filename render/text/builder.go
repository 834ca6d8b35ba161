package text

import (
	"math"
	"math/bits"
	"strings"
)

// builder gathers lines in buffers that are used again for the next paragraph.
// Runs refer to glyphs by number until finish cuts the slices, because the
// buffers move as they grow.
type builder struct {
	s      *Shaper
	table  *chars
	lang   string
	eng    *engine // taken at the first word that is not cached
	last   *setting
	glyphs []Glyph
	runs   []runDraft
	lines  []lineDraft
	spare  []byte // a word with its hyphen, on its way to the shaper
	one    [1]Span
	brk    breaker
	fresh  fresh
}

type runDraft struct {
	run    Run // Glyphs only when they exist already
	lo, hi int // else those of the builder
}

type lineDraft struct {
	lo, hi int // runs
	width  Unit
}

// release returns the builder to its pool, without the caller's strings.
func (b *builder) release() {
	if b.eng != nil {
		b.s.giveBack(b.eng)
		b.eng = nil
	}
	clear(b.runs)
	b.glyphs, b.runs, b.lines = b.glyphs[:0], b.runs[:0], b.lines[:0]
	if max(cap(b.glyphs), cap(b.brk.text)) > maxIdleGlyphs {
		b.glyphs, b.runs, b.lines, b.spare, b.brk = nil, nil, nil, nil, breaker{}
	}
	b.one[0] = Span{}
	b.brk.line = nil
	b.s.builders.Put(b)
}

// mark remembers how much has been built, so that a line that proves too wide
// can be taken back.
type mark struct{ glyphs, runs, lines int }

func (b *builder) mark() mark { return mark{len(b.glyphs), len(b.runs), len(b.lines)} }

func (b *builder) rewind(m mark) {
	clear(b.runs[m.runs:]) // they hold the caller's strings
	b.glyphs, b.runs, b.lines = b.glyphs[:m.glyphs], b.runs[:m.runs], b.lines[:m.lines]
}

// paragraph builds the lines that spans make when broken only where they must.
func (b *builder) paragraph(spans []Span) error {
	first := 0       // run that starts the line
	afterCR := false // a line feed now belongs to the break before it
	for i := range spans {
		text, from := spans[i].Text, 0
		for from < len(text) {
			at, n := nextBreak(text, from)
			if at > from {
				if err := b.run(i, spans[i].Style, text[from:at], from); err != nil {
					return err
				}
			}
			from = at + n
			if n == 0 {
				afterCR = false
				break
			}
			if text[at] == '\n' && afterCR && len(b.runs) == first {
				afterCR = false
				continue
			}
			afterCR = text[at] == '\r'
			b.endLine(first)
			first = len(b.runs)
		}
	}
	if first < len(b.runs) {
		b.endLine(first)
	}
	return nil
}

// nextBreak finds the first mandatory break of text from i on, and its length,
// which is 0 at the end of the text (UAX #14, classes BK, CR, LF and NL).
func nextBreak(text string, i int) (at, n int) {
	for ; i < len(text); i++ {
		switch c := text[i]; {
		case c >= ' ' && c < 0xC2 || c == '\t':
		case c >= '\n' && c <= '\r':
			return i, 1
		case c == 0xC2 && i+1 < len(text) && text[i+1] == 0x85:
			return i, 2
		case c == 0xE2 && i+2 < len(text) && text[i+1] == 0x80 && text[i+2]&^1 == 0xA8:
			return i, 3
		}
	}
	return i, 0
}

// oneFace appends a run of one span in the style's own face. offset is where
// source starts in its span.
func (b *builder) oneFace(span int, st Style, source string, offset int) error {
	lo := len(b.glyphs)
	upem, err := b.compose(span, st, source, offset)
	if err != nil {
		return err
	}
	b.endRun(span, st, source, lo, upem)
	return nil
}

// endRun makes a run of the glyphs from lo on.
func (b *builder) endRun(span int, st Style, source string, lo int, upem int64) {
	if len(b.glyphs) == lo {
		// Nothing in it is drawn, but it must not be lost to those who copy it:
		// a space without width carries it.
		b.glyphs = append(b.glyphs, Glyph{ID: b.spaceID(st)})
	}
	glyphs := b.glyphs[lo:]
	glyphs[0].Cluster = 0
	if st.Tracking != 0 {
		trackClusters(glyphs, int64(st.Tracking)*upem)
	}
	b.runs = append(b.runs, runDraft{
		run: Run{Span: span, Style: st, Source: source, Width: width(glyphs, st, upem)},
		lo:  lo, hi: len(b.glyphs),
	})
}

// trackClusters makes tracking, which is added after every glyph, act once per
// cluster: a mark must stay on its letter. tracking is in 1/1000 font units.
func trackClusters(glyphs []Glyph, tracking int64) {
	t := int32(floorDiv(tracking+500, 1000))
	for i := 1; i < len(glyphs); i++ {
		if glyphs[i].Cluster == glyphs[i-1].Cluster {
			glyphs[i].XOffset -= t
			glyphs[i].Advance -= t
		}
	}
}

// endLine makes a line of the runs from first on.
func (b *builder) endLine(first int) {
	x := int64(0)
	for i := first; i < len(b.runs); i++ {
		b.runs[i].run.X = saturate(x)
		x += int64(b.runs[i].run.Width)
	}
	b.lines = append(b.lines, lineDraft{first, len(b.runs), b.visible(first)})
}

// visible is the width of the line that starts at run first, without the
// spaces at its end.
func (b *builder) visible(first int) Unit {
	for i := len(b.runs) - 1; i >= first; i-- {
		d := &b.runs[i]
		end := len(strings.TrimRightFunc(d.run.Source, hangs))
		if end == 0 {
			continue
		}
		if end == len(d.run.Source) {
			return saturate(int64(d.run.X) + int64(d.run.Width))
		}
		glyphs := d.run.Glyphs
		if glyphs == nil {
			glyphs = b.glyphs[d.lo:d.hi]
		}
		n := len(glyphs)
		for n > 0 && glyphs[n-1].Cluster >= uint32(end) {
			n--
		}
		return saturate(int64(d.run.X) + int64(width(glyphs[:n], d.run.Style, int64(b.s.lib.Face(d.run.Style.Face).UnitsPerEm()))))
	}
	return 0
}

// hangs reports whether a character at the end of a line takes no room there:
// the spaces that UAX #14 lets a line break after, and the zero-width one.
func hangs(r rune) bool {
	switch r {
	case ' ', '\t', 0x1680, 0x200B, 0x205F, 0x3000:
		return true
	}
	return r >= 0x2000 && r <= 0x200A && r != 0x2007
}

func (b *builder) widest() Unit {
	w := Unit(0)
	for i := range b.lines {
		w = max(w, b.lines[i].width)
	}
	return w
}

// width is the sum of the advances and of the tracking after each glyph,
// rounded once, to the nearest, halves up.
func width(glyphs []Glyph, st Style, upem int64) Unit {
	sum := int64(0)
	for i := range glyphs {
		sum += int64(glyphs[i].Advance)
	}
	return saturate(units(sum*1000+int64(len(glyphs))*int64(st.Tracking)*upem, st.Size, upem))
}

// units converts a length in 1/1000 font units. It computes with 128 bits,
// because a paragraph at the limits has more than 2^63 of the smallest units;
// the result is below 2^50 there.
func units(length int64, size Unit, upem int64) int64 {
	negative := length < 0
	if negative {
		length = -length
	}
	den := uint64(upem) * 1000
	half := den / 2
	if negative {
		half = (den - 1) / 2
	}
	hi, lo := bits.Mul64(uint64(length), uint64(size))
	lo, carry := bits.Add64(lo, half, 0)
	q, _ := bits.Div64(hi+carry, lo, den)
	if negative {
		return -int64(q)
	}
	return int64(q)
}

// saturate keeps a sum within some 730 metres, so that sums of such widths stay
// far from what a Unit can say. Only a paragraph that is about to be broken is
// ever that wide.
func saturate(x int64) Unit {
	return Unit(max(math.MinInt32, min(x, math.MaxInt32)))
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// oneLine is a line of one run: most texts are, as labels and amounts.
type oneLine struct {
	line [1]Line
	run  [1]Run
}

// fresh is memory for what paragraphs keep, allocated for many of them at a
// time. What is cut from it belongs to one paragraph and is not used again.
type fresh struct {
	lines  []oneLine
	glyphs []Glyph
}

const (
	freshLines  = 32
	freshGlyphs = 1024
)

func (f *fresh) one() *oneLine {
	if len(f.lines) == 0 {
		f.lines = make([]oneLine, freshLines)
	}
	l := &f.lines[0]
	f.lines = f.lines[1:]
	return l
}

func (f *fresh) copyOf(g []Glyph) []Glyph {
	n := len(g)
	if n > freshGlyphs/4 {
		return append([]Glyph(nil), g...)
	}
	if n > len(f.glyphs) {
		f.glyphs = make([]Glyph, freshGlyphs)
	}
	out := f.glyphs[:n:n]
	f.glyphs = f.glyphs[n:]
	copy(out, g)
	return out
}

// take cuts the slices of what was built out of fresh memory.
func (b *builder) take() []Line {
	if len(b.lines) == 0 {
		return nil
	}
	var lines []Line
	var runs []Run
	if len(b.lines) == 1 && len(b.runs) == 1 {
		one := b.fresh.one()
		lines, runs = one.line[:], one.run[:]
	} else {
		lines, runs = make([]Line, len(b.lines)), make([]Run, len(b.runs))
	}
	glyphs := b.fresh.copyOf(b.glyphs)
	for i := range b.runs {
		d := &b.runs[i]
		runs[i] = d.run
		if d.run.Glyphs == nil {
			runs[i].Glyphs = glyphs[d.lo:d.hi:d.hi]
		}
	}
	for i, l := range b.lines {
		lines[i] = Line{runs[l.lo:l.hi:l.hi], l.width}
	}
	return lines
}
