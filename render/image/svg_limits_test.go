package image

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

func svgOf(inner string) []byte { return []byte(soundHead + inner + "</svg>") }

// nested puts something into n elements, the root counted in.
func nested(n int, inner string) string {
	return strings.Repeat("<g>", n-1) + inner + strings.Repeat("</g>", n-1)
}

const dot = `<path d="M0 0h1v1z"/>`

func TestSVGLimits(t *testing.T) {
	stops := func(n int) string {
		return `<linearGradient id="g">` + strings.Repeat("<stop/>", n) + `</linearGradient><path fill="url(#g)" d="M0 0h1v1z"/>`
	}
	chain := func(n int) string { // of n gradients
		var b strings.Builder
		for i := range n - 1 {
			fmt.Fprintf(&b, `<linearGradient id="g%d" href="#g%d"/>`, i, i+1)
		}
		fmt.Fprintf(&b, `<linearGradient id="g%d"><stop/></linearGradient><path fill="url(#g0)" d="M0 0h1v1z"/>`, n-1)
		return b.String()
	}
	clips := func(n int) string {
		var b strings.Builder
		for i := range n - 1 {
			fmt.Fprintf(&b, `<clipPath id="c%d" clip-path="url(#c%d)">%s</clipPath>`, i, i+1, dot)
		}
		fmt.Fprintf(&b, `<clipPath id="c%d">%s</clipPath><path clip-path="url(#c0)" d="M0 0h1v1z"/>`, n-1, dot)
		return b.String()
	}
	spread := func(n int) string { // n stops, by gradients of 100
		var b strings.Builder
		b.WriteString(strings.Replace(stops(100), "<path", "<defs><path id='p'", 1) + "</defs>")
		for range n / 100 {
			b.WriteString(`<use href="#p"/>`)
		}
		if n%100 > 0 {
			fmt.Fprintf(&b, `<linearGradient id="h">%s</linearGradient><path fill="url(#h)" d="M0 0h1v1z"/>`, strings.Repeat("<stop/>", n%100))
		}
		return b.String()
	}
	tests := []struct {
		name  string
		limit int
		file  func(n int) string // what is inside of the root
		want  string
	}{
		{"elements", maxSVGElements, func(n int) string { return strings.Repeat("<g/>", n-1) }, "more than 20000 elements"},
		{"attributes", maxSVGAttributes, func(n int) string {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, " a%d=''", i)
			}
			return "<g" + b.String() + "/>"
		}, "more than 100 attributes"},
		{"classes", maxSVGAttributes, func(n int) string { return `<g class="` + strings.Repeat("a ", n) + `"/>` }, "more than 100 classes"},
		{"depth", maxSVGDepth, func(n int) string { return nested(n, "") }, "more than 64 deep"},
		{"depth by reference", maxSVGDepth, func(n int) string { // 30 elements and what is below them
			return "<defs>" + `<g id="a">` + nested(n-33, "") + "</g></defs>" + nested(31, "<g><use href='#a'/></g>")
		}, "more than 64 deep"},
		{"drawn elements", maxSVGDrawn, func(n int) string { // each use draws itself and 99 more; the root is 1
			n -= 2 // defs
			return "<defs><g id='a'>" + strings.Repeat("<g/>", 98) + "</g></defs>" + strings.Repeat("<use href='#a'/>", n/100) + strings.Repeat("<g/>", n%100)
		}, "more than 50000 elements are drawn"},
		{"steps of paths", maxSVGSegments, func(n int) string { return `<path fill="none" d="M0 0` + strings.Repeat("h1", n-1) + `"/>` }, "more than 200000 steps"},
		{"steps of polygons", maxSVGSegments, func(n int) string { return `<polyline fill="none" points="` + strings.Repeat("1 1 ", n) + `"/>` }, "more than 200000 steps"},
		{"steps as drawn", maxSVGSegments, func(n int) string {
			return "<defs><path id='a' d='M0 0" + strings.Repeat("h1", 999) + "'/></defs>" + strings.Repeat("<use href='#a'/>", n/1000) + strings.Repeat("<path d='M0 0'/>", n%1000)
		}, "more than 200000 steps"},
		{"selectors", maxSVGRules, func(n int) string { return "<style>" + strings.Repeat("a,", n) + "{}</style>" }, "more than 1000 selectors"},
		{"parts of a selector", maxSVGParts, func(n int) string { return "<style>" + strings.Repeat("a ", n) + "{}</style>" }, "more than 8 parts"},
		{"classes of a selector", maxSVGParts, func(n int) string { return "<style>a" + strings.Repeat(".b", n) + "{}</style>" }, "more than 8 parts"},
		{"stops", maxSVGStops, stops, "more than 100 stops"},
		{"stops as drawn", maxSVGAllStops, spread, "more than 50000 stops are drawn"},
		{"dashes", maxSVGDashes, func(n int) string { return `<path stroke-dasharray="` + strings.Repeat("1 ", n) + `" d="M0 0h1"/>` }, "more than 64 dashes"},
		{"chain of gradients", maxSVGChain, chain, "inherits from more than 16"},
		{"chain of clip paths", maxSVGClips, clips, "more than 4 inside of one another"},
		{"groups", maxSVGGroups, func(n int) string {
			return strings.Repeat("<g opacity='.9'>", n) + dot + dot + strings.Repeat("</g>", n)
		}, "more than 16 inside of one another"},
		{"reach", maxSVGReach * 10, func(n int) string { return fmt.Sprintf(`<path d="M0 0H%d"/>`, n) }, "farther than 1000 times"},
	}
	for _, tt := range tests {
		if _, err := DecodeSVG(svgOf(tt.file(tt.limit))); err != nil {
			t.Errorf("%s: at the limit: %v", tt.name, err)
		}
		_, err := DecodeSVG(svgOf(tt.file(tt.limit + 1)))
		var e *Error
		if !errors.As(err, &e) || e.Kind != TooLarge || !strings.Contains(e.Message, tt.want) || e.Line == 0 {
			t.Errorf("%s: one past the limit: %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestSVGLimitsOfTheRoot(t *testing.T) {
	padded := func(n int) []byte {
		file := svgOf(dot)
		return append(file, strings.Repeat(" ", n-len(file))...)
	}
	box := func(w, h int) []byte { return fmt.Appendf(nil, `<svg viewBox="0 0 %d %d"/>`, w, h) }
	for _, tt := range []struct {
		name     string
		at, past []byte
	}{
		{"bytes", padded(maxSVGBytes), padded(maxSVGBytes + 1)},
		{"side", box(maxSVGSide, maxSVGSide), box(maxSVGSide+1, maxSVGSide)},
		{"aspect", box(maxSVGAspect, 1), box(maxSVGAspect+1, 1)},
	} {
		if _, err := DecodeSVG(tt.at); err != nil {
			t.Errorf("%s: at the limit: %v", tt.name, err)
		}
		var e *Error
		if _, err := DecodeSVG(tt.past); !errors.As(err, &e) || e.Kind != TooLarge {
			t.Errorf("%s: one past the limit: %v", tt.name, err)
		}
	}
}

func TestSVGLimitOfStyling(t *testing.T) {
	// Each path looks at its ancestors for each selector: 20 of them, 3 parts.
	file := func(selectors, paths int) []byte {
		return svgOf("<style>" + strings.Repeat("x g g path,", selectors) + "{}</style>" + nested(20, strings.Repeat(dot, paths)))
	}
	const per = 20 * 3 // the 19 groups and the root
	paths := maxSVGStyling / (1000 * per)
	if _, err := DecodeSVG(file(1000, paths)); err != nil {
		t.Error(err)
	}
	var e *Error
	if _, err := DecodeSVG(file(1000, paths+1)); !errors.As(err, &e) || e.Kind != TooLarge || !strings.Contains(e.Message, "style sheets") {
		t.Error(err)
	}
}

// TestSVGBombs: what is small and asks for much costs little, whether it is
// refused or not.
func TestSVGBombs(t *testing.T) {
	laughs := func(steps int, last string) string {
		var b strings.Builder
		b.WriteString("<defs><g id='l0'>" + last + "</g>")
		for i := 1; i <= steps; i++ {
			fmt.Fprintf(&b, "<g id='l%d'>%s</g>", i, strings.Repeat(fmt.Sprintf("<use href='#l%d'/>", i-1), 10))
		}
		fmt.Fprintf(&b, "</defs><use href='#l%d'/>", steps)
		return b.String()
	}
	var clip strings.Builder
	clip.WriteString("<clipPath id='c0'>" + dot + "</clipPath>")
	for i := 1; i < 4; i++ {
		fmt.Fprintf(&clip, "<clipPath id='c%d'>%s</clipPath>", i, strings.Repeat(fmt.Sprintf(`<path clip-path="url(#c%d)" d="M0 0h1v1z"/>`, i-1), 100))
	}
	var units strings.Builder // each measures all below it
	for range maxSVGGroups {
		units.WriteString("<g clip-path='url(#u)'>")
	}
	many := strings.Repeat("<path d='M0 0"+strings.Repeat("c1 2 3 4 5 6", 100)+"'/>", 30)
	bombs := map[string]string{
		"billion laughs":         laughs(9, dot),
		"billion empty groups":   laughs(9, ""),
		"clips of clips":         clip.String() + `<path clip-path="url(#c3)" d="M0 0h1v1z"/>`,
		"boxes of boxes":         "<clipPath id='u' clipPathUnits='objectBoundingBox'>" + dot + "</clipPath>" + units.String() + many + strings.Repeat("</g>", maxSVGGroups),
		"curves":                 "<path stroke='red' fill='red' d='M0 0" + strings.Repeat("c1 1-1 1 0 0", 170_000) + "'/>",
		"a path of 2 MB":         "<path d='M0 0" + strings.Repeat("h1", 1<<20-200) + "'/>",
		"spaces in a path":       "<defs><path id='a' d='M0 0" + strings.Repeat(" ", 1<<20) + "'/></defs>" + strings.Repeat("<use href='#a'/>", 40_000),
		"comments of a sheet":    "<style>" + strings.Repeat("/**/", 1<<18) + "</style>",
		"opacity of many":        strings.Repeat("<g opacity='.5'><path d='M0 0h1v1z' stroke='red'/></g>", 9_900),
		"selectors and elements": "<style>" + strings.Repeat("a b c d,", 999) + "{fill:red}</style>" + strings.Repeat("<a/>", 19_000),
	}
	for name, inner := range bombs {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := DecodeSVG(svgOf(inner))
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
			t.Errorf("%s: %d MB were allocated in all (%v)", name, used>>20, err)
		} else {
			t.Logf("%s: %.1f MB, %v", name, float64(used)/(1<<20), err)
		}
	}
}
