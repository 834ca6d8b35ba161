package pdf_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/internal/samples"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
)

// TestReadableIsTheSame reads both writings of a document and compares their
// objects one by one.
func TestReadableIsTheSame(t *testing.T) {
	all := append(sampleFrames(t), randomFrames(t, 10)...)
	for _, fr := range all {
		compact := mustUnderstand(t, write(t, fr.doc, fr.opts))
		fr.opts.Readable = true
		readable := mustUnderstand(t, write(t, fr.doc, fr.opts))
		if !readable.file.table || compact.file.table {
			t.Errorf("%s: the cross-references are not a table and a stream", fr.name)
		}
		if err := same(compact, readable); err != nil {
			t.Errorf("%s: %v", fr.name, err)
		}
	}
	other := mustUnderstand(t, write(t, all[1].doc, all[1].opts))
	if same(mustUnderstand(t, write(t, all[0].doc, all[0].opts)), other) == nil {
		t.Error("two different documents compare as the same")
	}
}

func mustUnderstand(t testing.TB, data []byte) *model {
	t.Helper()
	m, err := understand(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestBytesFollowFromArgumentsAlone writes documents with one used writer in
// two orders, then with fresh ones.
func TestBytesFollowFromArgumentsAlone(t *testing.T) {
	all := append(sampleFrames(t)[:12], randomFrames(t, 30)...)
	fresh := make([][]byte, len(all))
	for i, fr := range all {
		fr.opts.Readable = i%5 == 4
		fresh[i] = write(t, fr.doc, fr.opts)
	}
	used := pdf.NewWriter(fonts.Embedded())
	for round := range 3 {
		for k := range all {
			i := k
			if round == 1 {
				i = len(all) - 1 - k
			}
			fr := all[i]
			fr.opts.Readable = i%5 == 4
			if !bytes.Equal(writeBy(t, used, fr.doc, fr.opts), fresh[i]) {
				t.Fatalf("round %d: document %d (%s) has other bytes than a fresh writer gives", round, i, fr.name)
			}
		}
	}
}

// TestRefusedLeavesNothing writes a document, is refused another, and writes
// the first again.
func TestRefusedLeavesNothing(t *testing.T) {
	w := pdf.NewWriter(fonts.Embedded())
	fr := framesOf(samples.One(t, "german"))
	before := writeBy(t, w, fr.doc, fr.opts)
	var refused *pdf.Error
	if err := w.Write(io.Discard, fr.doc, pdf.Options{Lang: "de"}); !errors.As(err, &refused) {
		t.Fatalf("no title: %v", err)
	}
	var out bytes.Buffer
	if err := w.Write(&out, manyPairs(t, 65_535), pdf.Options{Title: "T", Lang: "de"}); !errors.As(err, &refused) || out.Len() != 0 {
		t.Fatalf("too many pairs: %v, %d bytes", err, out.Len())
	}
	if !bytes.Equal(writeBy(t, w, fr.doc, fr.opts), before) {
		t.Error("other bytes after a refusal")
	}
}

// TestConcurrentWriters shares a writer between goroutines; run with -race.
func TestConcurrentWriters(t *testing.T) {
	all := append(sampleFrames(t)[:6], randomFrames(t, 6)...)
	want := make([][]byte, len(all))
	for i, fr := range all {
		want[i] = write(t, fr.doc, fr.opts)
	}
	w := pdf.NewWriter(fonts.Embedded())
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for k := range all {
				i := (k + 3*g) % len(all)
				var b bytes.Buffer
				if err := w.Write(&b, all[i].doc, all[i].opts); err != nil || !bytes.Equal(b.Bytes(), want[i]) {
					t.Errorf("document %d: other bytes (%v)", i, err)
				}
			}
		})
	}
	wg.Wait()
}

// TestEachOnce wants one program a face, each face once, and each image once.
func TestEachOnce(t *testing.T) {
	for _, fr := range sampleFrames(t) {
		m := mustUnderstand(t, write(t, fr.doc, fr.opts))
		faces, programs, digests := map[string]bool{}, map[any]bool{}, map[[32]byte]bool{}
		for r, v := range m.file.objs {
			switch d, _ := v.(dict); {
			case d["Type"] == name("FontDescriptor"):
				ps := strings.SplitN(string(d["FontName"].(name)), "+", 2)[1]
				if faces[ps] || programs[d["FontFile2"]] {
					t.Errorf("%s: %s is there twice", fr.name, ps)
				}
				faces[ps], programs[d["FontFile2"]] = true, true
			}
			if s, ok := v.(*stream); ok && s.dict["Subtype"] == name("Image") {
				sum := sha256.Sum256(append([]byte(fmt.Sprint(s.dict["Width"], s.dict["ColorSpace"])), s.data...))
				if digests[sum] {
					t.Errorf("%s: image %d is there twice", fr.name, r)
				}
				digests[sum] = true
			}
		}
		if len(faces) == 0 || len(faces) != len(m.fonts) {
			t.Errorf("%s: %d faces, %d are used", fr.name, len(faces), len(m.fonts))
		}
	}
}

