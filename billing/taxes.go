package billing

import (
	"slices"

	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

// taxGroup is one set of taxes and what is taxed with it.
type taxGroup struct {
	taxes              []tax.Tax // normalized, in the order of their first statement
	lines              money.Amount
	discounts, charges money.Amount // its shares of the document's
	base               money.Amount
	tax                money.Amount // with inclusive prices, before it is split over the taxes
}

// taxSets finds the group of a set of taxes. Two sets are one group when they
// hold the same taxes (category, name, rate, reason, code) in any order.
type taxSets struct {
	ids    map[tax.Tax]uint16
	groups map[taxSet]int
}

// taxSet is the ids of a set's taxes in ascending order, 0 beyond its end:
// a comparable key, whatever the number of taxes.
type taxSet [MaxTaxes]uint16

// key numbers the taxes of a set, and any that is new.
func (s *taxSets) key(taxes []tax.Tax) (key taxSet) {
	if s.ids == nil {
		s.ids, s.groups = map[tax.Tax]uint16{}, map[taxSet]int{}
	}
	for i, t := range taxes {
		t = t.Normalize()
		id := s.ids[t]
		if id == 0 {
			id = uint16(len(s.ids) + 1) // at most MaxTaxGroups sets of MaxTaxes
			s.ids[t] = id
		}
		key[i] = id
	}
	slices.Sort(key[:len(taxes)])
	return key
}

// groupLines is step 0: the taxes of a line are its own, else those of its
// class's rule, else the document's. Groups stand in order of first appearance:
// lines first, then document charges.
func (c *computation) groupLines() {
	var last []tax.Tax // runs of lines mostly share one slice, or one tax
	lastGroup := noGroup
	for i := range c.lines {
		out := &c.lines[i]
		out.Group = noGroup
		taxes := c.taxesOf(i)
		if len(taxes) > MaxTaxes {
			c.spoil(i) // already a fault where they are stated
		}
		if c.bad[i] || len(taxes) == 0 {
			continue
		}
		if !sameTaxes(taxes, last) {
			last, lastGroup = taxes, c.group(taxes)
		}
		if lastGroup == noGroup {
			c.lineFault(i, at("lines", i), "tax_groups.too_many",
				"this line's taxes make more than %d tax groups: split the document", MaxTaxGroups)
			continue
		}
		out.Group, out.Taxes = lastGroup, c.groups[lastGroup].taxes
	}
	c.checkAllTaxed()
	c.groupAdjustments()
}

// taxesOf resolves the taxes of line i.
func (c *computation) taxesOf(i int) []tax.Tax {
	l := &c.doc.Lines[i]
	if len(l.Taxes) > 0 {
		return l.Taxes
	}
	if l.TaxCategory == "" {
		return c.doc.Taxes
	}
	if taxes, ok := c.rules[l.TaxCategory]; ok || len(c.doc.TaxRules) > MaxTaxRules {
		if len(taxes) == 0 {
			c.spoil(i) // the fault is the rule's, or that there are too many
		}
		return taxes
	}
	c.lineFault(i, at("lines", i, "tax_category"), "line.tax_category.unknown",
		"no rule says how %q is taxed: add one to tax_rules, or state the line's tax", l.TaxCategory)
	return nil
}

func sameTaxes(a, b []tax.Tax) bool {
	if len(a) != len(b) {
		return false
	}
	return &a[0] == &b[0] || len(a) == 1 && a[0] == b[0]
}

// group returns the index of a set's group, a new one if need be, or noGroup
// when there are too many.
func (c *computation) group(taxes []tax.Tax) int {
	key := c.sets.key(taxes)
	if g, ok := c.sets.groups[key]; ok {
		return g
	}
	if len(c.groups) == MaxTaxGroups {
		return noGroup
	}
	normal := make([]tax.Tax, len(taxes))
	for i, t := range taxes {
		normal[i] = t.Normalize()
	}
	c.groups = append(c.groups, taxGroup{taxes: normal,
		lines: c.zero, discounts: c.zero, charges: c.zero, base: c.zero, tax: c.zero})
	c.sets.groups[key] = len(c.groups) - 1
	return len(c.groups) - 1
}

// checkAllTaxed refuses lines without tax among lines with tax: whether they
// are exempt, zero-rated or outside the scope is for the author to say.
func (c *computation) checkAllTaxed() {
	if len(c.groups) == 0 {
		return
	}
	for i := range c.lines {
		if c.lines[i].Group == noGroup && !c.bad[i] {
			c.lineFault(i, at("lines", i, "tax"), "line.tax.missing",
				"the line has no tax while others have: state its tax, or the document's; "+
					"if none is charged, state category exempt, zero or outside_scope")
		}
	}
}

// groupAdjustments finds the groups of the document's discounts and charges
// that state a tax. A charge may make a group of its own; a discount cannot,
// as there would be nothing to take it from.
func (c *computation) groupAdjustments() {
	taxed := len(c.groups) > 0
	for list, adjustments := range [2][]Adjustment{c.doc.Discounts, c.doc.Charges} {
		c.groupOf[list] = slices.Repeat([]int{noGroup}, len(adjustments))
		for i := range adjustments {
			taxes := adjustments[i].Taxes
			if len(taxes) == 0 || len(taxes) > MaxTaxes {
				continue
			}
			if !taxed {
				c.unsound = true
				c.fault(at(listNames[list], i, taxMember(taxes)), "adjustment.tax.unexpected",
					"it states a tax while no line has one: state the lines' taxes, or leave this one out")
				continue
			}
			g, known := c.sets.groups[c.sets.key(taxes)]
			if !known && list == discounts {
				c.unsound = true
				c.fault(at("discounts", i, taxMember(taxes)), "discount.tax.unknown",
					"no line has this tax, so there is nothing to take the discount from: "+
						"state a tax that a line has, or none to spread it over all")
				continue
			}
			if !known {
				g = c.group(taxes)
			}
			if g == noGroup {
				c.unsound = true
				c.fault(at("charges", i, taxMember(taxes)), "tax_groups.too_many",
					"its tax makes more than %d tax groups: split the document", MaxTaxGroups)
				continue
			}
			c.groupOf[list][i] = g
		}
	}
}

// taxMember is the member that holds taxes: "tax" for one, "taxes" for several.
func taxMember(taxes []tax.Tax) string {
	if len(taxes) == 1 {
		return "tax"
	}
	return "taxes"
}

// taxableBases is step 7: lines − discounts + charges of each group. With
// inclusive prices this still contains the tax.
func (c *computation) taxableBases() {
	for g := range c.groups {
		group := &c.groups[g]
		after, ok := group.lines.Sub(group.discounts)
		base, ok2 := after.Add(group.charges)
		if !(ok && ok2) {
			c.tooLarge("/lines", "the base of a tax")
		}
		group.base = base
	}
}

// groupTaxes is steps 8, 8i and 9: each tax of each group, computed once from
// the group's base and never from taxes of single lines.
func (c *computation) groupTaxes() {
	rows := 0
	for g := range c.groups {
		rows += len(c.groups[g].taxes)
	}
	c.taxes = make([]TaxSubtotal, 0, rows)
	for g := range c.groups {
		if c.doc.TaxMode == Inclusive {
			c.includedTaxes(g)
		} else {
			c.addedTaxes(g)
		}
	}
}

// addedTaxes is step 8: independent taxes each take their percentage of the
// same base.
func (c *computation) addedTaxes(g int) {
	group := &c.groups[g]
	for _, t := range group.taxes {
		amount, ok := money.MulDivHalfAway(c.currency, group.base.Decimal(), t.Rate, money.Int(100))
		if ok {
			group.tax, ok = group.tax.Add(amount)
		}
		if !ok {
			c.tooLarge("/lines", "the taxes of a group")
			return
		}
		c.taxes = append(c.taxes, TaxSubtotal{Group: g, Tax: t, Base: group.base, Amount: amount})
	}
}

// includedTaxes is step 8i: the tax is taken out of the group's sum as one
// figure, so that what customers were told they pay stays exact; what is left
// is the base. Several taxes divide that figure by their rates.
func (c *computation) includedTaxes(g int) {
	group := &c.groups[g]
	rates, rate := commonRates(group.taxes)
	divisor, _ := money.Int(100).Add(rate) // ten rates of at most 100 with 10 decimals: in range
	all, ok := money.MulDivHalfAway(c.currency, group.base.Decimal(), rate, divisor)
	base, ok2 := group.base.Sub(all)
	shares, ok3 := money.ApportionLargestRemainder(all, rates)
	if !(ok && ok2 && ok3) {
		c.tooLarge("/lines", "the taxes of a group")
		return
	}
	group.tax, group.base = all, base
	for i, t := range group.taxes {
		c.taxes = append(c.taxes, TaxSubtotal{Group: g, Tax: t, Base: base, Amount: shares[i]})
	}
}

// commonRates brings rates to one number of decimals, as whole numbers to
// weigh by, and adds them up.
func commonRates(taxes []tax.Tax) (rates []int64, sum money.Decimal) {
	exp := uint8(0)
	for _, t := range taxes {
		exp = max(exp, t.Rate.Exp)
	}
	rates = make([]int64, len(taxes))
	for i, t := range taxes {
		rates[i] = t.Rate.Coef
		for range exp - t.Rate.Exp {
			rates[i] *= 10
		}
		sum.Coef += rates[i]
	}
	sum.Exp = exp
	return rates, sum
}
