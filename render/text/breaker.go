package text

import (
	"math"
	"slices"

	"github.com/go-text/typesetting/segmenter"
)

// breaker divides one line. Its arrays have an entry per character of the line
// and one for its end; they are used again for the next line.
type breaker struct {
	b      *builder
	line   *Line
	seg    segmenter.Segmenter
	text   []rune
	at     []int32 // byte offset in the line
	run    []int32 // run the character is in
	breaks []uint8
	full   []int64 // natural x of the character
	seen   []int64 // natural x of the end of the last visible character before it
	whole  bool    // a part could not be shaped by itself: the line stays whole
}

// breaker prepares to divide a line.
func (b *builder) breaker(l *Line) *breaker {
	k := &b.brk
	k.b, k.line, k.whole = b, l, false
	k.text, k.at, k.run = k.text[:0], k.at[:0], k.run[:0]
	k.full, k.seen = k.full[:0], k.seen[:0]
	base := int32(0)
	x, visible := int64(0), int64(0)
	for i := range l.Runs {
		x, visible = k.measure(i, base, x, visible)
		base += int32(len(l.Runs[i].Source))
	}
	k.at = append(k.at, base)
	k.run = append(k.run, int32(len(l.Runs)-1))
	k.full = append(k.full, x)
	k.seen = append(k.seen, visible)
	k.breaks = slices.Grow(k.breaks[:0], len(k.at))[:len(k.at)]
	findBreaks(&k.seg, k.text, k.breaks)
	return k
}

// measure enters the characters of a run that starts at origin, and returns
// where it ends. Characters that share a cluster, as in a ligature, share its
// width. The positions in the run itself may be saturated, these are not.
func (k *breaker) measure(i int, base int32, origin, visible int64) (end, seen int64) {
	r := &k.line.Runs[i]
	upem := int64(k.b.s.lib.Face(r.Style.Face).UnitsPerEm())
	var from, to, g int        // bytes of the cluster; the first glyph after it
	var before, after, x int64 // lengths up to its start and its end
	for at, c := range r.Source {
		for at >= to {
			from, before = to, after
			for g < len(r.Glyphs) && int(r.Glyphs[g].Cluster) == from {
				after += int64(r.Glyphs[g].Advance)*1000 + int64(r.Style.Tracking)*upem
				g++
			}
			to = len(r.Source)
			if g < len(r.Glyphs) {
				to = int(r.Glyphs[g].Cluster)
			}
		}
		x = origin + units(before+(after-before)*int64(at-from)/int64(to-from), r.Style.Size, upem)
		if n := len(k.text); n > 0 && !hangs(k.text[n-1]) {
			visible = x
		}
		k.text = append(k.text, c)
		k.at = append(k.at, base+int32(at))
		k.run = append(k.run, int32(i))
		k.full = append(k.full, x)
		k.seen = append(k.seen, visible)
	}
	end = origin + units(after, r.Style.Size, upem)
	if !hangs(k.text[len(k.text)-1]) {
		visible = end
	}
	return end, visible
}

// fill breaks the line into lines of a width.
func (k *breaker) fill(width Unit) {
	start := k.b.mark()
	defer func() {
		if k.whole {
			k.b.rewind(start)
			k.b.keep(k.line)
		}
	}()
	to := 0
	for from := 0; from < len(k.text) && !k.whole; {
		if to <= from {
			to = k.next(from, len(k.text), opportunity)
		}
		if e, ok := k.longest(from, to, len(k.text), opportunity, width); ok {
			from = e
			continue
		}
		// Not even the first piece fits: divide it.
		first := k.next(from, to, cluster)
		e, ok := k.longest(from, first, to, cluster, width)
		if !ok {
			// Not even one cluster fits, or none with a hyphen after it.
			k.set(from, first, false)
			e = first
		}
		from = e
	}
}

// next is the first place after from, at most end, where a break of a kind is.
func (k *breaker) next(from, end int, kind uint8) int {
	for i := from + 1; i < end; i++ {
		if k.breaks[i]&kind != 0 {
			return i
		}
	}
	return end
}

// slack is by how much a line's natural width, cut out of the whole, may
// exceed what it has when shaped by itself, in parts of an em: letters may be
// kerned to what is no longer beside them.
const slackParts = 16

