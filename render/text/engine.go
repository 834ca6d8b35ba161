package text

import (
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"

	"github.com/facture-dev/facture/fonts"
)

// engine owns what HarfBuzz needs to shape and may not share: a buffer with
// its plans, and a view of each font. One goroutine uses it at a time.
type engine struct {
	buf   *harfbuzz.Buffer
	fonts map[*font.Font]*harfbuzz.Font
	plans map[*setting]struct{}
}

func newEngine() *engine {
	return &engine{harfbuzz.NewBuffer(), map[*font.Font]*harfbuzz.Font{}, map[*setting]struct{}{}}
}

// shape appends the glyphs of text to dst, with clusters counted from its
// first byte. Spaces of every kind are set as U+0020. The error is a
// *fonts.MissingGlyphError or a *ScriptError.
func (e *engine) shape(dst []Glyph, set *setting, text string) ([]Glyph, error) {
	if len(e.plans) > maxSettings {
		// The buffer keeps a plan for each setting it has met; settings come
		// from requests, so that number must not grow forever.
		*e = *newEngine()
	}
	e.plans[set] = struct{}{}
	f := e.fonts[set.font]
	if f == nil {
		f = harfbuzz.NewFont(font.NewFace(set.font))
		e.fonts[set.font] = f
	}
	b := e.buf
	b.Clear()
	b.Flags = harfbuzz.RemoveDefaultIgnorables
	b.Props = harfbuzz.SegmentProperties{Language: set.lang, Script: set.script, Direction: harfbuzz.LeftToRight}
	for i, r := range text {
		if r == '\t' || r == 0xA0 {
			r = ' '
		}
		b.AddRune(r, i)
	}
	b.Shape(f, set.features)
	for i := range b.Info {
		g, p := &b.Info[i], &b.Pos[i]
		if g.Glyph == 0 {
			return dst, missing(set, text, g.Cluster)
		}
		dst = append(dst, Glyph{
			ID: fonts.GlyphID(g.Glyph), Advance: p.XAdvance,
			XOffset: p.XOffset, YOffset: p.YOffset, Cluster: uint32(g.Cluster),
		})
	}
	return dst, nil
}

// missing names the character of the cluster at byte i that has no glyph.
func missing(set *setting, text string, i int) error {
	table := charTable()
	first := rune(-1)
	for _, r := range text[i:] {
		c := lookup(table, r)
		if first >= 0 && !c.mark {
			break
		}
		if _, ok := set.face.Glyph(r); !ok && !ignorable(r) && c.kind == letter {
			first = r
			break
		}
		if first < 0 {
			first = r
		}
	}
	if c := lookup(table, first); !simple(c.script) {
		return &ScriptError{scriptName(c.script), first}
	}
	return &fonts.MissingGlyphError{Rune: first, Text: text}
}

// scriptOf is the script that a foreign character is reported under.
func scriptOf(r rune) language.Script {
	if s := language.LookupScript(r); s.Strong() && s != language.Unknown {
		return s
	}
	// Digits and punctuation that several right-to-left scripts share.
	return language.Arabic
}
