package view

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/locales"
)

// invoiceNumber is the placeholder in payment references (S-PAY-04).
const invoiceNumber = "{{invoice_number}}"

// fill puts the document's number into a reference. A draft has none yet, and
// a reference that waits for it is not printed.
func fill(reference, number string) string {
	if number == "" && strings.Contains(reference, invoiceNumber) {
		return ""
	}
	return strings.ReplaceAll(reference, invoiceNumber, number)
}

// payment words how to pay: accounts, wire instructions, a link.
func (b *builder) payment(c billing.Computed) *Record {
	d := c.Document()
	p := d.Payment
	r := rec(payLen)
	var groups []*Record
	add := func(title string, f facts) {
		if len(f) > 0 {
			g := rec(groupLen)
			g.text(groupTitle, title)
			g.Values[groupFacts].Items = f
			groups = append(groups, g)
		}
	}
	reference := fill(p.Reference, d.Number)
	for i, a := range p.BankAccounts {
		f := b.account(a)
		if i == 0 {
			r.text(payTo, firstOf(groupIBAN(a.IBAN), a.AccountNumber))
			if i == len(p.BankAccounts)-1 {
				f.strong(b.word("payment.reference"), reference)
				reference = ""
			}
			add(b.word("payment.title"), f)
		} else {
			add("", f)
		}
	}
	if len(p.BankAccounts) > 1 || len(p.BankAccounts) == 0 {
		var f facts
		f.strong(b.word("payment.reference"), reference)
		title := ""
		if len(groups) == 0 {
			title = b.word("payment.title")
		}
		add(title, f)
	}
	if w := p.WireInstructions; w != nil && p.DisplayWireInstructions {
		var f facts
		f.add(b.word("payment.bank"), w.BankName)
		f.add(b.word("payment.bank_address"), w.BankAddress)
		f.strong(b.word("payment.account_number"), w.AccountNumber)
		f.add(b.word("payment.routing_number"), w.RoutingNumber)
		f.add(b.word("payment.swift"), w.SWIFT)
		f.strong(b.word("payment.reference"), fill(w.Reference, d.Number))
		add(b.word("payment.wire_title"), f)
		if r.Values[payTo].Text == "" {
			r.text(payTo, w.AccountNumber)
		}
	}
	r.text(payURL, p.URL)
	r.text(payURLText, shortURL(p.URL))
	if p.URL != "" {
		link := fact(b.word("payment.url"), p.URL)
		link.text(factLink, p.URL)
		if len(groups) == 0 {
			add(b.word("payment.title"), facts{link})
		} else {
			last := groups[len(groups)-1]
			last.Values[groupFacts].Items = append(last.Values[groupFacts].Items, link)
		}
	}
	r.Values[payGroups].Items = groups
	b.firstAccount(r, groups, d.Kind == billing.CreditNote)
	r.text(payInstructions, p.Instructions)
	if code, caption := paymentCode(c); code != "" {
		r.text(payCode, code)
		r.text(payCodeCaption, b.word(caption))
	}
	if d.Kind == billing.CreditNote {
		r.text(payToLabel, b.word("band.refund_to"))
	} else {
		r.text(payToLabel, b.word("band.pay_to"))
	}
	return r
}

// firstAccount parts the groups into the first account, which a layout may set
// apart, and what else there is. The link to pay has a place of its own.
func (b *builder) firstAccount(r *Record, groups []*Record, refund bool) {
	more := groups
	if len(groups) > 0 {
		first := slices.DeleteFunc(slices.Clone(groups[0].Values[groupFacts].Items), func(f *Record) bool { return f.Values[factLink].Present() })
		if len(first) > 0 {
			title := groups[0].Values[groupTitle].Text
			switch {
			case refund:
				title = b.word("band.refund_to")
			case title == b.word("payment.title"):
				title = b.word("payment.by_transfer")
			}
			for _, f := range first {
				b.line(f)
			}
			r.text(payFirstTitle, title)
			r.Values[payFirst].Items = first
		}
		more = groups[1:]
	}
	for _, g := range more {
		facts := slices.DeleteFunc(slices.Clone(g.Values[groupFacts].Items), func(f *Record) bool { return f.Values[factLink].Present() })
		if len(facts) == 0 {
			continue
		}
		rest := rec(groupLen)
		rest.text(groupTitle, g.Values[groupTitle].Text)
		rest.Values[groupFacts].Items = facts
		r.Values[payMore].Items = append(r.Values[payMore].Items, rest)
	}
}

// line words a fact of an account on one line: what needs no label has none.
func (b *builder) line(f *Record) {
	label, value := f.Values[factLabel].Text, f.Values[factValue].Text
	switch label {
	case b.word("payment.holder"), b.word("payment.bank"), b.word("payment.iban"):
		f.text(factLine, value)
	default:
		f.text(factLine, label+" "+value)
	}
}

func (b *builder) account(a billing.BankAccount) facts {
	var f facts
	f.add(b.word("payment.holder"), a.Holder)
	f.add(b.word("payment.bank"), a.BankName)
	f.strong(b.word("payment.iban"), groupIBAN(a.IBAN))
	f.add(b.word("payment.bic"), a.BIC)
	f.strong(b.word("payment.account_number"), a.AccountNumber)
	f.add(b.word("payment.routing_number"), a.RoutingNumber)
	f.add(b.word("payment.sort_code"), a.SortCode)
	return f
}

