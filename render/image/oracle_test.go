//go:build oracle

package image

import (
	"bytes"
	"fmt"
	stdimage "image"
	"image/color"
	"math/rand/v2"
	"os/exec"
	"testing"
)

func tool(t *testing.T, name, debianPackage string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is missing: apt-get install %s", name, debianPackage)
	}
}

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
	tool(t, "convert-im6.q16", "imagemagick")
	for _, s := range corpus() {
		r, err := Decode(s.png)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		samples := run(t, s.png, "convert-im6.q16", "png:-", "-depth", "16", "-endian", "MSB", "rgba:-")
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
}

// TestOracleJPEGAgainstLibjpeg compares what is decoded with djpeg, and what is
// left as it is with what it was. Decoders differ in the last bits by right.
func TestOracleJPEGAgainstLibjpeg(t *testing.T) {
	tool(t, "djpeg", "libjpeg-turbo-progs")
	tool(t, "cjpeg", "libjpeg-turbo-progs")
	r := rand.New(rand.NewPCG(11, 12))
	for _, size := range [][2]int{{1, 1}, {7, 9}, {16, 16}, {33, 50}, {120, 41}} {
		ppm := smooth(r, size[0], size[1])
		for _, options := range [][]string{
			{"-sample", "1x1"}, {"-sample", "2x2"}, {"-sample", "2x1"}, {"-sample", "1x1", "-progressive"}, {"-sample", "2x2", "-progressive"},
			{"-grayscale"}, {"-grayscale", "-progressive"}, {"-rgb"}, {"-rgb", "-progressive"}, {"-restart", "1"}, {"-optimize"},
		} {
			name := fmt.Sprint(size, options)
			data := run(t, ppm, "cjpeg", append([]string{"-quality", "92"}, options...)...)
			raster, err := Decode(data)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if rgb := options[0] == "-rgb"; rgb == (raster.JPEG != nil) {
				t.Fatalf("%s: left as it is: %v", name, raster.JPEG != nil)
			}
			want := run(t, data, "djpeg", "-nosmooth")
			if raster.JPEG != nil {
				if got := run(t, raster.JPEG, "djpeg", "-nosmooth"); !bytes.Equal(got, want) {
					t.Fatalf("%s: libjpeg sees another picture without the metadata", name)
				}
			}
			comparePixels(t, name, raster, data, readPNM(t, want))
		}
	}
}

// comparePixels holds pixels, those of Downscale and Ink too, against libjpeg's.
func comparePixels(t *testing.T, name string, r *Raster, data []byte, want pnm) {
	t.Helper()
	if r.JPEG != nil { // an orientation that changes nothing but how it is read
		turned, err := Decode(inserted(data, exif3()))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		r = turned.oriented(3)
	}
	sum := 0
	for y := range r.Height {
		for x := range r.Width {
			got, expected := r.rgba(x, y), want.rgba(x, y)
			for c := range 3 {
				d := int(got[c]) - int(expected[c])
				if d > 5 || d < -5 {
					t.Fatalf("%s: pixel %d,%d is %v, libjpeg has %v", name, x, y, got, expected)
				}
				sum += d * d
			}
		}
	}
	if n := r.Width * r.Height * 3; sum > 2*n {
		t.Errorf("%s: mean square difference %.2f", name, float64(sum)/float64(n))
	}
}

func exif3() []byte {
	return []byte("\xFF\xE1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x03\x00\x00\x00\x00\x00\x00")
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
