package layout

import (
	"strings"
	"testing"
)

// Heights of thousands of pages are not too long to be added up: with 32 bits
// 300,000 lines fitted on one page.
func TestKilometresOfText(t *testing.T) {
	p := para(t, strings.Repeat("a\n", 300_000))
	tb := &Table{Columns: []Column{{Fr: 1}}}
	for range 300_000 {
		tb.Rows = append(tb.Rows, TableRow{Cells: []Cell{{Block: para(t, "x")}}})
	}
	for name, b := range map[string]Block{
		"a paragraph": p, "a table": tb, "a stack": &Stack{Items: []StackItem{item(p), item(p)}}, "a row": &Row{Cells: []RowCell{{Block: p}}},
	} {
		doc := paginate(t, flow(1200, item(b)))
		want := 300_000 / 100
		if name == "a stack" {
			want *= 2
		}
		if got := len(doc.Pages); got < want || got > want+2 {
			t.Errorf("%s: %d pages, want %d", name, got, want)
		}
	}
}
