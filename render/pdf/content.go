package pdf

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/facture-dev/facture/render/code"
	"github.com/facture-dev/facture/render/layout"
)

// collect walks all text once: it gives every (glyph, text) pair of a face a
// slot, and remembers the slots in painting order, so that writing needs no
// further look-up.
func (f *file) collect() {
	for i := range f.doc.Pages {
		for _, it := range f.doc.Pages[i].Items {
			switch v := it.Item.(type) {
			case *layout.Text:
				f.collectRun(v)
			case *layout.Image:
				f.image(placedImage{digest: v.Raster.Digest, raster: v.Raster})
			case *layout.Drawing:
				f.image(placedImage{digest: v.Drawing.Digest, drawing: v.Drawing})
			}
		}
	}
}

func (f *file) collectRun(t *layout.Text) {
	fc := f.face(t.Run.Style.Face)
	src, glyphs, rest := t.Run.Source, t.Run.Glyphs, ""
	for i := range glyphs {
		start, end := int(glyphs[i].Cluster), len(src)
		text := zeroWidthSpace // not the first glyph of its cluster
		if i == 0 || int(glyphs[i-1].Cluster) != start {
			for j := i + 1; j < len(glyphs); j++ {
				if int(glyphs[j].Cluster) != start {
					end = int(glyphs[j].Cluster)
					break
				}
			}
			text = mayBeText(src[start:end])
			if len(text) > maxUnicodeUnits {
				rest = text // may be more than one code can stand for
			}
		}
		if rest != "" {
			text, rest = cutUnits(rest, maxUnicodeUnits)
		}
		f.codes = append(f.codes, fc.slot(glyphs[i].ID, text))
	}
}

// mayBeText replaces a byte order mark, which ToUnicode must not hold (ISO
// 19005-3 §6.2.11.7.2), with the character that took over its other meaning.
func mayBeText(s string) string {
	if !strings.Contains(s, "\ufeff") {
		return s
	}
	return strings.ReplaceAll(s, "\ufeff", "\u2060")
}

