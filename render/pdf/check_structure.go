package pdf

import "github.com/facture-dev/facture/render/layout"

// elemKids are the elements below each element, in the order they were made,
// as linked lists through arrays.
type elemKids struct{ first, last, next []int32 }

func newElemKids(elems []layout.Elem) elemKids {
	n := len(elems)
	buf := make([]int32, 3*n)
	k := elemKids{buf[:n:n], buf[n : 2*n : 2*n], buf[2*n:]}
	for i := int(layout.Root) + 1; i < n; i++ {
		p := elems[i].Parent
		if k.first[p] == 0 {
			k.first[p] = int32(i)
		} else {
			k.next[k.last[p]] = int32(i)
		}
		k.last[p] = int32(i)
	}
	return k
}

// parents are the elements that an element of a role must stand in (ISO 32000-1
// §14.8.4.3); roles that are not listed may stand anywhere but where only
// others may.
func parents(r layout.Role) []layout.Role {
	switch r {
	case layout.RoleTHead, layout.RoleTBody:
		return []layout.Role{layout.RoleTable}
	case layout.RoleTR:
		return []layout.Role{layout.RoleTable, layout.RoleTHead, layout.RoleTBody}
	case layout.RoleTH, layout.RoleTD:
		return []layout.Role{layout.RoleTR}
	case layout.RoleLI:
		return []layout.Role{layout.RoleL}
	case layout.RoleLBody:
		return []layout.Role{layout.RoleLI}
	}
	return nil
}

// closed are the roles that hold only what parents says, and no content of
// their own.
func closed(r layout.Role) bool {
	switch r {
	case layout.RoleTable, layout.RoleTHead, layout.RoleTBody, layout.RoleTR, layout.RoleL, layout.RoleLI:
		return true
	}
	return false
}

// grouping are the roles that hold elements and no content of their own
// (§14.8.4.2).
func grouping(r layout.Role) bool {
	return r == layout.RoleDocument || r == layout.RoleSect || r == layout.RoleDiv
}

// structure checks the tree: that it is one, and that roles stand where they
// may.
func (c *check) structure() {
	elems := c.doc.Elems
	if len(elems) <= int(layout.Root) || elems[layout.Root].Role != layout.RoleDocument || elems[layout.Root].Parent != 0 {
		c.problem(treeClause, "the structure has no Document at its root")
		return
	}
	for i := int(layout.Root) + 1; i < len(elems); i++ {
		c.elem = layout.ElemID(i)
		e := &elems[i]
		if e.Parent < layout.Root || e.Parent >= c.elem || e.Role == layout.NoRole || e.Role > layout.RoleFigure {
			c.problem(treeClause, "a %d below element %d: no role, or no element before it", e.Role, e.Parent)
			c.elem = 0
			return // what follows walks along parents
		}
	}
	for i := int(layout.Root); i < len(elems); i++ {
		c.elem = layout.ElemID(i)
		c.element(&elems[i])
	}
	c.elem = 0
	c.kids = newElemKids(elems)
	c.headings()
	c.tables()
}

func (c *check) element(e *layout.Elem) {
	if c.elem != layout.Root {
		c.nesting(e.Role, c.doc.Elems[e.Parent].Role)
	}
	if c.holds[c.elem] && (grouping(e.Role) || closed(e.Role)) {
		c.problem("ISO 32000-1 §14.8.4", "content directly in a %s", e.Role)
	}
	if e.Role == layout.RoleFigure && e.Alt == "" {
		c.problem("ISO 14289-1 §7.3", "a Figure that does not say what it shows")
	}
	c.textString("an alternative text", e.Alt)
	if e.Lang != "" {
		c.language("an element's language", e.Lang)
	}
}

func (c *check) nesting(role, parent layout.Role) {
	allowed := parents(role)
	for _, p := range allowed {
		if p == parent {
			return
		}
	}
	if allowed != nil || closed(parent) || role == layout.RoleDocument {
		c.problem("ISO 14289-1 §7.2", "a %s in a %s", role, parent)
	}
}

// headings may go down by one level only, and begin with the first (ISO 14289-1
// §7.4.2).
func (c *check) headings() {
	level := 0
	for e := int32(layout.Root); e != 0; e = c.following(e) {
		role := c.doc.Elems[e].Role
		if role < layout.RoleH1 || role > layout.RoleH3 {
			continue
		}
		now := int(role-layout.RoleH1) + 1
		if now > level+1 {
			c.elem = layout.ElemID(e)
			c.problem("ISO 14289-1 §7.4.2", "an H%d after an H%d", now, level)
			c.elem = 0
		}
		level = now
	}
}

// following is the next element in the order of reading; 0 after the last.
func (c *check) following(e int32) int32 {
	if k := c.kids.first[e]; k != 0 {
		return k
	}
	for ; e != int32(layout.Root); e = int32(c.doc.Elems[e].Parent) {
		if n := c.kids.next[e]; n != 0 {
			return n
		}
	}
	return 0
}

// tables must have rows of equally many columns (ISO 14289-1 §7.2).
func (c *check) tables() {
	elems := c.doc.Elems
	columns := make(map[layout.ElemID]int)
	for i := range elems {
		if elems[i].Role != layout.RoleTR {
			continue
		}
		n := 0
		for k := c.kids.first[i]; k != 0; k = c.kids.next[k] {
			n += max(1, int(elems[k].ColSpan))
		}
		table := elems[i].Parent
		for elems[table].Role == layout.RoleTHead || elems[table].Role == layout.RoleTBody {
			table = elems[table].Parent
		}
		if want, ok := columns[table]; ok && want != n {
			c.elem = layout.ElemID(i)
			c.problem("ISO 14289-1 §7.2", "a row of %d columns in a table of %d", n, want)
			c.elem = 0
		}
		columns[table] = n
	}
}
