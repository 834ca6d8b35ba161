package view

import (
	"slices"
	"strings"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
	"github.com/facture-dev/facture/locales"
)

// document words an invoice or credit note.
func (b *builder) document(v *View, c billing.Computed) {
	d := c.Document()
	title := b.word("document." + string(d.Kind))
	v.Title = strings.TrimSpace(title + " " + d.Number)
	credit := d.Kind == billing.CreditNote
	t := c.Totals()

	doc := rec(docLen)
	doc.text(docTitle, title)
	doc.text(docNumber, d.Number)
	doc.text(docIssueDate, b.date(d.IssueDate))
	doc.text(docDueDate, b.date(c.DueDate()))
	doc.text(docCurrency, string(d.Currency))
	doc.flag(docIsInvoice, !credit)
	doc.flag(docIsCreditNote, credit)
	doc.flag(docHasTax, len(c.Taxes()) > 0)
	doc.Values[docFacts].Items = b.documentFacts(c)
	doc.text(docAmount, b.l.Currency(t.AmountDue, locales.Symbol))
	doc.flag(docPayable, !credit && t.AmountDue.Coef > 0 && d.Mark != billing.MarkVoid && d.Mark != billing.MarkPaid)
	if credit {
		doc.text(docAmountLabel, b.word("band.amount_credited"))
		doc.text(docDueLabel, b.word("band.refund_by"))
		doc.text(docPartyLabel, b.word("party.issued_to"))
	} else {
		doc.text(docAmountLabel, b.word("band.amount_due"))
		doc.text(docDueLabel, b.word("band.due_date"))
		doc.text(docPartyLabel, b.word("party.bill_to"))
	}
	doc.text(docMemo, d.Memo)
	doc.text(docReason, reasons(d.Preceding))
	doc.text(docTerms, b.terms(d.Terms))
	doc.text(docTermsSummary, b.termsSummary(c))
	doc.text(docTaxName, b.taxName(c))
	doc.text(docSummary, b.joined(d.Seller.Name, b.date(d.IssueDate)))
	if d.TaxMode == billing.Inclusive && len(c.Taxes()) > 0 {
		doc.text(docTaxIncluded, b.word("tax.inclusive_note"))
	}

	root := v.Root.Values
	root[rootDocument].Record = doc
	root[rootSeller].Record = b.party(d.Seller, false)
	root[rootBuyer].Record = b.party(d.Buyer, true)
	if d.ShipTo != nil {
		root[rootShipTo].Record = b.party(*d.ShipTo, true)
	}
	root[rootLines].Items = b.lines(v, c)
	root[rootTotals].Items = b.totals(c)
	root[rootTaxes].Items = b.taxTable(c)
	root[rootTaxNotes].Items = texts(b.taxNotes(c))
	root[rootPayment].Record = b.payment(c)
	root[rootBrand].Record = b.brandRecord(d.Seller)
	root[rootMark].Record = b.markRecord(d.Mark, d.Number == "")
	root[rootFooter].Record = b.footer(d.Seller, d.Footer)
}

func reasons(refs []billing.Reference) string {
	var out []string
	for _, r := range refs {
		if r.Reason != "" {
			out = append(out, r.Reason)
		}
	}
	return strings.Join(out, "\n")
}

func (b *builder) documentFacts(c billing.Computed) []*Record {
	d := c.Document()
	var f facts
	dateKey := "fact.invoice_date"
	if d.Kind == billing.CreditNote {
		dateKey = "fact.credit_note_date"
	}
	f.add(b.word(dateKey), b.date(d.IssueDate))
	for _, r := range d.Preceding {
		f.strong(b.word("fact.original_invoice"), r.Number)
		if !r.IssueDate.IsZero() {
			f.add("", b.label("reference.of_date", map[string]string{"date": b.date(r.IssueDate)}))
		}
	}
	f.add(b.word("fact.supply_date"), b.date(d.SupplyDate))
	f.add(b.word("fact.period"), b.period(d.Period))
	f.add(b.word("fact.purchase_order_number"), d.PurchaseOrderNumber)
	f.add(b.word("fact.buyer_reference"), d.BuyerReference)
	f.add(b.word("fact.contract"), d.Contract)
	f.add(b.word("fact.customer_number"), d.Buyer.CustomerNumber)
	f.fields(d.CustomFields)
	return f
}

// terms are the document's own or the brand's, in its language.
func (b *builder) terms(own string) string {
	if b.noTerms {
		return ""
	}
	if own != "" {
		return own
	}
	if t, ok := b.brand.Terms[b.l.Tag()]; ok {
		return t
	}
	return b.brand.Terms[base(b.l.Tag())]
}

// termsSummary words the payment terms where no due date says when to pay, and
// the discounts for paying soon.
func (b *builder) termsSummary(c billing.Computed) string {
	d := c.Document()
	var out []string
	if c.DueDate().IsZero() && d.Kind != billing.CreditNote {
		switch terms := c.PaymentTerms(); terms {
		case "", billing.Custom:
		case billing.DueOnReceipt:
			out = append(out, b.word("terms.due_on_receipt"))
		default:
			days := strings.TrimPrefix(string(terms), "net_")
			n, _ := money.ParseDecimal(days)
			out = append(out, b.counted("terms.net", n, map[string]string{"days": b.l.Decimal(n, 0)}))
		}
	}
	for _, e := range d.EarlyPayment {
		n := money.Decimal{Coef: int64(e.Days)}
		out = append(out, b.counted("terms.early", n, map[string]string{"percent": b.l.Percent(e.Percent), "days": b.l.Decimal(n, 0)}))
	}
	return strings.Join(out, "\n")
}

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
		r.Values[lineNotes].Items = texts(b.lineNotes(c, i, rest))
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

