package code

// The three sets of characters of Code 128: A has controls and capitals, B
// capitals and small letters, C pairs of digits.
const (
	setA = iota
	setB
	setC
	sets
)

// Symbol values that are no character (ISO/IEC 15417 table 1).
const (
	shift128 = 98 // the next character is of the other of A and B
	stop128  = 106
)

// switches are the values that change from a set to another; starts those that
// begin in one.
var (
	switches = [sets][sets]uint8{{0, 100, 99}, {101, 0, 99}, {101, 100, 0}}
	starts   = [sets]uint8{103, 104, 105}
)

// Code128 makes a bar code of up to MaxCode128 ASCII characters (ISO/IEC
// 15417), in the fewest symbols that its three sets allow, with check symbol
// and stop. The matrix is one row, to be drawn as bars of any height. The
// errors are ErrEmpty, *TooLongError and *CharacterError.
func Code128(data string) (*Matrix, error) {
	if data == "" {
		return nil, ErrEmpty
	}
	for i, r := range data {
		if r > 127 {
			return nil, &CharacterError{"Code 128", r, i}
		}
	}
	if len(data) > MaxCode128 {
		return nil, &TooLongError{Code: "Code 128", Have: len(data), Fits: MaxCode128}
	}
	symbols := shortest(data)
	sum := int(symbols[0])
	for i, s := range symbols {
		sum += i * int(s)
	}
	symbols = append(symbols, uint8(sum%103), stop128)

	m := newMatrix(11*len(symbols)+2, 1)
	m.QuietX = 10
	x := 0
	for _, s := range symbols {
		for i, w := range bars[s] {
			for range w - '0' {
				if i%2 == 0 {
					m.set(x, 0)
				}
				x++
			}
		}
	}
	return m, nil
}

// value is a character's value in set A or B.
func value(set int, c byte) (v uint8, ok bool) {
	switch {
	case c < 32:
		return c + 64, set == setA
	case c < 96:
		return c - 32, true
	}
	return c - 32, set == setB
}

// step is how the text goes on from a place in a set.
type step struct {
	cost   int // symbols to the end
	direct int // the same without a change of set now
	to     int // the set that the next character is written in
	shift  bool
}

// shortest are the start symbol and the symbols of a text. Costs are found from
// the end back.
func shortest(data string) []uint8 {
	const never = 1 << 20
	n := len(data)
	steps := make([][sets]step, n+1)
	for i := n - 1; i >= 0; i-- {
		s := &steps[i]
		for set := range sets {
			s[set] = step{direct: never, to: set}
			if set == setC {
				if i+1 < n && number(data[i]) && number(data[i+1]) {
					s[set].direct = 1 + steps[i+2][set].cost
				}
				continue
			}
			if _, ok := value(set, data[i]); ok {
				s[set].direct = 1 + steps[i+1][set].cost
			} else {
				s[set].direct, s[set].shift = 2+steps[i+1][set].cost, true
			}
		}
		for set := range sets {
			s[set].cost = s[set].direct
			for other := range sets {
				if c := 1 + s[other].direct; c < s[set].cost {
					s[set].cost, s[set].to = c, other
				}
			}
		}
	}
	set := setB
	for _, other := range [...]int{setC, setA} {
		if steps[0][other].direct < steps[0][set].direct {
			set = other
		}
	}
	out := append(make([]uint8, 0, n+4), starts[set])
	for i := 0; i < n; {
		if to := steps[i][set].to; to != set {
			out = append(out, switches[set][to])
			set = to
		}
		if set == setC {
			out = append(out, (data[i]-'0')*10+data[i+1]-'0')
			i += 2
			continue
		}
		in := set
		if steps[i][set].shift {
			out = append(out, shift128)
			in = setA + setB - set
		}
		v, _ := value(in, data[i])
		out = append(out, v)
		i++
	}
	return out
}

func number(c byte) bool { return c >= '0' && c <= '9' }

// bars are the widths of bars and spaces of each symbol value (table 1).
var bars = [stop128 + 1]string{
	"212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213",
	"221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132",
	"221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211",
	"212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313",
	"231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331",
	"231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
	"314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214",
	"112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
	"111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
	"214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311", "113141",
	"114131", "311141", "411131", "211412", "211214", "211232", "2331112",
}
