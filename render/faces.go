package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
	"sync"

	"github.com/facture-dev/facture/billing"
	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/pdf"
	"github.com/facture-dev/facture/render/svg"
	"github.com/facture-dev/facture/render/text"
	"github.com/facture-dev/facture/templates"
)

// faces are the fonts that a document may be set in, with what sets text in
// them and writes it: words, subsets and outlines that are kept belong to one
// library, because its faces are known by number.
type faces struct {
	lib    *fonts.Library
	shaper *text.Shaper
	pdf    *pdf.Writer
	svg    *svg.Writer
	own    bool // a brand's own among them
	bytes  int  // of its files
}

func newFaces(lib *fonts.Library) *faces {
	return &faces{lib: lib, shaper: text.NewShaper(lib), pdf: pdf.NewWriter(lib), svg: svg.NewWriter()}
}

// fontCache keeps the faces of the brands that were met last. They are found by
// the digest of all that they are made of, so a document in one brand's fonts
// cannot be set in another's.
type fontCache struct {
	mu    sync.Mutex
	sets  map[[sha256.Size]byte]*faces
	bytes int
}

// faces gives the embedded faces, and a brand's own with them. The error is a
// *fonts.SourceError, whose Index is that in Brand.Fonts.
func (r *Renderer) faces(own []templates.FontFile, assets map[string][]byte) (*faces, error) {
	if len(own) == 0 {
		return r.embedded, nil
	}
	sources := make([]fonts.Source, len(own))
	total := 0
	for i, f := range own {
		file, ok := assets[f.File]
		if !ok {
			return nil, &fonts.SourceError{Index: i, Err: fmt.Errorf("the font file %s was not handed over", short(f.File))}
		}
		sources[i] = fonts.Source{Family: f.Family, Weight: f.Weight, File: file}
		total += len(file)
	}
	key := digest(sources)
	if kept := r.fonts.get(key); kept != nil {
		return kept, nil
	}
	for i := range sources {
		// What is kept must not change with the caller's bytes.
		sources[i].File = bytes.Clone(sources[i].File)
	}
	lib, err := r.embedded.lib.With(sources)
	if err != nil {
		return nil, err
	}
	made := newFaces(lib)
	made.own, made.bytes = true, total
	r.fonts.put(key, made)
	return made, nil
}

// digest is that of families, weights and all bytes, each with its length
// before it.
func digest(sources []fonts.Source) (sum [sha256.Size]byte) {
	h := sha256.New()
	var size [8]byte
	number := func(n int) {
		binary.BigEndian.PutUint64(size[:], uint64(n))
		h.Write(size[:])
	}
	for _, s := range sources {
		number(len(s.Family))
		h.Write([]byte(s.Family))
		number(s.Weight)
		number(len(s.File))
		h.Write(s.File)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

func (c *fontCache) get(key [sha256.Size]byte) *faces {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sets[key]
}

// put keeps a set, and forgets all others when there would be too many.
func (c *fontCache) put(key [sha256.Size]byte, f *faces) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, twice := c.sets[key]; twice {
		return
	}
	if c.sets == nil || len(c.sets) >= maxFontSets || c.bytes+f.bytes > maxFontSetBytes {
		c.sets, c.bytes = make(map[[sha256.Size]byte]*faces), 0
	}
	c.sets[key] = f
	c.bytes += f.bytes
}

// guard turns a panic into a *fonts.SourceError where a brand's own fonts are in
// force: the shaper's reader trusts some offsets in layout rules, which are
// followed only while text is set, and files of brands come from outside. Whose
// rules they were is not known: the Index is -1.
func (f *faces) guard(err *error) {
	if !f.own {
		return
	}
	if fault := recover(); fault != nil {
		*err = &fonts.SourceError{Index: -1, Err: fmt.Errorf("the layout rules of a font are damaged: %v", fault)}
	}
}

// unused warns of families that nothing is set in.
func unused(b templates.Brand) (out billing.Faults) {
	name := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	for i, f := range b.Fonts {
		if name(f.Family) == name(b.Font) || name(f.Family) == name(b.HeadingFont) {
			continue
		}
		out = append(out, billing.Fault{Rule: "brand.font.unused", Path: fmt.Sprintf("/brand/fonts/%d", i), Severity: billing.Warning,
			Message: fmt.Sprintf("nothing is set in %q: name it as font or heading_font", f.Family)})
	}
	return out
}

// pictures are the assets that are no fonts.
func pictures(b templates.Brand, assets map[string][]byte) map[string][]byte {
	if len(b.Fonts) == 0 {
		return assets
	}
	out := make(map[string][]byte, len(assets))
	for name, data := range assets {
		out[name] = data
	}
	for _, f := range b.Fonts {
		if f.File != b.Logo && f.File != b.Letterhead.First && f.File != b.Letterhead.Rest {
			delete(out, f.File)
		}
	}
	return out
}
