package request

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/facture-dev/facture/billing"
)

// repeat writes n elements of a list.
func repeat(element string, n int) string {
	return "[" + strings.TrimSuffix(strings.Repeat(element+",", n), ",") + "]"
}

func object(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"en-k%d":"v"`, i)
	}
	return "{" + strings.TrimPrefix(b.String(), ",") + "}"
}

// TestLimits holds every limit of the room: at it a document is read, one past
// it there is a fault that names it.
func TestLimits(t *testing.T) {
	pad := func(n int) []byte { // a document of n bytes
		return append([]byte(smallest), bytes.Repeat([]byte{' '}, n-len(smallest))...)
	}
	member := func(format string) func(n int) []byte {
		return func(n int) []byte { return with(fmt.Sprintf(format, n)) }
	}
	list := func(name, element string) func(int) []byte {
		return func(n int) []byte { return with(`"` + name + `": ` + repeat(element, n)) }
	}
	in := func(before, element, after string) func(int) []byte {
		return func(n int) []byte { return with(before + repeat(element, n) + after) }
	}
	letters := func(before, after string) func(int) []byte {
		return func(n int) []byte { return with(before + strings.Repeat("ä", n) + after) }
	}
	// A data: URL of n bytes. Base64 comes in fours, so a parameter fills up.
	dataURL := func(mediaType, format string) func(int) []byte {
		return func(n int) []byte {
			const least = len("data:;x=,base64;") // with a parameter x= of no characters
			head := "data:" + mediaType + ";x=" + strings.Repeat("y", (n-len(mediaType)-least)%4) + ";base64,"
			return with(fmt.Sprintf(format, head+strings.Repeat("A", n-len(head))))
		}
	}
	receipt := func(n int) []byte {
		return []byte(`{"kind": "receipt", "currency": "EUR", "seller": {"name": "S"}, "buyer": {"name": "B"}, "payment": {"amount": 1}, "settles": ` +
			repeat(`{"number":"1","amount":1}`, n) + `}`)
	}
	for _, c := range []struct {
		name  string
		limit int
		src   func(n int) []byte
		want  string // of the fault one past the limit
	}{
		{"bytes", MaxBytes, pad, "bytes; at most"},
		{"depth of metadata", MaxDepth - 1, func(n int) []byte {
			return with(`"metadata": ` + strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n))
		}, "nested more than 32 deep"},
		{"depth of an unknown list", MaxDepth - 1, func(n int) []byte {
			return with(`"metadata": {"a": ` + strings.Repeat(`[`, n-1) + strings.Repeat("]", n-1) + "}")
		}, "nested more than 32 deep"},
		{"lines", billing.MaxLines, func(n int) []byte {
			return []byte(`{"currency":"EUR","seller":{"name":"S"},"buyer":{"name":"B"},"lines":` + repeat(`{"description":"D","unit_price":1}`, n) + `}`)
		}, "more than 100000 lines"},
		{"discounts of a line", billing.MaxAdjustments, func(n int) []byte { return withLine(`, "discounts": ` + repeat(`{"amount":1}`, n)) }, "more than 100 elements"},
		{"charges", billing.MaxAdjustments, list("charges", `{"amount":1}`), "more than 100 elements"},
		{"taxes", billing.MaxTaxes, list("taxes", `{"rate":1}`), "more than 10 elements"},
		{"tax rules", billing.MaxTaxRules, list("tax_rules", `{"tax_category":"a"}`), "more than 1000 elements"},
		{"payments", billing.MaxPayments, list("payments", `{"amount":1}`), "more than 1000 elements"},
		{"settled documents", billing.MaxSettlements, receipt, "more than 10000 elements"},
		{"preceding", billing.MaxPreceding, list("preceding", `{"number":"1"}`), "more than 1000 elements"},
		{"early payment", billing.MaxEarlyPayments, list("early_payment", `{"days":1,"percent":1}`), "more than 10 elements"},
		{"days", billing.MaxEarlyPaymentDays, member(`"early_payment": [{"days": %d, "percent": 1}]`), "from 1 to 3650"},
		{"custom fields", billing.MaxCustomFields, list("custom_fields", `{"label":"l","value":"v"}`), "more than 100 elements"},
		{"tax ids", billing.MaxTaxIDs, in(`"ship_to": {"tax_ids": `, `{"scheme":"vat","id":"1"}`, `}`), "more than 20 elements"},
		{"address lines", billing.MaxAddressLines, in(`"ship_to": {"address": {"lines": `, `"a"`, `}}`), "more than 20 elements"},
		{"bank accounts", billing.MaxBankAccounts, in(`"payment": {"bank_accounts": `, `{}`, `}`), "more than 20 elements"},
		{"columns of a footer", maxColumns, in(`"brand": {"footer": {"de": `, `"a"`, `}}`), "more than 4 elements"},
		{"custom fields of a brand", maxBrandFields, in(`"brand": {"custom_fields": {"de": `, `{"name":"n","value":"v"}`, `}}`), "more than 20 elements"},
		{"fonts of a brand", maxFonts, func(n int) []byte {
			fonts := make([]string, n)
			for i := range fonts {
				fonts[i] = fmt.Sprintf(`{"family":"F%d","weight":400,"file":"f.ttf"}`, i)
			}
			return with(`"brand": {"fonts": [` + strings.Join(fonts, ",") + `]}`)
		}, "more than 12 elements"},
		{"characters of a family", maxFamily, letters(`"brand": {"fonts": [{"weight":400,"file":"f.ttf","family":"`, `"}]}`), "81 characters; at most 80"},
		{"languages of terms", maxLanguages, func(n int) []byte { return with(`"brand": {"terms": ` + object(n) + `}`) }, "more than 200 names"},
		{"labels", maxLabels, func(n int) []byte { return with(`"brand": {"labels": {"de": ` + object(n) + `}}`) }, "more than 500 names"},
		{"characters of a name", maxName, letters(`"number": "`, `"`), "1001 characters; at most 1000"},
		{"characters of a text", maxText, letters(`"memo": "`, `"`), "100001 characters; at most 100000"},
		{"bytes of a path", maxPath, func(n int) []byte { return with(`"brand": {"logo": "` + strings.Repeat("a", n) + `"}`) }, "1001 bytes; at most 1000"},
		{"bytes of a logo", maxLogo, dataURL("image/png", `"brand": {"logo": "%s"}`), "a logo has at most 16777216"},
		{"bytes of a letterhead", maxLetterhead, dataURL("image/svg+xml", `"brand": {"letterhead": {"rest": "%s"}}`), "a letterhead has at most 16777216"},
		{"bytes of a font", maxFont, dataURL("font/ttf", `"brand": {"fonts": [{"family":"F","weight":400,"file":"%s"}]}`), "a font has at most 16777216"},
		{"bytes of metadata", maxMetadata, func(n int) []byte { return with(`"metadata": {"a":"` + strings.Repeat("x", n-len(`{"a":""}`)) + `"}`) }, "bytes; at most"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Parse(c.src(c.limit), Options{Paths: true}); err != nil {
				t.Errorf("at the limit: %.300v", err)
			}
			_, err := Parse(c.src(c.limit+1), Options{Paths: true})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("one past it: %.300v, want %q", err, c.want)
			} else if n := len(faultsOf(t, err)); n != 1 {
				t.Errorf("%d faults, want one", n)
			}
		})
	}
}

func TestFaultsAreLimited(t *testing.T) {
	faults := func(n int) billing.Faults {
		_, err := Parse([]byte(`{"currency":"EUR","seller":{"name":"S"},"buyer":{"name":"B"},"lines":`+repeat(`{"description":"","unit_price":1}`, n)+`}`), Options{})
		return faultsOf(t, err)
	}
	if f := faults(maxFaultCount); len(f) != maxFaultCount || f[len(f)-1].Rule == "limit.faults" {
		t.Errorf("at the limit: %d faults, the last %v", len(f), f[len(f)-1])
	}
	for _, n := range []int{maxFaultCount + 1, 20_000} {
		if f := faults(n); len(f) != maxFaultCount+1 || f[len(f)-1].Rule != "limit.faults" {
			t.Errorf("%d wrong lines: %d faults, the last %v", n, len(f), f[len(f)-1])
		}
	}
}

// TestLinear compares the time of one size with that of eight times it: what
// is quadratic takes 64 times as long, what is linear 8 times. A machine that
// others use may slow either, but not three times in a row.
func TestLinear(t *testing.T) {
	lines := func(element string) func(int) []byte {
		return func(n int) []byte {
			return []byte(`{"currency":"EUR","seller":{"name":"S"},"buyer":{"name":"B"},"lines":` + repeat(element, n) + `}`)
		}
	}
	for name, src := range map[string]func(int) []byte{
		"lines":       lines(`{"description":"D","unit_price":"1.00","metadata":{"a":1},"amount":"1.00"}`),
		"wrong lines": lines(`{"description":"D","unit_prise":"1.00"}`),
		"keys":        func(n int) []byte { return with(`"x": ` + object(n)) },
		"one text":    func(n int) []byte { return with(`"x": "` + strings.Repeat(`ü\n`, n) + `"`) },
		"one number":  func(n int) []byte { return with(`"rounding": ` + strings.Repeat(`1`, n)) },
		"brackets":    func(n int) []byte { return []byte(strings.Repeat(`[`, n)) },
	} {
		t.Run(name, func(t *testing.T) {
			cost := func(n int) time.Duration {
				text := src(n)
				best := time.Hour
				for range 2 {
					begin := time.Now()
					r, err := Parse(text, Options{})
					if err != nil {
						for _, f := range faultsOf(t, err) {
							r.Position(f)
						}
					}
					Canonical(r)
					best = min(best, time.Since(begin))
				}
				return best
			}
			const n, attempts = 4_000, 3
			for i := range attempts {
				small, large := cost(n), cost(8*n)
				if large < 32*small+time.Millisecond {
					return
				}
				if i == attempts-1 {
					t.Errorf("%d: %v, %d: %v", n, small, 8*n, large)
				}
			}
		})
	}
}
