package code

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// texts of the three modes and of mixtures.
func randomText(r *rand.Rand, n int) string {
	const small = "abcdefghijklmnopqrstuvwxyz ,;=()\n"
	signs := [][]rune{[]rune("0123456789"), []rune(alphabet), []rune(small), []rune("äßéğłЖюΩאب漢字\U0001f600")}
	kinds := 1 << r.IntN(4)
	var out []rune
	for len(out) < n {
		set := signs[r.IntN(min(kinds, len(signs)))]
		for range 1 + r.IntN(20) {
			out = append(out, set[r.IntN(len(set))])
		}
	}
	return string(out[:n])
}

func TestQRReadsBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	versions, levels, masks, modes := map[int]int{}, map[Level]int{}, map[int]int{}, map[string]int{}
	for i := range 600 {
		text, level := randomText(r, 1+r.IntN(1+r.IntN(700))), Level(i%4)
		m, err := QR(text, level, MaxVersion)
		if err != nil {
			t.Fatal(err)
		}
		got, err := readQR(m)
		if err != nil || got.text != text || got.level != level {
			t.Fatalf("%q at level %s: %v, %q at %s", text, level, err, got.text, got.level)
		}
		versions[got.version]++
		levels[got.level]++
		masks[got.mask]++
		for _, c := range got.modes {
			modes[string(c)]++
		}
	}
	if len(versions) < 30 || len(levels) != 4 || len(masks) != 8 || len(modes) != 4 {
		t.Errorf("only versions %v, levels %v, masks %v, modes %v", versions, levels, masks, modes)
	}
}

