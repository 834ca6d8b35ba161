package layout

import "fmt"

// Flow is what is to be laid out: a body that is broken over pages, and what
// stands on every page.
type Flow struct {
	Width, Height Unit
	Margin        [4]Unit // top, right, bottom, left
	Body          *Stack
	Furniture     Furniture
	Tree          *Tree
}

// Furniture makes what stands at the head and foot of a page. Its height must
// not depend on the count, which is 0 while pages are being broken, and is the
// same on all pages but the first. Either block may be nil.
type Furniture interface {
	Header(page, count int) Block
	Footer(page, count int) Block
}

// TooTallError says that something does not fit on a page and cannot be cut.
type TooTallError struct {
	Page   int
	Height Unit // of what does not fit
	Room   Unit // that an empty page offers
}

func (e *TooTallError) Error() string {
	return fmt.Sprintf("page %d: a block of %.1f mm does not fit into the %.1f mm that a page has room for; make it smaller or the paper larger",
		e.Page, millimetres(e.Height), millimetres(e.Room))
}

func millimetres(u Unit) float64 { return float64(u) / float64(Point) * 25.4 / 72 }

// TooManyPagesError says that a document is longer than the limit.
type TooManyPagesError struct{ Limit int }

func (e *TooManyPagesError) Error() string {
	return fmt.Sprintf("the document has more than %d pages; split it", e.Limit)
}

// Paginate breaks a flow into pages. Where the last page would hold but a few
// lines, the spaces between the body's blocks are drawn together, to no less
// than half, if that saves the page.
func Paginate(f Flow) (*Document, error) {
	inner := f.Width - f.Margin[1] - f.Margin[3]
	body := f.Body.measure(inner).(*stackFrag)
	doc, thin, err := f.fill(body, inner)
	if err != nil {
		return nil, err
	}
	for quarters := Unit(3); thin && quarters >= 2; quarters-- {
		tight, _, err := f.fill(body.tightened(quarters), inner)
		if err == nil && len(tight.Pages) < len(doc.Pages) {
			doc = tight
			break
		}
	}
	f.furnish(doc, inner)
	doc.Elems = f.Tree.elems
	return doc, nil
}

// fill breaks a body into pages. thin says that the last of several pages is
// nearly empty.
func (f *Flow) fill(body *stackFrag, inner Unit) (doc *Document, thin bool, err error) {
	doc = &Document{}
	var rest fragment = body
	var top, bottom Unit
	for page := 1; rest != nil; page++ {
		if page > MaxPages {
			return nil, false, &TooManyPagesError{MaxPages}
		}
		if page <= 2 { // the furniture of all later pages is as tall as the second's
			top, bottom = f.Margin[0], f.Height-f.Margin[2]
			if h := f.header(page, 0, inner); h != nil {
				top += h.height()
			}
			if b := f.footer(page, 0, inner); b != nil {
				bottom -= b.height()
			}
		}
		head, tail := rest.split(room{height: bottom - top, full: bottom - top, force: true, page: page})
		if head == nil {
			return nil, false, &TooTallError{page, rest.height(), bottom - top}
		}
		p := painter{items: make([]Placed, 0, 96)}
		head.place(&p, f.Margin[3], top)
		doc.Pages = append(doc.Pages, Page{f.Width, f.Height, p.items})
		thin = page > 1 && head.height() < (bottom-top)/6
		rest = tail
	}
	return doc, thin, nil
}

func (f *Flow) header(page, count int, width Unit) fragment {
	if f.Furniture == nil {
		return nil
	}
	return measured(f.Furniture.Header(page, count), width)
}

func (f *Flow) footer(page, count int, width Unit) fragment {
	if f.Furniture == nil {
		return nil
	}
	return measured(f.Furniture.Footer(page, count), width)
}

func measured(b Block, width Unit) fragment {
	if b == nil {
		return nil
	}
	return b.measure(width)
}

// furnish adds headers and footers, now that the number of pages is known.
func (f *Flow) furnish(doc *Document, width Unit) {
	count := len(doc.Pages)
	for i := range doc.Pages {
		pg := &doc.Pages[i]
		if h := f.header(i+1, count, width); h != nil {
			p := painter{items: make([]Placed, 0, len(pg.Items)+16)}
			h.place(&p, f.Margin[3], f.Margin[0])
			pg.Items = append(p.items, pg.Items...)
		}
		if b := f.footer(i+1, count, width); b != nil {
			p := painter{items: pg.Items}
			b.place(&p, f.Margin[3], f.Height-f.Margin[2]-b.height())
			pg.Items = p.items
		}
	}
}
