package locales

import (
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// DateStyle is one of CLDR's four lengths of a date.
type DateStyle uint8

const (
	Short  DateStyle = iota // 12.11.26
	Medium                  // 12.11.2026
	Long                    // 12. November 2026
	Full                    // Donnerstag, 12. November 2026
)

// calendar is a dates table taken apart.
type calendar struct {
	styles                   [4]string
	months, monthsAlone      [2][]string // abbreviated, wide
	days, daysAlone          [2][]string
	era, fallback, intervals string
	intervalStyles           [4]interval
}

var calendarOnce [len(dateTables)]struct {
	once sync.Once
	c    *calendar
}

// calendars parses a table the first time it is asked for.
func calendars(i int) *calendar {
	slot := &calendarOnce[i]
	slot.once.Do(func() {
		d := &dateTables[i]
		names := func(abbr, wide string) [2][]string {
			return [2][]string{strings.Split(abbr, "|"), strings.Split(wide, "|")}
		}
		c := &calendar{
			styles: [4]string{d.short, d.medium, d.long, d.full},
			months: names(d.monthsAbbr, d.monthsWide), monthsAlone: names(d.monthsAbbrAlone, d.monthsWideAlone),
			days: names(d.daysAbbr, d.daysWide), daysAlone: names(d.daysAbbrAlone, d.daysWideAlone),
			era: d.era, fallback: d.intervalFallback, intervals: d.intervals,
		}
		for s, p := range c.styles {
			// The long styles name the month in spans as in dates. Chinese and
			// Japanese write a long date in figures and signs; their short names
			// of months are just that.
			month := "MMMM"
			if skeletonOf(p)['M'] < 3 {
				month = "MMM"
			}
			switch DateStyle(s) {
			case Long:
				p = "d " + month + " y"
			case Full:
				p = "EEEE d " + month + " y"
			}
			c.intervalStyles[s] = c.intervalFor(p)
		}
		slot.c = c
	})
	return slot.c
}

// exists says whether the Gregorian calendar has the date, year 1 to 9999.
func exists(year, month, day int) bool {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 {
		return false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t.Day() == day
}

// Date writes a date of the Gregorian calendar, month 1–12. A date that does
// not exist is "", as an absent one is.
func (l *Locale) Date(year, month, day int, s DateStyle) string {
	if !exists(year, month, day) || int(s) >= len(l.dates.styles) {
		return ""
	}
	var space [64]byte
	return string(l.appendDate(space[:0], l.dates.styles[s], year, month, day))
}

// fields calls do for each run of a pattern: letter is the field and width its
// count, or letter is 0 and text is literal (UTS #35 part 4 §8, quotes undone).
func fields(pattern string, do func(letter byte, width int, text string)) {
	for len(pattern) > 0 {
		c := pattern[0]
		switch {
		case c == '\'':
			end := strings.IndexByte(pattern[1:], '\'')
			if end < 0 {
				return
			}
			if end == 0 {
				do(0, 0, "'")
			} else {
				do(0, 0, pattern[1:1+end])
			}
			pattern = pattern[end+2:]
		case isField(c):
			n := 1
			for n < len(pattern) && pattern[n] == c {
				n++
			}
			do(c, n, pattern[:n])
			pattern = pattern[n:]
		default:
			_, n := utf8.DecodeRuneInString(pattern)
			for n < len(pattern) && pattern[n] != '\'' && !isField(pattern[n]) {
				n++
			}
			do(0, 0, pattern[:n])
			pattern = pattern[n:]
		}
	}
}

func isField(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func (l *Locale) appendDate(b []byte, pattern string, year, month, day int) []byte {
	fields(pattern, func(letter byte, width int, text string) {
		b = l.appendField(b, letter, width, text, year, month, day)
	})
	return b
}

func (l *Locale) appendField(b []byte, letter byte, width int, text string, year, month, day int) []byte {
	c := l.dates
	switch letter {
	case 'y':
		if width == 2 {
			return l.appendPadded(b, year%100, 2)
		}
		return l.appendPadded(b, year, width)
	case 'M', 'L':
		if width <= 2 {
			return l.appendPadded(b, month, width)
		}
		names := &c.months
		if letter == 'L' {
			names = &c.monthsAlone
		}
		return append(b, names[wide(width)][month-1]...)
	case 'd':
		return l.appendPadded(b, day, width)
	case 'E', 'c':
		names := &c.days
		if letter == 'c' {
			names = &c.daysAlone
		}
		weekday := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Weekday()
		return append(b, names[wide(width)][weekday]...)
	case 'G':
		return append(b, c.era...)
	}
	return append(b, text...)
}

// wide picks the index of names: four letters are the wide form, fewer the
// abbreviated one.
func wide(width int) int {
	if width >= 4 {
		return 1
	}
	return 0
}

func (l *Locale) appendPadded(b []byte, n, width int) []byte {
	var space [8]byte
	digits := strconv.AppendInt(space[:0], int64(n), 10)
	for i := len(digits); i < width; i++ {
		b = l.appendDigit(b, '0')
	}
	for _, d := range digits {
		b = l.appendDigit(b, d)
	}
	return b
}
