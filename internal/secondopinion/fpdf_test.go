//go:build oracle

package secondopinion

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-pdf/fpdf"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/internal/samples"
	"github.com/facture-dev/facture/internal/tools"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
	"github.com/facture-dev/facture/render/text"
)

// second draws frames through fpdf: another subsetter, other PDF operators,
// every glyph at a place of its own. fpdf addresses characters. Where a glyph
// is the one that the font gives a character, that character is drawn; what
// only a shaper finds (ligatures, figures of equal width, small forms) is drawn
// from the same file with another table of characters, which has every glyph.
type second struct {
	t     *testing.T
	out   *fpdf.Fpdf
	font  map[string]bool
	own   int // glyphs drawn by their character
	other int // glyphs that no character has
}

// firstGlyph is the character that stands for glyph 0 in the second table.
const firstGlyph = 0xe000

// byFPDF draws some pages of a document.
func byFPDF(t *testing.T, pages []layout.Page) (file []byte, s *second) {
	t.Helper()
	size := fpdf.SizeType{Wd: points(pages[0].Width), Ht: points(pages[0].Height)}
	s = &second{t: t, out: fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: size}), font: map[string]bool{}}
	s.out.SetAutoPageBreak(false, 0)
	for i := range pages {
		s.out.AddPage()
		for k := range pages[i].Items {
			s.draw(&pages[i].Items[k])
		}
	}
	var b bytes.Buffer
	if err := s.out.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), s
}

func points(u layout.Unit) float64 { return float64(u) / float64(layout.Point) }

func rgb(c layout.Color) (r, g, b int) { return int(c >> 16 & 255), int(c >> 8 & 255), int(c & 255) }

func (s *second) draw(it *layout.Placed) {
	x, y := points(it.X), points(it.Y)
	switch v := it.Item.(type) {
	case *layout.Text:
		s.text(x, y, v)
	case *layout.Rule:
		s.out.SetFillColor(rgb(v.Color))
		s.out.Rect(x, y, points(v.Width), points(v.Thickness), "F")
	case *layout.Fill:
		s.out.SetFillColor(rgb(v.Color))
		s.out.Rect(x, y, points(v.Width), points(v.Height), "F")
	case *layout.Frame:
		s.out.SetDrawColor(rgb(v.Color))
		s.out.SetLineWidth(points(v.Thickness))
		half := points(v.Thickness) / 2
		s.out.Rect(x+half, y+half, points(v.Width-v.Thickness), points(v.Height-v.Thickness), "D")
	case *layout.Image:
		s.image(x, y, v)
	case *layout.Modules:
		s.modules(x, y, v)
	case *layout.Link:
	default:
		s.t.Fatalf("a %T", v)
	}
}

// modules draws a code as one path: filled one by one, rectangles that touch
// would show seams. Its unit is the module, because fpdf keeps two decimals of
// a place; of a matrix it keeps five.
func (s *second) modules(x, y float64, v *layout.Modules) {
	five := func(f float64) float64 { return math.Round(f*1e5) / 1e5 }
	w, h := five(points(v.Width)/float64(v.Matrix.Width)), five(points(v.Height)/float64(v.Matrix.Height))
	_, page := s.out.GetPageSize()
	s.out.SetFillColor(0, 0, 0)
	s.out.TransformBegin()
	s.out.Transform(fpdf.TransformMatrix{A: w, D: h, E: x, F: page - y - h*page})
	for _, r := range v.Matrix.AppendRects(nil) {
		left, top, right, bottom := float64(r.X), float64(r.Y), float64(r.X+r.W), float64(r.Y+r.H)
		s.out.MoveTo(left, top)
		s.out.LineTo(right, top)
		s.out.LineTo(right, bottom)
		s.out.LineTo(left, bottom)
		s.out.ClosePath()
	}
	s.out.DrawPath("F")
	s.out.TransformEnd()
}

