package deliver

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/facture-dev/facture/templates"
)

// The speed of a whole document, from JSON to PDF, in a warm process: user and
// system time of the process for each document. Numbers, prices, the buyer and
// the items' words are drawn anew for every document from 5,000 words, and the
// drawing is not counted. Run `make bench`.

// cpuTime is the processor time that the process has used.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// drawer draws documents like one of testdata/bench.
type drawer struct {
	base  map[string]any
	words []string
}

func newDrawer(b *testing.B, name string) drawer {
	dir := filepath.Join("..", "..", "testdata", "bench")
	src, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		b.Fatal(err)
	}
	d := drawer{}
	if err := json.Unmarshal(src, &d.base); err != nil {
		b.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "words.txt"))
	if err != nil {
		b.Fatal(err)
	}
	d.words = strings.Fields(string(text))
	return d
}

func (d drawer) phrase(r *rand.Rand, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = d.words[r.IntN(len(d.words))]
	}
	return strings.Join(out, " ")
}

// draw makes one document: its words from one source of chance, its figures
// from another.
func (d drawer) draw(words, figures *rand.Rand) []byte {
	doc := make(map[string]any, len(d.base))
	for k, v := range d.base {
		doc[k] = v
	}
	doc["number"] = fmt.Sprintf("RE-2026-%06d", figures.IntN(1_000_000))
	buyer := make(map[string]any)
	for k, v := range d.base["buyer"].(map[string]any) {
		buyer[k] = v
	}
	buyer["name"] = d.phrase(words, 2) + " GmbH"
	doc["buyer"] = buyer
	stated := d.base["lines"].([]any)
	lines := make([]any, len(stated))
	for i, l := range stated {
		line := make(map[string]any)
		for k, v := range l.(map[string]any) {
			line[k] = v
		}
		line["description"] = d.phrase(words, len(strings.Fields(line["description"].(string))))
		line["quantity"] = fmt.Sprint(1 + figures.IntN(24))
		line["unit_price"] = fmt.Sprintf("%d.%02d", 1+figures.IntN(950), figures.IntN(100))
		lines[i] = line
	}
	doc["lines"] = lines
	for _, claim := range []string{"subtotal", "tax", "total", "amount_due", "discounts_total", "lines_total"} {
		delete(doc, claim)
	}
	src, err := json.Marshal(doc)
	if err != nil {
		panic(err)
	}
	return src
}

// measure renders documents, drawn in batches outside the count.
func measure(b *testing.B, name string, o Options, draw func(d drawer, i int) []byte) {
	if os.Getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(GCPercent)) // as the command does
	}
	s, err := New()
	if err != nil {
		b.Fatal(err)
	}
	d := newDrawer(b, name)
	logo, err := os.ReadFile(filepath.Join("..", "..", "testdata", "bench", "logo.png"))
	if err != nil {
		b.Fatal(err)
	}
	read := func(string) ([]byte, error) { return logo, nil }
	render := func(src []byte) int {
		res, err := s.Render(context.Background(), Source{Data: src, Read: read}, o)
		if err != nil {
			b.Fatal(err)
		}
		return len(res.Bytes)
	}
	for i := range 100 { // warm
		render(draw(d, -1-i))
	}
	var used time.Duration
	size := 0
	b.ResetTimer()
	for i := 0; i < b.N; {
		b.StopTimer()
		batch := make([][]byte, min(100, b.N-i))
		for k := range batch {
			batch[k] = draw(d, i+k)
		}
		start := cpuTime(b)
		b.StartTimer()
		for _, src := range batch {
			size += render(src)
		}
		used += cpuTime(b) - start
		i += len(batch)
	}
	b.ReportMetric(float64(used.Microseconds())/float64(b.N), "cpu-µs/doc")
	b.ReportMetric(float64(size)/float64(b.N), "bytes/doc")
}

func seeded(n int) *rand.Rand { return rand.New(rand.NewPCG(20261122, uint64(n))) }

// BenchmarkSmallSameGlyphs: fifty customers, each invoiced again and again for
// the same things; every number, price and quantity is new.
func BenchmarkSmallSameGlyphs(b *testing.B) {
	measure(b, "small.json", Options{}, func(d drawer, i int) []byte { return d.draw(seeded((i+1000)%50), seeded(1_000_000+i)) })
}

// BenchmarkSmallNewGlyphs: every word is new, so nearly every document needs
// subsets that no other had.
func BenchmarkSmallNewGlyphs(b *testing.B) {
	measure(b, "small.json", Options{}, func(d drawer, i int) []byte { return d.draw(seeded(2_000_000+i), seeded(1_000_000+i)) })
}

// BenchmarkLarge: 500 lines, every word and figure new.
func BenchmarkLarge(b *testing.B) {
	measure(b, "large.json", Options{}, func(d drawer, i int) []byte { return d.draw(seeded(2_000_000+i), seeded(1_000_000+i)) })
}

// BenchmarkLayouts is the small document in every built-in layout: none may
// cost more than 1.3 times what classic does.
func BenchmarkLayouts(b *testing.B) {
	for _, l := range templates.Builtin() {
		b.Run(l.Name, func(b *testing.B) {
			measure(b, "small.json", Options{TemplateName: l.Name}, func(d drawer, i int) []byte { return d.draw(seeded((i+1000)%50), seeded(1_000_000+i)) })
		})
	}
}
