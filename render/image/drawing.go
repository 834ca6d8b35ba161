package image

// Drawing is a picture made of shapes, sharp at any size. Coordinates are
// integers: x from 0 to Width, y from 0 to Height, downwards; the longer side
// is Longest. What lies outside is not shown. It is not changed once made.
type Drawing struct {
	Width, Height int
	Nodes         []Node   // in painting order
	Ink           Rect     // the bounds of the shapes that are neither white nor transparent; all when there are none
	Digest        [32]byte // SHA-256 of the file
}

// Longest is the longer side of every Drawing. A logo 60 mm wide has its
// shapes at steps of 0.06 µm.
const Longest = 1_000_000

// Picture is a *Raster or a *Drawing.
type Picture interface {
	// Extent is the size, in pixels or in a drawing's own units, and where the
	// ink lies in it.
	Extent() (width, height int, ink Rect)
}

// Extent is the size and the ink of a raster, in pixels.
func (r *Raster) Extent() (width, height int, ink Rect) { return r.Width, r.Height, r.Ink }

// Extent is the size and the ink of a drawing, in its units.
func (d *Drawing) Extent() (width, height int, ink Rect) { return d.Width, d.Height, d.Ink }

// Node is a *Shape or a *Group.
type Node interface{ node() }

// Group is what is painted together: made transparent as one picture, or cut
// out as one.
type Group struct {
	Alpha uint8 // 255 is opaque
	Clip  *Clip // nil: not cut
	Nodes []Node
}

// Clip is where a group shows: in any of the areas, and inside of Within too.
type Clip struct {
	Areas  []Area
	Within *Clip
}

// Intersection returns the areas that a clip is the intersection of; ok is
// false where it is more than that, since one of its parts is the union of
// several. It is true for no clip at all.
func (c *Clip) Intersection() (areas []Area, ok bool) {
	for ; c != nil; c = c.Within {
		if len(c.Areas) != 1 {
			return nil, false
		}
		inner, ok := c.Areas[0].Clip.Intersection()
		if !ok {
			return nil, false
		}
		areas = append(append(areas, inner...), c.Areas[0])
	}
	return areas, true
}

// Union is the clip as a picture: white where it shows.
func (c *Clip) Union() *Group {
	white := &Paint{Color: RGBA{255, 255, 255, 255}}
	out := &Group{Alpha: 255, Clip: c.Within}
	for i := range c.Areas {
		a := &c.Areas[i]
		shape := &Shape{Path: a.Path, EvenOdd: a.EvenOdd, Fill: white}
		out.Nodes = append(out.Nodes, &Group{Alpha: 255, Clip: a.Clip, Nodes: []Node{shape}})
	}
	return out
}

// Area is the inside of a path, itself cut by a Clip when there is one.
type Area struct {
	Path    Path
	EvenOdd bool
	Clip    *Clip
}

// Shape is a path that is filled, then stroked.
type Shape struct {
	Path    Path
	Fill    *Paint // nil: not filled
	EvenOdd bool   // the rule by which it is filled; else nonzero
	Stroke  *Stroke
	// Matrix takes the path, the pen and the gradients to the drawing; nil when
	// they are in its units already. It is needed for pens that are not round.
	Matrix *Matrix
}

// Stroke is the line along a path.
type Stroke struct {
	Paint      Paint
	Width      int
	Cap        Cap
	Join       Join
	MiterLimit Fixed // the length of a mitre by the width of the line
	Dashes     []int // alternately shown and not; nil is a whole line
	DashOffset int   // how far into the dashes the line begins
}

// Cap is how a line ends; the values are those of ISO 32000-1 §8.4.3.3.
type Cap uint8

const (
	ButtCap Cap = iota
	RoundCap
	SquareCap
)

// Join is how lines meet; the values are those of ISO 32000-1 §8.4.3.4.
type Join uint8

const (
	MiterJoin Join = iota
	RoundJoin
	BevelJoin
)

// Paint is a colour or, when Gradient is set, a gradient.
type Paint struct {
	Color    RGBA
	Gradient *Gradient
}

// RGBA is an sRGB colour; the components are not multiplied by A.
type RGBA struct{ R, G, B, A uint8 }

// Gradient goes along the x axis from 0 to 1, or, when it is radial, from the
// circle at FocusX, FocusY with radius FocusR to the circle at 0, 0 with radius
// 1. Before its first stop and after its last one it goes on in their colours.
type Gradient struct {
	Radial                 bool
	FocusX, FocusY, FocusR Fixed
	Matrix                 Matrix // to the shape's coordinates
	Stops                  []Stop // two or more, in order
}

// Stop is a colour at a place of a gradient.
type Stop struct {
	Offset int // in millionths
	Color  RGBA
}

// Matrix takes x, y to A·x + C·y + E, B·x + D·y + F.
type Matrix struct{ A, B, C, D, E, F Fixed }

// Op is a step of a path.
type Op uint8

const (
	Move  Op = iota // to 1 point
	Line            // to 1 point
	Cubic           // by 2 control points to a third
	Close           // the figure; no point
)

// Points is how many points a step takes.
func (o Op) Points() int { return int([...]uint8{1, 1, 3, 0}[o]) }

// Point is a place in a drawing or in a shape.
type Point struct{ X, Y int32 }

// Path is a list of figures; each begins with a Move.
type Path struct {
	Ops    []Op
	Points []Point // of the steps, in order
}

func (*Shape) node() {}
func (*Group) node() {}
