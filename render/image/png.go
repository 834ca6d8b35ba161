package image

import (
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
)

// PNG is read row by row straight into the raster, by the W3C's PNG
// Specification (third edition; section numbers below). The standard library's
// reader holds the whole picture at up to 8 bytes a pixel first, and cannot say
// where in the file a fault is.

const pngSignature = "\x89PNG\r\n\x1a\n"

// Colour types (§11.2.1).
const (
	pngGray      = 0
	pngRGB       = 2
	pngPalette   = 3
	pngGrayAlpha = 4
	pngRGBAlpha  = 6
)

type pngFile struct {
	width, height int
	depth         int // bits a sample, or of a palette index: 1, 2, 4, 8, 16
	colour        int // colour type
	interlaced    bool

	palette     [256][3]byte
	paletteSize int
	alpha       [256]byte // of palette entries
	transparent bool      // the file has a tRNS chunk
	key         [3]int    // the gray or RGB sample values that are transparent

	data   []byte // the file
	dataAt int    // offset of the first IDAT chunk, 0 before it
	size   int    // length of the contents of all of them
}

// decodePNG reads a PNG file, scaled down to at most maxW × maxH; scaled says
// that it was larger.
func decodePNG(data []byte, maxW, maxH int) (r *Raster, scaled bool, err error) {
	p := &pngFile{data: data}
	if err := p.readChunks(); err != nil {
		return nil, false, err
	}
	// Deflate shrinks at most 1032-fold (RFC 1951: 258 bytes from 2 bits), so a
	// file that cannot hold its picture is known before the picture is allocated.
	if p.rawSize()/1032 > p.size {
		return nil, false, fail(Truncated, p.dataAt, "%d bytes of pixels cannot make %d × %d; upload the file again in full", p.size, p.width, p.height)
	}
	components, alpha := 3, p.colour == pngGrayAlpha || p.colour == pngRGBAlpha || p.transparent
	if p.colour == pngGray || p.colour == pngGrayAlpha {
		components = 1
	}
	width, height := fit(p.width, p.height, maxW, maxH)
	scaled = width != p.width || height != p.height
	work := canvasBytes(components, alpha, width, height)
	if p.interlaced && scaled {
		work += canvasBytes(components, alpha, p.width, p.height)
	}
	if work > maxWorkBytes {
		return nil, false, p.tooLarge(work)
	}
	whole := p.interlaced || !scaled
	if whole {
		width, height = p.width, p.height
	}
	c := newCanvas(p.width, p.height, components, alpha, width, height)
	if err := p.readPixels(c); err != nil {
		return nil, false, err
	}
	r = c.finished()
	if whole {
		r = r.Downscale(maxW, maxH)
	}
	return r, scaled, nil
}

// tooLarge is the error for a picture that is too large to be held.
func (p *pngFile) tooLarge(work int) error {
	way := "scale it down"
	if p.interlaced {
		way += ", or save it without interlacing"
	}
	return fail(TooLarge, 8, "%d × %d pixels take %d MB; at most %d are allowed: %s", p.width, p.height, ceil(work, 1<<20), maxWorkBytes>>20, way)
}

// readChunks walks over the file and keeps what matters (§5).
func (p *pngFile) readChunks() error {
	data := p.data
	for at := len(pngSignature); ; {
		if len(data)-at < 12 {
			return endsEarly(len(data))
		}
		length := int(binary.BigEndian.Uint32(data[at:]))
		if length > len(data)-at-12 {
			return endsEarly(len(data))
		}
		kind, body := string(data[at+4:at+8]), data[at+8:at+8+length]
		if crc32.ChecksumIEEE(data[at+4:at+8+length]) != binary.BigEndian.Uint32(data[at+8+length:]) {
			return fail(Damaged, at, "the checksum of chunk %q is wrong; upload the file again", kind)
		}
		if (p.width == 0) != (kind == "IHDR") {
			return fail(Damaged, at, "chunk %q where it must not be; save the picture again", kind)
		}
		if kind == "IEND" {
			if p.dataAt == 0 {
				return fail(Damaged, at, "no pixels; save the picture again")
			}
			return nil
		}
		if err := p.readChunk(kind, body, at); err != nil {
			return err
		}
		at += 12 + length
	}
}

