package image

import (
	"bytes"
	"encoding/binary"
	"math"
)

// A JPEG writer for tests: any number of components and subsampling, scans of
// any components, restarts, sequential and progressive. It shares no code with
// the reader, and is not meant to be small or quick: all codes of a table have
// one length.

type jpegSpec struct {
	name          string
	width, height int
	marker        byte
	ids           []byte
	factors       [][2]int // by component: horizontal, vertical
	sample        func(c, x, y int) float64
	step          int // of all quantization tables
	scans         []jpegScript
	interval      int
	codeLength    int      // of AC codes, 9 to 16
	wideTables    bool     // quantization tables of 16 bits
	segments      [][]byte // behind the start
	fill          bool     // 0xFF before each marker, as T.81 B.1.1.2 allows
	lastRestart   bool     // a restart marker behind the last interval, as some encoders have it
}

// jpegScript is one scan.
type jpegScript struct {
	parts             []int
	first, last       int
	upper, lower      int // successive approximation
	intervalOfItsOwn  int // written before the scan when not 0
	defineTablesAgain bool
}

// whole is the script of a sequential file in scans of some components each.
func whole(groups ...[]int) (out []jpegScript) {
	for _, g := range groups {
		out = append(out, jpegScript{parts: g, last: 63})
	}
	return out
}

// progression is a script with spectral selection and successive approximation.
func progression(components int) (out []jpegScript) {
	var all []int
	for c := range components {
		all = append(all, c)
	}
	out = append(out, jpegScript{parts: all, lower: 1})
	for _, s := range []jpegScript{{first: 1, last: 5, lower: 2}, {first: 6, last: 63, lower: 2}, {first: 1, last: 63, upper: 2, lower: 1}} {
		for c := range components {
			s.parts = []int{c}
			out = append(out, s)
		}
	}
	out = append(out, jpegScript{parts: all, upper: 1})
	for c := range components {
		out = append(out, jpegScript{parts: []int{c}, first: 1, last: 63, upper: 1})
	}
	return out
}

// jpegGrid is a component in blocks of whole MCUs.
type jpegGrid struct {
	columns, rows         int // in all
	ownColumns, ownRows   int // in a scan of it alone
	coefficients          [][64]int
	horizontal, vertical  int
	maxAcross, maxUpwards int
}

func roundUp(a, b int) int { return (a + b - 1) / b }

// grids transforms and quantizes the picture.
func (s *jpegSpec) grids() []*jpegGrid {
	across, down := 1, 1
	for _, f := range s.factors {
		across, down = max(across, f[0]), max(down, f[1])
	}
	if len(s.factors) == 1 {
		across, down = 1, 1
	}
	var out []*jpegGrid
	for c, f := range s.factors {
		if len(s.factors) == 1 {
			f = [2]int{1, 1}
		}
		g := &jpegGrid{
			columns: roundUp(s.width, 8*across) * f[0], rows: roundUp(s.height, 8*down) * f[1],
			ownColumns: roundUp(roundUp(s.width*f[0], across), 8), ownRows: roundUp(roundUp(s.height*f[1], down), 8),
			horizontal: f[0], vertical: f[1], maxAcross: across, maxUpwards: down,
		}
		for row := range g.rows {
			for column := range g.columns {
				var block [64]float64
				for i := range block {
					x, y := (column*8+i%8)*across/f[0], (row*8+i/8)*down/f[1]
					block[i] = s.sample(c, min(x, s.width-1), min(y, s.height-1)) - 128
				}
				var quantized [64]int
				for i, v := range transform(block, false) {
					quantized[i] = int(math.Round(v / float64(s.step)))
				}
				g.coefficients = append(g.coefficients, quantized)
			}
		}
		out = append(out, g)
	}
	return out
}

var cosines = func() (t [8][8]float64) { // frequency, place
	for u := range 8 {
		for x := range 8 {
			t[u][x] = math.Cos(float64(2*x+1)*float64(u)*math.Pi/16) / 2
			if u == 0 {
				t[u][x] = math.Sqrt(1.0 / 8)
			}
		}
	}
	return t
}()

// transform is the DCT or its inverse (T.81 A.3.3), by rows and columns.
func transform(in [64]float64, inverse bool) [64]float64 {
	pass := func(in [64]float64) (out [64]float64) {
		for row := range 8 {
			for i := range 8 {
				for j := range 8 {
					factor := cosines[i][j]
					if inverse {
						factor = cosines[j][i]
					}
					out[i*8+row] += factor * in[row*8+j] // turned, so that two passes are both ways
				}
			}
		}
		return out
	}
	return pass(pass(in))
}

