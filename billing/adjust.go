package billing

import (
	"fmt"
	"slices"

	"github.com/facture-dev/facture/billing/money"
)

// of is the amount of a discount or charge on gross: its fixed amount, or its
// percentage of its own base or else of gross.
func (a *Adjustment) of(gross money.Amount) (money.Amount, bool) {
	if a.Amount != nil {
		return money.RoundHalfAway(gross.Currency, *a.Amount)
	}
	base := gross.Decimal()
	if a.Base != nil {
		base = *a.Base
	}
	return money.MulDivHalfAway(gross.Currency, base, *a.Percent, money.Int(100))
}

// form names the member that says how much.
func (a *Adjustment) form() string {
	if a.Amount != nil {
		return "amount"
	}
	return "percent"
}

// within reports whether taking amount from base leaves base on its side of
// zero: for a positive base 0 ≤ amount ≤ base, for a negative one the mirror
// image, as of goods taken back that had been sold with a discount.
func within(amount, base money.Amount) bool {
	if amount.IsZero() {
		return true
	}
	return amount.Sign() == base.Sign() && amount.Abs().Cmp(base.Abs()) <= 0
}

// fit makes discounts that are together the whole base no more than it: of
// 0.01, two discounts of 50 % are 0.01 each when rounded on their own. What
// such rounding takes too much, at most half a minor unit for each percentage,
// the last discounts give back. ok is false when they exceed the base by more.
func fit(amounts []money.Amount, stated []Adjustment, base money.Amount) (taken money.Amount, ok bool) {
	zero := base
	zero.Coef = 0
	if taken, ok = sum(zero, amounts); !ok {
		return taken, false
	}
	if within(taken, base) {
		return taken, true
	}
	percentages := int64(0)
	for i := range stated {
		if stated[i].Percent != nil {
			percentages++
		}
	}
	excess, _ := taken.Sub(base)
	if excess.Sign() != base.Sign() || excess.Abs().Coef*2 > percentages {
		return taken, false
	}
	for i := len(amounts) - 1; !excess.IsZero(); i-- {
		back := excess
		if amounts[i].Abs().Cmp(excess.Abs()) < 0 {
			back = amounts[i]
		}
		amounts[i], _ = amounts[i].Sub(back)
		excess, _ = excess.Sub(back)
	}
	return base, true
}

// misfit says what is wrong with an adjustment of amount on base. A discount
// stays within its base. A charge has any size, but one that takes money off
// is a discount and is to be called one; only where the base is itself
// negative is it the mirror image of a charge.
func misfit(list int, amount, base money.Amount, a *Adjustment) (f Fault, wrong bool) {
	switch {
	case list == charges && amount.Sign() < 0 && base.Sign() >= 0:
		return Fault{Rule: "charge.negative",
			Message: fmt.Sprintf("a charge of %s takes money off: state it as a discount of %s", amount, amount.Neg())}, true
	case list == charges || within(amount, base):
		return Fault{}, false
	case amount.Sign() == base.Sign():
		return Fault{Rule: "discount.above_base",
			Message: fmt.Sprintf("the discount of %s is above what it is taken from, %s: lower it", amount, base)}, true
	case base.IsZero():
		return Fault{Rule: "discount.above_base",
			Message: fmt.Sprintf("the discount of %s is taken from 0: leave it out", amount)}, true
	case amount.Sign() < 0:
		return Fault{Rule: "discount.negative",
			Message: fmt.Sprintf("a discount of %s adds money: state it as a charge of %s", amount, amount.Neg())}, true
	default:
		return Fault{Rule: "discount.sign",
			Message: fmt.Sprintf("a discount on the negative amount %s is negative too: state %s to lower what is given back, "+
				"or a charge of %s to raise it", base, amount.Neg(), amount.Neg())}, true
	}
}

// documentAdjustments is step 5: each discount and charge on the document.
// Percentages are of the line total unless they state a base.
func (c *computation) documentAdjustments() {
	amounts := c.adjustDocument(discounts, c.doc.Discounts)
	c.fitDocument(amounts)
	c.discounts, c.totals.Discounts = c.adjusted(discounts, amounts)
	c.charges, c.totals.Charges = c.adjusted(charges, c.adjustDocument(charges, c.doc.Charges))
}

func (c *computation) adjustDocument(list int, stated []Adjustment) []money.Amount {
	amounts := make([]money.Amount, len(stated))
	for i := range stated {
		a := &stated[i]
		amounts[i] = c.zero
		amount, ok := a.of(c.totals.Lines)
		if !ok {
			c.fault(at(listNames[list], i), "adjustment.too_large",
				"the amount has more than %d digits: lower it", money.MaxDigits)
			continue
		}
		base := c.totals.Lines
		if g := c.groupOf[list][i]; g != noGroup && list == discounts {
			base = c.groups[g].lines // there must be that much to take it from
		}
		if f, wrong := misfit(list, amount, base, a); wrong {
			c.fault(at(listNames[list], i, a.form()), f.Rule, "%s", f.Message)
			continue
		}
		amounts[i] = amount
	}
	return amounts
}

// fitDocument holds the discounts that state no tax against the line total.
// The others are held against their groups when they are given to them.
func (c *computation) fitDocument(amounts []money.Amount) {
	var places []int
	var free []money.Amount
	var stated []Adjustment
	for i, a := range amounts {
		if c.groupOf[discounts][i] == noGroup {
			places, free, stated = append(places, i), append(free, a), append(stated, c.doc.Discounts[i])
		}
	}
	if len(free) == 0 {
		return
	}
	if taken, ok := fit(free, stated, c.totals.Lines); !ok {
		c.unsound = true
		c.fault("/discounts", "discount.above_base",
			"the discounts come to %s, the lines to %s: lower them", taken, c.totals.Lines)
	}
	for i, place := range places {
		amounts[place] = free[i]
	}
}

