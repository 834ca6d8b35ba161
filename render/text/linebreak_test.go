package text

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	"github.com/go-text/typesetting/segmenter"
)

// general finds breaks without the short cut for plain text.
func general(text []rune) []uint8 {
	breaks := make([]uint8, len(text)+1)
	var seg segmenter.Segmenter
	seg.Init(text)
	for it := seg.GraphemeIterator(); it.Next(); {
		g := it.Grapheme()
		breaks[g.Offset+len(g.Text)] |= cluster
	}
	for it := seg.LineIterator(); it.Next(); {
		l := it.Line()
		breaks[l.Offset+len(l.Text)] |= opportunity
	}
	return breaks
}

// forgotten finds what the segmenter has wrong: after "1)" it does not see that
// another number may start (UAX #14, LB25 and LB13), and allows a break in "1)2)"
// before the last bracket.
var forgotten = regexp.MustCompile(`1[1,/]*[)}]1`)

// One character of each class that plainBreaks knows.
var classChars = [lbClasses]rune{
	lbAL: 'a', lbB2: '—', lbBA: '–', lbCL: '}', lbCP: ')', lbEX: '!', lbGL: 0xA0, lbHY: '-', lbIS: ',',
	lbNU: '1', lbOP: '(', lbPO: '%', lbPR: '$', lbQU: '"', lbSP: ' ', lbSY: '/',
}

func TestPlainBreaksEqualTheSegmenter(t *testing.T) {
	for c, r := range classChars {
		if got := lineClassOf(r); got != lineClass(c) && c != int(lbOther) {
			t.Errorf("%q is of class %d, want %d", r, got, c)
		}
	}
	chars := classChars[1:]
	check := func(text []rune) {
		if forgotten.MatchString(string(text)) {
			return
		}
		got := make([]uint8, len(text)+1)
		if !plainBreaks(text, got) {
			t.Fatalf("%q is not plain", string(text))
		}
		if want := general(text); !slices.Equal(got, want) {
			t.Fatalf("%q: %v, want %v", string(text), got, want)
		}
	}
	for _, a := range chars {
		for _, b := range chars {
			for _, c := range chars {
				check([]rune{a, b, c})
			}
		}
	}
	rnd := rand.New(rand.NewPCG(3, 3))
	for range 12_000 {
		text := make([]rune, 5+rnd.IntN(12))
		for i := range text {
			text[i] = chars[rnd.IntN(len(chars))]
		}
		check(text)
	}
	if plainBreaks([]rune("e\u0301"), make([]uint8, 3)) {
		t.Error("a combining mark is taken for plain")
	}
}

// Every character of the table breaks as the segmenter has it, between
// neighbours of each class.
func TestPlainBreaksKnowEveryCharacter(t *testing.T) {
	got := make([]uint8, 6)
	for r := rune(0x20); r < symbolEnd; r++ {
		if r == latinEnd {
			r = symbolStart
		}
		for _, n := range []rune{'a', '1', ' ', '(', '-'} {
			text := []rune{n, n, r, n, n}
			if plainBreaks(text, got) {
				if want := general(text); !slices.Equal(got, want) {
					t.Fatalf("%q: %v, want %v", string(text), got, want)
				}
			}
		}
	}
}
