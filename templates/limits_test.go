package templates

import (
	"fmt"
	"strings"
	"testing"
)

// Every limit holds at its value and is a fault one past it.
func TestLimits(t *testing.T) {
	repeat := strings.Repeat
	for _, c := range []struct {
		name string
		most int
		make func(n int) []byte // a layout with n of it
		want string
	}{
		{"source", sourceMax, func(n int) []byte {
			src := layout("")
			return append(src, repeat(" ", n-len(src))...)
		}, "larger than 1048576 bytes"},
		{"depth", depthMax, func(n int) []byte {
			return layout(repeat("<stack>", n-1) + repeat("</stack>", n-1))
		}, "elements more than 32 deep"},
		{"elements", elementsMax, func(n int) []byte {
			return layout(repeat("<rule/>", n-2))
		}, "more than 10000 elements"},
		{"styles", stylesMax, func(n int) []byte {
			var b strings.Builder
			for i := range n - 1 {
				fmt.Fprintf(&b, `<style name="s%d" size="8pt"/>`, i)
			}
			return layout(b.String())
		}, "more than 200 styles"},
		{"arguments", argumentsMax, func(n int) []byte {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, " a%d=mark", i)
			}
			return layout("<text>{label page.of" + b.String() + "}</text>")
		}, "more than 16 arguments of a label"},
	} {
		if _, err := Parse("t.xml", c.make(c.most), testSchema()); err != nil {
			t.Errorf("%s: %d is refused: %v", c.name, c.most, err)
		}
		_, err := Parse("t.xml", c.make(c.most+1), testSchema())
		if err == nil || len(err.(Errors)) != 1 || err.(Errors)[0].Message != c.want {
			t.Errorf("%s: %d gives %v, want %s", c.name, c.most+1, err, c.want)
		}
	}
}

// No element has 40 attributes that exist, so what is seen at the limit is the
// faults of the others.
func TestAttributesLimit(t *testing.T) {
	source := func(n int) []byte {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, ` a%d=""`, i)
		}
		return layout("<rule" + b.String() + "/>")
	}
	if _, err := Parse("t.xml", source(attributesMax), testSchema()); len(err.(Errors)) != attributesMax || strings.Contains(err.Error(), "more than") {
		t.Errorf("at the limit: %v", err)
	}
	if _, err := Parse("t.xml", source(attributesMax+1), testSchema()); err == nil || !strings.Contains(err.Error(), "more than 40 attributes in <rule>") {
		t.Errorf("past the limit: %v", err)
	}
}

func TestFaultsLimit(t *testing.T) {
	for _, n := range []int{faultsMax, faultsMax + 1} {
		_, err := Parse("t.xml", layout("<text>"+strings.Repeat("{x}", n)+"</text>"), testSchema())
		if got := len(err.(Errors)); got != faultsMax {
			t.Errorf("%d faults are reported as %d", n, got)
		}
	}
}

// Sources made to be slow: each is linear work for the parser, so a second
// for all of them is plenty even on a busy machine.
func TestHostileSources(t *testing.T) {
	fill := func(head, piece, tail string) []byte {
		src := layout("§")
		n := (sourceMax - len(src) - len(head) - len(tail)) / len(piece)
		return layout(head + strings.Repeat(piece, n) + tail)
	}
	for name, src := range map[string][]byte{
		"entities and bindings": fill("<text>", "&amp;{mark}", "</text>"),
		"comments":              fill("<text>", "a<!---->", "</text>"),
		"braces":                fill("<text>", "{", "</text>"),
		"path":                  fill("<text>{", "a.", "a}</text>"),
		"attribute":             fill("<image of='mark' alt='", "&#9;{mark}", "'/>"),
		"arguments":             fill("<text>{label page.of ", "a=mark ", "}</text>"),
		"one line":              fill("<text>", strings.Repeat("€", 30)+"<br/>", "</text>"),
		"words":                 fill("<party of='seller' show='", "nme ", "'/>"),
		"lines":                 fill("<text>", "\n", "</text>"),
		"name":                  fill("<", "a", "/>"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			Parse("t.xml", src, testSchema())
		})
	}
}

