package pdf_test

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// Reading pages: a content stream becomes what it paints, in painting order.

// painted is one thing on a page.
type painted struct {
	kind       string // text, fill, stroke, image
	mcid       int    // -1 in an artifact
	tag        name   // of the marked content
	color      [3]float64
	x, y, w, h float64 // text: where it begins; else the rectangle, y upwards
	line       float64 // stroke: line width
	image      ref
	modules    [][4]float64 // rectangles, in modules from the upper left corner
	font       *fontFile
	size       float64
	cos, sin   float64 // text that is turned
	glyphs     []shown
	end        float64 // text: where the pen stands after it
}

// shown is one glyph of a text.
type shown struct {
	code int
	x, y float64 // its origin
}

func (p *painted) text() string {
	var b strings.Builder
	for _, g := range p.glyphs {
		b.WriteString(p.font.unicode[g.code])
	}
	return b.String()
}

// state is what q saves and Q restores, as far as the writer sets it.
type state struct {
	fill, stroke [3]float64
	lineWidth    float64
	font         *fontFile
	size, track  float64
}

// machine runs a content stream.
type machine struct {
	f         *pdfFile
	resources dict
	fonts     map[ref]*fontFile
	out       []painted
	stack     []any

	depth  int // of q
	inText bool
	mcid   int
	tag    name
	marked bool
	state        // of the graphics
	saved  state // by q

	rise      float64
	lx, ly, x float64 // line matrix and pen
	ctm       [6]float64
	rect      [4]float64
	path      [][4]float64
	mcids     []int
	tags      []name
}

// run interprets a page's content. Only the operators that the writer has a use
// for are known; another one is an error.
func (m *machine) run(content []byte) {
	l := &lexer{b: content}
	for l.space(); l.at < len(content); l.space() {
		v := l.object()
		o, ok := v.(op)
		if !ok {
			m.stack = append(m.stack, v)
			continue
		}
		m.operate(string(o))
		if len(m.stack) != 0 {
			fail("%v left over after %s", m.stack, o)
		}
	}
	if m.marked || m.inText || m.depth != 0 {
		fail("a content stream ends inside of marked content, text or q")
	}
}

func (m *machine) pop() any {
	if len(m.stack) == 0 {
		fail("an operand is missing")
	}
	v := m.stack[len(m.stack)-1]
	m.stack = m.stack[:len(m.stack)-1]
	return v
}

func (m *machine) nums(n int) []float64 {
	out := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		out[i] = float(m.pop())
	}
	return out
}

func float(v any) float64 {
	switch n := v.(type) {
	case int:
		return float64(n)
	case float64:
		return n
	}
	fail("%v is no number", v)
	return 0
}