func (p *pngFile) readChunk(kind string, body []byte, at int) error {
	switch kind {
	case "IHDR":
		return p.readHeader(body, at)
	case "PLTE":
		return p.readPalette(body, at)
	case "tRNS":
		return p.readTransparency(body, at)
	case "IDAT":
		if p.colour == pngPalette && p.paletteSize == 0 {
			return fail(Damaged, at, "the palette is missing; save the picture again")
		}
		if p.dataAt == 0 {
			p.dataAt = at
		}
		p.size += len(body)
		return nil
	}
	if kind[0]&0x20 == 0 { // capital first letter: no reader may skip it (§5.4)
		return fail(Unsupported, at, "chunk %q is not known; save the picture again as an ordinary PNG", kind)
	}
	return nil
}

func (p *pngFile) readHeader(body []byte, at int) error {
	if len(body) != 13 {
		return fail(Damaged, at, "the header has %d bytes, not 13; save the picture again", len(body))
	}
	width, height := binary.BigEndian.Uint32(body), binary.BigEndian.Uint32(body[4:])
	if width > 1<<31-1 || height > 1<<31-1 {
		return fail(Damaged, at, "%d × %d pixels; save the picture again", width, height)
	}
	if err := checkSize(int(width), int(height), at); err != nil {
		return err
	}
	p.width, p.height = int(width), int(height)
	p.depth, p.colour = int(body[8]), int(body[9])
	depths := map[int]int{ // allowed depths as a sum (§11.2.1, table 12)
		pngGray: 1 + 2 + 4 + 8 + 16, pngRGB: 8 + 16, pngPalette: 1 + 2 + 4 + 8, pngGrayAlpha: 8 + 16, pngRGBAlpha: 8 + 16,
	}[p.colour]
	if p.depth&(p.depth-1) != 0 || p.depth&depths == 0 {
		return fail(Damaged, at, "colour type %d with %d bits does not exist; save the picture again", p.colour, p.depth)
	}
	if body[10] != 0 || body[11] != 0 || body[12] > 1 {
		return fail(Unsupported, at, "compression %d, filter %d, interlace %d are not known; save the picture again as an ordinary PNG", body[10], body[11], body[12])
	}
	p.interlaced = body[12] == 1
	return nil
}

func (p *pngFile) readPalette(body []byte, at int) error {
	size := len(body) / 3
	if p.dataAt > 0 || p.paletteSize > 0 || p.transparent || len(body)%3 != 0 || size == 0 || size > 256 ||
		p.colour == pngPalette && size > 1<<p.depth {
		return fail(Damaged, at, "the palette has %d bytes or stands in the wrong place; save the picture again", len(body))
	}
	p.paletteSize = size // in other colour types a suggestion, which is not used
	for i := range size {
		copy(p.palette[i][:], body[3*i:])
	}
	for i := range p.alpha {
		p.alpha[i] = 255
	}
	return nil
}

func (p *pngFile) readTransparency(body []byte, at int) error {
	sound := false
	switch p.colour {
	case pngGray:
		sound = len(body) == 2
	case pngRGB:
		sound = len(body) == 6
	case pngPalette:
		sound = len(body) > 0 && len(body) <= p.paletteSize
	}
	if !sound || p.transparent || p.dataAt > 0 {
		return fail(Damaged, at, "the transparency has %d bytes or stands in the wrong place; save the picture again", len(body))
	}
	p.transparent = true
	if p.colour == pngPalette {
		copy(p.alpha[:], body)
		return nil
	}
	for i := range len(body) / 2 {
		p.key[i] = int(binary.BigEndian.Uint16(body[2*i:])) & (1<<p.depth - 1)
	}
	return nil
}

