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

func TestMarginLimits(t *testing.T) {
	for s, ok := range map[string]bool{
		"5mm": true, "4.99mm": false, "60mm": true, "60.01mm": false, "5mm 60mm 5mm 60mm": true, "5mm 61mm": false,
		"10mm 10mm 10mm 10mm 10mm": false, "": false, "10": false, "0": false, "wide": false,
	} {
		if _, err := ParseMargins(s); (err == nil) != ok {
			t.Errorf("%q: %v", s, err)
		}
	}
	for s, want := range map[string]Length{"5mm": marginMin, "60mm": marginMax} {
		if got, problem := parseLength(s); got != want || problem != "" {
			t.Errorf("%s is %d %s, not %d", s, got, problem, want)
		}
	}
}
