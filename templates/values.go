package templates

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/facture-dev/facture/internal/nearest"
)

// value parses an attribute by its form. Where that is impossible, the fault
// is recorded and ok is false.
func (c *checker) value(owner *element, a attribute, raw rawAttr) (v Value, ok bool) {
	s := raw.value.s
	at := raw.value.at(0)
	var problem string
	switch a.form {
	case formWord:
		v.Word, problem = oneOf(s, a.words)
	case formWords:
		return c.words(a, raw)
	case formLength:
		v.Length, problem = parseLength(s)
	case formLengths:
		v.Lengths, problem = parseLengths(s)
	case formNumber:
		v.Number, problem = parseNumber(s, a.min, a.max)
	case formWeight:
		v.Number, problem = parseWeight(s)
	case formTracking:
		v.Number, problem = parseTracking(s)
	case formWidth, formSize:
		v, problem = parseWidth(s, a.form == formWidth)
	case formColor:
		v.Word, problem = parseColor(s)
	case formInk:
		v.Word, problem = parseInk(s)
	case formFamily:
		v.Word, problem = s, c.unknownFamily(s)
	case formBool:
		v.Word, problem = oneOf(s, []string{"true", "false"})
		v.Bool = v.Word == "true"
	case formName:
		v.Word, problem = s, badName(s)
	case formStyle:
		v.Style, problem = c.style(s)
	case formLabel:
		v.Word, problem = s, c.unknownLabel(s)
	case formPath:
		p, found := c.pathTo("<"+owner.name+">", raw.value, a)
		v.Path = &p
		return v, found
	case formInline:
		v.Inline = c.attributeText(raw.value)
		return v, true
	default:
		panic(fmt.Sprintf("form %d of %s in <%s> has no parser", a.form, a.name, owner.name))
	}
	if problem != "" {
		c.fault(at, "%s=%s: %s", a.name, quote(s), problem)
	}
	return v, problem == ""
}

// quote shows what somebody wrote, cut where it stops being of use.
func quote(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strconv.Quote(s)
}

// meant is the suggestion at the end of a message, or nothing.
func meant(word string, known []string) string {
	if k, ok := nearest.Of(word, known); ok {
		return " (did you mean " + k + "?)"
	}
	return ""
}

func oneOf(s string, words []string) (string, string) {
	for _, w := range words {
		if s == w {
			return w, ""
		}
	}
	// Sides are named by the direction of the script, so that one layout
	// serves right-to-left languages too.
	sides := map[string]string{"left": "start", "right": "end"}
	hint := meant(s, words)
	for _, w := range words {
		if side := sides[s]; side == w {
			hint = " (did you mean " + side + "?)"
		}
	}
	if len(words) == 1 {
		return "", "must be " + words[0] + hint
	}
	return "", "not one of " + strings.Join(words, ", ") + hint
}

func (c *checker) words(a attribute, raw rawAttr) (v Value, ok bool) {
	ok = true
	for i, j := range fields(raw.value.s) {
		if c.full() {
			return v, false
		}
		w := raw.value.s[i:j]
		word, problem := oneOf(w, a.words)
		for _, have := range v.Words {
			if problem == "" && have == word {
				problem = "stated twice"
			}
		}
		if problem != "" {
			c.fault(raw.value.at(i), "%s=%s: %s", a.name, quote(w), problem)
			ok = false
			continue
		}
		v.Words = append(v.Words, word)
	}
	if ok && len(v.Words) == 0 {
		c.fault(raw.value.at(0), "%s is empty: it takes some of %s", a.name, strings.Join(a.words, ", "))
		ok = false
	}
	return v, ok
}

// fields yields the bounds of the words of s.
func fields(s string) func(yield func(i, j int) bool) {
	return func(yield func(i, j int) bool) {
		for i := 0; i < len(s); {
			if isSpace(s[i]) {
				i++
				continue
			}
			j := i
			for j < len(s) && !isSpace(s[j]) {
				j++
			}
			if !yield(i, j) {
				return
			}
			i = j
		}
	}
}

// units are 1/1024 pt as fractions: 1 in is 72 pt and 25.4 mm.
var units = []struct {
	name     string
	num, den int64
}{{"mm", 1024 * 720, 254}, {"cm", 1024 * 7200, 254}, {"in", 1024 * 72, 1}, {"pt", 1024, 1}}

const lengthHelp = "not a length such as 8mm, 9.5pt, 2cm, 1in or 0"

// parseLength converts exactly, and rounds half away from zero to 1/1024 pt.
func parseLength(s string) (Length, string) {
	if s == "0" {
		return 0, ""
	}
	for _, u := range units {
		digits, ok := strings.CutSuffix(s, u.name)
		if !ok {
			continue
		}
		coef, exp, ok := parseDecimal(digits)
		if !ok {
			return 0, lengthHelp
		}
		if exp > lengthDecimals {
			return 0, fmt.Sprintf("more than %d decimals", lengthDecimals)
		}
		num, den := coef*u.num, u.den
		for range exp {
			den *= 10
		}
		length := (2*num + den) / (2 * den)
		if length > lengthMaxPt*1024 {
			return 0, fmt.Sprintf("longer than %dpt", lengthMaxPt)
		}
		return Length(length), ""
	}
	if _, _, ok := parseDecimal(s); ok {
		return 0, "has no unit: mm, cm, in or pt"
	}
	return 0, lengthHelp
}

