// Package layout sets boxes on pages: in goes a Flow of blocks, out comes a
// Document of pages, each a list of items at fixed places, and the structure
// tree that the items belong to. A frame is a plain value that anyone can dump,
// compare or draw. The package knows nothing of invoices, templates, PDF or
// translation.
package layout

import (
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/text"
)

// Unit is a length in 1/1024 pt.
type Unit = text.Unit

// Point is one PostScript point, 1/72 inch.
const Point = text.Point

// Color is an sRGB colour, 0xRRGGBB.
type Color uint32

// Document is a finished layout.
type Document struct {
	Pages []Page
	Elems []Elem // the structure tree; Elems[0] is no element: what belongs to it is an artifact
}

// Page is one page. The origin is its top left corner; y grows downwards.
type Page struct {
	Width, Height Unit
	Items         []Placed // in painting order, which is reading order
}

// Placed is an item at its place. For Text, Y is the baseline; for everything
// else it is the top edge.
type Placed struct {
	X, Y Unit
	Elem ElemID // the structure element it belongs to; 0 makes it an artifact
	Item Item
}

// Item is what can lie on a page: Text, Rule, Fill, Frame, Stroke, Image or
// Link.
type Item interface{ item() }

// Text is one shaped run. Frames share it with the paragraph that it comes
// from, so it must not be changed.
type Text struct {
	Run   *text.Run
	Color Color
	// Turn rotates the run about its origin, counterclockwise; the zero Turn
	// leaves it upright.
	Turn Turn
}

// Turn is the cosine and sine of an angle, in 1/65536.
type Turn struct{ Cos, Sin int32 }

// Rule is a horizontal line, drawn as a filled rectangle.
type Rule struct {
	Width, Thickness Unit
	Color            Color
}

// Fill is a filled rectangle, whose corners may be rounded.
type Fill struct {
	Width, Height, Radius Unit
	Color                 Color
}

// Frame is the outline of a rectangle; the line lies inside it. Radius is that
// of the outer edge's corners.
type Frame struct {
	Width, Height, Thickness, Radius Unit
	Color                            Color
}

// Stroke is a line through points, with round ends and joins.
type Stroke struct {
	Points    []Offset // from the place of the item
	Thickness Unit
	Color     Color
}

// Offset is a place relative to another.
type Offset struct{ X, Y Unit }

// Image is a raster scaled to a rectangle.
type Image struct {
	Width, Height Unit
	Raster        *image.Raster
}

// Drawing is a picture of shapes scaled to a rectangle.
type Drawing struct {
	Width, Height Unit
	Drawing       *image.Drawing
}

// Link is a place to click. It draws nothing; its element is a Link element
// that also holds the text.
type Link struct {
	Width, Height Unit
	URI           string
	Alt           string // what the link is, for those who cannot see it (ISO 14289-1 §7.18.5)
}

func (*Text) item()    {}
func (*Rule) item()    {}
func (*Fill) item()    {}
func (*Frame) item()   {}
func (*Stroke) item()  {}
func (*Image) item()   {}
func (*Drawing) item() {}
func (*Link) item()    {}

// ElemID is an index into Document.Elems.
type ElemID int32

// Role is a standard structure type (ISO 32000-1 §14.8.4).
type Role uint8

const (
	NoRole Role = iota
	RoleDocument
	RoleSect
	RoleDiv
	RoleP
	RoleH1
	RoleH2
	RoleH3
	RoleSpan
	RoleLink
	RoleL
	RoleLI
	RoleLBody
	RoleTable
	RoleTHead
	RoleTBody
	RoleTR
	RoleTH
	RoleTD
	RoleFigure
)

// roleNames are the names of the roles in the standard.
var roleNames = [...]string{"", "Document", "Sect", "Div", "P", "H1", "H2", "H3", "Span", "Link",
	"L", "LI", "LBody", "Table", "THead", "TBody", "TR", "TH", "TD", "Figure"}

func (r Role) String() string { return roleNames[r] }

// Elem is one element of the structure tree. Siblings stand in the order in
// which they were made.
type Elem struct {
	Role    Role
	Parent  ElemID // 0 for the root
	Alt     string // Figure: what it shows
	Lang    string // BCP 47, where it differs from the document's
	ColSpan uint8  // TH, TD: 0 means 1
	RowHead bool   // TH: heads a row, not a column
}

// Tree collects structure elements. Its first element is the Document.
type Tree struct{ elems []Elem }

// NewTree returns a tree that holds only its Document element, with room for
// about as many as are expected.
func NewTree(expected int) *Tree {
	return &Tree{elems: append(make([]Elem, 0, expected+2), Elem{}, Elem{Role: RoleDocument})}
}

// Root is the Document element of every tree.
const Root ElemID = 1

// Add appends an element under a parent and returns its id.
func (t *Tree) Add(parent ElemID, role Role) ElemID {
	t.elems = append(t.elems, Elem{Role: role, Parent: parent})
	return ElemID(len(t.elems) - 1)
}

// At returns an element to be filled in.
func (t *Tree) At(id ElemID) *Elem { return &t.elems[id] }
