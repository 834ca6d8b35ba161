package image

// Codes of variable length, and blocks of 8 × 8 samples.

// huffman is a table of codes (C.2).
type huffman struct {
	defined bool
	short   [512]uint16 // by the next 9 bits: length × 256 + value; 0 for longer codes
	end     [17]int32   // by length: one past the last code
	place   [17]int32   // by length: place of the first value, less the first code
	values  [256]byte
}

// build makes the table of the counts by length and the values that follow. It
// returns how many values there are, -1 when they make no table.
func (h *huffman) build(counts, values []byte) int {
	*h = huffman{}
	code, n := int32(0), 0
	for length := 1; length <= 16; length++ {
		count := int(counts[length-1])
		if n+count > 256 || n+count > len(values) || code+int32(count) > 1<<length {
			return -1
		}
		h.place[length] = int32(n) - code
		for range count {
			if length <= 9 {
				entry := uint16(length)<<8 | uint16(values[n])
				for i := range int32(1) << (9 - length) {
					h.short[code<<(9-length)|i] = entry
				}
			}
			h.values[n] = values[n]
			code++
			n++
		}
		h.end[length] = code
		code <<= 1
	}
	h.defined = true
	return n
}

// bitReader reads coded samples bit by bit; a zero byte after each 0xFF is
// taken out (F.1.2.3).
type bitReader struct {
	data  []byte
	at    int    // the next byte that is not in bits
	from  int    // offset of data in the file
	bits  uint64 // the lower n are still to be read
	n     uint
	short bool // more was asked for than there is
}

// fill loads bytes up to a marker or the end.
func (r *bitReader) fill() {
	for r.n <= 48 && r.at < len(r.data) {
		b := r.data[r.at]
		if b == 0xFF {
			if r.at+1 >= len(r.data) || r.data[r.at+1] != 0 {
				return
			}
			r.at++
		}
		r.at++
		r.bits, r.n = r.bits<<8|uint64(b), r.n+8
	}
}

// read returns the next bits, at most 16.
func (r *bitReader) read(n uint) (uint32, bool) {
	if r.n < n {
		if r.fill(); r.n < n {
			r.short = true
			return 0, false
		}
	}
	r.n -= n
	return uint32(r.bits>>r.n) & (1<<n - 1), true
}

// signed returns a number of so many bits (F.2.2.1, EXTEND).
func (r *bitReader) signed(n uint) (int32, bool) {
	v, ok := r.read(n)
	if n > 0 && v < 1<<(n-1) {
		return int32(v) - 1<<n + 1, ok
	}
	return int32(v), ok
}

// code returns the value of the next code.
func (r *bitReader) code(h *huffman) (byte, bool) {
	if r.n < 16 {
		r.fill()
	}
	// The next 16 bits; what is past the end is zeros, which no code may use.
	var ahead uint32
	if r.n >= 16 {
		ahead = uint32(r.bits>>(r.n-16)) & 0xFFFF
	} else {
		ahead = uint32(r.bits<<(16-r.n)) & 0xFFFF
	}
	if entry := h.short[ahead>>7]; entry != 0 {
		return r.take(uint(entry>>8), byte(entry))
	}
	for length := uint(10); length <= 16; length++ {
		if code := int32(ahead >> (16 - length)); code < h.end[length] {
			return r.take(length, h.values[code+h.place[length]])
		}
	}
	r.short = r.n < 16
	return 0, false
}

func (r *bitReader) take(n uint, value byte) (byte, bool) {
	if r.n < n {
		r.short = true
		return 0, false
	}
	r.n -= n
	return value, true
}

// marker skips to the marker that must come next, past the bits that fill a
// byte.
func (r *bitReader) marker(want byte) bool {
	r.fill()
	if r.n >= 8 {
		return false // samples that nobody asked for
	}
	r.bits, r.n = 0, 0
	for r.at+1 < len(r.data) && r.data[r.at] == 0xFF && r.data[r.at+1] == 0xFF {
		r.at++ // B.1.1.2
	}
	if r.at+1 >= len(r.data) || r.data[r.at] != 0xFF || r.data[r.at+1] != want {
		return false
	}
	r.at += 2
	return true
}

