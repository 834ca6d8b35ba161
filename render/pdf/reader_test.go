package pdf_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A small strict reader of PDF files, for these tests alone: it takes what ISO
// 32000-1 and ISO 19005-3 §6.1 allow a conforming writer, and repairs nothing.

type (
	name string
	str  string // a string object's bytes
	op   string // an operator of a content stream, or a keyword
	arr  []any
	dict map[name]any
	ref  int
)

// stream is a stream object with its decoded data.
type stream struct {
	dict dict
	data []byte
}

// pdfFile is a file that has been read: every object, whatever it was kept in.
type pdfFile struct {
	trailer  dict
	objs     map[int]any
	carriers map[int]bool // object and cross-reference streams
	table    bool         // the cross-reference is a table
}

// readError is thrown within the reader.
type readError string

func fail(format string, args ...any) { panic(readError(fmt.Sprintf(format, args...))) }

// caught makes an error of a readError; other panics go on.
func caught(thrown any, err error) error {
	switch e := thrown.(type) {
	case nil:
		return err
	case readError:
		return errors.New(string(e))
	}
	panic(thrown)
}

// readPDF reads a whole file.
func readPDF(data []byte) (f *pdfFile, err error) {
	defer func() {
		err = caught(recover(), err)
	}()
	f = &pdfFile{objs: map[int]any{}, carriers: map[int]bool{}}
	f.read(data)
	return f, nil
}

func (f *pdfFile) read(data []byte) {
	// §7.5.2, ISO 19005-3 §6.1.2: a comment of at least four bytes above 127 follows.
	if !bytes.HasPrefix(data, []byte("%PDF-1.7\n%")) || len(data) < 15 || data[10] < 128 || data[11] < 128 || data[12] < 128 || data[13] < 128 || data[14] != '\n' {
		fail("the header is wrong: %q", data[:min(len(data), 15)])
	}
	tail, ok := bytes.CutSuffix(data, []byte("\n%%EOF\n"))
	if !ok {
		fail("the file does not end in %%%%EOF")
	}
	i := bytes.LastIndexByte(tail, '\n')
	start, err := strconv.Atoi(string(tail[i+1:]))
	if err != nil || !bytes.HasSuffix(tail[:i], []byte("\nstartxref")) || start >= len(data) {
		fail("startxref is wrong")
	}
	var entries map[int]xrefEntry
	if bytes.HasPrefix(data[start:], []byte("xref\n")) {
		f.table = true
		entries = f.xrefTable(data, start)
	} else {
		entries = f.xrefStream(data, start)
	}
	size, _ := f.trailer["Size"].(int)
	if size != len(entries)+1 {
		fail("/Size is %d for %d objects", size, len(entries))
	}
	for n := 1; n < size; n++ {
		e, ok := entries[n]
		switch {
		case !ok:
			fail("object %d is not listed", n)
		case e.stream == 0:
			f.objs[n] = indirect(data, e.offset, n)
			if s, ok := f.objs[n].(*stream); ok && s.dict["Type"] == name("XRef") {
				f.carriers[n] = true
			}
		}
	}
	f.objectStreams(entries)
}

type xrefEntry struct{ offset, stream, index int }

func (f *pdfFile) xrefTable(data []byte, start int) map[int]xrefEntry {
	l := &lexer{b: data, at: start}
	l.want("xref")
	if first := l.integer(); first != 0 {
		fail("the table begins with object %d", first)
	}
	n := l.integer()
	l.at++ // the line's end
	out := map[int]xrefEntry{}
	for i := range n {
		row := string(data[l.at : l.at+20]) // §7.5.4: 20 bytes each
		l.at += 20
		if i == 0 {
			if row != "0000000000 65535 f \n" {
				fail("the free list's head is %q", row)
			}
			continue
		}
		offset, err := strconv.Atoi(row[:10])
		if err != nil || row[10:] != " 00000 n \n" {
			fail("entry %d is %q", i, row)
		}
		out[i] = xrefEntry{offset: offset}
	}
	l.want("trailer")
	f.trailer = l.object().(dict)
	return out
}

