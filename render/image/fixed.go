package image

import (
	"math/bits"
	"strconv"
)

// Fixed is a number in units of 2^-32. Floating point would not give the same
// drawing on every processor.
type Fixed int64

const (
	one      Fixed = 1 << 32
	maxFixed Fixed = 1 << 62 // 2^30, so that the sum of two never overflows
)

// AppendDecimal appends the number with at most the given decimals (up to 9),
// rounded half away from zero, without trailing zeros.
func (v Fixed) AppendDecimal(b []byte, decimals int) []byte {
	scale := uint64(1)
	for range decimals {
		scale *= 10
	}
	whole := magnitude(v) >> 32
	fraction := ((magnitude(v)&(1<<32-1))*scale + 1<<31) >> 32 // the product is less than 2^62
	whole, fraction = whole+fraction/scale, fraction%scale
	if v < 0 && (whole > 0 || fraction > 0) {
		b = append(b, '-')
	}
	b = strconv.AppendUint(b, whole, 10)
	if fraction == 0 {
		return b
	}
	b = append(b, '.')
	for fraction > 0 {
		scale /= 10
		b = append(b, byte('0'+fraction/scale))
		fraction %= scale
	}
	return b
}

func magnitude(v Fixed) uint64 {
	if v < 0 {
		return uint64(-v)
	}
	return uint64(v)
}

// calc is arithmetic that notices when a number grows too large: what comes
// out then is of no use, and over says so.
type calc struct{ over bool }

func (c *calc) signed(negative bool, v uint64) Fixed {
	if v > uint64(maxFixed) {
		c.over = true
		v = uint64(maxFixed)
	}
	if negative {
		return -Fixed(v)
	}
	return Fixed(v)
}

func (c *calc) add(a, b Fixed) Fixed {
	s := a + b
	return c.signed(s < 0, magnitude(s))
}

// mul is a·b, rounded half away from zero.
func (c *calc) mul(a, b Fixed) Fixed { return c.mulShift(a, b, 32) }

// mulShift is a·b / 2^shift, rounded.
func (c *calc) mulShift(a, b Fixed, shift uint) Fixed {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	lo, carry := bits.Add64(lo, 1<<(shift-1), 0)
	hi += carry
	if hi>>(shift-1) != 0 {
		hi, lo = 0, 1<<63 // too large: signed says so
		return c.signed((a < 0) != (b < 0), lo)
	}
	return c.signed((a < 0) != (b < 0), hi<<(64-shift)|lo>>shift)
}

// div is a/b, rounded half away from zero.
func (c *calc) div(a, b Fixed) Fixed { return c.divShift(a, b, 32) }

// divShift is a·2^shift / b, rounded.
func (c *calc) divShift(a, b Fixed, shift uint) Fixed {
	return c.quotient((a < 0) != (b < 0), magnitude(a)>>(64-shift), magnitude(a)<<shift, magnitude(b))
}

// scale is a·b/by, rounded: a product that need not fit.
func (c *calc) scale(a, b, by Fixed) Fixed {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	return c.quotient((a < 0) != (b < 0) != (by < 0), hi, lo, magnitude(by))
}

func (c *calc) quotient(negative bool, hi, lo, by uint64) Fixed {
	if hi >= by {
		return c.signed(negative, 1<<63)
	}
	q, rest := bits.Div64(hi, lo, by)
	if rest >= by-rest {
		q++
	}
	return c.signed(negative, q)
}

// hypot is the length of x, y.
func (c *calc) hypot(x, y Fixed) Fixed {
	h1, l1 := bits.Mul64(magnitude(x), magnitude(x))
	h2, l2 := bits.Mul64(magnitude(y), magnitude(y))
	lo, carry := bits.Add64(l1, l2, 0)
	return c.signed(false, root(h1+h2+carry, lo))
}

// root is the integer square root, rounded down.
func root(hi, lo uint64) uint64 {
	r := uint64(0)
	for bit := uint64(1) << ((127 - leading(hi, lo)) / 2); bit != 0; bit >>= 1 {
		h, l := bits.Mul64(r|bit, r|bit)
		if h < hi || h == hi && l <= lo {
			r |= bit
		}
	}
	return r
}

// leading is the number of zero bits before the first one, at most 127.
func leading(hi, lo uint64) int {
	if hi != 0 {
		return bits.LeadingZeros64(hi)
	}
	return min(64+bits.LeadingZeros64(lo), 127)
}

// degree is π/180 in units of 2^-60.
const degree Fixed = 20_122_276_272_436_452

// sincos is the sine and the cosine of an angle in degrees, right to about 28
// bits after the point; those of multiples of 90 are exact.
func (c *calc) sincos(angle Fixed) (sin, cos Fixed) {
	angle %= 360 * one
	quarters := (angle + 45*one) / (90 * one)
	if angle < -45*one {
		quarters = (angle - 45*one) / (90 * one)
	}
	const unit Fixed = 1 << 60
	x := c.mulShift(angle-quarters*90*one, degree, 32) // at most π/4
	square := c.mulShift(x, x, 60)
	s, k := unit, unit
	for n := Fixed(13); n > 1; n -= 2 { // Taylor's series, from its end
		s = unit - c.mulShift(square, s, 60)/(n*(n-1))
		k = unit - c.mulShift(square, k, 60)/((n-1)*(n-2))
	}
	s = c.mulShift(s, x, 60)
	sin, cos = (s+1<<27)>>28, (k+1<<27)>>28
	switch (quarters%4 + 4) % 4 {
	case 1:
		return cos, -sin
	case 2:
		return -sin, -cos
	case 3:
		return -cos, sin
	}
	return sin, cos
}

// point is a place in user units.
type point struct{ x, y Fixed }

// unmoved is the matrix that changes nothing.
var unmoved = Matrix{A: one, D: one}

// then is the matrix that applies inner first and m after it.
func (c *calc) then(m, inner Matrix) Matrix {
	return Matrix{
		A: c.add(c.mul(m.A, inner.A), c.mul(m.C, inner.B)), B: c.add(c.mul(m.B, inner.A), c.mul(m.D, inner.B)),
		C: c.add(c.mul(m.A, inner.C), c.mul(m.C, inner.D)), D: c.add(c.mul(m.B, inner.C), c.mul(m.D, inner.D)),
		E: c.add(c.add(c.mul(m.A, inner.E), c.mul(m.C, inner.F)), m.E), F: c.add(c.add(c.mul(m.B, inner.E), c.mul(m.D, inner.F)), m.F),
	}
}

func (c *calc) apply(m Matrix, p point) point {
	return point{c.add(c.add(c.mul(m.A, p.x), c.mul(m.C, p.y)), m.E), c.add(c.add(c.mul(m.B, p.x), c.mul(m.D, p.y)), m.F)}
}

// After is the matrix that applies inner first and m after it.
func (m Matrix) After(inner Matrix) Matrix { return new(calc).then(m, inner) }

// singular reports whether a matrix squeezes everything into a line.
func (m Matrix) singular() bool {
	h1, l1 := bits.Mul64(magnitude(m.A), magnitude(m.D))
	h2, l2 := bits.Mul64(magnitude(m.B), magnitude(m.C))
	nothing := h1|l1 == 0
	return h1 == h2 && l1 == l2 && (nothing || (m.A < 0) != (m.D < 0) == ((m.B < 0) != (m.C < 0)))
}
