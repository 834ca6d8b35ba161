//go:build oracle

package text

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-text/typesetting/language"

	"github.com/facture-dev/facture/fonts"
)

// hbGlyph is a glyph in the JSON of hb-shape.
type hbGlyph struct {
	G  uint16 `json:"g"`
	Cl uint32 `json:"cl"`
	DX int32  `json:"dx"`
	DY int32  `json:"dy"`
	AX int32  `json:"ax"`
}

// Every text of the corpus that a face covers, set by this package, has the
// glyphs, clusters, advances and offsets that hb-shape gives for the whole text.
func TestOracleHarfBuzz(t *testing.T) {
	hb, err := exec.LookPath("hb-shape")
	if err != nil {
		t.Fatal("hb-shape is missing: install the Debian package libharfbuzz-bin (make tools)")
	}
	files, err := filepath.Glob("../../fonts/faces/*/*.ttf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no font files found: %v", err)
	}
	var data [][]byte
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, b)
	}
	lib, err := fonts.NewLibrary(data...)
	if err != nil {
		t.Fatal(err)
	}
	s := NewShaper(lib)
	type batch struct {
		file    int
		tabular bool
		lang    string
		script  language.Script
	}
	batches := map[batch][]Paragraph{}
	for i, c := range corpus(t) {
		found := scripts(c.text)
		if len(found) > 1 {
			continue
		}
		b := batch{i % len(files), i/len(files)%2 == 1, c.lang, append(found, language.Common)[0]}
		p, err := s.Paragraph([]Span{{c.text, Style{Face: fonts.ID(b.file), Size: Point, Tabular: b.tabular}}}, c.lang)
		if err == nil {
			batches[b] = append(batches[b], p)
		}
	}
	compared := 0
	for b, paragraphs := range batches {
		var texts []string
		for i := range paragraphs {
			texts = append(texts, paragraphs[i].lines[0].Runs[0].Source)
		}
		features := "-calt"
		if b.tabular {
			features += ",tnum"
		}
		lines := hbShape(t, hb, files[b.file], texts, "--language="+b.lang, "--script="+b.script.String(), "--features="+features)
		for i := range paragraphs {
			if got := paragraphs[i].lines[0].Runs[0].Glyphs; !slices.Equal(got, lines[i]) {
				t.Fatalf("%s %s %q:\n  got %v\nwant %v", filepath.Base(files[b.file]), b.lang, texts[i], got, lines[i])
			}
			compared++
		}
	}
	if compared < 5000 {
		t.Errorf("only %d texts were compared", compared)
	}
	t.Logf("%d texts equal", compared)
}

// Runs in the faces that a style falls back to are what hb-shape makes of them
// in these faces.
func TestOracleFallback(t *testing.T) {
	hb, err := exec.LookPath("hb-shape")
	if err != nil {
		t.Fatal("hb-shape is missing: install the Debian package libharfbuzz-bin (make tools)")
	}
	st := falling(t)
	files := map[fonts.ID]string{
		st.Face:              "../../fonts/faces/source-serif-4/SourceSerif4_400Regular.ttf",
		st.Fallback.faces[0]: "../../fonts/faces/source-sans-3/SourceSans3_400Regular.ttf",
		st.Fallback.faces[1]: "../../fonts/faces/inter/Inter_400Regular.ttf",
	}
	s := NewShaper(fonts.Embedded())
	compared := map[fonts.ID]int{}
	for _, c := range fallbackSamples {
		p := paragraph(t, s, st, c.text)
		for _, l := range p.Lines(p.Width()) {
			for _, r := range l.Runs {
				if strings.ContainsAny(r.Source, "\t\u00A0\u00AD") {
					continue // set like a space, or not drawn at all: this package's own rules
				}
				script := append(scripts(r.Source), language.Common)[0]
				want := hbShape(t, hb, files[r.Style.Face], []string{r.Source}, "--language=en", "--script="+script.String(), "--features=-calt")[0]
				if !slices.Equal(r.Glyphs, want) {
					t.Errorf("%q in %s:\n  got %v\nwant %v", r.Source, filepath.Base(files[r.Style.Face]), r.Glyphs, want)
				}
				compared[r.Style.Face]++
			}
		}
	}
	for id, file := range files {
		if compared[id] == 0 {
			t.Errorf("no run in %s", file)
		}
	}
}

