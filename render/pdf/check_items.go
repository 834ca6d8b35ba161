package pdf

import (
	"unicode/utf8"

	"github.com/facture-dev/facture/render/code"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/text"
)

// pages checks sizes and every item.
func (c *check) pages() {
	if n := len(c.doc.Pages); n == 0 || n > maxPages {
		c.problem("ISO 32000-1 §7.7.3", "%d pages; 1 to %d are taken", n, maxPages)
	}
	c.holds = make([]bool, len(c.doc.Elems))
	for i := range c.doc.Pages {
		p := &c.doc.Pages[i]
		c.page, c.item = i+1, 0
		if min(p.Width, p.Height) < minPageSide || max(p.Width, p.Height) > maxPageSide {
			c.problem(limitsClause, "a page of %d × %d units; sides from %d to %d are allowed", p.Width, p.Height, minPageSide, maxPageSide)
		}
		for k := range p.Items {
			c.item = k + 1
			c.placed(&p.Items[k])
		}
	}
	c.page, c.item = 0, 0
}

func (c *check) placed(it *layout.Placed) {
	role := layout.NoRole
	switch {
	case it.Elem < 0 || int(it.Elem) >= len(c.doc.Elems):
		c.problem(treeClause, "it belongs to element %d, which there is not", it.Elem)
		return
	case it.Elem > 0:
		role = c.doc.Elems[it.Elem].Role
		c.holds[it.Elem] = true
	}
	switch v := it.Item.(type) {
	case *layout.Text:
		c.text(v)
	case *layout.Rule:
		c.size(v.Width, v.Thickness)
	case *layout.Fill:
		c.size(v.Width, v.Height)
		c.size(v.Radius, 0)
	case *layout.Frame:
		c.size(v.Width, v.Height)
		c.size(v.Thickness, v.Radius)
	case *layout.Stroke:
		c.size(v.Thickness, 0)
		if len(v.Points) < 2 {
			c.problem(framesClause, "a line through %d points", len(v.Points))
		}
	case *layout.Image:
		c.size(v.Width, v.Height)
		c.raster(v.Raster)
		if it.Elem > 0 && role != layout.RoleFigure {
			c.problem("ISO 14289-1 §7.3", "an image in a %s; it needs a Figure, or to be an artifact", role)
		}
	case *layout.Drawing:
		c.size(v.Width, v.Height)
		if d := v.Drawing; d == nil || d.Width < 1 || d.Height < 1 || d.Digest == [32]byte{} {
			c.problem(framesClause, "a drawing without a size or a digest, which tells drawings apart")
		}
		if it.Elem > 0 && role != layout.RoleFigure {
			c.problem("ISO 14289-1 §7.3", "a drawing in a %s; it needs a Figure, or to be an artifact", role)
		}
	case *layout.Modules:
		c.size(v.Width, v.Height)
		c.matrix(v.Matrix)
		if it.Elem > 0 && role != layout.RoleFigure {
			c.problem("ISO 14289-1 §7.3", "a code in a %s; it needs a Figure, or to be an artifact", role)
		}
	case *layout.Link:
		c.size(v.Width, v.Height)
		if it.Elem > 0 {
			c.link(v, role)
		}
	}
}

func (c *check) size(w, h layout.Unit) {
	if w < 0 || h < 0 {
		c.problem(framesClause, "a negative size, %d × %d", w, h)
	}
}

func (c *check) raster(r *image.Raster) {
	switch {
	case r == nil:
		c.problem(framesClause, "an image without a raster")
	case r.Width < 1 || r.Height < 1 || r.Components != 1 && r.Components != 3,
		r.JPEG == nil && len(r.Pixels) != r.Width*r.Height*r.Components,
		r.Alpha != nil && len(r.Alpha) != r.Width*r.Height:
		c.problem("ISO 32000-1 §8.9.5", "a raster whose samples do not fit its %d × %d pixels of %d components", r.Width, r.Height, r.Components)
	case r.Digest == [32]byte{}:
		c.problem(framesClause, "a raster without a digest, which tells images apart")
	}
}

func (c *check) matrix(m *code.Matrix) {
	if m == nil || m.Width < 1 || m.Height < 1 {
		c.problem(framesClause, "a code without modules")
	}
}

