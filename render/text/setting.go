package text

import (
	"sync"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"

	"github.com/facture-dev/facture/fonts"
)

// settingKey is all that a shaped word depends on besides its characters.
type settingKey struct {
	face    fonts.ID
	tabular bool
	script  language.Script
	lang    string
}

// setting is a settingKey with everything derived from it.
type setting struct {
	settingKey
	face     *fonts.Face
	font     *font.Font
	upem     int64
	lang     language.Language
	features []harfbuzz.Feature
	whole    bool         // words must be shaped together with all their neighbours
	figures  *figureTable // nil when figures must be shaped as words

	spacesOnce sync.Once
	spaces     spaces
}

// spaces are the ways a space is set that no word has with it: at the end of
// its text, and before another space.
type spaces struct {
	alone, beforeSpace Glyph
	err                error
}

// Contextual alternates are off in scripts that do not depend on them: they
// replace what the customer wrote (Inter draws "->" as an arrow and "2x4" with
// a multiplication sign) and reach across spaces.
var (
	featNoAlternates = harfbuzz.Feature{Tag: ot.MustNewTag("calt"), Value: 0, Start: harfbuzz.FeatureGlobalStart, End: harfbuzz.FeatureGlobalEnd}
	featTabular      = harfbuzz.Feature{Tag: ot.MustNewTag("tnum"), Value: 1, Start: harfbuzz.FeatureGlobalStart, End: harfbuzz.FeatureGlobalEnd}
)

func newSetting(lib *fonts.Library, key settingKey) *setting {
	f := lib.Face(key.face)
	set := &setting{
		settingKey: key,
		face:       f,
		font:       f.Shaping(),
		upem:       int64(f.UnitsPerEm()),
		lang:       language.NewLanguage(key.lang),
	}
	if simple(key.script) {
		set.features = append(set.features, featNoAlternates)
	}
	if key.tabular {
		set.features = append(set.features, featTabular)
	}
	r := measureReach(f, key.tabular)
	set.whole = r.whole(key.script)
	if r.figures && !set.whole {
		set.figures = new(figureTable)
	}
	return set
}
