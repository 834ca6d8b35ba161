package request

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/internal/nearest"
)

// words reads a text of at most max characters.
func words(minimum, maximum int) reader[string] {
	return reader[string]{shape{kind: "text", min: minimum, max: maximum}, func(d *decoder, v *string) {
		s, at, ok := d.string("a text")
		switch {
		case !ok:
		case len(s) > maximum && utf8.RuneCountInString(s) > maximum:
			d.fault(at, "limit.text", "%d characters; at most %d are allowed", utf8.RuneCountInString(s), maximum)
		case s == "" && minimum > 0:
			d.fault(at, "field.value", "an empty text")
		default:
			*v = s
		}
	}}
}

var (
	name  = words(0, maxName)
	given = words(1, maxName) // a name that must not be empty
	text  = words(0, maxText)
)

// string reads a JSON string; ok is false when there is none.
func (d *decoder) string(wanted string) (s string, at int, ok bool) {
	if d.peek() != '"' {
		d.wrongType(wanted)
		return "", d.pos, false
	}
	at = d.pos
	s = d.text()
	return s, at, !d.broken
}

// oneOf reads one of some words.
func oneOf[T ~string](known ...T) reader[T] {
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	return reader[T]{shape{kind: "text", words: names}, func(d *decoder, v *T) {
		s, at, ok := d.string("one of " + strings.Join(names, ", "))
		switch {
		case !ok:
		case slices.Contains(names, s):
			*v = T(s)
		default:
			m := fmt.Sprintf("unknown word %q", shorten(s))
			if meant, ok := nearest.Of(s, names); ok {
				m += fmt.Sprintf(" (did you mean %s?)", meant)
			}
			d.fault(at, "field.value", "%s; one of %s", m, strings.Join(names, ", "))
		}
	}}
}

// number reads the text of a number: a JSON string's, or a JSON number's own.
func (d *decoder) number(wanted string) (s string, at int, ok bool) {
	switch d.peek() {
	case '"':
		at = d.pos
		s = d.text()
		return s, at, !d.broken
	case 0, '{', '[', ',', ':', '}', ']':
		d.wrongType(wanted)
		return "", d.pos, false
	}
	switch d.found() {
	case "null", "true", "false":
		d.wrongType(wanted)
		return "", d.pos, false
	}
	at = d.pos
	return d.bare(), at, true
}

// decimal reads a number and keeps the decimals that were stated.
var decimal = reader[money.Decimal]{shape{kind: "decimal"}, func(d *decoder, v *money.Decimal) {
	s, at, ok := d.number(`a number, such as "95.00"`)
	if !ok {
		return
	}
	x, err := money.ParseDecimal(s)
	if err != nil {
		d.fault(at, "number.malformed", "%s", err)
		return
	}
	*v = x
}}

// positive is a decimal above zero.
var positive = reader[money.Decimal]{shape{kind: "positive"}, func(d *decoder, v *money.Decimal) {
	d.peek()
	at, before := d.pos, len(d.faults)
	decimal.read(d, v)
	if len(d.faults) == before && !d.broken && v.Sign() <= 0 {
		d.fault(at, "field.value", "%s is not above zero", v)
	}
}}

// integer reads a whole number, from a text or a JSON number as decimals are.
func integer(minimum, maximum int) reader[int] {
	return reader[int]{shape{kind: "integer", min: minimum, max: maximum}, func(d *decoder, v *int) {
		s, at, ok := d.number("a whole number")
		if !ok {
			return
		}
		n, err := strconv.Atoi(s)
		if err != nil || !literal(s) || n < minimum || n > maximum {
			d.fault(at, "field.value", "%s is not a whole number from %d to %d", strconv.Quote(shorten(s)), minimum, maximum)
			return
		}
		*v = n
	}}
}

