package request

import (
	"encoding/json"
	"slices"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
	"github.com/facture-dev/facture/templates"
)

// The tables below are the document format: every member, how it is read, where
// it goes and what it means. docs/schema says the same as a JSON Schema, and a
// test holds the two together.

var addressTable = newTable("an address",
	is("lines", listOf(name, 0, billing.MaxAddressLines), func(a *billing.Address) *[]string { return &a.Lines }, "street, building, floor: as they are printed"),
	is("city", name, func(a *billing.Address) *string { return &a.City }, ""),
	is("postal_code", name, func(a *billing.Address) *string { return &a.PostalCode }, ""),
	is("region", name, func(a *billing.Address) *string { return &a.Region }, "state or province (BT-39)"),
	is("country", country, func(a *billing.Address) *string { return &a.Country }, "ISO 3166-1 alpha-2, in capitals"),
)

var taxIDTable = newTable("a tax id",
	must("scheme", given, func(t *billing.TaxID) *string { return &t.Scheme }, "vat, ein, gstin, uid …: printed as the language's word, or as stated when unknown"),
	must("id", given, func(t *billing.TaxID) *string { return &t.ID }, "the number (BT-31, BT-32, BT-48)"),
)

var customFieldTable = newTable("a custom field",
	must("label", given, func(f *billing.Field) *string { return &f.Label }, "printed before the value"),
	must("value", given, func(f *billing.Field) *string { return &f.Value }, ""),
)

var customFields = listOf(customFieldTable.as(), 0, billing.MaxCustomFields)

var partyTable = newTable("a party",
	append([]member[billing.Party]{
		must("name", given, func(p *billing.Party) *string { return &p.Name }, "BT-27, BT-44"),
	}, partyMembers...)...)

// A place of delivery may do without a name.
var shipToTable = newTable("a place of delivery",
	append([]member[billing.Party]{
		is("name", name, func(p *billing.Party) *string { return &p.Name }, "BT-70"),
	}, partyMembers...)...)

var partyMembers = []member[billing.Party]{
	is("attention", name, func(p *billing.Party) *string { return &p.Attention }, "the person or department it is for (BT-56)"),
	is("address", addressTable.as(), func(p *billing.Party) *billing.Address { return &p.Address }, "BG-5, BG-8, BG-15"),
	is("tax_ids", listOf(taxIDTable.as(), 0, billing.MaxTaxIDs), func(p *billing.Party) *[]billing.TaxID { return &p.TaxIDs }, "numbers under which tax offices know the party"),
	is("registration", name, func(p *billing.Party) *string { return &p.Registration }, "company register, court, capital (BT-30, BT-33)"),
	is("customer_number", name, func(p *billing.Party) *string { return &p.CustomerNumber }, "the buyer's number with the seller"),
	is("email", name, func(p *billing.Party) *string { return &p.Email }, ""),
	is("phone", name, func(p *billing.Party) *string { return &p.Phone }, ""),
	is("website", name, func(p *billing.Party) *string { return &p.Website }, ""),
	is("custom_fields", customFields, func(p *billing.Party) *[]billing.Field { return &p.CustomFields }, "further facts, printed as label and value"),
}

var taxMembers = []member[tax.Tax]{
	is("category", oneOf(tax.Standard, tax.Zero, tax.Exempt, tax.ReverseCharge, tax.IntraCommunity, tax.Export, tax.OutsideScope),
		func(t *tax.Tax) *tax.Category { return &t.Category }, "how the supply is treated (BT-118, BT-151); standard when absent"),
	is("name", name, func(t *tax.Tax) *string { return &t.Name }, "\"VAT\", \"NY State\"; the language's usual word when absent"),
	is("rate", decimal, func(t *tax.Tax) *money.Decimal { return &t.Rate }, "percent: 19 means 19 % (BT-119)"),
	is("reason", name, func(t *tax.Tax) *string { return &t.Reason }, "why nothing is charged (BT-120)"),
	is("code", name, func(t *tax.Tax) *string { return &t.Code }, "VATEX code of the reason (BT-121)"),
}

var taxTable = newTable("a tax", taxMembers...)

var (
	oneTax  = single(taxTable.as())
	someTax = listOf(taxTable.as(), 1, billing.MaxTaxes)
)

var lineAdjustmentTable = newTable("a discount or charge", adjustmentMembers...).exactlyOne("percent", "amount")

