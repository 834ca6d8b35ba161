package fonts

import (
	"encoding/binary"
	"fmt"
)

// Subset cuts a font program that holds only some glyphs, ready to be the
// FontFile2 of a CIDFontType2 (ISO 32000-1 §9.9). The glyphs are given in
// ascending order, each once, beginning with 0 (.notdef): glyph i of the subset
// is glyphs[i], so a CID that is the index into glyphs needs no map. Parts that
// composite glyphs are made of and that were not asked for follow after them.
//
// The program has the tables glyf, head, hhea, hmtx, loca and maxp, and cvt,
// fpgm and prep where the font has them: §9.9 wants these kept, and a cmap left
// out. Outlines are copied as they are, with their instructions.
//
// The result depends on the face and the glyphs alone. An error is a
// *FormatError, or says what is wrong with the list of glyphs.
func (f *Face) Subset(glyphs []GlyphID) ([]byte, error) {
	if err := checkGlyphList(glyphs, f.outlines.glyphs); err != nil {
		return nil, fmt.Errorf("subset of %s: %w", f.postScriptName, err)
	}
	cut := subset{from: &f.outlines}
	if err := cut.close(glyphs); err != nil {
		return nil, fmt.Errorf("subset of %s: %w", f.postScriptName, err)
	}
	program, err := cut.write()
	if err != nil {
		return nil, fmt.Errorf("subset of %s: %w", f.postScriptName, err)
	}
	return program, nil
}

func checkGlyphList(glyphs []GlyphID, available int) error {
	if len(glyphs) == 0 || glyphs[0] != 0 {
		return fmt.Errorf("the list of glyphs does not begin with 0")
	}
	for i := 1; i < len(glyphs); i++ {
		if glyphs[i] <= glyphs[i-1] {
			return fmt.Errorf("glyph %d stands after %d: sort the list and keep each once", glyphs[i], glyphs[i-1])
		}
	}
	if last := int(glyphs[len(glyphs)-1]); last >= available {
		return fmt.Errorf("glyph %d: the face has %d", last, available)
	}
	return nil
}

// subset is one cut in the making.
type subset struct {
	from     *outlines
	order    []GlyphID // by new glyph: the glyph of the face
	index    []GlyphID // by glyph of the face: the new glyph; 0 for those left out
	glyfSize int
}

// close completes the list of glyphs with the parts of composite glyphs and
// theirs, in the order in which they are met.
func (s *subset) close(glyphs []GlyphID) error {
	s.order = append(make([]GlyphID, 0, len(glyphs)+16), glyphs...)
	s.index = make([]GlyphID, s.from.glyphs)
	for i, g := range glyphs {
		s.index[g] = GlyphID(i)
	}
	for i := 0; i < len(s.order); i++ { // order grows meanwhile, to at most every glyph once
		outline, err := s.from.glyph(int(s.order[i]))
		if err != nil {
			return err
		}
		parts, err := componentsOf(outline)
		for ; parts.more && err == nil; err = parts.next() {
			g := parts.glyph()
			if g >= s.from.glyphs {
				return malformed("glyf", parts.at, "glyph %d is made of glyph %d, but the face has %d", s.order[i], g, s.from.glyphs)
			}
			if s.index[g] == 0 && g != 0 {
				s.index[g] = GlyphID(len(s.order))
				s.order = append(s.order, GlyphID(g))
			}
		}
		if err != nil {
			return err
		}
		s.glyfSize += even(len(outline))
	}
	// A sound font stores no byte for two glyphs. One that does could make a
	// small file into a huge subset.
	if s.glyfSize > len(s.from.glyf)+len(s.order) {
		return malformed("loca", 0, "outlines overlap")
	}
	return nil
}

func even(n int) int { return (n + 1) &^ 1 }

// components walks over the parts of a composite glyph (OpenType 1.9, glyf).
type components struct {
	outline []byte
	at      int  // offset of the part's flags in the outline
	more    bool // there is a part at this offset
}

// Flags of a part.
const (
	partWords    = 0x0001 // its two arguments have 16 bits each
	partScale    = 0x0008
	partMore     = 0x0020 // another part follows
	partXYScale  = 0x0040
	partTwoByTwo = 0x0080
)

// componentsOf stands on the first part; a simple or empty glyph has none.
func componentsOf(outline []byte) (components, error) {
	if len(outline) == 0 {
		return components{}, nil
	}
	if len(outline) < 10 {
		return components{}, malformed("glyf", len(outline), "an outline ends early")
	}
	if i16(outline, 0) >= 0 { // the number of contours, negative for composites
		return components{}, nil
	}
	c := components{outline: outline, at: 10, more: true}
	return c, c.check()
}

func (c *components) glyph() int { return u16(c.outline, c.at+2) }

func (c *components) setGlyph(g GlyphID) { binary.BigEndian.PutUint16(c.outline[c.at+2:], g) }

// size is the length of the part in bytes.
func (c *components) size() int {
	flags, size := u16(c.outline, c.at), 6
	if flags&partWords != 0 {
		size += 2
	}
	switch {
	case flags&partScale != 0:
		size += 2
	case flags&partXYScale != 0:
		size += 4
	case flags&partTwoByTwo != 0:
		size += 8
	}
	return size
}

func (c *components) check() error {
	if c.at+4 > len(c.outline) || c.at+c.size() > len(c.outline) {
		return malformed("glyf", c.at, "a composite outline ends early")
	}
	return nil
}

func (c *components) next() error {
	if u16(c.outline, c.at)&partMore == 0 {
		c.more = false
		return nil
	}
	c.at += c.size()
	return c.check()
}

