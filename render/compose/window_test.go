package compose

import (
	"errors"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

// inUM is a length of the page in whole micrometres, rounded.
func inUM(u layout.Unit) templates.Micrometre {
	return templates.Micrometre((int64(u)*25_400 + 36*1024) / (72 * 1024))
}

// The element stands beside the address and under the window, at the places of
// the table; without an envelope it is the usual one of A4.
func TestAddressWindow(t *testing.T) {
	d := invoice()
	d.Buyer.Name, d.Buyer.Attention = "Recipient AG", "Ms Accented Ünal"
	doc := setting{doc: d, body: `<address-window style="body" return-style="small" lead="12pt"><text style="body">beside</text></address-window><text style="body">label</text><text style="body">letter</text>`}.pages(t)
	w, _ := templates.LetterWindow("", "a4", "")
	at := func(s string) (x, top templates.Micrometre) {
		it, txt := find(t, doc, s)
		st := txt.Run.Style
		f := fonts.Embedded().Face(st.Face)
		em := layout.Unit(f.UnitsPerEm())
		rise, drop := st.Size*layout.Unit(f.Ascent())/em, st.Size*layout.Unit(f.Descent())/em
		return inUM(it.X), inUM(it.Y - (12*layout.Point-rise-drop)/2 - rise)
	}
	for s, want := range map[string][2]templates.Micrometre{
		"Recipient AG": {w.TextX, w.AddressY}, "beside": {besideX, w.BesideY}, "letter": {20_000, w.BodyY},
	} {
		x, top := at(s)
		if dx, dy := x-want[0], top-want[1]; dx < -20 || dx > 20 || dy < -20 || dy > 20 {
			t.Errorf("%q stands at %d, %d µm, want %d", s, x, top, want)
		}
	}
	// Much beside the window pushes the letter down.
	long := setting{doc: d, body: `<address-window style="body"><stack><spacer height="120mm"/><text style="body">beside</text></stack></address-window><text style="body">letter</text>`}.pages(t)
	beside, _ := find(t, long, "beside")
	letter, _ := find(t, long, "letter")
	if letter.Y-beside.Y != 24*layout.Point {
		t.Errorf("the letter begins %d under what stands beside the window", letter.Y-beside.Y)
	}
}

// An address has seven lines at most; of eight it is told how many fit.
func TestAddressLimit(t *testing.T) {
	for _, n := range []int{windowLines, windowLines + 1} {
		d := invoice()
		d.Buyer = billing.Party{Name: "Name", Address: billing.Address{Lines: strings.Split(strings.Repeat("line,", n-1), ",")[:n-1]}}
		_, err := setting{doc: d, body: `<address-window style="body"/>`}.compose(t)
		var refused *AddressError
		switch {
		case n <= windowLines && err != nil:
			t.Errorf("%d lines: %v", n, err)
		case n > windowLines && (!errors.As(err, &refused) || *refused != AddressError{Window: "din_5008_b", Lines: n, Fit: windowLines}):
			t.Errorf("%d lines: %v", n, err)
		}
	}
}

// A long sender is set smaller, then on two lines, then in fewer words.
func TestReturnLine(t *testing.T) {
	for name, want := range map[string][]string{
		"Short GmbH": {"Short GmbH, "}, "A Rather Long Name of a Company": {"A Rather Long Name of a Company, "},
		strings.Repeat("Many Words ", 9) + "Ltd":  {"Many Words Many"},
		strings.Repeat("Many Words ", 60) + "Ltd": nil, // not even the name
	} {
		d := invoice()
		d.Seller.Name = name
		d.Buyer.Name = "Recipient"
		doc := setting{doc: d, body: `<address-window style="body" return-style="small"/><text style="body">letter</text>`}.pages(t)
		got := lines(&doc.Pages[0])
		for i, s := range got {
			if s == "Recipient" {
				got = got[:i]
				break
			}
		}
		if len(want) == 0 && len(got) > 0 || len(want) > 0 && (len(got) == 0 || len(got) > 2 || !strings.HasPrefix(got[0], want[0])) {
			t.Errorf("%.30q: %q stand above the address", name, got)
		}
	}
}

func TestFoldMarks(t *testing.T) {
	doc := setting{body: `<fold-marks thickness="1pt" color="#80858C"/><text style="body">letter</text>`}.pages(t)
	var at []templates.Micrometre
	for _, it := range doc.Pages[0].Items {
		if r, ok := it.Item.(*layout.Rule); ok {
			if it.Elem != 0 || r.Thickness != layout.Point || r.Color != 0x80858c || inUM(it.X) != markX {
				t.Errorf("%+v %+v", it, r)
			}
			at = append(at, inUM(it.Y+r.Thickness/2), inUM(r.Width))
		}
	}
	want := []templates.Micrometre{105_000, 5_000, 148_500, 7_000, 210_000, 5_000}
	if len(at) != len(want) {
		t.Fatalf("marks %v", at)
	}
	for i := range want {
		if d := at[i] - want[i]; d < -1 || d > 1 {
			t.Errorf("marks %v, want %v", at, want)
		}
	}
}

// The values that a label takes in may have a style of their own.
func TestValueStyle(t *testing.T) {
	d := invoice()
	doc := setting{doc: d, body: `<text style="body" value-style="strong">{label page.of number=document.number count=document.currency}, {document.number}</text>`}.pages(t)
	weights := map[string]int{}
	for _, it := range doc.Pages[0].Items {
		if x, ok := it.Item.(*layout.Text); ok {
			weights[strings.TrimSpace(x.Run.Source)] = int(x.Run.Style.Face)
		}
	}
	if strong, plain := weights[d.Number], weights["of"]; len(weights) < 4 || strong == plain || weights[string(d.Currency)] != strong {
		t.Errorf("%v", weights)
	}
}