func (c *check) link(v *layout.Link, role layout.Role) {
	const clause = "ISO 14289-1 §7.18.5"
	if role != layout.RoleLink {
		c.problem(clause, "a link in a %s; it needs a Link element", role)
	}
	if v.Alt == "" {
		c.problem(clause, "a link that does not say what it is")
	}
	c.textString("what a link says", v.Alt)
	if v.URI == "" {
		c.problem("ISO 32000-1 §12.6.4.7", "a link that leads nowhere")
	}
	if n := len(appendURI(nil, v.URI)) - 2; n > maxStringBytes {
		c.problem(limitsClause, "an address of %d bytes; at most %d are allowed", n, maxStringBytes)
	}
}

// text checks a run: that its face has its glyphs, that none is .notdef, and
// that its clusters divide its text without a rest.
func (c *check) text(t *layout.Text) {
	r := t.Run
	if int(r.Style.Face) >= c.w.lib.Len() {
		c.problem(framesClause, "face %d; the library has %d", r.Style.Face, c.w.lib.Len())
		return
	}
	if roundUnit(r.Style.Size) < 1 {
		c.problem(framesClause, "a type size of %d units, which rounds to nothing", r.Style.Size)
	}
	if !c.characters(r.Source) {
		return
	}
	if len(r.Glyphs) == 0 {
		if r.Source != "" {
			c.problem(unicodeClause, "text without a glyph")
		}
		return
	}
	f := c.w.lib.Face(r.Style.Face)
	count, most, last := f.Glyphs(), int32(maxGlyphEms*f.UnitsPerEm()), uint32(0)
	for i := range r.Glyphs {
		g := &r.Glyphs[i]
		switch {
		case g.ID == 0:
			c.problem("ISO 19005-3 §6.2.11.8", "a glyph .notdef")
			return
		case int(g.ID) >= count:
			c.problem("ISO 19005-3 §6.2.11.4", "glyph %d; %s has %d", g.ID, f.PostScriptName(), count)
			return
		case max(g.Advance, g.XOffset, g.YOffset) > most || min(g.Advance, g.XOffset, g.YOffset) < -most:
			c.problem(limitsClause, "a glyph that is moved by more than %d em", maxGlyphEms)
			return
		case i == 0 && g.Cluster != 0, g.Cluster < last,
			int(g.Cluster) >= len(r.Source), !utf8.RuneStart(r.Source[g.Cluster]):
			c.problem(unicodeClause, "clusters that do not divide the text from its beginning to its end")
			return
		}
		last = g.Cluster
	}
	if len(r.Source) > maxUnicodeUnits {
		c.clusters(r)
	}
}

// clusters wants no cluster with more text than the codes of its glyphs can
// stand for together; a pair of surrogates may leave one unit of each unused.
func (c *check) clusters(r *text.Run) {
	for i := 0; i < len(r.Glyphs); {
		n, start, end := 1, int(r.Glyphs[i].Cluster), len(r.Source)
		for i+n < len(r.Glyphs) && int(r.Glyphs[i+n].Cluster) == start {
			n++
		}
		if i += n; i < len(r.Glyphs) {
			end = int(r.Glyphs[i].Cluster)
		}
		if units := utf16Units(r.Source[start:end]); units > n*(maxUnicodeUnits-1) {
			c.problem(unicodeClause, "%d glyphs for %d characters; one stands for at most %d", n, units, maxUnicodeUnits-1)
			return
		}
	}
}

// characters refuses what ToUnicode may not say: no character, or one that
// means something in one font only. U+FEFF is written as its successor.
func (c *check) characters(s string) bool {
	if plainASCII(s) {
		return true
	}
	if !utf8.ValidString(s) {
		c.problem(unicodeClause, "text that is not UTF-8")
		return false
	}
	for _, r := range s {
		switch {
		case r == 0 || r == 0xfffe || r == 0xffff:
			c.problem(unicodeClause, "text with %U, which is no character", r)
			return false
		case r >= 0xe000 && r <= 0xf8ff || r >= 0xf0000:
			c.problem(unicodeClause, "text with %U, which has no meaning outside of one font", r)
			return false
		}
	}
	return true
}
