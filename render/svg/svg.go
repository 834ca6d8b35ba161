// Package svg draws a page of frames as one SVG image, for previews and web
// pages: the same frames as the PDF, with glyphs as outlines, so that nothing
// depends on the viewer's fonts. It knows nothing of what came before frames.
package svg

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"io"
	"strconv"
	"strings"

	"github.com/go-text/typesetting/font"

	"github.com/facture-dev/facture/fonts"
	raster "github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
)

// Write draws one page by a Writer of its own. Lengths are points.
func Write(w io.Writer, lib *fonts.Library, p *layout.Page) error {
	return NewWriter().Write(w, lib, p)
}

type glyphKey struct {
	face  fonts.ID
	glyph fonts.GlyphID
}

// drawing collects a page's elements and the outlines that they use.
type drawing struct {
	shared   *Writer
	lib      *fonts.Library
	ids      map[glyphKey]int
	drawings map[*raster.Drawing]string // ids by what was defined
	defs     bytes.Buffer
	body     bytes.Buffer
	err      error
}

// page puts the drawing together.
func (d *drawing) page(out *bytes.Buffer, p *layout.Page) {
	width, height := number(p.Width), number(p.Height)
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" width="%spt" height="%spt" viewBox="0 0 %s %s">`+"\n", width, height, width, height)
	fmt.Fprintf(out, `<rect width="%s" height="%s" fill="#fff"/>`+"\n", width, height)
	if d.defs.Len() > 0 {
		out.WriteString("<defs>\n")
		out.Write(d.defs.Bytes())
		out.WriteString("</defs>\n")
	}
	out.Write(d.body.Bytes())
	out.WriteString("</svg>\n")
}

func (d *drawing) item(it *layout.Placed) {
	switch v := it.Item.(type) {
	case *layout.Text:
		d.text(it, v)
	case *layout.Rule:
		d.rect(it, v.Width, v.Thickness, v.Color)
	case *layout.Fill:
		fmt.Fprintf(&d.body, `<rect x="%s" y="%s" width="%s" height="%s"%s fill="#%06x"/>`+"\n",
			number(it.X), number(it.Y), number(v.Width), number(v.Height), radius(v.Radius), uint32(v.Color))
	case *layout.Frame:
		half := v.Thickness / 2
		fmt.Fprintf(&d.body, `<rect x="%s" y="%s" width="%s" height="%s"%s fill="none" stroke="#%06x" stroke-width="%s"/>`+"\n",
			number(it.X+half), number(it.Y+half), number(v.Width-v.Thickness), number(v.Height-v.Thickness), radius(max(0, v.Radius-half)), uint32(v.Color), number(v.Thickness))
	case *layout.Stroke:
		fmt.Fprintf(&d.body, `<polyline fill="none" stroke="#%06x" stroke-width="%s" stroke-linecap="round" stroke-linejoin="round" points="`, uint32(v.Color), number(v.Thickness))
		for i, o := range v.Points {
			if i > 0 {
				d.body.WriteByte(' ')
			}
			d.body.WriteString(number(it.X+o.X) + "," + number(it.Y+o.Y))
		}
		d.body.WriteString("\"/>\n")
	case *layout.Image:
		d.image(it, v)
	case *layout.Drawing:
		d.vector(it, v)
	case *layout.Modules:
		d.modules(it, v)
	case *layout.Link:
		fmt.Fprintf(&d.body, `<a href="%s"><rect x="%s" y="%s" width="%s" height="%s" fill="none" pointer-events="all"/></a>`+"\n",
			escape(v.URI), number(it.X), number(it.Y), number(v.Width), number(v.Height))
	}
}

func (d *drawing) rect(it *layout.Placed, w, h layout.Unit, c layout.Color) {
	fmt.Fprintf(&d.body, `<rect x="%s" y="%s" width="%s" height="%s" fill="#%06x"/>`+"\n", number(it.X), number(it.Y), number(w), number(h), uint32(c))
}

func radius(r layout.Unit) string {
	if r <= 0 {
		return ""
	}
	return ` rx="` + number(r) + `"`
}

// turn is a rotation about the origin, as an SVG transform.
func turn(t layout.Turn) string {
	if t == (layout.Turn{}) {
		return ""
	}
	cos, sin := decimal(int64(t.Cos), 1<<16, 5), decimal(int64(t.Sin), 1<<16, 5)
	minus := decimal(-int64(t.Sin), 1<<16, 5)
	// y grows downwards here, so the turn is the other way round.
	return " matrix(" + cos + " " + minus + " " + sin + " " + cos + " 0 0)"
}

