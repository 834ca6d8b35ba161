package image

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
)

// text is characters of the file and where they stand.
type text struct {
	s     string
	at    int  // offset of the first byte
	exact bool // byte by byte as in the file, so that a place inside is known too
}

// pos is the offset of a byte of the text.
func (t text) pos(i int) int {
	if t.exact {
		return t.at + i
	}
	return t.at
}

// part is a piece of the text.
func (t text) part(from, to int) text { return text{t.s[from:to], t.pos(from), t.exact} }

// trimmed is the text without white space around it.
func (t text) trimmed() text {
	from := len(t.s) - len(strings.TrimLeft(t.s, spaces))
	return t.part(from, max(from, len(strings.TrimRight(t.s, spaces))))
}

const spaces = " \t\r\n\f"

// node is an element of SVG's namespace, or of none.
type node struct {
	name     string
	at       int // offset of its first byte
	attrs    []attribute
	children []*node
	parent   *node
	classes  []string
	text     []text // characters directly in it; kept for style sheets alone

	// What is found out about it once, however often it is drawn.
	declared []declaration
	styled   bool
	path     *localPath
	stops    []Stop
}

type attribute struct {
	name  string // "href" for xlink:href too
	value text
}

func (n *node) attr(name string) (text, bool) {
	for i := range n.attrs {
		if n.attrs[i].name == name {
			return n.attrs[i].value, true
		}
	}
	return text{}, false
}

// tree reads the elements of a file: XML without document types, entities and
// whatever belongs to other namespaces.
type tree struct {
	data     []byte
	root     *node
	open     *node
	foreign  int // depth inside of an element of another namespace
	depth    int
	elements int
	sheets   []*node // the style elements
	ids      map[string]*node
}

func readTree(data []byte) (*tree, error) {
	t := &tree{data: data, ids: make(map[string]*node)}
	skip := 0
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		skip = len("\ufeff")
	}
	d := xml.NewDecoder(bytes.NewReader(data[skip:]))
	for {
		start := skip + int(d.InputOffset())
		token, err := d.Token()
		end := skip + int(d.InputOffset())
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, t.broken(start, end, err)
		}
		if err := t.token(token, start, end); err != nil {
			return nil, err
		}
	}
	if t.root == nil {
		return nil, fail(Truncated, len(data), "there is no <svg> element; save the picture again")
	}
	return t, nil
}

func (t *tree) token(token xml.Token, start, end int) error {
	switch v := token.(type) {
	case xml.StartElement:
		return t.start(v, start, t.data[start:end])
	case xml.EndElement:
		t.depth--
		if t.foreign > 0 {
			t.foreign--
		} else {
			t.open = t.open.parent
		}
	case xml.CharData:
		if t.foreign == 0 && t.open != nil && t.open.name == "style" {
			raw := t.data[start:end]
			exact := len(raw) == len(v)
			if bytes.HasPrefix(raw, []byte("<![CDATA[")) {
				start, exact = start+len("<![CDATA["), true
			}
			t.open.text = append(t.open.text, text{string(v), start, exact})
		}
	case xml.Directive:
		return fail(Unsupported, start, "a document type is not read, since it could declare entities; delete the lines from <!DOCTYPE to its > in a text editor")
	}
	return nil
}

func (t *tree) start(v xml.StartElement, at int, raw []byte) error {
	if t.depth++; t.depth > maxSVGDepth {
		return fail(TooLarge, at, "elements more than %d deep; ungroup the picture", maxSVGDepth)
	}
	if t.elements++; t.elements > maxSVGElements {
		return fail(TooLarge, at, "more than %d elements; simplify the picture", maxSVGElements)
	}
	if len(v.Attr) > maxSVGAttributes {
		return fail(TooLarge, at, "more than %d attributes in <%s>", maxSVGAttributes, shortened(v.Name.Local))
	}
	if t.foreign > 0 || v.Name.Space != svgSpace && v.Name.Space != "" {
		if t.root == nil {
			return fail(Unsupported, at, "the file begins with <%s>, which is no SVG; save the picture as SVG, PNG or JPEG", shortened(v.Name.Local))
		}
		t.foreign++
		return nil
	}
	n := &node{name: v.Name.Local, at: at, parent: t.open}
	if refusal, ok := neverRead[n.name]; ok {
		return fail(Unsupported, at, "<%s>: %s", n.name, refusal)
	}
	switch {
	case t.open != nil:
		t.open.children = append(t.open.children, n)
	case t.root != nil:
		return fail(Damaged, at, "<%s> after the end of the picture; save it again", shortened(n.name))
	case n.name != "svg":
		return fail(Unsupported, at, "the file begins with <%s>, not with <svg>; save the picture as SVG, PNG or JPEG", shortened(n.name))
	default:
		t.root = n
	}
	t.open = n
	if err := t.attributes(n, v.Attr, at, raw); err != nil {
		return err
	}
	if n.name == "style" {
		t.sheets = append(t.sheets, n)
	}
	return nil
}