func TestBrandLimits(t *testing.T) {
	text := func(n int) string { return `"` + strings.Repeat("ü", n) + `"` }
	list := func(n int, format string) string {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = format
			if strings.Contains(format, "%") {
				parts[i] = fmt.Sprintf(format, i/26/26%26+'a', i/26%26+'a', i%26+'a')
			}
		}
		return strings.Join(parts, ",")
	}
	for _, c := range []struct {
		name string
		most int
		make func(n int) string
		want string
	}{
		{"name", brandNameMax, func(n int) string { return `{"font": ` + text(n) + `}` }, "font: longer than 1000 characters"},
		{"terms", brandTextMax, func(n int) string { return `{"terms": {"en": ` + text(n) + `}}` }, "terms.en: longer than 100000 characters"},
		{"label", brandNameMax, func(n int) string { return `{"labels": {"en": {"a.b": ` + text(n) + `}}}` }, "labels.en.a.b: longer than 1000 characters"},
		{"columns", brandColumnsMax, func(n int) string { return `{"footer": {"en": [` + list(n, `"a"`) + `]}}` }, "footer.en: more than 3 columns"},
		{"languages", brandLanguagesMax, func(n int) string { return `{"terms": {` + list(n, `"%c%c%c": "a"`) + `}}` }, "terms: more than 200 languages"},
		{"labels", brandLabelsMax, func(n int) string { return `{"labels": {"en": {` + list(n, `"%c%c%c": "a"`) + `}}}` }, "labels.en: more than 500 labels"},
		{"path of the logo", brandNameMax, func(n int) string { return `{"logo": "` + strings.Repeat("a", n) + `"}` },
			`logo: "` + strings.Repeat("a", 60) + `…" is longer than a path may be, 1000 bytes`},
		{"logo", brandLogoMax, func(n int) string {
			// Base64 comes in fours, so the longest whole logo ends a little before the limit.
			head := "data:image/png;base64,"
			if n == brandLogoMax {
				n -= (n - len(head)) % 4
			}
			return `{"logo": "` + head + strings.Repeat("A", n-len(head)) + `"}`
		}, "logo: longer than 16777216 characters"},
	} {
		if _, err := ParseBrand("b.json", []byte(c.make(c.most))); err != nil {
			t.Errorf("%s: %d is refused: %v", c.name, c.most, err)
		}
		_, err := ParseBrand("b.json", []byte(c.make(c.most+1)))
		if err == nil || len(err.(Errors)) != 1 || err.(Errors)[0].Message != c.want {
			t.Errorf("%s: %d gives %v, want %s", c.name, c.most+1, err, c.want)
		}
	}
}

func TestBrandSourceLimits(t *testing.T) {
	deep := func(n int) []byte { return []byte(`{"x":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + `}`) }
	if _, err := ParseBrand("b.json", deep(brandDepthMax)); strings.Contains(err.Error(), "deep") {
		t.Errorf("at the depth: %v", err)
	}
	if _, err := ParseBrand("b.json", deep(brandDepthMax+1)); !strings.Contains(err.Error(), "values more than 8 deep") {
		t.Errorf("past the depth: %v", err)
	}
	many := func(n int) []byte { return []byte(`{"x":[0` + strings.Repeat(",0", n-3) + `]}`) }
	if _, err := ParseBrand("b.json", many(brandValuesMax)); strings.Contains(err.Error(), "values") {
		t.Errorf("at the number of values: %v", err)
	}
	if _, err := ParseBrand("b.json", many(brandValuesMax+1)); !strings.Contains(err.Error(), "more than 200000 values") {
		t.Errorf("past the number of values: %v", err)
	}
	large := append(make([]byte, 0, brandSourceMax+1), "{}"...)
	for len(large) < brandSourceMax {
		large = append(large, ' ')
	}
	if _, err := ParseBrand("b.json", large); err != nil {
		t.Errorf("at the size: %v", err)
	}
	if _, err := ParseBrand("b.json", append(large, ' ')); err == nil || err.Error() != "b.json:1:1: larger than 25165824 bytes" {
		t.Errorf("past the size: %v", err)
	}
}
