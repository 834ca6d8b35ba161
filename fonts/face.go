package fonts

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

	"github.com/go-text/typesetting/font"
)

// Face is one weight of one family: immutable, and safe for concurrent use.
// Lengths are in font units, of which UnitsPerEm make one em.
type Face struct {
	id             ID
	family         string
	weight         int
	postScriptName string
	version        string
	licence        string

	unitsPerEm         int
	ascent, descent    int
	capHeight, xHeight int
	bbox               [4]int
	italicAngle        int

	advances []uint16 // by glyph
	chars    *charmap
	outlines outlines
	file     []byte

	shapingOnce sync.Once
	shaping     *font.Font
	shapingErr  error
}

// ID names the face within its Library.
func (f *Face) ID() ID { return f.id }

// PostScriptName is the name that a PDF gives the font, before the tag of its
// subset (ISO 32000-1 §9.6.4).
func (f *Face) PostScriptName() string { return f.postScriptName }

// Family is the name shared by all weights, such as "Source Serif 4".
func (f *Face) Family() string { return f.family }

// Weight is the CSS weight, 1 to 1000; 400 is regular.
func (f *Face) Weight() int { return f.weight }

// UnitsPerEm is the number of font units in one em (16 to 16,384).
func (f *Face) UnitsPerEm() int { return f.unitsPerEm }

// Ascent is how far a line reaches above its baseline.
func (f *Face) Ascent() int { return f.ascent }

// Descent is how far a line reaches below its baseline, as a positive number.
func (f *Face) Descent() int { return f.descent }

// CapHeight is the height of the flat capitals above the baseline.
func (f *Face) CapHeight() int { return f.capHeight }

// XHeight is the height of the flat small letters above the baseline.
func (f *Face) XHeight() int { return f.xHeight }

// BBox holds every outline of the face: left, bottom, right, top.
func (f *Face) BBox() [4]int { return f.bbox }

// ItalicAngle is the slant in degrees counter-clockwise from the vertical,
// rounded; 0 for upright faces (ISO 32000-1 Table 122).
func (f *Face) ItalicAngle() int { return f.italicAngle }

// StemV is the width of the vertical stems in thousandths of an em. A font file
// does not state it and no reader of an embedded font draws by it, but ISO
// 32000-1 Table 122 requires a value: it is estimated from the weight, about 88
// for regular and 136 for semibold.
func (f *Face) StemV() int { return 88 + (f.weight-400)*24/100 }

// Glyph returns the glyph of a character, and false when the face has none.
func (f *Face) Glyph(r rune) (GlyphID, bool) {
	g := f.chars.lookup(r)
	return g, g != 0
}

// Advance is the width of a glyph in font units, 0 for a glyph that the face
// does not have.
func (f *Face) Advance(g GlyphID) int {
	if int(g) >= len(f.advances) {
		return 0
	}
	return int(f.advances[g])
}

// Glyphs is the number of glyphs; identifiers run from 0 to one less.
func (f *Face) Glyphs() int { return len(f.advances) }

// Coverage lists the characters that have a glyph as inclusive ranges, ascending.
func (f *Face) Coverage() [][2]rune { return f.chars.ranges() }

// Shaping is the face as the shaper sees it, parsed when first asked for.
func (f *Face) Shaping() *font.Font {
	// Every face passed loadShaping or is embedded, and a test loads all of those.
	shaping, err := f.loadShaping()
	if err != nil {
		panic(err)
	}
	return shaping
}

func (f *Face) loadShaping() (*font.Font, error) {
	f.shapingOnce.Do(func() {
		// The shaper's reader trusts some offsets of a file (slice bounds out of
		// range on damaged layout tables), and files of brands come from outside.
		defer func() {
			if fault := recover(); fault != nil {
				f.shapingErr = fmt.Errorf("layout tables of %s are damaged: %v", f.postScriptName, fault)
			}
		}()
		face, err := font.ParseTTF(bytes.NewReader(f.file))
		if err != nil {
			f.shapingErr = fmt.Errorf("layout tables of %s: %w", f.postScriptName, err)
			return
		}
		f.shaping = face.Font
	})
	return f.shaping, f.shapingErr
}

// OS/2 fsType bits that forbid what embedding a subset does (OpenType 1.9). Up
// to version 2 of the table the least restrictive of several usage bits counts;
// later versions allow one only, so that a restriction is one.
const (
	fsRestricted   = 0x0002
	fsNoSubsetting = 0x0100
	fsBitmapOnly   = 0x0200
	fsUsage        = 0x000F
	fsUseTypo      = 0x0080 // fsSelection: the typographic line, not hhea's
)

