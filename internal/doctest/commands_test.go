package doctest

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) { os.Exit(tools.Main(m)) }

// TestCommandsOfTheDocsRun runs every "$ " line of every page's ```sh blocks, a
// page at a time, in a folder that has the repository's files: what a reader
// does who types them one after the other. Output that a page shows must come.
func TestCommandsOfTheDocsRun(t *testing.T) {
	root := tools.Root(t)
	bin := filepath.Dir(tools.Facture(t))
	goEnv, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	caches := strings.Fields(string(goEnv))
	all := pages(t)
	scripts, byPage := t.TempDir(), map[string][]Command{}
	for _, page := range slices.Sorted(maps.Keys(all)) {
		script, commands := scriptOf(page, all[page])
		if len(commands) == 0 {
			continue
		}
		name := strings.NewReplacer("/", "-", ".md", "").Replace(page)
		byPage[name] = commands
		if err := os.WriteFile(filepath.Join(scripts, name+".txt"), []byte(script), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if len(byPage["README"]) == 0 {
		t.Fatal("the README shows no command")
	}
	testscript.Run(t, testscript.Params{
		Dir: scripts,
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", bin+string(os.PathListSeparator)+env.Getenv("PATH"))
			env.Setenv("GOCACHE", caches[0])
			env.Setenv("GOMODCACHE", caches[1])
			// What is compiled is then the same in every folder, and cached.
			env.Setenv("GOFLAGS", "-trimpath")
			return linkFiles(root, env.WorkDir)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			// promised N: the last command printed what the N-th of its page shows.
			"promised": func(ts *testscript.TestScript, _ bool, args []string) {
				var n int
				if _, err := fmt.Sscan(args[1], &n); err != nil {
					ts.Fatalf("promised: %v", err)
				}
				output := ts.ReadFile("stdout") + ts.ReadFile("stderr")
				if line, missing := byPage[args[0]][n].Missing(output); missing {
					ts.Fatalf("the page shows %q, which did not come", line)
				}
			},
		},
	})
}

// TestDocumentsOfTheDocsAreValid has the command check every ```json block that
// is a document.
func TestDocumentsOfTheDocsAreValid(t *testing.T) {
	facture := tools.Facture(t)
	checked := 0
	for page, text := range pages(t) {
		for _, block := range Blocks(text) {
			source := strings.Join(block.Lines, "\n")
			if block.Language != "json" || !strings.Contains(source, `"seller"`) || !strings.Contains(source, `"currency"`) {
				continue
			}
			cmd := exec.Command(facture, "check", "-")
			cmd.Dir = filepath.Join(tools.Root(t), "testdata", "documents")
			cmd.Stdin = strings.NewReader(source)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s:%d: %v\n%s", page, block.Line, err, out)
			}
			checked++
		}
	}
	if checked == 0 {
		t.Error("no page shows a document")
	}
}

// TestBrandsOfTheDocsAreValid has the command check every brand that the guide
// to brands shows, from the root, as it says.
func TestBrandsOfTheDocsAreValid(t *testing.T) {
	facture, checked := tools.Facture(t), 0
	const page = "docs/guide/brand.md"
	for _, block := range Blocks(pages(t)[page]) {
		if block.Language != "json" {
			continue
		}
		cmd := exec.Command(facture, "brand", "check", "-")
		cmd.Dir = tools.Root(t)
		cmd.Stdin = strings.NewReader(strings.Join(block.Lines, "\n"))
		if out, err := cmd.CombinedOutput(); err != nil || string(out) != "-: ok\n" {
			t.Errorf("%s:%d: %v\n%s", page, block.Line, err, out)
		}
		checked++
	}
	if checked == 0 {
		t.Errorf("%s shows no brand", page)
	}
}

// scriptOf writes the script of a page. A shell runs the commands, since pages
// show pipes and patterns of file names. "make" is left to those who read: the
// targets are checked to exist, and running the tests from a test never ends.
func scriptOf(page, text string) (string, []Command) {
	name := strings.NewReplacer("/", "-", ".md", "").Replace(page)
	var script strings.Builder
	var commands []Command
	for _, block := range Blocks(text) {
		if block.Language != "sh" {
			continue
		}
		for _, c := range block.Commands() {
			if strings.HasPrefix(c.Text, "make ") || strings.HasPrefix(c.Text, "git clone ") || strings.HasPrefix(c.Text, "cd ") {
				continue
			}
			fmt.Fprintf(&script, "# %s:%d\nexec sh -c '%s'\npromised %s %d\n", page, c.Line, strings.ReplaceAll(c.Text, "'", "''"), name, len(commands))
			commands = append(commands, c)
		}
	}
	return script.String(), commands
}

// linkFiles puts the repository's entries into a folder, so that commands read them
// and write beside them.
func linkFiles(root, dir string) error {
	entries, err := os.ReadDir(root)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if slices.Contains([]string{"out", "store", "bin"}, entry.Name()) || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		if err := os.Symlink(filepath.Join(root, entry.Name()), filepath.Join(dir, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}
