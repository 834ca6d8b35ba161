package billingtest

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/billing/money"
	"github.com/facture-dev/facture/billing/tax"
)

func dec(coef int64, exp uint8) money.Decimal   { return money.Decimal{Coef: coef, Exp: exp} }
func decp(coef int64, exp uint8) *money.Decimal { d := dec(coef, exp); return &d }
func rated(coef int64, exp uint8) []tax.Tax     { return []tax.Tax{{Rate: dec(coef, exp)}} }

// consulting is the full sample of the format's description: its figures are
// worked out by hand.
func consulting() billing.Document {
	return billing.Document{
		Currency: "EUR",
		Lines: []billing.Line{
			{Quantity: dec(125, 1), UnitPrice: dec(9500, 2), Taxes: rated(19, 0), Discounts: []billing.Adjustment{{Percent: decp(10, 0)}}},
			{Quantity: dec(1, 0), UnitPrice: dec(24000, 2), Taxes: []tax.Tax{{Category: tax.Exempt, Reason: "expenses"}}},
		},
		Discounts: []billing.Adjustment{{Amount: decp(5000, 2)}},
		Payments:  []billing.Payment{{Amount: dec(10000, 2)}},
	}
}

func TestReferenceByHand(t *testing.T) {
	got := Reference(consulting())
	if want := (TotalsResult{Lines: 130875, Discounts: 5000, Subtotal: 125875, Tax: 19530, Total: 145405, Paid: 10000, AmountDue: 135405}); got.Totals != want {
		t.Errorf("totals %+v, want %+v", got.Totals, want)
	}
	if want := []int64{4083, 917}; !reflect.DeepEqual(got.Discounts[0].Spread, want) {
		t.Errorf("spread %v, want %v", got.Discounts[0].Spread, want)
	}
	if got.Taxes[0].Base != 102792 || got.Taxes[1].Base != 23083 || got.Taxes[1].Amount != 0 {
		t.Errorf("taxes %+v", got.Taxes)
	}
}

// One line of one unit each: the price, its tax, and what must come out.
func TestReferenceOneLine(t *testing.T) {
	for _, c := range []struct {
		name             string
		currency         money.Currency
		mode             billing.TaxMode
		quantity, price  money.Decimal
		taxes            []tax.Tax
		base, tax, total int64
	}{
		{"half away from zero below zero", "EUR", "", dec(-1, 0), dec(7250, 2), rated(19, 0), -7250, -1378, -8628},
		{"half away from zero", "EUR", "", dec(1, 0), dec(7250, 2), rated(19, 0), 7250, 1378, 8628},
		{"inclusive", "EUR", billing.Inclusive, dec(1, 0), dec(5250, 2), rated(12, 0), 4687, 563, 5250},
		{"no decimals", "JPY", "", dec(3, 0), dec(3335, 1), rated(10, 0), 1001, 100, 1101},
		{"three decimals", "KWD", "", dec(15, 1), dec(10333, 3), rated(5, 0), 15500, 775, 16275},
		{"stacked", "USD", "", dec(1, 0), dec(9999, 2), []tax.Tax{{Name: "State", Rate: dec(4, 0)}, {Name: "City", Rate: dec(45, 1)}}, 9999, 400 + 450, 10849},
		{"stacked inclusive", "USD", billing.Inclusive, dec(1, 0), dec(10850, 2), []tax.Tax{{Name: "State", Rate: dec(4, 0)}, {Name: "City", Rate: dec(45, 1)}}, 10000, 850, 10850},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Reference(billing.Document{Currency: c.currency, TaxMode: c.mode,
				Lines: []billing.Line{{Quantity: c.quantity, UnitPrice: c.price, Taxes: c.taxes}}})
			if got.Taxes[0].Base != c.base || got.Totals.Tax != c.tax || got.Totals.Total != c.total {
				t.Errorf("base %d tax %d total %d, want %d %d %d", got.Taxes[0].Base, got.Totals.Tax, got.Totals.Total, c.base, c.tax, c.total)
			}
		})
	}
}

