package compose

import (
	"fmt"
	"strings"

	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/templates"
)

// AddressError says that the buyer's address does not fit the window of the
// envelope, not even in the smallest type that posts read there.
type AddressError struct {
	Window string
	Lines  int // that the address takes
	Fit    int // that the window shows
}

func (e *AddressError) Error() string {
	return fmt.Sprintf("the buyer's address takes %d lines, and the envelope's window (%s) shows %d; shorten it, or take another window or layout", e.Lines, e.Window, e.Fit)
}

// typeSize is a size of letters with its leading.
type typeSize struct{ size, leading layout.Unit }

const halfPoint = layout.Point / 2

// addressSizes are the sizes of an address behind a window, from the one that
// is wanted to the least that posts read, 7 pt; below 8 pt an address is
// broken over more lines rather than set smaller.
var addressSizes = []typeSize{
	{20 * halfPoint, 24 * halfPoint}, {18 * halfPoint, 22 * halfPoint}, {17 * halfPoint, 20 * halfPoint},
	{16 * halfPoint, 19 * halfPoint}, {15 * halfPoint, 17 * halfPoint}, {14 * halfPoint, 16 * halfPoint},
}

const leastUnbroken = 16 * halfPoint

// senderSizes are those of the sender in a window of its own, and returnSizes
// those of the line above the recipient; tight ones may stand on two lines.
var (
	senderSizes = []typeSize{{16 * halfPoint, 19 * halfPoint}, {15 * halfPoint, 17 * halfPoint}, {14 * halfPoint, 16 * halfPoint}}
	returnSizes = []typeSize{{15 * halfPoint, 24 * halfPoint}, {14 * halfPoint, 24 * halfPoint}, {13 * halfPoint, 24 * halfPoint}, {12 * halfPoint, 24 * halfPoint}, {13 * halfPoint, 15 * halfPoint}, {12 * halfPoint, 14 * halfPoint}}
)

// leastMargin is what text keeps from the edges of the paper, in micrometres.
const leastMargin templates.Micrometre = 16_000

// besideX is where the information beside a window on the left begins (DIN
// 5008), in micrometres.
const besideX templates.Micrometre = 125_000

// addressWindow makes <address-window>: the buyer's address, and the sender's
// in small, where the envelope shows them; beside it the blocks within, on the
// other side of the sheet. What follows begins under the window.
func (b *builder) addressWindow(el *templates.Element, st int) layout.Block {
	w := b.window()
	post := b.v.Postal()
	inner := w.Visible.Inset(templates.WindowMargin)
	s := &layout.Stack{}
	add := func(blk layout.Block) {
		if blk != nil {
			s.Items = append(s.Items, layout.StackItem{Block: blk})
		}
	}
	small := styleOr(el, "return-style", st)
	switch {
	case w.Double.Visible.Right > 0:
		add(b.senderBlock(w, post.Sender, post.Return, small))
	case w.ReturnEnd > 0:
		add(b.returnLine(w, post.Return, small, unit(inner.Right-w.TextX)))
	}
	add(b.addressBlock(w, post.Recipient, st))
	b.beside(s, el, st)
	s.MinHeight = unit(w.BodyY) - length(el, "lead") - layout.Unit(b.t.Margin[0])
	return s
}

// window is the document's; templates that are tried out without an envelope
// have the usual one of A4.
func (b *builder) window() templates.Window {
	if b.o.Window.Name == "" {
		w, _ := templates.LetterWindow("", "a4", "")
		return w
	}
	return b.o.Window
}

func unit(m templates.Micrometre) layout.Unit { return layout.Unit(m.Length()) }

// addressBlock sets the recipient's lines: in the largest type in which none
// is broken, else in the largest in which all of them fit.
func (b *builder) addressBlock(w templates.Window, lines []string, st int) layout.Block {
	if len(lines) == 0 {
		return nil
	}
	inner := w.Visible.Inset(templates.WindowMargin)
	width, height := unit(inner.Right-w.TextX), unit(inner.Bottom-w.AddressY)
	elem := b.element(layout.RoleP)
	needs := 0
	for _, mayBreak := range []bool{false, true} {
		for _, size := range addressSizes {
			p := b.plain(strings.Join(lines, " \n"), b.sized(st, size), layout.Start, elem)
			if p == nil {
				return nil
			}
			needs = len(p.Text.Lines(width))
			if needs > windowLines || layout.Unit(needs)*size.leading > height {
				continue
			}
			if needs > len(lines) && !mayBreak || !mayBreak && size.size < leastUnbroken {
				continue
			}
			y := unit(w.AddressY)
			if w.Low {
				y = unit(inner.Bottom) - layout.Unit(needs)*size.leading
			}
			return &layout.Fixed{Block: p, X: unit(w.TextX), Y: y, Width: width}
		}
	}
	last := addressSizes[len(addressSizes)-1]
	b.fail(&AddressError{Window: w.Name, Lines: needs, Fit: min(windowLines, int(height/last.leading))})
	return nil
}

