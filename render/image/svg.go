package image

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
)

// IsSVG reports whether a file is for DecodeSVG to read or to refuse: it begins
// as XML does, after white space and a byte order mark.
func IsSVG(data []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(data[:min(len(data), 256)], "\xEF\xBB\xBF \t\r\n"), []byte("<"))
}

// DecodeSVG reads an SVG file: shapes, lines, gradients, clip paths and
// references, as docs/spec/svg.md lists them. What would be drawn otherwise
// than in a browser is refused. The error is an *Error with line and column.
func DecodeSVG(data []byte) (*Drawing, error) {
	d, err := decodeSVG(data)
	var e *Error
	if errors.As(err, &e) {
		e.Line, e.Column = lineAndColumn(data, e.Offset)
	}
	if err != nil {
		return nil, err
	}
	d.Digest = sha256.Sum256(data)
	return d, nil
}

// lineAndColumn counts from 1; columns are characters.
func lineAndColumn(data []byte, offset int) (line, column int) {
	before := data[:min(offset, len(data))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte{'\n'}) + 1, utf8.RuneCount(before[start:]) + 1
}

// svg reads one file.
type svg struct {
	calc
	tree     *tree
	rules    []selector
	work     int // of style sheets, against maxSVGStyling
	drawn    int // elements
	segments int // of paths in the file
	placed   int // of paths as drawn
	stopped  int // stops of gradients as drawn

	// From the picture's user units to those of a Drawing.
	longest       Fixed
	width, height int
}

// context is what holds where an element is drawn.
type context struct {
	style         style
	matrix        Matrix // to the picture's user units
	width, height Fixed  // what percentages refer to
	depth         int
	groups        int     // around it, that are transparent or cut
	uses          []*node // the references that led here
}

// diagonal is what percentages refer to that are neither across nor down
// (SVG 1.1 §7.10).
func (c *context) diagonal(calc *calc) Fixed {
	return calc.div(calc.hypot(c.width, c.height), rootTwo)
}

const rootTwo Fixed = 6_074_001_000 // √2

func decodeSVG(data []byte) (*Drawing, error) {
	if len(data) > maxSVGBytes {
		return nil, fail(TooLarge, 0, "%d bytes; an SVG may have %d, so simplify the picture or save it as PNG", len(data), maxSVGBytes)
	}
	if !utf8.Valid(data) {
		return nil, fail(Unsupported, firstInvalid(data), "the file is not in UTF-8; save the picture in UTF-8")
	}
	t, err := readTree(data)
	if err != nil {
		return nil, err
	}
	d := &svg{tree: t}
	for _, n := range t.sheets {
		for _, part := range n.text {
			if err := d.sheet(part); err != nil {
				return nil, err
			}
		}
	}
	slices.SortStableFunc(d.rules, func(a, b selector) int { return a.weight - b.weight })
	c, err := d.root(t.root)
	if err != nil {
		return nil, err
	}
	nodes, err := d.element(t.root, c)
	if err != nil {
		return nil, err
	}
	out := &Drawing{Width: d.width, Height: d.height, Nodes: nodes}
	out.findInk()
	return out, nil
}

func firstInvalid(data []byte) int {
	at := 0
	for at < len(data) {
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && n <= 1 {
			return at
		}
		at += n
	}
	return at
}

