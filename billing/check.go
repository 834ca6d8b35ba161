package billing

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/facture-dev/facture/billing/money"
)

// checkFacts finds what is wrong with everything that is no figure.
func (c *computation) checkFacts() {
	d := &c.doc
	c.checkKind()
	c.checkDates()
	c.checkPeriod(d.Period, "period")
	c.checkCurrency(string(d.Currency))
	c.checkParty(&d.Seller, "seller", true)
	c.checkParty(&d.Buyer, "buyer", true)
	if d.ShipTo != nil {
		c.checkParty(d.ShipTo, "ship_to", false)
	}
	c.checkFields(d.CustomFields, "custom_fields")
	for i := range d.Lines[:min(len(d.Lines), MaxLines)] {
		c.checkLineFacts(i, &d.Lines[i])
	}
	c.checkPaymentDetails(&d.Payment)
	c.checkReferences(d.Preceding)
	c.checkMark(d.Mark)
	c.checkTexts([]named{{"number", d.Number}, {"purchase_order_number", d.PurchaseOrderNumber},
		{"buyer_reference", d.BuyerReference}, {"contract", d.Contract},
		{"memo", d.Memo}, {"terms", d.Terms}, {"footer", d.Footer}})
}

func (c *computation) checkKind() {
	switch c.doc.Kind {
	case Invoice, CreditNote:
	default:
		c.fault("/kind", "kind.unknown", "there is no kind %q: state invoice, credit_note or receipt", clip(string(c.doc.Kind)))
	}
	switch c.doc.TaxMode {
	case Exclusive, Inclusive:
	default:
		c.fault("/tax_mode", "tax_mode.unknown", "there is no tax mode %q: state exclusive or inclusive", clip(string(c.doc.TaxMode)))
	}
}

// checkDates also settles the due date: the stated one, else issue date plus
// payment terms.
func (c *computation) checkDates() {
	d := &c.doc
	c.checkDate(d.IssueDate, "issue_date")
	c.checkDate(d.DueDate, "due_date")
	c.checkDate(d.SupplyDate, "supply_date")
	days, known := d.PaymentTerms.Days()
	if d.PaymentTerms != "" && !known && (d.PaymentTerms != Custom || d.DueDate.IsZero()) {
		c.fault("/payment_terms", "payment_terms.unknown",
			"there are no payment terms %q: state one of %s, or a due_date", clip(string(d.PaymentTerms)), termsList())
	}
	if !d.DueDate.IsZero() {
		if !d.IssueDate.IsZero() && d.DueDate.Compare(d.IssueDate) < 0 {
			c.fault("/due_date", "due_date.before_issue_date",
				"%s is before the issue date, %s: correct one of them", d.DueDate, d.IssueDate)
		}
		c.dueDate, c.terms = d.DueDate, Custom
		return
	}
	c.terms = d.PaymentTerms
	if !known || d.IssueDate.IsZero() || !d.IssueDate.IsValid() {
		return
	}
	due, ok := d.IssueDate.AddDays(days)
	if !ok {
		c.fault("/payment_terms", "due_date.too_late", "the due date is after the year 9999: correct the issue date")
	}
	c.dueDate = due
}

func (f *findings) checkDate(d Date, path ...any) {
	if !d.IsZero() && !d.IsValid() {
		f.fault(at(path...), "date.invalid", "there is no day %s: state one that exists, such as 2026-11-22", d)
	}
}

func (f *findings) checkPeriod(p Period, path ...any) {
	if p.IsZero() {
		return
	}
	f.checkDate(p.Start, append(path[:len(path):len(path)], "start")...)
	f.checkDate(p.End, append(path[:len(path):len(path)], "end")...)
	if !p.Start.IsZero() && !p.End.IsZero() && p.End.Compare(p.Start) < 0 {
		f.fault(at(append(path[:len(path):len(path)], "end")...), "period.reversed",
			"%s is before the start of the period, %s: correct one of them", p.End, p.Start)
	}
}

func (f *findings) checkCurrency(code string) {
	if code == "" {
		f.fault("/currency", "currency.missing", "state the currency as an ISO 4217 code, such as EUR")
		return
	}
	if _, ok := money.ParseCurrency(code); ok {
		return
	}
	if near, ok := money.NearestCurrency(code); ok {
		f.fault("/currency", "currency.unknown", "%q is not a currency: did you mean %s?", clip(code), near)
		return
	}
	f.fault("/currency", "currency.unknown", "%q is not a currency: state an ISO 4217 code, such as EUR", clip(code))
}

// checkParty requires a name of those who act in the document (BR-6, BR-7).
func (f *findings) checkParty(p *Party, member string, nameRequired bool) {
	if nameRequired && strings.TrimSpace(p.Name) == "" {
		f.fault(at(member, "name"), member+".name.missing", "state the %s's name", member)
	}
	f.checkTexts([]named{{"name", p.Name}, {"attention", p.Attention}}, member)
	f.checkTexts([]named{{"city", p.Address.City}, {"postal_code", p.Address.PostalCode},
		{"region", p.Address.Region}, {"country", p.Address.Country}}, member, "address")
	if f.checkCount(len(p.Address.Lines), MaxAddressLines, member, "address", "lines") {
		for i, text := range p.Address.Lines {
			f.checkText(text, member, "address", "lines", i)
		}
	}
	if f.checkCount(len(p.TaxIDs), MaxTaxIDs, member, "tax_ids") {
		for i := range p.TaxIDs {
			f.checkTexts([]named{{"scheme", p.TaxIDs[i].Scheme}, {"id", p.TaxIDs[i].ID}}, member, "tax_ids", i)
		}
	}
	f.checkTexts([]named{{"registration", p.Registration}, {"customer_number", p.CustomerNumber},
		{"email", p.Email}, {"phone", p.Phone}, {"website", p.Website}}, member)
	f.checkFields(p.CustomFields, member, "custom_fields")
}