// TestImageOnce shows one picture through two rasters, and another one.
func TestImageOnce(t *testing.T) {
	other := picture(false)
	other.Pixels[0]++
	other.Digest[0]++
	d := page()
	for _, r := range []*image.Raster{picture(true), picture(true), picture(false), other} {
		add(d, 0, &layout.Image{Width: 10 * layout.Point, Height: 20 * layout.Point, Raster: r})
	}
	w := pdf.NewWriter(fonts.Embedded())
	for range 2 { // made, then from the cache
		m := mustUnderstand(t, writeBy(t, w, d, options))
		if err := compare(m, d); err != nil {
			t.Fatal(err)
		}
		got := m.pages[0].painted
		if got[0].image != got[1].image || got[0].image == got[2].image || got[2].image == got[3].image {
			t.Errorf("images %v %v %v %v", got[0].image, got[1].image, got[2].image, got[3].image)
		}
	}
}

// picture is a small raster, the same each time.
func picture(alpha bool) *image.Raster {
	r := &image.Raster{Width: 2, Height: 2, Components: 3, Pixels: []byte{9, 8, 7, 60, 50, 40, 100, 120, 140, 250, 0, 250}}
	if alpha {
		r.Alpha = []byte{0, 85, 170, 255}
	}
	r.Digest = sha256.Sum256(append(append([]byte{}, r.Pixels...), r.Alpha...))
	return r
}

// TestIdentifier follows from the content, and only from it.
func TestIdentifier(t *testing.T) {
	fr := framesOf(samples.One(t, "german"))
	id := func(o pdf.Options) str {
		return mustUnderstand(t, write(t, fr.doc, o)).file.trailer["ID"].(arr)[0].(str)
	}
	seen := map[str]string{}
	for what, change := range map[string]func(o *pdf.Options){
		"as it is":           func(o *pdf.Options) {},
		"another title":      func(o *pdf.Options) { o.Title += "." },
		"another language":   func(o *pdf.Options) { o.Lang = "en" },
		"another date":       func(o *pdf.Options) { o.Created.Day++; o.Created.Month = 1 },
		"an attachment":      func(o *pdf.Options) { o.Attach = []pdf.Attachment{attachment("a")} },
		"another attachment": func(o *pdf.Options) { o.Attach = []pdf.Attachment{attachment("b")} },
	} {
		o := fr.opts
		change(&o)
		if a, b := id(o), id(o); a != b {
			t.Errorf("%s: %x, then %x", what, a, b)
		} else if other, ok := seen[a]; ok {
			t.Errorf("%s has the identifier of %s", what, other)
		} else {
			seen[a] = what
		}
	}
}

func attachment(content string) pdf.Attachment {
	return pdf.Attachment{Name: "factur-x.xml", MIME: "text/xml", Description: "invoice data", Relationship: "Alternative", Data: []byte(content)}
}

// TestAttachments are listed by name and as associated files (ISO 19005-3 §6.8).
func TestAttachments(t *testing.T) {
	list := []pdf.Attachment{
		{Name: "Übersicht.csv", MIME: "text/csv", Description: "Stunden", Relationship: "Supplement", Data: []byte("a;b\n")},
		{Name: "factur-x.xml", MIME: "text/xml", Description: "Rechnungsdaten", Relationship: "Alternative", Data: bytes.Repeat([]byte("<x/>"), 500)},
		{Name: "a (1).bin", MIME: "application/vnd.x+y", Relationship: "Unspecified"},
	}
	o := options
	o.Created, o.Attach = pdf.Date{Year: 2026, Month: 1, Day: 2}, list
	for _, o.Readable = range []bool{false, true} {
		m := mustUnderstand(t, write(t, page(), o))
		af := m.file.arr(m.catalog["AF"])
		names := m.file.arr(m.file.dict(m.file.dict(m.catalog["Names"])["EmbeddedFiles"])["Names"])
		if len(af) != 3 || len(names) != 6 {
			t.Fatalf("AF %v, names %v", af, names)
		}
		for i, want := range list {
			spec := m.file.dict(af[i])
			file := m.file.stream(m.file.dict(spec["EF"])["F"])
			params := m.file.dict(file.dict["Params"])
			if textOf(spec["UF"]) != want.Name || textOf(spec["F"]) != want.Name || textOf(spec["Desc"]) != want.Description ||
				spec["Type"] != name("Filespec") || spec["AFRelationship"] != name(want.Relationship) ||
				file.dict["Type"] != name("EmbeddedFile") || file.dict["Subtype"] != name(want.MIME) ||
				params["Size"] != len(want.Data) || params["ModDate"] != str("D:20260102000000Z") || !bytes.Equal(file.data, want.Data) {
				t.Errorf("attachment %d: %v, %v", i, spec, file.dict)
			}
			if m.file.dict(spec["EF"])["UF"] != m.file.dict(spec["EF"])["F"] {
				t.Errorf("attachment %d: /EF %v", i, spec["EF"])
			}
		}
		// §7.9.6: ascending, each name with its own file.
		for i := 0; i < len(names); i += 2 {
			if i > 0 && names[i-2].(str) >= names[i].(str) {
				t.Errorf("%q stands before %q", names[i-2], names[i])
			}
			if spec := m.file.dict(names[i+1]); spec["UF"] != names[i] {
				t.Errorf("%q leads to %v", names[i], spec)
			}
		}
	}
}

