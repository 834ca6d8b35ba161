package code

import "slices"

// mode is a way to write characters (§7.3).
type mode uint8

const (
	numeric mode = iota
	alphanumeric
	byteMode
	modes
)

// alphabet is what alphanumeric mode writes, in the order of its values
// (table 5).
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// indicators are the mode indicators, of four bits (table 2).
var indicators = [modes]uint{numeric: 1, alphanumeric: 2, byteMode: 4}

// Extended Channel Interpretation 26 is UTF-8. Without it, byte mode is ISO
// 8859-1, which equals UTF-8 as far as ASCII goes.
const (
	utf8ECI     = 7<<8 | 26
	utf8ECIBits = 12
)

// countBits is the length of a segment's character count (table 3): it grows
// at versions 10 and 27.
var countBits = [3][modes]int{{10, 9, 8}, {12, 11, 16}, {14, 13, 16}}

// sizeClass is the row of countBits for a version.
func sizeClass(version int) int {
	switch {
	case version < 10:
		return 0
	case version < 27:
		return 1
	}
	return 2
}

// segment is a piece of the data in one mode.
type segment struct {
	mode mode
	text string
}

// values are what characters are worth in alphanumeric mode; -1 for none.
var values = func() (v [256]int8) {
	for i := range v {
		v[i] = -1
	}
	for i := range len(alphabet) {
		v[alphabet[i]] = int8(i)
	}
	return v
}()

// sixths is what a character costs in a mode, in sixths of a bit; a mode is
// left at a whole bit.
var sixths = [modes]int{20, 33, 48}

// fewestBits is what data would take if modes could change for nothing.
func fewestBits(data string) int {
	sum := 0
	for i := range len(data) {
		switch v := values[data[i]]; {
		case v < 0:
			sum += sixths[byteMode]
		case v < 10:
			sum += sixths[numeric]
		default:
			sum += sixths[alphanumeric]
		}
	}
	return whole(sum)
}

// split divides data into the segments that take the fewest bits in a class of
// versions, and returns them with that number. It goes through the data once
// and keeps, for each mode that the next character could be in, the cheapest
// way there.
func split(data string, class int) (segs []segment, total int) {
	const never = 1 << 30
	var cost, head [modes]int
	for m := range modes {
		head[m] = (4 + countBits[class][m]) * 6
		cost[m] = head[m]
	}
	from := make([][modes]mode, len(data)) // the mode of a character, by that of the next
	for i := range len(data) {
		end := [modes]int{never, never, cost[byteMode] + sixths[byteMode]} // after this character, in its mode
		if v := values[data[i]]; v >= 0 {
			end[alphanumeric] = cost[alphanumeric] + sixths[alphanumeric]
			if v < 10 {
				end[numeric] = cost[numeric] + sixths[numeric]
			}
		}
		best := numeric // the cheapest to come from
		for m := alphanumeric; m < modes; m++ {
			if whole(end[m]) < whole(end[best]) {
				best = m
			}
		}
		for next := range modes {
			cost[next], from[i][next] = end[next], next
			if c := whole(end[best])*6 + head[next]; c < cost[next] {
				cost[next], from[i][next] = c, best
			}
		}
	}
	last := numeric
	for m := alphanumeric; m < modes; m++ {
		if cost[m] < cost[last] {
			last = m
		}
	}
	return segments(data, from, last), whole(cost[last])
}

// whole is a cost in bits.
func whole(sixths int) int { return (sixths + 5) / 6 }

// segments joins characters of one mode, from the last one back.
func segments(data string, from [][modes]mode, next mode) []segment {
	var segs []segment
	end := len(data)
	for i := len(data) - 1; i >= 0; i-- {
		m := from[i][next]
		if i < len(data)-1 && m != next {
			segs = append(segs, segment{next, data[i+1 : end]})
			end = i + 1
		}
		next = m
	}
	segs = append(segs, segment{next, data[:end]})
	slices.Reverse(segs)
	return segs
}

// bitWriter collects bits, the most significant first.
type bitWriter struct {
	b    []byte
	bits uint64 // the last n bits are not in b yet
	n    int
}

func (w *bitWriter) write(v uint, n int) {
	w.bits, w.n = w.bits<<n|uint64(v), w.n+n
	for w.n >= 8 {
		w.n -= 8
		w.b = append(w.b, byte(w.bits>>w.n))
	}
}

// segment writes a segment with its header (§7.4).
func (w *bitWriter) segment(s segment, class int) {
	w.write(indicators[s.mode], 4)
	w.write(uint(len(s.text)), countBits[class][s.mode])
	t := s.text
	switch s.mode {
	case numeric:
		for ; t != ""; t = t[min(3, len(t)):] {
			v, n := uint(0), min(3, len(t))
			for i := range n {
				v = v*10 + uint(t[i]-'0')
			}
			w.write(v, n*3+1)
		}
	case alphanumeric:
		for ; len(t) > 1; t = t[2:] {
			w.write(uint(values[t[0]])*45+uint(values[t[1]]), 11)
		}
		if t != "" {
			w.write(uint(values[t[0]]), 6)
		}
	default:
		for i := range len(t) {
			w.write(uint(t[i]), 8)
		}
	}
}

// pad ends the data and fills the rest of n bytes (§7.4.9, §7.4.10).
func (w *bitWriter) pad(n int) []byte {
	w.write(0, min(4, n*8-len(w.b)*8-w.n))
	if w.n > 0 {
		w.write(0, 8-w.n)
	}
	for fill := byte(0xec); len(w.b) < n; fill ^= 0xec ^ 0x11 {
		w.b = append(w.b, fill)
	}
	return w.b
}
