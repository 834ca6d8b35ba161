//go:build oracle

package acceptance

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/facture-dev/facture/internal/tools"
)

// notText names the members of a document whose strings are not printed as they
// are stated, and why.
var notText = map[string]string{
	"kind": "prints as a title", "language": "chooses words", "currency": "prints as a symbol or in words",
	"country": "prints as a name, abroad only", "category": "prints as words", "code": "goes into the e-invoice",
	"unit": "prints as words when known", "method": "prints as words when known", "scheme": "prints as words when known",
	"tax_mode": "chooses a calculation", "mark": "prints as words", "payment_terms": "prints as words or a date",
	"tax_category": "chooses a tax", "tax_rules": "choose taxes",
	"issue_date": "a date", "due_date": "a date", "supply_date": "a date", "date": "a date", "start": "a date", "end": "a date",
	"quantity": "a number", "unit_price": "a number", "base_quantity": "a number", "rate": "a number", "percent": "a number",
	"base": "a number", "amount": "a number", "rounding": "a number", "gross": "a number",
	"paid_before": "a number", "total": "a number", "totals": "claims", "taxes_total": "a claim",
	"subtotal": "a claim", "amount_due": "a claim", "amount_paid": "a claim", "lines_total": "a claim",
	"discounts_total": "a claim", "charges_total": "a claim",
	"internal_notes": "never printed", "metadata": "never printed", "brand": "chooses the look",
}

// field is one text of a document and where it stands.
type field struct{ pointer, text string }

// texts walks a document and returns what must come back from its page.
func texts(pointer string, value any, fields []field) []field {
	switch v := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if _, skip := notText[key]; skip {
				continue
			}
			if _, claim := v[key].(string); key == "tax" && claim {
				continue // the sum, stated to be checked
			}
			if key == "id" && strings.HasPrefix(pointer, "/lines/") {
				continue // identifies the line for machines
			}
			if key == "wire_instructions" && v["display_wire_instructions"] != true {
				continue
			}
			if key == "terms" && v["include_terms"] == false {
				continue
			}
			fields = texts(pointer+"/"+key, v[key], fields)
		}
	case []any:
		for i, item := range v {
			fields = texts(fmt.Sprintf("%s/%d", pointer, i), item, fields)
		}
	case string:
		if plain(v) != "" {
			fields = append(fields, field{pointer, v})
		}
	}
	return fields
}

// plain leaves out white space, which extraction cannot know, and soft hyphens.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u00AD' || r == '\u200B' {
			return -1
		}
		return r
	}, text)
}

// pagesOf returns the text of every page, in the order of the content stream.
func pagesOf(t *testing.T, pdf string) []string {
	t.Helper()
	out := string(tools.MustRun(t, "pdftotext", "-raw", pdf, "-"))
	return strings.Split(strings.TrimSuffix(out, "\f"), "\f")
}

// cutMin is the least that may stand on one page of a field that goes over two.
const cutMin = 12

// holds reports whether a field stands on the pages, whole or cut at page
// breaks: then what is between the parts is the furniture of the two pages.
func holds(pages []string, text string) bool {
	for i, page := range pages {
		if strings.Contains(page, text) {
			return true
		}
		for cut := len(text) - cutMin; cut >= cutMin && i+1 < len(pages); cut-- {
			if strings.Contains(page, text[:cut]) {
				return holds(pages[i+1:i+2], text[cut:]) || holds(pages[i+1:], text[cut:])
			}
		}
	}
	return false
}

func readJSON(t *testing.T, file string) map[string]any {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]any
	if err := json.Unmarshal(content, &document); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return document
}