// TestMetadata says in XML what the options say, whatever characters they hold.
func TestMetadata(t *testing.T) {
	o := pdf.Options{Title: `Rechnung <1> & "2" Łódź 𝄞`, Lang: "de-AT", Created: pdf.Date{Year: 2024, Month: 2, Day: 29}}
	m := mustUnderstand(t, write(t, page(), o))
	xmp := string(m.file.stream(m.catalog["Metadata"]).data)
	for _, want := range []string{"Rechnung &lt;1&gt; &amp; \"2\" Łódź 𝄞<", "<rdf:li>de-AT<", "<xmp:CreateDate>2024-02-29T00:00:00Z<", "<xmp:ModifyDate>2024-02-29T00:00:00Z<", "<pdf:Producer>facture<"} {
		if !strings.Contains(xmp, want) {
			t.Errorf("no %s in %s", want, xmp)
		}
	}
	if strings.Contains(xmp[:100], "bytes=") || strings.Contains(xmp[:100], "encoding=") {
		t.Error("ISO 19005-3 §6.6.2.1 forbids bytes and encoding in the packet's head")
	}
	info := m.file.dict(m.file.trailer["Info"])
	if textOf(info["Title"]) != o.Title || info["CreationDate"] != str("D:20240229000000Z") || info["ModDate"] != info["CreationDate"] || info["Producer"] != str("facture") {
		t.Errorf("info %v", info)
	}
	m = mustUnderstand(t, write(t, page(), pdf.Options{Title: "t", Lang: "x-a"}))
	if info := m.file.dict(m.file.trailer["Info"]); info["CreationDate"] != nil || strings.Contains(string(m.file.stream(m.catalog["Metadata"]).data), "Date>") {
		t.Error("a date without a date")
	}
}

// TestReadingOrder lets words and elements alternate in one element, over two
// pages: children stand in the order in which they are painted.
func TestReadingOrder(t *testing.T) {
	tree := layout.NewTree(0)
	p := tree.Add(layout.Root, layout.RoleP)
	link := tree.Add(p, layout.RoleLink)
	empty := tree.Add(p, layout.RoleSpan)
	span := tree.Add(p, layout.RoleSpan)
	d := page()
	*d = layout.Document{Pages: append(d.Pages, d.Pages[0]), Elems: collected(tree)}
	say := func(on int, e layout.ElemID, s string) {
		d.Pages[on].Items = append(d.Pages[on].Items, layout.Placed{X: 10 * layout.Point, Y: 20 * layout.Point, Elem: e, Item: words(t, s)})
	}
	say(0, p, "Pay at ")
	say(0, link, "the bank ")
	d.Pages[0].Items = append(d.Pages[0].Items, layout.Placed{Elem: link, Item: &layout.Link{Width: 9, Height: 9, URI: "https://bänk.example/ü ?q=(1)", Alt: "the bank"}})
	say(0, 0, "page 1")
	say(0, p, "before ")
	say(1, span, "Friday ")
	say(1, p, "noon")
	m := mustUnderstand(t, write(t, d, options))
	var b strings.Builder
	for _, c := range m.order() {
		for i := range m.pages[c.page].painted {
			if g := &m.pages[c.page].painted[i]; g.mcid == c.mcid {
				b.WriteString(g.text())
			}
		}
	}
	if got, want := b.String(), "Pay at the bank before Friday noon"; got != want {
		t.Errorf("read as %q, want %q", got, want)
	}
	if got := m.file.dict(m.file.dict(m.pages[0].annots[0])["A"])["URI"]; got != str("https://b%C3%A4nk.example/%C3%BC%20?q=(1)") {
		t.Errorf("address %q", got)
	}
	_ = empty
}
