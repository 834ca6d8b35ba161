package compose

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

// contrast with white, in floating point (WCAG 2.1, relative luminance).
func contrast(c layout.Color) float64 {
	lin := func(v uint32) float64 {
		x := float64(v&0xff) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 1.05 / (0.2126*lin(uint32(c>>16)) + 0.7152*lin(uint32(c>>8)) + 0.0722*lin(uint32(c)) + 0.05)
}

// hue in degrees, and chroma: how far the largest component is from the least.
func hue(c layout.Color) (degrees, chroma float64) {
	r, g, b := float64(c>>16&0xff), float64(c>>8&0xff), float64(c&0xff)
	hi, lo := max(r, g, b), min(r, g, b)
	chroma = hi - lo
	switch {
	case chroma == 0:
		return 0, 0
	case hi == r:
		degrees = math.Mod((g-b)/chroma+6, 6)
	case hi == g:
		degrees = (b-r)/chroma + 2
	default:
		degrees = (r-g)/chroma + 4
	}
	return degrees * 60, chroma
}

// Every accent colour can be read on white once it is darkened, keeps its hue,
// and is no darker than it must be.
func TestDarken(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	colors := []layout.Color{0, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0x00ba61, 0xc8371b, 0x777777, 0x767676}
	for range 20_000 {
		colors = append(colors, layout.Color(r.Uint32N(1<<24)))
	}
	changed := 0
	for _, c := range colors {
		d := darken(c)
		if got := contrast(d); got < 4.4999 {
			t.Fatalf("#%06x becomes #%06x: contrast %.4f", uint32(c), uint32(d), got)
		}
		if contrast(c) >= 4.5001 {
			if d != c {
				t.Fatalf("#%06x has contrast %.4f and becomes #%06x", uint32(c), contrast(c), uint32(d))
			}
			continue
		}
		changed++
		// A component is off by less than one step; the hue by what that makes of it.
		want, chroma := hue(c)
		got, left := hue(d)
		if diff := math.Abs(math.Mod(got-want+540, 360) - 180); chroma > 8 && left > 8 && diff > 120/left {
			t.Fatalf("#%06x of hue %.1f becomes #%06x of hue %.1f", uint32(c), want, uint32(d), got)
		}
		if got := contrast(d); got > 4.8 {
			t.Fatalf("#%06x becomes #%06x: contrast %.2f is darker than it need be", uint32(c), uint32(d), got)
		}
	}
	if changed < 5000 {
		t.Errorf("only %d of %d colours were too weak", changed, len(colors))
	}
}

// A weak accent is a warning that names both colours; the amount is set in the
// darkened one, and a ground in what its author wrote.
func TestWeakAccentWarns(t *testing.T) {
	xml := `<stack background="#00BA61"><text style="big">{document.amount}</text></stack>`
	c, err := setting{body: xml, brand: templates.Brand{AccentColor: "#00BA61"}}.compose(t)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Warnings) != 1 || !strings.Contains(c.Warnings[0].Message, "#00ba61") || !strings.Contains(c.Warnings[0].Message, hex(darken(0x00ba61))) {
		t.Errorf("warnings %q", c.Warnings)
	}
	doc := setting{body: xml, brand: templates.Brand{AccentColor: "#00BA61"}}.pages(t)
	if _, txt := items[*layout.Text](doc); txt[0].Color != darken(0x00ba61) || txt[0].Color == 0x00ba61 {
		t.Errorf("text in #%06x", uint32(txt[0].Color))
	}
	if c, err = (setting{body: xml, brand: templates.Brand{AccentColor: "#17594A"}}).compose(t); err != nil || len(c.Warnings) != 0 {
		t.Errorf("a colour strong enough: %v, %q", err, c.Warnings)
	}
}

func TestGreysCanBeRead(t *testing.T) {
	for _, c := range []layout.Color{ink, muted, paid, defaultAccent} {
		if contrast(c) < 5.7 {
			t.Errorf("#%06x has contrast %.2f, want 5.7", uint32(c), contrast(c))
		}
	}
}