// root finds the size of the picture and makes the context of its content.
func (d *svg) root(n *node) (*context, error) {
	box, hasBox, err := d.viewBox(n)
	if err != nil {
		return nil, err
	}
	width, hasWidth, err := d.side(n, "width", box.width)
	if err != nil {
		return nil, err
	}
	height, hasHeight, err := d.side(n, "height", box.height)
	if err != nil {
		return nil, err
	}
	switch {
	case !hasBox && !(hasWidth && hasHeight):
		return nil, fail(Unsupported, n.at, "the picture does not state its size; add viewBox=\"0 0 width height\" to <svg>")
	case !hasWidth && !hasHeight:
		width, height = box.width, box.height
	case !hasWidth:
		width = d.scale(height, box.width, box.height)
	case !hasHeight:
		height = d.scale(width, box.height, box.width)
	}
	d.longest = max(width, height)
	if least := min(width, height); d.over || d.longest > maxSVGSide*one || least < one/maxSVGSide {
		return nil, fail(TooLarge, n.at, "the picture's sides are beyond all bounds; scale it to about 1000 units")
	} else if d.longest/maxSVGAspect > least {
		return nil, fail(TooLarge, n.at, "one side is more than %d times as long as the other; cut the picture", maxSVGAspect)
	}
	grid := func(v Fixed) int { return max(int(d.scale(v, Longest, d.longest)), 1) }
	d.width, d.height = grid(width), grid(height)
	c := &context{style: initial(), matrix: unmoved, width: width, height: height}
	if hasBox {
		if c.matrix, err = d.fitted(n, box, width, height); err != nil {
			return nil, err
		}
		c.width, c.height = box.width, box.height
	}
	return c, nil
}

// side reads the width or the height of an svg element; that of the root may be
// left out, and a percentage counts as left out.
func (d *svg) side(n *node, name string, whole Fixed) (v Fixed, ok bool, err error) {
	t, ok := n.attr(name)
	if !ok || strings.HasSuffix(t.trimmed().s, "%") && n.parent == nil || t.s == "auto" {
		return 0, false, nil
	}
	if v, err = d.length(t, whole); err == nil && v <= 0 {
		err = fail(Damaged, t.pos(0), "%s of the picture is not above 0; state it in user units", name)
	}
	return v, true, err
}

// box is a rectangle in user units.
type box struct{ x, y, width, height Fixed }

func (d *svg) viewBox(n *node) (b box, ok bool, err error) {
	t, ok := n.attr("viewBox")
	if !ok {
		return b, false, nil
	}
	v, err := numbers(t, 4)
	if err != nil {
		return b, false, err
	}
	if len(v) != 4 || v[2] <= 0 || v[3] <= 0 {
		return b, false, fail(Damaged, t.pos(0), "viewBox wants four numbers, the last two above 0: left, top, width, height")
	}
	return box{v[0], v[1], v[2], v[3]}, true, nil
}

// fitted is the matrix that puts a view box into a place of a size (SVG 1.1
// §7.8).
func (d *svg) fitted(n *node, b box, width, height Fixed) (Matrix, error) {
	m := Matrix{A: d.div(width, b.width), D: d.div(height, b.height)}
	t, _ := n.attr("preserveAspectRatio")
	words := strings.Fields(t.s)
	if len(words) > 0 && words[0] == "defer" {
		words = words[1:]
	}
	align, slice := "xMidYMid", false
	if len(words) > 0 {
		align = words[0]
		slice = len(words) > 1 && words[1] == "slice"
	}
	var right, down Fixed // how far of what is left over
	if align != "none" {
		if (m.A > m.D) != slice {
			m.A = m.D
		} else {
			m.D = m.A
		}
		var okX, okY bool
		if len(align) == 8 {
			right, okX = aligned[align[1:4]]
			down, okY = aligned[align[5:8]]
		}
		if !okX || !okY || align[0] != 'x' || align[4] != 'Y' {
			return m, fail(Damaged, t.pos(0), "“%s” is no preserveAspectRatio; leave it out", shortened(t.s))
		}
	}
	m.E = d.add(d.mul(right, d.add(width, -d.mul(m.A, b.width))), -d.mul(m.A, b.x))
	m.F = d.add(d.mul(down, d.add(height, -d.mul(m.D, b.height))), -d.mul(m.D, b.y))
	if d.over {
		return m, fail(TooLarge, n.at, "the view box is beyond all bounds; scale the picture to about 1000 units")
	}
	return m, nil
}

var aligned = map[string]Fixed{"Min": 0, "Mid": one / 2, "Max": one}
