package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/facture-dev/facture/internal/deliver"
	"github.com/facture-dev/facture/locales"
	"github.com/facture-dev/facture/templates"
)

// wishes are the flags that say how documents are to look; render and check
// have them.
type wishes struct {
	template, brand, language, logoPosition, paper string
	noTerms                                        bool
}

func (w *wishes) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&w.template, "template", "", "layout: a built-in name, a file ending in .xml, or a folder with invoice.xml and receipt.xml")
	f.StringVar(&w.brand, "brand", "", "brand file (JSON); it takes precedence over the document's brand, and its logo lies beside it")
	f.StringVar(&w.language, "language", "", "language of the document, such as de or pt-BR")
	f.StringVar(&w.logoPosition, "logo-position", "", "start, left, center or right")
	f.BoolVar(&w.noTerms, "no-terms", false, "leave the terms out")
	f.StringVar(&w.paper, "paper", "", "a4 or letter")
	complete := func(flag string, words ...string) {
		_ = c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
	complete("logo-position", "start", "left", "center", "right")
	complete("paper", "a4", "letter")
	complete("language", locales.Languages()...)
	_ = c.RegisterFlagCompletionFunc("brand", files("json"))
	_ = c.RegisterFlagCompletionFunc("template", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return append(builtinNames(), "*.xml"), cobra.ShellCompDirectiveDefault
	})
}

func builtinNames() []string {
	var names []string
	for _, l := range templates.Builtin() {
		names = append(names, l.Name)
	}
	return names
}

// options reads what the flags name. A flag that cannot be meant is wrong
// usage; a brand or a layout that is wrong is a *deliver.Error.
func (w *wishes) options(read reader) (o deliver.Options, err error) {
	o = deliver.Options{Language: w.language, LogoPosition: w.logoPosition, Paper: w.paper, NoTerms: w.noTerms}
	if w.logoPosition != "" {
		if err := oneOf("logo-position", w.logoPosition, "start", "left", "center", "right"); err != nil {
			return o, err
		}
	}
	if w.paper != "" {
		if err := oneOf("paper", w.paper, "a4", "letter", "auto"); err != nil {
			return o, err
		}
	}
	if w.language != "" {
		if _, err := locales.Load(w.language); err != nil {
			return o, fmt.Errorf("--language: %w", err)
		}
	}
	if err := w.layout(&o, read); err != nil {
		return o, err
	}
	if w.brand != "" {
		src, err := read(w.brand)
		if err != nil {
			return o, fmt.Errorf("--brand %s: %w", w.brand, plain(err))
		}
		if o.Brand, err = deliver.ParseBrand(w.brand, src, read.beside(filepath.Dir(w.brand))); err != nil {
			return o, err
		}
	}
	return o, nil
}

// layout reads what --template names. A built-in name comes before a folder of
// the same name, which is NAME/ then.
func (w *wishes) layout(o *deliver.Options, read reader) (err error) {
	switch {
	case w.template == "":
	case slices.Contains(builtinNames(), w.template):
		o.TemplateName = w.template
	case strings.HasSuffix(w.template, ".xml"), isFolder(w.template):
		o.Layout, err = readLayout(w.template, read)
		var wrong *deliver.Error
		if err != nil && !errors.As(err, &wrong) {
			return fmt.Errorf("--template: %w", err)
		}
		return err
	default:
		return fmt.Errorf("%w, a file ending in .xml, or a folder with %s", oneOf("template", w.template, builtinNames()...),
			strings.Join(deliver.LayoutFiles, " and "))
	}
	return nil
}

