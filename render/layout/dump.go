package layout

import (
	"bufio"
	"fmt"
	"io"
)

// Dump writes a document as readable lines, for tests and for eyes: one line
// an item, in painting order, lengths in points.
func Dump(w io.Writer, d *Document) error {
	b := bufio.NewWriter(w)
	for i, p := range d.Pages {
		fmt.Fprintf(b, "page %d %s × %s\n", i+1, pt(p.Width), pt(p.Height))
		for _, it := range p.Items {
			fmt.Fprintf(b, "  %s,%s %s ", pt(it.X), pt(it.Y), d.path(it.Elem))
			switch v := it.Item.(type) {
			case *Text:
				fmt.Fprintf(b, "text face=%d size=%s #%06x %q width=%s%s\n", v.Run.Style.Face, pt(v.Run.Style.Size), uint32(v.Color), v.Run.Source, pt(v.Run.Width), turned(v.Turn))
			case *Rule:
				fmt.Fprintf(b, "rule %s × %s #%06x\n", pt(v.Width), pt(v.Thickness), uint32(v.Color))
			case *Fill:
				fmt.Fprintf(b, "fill %s × %s #%06x%s\n", pt(v.Width), pt(v.Height), uint32(v.Color), round(v.Radius))
			case *Frame:
				fmt.Fprintf(b, "frame %s × %s #%06x%s\n", pt(v.Width), pt(v.Height), uint32(v.Color), round(v.Radius))
			case *Stroke:
				fmt.Fprintf(b, "stroke %s #%06x", pt(v.Thickness), uint32(v.Color))
				for _, o := range v.Points {
					fmt.Fprintf(b, " %s,%s", pt(o.X), pt(o.Y))
				}
				fmt.Fprintln(b)
			case *Modules:
				fmt.Fprintf(b, "modules %s × %s, %d × %d\n", pt(v.Width), pt(v.Height), v.Matrix.Width, v.Matrix.Height)
			case *Image:
				fmt.Fprintf(b, "image %s × %s\n", pt(v.Width), pt(v.Height))
			case *Drawing:
				fmt.Fprintf(b, "drawing %s × %s\n", pt(v.Width), pt(v.Height))
			case *Link:
				fmt.Fprintf(b, "link %s × %s %s\n", pt(v.Width), pt(v.Height), v.URI)
			}
		}
	}
	return b.Flush()
}

// path names an element by its role and number: "TD 17", or "artifact".
func (d *Document) path(e ElemID) string {
	if e == 0 {
		return "artifact"
	}
	return fmt.Sprintf("%s %d", d.Elems[e].Role, e)
}

func turned(t Turn) string {
	if t == (Turn{}) {
		return ""
	}
	return fmt.Sprintf(" turned %.3f,%.3f", float64(t.Cos)/65536, float64(t.Sin)/65536)
}

func round(radius Unit) string {
	if radius == 0 {
		return ""
	}
	return " radius=" + pt(radius)
}

func pt(u Unit) string { return fmt.Sprintf("%.2f", float64(u)/float64(Point)) }
