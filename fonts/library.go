package fonts

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-text/typesetting/language"

	"github.com/facture-dev/facture/internal/nearest"
)

// Library is a set of faces, numbered from 0. It never changes once made.
type Library struct {
	slots []slot
	own   int // the first of those that With added; 0 when it added none
}

type slot struct {
	family string
	folded string // the family as it is compared
	weight int
	face   func() *Face // the same face each time
}

func newSlot(family string, weight int, face func() *Face) slot {
	return slot{family, foldName(family), weight, face}
}

// NewLibrary makes a library of font files, one face each, numbered in the
// given order. The files are kept, not copied. Errors name the file by its
// place in the list, from 0, and are a *FormatError underneath where the file
// is at fault.
func NewLibrary(files ...[]byte) (*Library, error) {
	if len(files) > maxFaces {
		return nil, fmt.Errorf("%d font files; at most %d are taken", len(files), maxFaces)
	}
	l := new(Library)
	for i, file := range files {
		f, err := readFace(file)
		if err != nil {
			return nil, fmt.Errorf("font %d: %w", i, err)
		}
		if _, err := f.loadShaping(); err != nil {
			return nil, fmt.Errorf("font %d: %w", i, err)
		}
		f.id = ID(i)
		l.slots = append(l.slots, newSlot(f.family, f.weight, func() *Face { return f }))
	}
	return l, nil
}

// Face returns a face of this library. An ID that the library did not give is
// a fault of the program and panics.
func (l *Library) Face(id ID) *Face { return l.slots[id].face() }

// FaceInfo describes a face to people choosing one.
type FaceInfo struct {
	ID             ID
	Family         string
	Weight         int
	PostScriptName string
	Version        string
	Licence        string   // SPDX identifier, or the file's own words
	Glyphs         int      // number of glyphs
	Runes          int      // number of characters that have a glyph
	Scripts        []string // scripts with at least one letter or mark, ISO 15924 ("Latn"), those with most characters first
}

// Faces describes every face, in the order of their IDs.
func (l *Library) Faces() []FaceInfo {
	out := make([]FaceInfo, len(l.slots))
	for i := range l.slots {
		f := l.Face(ID(i))
		runes, scripts := f.scripts()
		out[i] = FaceInfo{
			ID: f.id, Family: f.family, Weight: f.weight, PostScriptName: f.postScriptName,
			Version: f.version, Licence: f.licence,
			Glyphs: f.Glyphs(), Runes: runes, Scripts: scripts,
		}
	}
	return out
}

// scripts counts the characters of the face and names their scripts.
func (f *Face) scripts() (runes int, scripts []string) {
	counts := map[language.Script]int{}
	for _, span := range f.Coverage() {
		runes += int(span[1]-span[0]) + 1
		for r := span[0]; r <= span[1]; r++ {
			counts[language.LookupScript(r)]++
		}
	}
	delete(counts, language.Common)
	delete(counts, language.Inherited)
	delete(counts, language.Unknown)
	found := make([]language.Script, 0, len(counts))
	for s := range counts {
		found = append(found, s)
	}
	slices.SortFunc(found, func(a, b language.Script) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a.String(), b.String())
	})
	for _, s := range found {
		scripts = append(scripts, s.String())
	}
	return runes, scripts
}

// UnknownFamilyError says that a library has no face of a family.
type UnknownFamilyError struct {
	Family  string
	Known   []string // the families there are, in alphabetical order
	Nearest string   // the one most like it, empty when none is
}

func (e *UnknownFamilyError) Error() string {
	known := "the library is empty"
	if len(e.Known) > 0 {
		known = "known are " + strings.Join(e.Known, ", ")
	}
	if e.Nearest != "" {
		return fmt.Sprintf("no font family %q (did you mean %q?); %s", e.Family, e.Nearest, known)
	}
	return fmt.Sprintf("no font family %q; %s", e.Family, known)
}

// Find returns the face of a family whose weight comes nearest, as CSS Fonts 4
// §5.2 has it: of a family with 400 and 600, one who asks for 500 gets 400, and
// of one with 300 and 600 only then 300 before 600. Letter case and the amount
// of white space in the name do not matter. The error is an *UnknownFamilyError.
func (l *Library) Find(family string, weight int) (ID, error) {
	if id, ok := l.find(family, weight, l.own, len(l.slots)); ok {
		return id, nil
	}
	if id, ok := l.find(family, weight, 0, l.own); ok {
		return id, nil
	}
	return 0, l.unknown(family)
}

// FindUnder is Find among the faces that were there before With added its own:
// what a face of these falls back to.
func (l *Library) FindUnder(family string, weight int) (ID, error) {
	under := len(l.slots)
	if l.own > 0 {
		under = l.own
	}
	if id, ok := l.find(family, weight, 0, under); ok {
		return id, nil
	}
	return 0, l.unknown(family)
}

// find looks among the faces from first to the one before end.
func (l *Library) find(family string, weight, first, end int) (ID, bool) {
	wanted := l.fold(family)
	best, found := 0, false
	for i := first; i < end; i++ {
		s := &l.slots[i]
		if s.folded != wanted {
			continue
		}
		if !found || weightDistance(weight, s.weight) < weightDistance(weight, l.slots[best].weight) {
			best, found = i, true
		}
	}
	return ID(best), found
}

// weightDistance orders available weights for a wanted one by CSS Fonts 4 §5.2:
// from 400 to 500, first up to 500, then down, then up; lighter wants look down
// first, heavier ones up first. Smaller is better.
func weightDistance(wanted, weight int) int {
	const second, third = 10_000, 20_000
	switch {
	case weight == wanted:
		return 0
	case wanted >= 400 && wanted <= 500:
		switch {
		case weight > wanted && weight <= 500:
			return weight - wanted
		case weight < wanted:
			return second + wanted - weight
		}
		return third + weight - wanted
	case wanted < 400:
		if weight < wanted {
			return wanted - weight
		}
		return second + weight - wanted
	}
	if weight > wanted {
		return weight - wanted
	}
	return second + wanted - weight
}

// fold is foldName, without its work for a name as the library writes it: a
// layout asks for each of its styles.
func (l *Library) fold(family string) string {
	for i := range l.slots {
		if l.slots[i].family == family {
			return l.slots[i].folded
		}
	}
	return foldName(family)
}

func foldName(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}

// Families names the families, in alphabetical order.
func (l *Library) Families() []string {
	var names []string
	for _, s := range l.slots {
		names = append(names, s.family)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (l *Library) unknown(family string) error {
	e := &UnknownFamilyError{Family: family, Known: l.Families()}
	for _, known := range e.Known {
		// Unfinished names are the commonest slip: "Source Sans" for "Source Sans 3".
		if wanted := foldName(family); len(wanted) >= 3 && strings.HasPrefix(foldName(known), wanted) {
			e.Nearest = known
			return e
		}
	}
	e.Nearest, _ = nearest.Of(strings.Join(strings.Fields(family), " "), e.Known)
	return e
}

// Len is the number of faces; IDs run from 0 to one less.
func (l *Library) Len() int { return len(l.slots) }