func (m *machine) operate(o string) {
	// ISO 32000-1 figure 9: what may stand within a text object. Only rg may
	// stand in both.
	if textual := slices.Contains([]string{"Tf", "Tc", "Ts", "Td", "TJ", "ET"}, o); o != "rg" && textual != m.inText {
		fail("%s in the wrong place (within text: %v)", o, m.inText)
	}
	switch o {
	case "BMC", "BDC", "EMC":
		m.mark(o)
	case "q":
		if m.depth++; m.depth > 1 {
			fail("q within q")
		}
		m.ctm, m.saved = [6]float64{}, m.state
	case "Q":
		m.depth--
		m.state = m.saved
	case "cm":
		copy(m.ctm[:], m.nums(6))
	case "rg":
		copy(m.fill[:], m.nums(3))
	case "RG":
		copy(m.stroke[:], m.nums(3))
	case "w":
		m.lineWidth = m.nums(1)[0]
	case "J", "j":
		if m.depth != 1 || m.nums(1)[0] != 1 {
			fail("%s for the whole page, or not round", o)
		}
	case "m", "l":
		p := m.nums(2)
		m.reach(p[0], p[1], o == "m")
	case "c":
		p := m.nums(6)
		m.reach(p[4], p[5], false)
	case "h":
	case "re":
		copy(m.rect[:], m.nums(4))
		m.path = append(m.path, m.rect)
	case "f":
		path := m.path
		m.path = nil
		if m.depth == 1 && path != nil { // a code: the unit is the module
			m.paint(painted{kind: "modules", color: m.fill, x: m.ctm[4], y: m.ctm[5], w: m.ctm[0], h: m.ctm[3], modules: path})
			break
		}
		m.paint(painted{kind: "fill", color: m.fill, x: m.rect[0], y: m.rect[1], w: m.rect[2], h: m.rect[3]})
	case "S":
		m.path = nil
		m.paint(painted{kind: "stroke", color: m.stroke, x: m.rect[0], y: m.rect[1], w: m.rect[2], h: m.rect[3], line: m.lineWidth})
	case "Do":
		im, ok := m.f.dict(m.resources["XObject"])[m.pop().(name)].(ref)
		if !ok || m.depth != 1 || m.ctm[1] != 0 || m.ctm[2] != 0 {
			fail("an image that is not in the resources, or turned")
		}
		m.paint(painted{kind: "image", x: m.ctm[4], y: m.ctm[5], w: m.ctm[0], h: m.ctm[3], image: im})
	default:
		m.textOperator(o)
	}
}

// reach widens the rectangle of a path by a point on it; a curve's handles of
// the writer lie within that of its ends.
func (m *machine) reach(x, y float64, first bool) {
	if first {
		m.rect = [4]float64{x, y, 0, 0}
		return
	}
	r := &m.rect
	right, top := max(r[0]+r[2], x), max(r[1]+r[3], y)
	r[0], r[1] = min(r[0], x), min(r[1], y)
	r[2], r[3] = right-r[0], top-r[1]
}

func (m *machine) textOperator(o string) {
	switch o {
	case "BT":
		m.inText, m.lx, m.ly = true, 0, 0
	case "ET":
		m.inText = false
	case "Tf":
		m.size = m.nums(1)[0]
		r, ok := m.f.dict(m.resources["Font"])[m.pop().(name)].(ref)
		if !ok {
			fail("a font that is not in the resources")
		}
		if m.fonts[r] == nil {
			m.fonts[r] = readFont(m.f, r)
		}
		m.font = m.fonts[r]
	case "Tc":
		m.track = m.nums(1)[0]
	case "Ts":
		m.rise = m.nums(1)[0]
	case "Td":
		d := m.nums(2)
		m.lx, m.ly = m.lx+d[0], m.ly+d[1]
		p := painted{kind: "text", color: m.fill, font: m.font, size: m.size}
		if m.depth == 1 { // turned: its places are told as if it were upright
			p.cos, p.sin = m.ctm[0], m.ctm[1]
			if m.ctm[2] != -p.sin || m.ctm[3] != p.cos {
				fail("text that is not only turned")
			}
			m.lx, m.ly = m.lx+m.ctm[4], m.ly+m.ctm[5]
		}
		m.x = m.lx
		p.x, p.y, p.end = m.lx, m.ly, m.lx
		m.paint(p)
	case "TJ":
		m.show(m.pop().(arr))
	default:
		fail("operator %s", o)
	}
}

func (m *machine) show(list arr) {
	p := &m.out[len(m.out)-1]
	if m.font == nil || p.kind != "text" {
		fail("text without a font or a place")
	}
	for _, v := range list {
		s, ok := v.(str)
		if !ok {
			m.x -= float(v) / 1000 * m.size
			continue
		}
		if len(s)%2 != 0 {
			fail("half a code")
		}
		for i := 0; i < len(s); i += 2 {
			code := int(s[i])<<8 | int(s[i+1])
			w, ok := m.font.widths[code]
			if !ok {
				fail("code %d has no width", code)
			}
			p.glyphs = append(p.glyphs, shown{code, m.x, m.ly + m.rise})
			m.x += w/1000*m.size + m.track
		}
	}
	p.end = m.x
}

