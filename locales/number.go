package locales

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/facture-dev/facture/billing/money"
)

// CurrencyStyle says how an amount names its currency.
type CurrencyStyle uint8

const (
	Symbol     CurrencyStyle = iota // "US$" in Canada, "$" at home
	Narrow                          // "$" wherever: only where the currency stands elsewhere
	Code                            // "USD"
	Accounting                      // Symbol, negative amounts as accountants write them: "($5.00)"
)

// affixes are the text around a number; a "¤" in them is the currency's place.
type affixes struct{ prefix, suffix string }

// pattern is a CLDR number pattern (UTS #35 part 3 §3), compiled.
type pattern struct {
	positive, negative affixes
	primary, secondary int // group sizes; 0: no grouping
}

func (l *Locale) compile() {
	n := l.numbers
	for _, p := range [...]struct {
		to   *pattern
		from string
	}{
		{&l.decimal, n.decimalPattern}, {&l.percent, n.percentPattern},
		{&l.standard, n.standard}, {&l.standardAlpha, n.standardAlpha},
		{&l.accounting, n.accounting}, {&l.accountingAlpha, n.accountingAlpha},
	} {
		*p.to = compilePattern(p.from, l.minus, n.percent)
	}
}

func compilePattern(src, minus, percent string) pattern {
	positive, negative, stated := strings.Cut(src, ";")
	prefix, number, suffix := splitPattern(positive)
	p := pattern{positive: affixes{signs(prefix, minus, percent), signs(suffix, minus, percent)}}
	if stated {
		prefix, _, suffix = splitPattern(negative)
	} else {
		prefix = "-" + prefix
	}
	p.negative = affixes{signs(prefix, minus, percent), signs(suffix, minus, percent)}
	integer, _, _ := strings.Cut(number, ".")
	if last := strings.LastIndexByte(integer, ','); last >= 0 {
		p.primary = len(integer) - last - 1
		p.secondary = p.primary
		if before := strings.LastIndexByte(integer[:last], ','); before >= 0 {
			p.secondary = last - before - 1
		}
	}
	return p
}

// signs puts the locale's signs in the places that a pattern keeps for them.
// The minus goes last: it may itself be a hyphen, or contain one.
func signs(affix, minus, percent string) string {
	affix = strings.ReplaceAll(affix, "'", "")
	affix = strings.ReplaceAll(affix, "%", percent)
	return strings.ReplaceAll(affix, "-", minus)
}

// splitPattern parts a pattern into prefix, digits and suffix. No CLDR pattern
// quotes a digit character, which the generated tables are tested for.
func splitPattern(s string) (prefix, number, suffix string) {
	const digits = "#0,."
	start := strings.IndexAny(s, digits)
	if start < 0 {
		return s, "", ""
	}
	end := strings.LastIndexAny(s, digits) + 1
	return s[:start], s[start:end], s[end:]
}

// DecimalSeparators are the signs between units and decimals, by which a column
// of figures is aligned. There are two where money has its own: French in
// Switzerland writes 12,5 hours and 1 180.00 francs.
func (l *Locale) DecimalSeparators() string {
	if l.numbers.currencyDecimal == l.numbers.decimal {
		return l.numbers.decimal
	}
	return l.numbers.decimal + l.numbers.currencyDecimal
}

// Decimal writes d grouped, with all its stated decimals and at least minFrac.
func (l *Locale) Decimal(d money.Decimal, minFrac int) string {
	return l.plain(&l.decimal, d.Coef, int(d.Exp), minFrac, l.numbers.decimal, l.numbers.group)
}

// Amount writes an amount without its currency, with the amount's decimals and
// the separators that the locale has for money: for columns whose head names
// the currency.
func (l *Locale) Amount(a money.Amount) string {
	return l.plain(&l.decimal, a.Coef, int(a.Exp), 0, l.numbers.currencyDecimal, l.numbers.currencyGroup)
}

// Price writes what one unit costs like Amount, with all its stated decimals
// and at least minFrac.
func (l *Locale) Price(d money.Decimal, minFrac int) string {
	return l.plain(&l.decimal, d.Coef, int(d.Exp), minFrac, l.numbers.currencyDecimal, l.numbers.currencyGroup)
}

// Percent writes d per cent: 19 is "19 %" in German. Trailing zeros of the
// decimals are dropped, so 19.00 and 19 print alike.
func (l *Locale) Percent(d money.Decimal) string {
	coef, exp := d.Coef, int(d.Exp)
	for exp > 0 && coef%10 == 0 {
		coef, exp = coef/10, exp-1
	}
	return l.plain(&l.percent, coef, exp, 0, l.numbers.decimal, l.numbers.group)
}

func (l *Locale) plain(p *pattern, coef int64, exp, minFrac int, decimal, group string) string {
	var space [64]byte
	a := p.of(coef)
	b := append(space[:0], a.prefix...)
	b = l.appendNumber(b, p, coef, exp, minFrac, decimal, group)
	return string(append(b, a.suffix...))
}

func (p *pattern) of(coef int64) *affixes {
	if coef < 0 {
		return &p.negative
	}
	return &p.positive
}

