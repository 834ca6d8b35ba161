package billing

import "fmt"

// Date is a day of the Gregorian calendar, without a time or a zone. The zero
// Date is no date.
type Date struct {
	Year  int16
	Month uint8 // 1–12
	Day   uint8 // 1–31
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String gives YYYY-MM-DD (RFC 3339 full-date), or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Period is a span of days, both ends included (BT-73, BT-74; BT-134, BT-135).
// Either end may be absent.
type Period struct{ Start, End Date }

// IsZero reports whether the period is absent.
func (p Period) IsZero() bool { return p.Start.IsZero() && p.End.IsZero() }

// PaymentTerms says when payment is due, counted from the issue date.
type PaymentTerms string

// The payment terms (S-TRM-01).
const (
	DueOnReceipt PaymentTerms = "due_on_receipt"
	Net7         PaymentTerms = "net_7"
	Net15        PaymentTerms = "net_15"
	Net30        PaymentTerms = "net_30"
	Net45        PaymentTerms = "net_45"
	Net60        PaymentTerms = "net_60"
	Net90        PaymentTerms = "net_90"
	Net120       PaymentTerms = "net_120"
	Custom       PaymentTerms = "custom" // a due date was stated (S-TRM-02); never an input
)
