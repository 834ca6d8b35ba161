package image

import "encoding/binary"

// jpegDecoder turns the scans of a file into coefficients, and those into rows.
type jpegDecoder struct {
	*jpegFile
	canvas   *canvas
	quant    [4]quantTable
	dc, ac   [4]huffman
	interval int // MCUs between restarts; 0 for none (B.2.4.4)
	planes   []jpegPlane
	bits     bitReader
	endOfRun int      // blocks that a progressive scan has nothing for (G.1.2.2)
	lines    [][]byte // samples of a row of pixels, by component
	row      []byte   // the same as RGB
}

// jpegPlane is what is being made of a component.
type jpegPlane struct {
	*jpegPart
	quant        quantTable // as it stood when the component was met first (B.2.2)
	met          bool       // a scan has its first coefficients
	coefficients []int16    // by block, in natural order; nil where the picture comes by rows
	band         []byte     // samples of one row of MCUs
	dc           int32      // prediction (F.1.1.5)
	dcTable      *huffman
	acTable      *huffman
}

type quantTable struct {
	defined bool
	steps   [64]int32 // in natural order
}

// scan is the header of a scan (B.2.3).
type scan struct {
	planes       []*jpegPlane
	first, last  int  // coefficients, in zigzag order
	refines      bool // what an earlier scan gave
	low          uint // bits that are left to later scans
	sequential   bool
	streaming    bool
	single       bool // blocks of one component, not MCUs
	columns      int
	rows         int
	work         [64]int16 // the block at hand, where none are kept
	blocksPerMCU int
}

