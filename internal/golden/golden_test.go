package golden

import (
	"image"
	"image/color"
	"strings"
	"testing"
)

func TestDiff(t *testing.T) {
	tests := []struct{ name, old, now, want string }{
		{"equal", "a\nb\n", "a\nb\n", ""},
		{"changed", "a\nb\nc\n", "a\nX\nc\n", "  a\n- b\n+ X\n  c\n"},
		{"added", "a\nc\n", "a\nb\nc\n", "  a\n+ b\n  c\n"},
		{"removed", "a\nb\n", "a\n", "  a\n- b\n"},
		{"from nothing", "", "a\n", "+ a\n"},
		{"line feed only", "a", "a\n", "- a  (no line feed)\n+ a\n"},
		{"far apart", "a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n", "- a\n+ A\n  1\n  2\n…\n  5\n  6\n- b\n+ B\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Diff(tt.old, tt.now); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

func TestLongDiffsAreCut(t *testing.T) {
	diff := Diff(strings.Repeat("a\n", 3000), strings.Repeat("b\n", 3000))
	if n := strings.Count(diff, "\n"); n != shownMax+1 || !strings.HasSuffix(diff, "… and more\n") {
		t.Errorf("%d lines, ending in %q", n, diff[len(diff)-20:])
	}
}

// recorder takes the failures that a comparison reports.
type recorder struct {
	testing.TB
	failures []string
}

func (r *recorder) Helper()             {}
func (r *recorder) Logf(string, ...any) {}
func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, format)
}

func TestAMismatchFails(t *testing.T) {
	t.Setenv("GOLDEN", "")
	for name, compare := range map[string]func(testing.TB, string, []byte){"Text": Text, "PDF": PDF} {
		r := &recorder{TB: t}
		compare(r, "README.md", []byte("something else"))
		if len(r.failures) != 1 {
			t.Errorf("%s: %d failures for other bytes, want 1", name, len(r.failures))
		}
		r = &recorder{TB: t}
		compare(r, "no-such-file", []byte("x"))
		if len(r.failures) == 0 {
			t.Errorf("%s: no failure for a golden file that is not there", name)
		}
	}
}

func TestRastersThatDiffer(t *testing.T) {
	a, b := image.NewRGBA(image.Rect(0, 0, 4, 4)), image.NewRGBA(image.Rect(0, 0, 4, 4))
	if _, same := triptych(a, b); !same {
		t.Error("equal pages differ")
	}
	b.Set(2, 1, color.Black)
	both, same := triptych(a, b)
	if same || both.RGBAAt(8+2, 1).R == 0xff {
		t.Error("a pixel's difference is not marked")
	}
	if _, same := triptych(a, image.NewRGBA(image.Rect(0, 0, 4, 5))); same {
		t.Error("pages of different sizes are equal")
	}
}
