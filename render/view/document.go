package view

import (
	"slices"
	"strings"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
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
	doc.flag(docPayable, payable(c))
	if credit {
		doc.text(docAmountLabel, b.word("band.amount_credited"))
		doc.text(docDueLabel, b.word("band.refund_by"))
		doc.text(docPartyLabel, b.word("party.issued_to"))
	} else {
		doc.text(docAmountLabel, b.word("band.amount_due"))
		doc.text(docDueLabel, b.word("band.due_date"))
		doc.text(docPartyLabel, b.word("party.bill_to"))
	}
	notes := b.taxNotes(c)
	doc.text(docMemo, d.Memo)
	doc.text(docNotes, inLanguage(b.brand.Notes, b.l.Tag()))
	doc.text(docReason, reasons(d.Preceding))
	doc.text(docTerms, b.terms(d.Terms))
	doc.text(docTermsSummary, b.termsSummary(c))
	doc.text(docTaxName, b.taxName(c))
	doc.text(docSummary, b.joined(d.Seller.Name, b.date(d.IssueDate)))
	b.dueWords(doc, c)
	if d.Number == "" {
		doc.text(docDraft, b.word("mark.draft"))
	}
	if d.TaxMode == billing.Inclusive && len(c.Taxes()) > 0 {
		doc.text(docTaxIncluded, b.word("tax.inclusive_note"))
	}

	doc.flag(docHasTerms, doc.Values[docTerms].Present() || doc.Values[docTermsSummary].Present())
	doc.flag(docHasTaxNotes, len(notes) > 0 || doc.Values[docTaxIncluded].Present())

	doc.flag(docLongText, len(doc.Values[docTerms].Text)+len(doc.Values[docNotes].Text)+len(d.Memo) > longText)
	doc.flag(docHasSkus, slices.ContainsFunc(d.Lines, func(l billing.Line) bool { return l.SKU != "" }))

	root := v.Root.Values
	root[rootDocument].Record = doc
	root[rootSeller].Record = b.party(d.Seller, false)
	root[rootBuyer].Record = b.party(d.Buyer, true)
	if d.ShipTo != nil {
		root[rootShipTo].Record = b.party(*d.ShipTo, true)
	}
	root[rootLines].Items = b.lines(v, c)
	root[rootTotals].Items = b.totals(c, false)
	root[rootTotalsByRate].Items = b.totals(c, true)
	root[rootTaxes].Items = b.taxTable(c)
	root[rootTaxNotes].Items = texts(notes)
	root[rootPayment].Record = b.payment(c)
	root[rootBrand].Record = b.brandRecord(d.Seller)
	root[rootMark].Record = b.markRecord(d.Mark, d.Number == "")
	root[rootFooter].Record = b.footer(d.Seller, d.Footer)
}

// dueWords say when to pay, or what a credit is for, in a line of its own
// ("Due 12 December 2026") and after an amount ("due by 12 December 2026").
func (b *builder) dueWords(doc *Record, c billing.Computed) {
	d := c.Document()
	switch due := b.date(c.DueDate()); {
	case d.Kind == billing.CreditNote:
		if len(d.Preceding) == 1 {
			words := b.label("band.on_invoice", map[string]string{"number": d.Preceding[0].Number})
			doc.text(docDueLine, words)
			doc.text(docDueWords, words)
		}
	case due != "" && doc.Values[docPayable].Present():
		args := map[string]string{"date": due}
		doc.text(docDueLine, b.label("band.due_on", args))
		doc.text(docDueWords, b.label("band.due_by", args))
	}
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

// longText is how many bytes of memo, notes and terms are too many to stand
// beside the totals: about fifteen lines.
const longText = 900

func (b *builder) documentFacts(c billing.Computed) []*Record {
	d := c.Document()
	var f facts
	dateKey := "fact.invoice_date"
	if d.Kind == billing.CreditNote {
		dateKey = "fact.credit_note_date"
	}
	b.addDate(&f, b.word(dateKey), d.IssueDate)
	for _, r := range d.Preceding {
		f.strong(b.word("fact.original_invoice"), r.Number)
		if !r.IssueDate.IsZero() {
			f.add("", b.label("reference.of_date", map[string]string{"date": b.date(r.IssueDate)}))
		}
	}
	b.addDate(&f, b.word("fact.supply_date"), d.SupplyDate)
	f.add(b.word("fact.period"), b.period(d.Period))
	f.add(b.word("fact.purchase_order_number"), d.PurchaseOrderNumber)
	f.add(b.word("fact.buyer_reference"), d.BuyerReference)
	f.add(b.word("fact.contract"), d.Contract)
	f.add(b.word("fact.customer_number"), d.Buyer.CustomerNumber)
	f.fields(d.CustomFields)
	b.brandFields(&f)
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
	return inLanguage(b.brand.Terms, b.l.Tag())
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