// zigzag is the natural place (row × 8 + column) of each coefficient (A.3.6).
var zigzag = [64]byte{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// decoderBytes is what decode allocates, but for a few rows.
func (j *jpegFile) decoderBytes() int {
	bands := 0
	for _, p := range j.parts {
		bands += p.stride * p.v * 64
	}
	if j.byRows() {
		return bands
	}
	return bands + 2*j.samples
}

// decode draws the picture.
func (j *jpegFile) decode(data []byte, c *canvas) error {
	d := &jpegDecoder{jpegFile: j, canvas: c, planes: make([]jpegPlane, len(j.parts))}
	for i := range d.planes {
		p := &d.planes[i]
		p.jpegPart = &j.parts[i]
		p.band = make([]byte, p.stride*p.v*64)
		if !j.byRows() {
			p.coefficients = make([]int16, p.stride*j.rows*p.v*64)
		}
	}
	if err := eachSegment(data, d.segment); err != nil {
		return err
	}
	for i := range d.planes {
		if !d.planes[i].met {
			return fail(Damaged, j.frameAt, "component %d has no pixels; save the picture again", i+1)
		}
	}
	if !j.byRows() {
		d.drawCoefficients()
	}
	return nil
}

func (d *jpegDecoder) segment(s jpegSegment) error {
	switch s.marker {
	case markerDQT:
		return d.readQuantTables(s)
	case markerDHT:
		return d.readCodeTables(s)
	case markerDRI:
		if len(s.body) != 2 {
			return fail(Damaged, s.at, "a restart interval of %d bytes; save the picture again", len(s.body))
		}
		d.interval = int(binary.BigEndian.Uint16(s.body))
	case markerSOS:
		sc, err := d.readScan(s)
		if err != nil {
			return err
		}
		d.bits = bitReader{data: s.coded, from: s.end - len(s.coded)}
		return d.decodeScan(sc)
	}
	return nil
}

// readQuantTables reads a DQT segment (B.2.4.1).
func (d *jpegDecoder) readQuantTables(s jpegSegment) error {
	for body := s.body; len(body) > 0; {
		wide, id := int(body[0]>>4), body[0]&15
		size := 1 + 64*(wide+1)
		if wide > 1 || id > 3 || len(body) < size {
			return fail(Damaged, s.at, "a quantization table that makes no sense; save the picture again")
		}
		t := &d.quant[id]
		t.defined = true
		for i, at := range zigzag {
			step := int32(body[1+i])
			if wide == 1 {
				step = int32(binary.BigEndian.Uint16(body[1+2*i:]))
			}
			t.steps[at] = step
		}
		body = body[size:]
	}
	return nil
}

// readCodeTables reads a DHT segment (B.2.4.2).
func (d *jpegDecoder) readCodeTables(s jpegSegment) error {
	for body := s.body; len(body) > 0; {
		kind, id := body[0]>>4, body[0]&15
		if kind > 1 || id > 3 || len(body) < 17 {
			return fail(Damaged, s.at, "a code table that makes no sense; save the picture again")
		}
		table := &d.dc[id]
		if kind == 1 {
			table = &d.ac[id]
		}
		n := table.build(body[1:17], body[17:])
		if n < 0 {
			return fail(Damaged, s.at, "a code table that makes no sense; save the picture again")
		}
		body = body[17+n:]
	}
	return nil
}

// readScan reads the header of a scan, and checks that what it needs is there.
func (d *jpegDecoder) readScan(s jpegSegment) (*scan, error) {
	bad := func(what string) (*scan, error) {
		return nil, fail(Damaged, s.at, "a scan %s; save the picture again", what)
	}
	if len(s.body) < 1 || int(s.body[0]) < 1 || int(s.body[0]) > len(d.planes) || len(s.body) != 4+2*int(s.body[0]) {
		return bad("whose header makes no sense")
	}
	n := int(s.body[0])
	spectrum := s.body[1+2*n:]
	sc := &scan{
		sequential: d.frame != markerSOF2, streaming: d.byRows(), single: n == 1, columns: d.columns, rows: d.rows,
		first: int(spectrum[0]), last: int(spectrum[1]), refines: spectrum[2]>>4 != 0, low: uint(spectrum[2] & 15),
	}
	if sc.sequential { // the only values that there are (table B.3)
		sc.first, sc.last, sc.refines, sc.low = 0, 63, false, 0
	} else if sc.first > sc.last || sc.last > 63 || (sc.first == 0) != (sc.last == 0) || sc.first > 0 && n > 1 ||
		sc.low > 13 || sc.refines && spectrum[2]>>4 != spectrum[2]&15+1 {
		return bad("of coefficients that do not belong together")
	}
	for i := range n {
		p := d.plane(s.body[1+2*i])
		tables := s.body[2+2*i]
		if p == nil || tables>>4 > 3 || tables&15 > 3 {
			return bad("of a component or with a code table that is not there")
		}
		for _, other := range sc.planes {
			if other == p {
				return bad("of one component twice")
			}
		}
		p.dcTable, p.acTable = &d.dc[tables>>4], &d.ac[tables&15]
		if sc.first == 0 && !sc.refines && !p.dcTable.defined || sc.last > 0 && !p.acTable.defined {
			return bad("without its code table")
		}
		if sc.sequential && p.met {
			return bad("of pixels that came before")
		}
		if !p.met {
			if p.quant = d.quant[p.table]; !p.quant.defined {
				return bad("without its quantization table")
			}
			if sc.first > 0 || sc.refines {
				return bad("that adds to what did not come before")
			}
			p.met = true
		}
		sc.planes = append(sc.planes, p)
		sc.blocksPerMCU += p.h * p.v
	}
	if sc.single {
		sc.columns, sc.rows = sc.planes[0].columns, sc.planes[0].rows
	} else if sc.blocksPerMCU > 10 { // B.2.3
		return bad("of too many blocks at once")
	}
	return sc, nil
}

func (d *jpegDecoder) plane(id byte) *jpegPlane {
	for i := range d.planes {
		if d.planes[i].id == id {
			return &d.planes[i]
		}
	}
	return nil
}

// decodeScan reads all blocks of a scan.
func (d *jpegDecoder) decodeScan(sc *scan) error {
	d.restart(sc)
	left, next := d.interval, byte(markerRST0)
	for row := range sc.rows {
		for column := range sc.columns {
			if d.interval > 0 {
				if left == 0 {
					if !d.bits.marker(next) {
						return d.broken("no restart marker where one must be")
					}
					d.restart(sc)
					left, next = d.interval, markerRST0|(next+1)&7
				}
				left--
			}
			if !d.decodeMCU(sc, column, row) {
				if d.bits.short {
					return d.broken("they end early")
				}
				return d.broken("a code that does not exist")
			}
		}
		if sc.streaming {
			d.drawBand(row)
		}
	}
	return nil
}

// broken is the error for coded samples that cannot be read on.
func (d *jpegDecoder) broken(why string) error {
	return fail(Damaged, d.bits.from+d.bits.at, "the pixels cannot be decoded (%s); upload the file again", why)
}

// restart begins a scan or an interval of one (F.1.1.5, G.1.2.2).
func (d *jpegDecoder) restart(sc *scan) {
	for _, p := range sc.planes {
		p.dc = 0
	}
	d.endOfRun = 0
}

// decodeMCU reads the blocks of a minimum coded unit (A.2.3); of a single
// component, one block.
func (d *jpegDecoder) decodeMCU(sc *scan, column, row int) bool {
	if sc.single && !sc.streaming {
		p := sc.planes[0]
		return d.decodeBlock(sc, p, p.block(column, row))
	}
	for _, p := range sc.planes {
		for y := range p.v {
			for x := range p.h {
				if !sc.streaming {
					if !d.decodeBlock(sc, p, p.block(column*p.h+x, row*p.v+y)) {
						return false
					}
					continue
				}
				clear(sc.work[:])
				if !d.decodeBlock(sc, p, &sc.work) {
					return false
				}
				p.draw(&sc.work, column*p.h+x, y)
			}
		}
	}
	return true
}

// block is where the coefficients of a block are kept.
func (p *jpegPlane) block(column, row int) *[64]int16 {
	return (*[64]int16)(p.coefficients[(row*p.stride+column)*64:])
}

func (d *jpegDecoder) decodeBlock(sc *scan, p *jpegPlane, b *[64]int16) bool {
	switch {
	case sc.sequential:
		return d.dcFirst(p, b, 0) && d.sequentialAC(p, b)
	case sc.first == 0 && !sc.refines:
		return d.dcFirst(p, b, sc.low)
	case sc.first == 0:
		bit, ok := d.bits.read(1)
		b[0] |= int16(bit << sc.low)
		return ok
	case !sc.refines:
		return d.acFirst(sc, p, b)
	}
	return d.acRefine(sc, p, b)
}

// dcFirst reads a DC coefficient (F.2.2.1).
func (d *jpegDecoder) dcFirst(p *jpegPlane, b *[64]int16, low uint) bool {
	size, ok := d.bits.code(p.dcTable)
	if !ok || size > 15 {
		return false
	}
	diff, ok := d.bits.signed(uint(size))
	p.dc += diff
	b[0] = int16(p.dc << low)
	return ok
}

// sequentialAC reads the AC coefficients of a block (F.2.2.2).
func (d *jpegDecoder) sequentialAC(p *jpegPlane, b *[64]int16) bool {
	for k := 1; k < 64; k++ {
		code, ok := d.bits.code(p.acTable)
		if !ok {
			return false
		}
		run, size := int(code>>4), uint(code&15)
		if size == 0 {
			if run != 15 {
				return true // end of block
			}
			k += 15
			continue
		}
		if k += run; k > 63 {
			return false
		}
		v, ok := d.bits.signed(size)
		if !ok {
			return false
		}
		b[zigzag[k]] = int16(v)
	}
	return true
}

// acFirst reads the upper bits of AC coefficients (G.1.2.2).
func (d *jpegDecoder) acFirst(sc *scan, p *jpegPlane, b *[64]int16) bool {
	if d.endOfRun > 0 {
		d.endOfRun--
		return true
	}
	for k := sc.first; k <= sc.last; k++ {
		code, ok := d.bits.code(p.acTable)
		if !ok {
			return false
		}
		run, size := int(code>>4), uint(code&15)
		if size == 0 && run < 15 {
			return d.readRun(uint(run), 1)
		}
		if size == 0 {
			k += 15
			continue
		}
		if k += run; k > sc.last {
			return false
		}
		v, ok := d.bits.signed(size)
		if !ok {
			return false
		}
		b[zigzag[k]] = int16(v << sc.low)
	}
	return true
}

// readRun reads the rest of an end-of-band code: how many blocks, of which some
// are done, have no more coefficients.
func (d *jpegDecoder) readRun(size uint, done int) bool {
	more, ok := d.bits.read(size)
	d.endOfRun = 1<<size + int(more) - done
	return ok
}

// acRefine adds a bit to AC coefficients (G.1.2.3).
func (d *jpegDecoder) acRefine(sc *scan, p *jpegPlane, b *[64]int16) bool {
	k := sc.first
	for d.endOfRun == 0 && k <= sc.last {
		code, ok := d.bits.code(p.acTable)
		if !ok {
			return false
		}
		zeros, size := int(code>>4), code&15
		fresh := int16(0)
		switch {
		case size == 1:
			bit, ok := d.bits.read(1)
			if !ok {
				return false
			}
			fresh = int16(2*int(bit)-1) << sc.low
		case size > 1:
			return false
		case zeros < 15:
			if !d.readRun(uint(zeros), 0) {
				return false
			}
			continue
		}
		if k, ok = d.refineUpTo(sc, b, k, zeros); !ok || fresh != 0 && k > sc.last {
			return false
		}
		if fresh != 0 {
			b[zigzag[k]] = fresh
		}
		k++
	}
	if d.endOfRun == 0 {
		return true
	}
	d.endOfRun--
	_, ok := d.refineUpTo(sc, b, k, 64)
	return ok
}

// refineUpTo adds a bit to each coefficient from k on that is not zero, up to
// the one that follows so many zeros. It returns the place of that one.
func (d *jpegDecoder) refineUpTo(sc *scan, b *[64]int16, k, zeros int) (int, bool) {
	for ; k <= sc.last; k++ {
		v := &b[zigzag[k]]
		if *v == 0 {
			if zeros == 0 {
				return k, true
			}
			zeros--
			continue
		}
		bit, ok := d.bits.read(1)
		if !ok {
			return k, false
		}
		if bit == 1 && *v > 0 {
			*v += 1 << sc.low
		} else if bit == 1 {
			*v -= 1 << sc.low
		}
	}
	return k, true
}
