package pdf_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// What must hold of every file, whatever it shows.

// element is a structure element with its children in order: *element, marked
// (content) or ref (a link annotation).
type element struct {
	self ref
	dict dict
	role name
	kids []any
}

// marked is one marked content of a page.
type marked struct{ page, mcid int }

// model is a file, understood.
type model struct {
	file     *pdfFile
	catalog  dict
	pages    []pageModel
	root     *element
	fonts    map[ref]*fontFile
	elemOf   map[marked]*element
	linkElem map[ref]*element
}

type pageModel struct {
	self    ref
	dict    dict
	painted []painted
	tags    []name // by MCID
	annots  []ref
}

// understand reads a file and checks everything that holds of every file.
func understand(data []byte) (m *model, err error) {
	f, err := readPDF(data)
	if err != nil {
		return nil, err
	}
	defer func() { err = caught(recover(), err) }()
	m = &model{file: f, fonts: map[ref]*fontFile{}, elemOf: map[marked]*element{}, linkElem: map[ref]*element{}}
	m.reach()
	m.catalogue()
	m.readPages()
	m.readStructure()
	m.parentTree()
	m.annotations()
	return m, nil
}

// reach follows every reference from the trailer: each leads somewhere, and
// nothing lies in the file that nothing leads to.
func (m *model) reach() {
	reached := map[int]bool{}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case ref:
			n := int(v)
			if _, ok := m.file.objs[n]; !ok || m.file.carriers[n] {
				fail("object %d is referred to, and is not there", n)
			}
			if !reached[n] {
				reached[n] = true
				walk(m.file.objs[n])
			}
		case arr:
			for _, e := range v {
				walk(e)
			}
		case dict:
			for _, e := range v {
				walk(e)
			}
		case *stream:
			walk(v.dict)
		case op:
			fail("a bare word %q", v)
		}
	}
	for _, key := range []name{"Root", "Info"} {
		walk(m.file.trailer[key])
	}
	for n := range m.file.objs {
		if !reached[n] && !m.file.carriers[n] {
			fail("nothing refers to object %d", n)
		}
	}
	if m.file.trailer["Encrypt"] != nil {
		fail("encrypted")
	}
	id := m.file.trailer["ID"].(arr)
	if len(id) != 2 || len(id[0].(str)) != 16 || id[0] != id[1] {
		fail("/ID is %q", id)
	}
}

func (m *model) catalogue() {
	f := m.file
	c := f.dict(f.trailer["Root"])
	m.catalog = c
	if c["Type"] != name("Catalog") || f.dict(c["MarkInfo"])["Marked"] != true || f.dict(c["ViewerPreferences"])["DisplayDocTitle"] != true {
		fail("the catalog is %v", c)
	}
	if lang, ok := c["Lang"].(str); !ok || lang == "" {
		fail("no language")
	}
	intents := f.arr(c["OutputIntents"])
	intent := f.dict(intents[0])
	profile := f.stream(intent["DestOutputProfile"])
	if len(intents) != 1 || intent["S"] != name("GTS_PDFA1") || profile.dict["N"] != 3 || string(profile.data[36:40]) != "acsp" {
		fail("the output intent is %v", intent)
	}
	meta := f.stream(c["Metadata"])
	if meta.dict["Filter"] != nil || meta.dict["Type"] != name("Metadata") || meta.dict["Subtype"] != name("XML") {
		fail("metadata %v", meta.dict)
	}
	for d := xml.NewDecoder(strings.NewReader(string(meta.data))); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			fail("metadata: %v", err)
		}
	}
	for _, want := range []string{"<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "<dc:title>"} {
		if !strings.Contains(string(meta.data), want) {
			fail("metadata without %s", want)
		}
	}
}

