package templates

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
)

// layout wraps blocks into a document.
func layout(blocks string) []byte {
	return []byte(`<document format="1" for="invoice"><style name="small" size="8pt"/>` + blocks + `</document>`)
}

func parsed(t *testing.T, blocks string) *Template {
	t.Helper()
	tmpl, err := Parse("test.xml", layout(blocks), testSchema())
	if err != nil {
		t.Fatal(err)
	}
	return tmpl
}

// words prints inline content as one line, with conditions in brackets.
func words(segments []Segment) string {
	var b strings.Builder
	for _, s := range segments {
		out := s.Literal
		switch {
		case s.Path != nil:
			out = "{" + s.Path.Source + "}"
		case s.Label != "":
			out = "{label " + s.Label + "}"
		case s.Break:
			out = "/"
		}
		if s.If != nil {
			out = "[" + out + "]"
		}
		b.WriteString(out)
	}
	return b.String()
}

func TestWhiteSpace(t *testing.T) {
	for in, want := range map[string]string{
		"  a \n\t b  ":                             "a b",
		"a{mark} b":                                "a{mark} b",
		" {mark} {mark} ":                          "{mark} {mark}",
		"{mark}{mark}":                             "{mark}{mark}",
		"a <br/> b":                                "a/b",
		" <br/> ":                                  "/",
		"a<span>  b </span> c":                     "a b c",
		"a <span>b</span> c":                       "a b c",
		"a <span style='small'> b </span> c":       "a b c",
		"a<span if='mark'> b </span> c":            "a[ b] c",
		"a <span if='mark'> b</span> c":            "a [b] c",
		"<span if='mark'>a </span><span> b</span>": "[a] b",
		"a<span if='mark'> <br/> </span>b":         "a[ ][/][ ]b",
		"a<!-- c --> b<!-- c --> ":                 "a b",
		"a\u00a0 \u00a0b":                          "a\u00a0 \u00a0b",
		"&#32;&#32;a":                              "a",
		"{{a}} {{{mark}}}":                         "{a} {{mark}}",
		"{ mark }":                                 "{mark}",
		"{label page.of\n number=mark}":            "{label page.of}",
		"":                                         "",
		" \n ":                                     "",
		"<link to='mark'> pay </link> now":         "pay now",
		"1 &lt; 2 {{ 3":                            "1 < 2 { 3",
	} {
		got := words(parsed(t, "<text>"+in+"</text>").Body[0].Content)
		if got != want {
			t.Errorf("%q reads %q, want %q", in, got, want)
		}
	}
}

func TestInlineSettings(t *testing.T) {
	segments := parsed(t, `<text>a<link to="payment.link" if="mark">b<span style="small">{document.number}</span><br/></link>c</text>`).Body[0].Content
	if len(segments) != 5 {
		t.Fatalf("%d segments: %s", len(segments), words(segments))
	}
	for i, s := range segments {
		within := i > 0 && i < 4
		if (s.Link != nil) != within || (s.If != nil) != within {
			t.Errorf("segment %d: link %v, if %v", i, s.Link, s.If)
		}
		if want := map[bool]int{true: 0, false: -1}[i == 2]; s.Style != want {
			t.Errorf("segment %d has style %d, want %d", i, s.Style, want)
		}
	}
}

func TestPathsAreResolved(t *testing.T) {
	tmpl := parsed(t, `<stack each="lines" as="line"><text each="line.discounts" as="d" if="!d.reason">{d.amount} {line.amount} {document.number}</text></stack>
		<footer><text>{page.count}{label page.of n=page.number}</text></footer>`)
	outer := tmpl.Body[0]
	inner := outer.Children[0]
	if outer.Scope != 1 || outer.As != "line" || outer.Each.String() != "lines@0.3" {
		t.Errorf("the outer each is %s as %s:%d", outer.Each, outer.As, outer.Scope)
	}
	if inner.Scope != 2 || inner.Each.String() != "line.discounts@1.7" || inner.If.String() != "!d.reason@2.0" {
		t.Errorf("the inner each is %s:%d if %s", inner.Each, inner.Scope, inner.If)
	}
	var got []string
	for _, s := range append(inner.Content, tmpl.Footers[0].Children[0].Content...) {
		if s.Path != nil {
			got = append(got, s.Path.String())
		}
		for _, a := range s.Args {
			got = append(got, a.Name+"="+a.Path.String())
		}
	}
	want := []string{"d.amount@2.1", "line.amount@1.4", "document.number@0.0.0", "page.count@-1.1", "n=page.number@-1.0"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("paths %v, want %v", got, want)
	}
}

