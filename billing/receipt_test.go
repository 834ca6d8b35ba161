package billing

import (
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing/money"
)

func receipt(amount string, settles ...Settlement) Receipt {
	return Receipt{Number: "R-1", Currency: "EUR", Seller: Party{Name: "Muster GmbH"}, Buyer: Party{Name: "Kunde AG"},
		Payment: Payment{Date: Date{2026, 11, 10}, Method: "card", Amount: dec(amount)}, Settles: settles}
}

func TestReceipt(t *testing.T) {
	invoice := Settlement{Number: "INV-1", Total: ref("1454.05"), PaidBefore: ref("100"), Amount: dec("354.05")}
	for _, c := range []struct {
		name    string
		receipt Receipt
		open    string // "" when unknown
	}{
		{"on account", receipt("20.00"), ""},
		{"in part", receipt("354.05", invoice), "1000.00"},
		{"several", receipt("1500.00", invoice, Settlement{Number: "INV-2", Total: ref("50.00"), Amount: dec("50.00")}), "1000.00"},
		{"one total unknown", receipt("500.00", invoice, Settlement{Number: "INV-2", Amount: dec("50.00")}), ""},
		{"with a credit note", receipt("40.00", Settlement{Number: "INV-2", Total: ref("50.00"), Amount: dec("50.00")},
			Settlement{Number: "CN-1", Total: ref("-10.00"), Amount: dec("-10.00")}), "0.00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := ComputeReceipt(c.receipt)
			if err != nil {
				t.Fatal(err)
			}
			open := ""
			if got.Open() != nil {
				open = got.Open().String()
			}
			if open != c.open || !got.Amount().Decimal().Equal(c.receipt.Payment.Amount) || got.Amount().Exp != 2 {
				t.Errorf("received %s, open %q, want %q", got.Amount(), open, c.open)
			}
			if len(got.Settles()) != len(c.receipt.Settles) {
				t.Errorf("settles %+v", got.Settles())
			}
		})
	}
	got, _ := ComputeReceipt(receipt("354.05", invoice))
	if s := got.Settles()[0]; s.Total.String() != "1454.05" || s.PaidBefore.String() != "100.00" || s.Amount.String() != "354.05" {
		t.Errorf("%+v", s)
	}
}

func TestReceiptFaults(t *testing.T) {
	settlement := func(change func(*Settlement)) func(*Receipt) { return func(r *Receipt) { change(&r.Settles[0]) } }
	for _, c := range []struct {
		name   string
		change func(*Receipt)
		want   string
	}{
		{"nobody", func(r *Receipt) { r.Seller.Name, r.Buyer.Name = "", "" },
			"/seller/name seller.name.missing, /buyer/name buyer.name.missing"},
		{"currency", func(r *Receipt) { r.Currency = "XXQ" }, "/currency currency.unknown"},
		{"dates", func(r *Receipt) { r.IssueDate, r.Payment.Date = Date{1, 0, 0}, Date{1, 2, 30} },
			"/issue_date date.invalid, /payment/date date.invalid"},
		{"nothing received", func(r *Receipt) { r.Payment.Amount = money.Decimal{} }, "/payment/amount payment.amount.not_positive"},
		{"money given", func(r *Receipt) { r.Payment.Amount = dec("-1") }, "/payment/amount payment.amount.not_positive"},
		{"half a cent", func(r *Receipt) { r.Payment.Amount = dec("60.005") }, "/payment/amount amount.decimals"},
		{"more than was received", func(r *Receipt) { r.Payment.Amount = dec("49.99") }, "/settles settles.above_payment"},
		{"more than was open", settlement(func(s *Settlement) { s.PaidBefore = ref("50.01") }), "/settles/0/amount settles.above_open"},
		{"nothing paid", settlement(func(s *Settlement) { s.Amount = dec("0") }), "/settles/0/amount settles.amount.missing"},
		{"no number", settlement(func(s *Settlement) { s.Number = "" }), "/settles/0/number settles.number.missing"},
		{"a date", settlement(func(s *Settlement) { s.IssueDate = Date{2026, 4, 31} }), "/settles/0/issue_date date.invalid"},
		{"half a cent of total", settlement(func(s *Settlement) { s.Total = ref("100.001") }), "/settles/0/total amount.decimals"},
		{"mark", func(r *Receipt) { r.Mark = "x" }, "/mark mark.unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := receipt("60.00", Settlement{Number: "INV-1", Total: ref("100.00"), PaidBefore: ref("0"), Amount: dec("50.00")})
			if _, err := ComputeReceipt(r); err != nil {
				t.Fatal(err)
			}
			c.change(&r)
			_, err := ComputeReceipt(r)
			if got := strings.Join(names(t, err), ", "); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestReceiptDoesNotChangeWithItsSource(t *testing.T) {
	r := receipt("1.00", Settlement{Number: "INV-1", Amount: dec("1.00")})
	c, err := ComputeReceipt(r)
	if err != nil {
		t.Fatal(err)
	}
	r.Settles[0].Number = "INV-2"
	if c.Receipt().Settles[0].Number != "INV-1" {
		t.Error("what was computed follows from a receipt that someone else can change")
	}
}
