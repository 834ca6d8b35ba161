package pdf

import (
	"github.com/facture-dev/facture/render/layout"
)

// tree collects what belongs to the structure elements while pages are
// written: marked contents, links, boxes.
type tree struct {
	contents []content // all marked contents, in painting order
	perPage  []int     // number of marked contents a page; index into contents by pageStart
	links    []link
	elems    elemKids
	boxes    map[layout.ElemID][4]layout.Unit
}

// content is one marked-content sequence of an element.
type content struct {
	elem       layout.ElemID
	page, mcid int32
}

// link is one link annotation.
type link struct {
	elem       layout.ElemID
	page       int
	rect       [4]layout.Unit // left, bottom, right, top
	uri, alt   string
	annotation ref
}

func (t tree) reset() tree { return tree{contents: t.contents[:0], perPage: t.perPage[:0]} }

// content gives the next marked content of a page to an element.
func (t *tree) content(page int, e layout.ElemID) int {
	for len(t.perPage) <= page {
		t.perPage = append(t.perPage, 0)
	}
	id := t.perPage[page]
	t.perPage[page]++
	t.contents = append(t.contents, content{e, int32(page), int32(id)})
	return id
}

func (t *tree) link(page int, it *layout.Placed, v *layout.Link) {
	t.links = append(t.links, link{elem: it.Elem, page: page, rect: [4]layout.Unit{it.X, it.Y, it.X + v.Width, it.Y + v.Height}, uri: v.URI, alt: v.Alt})
}

func (t *tree) box(e layout.ElemID, r [4]layout.Unit) {
	if t.boxes == nil {
		t.boxes = make(map[layout.ElemID][4]layout.Unit)
	}
	t.boxes[e] = r
}

// writeAnnotations writes the link annotations of a page (§12.5.6.5) and
// returns them.
func (f *file) writeAnnotations(page int) []ref {
	first := len(f.tree.links) // the page's links are the last ones
	for first > 0 && f.tree.links[first-1].page == page {
		first--
	}
	var out []ref
	for i := first; i < len(f.tree.links); i++ {
		l := &f.tree.links[i]
		l.annotation = f.alloc()
		out = append(out, l.annotation)
		h := f.doc.Pages[page].Height
		f.begin(l.annotation)
		f.put("<</Type/Annot/Subtype/Link/Rect[")
		for k, u := range [4]layout.Unit{l.rect[0], h - l.rect[3], l.rect[2], h - l.rect[1]} {
			if k > 0 {
				f.put(" ")
			}
			f.objs = appendUnit(f.objs, u)
		}
		f.put("]/F 4/Border[0 0 0]/StructParent ")
		f.putInt(len(f.doc.Pages) + i)
		f.put("/Contents")
		f.objs = appendText(f.objs, l.alt)
		f.put("/A<</S/URI/URI")
		f.objs = appendURI(f.objs, l.uri)
		f.put(">>>>")
		f.end()
	}
	return out
}

// kids are an element's children as linked lists through arrays: elements in
// the order they were made, contents in painting order.
type kids struct {
	elemKids
	firstRun, lastRun   []int32 // by element: index into contents, plus 1
	nextRun             []int32 // by content
	firstLink, nextLink []int32 // by element; by link
	begins              []int32 // by element: its first content or its elements', whichever is painted first; 0 for none
}

func (f *file) kids() kids {
	n := len(f.doc.Elems)
	buf := make([]int32, 4*n+len(f.tree.contents)+len(f.tree.links))
	take := func(k int) []int32 {
		s := buf[:k:k]
		buf = buf[k:]
		return s
	}
	k := kids{elemKids: f.tree.elems, firstRun: take(n), lastRun: take(n), firstLink: take(n), begins: take(n)}
	k.nextRun, k.nextLink = take(len(f.tree.contents)), take(len(f.tree.links))
	for i := range f.tree.contents {
		e := f.tree.contents[i].elem
		if k.firstRun[e] == 0 {
			k.firstRun[e] = int32(i + 1)
		} else {
			k.nextRun[k.lastRun[e]-1] = int32(i + 1)
		}
		k.lastRun[e] = int32(i + 1)
	}
	for i := len(f.tree.links) - 1; i >= 0; i-- {
		e := f.tree.links[i].elem
		k.nextLink[i] = k.firstLink[e]
		k.firstLink[e] = int32(i + 1)
	}
	copy(k.begins, k.firstRun)
	for i := n - 1; i > int(layout.Root); i-- { // an element stands after its parent
		p := f.doc.Elems[i].Parent
		if b := k.begins[i]; b != 0 && (k.begins[p] == 0 || b < k.begins[p]) {
			k.begins[p] = b
		}
	}
	return k
}

