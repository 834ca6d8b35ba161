// Command rows says which rows of the inventory (docs/spec/rows.csv) are
// proven. It runs the tests that carry a row's id in their name and prints a
// table; its last line is "rows: N met, N part, N missing of 203".
//
// A row is met when a test with its plain id in the name (TestS_PDF_04_…) ran
// and passed. A test whose name ends in _document proves the row for documents
// only, before the service exists: the row counts as part. A row with a test
// that failed or was skipped is missing, whatever others passed. The exit code
// is 1 when a test failed or did not build; missing rows are no failure.
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/facture-dev/facture/internal/tools"
)

func main() {
	os.Exit(run(os.Stdout, os.Stderr))
}

func run(stdout, stderr io.Writer) int {
	root, err := tools.ModuleRoot()
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	table, err := os.Open(filepath.Join(root, "docs", "spec", "rows.csv"))
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	defer table.Close()
	rows, err := readRows(table)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	cmd := exec.Command("go", "test", "-json", "-tags", "oracle", "-run", testPattern, "./...")
	cmd.Dir = root
	cmd.Stderr = stderr
	events, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	results, err := readResults(events)
	if err != nil {
		fmt.Fprintln(stderr, err)
	}
	ended := cmd.Wait()
	unknown := rows.judge(results)
	rows.print(stdout)
	for _, name := range unknown {
		fmt.Fprintf(stderr, "%s carries an id that docs/spec/rows.csv does not have\n", name)
	}
	fmt.Fprintln(stdout, rows.lastLine())
	if ended != nil || err != nil || len(unknown) > 0 {
		return 1
	}
	return 0
}
