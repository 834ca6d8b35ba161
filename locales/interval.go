package locales

import (
	"strings"
)

// interval holds the patterns of one date style by the largest field in which
// the ends differ: day, month, year. An empty one means the fallback.
type interval [3]string

const (
	differDay = iota
	differMonth
	differYear
)

// DateRange writes a span of dates, sharing what both ends have in common:
// "1–31 October 2026". Equal ends print as one date; without a first or a last
// date (one that does not exist) the result is "".
func (l *Locale) DateRange(y1, m1, d1, y2, m2, d2 int, s DateStyle) string {
	if !exists(y1, m1, d1) || !exists(y2, m2, d2) || int(s) >= len(l.dates.styles) {
		return ""
	}
	differ := differYear
	switch {
	case y1 != y2:
	case m1 != m2:
		differ = differMonth
	case d1 != d2:
		differ = differDay
	default:
		return l.Date(y1, m1, d1, s)
	}
	var space [128]byte
	b := space[:0]
	p := l.dates.intervalStyles[s][differ]
	if p == "" {
		before, rest, _ := strings.Cut(l.dates.fallback, "{0}")
		between, after, _ := strings.Cut(rest, "{1}")
		b = append(b, before...)
		b = l.appendDate(b, l.dates.styles[s], y1, m1, d1)
		b = append(b, between...)
		b = l.appendDate(b, l.dates.styles[s], y2, m2, d2)
		return string(append(b, after...))
	}
	// The second date begins at the first field that comes again.
	var seen [128]bool
	year, month, day := y1, m1, d1
	fields(p, func(letter byte, width int, text string) {
		if letter != 0 {
			if seen[letter] {
				year, month, day = y2, m2, d2
			}
			seen[letter] = true
		}
		b = l.appendField(b, letter, width, text, year, month, day)
	})
	return string(b)
}

// skeleton counts the fields of a pattern: what ICU calls its skeleton.
type skeleton [128]uint8

func skeletonOf(pattern string) skeleton {
	var s skeleton
	fields(pattern, func(letter byte, width int, _ string) {
		if letter == 'L' {
			letter = 'M'
		}
		// Numeric fields differ in padding only; so do names up to three letters.
		switch {
		case letter == 'd', letter == 'M' && width == 2, letter == 'E' && width < 4:
			width = 1
		}
		if letter != 0 {
			s[letter] = uint8(width)
		}
	})
	return s
}

// intervalFor finds the interval patterns that suit a date pattern. CLDR lists
// a few skeletons only; as ICU does, the nearest with the same fields is taken
// and its fields widened (a list with "MMM" serves a long month).
func (c *calendar) intervalFor(pattern string) interval {
	want := skeletonOf(pattern)
	var best interval
	var bestSkeleton skeleton
	bestDistance := -1
	for _, line := range strings.Split(strings.Trim(c.intervals, "\n"), "\n") {
		columns := strings.Split(line, "\t")
		if len(columns) != 4 {
			continue
		}
		have := skeletonOf(columns[0])
		if d, same := want.distance(&have); same && (bestDistance < 0 || d < bestDistance) {
			best, bestSkeleton, bestDistance = interval(columns[1:]), have, d
		}
	}
	for i := range best {
		best[i] = widen(best[i], &want, &bestSkeleton)
	}
	return best
}

// distance sums the differences of width; same is false when a field is in one
// skeleton only. A number for a name is farther than any width.
func (s *skeleton) distance(t *skeleton) (distance int, same bool) {
	const numberForName = 0x100
	for i := range s {
		a, b := int(s[i]), int(t[i])
		switch {
		case (a == 0) != (b == 0):
			return 0, false
		case i == 'M' && (a <= 2) != (b <= 2):
			distance += numberForName
		case a > b:
			distance += a - b
		default:
			distance += b - a
		}
	}
	return distance, true
}

// widen lengthens the fields of a pattern from the width they have in the
// skeleton it was written for to the wanted one.
func widen(pattern string, want, have *skeleton) string {
	var b strings.Builder
	for i := 0; i < len(pattern); {
		c := pattern[i]
		n := 1
		switch {
		case c == '\'':
			if end := strings.IndexByte(pattern[i+1:], '\''); end >= 0 {
				n = end + 2
			}
		case isField(c):
			for i+n < len(pattern) && pattern[i+n] == c {
				n++
			}
			key := c
			if c == 'L' {
				key = 'M'
			}
			if int(have[key]) == n && want[key] > have[key] {
				b.WriteString(strings.Repeat(string(c), int(want[key]-have[key])))
			}
		}
		b.WriteString(pattern[i : i+n])
		i += n
	}
	return b.String()
}
