package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/facture-dev/facture/internal/deliver"
)

func newCheck(a *app) *cobra.Command {
	var w wishes
	c := &cobra.Command{
		Use:   "check FILE…",
		Short: "List everything that is wrong with documents",
		Long: `List everything that is wrong with documents, one fault a line, as
FILE:LINE:COLUMN: /POINTER: MESSAGE on standard error; warnings too. A document
that passes renders: its pages are laid out. - is standard input.

` + exitCodes,
		Example: `  facture check invoice.json
  facture check *.json --json
  facture check - < invoice.json`,
		ValidArgsFunction: files("json"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := inputs(args); err != nil {
				return err
			}
			o, err := w.options(readFile)
			if err != nil {
				return a.wrong(err)
			}
			service, err := a.service()
			if err != nil {
				return err
			}
			return a.checkEach(c.Context(), args, func(file string, src deliver.Source) ([]deliver.Fault, error) {
				return service.Check(c.Context(), src, o)
			})
		},
	}
	c.Flags().SortFlags = false
	w.flags(c)
	a.jsonFlag(c, "one JSON object per FILE on standard output, one a line")
	return c
}

// figures makes a command that computes one document and renders nothing.
func (a *app) figures(use, short, long, example string, print func(src deliver.Source) ([]deliver.Fault, error)) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Long: long + "\n\n" + exitCodes, Example: example,
		ValidArgsFunction: files("json"),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("%d files are named; state one, or - for standard input", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			r := report{File: args[0]}
			src, err := a.source(c.Context(), args[0])
			var warnings []deliver.Fault
			if err == nil {
				warnings, err = print(src)
			}
			r.add(warnings, err)
			r.complain(a.err)
			if !r.OK {
				return errFailed
			}
			return nil
		},
	}
}

func newCompute(a *app) *cobra.Command {
	c := a.figures("compute FILE", "Print totals, taxes and line amounts as JSON",
		`Print the figures that follow from a document as JSON: totals, tax subtotals
and line amounts. Nothing is rendered. - is standard input.`,
		`  facture compute invoice.json
  facture compute - < invoice.json`,
		func(src deliver.Source) ([]deliver.Fault, error) {
			figures, warnings, err := deliver.Compute(src)
			if err == nil {
				_, err = a.out.Write(figures)
			}
			return warnings, err
		})
	a.jsonFlag(c, "the same: the figures are JSON")
	return c
}

// jsonStep is a step of a calculation as --json prints it.
type jsonStep struct {
	Rule    string `json:"rule"`
	Label   string `json:"label"`
	Path    string `json:"path"`
	Formula string `json:"formula"`
	Result  string `json:"result"`
}

func newExplain(a *app) *cobra.Command {
	c := a.figures("explain FILE", "Show the calculation step by step",
		`Show how every figure of a document came about, step by step: the number of
the step (docs/spec/calculation.md), what it gives, and the formula. Each figure
in a formula was stated or is the result of a step before. - is standard input.`,
		`  facture explain invoice.json
  facture explain invoice.json --json`,
		func(src deliver.Source) ([]deliver.Fault, error) {
			steps, warnings, err := deliver.Explain(src)
			if err != nil {
				return nil, err
			}
			return warnings, a.explain(steps)
		})
	a.jsonFlag(c, "one JSON list of steps")
	return c
}

func (a *app) explain(steps []deliver.Step) error {
	if a.json {
		list := make([]jsonStep, len(steps))
		for i, s := range steps {
			list[i] = jsonStep(s)
		}
		return writeJSON(a.out, list)
	}
	if len(steps) == 0 {
		_, err := fmt.Fprintln(a.out, "nothing is computed: a receipt states its figures")
		return err
	}
	width := slices.MaxFunc(steps, func(x, y deliver.Step) int { return len([]rune(x.Label)) - len([]rune(y.Label)) }).Label
	for _, s := range steps {
		pad := strings.Repeat(" ", len([]rune(width))-len([]rune(s.Label)))
		if _, err := fmt.Fprintf(a.out, "%-3s %s%s  %s = %s\n", s.Rule, s.Label, pad, s.Formula, s.Result); err != nil {
			return err
		}
	}
	return nil
}

// checkEach reports on every file, and fails when one of them has a fault.
func (a *app) checkEach(ctx context.Context, files []string, check func(file string, src deliver.Source) ([]deliver.Fault, error)) error {
	failed := false
	for _, file := range files {
		r := report{File: file}
		src, err := a.source(ctx, file)
		var warnings []deliver.Fault
		if err == nil {
			warnings, err = check(file, src)
		}
		r.add(warnings, err)
		failed = failed || !r.OK
		if a.json {
			if err := writeJSON(a.out, r); err != nil {
				return worldly{err}
			}
			continue
		}
		r.complain(a.err)
		if r.OK {
			fmt.Fprintf(a.out, "%s: ok\n", file)
		}
	}
	if failed {
		return errFailed
	}
	return nil
}
