// Package money holds exact decimals, amounts and currencies. In go decimal
// strings, out come decimal strings; there are no floats anywhere, and nothing
// rounds unless the caller names the rounding. It knows nothing of documents,
// taxes, languages or JSON.
package money

import (
	"cmp"
	"math/bits"
	"strconv"
)

// Decimal is an exact number: Coef × 10^-Exp. It carries quantities, unit
// prices and percentages. Its range is 18 digits with at most 10 decimals.
// The zero value is 0. Two Decimals may be equal in value and differ in Exp
// ("1.5" and "1.50" keep what was stated); compare with Cmp.
type Decimal struct {
	Coef int64
	Exp  uint8
}

// Amount is a sum of money: Coef × 10^-Exp units of Currency. Amounts that
// billing computes always have Exp == Currency.Digits().
type Amount struct {
	Coef     int64
	Exp      uint8
	Currency Currency
}

// Int returns n as a Decimal without decimals; n has at most 18 digits.
func Int(n int64) Decimal { return Decimal{Coef: n} }

// InRange reports whether d has at most MaxDigits digits and MaxDecimals
// decimals. Decimals made by ParseDecimal always are; one filled in by hand
// may not be, and no arithmetic accepts it then.
func (d Decimal) InRange() bool {
	return d.Exp <= MaxDecimals && -coefLimit < d.Coef && d.Coef < coefLimit
}

// String gives d as it was stated: with its own number of decimals, a leading
// zero before the point, and no sign on zero.
func (d Decimal) String() string { return string(appendScaled(nil, d.Coef, d.Exp)) }

// Sign is -1, 0 or 1.
func (d Decimal) Sign() int { return cmp.Compare(d.Coef, 0) }

// IsZero reports whether d is 0 in value: 0.00 is.
func (d Decimal) IsZero() bool { return d.Coef == 0 }

// Neg returns -d.
func (d Decimal) Neg() Decimal { d.Coef = -d.Coef; return d }

// Equal reports whether d and e are the same number: 1.5 equals 1.50.
func (d Decimal) Equal(e Decimal) bool { return d.Cmp(e) == 0 }

// Cmp compares values: -1 when d < e, 0 when they are the same number, 1 when d > e.
func (d Decimal) Cmp(e Decimal) int { return cmpScaled(d.Coef, d.Exp, e.Coef, e.Exp) }

// Normalize drops trailing zero decimals, so that equal numbers become equal
// structs: 19.00 and 19 are both 19.
func (d Decimal) Normalize() Decimal {
	if d.Coef == 0 {
		return Decimal{}
	}
	for d.Exp > 0 && d.Coef%10 == 0 {
		d.Coef /= 10
		d.Exp--
	}
	return d
}

// Add returns d + e, exactly; ok is false when the sum is out of range.
func (d Decimal) Add(e Decimal) (sum Decimal, ok bool) {
	if !d.InRange() || !e.InRange() {
		return Decimal{}, false
	}
	exp := max(d.Exp, e.Exp)
	x, okX := scale(d.Coef, exp-d.Exp)
	y, okY := scale(e.Coef, exp-e.Exp)
	sum = Decimal{Coef: x + y, Exp: exp}
	return sum, okX && okY && sum.InRange()
}

// String gives a with exactly Exp decimals, without the currency: "1454.05".
func (a Amount) String() string { return string(appendScaled(nil, a.Coef, a.Exp)) }

// Decimal returns the number without its currency.
func (a Amount) Decimal() Decimal { return Decimal{Coef: a.Coef, Exp: a.Exp} }

// Sign is -1, 0 or 1.
func (a Amount) Sign() int { return cmp.Compare(a.Coef, 0) }

// IsZero reports whether a is nothing.
func (a Amount) IsZero() bool { return a.Coef == 0 }

// Neg returns -a.
func (a Amount) Neg() Amount { a.Coef = -a.Coef; return a }

// Abs returns a without its sign.
func (a Amount) Abs() Amount { a.Coef = max(a.Coef, -a.Coef); return a }

// Cmp compares values; both must be of one currency, which the caller sees to.
func (a Amount) Cmp(b Amount) int { return cmpScaled(a.Coef, a.Exp, b.Coef, b.Exp) }

// Add returns a + b. ok is false when they differ in currency or decimals, or
// when the sum has more than MaxDigits digits: it never wraps or saturates.
func (a Amount) Add(b Amount) (sum Amount, ok bool) {
	if a.Currency != b.Currency || a.Exp != b.Exp || !a.inRange() || !b.inRange() {
		return Amount{}, false
	}
	a.Coef += b.Coef // two 18-digit numbers: int64 holds their sum
	return a, a.inRange()
}

// Sub returns a - b, under the rules of Add.
func (a Amount) Sub(b Amount) (Amount, bool) { return a.Add(b.Neg()) }

func (a Amount) inRange() bool { return -coefLimit < a.Coef && a.Coef < coefLimit }

// appendScaled writes coef × 10^-exp in plain decimal notation.
func appendScaled(b []byte, coef int64, exp uint8) []byte {
	var digits [20]byte
	u := magnitude(coef)
	if coef < 0 {
		b = append(b, '-')
	}
	s := strconv.AppendUint(digits[:0], u, 10)
	if exp == 0 {
		return append(b, s...)
	}
	whole := len(s) - int(exp)
	if whole <= 0 {
		b = append(b, '0')
	} else {
		b = append(b, s[:whole]...)
		s = s[whole:]
	}
	b = append(b, '.')
	for ; whole < 0; whole++ {
		b = append(b, '0')
	}
	return append(b, s...)
}

// cmpScaled compares x × 10^-xExp with y × 10^-yExp in 128 bits.
func cmpScaled(x int64, xExp uint8, y int64, yExp uint8) int {
	if x < 0 != (y < 0) || x == 0 || y == 0 {
		return cmp.Compare(x, y)
	}
	// Same sign, neither zero: bring both to the larger number of decimals.
	exp := max(xExp, yExp)
	xHi, xLo := bits.Mul64(magnitude(x), powerOf10(exp-xExp))
	yHi, yLo := bits.Mul64(magnitude(y), powerOf10(exp-yExp))
	c := cmp.Compare(xHi, yHi)
	if c == 0 {
		c = cmp.Compare(xLo, yLo)
	}
	if x < 0 {
		return -c
	}
	return c
}

// magnitude is |x|, right for the smallest int64 too.
func magnitude(x int64) uint64 {
	if x < 0 {
		return -uint64(x)
	}
	return uint64(x)
}

// scale returns x × 10^n; ok is false when that leaves int64.
func scale(x int64, n uint8) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(x), powerOf10(n))
	if hi != 0 || lo > 1<<63-1 {
		return 0, false
	}
	if x < 0 {
		return -int64(lo), true
	}
	return int64(lo), true
}

// powerOf10 returns 10^n for n up to 19, the largest that fits 64 bits, and
// 10^19 above: only numbers that are out of range anyway get there.
func powerOf10(n uint8) uint64 { return powers[min(int(n), len(powers)-1)] }

var powers = [...]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19}
