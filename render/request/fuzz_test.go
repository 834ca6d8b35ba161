package request

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse: no text makes the codec panic or hang; every fault has a
// position inside the text; what is accepted is JSON by another decoder's
// judgement, computes or is refused, and has stable canonical bytes.
func FuzzParse(f *testing.F) {
	for _, c := range faultCases {
		f.Add([]byte(c.src))
	}
	f.Add([]byte(full + "}"))
	f.Add(with(`"brand": ` + fullBrand))
	for _, pattern := range []string{"../../testdata/documents/*.json", "../../testdata/bad/*.json"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range files {
			src, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		r, p, faults := Read(src, Options{Paths: true})
		lines := strings.Count(string(src), "\n") + 1
		for _, x := range faults {
			if line, column := r.Position(x); line < 1 || line > lines || column < 1 || column > utf8.RuneCount(src)+1 {
				t.Errorf("%d:%d of %d lines: %v", line, column, lines, x)
			}
			if !utf8.ValidString(x.Path) || !utf8.ValidString(x.Message) {
				t.Errorf("a fault that is not UTF-8: %q %q", x.Path, x.Message)
			}
		}
		canonical := Canonical(r)
		if canonical == nil {
			if p != nil {
				t.Error("computed, but refused")
			}
			return
		}
		if !json.Valid(canonical) || !json.Valid([]byte(strings.TrimPrefix(string(src), byteOrderMark))) {
			t.Errorf("accepted, but not JSON: %q", src)
		}
		if p != nil && !json.Valid(EncodeComputed(p)) {
			t.Errorf("figures are not JSON: %s", EncodeComputed(p))
		}
	})
}
