package preview

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/facture-dev/facture/internal/deliver"
)

// drawing is what came of one attempt to draw the document.
type drawing struct {
	files    *files
	err      error // the pages are none then
	pages    []sheet
	count    int // pages of the document
	warnings []deliver.Fault
	chosen   chosen
}

// sheet is a page as it is sent.
type sheet struct {
	Hash   string `json:"hash"`  // SHA-256 of the SVG
	Width  int    `json:"width"` // 1/1024 pt
	Height int    `json:"height"`
	svg    []byte
}

// chosen is how the document looks where nobody chose.
type chosen struct {
	Layout   string `json:"template"`
	Language string `json:"language"`
	Position string `json:"logo-position"`
}

// draw draws the document as it is now.
func (p *Preview) draw(ctx context.Context, c choices) *drawing {
	d := &drawing{files: p.newFiles()}
	ctx, cancel := context.WithTimeout(ctx, drawTimeout)
	defer cancel()
	src, o, err := p.o.Load(d.files.Read)
	if err != nil {
		d.err = err
		return d
	}
	made, err := p.o.Service.Sheets(ctx, src, c.over(o), maxSheets)
	if err != nil {
		d.err = err
		return d
	}
	d.count, d.warnings = made.Pages, made.Warnings
	d.chosen = chosen{cmp.Or(made.Layout, p.o.Command.Template), made.Language, made.LogoPosition}
	for _, s := range made.Sheets {
		sum := sha256.Sum256(s.SVG)
		d.pages = append(d.pages, sheet{hex.EncodeToString(sum[:]), int(s.Width), int(s.Height), s.SVG})
	}
	return d
}

// good is the last drawing without a fault, for whoever opens the page while
// the document is broken.
type good struct {
	choices
	*drawing
}

func (p *Preview) keep(c choices, d *drawing) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.good = good{c, d}
}

// kept is the last good drawing of the same choices, or nil.
func (p *Preview) kept(c choices) *drawing {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.good.choices != c {
		return nil
	}
	return p.good.drawing
}
