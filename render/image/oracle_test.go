//go:build oracle

package image

import (
	"bytes"
	"encoding/base64"
	"fmt"
	stdimage "image"
	"image/color"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

func run(t *testing.T, input []byte, name string, arguments ...string) []byte {
	t.Helper()
	var out, messages bytes.Buffer
	command := exec.Command(name, arguments...)
	command.Stdin, command.Stdout, command.Stderr = bytes.NewReader(input), &out, &messages
	if err := command.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, messages.Bytes())
	}
	return out.Bytes()
}

// pnm is a picture as other programs write it: rows of samples from 0 to limit.
type pnm struct {
	width, height, depth, limit int
	samples                     []byte
}

// readPNM reads a binary PGM or PPM file.
func readPNM(t *testing.T, data []byte) (p pnm) {
	t.Helper()
	magic := string(data[:2])
	n, err := fmt.Sscan(string(data[2:min(len(data), 60)]), &p.width, &p.height, &p.limit)
	if err != nil || n != 3 || magic != "P5" && magic != "P6" {
		t.Fatalf("%.20q: %v", data, err)
	}
	p.depth = 1
	if magic == "P6" {
		p.depth = 3
	}
	size := p.width * p.height * p.depth
	p.samples = data[len(data)-size:]
	return p
}

// rgba is a pixel with 8 bits a sample, rounded.
func (p pnm) rgba(x, y int) (out [4]byte) {
	at := (y*p.width + x) * p.depth
	value := func(c int) byte {
		v := 0
		if p.limit > 255 {
			v = int(p.samples[2*(at+c)])<<8 | int(p.samples[2*(at+c)+1])
		} else {
			v = int(p.samples[at+c])
		}
		return byte((2*v*255 + p.limit) / (2 * p.limit))
	}
	out[3] = 255
	if p.depth%2 == 0 {
		out[3] = value(p.depth - 1)
	}
	for c := range 3 {
		out[c] = value(0)
		if p.depth >= 3 {
			out[c] = value(c)
		}
	}
	return out
}

// TestOraclePNGAgainstImageMagick reads all kinds of PNG with ImageMagick, which
// uses libpng, sample for sample. 16 bits are asked for, since it has its own
// way of rounding to 8.
func TestOraclePNGAgainstImageMagick(t *testing.T) {
	convert := tools.Find(t, "convert-im6.q16")
	files := append(corpus(), oddPNGs()...)
	for _, s := range files {
		r, err := Decode(s.png)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		samples := run(t, s.png, convert, "png:-", "-depth", "16", "-endian", "MSB", "rgba:-")
		want := pnm{r.Width, r.Height, 4, 65535, samples}
		if len(samples) != r.Width*r.Height*8 {
			t.Fatalf("%s: %d × %d in %d bytes", s.name, r.Width, r.Height, len(samples))
		}
		for y := range r.Height {
			for x := range r.Width {
				if got, want := r.rgba(x, y), want.rgba(x, y); got != want {
					t.Fatalf("%s: pixel %d,%d is %v, libpng has %v", s.name, x, y, got, want)
				}
			}
		}
	}
	atLeast60(t, "PNG", len(files))
}

func atLeast60(t *testing.T, what string, n int) {
	t.Helper()
	t.Logf("%d %s files compared", n, what)
	if n < 60 {
		t.Errorf("%d %s files", n, what)
	}
}

// jpegTolerance is how far a sample may be from libjpeg's. The transform and
// the factors of YCbCr are the same, so nothing is left to round otherwise.
const jpegTolerance = 0