func (f *findings) checkFields(fields []Field, path ...any) {
	if !f.checkCount(len(fields), MaxCustomFields, path...) {
		return
	}
	for i := range fields {
		f.checkTexts([]named{{"label", fields[i].Label}, {"value", fields[i].Value}}, append(path[:len(path):len(path)], i)...)
	}
}

// checkLineFacts requires the name of what is sold (BR-25).
func (c *computation) checkLineFacts(i int, l *Line) {
	if strings.TrimSpace(l.Description) == "" {
		c.fault(at("lines", i, "description"), "line.description.missing", "say what the line is for")
	}
	for _, x := range [...]named{{"id", l.ID}, {"sku", l.SKU}, {"description", l.Description}, {"unit", l.Unit},
		{"tax_category", l.TaxCategory}} {
		if !textFits(x.text) { // the path is built only when there is a fault: there may be many lines
			c.checkText(x.text, "lines", i, x.name)
		}
	}
	if !l.Period.IsZero() {
		c.checkPeriod(l.Period, "lines", i, "period")
	}
}

func (c *computation) checkPaymentDetails(p *PaymentDetails) {
	c.checkTexts([]named{{"reference", p.Reference}, {"url", p.URL}, {"instructions", p.Instructions}}, "payment")
	if c.checkCount(len(p.BankAccounts), MaxBankAccounts, "payment", "bank_accounts") {
		for i := range p.BankAccounts {
			b := &p.BankAccounts[i]
			c.checkTexts([]named{{"holder", b.Holder}, {"bank_name", b.BankName}, {"iban", b.IBAN}, {"bic", b.BIC},
				{"account_number", b.AccountNumber}, {"routing_number", b.RoutingNumber}, {"sort_code", b.SortCode}},
				"payment", "bank_accounts", i)
			c.warnMasked(b.IBAN, "payment", "bank_accounts", i, "iban")
			c.warnMasked(b.AccountNumber, "payment", "bank_accounts", i, "account_number")
		}
	}
	w := p.WireInstructions
	if w == nil {
		if p.DisplayWireInstructions {
			c.warn("/payment/display_wire_instructions", "payment.wire_instructions.missing",
				"wire instructions are to be shown, but there are none: state wire_instructions")
		}
		return
	}
	c.checkTexts([]named{{"bank_name", w.BankName}, {"account_number", w.AccountNumber}, {"routing_number", w.RoutingNumber},
		{"swift", w.SWIFT}, {"reference", w.Reference}, {"bank_address", w.BankAddress}}, "payment", "wire_instructions")
	if p.DisplayWireInstructions {
		c.warnMasked(w.AccountNumber, "payment", "wire_instructions", "account_number")
	}
}

// warnMasked notices a number of which only the end was kept (S-PAY-05). It
// is printed as stated all the same.
func (f *findings) warnMasked(number string, path ...any) {
	if strings.ContainsAny(number, "*•●∙█") || strings.Contains(strings.ToLower(number), "xxxx") {
		f.warn(at(path...), "payment.account_number.masked",
			"the number is masked, so payers cannot use it: state it in full, or do not show it")
	}
}

// checkReferences requires the number of each document referred to (BR-55).
func (c *computation) checkReferences(references []Reference) {
	if !c.checkCount(len(references), MaxPreceding, "preceding") {
		return
	}
	for i := range references {
		r := &references[i]
		if r.Number == "" {
			c.fault(at("preceding", i, "number"), "preceding.number.missing", "state the number of the document that is meant")
		}
		c.checkTexts([]named{{"number", r.Number}, {"reason", r.Reason}}, "preceding", i)
		c.checkDate(r.IssueDate, "preceding", i, "issue_date")
	}
}

func (f *findings) checkMark(m Mark) {
	switch m {
	case "", MarkDraft, MarkPaid, MarkVoid, MarkCopy:
	default:
		f.fault("/mark", "mark.unknown", "there is no mark %q: state draft, paid, void or copy", clip(string(m)))
	}
}

// named is a text and the member that holds it.
type named struct{ name, text string }

func (f *findings) checkTexts(texts []named, path ...any) {
	for _, x := range texts {
		if !textFits(x.text) {
			f.checkText(x.text, append(path[:len(path):len(path)], x.name)...)
		}
	}
}

func textFits(s string) bool { return len(s) <= MaxTextBytes && utf8.ValidString(s) }

func (f *findings) checkText(s string, path ...any) {
	switch {
	case len(s) > MaxTextBytes:
		f.fault(at(path...), "text.too_long", "the text has %d bytes, at most %d are allowed: shorten it", len(s), MaxTextBytes)
	case !utf8.ValidString(s):
		f.fault(at(path...), "text.encoding", "the text is not valid UTF-8: convert it")
	}
}

// checkCount reports whether a list is within its limit.
func (f *findings) checkCount(n, most int, path ...any) bool {
	if n > most {
		list := path[len(path)-1]
		f.fault(at(path...), cmp.Or(list.(string), "list")+".too_many", "there are %d %s, at most %d are allowed: leave some out", n, list, most)
	}
	return n <= most
}

// clip shortens what is quoted in a message.
func clip(s string) string {
	const shown = 40
	if len(s) <= shown {
		return s
	}
	return strings.ToValidUTF8(s[:shown], "") + "…"
}
