package templates

import (
	"math"
	"testing"
)

// The table of linear light is the formula's.
func TestLinearLight(t *testing.T) {
	for i := range 256 {
		x := float64(i) / 255
		want := x / 12.92
		if x > 0.04045 {
			want = math.Pow((x+0.055)/1.055, 2.4)
		}
		if got := float64(linear(uint8(i))) / 1e6; math.Abs(got-want) > 0.6e-6 {
			t.Errorf("%d: %.7f, want %.7f", i, got, want)
		}
	}
}
