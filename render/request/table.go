package request

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/facture-dev/facture/internal/nearest"
)

// decoder is a scanner that fills structs by the tables in fields.go.
type decoder struct {
	scanner
	options   Options
	elsewhere *objectShape // the other kinds of document
	noun      string       // what is read: a document or a brand
}

// reader reads one JSON value into a T, and says what it reads.
type reader[T any] struct {
	shape shape
	read  func(*decoder, *T)
}

// shape describes what a reader accepts. The test of the JSON Schema holds it
// against docs/schema, so that the two cannot part.
type shape struct {
	kind    string       // text, decimal, positive, integer, weight, boolean, date, due date, currency, country, language, color, margins, file, any object, object, list, map, languages, tax or decimal
	min     int          // of a text's characters, an integer's value, a list's elements
	max     int          // the same; 0 is no limit
	words   []string     // that a text may be; media types of a file
	element *shape       // of a list, of a map's values
	object  *objectShape // of an object
}

// objectShape is the part of an object table that has no type parameter.
type objectShape struct {
	name    string
	guide   string // the page that lists its members
	members []memberShape
	one     [][]string // groups of members of which exactly one is stated
	atMost  [][]string // groups of members of which at most one is stated
}

func (o *objectShape) has(name string) bool {
	return o != nil && slices.ContainsFunc(o.members, func(m memberShape) bool { return m.name == name })
}

type memberShape struct {
	name     string
	doc      string
	required bool
	shape    shape
}

// member is one member of the objects that fill a T.
type member[T any] struct {
	memberShape
	read func(*decoder, *T)
}

// is makes a member: its name, how its value is read, where it goes, and what it means.
func is[T, V any](name string, r reader[V], at func(*T) *V, doc string) member[T] {
	return member[T]{memberShape{name: name, doc: doc, shape: r.shape}, func(d *decoder, v *T) { r.read(d, at(v)) }}
}

// must makes a member that has to be stated.
func must[T, V any](name string, r reader[V], at func(*T) *V, doc string) member[T] {
	m := is(name, r, at, doc)
	m.required = true
	return m
}

// table reads the objects that fill a T.
type table[T any] struct {
	shape       *objectShape
	members     []member[T]
	index       map[string]int
	required    uint64
	one, atMost []uint64
	preset      func(*T)           // what an absent member means
	check       func(*decoder, *T) // what the table cannot say
}

func newTable[T any](name string, members ...member[T]) *table[T] {
	if len(members) > 64 {
		panic("request: a table has at most 64 members") // they are counted in one word
	}
	t := &table[T]{shape: &objectShape{name: name, guide: "docs/guide/document.md"}, members: members, index: make(map[string]int, len(members))}
	for i, m := range members {
		t.shape.members = append(t.shape.members, m.memberShape)
		t.index[m.name] = i
		if m.required {
			t.required |= 1 << i
		}
	}
	return t
}

// exactlyOne and atMostOne state groups of members that exclude one another.
func (t *table[T]) exactlyOne(names ...string) *table[T] {
	t.shape.one = append(t.shape.one, names)
	t.one = append(t.one, t.mask(names))
	return t
}

func (t *table[T]) atMostOne(names ...string) *table[T] {
	t.shape.atMost = append(t.shape.atMost, names)
	t.atMost = append(t.atMost, t.mask(names))
	return t
}

func (t *table[T]) mask(names []string) uint64 {
	var m uint64
	for _, n := range names {
		m |= 1 << t.index[n]
	}
	return m
}

func (t *table[T]) names() []string {
	names := make([]string, len(t.members))
	for i, m := range t.members {
		names[i] = m.name
	}
	return names
}

// read fills v from the object that comes next.
func (t *table[T]) read(d *decoder, v *T) {
	if t.preset != nil {
		t.preset(v)
	}
	if d.peek() != '{' {
		d.wrongType(t.shape.name)
		return
	}
	start := d.pos
	var seen, meant uint64 // meant: members that a misspelt name stands for
	d.open()
	for first := true; d.more(&first, '}'); {
		key, at := d.key()
		if d.broken {
			return
		}
		d.enter(key)
		i, known := t.index[key]
		switch {
		case !known:
			meant |= t.unknown(d, at, key)
			d.skip()
		case seen&(1<<i) != 0:
			d.duplicate(at, key)
			d.skip()
		default:
			seen |= 1 << i
			t.members[i].read(d, v)
		}
		d.leave()
	}
	if d.broken {
		return
	}
	t.finish(d, v, seen, meant, start)
}

// finish checks what only the whole object shows.
func (t *table[T]) finish(d *decoder, v *T, seen, meant uint64, start int) {
	for missing := t.required &^ seen &^ meant; missing != 0; missing &= missing - 1 {
		name := t.members[bits.TrailingZeros64(missing)].name
		d.faultAt(start, d.pointer(name), "field.missing", fmt.Sprintf("%s needs %q", t.shape.name, name))
	}
	for i, group := range t.one {
		if n := bits.OnesCount64((seen | meant) & group); n != 1 {
			d.fault(start, "field.exclusive", "%s needs exactly one of %s", t.shape.name, alternatives(t.shape.one[i]))
		}
	}
	for i, group := range t.atMost {
		if bits.OnesCount64(seen&group) > 1 {
			d.fault(start, "field.exclusive", "%s has at most one of %s", t.shape.name, alternatives(t.shape.atMost[i]))
		}
	}
	if t.check != nil {
		t.check(d, v)
	}
}

