package image

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// svgFiles are the sound SVG files that tests share, by name and in order.
func svgFiles(t testing.TB) (names []string, files map[string][]byte) {
	t.Helper()
	files = map[string][]byte{}
	for _, pattern := range []string{"../../testdata/vectors/svg/*.svg", "../../testdata/logos/*.svg"} {
		list, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range list {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, filepath.Base(file))
			files[filepath.Base(file)] = data
		}
	}
	if len(names) < 45 {
		t.Fatalf("%d files: the corpus is not there", len(names))
	}
	return names, files
}

// writeNodes writes all that a drawing is into a hash.
func writeNodes(h hash.Hash, list []Node) {
	for _, n := range list {
		switch v := n.(type) {
		case *Group:
			fmt.Fprintf(h, "group %d(", v.Alpha)
			writeClip(h, v.Clip)
			writeNodes(h, v.Nodes)
			fmt.Fprint(h, ")")
		case *Shape:
			fmt.Fprintf(h, "shape %v %v", v.Path, v.EvenOdd)
			if v.Matrix != nil {
				fmt.Fprint(h, *v.Matrix)
			}
			writePaint(h, v.Fill)
			if s := v.Stroke; s != nil {
				fmt.Fprint(h, s.Width, s.Cap, s.Join, s.MiterLimit, s.Dashes, s.DashOffset)
				writePaint(h, &s.Paint)
			}
		}
	}
}

func writeClip(h hash.Hash, c *Clip) {
	for ; c != nil; c = c.Within {
		for _, a := range c.Areas {
			fmt.Fprint(h, "area ", a.Path, a.EvenOdd)
			writeClip(h, a.Clip)
		}
	}
}

func writePaint(h hash.Hash, p *Paint) {
	if p == nil {
		return
	}
	fmt.Fprint(h, "paint ", p.Color)
	if p.Gradient != nil {
		fmt.Fprint(h, *p.Gradient)
	}
}

// TestSVGIsTheSameEverywhere: what is read of the corpus is the same to the
// last bit on every processor. The sum changes when reading does.
func TestSVGIsTheSameEverywhere(t *testing.T) {
	names, files := svgFiles(t)
	all := sha256.New()
	for _, name := range names {
		d, err := DecodeSVG(files[name])
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if d.Digest != sha256.Sum256(files[name]) || len(d.Nodes) == 0 {
			t.Errorf("%s: %d nodes, digest %x", name, len(d.Nodes), d.Digest)
		}
		checkDrawing(t, d)
		fmt.Fprint(all, name, d.Width, d.Height, d.Ink)
		writeNodes(all, d.Nodes)
	}
	const want = "655ff8759665aad2"
	if got := hex.EncodeToString(all.Sum(nil)[:8]); got != want {
		t.Errorf("the corpus is %s, want %s", got, want)
	}
}

// checkDrawing wants a drawing that any exporter can write.
func checkDrawing(t *testing.T, d *Drawing) {
	t.Helper()
	if max(d.Width, d.Height) != Longest || min(d.Width, d.Height) < 1 {
		t.Fatalf("%d × %d", d.Width, d.Height)
	}
	if k := d.Ink; k.MinX < 0 || k.MinY < 0 || k.MaxX > d.Width || k.MaxY > d.Height || k.MinX >= k.MaxX || k.MinY >= k.MaxY {
		t.Fatalf("ink %v in %d × %d", k, d.Width, d.Height)
	}
	checkNodes(t, d.Nodes)
}

func checkNodes(t *testing.T, list []Node) {
	t.Helper()
	for _, n := range list {
		switch v := n.(type) {
		case *Group:
			if v.Alpha == 0 || len(v.Nodes) == 0 {
				t.Fatalf("a group of %d, alpha %d", len(v.Nodes), v.Alpha)
			}
			checkClip(t, v.Clip)
			checkNodes(t, v.Nodes)
		case *Shape:
			checkPath(t, v.Path)
			if v.Fill == nil && v.Stroke == nil || v.Matrix != nil && v.Fill != nil {
				t.Fatalf("a shape of nothing, or filled by a pen: %+v", v)
			}
			if v.Fill != nil {
				checkPaint(t, v.Fill)
			}
			if s := v.Stroke; s != nil {
				checkPaint(t, &s.Paint)
				sum := 0
				for _, dash := range s.Dashes {
					sum += dash
				}
				if s.Width <= 0 || s.MiterLimit < one || len(s.Dashes)%2 != 0 || s.Dashes != nil && (sum <= 0 || s.DashOffset < 0 || s.DashOffset >= sum) {
					t.Fatalf("a line %+v", s)
				}
			}
		default:
			t.Fatalf("a node %T", n)
		}
	}
}