// Currency writes an amount with its currency, in the locale's order and
// spacing and with the amount's decimals.
func (l *Locale) Currency(a money.Amount, s CurrencyStyle) string {
	sign := l.currencySign(string(a.Currency), s)
	p := l.currencyPattern(&sign, s)
	around := p.of(a.Coef)
	var space [64]byte
	b := space[:0]
	if before, after, here := strings.Cut(around.prefix, "¤"); here {
		b = append(append(b, before...), sign.text...)
		if last, _ := utf8.DecodeLastRuneInString(sign.text); after == "" && partedFromDigits(last) {
			b = append(b, l.numbers.beforeCurrency...)
		}
		b = append(b, after...)
	} else {
		b = append(b, around.prefix...)
	}
	b = l.appendNumber(b, p, a.Coef, int(a.Exp), 0, sign.decimal, sign.group)
	if before, after, here := strings.Cut(around.suffix, "¤"); here {
		b = append(b, before...)
		if first, _ := utf8.DecodeRuneInString(sign.text); before == "" && partedFromDigits(first) {
			b = append(b, l.numbers.afterCurrency...)
		}
		b = append(append(b, sign.text...), after...)
	} else {
		b = append(b, around.suffix...)
	}
	return string(b)
}

// partedFromDigits is CLDR's currencyMatch [[:^S:]&[:^Z:]], the same in all
// locales: a space goes between a letter and a digit, not after "$" or a space.
func partedFromDigits(r rune) bool { return !unicode.In(r, unicode.S, unicode.Z) }

// sign is how a locale writes one currency.
type sign struct {
	text           string
	decimal, group string
	own            bool   // has separators or a pattern that no other currency has
	pattern        string // its own pattern, or ""
}

func (l *Locale) currencyPattern(c *sign, s CurrencyStyle) *pattern {
	if c.pattern != "" {
		p := compilePattern(c.pattern, l.minus, l.numbers.percent)
		return &p
	}
	p, alpha := &l.standard, &l.standardAlpha
	if s == Accounting && !c.own { // ICU: what is special about a currency leaves no accounting form
		p, alpha = &l.accounting, &l.accountingAlpha
	}
	var touching rune
	if strings.Contains(p.positive.prefix, "¤") {
		touching, _ = utf8.DecodeLastRuneInString(c.text)
	} else {
		touching, _ = utf8.DecodeRuneInString(c.text)
	}
	if unicode.IsLetter(touching) {
		return alpha
	}
	return p
}

// currencySign looks the symbol up, and what only this currency has.
func (l *Locale) currencySign(code string, s CurrencyStyle) sign {
	c := sign{text: code, decimal: l.numbers.currencyDecimal, group: l.numbers.currencyGroup}
	fields, found := lookup(currencyTables[l.row.currencies], code)
	if !found {
		return c
	}
	symbol, fields, _ := strings.Cut(fields, "\t")
	narrow, fields, _ := strings.Cut(fields, "\t")
	decimal, fields, _ := strings.Cut(fields, "\t")
	group, pattern, _ := strings.Cut(fields, "\t")
	switch s {
	case Symbol, Accounting:
		c.text = symbol
	case Narrow:
		c.text = narrow
	}
	c.pattern = pattern
	c.own = decimal != "" || group != "" || pattern != ""
	if decimal != "" {
		c.decimal = decimal
	}
	if group != "" {
		c.group = group
	}
	return c
}

// lookup finds the line of a table that begins with key and a tab.
func lookup(table, key string) (rest string, found bool) {
	if len(key) > maxCodeBytes {
		return "", false
	}
	var space [maxCodeBytes + 2]byte
	needle := append(append(append(space[:0], '\n'), key...), '\t')
	i := strings.Index(table, string(needle))
	if i < 0 {
		return "", false
	}
	rest = table[i+len(needle):]
	return rest[:strings.IndexByte(rest, '\n')], true
}

// appendNumber writes the magnitude of coef × 10^-exp.
func (l *Locale) appendNumber(b []byte, p *pattern, coef int64, exp, minFrac int, decimal, group string) []byte {
	magnitude := uint64(coef)
	if coef < 0 {
		magnitude = -magnitude
	}
	var space [20]byte
	digits := strconv.AppendUint(space[:0], magnitude, 10)
	integers := len(digits) - exp // digits before the decimal sign; ≤ 0 when there is only a zero
	grouped := p.primary > 0 && integers >= p.primary+l.minGroup
	if integers <= 0 {
		b = l.appendDigit(b, '0')
	}
	for i := 0; i < integers; i++ {
		if left := integers - i; grouped && i > 0 && left >= p.primary && (left-p.primary)%p.secondary == 0 {
			b = append(b, group...)
		}
		b = l.appendDigit(b, digits[i])
	}
	if exp == 0 && minFrac <= 0 {
		return b
	}
	b = append(b, decimal...)
	for i := integers; i < 0; i++ {
		b = l.appendDigit(b, '0')
	}
	for i := max(integers, 0); i < len(digits); i++ {
		b = l.appendDigit(b, digits[i])
	}
	for i := exp; i < minFrac; i++ {
		b = l.appendDigit(b, '0')
	}
	return b
}

func (l *Locale) appendDigit(b []byte, d byte) []byte {
	if l.digits == nil {
		return append(b, d)
	}
	return append(b, l.digits[d-'0']...)
}
