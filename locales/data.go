package locales

// The shapes of the generated tables. Everything is a constant string, so that
// the linker lays the tables out and starting the program parses nothing.

// row is one locale: indexes into the tables, equal parts being shared.
type row struct {
	tag         string
	minGroup    string // minimum digits before the first group separator: "1" or "2"
	numbers     int    // in the locale's default digits
	latin       int    // in Latin digits
	currencies  int
	dates       int
	list        int
	territories int
}

// numbers are the symbols and patterns of one numbering system (UTS #35 part 3).
type numbers struct {
	digits                         string // ten digits, "" for Latin
	decimal, group                 string
	currencyDecimal, currencyGroup string
	minus, percent                 string
	decimalPattern, percentPattern string
	standard, standardAlpha        string // the second where a letter would touch the number
	accounting, accountingAlpha    string
	beforeCurrency, afterCurrency  string // what parts a letter symbol from digits
}

// dates are names and patterns of the Gregorian calendar (UTS #35 part 4).
// Names are joined by "|".
type dates struct {
	short, medium, long, full        string
	monthsAbbr, monthsWide           string
	monthsAbbrAlone, monthsWideAlone string
	daysAbbr, daysWide               string
	daysAbbrAlone, daysWideAlone     string
	era                              string
	intervalFallback                 string
	intervals                        string // lines of skeleton and the patterns for differing d, M, y, parted by tabs
}
