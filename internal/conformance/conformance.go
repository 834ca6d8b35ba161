// Package conformance asks other people's validators about PDF files. In go
// file names, out come findings: which clause or rule each file breaks,
// according to veraPDF (PDF/A-3a, PDF/UA-1), qpdf and poppler. It does not know
// how the files were made.
package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/facture-dev/facture/internal/tools"
)

// Finding is one thing that one validator holds against one file.
type Finding struct {
	File   string
	Tool   string // "veraPDF", "qpdf", "pdffonts"
	Clause string // of the standard, when the tool names one
	What   string
}

func (f Finding) String() string {
	if f.Clause == "" {
		return fmt.Sprintf("%s: %s: %s", f.File, f.Tool, f.What)
	}
	return fmt.Sprintf("%s: %s: %s: %s", f.File, f.Tool, f.Clause, f.What)
}

// Checker is one validator. Check returns an error when the validator itself
// could not do its work; it never leaves a file out.
type Checker struct {
	Name  string
	Check func(files []string) ([]Finding, error)
}

// Programs are where the validators lie.
type Programs struct {
	VeraPDF  []string // a command that takes veraPDF's arguments
	QPDF     string
	PDFFonts string
}

// Checkers returns every validator.
func Checkers(p Programs) []Checker {
	return []Checker{
		{"veraPDF", func(files []string) ([]Finding, error) { return veraPDF(p.VeraPDF, files) }},
		{"qpdf", func(files []string) ([]Finding, error) {
			return each(files, func(file string) ([]Finding, error) { return qpdf(p.QPDF, file) })
		}},
		{"pdffonts", func(files []string) ([]Finding, error) { return Fonts(p.PDFFonts, files) }},
	}
}

// Fonts wants every face embedded, cut to a subset, with a map to Unicode, and
// only once in a file; pdffonts is the program's path.
func Fonts(pdffonts string, files []string) ([]Finding, error) {
	return each(files, func(file string) ([]Finding, error) { return fonts(pdffonts, file) })
}

// batchMax is how many files one call of veraPDF gets: enough that starting the
// virtual machine does not count, few enough for its memory and for the length
// of a command line.
const batchMax = 200

// veraReport is veraPDF's JSON, in so far as it is needed.
type veraReport struct {
	Report struct {
		Jobs []struct {
			ItemDetails struct {
				Name string `json:"name"`
			} `json:"itemDetails"`
			TaskException *struct {
				ExceptionMessage string `json:"exceptionMessage"`
			} `json:"taskException"`
			ValidationResult []veraResult `json:"validationResult"`
		} `json:"jobs"`
	} `json:"report"`
}

// veraResult is what one profile says of one file.
type veraResult struct {
	ProfileName string `json:"profileName"`
	Compliant   bool   `json:"compliant"`
	Details     struct {
		RuleSummaries []struct {
			Specification string `json:"specification"`
			Clause        string `json:"clause"`
			TestNumber    int    `json:"testNumber"`
			Description   string `json:"description"`
			Checks        []struct {
				Context      string `json:"context"`
				ErrorMessage string `json:"errorMessage"`
			} `json:"checks"`
		} `json:"ruleSummaries"`
	} `json:"details"`
}

// profiles are what every file must be judged by. veraPDF takes them from what
// the file declares (-f 0), so that one pass judges both; a file that does not
// declare one of them is not judged by it, which is a finding.
var profiles = []string{"PDF/A-3A", "PDF/UA-1"}

func veraPDF(command []string, files []string) ([]Finding, error) {
	var batches []string // first file of each
	for start := 0; start < len(files); start += batchMax {
		batches = append(batches, strconv.Itoa(start))
	}
	return each(batches, func(first string) ([]Finding, error) {
		start, _ := strconv.Atoi(first)
		batch := files[start:min(start+batchMax, len(files))]
		args := append(append([]string{}, command...), "-f", "0", "--format", "json")
		out, err := tools.Run(append(args, batch...)...)
		// Exit codes up to 7 say that files do not conform or do not parse,
		// which the report says better.
		if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || len(out) == 0) {
			return nil, err
		}
		return readVeraPDF(out, batch)
	})
}

