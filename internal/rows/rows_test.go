package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

const small = "id,what\nS-PDF-01,a\nS-PDF-02,b\nS-PDF-03,c\nS-PDF-04,d\nS-PDF-05,e\nS-PDF-06,f\n"

func TestRowsAreJudgedByTheirTests(t *testing.T) {
	rows, err := readRows(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	results, err := readResults(strings.NewReader(`
{"Action":"pass","Package":"p","Test":"TestS_PDF_01_Plain"}
{"Action":"pass","Package":"p","Test":"TestS_PDF_02_Language_document"}
{"Action":"pass","Package":"p","Test":"TestS_PDF_02_document_Numbers"}
{"Action":"pass","Package":"p","Test":"TestS_PDF_03_One"}
{"Action":"fail","Package":"q","Test":"TestS_PDF_03_Two"}
{"Action":"skip","Package":"q","Test":"TestS_PDF_04_Skipped"}
{"Action":"pass","Package":"q","Test":"TestOther/S_PDF_05_InASubtest"}
{"Action":"run","Package":"q","Test":"TestS_PDF_05_NeverEnded"}
{"Action":"pass","Package":"q","Test":"TestS_PDF_06_Part_document"}
{"Action":"pass","Package":"r","Test":"TestS_PDF_06_Whole"}
{"Action":"pass","Package":"r","Test":"TestS_XYZ_99_Unknown"}
a line that is no JSON
`))
	if err != nil {
		t.Fatal(err)
	}
	unknown := rows.judge(results)
	if !slices.Equal(unknown, []string{"TestS_XYZ_99_Unknown"}) {
		t.Errorf("unknown: %q", unknown)
	}
	want := []state{met, part, missing, missing, missing, met}
	for i, r := range rows {
		if r.state != want[i] {
			t.Errorf("%s is %s, want %s", r.id, r.state, want[i])
		}
	}
	if got, want := rows.lastLine(), "rows: 2 met, 1 part, 3 missing of 6"; got != want {
		t.Errorf("last line %q, want %q", got, want)
	}
}

func TestOneTestMayProveSeveralRows(t *testing.T) {
	rows, err := readRows(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	rows.judge([]result{{"TestS_PDF_01_S_PDF_02_Both", "pass"}})
	if got, want := rows.lastLine(), "rows: 2 met, 0 part, 4 missing of 6"; got != want {
		t.Errorf("last line %q, want %q", got, want)
	}
}

func TestMalformedTables(t *testing.T) {
	for _, text := range []string{"", "x,y\n", "id,what\nPDF-01,a\n", "id,what\nS-PDF-001,a\n", "id,what\nS-PDF-01,a\nS-PDF-01,b\n"} {
		if _, err := readRows(strings.NewReader(text)); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
}

func TestTheInventoryHas203Rows(t *testing.T) {
	f, err := os.Open("../../docs/spec/rows.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := readRows(f)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 203 {
		t.Errorf("%d rows, want 203", len(rows))
	}
}
