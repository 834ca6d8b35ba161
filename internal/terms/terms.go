// Package terms checks that references to EN 16931 lead somewhere. In go
// docs/spec/terms.csv, which lists the standard's terms (BT), groups (BG) and
// rules (BR) in our words, and any text; out come the references in the text
// that the table does not have. It does not know whether a reference is the
// right one.
package terms

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// reference finds BT-115, BT-29-1, BG-4, BR-16, BR-CO-17 and BR-S-09.
var reference = regexp.MustCompile(`\bB(?:T-[0-9]+(?:-[0-9]+)?|G-[0-9]+|R-(?:[A-Z]+-)?[0-9]+)\b`)

// Table is the set of known references, without leading zeros: the standard
// writes BR-S-9, its artefacts BR-S-09.
type Table map[string]bool

// Fault is a reference that the table does not have.
type Fault struct {
	Line      int
	Reference string
}

// ReadTable reads "id,what". An id that is malformed, stands twice or has no
// words is an error.
func ReadTable(r io.Reader) (Table, error) {
	records, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("terms.csv: %w", err)
	}
	table := Table{}
	for i, record := range records {
		if i == 0 {
			continue
		}
		id, what := record[0], record[1]
		switch {
		case reference.FindString(id) != id || plain(id) != id:
			return nil, fmt.Errorf("terms.csv:%d: %q is not a reference", i+1, id)
		case table[id]:
			return nil, fmt.Errorf("terms.csv:%d: %s stands twice", i+1, id)
		case what == "":
			return nil, fmt.Errorf("terms.csv:%d: %s has no words", i+1, id)
		}
		table[id] = true
	}
	return table, nil
}

// Check returns the unknown references of a text.
func (t Table) Check(r io.Reader) ([]Fault, error) {
	var faults []Fault
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 1<<16), 1<<26)
	for n := 1; lines.Scan(); n++ {
		for _, found := range reference.FindAllString(lines.Text(), -1) {
			if !t[plain(found)] {
				faults = append(faults, Fault{n, found})
			}
		}
	}
	return faults, lines.Err()
}

// plain takes the leading zeros from a reference's numbers.
func plain(id string) string {
	parts := strings.Split(id, "-")
	for i, part := range parts[1:] {
		if trimmed := strings.TrimLeft(part, "0"); trimmed != "" {
			parts[i+1] = trimmed
		}
	}
	return strings.Join(parts, "-")
}
