package text

import (
	"maps"
	"slices"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"github.com/go-text/typesetting/language"

	"github.com/facture-dev/facture/fonts"
)

// reach says how far the rules of a face look when simple scripts are shaped
// with the features in use. It is read from the layout tables, not sampled.
type reach struct {
	words   bool // nothing beyond the space beside a word bears on the word
	figures bool // nothing beyond the next figure bears on a figure
}

// used are the features that HarfBuzz applies to simple scripts, less calt,
// which this package turns off. Stylistic sets and the like play no part.
var used = []string{
	"abvm", "blwm", "ccmp", "clig", "curs", "dist", "kern", "liga", "locl", "mark", "mkmk", "rand", "rclt", "rlig", "rvrn", "ltra", "ltrm",
}

// figureChars are the characters that figures are made of. They are composed
// from pairs where the face allows it, because an amount is new in every
// document and would never be found among the words.
const figureChars = " 0123456789.,'-+%/:()€$£\u2212\u2013\u2019#*="

func measureReach(face *fonts.Face, tabular bool) reach {
	if tabular {
		return reachOf(face, append(slices.Clone(used), "tnum"))
	}
	return reachOf(face, used)
}

func reachOf(face *fonts.Face, tags []string) reach {
	r, _ := surveyed(face, tags, 0)
	return r
}

// surveyed is reachOf for a survey that has taken some steps already, and how
// many it has taken in the end.
func surveyed(face *fonts.Face, tags []string, steps int) (reach, int) {
	f := face.Shaping()
	if len(f.Morx) > 0 || len(f.Kerx) > 0 {
		return reach{}, steps // AAT state machines look as far as they like
	}
	s := survey{font: f, gsub: enabled(&f.GSUB.Layout, tags), gpos: enabled(&f.GPOS.Layout, tags), steps: steps}
	space, _ := face.Glyph(' ')
	var figures []fonts.GlyphID
	for _, r := range figureChars {
		if g, ok := face.Glyph(r); ok {
			figures = append(figures, g)
		}
	}
	s.follow(s.gsub, len(f.GSUB.Lookups), func(i int) []any { return asAny(f.GSUB.Lookups[i].Subtables) })
	s.follow(s.gpos, len(f.GPOS.Lookups), func(i int) []any { return asAny(f.GPOS.Lookups[i].Subtables) })
	spaces, single := s.become([]fonts.GlyphID{space})
	all, singles := s.become(figures)
	r := reach{words: single && space != 0 && s.isBase(spaces), figures: single && singles}
	for _, i := range ascending(s.gsub) {
		s.limit(&r, f.GSUB.Lookups[i].Flag, asAny(f.GSUB.Lookups[i].Subtables), spaces, all)
	}
	for _, i := range ascending(s.gpos) {
		s.limit(&r, f.GPOS.Lookups[i].Flag, asAny(f.GPOS.Lookups[i].Subtables), spaces, all)
	}
	if s.tired(0) {
		return reach{}, s.steps
	}
	r.figures = r.figures && r.words
	return r, s.steps
}

// survey holds which lookups of a face are in use, by number.
type survey struct {
	font       *font.Font
	gsub, gpos map[int]bool
	steps      int // taken so far; a hostile font would ask for any number
}

// tired reports whether the survey has taken more steps than it may: its result
// is then the cautious one, that every rule may look anywhere.
func (s *survey) tired(more int) bool {
	s.steps += more
	return s.steps > maxSurvey
}

// ascending lists lookups in one order, so that the same survey takes the same
// steps each time.
func ascending(lookups map[int]bool) []int { return slices.Sorted(maps.Keys(lookups)) }

func asAny[T any](list []T) []any {
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = x
	}
	return out
}

// enabled lists the lookups of the features in use, in whatever script or
// language: a superset of what one text meets.
func enabled(l *font.Layout, tags []string) map[int]bool {
	lookups := map[int]bool{}
	add := func(feature uint16) {
		if int(feature) < len(l.Features) {
			for _, i := range l.Features[feature].LookupListIndices {
				lookups[int(i)] = true
			}
		}
	}
	for i, f := range l.Features {
		if slices.ContainsFunc(tags, func(t string) bool { return ot.MustNewTag(t) == f.Tag }) {
			add(uint16(i))
		}
	}
	for _, s := range l.Scripts {
		if s.DefaultLangSys != nil {
			add(s.DefaultLangSys.RequiredFeatureIndex)
		}
		for _, ls := range s.LangSys {
			add(ls.RequiredFeatureIndex)
		}
	}
	return lookups
}