// returnLine sets the sender above the recipient: on one line, or in the
// smallest type on two; a shorter wording where the whole does not fit.
func (b *builder) returnLine(w templates.Window, wordings []string, st int, width layout.Unit) layout.Block {
	elem := b.element(layout.RoleP)
	for _, s := range wordings {
		for _, size := range returnSizes {
			p := b.plain(s, b.sized(st, size), layout.Start, elem)
			if p == nil {
				return nil
			}
			n := layout.Unit(len(p.Text.Lines(width)))
			if n == 1 || n == 2 && size.leading <= 15*halfPoint {
				return &layout.Fixed{Block: p, X: unit(w.TextX), Y: unit(w.ReturnEnd) - n*size.leading, Width: width}
			}
		}
	}
	return nil
}

// senderBlock sets the sender in a window of its own; shorter wordings where
// the lines do not fit.
func (b *builder) senderBlock(w templates.Window, lines, wordings []string, st int) layout.Block {
	inner := w.Double.Visible.Inset(templates.WindowMargin)
	top := max(inner.Top, leastMargin)
	width, height := unit(inner.Right-w.TextX), unit(inner.Bottom-top)
	elem := b.element(layout.RoleP)
	for _, s := range append([]string{strings.Join(lines, " \n")}, wordings...) {
		for _, size := range senderSizes {
			p := b.plain(s, b.sized(st, size), layout.Start, elem)
			if p == nil {
				return nil
			}
			if layout.Unit(len(p.Text.Lines(width)))*size.leading <= height {
				return &layout.Fixed{Block: p, X: unit(w.TextX), Y: unit(top), Width: width}
			}
		}
	}
	return nil
}

// beside sets the blocks within the element on the side where the window is
// not.
func (b *builder) beside(s *layout.Stack, el *templates.Element, st int) {
	items := b.blocks(el.Children, st)
	if len(items) == 0 {
		return
	}
	w := b.window()
	top, end, start := layout.Unit(b.t.Margin[0]), layout.Unit(b.t.Margin[1]), layout.Unit(b.t.Margin[3])
	from, to := unit(besideX), b.o.Width-end
	if w.Right {
		from, to = start, unit(w.Reach.Left-templates.WindowMargin)
	}
	s.Items = append(s.Items, layout.StackItem{Block: &layout.Stack{
		Items:   items,
		Padding: [4]layout.Unit{unit(w.BesideY) - top, b.o.Width - end - to, b.styles[st].leading, from - start},
	}})
}

// sized is a style in another size, made when first asked for.
func (b *builder) sized(st int, t typeSize) int {
	s := b.styles[st]
	s.text.Size, s.bold.Size, s.leading = t.size, t.size, t.leading
	s.measure(b.lib.Face(s.text.Face))
	for i := range b.styles {
		if b.styles[i] == s {
			return i
		}
	}
	b.styles = append(b.styles, s)
	return len(b.styles) - 1
}

// Where marks stand from the left edge of the paper, and how long they are, in
// micrometres.
const (
	markX, foldLength, punchLength templates.Micrometre = 5_000, 5_000, 7_000
)

// foldMarks makes <fold-marks>: where the sheet is folded for the window's
// envelope, and where it is punched.
func (b *builder) foldMarks(el *templates.Element, _ int) layout.Block {
	w := b.window()
	thick := length(el, "thickness")
	if thick == 0 {
		thick = halfPoint
	}
	c := b.color(word(el, "color"))
	s := &layout.Stack{}
	mark := func(y, width templates.Micrometre) {
		if y > 0 {
			s.Items = append(s.Items, layout.StackItem{Block: &layout.Fixed{
				Block: &layout.Line{Thickness: thick, Color: c}, X: unit(markX), Y: unit(y) - thick/2, Width: unit(width),
			}})
		}
	}
	mark(w.Folds[0], foldLength)
	mark(w.Punch, punchLength)
	mark(w.Folds[1], foldLength)
	return s
}
