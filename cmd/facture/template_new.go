package main

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/facture-dev/facture/internal/nearest"
	"github.com/facture-dev/facture/templates"
)

func newTemplateNew(a *app) *cobra.Command {
	var from, folder string
	c := &cobra.Command{
		Use:   "new NAME",
		Short: "Copy a built-in layout to start from",
		Long: `Copy a built-in layout into the new folder NAME, to start from:
NAME/invoice.xml, NAME/receipt.xml, and NAME/README.txt with what to try first.
Nothing is overwritten, and all files are written or none.

` + exitCodes,
		Example: `  facture template new acme
  facture template new acme --from classic -o layouts
  facture render invoice.json --template acme`,
		ValidArgsFunction: cobra.NoFileCompletions,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("%d names are stated; state one, such as acme", len(args))
			}
			return layoutName(args[0])
		},
		RunE: func(_ *cobra.Command, args []string) error {
			source, err := builtinLayout("from", from)
			if err != nil {
				return err
			}
			made, err := copyLayout(source, filepath.Join(folder, args[0]))
			if err != nil {
				return worldly{err}
			}
			for _, file := range made {
				if _, err := fmt.Fprintln(a.out, file); err != nil {
					return worldly{err}
				}
			}
			return nil
		},
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&from, "from", "classic", "the built-in layout to copy")
	f.StringVarP(&folder, "output", "o", ".", "the folder in which NAME is made")
	_ = c.RegisterFlagCompletionFunc("from", cobra.FixedCompletions(builtinNames(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

// maxLayoutName is the most characters of a new layout's name.
const maxLayoutName = 64

// layoutName refuses names that could not be told from something else: a path,
// a flag, a built-in layout, a single file.
func layoutName(name string) error {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	switch {
	case name == "" || len(name) > maxLayoutName || strings.Trim(name, letters+"-_") != "" || !strings.Contains(letters, name[:1]):
		return fmt.Errorf("the name %q: letters a to z, digits, - and _, the first a letter or digit, at most %d; -o names the folder around it", name, maxLayoutName)
	case isBuiltinLayout(name):
		return fmt.Errorf("%s is a built-in layout, which --template %s would go on to mean; choose another name", name, name)
	}
	return nil
}

func isBuiltinLayout(name string) bool {
	_, err := builtinLayout("template", name)
	return err == nil
}

// builtinLayout finds a built-in layout that a flag names.
func builtinLayout(flag, name string) (templates.BuiltinLayout, error) {
	for _, l := range templates.Builtin() {
		if l.Name == name {
			return l, nil
		}
	}
	err := oneOf(flag, name, builtinNames()...)
	if near, ok := nearest.Of(name, builtinNames()); ok {
		err = fmt.Errorf("%w (did you mean %s?)", err, near)
	}
	return templates.BuiltinLayout{}, err
}

// copyLayout makes a folder with the files of a layout and returns their names.
// The folder comes into being beside its place and is then renamed, so that it
// is there whole or not at all; what has its name already stays as it is.
func copyLayout(source templates.BuiltinLayout, folder string) (made []string, err error) {
	if _, err := os.Lstat(folder); err == nil {
		return nil, fmt.Errorf("%s exists; nothing was written: choose another name, or another folder with -o", folder)
	}
	around, name := filepath.Split(folder)
	if around != "" {
		if err := os.MkdirAll(around, 0o777); err != nil {
			return nil, fmt.Errorf("make %s: %w", filepath.Clean(around), plain(err))
		}
	}
	part := filepath.Join(around, fmt.Sprintf(".%s.%d.part", name, os.Getpid()))
	defer func() {
		if err != nil {
			os.RemoveAll(part)
		}
	}()
	if err := os.Mkdir(part, 0o777); err != nil {
		return nil, fmt.Errorf("make %s: %w", folder, plain(err))
	}
	files := append([]templates.BuiltinFile{}, source.Files...)
	files = append(files, templates.BuiltinFile{Name: "README.txt", Source: layoutReadme(source.Name, name, folder)})
	for _, f := range files {
		file := path.Base(f.Name)
		if err := os.WriteFile(filepath.Join(part, file), f.Source, 0o666); err != nil {
			return nil, fmt.Errorf("write %s: %w", filepath.Join(folder, file), plain(err))
		}
		made = append(made, filepath.Join(folder, file))
	}
	if err := os.Rename(part, folder); err != nil {
		var link *os.LinkError
		if errors.As(err, &link) {
			err = link.Err
		}
		return nil, fmt.Errorf("make %s: %w", folder, err)
	}
	return made, nil
}

// layoutReadme tells what to do first with a copied layout.
func layoutReadme(source, name, folder string) []byte {
	return fmt.Appendf(nil, `%[2]s: a layout for facture, copied from the built-in layout %[1]s.

invoice.xml prints invoices and credit notes, receipt.xml receipts. Try:

  facture template check %[3]s
  facture render invoice.json --template %[3]s
  facture template diff %[1]s %[3]s -o diff.html

The first lists everything that is wrong with the layout, the second makes a
PDF with it, the third shows side by side what it changes of sample documents.
A brand uses it with "template": "%[2]s", where the folder lies beside it.

docs/guide/templates.md of facture describes every element and value.
`, source, name, filepath.ToSlash(folder))
}