func (f *pdfFile) xrefStream(data []byte, start int) map[int]xrefEntry {
	l := &lexer{b: data, at: start}
	n := l.integer()
	s, ok := indirect(data, start, n).(*stream)
	if !ok || s.dict["Type"] != name("XRef") || fmt.Sprint(s.dict["W"]) != "[1 4 2]" {
		fail("no cross-reference at %d", start)
	}
	f.trailer = s.dict
	out := map[int]xrefEntry{}
	for i := 0; i < len(s.data)/7; i++ {
		r := s.data[7*i:]
		a, b := int(r[1])<<24|int(r[2])<<16|int(r[3])<<8|int(r[4]), int(r[5])<<8|int(r[6])
		switch {
		case i == 0:
			if r[0] != 0 {
				fail("object 0 is in use")
			}
		case r[0] == 1 && b == 0:
			out[i] = xrefEntry{offset: a}
		case r[0] == 2:
			out[i] = xrefEntry{stream: a, index: b}
		default:
			fail("entry %d is of type %d", i, r[0])
		}
	}
	return out
}

// objectStreams takes the objects out of object streams (§7.5.7).
func (f *pdfFile) objectStreams(entries map[int]xrefEntry) {
	seen := map[int]int{} // number of objects taken from each
	for n, e := range entries {
		if e.stream == 0 {
			continue
		}
		s, ok := f.objs[e.stream].(*stream)
		if !ok || s.dict["Type"] != name("ObjStm") {
			fail("object %d is said to be in %d, which is no object stream", n, e.stream)
		}
		f.carriers[e.stream] = true
		head := &lexer{b: s.data}
		count, first := s.dict["N"].(int), s.dict["First"].(int)
		if e.index >= count {
			fail("object %d is number %d of %d in its stream", n, e.index, count)
		}
		var number, offset int
		for range e.index + 1 {
			number, offset = head.integer(), head.integer()
		}
		if number != n {
			fail("number %d of stream %d is object %d, not %d", e.index, e.stream, number, n)
		}
		l := &lexer{b: s.data, at: first + offset}
		f.objs[n] = l.object()
		if _, ok := f.objs[n].(ref); ok {
			fail("object %d is a bare reference", n)
		}
		seen[e.stream]++
	}
	for n, count := range seen {
		if f.objs[n].(*stream).dict["N"] != count {
			fail("stream %d holds %v objects, %d are listed", n, f.objs[n].(*stream).dict["N"], count)
		}
	}
}

// indirect reads "n 0 obj … endobj" with the spacing of ISO 19005-3 §6.1.9.
func indirect(data []byte, at, n int) any {
	head := fmt.Sprintf("%d 0 obj\n", n)
	if at < 1 || at >= len(data) || data[at-1] != '\n' || !bytes.HasPrefix(data[at:], []byte(head)) {
		fail("object %d is not at %d", n, at)
	}
	l := &lexer{b: data, at: at + len(head)}
	v := l.object()
	if bytes.HasPrefix(data[l.at:], []byte("\nendobj\n")) {
		return v
	}
	d, ok := v.(dict)
	if !ok || !bytes.HasPrefix(data[l.at:], []byte("\nstream\n")) {
		fail("object %d does not end", n)
	}
	l.at += len("\nstream\n")
	length, ok := d["Length"].(int)
	if !ok || !bytes.HasPrefix(data[min(l.at+length, len(data)):], []byte("\nendstream\nendobj\n")) {
		fail("stream %d: /Length %v is wrong", n, d["Length"])
	}
	return &stream{d, decode(d, data[l.at:l.at+length])}
}

// decode undoes the filter; a JPEG stays as it is.
func decode(d dict, raw []byte) []byte {
	switch d["Filter"] {
	case nil, name("DCTDecode"):
		return raw
	case name("FlateDecode"):
	default:
		fail("filter %v", d["Filter"])
	}
	z, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		fail("inflate: %v", err)
	}
	out, err := io.ReadAll(z) // checks the sum
	if err != nil {
		fail("inflate: %v", err)
	}
	if parms, ok := d["DecodeParms"].(dict); ok {
		return unpredicted(parms, out)
	}
	return out
}

