package compose

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/render/code"
	"github.com/facture-dev/facture/render/layout"
)

// exact is a length in millimetres as templates read it, rounded.
func exact(n int) layout.Unit { return layout.Unit((n*72*int(pt)*10 + 127) / 254) }

// codes are the codes of a page.
func codes(doc *layout.Document) []layout.Placed {
	var out []layout.Placed
	for _, it := range doc.Pages[0].Items {
		if _, ok := it.Item.(*layout.Modules); ok {
			out = append(out, it)
		}
	}
	return out
}

// wantCode holds the only code of a page against a matrix.
func wantCode(t *testing.T, doc *layout.Document, want *code.Matrix, width, height layout.Unit, alt string) layout.Placed {
	t.Helper()
	all := codes(doc)
	if len(all) != 1 {
		t.Fatalf("%d codes", len(all))
	}
	v := all[0].Item.(*layout.Modules)
	if v.Matrix.String() != want.String() || v.Width != width || v.Height != height {
		t.Errorf("%d × %d:\n%s", v.Width, v.Height, v.Matrix)
	}
	if e := doc.Elems[all[0].Elem]; e.Role != layout.RoleFigure || e.Alt != alt {
		t.Errorf("element %+v", e)
	}
	return all[0]
}

func TestQR(t *testing.T) {
	const payment = "BCD\n002\n1\nSCT\nSOLADEST\nMuster GmbH\nDE75512108001245126199\nEUR2498.98\n\n\nINV-7"
	levels := map[string]code.Level{"": code.M, ` level="L"`: code.L, ` level="M"`: code.M, ` level="Q"`: code.Q, ` level="H"`: code.H}
	for attr, level := range levels {
		doc := body(t, `<qr of="payment.code" size="24mm" alt="{label alt.payment_code}"`+attr+`/>`)
		want, err := code.QR(payment, level, 40)
		if err != nil {
			t.Fatal(err)
		}
		if it := wantCode(t, doc, want, exact(24), exact(24), "Payment code"); it.X != exact(20) || it.Y != exact(20) {
			t.Errorf("at %d, %d", it.X, it.Y)
		}
	}
	doc := body(t, `<qr of="payment.code" size="24mm" alt="x" caption="{payment.code_caption}" caption-style="small" gap="6mm"/>`)
	it := codes(doc)[0]
	words, _ := find(t, doc, "Scan with your banking app to pay: amount, account and reference are filled in.")
	if words.X != it.X+exact(24)+exact(6) || words.Y < it.Y || words.Y > it.Y+exact(24) {
		t.Errorf("the caption at %d, %d", words.X, words.Y)
	}
	if order := []layout.Role{doc.Elems[it.Elem].Role, doc.Elems[words.Elem].Role}; it.Elem > words.Elem || !slices.Equal(order, []layout.Role{layout.RoleFigure, layout.RoleP}) {
		t.Errorf("read as %v", order)
	}
}

func TestCode128(t *testing.T) {
	want, err := code.Code128("INV-7")
	if err != nil {
		t.Fatal(err)
	}
	n := layout.Unit(want.Width)
	for attr, width := range map[string]layout.Unit{
		"": usualModule * n, ` width="50mm"`: exact(50), ` max-width="20mm"`: exact(20), ` max-width="90mm"`: usualModule * n,
	} {
		for _, text := range []bool{false, true} {
			shown := ""
			if text {
				shown = ` text="true"`
			}
			doc := body(t, `<code128 of="document.number" height="10mm" alt="Number {document.number}"`+attr+shown+`/>`)
			it := wantCode(t, doc, want, width, exact(10), "Number INV-7")
			if got := lines(&doc.Pages[0]); text != slices.Equal(got, []string{"INV-7"}) {
				t.Errorf("%s: lines %q", attr, got)
			}
			if text {
				words, run := find(t, doc, "INV-7")
				if middle := words.X + run.Run.Width/2 - it.X - width/2; words.Y < it.Y+exact(10) || middle > 2 || middle < -2 {
					t.Errorf("%s: the text is %d off the middle", attr, middle)
				}
			}
		}
	}
}

