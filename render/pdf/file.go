package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"sync"

	"github.com/klauspost/compress/zlib"

	"github.com/facture-dev/facture/render/layout"
)

// ref is an object number.
type ref int

// file is one file being written. Objects that are not streams are collected
// in object streams (ISO 32000-1 §7.5.7).
type file struct {
	w   *Writer
	doc *layout.Document
	o   Options

	out  []byte
	xref []entry // by object number; 0 is the free list's head

	objs    []byte // bodies of the open object stream
	objIdx  []byte // its "number offset" pairs
	objNums []ref

	catalog, pages, info ref
	pageRefs             []ref
	faces                []*face // by fonts.ID; nil where unused
	used                 []*face // in order of first use
	codes                []uint16
	imgs                 []*placedImage
	tree                 tree
	scratch              []byte
}

// entry is where an object is: at an offset, or in an object stream.
type entry struct {
	offset int
	stream ref // 0: not in an object stream
	index  int
}

var files = sync.Pool{New: func() any { return new(file) }}

func newFile(w *Writer, d *layout.Document, o Options) *file {
	f := files.Get().(*file)
	*f = file{
		w: w, doc: d, o: o,
		out: f.out[:0], xref: append(f.xref[:0], entry{}), objs: f.objs[:0], objIdx: f.objIdx[:0], objNums: f.objNums[:0],
		pageRefs: f.pageRefs[:0], faces: f.faces, used: f.used[:0], codes: f.codes[:0], scratch: f.scratch[:0],
		tree: f.tree.reset(),
	}
	return f
}

// release gives the buffers back. Faces are cleared by what they used, so a
// pooled file starts like a new one.
func (f *file) release() {
	for _, fc := range f.used {
		fc.clear()
	}
	f.w, f.doc, f.o, f.imgs = nil, nil, Options{}, nil
	if cap(f.out) <= 16<<20 { // one huge document must not hold its memory forever
		files.Put(f)
	}
}

