package conformance

import (
	"strings"
	"testing"
)

// TestFilesThatAReportPassesOver: without this, a validator that stops half-way
// would count as content with the rest.
func TestFilesThatAReportPassesOver(t *testing.T) {
	const (
		pdfa   = `{"profileName":"PDF/A-3A validation profile","compliant":true,"details":{"ruleSummaries":[]}}`
		pdfua  = `{"profileName":"PDF/UA-1 validation profile","compliant":true,"details":{"ruleSummaries":[]}}`
		report = `{"report":{"jobs":[{"itemDetails":{"name":"/x/a.pdf"},"validationResult":[` + pdfa + "," + pdfua + `]}]}}`
		half   = `{"report":{"jobs":[{"itemDetails":{"name":"/x/a.pdf"},"validationResult":[` + pdfa + `]}]}}`
	)
	if found, err := readVeraPDF([]byte(report), []string{"/x/a.pdf"}); err != nil || len(found) != 0 {
		t.Errorf("got %v, %v, want nothing", found, err)
	}
	if found, err := readVeraPDF([]byte(half), []string{"/x/a.pdf"}); err != nil || len(found) != 1 || found[0].Clause != "PDF/UA-1" {
		t.Errorf("got %v, %v, want one finding about PDF/UA-1", found, err)
	}
	if _, err := readVeraPDF([]byte(report), []string{"/x/a.pdf", "/x/b.pdf"}); err == nil || !strings.Contains(err.Error(), "b.pdf") {
		t.Errorf("got %v, want an error that names b.pdf", err)
	}
	for _, broken := range []string{"", "{}", `{"report":{"jobs":[{"itemDetails":{"name":"a.pdf"}}]}}`} {
		if found, err := readVeraPDF([]byte(broken), []string{"a.pdf"}); err == nil && len(found) == 0 {
			t.Errorf("%q counts as a good file", broken)
		}
	}
}

func TestFontTables(t *testing.T) {
	const head = "name                                 type              encoding         emb sub uni object ID\n" +
		"------------------------------------ ----------------- ---------------- --- --- --- ---------\n"
	tests := []struct{ rows, want string }{
		{"", ""},
		{"ABCDEF+Sans                          CID TrueType      Identity-H       yes yes yes     12  0\n", ""},
		{"Helvetica                            Type 1            Standard         no  no  no      12  0\n", "Helvetica is not embedded; Helvetica is not a subset; Helvetica has no map to Unicode"},
		{"ABCDEF+Sans                          CID TrueType      Identity-H       yes yes yes     12  0\n" +
			"GHIJKL+Sans                          CID TrueType      Identity-H       yes yes yes     13  0\n", "Sans is in the file more than once"},
	}
	for _, tt := range tests {
		var got []string
		for _, f := range readPDFFonts(head+tt.rows, "x.pdf") {
			got = append(got, f.What)
		}
		if strings.Join(got, "; ") != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