// attributes takes in those that SVG knows by their names alone.
func (t *tree) attributes(n *node, list []xml.Attr, at int, raw []byte) error {
	places := attributePlaces(raw, len(list))
	for i, a := range list {
		name := a.Name.Local
		switch a.Name.Space {
		case "":
		case xlinkSpace, "xlink": // the prefix, where a careless program did not declare it
			if _, ok := n.attr("href"); ok || name != "href" {
				continue // href without a prefix counts, wherever it stands
			}
		default:
			continue
		}
		value := text{s: a.Value, at: at}
		if i < len(places) {
			from, to := places[i][0], places[i][1]
			value.at, value.exact = at+from, string(raw[from:to]) == a.Value
		}
		if a.Name.Space == "" {
			if old, ok := n.attr(name); ok && name != "href" {
				return fail(Damaged, old.at, "%s is stated twice in <%s>; save the picture again", shortened(name), shortened(n.name))
			}
		}
		if name == "href" {
			n.attrs = without(n.attrs, name)
		}
		n.attrs = append(n.attrs, attribute{name, value})
	}
	if class, ok := n.attr("class"); ok {
		if n.classes = strings.Fields(class.s); len(n.classes) > maxSVGAttributes {
			return fail(TooLarge, class.at, "more than %d classes in <%s>", maxSVGAttributes, shortened(n.name))
		}
	}
	if id, ok := n.attr("id"); ok {
		if _, taken := t.ids[id.s]; !taken {
			t.ids[id.s] = n
		}
	}
	return nil
}

func without(list []attribute, name string) []attribute {
	for i := range list {
		if list[i].name == name {
			return append(list[:i], list[i+1:]...)
		}
	}
	return list
}

// attributePlaces finds where the values of the n attributes of a start tag
// stand, which encoding/xml does not tell.
func attributePlaces(tag []byte, n int) [][2]int {
	places := make([][2]int, 0, n)
	i := bytes.IndexAny(tag, spaces)
	for i >= 0 && len(places) < n {
		quote := bytes.IndexAny(tag[i:], `"'`)
		if quote < 0 {
			break
		}
		from := i + quote + 1
		length := bytes.IndexByte(tag[from:], tag[from-1])
		if length < 0 {
			break
		}
		places = append(places, [2]int{from, from + length})
		i = from + length + 1
	}
	return places
}

// broken says why encoding/xml could not go on.
func (t *tree) broken(start, end int, err error) error {
	message := err.Error()
	if syntax := (*xml.SyntaxError)(nil); errors.As(err, &syntax) {
		message = syntax.Msg
	}
	switch {
	case strings.Contains(message, "entity"):
		at := end
		if i := bytes.LastIndexByte(t.data[start:end], '&'); i >= 0 {
			at = start + i
		}
		return fail(Unsupported, at, "an entity that XML does not have of itself (there are &amp; &lt; &gt; &quot; &apos;); save the picture as plain SVG")
	case strings.Contains(message, "encoding"):
		return fail(Unsupported, start, "the encoding is not UTF-8; save the picture in UTF-8")
	case strings.Contains(message, "EOF"):
		return fail(Truncated, start, "the file ends early; upload it again in full")
	}
	return fail(Damaged, end, "not well-formed XML: %s; save the picture again", strings.TrimPrefix(message, "xml: "))
}

// shortened keeps what a file says from filling a message.
func shortened(s string) string {
	if runes := []rune(s[:min(len(s), 200)]); len(runes) > 40 {
		return string(runes[:39]) + "…"
	}
	return s
}
