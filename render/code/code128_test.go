package code

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
)

// read128 reads bars with the table alone: symbols, then what they say.
func read128(m *Matrix) (text string, symbols []int, err error) {
	var widths []byte
	for x := 0; x < m.Width; {
		n := x
		for n < m.Width && m.Dark(n, 0) == m.Dark(x, 0) {
			n++
		}
		widths = append(widths, byte('0'+n-x))
		x = n
	}
	line := string(widths)
	for line != "" {
		found := -1
		for v, b := range bars {
			if strings.HasPrefix(line, b) && (len(b) == 6) == (len(line) > 7) {
				found = v
			}
		}
		if found < 0 {
			return "", nil, errors.New("no symbol is " + line)
		}
		symbols = append(symbols, found)
		line = line[len(bars[found]):]
	}
	n := len(symbols)
	if n < 4 || symbols[n-1] != 106 {
		return "", nil, errors.New("no stop")
	}
	sum := symbols[0]
	for i, v := range symbols[:n-2] {
		sum += i * v
	}
	if sum%103 != symbols[n-2] {
		return "", nil, errors.New("it does not check")
	}
	set, shifted := symbols[0]-103, false
	var out strings.Builder
	for _, v := range symbols[1 : n-2] {
		in := set
		if shifted {
			in, shifted = 1-set, false
		}
		switch {
		case in == setC && v < 100:
			out.WriteByte(byte('0' + v/10))
			out.WriteByte(byte('0' + v%10))
		case v == 99:
			set = setC
		case v == 100 && set != setB:
			set = setB
		case v == 101 && set != setA:
			set = setA
		case v == 98 && set != setC:
			shifted = true
		case v > 95:
			return "", nil, errors.New("a function character")
		case in == setA && v >= 64:
			out.WriteByte(byte(v - 64))
		default:
			out.WriteByte(byte(v + 32))
		}
	}
	return out.String(), symbols, nil
}

// fewestSymbols tries all ways through a text, shortest first.
func fewestSymbols(text string) int {
	type state struct{ at, set int }
	seen := map[state]bool{}
	now := []state{{0, setA}, {0, setB}, {0, setC}}
	later := map[int][]state{} // by the number of symbols
	for n := 1; ; n++ {
		for i := 0; i < len(now); i++ {
			s := now[i]
			if s.at == len(text) {
				return n
			}
			if seen[s] {
				continue
			}
			seen[s] = true
			for set := range sets {
				if set != s.set {
					later[n+1] = append(later[n+1], state{s.at, set})
				}
			}
			c := text[s.at]
			a, b := c < 96, c >= 32
			switch {
			case s.set == setC:
				if s.at+1 < len(text) && strings.Trim(text[s.at:s.at+2], "0123456789") == "" {
					later[n+1] = append(later[n+1], state{s.at + 2, setC})
				}
			case s.set == setA && a || s.set == setB && b:
				later[n+1] = append(later[n+1], state{s.at + 1, s.set})
			default:
				later[n+2] = append(later[n+2], state{s.at + 1, s.set})
			}
		}
		now = later[n+1]
	}
}

func randomASCII(r *rand.Rand, n int) string {
	var b []byte
	for len(b) < n {
		from, to := [4]int{0, 32, 48, 96}[r.IntN(4)], 0
		to = map[int]int{0: 32, 32: 128, 48: 58, 96: 128}[from]
		for range 1 + r.IntN(7) {
			b = append(b, byte(from+r.IntN(to-from)))
		}
	}
	return string(b[:n])
}

func TestCode128ReadsBackAndIsShortest(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	used := map[int]bool{}
	for range 2000 {
		text := randomASCII(r, 1+r.IntN(40))
		m, err := Code128(text)
		if err != nil {
			t.Fatal(err)
		}
		got, symbols, err := read128(m)
		if err != nil || got != text {
			t.Fatalf("%q: %q, %v", text, got, err)
		}
		if want := fewestSymbols(text) + 2; len(symbols) != want || m.Width != 11*want+2 {
			t.Errorf("%q: %d symbols, want %d", text, len(symbols), want)
		}
		for _, s := range symbols {
			used[s] = true
		}
	}
	if len(used) < 105 { // all but FNC1 to FNC3 and what is one of them in some set
		t.Errorf("only %d symbols were used", len(used))
	}
}

func TestReader128Refuses(t *testing.T) {
	m, err := Code128("INV-2026-00042")
	if err != nil {
		t.Fatal(err)
	}
	for x := range m.Width {
		m.words[x/64] ^= 1 << (x % 64)
		if text, _, err := read128(m); err == nil {
			t.Errorf("module %d does not matter: %q", x, text)
		}
		m.words[x/64] ^= 1 << (x % 64)
	}
}

// The table's own checks: 11 modules a symbol, an even number of them dark, no
// two alike.
func TestBars(t *testing.T) {
	seen := map[string]bool{}
	for v, b := range bars {
		sum, dark := 0, 0
		for i := range b {
			sum += int(b[i] - '0')
			if i%2 == 0 {
				dark += int(b[i] - '0')
			}
		}
		want := 11
		if v == stop128 {
			want = 13
		}
		if sum != want || v != stop128 && dark%2 != 0 || seen[b] {
			t.Errorf("%d: %s", v, b)
		}
		seen[b] = true
	}
}

func TestCode128Refuses(t *testing.T) {
	if _, err := Code128(strings.Repeat("x", MaxCode128)); err != nil {
		t.Error(err)
	}
	for text, want := range map[string]string{
		"":                                "a code without a text: leave it out",
		"Nº 7":                            "'º', at byte 1, has no sign in a Code 128: leave it out",
		"a\xff":                           "'�', at byte 1, has no sign in a Code 128: leave it out",
		strings.Repeat("x", MaxCode128+1): "a text of 81 characters, of which the first 80 fit into a Code 128: shorten it",
	} {
		if _, err := Code128(text); err == nil || err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}