func (s *second) text(x, y float64, v *layout.Text) {
	face := fonts.Embedded().Face(v.Run.Style.Face)
	em := points(v.Run.Style.Size) / float64(face.UnitsPerEm())
	s.out.SetTextColor(rgb(v.Color))
	for i, g := range v.Run.Glyphs {
		char, family := s.character(face, v, i)
		s.use(face, family)
		s.out.SetFont(family, "", points(v.Run.Style.Size))
		s.out.Text(x+float64(g.XOffset)*em, y-float64(g.YOffset)*em, string(char))
		x += float64(g.Advance)*em + points(v.Run.Style.Size)*float64(v.Run.Style.Tracking)/1000
	}
}

// character finds what to draw a glyph by: the only character of its cluster,
// if the font gives it this glyph.
func (s *second) character(face *fonts.Face, v *layout.Text, i int) (rune, string) {
	glyphs, src := v.Run.Glyphs, v.Run.Source
	start, end := int(glyphs[i].Cluster), len(src)
	if i+1 < len(glyphs) {
		end = int(glyphs[i+1].Cluster)
	}
	if start < end {
		r, n := utf8.DecodeRuneInString(src[start:end])
		if g, ok := face.Glyph(r); ok && n == end-start && g == glyphs[i].ID {
			s.own++
			return r, face.PostScriptName()
		}
	}
	s.other++
	return firstGlyph + rune(glyphs[i].ID), face.PostScriptName() + "-glyphs"
}

func (s *second) use(face *fonts.Face, family string) {
	if s.font[family] {
		return
	}
	s.font[family] = true
	name, style, _ := strings.Cut(face.PostScriptName(), "-")
	files, err := filepath.Glob(filepath.Join(tools.Root(s.t), "fonts", "faces", "*", name+"_*"+style+".ttf"))
	if err != nil || len(files) != 1 {
		s.t.Fatalf("%d files of %s", len(files), face.PostScriptName())
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		s.t.Fatal(err)
	}
	if family != face.PostScriptName() {
		data = withCharacters(data, face.Glyphs())
	}
	s.out.AddUTF8FontFromBytes(family, "", data)
}

// withCharacters replaces a font's table of characters with one that gives
// every glyph a private character (OpenType cmap, format 4).
func withCharacters(file []byte, glyphs int) []byte {
	u16 := binary.BigEndian.AppendUint16
	sub := []byte(nil)
	for _, v := range []int{4, 32, 0, 4, 4, 1, 0, firstGlyph + glyphs - 1, 0xffff, 0, firstGlyph, 0xffff, 0x10000 - firstGlyph, 1, 0, 0} {
		sub = u16(sub, uint16(v))
	}
	table := u16(u16(u16(u16(nil, 0), 1), 3), 1)
	table = append(binary.BigEndian.AppendUint32(table, 12), sub...)
	out := bytes.Clone(file)
	for i := range int(binary.BigEndian.Uint16(out[4:])) {
		record := out[12+16*i:]
		if string(record[:4]) == "cmap" {
			binary.BigEndian.PutUint32(record[8:], uint32(len(out)))
			binary.BigEndian.PutUint32(record[12:], uint32(len(table)))
		}
	}
	return append(out, table...)
}

func (s *second) image(x, y float64, v *layout.Image) {
	r, kind := v.Raster, "JPG"
	data := r.JPEG
	if data == nil {
		kind = "PNG"
		m := image.NewNRGBA(image.Rect(0, 0, r.Width, r.Height))
		for i := range r.Width * r.Height {
			p := m.Pix[4*i : 4*i+4]
			for c := range 3 {
				p[c] = r.Pixels[i*r.Components+c%r.Components]
			}
			p[3] = 255
			if r.Alpha != nil {
				p[3] = r.Alpha[i]
			}
		}
		var b bytes.Buffer
		if err := png.Encode(&b, m); err != nil {
			s.t.Fatal(err)
		}
		data = b.Bytes()
	}
	name := fmt.Sprintf("%x", r.Digest)
	s.out.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: kind}, bytes.NewReader(data))
	s.out.ImageOptions(name, x, y, points(v.Width), points(v.Height), false, fpdf.ImageOptions{ImageType: kind}, 0, "")
}