func TestDocumentDefaults(t *testing.T) {
	tmpl := parsed(t, "")
	if tmpl.Page != "auto" || tmpl.Margin != [4]Length{58054, 58054, 58054, 58054} {
		t.Errorf("page %s, margin %v", tmpl.Page, tmpl.Margin)
	}
	want := Style{Name: "small", Font: "text", Weight: 400, Size: 8192, Leading: 10240, Color: "ink"}
	if i, ok := tmpl.Style("small"); !ok || tmpl.Styles[i] != want {
		t.Errorf("style %+v, want %+v", tmpl.Styles[i], want)
	}
	if _, ok := tmpl.Style("large"); ok {
		t.Error("a style that is not defined is found")
	}
}

func TestAttr(t *testing.T) {
	e := parsed(t, `<stack gap="4pt" keep-with-next="true" padding="0 1pt"/>`).Body[0]
	if v, ok := e.Attr("gap"); !ok || v.Length != 4096 {
		t.Errorf("gap is %v, %t", v, ok)
	}
	if v, ok := e.Attr("keep-with-next"); !ok || !v.Bool {
		t.Errorf("keep-with-next is %v, %t", v, ok)
	}
	if _, ok := e.Attr("align"); ok {
		t.Error("an attribute that is not stated is found")
	}
	if _, ok := (*Element)(nil).Attr("gap"); ok {
		t.Error("a nil element states something")
	}
}

func TestTemplateNames(t *testing.T) {
	for file, want := range map[string]string{
		"classic/invoice.xml": "classic", "mine.xml": "mine", "./mine.xml": "mine", `C:\brands\acme\invoice.xml`: "acme", "/invoice.xml": "invoice",
	} {
		if got := templateName(file); got != want {
			t.Errorf("%s is named %s, want %s", file, got, want)
		}
	}
}

func TestDeclarationAndByteOrderMark(t *testing.T) {
	body := `<document format="1" for="invoice"/>`
	for _, head := range []string{"", `<?xml version="1.0"?>`, "<?xml version='1.0' encoding='UTF-8'?>\r\n", "\ufeff", "\ufeff<?xml version=\"1.0\"?>"} {
		if _, err := Parse("t.xml", []byte(head+body), testSchema()); err != nil {
			t.Errorf("%q: %v", head, err)
		}
	}
	for head, want := range map[string]string{
		`<?xml version="1.1"?>`:                       `t.xml:1:1: not well-formed XML: unsupported version "1.1"; only version 1.0 is supported`,
		`<?xml version="1.0" encoding="ISO-8859-1"?>`: "t.xml:1:1: not well-formed XML: the encoding must be UTF-8",
		` <?xml version="1.0"?>`:                      "t.xml:1:2: processing instructions are not part of the format",
	} {
		if _, err := Parse("t.xml", []byte(head+body), testSchema()); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", head, err, want)
		}
	}
}

func TestPositionsCountCharacters(t *testing.T) {
	for src, want := range map[string]string{
		"<document format=\"1\" for=\"invoice\">\r\n<text>ÄÖ€😀 {x}</text></document>":            "t.xml:2:13",
		"<document format=\"1\" for=\"invoice\">\n\n\t<text>&amp;&#8364;{x}</text></document>":   "t.xml:3:21",
		"<document format=\"1\" for=\"invoice\"><image of='mark' alt='&quot;ß{x}'/></document>":  "t.xml:1:66",
		"<document format=\"1\" for=\"invoice\"><image of='mark'\n alt\n =\n '{x}'/></document>": "t.xml:4:4",
	} {
		_, err := Parse("t.xml", []byte(src), testSchema())
		if err == nil || !strings.HasPrefix(err.Error(), want+": x: ") {
			t.Errorf("%q: %v, want %s", src, err, want)
		}
	}
}

