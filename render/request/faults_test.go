package request

import (
	"fmt"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
)

// listed gives faults as the command prints them.
func listed(r *Request, faults billing.Faults) []string {
	var all []string
	for _, f := range faults {
		line, column := r.Position(f)
		all = append(all, fmt.Sprintf("%d:%d: %s: %s", line, column, f.Path, f.Message))
	}
	return all
}

// faultCases is what is wrong with texts: every fault, with its position and
// the beginning of its message. The same texts seed the fuzz target.
var faultCases = []struct {
	name, src string
	want      []string
}{
	{"all at once, in document order", `{
  "currency": "EURO",
  "lines": [{"description": "a", "unit_prise": "1", "quantity": "12,5"}, {"description": "", "unit_price": true}],
  "seller": {"nmae": "x"},
  "issue_date": "2026-02-30",
  "buyer": {"name": 5}
}`, []string{
		`2:15: /currency: unknown currency "EURO" (did you mean EUR?)`,
		`3:34: /lines/0/unit_prise: unknown field "unit_prise" (did you mean unit_price?)`,
		`3:65: /lines/0/quantity: "12,5" is not a decimal: write a point`,
		`3:90: /lines/1/description: an empty text`,
		`3:108: /lines/1/unit_price: expected a number, such as "95.00", found true`,
		`4:14: /seller/nmae: unknown field "nmae" (did you mean name?)`,
		`5:17: /issue_date: "2026-02-30" is not a date`,
		`6:21: /buyer/name: expected a text, found a number`,
	}},
	{"columns count characters", `{"memo": "Ünï👩‍👩‍👧\u0000", "x": 1, ` + smallest[1:], []string{
		`1:19: /memo: the character U+0000 (NUL)`,
		`1:28: /x: unknown field "x"`,
	}},
	{"a byte order mark is no character", "\uFEFF" + `{"x": 1, ` + smallest[1:], []string{`1:2: /x: unknown field`}},
	{"what is missing", `{}`, []string{
		`1:1: /currency: a document needs "currency"`, `1:1: /seller: a document`, `1:1: /buyer: a document`, `1:1: /lines: a document needs "lines"`}},
	{"no lines", `{"currency": "EUR", "seller": {"name": "S"}, "buyer": {"name": "B"}, "lines": []}`, []string{`1:79: /lines: a document needs at least one line`}},
	{"null", string(with(`"memo": null`)), []string{`1:10: /memo: expected a text, found null; leave out what is absent`}},
	{"twice", string(with(`"memo": "a", "memo": "b"`)), []string{`1:15: /memo: "memo" is stated twice`}},
	{"twice in metadata", string(with(`"metadata": {"a": {"b": 1, "b": 2}}`)), []string{`1:29: /metadata/a/b: "b" is stated twice`}},
	{"after the document", smallest + `{}`, []string{`2:86: : found an object after the document`}},
	{"members of a receipt", string(with(`"settles": []`)), []string{`1:2: /settles: a document has no "settles"; another kind`}},
	{"members of an invoice", `{"kind": "receipt", "currency": "EUR", "seller": {"name": "S"}, "buyer": {"name": "B"}, "payment": {"amount": 1}, "lines": []}`,
		[]string{`1:115: /lines: a receipt has no "lines"; another kind`}},
	{"an unknown kind", string(with(`"kind": "invoise"`)), []string{`1:10: /kind: unknown word "invoise" (did you mean invoice?); one of invoice, credit_note, receipt`}},
	{"percent and amount", string(withLine(`, "discounts": [{"percent": 1, "amount": 2}, {"reason": "none"}]`)), []string{
		`1:134: /lines/0/discounts/0: a discount or charge needs exactly one of "percent" and "amount"`,
		`1:163: /lines/0/discounts/1: a discount or charge needs exactly one`}},
	{"tax and taxes", string(withLine(`, "tax": {"rate": 1}, "taxes": [{"rate": 2}]`)), []string{`1:80: /lines/0: a line has at most one of "tax" and "taxes"`}},
	{"tax and taxes of the document", string(with(`"tax": {"rate": 1}, "taxes": [{"rate": 2}]`)), []string{`1:1: : a document has at most one of "tax" and "taxes"`}},
	{"taxes without one", string(withLine(`, "taxes": []`)), []string{`1:129: /lines/0/taxes: an empty list`}},
	{"a line in another currency", string(withLine(`, "currency": "USD"`)), []string{`1:132: /lines/0/currency: USD, but the document is in EUR`}},
	{"base quantity", string(withLine(`, "base_quantity": 0`)), []string{`1:137: /lines/0/base_quantity: 0 is not above zero`}},
	{"numbers that are none", string(withLine(`, "quantity": NaN, "gross": 1e5, "amount": +5, "base_quantity": .5, "discounts": [{"amount": 5.}, {"amount": 01}, {"amount": "-"}, {"amount": ""}, {"amount": Infinity}]`)), []string{
		`: /lines/0/quantity: "NaN" is not a decimal`,
		`: /lines/0/gross: "1e5" is not a decimal: an exponent`,
		`: /lines/0/amount: "+5" is not a decimal: leave out the plus`,
		`: /lines/0/base_quantity: ".5" is not a decimal: write a zero`,
		`: /lines/0/discounts/0/amount: "5." is not a decimal`,
		`: /lines/0/discounts/1/amount: "01" is not a decimal: leave out the leading`,
		`: /lines/0/discounts/2/amount: "-" is not a decimal`,
		`: /lines/0/discounts/3/amount: "" is not a decimal`,
		`: /lines/0/discounts/4/amount: "Infinity" is not a decimal`}},
	{"lists and objects for numbers", string(withLine(`, "quantity": {}, "gross": [1], "amount": null`)), []string{
		`: /lines/0/quantity: expected a number, such as "95.00", found an object`,
		`: /lines/0/gross: expected a number, such as "95.00", found a list`,
		`: /lines/0/amount: expected a number, such as "95.00", found null`}},
	{"words that are none", string(with(`"payment_terms": "net_31", "language": "german", "mark": "PAID", "tax_mode": "gross", "seller2": 1, "brand": {"accent_color": "#12345G", "paper": "A4", "logo_position": "up"}`)), []string{
		`: /payment_terms: unknown word "net_31" (did you mean net_30?)`,
		`: /language: "german" is not a language tag`,
		`: /mark: unknown word "PAID" (did you mean paid?)`,
		`: /tax_mode: unknown word "gross"; one of exclusive, inclusive`,
		`: /seller2: unknown field "seller2" (did you mean seller?)`,
		`: /brand/accent_color: "#12345G" is not a colour`,
		`: /brand/paper: unknown word "A4" (did you mean a4?)`,
		`: /brand/logo_position: unknown word "up"`}},
	{"a country", `{"currency": "EUR", "seller": {"name": "S", "address": {"country": "Germany"}}, "buyer": {"name": "B", "address": {"country": "de"}}, "lines": [{"description": "D", "unit_price": 1}]}`, []string{
		`1:68: /seller/address/country: "Germany" is not a country`, `1:127: /buyer/address/country: "de" is not a country`}},
	{"days", string(with(`"early_payment": [{"days": true, "percent": 2}, {"days": 0, "percent": 2}, {"days": 1.5, "percent": 1}, {"days": 99999999999999999999, "percent": 1}]`)), []string{
		`: /early_payment/0/days: expected a whole number, found true`,
		`: /early_payment/1/days: "0" is not a whole number from 1`,
		`: /early_payment/2/days: "1.5" is not a whole number`,
		`: /early_payment/3/days: "99999999999999999999" is not a whole number`}},
	{"lone surrogates", string(with(`"memo": "a\ud800b", "terms": "\udc00", "footer": "\ud800\u0041"`)), []string{
		`1:12: /memo: \ud800 is half a surrogate pair`, `: /terms: \udc00 is half`, `: /footer: \ud800 is half`}},
	{"bytes that are not UTF-8", string(with("\"memo\": \"a\xffb\xed\xa0\x80\"")), []string{
		`1:12: /memo: the byte 0xFF is not UTF-8`, `: the byte 0xED`, `: the byte 0xA0`, `: the byte 0x80`}},
	{"bidirectional controls", string(with("\"memo\": \"a\u202eb\", \"terms\": \"\\u2066\", \"footer\": \"\u202a\u202b\u202c\u202d\u2067\u2068\u2069\"")), []string{
		`1:12: /memo: the bidirectional control U+202E`, `/terms: the bidirectional control U+2066`, `U+202A`, `U+202B`, `U+202C`, `U+202D`, `U+2067`, `U+2068`, `U+2069`}},
	{"control characters", string(with("\"memo\": \"\\u0007\", \"terms\": \"\x7f\", \"footer\": \"\u0085\uFFFF\"")), []string{
		`/memo: the control character U+0007`, `/terms: the control character U+007F`, `/footer: the control character U+0085`, `/footer: U+FFFF is not a character`}},
	{"a NUL in metadata", string(with(`"metadata": {"a": "\u0000"}`)), []string{`1:21: /metadata/a: the character U+0000 (NUL)`}},
	{"nothing", "", []string{`1:1: : expected a document, found the end of the text`}},
	{"a list", "[]", []string{`1:1: : expected a document, found a list`}},
	{"UTF-16", "\xff\xfe{\x00}\x00", []string{`: the text is UTF-16: save it as UTF-8`}},
	{"an end too soon", "{\n \"memo\": \"a\"", []string{`2:13: : the text ends before '}' closes`}},
	{"a text without an end", `{"memo": "a`, []string{`1:10: /memo: the text that begins here never ends`}},
	{"a text without an end, escaped", `{"memo": "a\"`, []string{`1:10: /memo: the text that begins here never ends`}},
	{"a line break in a text", "{\"memo\": \"a\n\"}", []string{`1:12: /memo: a line break inside a text`}},
	{"a raw NUL", "{\"memo\": \"a\x00\"}", []string{`1:12: /memo: the control character U+0000`}},
	{"a comma too many", `{"memo": "a",}`, []string{`1:13: : a comma before '}'`}},
	{"a comma too many in a list", `{"lines": [1,]}`, []string{`1:12: /lines/0: expected a line, found a number`, `1:13: /lines: a comma before ']'`}},
	{"a comma missing", `{"memo": "a" "terms": "b"}`, []string{`1:14: : expected a comma or '}', found a text`}},
	{"a colon missing", `{"memo" "a"}`, []string{`1:9: : expected a colon after the name "memo", found a text`}},
	{"a name without quotation marks", `{memo: "a"}`, []string{`1:2: : expected a member name in quotation marks, found 'm'`}},
	{"single quotation marks", `{'memo': "a"}`, []string{`1:2: : expected a member name in quotation marks, found '\''`}},
	{"a value missing", `{"memo": , "terms": ""}`, []string{`1:10: /memo: expected a value, found ','`}},
	{"a word without quotation marks", string(with(`"memo": hello`)), []string{`1:10: /memo: "hello" is not a JSON value`}},
	{"escapes that are none", `{"memo": "\x41"}`, []string{`1:11: /memo: unknown escape sequence \x`}},
	{"half an escape", `{"memo": "\u12"}`, []string{`1:11: /memo: \u must be followed by four`}},
	{"a number that is not JSON, in metadata", string(with(`"metadata": {"a": 01, "b": .5, "c": 1., "d": 1e400}`)), []string{
		`/metadata/a: "01" is not a JSON value`, `/metadata/b: ".5" is`, `/metadata/c: "1." is`}},
	{"a hostile name", string(with(`"` + strings.Repeat("ä", 1000) + `": 1`)), []string{`1:2: /` + strings.Repeat("ä", 40) + `…: unknown field "` + strings.Repeat("ä", 40) + `…"`}},
	{"a name that is not UTF-8", string(with("\"\xe9\": 1")), []string{"1:2: /\uFFFD: unknown field", "1:3: : the byte 0xE9 is not UTF-8"}},
	{"a name that needs escapes in a pointer", string(with(`"a/b~c": 1`)), []string{`1:2: /a~1b~0c: unknown field "a/b~c"`}},
}

