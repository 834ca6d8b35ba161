//go:build oracle

package render_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

// A banking app would read from the printed page what the payment is: zbar
// does, from each sample's page at 200 dpi.
func TestPaymentCodesAreReadFromThePage(t *testing.T) {
	zbarimg := tools.Find(t, "zbarimg")
	for name, want := range wantedCodes(t) {
		_, o := codePage(t, name)
		p, _ := sample(t, name)
		var file bytes.Buffer
		if _, err := renderer().Render(context.Background(), &file, p, o); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		base := filepath.Join(t.TempDir(), "page")
		if err := os.WriteFile(base+".pdf", file.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		tools.MustRun(t, "pdftoppm", "-r", "200", "-gray", "-singlefile", base+".pdf", base)
		got, err := tools.Run(zbarimg, "--quiet", "--raw", "--oneshot", base+".pgm")
		if err != nil || string(got) != want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want)
		}
	}
}