// Where there is no text there is no code, nor its caption.
func TestAbsentCodes(t *testing.T) {
	paid := invoice()
	paid.Mark = billing.MarkPaid
	paid.Number = ""
	doc := setting{doc: paid, body: `<text>a</text>
		<qr of="payment.code" size="24mm" alt="x" caption="pay" space-before="9mm"/>
		<code128 of="document.number" height="9mm" text="true" alt="x"/><text>b</text>`}.pages(t)
	a, _ := find(t, doc, "a")
	b, _ := find(t, doc, "b")
	if len(codes(doc)) != 0 || b.Y-a.Y != 12*pt || len(lines(&doc.Pages[0])) != 2 {
		t.Errorf("%d codes, %q", len(codes(doc)), lines(&doc.Pages[0]))
	}
}

// A ground is drawn under code and light zone.
func TestCodeGround(t *testing.T) {
	doc := body(t, `<qr of="payment.code" size="24mm" alt="x" background="#FFEEDD"/>`)
	for _, it := range doc.Pages[0].Items {
		if f, ok := it.Item.(*layout.Fill); ok && f.Color == 0xffeedd && f.Width > exact(26) && f.Height == f.Width {
			return
		}
	}
	t.Error("no ground")
}

// What does not fit or cannot be written is refused with the element's name.
func TestCodesThatCannotBe(t *testing.T) {
	long := invoice()
	long.Memo = strings.Repeat("xé", 1200)
	long.Number = strings.Repeat("x", code.MaxCode128+1)
	_, err := setting{doc: long, body: `<qr of="document.memo" size="90mm" alt="x"/>`}.compose(t)
	var tooLong *code.TooLongError
	if !errors.As(err, &tooLong) || !strings.HasPrefix(err.Error(), "<qr>: a text of 2400 characters, of which the first ") {
		t.Error(err)
	}
	_, err = setting{doc: long, body: `<code128 of="document.number" height="9mm" alt="x"/>`}.compose(t)
	if !errors.As(err, &tooLong) || tooLong.Fits != code.MaxCode128 {
		t.Error(err)
	}
	long.Number = "№ 7"
	_, err = setting{doc: long, body: `<code128 of="document.number" height="9mm" alt="x"/>`}.compose(t)
	var character *code.CharacterError
	if !errors.As(err, &character) || character.Rune != '№' {
		t.Error(err)
	}
}

// Modules that are too fine are warned of, at the limit and one past it.
func TestFineModules(t *testing.T) {
	// 90 modules of 551 units are 48.4277 pt.
	for width, want := range map[string]string{
		"48.4277pt": "",
		"48.4267pt": "the modules of a <code128> are 189 µm wide, which few readers tell apart: give it 18 mm or shorten its text",
	} {
		c, err := setting{body: `<code128 of="document.number" width="` + width + `" height="9mm" alt="x"/>`}.compose(t)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, w := range c.Warnings {
			got += w.Message
		}
		if got != want {
			t.Errorf("%s: %q", width, got)
		}
	}
}

// A code on a dark ground brings a light one of its own; on a light ground it
// needs none.
func TestCodeOnGround(t *testing.T) {
	for ground, want := range map[string]bool{"#12263f": true, "#808080": true, "#f4f5f7": false, "paper": false} {
		doc := setting{body: `<box background="` + ground + `"><qr of="document.number" size="24mm" alt="x"/></box>`}.pages(t)
		_, fills := items[*layout.Fill](doc)
		white := slices.ContainsFunc(fills[1:], func(f *layout.Fill) bool { return f.Color == paper })
		if white != want {
			t.Errorf("on %s: a light ground: %t", ground, white)
		}
	}
}
