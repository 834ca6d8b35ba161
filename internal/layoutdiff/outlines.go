package layoutdiff

import "github.com/facture-dev/facture/render/layout"

// margin is the space between an item and the line around it.
const margin = 3 * layout.Point / 2

// outlines are the rectangles to draw for marks: with a margin, and those of
// one sort that touch as one, since a box for each word is noise.
func outlines(marks []Mark) []Mark {
	var out []Mark
	for _, m := range marks {
		m.X, m.Y, m.Width, m.Height = m.X-margin, m.Y-margin, m.Width+2*margin, m.Height+2*margin
		// What m joins may reach others then, so look again until nothing does.
		for i := 0; i < len(out); {
			if out[i].Change != m.Change || !touch(out[i], m) {
				i++
				continue
			}
			m = union(out[i], m)
			out = append(out[:i], out[i+1:]...)
			i = 0
		}
		out = append(out, m)
	}
	return out
}

func touch(a, b Mark) bool {
	return a.X <= b.X+b.Width && b.X <= a.X+a.Width && a.Y <= b.Y+b.Height && b.Y <= a.Y+a.Height
}

func union(a, b Mark) Mark {
	right, bottom := max(a.X+a.Width, b.X+b.Width), max(a.Y+a.Height, b.Y+b.Height)
	a.X, a.Y = min(a.X, b.X), min(a.Y, b.Y)
	a.Width, a.Height = right-a.X, bottom-a.Y
	return a
}