// The reader of these tests refuses a code with a wrong module.
func TestReaderRefuses(t *testing.T) {
	m, err := QR("facture", M, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i := range m.Width * m.Width {
		if x, y := i%m.Width, i/m.Width; true {
			m.words[y*m.stride] ^= 1 << x
			if _, err := readQR(m); err == nil {
				t.Errorf("module %d,%d does not matter", x, y)
			}
			m.words[y*m.stride] ^= 1 << x
		}
	}
}

// ISO/IEC 18004 annex I: "01234567" as version 1-M.
func TestAnnexI(t *testing.T) {
	m, err := QR("01234567", M, 40)
	if err != nil {
		t.Fatal(err)
	}
	r, err := readQR(m)
	if err != nil {
		t.Fatal(err)
	}
	want := []byte{0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11,
		0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55}
	if !bytes.Equal(r.words, want) {
		t.Errorf("% x\nwant\n% x", r.words, want)
	}
	if r.version != 1 {
		t.Errorf("version %d", r.version)
	}
}

// Format and version information as the standard prints them (annex C, D).
func TestFormatAndVersionBits(t *testing.T) {
	for _, tt := range []struct {
		level Level
		mask  int
		want  uint
	}{
		{M, 0, 0b101010000010010}, {M, 2, 0b101111001111100}, {M, 5, 0b100000011001110}, {L, 0, 0b111011111000100},
		{L, 4, 0b110011000101111}, {Q, 0, 0b011010101011111}, {H, 0, 0b001011010001001}, {H, 7, 0b000100000111011},
	} {
		if got := formatBits(tt.level, tt.mask); got != tt.want {
			t.Errorf("%s %d: %015b, want %015b", tt.level, tt.mask, got, tt.want)
		}
	}
	for v, want := range map[int]uint{7: 0x07c94, 8: 0x085bc, 21: 0x15683, 40: 0x28c69} {
		if got := versionBits(v); got != want {
			t.Errorf("version %d: %018b, want %018b", v, got, want)
		}
	}
}

func TestAlignments(t *testing.T) {
	for v, want := range centres {
		if got := alignments(v); !slices.Equal(got, want) {
			t.Errorf("version %d: %v, want %v", v, got, want)
		}
	}
}

// Capacities as the standard's table 7 prints them: what fits, and one more.
func TestCapacities(t *testing.T) {
	for _, tt := range []struct {
		version int
		level   Level
		holds   [3]int // digits, capitals, bytes
	}{
		{1, L, [3]int{41, 25, 17}}, {1, M, [3]int{34, 20, 14}}, {1, Q, [3]int{27, 16, 11}}, {1, H, [3]int{17, 10, 7}},
		{9, L, [3]int{552, 335, 230}}, {10, M, [3]int{513, 311, 213}}, {13, M, [3]int{796, 483, 331}},
		{26, Q, [3]int{1804, 1094, 751}}, {27, H, [3]int{1501, 910, 625}},
		{40, L, [3]int{7089, 4296, 2953}}, {40, M, [3]int{5596, 3391, 2331}}, {40, Q, [3]int{3993, 2420, 1663}}, {40, H, [3]int{3057, 1852, 1273}},
	} {
		for i, sign := range []string{"7", "K", "k"} {
			n := tt.holds[i]
			m, err := QR(strings.Repeat(sign, n), tt.level, tt.version)
			if err != nil || m.Width != 17+4*tt.version {
				t.Errorf("version %d, %s, %d of %q: %v", tt.version, tt.level, n, sign, err)
			}
			_, err = QR(strings.Repeat(sign, n+1), tt.level, tt.version)
			var long *TooLongError
			if !errors.As(err, &long) || long.Have != n+1 || long.Fits != n {
				t.Errorf("version %d, %s, one past %d of %q: %v", tt.version, tt.level, n, sign, err)
			}
		}
	}
}

func TestQRRefuses(t *testing.T) {
	for _, tt := range []struct {
		text    string
		level   Level
		version int
		want    string
	}{
		{"", M, 40, "a code without a text: leave it out"},
		{"a", M, 0, "no QR code has level 1 and version 0: levels are L to H, versions 1 to 40"},
		{"a", M, 41, "no QR code has level 1 and version 41: levels are L to H, versions 1 to 40"},
		{"a", 4, 40, "no QR code has level 4 and version 40: levels are L to H, versions 1 to 40"},
		{"ab\xff", M, 40, `'�', at byte 2, has no sign in a QR code: leave it out`},
		{"aÄÖÜÄÖÜÄÖÜ", M, 1, "a text of 10 characters, of which the first 7 fit into a QR code of level M and version 1: shorten it"},
		{strings.Repeat("9", 1<<20), L, 40, "a text of 1048576 characters, of which the first 7089 fit into a QR code of level L and version 40: shorten it"},
	} {
		if _, err := QR(tt.text, tt.level, tt.version); err == nil || err.Error() != tt.want {
			t.Errorf("%.20q: %v", tt.text, err)
		}
	}
	// U+FFFD itself is a character.
	if _, err := QR("\ufffd", M, 1); err != nil {
		t.Error(err)
	}
}

// fewest is the least number of bits of a text, by trying every division.
func fewest(text string, class int) int {
	best := 1 << 30
	for m := range modes {
		for n := 1; n <= len(text); n++ {
			c := text[n-1]
			if m == numeric && (c < '0' || c > '9') || m == alphanumeric && !strings.Contains(alphabet, string(c)) {
				break
			}
			bits := 4 + countBits[class][m] + []int{n/3*10 + []int{0, 4, 7}[n%3], n/2*11 + n%2*6, n * 8}[m]
			if n < len(text) {
				bits += fewest(text[n:], class)
			}
			best = min(best, bits)
		}
	}
	return best
}

func TestSplitIsOptimal(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		n := 1 + r.IntN(9)
		var b strings.Builder
		for range n {
			b.WriteString([]string{"1", "22", "333", "A", "BC", "d", "ef"}[r.IntN(7)])
		}
		text := b.String()[:min(b.Len(), 9)]
		for class := range 3 {
			segs, got := split(text, class)
			if want := fewest(text, class); got != want {
				t.Errorf("%q, class %d: %d bits, want %d", text, class, got, want)
			}
			joined := ""
			for _, s := range segs {
				joined += s.text
			}
			if joined != text {
				t.Errorf("%q is %q", text, joined)
			}
		}
	}
}