func (m *model) readPages() {
	f := m.file
	tree := f.dict(m.catalog["Pages"])
	kids := f.arr(tree["Kids"])
	if tree["Count"] != len(kids) || len(kids) == 0 {
		fail("%v pages are counted, %d are there", tree["Count"], len(kids))
	}
	for i, k := range kids {
		d := f.dict(k)
		box := d["MediaBox"].(arr)
		if d["Type"] != name("Page") || d["Parent"] != m.catalog["Pages"] || d["StructParents"] != i || d["Tabs"] != name("S") ||
			box[0] != 0 || box[1] != 0 || float(box[2]) < 3 || float(box[3]) > 14400 {
			fail("page %d is %v", i, d)
		}
		p := pageModel{self: k.(ref), dict: d}
		mach := machine{f: f, resources: f.dict(d["Resources"]), fonts: m.fonts}
		mach.run(f.stream(d["Contents"]).data)
		for n, id := range mach.mcids {
			if id != n {
				fail("page %d: MCID %d, want %d", i, id, n)
			}
		}
		p.painted, p.tags = mach.out, mach.tags
		if a, ok := d["Annots"].(arr); ok {
			for _, r := range a {
				p.annots = append(p.annots, r.(ref))
			}
		}
		m.pages = append(m.pages, p)
	}
}

// readStructure walks down the tree and notes who holds what.
func (m *model) readStructure() {
	f := m.file
	root := f.dict(m.catalog["StructTreeRoot"])
	if root["Type"] != name("StructTreeRoot") {
		fail("the structure's root is %v", root)
	}
	pageOf := map[any]int{}
	for i := range m.pages {
		pageOf[m.pages[i].self] = i
	}
	var down func(r, parent ref) *element
	down = func(r, parent ref) *element {
		d := f.dict(r)
		e := &element{self: r, dict: d, role: d["S"].(name)}
		if d["P"] != parent {
			fail("element %d is %v's child and says %v", r, parent, d["P"])
		}
		for _, k := range d["K"].(arr) {
			switch k := k.(type) {
			case int:
				m.hold(e, marked{pageOf[d["Pg"]], k})
			case ref:
				e.kids = append(e.kids, down(k, r))
			case dict:
				m.holdReference(e, k, pageOf)
			default:
				fail("element %d has a child %v", r, k)
			}
		}
		return e
	}
	m.root = down(root["K"].(ref), m.catalog["StructTreeRoot"].(ref))
	if m.root.role != "Document" {
		fail("the structure begins with %s", m.root.role)
	}
}

func (m *model) holdReference(e *element, k dict, pageOf map[any]int) {
	page, ok := pageOf[k["Pg"]]
	switch {
	case !ok:
		fail("a child of element %d is on no page", e.self)
	case k["Type"] == name("MCR"):
		m.hold(e, marked{page, k["MCID"].(int)})
	case k["Type"] == name("OBJR"):
		a := k["Obj"].(ref)
		if m.linkElem[a] != nil || !slices.Contains(m.pages[page].annots, a) {
			fail("annotation %d is in two elements, or not on its page", a)
		}
		m.linkElem[a] = e
		e.kids = append(e.kids, a)
	default:
		fail("a child %v", k)
	}
}

func (m *model) hold(e *element, c marked) {
	if _, ok := e.dict["Pg"]; !ok {
		fail("element %d has content and no page", e.self)
	}
	if m.elemOf[c] != nil {
		fail("content %v belongs to two elements", c)
	}
	if c.mcid >= len(m.pages[c.page].tags) {
		fail("element %d holds content %v, which there is not", e.self, c)
	}
	if tag := m.pages[c.page].tags[c.mcid]; tag != e.role {
		fail("content %v is marked %s and belongs to a %s", c, tag, e.role)
	}
	m.elemOf[c] = e
	e.kids = append(e.kids, c)
}

// parentTree checks the way back: from content to element (§14.7.4.4).
func (m *model) parentTree() {
	root := m.file.dict(m.catalog["StructTreeRoot"])
	nums := m.file.arr(m.file.dict(root["ParentTree"])["Nums"])
	values := map[int]any{}
	last := -1
	for i := 0; i < len(nums); i += 2 {
		k := nums[i].(int)
		if k <= last {
			fail("key %d of the parent tree stands after %d", k, last)
		}
		last, values[k] = k, nums[i+1]
	}
	if next := root["ParentTreeNextKey"].(int); next <= last {
		fail("the next key is %d, the last one %d", next, last)
	}
	for i := range m.pages {
		list := values[i].(arr)
		if len(list) != len(m.pages[i].tags) {
			fail("page %d has %d contents, the parent tree %d", i, len(m.pages[i].tags), len(list))
		}
		for id, r := range list {
			e := m.elemOf[marked{i, id}]
			if e == nil || e.self != r {
				fail("page %d, content %d: the parent tree says %v", i, id, r)
			}
		}
		delete(values, i)
	}
	links := 0
	for i := range m.pages {
		for _, a := range m.pages[i].annots {
			e, key := m.linkElem[a], m.file.dict(a)["StructParent"].(int)
			if e == nil || values[key] != e.self {
				fail("annotation %d: the parent tree says %v", a, values[key])
			}
			delete(values, key)
			links++
		}
	}
	if len(values) != 0 || links != len(m.linkElem) {
		fail("%d keys of the parent tree and %d links are left over", len(values), len(m.linkElem)-links)
	}
}