// unpredicted undoes PNG's filters on samples of 8 bits (§7.4.4.4).
func unpredicted(parms dict, in []byte) (out []byte) {
	colors, columns := parms["Colors"].(int), parms["Columns"].(int)
	stride := colors * columns
	if parms["Predictor"] != 15 || len(parms) != 3 || len(in)%(stride+1) != 0 {
		fail("predictor %v of %d bytes", parms, len(in))
	}
	above := make([]byte, stride)
	for ; len(in) > 0; in = in[stride+1:] {
		row := bytes.Clone(in[1 : stride+1])
		for i := range row {
			a, b, c := 0, int(above[i]), 0
			if i >= colors {
				a, c = int(row[i-colors]), int(above[i-colors])
			}
			paeth, best := a, 1<<30
			for _, v := range []int{a, b, c} {
				if distance := max(a+b-c-v, v-a-b+c); distance < best {
					paeth, best = v, distance
				}
			}
			if in[0] > 4 {
				fail("filter %d", in[0])
			}
			row[i] += byte([]int{0, a, b, (a + b) / 2, paeth}[in[0]])
		}
		out, above = append(out, row...), row
	}
	return out
}

// pixels are an image's samples, 8 bits of gray or RGB, whatever they are
// written as; a JPEG's file.
func (s *stream) pixels() []byte {
	space, ok := s.dict["ColorSpace"].(arr)
	if !ok {
		return s.data
	}
	table := []byte(space[3].(str))
	if len(space) != 4 || space[0] != name("Indexed") || space[1] != name("DeviceRGB") || len(table) != 3*(space[2].(int)+1) {
		fail("colour space %v", space)
	}
	width, height, bits := s.dict["Width"].(int), s.dict["Height"].(int), s.dict["BitsPerComponent"].(int)
	stride := (width*bits + 7) / 8
	if len(s.data) != stride*height {
		fail("%d bytes of indexes", len(s.data))
	}
	var out []byte
	for y := range height {
		for x := range width {
			n := int(s.data[y*stride+x*bits/8]) >> (8 - bits - x*bits%8) & (1<<bits - 1)
			out = append(out, table[3*n:3*n+3]...)
		}
	}
	return out
}

// get follows a reference.
func (f *pdfFile) get(v any) any {
	if r, ok := v.(ref); ok {
		return f.objs[int(r)]
	}
	return v
}

func (f *pdfFile) dict(v any) dict {
	switch d := f.get(v).(type) {
	case dict:
		return d
	case *stream:
		return d.dict
	}
	fail("%v is no dictionary", v)
	return nil
}

func (f *pdfFile) arr(v any) arr {
	a, ok := f.get(v).(arr)
	if !ok {
		fail("%v is no array", v)
	}
	return a
}

func (f *pdfFile) stream(v any) *stream {
	s, ok := f.get(v).(*stream)
	if !ok {
		fail("%v is no stream", v)
	}
	return s
}

// lexer reads objects (§7.2, §7.3) and operators.
type lexer struct {
	b  []byte
	at int
}

const (
	white     = "\x00\t\n\f\r "
	delimiter = "()<>[]{}/%"
)

func (l *lexer) space() {
	for l.at < len(l.b) && strings.IndexByte(white, l.b[l.at]) >= 0 {
		l.at++
	}
}

func (l *lexer) peek(s string) bool { return bytes.HasPrefix(l.b[min(l.at, len(l.b)):], []byte(s)) }

func (l *lexer) regular() string {
	from := l.at
	for l.at < len(l.b) && strings.IndexByte(white+delimiter, l.b[l.at]) < 0 {
		l.at++
	}
	return string(l.b[from:l.at])
}

func (l *lexer) want(word string) {
	l.space()
	if w := l.regular(); w != word {
		fail("%q at %d, want %q", w, l.at, word)
	}
}

func (l *lexer) integer() int {
	l.space()
	v, ok := number(l.regular()).(int)
	if !ok {
		fail("no integer before %d", l.at)
	}
	return v
}