var zigzagPlace = func() (out [64]int) { // of the n-th coefficient
	x, y := 0, 0
	for n := range out {
		out[n] = y*8 + x
		switch rising := (x+y)%2 == 0; {
		case rising && x == 7, !rising && x == 0 && y < 7:
			y++
		case rising && y == 0, !rising && y == 7:
			x++
		case rising:
			x, y = x+1, y-1
		default:
			x, y = x-1, y+1
		}
	}
	return out
}()

// bitWriter writes coded samples.
type bitWriter struct {
	out  []byte
	bits uint64
	n    int
}

func (w *bitWriter) put(v, n int) {
	w.bits, w.n = w.bits<<n|uint64(v)&(1<<n-1), w.n+n
	for w.n >= 8 {
		b := byte(w.bits >> (w.n - 8))
		w.n -= 8
		if w.out = append(w.out, b); b == 0xFF {
			w.out = append(w.out, 0)
		}
	}
}

func (w *bitWriter) flush() {
	if w.n > 0 {
		w.put(1<<(8-w.n)-1, 8-w.n)
	}
}

// number is a value's size and the bits that follow its code (F.1.2.1).
func number(v int) (size, bits int) {
	for m := max(v, -v); m > 0; m >>= 1 {
		size++
	}
	if v < 0 {
		v += 1<<size - 1
	}
	return size, v
}

// encode writes the file.
func (s *jpegSpec) encode() []byte {
	if s.codeLength == 0 {
		s.codeLength = 9
	}
	out := []byte{0xFF, 0xD8}
	add := func(part []byte) {
		if s.fill {
			out = append(out, 0xFF, 0xFF)
		}
		out = append(out, part...)
	}
	for _, part := range s.segments {
		add(part)
	}
	var table []byte
	for id := range byte(2) {
		if s.wideTables {
			table = append(table, 0x10|id)
			for range 64 {
				table = binary.BigEndian.AppendUint16(table, uint16(s.step))
			}
		} else {
			table = append(append(table, id), bytes.Repeat([]byte{byte(s.step)}, 64)...)
		}
	}
	add(segment(0xDB, table))
	frame := binary.BigEndian.AppendUint16([]byte{8}, uint16(s.height))
	frame = append(binary.BigEndian.AppendUint16(frame, uint16(s.width)), byte(len(s.ids)))
	for c, id := range s.ids {
		frame = append(frame, id, byte(s.factors[c][0]<<4|s.factors[c][1]), byte(min(c, 1)))
	}
	add(segment(s.marker, frame))
	add(s.codeTables())
	if s.interval > 0 {
		add(segment(0xDD, binary.BigEndian.AppendUint16(nil, uint16(s.interval))))
	}
	grids, interval := s.grids(), s.interval
	for _, script := range s.scans {
		if script.intervalOfItsOwn > 0 {
			interval = script.intervalOfItsOwn
			add(segment(0xDD, binary.BigEndian.AppendUint16(nil, uint16(interval))))
		}
		if script.defineTablesAgain {
			add(s.codeTables())
		}
		head := []byte{byte(len(script.parts))}
		for _, c := range script.parts {
			head = append(head, s.ids[c], 0)
		}
		add(segment(0xDA, append(head, byte(script.first), byte(script.last), byte(script.upper<<4|script.lower))))
		out = append(out, s.scan(script, grids, interval)...)
	}
	add([]byte{0xFF, 0xD9})
	return out
}

// codeTables has a DC and an AC table: values as they are, in codes of one
// length.
func (s *jpegSpec) codeTables() []byte {
	var body []byte
	for kind, length := range []int{5, s.codeLength} {
		counts := make([]byte, 16)
		counts[length-1] = []byte{16, 255}[kind]
		body = append(append(body, byte(kind<<4)), counts...)
		for v := range int(counts[length-1]) {
			body = append(body, byte(v))
		}
	}
	return segment(0xC4, body)
}

// scan writes the coded samples of a scan.
func (s *jpegSpec) scan(script jpegScript, grids []*jpegGrid, interval int) []byte {
	w := &bitWriter{}
	e := &jpegScanWriter{w: w, s: s, script: script, prediction: make([]int, len(grids))}
	columns, rows := grids[0].columns/grids[0].horizontal, grids[0].rows/grids[0].vertical
	alone := len(script.parts) == 1
	if alone {
		g := grids[script.parts[0]]
		columns, rows = g.ownColumns, g.ownRows
	}
	restart := func(n int) {
		e.endRun()
		w.flush()
		w.out = append(w.out, 0xFF, byte(0xD0+n%8))
		clear(e.prediction)
	}
	for i := range columns * rows {
		if interval > 0 && i > 0 && i%interval == 0 {
			restart(i/interval - 1)
		}
		for _, c := range script.parts {
			g := grids[c]
			if alone {
				e.block(c, &g.coefficients[i/columns*g.columns+i%columns])
				continue
			}
			for y := range g.vertical {
				for x := range g.horizontal {
					e.block(c, &g.coefficients[(i/columns*g.vertical+y)*g.columns+i%columns*g.horizontal+x])
				}
			}
		}
	}
	if e.endRun(); s.lastRestart {
		restart(0)
	}
	w.flush()
	return w.out
}

