package view

import (
	"slices"
	"strings"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
)

func (b *builder) lines(v *View, c billing.Computed) []*Record {
	d := c.Document()
	computed := c.Lines()
	out := make([]*Record, len(computed))
	backing := make([]Value, len(computed)*lineLen)
	records := make([]Record, len(computed))
	for i := range computed {
		l, stated := &computed[i], &d.Lines[i]
		r := &records[i]
		r.Values, backing = backing[:lineLen:lineLen], backing[lineLen:]
		name, rest, _ := strings.Cut(stated.Description, "\n")
		r.text(lineDescription, name)
		r.text(lineQuantity, b.l.Decimal(stated.Quantity, 0))
		r.text(lineUnit, b.unit(stated.Unit, stated.Quantity))
		r.text(lineUnitPrice, b.l.Price(stated.UnitPrice, int(d.Currency.Digits())))
		r.text(lineTax, b.lineTax(l.Taxes))
		r.text(lineAmount, b.l.Amount(l.Amount))
		details := b.lineDetails(c, i, rest)
		r.Values[lineDetails].Items = texts(details)
		r.text(lineDetail, strings.Join(details, "; "))
		r.text(lineSku, stated.SKU)
		r.Values[lineNotes].Items = r.Values[lineDetails].Items
		if stated.SKU != "" {
			at := len(nonEmpty(rest))
			r.Values[lineNotes].Items = texts(slices.Insert(slices.Clone(details), at, b.word("line.sku")+" "+stated.SKU))
		}
		r.text(lineNumber, b.l.Decimal(money.Decimal{Coef: int64(i + 1)}, 0))
		r.text(lineRunning, b.l.Amount(l.Running))
		out[i] = r
	}
	return out
}

// unit words a unit of measure, or prints it as stated when it is not a known word.
func (b *builder) unit(unit string, quantity money.Decimal) string {
	if unit == "" {
		return ""
	}
	if key := "unit." + unit; b.l.HasMessage(key) {
		return b.l.Plural(key, quantity)
	}
	return unit
}

// lineDetails are the small lines under a description: what stands in it after
// its first line, and the line's other facts but the article number, which has
// a column of its own in some layouts.
func (b *builder) lineDetails(c billing.Computed, i int, rest string) []string {
	d := c.Document()
	stated, l := &d.Lines[i], &c.Lines()[i]
	out := nonEmpty(rest)
	if p := b.period(stated.Period); p != "" {
		out = append(out, p)
	}
	if q := stated.BaseQuantity; !q.IsZero() && q != (money.Decimal{Coef: 1}) {
		quantity := strings.TrimSpace(b.l.Decimal(q, 0) + " " + b.unit(stated.Unit, q))
		price := b.l.Price(stated.UnitPrice, int(d.Currency.Digits()))
		out = append(out, b.label("line.per_base_quantity", map[string]string{"price": price, "quantity": quantity}))
	}
	for j, a := range stated.Discounts {
		out = append(out, b.adjustmentNote(a, true, negated(l.Discounts[j])))
	}
	for j, a := range stated.Charges {
		out = append(out, b.adjustmentNote(a, false, l.Charges[j]))
	}
	return out
}

// adjustmentNote words a discount or charge on a line: "Framework agreement,
// 10% off: −78.00".
func (b *builder) adjustmentNote(a billing.Adjustment, discount bool, amount money.Amount) string {
	keys := [4]string{"adjustment.charge", "adjustment.charge_percent", "", "adjustment.charge_reason_percent"}
	if discount {
		keys = [4]string{"adjustment.discount", "adjustment.discount_percent", "", "adjustment.percent"}
	}
	label := b.adjustment(a, keys)
	if a.Percent == nil && a.Reason != "" {
		label = a.Reason
	}
	return b.label("adjustment.amount", map[string]string{"label": label, "amount": b.l.Amount(amount)})
}

// adjustmentLabel words a discount or charge on the document: "Discount 2%, autumn service".
func (b *builder) adjustmentLabel(a billing.Adjustment, discount bool) string {
	if discount {
		return b.adjustment(a, [4]string{"adjustment.discount", "adjustment.discount_percent", "adjustment.discount_reason", "adjustment.discount_percent_reason"})
	}
	return b.adjustment(a, [4]string{"adjustment.charge", "adjustment.charge_percent", "adjustment.charge_reason", "adjustment.charge_percent_reason"})
}

// adjustment words with the key for what is stated: nothing, a percentage, a
// reason, or both. The first key is the word for it. A reason that begins with
// the word with which the wording begins does not say it twice: "Remise
// contrat-cadre" is "Remise contrat-cadre de 10 %".
func (b *builder) adjustment(a billing.Adjustment, keys [4]string) string {
	args, at := map[string]string{}, 0
	if a.Percent != nil {
		args["percent"], at = b.l.Percent(*a.Percent), 1
	}
	if a.Reason != "" {
		args["reason"] = a.Reason
		at += 2
	}
	if keys[at] == "" {
		at -= 2
	}
	if word := b.word(keys[0]); strings.HasPrefix(b.word(keys[at]), word) {
		rest, found := cutPrefixFold(a.Reason, word+" ")
		switch {
		case !found || rest == "":
		case a.Percent == nil:
			return a.Reason // "Discount for loyalty" says it all
		default:
			args["reason"] = rest
		}
	}
	return b.label(keys[at], args)
}
