package money

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// decimals draws small and large numbers, with every number of decimals.
var decimals = rapid.Custom(func(t *rapid.T) Decimal {
	most := rapid.SampledFrom([]int64{9, 99_999, 999_999_999_999, coefLimit - 1}).Draw(t, "size")
	return Decimal{Coef: rapid.Int64Range(-most, most).Draw(t, "coef"), Exp: rapid.Uint8Range(0, MaxDecimals).Draw(t, "exp")}
})

// exactly x × y / z, rounded by rationals alone.
func ratMulDiv(x, y, z Decimal, digits uint8, halfAway bool) *big.Int {
	v := new(big.Rat).Mul(rat(x), rat(y))
	v.Quo(v, rat(z))
	v.Mul(v, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)))
	if halfAway {
		v.Add(v, big.NewRat(int64(v.Sign()), 2))
	}
	return new(big.Int).Quo(v.Num(), v.Denom())
}

func TestPropertyMulDivEqualsRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y, z := decimals.Draw(t, "x"), decimals.Draw(t, "y"), decimals.Draw(t, "z")
		c := rapid.SampledFrom([]Currency{"JPY", "EUR", "KWD", "CLF"}).Draw(t, "currency")
		for _, way := range []struct {
			f        func(Currency, Decimal, Decimal, Decimal) (Amount, bool)
			halfAway bool
		}{{MulDivHalfAway, true}, {MulDivToZero, false}} {
			got, ok := way.f(c, x, y, z)
			if z.IsZero() {
				if ok {
					t.Fatal("divided by zero")
				}
				continue
			}
			want := ratMulDiv(x, y, z, c.Digits(), way.halfAway)
			if inRange := want.CmpAbs(big.NewInt(coefLimit)) < 0; ok != inRange {
				t.Fatalf("%s × %s / %s: ok %v, in range %v", x, y, z, ok, inRange)
			}
			if ok && (want.Cmp(big.NewInt(got.Coef)) != 0 || got.Exp != c.Digits() || got.Currency != c) {
				t.Fatalf("%s × %s / %s = %s %s, want %s", x, y, z, got, c, want)
			}
		}
	})
}

func TestPropertyArithmeticEqualsRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := decimals.Draw(t, "x"), decimals.Draw(t, "y")
		if got, want := x.Cmp(y), rat(x).Cmp(rat(y)); got != want {
			t.Fatalf("%s against %s: %d", x, y, got)
		}
		if got := x.Normalize(); !got.Equal(x) || got.Exp > 0 && got.Coef%10 == 0 {
			t.Fatalf("%s became %s", x, got)
		}
		if got := x.Neg().Sign(); got != -x.Sign() {
			t.Fatalf("the sign of -%s is %d", x, got)
		}
		if sum, ok := x.Add(y); ok && rat(sum).Cmp(new(big.Rat).Add(rat(x), rat(y))) != 0 {
			t.Fatalf("%s + %s = %s", x, y, sum)
		}
		a, b := Amount{x.Coef, 2, "EUR"}, Amount{y.Coef, 2, "EUR"}
		sum, ok := a.Add(b)
		if want := new(big.Int).Add(big.NewInt(x.Coef), big.NewInt(y.Coef)); ok != (want.CmpAbs(big.NewInt(coefLimit)) < 0) ||
			ok && want.Cmp(big.NewInt(sum.Coef)) != 0 {
			t.Fatalf("%s + %s = %s %v", a, b, sum, ok)
		}
		if back, ok2 := sum.Sub(b); ok && (!ok2 || back != a) {
			t.Fatalf("%s + %s - %s = %s", a, b, b, back)
		}
	})
}

// Shares sum to the total, and each is the exact one, cut off, or a minor unit more.
func TestPropertySharesSumToTheTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.SampledFrom([]int64{3, 1_000_000, coefLimit / 10}).Draw(t, "size")
		weights := rapid.SliceOfN(rapid.Int64Range(0, most), 1, 8).Draw(t, "weights")
		total := Amount{rapid.Int64Range(-most, most).Draw(t, "total"), 2, "EUR"}
		var sum int64
		for _, w := range weights {
			sum += w
		}
		shares, ok := ApportionLargestRemainder(total, weights)
		if ok != (sum > 0 || total.IsZero()) {
			t.Fatalf("%s over %v: %v", total, weights, ok)
		}
		if !ok {
			return
		}
		var back int64
		for i, s := range shares {
			back += s.Coef
			exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(total.Abs().Coef), big.NewInt(weights[i])), big.NewInt(max(sum, 1)))
			cut := new(big.Int).Quo(exact.Num(), exact.Denom()).Int64()
			if off := s.Abs().Coef - cut; off != 0 && (off != 1 || exact.IsInt()) || s.Sign()*total.Sign() < 0 {
				t.Fatalf("%s over %v: %v", total, weights, shares)
			}
		}
		if back != total.Coef {
			t.Fatalf("%s over %v: %v", total, weights, shares)
		}
	})
}

func TestDecimalSumsStayInRange(t *testing.T) {
	most := Decimal{Coef: coefLimit - 1}
	for _, pair := range [][2]Decimal{{most, Int(1)}, {most.Neg(), Int(-1)}, {most, {Coef: 1, Exp: 10}}, {{Coef: 1, Exp: 11}, Int(1)}} {
		if sum, ok := pair[0].Add(pair[1]); ok {
			t.Errorf("%s + %s = %s", pair[0], pair[1], sum)
		}
	}
	if sum, ok := Int(100).Add(Decimal{Coef: 9975, Exp: 3}); !ok || sum.String() != "109.975" {
		t.Errorf("%s %v", sum, ok)
	}
}
