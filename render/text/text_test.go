package text

import (
	"errors"
	"strings"
	"testing"

	"github.com/facture-dev/facture/fonts"
)

func style(t testing.TB, family string, weight int) Style {
	id, err := fonts.Embedded().Find(family, weight)
	if err != nil {
		t.Fatal(err)
	}
	return Style{Face: id, Size: 10 * Point}
}

func paragraph(t testing.TB, s *Shaper, st Style, texts ...string) Paragraph {
	t.Helper()
	var spans []Span
	for _, x := range texts {
		spans = append(spans, Span{x, st})
	}
	p, err := s.Paragraph(spans, "en")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sources shows lines as the text of their runs, runs divided by "|".
func sources(lines []Line) string {
	var out []string
	for _, l := range lines {
		var runs []string
		for _, r := range l.Runs {
			runs = append(runs, r.Source)
		}
		out = append(out, strings.Join(runs, "|"))
	}
	return strings.Join(out, "/")
}

func TestMandatoryBreaks(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := style(t, "Source Sans 3", 400)
	for _, c := range []struct {
		texts []string
		want  string
		n     int
	}{
		{nil, "", 0},
		{[]string{""}, "", 0},
		{[]string{"a"}, "a", 1},
		{[]string{"a\n"}, "a", 1},
		{[]string{"\n"}, "", 1},
		{[]string{"\r\n"}, "", 1},
		{[]string{"\n\r"}, "/", 2},
		{[]string{"a\r\nb"}, "a/b", 2},
		{[]string{"a\r", "\nb"}, "a/b", 2},
		{[]string{"a\n\nb"}, "a//b", 3},
		{[]string{"a\u2028b\u2029c\vd\fe\u0085f"}, "a/b/c/d/e/f", 6},
		{[]string{"ab", "cd\nef", "gh"}, "ab|cd/ef|gh", 2},
		{[]string{"a b  \nc"}, "a b  /c", 2},
	} {
		p := paragraph(t, s, st, c.texts...)
		lines := p.Lines(p.Width())
		if got := sources(lines); got != c.want || len(lines) != c.n {
			t.Errorf("%q: %d lines %q, want %d lines %q", c.texts, len(lines), got, c.n, c.want)
		}
	}
}

func TestRefused(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := style(t, "Source Sans 3", 400)
	for _, c := range []struct{ text, want string }{
		{"Total: שלום", "Hebrew script is not supported yet: U+05E9 'ש'"},
		{"١٢٣", "Arabic script is not supported yet: U+0661 '١'"},
		{"مرحبا", "Arabic script is not supported yet: U+0645 'م'"},
		{"a\u0700", "Syriac script is not supported yet: U+0700 '܀'"},
		{"हिन्दी", "Devanagari script is not supported yet: U+0939 'ह'"},
		{"ไทย", "Thai script is not supported yet: U+0E44 'ไ'"},
		{"x 日本", "Han script is not supported yet: U+65E5 '日'"},
		{"\U0001F600", "no font has a glyph for U+1F600 '😀'"},
		{"a\U0010FFFF", "no font has a glyph for U+10FFFF '\\U0010ffff'"},
		{"a\x01b", "text 0 holds the control character U+0001 at byte 1; remove it"},
		{"a\u0090b", "text 0 holds the control character U+0090 at byte 1; remove it"},
		{"ok\na\x7f", "text 0 holds the control character U+007F at byte 4; remove it"},
		{"a\xffb", "text 0 is not UTF-8 at byte 1; send it as UTF-8"},
	} {
		_, err := s.Paragraph([]Span{{c.text, st}}, "en")
		if err == nil || err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
	var missing *fonts.MissingGlyphError
	if _, err := s.Width("€\u2F00", st, ""); !errors.As(err, new(*ScriptError)) {
		t.Errorf("%v", err)
	}
	if _, err := s.Width("x\u2603", st, ""); !errors.As(err, &missing) || missing.Rune != '☃' {
		t.Errorf("%v", err)
	}
}

func TestBreaks(t *testing.T) {
	s := NewShaper(fonts.Embedded())
	st := style(t, "Source Sans 3", 400)
	for _, c := range []struct {
		text  string
		width Unit // in points
		want  string
	}{
		{"one two three", 40, "one two /three"},
		{"one two   three", 37, "one two   /three"},
		{"Rechnungs\u00ADnummer", 55, "Rechnungs\u00AD/nummer"},
		{"Rechnungs\u00ADnummer", 500, "Rechnungs\u00ADnummer"},
		{"12\u00A0345\u00A0678", 30, "12\u00A0345\u00A0/678"},
		{"nn mmmmmmmmmm", 30, "nn /mmm/mmm/mmm/m"},
		{"iiii", 0, "i/i/i/i"},
		{"e\u0301e\u0301", 0, "e\u0301/e\u0301"},
		{"office", 11, "of/fic/e"},
	} {
		p := paragraph(t, s, st, c.text)
		if got := sources(p.Lines(c.width * Point)); got != c.want {
			t.Errorf("%q at %d pt: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}
