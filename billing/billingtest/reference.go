package billingtest

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

// Result holds every figure that follows from a document. Figures are whole
// minor units of the document's currency (EUR: cents, JPY: yen, KWD: fils).
type Result struct {
	Lines              []LineResult
	Discounts, Charges []AdjustmentResult
	Taxes              []TaxResult // by group in document order; within a group as first stated
	Totals             TotalsResult
}

// LineResult is what follows from a line (steps 1–3).
type LineResult struct {
	Gross              int64
	Discounts, Charges []int64
	Amount, Running    int64
	Group              int    // -1 when no line is taxed
	Key                string // the set of taxes, see TaxKey
}

// AdjustmentResult is a document discount or charge and its share per tax
// group (steps 5, 6).
type AdjustmentResult struct {
	Amount int64
	Spread []int64
}

// TaxResult is one tax of one group (steps 7–9).
type TaxResult struct {
	Group        int
	Key          string // TaxKey of the tax
	Base, Amount int64
}

// TotalsResult is steps 4, 10 and 13.
type TotalsResult struct {
	Lines, Discounts, Charges, Subtotal, Tax, Total, Paid, Rounding, AmountDue int64
}

// Digits gives the decimals of a currency that Generate draws (ISO 4217).
func Digits(c money.Currency) int {
	switch c {
	case "JPY", "KRW", "VND", "CLP", "ISK", "XOF":
		return 0
	case "KWD", "BHD", "OMR", "JOD", "TND":
		return 3
	}
	return 2
}

// TaxKey names a tax by what distinguishes it: equal keys are one tax,
// however its rate or its default category was written.
func TaxKey(t tax.Tax) string {
	c := t.Category
	if c == "" {
		c = tax.Standard
	}
	rate := t.Rate
	for rate.Exp > 0 && rate.Coef%10 == 0 {
		rate = money.Decimal{Coef: rate.Coef / 10, Exp: rate.Exp - 1}
	}
	return string(c) + "|" + strconv.FormatInt(rate.Coef, 10) + "e-" + strconv.Itoa(int(rate.Exp)) + "|" + t.Name + "|" + t.Reason + "|" + t.Code
}

// setKey names a set of taxes without regard to their order.
func setKey(ts []tax.Tax) string {
	if len(ts) == 1 {
		return TaxKey(ts[0])
	}
	ks := make([]string, len(ts))
	for i, t := range ts {
		ks[i] = TaxKey(t)
	}
	slices.Sort(ks)
	return strings.Join(ks, "\x00")
}

// Reference computes d from the written specification (docs/spec/
// calculation.md, steps 1–8, 8i, 9 for independent taxes, 10, 13) with
// rationals. It shares nothing with billing but the input types, and expects a
// valid document whose sums stay below 2^62 minor units.
func Reference(d billing.Document) Result {
	ref := reference{doc: d, unit: pow10(Digits(d.Currency))}
	ref.lines()
	ref.adjustments()
	ref.taxes()
	ref.totals()
	return ref.res
}

type reference struct {
	doc    billing.Document
	unit   *big.Rat // minor units in one unit of the currency
	res    Result
	groups []group
}

// group is one set of taxes and what was gathered under it.
type group struct {
	key   string
	taxes []tax.Tax
	lines int64 // sum of line nets: the weight in step 6
	sum   int64 // line nets − discounts + charges
}

func pow10(n int) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil))
}

func rat(d money.Decimal) *big.Rat {
	scale := int64(1)
	for range d.Exp {
		scale *= 10
	}
	return big.NewRat(d.Coef, scale)
}

// round is R(x) of the specification in minor units: half away from zero.
func (ref *reference) round(x *big.Rat) int64 {
	y := new(big.Rat).Mul(x, ref.unit)
	two := new(big.Int).Lsh(new(big.Int).Abs(y.Num()), 1)
	q := two.Add(two, y.Denom())
	q.Quo(q, new(big.Int).Lsh(y.Denom(), 1)) // ⌊(2|n| + d) / 2d⌋
	if !q.IsInt64() {
		panic("billingtest: sum beyond the reference's range")
	}
	return int64(y.Sign()) * q.Int64()
}