func (m *machine) mark(o string) {
	if o == "EMC" {
		if !m.marked {
			fail("EMC without a beginning")
		}
		m.marked = false
		return
	}
	if m.marked {
		fail("marked content in marked content")
	}
	m.marked, m.mcid = true, -1
	if o == "BMC" {
		if m.tag = m.pop().(name); m.tag != "Artifact" {
			fail("%s without an MCID", m.tag)
		}
		return
	}
	d := m.pop().(dict)
	m.tag = m.pop().(name)
	m.mcid = d["MCID"].(int)
	m.mcids, m.tags = append(m.mcids, m.mcid), append(m.tags, m.tag)
}

// paint wants everything to be content or artifact (ISO 14289-1 §7.1).
func (m *machine) paint(p painted) {
	if !m.marked {
		fail("%s outside of marked content", p.kind)
	}
	p.mcid, p.tag = m.mcid, m.tag
	m.out = append(m.out, p)
}

// fontFile is a composite font as the file has it.
type fontFile struct {
	postScript string // without the subset's tag
	widths     map[int]float64
	unicode    map[int]string
	gid        func(code int) int
	program    *glyf
}

// readFont reads a Type 0 font and wants everything that ISO 19005-3 §6.2.11
// does.
func readFont(f *pdfFile, r ref) *fontFile {
	top := f.dict(r)
	cid := f.dict(f.arr(top["DescendantFonts"])[0])
	desc := f.dict(cid["FontDescriptor"])
	base := string(top["BaseFont"].(name))
	tag, ps, ok := strings.Cut(base, "+")
	if !ok || len(tag) != 6 || strings.Trim(tag, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		fail("font %s has no subset tag", base)
	}
	if top["Subtype"] != name("Type0") || top["Encoding"] != name("Identity-H") || cid["Subtype"] != name("CIDFontType2") ||
		cid["BaseFont"] != name(base) || desc["FontName"] != name(base) || desc["Flags"] != 4 {
		fail("font %s: the dictionaries do not agree", base)
	}
	info := f.dict(cid["CIDSystemInfo"])
	if info["Registry"] != str("Adobe") || info["Ordering"] != str("Identity") || info["Supplement"] != 0 {
		fail("font %s: %v", base, info)
	}
	for _, key := range []name{"FontBBox", "ItalicAngle", "Ascent", "Descent", "CapHeight", "StemV"} {
		if desc[key] == nil {
			fail("font %s: no %s", base, key)
		}
	}
	file := f.stream(desc["FontFile2"])
	if file.dict["Length1"] != len(file.data) {
		fail("font %s: /Length1 is %v of %d", base, file.dict["Length1"], len(file.data))
	}
	font := &fontFile{postScript: ps, widths: map[int]float64{}, program: readGlyf(file.data)}
	w := f.arr(cid["W"])
	if len(w) != 2 || w[0] != 0 {
		fail("font %s: /W", base)
	}
	for code, v := range w[1].(arr) {
		font.widths[code] = float(v)
	}
	font.gid = func(code int) int { return code }
	if s, ok := f.get(cid["CIDToGIDMap"]).(*stream); ok {
		font.gid = func(code int) int { return int(s.data[2*code])<<8 | int(s.data[2*code+1]) }
	} else if cid["CIDToGIDMap"] != name("Identity") {
		fail("font %s: /CIDToGIDMap", base)
	}
	font.unicode = readCMap(f.stream(top["ToUnicode"]).data)
	font.check(base)
	return font
}

