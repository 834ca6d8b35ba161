package fonts

import "sort"

// charmap maps characters to glyphs. The basic plane is two array steps, since
// it is read once or more for each character of every document; what lies
// beyond it is searched.
type charmap struct {
	pages  [256]*[256]GlyphID
	beyond []cmapGroup // U+10000 and above, ascending, disjoint
}

type cmapGroup struct {
	first, last rune
	glyph       int // glyph of first; the rest follow
}

func (c *charmap) lookup(r rune) GlyphID {
	if uint32(r) < 0x10000 {
		if page := c.pages[uint32(r)>>8]; page != nil {
			return page[r&0xFF]
		}
		return 0
	}
	i := sort.Search(len(c.beyond), func(i int) bool { return c.beyond[i].last >= r })
	if i == len(c.beyond) || r < c.beyond[i].first {
		return 0
	}
	return GlyphID(c.beyond[i].glyph + int(r-c.beyond[i].first))
}

func (c *charmap) set(r rune, g GlyphID) {
	page := c.pages[r>>8]
	if page == nil {
		page = new([256]GlyphID)
		c.pages[r>>8] = page
	}
	page[r&0xFF] = g
}

// ranges lists the mapped characters as inclusive ranges, ascending.
func (c *charmap) ranges() [][2]rune {
	var out [][2]rune
	add := func(first, last rune) {
		if n := len(out); n > 0 && out[n-1][1] == first-1 {
			out[n-1][1] = last
			return
		}
		out = append(out, [2]rune{first, last})
	}
	for high, page := range c.pages {
		if page == nil {
			continue
		}
		for low, g := range page {
			if g != 0 {
				r := rune(high<<8 | low)
				add(r, r)
			}
		}
	}
	for _, g := range c.beyond {
		add(g.first, g.last)
	}
	return out
}

// readCmap reads the best Unicode subtable: the full repertoire (format 12)
// where there is one, else the basic plane (format 4).
func readCmap(table []byte, glyphs int) (*charmap, error) {
	if len(table) < 4 {
		return nil, malformed("cmap", len(table), "ends early")
	}
	count := u16(table, 2)
	if len(table) < 4+8*count {
		return nil, malformed("cmap", len(table), "ends early: %d subtables", count)
	}
	best, bestRank := 0, 0
	for i := range count {
		record := table[4+8*i:]
		platform, encoding, offset := u16(record, 0), u16(record, 2), u32(record, 4)
		if offset > len(table)-2 {
			return nil, malformed("cmap", 4+8*i, "subtable lies outside the table")
		}
		unicode := platform == 0 && encoding != 5 || platform == 3 && (encoding == 1 || encoding == 10)
		rank := 0
		switch format := u16(table, offset); {
		case unicode && format == 12:
			rank = 2
		case unicode && format == 4:
			rank = 1
		}
		if rank > bestRank {
			best, bestRank = offset, rank
		}
	}
	switch bestRank {
	case 2:
		return readCmap12(table, best, glyphs)
	case 1:
		return readCmap4(table, best, glyphs)
	}
	return nil, malformed("cmap", 0, "no Unicode subtable of format 4 or 12")
}

func readCmap12(table []byte, at, glyphs int) (*charmap, error) {
	if len(table)-at < 16 {
		return nil, malformed("cmap", len(table), "ends early")
	}
	count := u32(table, at+12)
	if count > (len(table)-at-16)/12 {
		return nil, malformed("cmap", at+12, "ends early: %d groups", count)
	}
	c := new(charmap)
	next := 0
	for i := range count {
		place := at + 16 + 12*i
		first, last, glyph := u32(table, place), u32(table, place+4), u32(table, place+8)
		// Ascending and disjoint: also what bounds the work on a hostile file.
		if first < next || last < first || last > 0x10FFFF {
			return nil, malformed("cmap", place, "groups out of order")
		}
		if glyph+last-first >= glyphs {
			return nil, malformed("cmap", place, "U+%04X maps past the last glyph", last)
		}
		next = last + 1
		for ; first <= last && first < 0x10000; first++ {
			c.set(rune(first), GlyphID(glyph))
			glyph++
		}
		if first > last {
			continue
		}
		if glyph == 0 { // glyph 0 means that the character is not mapped
			first, glyph = first+1, 1
		}
		if first <= last {
			c.beyond = append(c.beyond, cmapGroup{rune(first), rune(last), glyph})
		}
	}
	return c, nil
}

func readCmap4(table []byte, at, glyphs int) (*charmap, error) {
	if len(table)-at < 16 {
		return nil, malformed("cmap", len(table), "ends early")
	}
	segments := u16(table, at+6) / 2
	ends, starts := at+14, at+16+2*segments
	deltas, offsets := starts+2*segments, starts+4*segments
	if len(table) < offsets+2*segments {
		return nil, malformed("cmap", at+6, "ends early: %d segments", segments)
	}
	c := new(charmap)
	next := 0
	for i := range segments {
		first, last := u16(table, starts+2*i), u16(table, ends+2*i)
		delta, offset := u16(table, deltas+2*i), u16(table, offsets+2*i)
		if first < next || last < first {
			return nil, malformed("cmap", starts+2*i, "segments out of order")
		}
		next = last + 1
		if last == 0xFFFF {
			// U+FFFF is no character; the last segment maps it to end the search.
			last--
		}
		for r := first; r <= last; r++ {
			glyph := r
			if offset != 0 {
				place := offsets + 2*i + offset + 2*(r-first)
				if place+2 > len(table) {
					return nil, malformed("cmap", offsets+2*i, "U+%04X lies outside the table", r)
				}
				if glyph = u16(table, place); glyph == 0 {
					continue
				}
			}
			glyph = (glyph + delta) & 0xFFFF
			if glyph >= glyphs {
				return nil, malformed("cmap", starts+2*i, "U+%04X maps past the last glyph", r)
			}
			if glyph != 0 {
				c.set(rune(r), GlyphID(glyph))
			}
		}
	}
	return c, nil
}