// object reads one object; what is none comes back as an operator.
func (l *lexer) object() any {
	l.space()
	switch {
	case l.at >= len(l.b):
		fail("the end, where an object was expected")
	case l.peek("<<"):
		return l.dictionary()
	case l.peek("<"):
		return l.hex()
	case l.peek("("):
		return l.literal()
	case l.peek("["):
		l.at++
		out := arr{}
		for l.space(); !l.peek("]"); l.space() {
			out = append(out, l.object())
		}
		l.at++
		return out
	case l.peek("/"):
		l.at++
		return l.name()
	}
	w := l.regular()
	v := number(w)
	if n, ok := v.(int); ok && n >= 0 {
		return l.reference(n)
	}
	switch {
	case v != nil:
		return v
	case w == "true":
		return true
	case w == "false":
		return false
	case w == "":
		fail("%q at %d", l.b[l.at], l.at)
	}
	return op(w)
}

// reference looks whether an integer begins "n 0 R".
func (l *lexer) reference(n int) any {
	back := l.at
	l.space()
	if l.regular() == "0" {
		l.space()
		if l.regular() == "R" {
			return ref(n)
		}
	}
	l.at = back
	return n
}

// number reads §7.3.3 within ISO 19005-3 §6.1.13; nil when it is none.
func number(w string) any {
	if w == "" || strings.Trim(w, "+-.0123456789") != "" {
		return nil
	}
	if n, err := strconv.Atoi(w); err == nil {
		if n > 1<<31-1 || n < -1<<31 {
			fail("integer %d is out of range", n)
		}
		return n
	}
	v, err := strconv.ParseFloat(w, 64)
	if err != nil || v != 0 && (v < 1.175e-38 && v > -1.175e-38) || v > 3.403e38 || v < -3.403e38 {
		fail("number %s", w)
	}
	return v
}

func (l *lexer) dictionary() dict {
	l.at += 2
	out := dict{}
	for l.space(); !l.peek(">>"); l.space() {
		if !l.peek("/") {
			fail("no name at %d", l.at)
		}
		l.at++
		key := l.name()
		if _, twice := out[key]; twice {
			fail("/%s twice", key)
		}
		out[key] = l.object()
	}
	l.at += 2
	return out
}

func (l *lexer) name() name {
	w := l.regular()
	var b []byte
	for i := 0; i < len(w); i++ {
		if w[i] != '#' {
			b = append(b, w[i])
			continue
		}
		v, err := strconv.ParseUint(w[i+1:min(i+3, len(w))], 16, 8)
		if err != nil {
			fail("name %q", w)
		}
		b = append(b, byte(v))
		i += 2
	}
	if len(b) > 127 {
		fail("a name of %d bytes", len(b))
	}
	return name(b)
}

func (l *lexer) hex() str {
	l.at++
	end := bytes.IndexByte(l.b[l.at:], '>')
	if end < 0 || end%2 != 0 { // ISO 19005-3 §6.1.6: an even number of digits
		fail("a hexadecimal string at %d", l.at)
	}
	out := make([]byte, end/2)
	for i := range out {
		v, err := strconv.ParseUint(string(l.b[l.at+2*i:l.at+2*i+2]), 16, 8)
		if err != nil {
			fail("a hexadecimal string at %d", l.at)
		}
		out[i] = byte(v)
	}
	l.at += end + 1
	return limited(out)
}

func (l *lexer) literal() str {
	l.at++
	var out []byte
	depth := 1
	for {
		if l.at >= len(l.b) {
			fail("a string without an end")
		}
		c := l.b[l.at]
		l.at++
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return limited(out)
			}
		case '\r': // §7.3.4.2: read as a line feed
			c = '\n'
			if l.peek("\n") {
				l.at++
			}
		case '\\':
			c = l.b[l.at]
			l.at++
			if i := strings.IndexByte("nrtbf", c); i >= 0 {
				c = "\n\r\t\b\f"[i]
			} else if strings.IndexByte(`()\`, c) < 0 {
				fail("escape \\%c", c)
			}
		}
		out = append(out, c)
	}
}

func limited(b []byte) str {
	if len(b) > 32767 {
		fail("a string of %d bytes", len(b))
	}
	return str(b)
}
