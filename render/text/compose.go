package text

import (
	"strings"
	"unicode/utf8"

	"github.com/go-text/typesetting/language"
)

// compose appends the glyphs of source, which has no line break in it, with
// clusters counted from its first byte. It returns the units per em of the
// face. span and offset say where source stands, for errors.
func (b *builder) compose(span int, st Style, source string, offset int) (upem int64, err error) {
	script := language.Common
	from := 0
	for at, n := 0, 0; at < len(source); at += n {
		var c *char
		var r rune
		if ascii := source[at]; ascii < utf8.RuneSelf {
			r, n, c = rune(ascii), 1, &b.table.latin[ascii]
		} else {
			r, n = utf8.DecodeRuneInString(source[at:])
			c = lookup(b.table, r)
		}
		switch {
		case c.kind == control, r == utf8.RuneError && n == 1:
			return 0, &CharacterError{r, span, offset + at}
		case c.kind == foreign:
			return 0, &ScriptError{scriptName(scriptOf(r)), r}
		}
		if c.script == script || c.script == language.Common {
			continue
		}
		if script != language.Common {
			if err := b.sameScript(st, script, source, from, at); err != nil {
				return 0, err
			}
			from = at
		}
		script = c.script
	}
	if err := b.sameScript(st, script, source, from, len(source)); err != nil {
		return 0, err
	}
	return b.settingOf(st, script).upem, nil
}

// settingOf finds the setting of a style in a script, in the builder's language.
func (b *builder) settingOf(st Style, script language.Script) *setting {
	key := settingKey{st.Face, st.Tabular, script, b.lang}
	if b.last == nil || b.last.settingKey != key {
		b.last = b.s.setting(key)
	}
	return b.last
}

// sameScript appends the glyphs of source[lo:hi], all of one script. Narrow
// spaces have their own width in every face, so what stands between them is
// shaped by itself.
func (b *builder) sameScript(st Style, script language.Script, source string, lo, hi int) error {
	set := b.settingOf(st, script)
	for {
		next := strings.Index(source[lo:hi], narrowSpace)
		if next != 0 {
			end := hi
			if next > 0 {
				end = lo + next
			}
			if err := b.words(set, source, lo, end); err != nil {
				return err
			}
			if next < 0 {
				return nil
			}
			lo = end
		}
		sp, err := b.spacesOf(set)
		if err != nil {
			return err
		}
		sp.alone.Advance = int32(floorDiv(set.upem*2+5, 10))
		sp.alone.Cluster = uint32(lo)
		b.glyphs = append(b.glyphs, sp.alone)
		if lo += len(narrowSpace); lo == hi {
			return nil
		}
	}
}

const narrowSpace = "\u202F"

// words appends the glyphs of source[lo:hi], which has no narrow space in it.
// It is cut at spaces, and each word is shaped together with the space on
// either side: where nothing beyond a space bears on a word, that gives what
// shaping the whole would give, kerning with the spaces included. The space
// before a word comes with the word, because its advance may depend on it.
func (b *builder) words(set *setting, source string, lo, hi int) error {
	if set.whole {
		return b.piece(set, source, lo, lo, hi, hi)
	}
	before := lo // where the space that belongs to the next word starts
	for at := lo; at < hi; {
		if n := b.spaceAt(source, at, hi); n > 0 {
			next := at + n
			if next == hi || b.spaceAt(source, next, hi) > 0 {
				if err := b.looseSpace(set, at, next == hi); err != nil {
					return err
				}
			} else {
				before = at
			}
			at = next
			continue
		}
		end, figures := b.wordEnd(source, at, hi)
		after := end
		if end < hi {
			after += b.spaceAt(source, end, hi)
		}
		if !figures || set.figures == nil || !b.figures(set, source, before, end, after) {
			if err := b.piece(set, source, before, at, end, after); err != nil {
				return err
			}
		}
		at, before = end, end
	}
	return nil
}

// spaceAt is the length of the space at source[i], or 0 when there is none, or
// one that carries a mark and so is a letter of its own.
func (b *builder) spaceAt(source string, i, hi int) int {
	n := 1
	switch c := source[i]; {
	case c == ' ', c == '\t':
	case c == 0xC2 && source[i+1] == 0xA0:
		n = 2
	default:
		return 0
	}
	if i+n < hi && source[i+n] >= utf8.RuneSelf {
		if r, _ := utf8.DecodeRuneInString(source[i+n:]); lookup(b.table, r).mark {
			return 0
		}
	}
	return n
}

