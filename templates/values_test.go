package templates

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
)

func TestLengths(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Length
	}{
		{"0", 0}, {"0mm", 0}, {"1pt", 1024}, {"9.5pt", 9728}, {"0.0005pt", 1}, {"0.0004pt", 0},
		{"1in", 73728}, {"2.54cm", 73728}, {"25.4mm", 73728}, {"20mm", 58054}, {"0.1mm", 290},
		{"14400pt", 14400 * 1024}, {"200in", 14400 * 1024},
	} {
		got, problem := parseLength(c.in)
		if problem != "" || got != c.want {
			t.Errorf("%s is %d %s, want %d", c.in, got, problem, c.want)
		}
	}
	for _, in := range []string{"", "1", "-1mm", "+1mm", "1 mm", ".5mm", "1.mm", "1e3mm", "1px", "mm", "1.00001mm",
		"14400.001pt", "201in", "999999999999999mm", "٣mm", "1MM", "0x1mm", "1mm ", "00000000001mm"} {
		if got, problem := parseLength(in); problem == "" {
			t.Errorf("%q is taken as %d", in, got)
		}
	}
}

// The conversion is held against rationals: no length with up to four decimals
// may be off by one.
func TestLengthsAreExact(t *testing.T) {
	perUnit := map[string]*big.Rat{
		"mm": big.NewRat(72*1024*10, 254), "cm": big.NewRat(72*1024*100, 254), "in": big.NewRat(72*1024, 1), "pt": big.NewRat(1024, 1),
	}
	half := big.NewRat(1, 2)
	for unit, factor := range perUnit {
		for n := int64(0); n < 30_000; n += 7 {
			in := fmt.Sprintf("%d.%04d%s", n/10_000*13, n%10_000, unit)
			number, _ := new(big.Rat).SetString(strings.TrimSuffix(in, unit))
			exact := number.Mul(number, factor)
			exact.Add(exact, half)
			want := new(big.Int).Quo(exact.Num(), exact.Denom()).Int64()
			if got, problem := parseLength(in); problem != "" || int64(got) != want {
				t.Fatalf("%s is %d %s, want %d", in, got, problem, want)
			}
		}
	}
}

func TestSidesAreExpanded(t *testing.T) {
	for in, want := range map[string][]Length{
		"1pt":             {1024, 1024, 1024, 1024},
		"1pt 2pt":         {1024, 2048, 1024, 2048},
		"1pt 2pt 3pt":     {1024, 2048, 3072, 2048},
		"1pt 2pt 3pt 4pt": {1024, 2048, 3072, 4096},
		" 4pt\n0 ":        {4096, 0, 4096, 0},
	} {
		if got, problem := parseLengths(in); problem != "" || !slices.Equal(got, want) {
			t.Errorf("%q is %v %s, want %v", in, got, problem, want)
		}
	}
	for _, in := range []string{"", " ", "1pt 2pt 3pt 4pt 5pt", "1pt,2pt"} {
		if got, problem := parseLengths(in); problem == "" {
			t.Errorf("%q is taken as %v", in, got)
		}
	}
}

func TestTracking(t *testing.T) {
	for in, want := range map[string]int{"0": 0, "0em": 0, "0.12em": 120, "-0.005em": -5, "1em": 1000, "-1em": -1000, "0.1em": 100} {
		if got, problem := parseTracking(in); problem != "" || got != want {
			t.Errorf("%s is %d %s, want %d", in, got, problem, want)
		}
	}
	for _, in := range []string{"", "1", "-0", "0.0001em", "1.001em", "--1em", "em", "-em", "1pt"} {
		if got, problem := parseTracking(in); problem == "" {
			t.Errorf("%q is taken as %d", in, got)
		}
	}
}

func TestWidths(t *testing.T) {
	for in, want := range map[string]Value{"auto": {Auto: true}, "2fr": {Fr: 2}, "100fr": {Fr: 100}, "1pt": {Length: 1024}, "0": {}} {
		got, problem := parseWidth(in, true)
		if problem != "" || got.Auto != want.Auto || got.Fr != want.Fr || got.Length != want.Length {
			t.Errorf("%s is %+v %s", in, got, problem)
		}
	}
	for _, in := range []string{"0fr", "101fr", "1.5fr", "fr", "Auto", ""} {
		if _, problem := parseWidth(in, true); problem == "" {
			t.Errorf("%q is taken", in)
		}
	}
	if _, problem := parseWidth("1fr", false); problem == "" {
		t.Error("parts are taken where only a length or auto can be")
	}
}

func TestColors(t *testing.T) {
	for in, want := range map[string]string{"ink": "ink", "paper": "paper", "#1a6440": "#1A6440", "#FFFFFF": "#FFFFFF"} {
		if got, problem := parseColor(in); problem != "" || got != want {
			t.Errorf("%s is %s %s", in, got, problem)
		}
	}
	for _, in := range []string{"", "#fff", "#12345g", "#1234567", "red", "Ink", "123456", "#12345é"} {
		if got, problem := parseColor(in); problem == "" {
			t.Errorf("%q is taken as %s", in, got)
		}
	}
}

func TestLengthsPrintExactly(t *testing.T) {
	for l, want := range map[Length]string{1024: "1pt", 1: "0.0009765625pt", 9728: "9.5pt", 0: "0pt"} {
		if got := l.String(); got != want {
			t.Errorf("%d prints %s, want %s", int32(l), got, want)
		}
	}
}