// slowPenalty counts module by module (§7.8.3.1).
func slowPenalty(m *Matrix) int {
	n, p, dark := m.Width, 0, 0
	for _, at := range []func(i, j int) bool{func(i, j int) bool { return m.Dark(j, i) }, func(i, j int) bool { return m.Dark(i, j) }} {
		for i := range n {
			line := make([]byte, n)
			for j := range n {
				line[j] = '.'
				if at(i, j) {
					line[j] = '#'
				}
			}
			for j := 0; j < n; {
				k := j
				for k < n && line[k] == line[j] {
					k++
				}
				if k-j >= 5 {
					p += 3 + k - j - 5
				}
				j = k
			}
			for j := range n {
				if s := string(line[j:]); strings.HasPrefix(s, "#.###.#....") || strings.HasPrefix(s, "....#.###.#") {
					p += 40
				}
			}
		}
	}
	for y := range n {
		for x := range n {
			d := m.Dark(x, y)
			dark += one(d)
			if x+1 < n && y+1 < n && m.Dark(x+1, y) == d && m.Dark(x, y+1) == d && m.Dark(x+1, y+1) == d {
				p += 3
			}
		}
	}
	percent := 100 * float64(dark) / float64(n*n)
	for away := percent - 50; away >= 5 || away <= -5; {
		p += 10
		if away > 0 {
			away -= 5
		} else {
			away += 5
		}
	}
	return p
}

func TestPenaltyIsCountedRight(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for i := range 160 {
		n := side(1 + i%40)
		m := newMatrix(n, n)
		density := r.IntN(101)
		for y := range n {
			for x := range n {
				// Runs and finders are rare among independent modules.
				if r.IntN(4) > 0 && x > 0 && m.Dark(x-1, y) || r.IntN(100) < density/2 {
					m.set(x, y)
				}
			}
			for x := 0; x+11 < n && r.IntN(2) == 0; x += 1 + r.IntN(20) {
				for k, c := range "#.###.#" {
					bit := uint64(1) << ((x + k) % 64)
					m.words[y*m.stride+(x+k)/64] &^= bit
					if c == '#' && x+k < n {
						m.set(x+k, y)
					}
				}
			}
		}
		got := m.balance() + m.lines(true) + m.transposed().lines(false)
		if want := slowPenalty(m); got != want {
			t.Fatalf("side %d: %d, want %d", n, got, want)
		}
	}
}

// penaltyOf is what a code of level M would have with another mask.
func penaltyOf(m *Matrix, had, mask int) int {
	t := templates[(m.Width-17)/4]()
	other := *m
	other.words = slices.Clone(m.words)
	other.turn(t.masks[had])
	other.turn(t.masks[mask])
	for i := range 15 {
		a, b := formatPlaces(i, m.Width)
		for _, p := range []place{a, b} {
			other.words[int(p.y)*other.stride+int(p.x)/64] &^= 1 << (p.x % 64)
		}
	}
	t.format(&other, formatBits(M, mask), false)
	return slowPenalty(&other)
}

// The mask is the one of least penalty.
func TestMaskIsTheBest(t *testing.T) {
	for _, text := range []string{"01234567", "facture", strings.Repeat("abc", 60)} {
		m, err := QR(text, M, 40)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := readQR(m)
		all := make([]int, 8)
		for k := range all {
			all[k] = penaltyOf(m, got.mask, k)
		}
		if all[got.mask] != slices.Min(all) {
			t.Errorf("%.20q: mask %d of %v", text, got.mask, all)
		}
	}
}

// Rectangles cover the dark modules, each once.
func TestRects(t *testing.T) {
	for _, n := range []int{3, 70, 400} {
		m, err := QR(strings.Repeat("x", n), L, 40)
		if err != nil {
			t.Fatal(err)
		}
		again := newMatrix(m.Width, m.Height)
		runs := 0
		for _, r := range m.AppendRects(nil) {
			runs += r.H
			for y := r.Y; y < r.Y+r.H; y++ {
				for x := r.X; x < r.X+r.W; x++ {
					if again.Dark(x, y) {
						t.Fatalf("%d,%d is covered twice", x, y)
					}
					again.set(x, y)
				}
			}
		}
		if !slices.Equal(m.words, again.words) {
			t.Error("the rectangles are another picture")
		}
		if rects := len(m.AppendRects(nil)); rects >= runs {
			t.Errorf("%d rectangles of %d runs", rects, runs)
		}
	}
}
