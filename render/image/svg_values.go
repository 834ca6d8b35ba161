package image

import (
	"math/bits"
	"strings"
)

// scanner reads numbers and words of a value.
type scanner struct {
	text
	i int
}

func (s *scanner) more() bool { return s.i < len(s.s) }

func (s *scanner) space() {
	for s.more() && strings.IndexByte(spaces, s.s[s.i]) >= 0 {
		s.i++
	}
}

// comma passes white space with at most one comma in it.
func (s *scanner) comma() {
	s.space()
	if s.more() && s.s[s.i] == ',' {
		s.i++
		s.space()
	}
}

// take passes a byte when it is the next one.
func (s *scanner) take(b byte) bool {
	if s.more() && s.s[s.i] == b {
		s.i++
		return true
	}
	return false
}

// word passes letters, digits and hyphens.
func (s *scanner) word() string {
	from := s.i
	for s.more() && (letter(s.s[s.i]) || digit(s.s[s.i]) || s.s[s.i] == '-' || s.s[s.i] == '_') {
		s.i++
	}
	return s.s[from:s.i]
}

func letter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }
func digit(b byte) bool  { return b >= '0' && b <= '9' }

// startsNumber reports whether a number comes next.
func (s *scanner) startsNumber() bool {
	return s.more() && (digit(s.s[s.i]) || strings.IndexByte("+-.", s.s[s.i]) >= 0)
}

// number reads a number, as SVG writes them: -3, .5, 1.5e-3.
func (s *scanner) number() (Fixed, error) {
	from := s.i
	negative := s.take('-')
	if !negative {
		s.take('+')
	}
	mantissa, exponent, digits := uint64(0), 0, 0
	for point := false; s.more(); s.i++ {
		b := s.s[s.i]
		if b == '.' && !point {
			point = true
			continue
		}
		if !digit(b) {
			break
		}
		digits++
		if mantissa < 1e17 {
			mantissa = mantissa*10 + uint64(b-'0')
		} else if !point {
			exponent++
			continue
		} else {
			continue // digits beyond the 17th count for nothing
		}
		if point {
			exponent--
		}
	}
	if digits == 0 {
		return 0, fail(Damaged, s.pos(from), "a number was expected%s; save the picture again", s.found(from))
	}
	exponent += s.exponent()
	v, ok := decimal(mantissa, exponent)
	if !ok {
		return 0, fail(TooLarge, s.pos(from), "a number above 2^30; scale the picture down")
	}
	if negative {
		v = -v
	}
	return v, nil
}

// exponent reads e and a number after it, but not the unit em or ex.
func (s *scanner) exponent() int {
	if !s.more() || s.s[s.i]|0x20 != 'e' {
		return 0
	}
	i := s.i + 1
	negative := false
	if i < len(s.s) && (s.s[i] == '-' || s.s[i] == '+') {
		negative = s.s[i] == '-'
		i++
	}
	if i >= len(s.s) || !digit(s.s[i]) {
		return 0
	}
	v := 0
	for ; i < len(s.s) && digit(s.s[i]); i++ {
		v = min(v*10+int(s.s[i]-'0'), 10_000)
	}
	s.i = i
	if negative {
		return -v
	}
	return v
}

// decimal is mantissa × 10^exponent; ok is false when it is too large.
func decimal(mantissa uint64, exponent int) (v Fixed, ok bool) {
	hi, lo := mantissa>>32, mantissa<<32
	for ; exponent > 0 && (hi|lo) != 0; exponent-- {
		if hi != 0 {
			return 0, false
		}
		hi, lo = bits.Mul64(lo, 10)
	}
	for ; exponent < 0 && (hi|lo) != 0; exponent++ {
		by := uint64(10)
		if exponent <= -18 {
			by = 1e18
			exponent += 17
		} else {
			for ; exponent < -1; exponent++ {
				by *= 10
			}
		}
		high := hi / by
		var rest uint64
		lo, rest = bits.Div64(hi%by, lo, by)
		if hi = high; rest >= by-rest {
			var carry uint64
			lo, carry = bits.Add64(lo, 1, 0)
			hi += carry
		}
	}
	if hi != 0 || lo > uint64(maxFixed) {
		return 0, false
	}
	return Fixed(lo), true
}

// found says what stands at a place, for a message.
func (s *scanner) found(at int) string {
	if at >= len(s.s) {
		return " at the end of this value"
	}
	return ", not “" + shortened(strings.TrimSpace(s.s[at:min(len(s.s), at+12)])) + "”"
}

// end wants nothing but white space after a value.
func (s *scanner) end() error {
	s.space()
	if s.more() {
		return fail(Damaged, s.pos(s.i), "this value ends too late%s; save the picture again", s.found(s.i))
	}
	return nil
}

// parseNumber reads a value that is one number.
func parseNumber(t text) (Fixed, error) {
	s := scanner{text: t}
	s.space()
	v, err := s.number()
	if err == nil {
		err = s.end()
	}
	return v, err
}