// write writes the whole file into f.out.
func (f *file) write() error {
	f.out = append(f.out, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"...)
	f.catalog, f.pages, f.info = f.alloc(), f.alloc(), f.alloc()
	for range f.doc.Pages {
		f.pageRefs = append(f.pageRefs, f.alloc())
	}
	f.collect()
	if err := f.enoughCodes(); err != nil {
		return err
	}
	if err := f.writeFonts(); err != nil {
		return err
	}
	if err := f.writeImages(); err != nil {
		return err
	}
	f.writePages()
	structRoot := f.writeStructure()
	f.writeCatalog(structRoot)
	f.writeInfo()
	f.finish()
	return f.result()
}

func (f *file) alloc() ref {
	f.xref = append(f.xref, entry{})
	return ref(len(f.xref) - 1)
}

// begin starts the body of an object that is not a stream; end closes it.
func (f *file) begin(n ref) {
	if f.o.Readable {
		f.xref[n] = entry{offset: len(f.out)}
		f.out = strconv.AppendInt(f.out, int64(n), 10)
		f.out = append(f.out, " 0 obj\n"...)
		f.objs = f.objs[:0]
		return
	}
	f.objIdx = strconv.AppendInt(f.objIdx, int64(n), 10)
	f.objIdx = append(f.objIdx, ' ')
	f.objIdx = strconv.AppendInt(f.objIdx, int64(len(f.objs)), 10)
	f.objIdx = append(f.objIdx, ' ')
	f.objNums = append(f.objNums, n)
}

func (f *file) end() {
	if f.o.Readable {
		f.out = append(f.out, f.objs...)
		f.out = append(f.out, "\nendobj\n"...)
		return
	}
	f.objs = append(f.objs, '\n')
	if len(f.objNums) >= objectsPerStream {
		f.flushObjects()
	}
}

// put appends to the body of the open object.
func (f *file) put(parts ...string) {
	for _, s := range parts {
		f.objs = append(f.objs, s...)
	}
}

func (f *file) putInt(n int) { f.objs = strconv.AppendInt(f.objs, int64(n), 10) }

func (f *file) putRef(n ref) {
	f.putInt(int(n))
	f.put(" 0 R")
}

// flushObjects writes the collected objects as an object stream.
func (f *file) flushObjects() {
	if len(f.objNums) == 0 {
		return
	}
	n := f.alloc()
	for i, m := range f.objNums {
		f.xref[m] = entry{stream: n, index: i}
	}
	first := len(f.objIdx)
	body := append(f.objIdx, f.objs...)
	f.stream(n, "/Type/ObjStm/N "+strconv.Itoa(len(f.objNums))+"/First "+strconv.Itoa(first), body)
	f.objIdx, f.objs, f.objNums = f.objIdx[:0], f.objs[:0], f.objNums[:0]
}

// stream writes a stream object, deflated.
func (f *file) stream(n ref, dict string, data []byte) {
	if f.o.Readable || len(data) < minDeflated {
		f.rawStream(n, dict, data)
		return
	}
	f.scratch = deflate(f.scratch[:0], data)
	f.rawStream(n, dict+"/Filter/FlateDecode", f.scratch)
}

// rawStream writes a stream object as it is.
func (f *file) rawStream(n ref, dict string, data []byte) {
	f.xref[n] = entry{offset: len(f.out)}
	f.out = strconv.AppendInt(f.out, int64(n), 10)
	f.out = append(f.out, " 0 obj\n<<"...)
	f.out = append(f.out, dict...)
	f.out = append(f.out, "/Length "...)
	f.out = strconv.AppendInt(f.out, int64(len(data)), 10)
	f.out = append(f.out, ">>\nstream\n"...)
	f.out = append(f.out, data...)
	f.out = append(f.out, "\nendstream\nendobj\n"...)
}

// finish writes what is left of the objects and the cross-reference (§7.5.8;
// in a readable file a table, §7.5.4).
func (f *file) finish() {
	f.flushObjects()
	// The identifier follows from everything before it (§14.4).
	sum := sha256.Sum256(f.out)
	id := hex.EncodeToString(sum[:16])
	trailer := "/Root " + strconv.Itoa(int(f.catalog)) + " 0 R/Info " + strconv.Itoa(int(f.info)) + " 0 R/ID[<" + id + "><" + id + ">]"
	start := len(f.out)
	if f.o.Readable {
		f.table(trailer)
	} else {
		n := f.alloc()
		f.xref[n] = entry{offset: start}
		rows := make([]byte, 0, 7*len(f.xref))
		for i, e := range f.xref {
			kind, a, b := byte(1), e.offset, 0
			switch {
			case i == 0:
				kind, a, b = 0, 0, 0xffff
			case e.stream != 0:
				kind, a, b = 2, int(e.stream), e.index
			}
			rows = append(rows, kind, byte(a>>24), byte(a>>16), byte(a>>8), byte(a), byte(b>>8), byte(b))
		}
		f.stream(n, "/Type/XRef/W[1 4 2]/Size "+strconv.Itoa(len(f.xref))+trailer, rows)
	}
	f.out = append(f.out, "startxref\n"...)
	f.out = strconv.AppendInt(f.out, int64(start), 10)
	f.out = append(f.out, "\n%%EOF\n"...)
}

func (f *file) table(trailer string) {
	f.out = append(f.out, "xref\n0 "...)
	f.out = strconv.AppendInt(f.out, int64(len(f.xref)), 10)
	f.out = append(f.out, "\n0000000000 65535 f \n"...)
	for _, e := range f.xref[1:] {
		s := strconv.Itoa(e.offset)
		f.out = append(f.out, "0000000000"[len(s):]...)
		f.out = append(f.out, s...)
		f.out = append(f.out, " 00000 n \n"...)
	}
	f.out = append(f.out, "trailer\n<</Size "...)
	f.out = strconv.AppendInt(f.out, int64(len(f.xref)), 10)
	f.out = append(f.out, trailer...)
	f.out = append(f.out, ">>\n"...)
}

// compressionLevel is klauspost's: measured, higher ones cost more time than
// their bytes are worth for files of this size.
const compressionLevel = 3

// minDeflated is the length from which a stream is worth deflating: below it,
// the code tables alone would take what is saved.
const minDeflated = 200

type deflater struct {
	buf bytes.Buffer
	z   *zlib.Writer
}

var deflaters = sync.Pool{New: func() any {
	d := new(deflater)
	d.z, _ = zlib.NewWriterLevel(&d.buf, compressionLevel) // errs only on a level out of range
	return d
}}

// deflate appends zlib-compressed data to dst.
func deflate(dst, data []byte) []byte {
	d := deflaters.Get().(*deflater)
	defer deflaters.Put(d)
	d.buf.Reset()
	d.z.Reset(&d.buf)
	d.z.Write(data) // a bytes.Buffer takes everything
	d.z.Close()
	return append(dst, d.buf.Bytes()...)
}