// cutUnits divides a text after at most n UTF-16 units.
func cutUnits(s string, n int) (head, rest string) {
	for i, r := range s {
		if n -= utf16.RuneLen(r); n < 0 {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// zeroWidthSpace is the text of a glyph whose cluster's text another glyph carries.
const zeroWidthSpace = "\u200b"

// canvas writes the content stream of one page.
type canvas struct {
	f      *file
	b      []byte
	height layout.Unit
	page   int
	marked bool
	elem   layout.ElemID // of the open marked content
	fill   layout.Color
	face   int // font resource in force; -1 for none
	size   layout.Unit
	track  int16
	inText bool
	x, y   layout.Unit // where the text line began that Td counts from
	rise   bool
	code   int // next of file.codes
	rects  []code.Rect
}

const noColor = layout.Color(1 << 24)

// writePages writes all pages and their content.
func (f *file) writePages() {
	c := canvas{f: f}
	for i := range f.doc.Pages {
		p := &f.doc.Pages[i]
		c.b, c.height, c.page = c.b[:0], p.Height, i
		c.marked, c.elem, c.fill, c.face, c.size, c.track, c.inText = false, 0, noColor, -1, 0, 0, false
		for k := range p.Items {
			c.draw(&p.Items[k])
		}
		c.close()
		content := f.alloc()
		f.stream(content, "", c.b)
		f.writePage(i, content)
	}
}

func (f *file) writePage(i int, content ref) {
	p := &f.doc.Pages[i]
	annots := f.writeAnnotations(i)
	f.begin(f.pageRefs[i])
	f.put("<</Type/Page/Parent ")
	f.putRef(f.pages)
	f.put("/MediaBox[0 0 ")
	f.objs = appendUnit(f.objs, p.Width)
	f.put(" ")
	f.objs = appendUnit(f.objs, p.Height)
	f.put("]/Resources<</Font<<")
	for _, fc := range f.used {
		f.put("/F", strconv.Itoa(fc.resource), " ")
		f.putRef(fc.ref)
	}
	f.put(">>")
	if len(f.imgs) > 0 {
		f.put("/XObject<<")
		for k, im := range f.imgs {
			f.put("/I", strconv.Itoa(k), " ")
			f.putRef(im.ref)
		}
		f.put(">>")
	}
	f.put(">>/Contents ")
	f.putRef(content)
	f.put("/StructParents ", strconv.Itoa(i), "/Tabs/S")
	if len(annots) > 0 {
		f.put("/Annots[")
		for k, a := range annots {
			if k > 0 {
				f.put(" ")
			}
			f.putRef(a)
		}
		f.put("]")
	}
	f.put(">>")
	f.end()
}

func (c *canvas) draw(it *layout.Placed) {
	switch v := it.Item.(type) {
	case *layout.Text:
		c.mark(it.Elem)
		c.text(it.X, it.Y, v)
	case *layout.Rule:
		c.mark(it.Elem)
		c.color(v.Color)
		c.rect(it.X, it.Y, v.Width, v.Thickness, "f\n")
	case *layout.Fill:
		c.mark(it.Elem)
		c.color(v.Color)
		c.outline(it.X, it.Y, v.Width, v.Height, v.Radius, "f\n")
	case *layout.Frame:
		c.mark(it.Elem)
		c.frame(it, v)
	case *layout.Stroke:
		c.mark(it.Elem)
		c.stroke(it, v)
	case *layout.Image:
		c.mark(it.Elem)
		c.image(it, v.Width, v.Height, v.Raster.Digest)
	case *layout.Drawing:
		c.mark(it.Elem)
		c.image(it, v.Width, v.Height, v.Drawing.Digest)
	case *layout.Modules:
		c.mark(it.Elem)
		c.modules(it, v)
	case *layout.Link:
		if it.Elem != 0 { // a link in an artifact would stand outside the structure
			c.f.tree.link(c.page, it, v)
		}
	}
}

// mark opens the marked content of an element, or of an artifact (ISO 32000-1
// §14.7.4.2, §14.8.2.2). What belongs to one element in a row shares one.
func (c *canvas) mark(e layout.ElemID) {
	if c.marked && c.elem == e {
		return
	}
	c.close()
	c.marked, c.elem = true, e
	if e == 0 {
		c.b = append(c.b, "/Artifact BMC\n"...)
		return
	}
	id := c.f.tree.content(c.page, e)
	c.b = append(c.b, '/')
	c.b = append(c.b, c.f.doc.Elems[e].Role.String()...)
	c.b = append(c.b, "<</MCID "...)
	c.b = strconv.AppendInt(c.b, int64(id), 10)
	c.b = append(c.b, ">>BDC\n"...)
}

func (c *canvas) close() {
	c.endText()
	if c.marked {
		c.b = append(c.b, "EMC\n"...)
		c.marked = false
	}
}

func (c *canvas) endText() {
	if c.inText {
		c.b = append(c.b, "ET\n"...)
		c.inText = false
	}
}

func (c *canvas) color(col layout.Color) {
	if c.fill != col {
		c.fill = col
		c.b = appendColor(c.b, col)
		c.b = append(c.b, " rg\n"...)
	}
}

// appendColor appends the three components of a colour.
func appendColor(b []byte, col layout.Color) []byte {
	for shift := 16; shift >= 0; shift -= 8 {
		if shift < 16 {
			b = append(b, ' ')
		}
		b = appendMilli(b, (int64(col>>shift&0xff)*1000+127)/255)
	}
	return b
}

func (c *canvas) rect(x, y, w, h layout.Unit, op string) {
	c.endText()
	c.b = appendUnit(c.b, x)
	c.b = append(c.b, ' ')
	c.b = appendUnit(c.b, c.height-y-h)
	c.b = append(c.b, ' ')
	c.b = appendUnit(c.b, w)
	c.b = append(c.b, ' ')
	c.b = appendUnit(c.b, h)
	c.b = append(c.b, " re "...)
	c.b = append(c.b, op...)
}

// frame strokes a rectangle whose line lies inside it.
func (c *canvas) frame(it *layout.Placed, v *layout.Frame) {
	c.endText()
	c.b = appendColor(c.b, v.Color)
	c.b = append(c.b, " RG "...)
	c.b = appendUnit(c.b, v.Thickness)
	c.b = append(c.b, " w\n"...)
	half := v.Thickness / 2
	c.outline(it.X+half, it.Y+half, v.Width-v.Thickness, v.Height-v.Thickness, max(0, v.Radius-half), "S\n")
}

// image shows a raster or a drawing, which has the size of the unit square.
func (c *canvas) image(it *layout.Placed, width, height layout.Unit, digest [32]byte) {
	c.endText()
	c.b = append(c.b, "q "...)
	c.b = appendUnit(c.b, width)
	c.b = append(c.b, " 0 0 "...)
	c.b = appendUnit(c.b, height)
	c.b = append(c.b, ' ')
	c.b = appendUnit(c.b, it.X)
	c.b = append(c.b, ' ')
	c.b = appendUnit(c.b, c.height-it.Y-height)
	c.b = append(c.b, " cm/I"...)
	c.b = strconv.AppendInt(c.b, int64(c.f.imageIndex(digest)), 10)
	c.b = append(c.b, " Do Q\n"...)
	if it.Elem != 0 {
		c.f.tree.box(it.Elem, [4]layout.Unit{it.X, c.height - it.Y - height, it.X + width, c.height - it.Y})
	}
}

// turned shows a run that is not upright, in a text object of its own.
func (c *canvas) turned(x, y layout.Unit, t *layout.Text) {
	c.endText()
	c.b = append(c.b, "q "...)
	cos, sin := ratio(t.Turn.Cos), ratio(t.Turn.Sin)
	for _, v := range []int64{cos, sin, -sin, cos} {
		c.b = appendDecimal(c.b, v, 100_000)
		c.b = append(c.b, ' ')
	}
	c.b = appendUnit(c.b, x)
	c.b = append(c.b, ' ')
	c.b = appendUnit(c.b, c.height-y)
	c.b = append(c.b, " cm\n"...)
	upright := *t
	upright.Turn = layout.Turn{}
	// Within the turned axes the run stands at their origin; what q saves must
	// be set anew after Q.
	saved := *c
	c.fill, c.face, c.size, c.track = noColor, -1, 0, 0
	c.text(0, c.height, &upright)
	c.endText()
	c.b = append(c.b, "Q\n"...)
	c.fill, c.face, c.size, c.track = saved.fill, saved.face, saved.size, saved.track
}

// ratio is a number in 1/65536 as one in 1/100000.
func ratio(v int32) int64 { return div(int64(v)*100_000, 1<<16) }

// text shows one run (ISO 32000-1 §9.4). Glyphs stand at their advances;
// kerning and other departures are TJ adjustments.
func (c *canvas) text(x, y layout.Unit, t *layout.Text) {
	if t.Turn != (layout.Turn{}) {
		c.turned(x, y, t)
		return
	}
	run := t.Run
	fc := c.f.faces[run.Style.Face]
	c.color(t.Color)
	if !c.inText {
		c.b = append(c.b, "BT\n"...)
		c.inText, c.x, c.y = true, 0, 0
	}
	if c.face != fc.resource || c.size != run.Style.Size {
		c.face, c.size = fc.resource, run.Style.Size
		c.b = append(c.b, "/F"...)
		c.b = strconv.AppendInt(c.b, int64(fc.resource), 10)
		c.b = append(c.b, ' ')
		c.b = appendUnit(c.b, c.size)
		c.b = append(c.b, " Tf\n"...)
	}
	if c.track != run.Style.Tracking {
		c.track = run.Style.Tracking
		// In 1/1000 pt: tracking × size, rounded.
		c.b = appendMilli(c.b, div(int64(c.track)*int64(run.Style.Size), int64(layout.Point)))
		c.b = append(c.b, " Tc\n"...)
	}
	base := c.height - y
	dx, dy := roundUnit(x)-roundUnit(c.x), roundUnit(base)-roundUnit(c.y)
	c.x, c.y = x, base
	c.b = appendHundredths(c.b, dx)
	c.b = append(c.b, ' ')
	c.b = appendHundredths(c.b, dy)
	c.b = append(c.b, " Td"...)
	c.glyphs(fc, run.Glyphs)
}

// glyphs writes the TJ array of a run.
func (c *canvas) glyphs(fc *face, glyphs []glyph) {
	c.b = append(c.b, '[')
	open, length := false, 0 // of the string
	pending := int64(0)      // thousandths of an em by which the next glyph is to be moved back
	for i := range glyphs {
		g := &glyphs[i]
		code := fc.code(c.f.codes[c.code])
		c.code++
		if g.YOffset != 0 || c.rise {
			if open {
				c.b = c.closeString(c.b)
				open = false
			}
			c.b = append(c.b, "]TJ "...)
			c.b = appendMilli(c.b, div(int64(g.YOffset)*int64(c.size)*1000, int64(fc.upem)*int64(layout.Point)))
			c.b = append(c.b, " Ts["...)
			c.rise = g.YOffset != 0
		}
		pending -= int64(g.XOffset)
		if pending != 0 || length+2 > maxStringBytes {
			if open {
				c.b = c.closeString(c.b)
				open = false
			}
			if pending != 0 {
				c.b = appendMilli(c.b, div(pending*1_000_000, int64(fc.upem)))
			}
			pending = 0
		}
		if !open {
			c.b = c.openString(c.b)
			open, length = true, 0
		}
		c.b = c.appendCode(c.b, code)
		length += 2
		pending = int64(fc.advance(g.ID)) - int64(g.Advance) + int64(g.XOffset)
	}
	if open {
		c.b = c.closeString(c.b)
	}
	c.b = append(c.b, "]TJ\n"...)
	if c.rise {
		c.b = append(c.b, "0 Ts\n"...)
		c.rise = false
	}
}

func (c *canvas) openString(b []byte) []byte {
	if c.f.o.Readable {
		return append(b, '<')
	}
	return append(b, '(')
}

func (c *canvas) closeString(b []byte) []byte {
	if c.f.o.Readable {
		return append(b, '>')
	}
	return append(b, ')')
}

const hexDigits = "0123456789abcdef"

// appendCode appends a two-byte code: escaped in a literal string (§7.3.4.2),
// as hexadecimal digits in a readable file.
func (c *canvas) appendCode(b []byte, code uint16) []byte {
	if c.f.o.Readable {
		return append(b, hexDigits[code>>12], hexDigits[code>>8&15], hexDigits[code>>4&15], hexDigits[code&15])
	}
	return appendEscaped(appendEscaped(b, byte(code>>8)), byte(code))
}

func appendEscaped(b []byte, x byte) []byte {
	switch x {
	case '(', ')', '\\':
		return append(b, '\\', x)
	case '\r':
		return append(b, '\\', 'r') // a bare carriage return would be read as a line feed
	}
	return append(b, x)
}

// roundUnit is a length in hundredths of a point.
func roundUnit(u layout.Unit) int64 { return div(int64(u)*100, int64(layout.Point)) }

// appendUnit appends a length in points with at most two decimals: 3.5 µm.
func appendUnit(b []byte, u layout.Unit) []byte { return appendHundredths(b, roundUnit(u)) }

func appendHundredths(b []byte, v int64) []byte { return appendDecimal(b, v, 100) }
func appendMilli(b []byte, v int64) []byte      { return appendDecimal(b, v, 1000) }

// appendDecimal appends v/scale without trailing zeros.
func appendDecimal(b []byte, v, scale int64) []byte {
	if v < 0 {
		b = append(b, '-')
		v = -v
	}
	b = strconv.AppendInt(b, v/scale, 10)
	frac := v % scale
	if frac == 0 {
		return b
	}
	b = append(b, '.')
	for frac > 0 {
		scale /= 10
		b = append(b, byte('0'+frac/scale))
		frac %= scale
	}
	return b
}

// div divides and rounds half away from zero.
func div(a, b int64) int64 {
	if a < 0 {
		return -((-a + b/2) / b)
	}
	return (a + b/2) / b
}
