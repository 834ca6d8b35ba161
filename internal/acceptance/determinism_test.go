//go:build oracle

package acceptance

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

// hashes returns the SHA-256 of the PDF of every document.
func hashes(t *testing.T, dir string, documents []string) map[string]string {
	t.Helper()
	sums := map[string]string{}
	for _, document := range documents {
		content, err := os.ReadFile(pdfOf(dir, document))
		if err != nil {
			t.Fatal(err)
		}
		sums[nameOf(document)] = fmt.Sprintf("%x", sha256.Sum256(content))
	}
	return sums
}

func wantEqual(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s: %s has SHA-256 %.16s…, want %.16s…", what, name, got[name], want[name])
		}
	}
}

// TestSameBytes renders the samples again and again with everything varied that
// must not matter.
func TestSameBytes(t *testing.T) {
	documents := samples(t)
	want := hashes(t, render(t, documents), documents)
	// The counter-proof: what does matter changes the bytes.
	other := hashes(t, render(t, documents, "--paper", "letter", "--language", "sv"), documents)
	differ := 0
	for name := range want {
		if other[name] != want[name] {
			differ++
		}
	}
	if differ < len(want)*9/10 {
		t.Errorf("another language and paper change %d of %d documents only", differ, len(want))
	}
	for _, variant := range []struct {
		name string
		env  []string
		args []string
	}{
		{"another process", nil, nil},
		{"one processor", []string{"GOMAXPROCS=1"}, nil},
		{"two processors", []string{"GOMAXPROCS=2"}, nil},
		{"one job", nil, []string{"--jobs", "1"}},
		{"east of Greenwich", []string{"TZ=Pacific/Kiritimati"}, nil},
		{"west of Greenwich", []string{"TZ=Pacific/Niue"}, nil},
		{"another locale", []string{"LC_ALL=tr_TR.UTF-8", "LANG=tr_TR.UTF-8"}, nil},
		{"eager garbage collection", []string{"GOGC=1"}, nil},
	} {
		got := hashes(t, renderBy(t, []string{tools.Facture(t)}, variant.env, documents, variant.args...), documents)
		wantEqual(t, variant.name, got, want)
	}
}

// TestSameBytesInAnyOrder: what was rendered before in the same process must
// not show in the bytes.
func TestSameBytesInAnyOrder(t *testing.T) {
	documents := samples(t)
	want := hashes(t, render(t, documents, "--jobs", "1"), documents)
	reversed := make([]string, len(documents))
	for i, document := range documents {
		reversed[len(documents)-1-i] = document
	}
	wantEqual(t, "in reverse", hashes(t, render(t, reversed, "--jobs", "1"), documents), want)
	for _, document := range documents[:4] {
		alone := hashes(t, render(t, []string{document}), []string{document})
		wantEqual(t, "alone", alone, map[string]string{nameOf(document): want[nameOf(document)]})
	}
}

// TestSameBytesOnARM64 runs the cross-compiled command in an emulator. Another
// processor rounds floating-point results differently (fused multiplication)
// and takes other paths through the compressor.
func TestSameBytesOnARM64(t *testing.T) {
	documents := samples(t)
	want := hashes(t, render(t, documents), documents)
	arm := filepath.Join(t.TempDir(), "facture-arm64")
	if err := tools.Build(arm, tools.Root(t), "GOOS=linux", "GOARCH=arm64"); err != nil {
		t.Fatal(err)
	}
	got := hashes(t, renderBy(t, []string{tools.Find(t, "qemu-aarch64"), arm}, nil, documents), documents)
	wantEqual(t, "arm64", got, want)
}