// lineNotes are the small lines under a description: what stands in it after
// its first line, and the line's other facts.
func (b *builder) lineNotes(c billing.Computed, i int, rest string) []string {
	d := c.Document()
	stated, l := &d.Lines[i], &c.Lines()[i]
	out := nonEmpty(rest)
	if stated.SKU != "" {
		out = append(out, b.word("line.sku")+" "+stated.SKU)
	}
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
		if rest, found := cutPrefixFold(a.Reason, word+" "); found && rest != "" {
			args["reason"] = rest
		}
	}
	return b.label(keys[at], args)
}

// The roles of rows of totals, which a template may style.
const (
	roleRow   = "row"   // the next row
	roleGroup = "group" // begins a group
	roleTotal = "total" // the sum
	roleLast  = "last"  // what the document comes to
)

func (b *builder) totals(c billing.Computed) []*Record {
	d, t := c.Document(), c.Totals()
	var out []*Record
	add := func(label string, a money.Amount, role string) {
		r := rec(totalLen)
		r.text(totalLabel, label)
		r.text(totalAmount, b.l.Amount(a))
		r.text(totalRole, role)
		out = append(out, r)
	}
	adjusted := len(d.Discounts)+len(d.Charges) > 0
	taxed := len(c.Taxes()) > 0
	if adjusted || taxed {
		add(b.word("totals.subtotal"), t.Lines, roleRow)
	}
	for i, a := range d.Discounts {
		add(b.adjustmentLabel(a, true), negated(c.Discounts()[i].Amount), roleRow)
	}
	for i, a := range d.Charges {
		add(b.adjustmentLabel(a, false), c.Charges()[i].Amount, roleRow)
	}
	if taxed {
		if adjusted || d.TaxMode == billing.Inclusive {
			add(b.word("totals.net"), t.Subtotal, roleGroup)
		}
		b.taxRows(c, add)
	}
	settled := len(d.Payments) > 0 || t.Rounding.Coef != 0
	if settled {
		add(b.word("totals.total"), t.Total, roleTotal)
		for i, p := range d.Payments {
			add(b.paymentLabel(d, p), negated(amountOf(d.Payments[i].Amount, d.Currency)), roleRow)
		}
		if t.Rounding.Coef != 0 {
			add(b.word("totals.rounding"), t.Rounding, roleRow)
		}
	}
	key := "totals.amount_due_in"
	if d.Kind == billing.CreditNote {
		key = "totals.credited_in"
	}
	add(b.label(key, map[string]string{"currency": string(d.Currency)}), t.AmountDue, roleLast)
	return out
}

// paymentLabel words money received: "Prepaid on 28 October 2026". What is paid
// on the day that the document is issued, or later, is not prepaid.
func (b *builder) paymentLabel(d billing.Document, p billing.Payment) string {
	label := b.word("totals.paid")
	if !p.Date.IsZero() {
		key := "totals.paid_on"
		if d.IssueDate.IsZero() || p.Date.Compare(d.IssueDate) < 0 {
			key = "totals.prepaid_on"
		}
		label = b.label(key, map[string]string{"date": b.date(p.Date)})
	}
	if p.Method != "" && !b.l.HasMessage("method."+p.Method) {
		label = b.joined(label, p.Method)
	}
	return b.joined(label, p.Reference)
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

// amountOf is a stated figure as an amount with the currency's decimals.
// Billing has checked that it has no more of them.
func amountOf(d money.Decimal, cur money.Currency) money.Amount {
	a := money.Amount{Coef: d.Coef, Exp: d.Exp, Currency: cur}
	for a.Exp < cur.Digits() {
		a.Coef *= 10
		a.Exp++
	}
	for a.Exp > cur.Digits() {
		a.Coef /= 10
		a.Exp--
	}
	return a
}

func (b *builder) method(m string) string {
	if m == "" {
		return ""
	}
	if key := "method." + m; b.l.HasMessage(key) {
		return b.word(key)
	}
	return m
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

// taxTable has a row for each tax, the highest rate first. One tax that occurs
// in several groups (beside others on some lines, alone on others) is one row.
func (b *builder) taxTable(c billing.Computed) []*Record {
	type row struct {
		tax          tax.Tax
		base, amount money.Amount
	}
	var rows []row
	for _, s := range c.Taxes() {
		same := func(r row) bool { return r.tax == s.Tax }
		if i := slices.IndexFunc(rows, same); i >= 0 {
			rows[i].base.Coef += s.Base.Coef
			rows[i].amount.Coef += s.Amount.Coef
		} else {
			rows = append(rows, row{s.Tax, s.Base, s.Amount})
		}
	}
	slices.SortStableFunc(rows, func(x, y row) int {
		if d := rank(x.tax) - rank(y.tax); d != 0 {
			return d
		}
		if x.tax.Name != y.tax.Name {
			return 0 // taxes of different names stay in the author's order
		}
		return y.tax.Rate.Cmp(x.tax.Rate)
	})
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
