// Package nearest finds what somebody probably meant to write: a word goes in
// with the words that would have been right, the closest of them comes out.
// It knows nothing of where the words come from.
package nearest

import (
	"strings"
	"unicode/utf8"
)

// wordMax is the longest word looked at, in bytes: a longer one is no slip of
// the keyboard, and comparing costs the product of the two lengths.
const wordMax = 64

// Of returns the word of known that is closest to word, and whether one is
// close enough to be worth suggesting. Letter case and the choice between
// hyphen and underscore do not count; a wrong, missing, added or swapped
// character counts one. Two-letter and three-letter words may be off by one,
// longer words by two, from seven letters on by three. Of equally close words
// the first of known wins.
func Of(word string, known []string) (string, bool) {
	if len(word) > wordMax {
		return "", false
	}
	w := []rune(fold(word))
	best, found := "", false
	limit := allowed(len(w))
	for _, k := range known {
		if len(k) > wordMax {
			continue
		}
		difference := utf8.RuneCountInString(k) - len(w)
		if difference > limit || -difference > limit {
			continue
		}
		if d := distance(w, []rune(fold(k))); d <= limit {
			best, found = k, true
			limit = d - 1
			if limit < 0 {
				break
			}
		}
	}
	return best, found
}

// allowed is the greatest distance at which a word of n letters still
// resembles another: at one letter, everything does.
func allowed(n int) int {
	switch {
	case n < 2:
		return 0
	case n < 4:
		return 1
	case n < 7:
		return 2
	}
	return 3
}

func fold(s string) string {
	return strings.ReplaceAll(strings.ToLower(s), "-", "_")
}

// distance is the restricted Damerau-Levenshtein distance (optimal string
// alignment): three rows are kept, because a swap looks two rows back.
func distance(a, b []rune) int {
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