// byUs writes the same pages with our own writer.
func byUs(t *testing.T, d *layout.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.NewWriter(fonts.Embedded()).Write(&b, d, pdf.Options{Title: "T", Lang: "en"}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Poppler puts glyphs on quarters of a pixel. Two places that differ by a
// hundredth of a point may fall on different ones, which changes a pixel by up
// to 64 of 255; what is drawn differently changes some by far more.
const (
	dpi       = 150
	threshold = 66
)

// TestSecondOpinion draws Latin documents twice and finds no difference.
func TestSecondOpinion(t *testing.T) {
	for _, c := range []struct {
		sample string
		pages  int
	}{{"classic", 1}, {"german", 1}, {"forty-lines", 2}, {"credit-note", 1}} {
		d := samples.One(t, c.sample).Document
		d = &layout.Document{Pages: d.Pages[:c.pages], Elems: d.Elems}
		file, s := byFPDF(t, d.Pages)
		ours, theirs := Pages(t, byUs(t, d), dpi), Pages(t, file, dpi)
		if len(ours) != c.pages || len(theirs) != c.pages {
			t.Fatalf("%s: %d and %d pages", c.sample, len(ours), len(theirs))
		}
		for i := range ours {
			for _, r := range Regions(ours[i], theirs[i], threshold) {
				t.Errorf("%s, page %d: %v", c.sample, i+1, r)
			}
		}
		// Most must be drawn by their characters, else fpdf had no opinion on them.
		if s.own < 1000 || s.other*20 > s.own {
			t.Errorf("%s: %d glyphs by their character, %d otherwise", c.sample, s.own, s.other)
		}
		t.Logf("%s: %d glyphs by their character, %d otherwise", c.sample, s.own, s.other)
	}
}

// TestSecondOpinionFinds is the proof that it sees something: single runs moved
// by 1 pt, a picture moved by 1 pt, one letter replaced.
func TestSecondOpinionFinds(t *testing.T) {
	d := samples.One(t, "credit-note").Document
	d = &layout.Document{Pages: d.Pages[:1], Elems: d.Elems}
	ours := Pages(t, byUs(t, d), dpi)[0]
	changed := func(i int, item layout.Item, dx layout.Unit) bool {
		p := d.Pages[0]
		p.Items = append([]layout.Placed{}, p.Items...)
		p.Items[i].X += dx
		p.Items[i].Item = item
		file, _ := byFPDF(t, []layout.Page{p})
		return len(Regions(ours, Pages(t, file, dpi)[0], threshold)) > 0
	}
	runs, pictures, letters := 0, 0, 0
	for i, it := range d.Pages[0].Items {
		switch v := it.Item.(type) {
		case *layout.Text:
			if i%12 != 0 || strings.TrimSpace(v.Run.Source) == "" {
				continue
			}
			if runs++; !changed(i, v, layout.Point) {
				t.Errorf("%q moved by 1 pt: not found", v.Run.Source)
			}
			if at := strings.Index(v.Run.Source, "e"); at >= 0 && letters < 2 {
				letters++
				w, run := *v, *v.Run
				w.Run = &run
				w.Run.Source = strings.Replace(v.Run.Source, "e", "c", 1)
				w.Run.Glyphs = append([]text.Glyph{}, v.Run.Glyphs...)
				for k := range w.Run.Glyphs {
					if int(w.Run.Glyphs[k].Cluster) == at {
						w.Run.Glyphs[k].ID, _ = fonts.Embedded().Face(v.Run.Style.Face).Glyph('c')
					}
				}
				if !changed(i, &w, 0) {
					t.Errorf("a letter of %q replaced: not found", v.Run.Source)
				}
			}
		case *layout.Image:
			if pictures++; pictures == 1 && !changed(i, v, layout.Point) {
				t.Error("a picture moved by 1 pt: not found")
			}
		}
	}
	if runs < 5 || letters == 0 || pictures == 0 {
		t.Errorf("%d runs, %d letters, %d pictures were tried", runs, letters, pictures)
	}
}