// The tables of a subset, in the order of their tags, which the directory must
// have.
const (
	tableCvt = iota
	tableFpgm
	tableGlyf
	tableHead
	tableHhea
	tableHmtx
	tableLoca
	tableMaxp
	tablePrep
	tableCount
)

var tableTags = [tableCount]string{"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"}

// write puts the file together in one allocation.
func (s *subset) write() ([]byte, error) {
	from, n := s.from, len(s.order)
	long := s.glyfSize > 2*0xFFFF // the short format stores half offsets in 16 bits
	locaSize := 2 * (n + 1)
	if long {
		locaSize *= 2
	}
	out, count, tables := allot([tableCount]int{
		tableCvt: len(from.cvt), tableFpgm: len(from.fpgm), tablePrep: len(from.prep),
		tableGlyf: s.glyfSize, tableHmtx: 4 * n, tableLoca: locaSize,
		tableHead: 54, tableHhea: 36, tableMaxp: 32,
	})
	copy(tables[tableCvt], from.cvt)
	copy(tables[tableFpgm], from.fpgm)
	copy(tables[tablePrep], from.prep)

	head, hhea, maxp := tables[tableHead], tables[tableHhea], tables[tableMaxp]
	copy(head, from.head)
	copy(hhea, from.hhea)
	copy(maxp, from.maxp)
	binary.BigEndian.PutUint32(head[8:], 0) // checkSumAdjustment, summed as zero
	binary.BigEndian.PutUint16(head[50:], 0)
	if long {
		binary.BigEndian.PutUint16(head[50:], 1)
	}
	binary.BigEndian.PutUint16(hhea[34:], uint16(n))
	binary.BigEndian.PutUint16(maxp[4:], uint16(n))

	s.writeMetrics(tables[tableHmtx])
	if err := s.writeOutlines(tables[tableGlyf], tables[tableLoca], long); err != nil {
		return nil, err
	}
	writeChecksums(out, count, head)
	return out, nil
}

// allot makes the file with its directory, and returns the number of tables and
// their places in it. Empty tables are left out, glyf excepted, which a font
// of blanks still needs.
func allot(sizes [tableCount]int) (out []byte, count int, tables [tableCount][]byte) {
	total := 12
	for i, size := range sizes {
		if size > 0 || i == tableGlyf {
			count++
			total += 16 + aligned(size)
		}
	}
	out = make([]byte, total)
	writeOffsetTable(out, count)
	record, offset := 12, 12+16*count
	for i, size := range sizes {
		if size == 0 && i != tableGlyf {
			continue
		}
		copy(out[record:], tableTags[i])
		binary.BigEndian.PutUint32(out[record+8:], uint32(offset))
		binary.BigEndian.PutUint32(out[record+12:], uint32(size))
		tables[i] = out[offset : offset+size : offset+size]
		record, offset = record+16, offset+aligned(size)
	}
	return out, count, tables
}

func aligned(n int) int { return (n + 3) &^ 3 }

// writeOffsetTable writes the head of the file, whose search fields follow from
// the number of tables.
func writeOffsetTable(out []byte, count int) {
	exponent := 0
	for 2<<exponent <= count {
		exponent++
	}
	binary.BigEndian.PutUint32(out, 0x00010000)
	binary.BigEndian.PutUint16(out[4:], uint16(count))
	binary.BigEndian.PutUint16(out[6:], uint16(16<<exponent))
	binary.BigEndian.PutUint16(out[8:], uint16(exponent))
	binary.BigEndian.PutUint16(out[10:], uint16(16*count-16<<exponent))
}

func (s *subset) writeMetrics(hmtx []byte) {
	for i, g := range s.order {
		advance := s.from.hmtx[4*min(int(g), s.from.metrics-1):]
		copy(hmtx[4*i:], advance[:2])
		binary.BigEndian.PutUint16(hmtx[4*i+2:], s.from.sideBearing(int(g)))
	}
}

// writeOutlines copies the outlines and renumbers the parts of composites.
func (s *subset) writeOutlines(glyf, loca []byte, long bool) error {
	end := 0
	for i, g := range s.order {
		outline, err := s.from.glyph(int(g))
		if err != nil {
			return err
		}
		placed := glyf[end : end+len(outline)]
		copy(placed, outline)
		parts, err := componentsOf(placed)
		for ; parts.more && err == nil; err = parts.next() {
			parts.setGlyph(s.index[parts.glyph()])
		}
		if err != nil {
			return err
		}
		end += even(len(outline))
		if long {
			binary.BigEndian.PutUint32(loca[4*i+4:], uint32(end))
		} else {
			binary.BigEndian.PutUint16(loca[2*i+2:], uint16(end/2))
		}
	}
	return nil
}

// writeChecksums fills in the sums of the tables and, in head, what makes the
// whole file sum up to 0xB1B0AFBA (OpenType 1.9, head.checkSumAdjustment).
func writeChecksums(out []byte, count int, head []byte) {
	var tables uint32
	for record := 12; record < 12+16*count; record += 16 {
		offset, size := u32(out, record+8), u32(out, record+12)
		sum := checksum(out[offset : offset+aligned(size)])
		binary.BigEndian.PutUint32(out[record+4:], sum)
		tables += sum
	}
	total := checksum(out[:12+16*count]) + tables
	binary.BigEndian.PutUint32(head[8:], 0xB1B0AFBA-total)
}

// checksum adds up 32-bit words; the length is a multiple of four.
func checksum(b []byte) (sum uint32) {
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	return sum
}
