package pdf

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/facture-dev/facture/render/layout"
)

// Error lists what keeps a document from being a file that conforms. Nothing
// of the file has been written then.
type Error struct {
	Problems []Problem // options first, then pages, then the structure
	More     int       // problems beyond the ones listed
}

// Problem is one thing that a clause forbids.
type Problem struct {
	Clause  string        // such as "ISO 19005-3 §6.1.13"
	Page    int           // from 1; 0 when it is on no page
	Item    int           // of the page, from 1; 0 when it is none
	Elem    layout.ElemID // 0 when it is no element
	Message string
}

func (p Problem) String() string {
	where := ""
	switch {
	case p.Item > 0:
		where = fmt.Sprintf("page %d, item %d: ", p.Page, p.Item)
	case p.Page > 0:
		where = fmt.Sprintf("page %d: ", p.Page)
	case p.Elem > 0:
		where = fmt.Sprintf("element %d: ", p.Elem)
	}
	return where + p.Message + " (" + p.Clause + ")"
}

// Error joins the problems, one a line.
func (e *Error) Error() string {
	var b strings.Builder
	for i, p := range e.Problems {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.String())
	}
	if e.More > 0 {
		fmt.Fprintf(&b, "\nand %d more", e.More)
	}
	return b.String()
}

// The clauses that are named most.
const (
	limitsClause  = "ISO 19005-3 §6.1.13"
	unicodeClause = "ISO 19005-3 §6.2.11.7"
	treeClause    = "ISO 32000-1 §14.7"
	framesClause  = "frames" // no standard's: what layout promises
)

// check collects problems before anything is written.
type check struct {
	w     *Writer
	doc   *layout.Document
	kids  elemKids
	err   Error
	page  int // being checked, from 1
	item  int
	elem  layout.ElemID
	holds []bool // by element: it has content of its own
}

// conforming returns the tree of elements, or an *Error when the document would
// not make a file that conforms.
func (w *Writer) conforming(d *layout.Document, o *Options) (elemKids, error) {
	c := check{w: w, doc: d}
	c.options(o)
	c.pages()
	c.structure()
	return c.kids, c.result()
}

// result is the error; nil without a problem.
func (c *check) result() error {
	if c.err.Problems == nil {
		return nil
	}
	return &c.err
}

func (c *check) problem(clause, format string, args ...any) {
	if len(c.err.Problems) >= maxProblems {
		c.err.More++
		return
	}
	c.err.Problems = append(c.err.Problems, Problem{clause, c.page, c.item, c.elem, fmt.Sprintf(format, args...)})
}

func (c *check) options(o *Options) {
	if strings.TrimSpace(o.Title) == "" {
		c.problem("ISO 14289-1 §7.1", "the document has no title")
	}
	for _, r := range o.Title {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			c.problem("ISO 19005-3 §6.6.2.1", "the title holds %U, which XML forbids", r)
			break
		}
	}
	c.textString("the title", o.Title)
	c.language("the document's language", o.Lang)
	c.date(o.Created)
	c.attachments(o.Attach)
}

// date wants a day of the calendar that four digits can name.
func (c *check) date(d Date) {
	if d == (Date{}) {
		return
	}
	t := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	if d.Year < 0 || d.Year > 9999 || t.Year() != d.Year || int(t.Month()) != d.Month || t.Day() != d.Day {
		c.problem("ISO 32000-1 §7.9.4", "%d-%d-%d is no date", d.Year, d.Month, d.Day)
	}
}

