package pdf_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/pdf"
	"github.com/facture-dev/facture/render/text"
)

// source hands out the numbers that a fuzzer chose; 0 when they are used up.
type source struct{ b []byte }

func (s *source) byte() byte {
	if len(s.b) == 0 {
		return 0
	}
	v := s.b[0]
	s.b = s.b[1:]
	return v
}

func (s *source) below(n int) int { return (int(s.byte())<<8 | int(s.byte())) % n }

// unit is a length, now and then an absurd one.
func (s *source) unit() layout.Unit {
	v := layout.Unit(10 + s.below(1<<16-10))
	switch s.byte() {
	case 255:
		return v << 15
	case 254:
		return -v
	}
	return v
}

// text is a few characters, or bytes that are none.
func (s *source) text() string {
	var b []byte
	for range s.below(6) {
		switch k := s.byte(); {
		case k < 200:
			b = append(b, 'A'+k%26)
		case k == 255:
			b = append(b, 0xff)
		default:
			b = append(b, string([]rune{'é', 'ж', '\ufeff', '𝄞', '\u200b', '\u0301', '€'}[int(k)%7])...)
		}
	}
	return string(b)
}

// document draws frames that are mostly sound: an unsound one is refused, and
// then nothing else is tried.
func (s *source) document() *layout.Document {
	d := page()
	owners := map[layout.Role][]layout.ElemID{layout.NoRole: {0}}
	for range s.below(12) {
		role := []layout.Role{layout.RoleP, layout.RoleP, layout.RoleSpan, layout.RoleLink, layout.RoleFigure, layout.RoleH1}[s.below(6)]
		parent := layout.Root
		if s.byte()%2 == 0 {
			parent += layout.ElemID(s.below(len(d.Elems) - 1))
		}
		if s.byte() == 255 {
			role = layout.Role(s.below(21))
		}
		e := elem(d, parent, role)
		d.Elems[e].ColSpan, d.Elems[e].Alt = s.byte()%3, "a"+s.text()
		owners[role] = append(owners[role], e)
	}
	for range s.below(3) {
		d.Pages = append(d.Pages, layout.Page{Width: s.unit() + 4000, Height: s.unit() + 4000})
	}
	for i := range d.Pages {
		for range s.below(10) {
			item := s.item()
			var may []layout.ElemID
			switch item.(type) {
			case *layout.Image:
				may = owners[layout.RoleFigure]
			case *layout.Link:
				may = owners[layout.RoleLink]
			default:
				for _, r := range []layout.Role{layout.RoleP, layout.RoleSpan, layout.RoleLink, layout.RoleH1} {
					may = append(may, owners[r]...)
				}
			}
			may = append(may[:len(may):len(may)], 0)
			e := may[s.below(len(may))]
			if s.byte() == 255 {
				e = layout.ElemID(s.below(len(d.Elems) + 1))
			}
			d.Pages[i].Items = append(d.Pages[i].Items, layout.Placed{X: s.unit(), Y: s.unit(), Elem: e, Item: item})
		}
	}
	return d
}