// pass is the part of the picture that one run of rows holds (§8.1).
type pass struct{ x, y, dx, dy int }

var (
	wholePicture = []pass{{0, 0, 1, 1}}
	adam7        = []pass{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}
)

func (p *pngFile) passes() []pass {
	if p.interlaced {
		return adam7
	}
	return wholePicture
}

// extent is the width and height of a pass in pixels, 0 where it is empty.
func (p *pngFile) extent(s pass) (width, height int) {
	return (p.width - s.x + s.dx - 1) / s.dx, (p.height - s.y + s.dy - 1) / s.dy
}

func (p *pngFile) channels() int {
	return [...]int{pngGray: 1, pngRGB: 3, pngPalette: 1, pngGrayAlpha: 2, pngRGBAlpha: 4}[p.colour]
}

// rowSize is the length of a row of pixels in bytes, without its filter.
func (p *pngFile) rowSize(width int) int { return (width*p.channels()*p.depth + 7) / 8 }

// rawSize is what the pixels take once inflated.
func (p *pngFile) rawSize() (n int) {
	for _, s := range p.passes() {
		if width, height := p.extent(s); width > 0 {
			n += height * (1 + p.rowSize(width))
		}
	}
	return n
}

// readPixels hands the rows to the canvas; those of an interlaced picture it
// puts together in the canvas's own raster first.
func (p *pngFile) readPixels(c *canvas) error {
	z, err := zlib.NewReader(&pixelData{file: p.data, at: p.dataAt})
	if err != nil {
		return p.streamError(err)
	}
	current := make([]byte, 1+p.rowSize(p.width))
	previous := make([]byte, len(current))
	line := p.newLine(c.raster)
	for _, s := range p.passes() {
		width, height := p.extent(s)
		if width <= 0 || height <= 0 {
			continue
		}
		size := 1 + p.rowSize(width)
		clear(previous)
		for row := range height {
			if _, err := io.ReadFull(z, current[:size]); err != nil {
				return p.streamError(err)
			}
			if !unfilter(current[0], current[1:size], previous[1:size], max(1, p.channels()*p.depth/8)) {
				return fail(Damaged, p.dataAt, "filter %d does not exist; save the picture again", current[0])
			}
			if p.interlaced {
				p.expand(c.raster, current[1:size], width, (s.y+row*s.dy)*p.width+s.x, s.dx)
			} else {
				p.expand(line, current[1:size], width, 0, 1)
				c.add(line.Pixels, line.Alpha)
			}
			current, previous = previous, current
		}
	}
	if p.interlaced {
		c.raster.findInk()
	}
	// Reading on to the end is what checks the sum of the stream.
	switch n, err := io.ReadFull(z, current[:1]); {
	case n > 0:
		return fail(Damaged, p.dataAt, "more pixels than %d × %d; save the picture again", p.width, p.height)
	case err != io.EOF:
		return p.streamError(err)
	}
	return nil
}

// newLine is a raster for one row of the picture.
func (p *pngFile) newLine(like *Raster) *Raster {
	line := &Raster{Width: p.width, Height: 1, Components: like.Components, Pixels: make([]byte, p.width*like.Components)}
	if like.Alpha != nil {
		line.Alpha = make([]byte, p.width)
	}
	return line
}

// pixelData reads the contents of the IDAT chunks, one after another. Chunks
// were checked before: they are whole, and an IEND comes.
type pixelData struct {
	file []byte
	at   int    // the next chunk
	body []byte // what is left of the one before
}

func (d *pixelData) Read(into []byte) (int, error) {
	for len(d.body) == 0 {
		length, kind := int(binary.BigEndian.Uint32(d.file[d.at:])), string(d.file[d.at+4:d.at+8])
		if kind == "IEND" {
			return 0, io.EOF
		}
		if kind == "IDAT" {
			d.body = d.file[d.at+8 : d.at+8+length]
		}
		d.at += 12 + length
	}
	n := copy(into, d.body)
	d.body = d.body[n:]
	return n, nil
}

