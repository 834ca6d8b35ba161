package fonts

import (
	"fmt"
	"strings"
)

// Source is a font file of a brand's own, under the name by which it is found.
type Source struct {
	Family string // whatever the file calls itself
	Weight int    // 1 to 1000
	File   []byte // TrueType with glyf outlines; kept, not copied
}

// SourceError says which file a library cannot be made of.
type SourceError struct {
	Index int   // from 0; -1 when it is not known which
	Err   error // underneath a *FormatError, where the file is at fault
}

func (e *SourceError) Error() string { return e.Err.Error() }
func (e *SourceError) Unwrap() error { return e.Err }

// With is a library of the faces of l, under the same IDs, and of faces made of
// files from outside, which follow them in the given order; With can be asked
// again for more. A family of theirs hides an embedded one that has the same
// name. The files are checked in full: what a subset, a shaper or a page reads
// of them later cannot fail, but for layout rules, which only shaping tests. The
// error is a *SourceError.
//
// What the owner of a font forbids is respected (OS/2 fsType, OpenType 1.9): a
// font under a restricted licence, one that may not be cut into subsets and one
// of which only bitmaps may be embedded are refused. Preview & Print, Editable
// and Installable embedding all allow what is made here: finished documents,
// from which a font cannot be taken and installed.
func (l *Library) With(own []Source) (*Library, error) {
	out := &Library{slots: append([]slot(nil), l.slots...), own: l.own}
	if out.own == 0 {
		out.own = len(l.slots)
	}
	if n := len(l.slots) - out.own; n+len(own) > maxOwnFaces {
		return nil, &SourceError{maxOwnFaces - n, fmt.Errorf("%d font files; at most %d are taken", n+len(own), maxOwnFaces)}
	}
	for i, s := range own {
		f, err := readOwn(s)
		if err == nil {
			err = out.add(s, f)
		}
		if err != nil {
			return nil, &SourceError{i, err}
		}
	}
	return out, nil
}

// add takes a face, unless its place is taken.
func (l *Library) add(s Source, f *Face) error {
	for _, other := range l.slots[l.own:] {
		if other.folded == foldName(s.Family) && other.weight == s.Weight {
			return fmt.Errorf("%q has a face of weight %d already: state each weight once", s.Family, s.Weight)
		}
	}
	f.id = ID(len(l.slots))
	l.slots = append(l.slots, newSlot(s.Family, s.Weight, func() *Face { return f }))
	return nil
}

// Own reports whether a face is one that With added.
func (l *Library) Own(id ID) bool { return l.own > 0 && int(id) >= l.own }

// readOwn reads a face and checks all of it.
func readOwn(s Source) (*Face, error) {
	if len(s.File) > maxOwnBytes {
		return nil, malformed("", 0, "%d bytes; at most %d are taken: a static file of one weight is smaller", len(s.File), maxOwnBytes)
	}
	f, err := readFace(s.File)
	if err != nil {
		return nil, err
	}
	for _, check := range []func() error{f.checkMetrics, f.checkCharacters, f.checkOutlines} {
		if err := check(); err != nil {
			return nil, err
		}
	}
	if _, err := f.loadShaping(); err != nil {
		return nil, err
	}
	f.family, f.weight = s.Family, s.Weight
	return f, nil
}

// checkMetrics refuses measures with which no line could be set: a font that
// has them is broken, and its text would lie where nobody looks for it.
func (f *Face) checkMetrics() error {
	const most = 4 // ems; the tallest script that is typeset, Nastaliq, has 2
	em := f.unitsPerEm
	if f.ascent <= 0 || f.descent < 0 || f.ascent+f.descent > most*em {
		return malformed("hhea", 4, "an ascent of %d and a descent of %d units, where an em has %d", f.ascent, f.descent, em)
	}
	if f.capHeight > most*em || f.xHeight > most*em {
		return malformed("OS/2", 86, "letters %d and %d units tall, where an em has %d", f.xHeight, f.capHeight, em)
	}
	if f.bbox[0] > f.bbox[2] || f.bbox[1] > f.bbox[3] {
		return malformed("head", 36, "bounds that end before they begin")
	}
	return nil
}

// checkCharacters wants what every text needs: the space, by which words are
// told apart, and the hyphen, at which they are divided.
func (f *Face) checkCharacters() error {
	for _, r := range " -" {
		if _, ok := f.Glyph(r); !ok {
			return malformed("cmap", 0, "no glyph for %U %q: this is no font for text", r, r)
		}
	}
	if space, _ := f.Glyph(' '); f.Advance(space) == 0 || f.Advance(space) > 2*f.unitsPerEm {
		return malformed("hmtx", 0, "a space %d units wide, where an em has %d", f.Advance(space), f.unitsPerEm)
	}
	return nil
}

// checkOutlines reads every outline as a subset would, and counts what
// composite glyphs are made of: parts of parts multiply.
func (f *Face) checkOutlines() error {
	all := make([]GlyphID, f.Glyphs())
	for i := range all {
		all[i] = GlyphID(i)
	}
	cut := subset{from: &f.outlines}
	if err := cut.close(all); err != nil {
		return err
	}
	counts := make([]int, f.Glyphs()) // simple outlines in a glyph; -1 while they are counted
	for g := range counts {
		if _, err := f.countParts(counts, g); err != nil {
			return err
		}
	}
	return nil
}

func (f *Face) countParts(counts []int, g int) (int, error) {
	switch {
	case counts[g] > 0:
		return counts[g], nil
	case counts[g] < 0:
		return 0, malformed("glyf", 0, "glyph %d is made of itself", g)
	}
	counts[g] = -1
	outline, err := f.outlines.glyph(g)
	if err != nil {
		return 0, err
	}
	parts, err := componentsOf(outline)
	n := 1
	for ; parts.more && err == nil; err = parts.next() {
		in, err := f.countParts(counts, parts.glyph())
		if err != nil {
			return 0, err
		}
		if n += in; n > maxParts {
			return 0, malformed("glyf", 0, "glyph %d is made of more than %d parts", g, maxParts)
		}
	}
	counts[g] = n
	return n, err
}

// advice says how to get a file that can be used out of one that cannot be.
func advice(start string, s sfnt) string {
	_, cff := s.tables["CFF"]
	_, cff2 := s.tables["CFF2"]
	_, varies := s.tables["fvar"]
	switch {
	case start == "OTTO", cff, cff2:
		return "PostScript outlines (CFF); use the TrueType build of the font, or convert it to TrueType outlines"
	case start == "ttcf":
		return "a collection of fonts; use a file with one face: fonttools ttLib -y 0 FILE -o FACE.ttf takes out the first"
	case start == "wOFF", start == "wOF2":
		return "a font packed for the web; use the .ttf file, or unpack it: fonttools ttLib FILE -o FACE.ttf"
	case varies:
		return "a variable font; use the static file of one weight, or make it: fonttools varLib.instancer FILE wght=400 -o FACE.ttf"
	case strings.HasPrefix(start, "%!"), strings.HasPrefix(start, "\x80\x01"):
		return "a Type 1 font; use the TrueType build of the font"
	}
	return ""
}