var documentAdjustmentTable = newTable("a discount or charge",
	append(slices.Clone(adjustmentMembers),
		is("tax", oneTax, func(a *billing.Adjustment) *[]tax.Tax { return &a.Taxes }, "the tax group it belongs to; spread over all groups when absent"),
		is("taxes", someTax, func(a *billing.Adjustment) *[]tax.Tax { return &a.Taxes }, "the same, for a group with several taxes"),
	)...).exactlyOne("percent", "amount").atMostOne("tax", "taxes")

var adjustmentMembers = []member[billing.Adjustment]{
	is("percent", pointer(decimal), func(a *billing.Adjustment) **money.Decimal { return &a.Percent }, "10 means 10 % (BT-94, BT-101, BT-138, BT-143)"),
	is("base", pointer(decimal), func(a *billing.Adjustment) **money.Decimal { return &a.Base }, "what the percentage applies to; the line or the document when absent (BT-93, BT-100, BT-137, BT-142)"),
	is("amount", pointer(decimal), func(a *billing.Adjustment) **money.Decimal { return &a.Amount }, "BT-92, BT-99, BT-136, BT-141"),
	is("reason", name, func(a *billing.Adjustment) *string { return &a.Reason }, "printed (BT-97, BT-104, BT-139, BT-144)"),
}

var periodTable = newTable("a period",
	is("start", date, func(p *billing.Period) *billing.Date { return &p.Start }, "first day (BT-73, BT-134)"),
	is("end", date, func(p *billing.Period) *billing.Date { return &p.End }, "last day, included (BT-74, BT-135)"),
)

// lineEntry is a line with what billing does not keep of it.
type lineEntry struct {
	billing.Line
	claims   billing.LineClaims
	currency currencyAt
	metadata json.RawMessage
}

// currencyAt is a line's currency and where it is stated.
type currencyAt struct {
	line, at int
	money.Currency
}

var lineCurrency = reader[currencyAt]{currency.shape, func(d *decoder, v *currencyAt) {
	d.peek()
	v.at = d.pos
	currency.read(d, &v.Currency)
}}

var lineTable = lineDefaults(newTable("a line",
	is("id", name, func(l *lineEntry) *string { return &l.ID }, "BT-126"),
	is("sku", name, func(l *lineEntry) *string { return &l.SKU }, "article number (BT-155)"),
	must("description", words(1, maxText), func(l *lineEntry) *string { return &l.Description }, "BT-153; the lines after the first are printed smaller"),
	is("quantity", decimal, func(l *lineEntry) *money.Decimal { return &l.Quantity }, "BT-129; 1 when absent"),
	is("unit", name, func(l *lineEntry) *string { return &l.Unit }, "a known word such as hour, which is translated, else printed as stated (BT-130)"),
	must("unit_price", decimal, func(l *lineEntry) *money.Decimal { return &l.UnitPrice }, "BT-146"),
	is("base_quantity", positive, func(l *lineEntry) *money.Decimal { return &l.BaseQuantity }, "what unit_price buys: 100 for a price per 100; 1 when absent (BT-149)"),
	is("discounts", listOf(lineAdjustmentTable.as(), 0, billing.MaxAdjustments), func(l *lineEntry) *[]billing.Adjustment { return &l.Discounts }, "BG-27"),
	is("charges", listOf(lineAdjustmentTable.as(), 0, billing.MaxAdjustments), func(l *lineEntry) *[]billing.Adjustment { return &l.Charges }, "BG-28"),
	is("tax", oneTax, func(l *lineEntry) *[]tax.Tax { return &l.Taxes }, "BG-30; the document's when absent"),
	is("taxes", someTax, func(l *lineEntry) *[]tax.Tax { return &l.Taxes }, "several taxes, independent of one another"),
	is("tax_category", name, func(l *lineEntry) *string { return &l.TaxCategory }, "a product class, resolved through tax_rules"),
	is("period", periodTable.as(), func(l *lineEntry) *billing.Period { return &l.Period }, "BG-26"),
	is("currency", lineCurrency, func(l *lineEntry) *currencyAt { return &l.currency }, "the document's, if stated at all"),
	is("metadata", opaque, func(l *lineEntry) *json.RawMessage { return &l.metadata }, "kept, never printed"),
	is("gross", pointer(decimal), func(l *lineEntry) **money.Decimal { return &l.claims.Gross }, "a claim: quantity × unit price, checked"),
	is("amount", pointer(decimal), func(l *lineEntry) **money.Decimal { return &l.claims.Amount }, "a claim: gross less discounts plus charges (BT-131), checked"),
)).atMostOne("tax", "taxes")

