package doctest

import (
	"slices"
	"strings"
	"testing"
)

const samplePage = "# Title\n\nRun `make test`, which will make sense; see [a](docs/a.md#part), ![p](p.png) and [out](https://example.org).\n\n" +
	"```sh\n$ facture render \\\n>   a.json\na.pdf\n…\ndone\n$ make check\n```\n\n```json\n{\"a\": 1}\n```\n"

func TestWhatIsReadFromAPage(t *testing.T) {
	blocks := Blocks(samplePage)
	if len(blocks) != 2 || blocks[0].Language != "sh" || blocks[1].Language != "json" || blocks[0].Line != 5 {
		t.Fatalf("blocks: %+v", blocks)
	}
	commands := blocks[0].Commands()
	if len(commands) != 2 || commands[0].Text != "facture render a.json" || commands[0].Line != 6 || commands[1].Text != "make check" {
		t.Fatalf("commands: %+v", commands)
	}
	if got, want := strings.Join(commands[0].Output, "|"), "a.pdf|…|done"; got != want {
		t.Errorf("output %q, want %q", got, want)
	}
	if got := Links(samplePage); !slices.Equal(got, []string{"docs/a.md", "p.png"}) {
		t.Errorf("links: %q", got)
	}
	if got := MakeTargets(samplePage); !slices.Equal(got, []string{"test", "check"}) {
		t.Errorf("make targets: %q", got)
	}
}

func TestPromisedOutput(t *testing.T) {
	c := Command{Output: []string{"one", "…", "three"}}
	for _, tt := range []struct{ output, missing string }{
		{"one\ntwo\nthree\n", ""},
		{"three\none\n", "three"},
		{"", "one"},
	} {
		if got, _ := c.Missing(tt.output); got != tt.missing {
			t.Errorf("%q: %q is missing, want %q", tt.output, got, tt.missing)
		}
	}
}