func TestErrorsAreErrors(t *testing.T) {
	_, err := Parse("t.xml", layout("<text>{x} {y}</text>"), testSchema())
	var all Errors
	if !errors.As(err, &all) || len(all) != 2 || all[0].File != "t.xml" || all[1].Line != 1 {
		t.Errorf("%#v", err)
	}
}

// A schema without labels accepts none, and a schema without a root no path.
func TestEmptySchema(t *testing.T) {
	_, err := Parse("t.xml", layout("<text>{label a.b} {document.number}</text>"), Schema{})
	if err == nil || len(err.(Errors)) != 2 {
		t.Errorf("%v", err)
	}
}

func TestDump(t *testing.T) {
	src, err := os.ReadFile(vectorsDir + "/whole.xml")
	if err != nil {
		t.Fatal(err)
	}
	tmpl, err := Parse("whole.xml", src, testSchema())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := Dump(&b, tmpl); err != nil {
		t.Fatal(err)
	}
	compare(t, vectorsDir+"/whole.dump", b.String())
}

// compare holds text against a file, which -update writes.
func compare(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; go test -update writes it anew. Now it is:\n%s", file, got)
	}
}

// The vector of the whole vocabulary is what the tables of the guide and of
// the dump rest on: it must in fact hold everything.
func TestWholeVectorHoldsTheVocabulary(t *testing.T) {
	_, src := readVector(t, vectorsDir+"/whole.xml")
	seen := map[string]bool{}
	var walk func(n *node)
	walk = func(n *node) {
		e := lookup()[n.name]
		for _, a := range n.attrs {
			seen[n.name+" "+a.name] = true
			if e != nil && e.common {
				seen["* "+a.name] = true
			}
		}
		for _, child := range n.children {
			walk(child)
		}
	}
	walk(read(newSource("whole.xml", src)))
	for _, e := range vocabulary {
		for _, a := range e.attrs {
			if !seen[e.name+" "+a.name] {
				t.Errorf("<%s %s=> is missing", e.name, a.name)
			}
		}
	}
	for _, a := range commonAttributes {
		if !seen["* "+a.name] {
			t.Errorf("%s= is missing", a.name)
		}
	}
}

func TestVocabularyIsConsistent(t *testing.T) {
	for _, e := range vocabulary {
		names := map[string]bool{}
		for _, a := range lookup()[e.name].attrs {
			if names[a.name] {
				t.Errorf("<%s> has %s twice", e.name, a.name)
			}
			names[a.name] = true
			if (len(a.words) > 0) != (a.form == formWord || a.form == formWords) {
				t.Errorf("<%s %s>: words belong to words only", e.name, a.name)
			}
			if (len(a.kinds) > 0) != (a.form == formPath) || (a.max > 0) != (a.form == formNumber) {
				t.Errorf("<%s %s>: kinds or bounds do not fit the form", e.name, a.name)
			}
			if a.doc == "" || strings.HasSuffix(a.doc, ".") || strings.ContainsAny(a.doc+a.takes(), "\n|") {
				t.Errorf("<%s %s>: the words %q do not fit the guide's table", e.name, a.name, a.doc)
			}
		}
		for _, child := range e.children {
			if lookup()[child] == nil {
				t.Errorf("<%s> holds <%s>, which does not exist", e.name, child)
			}
		}
	}
	for _, name := range blockNames {
		if !lookup()[name].common {
			t.Errorf("<%s> lacks the common attributes", name)
		}
	}
	if fmt.Sprint(lookup()["style"].common) != "false" {
		t.Error("a style is no block")
	}
}
