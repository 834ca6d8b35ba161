package billing

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Date is a day of the Gregorian calendar, without a time or a zone. The zero
// Date is no date.
type Date struct {
	Year  int16
	Month uint8 // 1–12
	Day   uint8 // 1–31
}

// ParseDate reads YYYY-MM-DD (RFC 3339 full-date). The error says what is
// wrong and how to write it.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() == 0 {
		if len(s) > 40 {
			s = s[:40] + "…"
		}
		return Date{}, fmt.Errorf("%q is not a date: write a day that exists as year-month-day, such as 2026-11-22", s)
	}
	return dateOf(t), nil
}

func dateOf(t time.Time) Date {
	return Date{Year: int16(t.Year()), Month: uint8(t.Month()), Day: uint8(t.Day())}
}

func (d Date) time() time.Time {
	return time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC)
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// IsValid reports whether d is a day that exists, in the years 1 to 9999.
func (d Date) IsValid() bool {
	return 1 <= d.Year && d.Year <= 9999 && dateOf(d.time()) == d
}

// AddDays returns the day n days later; ok is false when d is not valid or the
// result is beyond the year 9999.
func (d Date) AddDays(n int) (later Date, ok bool) {
	if !d.IsValid() || n < -maxDays || n > maxDays {
		return Date{}, false
	}
	t := d.time().AddDate(0, 0, n)
	if t.Year() < 1 || t.Year() > 9999 {
		return Date{}, false
	}
	return dateOf(t), true
}

const maxDays = 4_000_000 // more than there are in the years 1 to 9999

// Compare orders days in time: -1 when d is before e, 0 on the same day, 1 after.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

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
	Custom       PaymentTerms = "custom" // a due date was stated (S-TRM-02); as an input only beside one
)

// ParsePaymentTerms reads one of the terms that have a length. It also takes
// "on_receipt", which some write where a due date goes (S-TRM-03). ok is false
// for anything else.
func ParsePaymentTerms(s string) (p PaymentTerms, ok bool) {
	if s == "on_receipt" {
		return DueOnReceipt, true
	}
	if _, ok = PaymentTerms(s).Days(); !ok {
		return "", false
	}
	return PaymentTerms(s), true
}

// Days is how long after the issue date payment is due; ok is false when the
// terms do not say.
func (p PaymentTerms) Days() (n int, ok bool) {
	switch p {
	case DueOnReceipt:
		return 0, true
	case Net7:
		return 7, true
	case Net15:
		return 15, true
	case Net30:
		return 30, true
	case Net45:
		return 45, true
	case Net60:
		return 60, true
	case Net90:
		return 90, true
	case Net120:
		return 120, true
	}
	return 0, false
}

// termsList names the terms in messages.
func termsList() string {
	return strings.Join([]string{string(DueOnReceipt), string(Net7), string(Net15), string(Net30),
		string(Net45), string(Net60), string(Net90), string(Net120)}, ", ")
}