// text draws a run as uses of outlines; its words stand in aria-label.
func (d *drawing) text(it *layout.Placed, t *layout.Text) {
	r := t.Run
	f := d.lib.Face(r.Style.Face)
	upem := int64(f.UnitsPerEm())
	fmt.Fprintf(&d.body, `<g role="text" aria-label="%s" fill="#%06x" transform="translate(%s %s)%s scale(%s)">`,
		escape(r.Source), uint32(t.Color), number(it.X), number(it.Y), turn(t.Turn), decimal(int64(r.Style.Size), upem*int64(layout.Point), 9))
	x := int64(0) // in thousandths of a font unit, so that tracking does not round away
	for _, g := range r.Glyphs {
		if id := d.outline(r.Style.Face, g.ID); id >= 0 {
			fmt.Fprintf(&d.body, `<use href="#g%d" x="%s" y="%d"/>`, id, decimal(x+1000*int64(g.XOffset), 1000, 3), -int64(g.YOffset))
		}
		x += 1000*int64(g.Advance) + int64(r.Style.Tracking)*upem
	}
	d.body.WriteString("</g>\n")
}

// outline defines a glyph's path once; -1 when it draws nothing.
func (d *drawing) outline(face fonts.ID, g fonts.GlyphID) int {
	key := glyphKey{face, g}
	if id, ok := d.ids[key]; ok {
		return id
	}
	f := d.lib.Face(face)
	path := d.shared.outline(outlineKey{f, g}, func() string { return pathOf(f, g) })
	if path == "" {
		d.ids[key] = -1
		return -1
	}
	id := len(d.ids)
	d.ids[key] = id
	fmt.Fprintf(&d.defs, `<path id="g%d" d="%s"/>`+"\n", id, path)
	return id
}

// pathOf is a glyph's outline as path data, in font units with y downwards;
// empty when it draws nothing.
func pathOf(f *fonts.Face, g fonts.GlyphID) string {
	o, ok := font.NewFace(f.Shaping()).GlyphData(font.GID(g)).(font.GlyphOutline)
	if !ok || len(o.Segments) == 0 {
		return ""
	}
	var path strings.Builder
	for _, s := range o.Segments {
		a := s.ArgsSlice()
		switch len(a) {
		case 1:
			op := "L"
			if s.Op == 0 {
				op = "M"
			}
			fmt.Fprintf(&path, "%s%g %g", op, a[0].X, -a[0].Y)
		case 2:
			fmt.Fprintf(&path, "Q%g %g %g %g", a[0].X, -a[0].Y, a[1].X, -a[1].Y)
		case 3:
			fmt.Fprintf(&path, "C%g %g %g %g %g %g", a[0].X, -a[0].Y, a[1].X, -a[1].Y, a[2].X, -a[2].Y)
		}
	}
	path.WriteByte('Z')
	return path.String()
}

// modules draws a code as one path, whose unit is the module.
func (d *drawing) modules(it *layout.Placed, v *layout.Modules) {
	fmt.Fprintf(&d.body, `<path shape-rendering="crispEdges" transform="translate(%s %s) scale(%s %s)" d="`, number(it.X), number(it.Y),
		decimal(int64(v.Width), int64(layout.Point)*int64(v.Matrix.Width), 6), decimal(int64(v.Height), int64(layout.Point)*int64(v.Matrix.Height), 6))
	for _, r := range v.Matrix.AppendRects(nil) {
		fmt.Fprintf(&d.body, "M%d %dh%dv%dh-%dz", r.X, r.Y, r.W, r.H, r.W)
	}
	d.body.WriteString("\"/>\n")
}

func (d *drawing) image(it *layout.Placed, v *layout.Image) {
	url, err := d.shared.picture(v.Raster.Digest, func() (string, error) { return dataURL(v.Raster) })
	if err != nil {
		d.err = err
		return
	}
	fmt.Fprintf(&d.body, `<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" href="%s"/>`+"\n",
		number(it.X), number(it.Y), number(v.Width), number(v.Height), url)
}

// dataURL holds a whole picture (RFC 2397): a JPEG file as it is, samples as PNG.
func dataURL(r *raster.Raster) (string, error) {
	if r.JPEG != nil {
		return "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(r.JPEG), nil
	}
	m := image.NewNRGBA(image.Rect(0, 0, r.Width, r.Height))
	for i := 0; i < r.Width*r.Height; i++ {
		px := r.Pixels[i*r.Components : (i+1)*r.Components]
		m.Pix[4*i], m.Pix[4*i+1], m.Pix[4*i+2], m.Pix[4*i+3] = px[0], px[len(px)/2], px[len(px)-1], 255
		if r.Alpha != nil {
			m.Pix[4*i+3] = r.Alpha[i]
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, m)
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes()), err
}

// number is a length in points with at most three decimals: 0.35 µm.
func number(u layout.Unit) string { return decimal(int64(u), int64(layout.Point), 3) }

// decimal is a/b with at most n decimals, rounded half away from zero.
func decimal(a, b int64, n int) string {
	sign := ""
	if a < 0 {
		sign, a = "-", -a
	}
	scale := int64(1)
	for range n {
		scale *= 10
	}
	whole, v := a/b, (a%b*scale+b/2)/b
	whole, v = whole+v/scale, v%scale
	if v == 0 {
		if whole == 0 {
			return "0"
		}
		return sign + strconv.FormatInt(whole, 10)
	}
	return sign + strconv.FormatInt(whole, 10) + "." + strings.TrimRight(fmt.Sprintf("%0*d", n, v), "0")
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func escape(s string) string { return escaper.Replace(s) }
