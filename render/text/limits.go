package text

import "fmt"

// The limits of this room. What lies beyond one of the first group is refused
// with a *LimitError; the second group bounds memory and does not show, except
// that a word longer than maxUnitBytes is not kerned where its pieces meet.
const (
	maxParagraphBytes = 1_000_000    // of text in one paragraph
	maxSpans          = 10_000       // in one paragraph
	maxSize           = 1000 * Point // em size
	maxTracking       = 1000         // either way, in 1/1000 em
	maxFallbacks      = 2            // faces of one style, besides its own
	maxLangBytes      = 64           // of a language tag (BCP 47 asks for 35)

	maxUnitBytes   = 1024    // shaped in one piece; longer words are shaped in pieces
	maxCachedBytes = 96      // of a piece that is kept
	maxCachedWords = 1024    // per shard of the cache; there are cacheShards
	maxSettings    = 512     // combinations of face, figures, script and language
	maxSurvey      = 1 << 24 // steps of finding out how far a face's rules look
	maxEngines     = 32      // idle shaping engines
	maxIdleGlyphs  = 1 << 16 // glyphs or characters that an idle builder keeps room for
)

// LimitError says that a text or a style exceeds what this package accepts.
type LimitError struct {
	What       string // what is too large, in words
	Max, Found int
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("%s: %d, at most %d are accepted; shorten or divide it", e.What, e.Found, e.Max)
}

func checkLimits(spans []Span, lang string) error {
	if len(spans) > maxSpans {
		return &LimitError{"pieces of one paragraph", maxSpans, len(spans)}
	}
	if len(lang) > maxLangBytes {
		return &LimitError{"bytes of a language tag", maxLangBytes, len(lang)}
	}
	total := 0
	for i := range spans {
		st := &spans[i].Style
		if st.Size < 0 || st.Size > maxSize {
			return &LimitError{"type size in 1/1024 pt", int(maxSize), int(st.Size)}
		}
		if st.Tracking < -maxTracking || st.Tracking > maxTracking {
			return &LimitError{"tracking in 1/1000 em", maxTracking, int(st.Tracking)}
		}
		total += len(spans[i].Text)
	}
	if total > maxParagraphBytes {
		return &LimitError{"bytes of text in one paragraph", maxParagraphBytes, total}
	}
	return nil
}
