package pdf_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/code"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
)

// millimetre is a length in units, rounded down.
const millimetre = layout.Point * 720 / 254

// modules is a QR code of a text, 24 mm wide.
func modules(t testing.TB, s string) *layout.Modules {
	t.Helper()
	m, err := code.QR(s, code.M, code.MaxVersion)
	if err != nil {
		t.Fatal(err)
	}
	return &layout.Modules{Width: 24 * millimetre, Height: 24 * millimetre, Matrix: m}
}

// payment is what the code of a common invoice says; it takes version 8.
const payment = "BCD\n002\n1\nSCT\nVOACDE6AXXX\nKränzle & Öztürk Anlagentechnik GmbH\nDE33990101017877893287\nEUR18432.75\n\n\nRE-2026-1187, Auftrag 2231-17, Montage"

// A file shows the modules of its codes: each dark one once, on one grid, in
// the place of the frame, as a Figure with its box.
func TestModules(t *testing.T) {
	bars, err := code.Code128("INV-2026-00042")
	if err != nil {
		t.Fatal(err)
	}
	d := page()
	for _, item := range []*layout.Modules{
		modules(t, "7"), modules(t, payment), modules(t, strings.Repeat("facture ", 250)),
		{Width: 61*millimetre + 7, Height: 10 * millimetre, Matrix: bars},
	} {
		e := elem(d, layout.Root, layout.RoleFigure)
		d.Elems[e].Alt = "code"
		add(d, e, item)
		add(d, 0, item)
	}
	m, err := understand(write(t, d, options))
	if err != nil {
		t.Fatal(err)
	}
	if err := compare(m, d); err != nil {
		t.Error(err)
	}
	// The comparison finds one wrong module.
	other := *d
	other.Pages = []layout.Page{d.Pages[0]}
	other.Pages[0].Items = append([]layout.Placed{}, d.Pages[0].Items...)
	wrong := modules(t, "8")
	other.Pages[0].Items[0].Item = wrong
	if err := compare(m, &other); err == nil || !strings.Contains(err.Error(), "is filled") {
		t.Errorf("another code: %v", err)
	}
	if file := write(t, d, readable()); !bytes.Contains(file, []byte("/S/Figure")) || bytes.Count(file, []byte("/BBox[20 ")) != 4 {
		t.Errorf("%d boxes", bytes.Count(file, []byte("/BBox[20 ")))
	}
}

func readable() pdf.Options { o := options; o.Readable = true; return o }

// A payment's code takes less than 2 KB of the file.
func TestModulesAreSmall(t *testing.T) {
	size := func(item layout.Item) int {
		d := page()
		if item != nil {
			add(d, 0, item)
		}
		return len(write(t, d, options))
	}
	m := modules(t, payment)
	if v := (m.Matrix.Width - 17) / 4; v != 8 {
		t.Errorf("version %d", v)
	}
	took := size(m) - size(nil)
	if took > 2000 {
		t.Errorf("%d bytes", took)
	}
	t.Logf("a code of version 8 takes %d bytes", took)
}

func BenchmarkModules(b *testing.B) {
	d := page()
	add(d, 0, modules(b, payment))
	w := pdf.NewWriter(fonts.Embedded())
	for name, d := range map[string]*layout.Document{"code": d, "nothing": page()} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				var out bytes.Buffer
				if err := w.Write(&out, d, options); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
