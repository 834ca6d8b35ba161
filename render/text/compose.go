package text

import "github.com/go-text/typesetting/language"

// compose appends the glyphs of source, which has no line break in it, with
// clusters counted from its first byte. It returns the units per em of the
// face. span and offset say where source stands, for errors.
func (b *builder) compose(span int, st Style, source string, offset int) (upem int64, err error) {
	table := charTable()
	script := language.Common
	from := 0
	for at := 0; at < len(source); {
		r, n := decode(source[at:])
		c := lookup(table, r)
		switch {
		case c.kind == control, r == '\uFFFD' && n == 1:
			return 0, &CharacterError{r, span, offset + at}
		case c.kind == foreign:
			return 0, &ScriptError{scriptName(scriptOf(r)), r}
		}
		if c.script != script && c.script != language.Common {
			if script != language.Common {
				if err := b.sameScript(st, script, source, from, at); err != nil {
					return 0, err
				}
				from = at
			}
			script = c.script
		}
		at += n
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
	for at := lo; at < hi; {
		next := at
		for next < hi && !isNarrow(source, next) {
			next++
		}
		if next > at {
			if err := b.words(set, source, at, next); err != nil {
				return err
			}
		}
		if next < hi {
			sp, err := b.spacesOf(set)
			if err != nil {
				return err
			}
			sp.alone.Advance = int32(floorDiv(set.upem*2+5, 10))
			sp.alone.Cluster = uint32(next)
			b.glyphs = append(b.glyphs, sp.alone)
			next += len("\u202F")
		}
		at = next
	}
	return nil
}

func isNarrow(s string, i int) bool {
	return s[i] == 0xE2 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2] == 0xAF
}

// words appends the glyphs of source[lo:hi], which has no narrow space in it.
func (b *builder) words(set *setting, source string, lo, hi int) error {
	for lo < hi {
		end := pieceEnd(source, lo, hi)
		w, err := b.word(set, source[lo:end])
		if err != nil {
			return err
		}
		b.place(w, lo)
		lo = end
	}
	return nil
}

// place appends the glyphs of a word whose first byte stands at offset.
func (b *builder) place(w *word, offset int) {
	at := len(b.glyphs)
	b.glyphs = append(b.glyphs, w.glyphs...)
	for i := at; i < len(b.glyphs); i++ {
		b.glyphs[i].Cluster += uint32(offset)
	}
}

// pieceEnd is where to end a piece that starts at lo, so that none is longer
// than maxUnitBytes: where no letter is parted from its marks, if there is such
// a place.
func pieceEnd(source string, lo, hi int) int {
	if hi-lo <= maxUnitBytes {
		return hi
	}
	table := charTable()
	end := lo + maxUnitBytes
	for end > lo+1 && source[end]&0xC0 == 0x80 {
		end--
	}
	for at := end; at > lo+maxUnitBytes/2; at-- {
		if source[at]&0xC0 == 0x80 {
			continue
		}
		if r, _ := decode(source[at:]); !lookup(table, r).mark {
			return at
		}
	}
	return end
}

// word shapes a piece of text, or finds it shaped.
func (b *builder) word(set *setting, text string) (*word, error) {
	if w := b.s.words.get(set, text); w != nil {
		return w, nil
	}
	if b.eng == nil {
		b.eng = b.s.engine()
	}
	glyphs, err := b.eng.shape(nil, set, text)
	if err != nil {
		return nil, err
	}
	w := &word{glyphs: glyphs}
	if len(text) <= maxCachedBytes {
		b.s.words.put(set, text, w)
	}
	return w, nil
}

// spacesOf shapes the spaces of a setting once.
func (b *builder) spacesOf(set *setting) (spaces, error) {
	set.spacesOnce.Do(func() {
		if b.eng == nil {
			b.eng = b.s.engine()
		}
		var glyphs []Glyph
		if glyphs, set.spaces.err = b.eng.shape(nil, set, " "); set.spaces.err != nil {
			return
		}
		set.spaces.alone = glyphs[0]
		if glyphs, set.spaces.err = b.eng.shape(nil, set, "  "); set.spaces.err != nil {
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