// streamError says what is wrong with the compressed pixels.
func (p *pngFile) streamError(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fail(Truncated, p.dataAt, "the pixels end early; upload the file again in full")
	}
	return fail(Damaged, p.dataAt, "the pixels cannot be unpacked (%v); upload the file again", err)
}

// unfilter turns a filtered row into samples in place (§9.2). above is the row
// before it, bpp the distance in bytes to the same sample of the pixel before.
func unfilter(filter byte, row, above []byte, bpp int) bool {
	bpp = min(bpp, len(row))
	switch filter {
	case 0:
	case 1:
		for i := bpp; i < len(row); i++ {
			row[i] += row[i-bpp]
		}
	case 2:
		for i, v := range above {
			row[i] += v
		}
	case 3:
		for i := range bpp {
			row[i] += above[i] / 2
		}
		for i := bpp; i < len(row); i++ {
			row[i] += byte((int(row[i-bpp]) + int(above[i])) / 2)
		}
	case 4:
		for i := range bpp {
			row[i] += above[i]
		}
		for i := bpp; i < len(row); i++ {
			row[i] += paeth(row[i-bpp], above[i], above[i-bpp])
		}
	default:
		return false
	}
	return true
}

// paeth predicts a sample from those to the left, above, and above left (§9.4).
func paeth(left, up, corner byte) byte {
	a, b, c := int(left), int(up), int(corner)
	pa, pb, pc := abs(b-c), abs(a-c), abs(a+b-2*c)
	if pa <= pb && pa <= pc {
		return left
	}
	if pb <= pc {
		return up
	}
	return corner
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// expand writes the samples of a row to every dx-th pixel from a place on.
func (p *pngFile) expand(r *Raster, row []byte, width, at, dx int) {
	if p.depth == 8 && dx == 1 && !p.transparent && (p.colour == pngGray || p.colour == pngRGB) {
		copy(r.Pixels[at*r.Components:], row) // the usual kinds, as they are
		return
	}
	for i := range width {
		switch p.colour {
		case pngPalette:
			index := p.sample(row, i)
			copy(r.Pixels[3*at:3*at+3], p.palette[index][:])
			if r.Alpha != nil {
				r.Alpha[at] = p.alpha[index]
			}
		case pngGray:
			v := p.sample(row, i)
			r.Pixels[at] = p.to8(v)
			if p.transparent {
				r.Alpha[at] = opaqueUnless(v == p.key[0])
			}
		case pngGrayAlpha:
			r.Pixels[at] = p.to8(p.sample(row, 2*i))
			r.Alpha[at] = p.to8(p.sample(row, 2*i+1))
		default: // RGB, with alpha or without
			n := p.channels()
			v := [3]int{p.sample(row, n*i), p.sample(row, n*i+1), p.sample(row, n*i+2)}
			for c, s := range v {
				r.Pixels[3*at+c] = p.to8(s)
			}
			if n == 4 {
				r.Alpha[at] = p.to8(p.sample(row, n*i+3))
			} else if p.transparent {
				r.Alpha[at] = opaqueUnless(v == p.key)
			}
		}
		at += dx
	}
}

func opaqueUnless(transparent bool) byte {
	if transparent {
		return 0
	}
	return 255
}

// sample is the i-th sample of a row as the file has it.
func (p *pngFile) sample(row []byte, i int) int {
	switch p.depth {
	case 8:
		return int(row[i])
	case 16:
		return int(row[2*i])<<8 | int(row[2*i+1])
	}
	perByte := 8 / p.depth
	shift := 8 - p.depth*(i%perByte+1)
	return int(row[i/perByte]) >> shift & (1<<p.depth - 1)
}

// to8 scales a sample to 8 bits, rounded to the nearest (§13.12).
func (p *pngFile) to8(v int) byte {
	switch p.depth {
	case 8:
		return byte(v)
	case 16:
		return byte((v*255 + 32767) / 65535)
	}
	return byte(v * 255 / (1<<p.depth - 1)) // divides exactly
}
