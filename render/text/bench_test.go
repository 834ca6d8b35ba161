package text

import (
	"strconv"
	"strings"
	"testing"

	"github.com/facture-dev/facture/fonts"
)

func benchShaper(b *testing.B) (*Shaper, Style) {
	b.ReportAllocs()
	return NewShaper(fonts.Embedded()), style(b, "Source Sans 3", 400)
}

func BenchmarkParagraphShort(b *testing.B) {
	s, st := benchShaper(b)
	spans := []Span{{"Consulting, March", st}}
	for b.Loop() {
		if _, err := s.Paragraph(spans, "en"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParagraphSentence(b *testing.B) {
	s, st := benchShaper(b)
	spans := []Span{{"Payable within 30 days of receipt without deduction to the account below.", st}}
	for b.Loop() {
		if _, err := s.Paragraph(spans, "en"); err != nil {
			b.Fatal(err)
		}
	}
}

// Amounts that no cache has seen.
func BenchmarkFigures(b *testing.B) {
	s, st := benchShaper(b)
	st.Tabular = true
	amounts := make([]string, 4096)
	for i := range amounts {
		amounts[i] = strconv.Itoa(100+i*7919%900) + "." + strconv.Itoa(100+i*104729%900) + ",00"
	}
	i := 0
	for b.Loop() {
		if _, err := s.Paragraph([]Span{{amounts[i%len(amounts)], st}}, "en"); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkWidth(b *testing.B) {
	s, st := benchShaper(b)
	for b.Loop() {
		if _, err := s.Width("Consulting, March", st, "en"); err != nil {
			b.Fatal(err)
		}
	}
}

// A word that no cache has seen.
func BenchmarkWordUncached(b *testing.B) {
	s, st := benchShaper(b)
	set := s.setting(settingKey{st.Face, false, 0x6c61746e, "en"})
	e := newEngine()
	for b.Loop() {
		if _, err := e.shape(nil, set, "Consulting"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLines(b *testing.B) {
	s, st := benchShaper(b)
	p, err := s.Paragraph([]Span{{strings.Repeat("Payable within thirty days of receipt, without deduction. ", 5), st}}, "en")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		p.Lines(200 * Point)
	}
}

func BenchmarkMinWidth(b *testing.B) {
	s, st := benchShaper(b)
	p, err := s.Paragraph([]Span{{"Payable within thirty days of receipt, without deduction.", st}}, "en")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		p.MinWidth()
	}
}
