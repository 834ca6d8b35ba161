package billing

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/facture-dev/facture/billing/tax"
	"pgregory.net/rapid"
)

// evaluate computes a formula with rationals, by a grammar of its own:
//
//	sum     = product { ("+" | "-") product }
//	product = factor { ("×" | "/") factor }
//	factor  = number | "(" sum ")" | ("round" | "trunc") "(" sum "," digits ")"
type evaluator struct {
	rest    string
	numbers []string // every number that was read
}

func evaluate(f string) (value *big.Rat, numbers []string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: %v", f, r)
		}
	}()
	e := &evaluator{rest: f}
	value = e.sum()
	if e.rest != "" {
		panic("left over: " + e.rest)
	}
	return value, e.numbers, nil
}

func (e *evaluator) accept(token string) bool {
	e.rest = strings.TrimLeft(e.rest, " ")
	rest, ok := strings.CutPrefix(e.rest, token)
	if ok {
		e.rest = rest
	}
	return ok
}

func (e *evaluator) expect(token string) {
	if !e.accept(token) {
		panic("no " + token + " before: " + e.rest)
	}
}

func (e *evaluator) sum() *big.Rat {
	v := e.product()
	for {
		switch {
		case e.accept("+"):
			v.Add(v, e.product())
		case e.accept("-"):
			v.Sub(v, e.product())
		default:
			return v
		}
	}
}

func (e *evaluator) product() *big.Rat {
	v := e.factor()
	for {
		switch {
		case e.accept("×"):
			v.Mul(v, e.factor())
		case e.accept("/"):
			v.Quo(v, e.factor())
		default:
			return v
		}
	}
}

func (e *evaluator) factor() *big.Rat {
	switch {
	case e.accept("round("):
		return e.rounded(true)
	case e.accept("trunc("):
		return e.rounded(false)
	case e.accept("(-"):
		v := e.number()
		e.expect(")")
		e.numbers[len(e.numbers)-1] = "-" + e.numbers[len(e.numbers)-1]
		return v.Neg(v)
	case e.accept("("):
		v := e.sum()
		e.expect(")")
		return v
	case e.accept("-"):
		v := e.number()
		e.numbers[len(e.numbers)-1] = "-" + e.numbers[len(e.numbers)-1]
		return v.Neg(v)
	}
	return e.number()
}

func (e *evaluator) number() *big.Rat {
	e.accept("")
	n := 0
	for n < len(e.rest) && strings.IndexByte("0123456789.", e.rest[n]) >= 0 {
		n++
	}
	v, ok := new(big.Rat).SetString(e.rest[:n])
	if !ok {
		panic("no number before: " + e.rest)
	}
	e.numbers = append(e.numbers, e.rest[:n])
	e.rest = e.rest[n:]
	return v
}

// rounded reads the digits and rounds half away from zero, or cuts off.
func (e *evaluator) rounded(halfAway bool) *big.Rat {
	v := e.sum()
	e.expect(",")
	e.accept("")
	n, err := strconv.Atoi(e.rest[:1])
	if err != nil {
		panic(err)
	}
	_, size := utf8.DecodeRuneInString(e.rest)
	e.rest = e.rest[size:]
	e.expect(")")
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil))
	v.Mul(v, scale)
	if halfAway {
		half := big.NewRat(int64(v.Sign()), 2)
		v.Add(v, half)
	}
	whole := new(big.Int).Quo(v.Num(), v.Denom()) // towards zero
	return v.Quo(new(big.Rat).SetInt(whole), scale)
}

func TestEvaluator(t *testing.T) {
	for f, want := range map[string]string{
		"1 + 2 × 3": "7", "(1 + 2) × 3 - 4 / 8": "17/2", "round((-72.50) × 19 / 100, 2)": "-689/50", "trunc(72.50 × 19 / 100, 2)": "1377/100",
		"round(0.5, 0)": "1", "trunc((-0.9), 0) - 1": "-1",
	} {
		got, _, err := evaluate(f)
		if err != nil || got.Cmp(mustRat(want)) != 0 {
			t.Errorf("%s = %v %v, want %s", f, got, err, want)
		}
	}
	for _, f := range []string{"", "1 +", "round(1)", "1 2", "x"} {
		if _, _, err := evaluate(f); err == nil {
			t.Errorf("%q was evaluated", f)
		}
	}
}

func mustRat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

// checkTrace re-adds a trace: each formula comes to its result, the terms of
// every sum are results of steps before it (or were stated), and the trace
// ends at each figure that is printed.
func checkTrace(c Computed, steps []Step) error {
	printed := printedFigures(c)
	known := statedFigures(c.Document())
	for _, s := range steps {
		value, numbers, err := evaluate(s.Formula)
		if err != nil {
			return fmt.Errorf("%s (%s): %w", s.Label, s.Rule, err)
		}
		if value.Cmp(mustRat(s.Result)) != 0 {
			return fmt.Errorf("%s: %s is %s, not %s", s.Label, s.Formula, value.FloatString(12), s.Result)
		}
		if s.Rule == "3" || s.Rule == "4" || s.Rule == "7" || s.Rule == "10" || s.Rule == "13" {
			for _, n := range numbers {
				if !known[mustRat(n).RatString()] {
					return fmt.Errorf("%s: %s in %s comes from nowhere", s.Label, n, s.Formula)
				}
			}
		}
		known[value.RatString()] = true
		if figure, ok := printed[s.Path]; ok {
			if figure != s.Result {
				return fmt.Errorf("%s: printed is %s, explained %s", s.Path, figure, s.Result)
			}
			delete(printed, s.Path)
		}
	}
	if len(printed) > 0 {
		return fmt.Errorf("not explained: %v", printed)
	}
	return nil
}