func TestEveryTextComesBack(t *testing.T) {
	documents := samples(t)
	dir := render(t, documents)
	total := 0
	for _, file := range documents {
		document := readJSON(t, file)
		var pages []string
		for _, page := range pagesOf(t, pdfOf(dir, file)) {
			pages = append(pages, plain(page))
		}
		number, _ := document["number"].(string)
		fields := texts("", document, nil)
		total += len(fields)
		for _, f := range fields {
			want := strings.ReplaceAll(f.text, "{{invoice_number}}", number)
			if !holds(pages, plain(want)) {
				t.Errorf("%s: %s is not on the page: %q", nameOf(file), f.pointer, want)
			}
		}
		for _, key := range []string{"internal_notes"} {
			if secret, _ := document[key].(string); secret != "" && holds(pages, plain(secret)) {
				t.Errorf("%s: %s is on the page", nameOf(file), key)
			}
		}
	}
	if total < 10*len(documents) {
		t.Errorf("only %d texts in %d documents: the walk misses them", total, len(documents))
	}
}

func TestTextsThatAreNotThere(t *testing.T) {
	pages := []string{plain("Invoice 1 and the beginning of a long"), plain("page head sentence that goes over the page")}
	for _, tt := range []struct {
		text string
		want bool
	}{
		{"Invoice 1", true},
		{"Invoice 2", false},
		{"the beginning of a long sentence that goes over the page", true},
		{"the beginning of a long sentence that goes over the edge", false},
		{"the beginning of a short sentence that goes over the page", false},
	} {
		if got := holds(pages, plain(tt.text)); got != tt.want {
			t.Errorf("%q: %v, want %v", tt.text, got, tt.want)
		}
	}
}

// TestStructureOrder: who listens to the document hears it in the order in
// which it is written.
func TestStructureOrder(t *testing.T) {
	documents := samples(t)
	dir := render(t, documents)
	for _, file := range documents {
		var pages []string
		for _, page := range pagesOf(t, pdfOf(dir, file)) {
			pages = append(pages, plain(page))
		}
		parts := structureTexts(string(tools.MustRun(t, "pdfinfo", "-struct-text", pdfOf(dir, file))))
		if len(parts) < 8 {
			t.Errorf("%s: only %d texts in the structure tree", nameOf(file), len(parts))
		}
		if part, ok := inOrder(pages, parts); !ok {
			t.Errorf("%s: %q comes earlier on the page than in the structure tree, or not at all", nameOf(file), part)
		}
	}
}

// inOrder reports whether texts are found going forward through the pages,
// furniture aside, or the first that is not. Each page has its own place to go
// on from, since a table row that is cut by a page break ends on the next page
// in its first column and on this page in its last.
func inOrder(pages, parts []string) (string, bool) {
	at := make([]int, len(pages))
	for _, part := range parts {
		best, gap := -1, 0
		for i, page := range pages {
			if skipped := strings.Index(page[at[i]:], part); skipped >= 0 && (best < 0 || skipped < gap) {
				best, gap = i, skipped
			}
		}
		if best < 0 {
			return part, false
		}
		at[best] += gap + len(part)
	}
	return "", true
}

func TestTextsOutOfOrder(t *testing.T) {
	pages := []string{"headonetwothreefoot", "headfourfivefoot"}
	for _, tt := range []struct {
		parts []string
		wrong string
	}{
		{[]string{"one", "two", "three", "four", "five"}, ""},
		{[]string{"one", "four", "two", "five"}, ""}, // a row over two pages
		{[]string{"two", "one"}, "one"},
		{[]string{"one", "six"}, "six"},
		{[]string{"one", "one"}, "one"},
	} {
		if part, _ := inOrder(pages, tt.parts); part != tt.wrong {
			t.Errorf("%q: stopped at %q, want %q", tt.parts, part, tt.wrong)
		}
	}
}

// structureTexts takes the quoted texts from pdfinfo's tree.
func structureTexts(tree string) []string {
	var out []string
	for line := range strings.Lines(tree) {
		line = strings.TrimSpace(line)
		if len(line) > 2 && line[0] == '"' && line[len(line)-1] == '"' {
			if text := plain(line[1 : len(line)-1]); text != "" {
				out = append(out, text)
			}
		}
	}
	return out
}
