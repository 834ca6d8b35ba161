package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"facture": main})
}

// TestScripts runs testdata/*.txtar: every command, option, exit code and
// wrong use, as somebody at a shell has them.
func TestScripts(t *testing.T) {
	documents, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("TESTDATA", documents)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"pdf":    isPDF,
			"jsonl":  jsonLines,
			"files":  listsFiles,
			"server": startServer,
			"post":   post,
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// exits CODE ARGS… runs facture and wants this exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE ARGS…")
	}
	err := ts.Exec("facture", args[1:]...)
	code := 0
	var exit interface{ ExitCode() int }
	switch {
	case err == nil:
	case errors.As(err, &exit):
		code = exit.ExitCode()
	default:
		ts.Fatalf("%v", err)
	}
	if fmt.Sprint(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// pdf FILE… wants whole PDFs: "stdout" is the output of the last command.
func isPDF(ts *testscript.TestScript, neg bool, args []string) {
	for _, f := range args {
		text := ts.ReadFile(f)
		whole := strings.HasPrefix(text, "%PDF-1.7") && strings.HasSuffix(strings.TrimSpace(text), "%%EOF")
		if whole == neg {
			ts.Fatalf("%s: a whole PDF is %v", f, whole)
		}
	}
}

// jsonl N wants N lines of JSON on standard output.
func jsonLines(ts *testscript.TestScript, neg bool, args []string) {
	n := 0
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		if n++; !json.Valid([]byte(line)) {
			ts.Fatalf("not JSON: %s", line)
		}
	}
	if neg || len(args) != 1 || fmt.Sprint(n) != args[0] {
		ts.Fatalf("%d lines, want %v", n, args)
	}
}

// files FOLDER NAME… wants exactly these files in a folder, hidden ones too.
func listsFiles(ts *testscript.TestScript, neg bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	var names []string
	for _, e := range entries {
		if e.Name() != ".tmp" { // the script's own
			names = append(names, e.Name())
		}
	}
	if got, want := strings.Join(names, " "), strings.Join(args[1:], " "); neg || got != want {
		ts.Fatalf("%s has %q, want %q", args[0], got, want)
	}
}

// server ARGS… starts facture serve on a free port and puts its address into
// $ADDRESS; the end of the script interrupts it and wants exit code 0.
func startServer(ts *testscript.TestScript, neg bool, args []string) {
	r, w, err := os.Pipe()
	ts.Check(err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), streams{in: strings.NewReader(""), out: io.Discard, err: w})
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	ts.Check(err)
	_, address, ok := strings.Cut(strings.TrimSpace(line), "listening on ")
	if !ok {
		ts.Fatalf("%s", line)
	}
	ts.Setenv("ADDRESS", address)
	ts.Defer(func() {
		cancel()
		if code := <-ended; code != 0 {
			ts.Logf("the server ended with %d", code)
			panic("the server did not end well")
		}
		w.Close()
		r.Close()
	})
}

// post STATUS FILE OUTPUT [ACCEPT] posts a document to the server.
func post(ts *testscript.TestScript, neg bool, args []string) {
	body := ts.ReadFile(args[1])
	request, err := http.NewRequest("POST", ts.Getenv("ADDRESS")+"/v1/render", strings.NewReader(body))
	ts.Check(err)
	request.Header.Set("Content-Type", "application/json")
	if len(args) > 3 {
		request.Header.Set("Accept", args[3])
	}
	res, err := http.DefaultClient.Do(request)
	ts.Check(err)
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	ts.Check(err)
	if fmt.Sprint(res.StatusCode) != args[0] {
		ts.Fatalf("status %d, want %s: %s", res.StatusCode, args[0], got)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), got, 0o666))
}

const smallest = `{"currency": "EUR", "seller": {"name": "Muster GmbH"}, "buyer": {"name": "Kunde AG"},
 "lines": [{"description": "Consulting", "quantity": "12.5", "unit_price": "95.00"}]}`

