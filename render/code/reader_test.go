package code

import (
	"errors"
	"fmt"
	"strings"
)

// A reader of QR codes for tests: slow, and made from the standard's text, not
// from the encoder's tables where it can do without. It corrects nothing: a
// code whose blocks do not check is refused.

type read struct {
	version int
	level   Level
	mask    int
	words   []byte // data and check bytes, in the order of the modules
	text    string
	modes   string // of the segments: N, A, B, E
}

func readQR(m *Matrix) (r read, err error) {
	n := m.Width
	if m.Height != n || (n-17)%4 != 0 || n < 21 || n > 177 {
		return r, fmt.Errorf("%d × %d modules", m.Width, m.Height)
	}
	r.version = (n - 17) / 4
	if err := finders(m); err != nil {
		return r, err
	}
	if err := r.format(m); err != nil {
		return r, err
	}
	if r.version >= 7 {
		v := 0
		for i := 17; i >= 0; i-- {
			a, b := m.Dark(n-11+i%3, i/3), m.Dark(i/3, n-11+i%3)
			if a != b {
				return r, errors.New("two versions")
			}
			v = v<<1 | one(a)
		}
		if v>>12 != r.version || v%2 < 0 || poly(v, 0x1f25) != 0 {
			return r, fmt.Errorf("version information %018b", v)
		}
	}
	bit, up := 0, true
	var w byte
	for x := n - 1; x > 0; x -= 2 {
		if x == 6 {
			x--
		}
		for i := range n {
			y := i
			if up {
				y = n - 1 - i
			}
			for _, c := range []int{x, x - 1} {
				if function(r.version, c, y) {
					continue
				}
				w = w<<1 | byte(one(m.Dark(c, y) != masked(r.mask, y, c)))
				if bit++; bit%8 == 0 {
					r.words = append(r.words, w)
				}
			}
		}
		up = !up
	}
	data, err := r.blocks()
	if err != nil {
		return r, err
	}
	return r, r.segments(data)
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// poly is the remainder of a division over GF(2), bit by bit.
func poly(v, by int) int {
	top := 0
	for by>>top > 1 {
		top++
	}
	for i := 30; i >= top; i-- {
		if v>>i&1 == 1 {
			v ^= by << (i - top)
		}
	}
	return v
}

// finders wants the three finder patterns, drawn here as people see them.
func finders(m *Matrix) error {
	picture := []string{"#######.", "#.....#.", "#.###.#.", "#.###.#.", "#.###.#.", "#.....#.", "#######.", "........"}
	n := m.Width
	for y, line := range picture {
		for x := range line {
			want := line[x] == '#'
			if m.Dark(x, y) != want || m.Dark(n-1-x, y) != want || m.Dark(x, n-1-y) != want {
				return fmt.Errorf("no finder pattern at %d,%d", x, y)
			}
		}
	}
	for i := 8; i < n-8; i++ {
		if m.Dark(i, 6) != (i%2 == 0) || m.Dark(6, i) != (i%2 == 0) {
			return fmt.Errorf("no timing pattern at %d", i)
		}
	}
	if !m.Dark(8, n-8) {
		return errors.New("no dark module")
	}
	return nil
}

// format reads the 15 bits of level and mask in both places, as figure 25 of
// the standard numbers them.
func (r *read) format(m *Matrix) error {
	n := m.Width
	first := [15][2]int{{0, 8}, {1, 8}, {2, 8}, {3, 8}, {4, 8}, {5, 8}, {7, 8}, {8, 8}, {8, 7}, {8, 5}, {8, 4}, {8, 3}, {8, 2}, {8, 1}, {8, 0}}
	var a, b int
	for i := range 15 { // the most significant first
		a = a<<1 | one(m.Dark(first[i][0], first[i][1]))
		if i < 7 {
			b = b<<1 | one(m.Dark(8, n-1-i))
		} else {
			b = b<<1 | one(m.Dark(n-15+i, 8))
		}
	}
	if a != b {
		return fmt.Errorf("formats %015b and %015b", a, b)
	}
	a ^= 0b101010000010010
	if poly(a, 0b10100110111) != 0 {
		return fmt.Errorf("format %015b does not check", a)
	}
	r.level = [4]Level{M, L, H, Q}[a>>13]
	r.mask = a >> 10 & 7
	return nil
}

// masked follows table 10: i is the row, j the column.
func masked(mask, i, j int) bool {
	return []func() bool{
		func() bool { return (i+j)%2 == 0 },
		func() bool { return i%2 == 0 },
		func() bool { return j%3 == 0 },
		func() bool { return (i+j)%3 == 0 },
		func() bool { return (i/2+j/3)%2 == 0 },
		func() bool { return (i*j)%2+(i*j)%3 == 0 },
		func() bool { return ((i*j)%2+(i*j)%3)%2 == 0 },
		func() bool { return ((i*j)%3+(i+j)%2)%2 == 0 },
	}[mask]()
}

// centres are annex E, as it is printed, for some versions.
var centres = map[int][]int{
	1: nil, 2: {6, 18}, 6: {6, 34}, 7: {6, 22, 38}, 13: {6, 34, 62}, 14: {6, 26, 46, 66}, 15: {6, 26, 48, 70}, 16: {6, 26, 50, 74},
	18: {6, 30, 56, 82}, 19: {6, 30, 58, 86}, 22: {6, 26, 50, 74, 98}, 24: {6, 28, 54, 80, 106}, 26: {6, 30, 58, 86, 114},
	28: {6, 26, 50, 74, 98, 122}, 30: {6, 26, 52, 78, 104, 130}, 31: {6, 30, 56, 82, 108, 134}, 32: {6, 34, 60, 86, 112, 138},
	33: {6, 30, 58, 86, 114, 142}, 36: {6, 24, 50, 76, 102, 128, 154}, 39: {6, 26, 54, 82, 110, 138, 166}, 40: {6, 30, 58, 86, 114, 142, 170},
}

// function reports whether a module is none of the data.
func function(version, x, y int) bool {
	n := 17 + 4*version
	if x == 6 || y == 6 || x < 9 && y < 9 || x >= n-8 && y < 9 || x < 9 && y >= n-8 {
		return true
	}
	if version >= 7 && (x >= n-11 && y < 6 || y >= n-11 && x < 6) {
		return true
	}
	near := func(a int) int {
		for _, c := range alignments(version) {
			if a >= c-2 && a <= c+2 {
				return c
			}
		}
		return 0
	}
	cx, cy := near(x), near(y)
	if cx == 0 || cy == 0 {
		return false
	}
	last := n - 7
	return !(cx == 6 && cy == 6 || cx == 6 && cy == last || cx == last && cy == 6)
}

// times multiplies in GF(256), bit by bit.
func times(a, b byte) (p byte) {
	for ; b > 0; b >>= 1 {
		if b&1 != 0 {
			p ^= a
		}
		high := a&0x80 != 0
		if a <<= 1; high {
			a ^= 0x1d
		}
	}
	return p
}

// blocks takes the interleaved bytes apart and wants every block to check: as
// a polynomial it is zero at the powers of 2.
func (r *read) blocks() ([]byte, error) {
	count, checks := int(blockCount[r.level][r.version]), int(checkBytes[r.level][r.version])
	if len(r.words) != codewords(r.version) {
		return nil, fmt.Errorf("%d bytes", len(r.words))
	}
	n := len(r.words) - count*checks
	blocks := make([][]byte, count)
	for i := range n {
		b := i % count
		if i >= n/count*count { // the longer blocks are the last
			b = count - n%count + i%count
		}
		blocks[b] = append(blocks[b], r.words[i])
	}
	var data []byte
	for b := range blocks {
		data = append(data, blocks[b]...)
		for i := range checks {
			blocks[b] = append(blocks[b], r.words[n+i*count+b])
		}
		x := byte(1)
		for range checks {
			sum := byte(0)
			for _, c := range blocks[b] {
				sum = times(sum, x) ^ c
			}
			if sum != 0 {
				return nil, fmt.Errorf("block %d does not check", b)
			}
			x = times(x, 2)
		}
	}
	return data, nil
}

// segments reads the text.
func (r *read) segments(data []byte) error {
	at := 0
	take := func(n int) int {
		v := 0
		for range n {
			bit := 0
			if at/8 < len(data) {
				bit = int(data[at/8] >> (7 - at%8) & 1)
			}
			v, at = v<<1|bit, at+1
		}
		return v
	}
	size := 0
	if r.version > 9 {
		size = 1
	}
	if r.version > 26 {
		size = 2
	}
	var out strings.Builder
	for at+4 <= len(data)*8 {
		switch take(4) {
		case 0:
			r.text = out.String()
			return r.padding(data, at)
		case 1:
			r.modes += "N"
			for n := take([]int{10, 12, 14}[size]); n > 0; n -= 3 {
				k := min(n, 3)
				fmt.Fprintf(&out, "%0*d", k, take([]int{0, 4, 7, 10}[k]))
			}
		case 2:
			r.modes += "A"
			for n := take([]int{9, 11, 13}[size]); n > 0; n -= 2 {
				if n == 1 {
					out.WriteByte(alphabet[take(6)])
					break
				}
				v := take(11)
				out.WriteByte(alphabet[v/45])
				out.WriteByte(alphabet[v%45])
			}
		case 4:
			r.modes += "B"
			for range take([]int{8, 16, 16}[size]) {
				out.WriteByte(byte(take(8)))
			}
		case 7:
			r.modes += "E"
			if v := take(8); v != 26 {
				return fmt.Errorf("ECI %d", v)
			}
		default:
			return errors.New("an unknown mode")
		}
		if at > len(data)*8 {
			return errors.New("a segment goes past the end")
		}
	}
	r.text = out.String()
	return nil
}

// padding wants zeros to the byte, then 236 and 17 by turns.
func (r *read) padding(data []byte, at int) error {
	for ; at%8 != 0; at++ {
		if data[at/8]>>(7-at%8)&1 != 0 {
			return errors.New("bits after the terminator")
		}
	}
	for i, b := range data[at/8:] {
		if b != []byte{236, 17}[i%2] {
			return fmt.Errorf("padding byte %d is %d", i, b)
		}
	}
	return nil
}
