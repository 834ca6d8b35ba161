package billingtest

import (
	"math/rand/v2"
	"strconv"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

// grossOf is the minor units of a line without its adjustments.
func grossOf(d *billing.Document, l *billing.Line) int64 {
	bare := billing.Document{Currency: d.Currency, Lines: []billing.Line{{
		Quantity: l.Quantity, UnitPrice: l.UnitPrice, BaseQuantity: l.BaseQuantity}}}
	return Reference(bare).Totals.Lines
}

// lineAdjustments adds discounts that together take at most what the line has,
// and charges. On a line that takes back, discounts are negative too.
func (g *generator) lineAdjustments(d *billing.Document, l *billing.Line) {
	if !g.chance(3) {
		return
	}
	gross := grossOf(d, l)
	l.Discounts = g.discounts(d, gross, 100, 1+g.IntN(3))
	for range g.IntN(3) {
		l.Charges = append(l.Charges, g.charge(gross))
	}
}

// discounts draws up to n discounts of at most most percent of base together,
// counted as they round: three thirds of two cents would be three cents.
func (g *generator) discounts(d *billing.Document, base, most int64, n int) (as []billing.Adjustment) {
	ref := &reference{unit: pow10(Digits(d.Currency))}
	var taken int64
	for range n {
		if most < 1 {
			break
		}
		percent := 1 + g.Int64N(most)
		if g.chance(12) {
			percent = most
		}
		most -= percent
		a := billing.Adjustment{Reason: g.text.phrase(g.Rand)}
		switch {
		case base != 0 && g.chance(3):
			m := g.minor(base / 100 * percent)
			a.Amount = &m
		case base > 0 && g.chance(5):
			stated := g.minor(base / 2)
			a.Base, a.Percent = &stated, g.percent(percent)
		default:
			a.Percent = g.percent(percent)
		}
		m := ref.adjustment(a, base)
		if abs(taken+m) <= abs(base) {
			as, taken = append(as, a), taken+m
		}
	}
	return as
}

func abs(n int64) int64 { return max(n, -n) }

// percent writes p percent, or a little less with decimals.
func (g *generator) percent(p int64) *money.Decimal {
	d := whole(p)
	if p < 100 && g.chance(3) {
		d = money.Decimal{Coef: p*1000 - g.Int64N(1000), Exp: 3}
	}
	return &d
}

// charge draws a fixed charge, a percentage of base, or one of a stated base.
func (g *generator) charge(base int64) billing.Adjustment {
	a := billing.Adjustment{Reason: g.text.phrase(g.Rand)}
	switch {
	case base > 0 && g.chance(2):
		m := g.minor(g.Int64N(5000))
		a.Amount = &m
	case base > 0 && g.chance(4):
		stated := g.minor(g.Int64N(1_000_000))
		a.Base, a.Percent = &stated, g.percent(1+g.Int64N(30))
	default:
		a.Percent = g.percent(1 + g.Int64N(30))
	}
	return a
}

// documentAdjustments adds discounts and charges to the whole document, spread
// over the tax groups or with a tax of their own.
func (g *generator) documentAdjustments(d *billing.Document) {
	if !g.chance(3) {
		return
	}
	bare := Reference(*d)
	total := bare.Totals.Lines
	if total == 0 {
		return
	}
	if g.chance(10) {
		d.Discounts = []billing.Adjustment{{Percent: g.percent(100), Reason: g.text.phrase(g.Rand)}}
		return
	}
	d.Discounts = g.discounts(d, total, 90, g.IntN(4))
	if len(g.pool) > 0 && total > 0 && len(d.Discounts) < 2 && g.chance(4) {
		g.ownTaxDiscount(d, bare)
	}
	for range g.IntN(3) {
		a := g.charge(total)
		if len(g.pool) > 0 && g.chance(3) {
			a.Taxes = g.one()
			if g.chance(5) {
				a.Taxes = []tax.Tax{{Name: "Freight " + strconv.Itoa(g.IntN(2)), Rate: g.rate()}} // a group of its own
			}
		}
		d.Charges = append(d.Charges, a)
	}
}

// ownTaxDiscount takes up to a twentieth of one group's lines.
func (g *generator) ownTaxDiscount(d *billing.Document, bare Result) {
	at := g.IntN(len(d.Lines))
	var sum int64
	for _, l := range bare.Lines {
		if l.Group == bare.Lines[at].Group {
			sum += l.Amount
		}
	}
	if sum <= 0 {
		return
	}
	m := g.minor(sum / 20)
	d.Discounts = append(d.Discounts, billing.Adjustment{
		Amount: &m, Reason: g.text.phrase(g.Rand), Taxes: (&reference{doc: *d}).taxesOf(d.Lines[at])})
}

// settlement adds what was received, rounding, and how to pay the rest.
func (g *generator) settlement(d *billing.Document) {
	if g.chance(4) {
		total := Reference(*d).Totals.Total
		for n := 1 + g.IntN(3); n > 0 && total > 0; n-- {
			part := total
			if !g.chance(4) {
				part = 1 + g.Int64N(total)
			}
			total -= part
			d.Payments = append(d.Payments, g.payment(part))
		}
	}
	if g.digits > 0 && g.chance(10) {
		d.Rounding = g.minor(g.Int64N(5) - 2)
	}
	for range g.IntN(3) {
		if g.chance(4) {
			d.EarlyPayment = append(d.EarlyPayment, billing.EarlyPayment{Days: 5 + 7*len(d.EarlyPayment), Percent: g.between(1, 4, 1)})
		}
	}
	g.payable(d)
}

func (g *generator) payment(minor int64) billing.Payment {
	p := billing.Payment{
		Method: pick(g.Rand, "", "bank_transfer", "card", "cash", "check", "direct_debit", g.text.word(g.Rand)),
		Amount: g.minor(minor),
	}
	if !g.chance(4) {
		p.Date = g.date(2025, 2027)
	}
	if g.chance(2) {
		p.Reference = g.text.phrase(g.Rand)
	}
	return p
}

// payable draws payment details: bank accounts, wire, link, free text.
func (g *generator) payable(d *billing.Document) {
	p := &d.Payment
	for range g.IntN(3) {
		a := billing.BankAccount{Holder: d.Seller.Name, BankName: pick(g.Rand, "", g.text.phrase(g.Rand))}
		if g.chance(4) {
			a.AccountNumber = g.numerals(8)
			if g.chance(2) {
				a.SortCode = g.numerals(2) + "-" + g.numerals(2) + "-" + g.numerals(2)
			} else {
				a.RoutingNumber = g.numerals(9)
			}
		} else {
			a.IBAN, a.BIC = g.iban(), pick(g.Rand, "", "MUSTDEFF", "PARAGRAAXXX")
		}
		p.BankAccounts = append(p.BankAccounts, a)
	}
	if g.chance(2) {
		p.Reference = pick(g.Rand, "{{invoice_number}}", "RF18 5390 0754 7034", g.text.phrase(g.Rand)+" {{invoice_number}}")
	}
	if g.chance(6) {
		p.WireInstructions = &billing.WireInstructions{BankName: g.text.phrase(g.Rand), AccountNumber: g.numerals(10),
			RoutingNumber: g.numerals(9), SWIFT: "MUSTUS33", Reference: "Invoice {{invoice_number}}", BankAddress: g.text.phrase(g.Rand)}
		p.DisplayWireInstructions = g.chance(2)
	}
	if g.chance(4) {
		p.URL = "https://pay.example/i/" + g.numerals(12)
	}
	if g.chance(5) {
		p.Instructions = g.text.text(g.Rand, 200)
	}
}

func (g *generator) numerals(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + g.IntN(10))
	}
	return string(b)
}

