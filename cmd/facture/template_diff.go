package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/facture-dev/facture/internal/deliver"
	"github.com/facture-dev/facture/internal/layoutdiff"
	"github.com/facture-dev/facture/templates/samples"
)

type diffCommand struct {
	*app
	documents []string
	output    string
	exitCode  bool
}

func newTemplateDiff(a *app) *cobra.Command {
	d := diffCommand{app: a}
	c := &cobra.Command{
		Use:   "diff OLD NEW [FILE…]",
		Short: "Show what changes between two layouts",
		Long: `Show which documents look different in layout NEW than in layout OLD, and what
differs on which pages. With -o an HTML file shows the pages side by side, one
over the other or in turn, with what differs marked and in words; it needs no
network and has no script.

OLD and NEW are built-in names, files ending in .xml, or folders with
invoice.xml and receipt.xml. The documents are some that come with the command,
or those of --documents and FILE….

Exit codes: 0 compared, whether something differs or not; 1 a layout is wrong, a
document is printed by neither, or an output could not be written; with
--exit-code also 1 when something differs; 2 wrong usage, 130 interrupted.`,
		Example: `  facture template diff classic acme -o diff.html
  facture template diff classic acme --documents invoices
  facture template diff old/invoice.xml acme/invoice.xml *.json --exit-code`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return errors.New("state two layouts, OLD and NEW: built-in names, files ending in .xml, or folders")
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) < 2 {
				return builtinNames(), cobra.ShellCompDirectiveDefault
			}
			return []string{"json"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(c *cobra.Command, args []string) error { return d.run(c.Context(), args) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringArrayVar(&d.documents, "documents", nil, "a document, or a folder of documents ending in .json; may be stated several times")
	f.StringVarP(&d.output, "output", "o", "", "an HTML file that shows the pages, or - for standard output")
	f.BoolVar(&d.exitCode, "exit-code", false, "exit with 1 when something differs")
	_ = c.RegisterFlagCompletionFunc("documents", files("json"))
	_ = c.RegisterFlagCompletionFunc("output", files("html"))
	a.jsonFlag(c, "one JSON object per document on standard output, one a line")
	return c
}

func (d *diffCommand) run(ctx context.Context, args []string) error {
	if d.output == toStdout && d.json {
		return errors.New("-o - and --json both write to standard output; choose one")
	}
	sides, err := d.sides(args[0], args[1])
	if err != nil {
		return err
	}
	documents, err := d.sources(append(slices.Clone(d.documents), args[2:]...))
	if err != nil {
		return err
	}
	service, err := d.service()
	if err != nil {
		return err
	}
	var results []layoutdiff.Result
	for _, document := range documents {
		r, err := layoutdiff.Compare(ctx, service, sides, document)
		if err != nil {
			return err
		}
		results = append(results, r)
	}
	names := [2]string{sides[0].Name, sides[1].Name}
	if err := d.write(names, results); err != nil {
		return worldly{err}
	}
	return d.outcome(results)
}

// sides reads both layouts, and tells all faults of both before it gives up.
func (d *diffCommand) sides(names ...string) (sides [2]layoutdiff.Side, err error) {
	for i, name := range names {
		w := wishes{template: name}
		sides[i].Name = name
		var wrong error
		if sides[i].Options, wrong = w.options(readFile); wrong == nil {
			continue
		}
		var fault *deliver.Error
		if !errors.As(wrong, &fault) {
			return sides, errors.New(strings.Replace(wrong.Error(), "--template", [2]string{"OLD", "NEW"}[i], 1))
		}
		err = d.wrong(wrong)
	}
	return sides, err
}

// sources reads the documents to compare with: files and folders of them, or
// those that come with the command. Two of one name are told apart by their
// paths.
func (d *diffCommand) sources(paths []string) (out []layoutdiff.Document, err error) {
	if len(paths) == 0 {
		for _, s := range samples.All() {
			out = append(out, layoutdiff.Document{Name: s.Name, Source: deliver.Source{Data: s.Data, Read: samples.Read}})
		}
		return out, nil
	}
	var found []string
	for _, path := range paths {
		if !isFolder(path) {
			found = append(found, path)
			continue
		}
		inside, err := filepath.Glob(filepath.Join(escapeGlob(path), "*.json"))
		if err != nil || len(inside) == 0 {
			return nil, fmt.Errorf("--documents %s: no files ending in .json", path)
		}
		found = append(found, inside...)
	}
	if len(found) > layoutdiff.MaxDocuments {
		return nil, fmt.Errorf("%d documents; at most %d are compared at once", len(found), layoutdiff.MaxDocuments)
	}
	for _, file := range found {
		data, err := readFile(file)
		if err != nil {
			return nil, fmt.Errorf("--documents %s: %w", file, plain(err))
		}
		out = append(out, layoutdiff.Document{Name: file, Source: deliver.Source{Data: data, Read: reader(readFile).beside(filepath.Dir(file))}})
	}
	return out, nil
}

// escapeGlob makes a path mean itself in a pattern.
func escapeGlob(path string) string {
	if os.PathSeparator == '\\' { // where a backslash cannot escape
		return path
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// diffReport is the comparison of one document as --json prints it.
type diffReport struct {
	Document string        `json:"document"`
	Status   string        `json:"status"`
	OldPages int           `json:"old_pages"`
	NewPages int           `json:"new_pages"`
	Changes  []pageReport  `json:"changes,omitempty"`
	OldFault []reportFault `json:"old_faults,omitempty"`
	NewFault []reportFault `json:"new_faults,omitempty"`
}

// pageReport is one changed page; the counts are of a page that both have.
type pageReport struct {
	Page     int    `json:"page"`
	Only     string `json:"only,omitempty"` // old, new: the side that has it
	Removed  int    `json:"removed"`
	Added    int    `json:"added"`
	Restyled int    `json:"restyled"`
	Moved    int    `json:"moved"`
}

func (d *diffCommand) write(names [2]string, results []layoutdiff.Result) error {
	if d.output != "" {
		var page bytes.Buffer
		if err := layoutdiff.WriteHTML(&page, names, results); err != nil {
			return err
		}
		if d.output == toStdout {
			_, err := d.out.Write(page.Bytes())
			return err
		}
		if err := writeWhole(d.output, page.Bytes()); err != nil {
			return err
		}
	}
	if d.json {
		for i := range results {
			if err := writeJSON(d.out, reportDiff(&results[i])); err != nil {
				return err
			}
		}
		return nil
	}
	return d.tell(names, results)
}

func reportDiff(r *layoutdiff.Result) diffReport {
	out := diffReport{Document: r.Document, Status: r.Status.String(), OldPages: r.Pages[0], NewPages: r.Pages[1]}
	for _, p := range r.Changes {
		only := ""
		if p.Only >= 0 {
			only = [2]string{"old", "new"}[p.Only]
		}
		out.Changes = append(out.Changes, pageReport{p.Number, only, p.Count(layoutdiff.Removed), p.Count(layoutdiff.Added), p.Count(layoutdiff.Restyled), p.Count(layoutdiff.Moved)})
	}
	for i, faults := range []*[]reportFault{&out.OldFault, &out.NewFault} {
		var said report
		if r.Errors[i] != nil {
			said.add(nil, r.Errors[i])
			*faults = said.Faults
		}
	}
	return out
}

// tell writes a line for each document that differs, and where to look.
func (d *diffCommand) tell(names [2]string, results []layoutdiff.Result) error {
	w := tabwriter.NewWriter(d.out, 0, 0, 2, ' ', 0)
	for i := range results {
		r := &results[i]
		switch r.Status {
		case layoutdiff.Changed:
			fmt.Fprintf(w, "%s\tchanged\tpage %s\n", r.Document, r.PagesInWords())
		case layoutdiff.Reordered:
			fmt.Fprintf(w, "%s\treordered\tthe pages look the same; reading order or tags differ\n", r.Document)
		case layoutdiff.Broken:
			side := 0
			if r.Errors[1] != nil {
				side = 1
			}
			fmt.Fprintf(w, "%s\tbroken\t%s: %s\n", r.Document, names[side], firstLine(r.Errors[side].Error()))
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(d.out, layoutdiff.Summary(names, results))
	if err == nil && d.output != "" {
		_, err = fmt.Fprintln(d.out, d.output)
	}
	return err
}

func firstLine(s string) string {
	line, _, more := strings.Cut(s, "\n")
	if more {
		line += " …"
	}
	return line
}

// outcome tells of documents that neither layout prints, and says whether the
// command failed.
func (d *diffCommand) outcome(results []layoutdiff.Result) error {
	failed, differs := false, false
	for _, r := range results {
		differs = differs || r.Status != layoutdiff.Same && r.Status != layoutdiff.Failed
		if r.Status == layoutdiff.Failed {
			failed = true
			said := report{File: r.Document}
			said.add(nil, r.Errors[1])
			said.complain(d.err)
		}
	}
	if failed || differs && d.exitCode {
		return errFailed
	}
	return nil
}