// Generate must reach every part of a document: a field that no document of a
// thousand states is one that the comparison with the reference never tries.
func TestGenerateCovers(t *testing.T) {
	seen := map[string]bool{}
	r := rand.New(rand.NewPCG(1, 2))
	lines, longest, scriptsSeen := map[int]bool{}, 0, map[string]bool{}
	for range 4000 {
		d := Generate(r)
		mark(seen, "", reflect.ValueOf(d))
		seen["kind "+string(d.Kind)], seen["mode "+string(d.TaxMode)], seen["mark "+string(d.Mark)] = true, true, true
		seen["currency "+string(d.Currency)] = true
		lines[len(d.Lines)] = true
		for _, l := range d.Lines {
			longest = max(longest, len(l.Description))
			for _, x := range l.Taxes {
				seen["category "+string(x.Category)] = true
			}
			for name, table := range map[string]*unicode.RangeTable{"Latin": unicode.Latin, "Greek": unicode.Greek, "Cyrillic": unicode.Cyrillic} {
				if strings.ContainsFunc(l.Description, func(c rune) bool { return unicode.Is(table, c) }) {
					scriptsSeen[name] = true
				}
			}
			seen["negative quantity"] = seen["negative quantity"] || l.Quantity.Coef < 0
			seen["negative price"] = seen["negative price"] || l.UnitPrice.Coef < 0
			seen["independent taxes"] = seen["independent taxes"] || len(l.Taxes) > 1
		}
		seen["untaxed"] = seen["untaxed"] || len(Reference(d).Taxes) == 0
	}
	for range 500 {
		mark(seen, "receipt", reflect.ValueOf(GenerateReceipt(r)))
	}
	want := map[string]bool{"negative quantity": true, "negative price": true, "independent taxes": true, "untaxed": true}
	for _, s := range []string{"kind invoice", "kind credit_note", "mode exclusive", "mode inclusive", "mark draft", "mark paid", "mark void", "mark copy",
		"currency JPY", "currency KWD", "category standard", "category zero", "category exempt", "category reverse_charge",
		"category intra_community", "category export", "category outside_scope"} {
		want[s] = true
	}
	fieldsOf(want, "", reflect.TypeFor[billing.Document]())
	fieldsOf(want, "receipt", reflect.TypeFor[billing.Receipt]())
	for w := range want {
		if !seen[w] {
			t.Errorf("no document has %s", w)
		}
	}
	for n := 1; n <= 40; n++ {
		if !lines[n] {
			t.Errorf("no document has %d lines", n)
		}
	}
	if longest < 2000 || len(scriptsSeen) != 3 {
		t.Errorf("longest description %d bytes, scripts %v", longest, scriptsSeen)
	}
}

// mark notes the path of every field that is not zero.
func mark(seen map[string]bool, path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			seen[path] = true
			mark(seen, path, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			mark(seen, path, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			mark(seen, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	default:
		if !v.IsZero() {
			seen[path] = true
		}
	}
}

// fieldsOf lists the paths that mark can note. Texts that a receipt's or a
// line's adjustment has no use for are left out by name.
func fieldsOf(want map[string]bool, path string, t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		fieldsOf(want, path, t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			fieldsOf(want, path+"."+t.Field(i).Name, t.Field(i).Type)
		}
	default:
		unused := strings.HasPrefix(path, ".Lines.Discounts.Taxes") || strings.HasPrefix(path, ".Lines.Charges.Taxes") || // documents only
			strings.HasSuffix(path, "Seller.CustomerNumber") || strings.HasSuffix(path, "Seller.Attention") ||
			strings.HasSuffix(path, ".Exp") || strings.HasSuffix(path, ".Region") ||
			strings.Contains(path, ".Discounts.Taxes") || strings.Contains(path, ".Charges.Taxes.") && !strings.HasSuffix(path, ".Coef")
		if !unused {
			want[path] = true
		}
	}
}

func TestGenerateIsReproducible(t *testing.T) {
	draw := func(seed uint64) any {
		r := rand.New(rand.NewPCG(seed, 7))
		return []any{Generate(r), GenerateReceipt(r), Generate(r)}
	}
	if !reflect.DeepEqual(draw(3), draw(3)) {
		t.Error("one seed, two documents")
	}
	if reflect.DeepEqual(draw(3), draw(4)) {
		t.Error("two seeds, one document")
	}
}

func TestGeneratedTextsAreText(t *testing.T) {
	for _, s := range scripts() {
		for _, c := range s.compounds {
			if n := utf8.RuneCountInString(strings.ReplaceAll(c, "\u00ad", "")); n < 58 || strings.Contains(c, " ") {
				t.Errorf("%s: %d letters, want one word of about 60", c, n)
			}
		}
	}
	r := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		for _, l := range Generate(r).Lines {
			if !utf8.ValidString(l.Description) || l.Description == "" || strings.TrimSpace(l.Description) != l.Description {
				t.Fatalf("description %q", l.Description)
			}
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	for b.Loop() {
		Generate(r)
	}
}

func BenchmarkReference(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	ds := make([]billing.Document, 500)
	for i := range ds {
		ds[i] = Generate(r)
	}
	for i := 0; b.Loop(); i++ {
		Reference(ds[i%len(ds)])
	}
}