func checkClip(t *testing.T, c *Clip) {
	t.Helper()
	for ; c != nil; c = c.Within {
		if len(c.Areas) == 0 {
			t.Fatal("a clip without areas")
		}
		for _, a := range c.Areas {
			checkPath(t, a.Path)
			checkClip(t, a.Clip)
		}
	}
}

func checkPaint(t *testing.T, p *Paint) {
	t.Helper()
	g := p.Gradient
	if g == nil {
		return
	}
	if len(g.Stops) < 2 {
		t.Fatalf("a gradient of %d stops", len(g.Stops))
	}
	for i, s := range g.Stops {
		if s.Offset < 0 || s.Offset > 1_000_000 || i > 0 && s.Offset < g.Stops[i-1].Offset {
			t.Fatalf("stops %v", g.Stops)
		}
	}
}

func checkPath(t *testing.T, p Path) {
	t.Helper()
	points := 0
	for i, op := range p.Ops {
		if i == 0 && op != Move || i > 0 && p.Ops[i-1] == Close && op != Move {
			t.Fatalf("step %d of %v begins nothing", i, p.Ops)
		}
		points += op.Points()
	}
	if points != len(p.Points) || points == 0 {
		t.Fatalf("%d points for %d", len(p.Points), points)
	}
	for _, q := range p.Points {
		if max(q.X, -q.X, q.Y, -q.Y) > maxSVGReach*Longest {
			t.Fatalf("a point at %v", q)
		}
	}
}

// FuzzSVG: any bytes give a sound drawing or an *Error with a place.
func FuzzSVG(f *testing.F) {
	_, files := svgFiles(f)
	for _, data := range files {
		f.Add(data)
	}
	for _, r := range refusedSVGs {
		source, _, _ := r.sourceOf()
		f.Add([]byte(source))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := DecodeSVG(data)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Offset < 0 || e.Offset > len(data) || e.Line < 1 || e.Column < 1 || e.Message == "" {
				t.Fatalf("%#v", err)
			}
			return
		}
		checkDrawing(t, d)
	})
}

// The arithmetic, held against that of math/big.
func TestFixed(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	random := func() Fixed { return Fixed(r.Int64N(1<<(1+r.UintN(61)))) * Fixed(1-2*r.IntN(2)) }
	two := func(n uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), n) }
	near := func(what string, c calc, got Fixed, want *big.Rat) { // in units of 2^-32
		t.Helper()
		limit := new(big.Rat).SetInt(two(62))
		if large := new(big.Rat).Abs(want).Cmp(limit) > 0; large != c.over {
			if d := new(big.Rat).Sub(new(big.Rat).Abs(want), limit); d.Abs(d).Cmp(big.NewRat(1, 1)) > 0 {
				t.Fatalf("%s: over is %v for %v", what, c.over, want)
			}
		} else if !large {
			if d := new(big.Rat).Sub(new(big.Rat).SetInt64(int64(got)), want); d.Abs(d).Cmp(big.NewRat(1, 2)) > 0 {
				t.Fatalf("%s: %d, want %s", what, got, want.FloatString(3))
			}
		}
	}
	for range 50_000 {
		a, b, by := random(), random(), random()
		A, B := new(big.Rat).SetInt64(int64(a)), new(big.Rat).SetInt64(int64(b))
		scale := new(big.Rat).SetInt(two(32))
		var c calc
		if b != 0 {
			c = calc{}
			got := c.div(a, b)
			near("div", c, got, new(big.Rat).Quo(new(big.Rat).Mul(A, scale), B))
		}
		if by != 0 {
			c = calc{}
			got := c.scale(a, b, by)
			near("scale", c, got, new(big.Rat).Quo(new(big.Rat).Mul(A, B), new(big.Rat).SetInt64(int64(by))))
		}
		c = calc{}
		got := c.mul(a, b)
		near("mul", c, got, new(big.Rat).Quo(new(big.Rat).Mul(A, B), scale))
		h := new(big.Int).Add(new(big.Int).Mul(A.Num(), A.Num()), new(big.Int).Mul(B.Num(), B.Num()))
		c = calc{}
		if got := c.hypot(a, b); !c.over && h.Sqrt(h).Int64() != int64(got) {
			t.Fatalf("hypot(%d, %d) is %d, want %v", a, b, got, h)
		}
	}
	var c calc
	if c.add(maxFixed, 1); !c.over {
		t.Error("a sum beyond all bounds was not noticed")
	}
}