func lineDefaults(t *table[lineEntry]) *table[lineEntry] {
	t.preset = func(l *lineEntry) { l.Quantity = money.Decimal{Coef: 1} }
	return t
}

var taxRuleTable = newTable("a tax rule",
	append(ruleMembers(),
		is("taxes", someTax, func(r *ruleEntry) *[]tax.Tax { return &r.several }, "several taxes instead of one"),
	)...).atMostOne("taxes", "rate").atMostOne("taxes", "category").atMostOne("taxes", "name").atMostOne("taxes", "reason").atMostOne("taxes", "code")

// ruleEntry is a tax rule as it is written: its one tax is not nested.
type ruleEntry struct {
	taxCategory string
	tax         tax.Tax
	several     []tax.Tax
}

func ruleMembers() []member[ruleEntry] {
	members := []member[ruleEntry]{
		must("tax_category", given, func(r *ruleEntry) *string { return &r.taxCategory }, "the product class, as lines name it"),
	}
	for _, m := range taxMembers {
		members = append(members, member[ruleEntry]{m.memberShape, func(d *decoder, r *ruleEntry) { m.read(d, &r.tax) }})
	}
	return members
}

// taxRule reads a rule and keeps it as billing wants it.
var taxRule = reader[billing.TaxRule]{shape{kind: "object", object: taxRuleTable.shape}, func(d *decoder, v *billing.TaxRule) {
	var r ruleEntry
	taxRuleTable.read(d, &r)
	v.TaxCategory, v.Taxes = r.taxCategory, r.several
	if v.Taxes == nil {
		v.Taxes = []tax.Tax{r.tax}
	}
}}

var paymentTable = newTable("a payment",
	is("date", date, func(p *billing.Payment) *billing.Date { return &p.Date }, ""),
	is("method", name, func(p *billing.Payment) *string { return &p.Method }, "bank_transfer, card …: translated when known"),
	must("amount", decimal, func(p *billing.Payment) *money.Decimal { return &p.Amount }, ""),
	is("reference", name, func(p *billing.Payment) *string { return &p.Reference }, ""),
)

var bankAccountTable = newTable("a bank account",
	is("holder", name, func(b *billing.BankAccount) *string { return &b.Holder }, "BT-85"),
	is("bank_name", name, func(b *billing.BankAccount) *string { return &b.BankName }, ""),
	is("iban", name, func(b *billing.BankAccount) *string { return &b.IBAN }, "BT-84; printed in groups of four"),
	is("bic", name, func(b *billing.BankAccount) *string { return &b.BIC }, "BT-86"),
	is("account_number", name, func(b *billing.BankAccount) *string { return &b.AccountNumber }, ""),
	is("routing_number", name, func(b *billing.BankAccount) *string { return &b.RoutingNumber }, ""),
	is("sort_code", name, func(b *billing.BankAccount) *string { return &b.SortCode }, ""),
)

var wireTable = newTable("wire instructions",
	is("bank_name", name, func(w *billing.WireInstructions) *string { return &w.BankName }, ""),
	is("bank_address", name, func(w *billing.WireInstructions) *string { return &w.BankAddress }, ""),
	is("account_number", name, func(w *billing.WireInstructions) *string { return &w.AccountNumber }, ""),
	is("routing_number", name, func(w *billing.WireInstructions) *string { return &w.RoutingNumber }, ""),
	is("swift", name, func(w *billing.WireInstructions) *string { return &w.SWIFT }, ""),
	is("reference", name, func(w *billing.WireInstructions) *string { return &w.Reference }, "{{invoice_number}} stands for the document's number"),
)