func (s *source) item() layout.Item {
	color := layout.Color(s.below(1<<16)) << (s.byte() % 12)
	switch s.byte() % 9 {
	case 0:
		return &layout.Rule{Width: s.unit(), Thickness: s.unit(), Color: color}
	case 1:
		return &layout.Fill{Width: s.unit(), Height: s.unit(), Radius: s.unit() % 4096, Color: color}
	case 2:
		return &layout.Frame{Width: s.unit(), Height: s.unit(), Thickness: s.unit(), Radius: s.unit() % 4096, Color: color}
	case 8:
		points := make([]layout.Offset, 2+s.below(3))
		for i := range points {
			points[i] = layout.Offset{X: s.unit(), Y: s.unit()}
		}
		return &layout.Stroke{Points: points, Thickness: s.unit(), Color: color}
	case 3:
		r := &image.Raster{Width: 1 + s.below(3), Height: 1 + s.below(3), Components: 1 + 2*s.below(2)}
		r.Pixels = bytes.Repeat([]byte{s.byte()}, r.Width*r.Height*r.Components)
		if s.byte()%2 == 0 {
			r.Alpha = make([]byte, r.Width*r.Height)
		}
		r.Digest = sha256.Sum256(append([]byte{byte(r.Width), byte(r.Height), byte(r.Components), byte(len(r.Alpha))}, r.Pixels...))
		return &layout.Image{Width: s.unit(), Height: s.unit(), Raster: r}
	case 4:
		return &layout.Link{Width: s.unit(), Height: s.unit(), URI: "x:" + s.text(), Alt: "a" + s.text()}
	}
	run := s.run()
	if s.byte()%8 == 0 {
		return &layout.Text{Run: &run, Color: color, Turn: layout.Turn{Cos: 39_322, Sin: 52_429}}
	}
	return &layout.Text{Run: &run, Color: color}
}

// run draws glyphs that may have nothing to do with the text.
func (s *source) run() text.Run {
	lib := fonts.Embedded()
	r := text.Run{Source: s.text(), Width: s.unit()}
	r.Style = text.Style{Face: fonts.ID(s.below(lib.Len())), Size: s.unit(), Tracking: int16(s.below(3) * s.below(900))}
	glyphs := lib.Face(r.Style.Face).Glyphs()
	for i := range r.Source {
		for range 1 + s.byte()%2 {
			g := text.Glyph{ID: fonts.GlyphID(s.below(glyphs + 1)), Advance: int32(s.below(3000)), Cluster: uint32(i)}
			if s.byte()%4 == 0 {
				g.XOffset, g.YOffset = int32(s.byte())-128, int32(s.byte())-128
			}
			r.Glyphs = append(r.Glyphs, g)
		}
	}
	return r
}

// FuzzWriter writes random frames: what is not refused is a file that reads
// back, the same each time, and readable as compact.
func FuzzWriter(f *testing.F) {
	for seed := range 24 {
		f.Add(seedBytes(seed), "Title")
	}
	shared := pdf.NewWriter(fonts.Embedded())
	f.Fuzz(func(t *testing.T, b []byte, title string) {
		d := (&source{b}).document()
		o := pdf.Options{Title: title, Lang: "en"}
		var out bytes.Buffer
		err := shared.Write(&out, d, o)
		var refused *pdf.Error
		if errors.As(err, &refused) {
			if out.Len() != 0 || len(refused.Problems) == 0 {
				t.Fatalf("refused with %d bytes, %d problems", out.Len(), len(refused.Problems))
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		m := mustUnderstand(t, out.Bytes())
		if !bytes.Equal(write(t, d, o), out.Bytes()) {
			t.Fatal("other bytes by a fresh writer")
		}
		o.Readable = true
		if err := same(m, mustUnderstand(t, writeBy(t, shared, d, o))); err != nil {
			t.Fatal(err)
		}
	})
}

func seedBytes(seed int) []byte {
	b := make([]byte, 0, 640)
	for h := sha256.Sum256([]byte{byte(seed), byte(seed >> 8)}); len(b) < 640; h = sha256.Sum256(h[:]) {
		b = append(b, h[:]...)
	}
	return b
}

// TestRandomFrames: most of what the fuzzer draws is written, not refused.
func TestRandomFrames(t *testing.T) {
	written, items := 0, 0
	w := pdf.NewWriter(fonts.Embedded())
	for seed := range 400 {
		d := (&source{seedBytes(seed)}).document()
		var out bytes.Buffer
		if err := w.Write(&out, d, options); err != nil {
			continue
		}
		written++
		m := mustUnderstand(t, out.Bytes())
		for _, p := range m.pages {
			items += len(p.painted)
		}
	}
	if written < 250 || items < 2000 {
		t.Errorf("%d of 400 are written, with %d items", written, items)
	}
	t.Logf("%d of 400, %d items", written, items)
}