func hbShape(t *testing.T, hb, font string, texts []string, args ...string) (out [][]Glyph) {
	t.Helper()
	args = append(args, "--direction=ltr", "--output-format=json", "--no-glyph-names", "--utf8-clusters", "--remove-default-ignorables", "--font-file="+font)
	cmd := exec.Command(hb, args...)
	cmd.Stdin = strings.NewReader(strings.Join(texts, "\n") + "\n")
	cmd.Stderr = os.Stderr
	b, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v", cmd.Args, err)
	}
	for dec := json.NewDecoder(strings.NewReader(string(b))); dec.More(); {
		var line []hbGlyph
		if err := dec.Decode(&line); err != nil {
			t.Fatal(err)
		}
		var glyphs []Glyph
		for _, g := range line {
			glyphs = append(glyphs, Glyph{g.G, g.AX, g.DX, g.DY, g.Cl})
		}
		out = append(out, glyphs)
	}
	if len(out) != len(texts) {
		t.Fatalf("%v: %d lines for %d texts", cmd.Args, len(out), len(texts))
	}
	return out
}

// lineBreakTest is in the Debian package unicode-data.
const lineBreakTest = "/usr/share/unicode/auxiliary/LineBreakTest.txt"

// The conformance file of UAX #14. What is expected to fail has its reason
// here; anything else, or a case that passes after all, is an error.
func TestOracleLineBreakTest(t *testing.T) {
	f, err := os.Open(lineBreakTest)
	if err != nil {
		t.Fatalf("%v: install the Debian package unicode-data (make tools)", err)
	}
	defer f.Close()
	version, passed := "", 0
	reasons := map[string]int{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if version == "" {
			version = line
		}
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		text, want := conformanceCase(t, line)
		got := breaksOf(text)
		if slices.Equal(got, want) {
			passed++
			continue
		}
		reason := difference(text, got, want)
		if reason == "" {
			t.Errorf("%s: breaks %v, want %v", line, got, want)
		}
		reasons[reason]++
	}
	t.Logf("%s: %d passed; %v", version, passed, reasons)
	if passed < 7000 {
		t.Errorf("only %d cases passed", passed)
	}
}

// breaksOf finds the breaks of a text as a paragraph does: first the mandatory
// ones, then those of each line.
func breaksOf(text []rune) []uint8 {
	str, got := string(text), make([]uint8, len(text)+1)
	var b builder
	for from, base := 0, 0; from < len(str); {
		at, n := nextBreak(str, from)
		if at+1 < len(str) && str[at:at+2] == "\r\n" {
			n = 2
		}
		line := []rune(str[from:at])
		breaks := make([]uint8, len(line)+1)
		findBreaks(&b.brk.seg, line, breaks)
		for i := range line {
			got[base+i] |= breaks[i] & opportunity
		}
		from = at + n
		base += len(line) + utf8.RuneCountInString(str[at:from])
		got[base] |= opportunity
	}
	return got
}

func conformanceCase(t *testing.T, line string) (text []rune, breaks []uint8) {
	for _, field := range strings.Fields(line) {
		switch field {
		case "÷":
			breaks = append(breaks, opportunity)
		case "×":
			breaks = append(breaks, 0)
		default:
			r, err := strconv.ParseUint(field, 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			text = append(text, rune(r))
		}
	}
	return text, breaks
}

// difference names the known reason for breaks that are not those of UAX #14,
// or returns "".
func difference(text []rune, got, want []uint8) string {
	all := general(text)
	for i := range got {
		if got[i] == want[i] {
			continue
		}
		if want[i] != 0 && all[i]&cluster == 0 {
			return "within a grapheme cluster, which is never divided"
		}
		return ""
	}
	return ""
}
