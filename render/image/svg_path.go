package image

import "strings"

// localPath is a path in the user units of its element.
type localPath struct {
	ops    []Op
	points []point
}

func (p *localPath) add(op Op, points ...point) {
	p.ops = append(p.ops, op)
	p.points = append(p.points, points...)
}

// pathReader reads path data (SVG 1.1 §8.3).
type pathReader struct {
	*calc
	scanner
	path    localPath
	at      point // the current point
	start   point // of the figure
	control point // the last control point of the command before
	last    byte  // that command, in lower case
}

// parsePath reads path data into at most a given number of steps.
func parsePath(c *calc, t text, most int) (*localPath, error) {
	r := &pathReader{calc: c, scanner: scanner{text: t}}
	for r.space(); r.more(); r.space() {
		at := r.i
		command := r.s[r.i]
		if !strings.ContainsRune("MmLlHhVvCcSsQqTtAaZz", rune(command)) {
			return nil, fail(Damaged, r.pos(at), "a path command was expected%s; save the picture again", r.found(at))
		}
		r.i++
		if len(r.path.ops) == 0 && command|0x20 != 'm' {
			return nil, fail(Damaged, r.pos(at), "a path begins with %c, not with M; save the picture again", command)
		}
		for first := true; ; first = false {
			if err := r.step(command, first); err != nil {
				return nil, err
			}
			if r.over {
				return nil, fail(TooLarge, r.pos(at), "a path leads beyond all bounds; scale the picture down")
			}
			if len(r.path.ops) > most {
				return nil, fail(TooLarge, r.pos(at), "paths of more than %d steps; simplify the picture (Inkscape: Path > Simplify)", maxSVGSegments)
			}
			before := r.i
			if r.comma(); command|0x20 == 'z' || !r.startsNumber() {
				r.i = before
				break
			}
		}
	}
	return &r.path, nil
}

// step reads one command, or what repeats it.
func (r *pathReader) step(command byte, first bool) error {
	kind, relative := command|0x20, command >= 'a'
	origin := point{}
	if relative {
		origin = r.at
	}
	from := r.at
	if kind != 'z' && kind != 'm' && r.last == 'z' {
		r.path.add(Move, r.at) // what follows a closed figure begins where that began
	}
	var v [6]Fixed
	count := map[byte]int{'m': 2, 'l': 2, 't': 2, 'h': 1, 'v': 1, 'c': 6, 's': 4, 'q': 4}[kind]
	for i := range count {
		if err := r.next(&v[i], i > 0 || !first); err != nil {
			return err
		}
	}
	place := func(i int) point { return point{r.add(origin.x, v[i]), r.add(origin.y, v[i+1])} }
	switch kind {
	case 'm':
		r.at = place(0)
		if first {
			r.start = r.at
			r.path.add(Move, r.at)
			break
		}
		kind = 'l' // further pairs after a move are lines
		r.path.add(Line, r.at)
	case 'l':
		r.line(place(0))
	case 'h':
		r.line(point{r.add(origin.x, v[0]), from.y})
	case 'v':
		r.line(point{from.x, r.add(origin.y, v[0])})
	case 'c':
		r.cubic(place(0), place(2), place(4))
	case 's':
		r.cubic(r.reflected('c', 's'), place(0), place(2))
	case 'q':
		r.quadratic(place(0), place(2))
	case 't':
		r.quadratic(r.reflected('q', 't'), place(0))
	case 'a':
		if err := r.readArc(origin, first); err != nil {
			return err
		}
	case 'z':
		if r.last != 'z' {
			r.path.add(Close)
		}
		r.at = r.start
	}
	r.last = kind
	return nil
}

// next reads a number, after a comma where one may stand.
func (r *pathReader) next(to *Fixed, comma bool) (err error) {
	if comma {
		r.comma()
	} else {
		r.space()
	}
	*to, err = r.number()
	return err
}

func (r *pathReader) line(to point) {
	r.path.add(Line, to)
	r.at = to
}

func (r *pathReader) cubic(a, b, to point) {
	r.path.add(Cubic, a, b, to)
	r.control, r.at = b, to
}

// quadratic raises a quadratic curve to a cubic one.
func (r *pathReader) quadratic(control, to point) {
	third := func(a, b Fixed) Fixed { return r.add(a, r.add(b, -a)/3*2) }
	from := r.at
	r.cubic(point{third(from.x, control.x), third(from.y, control.y)}, point{third(to.x, control.x), third(to.y, control.y)}, to)
	r.control = control
}

// reflected is the last control point mirrored at the current point, if the
// command before was one of two kinds.
func (r *pathReader) reflected(kind, other byte) point {
	if r.last != kind && r.last != other {
		return r.at
	}
	return point{r.add(r.at.x, r.at.x-r.control.x), r.add(r.at.y, r.at.y-r.control.y)}
}