var paymentDetailsTable = newTable("payment details",
	is("bank_accounts", listOf(bankAccountTable.as(), 0, billing.MaxBankAccounts), func(p *billing.PaymentDetails) *[]billing.BankAccount { return &p.BankAccounts }, "BG-17"),
	is("reference", name, func(p *billing.PaymentDetails) *string { return &p.Reference }, "BT-83; {{invoice_number}} stands for the document's number"),
	is("wire_instructions", pointer(wireTable.as()), func(p *billing.PaymentDetails) **billing.WireInstructions { return &p.WireInstructions }, "printed only with display_wire_instructions"),
	is("display_wire_instructions", boolean, func(p *billing.PaymentDetails) *bool { return &p.DisplayWireInstructions }, ""),
	is("url", name, func(p *billing.PaymentDetails) *string { return &p.URL }, "where to pay online"),
	is("instructions", text, func(p *billing.PaymentDetails) *string { return &p.Instructions }, "free text"),
)

var earlyPaymentTable = newTable("an early payment discount",
	must("days", integer(1, billing.MaxEarlyPaymentDays), func(e *billing.EarlyPayment) *int { return &e.Days }, "counted from the issue date"),
	must("percent", decimal, func(e *billing.EarlyPayment) *money.Decimal { return &e.Percent }, ""),
)

var referenceTable = newTable("a preceding document",
	must("number", given, func(r *billing.Reference) *string { return &r.Number }, "BT-25"),
	is("issue_date", date, func(r *billing.Reference) *billing.Date { return &r.IssueDate }, "BT-26"),
	is("reason", name, func(r *billing.Reference) *string { return &r.Reason }, "why it is corrected"),
)

var settlementTable = newTable("a settled document",
	must("number", given, func(s *billing.Settlement) *string { return &s.Number }, ""),
	is("issue_date", date, func(s *billing.Settlement) *billing.Date { return &s.IssueDate }, ""),
	is("total", pointer(decimal), func(s *billing.Settlement) **money.Decimal { return &s.Total }, "what it asked for"),
	is("paid_before", pointer(decimal), func(s *billing.Settlement) **money.Decimal { return &s.PaidBefore }, "what had been paid of it before"),
	must("amount", decimal, func(s *billing.Settlement) *money.Decimal { return &s.Amount }, "what this payment pays of it"),
)

var optionsTable = newTable("options",
	is("include_terms", boolean, func(r *Request) *bool { return &r.IncludeTerms }, "false leaves the terms out; true when absent"),
)

// kind is read before anything else (see kindOf), so here it is only checked.
var kind = oneOf(KindInvoice, KindCreditNote, KindReceipt)

// marks are the words that may be stamped on a page.
var marks = oneOf(billing.MarkDraft, billing.MarkPaid, billing.MarkVoid, billing.MarkCopy)

// commonMembers are those of documents and receipts alike.
var commonMembers = []member[Request]{
	is("kind", kind, func(r *Request) *string { return &r.Kind }, "invoice when absent (BT-3)"),
	is("language", language, func(r *Request) *string { return &r.Language }, "BCP 47; chosen by the buyer's country when absent"),
	is("internal_notes", text, func(r *Request) *string { return &r.InternalNotes }, "never printed"),
	is("metadata", opaque, func(r *Request) *json.RawMessage { return &r.Metadata }, "kept, never printed"),
	is("brand", brandTable.as(), func(r *Request) *templates.Brand { return &r.Brand }, "how it looks; [brand.md](brand.md) describes it"),
	is("options", optionsTable.as(), func(r *Request) *Request { return r }, ""),
}