// boolean reads true or false.
var boolean = reader[bool]{shape{kind: "boolean"}, func(d *decoder, v *bool) {
	d.peek()
	switch at := d.pos; d.bare() {
	case "true":
		*v = true
	case "false":
		*v = false
	default:
		d.pos = at
		d.wrongType("true or false")
	}
}}

// date reads YYYY-MM-DD (RFC 3339 full-date).
var date = reader[billing.Date]{shape{kind: "date"}, func(d *decoder, v *billing.Date) {
	if s, at, ok := d.string(`a date, such as "2026-11-22"`); ok {
		d.date(s, at, v)
	}
}}

func (d *decoder) date(s string, at int, v *billing.Date) {
	x, err := billing.ParseDate(s)
	if err != nil {
		d.fault(at, "date.malformed", "%s", err)
		return
	}
	*v = x
}

// currency reads an ISO 4217 code.
var currency = reader[money.Currency]{shape{kind: "currency"}, func(d *decoder, v *money.Currency) {
	s, at, ok := d.string(`a currency, such as "EUR"`)
	if !ok {
		return
	}
	c, ok := money.ParseCurrency(s)
	if !ok {
		m := fmt.Sprintf("unknown currency %q", shorten(s))
		if meant, ok := money.NearestCurrency(s); ok {
			m += fmt.Sprintf(" (did you mean %s?)", meant)
		}
		d.fault(at, "currency.unknown", "%s; write an ISO 4217 code such as EUR", m)
		return
	}
	*v = c
}}

// country reads an ISO 3166-1 alpha-2 code by its form.
var country = reader[string]{shape{kind: "country"}, func(d *decoder, v *string) {
	s, at, ok := d.string(`a country, such as "DE"`)
	switch {
	case !ok:
	case len(s) != 2 || !upper(s[0]) || !upper(s[1]):
		d.fault(at, "field.value", "%q is not a country; write its two letters in capitals, such as DE", shorten(s))
	default:
		*v = s
	}
}}

func upper(c byte) bool { return 'A' <= c && c <= 'Z' }

// language reads a language tag by its form (BCP 47).
var language = reader[string]{shape{kind: "language"}, func(d *decoder, v *string) {
	s, at, ok := d.string(`a language, such as "de" or "pt-BR"`)
	switch {
	case !ok:
	case !languageTag(s):
		d.fault(at, "field.value", "%q is not a language tag; write one such as de or pt-BR", shorten(s))
	default:
		*v = s
	}
}}

func languageTag(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if len(part) < 1 || len(part) > 8 || i == 0 && (len(part) < 2 || len(part) > 3) {
			return false
		}
		for _, c := range []byte(part) {
			letter := 'a' <= c && c <= 'z' || upper(c)
			if !letter && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}

// color reads #RRGGBB.
var color = reader[string]{shape{kind: "color"}, func(d *decoder, v *string) {
	s, at, ok := d.string(`a colour, such as "#00BA61"`)
	if !ok {
		return
	}
	if _, hex := hex4("00"+strings.TrimPrefix(s, "#"), 0); len(s) != 7 || s[0] != '#' || !hex {
		d.fault(at, "field.value", "%q is not a colour; write it as #RRGGBB", shorten(s))
		return
	}
	if _, hex := hex4(s, 3); !hex {
		d.fault(at, "field.value", "%q is not a colour; write it as #RRGGBB", shorten(s))
		return
	}
	*v = s
}}

// opaque keeps an object as its author wrote it.
var opaque = reader[json.RawMessage]{shape{kind: "any object", max: maxMetadata}, func(d *decoder, v *json.RawMessage) {
	if d.peek() != '{' {
		d.wrongType("an object")
		return
	}
	start := d.pos
	d.opaque = true
	d.skip()
	d.opaque = false
	switch {
	case d.broken:
	case d.pos-start > maxMetadata:
		d.fault(start, "limit.metadata", "%d bytes; at most %d are kept", d.pos-start, maxMetadata)
	default:
		*v = json.RawMessage(d.src[start:d.pos])
	}
}}