// wordEnd is where the word at source[at] ends, and whether all its characters
// are figures.
func (b *builder) wordEnd(source string, at, hi int) (end int, figures bool) {
	figures = true
	for end = at; end < hi; {
		var c *char
		n := 1
		if ascii := source[end]; ascii < utf8.RuneSelf {
			c = &b.table.latin[ascii]
		} else {
			var r rune
			r, n = utf8.DecodeRuneInString(source[end:])
			c = lookup(b.table, r)
		}
		if c.kind == space && end > at && b.spaceAt(source, end, hi) > 0 {
			break
		}
		figures = figures && c.figure != 0
		end += n
	}
	return end, figures
}

// looseSpace appends a space that no word follows.
func (b *builder) looseSpace(set *setting, at int, last bool) error {
	sp, err := b.spacesOf(set)
	if err != nil {
		return err
	}
	g := sp.beforeSpace
	if last {
		g = sp.alone
	}
	g.Cluster = uint32(at)
	b.glyphs = append(b.glyphs, g)
	return nil
}

// piece appends the glyphs of a word, source[at:end], and of the space that may
// stand before it from before on. A space after it, up to after, only bears on
// it.
func (b *builder) piece(set *setting, source string, before, at, end, after int) error {
	for after-before > maxUnitBytes && end-at > maxUnitBytes/2 {
		cut := b.pieceEnd(source, at, end)
		if cut == end {
			break
		}
		if err := b.piece(set, source, before, at, cut, cut); err != nil {
			return err
		}
		before, at = cut, cut
	}
	w, err := b.word(set, source[before:after], at-before, end-before)
	if err != nil {
		return err
	}
	if at > before {
		lead := w.lead
		lead.Cluster = uint32(before)
		b.glyphs = append(b.glyphs, lead)
	}
	n := len(b.glyphs)
	b.glyphs = append(b.glyphs, w.glyphs...)
	for i := n; i < len(b.glyphs); i++ {
		b.glyphs[i].Cluster += uint32(at)
	}
	return nil
}

// pieceEnd is where to end a piece of source[lo:hi] so that it is not much
// longer than maxUnitBytes/2: where no letter is parted from its marks, if there
// is such a place.
func (b *builder) pieceEnd(source string, lo, hi int) int {
	if hi-lo <= maxUnitBytes/2 {
		return hi
	}
	last := lo + maxUnitBytes/2
	for at := last; at > lo+maxUnitBytes/4; at-- {
		if source[at]&0xC0 == 0x80 {
			continue
		}
		last = at
		if r, _ := decode(source[at:]); !lookup(b.table, r).mark {
			break
		}
	}
	return last
}

// word shapes text or finds it shaped: a word from lead to end, with the space
// before it and the one after it, if any.
func (b *builder) word(set *setting, text string, lead, end int) (*word, error) {
	w, place := b.s.near(set, text)
	if w != nil {
		return w, nil
	}
	if w := b.s.words.get(set, text); w != nil {
		place.Store(w)
		return w, nil
	}
	glyphs, err := b.engine().shape(nil, set, text)
	if err != nil {
		return nil, err
	}
	w = new(word)
	if lead > 0 {
		w.lead, glyphs = glyphs[0], glyphs[1:]
	}
	if end < len(text) {
		glyphs = glyphs[:len(glyphs)-1]
	}
	for i := range glyphs {
		glyphs[i].Cluster -= uint32(lead)
	}
	w.glyphs = glyphs
	if len(text) <= maxCachedBytes {
		b.s.words.put(set, text, w)
		place.Store(w)
	}
	return w, nil
}

// engine is the builder's own until it is released.
func (b *builder) engine() *engine {
	if b.eng == nil {
		b.eng = b.s.engine()
	}
	return b.eng
}

// spacesOf shapes the spaces of a setting once.
func (b *builder) spacesOf(set *setting) (spaces, error) {
	set.spacesOnce.Do(func() {
		var glyphs []Glyph
		if glyphs, set.spaces.err = b.engine().shape(nil, set, " "); set.spaces.err != nil {
			return
		}
		set.spaces.alone = glyphs[0]
		if glyphs, set.spaces.err = b.engine().shape(nil, set, "  "); set.spaces.err != nil {
			return
		}
		set.spaces.beforeSpace = glyphs[0]
	})
	return set.spaces, set.spaces.err
}

// spaceID is the glyph of the space, or the first glyph of a face without one.
func (b *builder) spaceID(st Style) uint16 {
	g, _ := b.s.lib.Face(st.Face).Glyph(' ')
	return g
}