var documentTable = documentChecks(newTable("a document", append(slices.Clone(commonMembers),
	is("number", name, func(r *Request) *string { return &r.Document.Number }, "BT-1; without one it is a draft"),
	is("issue_date", date, func(r *Request) *billing.Date { return &r.Document.IssueDate }, "BT-2"),
	is("due_date", dueDate, func(r *Request) *due { return &r.due }, "BT-9: a date, which wins over payment_terms, or on_receipt"),
	is("payment_terms", oneOf(billing.DueOnReceipt, billing.Net7, billing.Net15, billing.Net30, billing.Net45, billing.Net60, billing.Net90, billing.Net120),
		func(r *Request) *billing.PaymentTerms { return &r.Document.PaymentTerms }, "counted from the issue date"),
	is("supply_date", date, func(r *Request) *billing.Date { return &r.Document.SupplyDate }, "when it was delivered (BT-72)"),
	is("period", periodTable.as(), func(r *Request) *billing.Period { return &r.Document.Period }, "BG-14"),
	must("currency", currency, func(r *Request) *money.Currency { return &r.Document.Currency }, "ISO 4217 (BT-5)"),
	must("seller", partyTable.as(), func(r *Request) *billing.Party { return &r.Document.Seller }, "BG-4"),
	must("buyer", partyTable.as(), func(r *Request) *billing.Party { return &r.Document.Buyer }, "BG-7"),
	is("ship_to", pointer(shipToTable.as()), func(r *Request) **billing.Party { return &r.Document.ShipTo }, "BG-13, BG-15"),
	is("purchase_order_number", name, func(r *Request) *string { return &r.Document.PurchaseOrderNumber }, "BT-13"),
	is("buyer_reference", name, func(r *Request) *string { return &r.Document.BuyerReference }, "BT-10"),
	is("contract", name, func(r *Request) *string { return &r.Document.Contract }, "BT-12"),
	is("custom_fields", customFields, func(r *Request) *[]billing.Field { return &r.Document.CustomFields }, "further facts, printed as label and value"),
	must("lines", lines, func(r *Request) *Request { return r }, "BG-25"),
	is("discounts", listOf(documentAdjustmentTable.as(), 0, billing.MaxAdjustments), func(r *Request) *[]billing.Adjustment { return &r.Document.Discounts }, "BG-20"),
	is("charges", listOf(documentAdjustmentTable.as(), 0, billing.MaxAdjustments), func(r *Request) *[]billing.Adjustment { return &r.Document.Charges }, "BG-21"),
	is("tax", taxOrClaim, func(r *Request) *Request { return r }, "an object: the tax of lines that state none; a number: the claimed tax total (BT-110), checked"),
	is("taxes", someTax, func(r *Request) *[]tax.Tax { return &r.Document.Taxes }, "several taxes for lines that state none"),
	is("tax_rules", listOf(taxRule, 0, billing.MaxTaxRules), func(r *Request) *[]billing.TaxRule { return &r.Document.TaxRules }, "what a line's tax_category stands for"),
	is("tax_mode", oneOf(billing.Exclusive, billing.Inclusive), func(r *Request) *billing.TaxMode { return &r.Document.TaxMode }, "whether prices contain tax; exclusive when absent"),
	is("payments", listOf(paymentTable.as(), 0, billing.MaxPayments), func(r *Request) *[]billing.Payment { return &r.Document.Payments }, "already received (BT-113 is their sum)"),
	is("rounding", decimal, func(r *Request) *money.Decimal { return &r.Document.Rounding }, "BT-114"),
	is("early_payment", listOf(earlyPaymentTable.as(), 0, billing.MaxEarlyPayments), func(r *Request) *[]billing.EarlyPayment { return &r.Document.EarlyPayment }, "discounts for paying soon"),
	is("payment", paymentDetailsTable.as(), func(r *Request) *billing.PaymentDetails { return &r.Document.Payment }, "how to pay (BG-16)"),
	is("preceding", listOf(referenceTable.as(), 0, billing.MaxPreceding), func(r *Request) *[]billing.Reference { return &r.Document.Preceding }, "what a credit note corrects (BG-3)"),
	is("memo", text, func(r *Request) *string { return &r.Document.Memo }, "printed verbatim (BT-22)"),
	is("footer", text, func(r *Request) *string { return &r.Document.Footer }, ""),
	is("terms", text, func(r *Request) *string { return &r.Document.Terms }, "BT-20"),
	is("mark", marks, func(r *Request) *billing.Mark { return &r.Document.Mark }, "a word stamped on the page; draft whenever there is no number"),
	claim("lines_total", func(c *billing.Claims) **money.Decimal { return &c.LinesTotal }, "BT-106"),
	claim("discounts_total", func(c *billing.Claims) **money.Decimal { return &c.DiscountsTotal }, "BT-107"),
	claim("charges_total", func(c *billing.Claims) **money.Decimal { return &c.ChargesTotal }, "BT-108"),
	claim("subtotal", func(c *billing.Claims) **money.Decimal { return &c.Subtotal }, "BT-109"),
	claim("total", func(c *billing.Claims) **money.Decimal { return &c.Total }, "BT-112"),
	claim("amount_paid", func(c *billing.Claims) **money.Decimal { return &c.AmountPaid }, "BT-113"),
	claim("amount_due", func(c *billing.Claims) **money.Decimal { return &c.AmountDue }, "BT-115"),
)...))