// units turns minor units back into an exact amount.
func (ref *reference) units(minor int64) *big.Rat {
	return new(big.Rat).Quo(new(big.Rat).SetInt64(minor), ref.unit)
}

// adjustment is steps 2 and 5: base is the line's gross or the line total.
func (ref *reference) adjustment(a billing.Adjustment, base int64) int64 {
	if a.Amount != nil {
		return ref.round(rat(*a.Amount))
	}
	b := ref.units(base)
	if a.Base != nil {
		b = rat(*a.Base)
	}
	return ref.round(b.Mul(b, rat(*a.Percent)).Quo(b, big.NewRat(100, 1)))
}

// taxesOf resolves a line's taxes: its own, its class's, the document's.
func (ref *reference) taxesOf(l billing.Line) []tax.Tax {
	if len(l.Taxes) > 0 {
		return l.Taxes
	}
	for _, r := range ref.doc.TaxRules {
		if l.TaxCategory != "" && r.TaxCategory == l.TaxCategory {
			return r.Taxes
		}
	}
	return ref.doc.Taxes
}

// groupOf finds or opens the group of a set of taxes; -1 is no group.
func (ref *reference) groupOf(ts []tax.Tax) (int, string) {
	if len(ts) == 0 {
		return -1, ""
	}
	key := setKey(ts)
	i := slices.IndexFunc(ref.groups, func(g group) bool { return g.key == key })
	if i < 0 {
		i = len(ref.groups)
		ref.groups = append(ref.groups, group{key: key, taxes: ts})
	}
	return i, key
}

// lines is steps 1 to 4.
func (ref *reference) lines() {
	var running int64
	for _, l := range ref.doc.Lines {
		x := rat(l.Quantity)
		x.Mul(x, rat(l.UnitPrice))
		if l.BaseQuantity.Coef != 0 {
			x.Quo(x, rat(l.BaseQuantity))
		}
		r := LineResult{Gross: ref.round(x)}
		r.Amount = r.Gross
		for _, a := range l.Discounts {
			m := ref.adjustment(a, r.Gross)
			r.Discounts = append(r.Discounts, m)
			r.Amount -= m
		}
		for _, a := range l.Charges {
			m := ref.adjustment(a, r.Gross)
			r.Charges = append(r.Charges, m)
			r.Amount += m
		}
		running += r.Amount
		r.Running = running
		r.Group, r.Key = ref.groupOf(ref.taxesOf(l))
		if r.Group >= 0 {
			ref.groups[r.Group].lines += r.Amount
			ref.groups[r.Group].sum += r.Amount
		}
		ref.res.Lines = append(ref.res.Lines, r)
	}
	ref.res.Totals.Lines = running
}

// adjustments is steps 5 to 7. All groups are opened first, so that every
// spread is as long as there are groups.
func (ref *reference) adjustments() {
	for _, a := range slices.Concat(ref.doc.Discounts, ref.doc.Charges) {
		ref.groupOf(a.Taxes)
	}
	apply := func(as []billing.Adjustment, sign int64) (rs []AdjustmentResult, sum int64) {
		for _, a := range as {
			r := AdjustmentResult{Amount: ref.adjustment(a, ref.res.Totals.Lines)}
			if own, _ := ref.groupOf(a.Taxes); own >= 0 {
				r.Spread = make([]int64, len(ref.groups))
				r.Spread[own] = r.Amount
			} else {
				r.Spread = ref.spread(r.Amount)
			}
			for i, s := range r.Spread {
				ref.groups[i].sum += sign * s
			}
			rs, sum = append(rs, r), sum+r.Amount
		}
		return rs, sum
	}
	ref.res.Discounts, ref.res.Totals.Discounts = apply(ref.doc.Discounts, -1)
	ref.res.Charges, ref.res.Totals.Charges = apply(ref.doc.Charges, +1)
}