// readArc reads an elliptical arc: radii, rotation, two flags and its end.
func (r *pathReader) readArc(origin point, first bool) error {
	var v [5]Fixed
	var flags [2]bool
	for i := range 3 {
		if err := r.next(&v[i], i > 0 || !first); err != nil {
			return err
		}
	}
	for i := range flags {
		r.comma()
		if flags[i] = r.take('1'); !flags[i] && !r.take('0') {
			return fail(Damaged, r.pos(r.i), "a flag of an arc was expected, 0 or 1%s; save the picture again", r.found(r.i))
		}
	}
	for i := 3; i < 5; i++ {
		if err := r.next(&v[i], true); err != nil {
			return err
		}
	}
	to := point{r.add(origin.x, v[3]), r.add(origin.y, v[4])}
	r.arc(magnitudeOf(v[0]), magnitudeOf(v[1]), v[2], flags[0], flags[1], to)
	r.at = to
	return nil
}

func magnitudeOf(v Fixed) Fixed { return max(v, -v) }

// unit is 1 in the arithmetic of arcs, which has 60 bits after the point.
const unit Fixed = 1 << 60

// arc adds an arc as curves of at most a quarter turn (SVG 1.1 §F.6). No angle
// is computed: in the space where the ellipse is the unit circle, quarter turns
// are exact, and the rest is found from its cosine by halving.
func (r *pathReader) arc(rx, ry, rotation Fixed, large, sweep bool, to point) {
	from := r.at
	if from == to {
		return
	}
	if rx == 0 || ry == 0 {
		r.line(to)
		return
	}
	sin, cos := r.sincos(rotation)
	// Half of the way back, in the ellipse's own axes and by its radii.
	hx, hy := (from.x-to.x)/2, (from.y-to.y)/2
	x, y := r.add(r.mul(cos, hx), r.mul(sin, hy)), r.add(r.mul(cos, hy), -r.mul(sin, hx))
	if far := r.hypot(r.div(x, rx), r.div(y, ry)); far > one+one/1024 { // radii too small: they grow
		rx, ry = r.mul(rx, far), r.mul(ry, far)
	}
	if r.over {
		return
	}
	px, py := r.divShift(x, rx, 60), r.divShift(y, ry, 60)
	far := r.hypot(px, py)
	if far == 0 {
		r.line(to)
		return
	}
	// The centre stands across from the middle.
	var cx, cy Fixed
	if far >= unit {
		rx, ry = r.mulShift(rx, far, 60), r.mulShift(ry, far, 60)
		px, py = r.divShift(px, far, 60), r.divShift(py, far, 60)
	} else {
		away := sqrt60(unit - r.mulShift(far, far, 60))
		cx, cy = r.scale(away, py, far), -r.scale(away, px, far)
		if large == sweep {
			cx, cy = -cx, -cy
		}
	}
	a := arcSpace{r.calc, point{(from.x + to.x) / 2, (from.y + to.y) / 2}, rx, ry, sin, cos, cx, cy}
	u, end := point{px - cx, py - cy}, point{-px - cx, -py - cy}
	turn := Fixed(1)
	if !sweep {
		turn = -1
	}
	quarters := 0
	if large {
		quarters = 2
	}
	for done := 0; done < 4; done++ {
		dot := r.add(r.mulShift(u.x, end.x, 60), r.mulShift(u.y, end.y, 60))
		if done >= quarters && dot >= 0 {
			break
		}
		next := point{-turn * u.y, turn * u.x}
		r.piece(a, u, next, turn, quarterHandle, a.place(next))
		u = next
	}
	dot := min(r.add(r.mulShift(u.x, end.x, 60), r.mulShift(u.y, end.y, 60)), unit)
	// Half the angle has the cosine √((1+dot)/2); the handle is 4/3 of the
	// tangent of a quarter of it.
	half := sqrt60((unit + dot) / 2)
	sine := sqrt60(unit - r.mulShift(half, half, 60))
	r.piece(a, u, end, turn, r.divShift(sine, unit+half, 60)/3*4, to)
}

// quarterHandle is how long the handles of a quarter of the unit circle are:
// 4/3 (√2 - 1), in units of 2^-60.
const quarterHandle Fixed = 636_740_964_746_334_401

// arcSpace takes points of the unit circle to the user units of an arc.
type arcSpace struct {
	*calc
	middle           point
	rx, ry, sin, cos Fixed
	cx, cy           Fixed
}

func (a *arcSpace) place(u point) point {
	x, y := a.mulShift(a.rx, u.x+a.cx, 60), a.mulShift(a.ry, u.y+a.cy, 60)
	return point{a.add(a.middle.x, a.add(a.mul(a.cos, x), -a.mul(a.sin, y))), a.add(a.middle.y, a.add(a.mul(a.sin, x), a.mul(a.cos, y)))}
}

// piece adds the curve from u to end on the unit circle.
func (r *pathReader) piece(a arcSpace, u, end point, turn, handle Fixed, to point) {
	along := func(p point, k Fixed) point {
		return point{p.x - r.mulShift(k, p.y, 60), p.y + r.mulShift(k, p.x, 60)}
	}
	r.cubic(a.place(along(u, turn*handle)), a.place(along(end, -turn*handle)), to)
}

// sqrt60 is the square root of a number with 60 bits after the point.
func sqrt60(v Fixed) Fixed {
	if v <= 0 {
		return 0
	}
	return Fixed(root(uint64(v)>>4, uint64(v)<<60))
}
