package main

import (
	"github.com/spf13/cobra"

	"github.com/facture-dev/facture/internal/deliver"
)

func newBrand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "brand",
		Short:   "Check brands",
		Long:    "Check brands: how the documents of one billing entity look.\n\n" + exitCodes,
		Example: `  facture brand check acme.json`,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newBrandCheck(a))
	return c
}

func newBrandCheck(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "check FILE…",
		Short: "List everything that is wrong with brands",
		Long: `List everything that is wrong with brand files and with the pictures, fonts and
layouts that they name, one fault a line, as FILE:LINE:COLUMN: /POINTER: MESSAGE
on standard error; warnings too. A brand that passes prints invoices, credit
notes and receipts in each of its languages. - is standard input.

` + exitCodes,
		Example: `  facture brand check acme.json
  facture brand check brands/*.json --json`,
		ValidArgsFunction: files("json"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := inputs(args); err != nil {
				return err
			}
			service, err := a.service()
			if err != nil {
				return err
			}
			return a.checkEach(c.Context(), args, func(file string, src deliver.Source) ([]deliver.Fault, error) {
				return service.CheckBrand(c.Context(), file, src.Data, src.Read)
			})
		},
	}
	a.jsonFlag(c, "one JSON object per FILE on standard output, one a line")
	return c
}
