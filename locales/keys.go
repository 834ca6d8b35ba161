package locales

import (
	"slices"
	"sync"
)

// MessageKeys lists the keys of all messages, sorted: those of English, which
// every language has.
var MessageKeys = sync.OnceValue(func() []string {
	l, err := Load("en")
	if err != nil {
		panic(err) // English is always among them
	}
	l.messages.load()
	keys := make([]string, 0, len(l.messages.words))
	for k := range l.messages.words {
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