// draw turns coefficients into samples of the band (A.3.3).
func (p *jpegPlane) draw(b *[64]int16, column, row int) {
	var v [64]int32
	for i, c := range b {
		v[i] = int32(c) * p.quant.steps[i]
	}
	inverseDCT(&v)
	stride := p.stride * 8
	at := row*8*stride + column*8
	for y := 0; y < 64; y += 8 {
		line := p.band[at : at+8]
		for x := range line {
			line[x] = byte(min(max(v[y+x]+128, 0), 255)) // level shift (A.3.1)
		}
		at += stride
	}
}

// Factors of the transform in units of 2^-13: sums and differences of √2 cos
// Nπ/16, each rounded on its own.
const (
	dctBits = 13

	k6       = 4433 // even part: c6, c2 − c6, c2 + c6
	k2Minus6 = 6270
	k2Plus6  = 15137
	k3       = 9633 // odd part: c3, …
	k3Plus5  = 16069
	k3Minus5 = 3196
	k3Minus7 = 7373
	k1Plus3  = 20995
	kOf1     = 12299 // c1 + c3 − c5 − c7
	kOf3     = 25172 // c1 + c3 + c5 − c7
	kOf5     = 16819 // c1 + c3 − c5 + c7
	kOf7     = 2446  // −c1 + c3 + c5 − c7
)

// inverseDCT is the inverse transform by Loeffler, Ligtenberg and Moschytz
// (ICASSP 1989), with integers: columns first, with two bits more than the
// result needs, then rows. It gives what libjpeg's accurate method gives.
func inverseDCT(v *[64]int32) {
	for x := range 8 {
		if v[8+x]|v[16+x]|v[24+x]|v[32+x]|v[40+x]|v[48+x]|v[56+x] == 0 {
			flat := v[x] << 2
			for y := 0; y < 64; y += 8 {
				v[y+x] = flat
			}
			continue
		}
		idctLine(v, x, 8, dctBits-2)
	}
	for y := 0; y < 64; y += 8 {
		idctLine(v, y, 1, dctBits+2+3)
	}
}

// idctLine transforms eight values, step apart, and drops bits with rounding.
func idctLine(v *[64]int32, at, step int, drop uint) {
	// Even part.
	s2, s6 := v[at+2*step], v[at+6*step]
	turn := (s2 + s6) * k6
	high, low := turn+s2*k2Minus6, turn-s6*k2Plus6
	sum, difference := (v[at]+v[at+4*step])<<dctBits, (v[at]-v[at+4*step])<<dctBits
	e0, e1, e2, e3 := sum+high, difference+low, difference-low, sum-high

	// Odd part: each of four inputs is turned against each of the others.
	s1, s3, s5, s7 := v[at+step], v[at+3*step], v[at+5*step], v[at+7*step]
	all := (s1 + s3 + s5 + s7) * k3
	a, b := all-(s3+s7)*k3Plus5, all-(s1+s5)*k3Minus5
	p, q := (s1+s7)*-k3Minus7, (s3+s5)*-k1Plus3
	o0, o1, o2, o3 := s1*kOf1+p+b, s3*kOf3+q+a, s5*kOf5+q+b, s7*kOf7+p+a

	half := int32(1) << (drop - 1)
	v[at], v[at+7*step] = (e0+o0+half)>>drop, (e0-o0+half)>>drop
	v[at+step], v[at+6*step] = (e1+o1+half)>>drop, (e1-o1+half)>>drop
	v[at+2*step], v[at+5*step] = (e2+o2+half)>>drop, (e2-o2+half)>>drop
	v[at+3*step], v[at+4*step] = (e3+o3+half)>>drop, (e3-o3+half)>>drop
}
