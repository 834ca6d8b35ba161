package text

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/facture-dev/facture/fonts"
)

// Whatever was set before, in whatever order and at the same time, a text gives
// the same lines as in a new process.
func TestHistoryDoesNotShow(t *testing.T) {
	samples := corpus(t)
	faces := fonts.Embedded().Faces()
	type result struct {
		lines []Line
		min   Unit
		err   string
	}
	set := func(s *Shaper, i int) result {
		c := samples[i]
		st := Style{Face: faces[i%len(faces)].ID, Size: 9 * Point, Tabular: i%2 == 0}
		p, err := s.Paragraph([]Span{{c.text, st}, {" 1.234,50 ", st}, {c.text, st}}, c.lang)
		if err != nil {
			return result{err: err.Error()}
		}
		return result{p.Lines(60 * Point), p.MinWidth(), ""}
	}
	const step = 9 // a ninth of the corpus, each with a shaper of its own
	cold := map[int]result{}
	for i := 0; i < len(samples); i += step {
		cold[i] = set(NewShaper(fonts.Embedded()), i)
	}
	warm := NewShaper(fonts.Embedded())
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for _, n := range rand.New(rand.NewPCG(5, uint64(g))).Perm(len(samples) / step) {
				i := n * step
				if got := set(warm, i); !reflect.DeepEqual(got, cold[i]) {
					t.Errorf("%q: %v, cold %v", samples[i].text, got, cold[i])
					return
				}
			}
		})
	}
	wg.Wait()
}

// The cache forgets when it is full, and that does not show either.
func TestCacheIsBounded(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := style(t, "Source Sans 3", 400)
	before := paragraph(t, s, st, "Rechnung")
	set := s.setting(settingKey{face: st.Face})
	for i := range 3 * cacheShards * maxCachedWords {
		s.words.put(set, fmt.Sprintf("w%d", i), &word{})
	}
	kept := 0
	for i := range s.words.shards {
		n := len(s.words.shards[i].words)
		if n > maxCachedWords {
			t.Fatalf("a shard holds %d words", n)
		}
		kept += n
	}
	if kept == 0 {
		t.Error("nothing is kept")
	}
	after := paragraph(t, s, st, "Rechnung")
	if !reflect.DeepEqual(before.lines, after.lines) {
		t.Error("a forgotten word is set otherwise than before")
	}
	for i := range 2 * maxSettings {
		if _, err := s.Width("x", st, fmt.Sprintf("x-%d", i)); err != nil {
			t.Fatal(err)
		}
		if n := len(*s.settings.Load()); n > maxSettings {
			t.Fatalf("%d settings are kept", n)
		}
	}
}

// A hundred times the text takes about a hundred times as long: with spaces,
// without any, with nothing but hyphens, letters under marks.
func TestTimeIsLinear(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := style(t, "Source Serif 4", 400)
	for unit, n := range map[string]int{
		"word ": maxParagraphBytes, "m": maxParagraphBytes, "a-": 200_000, "e\u0301": 200_000, "7\u00AD": 200_000,
	} {
		took := func(n int) time.Duration {
			text := strings.Repeat(unit, n/len(unit))
			start := cpuTime(t)
			p := paragraph(t, s, st, text)
			p.Lines(100 * Point)
			p.Lines(100_000 * Point)
			return cpuTime(t) - start
		}
		small := max(min(took(n/100), took(n/100), took(n/100)), time.Millisecond/10)
		// Quadratic time would be 10,000 times as long, and every time. The
		// machine may be busy: processor time counts, and the best of a few.
		large := took(n)
		for range 4 {
			if large > 1000*small {
				large = min(large, took(n))
			}
		}
		if large > 1000*small {
			t.Errorf("%q: %d bytes took %v, a hundredth of them %v", unit, n, large, small)
		}
	}
}

// cpuTime is the processor time that the process has used.
func cpuTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// Ten times the text, up to the limit; compare ns/op: it grows tenfold.
func BenchmarkMillion(b *testing.B) {
	st := style(b, "Source Serif 4", 400)
	s := NewShaper(fonts.Embedded())
	for _, unit := range []string{"word ", "m", "a-"} {
		for _, n := range []int{maxParagraphBytes / 10, maxParagraphBytes} {
			text := strings.Repeat(unit, n/len(unit))
			b.Run(fmt.Sprintf("%q/%d", unit, n), func(b *testing.B) {
				for b.Loop() {
					p := paragraph(b, s, st, text)
					p.Lines(100 * Point)
				}
			})
		}
	}
}
