package view

import (
	"slices"
	"strings"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

// lineTax words the rates of a line: "23 %", "4 % + 4.5 %", or a word such as "exempt".
func (b *builder) lineTax(taxes []tax.Tax) string {
	switch len(taxes) {
	case 0:
		return ""
	case 1:
		return b.rate(taxes[0])
	}
	var out []string
	for _, t := range taxes {
		out = append(out, b.rate(t))
	}
	return strings.Join(out, " + ")
}

func (b *builder) rate(t tax.Tax) string {
	switch t.Category {
	case tax.Standard, tax.Zero, "":
		return b.l.Percent(t.Rate)
	}
	return b.word("tax.category." + string(t.Category))
}

// taxRows are the taxes between net and total: one row where there is one
// kind of tax (the tax table has its rates), a row each where they have names.
func (b *builder) taxRows(c billing.Computed, add func(string, money.Amount, string)) {
	named := false
	for _, s := range c.Taxes() {
		named = named || s.Tax.Name != ""
	}
	if !named {
		add(b.taxName(c), c.Totals().Tax, roleRow)
		return
	}
	type row struct {
		label  string
		amount money.Amount
	}
	var rows []row
	for _, s := range c.Taxes() {
		if s.Amount.Coef == 0 {
			continue // the tax table says why nothing is charged
		}
		label := b.taxLabel(s.Tax)
		at := -1
		for i := range rows {
			if rows[i].label == label {
				at = i
			}
		}
		if at < 0 {
			rows = append(rows, row{label, s.Amount})
		} else {
			rows[at].amount.Coef += s.Amount.Coef
		}
	}
	for _, r := range rows {
		add(r.label, r.amount, roleRow)
	}
}

// taxName heads the tax column: the taxes' common name, or the country's usual
// word.
func (b *builder) taxName(c billing.Computed) string {
	name := ""
	for i, s := range c.Taxes() {
		if i > 0 && s.Tax.Name != name {
			name = ""
			break
		}
		name = s.Tax.Name
	}
	if name != "" {
		return name
	}
	if c.Document().Seller.Address.Country == "US" {
		return b.word("tax.sales")
	}
	return b.word("tax.name")
}

// taxLabel words one tax with its rate: "NY State 4%".
func (b *builder) taxLabel(t tax.Tax) string {
	if t.Name == "" {
		return b.rate(t)
	}
	return t.Name + " " + b.rate(t)
}

// taxRow is one tax with what it is charged on and what it comes to.
type taxRow struct {
	tax          tax.Tax
	base, amount money.Amount
}

// taxRowsOf has a row for each tax, the highest rate first. One tax that occurs
// in several groups (beside others on some lines, alone on others) is one row.
func taxRowsOf(c billing.Computed) []taxRow {
	var rows []taxRow
	for _, s := range c.Taxes() {
		same := func(r taxRow) bool { return r.tax == s.Tax }
		if i := slices.IndexFunc(rows, same); i >= 0 {
			rows[i].base.Coef += s.Base.Coef
			rows[i].amount.Coef += s.Amount.Coef
		} else {
			rows = append(rows, taxRow{s.Tax, s.Base, s.Amount})
		}
	}
	slices.SortStableFunc(rows, func(x, y taxRow) int {
		if d := rank(x.tax) - rank(y.tax); d != 0 {
			return d
		}
		if x.tax.Name != y.tax.Name {
			return 0 // taxes of different names stay in the author's order
		}
		return y.tax.Rate.Cmp(x.tax.Rate)
	})
	return rows
}

// taxRowsByRate are the taxes between net and total, each with its rate and
// base: "VAT 19% on 5,605.92".
func (b *builder) taxRowsByRate(c billing.Computed, add func(string, money.Amount, string)) {
	common := b.taxName(c)
	for _, s := range taxRowsOf(c) {
		key, args := "totals.tax_on", map[string]string{"name": common, "rate": b.rate(s.tax), "base": b.l.Amount(s.base)}
		if s.tax.Name != "" {
			args["name"] = s.tax.Name
		}
		switch s.tax.Category {
		case tax.Standard, tax.Zero, "":
		default:
			key, args["category"] = "totals.category_on", args["rate"]
		}
		add(upperFirst(b.label(key, args)), s.amount, roleRow)
	}
}

// taxTable has a row for each tax.
func (b *builder) taxTable(c billing.Computed) []*Record {
	rows := taxRowsOf(c)
	out := make([]*Record, 0, len(rows))
	for _, s := range rows {
		r := rec(taxLen)
		r.text(taxRate, upperFirst(b.taxLabel(s.tax)))
		r.text(taxBase, b.l.Amount(s.base))
		r.text(taxAmount, b.l.Amount(s.amount))
		out = append(out, r)
	}
	return out
}

// rank puts what is taxed before what is not.
func rank(t tax.Tax) int {
	switch t.Category {
	case tax.Standard, "":
		return 0
	case tax.Zero:
		return 1
	}
	return 2
}

// taxNotes say why nothing is charged (BT-120).
func (b *builder) taxNotes(c billing.Computed) []string {
	var out []string
	add := func(s string) {
		for _, x := range out {
			if x == s {
				return
			}
		}
		out = append(out, s)
	}
	for _, s := range c.Taxes() {
		t := s.Tax
		switch t.Category {
		case tax.Standard, tax.Zero, "":
			if t.Reason != "" {
				add(t.Reason)
			}
			continue
		}
		note := ""
		if key := "tax.note." + string(t.Category); b.l.HasMessage(key) {
			note = b.word(key)
		}
		switch {
		case t.Reason == "":
			if note != "" {
				add(note)
			}
		case !mentioned(t.Category):
			add(b.taxReason(t))
		default:
			if phrase, _, _ := strings.Cut(note, ":"); !containsFold(t.Reason, phrase) {
				add(note)
			}
			add(t.Reason)
		}
	}
	return out
}

// mentioned reports whether law asks for a certain phrase where a tax of this
// category is not charged (Directive 2006/112/EC Art. 226 (11), (11a)): it is
// printed beside a reason that does not contain it.
func mentioned(c tax.Category) bool {
	return c == tax.ReverseCharge || c == tax.IntraCommunity || c == tax.Export
}

func containsFold(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
}

// cutPrefixFold is strings.CutPrefix without regard to case.
func cutPrefixFold(s, prefix string) (rest string, found bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// taxReason words the author's reason after the category, unless it begins
// with that itself.
func (b *builder) taxReason(t tax.Tax) string {
	category := b.rate(t)
	if _, found := cutPrefixFold(t.Reason, category); found {
		return t.Reason
	}
	return b.label("tax.reason", map[string]string{"category": upperFirst(category), "reason": t.Reason})
}