// follow adds the lookups that rules in use call.
func (s *survey) follow(lookups map[int]bool, n int, subtables func(int) []any) {
	for grew := true; grew; {
		grew = false
		for _, i := range ascending(lookups) {
			if i >= n {
				delete(lookups, i)
				continue
			}
			for _, sub := range subtables(i) {
				if s.tired(1) {
					return
				}
				for _, rule := range rules(sub) {
					s.steps += 1 + len(rule.glyphs)
					for _, call := range rule.calls {
						if j := int(call.LookupListIndex); j < n && !lookups[j] {
							lookups[j], grew = true, true
						}
					}
				}
			}
		}
	}
}

// become lists what glyphs may turn into one by one. It reports false when one
// may turn into several.
func (s *survey) become(glyphs []fonts.GlyphID) ([]fonts.GlyphID, bool) {
	for n := -1; n != len(glyphs); {
		n = len(glyphs)
		for _, i := range ascending(s.gsub) {
			for _, sub := range s.font.GSUB.Lookups[i].Subtables {
				for _, g := range glyphs[:n] {
					if s.tired(len(glyphs)) {
						return glyphs, false
					}
					into, several := substitutes(sub, g)
					if several {
						return glyphs, false
					}
					for _, h := range into {
						if !slices.Contains(glyphs, h) {
							glyphs = append(glyphs, h)
						}
					}
				}
			}
		}
	}
	return glyphs, true
}

// substitutes lists what a subtable may put in the place of one glyph.
func substitutes(sub any, g fonts.GlyphID) (into []fonts.GlyphID, several bool) {
	switch t := sub.(type) {
	case tables.SingleSubs:
		switch d := t.Data.(type) {
		case tables.SingleSubstData1:
			if _, ok := d.Coverage.Index(g); ok {
				into = append(into, g+uint16(d.DeltaGlyphID))
			}
		case tables.SingleSubstData2:
			if i, ok := d.Coverage.Index(g); ok && i < len(d.SubstituteGlyphIDs) {
				into = append(into, fonts.GlyphID(d.SubstituteGlyphIDs[i]))
			}
		}
	case tables.AlternateSubs:
		if i, ok := t.Coverage.Index(g); ok && i < len(t.AlternateSets) {
			for _, h := range t.AlternateSets[i].AlternateGlyphIDs {
				into = append(into, fonts.GlyphID(h))
			}
		}
	case tables.ReverseChainSingleSubs:
		// Contextual: limit decides on it by its rule.
	case tables.MultipleSubs:
		_, several = t.Coverage.Index(g)
	}
	return into, several
}

// isBase reports whether rules that ignore marks still see the glyphs.
func (s *survey) isBase(glyphs []fonts.GlyphID) bool {
	if s.font.GDEF.GlyphClassDef == nil {
		return true
	}
	for _, g := range glyphs {
		if class, _ := s.font.GDEF.GlyphClassDef.Class(g); class > 1 {
			return false // 2 is a ligature, 3 a mark (OpenType, GDEF)
		}
	}
	return true
}

const ignoreBaseGlyphs = 0x0002 // lookup flag, OpenType

// limit lowers r where a lookup looks farther than r says.
func (s *survey) limit(r *reach, flag uint16, subtables []any, spaces, figures []fonts.GlyphID) {
	for _, sub := range subtables {
		if pair, ok := sub.(tables.PairPos); ok {
			if movesSecond(pair) || flag&ignoreBaseGlyphs != 0 {
				*r = reach{}
			}
			continue
		}
		for _, rule := range rules(sub) {
			if s.tired(len(rule.glyphs) * (len(spaces) + len(figures))) {
				return
			}
			if len(rule.glyphs) < 2 {
				continue
			}
			if flag&ignoreBaseGlyphs != 0 || slices.ContainsFunc(rule.glyphs, anyOf(spaces)) {
				r.words = false
			}
			if !slices.ContainsFunc(rule.glyphs, func(p position) bool { return !anyOf(figures)(p) }) {
				r.figures = false
			}
		}
	}
}

// movesSecond reports whether a pair adjustment bears on the second glyph too,
// so that a space would depend on both its sides.
func movesSecond(p tables.PairPos) bool {
	switch d := p.Data.(type) {
	case tables.PairPosData1:
		return d.ValueFormat2 != 0
	case tables.PairPosData2:
		return d.ValueFormat2 != 0
	}
	return true
}

func anyOf(glyphs []fonts.GlyphID) func(position) bool {
	return func(p position) bool { return slices.ContainsFunc(glyphs, p) }
}

// whole reports whether words of a setting must be shaped with all their
// neighbours.
func (r reach) whole(s language.Script) bool { return !simple(s) || !r.words }
