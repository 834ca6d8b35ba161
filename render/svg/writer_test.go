package svg

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/text"
)

// page has a word and a picture.
func page(t *testing.T, word string, shade byte) *layout.Page {
	t.Helper()
	run := text.Run{Source: word, Style: text.Style{Size: 10 * text.Point}}
	for _, r := range word {
		g, ok := fonts.Embedded().Face(0).Glyph(r)
		if !ok {
			t.Fatalf("no glyph for %q", r)
		}
		run.Glyphs = append(run.Glyphs, text.Glyph{ID: g, Advance: 500})
	}
	return &layout.Page{Width: 9999, Height: 9999, Items: []layout.Placed{
		{Item: &layout.Text{Run: &run}},
		{Item: &layout.Image{Width: 99, Height: 99, Raster: &image.Raster{Width: 1, Height: 1, Components: 1, Pixels: []byte{shade}, Digest: [32]byte{1, shade}}}},
	}}
}

// What a Writer keeps does not show: pages are what a new one draws, in any
// order and at the same time.
func TestWriterThatHasDrawnMuch(t *testing.T) {
	s := NewWriter()
	pages := []*layout.Page{page(t, "nano", 1), page(t, "onan", 1), page(t, "nano", 2), page(t, "xyz", 200)}
	var wait sync.WaitGroup
	for i := range 40 {
		wait.Go(func() {
			p := pages[i%len(pages)]
			var got, want bytes.Buffer
			if err := errors.Join(s.Write(&got, fonts.Embedded(), p), Write(&want, fonts.Embedded(), p)); err != nil || !bytes.Equal(got.Bytes(), want.Bytes()) {
				t.Errorf("page %d differs (%v)", i%len(pages), err)
			}
		})
	}
	wait.Wait()
	if len(s.outlines) != 6 || len(s.pictures) != 3 {
		t.Errorf("%d outlines and %d pictures are kept, want 6 and 3", len(s.outlines), len(s.pictures))
	}
}

func TestLimitOfOutlines(t *testing.T) {
	s, drawn := NewWriter(), 0
	get := func(g int) string {
		return s.outline(outlineKey{glyph: fonts.GlyphID(g)}, func() string { drawn++; return "Z" })
	}
	for g := range maxOutlines {
		get(g)
	}
	if get(0); drawn != maxOutlines || len(s.outlines) != maxOutlines {
		t.Errorf("at the limit: %d drawn, %d kept", drawn, len(s.outlines))
	}
	if got := get(maxOutlines); got != "Z" || len(s.outlines) != 1 {
		t.Errorf("one past the limit: %q, %d kept", got, len(s.outlines))
	}
}

func TestLimitOfPictures(t *testing.T) {
	s, encoded := NewWriter(), 0
	get := func(digest byte, size int) string {
		url, err := s.picture([32]byte{digest}, func() (string, error) { encoded++; return strings.Repeat("x", size), nil })
		if err != nil {
			t.Fatal(err)
		}
		return url
	}
	get(1, maxPictureBytes-1)
	get(2, 1)
	if get(1, 0); encoded != 2 || s.pictureBytes != maxPictureBytes {
		t.Errorf("at the limit: %d encoded, %d bytes kept", encoded, s.pictureBytes)
	}
	if get(3, 1); len(s.pictures) != 1 || s.pictureBytes != 1 {
		t.Errorf("one past the limit: %d kept, %d bytes", len(s.pictures), s.pictureBytes)
	}
	if got := get(4, maxPictureBytes+1); len(got) != maxPictureBytes+1 || len(s.pictures) != 1 {
		t.Errorf("a picture that is too large to keep: %d bytes, %d kept", len(got), len(s.pictures))
	}
	// A raster that no file stands behind is no other's.
	get(0, 5)
	if got := get(0, 6); len(got) != 6 {
		t.Errorf("a picture without a digest is another one: %d bytes", len(got))
	}
	want := errors.New("no")
	if _, err := s.picture([32]byte{9}, func() (string, error) { return "", want }); err != want {
		t.Errorf("%v", err)
	}
}
