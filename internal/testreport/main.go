// Command testreport runs "go test -json" with the arguments it is given and
// tells people what happened: one line a package, the whole output of every
// test that failed, the names of those that were skipped, and last of all one
// line with the counts. It exits with 1 when anything failed, a package that
// does not build among it. It does not know what the tests are about.
//
//	go run ./internal/testreport -tags oracle ./...
//
// With -from FILE it reads a recorded stream instead of running anything.
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) int {
	if len(args) == 2 && args[0] == "-from" {
		f, err := os.Open(args[1])
		if err != nil {
			fmt.Fprintln(stderr, err)
			return 2
		}
		defer f.Close()
		return report(f, stdout, stderr, nil)
	}
	cmd := exec.Command("go", append([]string{"test", "-json"}, args...)...)
	cmd.Stderr = stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	return report(out, stdout, stderr, cmd.Wait)
}

// report prints the stream; wait, when not nil, tells how the run itself ended.
func report(events io.Reader, stdout, stderr io.Writer, wait func() error) int {
	s, err := read(events, stdout)
	if err != nil {
		fmt.Fprintln(stderr, err)
	}
	if wait != nil {
		if ended := wait(); ended != nil && s.failed == 0 {
			// go test itself could not start what it was asked to.
			fmt.Fprintln(stdout, "FAIL\tgo test:", ended)
			s.failed++
		}
	}
	if err != nil && s.failed == 0 {
		s.failed++
	}
	s.print(stdout)
	if s.failed > 0 {
		return 1
	}
	return 0
}