// adjusted sums the amounts of one list.
func (c *computation) adjusted(list int, amounts []money.Amount) ([]ComputedAdjustment, money.Amount) {
	if len(amounts) == 0 {
		return nil, c.zero
	}
	out := make([]ComputedAdjustment, len(amounts))
	for i := range amounts {
		out[i].Amount = amounts[i]
	}
	total, ok := sum(c.zero, amounts)
	if !ok {
		c.tooLarge("/"+listNames[list], "the "+listNames[list])
	}
	return out, total
}

// allocate is step 6: it gives each document discount and charge to the group
// whose tax it states, or spreads it over the groups in proportion to their
// lines. Those that state their tax go first, since they have no choice.
func (c *computation) allocate() {
	if c.unsound || len(c.groups) == 0 {
		return
	}
	for list, adjustments := range [2][]ComputedAdjustment{c.discounts, c.charges} {
		for i := range adjustments {
			adjustments[i].Spread = slices.Repeat([]money.Amount{c.zero}, len(c.groups))
			if g := c.groupOf[list][i]; g != noGroup {
				adjustments[i].Spread[g] = adjustments[i].Amount
				adjustments[i].division = division{of: adjustments[i].Amount, weights: make([]int64, len(c.groups))}
				adjustments[i].division.weights[g] = 1
				c.give(list, i, adjustments[i].Spread)
			}
		}
		for i := range adjustments {
			if c.groupOf[list][i] == noGroup {
				if shares, how, ok := c.spread(list, i, adjustments[i].Amount); ok {
					adjustments[i].Spread, adjustments[i].division = shares, how
					c.give(list, i, shares)
				}
			}
		}
	}
}

// give adds the shares of an adjustment to the groups.
func (c *computation) give(list, i int, shares []money.Amount) {
	for g := range c.groups {
		group := &c.groups[g]
		to := &group.discounts
		if list == charges {
			to = &group.charges
		}
		var ok bool
		if *to, ok = to.Add(shares[g]); !ok {
			c.tooLarge(at(listNames[list], i), "the "+listNames[list]+" of one tax group")
			return
		}
		if list == discounts && !within(group.discounts, group.lines) && !shares[g].IsZero() {
			c.fault(at("discounts", i), "discount.above_base",
				"with this one the discounts of its tax group come to %s, its lines to %s: lower it", group.discounts, group.lines)
		}
	}
}

// spread divides an amount over the groups by their lines (largest remainder).
// Only groups on the side of the line total take part: positive ones, or in a
// document that is negative as a whole the negative ones. A discount takes from
// no group more than other discounts have left of it; what such a group cannot
// bear is divided again over the others.
func (c *computation) spread(list, i int, amount money.Amount) ([]money.Amount, division, bool) {
	weights := make([]int64, len(c.groups))
	side := 1
	if c.totals.Lines.Sign() < 0 {
		side = -1
	}
	weight, ok := c.zero, true
	for g := range c.groups {
		sum := c.groups[g].lines
		if sum.Sign() != side {
			continue
		}
		weights[g] = sum.Abs().Coef
		if weight, ok = weight.Add(sum.Abs()); !ok {
			c.tooLarge("/lines", "the lines of the tax groups")
			return nil, division{}, false
		}
	}
	switch {
	case weight.IsZero() && len(c.groups) == 1:
		weights[0] = 1
	case weight.IsZero() && !amount.IsZero():
		c.fault(at(listNames[list], i), "adjustment.tax.missing",
			"the lines of every tax group come to 0, so there is no measure to spread %s by: state its tax", amount)
		return nil, division{}, false
	}
	shares, how, ok := spreadWithin(amount, weights, c.limits(list))
	if !ok {
		c.fault(at(listNames[list], i), "discount.above_base",
			"with this one the discounts are above the lines, %s: lower it", c.totals.Lines)
	}
	return shares, how, ok
}

// limits is what each group can still bear of a discount; a charge has none.
func (c *computation) limits(list int) []int64 {
	if list == charges {
		return nil
	}
	limits := make([]int64, len(c.groups))
	for g := range c.groups {
		left, _ := c.groups[g].lines.Sub(c.groups[g].discounts) // give keeps them on one side of zero
		limits[g] = left.Abs().Coef
	}
	return limits
}

// division is the apportionment that made the shares of an adjustment: of what,
// and by which weights. Groups that could bear no more have their whole limit
// as share and the weight 0.
type division struct {
	of      money.Amount
	weights []int64
}

// spreadWithin apportions amount by weights; a share above its limit is cut to
// it, and the rest apportioned anew among the others. nil limits are none. ok
// is false when all limits together cannot hold the amount.
func spreadWithin(amount money.Amount, weights, limits []int64) (shares []money.Amount, how division, ok bool) {
	how = division{of: amount, weights: weights}
	shares, ok = money.ApportionLargestRemainder(amount, weights)
	if limits == nil {
		return shares, how, ok
	}
	full := map[int]money.Amount{}
	for ok {
		before := len(full)
		for g := range shares {
			if _, is := full[g]; !is && shares[g].Abs().Coef > limits[g] {
				share := shares[g]
				share.Coef = limits[g] * int64(amount.Sign())
				full[g], how.weights[g] = share, 0
				how.of, _ = how.of.Sub(share)
			}
		}
		if len(full) == before {
			break
		}
		shares, ok = money.ApportionLargestRemainder(how.of, how.weights)
	}
	for g, share := range full {
		if ok {
			shares[g] = share
		}
	}
	return shares, how, ok
}
