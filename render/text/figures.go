package text

import (
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// figureSpace is the place of the space in figureChars.
const figureSpace = 1

// figure is the place of a character in figureChars, from 1, or 0.
func figure(r rune) uint8 {
	if r == '\t' || r == 0xA0 {
		return figureSpace // set like one
	}
	i := strings.IndexRune(figureChars, r)
	if i < 0 {
		return 0
	}
	return uint8(utf8.RuneCountInString(figureChars[:i]) + 1)
}

// figureAt is the character at a place in figureChars.
func figureAt(i uint8) string {
	for _, r := range figureChars {
		if i--; i == 0 {
			return string(r)
		}
	}
	return ""
}

const figureCount = 32 // at least 1 + the characters in figureChars; a test counts them

// figureTable holds how each figure is set before each other, as HarfBuzz
// shaped the pair when it was first met; in column 0, at the end of its text.
type figureTable [figureCount][figureCount]atomic.Pointer[Glyph]

// notAPair marks a pair that cannot be put together from its parts.
var notAPair = new(Glyph)

// figures appends the glyphs of source[before:end], a word of figures with the
// space before it, from pairs; what follows up to after bears on it. It reports false, and appends nothing, when one of the pairs cannot be.
func (b *builder) figures(set *setting, source string, before, end, after int) bool {
	n := len(b.glyphs)
	r, size := decode(source[before:])
	this := lookup(b.table, r).figure
	for i := before; i < end; {
		next := uint8(0)
		j := i + size
		if j < after {
			r, size = decode(source[j:])
			next = lookup(b.table, r).figure
		}
		g := b.pair(set, this, next)
		if g == notAPair {
			b.glyphs = b.glyphs[:n]
			return false
		}
		b.glyphs = append(b.glyphs, *g)
		b.glyphs[len(b.glyphs)-1].Cluster = uint32(i)
		i, this = j, next
	}
	return true
}

// pair is how a figure is set before another, or at the end when next is 0. It
// is notAPair when the two do not simply stand side by side.
func (b *builder) pair(set *setting, this, next uint8) *Glyph {
	slot := &set.figures[this][next]
	if g := slot.Load(); g != nil {
		return g
	}
	g := b.shapePair(set, figureAt(this), next)
	slot.Store(g)
	return g
}

func (b *builder) shapePair(set *setting, this string, next uint8) *Glyph {
	if next == 0 {
		glyphs, err := b.engine().shape(nil, set, this)
		if err != nil || len(glyphs) != 1 {
			return notAPair
		}
		return &glyphs[0]
	}
	after := b.pair(set, next, 0)
	glyphs, err := b.engine().shape(nil, set, this+figureAt(next))
	if err != nil || len(glyphs) != 2 || after == notAPair {
		return notAPair
	}
	glyphs[1].Cluster = 0
	if glyphs[1] != *after {
		return notAPair
	}
	return &glyphs[0]
}