// longest sets the longest line from from that fits and reports where it ends;
// it sets nothing when none does. first is the nearest possible end, end the
// farthest, kind that of the breaks between.
func (k *breaker) longest(from, first, end int, kind uint8, width Unit) (int, bool) {
	r := &k.line.Runs[k.run[from]]
	limit := int64(width) + int64(r.Style.Size)/slackParts
	best := first
	if k.width(from, first) > 2*limit+int64(r.Style.Size) {
		return 0, false // far too wide to be worth shaping
	}
	for i := first; i <= end && k.width(from, i) <= limit; i = k.next(i, end, kind) {
		best = i
		if i == end {
			break
		}
	}
	for try := 0; ; try++ {
		m := k.b.mark()
		w := k.set(from, best, true)
		if w <= width {
			return best, true
		}
		k.b.rewind(m)
		if best == first {
			return 0, false
		}
		// Natural widths promised too much. Ask for less by as much, and ever
		// less, so that the number of attempts stays small.
		limit = min(limit, k.width(from, best)) - int64(w-width)<<min(try, 30)
		i := best - 1
		for i > first && (k.breaks[i]&kind == 0 || k.width(from, i) > limit) {
			i--
		}
		best = max(i, first)
	}
}

// width is the natural width of a line, without the spaces at its end.
func (k *breaker) width(from, to int) int64 {
	w := max(0, k.seen[to]-k.full[from])
	if to < len(k.text) && k.text[to-1] == softHyphen {
		w += int64(k.b.hyphen(k.line.Runs[k.run[to-1]].Style))
	}
	return w
}

// set builds the line from one place to another and returns its width. A soft
// hyphen at its end is drawn if hyphens is set.
func (k *breaker) set(from, to int, hyphens bool) Unit {
	b := k.b
	first := len(b.runs)
	base := 0
	for i := range k.line.Runs {
		r := &k.line.Runs[i]
		lo, hi := max(int(k.at[from])-base, 0), min(int(k.at[to])-base, len(r.Source))
		base += len(r.Source)
		if hi <= 0 {
			break
		}
		if lo >= hi {
			continue
		}
		source := r.Source[lo:hi]
		hyphenate := hyphens && to < len(k.text) && base >= int(k.at[to]) && k.text[to-1] == softHyphen
		if err := b.part(r, source, hyphenate); err != nil {
			// No known text gets here: what was shaped whole can be shaped in
			// parts that respect clusters.
			k.whole = true
			return math.MinInt32
		}
	}
	b.endLine(first)
	return b.lines[len(b.lines)-1].width
}

const softHyphen = '\u00AD'

// part appends a part of a run, with a hyphen in place of the soft hyphen that
// ends it if hyphenate is set.
func (b *builder) part(r *Run, source string, hyphenate bool) error {
	if !hyphenate {
		return b.run(r.Span, r.Style, source, 0)
	}
	b.spare = append(b.spare[:0], source[:len(source)-len(string(softHyphen))]...)
	b.spare = append(b.spare, b.hyphenChar(r.Style)...)
	lo := len(b.glyphs)
	upem, err := b.compose(r.Span, r.Style, string(b.spare), 0)
	if err != nil {
		return err
	}
	b.endRun(r.Span, r.Style, source, lo, upem)
	return nil
}

// hyphenChar is what a face draws at a soft hyphen.
func (b *builder) hyphenChar(st Style) string {
	if _, ok := b.s.lib.Face(st.Face).Glyph('\u2010'); ok {
		return "\u2010"
	}
	return "-"
}

// hyphen is the width of a drawn soft hyphen.
func (b *builder) hyphen(st Style) Unit {
	f := b.s.lib.Face(st.Face)
	r, _ := decode(b.hyphenChar(st))
	g, _ := f.Glyph(r)
	return saturate(units(int64(f.Advance(g))*1000, st.Size, int64(f.UnitsPerEm())))
}

// widestPiece is the width of the widest piece that may not be broken.
func (k *breaker) widestPiece() Unit {
	widest := Unit(0)
	for from := 0; from < len(k.text); {
		to := k.next(from, len(k.text), opportunity)
		m := k.b.mark()
		widest = max(widest, k.set(from, to, true))
		k.b.rewind(m)
		from = to
	}
	return widest
}
