package locales

import (
	"slices"
	"sync"
)

// MessageKeys lists the keys of all messages, sorted: those of English, which
// every language has.
var MessageKeys = sync.OnceValue(func() []string {
	c := catalogs()["en"]
	c.load()
	keys := make([]string, 0, len(c.words))
	for k := range c.words {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
})

// IsMessage says whether there is a message of that key.
func IsMessage(key string) bool {
	_, found := slices.BinarySearch(MessageKeys(), key)
	return found
}
