package compose

import (
	"fmt"
	"strings"
	"testing"

	"github.com/facture-dev/facture/render/layout"
)

// Lists within lists go as deep as templates may be nested: every variable of
// them has its place.
func TestNestedLists(t *testing.T) {
	d := invoice()
	d.Lines = d.Lines[:1]
	depth := func(n int) string {
		xml := "<text>{a0.description}</text>"
		for i := n - 1; i >= 0; i-- {
			xml = fmt.Sprintf(`<stack each="lines" as="a%d">%s</stack>`, i, xml)
		}
		return xml
	}
	const most = 30 // with <document> and <text>: 32
	wantLines(t, setting{body: depth(most), doc: d}.pages(t), "Consulting")
	if most >= maxScopes {
		t.Errorf("%d lists within one another, %d places for their variables", most, maxScopes)
	}
}

// The words and the address of a link are as long as the limit; what is longer
// is text like any other.
func TestLinkLimits(t *testing.T) {
	for _, tt := range []struct {
		words, address int
		link           bool
	}{{10, maxLink - 1, true}, {10, maxLink, false}, {maxLink - 3, 30, true}, {maxLink - 2, 30, false}} {
		src := "[" + strings.Repeat("w", tt.words) + "](https://" + strings.Repeat("a", tt.address-8) + ") rest"
		words, address, n := cutLink(src)
		if (n > 0) != tt.link || tt.link && (len(words) != tt.words || len(address) != tt.address || src[n:] != " rest") {
			t.Errorf("%d letters to an address of %d: %d of %d read", tt.words, tt.address, n, len(src))
		}
	}
}

// The last total is set smaller where its label and amount would not stand on
// one line, and only there.
func TestLastTotalFits(t *testing.T) {
	const head = `<style name="narrow" size="9pt" leading="24pt"/>`
	for width, want := range map[int]layout.Unit{110: 20 * pt, 70: 9 * pt} {
		doc := setting{head: head, body: fmt.Sprintf(`<totals of="totals" width="%dmm" last-style="big" last-narrow-style="narrow"/>`, width)}.pages(t)
		label, txt := find(t, doc, "Amount due in EUR")
		amount, figures := find(t, doc, "2,498.98")
		if txt.Run.Style.Size != want || figures.Run.Style.Size != want || label.Y != amount.Y {
			t.Errorf("%d mm: %d and %d units high, at %d and %d", width, txt.Run.Style.Size, figures.Run.Style.Size, label.Y, amount.Y)
		}
		if path(doc, label.Elem) != "Document/Table/TBody/TR/TH" || path(doc, amount.Elem) != "Document/Table/TBody/TR/TD" {
			t.Errorf("%d mm: %s, %s", width, path(doc, label.Elem), path(doc, amount.Elem))
		}
	}
}
