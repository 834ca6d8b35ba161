//go:build oracle

package pdf

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

// freeSRGB is what Debian's icc-profiles-free installs.
const freeSRGB = "/usr/share/color/icc/sRGB.icc"

// TestProfileMapsLikeOthers has littlecms turn colours into L*a*b* through our
// profile, through its own idea of sRGB and through a profile that others made.
func TestProfileMapsLikeOthers(t *testing.T) {
	own := filepath.Join(t.TempDir(), "own.icc")
	if err := os.WriteFile(own, sRGB(), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(freeSRGB); err != nil {
		t.Fatalf("%s is missing: run make tools, which installs icc-profiles-free", freeSRGB)
	}
	// A profile that is off by one part in a hundred in one tone curve.
	off := sRGB()
	at := strings.Index(string(off), "para")
	off[at+12+2] ^= 0x06 // gamma 2.4 + 0.0234
	bad := filepath.Join(t.TempDir(), "bad.icc")
	if err := os.WriteFile(bad, off, 0o644); err != nil {
		t.Fatal(err)
	}
	ours := labs(t, own)
	for _, other := range []string{"*sRGB", freeSRGB} {
		if d := farthest(ours, labs(t, other)); d > 0.1 {
			t.Errorf("%s: ΔE up to %.3f", other, d)
		} else {
			t.Logf("%s: ΔE up to %.4f", other, d)
		}
	}
	if d := farthest(ours, labs(t, bad)); d < 0.1 {
		t.Errorf("a wrong curve makes ΔE %.3f only: this test finds nothing", d)
	}
}

// labs gives the colours of a grid as L*a*b*, relative colorimetric.
func labs(t *testing.T, profile string) [][3]float64 {
	t.Helper()
	var in strings.Builder
	for _, r := range grid {
		for _, g := range grid {
			for _, b := range grid {
				fmt.Fprintf(&in, "%d %d %d\n", r, g, b)
			}
		}
	}
	cmd := exec.Command(tools.Find(t, "transicc"), "-n", "-i"+profile, "-o*Lab4", "-t1", "-c0")
	cmd.Stdin = strings.NewReader(in.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("transicc: %v", err)
	}
	var all [][3]float64
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			continue
		}
		var v [3]float64
		for i := range v {
			if v[i], err = strconv.ParseFloat(fields[i], 64); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, v)
	}
	if want := len(grid) * len(grid) * len(grid); len(all) != want {
		t.Fatalf("%d colours came back of %d", len(all), want)
	}
	return all
}

var grid = []int{0, 1, 5, 10, 11, 40, 80, 128, 180, 220, 254, 255}

// farthest is the largest CIE76 difference.
func farthest(a, b [][3]float64) float64 {
	most := 0.0
	for i := range a {
		most = math.Max(most, math.Sqrt(math.Pow(a[i][0]-b[i][0], 2)+math.Pow(a[i][1]-b[i][1], 2)+math.Pow(a[i][2]-b[i][2], 2)))
	}
	return most
}