// check holds the font's tables against each other and against the program.
func (font *fontFile) check(base string) {
	for code := 1; code < len(font.widths); code++ {
		text, ok := font.unicode[code]
		if !ok || text == "" {
			fail("font %s: code %d stands for no text", base, code)
		}
		for _, r := range text {
			if r == 0 || r == 0xfeff || r == 0xfffe || r == 0xfffd {
				fail("font %s: code %d stands for %U", base, code, r)
			}
		}
		gid := font.gid(code)
		if gid == 0 || gid >= font.program.glyphs {
			fail("font %s: code %d draws glyph %d of %d", base, code, gid, font.program.glyphs)
		}
		// ISO 19005-3 §6.2.11.5 allows 1/1000.
		if own := float64(font.program.advance(gid)) * 1000 / float64(font.program.upem); own-font.widths[code] > .001 || own-font.widths[code] < -.001 {
			fail("font %s: code %d is %v wide in /W, %v in the program", base, code, font.widths[code], own)
		}
	}
	if len(font.unicode) != len(font.widths)-1 {
		fail("font %s: %d codes in ToUnicode, %d in /W", base, len(font.unicode), len(font.widths)-1)
	}
}

// readCMap reads the bfchar sections of a ToUnicode CMap (§9.10.3).
func readCMap(data []byte) map[int]string {
	out := map[int]string{}
	l := &lexer{b: data}
	var before any
	for l.space(); l.at < len(data); l.space() {
		v := l.object()
		if v == op("beginbfchar") {
			n := before.(int)
			if n < 1 || n > 100 {
				fail("a section of %d", n)
			}
			for range n {
				code, text := l.object().(str), l.object().(str)
				if len(code) != 2 || len(text)%2 != 0 || len(text) > 512 {
					fail("bfchar %x %x", code, text)
				}
				k := int(code[0])<<8 | int(code[1])
				if _, twice := out[k]; twice {
					fail("code %d twice", k)
				}
				out[k] = decode16(string(text))
			}
			l.want("endbfchar")
		}
		before = v
	}
	if !strings.Contains(string(data), "<0000><ffff>\nendcodespacerange") {
		fail("no code space")
	}
	return out
}

// glyf is a TrueType program, in so far as outlines and widths go.
type glyf struct {
	glyphs, upem, metrics int
	tables                map[string][]byte
	long                  bool
}

func readGlyf(data []byte) *glyf {
	g := &glyf{tables: map[string][]byte{}}
	if len(data) < 12 {
		fail("a font program of %d bytes", len(data))
	}
	for i := range be16(data, 4) {
		r := data[12+16*i:]
		from, size := be32(r, 8), be32(r, 12)
		if from+size > len(data) {
			fail("table %s ends beyond the program", r[:4])
		}
		g.tables[string(r[:4])] = data[from : from+size]
	}
	for _, need := range []string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"} {
		if g.tables[need] == nil {
			fail("no table %s", need)
		}
	}
	g.glyphs, g.upem = be16(g.tables["maxp"], 4), be16(g.tables["head"], 18)
	g.metrics, g.long = be16(g.tables["hhea"], 34), be16(g.tables["head"], 50) == 1
	return g
}

func (g *glyf) advance(gid int) int { return be16(g.tables["hmtx"], 4*min(gid, g.metrics-1)) }

// outline is a glyph's bytes, without the padding after them.
func (g *glyf) outline(gid int) []byte {
	loca := func(i int) int {
		if g.long {
			return be32(g.tables["loca"], 4*i)
		}
		return 2 * be16(g.tables["loca"], 2*i)
	}
	return g.tables["glyf"][loca(gid):loca(gid+1)]
}

func be16(b []byte, at int) int { return int(b[at])<<8 | int(b[at+1]) }
func be32(b []byte, at int) int { return be16(b, at)<<16 | be16(b, at+2) }

func (p *painted) String() string {
	return fmt.Sprintf("%s at %.2f,%.2f (%.2f × %.2f) %q", p.kind, p.x, p.y, p.w, p.h, p.textOrNothing())
}

func (p *painted) textOrNothing() string {
	if p.font == nil {
		return ""
	}
	return p.text()
}

func decode16(s string) string {
	units := make([]uint16, len(s)/2)
	for i := range units {
		units[i] = uint16(s[2*i])<<8 | uint16(s[2*i+1])
	}
	return string(utf16.Decode(units))
}
