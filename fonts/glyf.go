package fonts

// outlines are the tables that draw glyphs: what a subset is cut from. All
// slices belong to the font file and are never written to.
type outlines struct {
	glyphs           int // number of glyphs
	metrics          int // number of full records in hmtx
	longLoca         bool
	head, hhea, maxp []byte
	hmtx, loca, glyf []byte
	cvt, fpgm, prep  []byte // nil when the font has none
}

func readOutlines(s sfnt) (outlines, error) {
	var o outlines
	for _, table := range []struct {
		tag     string
		atLeast int
		into    *[]byte
	}{
		{"head", 54, &o.head}, {"hhea", 36, &o.hhea}, {"maxp", 32, &o.maxp},
		{"hmtx", 4, &o.hmtx}, {"loca", 4, &o.loca}, {"glyf", 0, &o.glyf},
	} {
		var err error
		if *table.into, err = s.need(table.tag, table.atLeast); err != nil {
			return o, err
		}
	}
	o.cvt, o.fpgm, o.prep = s.tables["cvt"], s.tables["fpgm"], s.tables["prep"]

	o.glyphs = u16(o.maxp, 4)
	if o.glyphs == 0 {
		return o, malformed("maxp", 4, "no glyphs")
	}
	o.metrics = u16(o.hhea, 34)
	if o.metrics == 0 || o.metrics > o.glyphs {
		return o, malformed("hhea", 34, "%d widths for %d glyphs", o.metrics, o.glyphs)
	}
	if need := 4*o.metrics + 2*(o.glyphs-o.metrics); len(o.hmtx) < need {
		return o, malformed("hmtx", len(o.hmtx), "ends early: %d bytes are needed", need)
	}
	entry := 2
	switch format := u16(o.head, 50); format {
	case 0:
	case 1:
		o.longLoca, entry = true, 4
	default:
		return o, malformed("head", 50, "unknown format %d of the glyph index", format)
	}
	if need := entry * (o.glyphs + 1); len(o.loca) < need {
		return o, malformed("loca", len(o.loca), "ends early: %d bytes are needed", need)
	}
	return o, nil
}

// glyph returns the outline of a glyph, empty for one that draws nothing.
func (o *outlines) glyph(g int) ([]byte, error) {
	var from, to int
	if o.longLoca {
		from, to = u32(o.loca, 4*g), u32(o.loca, 4*g+4)
	} else {
		from, to = 2*u16(o.loca, 2*g), 2*u16(o.loca, 2*g+2)
	}
	if from > to || to > len(o.glyf) {
		return nil, malformed("loca", g, "glyph %d lies outside glyf", g)
	}
	return o.glyf[from:to], nil
}

// sideBearing is the left side bearing of a glyph as hmtx stores it.
func (o *outlines) sideBearing(g int) uint16 {
	if g < o.metrics {
		return uint16(u16(o.hmtx, 4*g+2))
	}
	return uint16(u16(o.hmtx, 4*o.metrics+2*(g-o.metrics)))
}
