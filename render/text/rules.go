package text

import (
	"github.com/go-text/typesetting/font/opentype/tables"

	"github.com/facture-dev/facture/fonts"
)

// rule is a layout rule reduced to the glyphs it must see, one position each,
// and the lookups it calls.
type rule struct {
	glyphs []position
	calls  []tables.SequenceLookupRecord
}

// position reports whether a glyph may stand at a place of a rule.
type position func(fonts.GlyphID) bool

func covered(c tables.Coverage) position {
	return func(g fonts.GlyphID) bool { _, ok := c.Index(g); return ok }
}

func nth(c tables.Coverage, n int) position {
	return func(g fonts.GlyphID) bool { i, ok := c.Index(g); return ok && i == n }
}

func exactly(want tables.GlyphID) position {
	return func(g fonts.GlyphID) bool { return g == fonts.GlyphID(want) }
}

func inClass(c tables.ClassDef, want uint16) position {
	return func(g fonts.GlyphID) bool { class, _ := c.Class(g); return class == want }
}

// rules lists the rules of a subtable that look at more than one glyph, but for
// pair adjustment and the attachment of marks.
func rules(sub any) []rule {
	switch t := sub.(type) {
	case tables.LigatureSubs:
		return ligatures(t)
	case tables.ReverseChainSingleSubs:
		return []rule{{glyphs: join([]position{covered(t.Cov())}, coverages(t.BacktrackCoverages), coverages(t.LookaheadCoverages))}}
	case tables.CursivePos:
		return []rule{{glyphs: []position{covered(t.Cov()), covered(t.Cov())}}}
	case tables.ContextualSubs:
		switch d := t.Data.(type) {
		case tables.ContextualSubs1:
			return byGlyph(d.Cov(), d.SeqRuleSet)
		case tables.ContextualSubs2:
			return byClass(d.Cov(), d.ClassDef, d.ClassSeqRuleSet)
		case tables.ContextualSubs3:
			return []rule{{coverages(d.Coverages), d.SeqLookupRecords}}
		}
	case tables.ContextualPos:
		switch d := t.Data.(type) {
		case tables.ContextualPos1:
			return byGlyph(d.Cov(), d.SeqRuleSet)
		case tables.ContextualPos2:
			return byClass(d.Cov(), d.ClassDef, d.ClassSeqRuleSet)
		case tables.ContextualPos3:
			return []rule{{coverages(d.Coverages), d.SeqLookupRecords}}
		}
	case tables.ChainedContextualSubs:
		switch d := t.Data.(type) {
		case tables.ChainedContextualSubs1:
			return chainByGlyph(d.Cov(), tables.ChainedSequenceContextFormat1(d))
		case tables.ChainedContextualSubs2:
			return chainByClass(d.Cov(), tables.ChainedSequenceContextFormat2(d))
		case tables.ChainedContextualSubs3:
			return chainByCoverage(tables.ChainedSequenceContextFormat3(d))
		}
	case tables.ChainedContextualPos:
		switch d := t.Data.(type) {
		case tables.ChainedContextualPos1:
			return chainByGlyph(d.Cov(), tables.ChainedSequenceContextFormat1(d))
		case tables.ChainedContextualPos2:
			return chainByClass(d.Cov(), tables.ChainedSequenceContextFormat2(d))
		case tables.ChainedContextualPos3:
			return chainByCoverage(tables.ChainedSequenceContextFormat3(d))
		}
	}
	return nil
}

func ligatures(t tables.LigatureSubs) (out []rule) {
	for i, set := range t.LigatureSets {
		for _, l := range set.Ligatures {
			out = append(out, rule{glyphs: join([]position{nth(t.Coverage, i)}, glyphs(l.ComponentGlyphIDs))})
		}
	}
	return out
}

func byGlyph(c tables.Coverage, sets []tables.SequenceRuleSet) (out []rule) {
	for i, set := range sets {
		for _, r := range set.SeqRule {
			out = append(out, rule{join([]position{nth(c, i)}, glyphs(r.InputSequence)), r.SeqLookupRecords})
		}
	}
	return out
}

func byClass(c tables.Coverage, classes tables.ClassDef, sets []tables.ClassSequenceRuleSet) (out []rule) {
	for i, set := range sets {
		for _, r := range set.SeqRule {
			out = append(out, rule{join([]position{both(covered(c), inClass(classes, uint16(i)))}, inClasses(classes, r.InputSequence)), r.SeqLookupRecords})
		}
	}
	return out
}

func chainByGlyph(c tables.Coverage, t tables.ChainedSequenceContextFormat1) (out []rule) {
	for i, set := range t.ChainedSeqRuleSet {
		for _, r := range set.ChainedSeqRules {
			out = append(out, rule{
				join([]position{nth(c, i)}, glyphs(r.InputSequence), glyphs(r.BacktrackSequence), glyphs(r.LookaheadSequence)),
				r.SeqLookupRecords,
			})
		}
	}
	return out
}

func chainByClass(c tables.Coverage, t tables.ChainedSequenceContextFormat2) (out []rule) {
	for i, set := range t.ChainedClassSeqRuleSet {
		for _, r := range set.ChainedSeqRules {
			out = append(out, rule{
				join([]position{both(covered(c), inClass(t.InputClassDef, uint16(i)))}, inClasses(t.InputClassDef, r.InputSequence),
					inClasses(t.BacktrackClassDef, r.BacktrackSequence), inClasses(t.LookaheadClassDef, r.LookaheadSequence)),
				r.SeqLookupRecords,
			})
		}
	}
	return out
}

func chainByCoverage(t tables.ChainedSequenceContextFormat3) []rule {
	return []rule{{join(coverages(t.InputCoverages), coverages(t.BacktrackCoverages), coverages(t.LookaheadCoverages)), t.SeqLookupRecords}}
}

func join(parts ...[]position) (out []position) {
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

func both(a, b position) position {
	return func(g fonts.GlyphID) bool { return a(g) && b(g) }
}

func glyphs(ids []tables.GlyphID) (out []position) {
	for _, g := range ids {
		out = append(out, exactly(g))
	}
	return out
}

// inClasses reads a sequence of classes, which the tables keep as glyphs.
func inClasses(c tables.ClassDef, classes []tables.GlyphID) (out []position) {
	for _, class := range classes {
		out = append(out, inClass(c, uint16(class)))
	}
	return out
}

func coverages(list []tables.Coverage) (out []position) {
	for _, c := range list {
		out = append(out, covered(c))
	}
	return out
}
