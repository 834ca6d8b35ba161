package billing

import (
	"strings"

	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

// checkFigures finds what is wrong with numbers, taxes and adjustments before
// anything is computed from them.
func (c *computation) checkFigures() {
	d := &c.doc
	c.checkTaxes(d.Taxes)
	c.checkTaxRules()
	if len(d.Lines) == 0 {
		c.fault("/lines", "lines.missing", "state at least one line")
		c.unsound = true
	}
	if !c.checkCount(len(d.Lines), MaxLines, "lines") {
		c.doc.Lines, c.lines, c.unsound = nil, nil, true
	}
	for i := range c.doc.Lines {
		before := c.errors
		c.checkLineFigures(i, &c.doc.Lines[i])
		if c.errors != before {
			c.spoil(i)
		}
	}
	before := c.errors
	c.checkAdjustments(discounts, d.Discounts)
	c.checkAdjustments(charges, d.Charges)
	c.checkPayments()
	c.unsound = c.unsound || c.errors != before
	c.checkEarlyPayment()
}

func (c *computation) checkLineFigures(i int, l *Line) {
	for _, x := range [...]struct {
		name   string
		number money.Decimal
	}{{"quantity", l.Quantity}, {"unit_price", l.UnitPrice}, {"base_quantity", l.BaseQuantity}} {
		if !x.number.InRange() {
			c.outOfRange("lines", i, x.name)
		}
	}
	if l.Quantity.Sign() < 0 && l.UnitPrice.Sign() < 0 {
		c.fault(at("lines", i, "quantity"), "line.quantity.negative_twice",
			"quantity and unit_price are both negative: state the minus on one of them")
	}
	if l.BaseQuantity.Sign() < 0 {
		c.fault(at("lines", i, "base_quantity"), "line.base_quantity.negative",
			"what the price is for cannot be negative: state a positive base_quantity")
	}
	c.checkAdjustments(discounts, l.Discounts, "lines", i)
	c.checkAdjustments(charges, l.Charges, "lines", i)
	if len(l.Taxes) > 0 {
		c.checkTaxes(l.Taxes, "lines", i)
	}
}

// checkAdjustments checks the shape of discounts or charges; whether a
// discount fits its base is seen when it is computed.
func (c *computation) checkAdjustments(list int, adjustments []Adjustment, path ...any) {
	if len(adjustments) == 0 {
		return
	}
	path = append(path[:len(path):len(path)], listNames[list])
	if !c.checkCount(len(adjustments), MaxAdjustments, path...) {
		return
	}
	for i := range adjustments {
		c.checkAdjustment(list, &adjustments[i], append(path[:len(path):len(path)], i))
	}
}

func (c *computation) checkAdjustment(list int, a *Adjustment, path []any) {
	what := strings.TrimSuffix(listNames[list], "s")
	member := func(name string) string { return at(append(path[:len(path):len(path)], name)...) }
	switch {
	case a.Percent == nil && a.Amount == nil:
		c.fault(at(path...), "adjustment.empty", "the %s does not say how much: state percent or amount", what)
	case a.Percent != nil && a.Amount != nil:
		c.fault(member("amount"), "adjustment.both", "the %s states percent and amount: leave one out", what)
	case a.Base != nil && a.Amount != nil:
		c.fault(member("base"), "adjustment.base.unused", "a base goes with percent, not with amount: leave it out")
	}
	for _, x := range [...]struct {
		name   string
		number *money.Decimal
	}{{"percent", a.Percent}, {"base", a.Base}, {"amount", a.Amount}} {
		if x.number != nil && !x.number.InRange() {
			c.fault(member(x.name), "number.out_of_range", rangeMessage, money.MaxDigits, money.MaxDecimals)
		}
	}
	if a.Percent != nil {
		if a.Percent.Sign() < 0 {
			c.fault(member("percent"), "adjustment.percent.range",
				"%s %% is negative: state it as a %s of %s %%", a.Percent, opposite(list), a.Percent.Neg())
		} else if list == discounts && a.Percent.Cmp(money.Int(100)) > 0 {
			c.fault(member("percent"), "adjustment.percent.range", "a discount of %s %% is above 100 %%: lower it", a.Percent)
		}
	}
	if !textFits(a.Reason) {
		c.checkText(a.Reason, append(path[:len(path):len(path)], "reason")...)
	}
	if len(a.Taxes) > 0 {
		if path[0] == "lines" {
			c.fault(member(taxMember(a.Taxes)), "adjustment.tax.unexpected",
				"a %s on a line has the line's taxes: leave this out", what)
			return
		}
		c.checkTaxes(a.Taxes, path...)
	}
}

func opposite(list int) string {
	if list == discounts {
		return "charge"
	}
	return "discount"
}

// checkTaxes checks the taxes that one thing states. path is where it stands;
// for the document itself there is none.
func (c *computation) checkTaxes(taxes []tax.Tax, path ...any) {
	if !c.checkCount(len(taxes), MaxTaxes, append(path[:len(path):len(path)], "taxes")...) {
		c.unsound = true
		return
	}
	for i, t := range taxes {
		before := c.errors
		c.checkTax(t, taxPath(path, taxes, i))
		for j := range i {
			if taxes[j].Normalize() == t.Normalize() {
				c.fault(at(taxPath(path, taxes, i)...), "tax.twice",
					"this tax is stated twice: leave one out, or give each its name")
				break
			}
		}
		c.unsound = c.unsound || c.errors != before
	}
}

// taxPath points at a tax as its author wrote it: a single one is the member
// tax (of a rule: the rule itself), several are the list taxes.
func taxPath(path []any, taxes []tax.Tax, i int) []any {
	path = path[:len(path):len(path)]
	switch {
	case len(taxes) > 1:
		return append(path, "taxes", i)
	case len(path) > 0 && path[0] == "tax_rules":
		return path
	}
	return append(path, "tax")
}

func (c *computation) checkTax(t tax.Tax, path []any) {
	member := func(name string) string { return at(append(path[:len(path):len(path)], name)...) }
	category := t.Normalize().Category
	if !category.Known() {
		c.fault(member("category"), "tax.category.unknown", "there is no tax category %q: state one of %s",
			clip(string(t.Category)), categoryList())
	}
	switch rate := t.Rate; {
	case !rate.InRange():
		c.fault(member("rate"), "number.out_of_range", rangeMessage, money.MaxDigits, money.MaxDecimals)
	case rate.Sign() < 0 || rate.Cmp(money.Int(100)) > 0:
		c.fault(member("rate"), "tax.rate.range", "a rate of %s %% is not between 0 and 100: correct it", rate)
	case category != tax.Standard && rate.Sign() != 0:
		c.fault(member("rate"), "tax.rate.category",
			"nothing is charged in category %s: leave the rate of %s %% out, or state category standard", clip(string(category)), rate)
	case category == tax.Standard && rate.IsZero():
		c.warn(member("rate"), "tax.rate.zero",
			"a rate of 0 %% in category standard: if nothing is charged, state category zero or exempt") // BR-S-5
	}
	c.checkTexts([]named{{"name", t.Name}, {"reason", t.Reason}, {"code", t.Code}}, path...)
}

func categoryList() string {
	var names []string
	for _, c := range tax.Categories() {
		names = append(names, string(c))
	}
	return strings.Join(names, ", ")
}

func (c *computation) checkTaxRules() {
	rules := c.doc.TaxRules
	if !c.checkCount(len(rules), MaxTaxRules, "tax_rules") {
		c.unsound = true
		return
	}
	c.rules = make(map[string][]tax.Tax, len(rules))
	for i, r := range rules {
		_, twice := c.rules[r.TaxCategory]
		switch {
		case r.TaxCategory == "":
			c.fault(at("tax_rules", i, "tax_category"), "tax_rule.category.missing", "say which tax_category the rule is for")
		case twice:
			c.fault(at("tax_rules", i, "tax_category"), "tax_rule.twice",
				"there are two rules for %q: leave one out", clip(r.TaxCategory))
		}
		if !twice {
			c.rules[r.TaxCategory] = r.Taxes
		}
		if len(r.Taxes) == 0 {
			c.fault(at("tax_rules", i), "tax_rule.empty", "the rule does not say how %q is taxed: state its rate, or a category",
				clip(r.TaxCategory))
		}
		c.checkTaxes(r.Taxes, "tax_rules", i)
		c.checkTexts([]named{{"tax_category", r.TaxCategory}}, "tax_rules", i)
	}
}

// checkPayments requires sums that can have changed hands: no fractions of the
// smallest unit. A payment that was returned is negative.
func (c *computation) checkPayments() {
	d := &c.doc
	if c.checkCount(len(d.Payments), MaxPayments, "payments") {
		for i := range d.Payments {
			p := &d.Payments[i]
			c.checkExact(c.currency, p.Amount, "payments", i, "amount")
			c.checkDate(p.Date, "payments", i, "date")
			c.checkTexts([]named{{"method", p.Method}, {"reference", p.Reference}}, "payments", i)
		}
	}
	c.checkExact(c.currency, d.Rounding, "rounding")
}

// checkExact refuses an amount with more decimals than its currency has.
func (f *findings) checkExact(currency money.Currency, d money.Decimal, path ...any) {
	switch _, ok := money.Exactly(currency, d); {
	case ok || currency == "": // a document without currency has no decimals to keep to
	case !d.InRange():
		f.outOfRange(path...)
	default:
		f.fault(at(path...), "amount.decimals", "%s cannot be a sum of %s, which has %d decimals and amounts of at most %d digits: correct it",
			d, currency, currency.Digits(), money.MaxDigits)
	}
}

func (c *computation) checkEarlyPayment() {
	if !c.checkCount(len(c.doc.EarlyPayment), MaxEarlyPayments, "early_payment") {
		return
	}
	for i, e := range c.doc.EarlyPayment {
		if e.Days < 0 || e.Days > MaxEarlyPaymentDays {
			c.fault(at("early_payment", i, "days"), "early_payment.days.range",
				"%d days are not between 0 and %d: correct it", e.Days, MaxEarlyPaymentDays)
		}
		if !e.Percent.InRange() || e.Percent.Sign() < 0 || e.Percent.Cmp(money.Int(100)) > 0 {
			c.fault(at("early_payment", i, "percent"), "early_payment.percent.range",
				"%s %% is not between 0 and 100: correct it", e.Percent)
		}
	}
}

const rangeMessage = "the number has more than %d digits or %d decimals: shorten it"

func (f *findings) outOfRange(path ...any) {
	f.fault(at(path...), "number.out_of_range", rangeMessage, money.MaxDigits, money.MaxDecimals)
}