// writeStructure writes the structure tree (§14.7) and returns its root.
func (f *file) writeStructure() ref {
	k := f.kids()
	root := f.alloc()
	base := len(f.xref) - int(layout.Root) // element e is object base+e
	for e := int(layout.Root); e < len(f.doc.Elems); e++ {
		f.alloc()
	}
	elemRef := func(e layout.ElemID) ref { return ref(base + int(e)) }
	for e := int(layout.Root); e < len(f.doc.Elems); e++ {
		f.writeElem(layout.ElemID(e), k, root, elemRef)
	}
	f.begin(root)
	f.put("<</Type/StructTreeRoot/K ")
	f.putRef(elemRef(layout.Root))
	f.put("/ParentTree<</Nums[")
	f.parentTree(elemRef)
	f.put("]>>/ParentTreeNextKey ")
	f.putInt(len(f.doc.Pages) + len(f.tree.links))
	f.put(">>")
	f.end()
	return root
}

// parentTree writes, for each page, the elements of its marked contents in the
// order of their ids, and for each link its element (§14.7.4.4).
func (f *file) parentTree(elemRef func(layout.ElemID) ref) {
	at := 0
	for i := range f.doc.Pages {
		f.putInt(i)
		f.put("[")
		for ; at < len(f.tree.contents) && int(f.tree.contents[at].page) == i; at++ {
			if f.tree.contents[at].mcid > 0 {
				f.put(" ")
			}
			f.putRef(elemRef(f.tree.contents[at].elem))
		}
		f.put("]")
	}
	for i := range f.tree.links {
		f.put(" ")
		f.putInt(len(f.doc.Pages) + i)
		f.put(" ")
		f.putRef(elemRef(f.tree.links[i].elem))
	}
}

func (f *file) writeElem(id layout.ElemID, k kids, root ref, elemRef func(layout.ElemID) ref) {
	e := &f.doc.Elems[id]
	f.begin(elemRef(id))
	f.put("<</S/", e.Role.String(), "/P ")
	if id == layout.Root {
		f.putRef(root)
	} else {
		f.putRef(elemRef(e.Parent))
	}
	f.elemKids(id, k, elemRef)
	f.elemAttributes(id, e)
	f.put(">>")
	f.end()
}

// elemKids writes an element's children: contents and elements in the order in
// which they are painted, which is the order of reading, then its links.
func (f *file) elemKids(id layout.ElemID, k kids, elemRef func(layout.ElemID) ref) {
	run, child := k.firstRun[id], k.first[id]
	page := int32(-1)
	if run != 0 {
		page = f.tree.contents[run-1].page
		f.put("/Pg ")
		f.putRef(f.pageRefs[page])
	}
	f.put("/K[")
	for sep := ""; run != 0 || child != 0; sep = " " {
		f.put(sep)
		if child != 0 && (run == 0 || k.begins[child] < run) {
			f.putRef(elemRef(layout.ElemID(child)))
			child = k.next[child]
			continue
		}
		f.putContent(&f.tree.contents[run-1], page)
		run = k.nextRun[run-1]
	}
	for l := k.firstLink[id]; l != 0; l = k.nextLink[l-1] {
		ln := &f.tree.links[l-1]
		f.put("<</Type/OBJR/Pg ")
		f.putRef(f.pageRefs[ln.page])
		f.put("/Obj ")
		f.putRef(ln.annotation)
		f.put(">>")
	}
	f.put("]")
}

// putContent refers to a marked content: by its number alone on the element's
// own page.
func (f *file) putContent(c *content, page int32) {
	if c.page == page {
		f.putInt(int(c.mcid))
		return
	}
	f.put("<</Type/MCR/Pg ")
	f.putRef(f.pageRefs[c.page])
	f.put("/MCID ")
	f.putInt(int(c.mcid))
	f.put(">>")
}

// elemAttributes writes what an element says besides its children (§14.8.5).
func (f *file) elemAttributes(id layout.ElemID, e *layout.Elem) {
	if e.Alt != "" {
		f.put("/Alt")
		f.objs = appendText(f.objs, e.Alt)
	}
	if e.Lang != "" {
		f.put("/Lang")
		f.objs = appendBytes(f.objs, e.Lang)
	}
	switch e.Role {
	case layout.RoleTH:
		f.put("/A<</O/Table/Scope")
		if e.RowHead {
			f.put("/Row")
		} else {
			f.put("/Column")
		}
		f.span(e)
		f.put(">>")
	case layout.RoleTD:
		if e.ColSpan > 1 {
			f.put("/A<</O/Table")
			f.span(e)
			f.put(">>")
		}
	case layout.RoleL:
		f.put("/A<</O/List/ListNumbering/None>>")
	case layout.RoleFigure:
		if r, ok := f.tree.boxes[id]; ok {
			f.put("/A<</O/Layout/Placement/Block/BBox[")
			for i, u := range r {
				if i > 0 {
					f.put(" ")
				}
				f.objs = appendUnit(f.objs, u)
			}
			f.put("]>>")
		}
	}
}

func (f *file) span(e *layout.Elem) {
	if e.ColSpan > 1 {
		f.put("/ColSpan ")
		f.putInt(int(e.ColSpan))
	}
}
