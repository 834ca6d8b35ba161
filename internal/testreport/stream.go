package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// event is one line of "go test -json" (go doc test2json, go help buildjson).
type event struct {
	Action      string
	Package     string
	ImportPath  string // build events
	Test        string
	Output      string
	Elapsed     float64
	FailedBuild string
}

// summary counts tests and subtests alike, as go test does; a package that
// failed without a failing test (it does not build, it timed out, its TestMain
// gave up) counts as one failure.
type summary struct {
	passed, failed, skipped int
	failures, skips         []string
}

// testKey names a test across packages.
type testKey struct{ pkg, test string }

// read consumes the stream, printing packages and failures as they come.
func read(events io.Reader, out io.Writer) (*summary, error) {
	s := &summary{}
	output := map[testKey]*strings.Builder{}
	builds := map[string]*strings.Builder{}
	failedIn := map[string]bool{}
	lines := bufio.NewScanner(events)
	lines.Buffer(make([]byte, 0, 1<<16), 1<<26)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			// What the go command says outside of its protocol is for people.
			fmt.Fprintln(out, lines.Text())
			continue
		}
		key := testKey{e.Package, e.Test}
		switch e.Action {
		case "output":
			appendTo(output, key, e.Output)
		case "build-output":
			appendTo(builds, e.ImportPath, e.Output)
		case "pass", "fail", "skip":
			if e.Test == "" {
				s.packageEnded(out, e, output[key], builds[e.FailedBuild], failedIn[e.Package])
			} else {
				s.testEnded(out, e, output[key])
				failedIn[e.Package] = failedIn[e.Package] || e.Action == "fail"
			}
			delete(output, key)
		}
	}
	return s, lines.Err()
}

func appendTo[K comparable](m map[K]*strings.Builder, key K, text string) {
	if m[key] == nil {
		m[key] = &strings.Builder{}
	}
	m[key].WriteString(text)
}

func (s *summary) testEnded(out io.Writer, e event, output *strings.Builder) {
	name := e.Package + "." + e.Test
	switch e.Action {
	case "pass":
		s.passed++
	case "skip":
		s.skipped++
		s.skips = append(s.skips, name)
	case "fail":
		s.failed++
		s.failures = append(s.failures, name)
		fmt.Fprintf(out, "FAIL\t%s\n", name)
		printIndented(out, output)
	}
}

func (s *summary) packageEnded(out io.Writer, e event, output, build *strings.Builder, testFailed bool) {
	switch e.Action {
	case "pass":
		fmt.Fprintf(out, "ok  \t%s\t%.1fs\n", e.Package, e.Elapsed)
	case "fail":
		fmt.Fprintf(out, "FAIL\t%s\t%.1fs\n", e.Package, e.Elapsed)
		if !testFailed {
			s.failed++
			s.failures = append(s.failures, e.Package)
			printIndented(out, build)
			printIndented(out, output)
		}
	}
	// "skip" is a package without tests: nothing to tell.
}

func printIndented(out io.Writer, text *strings.Builder) {
	if text == nil {
		return
	}
	for line := range strings.Lines(text.String()) {
		fmt.Fprint(out, "    ", line)
	}
}

func (s *summary) print(out io.Writer) {
	for _, name := range s.skips {
		fmt.Fprintf(out, "skipped: %s\n", name)
	}
	for _, name := range s.failures {
		fmt.Fprintf(out, "failed: %s\n", name)
	}
	fmt.Fprintf(out, "%d passed, %d failed, %d skipped\n", s.passed, s.failed, s.skipped)
}