// iban makes a German IBAN with valid check digits (ISO 13616: mod 97).
func (g *generator) iban() string {
	account := "1" + g.numerals(17)
	rem := 0
	for _, c := range account + "131400" { // D = 13, E = 14, check digits 00
		rem = (rem*10 + int(c-'0')) % 97
	}
	check := strconv.Itoa(98 - rem)
	if len(check) == 1 {
		check = "0" + check
	}
	return "DE" + check + account
}

// GenerateReceipt draws a random valid receipt: one to eight documents,
// settled whole or in part; half of the receipts state every total.
func GenerateReceipt(r *rand.Rand) billing.Receipt {
	g := &generator{Rand: r, text: pickScript(r)}
	rc := billing.Receipt{Currency: pick[money.Currency](r, "EUR", "USD", "CHF", "JPY", "KWD")}
	g.digits = Digits(rc.Currency)
	if !g.chance(10) {
		rc.Number = "R-" + g.numerals(5)
		rc.IssueDate = g.date(2027, 2027)
	}
	rc.Seller, rc.Buyer = g.party(4), g.party(4)
	stateAll := g.chance(2)
	var sum int64
	for range 1 + g.IntN(8) {
		amount := 1 + g.Int64N(10_000_000)
		before := g.Int64N(3) * g.Int64N(100_000)
		s := billing.Settlement{Number: "INV-" + g.numerals(5), Amount: g.minor(amount)}
		if g.chance(2) {
			s.IssueDate = g.date(2026, 2026)
		}
		if stateAll || g.chance(2) {
			total := g.minor(amount + before + g.Int64N(2)*g.Int64N(50_000))
			s.Total = &total
			if before > 0 {
				b := g.minor(before)
				s.PaidBefore = &b
			}
		}
		sum += amount
		rc.Settles = append(rc.Settles, s)
	}
	rc.Payment = g.payment(sum)
	rc.Payment.Date = g.date(2026, 2026)
	rc.CustomFields = g.fields()
	if g.chance(2) {
		rc.Memo = g.text.text(r, 300)
	}
	if g.chance(3) {
		rc.Footer, rc.Terms = g.text.phrase(r), g.text.text(r, 200)
	}
	rc.Mark = pick(r, "", "", billing.MarkPaid, billing.MarkCopy, billing.MarkVoid)
	return rc
}