// TestOracleJPEGAgainstLibjpeg compares what is decoded with djpeg, and what is
// left as it is with what it was. -nosmooth: a subsampled sample stands for all
// the pixels that it covers.
func TestOracleJPEGAgainstLibjpeg(t *testing.T) {
	djpeg, cjpeg := tools.Find(t, "djpeg"), tools.Find(t, "cjpeg")
	script := filepath.Join(t.TempDir(), "scans")
	if err := os.WriteFile(script, []byte("0;\n2;\n1;\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(11, 12))
	compared := 0
	for _, size := range [][2]int{{1, 1}, {7, 9}, {16, 16}, {33, 50}, {120, 41}} {
		ppm := smooth(r, size[0], size[1])
		for _, options := range [][]string{
			{"-sample", "1x1"}, {"-sample", "2x2"}, {"-sample", "2x1"}, {"-sample", "1x2"}, {"-sample", "4x1"}, {"-sample", "4x2"},
			{"-sample", "2x2,1x2,2x1"}, {"-sample", "2x2", "-scans", script}, {"-sample", "2x2", "-scans", script, "-restart", "3B"},
			{"-sample", "1x1", "-progressive"}, {"-sample", "2x2", "-progressive"}, {"-sample", "2x2", "-progressive", "-restart", "2B"},
			{"-sample", "4x1", "-progressive", "-restart", "1"}, {"-grayscale"}, {"-grayscale", "-progressive"}, {"-rgb"}, {"-rgb", "-progressive"},
			{"-restart", "1"}, {"-restart", "1B"}, {"-optimize"}, {"-quality", "3", "-baseline"}, {"-quality", "100"}, {"-quality", "1", "-progressive", "-baseline"},
		} {
			name := fmt.Sprint(size, options)
			data := run(t, ppm, cjpeg, append([]string{"-quality", "92"}, options...)...)
			raster, err := Decode(data)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if rgb := options[0] == "-rgb"; rgb == (raster.JPEG != nil) {
				t.Fatalf("%s: left as it is: %v", name, raster.JPEG != nil)
			}
			want := run(t, data, djpeg, "-nosmooth")
			if raster.JPEG != nil {
				if got := run(t, raster.JPEG, djpeg, "-nosmooth"); !bytes.Equal(got, want) {
					t.Fatalf("%s: libjpeg sees another picture without the metadata", name)
				}
			}
			comparePixels(t, name, opened(t, raster), readPNM(t, want), jpegTolerance)
			compared++
		}
	}
	atLeast60(t, "JPEG", compared)
	arithmetic := run(t, smooth(r, 30, 30), cjpeg, "-arithmetic")
	if _, err := Decode(arithmetic); err == nil || !strings.Contains(err.Error(), "arithmetic coding") {
		t.Errorf("arithmetic coding: %v", err)
	}
}

// TestOracleOddJPEGsAgainstImageMagick reads the odd files. Gray and RGB are
// equal, CMYK is as close as its formula (docs/spec/images.md).
func TestOracleOddJPEGsAgainstImageMagick(t *testing.T) {
	convert := tools.Find(t, "convert-im6.q16")
	compared, farthest := 0, 0.0
	for _, s := range oddJPEGs() {
		if fractional(s.factors) { // libjpeg has no such subsampling
			continue
		}
		data := s.encode()
		raster, err := Decode(data)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		raster = opened(t, raster)
		arguments := []string{"-define", "jpeg:fancy-upsampling=off", "-define", "jpeg:dct-method=islow", "jpeg:-", "-auto-orient", "+profile", "*"}
		if len(s.ids) == 4 {
			arguments = append(arguments, "-colorspace", "sRGB")
		}
		want := pnm{raster.Width, raster.Height, 3, 255, run(t, data, convert, append(arguments, "-depth", "8", "rgb:-")...)}
		if len(want.samples) != want.width*want.height*3 {
			t.Fatalf("%s: %d bytes for %d × %d", s.name, len(want.samples), want.width, want.height)
		}
		compared++
		if len(s.ids) < 4 {
			tolerance := jpegTolerance
			if s.scans[len(s.scans)-1].lower > 0 {
				tolerance = 12 // libjpeg guesses the fine bits that a progressive file never gave
			}
			comparePixels(t, s.name, raster, want, tolerance)
			continue
		}
		for y := range raster.Height {
			for x := range raster.Width {
				farthest = max(farthest, deltaE(raster.rgba(x, y), want.rgba(x, y)))
			}
		}
	}
	t.Logf("%d odd JPEG files compared, CMYK: ΔE up to %.2f", compared, farthest)
	if compared < 60 || farthest > 10 {
		t.Errorf("%d files, ΔE up to %.2f", compared, farthest)
	}
}

// TestOracleCMYKAgainstTwo has ImageMagick make CMYK files of colours from all
// of RGB, and reads them with ImageMagick and with librsvg.
func TestOracleCMYKAgainstTwo(t *testing.T) {
	convert, rsvg := tools.Find(t, "convert-im6.q16"), tools.Find(t, "rsvg-convert")
	const side = 64 // 4 × 4 × 4 colours, in blocks of 8
	var ppm bytes.Buffer
	fmt.Fprintf(&ppm, "P6 %d %d 255\n", side, side)
	for y := range side {
		for x := range side {
			n := y/8*8 + x/8
			ppm.Write([]byte{byte(n % 4 * 85), byte(n / 4 % 4 * 85), byte(n / 16 * 85)})
		}
	}
	for _, options := range [][]string{
		{"-quality", "95", "-sampling-factor", "1x1"}, {"-quality", "95", "-sampling-factor", "1x1", "-interlace", "JPEG"},
		{"-quality", "60", "-sampling-factor", "1x1"},
	} {
		data := run(t, ppm.Bytes(), convert, append(append([]string{"ppm:-", "-colorspace", "CMYK"}, options...), "jpeg:-")...)
		raster, err := Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[1]d"><image width="%[1]d" height="%[1]d" href="data:image/jpeg;base64,%[2]s"/></svg>`,
			side, base64.StdEncoding.EncodeToString(data))
		png := run(t, []byte(svg), rsvg)
		for _, other := range []struct {
			name string
			rgb  []byte
		}{
			{"ImageMagick", run(t, data, convert, "jpeg:-", "-colorspace", "sRGB", "-depth", "8", "rgb:-")},
			{"librsvg", run(t, png, convert, "png:-", "-depth", "8", "rgb:-")},
		} {
			want := pnm{side, side, 3, 255, other.rgb}
			if len(want.samples) != side*side*3 {
				t.Fatalf("%s: %d bytes", other.name, len(want.samples))
			}
			farthest, inverted := 0.0, 0.0
			for y := range side {
				for x := range side {
					got := raster.rgba(x, y)
					farthest = max(farthest, deltaE(got, want.rgba(x, y)))
					inverted = max(inverted, deltaE([4]byte{255 - got[0], 255 - got[1], 255 - got[2]}, want.rgba(x, y)))
				}
			}
			t.Logf("%v: ΔE from %s up to %.2f", options, other.name, farthest)
			if farthest > 10 {
				t.Errorf("%v: ΔE from %s up to %.2f", options, other.name, farthest)
			}
			if inverted < 50 {
				t.Errorf("the opposite colours are as near to %s: this test finds nothing", other.name)
			}
		}
	}
}

func fractional(factors [][2]int) bool {
	for _, f := range factors {
		for _, largest := range factors {
			if largest[0] > f[0] && largest[0]%f[0] != 0 || largest[1] > f[1] && largest[1]%f[1] != 0 {
				return true
			}
		}
	}
	return false
}

// deltaE is the distance of two sRGB colours in CIE 1976 L*a*b* under D65.
func deltaE(a, b [4]byte) float64 {
	p, q := lab(a), lab(b)
	return math.Sqrt((p[0]-q[0])*(p[0]-q[0]) + (p[1]-q[1])*(p[1]-q[1]) + (p[2]-q[2])*(p[2]-q[2]))
}

func lab(c [4]byte) [3]float64 {
	var linear [3]float64
	for i := range linear {
		v := float64(c[i]) / 255
		if linear[i] = v / 12.92; v > 0.04045 {
			linear[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	r, g, b := linear[0], linear[1], linear[2]
	f := func(v float64) float64 {
		if v > 216.0/24389 {
			return math.Cbrt(v)
		}
		return (v*24389/27 + 16) / 116
	}
	x, y, z := f((0.4124*r+0.3576*g+0.1805*b)/0.9505), f(0.2126*r+0.7152*g+0.0722*b), f((0.0193*r+0.1192*g+0.9505*b)/1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// comparePixels holds pixels against another reader's.
func comparePixels(t *testing.T, name string, r *Raster, want pnm, tolerance int) {
	t.Helper()
	for y := range r.Height {
		for x := range r.Width {
			got, expected := r.rgba(x, y), want.rgba(x, y)
			for c := range 3 {
				if d := int(got[c]) - int(expected[c]); d > tolerance || d < -tolerance {
					t.Errorf("%s: pixel %d,%d is %v, others have %v", name, x, y, got, expected)
					return
				}
			}
		}
	}
}

// smooth is a picture without edges, as a PPM file.
func smooth(r *rand.Rand, width, height int) []byte {
	p := stdimage.NewRGBA(stdimage.Rect(0, 0, width, height))
	a, b, c := 1+r.IntN(5), 1+r.IntN(5), r.IntN(200)
	out := fmt.Appendf(nil, "P6 %d %d 255\n", width, height)
	for y := range height {
		for x := range width {
			p.Set(x, y, color.RGBA{byte(min(255, a*x)), byte(min(255, b*y)), byte(min(255, c+x/2)), 255})
			at := p.PixOffset(x, y)
			out = append(out, p.Pix[at:at+3]...)
		}
	}
	return out
}