// unknown notes a member that the table lacks, and returns the one that was
// probably meant, so that it is not called missing as well.
func (t *table[T]) unknown(d *decoder, at int, key string) (meant uint64) {
	if len(d.path) == 1 && d.elsewhere.has(key) {
		d.fault(at, "field.unknown", "%s has no %q; another kind of document has", t.shape.name, key)
		return 0
	}
	if near, ok := nearest.Of(key, t.names()); ok {
		d.fault(at, "field.unknown", "unknown field %q (did you mean %s?)", shorten(key), near)
		return 1 << t.index[near]
	}
	const listed = 12 // names that a reader takes in at once
	if len(t.members) > listed {
		d.fault(at, "field.unknown", "unknown field %q; %s lists those of %s", shorten(key), t.shape.guide, t.shape.name)
	} else {
		d.fault(at, "field.unknown", "unknown field %q; %s has %s", shorten(key), t.shape.name, strings.Join(t.names(), ", "))
	}
	return 0
}

func alternatives(names []string) string {
	return `"` + strings.Join(names[:len(names)-1], `", "`) + `" and "` + names[len(names)-1] + `"`
}

// wrongType notes that something else than wanted comes next, and skips it.
func (d *decoder) wrongType(wanted string) {
	if c := d.peek(); c == 0 && d.pos >= len(d.src) {
		d.syntax(d.pos, "expected %s, found the end of the text", wanted)
		return
	}
	at, found := d.pos, d.found()
	switch before := len(d.faults); {
	case found == "null":
		d.fault(at, "field.type", "expected %s, found null; leave out what is absent", wanted)
		d.skip()
	default:
		// What is no JSON at all is noted by skip, and once is enough.
		if d.skip(); len(d.faults) == before || d.faults[before].at != at {
			d.fault(at, "field.type", "expected %s, found %s", wanted, found)
		}
	}
}

// as makes a reader of a table's objects.
func (t *table[T]) as() reader[T] {
	return reader[T]{shape{kind: "object", object: t.shape}, t.read}
}

// pointer makes a reader of something that may be absent.
func pointer[T any](r reader[T]) reader[*T] {
	return reader[*T]{r.shape, func(d *decoder, v **T) {
		*v = new(T)
		r.read(d, *v)
	}}
}

// listOf reads a list of at most max elements.
func listOf[T any](r reader[T], minimum, maximum int) reader[[]T] {
	return reader[[]T]{shape{kind: "list", min: minimum, max: maximum, element: &r.shape}, func(d *decoder, v *[]T) {
		if d.peek() != '[' {
			d.wrongType("a list")
			return
		}
		start, n := d.pos, 0
		d.open()
		for first := true; d.more(&first, ']'); n++ {
			if n >= maximum {
				d.beyond(n == maximum, "limit.list", "elements", maximum)
				continue
			}
			var zero T
			*v = append(*v, zero)
			d.enterIndex(n)
			r.read(d, &(*v)[n])
			d.leave()
		}
		if n < minimum && !d.broken {
			d.fault(start, "field.value", "an empty list; state an element or leave the list out")
		}
	}}
}

// single reads one element where a list is kept.
func single[T any](r reader[T]) reader[[]T] {
	return reader[[]T]{r.shape, func(d *decoder, v *[]T) {
		var x T
		r.read(d, &x)
		*v = append(*v, x)
	}}
}

// byLanguage reads an object whose names are language tags.
func byLanguage[T any](r reader[T]) reader[map[string]T] {
	m := mapOf(reader[T]{r.shape, func(d *decoder, v *T) {
		if tag := d.path[len(d.path)-1].key; !languageTag(tag) {
			d.fault(d.pos, "language.malformed", "%q is not a language such as en or pt-BR", shorten(tag))
		}
		r.read(d, v)
	}}, maxLanguages)
	m.shape.kind = "languages"
	return m
}

// mapOf reads an object whose names are the author's, such as label keys.
func mapOf[T any](r reader[T], maximum int) reader[map[string]T] {
	return reader[map[string]T]{shape{kind: "map", max: maximum, element: &r.shape}, func(d *decoder, v *map[string]T) {
		if d.peek() != '{' {
			d.wrongType("an object")
			return
		}
		*v = map[string]T{}
		n := 0
		d.open()
		for first := true; d.more(&first, '}'); {
			key, at := d.key()
			if d.broken {
				return
			}
			d.enter(key)
			if _, twice := (*v)[key]; twice {
				d.duplicate(at, key)
			}
			if n++; n > maximum {
				d.beyond(n == maximum+1, "limit.map", "names", maximum)
			} else {
				var x T
				r.read(d, &x)
				(*v)[key] = x
			}
			d.leave()
		}
	}}
}

// beyond skips what a list or an object holds beyond its limit, and says so
// once.
func (d *decoder) beyond(first bool, rule, what string, maximum int) {
	if first {
		d.fault(d.pos, rule, "more than %d %s; that is the limit here", maximum, what)
	}
	d.skip()
}