// readFace reads everything but the layout tables.
func readFace(file []byte) (*Face, error) {
	s, err := readSFNT(file)
	if err != nil {
		return nil, err
	}
	f := &Face{file: file}
	if f.outlines, err = readOutlines(s); err != nil {
		return nil, err
	}
	for _, read := range []func(sfnt) error{f.readHead, f.readOS2, f.readName, f.readAdvances} {
		if err := read(s); err != nil {
			return nil, err
		}
	}
	cmap, err := s.need("cmap", 4)
	if err != nil {
		return nil, err
	}
	if f.chars, err = readCmap(cmap, f.outlines.glyphs); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *Face) readHead(s sfnt) error {
	head, err := s.need("head", 54)
	if err != nil {
		return err
	}
	f.unitsPerEm = u16(head, 18)
	if f.unitsPerEm < 16 || f.unitsPerEm > 16384 {
		return malformed("head", 18, "%d units per em; 16 to 16384 are allowed", f.unitsPerEm)
	}
	for i := range f.bbox {
		f.bbox[i] = i16(head, 36+2*i)
	}
	// post.italicAngle is 16.16 fixed point.
	if post := s.tables["post"]; len(post) >= 8 {
		f.italicAngle = (int(int32(u32(post, 4))) + 1<<15) >> 16
	}
	return nil
}

// readOS2 reads the weight, the right to embed, and the vertical metrics: the
// typographic ones where the font says so, else hhea's.
func (f *Face) readOS2(s sfnt) error {
	os2, err := s.need("OS/2", 78)
	if err != nil {
		return err
	}
	f.weight = min(max(u16(os2, 4), 1), 1000)
	switch fsType := u16(os2, 8); {
	case fsType&fsRestricted != 0 && (u16(os2, 0) >= 3 || fsType&fsUsage == fsRestricted):
		return malformed("OS/2", 8, "its maker forbids embedding this font: ask for a licence and a file that allow it, or choose another")
	case fsType&fsNoSubsetting != 0:
		return malformed("OS/2", 8, "its maker forbids subsets of this font, and documents carry no more than they use: ask for a file that allows them, or choose another")
	case fsType&fsBitmapOnly != 0:
		return malformed("OS/2", 8, "its maker forbids embedding outlines: ask for a file that allows it, or choose another")
	}
	hhea, err := s.need("hhea", 36)
	if err != nil {
		return err
	}
	f.ascent, f.descent = i16(hhea, 4), -i16(hhea, 6)
	if u16(os2, 62)&fsUseTypo != 0 || f.ascent == 0 && f.descent == 0 {
		f.ascent, f.descent = i16(os2, 68), -i16(os2, 70)
	}
	if u16(os2, 0) >= 2 && len(os2) >= 90 {
		f.xHeight, f.capHeight = i16(os2, 86), i16(os2, 88)
	}
	// Old fonts leave them out; these ratios are those of an ordinary text face.
	if f.capHeight <= 0 {
		f.capHeight = f.unitsPerEm * 7 / 10
	}
	if f.xHeight <= 0 {
		f.xHeight = f.unitsPerEm / 2
	}
	return nil
}

func (f *Face) readName(s sfnt) error {
	table, err := s.need("name", 6)
	if err != nil {
		return err
	}
	names, err := readNames(table)
	if err != nil {
		return err
	}
	f.family, f.postScriptName = names[nameTypographicFam], names[namePostScript]
	if f.family == "" {
		f.family = names[nameFamily]
	}
	f.version = strings.TrimPrefix(names[nameVersion], "Version ")
	f.version, _, _ = strings.Cut(f.version, ";")
	f.licence = names[nameLicence]
	if f.family == "" {
		return malformed("name", 0, "no family name")
	}
	// It becomes a PDF name and part of XML: PostScript allows 1 to 63 printable
	// ASCII characters without delimiters (OpenType 1.9, name ID 6).
	if len(f.postScriptName) == 0 || len(f.postScriptName) > 63 {
		return malformed("name", 0, "PostScript name of %d bytes; 1 to 63 are allowed", len(f.postScriptName))
	}
	for i := range len(f.postScriptName) {
		if c := f.postScriptName[i]; c <= ' ' || c > '~' || strings.IndexByte("[](){}<>/%#", c) >= 0 {
			return malformed("name", 0, "PostScript name %q holds a character that is not allowed", f.postScriptName)
		}
	}
	return nil
}

func (f *Face) readAdvances(s sfnt) error {
	f.advances = make([]uint16, f.outlines.glyphs)
	for g := range f.advances {
		f.advances[g] = uint16(u16(f.outlines.hmtx, 4*min(g, f.outlines.metrics-1)))
	}
	return nil
}
