package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// producer names what wrote the file. It has no version: a new build must not
// change the bytes of an old document.
const producer = "facture"

// writeCatalog writes the document catalog (§7.7.2) and what it alone refers to.
func (f *file) writeCatalog(structRoot ref) {
	profile, meta := f.alloc(), f.alloc()
	if f.o.Readable {
		f.rawStream(profile, "/N 3", sRGB())
	} else {
		f.rawStream(profile, "/N 3/Filter/FlateDecode", f.w.profile)
	}
	// Not deflated, so that archives can read it without a PDF parser.
	f.rawStream(meta, "/Type/Metadata/Subtype/XML", f.xmp())
	files := f.writeAttachments()
	f.begin(f.pages)
	f.put("<</Type/Pages/Kids[")
	for i, p := range f.pageRefs {
		if i > 0 {
			f.put(" ")
		}
		f.putRef(p)
	}
	f.put("]/Count ")
	f.putInt(len(f.pageRefs))
	f.put(">>")
	f.end()

	f.begin(f.catalog)
	f.put("<</Type/Catalog/Pages ")
	f.putRef(f.pages)
	f.put("/Lang")
	f.objs = appendBytes(f.objs, f.o.Lang)
	f.put("/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot ")
	f.putRef(structRoot)
	f.put("/Metadata ")
	f.putRef(meta)
	// The condition that colours are meant for (ISO 19005-3 §6.2.3).
	f.put("/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)/DestOutputProfile ")
	f.putRef(profile)
	f.put(">>]")
	f.nameFiles(files)
	f.put(">>")
	f.end()
}

// writeAttachments writes the embedded files (§7.11.4) and returns their
// specifications.
func (f *file) writeAttachments() []ref {
	var out []ref
	for _, a := range f.o.Attach {
		data, spec := f.alloc(), f.alloc()
		dict := "/Type/EmbeddedFile/Subtype/" + escapeName(a.MIME) + fmt.Sprintf("/Params<</Size %d", len(a.Data))
		if d := f.o.Created; d != (Date{}) {
			dict += "/ModDate(" + pdfDate(d) + ")"
		}
		f.stream(data, dict+">>", a.Data)
		f.begin(spec)
		f.put("<</Type/Filespec/F")
		f.objs = appendText(f.objs, a.Name)
		f.put("/UF")
		f.objs = appendText(f.objs, a.Name)
		f.put("/Desc")
		f.objs = appendText(f.objs, a.Description)
		f.put("/AFRelationship/", escapeName(a.Relationship), "/EF<</F ")
		f.putRef(data)
		f.put("/UF ")
		f.putRef(data)
		f.put(">>>>")
		f.end()
		out = append(out, spec)
	}
	return out
}

// nameFiles lists the attachments in the catalog: by name, and as associated
// files of the document (ISO 19005-3 §6.8).
func (f *file) nameFiles(specs []ref) {
	if len(specs) == 0 {
		return
	}
	f.put("/AF[")
	for i, s := range specs {
		if i > 0 {
			f.put(" ")
		}
		f.putRef(s)
	}
	f.put("]/Names<</EmbeddedFiles<</Names[")
	for _, i := range f.attachmentsByName() {
		f.objs = appendText(f.objs, f.o.Attach[i].Name)
		f.putRef(specs[i])
	}
	f.put("]>>>>")
}

// attachmentsByName gives the attachments in the order of their written names,
// which a name tree must have (§7.9.6).
func (f *file) attachmentsByName() []int {
	order := make([]int, len(f.o.Attach))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return bytes.Compare(textBytes(f.o.Attach[a].Name), textBytes(f.o.Attach[b].Name))
	})
	return order
}

// writeInfo writes the document information dictionary (§14.3.3), which says
// what the metadata says.
func (f *file) writeInfo() {
	f.begin(f.info)
	f.put("<</Title")
	f.objs = appendText(f.objs, f.o.Title)
	f.put("/Producer(", producer, ")")
	if d := f.o.Created; d != (Date{}) {
		f.put("/CreationDate(", pdfDate(d), ")/ModDate(", pdfDate(d), ")")
	}
	f.put(">>")
	f.end()
}

func pdfDate(d Date) string { return fmt.Sprintf("D:%04d%02d%02d000000Z", d.Year, d.Month, d.Day) }

// xmp is the document's metadata (ISO 16684-1), with the schema that PDF/A
// asks for wherever it does not know a namespace itself (ISO 19005-3 §6.6.2.3).
func (f *file) xmp() []byte {
	var b strings.Builder
	b.WriteString(`<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">`)
	b.WriteString(escapeXML(f.o.Title))
	b.WriteString("</rdf:li></rdf:Alt></dc:title>\n<dc:language><rdf:Bag><rdf:li>")
	b.WriteString(escapeXML(f.o.Lang))
	b.WriteString("</rdf:li></rdf:Bag></dc:language>\n<pdf:Producer>" + producer + "</pdf:Producer>\n")
	if d := f.o.Created; d != (Date{}) {
		day := fmt.Sprintf("%04d-%02d-%02dT00:00:00Z", d.Year, d.Month, d.Day)
		b.WriteString("<xmp:CreateDate>" + day + "</xmp:CreateDate><xmp:ModifyDate>" + day + "</xmp:ModifyDate>\n")
	}
	b.WriteString(`<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`)
	return []byte(b.String())
}

var xmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func escapeXML(s string) string { return xmlEscaper.Replace(s) }

// escapeName writes a name's characters (§7.3.5).
func escapeName(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if c := s[i]; c > '!' && c < 0x7f && !strings.ContainsRune("#()<>[]{}/%", rune(c)) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "#%02X", c)
		}
	}
	return b.String()
}

// appendText appends a text string (§7.9.2.2): as ASCII where it is, else UTF-16.
func appendText(b []byte, s string) []byte {
	if plainASCII(s) {
		return appendBytes(b, s)
	}
	return appendUTF16(b, s)
}

func plainASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// textBytes are the bytes that a text string stands for.
func textBytes(s string) []byte {
	if plainASCII(s) {
		return []byte(s)
	}
	b := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return b
}

// appendURI appends an address as a string. What is not ASCII is escaped (RFC
// 3987 §3.1), because a URI action has nothing else (§12.6.4.7).
func appendURI(b []byte, s string) []byte {
	b = append(b, '(')
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' || s[i] >= 0x7f {
			b = append(b, '%', "0123456789ABCDEF"[s[i]>>4], "0123456789ABCDEF"[s[i]&15])
			continue
		}
		b = appendEscaped(b, s[i])
	}
	return append(b, ')')
}

func appendUTF16(b []byte, s string) []byte {
	b = append(b, "<feff"...)
	for _, u := range utf16.Encode([]rune(s)) {
		b = appendHex16(b, u)
	}
	return append(b, '>')
}

// appendBytes appends a literal string (§7.3.4.2).
func appendBytes(b []byte, s string) []byte {
	b = append(b, '(')
	for i := 0; i < len(s); i++ {
		b = appendEscaped(b, s[i])
	}
	return append(b, ')')
}
