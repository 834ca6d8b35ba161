package money

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"
)

// MulDivHalfAway returns x × y / z rounded half away from zero to c's digits:
// quantity × price / base quantity, amount × percent / 100, and gross × rate /
// (100 + rate) are all of this form. The product and quotient are exact before
// the one rounding. ok is false when z is 0, an operand is out of range, or
// the result has more than MaxDigits digits.
func MulDivHalfAway(c Currency, x, y, z Decimal) (a Amount, ok bool) {
	return mulDiv(c, x, y, z, true)
}

// MulDivToZero is MulDivHalfAway with the digits beyond the currency's cut off.
func MulDivToZero(c Currency, x, y, z Decimal) (a Amount, ok bool) {
	return mulDiv(c, x, y, z, false)
}

// RoundHalfAway returns d as an amount of c, rounded half away from zero to
// c's digits. ok is false when the result is out of range.
func RoundHalfAway(c Currency, d Decimal) (a Amount, ok bool) {
	return mulDiv(c, d, Int(1), Int(1), true)
}

// Exactly returns d as an amount of c. ok is false when d has more decimals
// than c, trailing zeros apart, or is out of range.
func Exactly(c Currency, d Decimal) (a Amount, ok bool) {
	a, ok = RoundHalfAway(c, d)
	return a, ok && a.Decimal().Equal(d)
}

func mulDiv(c Currency, x, y, z Decimal, halfAway bool) (Amount, bool) {
	if z.Coef == 0 || !x.InRange() || !y.InRange() || !z.InRange() {
		return Amount{}, false
	}
	digits := c.Digits()
	shift := int(digits) - int(x.Exp) - int(y.Exp) + int(z.Exp)
	u, ok := mulDiv128(magnitude(x.Coef), magnitude(y.Coef), magnitude(z.Coef), shift, halfAway)
	if !ok {
		u, ok = mulDivBig(magnitude(x.Coef), magnitude(y.Coef), magnitude(z.Coef), shift, halfAway)
	}
	if !ok || u >= coefLimit {
		return Amount{}, false
	}
	coef := int64(u)
	if (x.Coef < 0) != (y.Coef < 0) != (z.Coef < 0) {
		coef = -coef
	}
	return Amount{Coef: coef, Exp: digits, Currency: c}, true
}

// mulDiv128 is x × y / z × 10^shift in 128 bits; ok is false when they do not
// suffice, which says nothing about the size of the result.
func mulDiv128(x, y, z uint64, shift int, halfAway bool) (uint64, bool) {
	if max(shift, -shift) >= len(powers) {
		return 0, false
	}
	hi, lo := bits.Mul64(x, y)
	switch {
	case shift > 0:
		p := powers[shift]
		carry, low := bits.Mul64(lo, p)
		over, high := bits.Mul64(hi, p)
		high, c := bits.Add64(high, carry, 0)
		if over != 0 || c != 0 {
			return 0, false
		}
		hi, lo = high, low
	case shift < 0:
		over, low := bits.Mul64(z, powers[-shift])
		if over != 0 {
			return 0, false
		}
		z = low
	}
	if hi >= z {
		return 0, false
	}
	quotient, rest := bits.Div64(hi, lo, z)
	if halfAway && rest >= z-rest && quotient < coefLimit { // 2 × rest ≥ z, without its overflow
		quotient++
	}
	return quotient, true
}

// mulDivBig is mulDiv128 for whatever 128 bits do not hold, such as 18 digits
// with 10 decimals times the same. ok is false when the result exceeds 64 bits.
func mulDivBig(x, y, z uint64, shift int, halfAway bool) (uint64, bool) {
	num := new(big.Int).SetUint64(x)
	num.Mul(num, new(big.Int).SetUint64(y))
	den := new(big.Int).SetUint64(z)
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(shift, -shift))), nil)
	if shift > 0 {
		num.Mul(num, power)
	} else {
		den.Mul(den, power)
	}
	quotient, rest := num.QuoRem(num, den, new(big.Int))
	if halfAway && rest.Lsh(rest, 1).Cmp(den) >= 0 {
		quotient.Add(quotient, big.NewInt(1))
	}
	return quotient.Uint64(), quotient.IsUint64()
}

// ApportionLargestRemainder splits total into shares that sum to it, in
// proportion to the weights: each share is cut to whole minor units, and the
// units left over go one each to the largest remainders; among equal ones to
// the larger weight, then to the earlier place. Weights are not negative; with
// a negative total every share is the mirror image. ok is false when a weight
// is negative, their sum has more than MaxDigits digits, or all are 0 while
// the total is not.
func ApportionLargestRemainder(total Amount, weights []int64) (shares []Amount, ok bool) {
	var sum int64
	for _, w := range weights {
		if w < 0 || w >= coefLimit {
			return nil, false
		}
		if sum += w; sum >= coefLimit {
			return nil, false
		}
	}
	shares = make([]Amount, len(weights))
	for i := range shares {
		shares[i] = Amount{Exp: total.Exp, Currency: total.Currency}
	}
	if total.Coef == 0 {
		return shares, true
	}
	if sum == 0 || !total.inRange() {
		return nil, false
	}
	rests := make([]uint64, len(weights))
	left := magnitude(total.Coef)
	for i, w := range weights {
		hi, lo := bits.Mul64(magnitude(total.Coef), uint64(w))
		quotient, rest := bits.Div64(hi, lo, uint64(sum)) // w ≤ sum: the quotient is at most the total
		shares[i].Coef, rests[i] = int64(quotient), rest
		left -= quotient
	}
	if left > 0 { // fewer units than weights with a remainder
		for _, i := range byRemainder(weights, rests)[:left] {
			shares[i].Coef++
		}
	}
	if total.Coef < 0 {
		for i := range shares {
			shares[i].Coef = -shares[i].Coef
		}
	}
	return shares, true
}

// byRemainder returns the indexes of weights in the order in which they
// receive what is left over.
func byRemainder(weights []int64, rests []uint64) []int {
	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(rests[j], rests[i]), cmp.Compare(weights[j], weights[i]))
	})
	return order
}
