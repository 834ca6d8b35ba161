// Package view says what a template may see: words, amounts and dates of one
// document, already localized, as a tree of records. In goes what billing
// computed, with a locale and a brand; out comes a Record in the shape of
// Schema. It knows nothing of boxes, pages or PDF.
package view

import "github.com/facture-dev/facture/templates"

// Record holds values in the order of its type's fields in Schema.
type Record struct{ Values []Value }

// Value is a text or flag ("1"), a record, or a list.
type Value struct {
	Text   string
	Record *Record
	Items  []*Record
}

// Present reports whether there is anything to print.
func (v *Value) Present() bool { return v.Text != "" || v.Record != nil || len(v.Items) > 0 }

// The fields of each record type, in order. The constants index Values; the
// types beside them name the same fields for templates, and a test holds the
// two together.
const (
	rootDocument = iota
	rootSeller
	rootBuyer
	rootShipTo
	rootLines
	rootTotals
	rootTaxes
	rootTaxNotes
	rootPayment
	rootReceipt
	rootBrand
	rootMark
	rootFooter
	rootTotalsByRate
	rootLen
)

const (
	docTitle = iota
	docNumber
	docIssueDate
	docDueDate
	docCurrency
	docIsInvoice
	docIsCreditNote
	docIsReceipt
	docHasTax
	docFacts
	docAmount
	docAmountLabel
	docDueLabel
	docPayable
	docMemo
	docReason
	docTerms
	docTermsSummary
	docPartyLabel
	docTaxName
	docTaxIncluded
	docSummary
	docDueLine
	docDueWords
	docDraft
	docHasTerms
	docHasTaxNotes
	docHasSkus
	docNotes
	docLongText
	docLen
)

const (
	partyName = iota
	partyLines
	partyAddressLine
	partyCountry
	partyLen
)

const (
	partyLineText = iota
	partyLineRole
	partyLineLen
)

const (
	lineDescription = iota
	lineQuantity
	lineUnit
	lineUnitPrice
	lineTax
	lineAmount
	lineNotes
	lineRunning
	lineNumber
	lineSku
	lineDetails
	lineDetail
	lineLen
)

const (
	factLabel = iota
	factValue
	factStrong
	factLink
	factLine
	factShort
	factLen
)

const (
	totalLabel = iota
	totalAmount
	totalRole
	totalLen
)

const (
	taxRate = iota
	taxBase
	taxAmount
	taxLen
)

const (
	payTo = iota
	payToLabel
	payGroups
	payURL
	payURLText
	payInstructions
	payFirstTitle
	payFirst
	payMore
	payCode
	payCodeCaption
	payLen
)

const (
	groupTitle = iota
	groupFacts
	groupLen
)

const (
	receiptDate = iota
	receiptMethod
	receiptSettles
	receiptHasDates
	receiptHasTotals
	receiptHasPaidBefore
	receiptTotals
	receiptFacts
	receiptLen
)

const (
	settleDocument = iota
	settleDate
	settleTotal
	settlePaidBefore
	settleAmount
	settleLen
)

const (
	brandLogo = iota
	brandLogoAlt
	brandLogoLeft
	brandLogoCenter
	brandLogoRight
	brandWindowLeft
	brandWindowRight
	brandWindowHigh
	brandWindowDouble
	brandWindowReturn
	brandLen
)

const (
	markWord = iota
	markPaid
	markName
	markLen
)

const (
	footerNote = iota
	footerColumns
	footerFour
	footerOwn
	footerLen
)

// textField is the only field of records that hold one text.
const textField = 0

func text(name string) templates.Field { return templates.Field{Name: name, Kind: templates.Text} }
func flag(name string) templates.Field { return templates.Field{Name: name, Kind: templates.Flag} }
func record(name string, t *templates.Type) templates.Field {
	return templates.Field{Name: name, Kind: templates.Record, Type: t}
}
func list(name string, t *templates.Type) templates.Field {
	return templates.Field{Name: name, Kind: templates.List, Type: t}
}
func typeOf(name string, f ...templates.Field) *templates.Type {
	return &templates.Type{Name: name, Fields: f}
}

// RootType is what a template may name.
func RootType() *templates.Type {
	fact := typeOf("fact", text("label"), text("value"), flag("strong"), text("link"), text("line"), text("short"))
	note := typeOf("note", text("text"))
	total := typeOf("total", text("label"), text("amount"), text("role"))
	group := typeOf("fact group", text("title"), list("facts", fact))
	party := typeOf("party", text("name"),
		list("lines", typeOf("party line", text("text"), text("role"))),
		text("address_line"), text("country"))
	return typeOf("root",
		record("document", typeOf("document",
			text("title"), text("number"), text("issue_date"), text("due_date"), text("currency"),
			flag("is_invoice"), flag("is_credit_note"), flag("is_receipt"), flag("has_tax"),
			list("facts", fact), text("amount"), text("amount_label"), text("due_label"), flag("payable"),
			text("memo"), text("reason"), text("terms"), text("terms_summary"),
			text("party_label"), text("tax_name"), text("tax_included"), text("summary"),
			text("due_line"), text("due_words"), text("draft"),
			flag("has_terms"), flag("has_tax_notes"), flag("has_skus"),
			text("notes"), flag("long_text"))),
		record("seller", party),
		record("buyer", party),
		record("ship_to", party),
		list("lines", typeOf("line", text("description"), text("quantity"), text("unit"),
			text("unit_price"), text("tax"), text("amount"), list("notes", note), text("running"), text("number"), text("sku"), list("details", note), text("detail"))),
		list("totals", total),
		list("taxes", typeOf("tax", text("rate"), text("base"), text("amount"))),
		list("tax_notes", note),
		record("payment", typeOf("payment", text("to"), text("to_label"),
			list("groups", group),
			text("url"), text("url_text"), text("instructions"),
			text("first_title"), list("first", fact), list("more", group),
			text("code"), text("code_caption"))),
		record("receipt", typeOf("receipt", text("date"), text("method"),
			list("settles", typeOf("settlement", text("document"), text("date"), text("total"),
				text("paid_before"), text("amount"))),
			flag("has_dates"), flag("has_totals"), flag("has_paid_before"), list("totals", total), list("facts", fact))),
		record("brand", typeOf("brand", text("logo"), text("logo_alt"),
			flag("logo_left"), flag("logo_center"), flag("logo_right"),
			flag("window_left"), flag("window_right"), flag("window_high"), flag("window_double"), flag("window_return"))),
		record("mark", typeOf("mark", text("word"), flag("paid"), text("name"))),
		record("footer", typeOf("footer", text("note"), list("columns", note), flag("four"), flag("own"))),
		list("totals_by_rate", total),
	)
}

// rec makes a record of n values.
func rec(n int) *Record { return &Record{Values: make([]Value, n)} }

func (r *Record) text(field int, s string) { r.Values[field].Text = s }

func (r *Record) flag(field int, on bool) {
	if on {
		r.Values[field].Text = "1"
	}
}

// texts makes a list of one-text records.
func texts(lines []string) []*Record {
	out := make([]*Record, 0, len(lines))
	for _, s := range lines {
		out = append(out, &Record{Values: []Value{{Text: s}}})
	}
	return out
}
