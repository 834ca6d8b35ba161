//go:build oracle

package pdf_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
	"github.com/facture-dev/facture/render/code"
	"github.com/facture-dev/facture/render/layout"
)

// Codes as others read them: drawn by poppler, decoded by zbar.

// zbarFoundNothing is the exit code of zbarimg for a page without a code.
const zbarFoundNothing = 4

// decoded is what zbar reads on pages, one code a page; "" where it reads
// nothing.
func decoded(t *testing.T, d *layout.Document, kind string) []string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "codes.pdf")
	if err := os.WriteFile(file, write(t, d, options), 0o644); err != nil {
		t.Fatal(err)
	}
	tools.MustRun(t, "pdftoppm", "-r", "200", "-gray", file, filepath.Join(dir, "p"))
	pages, err := filepath.Glob(filepath.Join(dir, "p-*.pgm"))
	if err != nil || len(pages) != len(d.Pages) {
		t.Fatalf("%d pages, want %d", len(pages), len(d.Pages))
	}
	// One run a page: what --raw prints does not say where a text ends, and
	// --xml spoils bytes beyond ASCII.
	texts := make([]string, len(pages))
	for i, p := range pages {
		out, err := tools.Run(tools.Find(t, "zbarimg"), "--quiet", "--raw", "--oneshot", "-S*.disable", "-S"+kind+".enable", p)
		if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != zbarFoundNothing) {
			t.Fatal(err)
		}
		texts[i] = string(out)
	}
	return texts
}

// onPages sets each code on a page of its own, with its light zone and a rest.
func onPages(all []*layout.Modules) *layout.Document {
	d := page()
	d.Pages = nil
	for _, m := range all {
		qx := m.Width * layout.Unit(m.Matrix.QuietX) / layout.Unit(m.Matrix.Width)
		d.Pages = append(d.Pages, layout.Page{
			Width: m.Width + 2*qx + 7, Height: m.Height + 2*qx + 5,
			Items: []layout.Placed{{X: qx + 3, Y: qx + 2, Item: m}},
		})
	}
	return d
}

// payload is a random text: digits, capitals, sentences, letters of many
// scripts, or all of it.
func payload(r *rand.Rand, n int) string {
	sets := [][]rune{[]rune("0123456789"), []rune("ABCXYZ0189 $%*+-./:"), []rune("abcxyz ,;=()\n"), []rune("äßéğłЖюΩאب漢字")}
	kinds := 1 + r.IntN(len(sets))
	var out []rune
	for len(out) < n {
		set := sets[r.IntN(kinds)]
		for range 1 + r.IntN(20) {
			out = append(out, set[r.IntN(len(set))])
		}
	}
	return string(out[:n])
}

func TestOthersReadQRCodes(t *testing.T) {
	r := rand.New(rand.NewPCG(18004, 1))
	var texts []string
	var all []*layout.Modules
	versions := map[int]bool{}
	for i := range 300 {
		text := payload(r, 1+r.IntN(1+r.IntN(900)))
		m, err := code.QR(text, code.Level(i%4), code.MaxVersion)
		if err != nil {
			t.Fatal(err)
		}
		versions[m.Width] = true
		// At 200 dpi a pixel is 0.127 mm.
		size := layout.Unit(m.Width) * millimetre * layout.Unit(38+r.IntN(20)) / 100
		texts, all = append(texts, text), append(all, &layout.Modules{Width: size, Height: size, Matrix: m})
	}
	if len(versions) < 30 {
		t.Errorf("only %d versions", len(versions))
	}
	readAlike(t, decoded(t, onPages(all), "qrcode"), texts)
}

func TestOthersReadCode128(t *testing.T) {
	r := rand.New(rand.NewPCG(15417, 1))
	var texts []string
	var all []*layout.Modules
	for range 300 {
		var b []byte
		for n := 2 + r.IntN(24); len(b) < n; {
			from, to := [4]int{1, 32, 48, 96}[r.IntN(4)], 0
			to = map[int]int{1: 32, 32: 127, 48: 58, 96: 127}[from]
			for range 1 + r.IntN(8) {
				b = append(b, byte(from+r.IntN(to-from)))
			}
		}
		m, err := code.Code128(string(b))
		if err != nil {
			t.Fatal(err)
		}
		width := layout.Unit(m.Width) * millimetre * layout.Unit(38+r.IntN(20)) / 100
		texts, all = append(texts, string(b)), append(all, &layout.Modules{Width: width, Height: 12 * millimetre, Matrix: m})
	}
	readAlike(t, decoded(t, onPages(all), "code128"), texts)
}

func readAlike(t *testing.T, got, want []string) {
	t.Helper()
	wrong := 0
	for i := range want {
		if got[i] != want[i] {
			if wrong++; wrong <= 5 {
				t.Errorf("code %d is read as %q, want %q", i, got[i], want[i])
			}
		}
	}
	t.Logf("%d of %d are read right", len(want)-wrong, len(want))
}

// A code that is damaged a little is still read; damaged beyond its level it
// is refused or says something else, so that the tests above would notice.
func TestOthersNoticeDamage(t *testing.T) {
	text := strings.Repeat("damage ", 12)
	m, err := code.QR(text, code.M, 40)
	if err != nil {
		t.Fatal(err)
	}
	size := layout.Unit(m.Width) * millimetre / 2
	bars, err := code.Code128("INV-2026-00042")
	if err != nil {
		t.Fatal(err)
	}
	// White over the middle of a code.
	covered := func(m *layout.Modules, modules int) *layout.Document {
		d := onPages([]*layout.Modules{m})
		it := d.Pages[0].Items[0]
		w := m.Width * layout.Unit(modules) / layout.Unit(m.Matrix.Width)
		h := w
		if m.Matrix.Height == 1 {
			h = m.Height + 2*layout.Point // a row of pixels left over would be read
		}
		d.Pages[0].Items = append(d.Pages[0].Items, layout.Placed{X: it.X + m.Width/2 - w/2, Y: it.Y + m.Height/2 - h/2,
			Item: &layout.Fill{Width: w, Height: h, Color: 0xffffff}})
		return d
	}
	for _, tt := range []struct {
		name string
		d    *layout.Document
		kind string
		want string
		same bool
	}{
		{"4 modules of a QR code", covered(&layout.Modules{Width: size, Height: size, Matrix: m}, 4), "qrcode", text, true},
		{"24 modules of a QR code", covered(&layout.Modules{Width: size, Height: size, Matrix: m}, 24), "qrcode", text, false},
		{"9 modules of a bar code", covered(&layout.Modules{Width: 60 * millimetre, Height: 12 * millimetre, Matrix: bars}, 9), "code128", "INV-2026-00042", false},
	} {
		if got := decoded(t, tt.d, tt.kind)[0]; (got == tt.want) != tt.same {
			t.Errorf("%s: read as %q", tt.name, got)
		}
	}
}
