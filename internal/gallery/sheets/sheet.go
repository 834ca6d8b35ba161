package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"github.com/facture-dev/facture/internal/gallery"
)

var (
	ground = color.RGBA{0xEC, 0xED, 0xEF, 255}
	edge   = color.RGBA{0xC4, 0xC7, 0xCB, 255}
	ink    = color.RGBA{0x3A, 0x3D, 0x42, 255}
)

// The measures of a sheet, in pixels.
const (
	sheetMargin = 16
	captionSize = 12
	captionLine = 18
)

// lettering draws captions.
type lettering struct{ face font.Face }

func newLettering(ttf []byte) (*lettering, error) {
	f, err := opentype.Parse(ttf)
	if err != nil {
		return nil, err
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: captionSize, DPI: 72, Hinting: font.HintingFull})
	return &lettering{face}, err
}

// write puts one line's baseline at y, cut to a width.
func (l *lettering) write(p *picture, x, y, width int, line string) {
	d := font.Drawer{Dst: p, Src: image.NewUniform(ink), Face: l.face, Dot: fixed.P(x, y)}
	for runes := []rune(line); len(runes) > 1 && d.MeasureString(line).Ceil() > width; {
		runes = runes[:len(runes)-1]
		line = string(runes) + "…"
	}
	d.DrawString(line)
}

// cell is a page on a sheet with what stands under it.
type cell struct {
	page    *picture
	caption string // "" for none
}

// grid is a sheet of rows of cells; its columns are width pixels wide. The
// heads stand above the columns, where there are any.
type grid struct {
	width int
	gap   int
	heads []string
	rows  []gridRow
}

type gridRow struct {
	label string // at the start, where any row has one
	cells []cell
}

func (g grid) draw(l *lettering) *picture {
	columns, labels, captions := 0, 0, 0
	heights := make([]int, len(g.rows))
	for i, row := range g.rows {
		columns = max(columns, len(row.cells))
		for _, c := range row.cells {
			heights[i] = max(heights[i], c.page.height)
			if c.caption != "" {
				captions = captionLine
			}
		}
		if row.label != "" {
			labels = max(labels, font.MeasureString(l.face, row.label).Ceil()+g.gap)
		}
	}
	height := 2*sheetMargin - g.gap
	if g.heads != nil {
		height += captionLine
	}
	for _, h := range heights {
		height += h + captions + g.gap
	}
	sheet := newPicture(2*sheetMargin+labels+columns*(g.width+g.gap)-g.gap, height, ground)
	left, y := sheetMargin+labels, sheetMargin
	if g.heads != nil {
		for i, head := range g.heads {
			span := columns / len(g.heads) * (g.width + g.gap)
			l.write(sheet, left+i*span, y+captionSize-2, span-g.gap, head)
		}
		y += captionLine
	}
	for i, row := range g.rows {
		l.write(sheet, sheetMargin, y+captionSize, labels, row.label)
		for j, c := range row.cells {
			x := left + j*(g.width+g.gap)
			sheet.put(x, y, c.page, edge)
			l.write(sheet, x, y+c.page.height+captionSize+2, g.width, c.caption)
		}
		y += heights[i] + captions + g.gap
	}
	return sheet
}

// encode makes a JPEG that is small enough: at the best quality at which it is.
func (p *picture) encode(name string, most int) ([]byte, error) {
	m := image.NewRGBA(p.Bounds())
	for i, j := 0, 0; i < len(p.pixels); i, j = i+3, j+4 {
		m.Pix[j], m.Pix[j+1], m.Pix[j+2], m.Pix[j+3] = p.pixels[i], p.pixels[i+1], p.pixels[i+2], 255
	}
	for quality := 86; quality >= 50; quality -= 4 {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		if b.Len() <= min(most, gallery.SheetBytes) {
			return b.Bytes(), nil
		}
	}
	return nil, fmt.Errorf("%s: more than %d bytes at the least quality; make its pages smaller", name, most)
}
