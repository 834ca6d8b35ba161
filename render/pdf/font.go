package pdf

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/text"
)

type glyph = text.Glyph

// face is what one document uses of a face. A character code stands for a pair
// of glyph and text, so that ToUnicode is exact even where one glyph draws
// different characters (a space and a no-break space).
type face struct {
	f        *fonts.Face
	upem     int
	resource int // /F0, /F1 …
	ref      ref
	first    []uint16           // by glyph: slot of its first pair, plus 1
	pairs    []pair             // in order of first use
	many     map[pairKey]uint16 // slots of pairs that would make a chain too long
	codes    []uint16           // by slot: character code
	full     bool               // more pairs than codes can name
}

type pair struct {
	glyph fonts.GlyphID
	next  uint16 // slot of the next pair of the same glyph, plus 1
	text  string
}

// pairKey finds a pair among many of one glyph.
type pairKey struct {
	glyph fonts.GlyphID
	text  string
}

// face returns the document's state for a face.
func (f *file) face(id fonts.ID) *face {
	for int(id) >= len(f.faces) {
		f.faces = append(f.faces, nil)
	}
	fc := f.faces[id]
	if fc == nil || fc.f != f.w.lib.Face(id) {
		fc = &face{f: f.w.lib.Face(id)}
		fc.upem = fc.f.UnitsPerEm()
		fc.first = make([]uint16, fc.f.Glyphs())
		f.faces[id] = fc
	}
	if len(fc.pairs) == 0 {
		fc.resource, fc.ref = len(f.used), f.alloc()
		f.used = append(f.used, fc)
		// Slot 0 is .notdef, which every program holds and no text uses.
		fc.pairs = append(fc.pairs, pair{})
		fc.first[0] = 1
	}
	return fc
}

func (fc *face) clear() {
	for _, p := range fc.pairs {
		fc.first[p.glyph] = 0
	}
	clear(fc.pairs) // let go of the texts
	fc.pairs, fc.codes, fc.full, fc.many = fc.pairs[:0], fc.codes[:0], false, nil
}

// slot returns the slot of a pair; 0 when there are more than codes can name.
func (fc *face) slot(g fonts.GlyphID, text string) uint16 {
	at, length := fc.first[g], 0
	for s := at; s != 0; s = fc.pairs[s-1].next {
		if fc.pairs[s-1].text == text {
			return s - 1
		}
		length++
	}
	if length >= maxChain {
		if s, ok := fc.many[pairKey{g, text}]; ok {
			return s
		}
	}
	if len(fc.pairs) >= maxCodes {
		fc.full = true
		return 0
	}
	fc.pairs = append(fc.pairs, pair{g, at, text})
	slot := uint16(len(fc.pairs) - 1)
	if length < maxChain {
		fc.first[g] = slot + 1
		return slot
	}
	if fc.many == nil {
		fc.many = make(map[pairKey]uint16)
	}
	fc.many[pairKey{g, text}] = slot
	return slot
}

func (fc *face) code(slot uint16) uint16 { return fc.codes[slot] }

func (fc *face) advance(g fonts.GlyphID) int { return fc.f.Advance(g) }

// program is what a document embeds of a face: the subset font program,
// deflated, with its length before that, and the CMap of its codes.
type program struct {
	data    []byte
	length  int
	unicode []byte // deflated
}

// writeFonts writes the fonts that the document uses: one program a face.
func (f *file) writeFonts() error {
	for _, fc := range f.used {
		if err := f.writeFont(fc); err != nil {
			return err
		}
	}
	return nil
}

// writeFont writes a Type 0 font with a TrueType descendant (§9.7). Codes are
// given in the order of glyph and text, so they do not depend on the order of
// use, and the program can be shared by documents with the same glyphs.
func (f *file) writeFont(fc *face) error {
	order := make([]uint16, len(fc.pairs))
	for i := range order {
		order[i] = uint16(i)
	}
	slices.SortFunc(order, func(a, b uint16) int {
		if d := int(fc.pairs[a].glyph) - int(fc.pairs[b].glyph); d != 0 {
			return d
		}
		return strings.Compare(fc.pairs[a].text, fc.pairs[b].text)
	})
	fc.codes = append(fc.codes[:0], make([]uint16, len(order))...)
	glyphs := make([]fonts.GlyphID, 0, len(order))
	gids := make([]byte, 0, 2*len(order)) // code → glyph of the program
	identity := true
	for code, slot := range order {
		fc.codes[slot] = uint16(code)
		g := fc.pairs[slot].glyph
		if len(glyphs) == 0 || glyphs[len(glyphs)-1] != g {
			glyphs = append(glyphs, g)
		}
		n := len(glyphs) - 1
		identity = identity && n == code
		gids = append(gids, byte(n>>8), byte(n))
	}
	// The key is everything that the streams follow from: the face, and every
	// glyph with its text.
	key := make([]byte, 0, 8*len(order))
	key = append(key, byte(fc.f.ID()>>8), byte(fc.f.ID()))
	for _, slot := range order {
		p := &fc.pairs[slot]
		key = append(key, byte(p.glyph>>8), byte(p.glyph))
		key = append(append(key, p.text...), 0xff) // no byte of UTF-8
	}
	prog, err := f.w.subsets.get(key, func() (*program, error) {
		data, err := fc.f.Subset(glyphs)
		if err != nil {
			return nil, err
		}
		return &program{deflate(nil, data), len(data), deflate(nil, toUnicode(fc, order))}, nil
	})
	if err != nil {
		return err
	}
	f.writeFontObjects(fc, order, subsetTag(key)+"+"+fc.f.PostScriptName(), prog, gids, identity)
	return nil
}

