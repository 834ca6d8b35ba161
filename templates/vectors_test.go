package templates

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the tests compare with: golden files and the guide's reference")

const vectorsDir = "../testdata/vectors/templates"

// vector is the comment at the head of a vector: "key: value" lines.
//
//	expect:  ok, or one line of the error; repeated for every line
//	comment: what the vector is about
type vector struct {
	expect string
	ok     bool
}

func readVector(t *testing.T, file string) (vector, []byte) {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, found := strings.CutPrefix(string(src), "<!--\n")
	head, _, closed := strings.Cut(head, "\n-->")
	if !found || !closed {
		t.Fatalf("%s: does not begin with a comment of its own lines", file)
	}
	var v vector
	var lines []string
	for _, line := range strings.Split(head, "\n") {
		key, value, _ := strings.Cut(line, ": ")
		switch key {
		case "expect":
			lines = append(lines, value)
		case "comment":
		default:
			t.Fatalf("%s: unknown key %q", file, key)
		}
	}
	v.expect = strings.Join(lines, "\n")
	v.ok = v.expect == "ok"
	if v.expect == "" {
		t.Fatalf("%s: expects nothing", file)
	}
	return v, src
}

func TestVectors(t *testing.T) {
	files, err := filepath.Glob(vectorsDir + "/*.xml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors in %s: %v", vectorsDir, err)
	}
	passed, refused := 0, 0
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			v, src := readVector(t, file)
			tmpl, err := Parse(filepath.Base(file), src, testSchema())
			if v.ok {
				passed++
				if err != nil {
					t.Fatalf("refused:\n%v", err)
				}
				return
			}
			refused++
			if err == nil {
				t.Fatalf("accepted; want\n%s", v.expect)
			}
			if tmpl != nil {
				t.Error("a template together with an error")
			}
			if err.Error() != v.expect {
				t.Errorf("got\n%s\nwant\n%s", err, v.expect)
			}
		})
	}
	if passed == 0 || refused == 0 {
		t.Errorf("%d vectors are to pass and %d to be refused: both kinds are needed", passed, refused)
	}
}
