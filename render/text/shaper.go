package text

import (
	"hash/maphash"
	"maps"
	"sync"
	"sync/atomic"

	"github.com/facture-dev/facture/fonts"
)

// Shaper sets text with the faces of one library. It is safe for concurrent
// use and keeps the words it has shaped; what it returns depends on its
// arguments and the fonts alone.
type Shaper struct {
	lib      *fonts.Library
	words    wordCache
	seed     maphash.Seed                    // for places in atHand
	atHand   [nearWords]atomic.Pointer[word] // what it holds can only save time
	settings atomic.Pointer[map[settingKey]*setting]
	growing  sync.Mutex // held while settings is replaced
	builders sync.Pool  // of *builder
	idle     chan *engine
}

// NewShaper returns a Shaper for the faces of a library.
func NewShaper(lib *fonts.Library) *Shaper {
	s := &Shaper{lib: lib, seed: maphash.MakeSeed(), idle: make(chan *engine, maxEngines)}
	s.settings.Store(&map[settingKey]*setting{})
	s.builders.New = func() any { return &builder{s: s, table: charTable()} }
	return s
}

// Paragraph shapes spans that follow one another in a paragraph written in a
// language (BCP 47; empty when unknown). A line break is any of LF, CR, CRLF,
// VT, FF, NEL, U+2028 and U+2029; it ends a line, so that one at the very end
// opens no further line. Errors: *fonts.MissingGlyphError, *ScriptError,
// *CharacterError, *LimitError. A face that the library did not give panics.
func (s *Shaper) Paragraph(spans []Span, lang string) (Paragraph, error) {
	if err := checkLimits(spans, lang); err != nil {
		return Paragraph{}, err
	}
	b := s.builder(lang)
	defer b.release()
	if err := b.paragraph(spans); err != nil {
		return Paragraph{}, err
	}
	return b.finish(), nil
}

// Width is the width of a string in one style: that of the Paragraph it makes.
// Errors are those of Paragraph.
func (s *Shaper) Width(str string, st Style, lang string) (Unit, error) {
	b := s.builder(lang)
	defer b.release()
	b.one[0] = Span{str, st}
	if err := checkLimits(b.one[:], lang); err != nil {
		return 0, err
	}
	if err := b.paragraph(b.one[:]); err != nil {
		return 0, err
	}
	return b.widest(), nil
}

func (s *Shaper) builder(lang string) *builder {
	b := s.builders.Get().(*builder)
	b.lang = lang
	return b
}

// setting finds or makes the setting of a key.
func (s *Shaper) setting(key settingKey) *setting {
	if set := (*s.settings.Load())[key]; set != nil {
		return set
	}
	s.growing.Lock()
	defer s.growing.Unlock()
	old := *s.settings.Load()
	if set := old[key]; set != nil {
		return set
	}
	set := newSetting(s.lib, key)
	grown := map[settingKey]*setting{}
	if len(old) < maxSettings {
		grown = maps.Clone(old)
	}
	grown[key] = set
	s.settings.Store(&grown)
	return set
}

// engine takes an idle engine or makes one.
func (s *Shaper) engine() *engine {
	select {
	case e := <-s.idle:
		return e
	default:
		return newEngine()
	}
}

func (s *Shaper) giveBack(e *engine) {
	select {
	case s.idle <- e:
	default: // as many are idle as are worth their memory
	}
}
