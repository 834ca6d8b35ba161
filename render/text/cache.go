package text

import (
	"hash/maphash"
	"strings"
	"sync"
	"sync/atomic"
)

// word is a shaped piece of text. It never changes.
type word struct {
	set    *setting // with text, its key: what was shaped, with the spaces beside it
	text   string
	lead   Glyph   // the space before it, when the piece starts with one
	glyphs []Glyph // clusters count from the first byte after that space
}

// wordKey is all that a word depends on. A setting stands for its own key: two
// settings never share an address while either is in use.
type wordKey struct {
	set  *setting
	text string
}

const cacheShards = 64

// wordCache keeps shaped words, found by their setting and all their bytes.
// What it holds can only save time: a word is a function of its key.
type wordCache struct {
	shards [cacheShards]struct {
		sync.RWMutex
		words map[wordKey]*word
	}
}

// shard spreads words well enough that no lock is sought by everyone.
func shard(text string) int {
	n := len(text)
	return (n*7 + int(text[0]) + int(text[n/2])*5 + int(text[n-1])*3) % cacheShards
}

func (c *wordCache) get(set *setting, text string) *word {
	s := &c.shards[shard(text)]
	s.RLock()
	w := s.words[wordKey{set, text}]
	s.RUnlock()
	return w
}

// put keeps a word. The text is copied: it is part of a customer's, which may
// be long and must not be kept alive.
func (c *wordCache) put(set *setting, text string, w *word) {
	s := &c.shards[shard(text)]
	s.Lock()
	if s.words == nil || len(s.words) >= maxCachedWords {
		s.words = make(map[wordKey]*word)
	}
	w.set, w.text = set, strings.Clone(text)
	s.words[wordKey{set, w.text}] = w
	s.Unlock()
}

// nearWords is how many words are at hand besides the cache: enough that most
// of a document's are found without a lock.
const nearWords = 1 << 14

// near finds a word at hand, or at what place to put it. Places are drawn anew
// by every process; that tells only in time.
func (s *Shaper) near(set *setting, text string) (*word, *atomic.Pointer[word]) {
	place := &s.atHand[(maphash.String(s.seed, text)+uint64(set.face.ID())*0x9e37+uint64(set.script))%nearWords]
	if w := place.Load(); w != nil && w.set == set && w.text == text {
		return w, place
	}
	return nil, place
}
