package templates

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// node is an element as written, or, without a name, characters.
type node struct {
	name     string
	at       int // offset of its first byte
	attrs    []rawAttr
	text     text
	children []*node
	cut      bool // the source broke off inside it
}

type rawAttr struct {
	name  string
	at    int // offset of the name
	value text
}

// reader turns a source into nodes. encoding/xml says what the tokens are and
// refuses what is not well-formed; reader finds out where attributes and
// characters stand, which encoding/xml does not tell, and goes on after tags
// that do not match.
type reader struct {
	*source
	open     []*node
	root     *node
	elements int
}

// read returns the root element, or nil if there is none.
func read(s *source) *node {
	r := &reader{source: s}
	skip := 0
	if bytes.HasPrefix(s.bytes, []byte("\ufeff")) {
		skip = len("\ufeff")
	}
	d := xml.NewDecoder(bytes.NewReader(s.bytes[skip:]))
	for !r.full() {
		start := skip + int(d.InputOffset())
		token, err := d.RawToken()
		end := skip + int(d.InputOffset())
		if err != nil {
			r.broken(start, end, err)
			break
		}
		if !r.token(token, start, end, start == skip) {
			break
		}
	}
	for _, n := range r.open {
		n.cut = true
	}
	return r.root
}

// token takes one token in; false ends the reading.
func (r *reader) token(token xml.Token, start, end int, first bool) bool {
	raw := r.bytes[start:end]
	switch t := token.(type) {
	case xml.StartElement:
		return r.start(t, start, raw)
	case xml.EndElement:
		r.end(qualified(t.Name), start)
	case xml.CharData:
		if bytes.HasPrefix(raw, []byte("<![CDATA[")) {
			r.fault(start, "CDATA sections are not part of the format: write &lt; and &amp; for < and &")
			return true
		}
		r.characters(decode(raw, start))
	case xml.ProcInst:
		if t.Target != "xml" || !first {
			r.fault(start, "processing instructions are not part of the format")
		}
	case xml.Directive:
		r.fault(start, "document types and entity declarations are not part of the format")
		return false // what follows may depend on what it declares
	}
	return true
}

func qualified(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}

func (r *reader) start(t xml.StartElement, at int, raw []byte) bool {
	n := &node{name: qualified(t.Name), at: at}
	if r.elements++; r.elements > elementsMax {
		r.fault(at, "more than %d elements", elementsMax)
		return false
	}
	if len(r.open) >= depthMax {
		r.fault(at, "elements more than %d deep", depthMax)
		return false
	}
	if len(t.Attr) > attributesMax {
		r.fault(at, "more than %d attributes in <%s>", attributesMax, n.name)
		return false
	}
	n.attrs = rawAttributes(raw, at, len(t.Attr))
	switch {
	case len(r.open) > 0:
		parent := r.open[len(r.open)-1]
		parent.children = append(parent.children, n)
	case r.root == nil:
		r.root = n
	default:
		r.fault(at, "<%s> after the end of the document: a layout has one root", n.name)
		return false
	}
	r.open = append(r.open, n)
	return true
}

func (r *reader) end(name string, at int) {
	for i := len(r.open) - 1; i >= 0; i-- {
		if r.open[i].name != name {
			continue
		}
		for _, n := range r.open[i+1:] {
			n.cut = true
			r.fault(n.at, "<%s> is not closed before </%s>", n.name, name)
		}
		r.open = r.open[:i]
		return
	}
	r.fault(at, "</%s> closes nothing", name)
}

func (r *reader) characters(t text) {
	if len(r.open) > 0 {
		parent := r.open[len(r.open)-1]
		parent.children = append(parent.children, &node{at: t.at(0), text: t})
		return
	}
	if i := firstInk(t.s); i >= 0 {
		r.fault(t.at(i), "text outside the root element")
	}
}

// firstInk is the index of the first byte that is not white space, or -1.
func firstInk(s string) int {
	return strings.IndexFunc(s, func(c rune) bool { return !strings.ContainsRune(" \t\r\n", c) })
}

