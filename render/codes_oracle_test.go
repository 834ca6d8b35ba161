//go:build oracle

package render_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
	"github.com/facture-dev/facture/render"
	"github.com/facture-dev/facture/templates"
)

// A banking app would read from the printed page what the payment is: zbar
// does, from each sample's page at 200 dpi.
func TestPaymentCodesAreReadFromThePage(t *testing.T) {
	for name, want := range wantedCodes(t) {
		_, o := codePage(t, name)
		if got := scanned(t, name, o); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// So it does from the pages of the built-in layouts, with all that stands there.
func TestPaymentCodesAreReadFromLayouts(t *testing.T) {
	for _, l := range templates.Builtin() {
		for _, name := range []string{"german", "greek", "setup-fee"} {
			_, o := sample(t, name)
			o.Brand.Template = l.Name
			if got, want := scanned(t, name, o), wantedCodes(t)[name]; got != want {
				t.Errorf("%s, %s: %q, want %q", l.Name, name, got, want)
			}
		}
	}
}

// scanned is what zbar reads from the pages of a sample; "" for nothing.
func scanned(t *testing.T, name string, o render.Options) string {
	t.Helper()
	p, _ := sample(t, name)
	var file bytes.Buffer
	if _, err := renderer().Render(context.Background(), &file, p, o); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	base := filepath.Join(t.TempDir(), "page")
	if err := os.WriteFile(base+".pdf", file.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	tools.MustRun(t, "pdftoppm", "-r", "200", "-gray", base+".pdf", base)
	pages, err := filepath.Glob(base + "-*.pgm")
	if err != nil || len(pages) == 0 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	out, err := tools.Run(append([]string{tools.Find(t, "zbarimg"), "--quiet", "--raw", "--oneshot"}, pages...)...)
	if err != nil && len(out) == 0 {
		t.Logf("%s: %v", name, err)
	}
	return string(out)
}
