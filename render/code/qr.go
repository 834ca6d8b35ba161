package code

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// ErrEmpty is a code asked for without a text.
var ErrEmpty = errors.New("a code without a text: leave it out")

// QR makes a QR code of a text in UTF-8 (ISO/IEC 18004): the smallest version,
// up to maxVersion (1 to 40), that holds it at a level. Digits, capitals and
// all else are written in the modes that take the fewest bits together; ECI 26
// is added where there is more than ASCII. The errors are ErrEmpty,
// *TooLongError and *CharacterError.
func QR(data string, level Level, maxVersion int) (*Matrix, error) {
	if data == "" {
		return nil, ErrEmpty
	}
	if level > H || maxVersion < 1 || maxVersion > MaxVersion {
		return nil, fmt.Errorf("no QR code has level %d and version %d: levels are L to H, versions 1 to %d", level, maxVersion, MaxVersion)
	}
	ascii, err := plain(data)
	if err != nil {
		return nil, err
	}
	version, segs := fitting(data, ascii, level, maxVersion)
	if version == 0 {
		return nil, tooLong(data, level, maxVersion)
	}
	w := bitWriter{b: make([]byte, 0, dataBytes(version, level))}
	if !ascii {
		w.write(utf8ECI, utf8ECIBits)
	}
	for _, s := range segs {
		w.segment(s, sizeClass(version))
	}
	return drawn(interleaved(w.pad(dataBytes(version, level)), version, level), version, level), nil
}

// plain reports whether a text is ASCII; it refuses what is not UTF-8.
func plain(data string) (bool, error) {
	ascii := true
	for i, r := range data {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(data[i:]); n == 1 {
				return false, &CharacterError{"QR code", r, i}
			}
		}
		ascii = ascii && r < utf8.RuneSelf
	}
	return ascii, nil
}

// fitting is the smallest version that holds a text, with its segments; 0 when
// none does.
func fitting(data string, ascii bool, level Level, maxVersion int) (int, []segment) {
	atLeast := fewestBits(data)
	for class, last := range [3]int{9, 26, MaxVersion} {
		last = min(last, maxVersion)
		room := dataBytes(last, level) * 8
		if atLeast > room {
			continue
		}
		segs, n := split(data, class)
		if !ascii {
			n += utf8ECIBits
		}
		if n > room {
			continue
		}
		for v := 1; v <= last; v++ {
			if sizeClass(v) == class && n <= dataBytes(v, level)*8 {
				return v, segs
			}
		}
	}
	return 0, nil
}

// mostDigits is more than any code holds: that of version 40 and level L holds
// 7,089 digits.
const mostDigits = 7100

// tooLong says how much of a text would fit.
func tooLong(data string, level Level, maxVersion int) error {
	cut := func(n int) string {
		for n < len(data) && !utf8.RuneStart(data[n]) {
			n--
		}
		return data[:n]
	}
	low, high := 0, min(len(data), mostDigits)
	for low < high {
		middle := (low + high + 1) / 2
		part := cut(middle)
		ascii, _ := plain(part)
		if v, _ := fitting(part, ascii, level, maxVersion); v > 0 || part == "" {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return &TooLongError{
		Code: fmt.Sprintf("QR code of level %s and version %d", level, maxVersion),
		Have: utf8.RuneCountInString(data), Fits: utf8.RuneCountInString(cut(low)),
	}
}

// interleaved adds error correction: data are divided into blocks, each gets
// its check bytes, and all blocks are sent byte by byte in turn (§7.6).
func interleaved(data []byte, version int, level Level) []byte {
	blocks, checks := int(blockCount[level][version]), int(checkBytes[level][version])
	out := make([]byte, codewords(version))
	short, long := len(data)/blocks, len(data)%blocks // the last blocks have a byte more
	sums := out[len(data):]
	var sum [maxCheck]byte
	for b := range blocks {
		n := short
		if b >= blocks-long {
			n++
		}
		check(sum[:checks], data[:n])
		for i := range checks {
			sums[i*blocks+b] = sum[i]
		}
		for i := range min(n, short) {
			out[i*blocks+b] = data[i]
		}
		if n > short {
			out[short*blocks+b-(blocks-long)] = data[short]
		}
		data = data[n:]
	}
	return out
}

// drawn places codewords in the mask that suits readers best.
func drawn(words []byte, version int, level Level) *Matrix {
	t := templates[version]()
	rows := &Matrix{Width: t.side, Height: t.side, stride: t.fixed.stride, words: slices.Clone(t.fixed.words)}
	for i, w := range words {
		for p := t.order[i*8:]; w != 0; {
			k := bits.LeadingZeros8(w)
			w &^= 0x80 >> k
			rows.set(int(p[k].x), int(p[k].y))
		}
	}
	best := t.bestMask(rows, level)
	rows.turn(t.masks[best])
	t.format(rows, formatBits(level, best), false)
	rows.QuietX, rows.QuietY = 4, 4
	return rows
}

// turn turns modules round.
func (m *Matrix) turn(mask *Matrix) {
	for i := range m.words {
		m.words[i] ^= mask.words[i]
	}
}

// format draws the format information.
func (t *template) format(m *Matrix, v uint, transposed bool) {
	for i := range 15 {
		if v>>i&1 == 0 {
			continue
		}
		a, b := formatPlaces(i, t.side)
		if transposed {
			a, b = place{a.y, a.x}, place{b.y, b.x}
		}
		m.set(int(a.x), int(a.y))
		m.set(int(b.x), int(b.y))
	}
}