func TestFaults(t *testing.T) {
	for _, c := range faultCases {
		t.Run(c.name, func(t *testing.T) {
			r, err := Parse([]byte(c.src), Options{})
			if err == nil {
				t.Fatal("no fault")
			}
			got := listed(r, faultsOf(t, err))
			for i := range max(len(got), len(c.want)) {
				switch {
				case i >= len(got):
					t.Errorf("missing: %s", c.want[i])
				case i >= len(c.want):
					t.Errorf("extra:   %s", got[i])
				case c.want[i][0] == ':' || c.want[i][0] == '/' || c.want[i][0] == 'U':
					if !strings.Contains(got[i], c.want[i]) {
						t.Errorf("got %s\nwant %s", got[i], c.want[i])
					}
				case !strings.HasPrefix(got[i], c.want[i]):
					t.Errorf("got  %s\nwant %s", got[i], c.want[i])
				}
			}
		})
	}
}

func TestLocate(t *testing.T) {
	r := mustParse(t, []byte("{\n \"currency\": \"EUR\",\r\n \"seller\": {\"name\": \"S\"}, \"buyer\": {\"name\": \"Ü\"}, \"memo\": \"é\",\n \"lines\": [{\"description\": \"a\", \"unit_price\": 1},\n  {\"description\": \"b\", \"unit_price\": 2, \"metadata\": {\"a/b\": {\"~\": 3}}}]}"))
	for pointer, want := range map[string]string{
		"":                          "1:1",
		"/currency":                 "2:14",
		"/seller/name":              "3:21",
		"/buyer/name":               "3:45",
		"/memo":                     "3:59",
		"/lines":                    "4:11",
		"/lines/1":                  "5:3",
		"/lines/1/unit_price":       "5:38",
		"/lines/1/quantity":         "5:3",
		"/lines/7/quantity":         "4:11",
		"/lines/x":                  "4:11",
		"/nowhere/at/all":           "1:1",
		"/lines/1/metadata/a~1b/~0": "5:67",
	} {
		line, column := r.Locate(pointer)
		if got := fmt.Sprintf("%d:%d", line, column); got != want {
			t.Errorf("%s: %s, want %s", pointer, got, want)
		}
	}
}

