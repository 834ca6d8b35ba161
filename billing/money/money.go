// Package money holds exact decimals, amounts and currencies. In go decimal
// strings, out come decimal strings; there are no floats anywhere, and nothing
// rounds unless the caller names the rounding. It knows nothing of documents,
// taxes, languages or JSON.
package money

// Decimal is an exact number: Coef × 10^-Exp. It carries quantities, unit
// prices and percentages. Its range is 18 digits with at most 10 decimals.
// The zero value is 0. Two Decimals may be equal in value and differ in Exp
// ("1.5" and "1.50" keep what was stated); compare with Cmp.
type Decimal struct {
	Coef int64
	Exp  uint8
}

// Amount is a sum of money: Coef × 10^-Exp units of Currency. Amounts that
// billing computes always have Exp == Currency.Digits().
type Amount struct {
	Coef     int64
	Exp      uint8
	Currency Currency
}

// Currency is an ISO 4217 alphabetic code in upper case. The zero value is no
// currency; make others with ParseCurrency.
type Currency string
