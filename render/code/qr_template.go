package code

import "sync"

// template is what all codes of one version share.
type template struct {
	side   int
	fixed  *Matrix    // function patterns, without format information
	free   *Matrix    // the modules that hold data
	order  []place    // of these, in the order of their bits (§7.7.3)
	masks  [8]*Matrix // what a mask turns round
	fixedT *Matrix    // the same by columns: row x is column x
	masksT [8]*Matrix
}

type place struct{ x, y uint8 }

// templates are made when they are first asked for; that of the largest
// version has 150 KB.
var templates = func() (t [MaxVersion + 1]func() *template) {
	for v := range t {
		t[v] = sync.OnceValue(func() *template { return newTemplate(v) })
	}
	return t
}()

func newTemplate(version int) *template {
	n := side(version)
	t := &template{side: n, fixed: newMatrix(n, n), free: newMatrix(n, n)}
	for y := range n {
		for x := range n {
			t.free.set(x, y)
		}
	}
	t.patterns(version)
	t.zigzag()
	t.fixedT = t.fixed.transposed()
	for k := range t.masks {
		m := newMatrix(n, n)
		for _, p := range t.order {
			if turned(k, int(p.x), int(p.y)) {
				m.set(int(p.x), int(p.y))
			}
		}
		t.masks[k], t.masksT[k] = m, m.transposed()
	}
	return t
}

// put makes a function module.
func (t *template) put(x, y int, dark bool) {
	if x < 0 || y < 0 || x >= t.side || y >= t.side {
		return
	}
	bit := uint64(1) << (x % 64)
	i := y*t.fixed.stride + x/64
	t.free.words[i] &^= bit
	t.fixed.words[i] &^= bit
	if dark {
		t.fixed.words[i] |= bit
	}
}

// rings draws concentric squares round a centre, of which those at a distance
// of a light radius are light.
func (t *template) rings(cx, cy, radius int, light ...int) {
	for dy := -radius; dy <= radius; dy++ {
		for dx := -radius; dx <= radius; dx++ {
			d, dark := max(dx, -dx, dy, -dy), true
			for _, l := range light {
				dark = dark && d != l
			}
			t.put(cx+dx, cy+dy, dark)
		}
	}
}

// patterns draws timing, finder and alignment patterns and the version, and
// keeps the places of the format (§6.3).
func (t *template) patterns(version int) {
	n := t.side
	for i := range n {
		t.put(6, i, i%2 == 0)
		t.put(i, 6, i%2 == 0)
	}
	for _, c := range [3][2]int{{3, 3}, {n - 4, 3}, {3, n - 4}} {
		t.rings(c[0], c[1], 4, 2, 4)
	}
	at := alignments(version)
	for i, y := range at {
		for j, x := range at {
			last := len(at) - 1
			if i == 0 && j == 0 || i == 0 && j == last || i == last && j == 0 {
				continue // a finder stands there
			}
			t.rings(x, y, 2, 1)
		}
	}
	for i := range 15 {
		a, b := formatPlaces(i, n)
		t.put(int(a.x), int(a.y), false)
		t.put(int(b.x), int(b.y), false)
	}
	t.put(8, n-8, true)
	if version >= 7 {
		v := versionBits(version)
		for i := range 18 {
			t.put(n-11+i%3, i/3, v>>i&1 != 0)
			t.put(i/3, n-11+i%3, v>>i&1 != 0)
		}
	}
}

// formatPlaces are the two places of a bit of the format information (§7.9).
func formatPlaces(bit, side int) (a, b place) {
	i, n := uint8(bit), uint8(side)
	switch {
	case i < 6:
		a = place{8, i}
	case i < 8:
		a = place{8, i + 1}
	case i == 8:
		a = place{7, 8}
	default:
		a = place{14 - i, 8}
	}
	if i < 8 {
		return a, place{n - 1 - i, 8}
	}
	return a, place{8, n - 15 + i}
}

// zigzag lists the free modules by pairs of columns from the right, up and
// down by turns; the vertical timing pattern is no column of them.
func (t *template) zigzag() {
	t.order = make([]place, 0, t.side*t.side)
	up := true
	for right := t.side - 1; right > 0; right -= 2 {
		if right == 6 {
			right = 5
		}
		for i := range t.side {
			y := i
			if up {
				y = t.side - 1 - i
			}
			for x := right; x > right-2; x-- {
				if t.free.Dark(x, y) {
					t.order = append(t.order, place{uint8(x), uint8(y)})
				}
			}
		}
		up = !up
	}
}

// turned reports whether a mask turns a module round (table 10).
func turned(mask, x, y int) bool {
	switch mask {
	case 0:
		return (x+y)%2 == 0
	case 1:
		return y%2 == 0
	case 2:
		return x%3 == 0
	case 3:
		return (x+y)%3 == 0
	case 4:
		return (x/3+y/2)%2 == 0
	case 5:
		return x*y%2+x*y%3 == 0
	case 6:
		return (x*y%2+x*y%3)%2 == 0
	}
	return ((x+y)%2+x*y%3)%2 == 0
}

// transposed is the matrix with rows for columns, made by squares of 64.
func (m *Matrix) transposed() *Matrix {
	t := newMatrix(m.Height, m.Width)
	for y := 0; y < m.Height; y += 64 {
		for x := 0; x < m.Width; x += 64 {
			var square [64]uint64
			for i := range min(64, m.Height-y) {
				square[i] = m.words[(y+i)*m.stride+x/64]
			}
			transpose(&square)
			for i := range min(64, m.Width-x) {
				t.words[(x+i)*t.stride+y/64] = square[i]
			}
		}
	}
	return t
}

// transpose swaps bit x of word y with bit y of word x: ever smaller squares
// change places across the diagonal, all of a size at once.
func transpose(a *[64]uint64) {
	mask := uint64(1<<32 - 1)
	for n := 32; n > 0; n >>= 1 {
		for k := 0; k < 64; k = (k + n + 1) &^ n {
			swap := (a[k]>>n ^ a[k+n]) & mask
			a[k] ^= swap << n
			a[k+n] ^= swap
		}
		mask ^= mask << (n / 2)
	}
}