// parseDecimal reads digits with an optional fraction: no sign, no exponent.
// The value is coef × 10^-exp.
func parseDecimal(s string) (coef int64, exp int, ok bool) {
	whole, fraction, dot := strings.Cut(s, ".")
	if whole == "" || dot && fraction == "" || len(whole)+len(fraction) > numberDigits {
		return 0, 0, false
	}
	for _, d := range whole + fraction {
		if d < '0' || d > '9' {
			return 0, 0, false
		}
		coef = coef*10 + int64(d-'0')
	}
	return coef, len(fraction), true
}

// parseLengths expands one to four lengths as CSS does: missing ones are taken
// from the opposite side, and all from the first.
func parseLengths(s string) ([]Length, string) {
	parts := strings.Fields(s)
	if len(parts) < 1 || len(parts) > 4 {
		return nil, "one to four lengths: top, end, bottom, start"
	}
	var l [4]Length
	for i, part := range parts {
		length, problem := parseLength(part)
		if problem != "" {
			return nil, part + ": " + problem
		}
		l[i] = length
	}
	for i, from := range [4]int{0, 0, 0, 1} {
		if i >= len(parts) {
			l[i] = l[from]
		}
	}
	return l[:], ""
}

func parseNumber(s string, low, high int) (int, string) {
	n, exp, ok := parseDecimal(s)
	if !ok || exp > 0 || n < int64(low) || n > int64(high) {
		return 0, fmt.Sprintf("not a whole number from %d to %d", low, high)
	}
	return int(n), ""
}

func parseWeight(s string) (int, string) {
	n, problem := parseNumber(s, 100, 900)
	if problem != "" || n%100 != 0 {
		return 0, "not a weight: 100, 200 … 900"
	}
	return n, ""
}

func parseTracking(s string) (int, string) {
	const help = "not a tracking such as 0.12em or -0.005em, in thousandths, from -1em to 1em"
	unsigned, negative := strings.CutPrefix(s, "-")
	digits, ok := strings.CutSuffix(unsigned, "em")
	if s == "0" {
		return 0, ""
	}
	coef, exp, number := parseDecimal(digits)
	if !ok || !number || exp > 3 {
		return 0, help
	}
	for ; exp < 3; exp++ {
		coef *= 10
	}
	if coef > 1000 {
		return 0, help
	}
	if negative {
		coef = -coef
	}
	return int(coef), ""
}

func parseWidth(s string, parts bool) (v Value, problem string) {
	if s == "auto" {
		return Value{Auto: true}, ""
	}
	if digits, ok := strings.CutSuffix(s, "fr"); ok && parts {
		v.Fr, problem = parseNumber(digits, 1, 100)
		if problem != "" {
			problem = "not parts of the free width: 1fr to 100fr"
		}
		return v, problem
	}
	v.Length, problem = parseLength(s)
	if problem == lengthHelp {
		problem = "not a length such as 8mm, nor auto"
		if parts {
			problem += ", nor parts such as 1fr"
		}
	}
	return v, problem
}

func parseColor(s string) (string, string) {
	for _, w := range colorWords {
		if s == w {
			return w, ""
		}
	}
	if isHexColor(s) {
		return strings.ToUpper(s), ""
	}
	return "", "not " + strings.Join(colorWords, ", ") + " or #RRGGBB" + meant(s, colorWords)
}

// parseInk takes a colour that text may have on white paper.
func parseInk(s string) (string, string) {
	if !isHexColor(s) {
		return "", "not a colour such as #1B1D20"
	}
	rgb, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil || !Readable(uint32(rgb)) {
		return "", "too weak for text on white, where a contrast of 4.5 is needed; take a darker one"
	}
	return strings.ToUpper(s), ""
}

// unknownFamily is what is wrong with a font family, or "".
func (c *checker) unknownFamily(name string) string {
	if slices.Contains(c.schema.Families, name) {
		return ""
	}
	return "no such font family" + meant(name, c.schema.Families)
}

func isHexColor(s string) bool {
	if len(s) != 7 || s[0] != '#' {
		return false
	}
	for i := 1; i < len(s); i++ {
		if !strings.ContainsRune("0123456789abcdefABCDEF", rune(s[i])) {
			return false
		}
	}
	return true
}

// badName is what is wrong with a new name, or "".
func badName(s string) string {
	for i := 0; i < len(s); i++ {
		b := s[i]
		letter := b >= 'a' && b <= 'z' || b == '_'
		if !letter && (i == 0 || (b < '0' || b > '9') && b != '-') {
			s = ""
		}
	}
	if s == "" {
		return "not a name: a small letter, then small letters, digits, - and _"
	}
	return ""
}

func (c *checker) style(name string) (int, string) {
	if i, ok := c.styles[name]; ok {
		return i, ""
	}
	names := make([]string, len(c.template.Styles))
	for i, s := range c.template.Styles {
		names[i] = s.Name
	}
	if len(names) == 0 {
		return 0, "no such style: the layout defines none"
	}
	return 0, "no such style" + meant(name, names)
}

// unknownLabel is what is wrong with a label key, or "".
func (c *checker) unknownLabel(key string) string {
	if c.schema.Labels != nil && c.schema.Labels(key) {
		return ""
	}
	if c.schema.Keys == nil {
		return "no such label"
	}
	return "no such label" + meant(key, c.schema.Keys())
}
