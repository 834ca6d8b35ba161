package code

import (
	"crypto/subtle"
	"sync"
)

// maxCheck is the most error correction codewords that a block has.
const maxCheck = 30

// field holds the powers of 2 in GF(256) modulo x^8+x^4+x^3+x^2+1 (§7.5.2).
var field = sync.OnceValue(func() (f struct{ exp, log [256]byte }) {
	x := 1
	for i := range 255 {
		f.exp[i], f.log[x] = byte(x), byte(i)
		if x <<= 1; x > 255 {
			x ^= 0x11d
		}
	}
	f.exp[255] = f.exp[0]
	return f
})

// products is a generator polynomial, its leading 1 left out, times each byte.
type products [256][maxCheck]byte

// generators are the generator polynomials by their degree, each made when it
// is first asked for: 8 KB, and a block costs a table row a byte.
var generators = func() (g [maxCheck + 1]func() *products) {
	for n := range g {
		g[n] = sync.OnceValue(func() *products { return generator(n) })
	}
	return g
}()

func generator(n int) *products {
	f := field()
	mul := func(a, b byte) byte {
		if a == 0 || b == 0 {
			return 0
		}
		return f.exp[(int(f.log[a])+int(f.log[b]))%255]
	}
	poly := make([]byte, n+1) // falling powers of (x - 2^0)(x - 2^1)…
	poly[0] = 1
	for i := range n {
		for k := i + 1; k > 0; k-- {
			poly[k] ^= mul(poly[k-1], f.exp[i])
		}
	}
	p := new(products)
	for a := range p {
		for i := range n {
			p[a][i] = mul(byte(a), poly[i+1])
		}
	}
	return p
}

// check writes the error correction codewords of a block: the remainder of its
// polynomial divided by the generator (§7.5.2).
func check(dst, data []byte) {
	n := len(dst)
	p := generators[n]()
	var r [maxCheck + 1]byte // one more, so that shifting brings in a zero
	for _, d := range data {
		row := &p[d^r[0]]
		copy(r[:n], r[1:n+1])
		subtle.XORBytes(r[:n], r[:n], row[:n])
	}
	copy(dst, r[:n])
}