// shortURL is an address as people write it: "pay.example/INV-7".
func shortURL(s string) string {
	return strings.TrimSuffix(strings.TrimPrefix(s, "https://"), "/")
}

func firstOf(s ...string) string {
	for _, x := range s {
		if x != "" {
			return x
		}
	}
	return ""
}

// groupIBAN sets an IBAN in groups of four (ISO 13616).
func groupIBAN(s string) string {
	s = strings.ReplaceAll(s, " ", "")
	var out strings.Builder
	for i, r := range s {
		if i > 0 && i%4 == 0 {
			out.WriteRune('\u00a0')
		}
		out.WriteRune(r)
	}
	return out.String()
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// receipt words the proof of a payment.
func (b *builder) receipt(v *View, c billing.ComputedReceipt) {
	d := c.Receipt()
	title := b.word("document.receipt")
	v.Title = strings.TrimSpace(title + " " + d.Number)

	doc := rec(docLen)
	doc.text(docTitle, title)
	doc.text(docNumber, d.Number)
	doc.text(docIssueDate, b.date(d.IssueDate))
	doc.text(docCurrency, string(d.Currency))
	doc.flag(docIsReceipt, true)
	doc.text(docAmount, b.l.Currency(c.Amount(), locales.Symbol))
	doc.text(docAmountLabel, b.word("band.amount_paid"))
	doc.text(docPartyLabel, b.word("party.received_from"))
	doc.text(docMemo, d.Memo)
	doc.text(docNotes, inLanguage(b.brand.Notes, b.l.Tag()))
	doc.text(docTerms, b.terms(d.Terms))
	doc.text(docSummary, b.joined(d.Seller.Name, b.date(d.IssueDate)))
	var f facts
	b.addDate(&f, b.word("fact.receipt_date"), d.IssueDate)
	f.add(b.word("fact.customer_number"), d.Buyer.CustomerNumber)
	f.add(b.word("fact.payment_reference"), d.Payment.Reference)
	f.fields(d.CustomFields)
	b.brandFields(&f)
	doc.Values[docFacts].Items = f

	r := rec(receiptLen)
	r.text(receiptDate, b.date(d.Payment.Date))
	r.text(receiptMethod, b.method(d.Payment.Method))
	var paid facts
	paid.add(b.word("payment.method"), b.method(d.Payment.Method))
	paid.add(b.word("payment.date"), b.date(d.Payment.Date))
	paid.strong(b.word("payment.reference"), d.Payment.Reference)
	r.Values[receiptFacts].Items = paid
	if on := b.date(d.Payment.Date); on != "" {
		words := b.label("band.paid_on", map[string]string{"date": on})
		doc.text(docDueLine, words)
		doc.text(docDueWords, words)
	}
	if d.Number == "" {
		doc.text(docDraft, b.word("mark.draft"))
	}
	for i, s := range d.Settles {
		figures := c.Settles()[i]
		row := rec(settleLen)
		row.text(settleDocument, b.label("receipt.invoice_ref", map[string]string{"number": s.Number}))
		row.text(settleDate, b.date(s.IssueDate))
		if figures.Total != nil {
			row.text(settleTotal, b.l.Amount(*figures.Total))
			r.flag(receiptHasTotals, true)
		}
		if figures.PaidBefore != nil {
			row.text(settlePaidBefore, b.l.Amount(*figures.PaidBefore))
			r.flag(receiptHasPaidBefore, true)
		}
		row.text(settleAmount, b.l.Amount(figures.Amount))
		r.flag(receiptHasDates, !s.IssueDate.IsZero() || r.Values[receiptHasDates].Text != "")
		r.Values[receiptSettles].Items = append(r.Values[receiptSettles].Items, row)
	}
	total := rec(totalLen)
	total.text(totalLabel, b.word("receipt.total_of_payment"))
	total.text(totalAmount, b.l.Amount(c.Amount()))
	total.text(totalRole, roleTotal)
	r.Values[receiptTotals].Items = []*Record{total}
	if open := c.Open(); open != nil {
		row := rec(totalLen)
		row.text(totalLabel, b.word("receipt.open_after"))
		row.text(totalAmount, b.l.Amount(*open))
		row.text(totalRole, roleRow)
		r.Values[receiptTotals].Items = append(r.Values[receiptTotals].Items, row)
	}

	root := v.Root.Values
	root[rootDocument].Record = doc
	root[rootReceipt].Record = r
	root[rootSeller].Record = b.party(d.Seller, false)
	root[rootBuyer].Record = b.party(d.Buyer, true)
	root[rootBrand].Record = b.brandRecord(d.Seller)
	mark := d.Mark
	if mark == "" && d.Number != "" {
		mark = billing.MarkPaid
	}
	root[rootMark].Record = b.markRecord(mark, d.Number == "")
	root[rootFooter].Record = b.footer(d.Seller, d.Footer)
}