// subsetTag is six capitals that follow from the glyphs (§9.6.4).
func subsetTag(key []byte) string {
	sum := sha256.Sum256(key)
	var tag [6]byte
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag[:])
}

func (f *file) writeFontObjects(fc *face, order []uint16, name string, prog *program, gids []byte, identity bool) {
	cid, desc, file, uni := f.alloc(), f.alloc(), f.alloc(), f.alloc()
	f.begin(fc.ref)
	f.put("<</Type/Font/Subtype/Type0/BaseFont/", name, "/Encoding/Identity-H/DescendantFonts[")
	f.putRef(cid)
	f.put("]/ToUnicode ")
	f.putRef(uni)
	f.put(">>")
	f.end()

	f.begin(cid)
	f.put("<</Type/Font/Subtype/CIDFontType2/BaseFont/", name, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor ")
	f.putRef(desc)
	f.put("/DW 0/W[0[")
	for i, slot := range order {
		if i > 0 {
			f.put(" ")
		}
		f.objs = appendMilli(f.objs, div(int64(fc.advance(fc.pairs[slot].glyph))*1_000_000, int64(fc.upem)))
	}
	f.put("]]/CIDToGIDMap")
	var gidMap ref
	if identity {
		f.put("/Identity>>")
	} else {
		gidMap = f.alloc()
		f.put(" ")
		f.putRef(gidMap)
		f.put(">>")
	}
	f.end()
	if !identity {
		f.stream(gidMap, "", gids)
	}

	f.begin(desc)
	f.put("<</Type/FontDescriptor/FontName/", name, "/Flags 4/FontBBox[")
	for i, v := range fc.f.BBox() {
		if i > 0 {
			f.put(" ")
		}
		f.putInt(f.perMille(fc, v))
	}
	f.put("]/ItalicAngle ")
	f.putInt(fc.f.ItalicAngle())
	f.put("/Ascent ")
	f.putInt(f.perMille(fc, fc.f.Ascent()))
	f.put("/Descent ")
	f.putInt(-f.perMille(fc, fc.f.Descent()))
	f.put("/CapHeight ")
	f.putInt(f.perMille(fc, fc.f.CapHeight()))
	f.put("/StemV ")
	f.putInt(fc.f.StemV())
	f.put("/FontFile2 ")
	f.putRef(file)
	f.put(">>")
	f.end()
	f.rawStream(file, "/Filter/FlateDecode/Length1 "+strconv.Itoa(prog.length), prog.data)
	if f.o.Readable {
		f.rawStream(uni, "", toUnicode(fc, order))
	} else {
		f.rawStream(uni, "/Filter/FlateDecode", prog.unicode)
	}
}

// perMille is a length of a face in thousandths of its em.
func (f *file) perMille(fc *face, v int) int { return int(div(int64(v)*1000, int64(fc.upem))) }

// toUnicode writes the CMap that gives each code its text (§9.10.3).
func toUnicode(fc *face, order []uint16) []byte {
	b := make([]byte, 0, 400+16*len(order))
	b = append(b, "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n"...)
	const perBlock = 100 // the most that a block may hold (Adobe Technical Note 5411)
	for i := 1; i < len(order); i += perBlock {
		end := min(i+perBlock, len(order))
		b = strconv.AppendInt(b, int64(end-i), 10)
		b = append(b, " beginbfchar\n"...)
		for code := i; code < end; code++ {
			b = append(b, '<')
			b = appendHex16(b, uint16(code))
			b = append(b, "><"...)
			for _, r := range fc.pairs[order[code]].text {
				if r >= 0x10000 {
					hi, lo := utf16.EncodeRune(r)
					b = appendHex16(appendHex16(b, uint16(hi)), uint16(lo))
				} else {
					b = appendHex16(b, uint16(r))
				}
			}
			b = append(b, ">\n"...)
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n"...)
}

func appendHex16(b []byte, v uint16) []byte {
	return append(b, hexDigits[v>>12], hexDigits[v>>8&15], hexDigits[v>>4&15], hexDigits[v&15])
}
