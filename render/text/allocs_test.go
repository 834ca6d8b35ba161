//go:build !race

package text

import (
	"testing"

	"github.com/facture-dev/facture/fonts"
)

// Under the race detector, sync.Pool forgets at random.
func TestCachedTextAllocatesLittle(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	spans := []Span{{"Consulting, March 2026", style(t, "Source Sans 3", 400)}}
	p, _ := s.Paragraph(spans, "en")
	if n := testing.AllocsPerRun(100, func() { s.Paragraph(spans, "en") }); n > 4 {
		t.Errorf("Paragraph allocates %v times", n)
	}
	if n := testing.AllocsPerRun(100, func() { s.Width(spans[0].Text, spans[0].Style, "en") }); n > 0 {
		t.Errorf("Width allocates %v times", n)
	}
	if n := testing.AllocsPerRun(100, func() { p.Lines(p.Width()) }); n > 0 {
		t.Errorf("Lines at natural width allocates %v times", n)
	}
}