// printedFigures are the computed figures by their pointers.
func printedFigures(c Computed) map[string]string {
	t := c.Totals()
	out := map[string]string{"/totals/lines_total": t.Lines.String(), "/totals/discounts_total": t.Discounts.String(),
		"/totals/charges_total": t.Charges.String(), "/totals/subtotal": t.Subtotal.String(), "/totals/tax": t.Tax.String(),
		"/totals/total": t.Total.String(), "/totals/amount_paid": t.Paid.String(), "/totals/rounding": t.Rounding.String(),
		"/totals/amount_due": t.AmountDue.String()}
	for i, l := range c.Lines() {
		out[fmt.Sprintf("/lines/%d/gross", i)], out[fmt.Sprintf("/lines/%d/amount", i)] = l.Gross.String(), l.Amount.String()
		for j, a := range l.Discounts {
			out[fmt.Sprintf("/lines/%d/discounts/%d", i, j)] = a.String()
		}
		for j, a := range l.Charges {
			out[fmt.Sprintf("/lines/%d/charges/%d", i, j)] = a.String()
		}
	}
	for i, r := range c.Taxes() {
		out[fmt.Sprintf("/taxes/%d/base", i)], out[fmt.Sprintf("/taxes/%d/amount", i)] = r.Base.String(), r.Amount.String()
	}
	for name, list := range map[string][]ComputedAdjustment{"discounts": c.Discounts(), "charges": c.Charges()} {
		for i, a := range list {
			out[fmt.Sprintf("/%s/%d", name, i)] = a.Amount.String()
			for g, s := range a.Spread {
				if !s.IsZero() {
					out[fmt.Sprintf("/%s/%d/spread/%d", name, i, g)] = s.String()
				}
			}
		}
	}
	return out
}

// statedFigures are what sums may hold without a step of its own: payments,
// the rounding, and nothing.
func statedFigures(d Document) map[string]bool {
	known := map[string]bool{"0": true, mustRat(d.Rounding.String()).RatString(): true}
	for _, p := range d.Payments {
		known[mustRat(p.Amount.String()).RatString()] = true
	}
	return known
}

func TestS_LIN_10_ExplainReAdds_document(t *testing.T) {
	c := compute(t, fullExample())
	steps := c.Explain()
	if err := checkTrace(c, steps); err != nil {
		t.Error(err)
	}
	last := steps[len(steps)-1]
	if last.Path != "/totals/amount_due" || last.Formula != "1454.05 - 100.00 + 0.00" || last.Result != "1354.05" {
		t.Errorf("the trace ends in %+v", last)
	}
	// Counter-proof: no step may be wrong, or missing, unnoticed.
	for i, s := range steps {
		changed := append([]Step(nil), steps...)
		changed[i].Result += "1"
		if !strings.Contains(s.Result, ".") {
			changed[i].Result = "1" + s.Result
		}
		if checkTrace(c, changed) == nil {
			t.Errorf("a wrong result of %+v goes unnoticed", s)
		}
		if s.Path != "" && checkTrace(c, append(append([]Step(nil), steps[:i]...), steps[i+1:]...)) == nil {
			t.Errorf("the missing step %+v goes unnoticed", s)
		}
	}
}

func TestExplainSpecialCases(t *testing.T) {
	three := []tax.Tax{{Name: "a", Rate: dec("9")}, {Name: "b", Rate: dec("9")}, {Name: "c", Rate: dec("0.25")}}
	for name, d := range map[string]Document{
		"untaxed": document("EUR", line("3", "-1.005")),
		"several taxes in the price": inclusive(document("EUR", with(line("1", "100.03"), func(l *Line) { l.Taxes = three }),
			taxed("-3", "1", "7"))),
		"shares cut to what is left": with2(document("EUR", taxed("1", "0.01", "19"), taxed("1", "0.01", "7"), taxed("1", "0.01", "5")),
			func(d *Document) { d.Discounts = []Adjustment{fixed("0.01"), fixed("0.01"), fixed("0.01")} }),
		"one group's discount before the others": with2(document("EUR", taxed("1", "100", "19"), taxed("1", "100", "7")), func(d *Document) {
			d.Discounts = []Adjustment{fixed("150"), {Amount: ref("50"), Taxes: vat("19")}}
			d.Charges = []Adjustment{{Amount: ref("0.005"), Taxes: vat("20")}, {Percent: ref("3"), Base: ref("10.5")}}
		}),
		"percentages that give back": document("EUR", with(line("1", "0.05"), func(l *Line) {
			l.Discounts = []Adjustment{percent("30"), percent("30"), percent("30"), percent("10")}
		})),
		"price per hundred, yen": document("JPY", with(taxed("250", "399.5", "10"), func(l *Line) { l.BaseQuantity = dec("100") })),
		"a charge on nothing": with2(document("EUR", taxed("0", "1", "19")), func(d *Document) {
			d.Charges = []Adjustment{fixed("4.90")}
		}),
		"payments and rounding": with2(document("CHF", taxed("1", "10.01", "8.1")), func(d *Document) {
			d.Payments = []Payment{{Amount: dec("5")}, {Amount: dec("-1.5")}}
			d.Rounding = dec("-0.02")
		}),
	} {
		c := compute(t, d)
		if err := checkTrace(c, c.Explain()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A second computation with rationals of every figure of any document.
func TestPropertyExplainReAdds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := mustCompute(t, drawDocument(t))
		if err := checkTrace(c, c.Explain()); err != nil {
			t.Fatal(err)
		}
	})
}
