package pdf

import "github.com/facture-dev/facture/render/image"

// gradient sets a gradient as the colour of filling or of stroking. Opacities
// that change along it are a mask, made of the same gradient (§11.6.5.2).
func (c *formCanvas) gradient(g *image.Gradient, m *image.Matrix, stroke bool) {
	even, solid := evenly(g)
	if even {
		c.alpha(solid, solid)
	} else {
		mask := c.forms.canvas(c.depth())
		mask.gray = true
		mask.put("/Pattern cs /", mask.patterns.name("P", pattern(g, m, true), noForm), " scn\n0 0 ")
		mask.b = append(appendMilli(mask.b, int64(c.forms.drawing.Width)), ' ')
		mask.b = append(appendMilli(mask.b, int64(c.forms.drawing.Height)), " re f\n"...)
		c.mask(mask)
		c.alpha(image.RGBA{A: 255}, image.RGBA{A: 255})
	}
	name := c.patterns.name("P", pattern(g, m, false), noForm)
	if stroke {
		c.put("/Pattern CS /", name, " SCN\n")
	} else {
		c.put("/Pattern cs /", name, " scn\n")
	}
}

// evenly reports whether all stops of a gradient have one opacity, and which.
func evenly(g *image.Gradient) (bool, image.RGBA) {
	for _, s := range g.Stops {
		if s.Color.A != g.Stops[0].Color.A {
			return false, image.RGBA{}
		}
	}
	return true, g.Stops[0].Color
}

// pattern is a shading pattern (§8.7.4): axial from 0 to 1, or radial to the
// unit circle, taken to the form by its matrix. m is the shape's own.
func pattern(g *image.Gradient, m *image.Matrix, opacity bool) string {
	b := []byte("<</PatternType 2/Matrix[")
	for i, v := range patternMatrix(g.Matrix, m) {
		if i > 0 {
			b = append(b, ' ')
		}
		b = v.AppendDecimal(b, 6)
	}
	b = append(b, "]/Shading<</ShadingType "...)
	if g.Radial {
		b = append(b, "3/Coords["...)
		for _, v := range []image.Fixed{g.FocusX, g.FocusY, g.FocusR} {
			b = append(v.AppendDecimal(b, 6), ' ')
		}
		b = append(b, "0 0 1]"...)
	} else {
		b = append(b, "2/Coords[0 0 1 0]"...)
	}
	if opacity {
		b = append(b, "/ColorSpace/DeviceGray"...)
	} else {
		b = append(b, "/ColorSpace/DeviceRGB"...)
	}
	b = append(b, "/Extend[true true]/Function"...)
	b = stitched(b, g.Stops, opacity)
	return string(append(b, ">>>>"...))
}

// patternMatrix puts a shape's matrix after a gradient's, in the units of forms.
// It rounds as image.Fixed allows.
func patternMatrix(g image.Matrix, m *image.Matrix) [6]image.Fixed {
	if m != nil {
		g = m.After(g)
	}
	return [6]image.Fixed{g.A / 1000, g.B / 1000, g.C / 1000, g.D / 1000, g.E / 1000, g.F / 1000}
}

// stitched appends the function from 0 to 1 to the colours of stops (§7.10.4):
// a straight one between each two, none where they are at one place.
func stitched(b []byte, stops []image.Stop, opacity bool) []byte {
	const last = 1_000_000
	all := make([]image.Stop, 0, len(stops)+2)
	if stops[0].Offset > 0 {
		all = append(all, image.Stop{Color: stops[0].Color})
	}
	all = append(all, stops...)
	if len(all) > 1 && all[1].Offset == 0 { // what goes on before 0 has the first one's colour
		for i := 1; i < len(all) && all[i].Offset == 0; i++ {
			all[i].Offset = 1
		}
	}
	if end := stops[len(stops)-1]; end.Offset < last {
		all = append(all, image.Stop{Offset: last, Color: end.Color})
	}
	var functions, bounds, encode []byte
	count := 0
	for i := 1; i < len(all); i++ {
		if all[i].Offset == all[i-1].Offset {
			continue
		}
		if count > 0 {
			bounds = append(appendDecimal(bounds, int64(all[i-1].Offset), last), ' ')
		}
		count++
		encode = append(encode, "0 1 "...)
		functions = append(functions, "<</FunctionType 2/Domain[0 1]/N 1/C0["...)
		functions = append(appendStop(functions, all[i-1].Color, opacity), "]/C1["...)
		functions = append(appendStop(functions, all[i].Color, opacity), "]>>"...)
	}
	if count == 1 {
		return append(b, functions...)
	}
	b = append(append(b, "<</FunctionType 3/Domain[0 1]/Functions["...), functions...)
	b = append(append(b, "]/Bounds["...), bounds...)
	b = append(append(b, "]/Encode["...), encode...)
	return append(b, "]>>"...)
}

func appendStop(b []byte, v image.RGBA, opacity bool) []byte {
	if opacity {
		return appendMilli(b, share(v.A))
	}
	return appendRGB(b, v)
}