// broken reports why encoding/xml could not go on.
func (r *reader) broken(start, end int, err error) {
	if err == io.EOF {
		for _, n := range r.open {
			r.fault(n.at, "<%s> is not closed", n.name)
		}
		if r.root == nil {
			r.fault(end, "no element: a layout begins with <document>")
		}
		return
	}
	message := err.Error()
	if syntax := (*xml.SyntaxError)(nil); errors.As(err, &syntax) {
		message = syntax.Msg
	}
	at := end
	switch {
	case strings.Contains(message, "entity"):
		if i := bytes.LastIndexByte(r.bytes[start:end], '&'); i >= 0 {
			at = start + i
		}
		message += " (there are &amp; &lt; &gt; &quot; &apos; and numbers such as &#160;)"
	case strings.Contains(message, "quoted string"):
		at = start // the quote that is missing stands in this tag, not where it was noticed
	case strings.Contains(message, "encoding"):
		at, message = start, "the encoding must be UTF-8"
	case strings.Contains(message, "EOF"):
		at, message = start, "the source ends within this"
	case strings.HasPrefix(message, "xml: "):
		at, message = start, strings.TrimPrefix(message, "xml: ")
	}
	r.fault(at, "not well-formed XML: %s", message)
}

// rawAttributes finds the n attributes of a start tag that encoding/xml has
// found well-formed.
func rawAttributes(tag []byte, base, n int) []rawAttr {
	attrs := make([]rawAttr, 0, n)
	i := 1
	for i < len(tag) && !isSpace(tag[i]) && tag[i] != '>' && tag[i] != '/' {
		i++ // the element's name
	}
	for len(attrs) < n {
		for i < len(tag) && isSpace(tag[i]) {
			i++
		}
		name := i
		for i < len(tag) && !isSpace(tag[i]) && tag[i] != '=' {
			i++
		}
		nameEnd := i
		for i < len(tag) && tag[i] != '"' && tag[i] != '\'' {
			i++
		}
		if i >= len(tag) {
			break
		}
		length := bytes.IndexByte(tag[i+1:], tag[i])
		if length < 0 {
			break
		}
		attrs = append(attrs, rawAttr{string(tag[name:nameEnd]), base + name, decode(tag[i+1:i+1+length], base+i+1)})
		i += length + 2
	}
	return attrs
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }

// decode resolves the references of well-formed characters and makes line ends
// \n (XML 1.0 §2.11, §4.6).
func decode(raw []byte, base int) text {
	t := text{marks: []mark{{0, base}}}
	if !bytes.ContainsAny(raw, "&\r") {
		t.s = string(raw)
		return t
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		n := 1
		switch {
		case raw[i] == '&':
			n = bytes.IndexByte(raw[i:], ';') + 1
			if n <= 0 {
				n = len(raw) - i
			}
			out = append(out, reference(raw[i:i+n])...)
		case raw[i] == '\r':
			out = append(out, '\n')
			if i+1 < len(raw) && raw[i+1] == '\n' {
				n = 2
			}
		default:
			out = append(out, raw[i])
		}
		i += n
		if shift := base + i - len(out); shift != t.marks[len(t.marks)-1].shift {
			t.marks = append(t.marks, mark{len(out), shift})
		}
	}
	t.s = string(out)
	return t
}

func reference(ref []byte) string {
	name := string(bytes.Trim(ref, "&;"))
	switch name {
	case "amp":
		return "&"
	case "lt":
		return "<"
	case "gt":
		return ">"
	case "quot":
		return `"`
	case "apos":
		return "'"
	}
	digits, base := strings.TrimPrefix(name, "#"), 10
	if strings.HasPrefix(digits, "x") {
		digits, base = digits[1:], 16
	}
	c, err := strconv.ParseInt(digits, base, 32)
	if err != nil {
		return ""
	}
	return string(rune(c))
}