type jpegScanWriter struct {
	w          *bitWriter
	s          *jpegSpec
	script     jpegScript
	prediction []int
	run        int // blocks without coefficients that are not written yet
}

func (e *jpegScanWriter) dcCode(v int) { e.w.put(v, 5) }
func (e *jpegScanWriter) acCode(v int) { e.w.put(v, e.s.codeLength) }

func (e *jpegScanWriter) block(c int, b *[64]int) {
	sequential := e.s.marker != 0xC2
	if e.script.first == 0 {
		if e.script.upper > 0 {
			e.w.put(b[0]>>e.script.lower, 1)
			return
		}
		v := b[0] >> e.script.lower
		size, bits := number(v - e.prediction[c])
		e.prediction[c] = v
		e.dcCode(size)
		e.w.put(bits, size)
	}
	switch {
	case e.script.upper > 0:
		e.refine(b)
	case e.script.last > 0:
		e.first(b, sequential)
	}
}

// first writes AC coefficients.
func (e *jpegScanWriter) first(b *[64]int, sequential bool) {
	zeros := 0
	for k := max(e.script.first, 1); k <= e.script.last; k++ {
		v := b[zigzagPlace[k]]
		v = max(v, -v) >> e.script.lower
		if b[zigzagPlace[k]] < 0 {
			v = -v
		}
		if v == 0 {
			zeros++
			continue
		}
		e.endRun()
		for ; zeros > 15; zeros -= 16 {
			e.acCode(0xF0)
		}
		size, bits := number(v)
		e.acCode(zeros<<4 | size)
		e.w.put(bits, size)
		zeros = 0
	}
	if zeros == 0 {
		return
	}
	if e.run++; sequential || e.run == 1<<15-1 {
		e.endRun()
	}
}

// endRun writes the blocks that have no more coefficients.
func (e *jpegScanWriter) endRun() {
	if e.run == 0 {
		return
	}
	size := 0
	for 2<<size <= e.run {
		size++
	}
	e.acCode(size << 4)
	e.w.put(e.run-1<<size, size)
	e.run = 0
}

// refine writes one more bit of AC coefficients.
func (e *jpegScanWriter) refine(b *[64]int) {
	lastNew := 0
	size := func(k int) int { v := b[zigzagPlace[k]]; return max(v, -v) >> e.script.lower }
	for k := e.script.first; k <= e.script.last; k++ {
		if size(k) == 1 {
			lastNew = k
		}
	}
	zeros := 0
	var corrections []int
	flush := func() {
		for _, bit := range corrections {
			e.w.put(bit, 1)
		}
		corrections = nil
	}
	for k := e.script.first; k <= e.script.last; k++ {
		v := size(k)
		if v == 0 {
			zeros++
			continue
		}
		for ; zeros > 15 && k <= lastNew; zeros -= 16 {
			e.acCode(0xF0)
			flush()
		}
		if v > 1 {
			corrections = append(corrections, v&1)
			continue
		}
		sign := 1
		if b[zigzagPlace[k]] < 0 {
			sign = 0
		}
		e.acCode(zeros<<4 | 1)
		e.w.put(sign, 1)
		flush()
		zeros = 0
	}
	if zeros > 0 || len(corrections) > 0 {
		e.acCode(0)
		flush()
	}
}

// planes is what the file means, by real numbers: samples of each component at
// full size.
func (s *jpegSpec) planes() [][]float64 {
	var out [][]float64
	for _, g := range s.grids() {
		samples := make([]float64, g.columns*8*g.rows*8)
		for n, coefficients := range g.coefficients {
			var block [64]float64
			for i, v := range coefficients {
				block[i] = float64(v * s.step)
			}
			for i, v := range transform(block, true) {
				samples[(n/g.columns*8+i/8)*g.columns*8+n%g.columns*8+i%8] = min(max(v+128, 0), 255)
			}
		}
		plane := make([]float64, s.width*s.height)
		for y := range s.height {
			for x := range s.width {
				plane[y*s.width+x] = samples[y*g.vertical/g.maxUpwards*g.columns*8+x*g.horizontal/g.maxAcross]
			}
		}
		out = append(out, plane)
	}
	return out
}
