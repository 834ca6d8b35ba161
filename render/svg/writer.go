package svg

import (
	"bytes"
	"io"
	"sync"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/layout"
)

// Writer draws pages and keeps what they have in common: the outlines of glyphs
// and encoded pictures, which cost more than all the rest of a page. What is
// kept is known by its face and glyph, or by the digest of the whole picture,
// so a page is the same bytes from any Writer. It is safe for concurrent use.
type Writer struct {
	mu           sync.Mutex
	outlines     map[outlineKey]string
	pictures     map[[32]byte]string
	pictureBytes int
}

type outlineKey struct {
	face  *fonts.Face
	glyph fonts.GlyphID
}

// NewWriter returns a Writer that has drawn nothing yet.
func NewWriter() *Writer {
	return &Writer{outlines: map[outlineKey]string{}, pictures: map[[32]byte]string{}}
}

// Write draws a page. Lengths are points. The writer gets nothing when a
// picture cannot be encoded.
func (s *Writer) Write(w io.Writer, lib *fonts.Library, p *layout.Page) error {
	d := &drawing{shared: s, lib: lib, ids: map[glyphKey]int{}}
	for i := range p.Items {
		d.item(&p.Items[i])
	}
	if d.err != nil {
		return d.err
	}
	var out bytes.Buffer
	out.Grow(d.defs.Len() + d.body.Len() + 512)
	d.page(&out, p)
	_, err := w.Write(out.Bytes())
	return err
}

// outline gives the path of a glyph, and how it is made when it is not at hand.
func (s *Writer) outline(key outlineKey, draw func() string) string {
	s.mu.Lock()
	path, ok := s.outlines[key]
	s.mu.Unlock()
	if ok {
		return path
	}
	path = draw()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.outlines) >= maxOutlines {
		clear(s.outlines) // cheaper to draw some again than to know the oldest
	}
	s.outlines[key] = path
	return path
}

// picture gives the data: URL of a raster by its digest. One without a digest
// was not read from a file; nothing is known of it, so it is not kept.
func (s *Writer) picture(digest [32]byte, encode func() (string, error)) (string, error) {
	s.mu.Lock()
	url, ok := s.pictures[digest]
	s.mu.Unlock()
	if ok {
		return url, nil
	}
	url, err := encode()
	if err != nil || len(url) > maxPictureBytes || digest == [32]byte{} {
		return url, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pictureBytes+len(url) > maxPictureBytes {
		clear(s.pictures)
		s.pictureBytes = 0
	}
	if _, twice := s.pictures[digest]; !twice {
		s.pictures[digest] = url
		s.pictureBytes += len(url)
	}
	return url, nil
}