func TestSincos(t *testing.T) {
	var c calc
	for degrees, want := range map[Fixed][2]Fixed{0: {0, one}, 90: {one, 0}, 180: {0, -one}, 270: {-one, 0}, -90: {-one, 0}, 360: {0, one}, 30: {one / 2, 0}, 3690: {one, 0}} {
		sin, cos := c.sincos(degrees * one)
		if sin != want[0] || cos != want[1] && want[1] != 0 {
			t.Errorf("%d°: %d, %d, want %v", degrees, sin, cos, want)
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		angle := Fixed(r.Int64N(2000*int64(one))) - 1000*one
		sin, cos := c.sincos(angle)
		radians := float64(angle) / float64(one) * math.Pi / 180
		if d := max(math.Abs(float64(sin)/float64(one)-math.Sin(radians)), math.Abs(float64(cos)/float64(one)-math.Cos(radians))); d > 2e-9 {
			t.Fatalf("%f°: off by %g", float64(angle)/float64(one), d)
		}
	}
}

func TestNumbers(t *testing.T) {
	for s, want := range map[string]float64{"1": 1, "-1.5": -1.5, ".5": .5, "+3.": 3, "1e2": 100, "1E-2": .01, "00012": 12, "123456.789": 123456.789,
		"0.00000000001": 1e-11, "1000000000": 1e9, "99999999999999999999e-15": 99999.99999999999999, "0e9999": 0, "1e-9999": 0, "3.14159265358979323846264338327950288": math.Pi} {
		v, err := parseNumber(text{s: s})
		if err != nil || math.Abs(float64(v)/float64(one)-want) > 1.0/(1<<32) {
			t.Errorf("%s: %v, %v", s, float64(v)/float64(one), err)
		}
	}
	for _, s := range []string{"", ".", "-", "e5", "--1", "1..2", "1e", "0x10", "1_000", "∞", "NaN", "2e9", "1e9999"} {
		if v, err := parseNumber(text{s: s}); err == nil {
			t.Errorf("%q is read as %v", s, float64(v)/float64(one))
		}
	}
	for s, want := range map[string]string{"1.5": "1.5", "-0.0004": "0", "-2.0006": "-2.001", "1048575.9999": "1048576", "0": "0"} {
		v, _ := parseNumber(text{s: s})
		if got := string(v.AppendDecimal(nil, 3)); got != want {
			t.Errorf("%s is written %s, want %s", s, got, want)
		}
	}
}

// TestArcs holds arcs against ellipses: all points lie on one that goes through
// both ends, it has the right radii, and it goes the way and the length that
// the flags say.
func TestArcs(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for n := range 3000 {
		rx, ry, phi := 1+r.Float64()*100, 1+r.Float64()*100, float64(r.IntN(360))
		x, y := r.Float64()*100-50, r.Float64()*100-50
		large, sweep := r.IntN(2), r.IntN(2)
		var c calc
		d := fmt.Sprintf("M0 0A%f %f %f %d %d %f %f", rx, ry, phi, large, sweep, x, y)
		p, err := parsePath(&c, text{s: d}, 10)
		if err != nil {
			t.Fatal(err)
		}
		// Into the space where the ellipse is a circle.
		sin, cos := math.Sincos(phi * math.Pi / 180)
		flat := func(x, y float64) complex128 {
			return complex((x*cos+y*sin)/rx, (y*cos-x*sin)/ry)
		}
		end := flat(x, y)
		half := math.Hypot(real(end), imag(end)) / 2
		radius := max(1, half)
		across := math.Sqrt(max(0, radius*radius-half*half)) / half / 2
		if (large == 1) != (sweep == 1) {
			across = -across
		}
		centre := end/2 + complex(imag(end)*across, -real(end)*across)
		turned := 0.0
		at, i := complex128(0), 1
		for _, op := range p.ops[1:] {
			if op != Cubic {
				t.Fatalf("%s: %v", d, p.ops)
			}
			var q [3]complex128
			for k := range q {
				q[k] = flat(float64(p.points[i+k].x)/float64(one), float64(p.points[i+k].y)/float64(one))
			}
			i += 3
			from := at
			for k := 1.0; k <= 16; k++ {
				s := complex(k/16, 0)
				to := (1-s)*(1-s)*(1-s)*from + 3*s*(1-s)*(1-s)*q[0] + 3*s*s*(1-s)*q[1] + s*s*s*q[2]
				if off := math.Hypot(real(to-centre), imag(to-centre))/radius - 1; math.Abs(off) > 3e-4 {
					t.Fatalf("%d %s: off the ellipse by %g", n, d, off)
				}
				u, v := at-centre, to-centre
				turned += math.Atan2(real(u)*imag(v)-imag(u)*real(v), real(u)*real(v)+imag(u)*imag(v))
				at = to
			}
		}
		if miss := at - end; math.Hypot(real(miss), imag(miss)) > 1e-6 {
			t.Fatalf("%s ends elsewhere", d)
		}
		if turned > 0 != (sweep == 1) || half < .999 && (math.Abs(turned) > math.Pi) != (large == 1) {
			t.Fatalf("%d %s: turns by %.4f", n, d, turned)
		}
	}
}

// shapesOf are the shapes of what is drawn inside of a picture of 10 × 10.
func shapesOf(t *testing.T, inner string) []Node {
	t.Helper()
	d, err := DecodeSVG(svgOf(inner))
	if err != nil {
		t.Fatalf("%s: %v", inner, err)
	}
	return d.Nodes
}

// TestSVGShapes looks at what single things become, where a picture of them
// would not tell.
func TestSVGShapes(t *testing.T) {
	line := shapesOf(t, `<path d="M1 2H3" stroke="peru icc-color(a, 1)" stroke-width="10%" stroke-dasharray="1 2 3" stroke-dashoffset="-1"/>`)
	s := line[len(line)-1].(*Shape)
	if s.Stroke == nil || s.Stroke.Paint.Color != (RGBA{205, 133, 63, 255}) || s.Stroke.Width != 100_000 {
		t.Errorf("%+v", s.Stroke)
	}
	if got := fmt.Sprint(s.Stroke.Dashes, s.Stroke.DashOffset); got != "[100000 200000 300000 100000 200000 300000] 1100000" {
		t.Errorf("dashes %s", got)
	}
	if got := fmt.Sprint(s.Path); got != "{[0 1] [{100000 200000} {300000 200000}]}" {
		t.Errorf("path %s", got)
	}
	// The same, by its folder's ways: a group of one thing is that thing.
	faded := shapesOf(t, `<g opacity=".5"><path opacity=".5" d="M0 0h1v1z"/></g>`)
	if s, ok := faded[0].(*Shape); !ok || s.Fill.Color.A != 64 {
		t.Errorf("%+v", faded[0])
	}
	// Two gradients of one definition do not share their stops.
	two := shapesOf(t, `<linearGradient id="g"><stop/><stop offset="1"/></linearGradient><rect fill="url(#g)" opacity=".5" width="5" height="5"/><rect fill="url(#g)" width="5" height="5"/>`)
	if a, b := two[0].(*Shape).Fill.Gradient.Stops[0].Color.A, two[1].(*Shape).Fill.Gradient.Stops[0].Color.A; a != 128 || b != 255 {
		t.Errorf("opacities %d and %d", a, b)
	}
	// A gradient measured by something without an extent, with and without a way out.
	flat := shapesOf(t, `<linearGradient id="g"><stop/><stop offset="1"/></linearGradient><path d="M1 1h5" stroke="url(#g) blue"/><path d="M1 1h5" stroke="url(#g)" fill="none"/>`)
	if len(flat) != 1 || flat[0].(*Shape).Stroke.Paint.Color != (RGBA{0, 0, 255, 255}) {
		t.Errorf("%+v", flat)
	}
	if all := namedColors(); len(all) != 148 || all["rebeccapurple"] != (RGBA{0x66, 0x33, 0x99, 255}) {
		t.Errorf("%d names of colours", len(all))
	}
	// Nothing is left of what cannot be seen.
	for _, inner := range []string{"", `<rect width="0" height="5"/>`, `<g opacity="0">` + dot + `</g>`, `<g transform="scale(0 1)">` + dot + `</g>`,
		`<path d="M0 0h1v1z" fill="none"/>`, `<path d="M0 0h1v1z" fill="#0000"/>`, `<clipPath id="c"/><g clip-path="url(#c)">` + dot + `</g>`} {
		if nodes := shapesOf(t, inner); len(nodes) != 0 {
			t.Errorf("%s: %d nodes", inner, len(nodes))
		}
	}
}

// TestSVGInk knows where the ink is: of strokes with their caps and corners, of
// what is cut, and not of white.
func TestSVGInk(t *testing.T) {
	for inner, want := range map[string]Rect{
		``: {0, 0, Longest, Longest},
		`<rect x="2" y="3" width="4" height="5"/>`:                                                                    {200_000, 300_000, 600_000, 800_000},
		`<rect width="10" height="10" fill="#fff"/><rect x="2" y="3" width="4" height="5"/>`:                          {200_000, 300_000, 600_000, 800_000},
		`<rect x="-5" y="3" width="9" height="5"/>`:                                                                   {0, 300_000, 400_000, 800_000},
		`<circle cx="5" cy="5" r="3"/>`:                                                                               {200_000, 200_000, 800_000, 800_000},
		`<path d="M2 5h4" stroke="red"/>`:                                                                             {200_000, 450_000, 600_000, 550_000},
		`<path d="M2 5h4" stroke="red" stroke-linecap="square"/>`:                                                     {150_000, 450_000, 650_000, 550_000},
		`<path d="M2 5h4" stroke="red" stroke-linecap="round"/>`:                                                      {150_000, 450_000, 650_000, 550_000},
		`<path d="M2 8h4v-4" stroke="red" fill="none"/>`:                                                              {200_000, 400_000, 650_000, 850_000},
		`<path d="M2 8h4v-4" stroke="red" fill="none" stroke-linejoin="bevel"/>`:                                      {200_000, 400_000, 650_000, 850_000},
		`<rect x="2" y="2" width="4" height="4" stroke="red" stroke-width="2"/>`:                                      {100_000, 100_000, 700_000, 700_000},
		`<path d="M3 8L5 2 7 8" stroke="red" fill="none" stroke-miterlimit="9"/>`:                                     {252_565, 41_886, 747_435, 815_812},
		`<path d="M3 8L5 2 7 8" stroke="red" fill="none" stroke-miterlimit="3"/>`:                                     {252_565, 184_188, 747_435, 815_812},
		`<g transform="scale(1 2)"><path d="M2 2h4" stroke="red"/></g>`:                                               {200_000, 300_000, 600_000, 500_000},
		`<clipPath id="c"><circle cx="5" cy="5" r="2"/></clipPath><rect width="10" height="10" clip-path="url(#c)"/>`: {300_000, 300_000, 700_000, 700_000},
		`<rect x="2" y="2" width="1" height="1"/><rect x="8" y="8" width="1" height="1" opacity=".02"/>`:              {200_000, 200_000, 300_000, 300_000},
		`<path d="M2 2h2v2zM9 9"/>`:                                                                                   {200_000, 200_000, 400_000, 400_000},
	} {
		d, err := DecodeSVG(svgOf(inner))
		if err != nil {
			t.Fatal(err)
		}
		got := d.Ink
		for i, v := range [4]int{got.MinX - want.MinX, got.MinY - want.MinY, got.MaxX - want.MaxX, got.MaxY - want.MaxY} {
			if max(v, -v) > 3 {
				t.Errorf("%s: ink %v, want %v (%d)", inner, got, want, i)
				break
			}
		}
	}
}

// TestStyleSheets: the selectors that are read, and which of them wins.
func TestStyleSheets(t *testing.T) {
	for sheet, want := range map[string]string{
		`path{fill:#010000}`: "01", `.a{fill:#010000}`: "01", `#i{fill:#010000}`: "01", `*{fill:#010000}`: "01", `path.a.b#i{fill:#010000}`: "01",
		`g path{fill:#010000}`: "01", `g > path{fill:#010000}`: "01", `svg>path{fill:#010000}`: "09", `svg g>path{fill:#010000}`: "01", `.x > .y path{fill:#010000}`: "09",
		`svg > g path{fill:#010000}`: "01", `g > svg path{fill:#010000}`: "09", `path .a{fill:#010000}`: "09",
		`.a{fill:#010000}path{fill:#020000}`: "01", `.a{fill:#010000}.b{fill:#020000}`: "02", `#i{fill:#010000}.a.b{fill:#020000}`: "01",
		`.a.b{fill:#010000}.b{fill:#020000}`: "01", `g path{fill:#010000}path{fill:#020000}`: "01", `path{fill:#010000 !important}#i{fill:#020000}`: "01",
		`.a,.c{fill:#010000}`: "01", `@font-face{src:url(x)} .a{fill:#010000}`: "01", `@media print{.a{fill:#020000}}`: "09", `@charset "x"; .a{fill:#010000}`: "01",
		`/* } */ .a/* { */{fill:/*x*/#010000}`: "01", `.a{fill:#010000;;font:"a;b"}`: "01",
	} {
		nodes := shapesOf(t, "<style>"+strings.ReplaceAll(sheet, ">", "&gt;")+`</style><g class="y"><path id="i" class="a b" fill="#090000" d="M0 0h1v1z"/></g>`)
		if got := fmt.Sprintf("%02x", nodes[0].(*Shape).Fill.Color.R); got != want {
			t.Errorf("%s: %s, want %s", sheet, got, want)
		}
	}
}
