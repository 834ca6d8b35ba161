package code

import (
	"fmt"
	"strings"
	"testing"
)

// epc is a payment as the code of an invoice holds it; long ones come near the
// 331 bytes that version 13 takes.
func epc(text int) string {
	return "BCD\n002\n1\nSCT\nSOLADEST\nMuster GmbH\nDE75512108001245126199\nEUR1354.05\n\n\n" + strings.Repeat("Invoice INV-2026-00042, thank you. ", 10)[:text]
}

func BenchmarkQR(b *testing.B) {
	for _, n := range []int{14, 60, 140, 250} {
		data := epc(n)
		m, err := QR(data, M, MaxVersion)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("version=%d", (m.Width-17)/4), func(b *testing.B) {
			for b.Loop() {
				if _, err := QR(data, M, 13); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCode128(b *testing.B) {
	for b.Loop() {
		if _, err := Code128("INV-2026-00042"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRects(b *testing.B) {
	m, err := QR(epc(60), M, 13)
	if err != nil {
		b.Fatal(err)
	}
	var rects []Rect
	for b.Loop() {
		rects = m.AppendRects(rects[:0])
	}
}