// readLayout reads the layout in a file or a folder. Faults are told of files
// by the names that the caller knows them by.
func readLayout(name string, read reader) (deliver.Layout, error) {
	return deliver.ReadLayout(filepath.ToSlash(name), read.beside("."))
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// wrong says what is wrong with a brand or a layout that a flag names.
func (a *app) wrong(err error) error {
	var e *deliver.Error
	if !errors.As(err, &e) {
		return err
	}
	var r report
	r.add(nil, e)
	r.complain(a.err)
	return errFailed
}

type renderCommand struct {
	*app
	wishes
	output   string
	jobs     int
	readable bool
}

func newRender(a *app) *cobra.Command {
	r := renderCommand{app: a}
	c := &cobra.Command{
		Use:   "render FILE…",
		Short: "Make PDFs of documents",
		Long: `Make PDFs of documents. - is standard input.

With one FILE, an output ending in .pdf is a file; any other is a folder, which
is made. Without -o the PDF is NAME.pdf in the working directory. Two inputs
that would make one output are refused before any work, outputs are written
whole or not at all, and a file that fails does not stop the others.

` + exitCodes,
		Example: `  facture render invoice.json
  facture render invoice.json -o paid/INV-42.pdf --language de
  facture render *.json -o out --brand acme.json --jobs 4
  facture render - -o - < invoice.json > invoice.pdf`,
		ValidArgsFunction: files("json"),
		RunE:              func(c *cobra.Command, args []string) error { return r.run(c.Context(), args) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVarP(&r.output, "output", "o", "", "a file ending in .pdf (one FILE), a folder, or - for standard output")
	r.wishes.flags(c)
	f.IntVar(&r.jobs, "jobs", runtime.GOMAXPROCS(0), "documents that are made at the same time")
	f.BoolVar(&r.readable, "readable", false, "an uncompressed PDF, for reading its source")
	a.jsonFlag(c, "one JSON object per FILE on standard output, one a line")
	return c
}

// maxJobs is the most --jobs; more would only cost memory.
const maxJobs = 256

func (r *renderCommand) run(ctx context.Context, args []string) error {
	if err := inputs(args); err != nil {
		return err
	}
	if r.jobs < 1 || r.jobs > maxJobs {
		return fmt.Errorf("--jobs %d: from 1 to %d", r.jobs, maxJobs)
	}
	plan, err := r.plan(args)
	if err != nil {
		return err
	}
	o, err := r.options(readFile)
	if err != nil {
		return r.wrong(err)
	}
	o.Readable = r.readable
	service, err := r.service()
	if err != nil {
		return err
	}
	return r.all(ctx, service, plan, o)
}

// target is one document to make: from where, and to where.
type target struct{ input, output string }

// toStdout is the output that means standard output.
const toStdout = "-"

// plan says where every output goes, before anything is done.
func (r *renderCommand) plan(args []string) ([]target, error) {
	if r.output == toStdout {
		switch {
		case len(args) > 1:
			return nil, errors.New("-o - takes one FILE: several PDFs in one stream are of no use")
		case r.json:
			return nil, errors.New("-o - and --json both write to standard output; choose one")
		}
		return []target{{args[0], toStdout}}, nil
	}
	folder, name := r.output, ""
	if len(args) == 1 && strings.EqualFold(filepath.Ext(r.output), ".pdf") {
		folder, name = filepath.Dir(r.output), filepath.Base(r.output)
	}
	from := map[string]string{} // the input of each output
	plan := make([]target, len(args))
	for i, input := range args {
		file := name
		if file == "" {
			file = nameOf(input) + ".pdf"
		}
		output := filepath.Join(folder, file)
		if other, taken := from[output]; taken {
			return nil, fmt.Errorf("%s and %s would both make %s; render them into different folders", other, input, output)
		}
		from[output] = input
		plan[i] = target{input, output}
	}
	for _, input := range args {
		if by, taken := from[filepath.Clean(input)]; taken {
			return nil, fmt.Errorf("%s would be overwritten by the PDF of %s; choose another -o", input, by)
		}
	}
	return plan, nil
}

// all renders the plan by a few workers and reports in the order of the plan.
func (r *renderCommand) all(ctx context.Context, service *deliver.Service, plan []target, o deliver.Options) error {
	reports := make([]chan report, len(plan))
	for i := range reports {
		reports[i] = make(chan report, 1)
	}
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(r.jobs, len(plan)) {
		workers.Go(func() {
			for i := range next {
				reports[i] <- r.one(ctx, service, plan[i], o)
			}
		})
	}
	go func() {
		defer close(next)
		for i := range plan {
			select {
			case next <- i:
			case <-ctx.Done():
				for ; i < len(plan); i++ {
					close(reports[i])
				}
				return
			}
		}
	}()
	made, failed := 0, 0
	bar := newProgress(r.err, r.terminal && len(plan) > 1 && !r.json && r.output != toStdout, len(plan))
	for i := range plan {
		done, started := <-reports[i]
		if !started {
			break // interrupted
		}
		bar.clear()
		if done.OK {
			made++
		} else {
			failed++
		}
		r.tell(done, len(plan) > 1 && !bar.shown)
		bar.step(plan[i].input)
	}
	bar.clear()
	workers.Wait() // an interrupt, too, waits until no output is half-written
	r.conclude(plan, made, failed)
	if failed > 0 {
		return errFailed
	}
	return nil
}

// one renders one document.
func (r *renderCommand) one(ctx context.Context, service *deliver.Service, t target, o deliver.Options) report {
	done := report{File: t.input}
	src, err := r.source(ctx, t.input)
	if err != nil {
		done.add(nil, err)
		return done
	}
	made, err := service.Render(ctx, src, o)
	if err != nil {
		done.add(nil, err)
		return done
	}
	if t.output == toStdout {
		if _, err = r.out.Write(made.Bytes); err != nil {
			err = fmt.Errorf("write standard output: %w", err)
		}
	} else {
		err = writeWhole(t.output, made.Bytes)
	}
	done.add(made.Warnings, err)
	if err == nil {
		done.Output, done.Pages, done.Bytes, done.SHA256 = t.output, made.Pages, len(made.Bytes), made.SHA256
	}
	return done
}

// tell reports on one document.
func (r *renderCommand) tell(done report, line bool) {
	if r.json {
		_ = writeJSON(r.out, done)
		return
	}
	done.complain(r.err)
	if line && done.OK {
		fmt.Fprintf(r.out, "%s → %s\n", done.File, done.Output)
	}
}

// conclude says where the PDFs are.
func (r *renderCommand) conclude(plan []target, made, failed int) {
	if r.json || plan[0].output == toStdout {
		return
	}
	switch where := filepath.Dir(plan[0].output); {
	case len(plan) == 1 && made == 1:
		fmt.Fprintf(r.out, "%s\n", plan[0].output)
	case failed > 0:
		fmt.Fprintf(r.out, "%s in %s; %d of %d documents failed\n", pdfs(made), where, failed, len(plan))
	case made > 0:
		fmt.Fprintf(r.out, "%s in %s\n", pdfs(made), where)
	}
}

func pdfs(n int) string {
	if n == 1 {
		return "1 PDF"
	}
	return fmt.Sprintf("%d PDFs", n)
}

// writeWhole writes a file by way of a second one beside it, so that nobody
// ever sees half of it: either the old file is there, or the new one.
func writeWhole(path string, data []byte) error {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return fmt.Errorf("make %s: %w", folder, plain(err))
	}
	part := filepath.Join(folder, fmt.Sprintf(".%s.%d.part", filepath.Base(path), os.Getpid()))
	if err := os.WriteFile(part, data, 0o666); err != nil {
		os.Remove(part)
		return fmt.Errorf("write %s: %w", path, plain(err))
	}
	if err := os.Rename(part, path); err != nil {
		os.Remove(part)
		var link *os.LinkError
		if errors.As(err, &link) {
			err = link.Err
		}
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