// spread is step 6. Weights of the amount's own sign take part: negating all
// quantities must negate all shares.
func (ref *reference) spread(amount int64) []int64 {
	weights := make([]*big.Rat, len(ref.groups))
	for i, g := range ref.groups {
		w := g.lines
		if amount < 0 {
			w = -w
		}
		weights[i] = new(big.Rat).SetInt64(max(w, 0))
	}
	return largestRemainder(amount, weights)
}

// largestRemainder shares amount in whole minor units in proportion to
// weights: the largest remainders are rounded up, ties go to the larger weight,
// then to the earlier one.
func largestRemainder(amount int64, weights []*big.Rat) []int64 {
	out := make([]int64, len(weights))
	if amount == 0 || len(out) == 0 {
		return out
	}
	sign, left := int64(1), amount
	if amount < 0 {
		sign, left = -1, -amount
	}
	total, size := new(big.Rat), new(big.Rat).SetInt64(left)
	for _, w := range weights {
		total.Add(total, w)
	}
	if total.Sign() == 0 {
		panic("billingtest: an amount to share, and nothing to share it by")
	}
	rest, order := make([]*big.Rat, len(out)), make([]int, len(out))
	for i, w := range weights {
		exact := new(big.Rat).Mul(size, w)
		exact.Quo(exact, total)
		down := new(big.Int).Quo(exact.Num(), exact.Denom())
		rest[i] = exact.Sub(exact, new(big.Rat).SetInt(down))
		out[i], order[i] = down.Int64()*sign, i
		left -= down.Int64()
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(rest[b].Cmp(rest[a]), weights[b].Cmp(weights[a]))
	})
	for _, i := range order[:left] {
		out[i] += sign
	}
	return out
}

// taxes is steps 8, 8i and 9.
func (ref *reference) taxes() {
	for gi, g := range ref.groups {
		base, amounts := ref.taxGroup(g)
		for i, t := range g.taxes {
			ref.res.Totals.Tax += amounts[i]
			ref.res.Taxes = append(ref.res.Taxes, TaxResult{Group: gi, Key: TaxKey(t), Base: base, Amount: amounts[i]})
		}
	}
}

// taxGroup gives a group's net base and each of its taxes. With inclusive
// prices the tax of the group is rounded once, by the sum of the rates, and
// then shared among the taxes: the gross stays exact and the base is the
// nearest one.
func (ref *reference) taxGroup(g group) (base int64, amounts []int64) {
	rates := make([]*big.Rat, len(g.taxes))
	all := new(big.Rat)
	for i, t := range g.taxes {
		rates[i] = rat(t.Rate)
		all.Add(all, rates[i])
	}
	hundred := big.NewRat(100, 1)
	if ref.doc.TaxMode == billing.Inclusive {
		x := ref.units(g.sum)
		tax := ref.round(x.Mul(x, all).Quo(x, hundred.Add(hundred, all)))
		return g.sum - tax, largestRemainder(tax, rates)
	}
	for _, r := range rates {
		x := ref.units(g.sum)
		amounts = append(amounts, ref.round(x.Mul(x, r).Quo(x, hundred)))
	}
	return g.sum, amounts
}

// totals is steps 10 and 13.
func (ref *reference) totals() {
	t := &ref.res.Totals
	sum := t.Lines - t.Discounts + t.Charges
	if ref.doc.TaxMode == billing.Inclusive {
		t.Total, t.Subtotal = sum, sum-t.Tax
	} else {
		t.Subtotal, t.Total = sum, sum+t.Tax
	}
	for _, p := range ref.doc.Payments {
		t.Paid += ref.round(rat(p.Amount))
	}
	t.Rounding = ref.round(rat(ref.doc.Rounding))
	t.AmountDue = t.Total - t.Paid + t.Rounding
}
