package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/internal/deliver"
	"github.com/facture-dev/facture/templates"
)

func newTemplate(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "template",
		Short: "Start layouts, check them, compare them, list the built-in ones",
		Long:  "Start layouts, check them, compare them, list the built-in ones.\n\n" + exitCodes,
		Example: `  facture template list
  facture template new acme --from classic
  facture template check acme
  facture template diff classic acme -o diff.html`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newTemplateNew(a), newTemplateCheck(a), newTemplateDiff(a), newTemplateList(a))
	return c
}

func newTemplateCheck(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "check FILE…",
		Short: "List everything that is wrong with layouts",
		Long: `List everything that is wrong with layouts, one fault a line, as
FILE:LINE:COLUMN: MESSAGE on standard error. A folder stands for its invoice.xml
and receipt.xml. - is standard input.

` + exitCodes,
		Example: `  facture template check letterhead.xml
  facture template check acme
  facture template check *.xml --json`,
		ValidArgsFunction: files("xml"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := inputs(args); err != nil {
				return err
			}
			return a.checkEach(c.Context(), layoutFiles(args), func(file string, src deliver.Source) ([]deliver.Fault, error) {
				_, err := deliver.ParseTemplate(file, src.Data)
				return nil, err
			})
		},
	}
	a.jsonFlag(c, "one JSON object per FILE on standard output, one a line")
	return c
}

// layoutFiles puts the files of a layout in the place of its folder. A folder
// that has none of them is kept: reading it says what is wrong.
func layoutFiles(args []string) []string {
	var out []string
	for _, arg := range args {
		found := []string{arg}
		if isFolder(arg) {
			for _, name := range deliver.LayoutFiles {
				if file := filepath.Join(arg, name); isThere(file) {
					found = append(found, file)
				}
			}
			if len(found) > 1 {
				found = found[1:]
			}
		}
		out = append(out, found...)
	}
	return out
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// layout is a built-in layout as --json prints it.
type layout struct {
	Name  string   `json:"name"`
	Kinds []string `json:"kinds"`
	Files []string `json:"files"`
}

func newTemplateList(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "list",
		Short: "List the built-in layouts",
		Long:  "List the built-in layouts, and the kinds of document that they print.",
		Example: `  facture template list
  facture template list --json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			var list []layout
			for _, b := range templates.Builtin() {
				l := layout{Name: b.Name}
				for _, f := range b.Files {
					t, err := deliver.ParseTemplate(f.Name, f.Source)
					if err != nil {
						return err
					}
					l.Files = append(l.Files, f.Name)
					l.Kinds = append(l.Kinds, t.For...)
				}
				slices.Sort(l.Kinds)
				list = append(list, l)
			}
			if a.json {
				return writeJSON(a.out, list)
			}
			w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
			for _, l := range list {
				fmt.Fprintf(w, "%s\t%s\n", l.Name, strings.Join(l.Kinds, ", "))
			}
			return w.Flush()
		},
	}
	a.jsonFlag(c, "one JSON list")
	return c
}

// face is an embedded face as --json prints it.
type face struct {
	Family     string   `json:"family"`
	Weight     int      `json:"weight"`
	Version    string   `json:"version"`
	Licence    string   `json:"licence"`
	Glyphs     int      `json:"glyphs"`
	Characters int      `json:"characters"`
	Scripts    []string `json:"scripts"`
}

func newFonts(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "fonts",
		Short: "List the embedded faces",
		Long: `List the embedded faces: family, weight, the characters they have, and the
scripts (ISO 15924).`,
		Example: `  facture fonts
  facture fonts --json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			var list []face
			for _, f := range fonts.Embedded().Faces() {
				list = append(list, face{f.Family, f.Weight, f.Version, f.Licence, f.Glyphs, f.Runes, f.Scripts})
			}
			if a.json {
				return writeJSON(a.out, list)
			}
			w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
			for _, f := range list {
				fmt.Fprintf(w, "%s\t%d\t%d characters\t%s\t%s\n", f.Family, f.Weight, f.Characters, strings.Join(f.Scripts, " "), f.Licence)
			}
			return w.Flush()
		},
	}
	a.jsonFlag(c, "one JSON list")
	return c
}

// versionInfo is the version as --json prints it.
type versionInfo struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func newVersion(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Long:  "Print the version, the revision it was built from, and the Go version.",
		Example: `  facture version
  facture version --json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			v := versionInfo{Version: "(devel)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
			if b, ok := debug.ReadBuildInfo(); ok {
				if b.Main.Version != "" {
					v.Version = b.Main.Version
				}
				for _, s := range b.Settings {
					if s.Key == "vcs.revision" {
						v.Revision = s.Value
					}
				}
			}
			if a.json {
				return writeJSON(a.out, v)
			}
			_, err := fmt.Fprintf(a.out, "facture %s (%s, %s)\n", v.Version, v.Go, v.Platform)
			return err
		},
	}
	a.jsonFlag(c, "one JSON object")
	return c
}
