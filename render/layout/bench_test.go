package layout

import (
	"fmt"
	"runtime"
	"testing"
)

// BenchmarkLines lays out tables of 5 to 50,000 lines; ns/line must not grow.
func BenchmarkLines(b *testing.B) {
	for n := 5; n <= 50_000; n *= 10 {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			tb := &Table{Columns: []Column{{Fr: 1}, {Align: End}}, Head: []Block{para(b, "What"), para(b, "Amount")}, RowGap: 4 * Point, KeepRows: 1}
			for i := range n {
				tb.Rows = append(tb.Rows, TableRow{Cells: []Cell{{Block: para(b, fmt.Sprintf("Item %d", i))}, {Block: para(b, "10.00")}}})
			}
			tb.Carry = func(rows, page int, in bool) (Block, Block) { return tb.Head[0], tb.Head[1] }
			f := flow(700, StackItem{Block: tb, KeepNext: true}, item(para(b, "total")))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Paginate(f); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/line")
		})
	}
}

// A table ten times as long takes ten times the memory and no more: what is
// copied at page breaks does not grow with the document. (Time is measured by
// the benchmark above; here it would depend on the machine.)
func TestMemoryIsLinearInLines(t *testing.T) {
	perLine := func(n int) float64 {
		tb := &Table{Columns: []Column{{Fr: 1}}}
		p := para(t, "Item")
		for range n {
			tb.Rows = append(tb.Rows, TableRow{Cells: []Cell{{Block: p}}})
		}
		f := flow(700, item(tb))
		return bytesOf(func() { paginate(t, f) }) / float64(n)
	}
	small, large := perLine(1000), perLine(10_000)
	if large > 1.5*small {
		t.Errorf("%.0f bytes a line in 1,000 lines, %.0f in 10,000", small, large)
	}
}

// bytesOf is what f allocates.
func bytesOf(f func()) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc - before.TotalAlloc)
}
