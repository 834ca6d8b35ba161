// Package code makes machine-readable codes: in goes a text, out comes a
// Matrix of dark and light modules, for QR codes (ISO/IEC 18004) and Code 128
// bar codes (ISO/IEC 15417). It decides neither the size in print nor what a
// text means, and it draws nothing.
package code

import "math/bits"

// Matrix is a finished code: rows of modules, dark or light.
type Matrix struct {
	Width, Height int // in modules; the bars of a linear code are one row
	// QuietX and QuietY are how many modules must stay light beside the code,
	// and above and below it.
	QuietX, QuietY int

	stride int      // words in a row
	words  []uint64 // module x of row y is bit x%64 of word y*stride + x/64
}

// newMatrix is a light matrix.
func newMatrix(width, height int) *Matrix {
	stride := (width + 63) / 64
	return &Matrix{Width: width, Height: height, stride: stride, words: make([]uint64, stride*height)}
}

// Dark reports whether a module is dark; none outside the matrix is.
func (m *Matrix) Dark(x, y int) bool {
	return x >= 0 && x < m.Width && y >= 0 && y < m.Height && m.words[y*m.stride+x/64]>>(x%64)&1 != 0
}

// String shows the modules, # for dark ones, one row a line: for tests, and to
// tell codes apart.
func (m *Matrix) String() string {
	b := make([]byte, 0, (m.Width+1)*m.Height)
	for y := range m.Height {
		for x := range m.Width {
			if m.Dark(x, y) {
				b = append(b, '#')
			} else {
				b = append(b, '.')
			}
		}
		b = append(b, '\n')
	}
	return string(b)
}

// row is the words of one row. Bits past the width are zero.
func (m *Matrix) row(y int) []uint64 { return m.words[y*m.stride : (y+1)*m.stride] }

func (m *Matrix) set(x, y int) { m.words[y*m.stride+x/64] |= 1 << (x % 64) }

// Rect is a rectangle of dark modules.
type Rect struct{ X, Y, W, H int }

// AppendRects appends rectangles that cover every dark module once: the runs
// of each row, those joined that stand below one another with the same ends.
func (m *Matrix) AppendRects(dst []Rect) []Rect {
	open := make([]int, m.Width) // by start: 1 + the index of the last rectangle there
	for y := range m.Height {
		row := m.row(y)
		for x := 0; ; {
			start := next(row, x, 0)
			if start >= m.Width {
				break
			}
			x = min(next(row, start, ^uint64(0)), m.Width)
			if i := open[start] - 1; i >= 0 && dst[i].W == x-start && dst[i].Y+dst[i].H == y {
				dst[i].H++
				continue
			}
			dst = append(dst, Rect{start, y, x - start, 1})
			open[start] = len(dst)
		}
	}
	return dst
}

// next is the first place from x on where a row differs from what same says
// (all zeros or all ones), or a place past its end.
func next(row []uint64, x int, same uint64) int {
	for i := x / 64; i < len(row); i++ {
		w := row[i] ^ same
		if i == x/64 {
			w &= ^uint64(0) << (x % 64)
		}
		if w != 0 {
			return i*64 + bits.TrailingZeros64(w)
		}
	}
	return len(row) * 64
}