// attachments want what archives tell them apart by (ISO 19005-3 §6.8).
func (c *check) attachments(list []Attachment) {
	const clause = "ISO 19005-3 §6.8"
	if len(list) > maxAttachments {
		c.problem(framesClause, "%d attachments; at most %d are taken", len(list), maxAttachments)
		return
	}
	names := make(map[string]bool, len(list))
	for i := range list {
		a := &list[i]
		if a.Name == "" {
			c.problem(clause, "attachment %d has no name", i+1)
		}
		if names[a.Name] {
			c.problem("ISO 32000-1 §7.9.6", "two attachments are called %q", a.Name)
		}
		names[a.Name] = true
		c.textString("an attachment's name", a.Name)
		c.textString("an attachment's description", a.Description)
		if kind, sub, ok := strings.Cut(a.MIME, "/"); !ok || !mimeToken(kind) || !mimeToken(sub) {
			c.problem(clause, "attachment %q: %q is no media type", a.Name, a.MIME)
		} else if len(a.MIME) > maxNameBytes {
			c.problem(limitsClause, "attachment %q: a media type of %d bytes; at most %d are allowed", a.Name, len(a.MIME), maxNameBytes)
		}
		switch a.Relationship {
		case "Source", "Data", "Alternative", "Supplement", "Unspecified":
		default:
			c.problem(clause, "attachment %q: %q is no relationship", a.Name, a.Relationship)
		}
		if len(a.Data) > maxInteger {
			c.problem(limitsClause, "attachment %q has %d bytes; at most %d are allowed", a.Name, len(a.Data), maxInteger)
		}
	}
}

// mimeToken is RFC 2045 §5.1's token.
func mimeToken(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' || s[i] >= 0x7f || strings.IndexByte(`()<>@,;:\"/[]?=`, s[i]) >= 0 {
			return false
		}
	}
	return s != ""
}

// textString wants what one string object can hold (§7.9.2.2).
func (c *check) textString(what, s string) {
	if !utf8.ValidString(s) {
		c.problem("ISO 32000-1 §7.9.2", "%s is not UTF-8", what)
		return
	}
	if n := textStringBytes(s); n > maxStringBytes {
		c.problem(limitsClause, "%s takes %d bytes; at most %d are allowed", what, n, maxStringBytes)
	}
}

// textStringBytes is the length of what appendText writes.
func textStringBytes(s string) int {
	if plainASCII(s) {
		return len(s)
	}
	return 2 + 2*utf16Units(s)
}

func utf16Units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x10000 {
			n++
		}
	}
	return n
}

// language wants a well-formed tag (RFC 5646 §2.1): a language of two to eight
// letters, or x, then subtags of one to eight letters and digits.
func (c *check) language(what, tag string) {
	for i, sub := range strings.Split(tag, "-") {
		ok := len(sub) >= 1 && len(sub) <= 8 && (i > 0 || len(sub) >= 2 || sub == "x" && len(tag) > 2)
		for j := 0; j < len(sub); j++ {
			letter := sub[j]|0x20 >= 'a' && sub[j]|0x20 <= 'z'
			ok = ok && (letter || i > 0 && sub[j] >= '0' && sub[j] <= '9')
		}
		if !ok || len(tag) > maxNameBytes {
			c.problem("ISO 14289-1 §7.2", "%s is %q, which is no language tag", what, tag)
			return
		}
	}
}

// enoughCodes refuses more pairs of glyph and text than two bytes can name.
func (f *file) enoughCodes() error {
	var c check
	for _, fc := range f.used {
		if fc.full {
			c.problem("ISO 32000-1 §9.7.5.2", "more than %d pairs of glyph and text in %s", maxCodes-1, fc.f.PostScriptName())
		}
	}
	return c.result()
}

// result checks what can only be counted once the file is made.
func (f *file) result() error {
	return checkSize(len(f.xref), int64(len(f.out)))
}

func checkSize(objects int, size int64) error {
	var c check
	if objects > maxObjects {
		c.problem(limitsClause, "%d objects; at most %d are allowed", objects, maxObjects)
	}
	if size > maxFileBytes {
		c.problem("ISO 32000-1 §7.5.8", "%d bytes; at most %d can be referred to", size, int64(maxFileBytes))
	}
	return c.result()
}
