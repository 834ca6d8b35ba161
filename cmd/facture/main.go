// Command facture turns billing data into invoices, receipts and credit notes
// as PDF. This package reads flags, files, environment and clock, and wires the
// rooms; what is done is in internal/deliver. docs/guide/cli.md describes the
// command, `facture help` too.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/facture-dev/facture/internal/deliver"
)

// The exit codes. They are part of the contract: scripts branch on them.
const (
	exitOK          = 0
	exitFailed      = 1   // a document, a template or an output failed; standard error says which
	exitUsage       = 2   // the command was called wrongly; nothing was done
	exitInterrupted = 130 // stopped by an interrupt; what was finished stays
)

const exitCodes = `Exit codes: 0 all went well (warnings included), 1 a document failed,
2 wrong usage, 130 interrupted.`

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(deliver.GCPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr, terminal: isTerminal(os.Stderr)})
	stop()
	os.Exit(code)
}

// streams are what a command reads and writes besides files.
type streams struct {
	in       io.Reader
	out, err io.Writer
	terminal bool // err is a terminal, on which a progress bar can move
}

func isTerminal(f *os.File) bool {
	return term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// app is what the commands share.
type app struct {
	streams
	json     bool // --json
	graceful bool // an interrupt was awaited: no failure
	service  func() (*deliver.Service, error)
}

// errFailed ends a command with exitFailed after everything has been said.
var errFailed = errors.New("failed")

// run is the whole program; it returns the exit code.
func run(ctx context.Context, args []string, s streams) int {
	a := &app{streams: s, service: deliver.New}
	root := newRoot(a)
	root.SetArgs(args)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	called, err := root.ExecuteContextC(ctx)
	var failed *deliver.Error
	switch {
	case ctx.Err() != nil && !a.graceful:
		fmt.Fprintln(s.err, "facture: interrupted; what was finished stays")
		return exitInterrupted
	case err == nil:
		return exitOK
	case errors.Is(err, errFailed):
		return exitFailed
	case errors.As(err, &failed), isWorldly(err):
		fmt.Fprintf(s.err, "facture: %v\n", err)
		return exitFailed
	}
	fmt.Fprintf(s.err, "facture: %v\n", err)
	fmt.Fprintf(s.err, "see %s --help\n", called.CommandPath())
	return exitUsage
}

// worldly marks an error of the world (a full disk, an address in use) that is
// no wrong usage.
type worldly struct{ error }

func (w worldly) Unwrap() error { return w.error }

func isWorldly(err error) bool {
	var w worldly
	return errors.As(err, &w)
}

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "facture",
		Short: "Invoices, receipts and credit notes from JSON to PDF",
		Long: `facture turns billing data (JSON) into invoices, receipts and credit notes
that are archival (PDF/A-3a) and accessible (PDF/UA-1).

` + exitCodes,
		Example: `  facture render invoice.json
  facture render *.json -o out --language de
  facture check invoice.json`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.CompletionOptions.HiddenDefaultCmd = false
	root.PersistentFlags().SortFlags = false
	root.AddCommand(
		newRender(a), newCheck(a), newBrand(a), newCompute(a), newExplain(a),
		newPreview(a), newTemplate(a), newFonts(a), newServe(a), newVersion(a),
	)
	return root
}

// jsonFlag adds --json to a command.
func (a *app) jsonFlag(c *cobra.Command, what string) {
	c.Flags().BoolVar(&a.json, "json", false, what)
}

// files completes the names of documents, or of files with another ending.
func files(endings ...string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return endings, cobra.ShellCompDirectiveFilterFileExt
	}
}

// oneOf refuses a flag's value that is none of some words.
func oneOf(flag, value string, words ...string) error {
	for _, w := range words {
		if value == w {
			return nil
		}
	}
	return fmt.Errorf("--%s %q: one of %s", flag, value, strings.Join(words, ", "))
}