// numbers reads a list of numbers, at most a given count.
func numbers(t text, most int) ([]Fixed, error) {
	s := scanner{text: t}
	var list []Fixed
	for s.space(); s.more(); s.comma() {
		v, err := s.number()
		if err != nil {
			return nil, err
		}
		if len(list) == most {
			return nil, fail(TooLarge, s.pos(s.i), "more than %d numbers in a row", most)
		}
		list = append(list, v)
	}
	return list, nil
}

// units are lengths in user units, which are CSS pixels.
var units = map[string]Fixed{
	"": one, "px": one, "in": 96 * one, "pt": 96 * one / 72, "pc": 16 * one,
	"cm": 9600 * one / 254, "mm": 960 * one / 254, "q": 240 * one / 254,
}

// length reads a length; whole is what 100% stands for.
func (c *calc) length(t text, whole Fixed) (Fixed, error) {
	s := scanner{text: t}
	s.space()
	v, err := s.number()
	if err != nil {
		return 0, err
	}
	v, err = c.unit(&s, v, whole)
	if err == nil {
		err = s.end()
	}
	return v, err
}

// unit reads the unit after a number.
func (c *calc) unit(s *scanner, v, whole Fixed) (Fixed, error) {
	if s.take('%') {
		return c.scale(v, whole, 100*one), nil
	}
	at := s.i
	unit := strings.ToLower(s.word())
	size, ok := units[unit]
	if !ok {
		return 0, fail(Unsupported, s.pos(at), "the unit %s is not read; write user units, px, pt, pc, mm, cm, in or %%", shortened(unit))
	}
	return c.mul(v, size), nil
}

// share reads a number from 0 to 1, or a percentage; what lies outside counts
// as the nearest end.
func (c *calc) share(t text) (Fixed, error) {
	s := scanner{text: t}
	s.space()
	v, err := s.number()
	if err != nil {
		return 0, err
	}
	if s.take('%') {
		v /= 100
	}
	return min(max(v, 0), one), s.end()
}

// transform reads a list of transforms.
func (c *calc) transform(t text) (Matrix, error) {
	m := unmoved
	s := scanner{text: t}
	for s.comma(); s.more(); s.comma() {
		at := s.i
		name := s.word()
		if name == "none" && at == 0 && !s.more() {
			return m, nil
		}
		s.space()
		if !s.take('(') {
			return m, fail(Damaged, s.pos(at), "a transform was expected%s; save the picture again", s.found(at))
		}
		var list [6]Fixed
		n := 0
		for s.space(); s.more() && s.s[s.i] != ')'; s.comma() {
			if n == len(list) {
				return m, fail(Damaged, s.pos(at), "too many numbers in %s; save the picture again", shortened(name))
			}
			v, err := s.number()
			if err != nil {
				return m, err
			}
			if v, err = c.transformUnit(&s, v); err != nil {
				return m, err
			}
			list[n] = v
			n++
		}
		if !s.take(')') {
			return m, fail(Damaged, s.pos(at), "%s( is not closed; save the picture again", shortened(name))
		}
		step, ok := c.oneTransform(name, list, n)
		if !ok {
			return m, fail(Damaged, s.pos(at), "%s with %d numbers is no transform; save the picture again", shortened(name), n)
		}
		m = c.then(m, step)
		if c.over {
			return m, fail(TooLarge, s.pos(at), "a transform enlarges beyond all bounds; scale the picture down")
		}
	}
	return m, nil
}

// transformUnit reads px and deg, which style sheets write.
func (c *calc) transformUnit(s *scanner, v Fixed) (Fixed, error) {
	if !s.more() || !letter(s.s[s.i]) && s.s[s.i] != '%' {
		return v, nil
	}
	at := s.i
	if unit := s.word(); unit == "px" || unit == "deg" {
		return v, nil
	}
	return 0, fail(Unsupported, s.pos(at), "a transform in other units than px and deg%s; save the picture with presentation attributes", s.found(at))
}

func (c *calc) oneTransform(name string, v [6]Fixed, n int) (m Matrix, ok bool) {
	m = unmoved
	switch {
	case name == "matrix" && n == 6:
		return Matrix{v[0], v[1], v[2], v[3], v[4], v[5]}, true
	case name == "translate" && (n == 1 || n == 2), name == "translateX" && n == 1:
		m.E, m.F = v[0], v[1]
	case name == "translateY" && n == 1:
		m.F = v[0]
	case name == "scale" && n == 1:
		m.A, m.D = v[0], v[0]
	case name == "scale" && n == 2:
		m.A, m.D = v[0], v[1]
	case name == "scaleX" && n == 1:
		m.A = v[0]
	case name == "scaleY" && n == 1:
		m.D = v[0]
	case name == "rotate" && (n == 1 || n == 3):
		sin, cos := c.sincos(v[0])
		m = Matrix{A: cos, B: sin, C: -sin, D: cos}
		if n == 3 {
			centre := unmoved
			centre.E, centre.F = v[1], v[2]
			back := unmoved
			back.E, back.F = -v[1], -v[2]
			m = c.then(centre, c.then(m, back))
		}
	case name == "skewX" && n == 1:
		sin, cos := c.sincos(v[0])
		m.C = c.div(sin, cos)
	case name == "skewY" && n == 1:
		sin, cos := c.sincos(v[0])
		m.B = c.div(sin, cos)
	default:
		return m, false
	}
	return m, true
}
