package code

import (
	"math/bits"
)

// What a feature that may mislead readers costs (table 11).
const (
	runPenalty     = 3 // five modules in a line of one colour; 1 for each more
	blockPenalty   = 3 // two by two of one colour
	finderPenalty  = 40
	balancePenalty = 10 // each 5 % that dark modules are away from half
)

// bestMask is the mask whose code has the lowest penalty, the first of equals
// (§7.8). Rows hold the data without a mask and without the format.
func (t *template) bestMask(rows *Matrix, level Level) int {
	columns := rows.transposed()
	r, c := *rows, *columns
	r.words, c.words = make([]uint64, len(rows.words)), make([]uint64, len(rows.words))
	best, least := 0, 1<<30
	for k := range t.masks {
		f := formatBits(level, k)
		for i := range r.words {
			r.words[i] = rows.words[i] ^ t.masks[k].words[i]
			c.words[i] = columns.words[i] ^ t.masksT[k].words[i]
		}
		t.format(&r, f, false)
		t.format(&c, f, true)
		p := r.balance() + r.lines(true)
		if p < least {
			p += c.lines(false)
		}
		if p < least {
			best, least = k, p
		}
	}
	return best
}

// balance is the penalty for a code that is darker or lighter than half.
func (m *Matrix) balance() int {
	dark := 0
	for _, w := range m.words {
		dark += bits.OnesCount64(w)
	}
	all := m.Width * m.Height
	off := 20*dark - 10*all
	return max(off, -off) / all * balancePenalty
}

// window is how many modules of a row are looked at in one word: those from
// which 10 more follow in it, which is as far as any feature reaches.
const window = 64 - 10

// lines is the penalty for runs and finder patterns in all rows, and for
// blocks. Each feature is found by shifting a row against itself: bit i of a
// word then says whether one begins at module i.
func (m *Matrix) lines(blocks bool) int {
	runs, finders, squares := 0, 0, 0
	for from := 0; ; from += window {
		left := m.Width - from
		all := low(left)
		if left > 64 {
			all = low(window)
		}
		inRun, inFinder, inBlock := low(left-4), all&low(left-10), all&low(left-1)
		below := m.word(m.Height-1, from)
		for y := m.Height - 1; y >= 0; y-- {
			w := m.word(y, from)
			same := ^(w ^ w>>1) // as the next
			pairs := same & (same >> 1)
			fives := pairs & (pairs >> 2) & inRun
			// A run of n ≥ 5 has n-4 fives, and one of them is its last.
			runs += bits.OnesCount64(fives&all) + (runPenalty-1)*bits.OnesCount64(fives&^(fives>>1)&all)

			light := ^w & (^w >> 1)
			light &= light >> 2 // four of them
			core := w & (w >> 2) & (w >> 3) & (w >> 4) & (w >> 6) &^ (w >> 1) &^ (w >> 5)
			finders += bits.OnesCount64(core&(light>>7)&inFinder) + bits.OnesCount64(light&(core>>4)&inFinder)

			if blocks && y < m.Height-1 {
				equal := ^(w ^ below)
				squares += bits.OnesCount64(same & equal & (equal >> 1) & inBlock)
			}
			below = w
		}
		if left <= 64 {
			return runs + finderPenalty*finders + blockPenalty*squares
		}
	}
}

// word is 64 modules of a row from one on; those past its end are light.
func (m *Matrix) word(y, from int) uint64 {
	row, shift := m.row(y), from%64
	w := row[from/64] >> shift
	if from/64+1 < len(row) {
		w |= row[from/64+1] << (64 - shift)
	}
	return w
}

// low is a word of n ones.
func low(n int) uint64 {
	switch {
	case n <= 0:
		return 0
	case n >= 64:
		return ^uint64(0)
	}
	return 1<<n - 1
}
