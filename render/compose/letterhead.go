package compose

import "github.com/facture-dev/facture/render/layout"

// letterhead is the brand's picture behind a page, which fills the paper: one
// for the first page, one for all others. It is an artifact: what it shows is
// no part of the document.
func (b *builder) letterhead(page int) layout.Block {
	name := b.o.Brand.Letterhead.Rest
	if page == 1 {
		name = b.o.Brand.Letterhead.First
	}
	if name == "" {
		return nil
	}
	p := b.asset(name)
	if p == nil {
		return nil
	}
	p.Width, p.Height = b.o.Width, b.o.Height
	return &layout.Fixed{Block: p, Width: b.o.Width}
}