// A claim is written by hand in no order; faults of the figures must be found
// however often they are asked for, backwards too.
func TestLocateInAnyOrder(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"currency": "EUR", "seller": {"name": "S"}, "buyer": {"name": "B"}, "lines": [`)
	for i := range 1000 {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("{\"description\": \"ü\",\"unit_price\": 1}")
	}
	b.WriteString("]}")
	r := mustParse(t, []byte(b.String()))
	fresh := mustParse(t, []byte(b.String()))
	for i := 999; i >= 0; i-- {
		p := fmt.Sprintf("/lines/%d/unit_price", i)
		_, got := r.Locate(p)
		fresh.last.line = 0 // counts from the line's beginning
		if _, want := fresh.Locate(p); got != want {
			t.Fatalf("%s: column %d, want %d", p, got, want)
		}
	}
}

func TestHolding(t *testing.T) {
	r := mustParse(t, with(`"internal_notes": "ж", "metadata": {"a": "ж"}, "custom_fields": [{"label": "l", "value": "\u0436"}], "memo": "ж"`))
	if p, ok := r.Holding('ж'); p != "/custom_fields/0/value" || !ok {
		t.Errorf("%q %v", p, ok)
	}
	if p, ok := r.Holding('字'); ok {
		t.Errorf("found in %q", p)
	}
}