// manyDocuments writes n documents and returns their names.
func manyDocuments(t *testing.T, n int) []string {
	t.Helper()
	dir := t.TempDir()
	var names []string
	for i := range n {
		name := filepath.Join(dir, fmt.Sprintf("d%03d.json", i))
		if err := os.WriteFile(name, fmt.Appendf(nil, `{"number": "%d", %s`, i, smallest[1:]), 0o666); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

// On a terminal there is a bar, which ends cleared, and no line per file.
func TestProgressOnATerminal(t *testing.T) {
	args := append([]string{"render", "-o", t.TempDir(), "--brand", brandFile(t)}, manyDocuments(t, 5)...)
	for _, terminal := range []bool{true, false} {
		var out, err bytes.Buffer
		if code := run(context.Background(), args, streams{in: strings.NewReader(""), out: &out, err: &err, terminal: terminal}); code != 0 {
			t.Fatalf("%d: %s", code, err.String())
		}
		bar := strings.Contains(err.String(), "5/5") && strings.HasSuffix(err.String(), "\r\x1b[2K")
		if bar != terminal || !terminal && err.Len() > 0 {
			t.Errorf("terminal %v: %q", terminal, err.String())
		}
		if lines := strings.Count(out.String(), "→"); (lines == 5) == terminal {
			t.Errorf("terminal %v: %d lines", terminal, lines)
		}
		if !strings.Contains(out.String(), "5 PDFs in ") {
			t.Errorf("terminal %v: %s", terminal, out.String())
		}
	}
}

func brandFile(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "brand.json")
	if err := os.WriteFile(name, []byte(`{"template": "classic"}`), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

// Reports come in the order of the arguments, whatever --jobs is.
func TestReportsKeepTheOrderOfTheArguments(t *testing.T) {
	names := manyDocuments(t, 40)
	for _, jobs := range []string{"1", "8"} {
		var out, err bytes.Buffer
		run(context.Background(), append([]string{"render", "--json", "--jobs", jobs, "-o", t.TempDir()}, names...), streams{in: strings.NewReader(""), out: &out, err: &err})
		i := 0
		for line := range strings.Lines(out.String()) {
			var r report
			if e := json.Unmarshal([]byte(line), &r); e != nil || i >= len(names) || r.File != names[i] || !r.OK || r.Pages != 1 {
				t.Fatalf("--jobs %s, line %d: %v %s", jobs, i, e, line)
			}
			i++
		}
		if i != len(names) {
			t.Errorf("--jobs %s: %d lines", jobs, i)
		}
	}
}

// slowReader gives nothing until it is closed.
type slowReader struct{ closed chan struct{} }

func (s slowReader) Read([]byte) (int, error) { <-s.closed; return 0, io.EOF }

// An interrupt while somebody types ends the command at once, and leaves
// nothing behind.
func TestInterruptWhileReading(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	var out, err bytes.Buffer
	in := slowReader{make(chan struct{})}
	defer close(in.closed)
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, []string{"render", "-", "-o", dir}, streams{in: in, out: &out, err: &err}) }()
	cancel()
	select {
	case code := <-ended:
		if code != exitInterrupted || !strings.Contains(err.String(), "interrupted") {
			t.Errorf("%d %s", code, err.String())
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the command did not end")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("left behind: %v", entries)
	}
}

// An interrupt in the middle of many documents: every file that is there is
// whole, none is a part, and the exit code says what happened.
func TestInterruptLeavesNothingHalfWritten(t *testing.T) {
	dir := t.TempDir()
	names := manyDocuments(t, 300)
	ctx, cancel := context.WithCancel(context.Background())
	out := interrupting{cancel} // when the first document is reported
	args := append([]string{"render", "--jobs", "4", "-o", dir}, names...)
	if code := run(ctx, args, streams{in: strings.NewReader(""), out: out, err: io.Discard}); code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) == 0 || len(entries) == len(names) {
		t.Fatalf("%d files: not the middle (%v)", len(entries), err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil || filepath.Ext(e.Name()) != ".pdf" || strings.HasPrefix(e.Name(), ".") || !bytes.HasSuffix(bytes.TrimSpace(data), []byte("%%EOF")) {
			t.Errorf("%s is no whole PDF (%v)", e.Name(), err)
		}
	}
}

type interrupting struct{ interrupt func() }

func (i interrupting) Write(p []byte) (int, error) { i.interrupt(); return len(p), nil }

// A folder that cannot be written to, and a device that is full.
func TestOutputsThatCannotBeWritten(t *testing.T) {
	name := manyDocuments(t, 1)[0]
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.Mkdir(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, output := range []string{file, filepath.Join(file, "x.pdf"), folder} {
		var out, err bytes.Buffer
		if code := run(context.Background(), []string{"render", name, "-o", output}, streams{in: strings.NewReader(""), out: &out, err: &err}); code != exitFailed || err.Len() == 0 {
			t.Errorf("%s: %d %s", output, code, err.String())
		}
	}
	if entries, _ := os.ReadDir(filepath.Dir(folder)); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
	var err bytes.Buffer
	if code := run(context.Background(), []string{"render", name, "-o", "-"}, streams{in: strings.NewReader(""), out: full{}, err: &err}); code != exitFailed || !strings.Contains(err.String(), "no space") {
		t.Errorf("a full device: %d %s", code, err.String())
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// Every bad document fails with a reason that names it, and nothing is made.
func TestBadDocumentsMakeNothing(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../../testdata/bad/*.json", "../../testdata/bad/render/*.json"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: nothing (%v)", pattern, err)
		}
		files = append(files, found...)
	}
	dir := filepath.Join(t.TempDir(), "out")
	for _, f := range files {
		for _, command := range [][]string{{"check", f}, {"render", f, "-o", dir}, {"render", f, "-o", filepath.Join(dir, "x.pdf")}, {"render", f, "-o", "-"}} {
			var out, err bytes.Buffer
			code := run(context.Background(), command, streams{in: strings.NewReader(""), out: &out, err: &err})
			if code != exitFailed || !strings.HasPrefix(err.String(), f+":") || strings.Contains(out.String(), "%PDF") {
				t.Errorf("%v: %d %s", command, code, err.String())
			}
		}
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("%s was made (%v)", dir, err)
	}
}

// Permissions are those that the user's mask leaves, as of any file.
func TestPermissions(t *testing.T) {
	dir := t.TempDir()
	var out, err bytes.Buffer
	run(context.Background(), append([]string{"render", "-o", dir}, manyDocuments(t, 1)...), streams{in: strings.NewReader(""), out: &out, err: &err})
	plain := filepath.Join(dir, "plain")
	if e := os.WriteFile(plain, nil, 0o666); e != nil {
		t.Fatal(e)
	}
	want, _ := os.Stat(plain)
	got, e := os.Stat(filepath.Join(dir, "d000.pdf"))
	if e != nil || got.Mode() != want.Mode() {
		t.Errorf("%v, want %v (%v)", got.Mode(), want.Mode(), e)
	}
}
