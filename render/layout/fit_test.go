package layout

import "testing"

// A block is set the wide way down to the very width that this needs.
func TestFit(t *testing.T) {
	f := &Fit{Need: 100 * Point, Wide: &Space{Height: 1}, Narrow: &Space{Height: 2}}
	for width, want := range map[Unit]Unit{200 * Point: 1, 100 * Point: 1, 100*Point - 1: 2, 0: 2} {
		if got := f.measure(width).height(); got != want {
			t.Errorf("width %d: height %d, want %d", width, got, want)
		}
	}
}