var receiptTable = newTable("a receipt", append(slices.Clone(commonMembers),
	is("number", name, func(r *Request) *string { return &r.Receipt.Number }, "without one it is a draft"),
	is("issue_date", date, func(r *Request) *billing.Date { return &r.Receipt.IssueDate }, ""),
	must("currency", currency, func(r *Request) *money.Currency { return &r.Receipt.Currency }, "ISO 4217"),
	must("seller", partyTable.as(), func(r *Request) *billing.Party { return &r.Receipt.Seller }, ""),
	must("buyer", partyTable.as(), func(r *Request) *billing.Party { return &r.Receipt.Buyer }, ""),
	must("payment", paymentTable.as(), func(r *Request) *billing.Payment { return &r.Receipt.Payment }, "what was received"),
	is("settles", listOf(settlementTable.as(), 0, billing.MaxSettlements), func(r *Request) *[]billing.Settlement { return &r.Receipt.Settles }, "the documents that the payment pays"),
	is("custom_fields", customFields, func(r *Request) *[]billing.Field { return &r.Receipt.CustomFields }, "further facts, printed as label and value"),
	is("memo", text, func(r *Request) *string { return &r.Receipt.Memo }, "printed verbatim"),
	is("footer", text, func(r *Request) *string { return &r.Receipt.Footer }, ""),
	is("terms", text, func(r *Request) *string { return &r.Receipt.Terms }, ""),
	is("mark", marks, func(r *Request) *billing.Mark { return &r.Receipt.Mark }, "a word stamped on the page; draft whenever there is no number"),
)...)

// claim is a figure that is computed, but which the author may state as well.
func claim(member string, at func(*billing.Claims) **money.Decimal, bt string) member[Request] {
	return is(member, pointer(decimal), func(r *Request) **money.Decimal { return at(&r.Claims) }, "a claim, checked ("+bt+")")
}

func documentChecks(t *table[Request]) *table[Request] {
	t.check = func(d *decoder, r *Request) {
		if r.due.onReceipt {
			r.Document.PaymentTerms = billing.DueOnReceipt
		}
		r.Document.DueDate = r.due.date
		switch {
		case r.Document.Taxes == nil:
			r.Document.Taxes = r.oneTax
		case r.oneTax != nil:
			d.fault(start(d.src), "field.exclusive", `a document has at most one of "tax" and "taxes"`)
		}
		r.checkLines(d)
	}
	return t
}

// due is what due_date states: S-TRM-03.
type due struct {
	date      billing.Date
	onReceipt bool
}

var dueDate = reader[due]{shape{kind: "due date"}, func(d *decoder, v *due) {
	s, at, ok := d.string(`a date, such as "2026-11-22", or "on_receipt"`)
	switch {
	case !ok:
	case s == "on_receipt":
		v.onReceipt = true
	default:
		d.date(s, at, &v.date)
	}
}}

// taxOrClaim reads the document's "tax": an object is a tax, a number a claim.
var taxOrClaim = reader[Request]{shape{kind: "tax or decimal", object: taxTable.shape}, func(d *decoder, r *Request) {
	switch d.peek() {
	case '{':
		oneTax.read(d, &r.oneTax)
	case '[':
		d.wrongType(`a tax, such as {"rate": "19"}, or the tax total (several taxes are stated as "taxes")`)
	default:
		pointer(decimal).read(d, &r.Claims.Tax)
	}
}}

// lines reads the lines straight into the document, and what billing does not
// keep of them beside it.
var lines = linesReader()

func linesReader() reader[Request] {
	element := lineTable.as()
	return reader[Request]{shape{kind: "list", min: 1, max: billing.MaxLines, element: &element.shape}, func(d *decoder, r *Request) {
		if d.peek() != '[' {
			d.wrongType("a list of lines")
			return
		}
		start, n := d.pos, 0
		d.open()
		for first := true; d.more(&first, ']'); n++ {
			if n >= billing.MaxLines {
				d.beyond(n == billing.MaxLines, "limit.lines", "lines", billing.MaxLines)
				continue
			}
			var l lineEntry
			d.enterIndex(n)
			element.read(d, &l)
			d.leave()
			r.addLine(&l)
		}
		if n == 0 && !d.broken {
			d.fault(start, "field.value", "a document needs at least one line")
		}
	}}
}
