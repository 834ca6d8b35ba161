package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/facture-dev/facture/fonts"
)

// TestFileSize is the check of what cannot be made in a test: eight million
// objects, and four gigabytes.
func TestFileSize(t *testing.T) {
	for _, c := range []struct {
		objects int
		size    int64
		want    string
	}{
		{8_388_607, 1<<32 - 1, ""},
		{8_388_608, 1, "8388608 objects"},
		{1, 1 << 32, "4294967296 bytes"},
	} {
		got := ""
		if err := checkSize(c.objects, c.size); err != nil {
			got = err.Error()
		}
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%d objects, %d bytes: %q, want %q", c.objects, c.size, got, c.want)
		}
	}
}

// TestFullCache empties itself and gives the same results.
func TestFullCache(t *testing.T) {
	made := 0
	c := cache[int]{limit: 3}
	for round := range 2 {
		for i := range 5 {
			v, err := c.get([]byte{byte(i)}, func() (int, error) { made++; return 10 * i, nil })
			if v != 10*i || err != nil || len(c.m) > 3 {
				t.Errorf("round %d: %d → %d (%v), %d kept", round, i, v, err, len(c.m))
			}
		}
	}
	if made != 10 { // 0 1 2 | 3 4 0 | 1 2 3 | 4
		t.Errorf("%d made", made)
	}
	if _, err := c.get([]byte("x"), func() (int, error) { return 0, fmt.Errorf("no") }); err == nil || len(c.m) > 3 {
		t.Error("an error was kept")
	}
}

// TestKeysAreTheirContent: keys of what is kept hold everything, so that two
// different subsets or pictures never meet under one.
func TestKeysAreTheirContent(t *testing.T) {
	w := NewWriter(fonts.Embedded())
	seen := map[string]bool{}
	for _, pairs := range [][]pair{
		{{5, 0, "a"}, {6, 0, "b"}},
		{{5, 0, "a"}, {6, 0, "c"}},
		{{5, 0, "a"}, {7, 0, "b"}},
		{{5, 0, "ab"}},
		{{5, 0, "a"}},
		{{5, 0, "a\x00\x06b"}}, // the bytes of a second pair, as text
	} {
		f := newFile(w, nil, Options{})
		fc := f.face(0)
		for _, p := range pairs {
			fc.slot(p.glyph, p.text)
		}
		before := len(w.subsets.m)
		if err := f.writeFont(fc); err != nil {
			t.Fatal(err)
		}
		if len(w.subsets.m) != before+1 {
			t.Errorf("%v shares a program with another", pairs)
		}
		for k, prog := range w.subsets.m {
			if !seen[k] {
				seen[k] = true
				z := toUnicode(fc, ascending(fc))
				if !bytes.Equal(prog.unicode, deflate(nil, z)) {
					t.Errorf("%v: another CMap is kept", pairs)
				}
			}
		}
		f.release()
	}
}

func ascending(fc *face) []uint16 {
	order := make([]uint16, len(fc.pairs))
	for i := range order {
		order[i] = uint16(i)
	}
	return order
}

// TestCutUnits divides text between, never within, characters.
func TestCutUnits(t *testing.T) {
	for _, c := range []struct {
		s          string
		n          int
		head, rest string
	}{
		{"abc", 3, "abc", ""}, {"abcd", 3, "abc", "d"}, {"aé€", 2, "aé", "€"},
		{"a𝄞b", 2, "a", "𝄞b"}, {"a𝄞b", 3, "a𝄞", "b"}, {"", 3, "", ""},
	} {
		if head, rest := cutUnits(c.s, c.n); head != c.head || rest != c.rest {
			t.Errorf("%q cut at %d: %q, %q", c.s, c.n, head, rest)
		}
	}
}

// TestNumbers are written in the fewest digits, rounded half away from zero.
func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		v, scale int64
		want     string
	}{{0, 100, "0"}, {-5, 100, "-0.05"}, {150, 100, "1.5"}, {-12300, 1000, "-12.3"}, {1000, 1000, "1"}, {1, 1000, "0.001"}} {
		if got := string(appendDecimal(nil, c.v, c.scale)); got != c.want {
			t.Errorf("%d/%d is %s, want %s", c.v, c.scale, got, c.want)
		}
	}
	if div(5, 10) != 1 || div(-5, 10) != -1 || div(4, 10) != 0 || div(-4, 10) != 0 {
		t.Error("rounding")
	}
}

// TestProfile reads the colour profile back and compares it with what is
// published of sRGB: the primaries adapted to D50, and IEC 61966-2-1's curve.
func TestProfile(t *testing.T) {
	p := sRGB()
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(p[at:])) }
	fixed := func(at int) float64 { return float64(int32(u32(at))) / 65536 }
	if u32(0) != len(p) || string(p[36:40]) != "acsp" || string(p[12:24]) != "mntrRGB XYZ " || p[8] != 4 {
		t.Fatalf("the head is %x", p[:40])
	}
	tags := map[string][2]int{}
	for i := range u32(128) {
		at := 132 + 12*i
		offset, size := u32(at+4), u32(at+8)
		if offset%4 != 0 || offset+size > len(p) {
			t.Errorf("%s lies at %d, %d long", p[at:at+4], offset, size)
		}
		tags[string(p[at:at+4])] = [2]int{offset, size}
	}
	for tag, want := range map[string][3]float64{
		// ICC, "How to interpret the sRGB color space for ICC profiles": the
		// matrix to the connection space's D50.
		"rXYZ": {0.436030, 0.222438, 0.013897}, "gXYZ": {0.385102, 0.716943, 0.097076}, "bXYZ": {0.143068, 0.060619, 0.713926},
		"wtpt": {0.9642, 1, 0.8249},
	} {
		for k := range 3 {
			if got := fixed(tags[tag][0] + 8 + 4*k); math.Abs(got-want[k]) > 1e-4 {
				t.Errorf("%s[%d] is %.5f, published is %.5f", tag, k, got, want[k])
			}
		}
	}
	// The three primaries together are the white of the connection space.
	for k := range 3 {
		sum := fixed(tags["rXYZ"][0]+8+4*k) + fixed(tags["gXYZ"][0]+8+4*k) + fixed(tags["bXYZ"][0]+8+4*k)
		if white := fixed(tags["wtpt"][0] + 8 + 4*k); math.Abs(sum-white) > 1e-4 {
			t.Errorf("the primaries add up to %.5f, white is %.5f", sum, white)
		}
	}
	for _, tag := range []string{"rTRC", "gTRC", "bTRC"} {
		at := tags[tag][0]
		if string(p[at:at+4]) != "para" || p[at+9] != 3 {
			t.Fatalf("%s is %x", tag, p[at:at+12])
		}
		g, a, b, c, d := fixed(at+12), fixed(at+16), fixed(at+20), fixed(at+24), fixed(at+28)
		for v := 0.0; v <= 1; v += 1.0 / 512 {
			want := v / 12.92
			if v > 0.04045 {
				want = math.Pow((v+0.055)/1.055, 2.4)
			}
			got := c * v
			if v >= d {
				got = math.Pow(a*v+b, g)
			}
			if math.Abs(got-want) > 1e-4 {
				t.Errorf("%s(%.4f) is %.6f, IEC 61966-2-1 says %.6f", tag, v, got, want)
			}
		}
	}
}