// annotations are links that say what they are (ISO 14289-1 §7.18).
func (m *model) annotations() {
	for a, e := range m.linkElem {
		d := m.file.dict(a)
		action := m.file.dict(d["A"])
		uri, _ := action["URI"].(str)
		if e.role != "Link" || d["Subtype"] != name("Link") || d["F"] != 4 || d["Contents"] == str("") || d["Contents"] == nil ||
			action["S"] != name("URI") || uri == "" || strings.IndexFunc(string(uri), func(r rune) bool { return r > 126 || r <= ' ' }) >= 0 {
			fail("annotation %d is %v in a %s", a, d, e.role)
		}
	}
}

// order is the contents in the order of the structure.
func (m *model) order() []marked {
	var out []marked
	var walk func(e *element)
	walk = func(e *element) {
		for _, k := range e.kids {
			switch k := k.(type) {
			case *element:
				walk(k)
			case marked:
				out = append(out, k)
			}
		}
	}
	walk(m.root)
	return out
}

// same walks two files from their trailers and wants equal objects, whatever
// their numbers and filters. Content streams are compared by their operands.
func same(a, b *model) (err error) {
	defer func() { err = caught(recover(), err) }()
	pair := map[ref]ref{}
	back := map[ref]ref{}
	contents := map[ref]bool{}
	for _, p := range a.pages {
		contents[p.dict["Contents"].(ref)] = true
	}
	var walk func(path string, x, y any)
	walk = func(path string, x, y any) {
		if fmt.Sprintf("%T", x) != fmt.Sprintf("%T", y) {
			fail("%s: %v and %v", path, x, y)
		}
		switch x := x.(type) {
		case ref:
			y := y.(ref)
			if q, ok := pair[x]; ok || back[y] != 0 {
				if q != y || back[y] != x {
					fail("%s: objects %d and %d are paired otherwise", path, x, y)
				}
				return
			}
			pair[x], back[y] = y, x
			if contents[x] {
				if !slices.EqualFunc(tokens(a.file.stream(x).data), tokens(b.file.stream(y).data), func(u, v any) bool { return fmt.Sprint(u) == fmt.Sprint(v) }) {
					fail("%s: the contents differ", path)
				}
				return
			}
			walk(path, a.file.objs[int(x)], b.file.objs[int(y)])
		case arr:
			y := y.(arr)
			if len(x) != len(y) {
				fail("%s: %d and %d elements", path, len(x), len(y))
			}
			for i := range x {
				walk(fmt.Sprintf("%s[%d]", path, i), x[i], y[i])
			}
		case dict:
			walkDict(path, x, y.(dict), walk)
		case *stream:
			y := y.(*stream)
			if string(x.data) != string(y.data) {
				fail("%s: the streams differ", path)
			}
			walk(path, x.dict, y.dict)
		default:
			if x != y {
				fail("%s: %v and %v", path, x, y)
			}
		}
	}
	walk("Root", a.file.trailer["Root"], b.file.trailer["Root"])
	walk("Info", a.file.trailer["Info"], b.file.trailer["Info"])
	return nil
}

func walkDict(path string, x, y dict, walk func(string, any, any)) {
	for _, d := range []dict{x, y} {
		for key := range d {
			if key != "Filter" && key != "Length" {
				walk(path+"/"+string(key), x[key], y[key])
			}
		}
	}
}

func tokens(content []byte) (out []any) {
	l := &lexer{b: content}
	for l.space(); l.at < len(content); l.space() {
		out = append(out, l.object())
	}
	return out
}

func near(a, b, within float64) bool { return math.Abs(a-b) <= within }
