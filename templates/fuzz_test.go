package templates

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// inFile reports positions that are not places of the source.
func inFile(t *testing.T, src []byte, err error) {
	t.Helper()
	if err == nil {
		return
	}
	lines := strings.Split(string(src), "\n")
	before := Position{1, 1}
	for _, e := range err.(Errors) {
		if e.Line < 1 || e.Line > len(lines) || e.Column < 1 || e.Column > utf8.RuneCountInString(lines[e.Line-1])+1 {
			t.Errorf("%v is outside the file", e)
		}
		if e.Line < before.Line || e.Line == before.Line && e.Column < before.Column {
			t.Errorf("%v stands after %v", e, before)
		}
		if e.Message == "" {
			t.Errorf("%v says nothing", e)
		}
		before = e.Position
	}
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob(vectorsDir + "/*.xml")
	if err != nil {
		f.Fatal(err)
	}
	for _, l := range Builtin() {
		for _, b := range l.Files {
			f.Add(b.Source)
		}
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	schema := testSchema()
	f.Fuzz(func(t *testing.T, src []byte) {
		begin := time.Now()
		tmpl, err := Parse("fuzz.xml", src, schema)
		if d := time.Since(begin); d > 5*time.Second {
			t.Errorf("%d bytes took %v", len(src), d)
		}
		if (tmpl == nil) != (err != nil) {
			t.Fatalf("template %v and error %v", tmpl != nil, err)
		}
		if len(src) <= sourceMax {
			inFile(t, src, err)
		}
		decodes(t, src)
		if err == nil {
			sound(t, tmpl)
			if err := Dump(&strings.Builder{}, tmpl); err != nil {
				t.Error(err)
			}
		}
	})
}

// decodes holds our reading of characters and attributes, which knows where
// they stand, against that of encoding/xml, which does not.
func decodes(t *testing.T, src []byte) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(src)))
	for {
		start := d.InputOffset()
		token, err := d.RawToken()
		if err != nil {
			return
		}
		raw := src[start:d.InputOffset()]
		switch token := token.(type) {
		case xml.CharData:
			if strings.HasPrefix(string(raw), "<![CDATA[") {
				continue
			}
			if got := decode(raw, 0); got.s != string(token) {
				t.Errorf("%q reads %q, encoding/xml reads %q", raw, got.s, token)
			}
		case xml.StartElement:
			got := rawAttributes(raw, 0, len(token.Attr))
			if len(got) != len(token.Attr) {
				t.Fatalf("%q has %d attributes, %d found", raw, len(token.Attr), len(got))
			}
			for i, a := range token.Attr {
				if got[i].name != qualified(a.Name) || got[i].value.s != a.Value {
					t.Errorf("%q: attribute %d is %s=%q, encoding/xml reads %s=%q", raw, i, got[i].name, got[i].value.s, qualified(a.Name), a.Value)
				}
			}
		}
	}
}

// sound checks what a template that loads promises: every index leads
// somewhere.
func sound(t *testing.T, tmpl *Template) {
	t.Helper()
	styles := len(tmpl.Styles)
	var walk func(e *Element, scope int)
	segments := func(list []Segment, scope int) {
		for _, s := range list {
			if s.Style < -1 || s.Style >= styles {
				t.Errorf("style %d of %d", s.Style, styles)
			}
			kinds := 0
			for _, is := range []bool{s.Literal != "", s.Path != nil, s.Label != "", s.Break} {
				if is {
					kinds++
				}
			}
			if kinds != 1 {
				t.Errorf("a segment prints %d things: %+v", kinds, s)
			}
			if s.Path != nil && (s.Path.Kind != Text || s.Path.Scope > scope || s.Path.Scope < RunningScope) {
				t.Errorf("path %s in scope %d", s.Path, scope)
			}
		}
	}
	walk = func(e *Element, scope int) {
		if e.Each != nil {
			if e.Scope != scope+1 || e.As == "" || e.Each.Kind != List {
				t.Errorf("<%s> repeats %s as %s:%d in scope %d", e.Name, e.Each, e.As, e.Scope, scope)
			}
			scope = e.Scope
		}
		segments(e.Content, scope)
		for _, a := range e.Attrs {
			segments(a.Value.Inline, scope)
			if a.Value.Path != nil && a.Value.Path.Scope > scope {
				t.Errorf("%s=%s in scope %d", a.Name, a.Value.Path, scope)
			}
		}
		for _, child := range e.Children {
			walk(child, scope)
		}
	}
	for _, list := range [][]*Element{tmpl.Headers, tmpl.Body, tmpl.Footers} {
		for _, e := range list {
			walk(e, 0)
		}
	}
}
