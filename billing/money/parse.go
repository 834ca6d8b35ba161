package money

import "fmt"

// ParseDecimal reads -?(0|[1-9][0-9]*)(\.[0-9]{1,10})? with at most 18 digits.
// It keeps the decimals that were stated. The error says what is wrong and how
// to write the number instead.
func ParseDecimal(s string) (Decimal, error) {
	digits := s
	negative := s != "" && s[0] == '-'
	if negative {
		digits = s[1:]
	}
	var d Decimal
	count, point := 0, -1
	for i := range len(digits) {
		switch c := digits[i]; {
		case '0' <= c && c <= '9' && count < MaxDigits:
			d.Coef = d.Coef*10 + int64(c-'0')
			count++
		case c == '.' && point < 0 && i > 0:
			point = i
		default:
			return Decimal{}, decimalError(s, digits)
		}
	}
	if point >= 0 {
		decimals := len(digits) - point - 1
		if decimals == 0 || decimals > MaxDecimals {
			return Decimal{}, decimalError(s, digits)
		}
		d.Exp = uint8(decimals)
	}
	if count == 0 || leadingZero(digits) {
		return Decimal{}, decimalError(s, digits)
	}
	if negative {
		d.Coef = -d.Coef
	}
	return d, nil
}

func leadingZero(digits string) bool {
	return len(digits) > 1 && digits[0] == '0' && digits[1] != '.'
}

// decimalError finds out what is wrong with a text that is not a decimal. It
// runs only after ParseDecimal has refused s; digits is s without its minus.
func decimalError(s, digits string) error {
	whole, fraction, count, points := 0, 0, 0, 0
	for _, c := range digits {
		switch {
		case '0' <= c && c <= '9':
			count++
			if points == 0 {
				whole++
			} else {
				fraction++
			}
		case c == '.':
			points++
		case c == ',':
			return wrong(s, "write a point before the decimals and nothing between thousands, such as 1234.50")
		case (c == 'e' || c == 'E') && count > 0:
			return wrong(s, "an exponent is not allowed; write the number out")
		case c == '+':
			return wrong(s, "leave out the plus sign")
		case c == '−':
			return wrong(s, `write the minus as "-", in front of the number`)
		default:
			return wrong(s, fmt.Sprintf("%q is not allowed; write digits and at most one point, such as 1234.50", c))
		}
	}
	switch {
	case count == 0:
		return wrong(s, "state a number, such as 1234.50")
	case points > 1:
		return wrong(s, "write one point, before the decimals, and nothing between thousands")
	case whole == 0:
		return wrong(s, "write a zero before the point, such as 0.5")
	case points == 1 && fraction == 0:
		return wrong(s, "write decimals after the point, or leave the point out")
	case leadingZero(digits):
		return wrong(s, "leave out the leading zeros")
	case fraction > MaxDecimals:
		return wrong(s, fmt.Sprintf("it has %d decimals; at most %d are allowed", fraction, MaxDecimals))
	default:
		return wrong(s, fmt.Sprintf("it has %d digits; at most %d are allowed", count, MaxDigits))
	}
}

// wrong builds the error. A long text is cut: the error must stay readable
// whatever was sent.
func wrong(s, wayOut string) error {
	const shown = 40
	if len(s) > shown {
		s = s[:shown] + "…"
	}
	return fmt.Errorf("%q is not a decimal: %s", s, wayOut)
}
