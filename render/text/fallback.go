package text

import (
	"unicode/utf8"

	"github.com/go-text/typesetting/language"

	"github.com/facture-dev/facture/fonts"
)

// Fallback lists the faces that draw what a style's own face lacks, the first
// that can. The zero Fallback has none.
type Fallback struct {
	count uint8
	faces [maxFallbacks]fonts.ID
}

// FallbackTo makes a Fallback of at most two faces; more panics.
func FallbackTo(faces ...fonts.ID) (f Fallback) {
	f.count = uint8(copy(f.faces[:], faces))
	if len(faces) > maxFallbacks {
		panic("more faces to fall back to than a style can have")
	}
	return f
}

// run appends source, a part of one span without a line break, as one run for
// each face that draws it. offset is where it starts in its span.
func (b *builder) run(span int, st Style, source string, offset int) error {
	if st.Fallback.count == 0 || b.covered(st.Face, source) {
		return b.oneFace(span, st, source, offset)
	}
	lo, drawn := 0, st
	for at := 0; at < len(source); {
		end, in := b.unit(st, source, at)
		if in != drawn && at > lo {
			if err := b.oneFace(span, drawn, source[lo:at], offset+lo); err != nil {
				return err
			}
			lo = at
		}
		at, drawn = end, in
	}
	return b.oneFace(span, drawn, source[lo:], offset+lo)
}

// covered reports whether a face has every character of a text that is drawn.
func (b *builder) covered(face fonts.ID, source string) bool {
	f := b.s.lib.Face(face)
	for i := 0; i < len(source); {
		r, n := decode(source[i:])
		if _, ok := f.Glyph(r); !ok && lookup(b.table, r).kind == letter && !ignorable(r) {
			return false
		}
		i += n
	}
	return true
}

// unit finds the end of what is drawn in one face from source[at] on, and the
// style of that face. The letters that one script has in a word stay together,
// because a word in two faces reads badly; everything else stands for itself,
// with its marks, so that an amount keeps its figures when only its sign is
// missing.
func (b *builder) unit(st Style, source string, at int) (end int, in Style) {
	end = b.letters(source, at)
	if in, ok := b.drawing(st, source[at:end]); ok {
		return end, in
	}
	end = b.cluster(source, at)
	in, _ = b.drawing(st, source[at:end])
	return end, in
}

// drawing is the style of the first face that draws all of a unit: st itself
// when there is none, which then says what is missing.
func (b *builder) drawing(st Style, unit string) (Style, bool) {
	if b.draws(st, unit) {
		return st, true
	}
	other := st
	other.Fallback = Fallback{}
	for _, face := range st.Fallback.faces[:st.Fallback.count] {
		if other.Face = face; b.draws(other, unit) {
			return other, true
		}
	}
	return st, false
}

// draws reports whether a face draws a unit. A face may lack a character and
// yet draw it, as part of a composed letter; only shaping tells.
func (b *builder) draws(st Style, unit string) bool {
	if b.covered(st.Face, unit) {
		return true
	}
	before := len(b.glyphs)
	_, err := b.compose(0, st, unit, 0)
	b.glyphs = b.glyphs[:before]
	return err == nil
}

// letters is where the letters of one script that begin at source[at] end, with
// their marks: after the first character where that is no letter.
func (b *builder) letters(source string, at int) int {
	script := language.Common
	for at < len(source) {
		r, _ := utf8.DecodeRuneInString(source[at:])
		c := lookup(b.table, r)
		if c.script == language.Common || script != language.Common && c.script != script {
			break
		}
		script = c.script
		at = b.cluster(source, at)
	}
	if script == language.Common {
		return b.cluster(source, at)
	}
	return at
}

// cluster is where the character at source[at] ends, with its marks.
func (b *builder) cluster(source string, at int) int {
	_, n := decode(source[at:])
	for at += n; at < len(source); at += n {
		var r rune
		if r, n = decode(source[at:]); !lookup(b.table, r).mark {
			break
		}
	}
	return at
}
