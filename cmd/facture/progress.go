package main

import (
	"fmt"
	"io"
	"strings"
)

// progress is a bar on a terminal. Whoever writes to the terminal clears it
// first; the next step draws it again.
type progress struct {
	w           io.Writer
	shown       bool
	done, total int
}

func newProgress(w io.Writer, shown bool, total int) *progress {
	return &progress{w: w, shown: shown, total: total}
}

// The bar fits 80 columns: width, two numbers of six digits, and a name.
const (
	barWidth  = 30
	nameWidth = 30
)

func (p *progress) step(name string) {
	p.done++
	if !p.shown {
		return
	}
	full := p.done * barWidth / p.total
	if r := []rune(name); len(r) > nameWidth {
		name = "…" + string(r[len(r)-nameWidth+1:])
	}
	fmt.Fprintf(p.w, "[%s%s] %d/%d %s", strings.Repeat("█", full), strings.Repeat("·", barWidth-full), p.done, p.total, name)
}

// clear wipes the bar's line (ECMA-48 EL) and returns to its beginning.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[2K")
	}
}
