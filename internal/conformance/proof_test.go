//go:build oracle

package conformance

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

func TestMain(m *testing.M) { os.Exit(tools.Main(m)) }

func programs(t *testing.T) Programs {
	t.Helper()
	return Programs{VeraPDF: tools.VeraPDF(t), QPDF: tools.Find(t, "qpdf"), PDFFonts: tools.Find(t, "pdffonts")}
}

// emptyPage is the smallest file that conforms to PDF/A-3a and PDF/UA-1: it is
// known to be good by its size alone.
func emptyPage() []byte {
	property := `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>part</pdfaProperty:description></rdf:li>`
	xmp := "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""` +
		` xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">` +
		`<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>` +
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Empty</rdf:li></rdf:Alt></dc:title>` +
		`<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>` +
		property + `</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
	objects := []string{
		"<</Type /Catalog /Pages 2 0 R /Metadata 4 0 R /MarkInfo <</Marked true>> /StructTreeRoot 5 0 R /Lang (en) /ViewerPreferences <</DisplayDocTitle true >>>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</Font <<>>>> /StructParents 0 /Tabs /S>>",
		fmt.Sprintf("<</Type /Metadata /Subtype /XML /Length %d>>\nstream\n%s\nendstream", len(xmp), xmp),
		"<</Type /StructTreeRoot /K [6 0 R] /ParentTree <</Nums [0 []]>> /ParentTreeNextKey 1>>",
		"<</Type /StructElem /S /Document /P 5 0 R /K []>>",
		"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var offsets []int
	for i, object := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	id := strings.Repeat("0A", 16)
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root 1 0 R /ID [<%s> <%s>]>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, id, id, start)
	return b.Bytes()
}

// damage replaces bytes by as many others, so that nothing else moves.
func damage(t *testing.T, pdf []byte, old, replacement string) []byte {
	t.Helper()
	if len(old) != len(replacement) || bytes.Count(pdf, []byte(old)) != 1 {
		t.Fatalf("%q stands %d times in the file; it must be once, and as long as %q", old, bytes.Count(pdf, []byte(old)), replacement)
	}
	return bytes.Replace(pdf, []byte(old), []byte(replacement), 1)
}

// TestDamageIsReported is the counter-proof of make conformance: each validator
// accepts a file that conforms and objects to one that was broken for it.
func TestDamageIsReported(t *testing.T) {
	good := emptyPage()
	damaged := map[string]map[string][]byte{
		"veraPDF": {
			"untagged":       damage(t, good, "/MarkInfo", "/MarkInfx"),
			"untitled":       damage(t, good, "/DisplayDocTitle true ", "/DisplayDocTitle false"),
			"no structure":   damage(t, good, "/StructTreeRoot 5", "/StructTreeRoox 5"),
			"other PDF-A":    damage(t, good, "<pdfaid:part>3", "<pdfaid:part>4"),
			"other level":    damage(t, good, "<pdfaid:conformance>A", "<pdfaid:conformance>B"),
			"other PDF-UA":   damage(t, good, "<pdfuaid:part>1", "<pdfuaid:part>7"),
			"no declaration": bytes.ReplaceAll(good, []byte("<pdfuaid:part>1</pdfuaid:part>"), []byte("                              ")),
			"truncated":      good[:len(good)/2],
		},
		"qpdf": {
			"no page tree": damage(t, good, "/Kids [3 0 R]", "/Kids [9 0 R]"),
			"truncated":    good[:len(good)/2],
		},
		"pdffonts": {
			"not embedded": damage(t, good, "/Resources <</Font <<>>>> /StructParents 0", "/Resources <</Font <</F 7 0 R>>>>         "),
			"truncated":    good[:len(good)/2],
		},
	}
	prove(t, good, damaged)
}

// TestDamagedDocumentsAreReported is the same with a document that the command
// made, uncompressed so that it can be broken by hand.
func TestDamagedDocumentsAreReported(t *testing.T) {
	file := filepath.Join(t.TempDir(), "classic.pdf")
	tools.MustRun(t, tools.Facture(t), "render", filepath.Join(tools.Root(t), "testdata", "documents", "classic.json"), "--readable", "-o", file)
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all := func(old, replacement string) []byte {
		if len(old) != len(replacement) || !bytes.Contains(good, []byte(old)) {
			t.Fatalf("%q is not in the file, or not as long as %q", old, replacement)
		}
		return bytes.ReplaceAll(good, []byte(old), []byte(replacement))
	}
	prove(t, good, map[string]map[string][]byte{
		"veraPDF": {
			"untagged":         all("/MarkInfo", "/MarkInfx"),
			"other PDF-A":      all("<pdfaid:part>3", "<pdfaid:part>4"),
			"no alternate":     all("/Alt(", "/Alx("),
			"no output intent": all("/OutputIntents", "/OutputIntentx"),
			"heading skipped":  all("/S/H1", "/S/H3"),
			"no structure":     all("/StructTreeRoot", "/StructTreeRoox"),
			"untitled":         all("/DisplayDocTitle true", "/DisplayDocTitlx true"),
		},
		"qpdf": {
			"cross-reference": all("/Root 1 0 R", "/Roox 1 0 R"),
			"truncated":       good[:len(good)*3/4],
		},
		"pdffonts": {
			"not embedded": all("/FontFile2", "/FontFilx2"),
			"no unicode":   all("/ToUnicode", "/ToUnicodx"),
		},
	})
}

// prove wants every validator to accept the good file and to object to every
// file that was damaged for it.
func prove(t *testing.T, good []byte, damaged map[string]map[string][]byte) {
	t.Helper()
	for _, checker := range Checkers(programs(t)) {
		t.Run(checker.Name, func(t *testing.T) {
			dir := t.TempDir()
			files := []string{write(t, dir, "good", good)}
			for name, pdf := range damaged[checker.Name] {
				files = append(files, write(t, dir, name, pdf))
			}
			if len(files) < 3 {
				t.Fatal("too few damaged files for this validator")
			}
			found, err := checker.Check(files)
			if err != nil {
				t.Fatal(err)
			}
			objections := map[string]int{}
			for _, f := range found {
				objections[f.File]++
				if f.File == files[0] {
					t.Errorf("a conforming file is refused: %s", f)
				} else {
					t.Log(f)
				}
			}
			for _, file := range files[1:] {
				if objections[file] == 0 {
					t.Errorf("%s: nothing is found", filepath.Base(file))
				}
			}
		})
	}
}

func write(t *testing.T, dir, name string, pdf []byte) string {
	t.Helper()
	file := filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".pdf")
	if err := os.WriteFile(file, pdf, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}