// readVeraPDF reads one report and holds it against the list of files: a file
// that the report passes over would otherwise count as good.
func readVeraPDF(report []byte, files []string) ([]Finding, error) {
	const tool = "veraPDF"
	var r veraReport
	if err := json.Unmarshal(report, &r); err != nil {
		return nil, fmt.Errorf("%s: read its report: %w", tool, err)
	}
	named := map[string]bool{}
	var findings []Finding
	for _, job := range r.Report.Jobs {
		file := job.ItemDetails.Name
		named[file] = true
		if job.TaskException != nil {
			findings = append(findings, Finding{File: file, Tool: tool, What: job.TaskException.ExceptionMessage})
			continue
		}
		for _, profile := range profiles {
			if !slices.ContainsFunc(job.ValidationResult, func(v veraResult) bool { return strings.HasPrefix(v.ProfileName, profile) }) {
				findings = append(findings, Finding{File: file, Tool: tool, Clause: profile, What: "the file does not declare it, so it was not judged"})
			}
		}
		for _, result := range job.ValidationResult {
			findings = append(findings, result.findings(file, tool)...)
		}
	}
	for _, file := range files {
		if !named[file] {
			return nil, fmt.Errorf("%s: its report does not name %s", tool, file)
		}
	}
	return findings, nil
}

func (v veraResult) findings(file, tool string) []Finding {
	if v.Compliant {
		return nil
	}
	if len(v.Details.RuleSummaries) == 0 {
		return []Finding{{File: file, Tool: tool, Clause: v.ProfileName, What: "not compliant, no rule named"}}
	}
	var findings []Finding
	for _, rule := range v.Details.RuleSummaries {
		f := Finding{File: file, Tool: tool,
			Clause: fmt.Sprintf("%s §%s test %d", rule.Specification, rule.Clause, rule.TestNumber),
			What:   rule.Description}
		if len(rule.Checks) > 0 {
			f.What += fmt.Sprintf(" (%d times, first at %s: %s)", len(rule.Checks), rule.Checks[0].Context, rule.Checks[0].ErrorMessage)
		}
		findings = append(findings, f)
	}
	return findings
}

// each runs a check that takes one file (or names one batch), two at a time.
func each(files []string, check func(string) ([]Finding, error)) ([]Finding, error) {
	found := make([][]Finding, len(files))
	errs := make([]error, len(files))
	var wait sync.WaitGroup
	slots := make(chan struct{}, 2)
	for i, file := range files {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			found[i], errs[i] = check(file)
		})
	}
	wait.Wait()
	var all []Finding
	for _, f := range found {
		all = append(all, f...)
	}
	return all, errors.Join(errs...)
}

// qpdf checks syntax, cross-references and streams. It exits with 2 on errors
// and 3 on warnings; both count.
func qpdf(program, file string) ([]Finding, error) {
	_, err := tools.Run(program, "--check", file)
	if err == nil {
		return nil, nil
	}
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) {
		return nil, err
	}
	return []Finding{{File: file, Tool: "qpdf", What: strings.ReplaceAll(err.Error(), "\n", "; ")}}, nil
}

// fonts is Fonts for one file.
func fonts(program, file string) ([]Finding, error) {
	out, err := tools.Run(program, file)
	if err != nil {
		if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) {
			return nil, err
		}
		return []Finding{{File: file, Tool: "pdffonts", What: strings.ReplaceAll(err.Error(), "\n", "; ")}}, nil
	}
	return readPDFFonts(string(out), file), nil
}

func readPDFFonts(table, file string) []Finding {
	var findings []Finding
	seen := map[string]bool{}
	for i, line := range strings.Split(strings.TrimSpace(table), "\n") {
		fields := strings.Fields(line)
		// name, type (words), encoding, emb, sub, uni, object, generation
		if i < 2 || len(fields) < 8 {
			continue
		}
		name := fields[0]
		flags := fields[len(fields)-5 : len(fields)-2]
		for j, missing := range []string{"is not embedded", "is not a subset", "has no map to Unicode"} {
			if flags[j] != "yes" {
				findings = append(findings, Finding{File: file, Tool: "pdffonts", What: name + " " + missing})
			}
		}
		face := name
		if len(name) > 7 && name[6] == '+' {
			face = name[7:]
		}
		if seen[face] {
			findings = append(findings, Finding{File: file, Tool: "pdffonts", What: face + " is in the file more than once"})
		}
		seen[face] = true
	}
	return findings
}
