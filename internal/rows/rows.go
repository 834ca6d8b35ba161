package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// testPattern finds, for go test -run, the tests that carry an id.
const testPattern = `S_[A-Z]{3}_[0-9]{2}`

var idInName = regexp.MustCompile(testPattern)

// documentsOnly is the ending of tests that prove a row for documents alone. It
// counts wherever it stands: too little claimed is better than too much.
var documentsOnly = regexp.MustCompile(`_document(_|$)`)

// state of a row, from its tests.
type state uint8

const (
	missing state = iota
	part
	met
)

func (s state) String() string { return [...]string{"missing", "part", "met"}[s] }

// row is one line of rows.csv with what its tests make of it.
type row struct {
	id, what string
	state    state
	broken   bool     // one of its tests failed or was skipped
	tests    []string // that passed
}

type inventory []row

// readRows reads "id,what"; an id that is malformed or stands twice is an error.
func readRows(r io.Reader) (inventory, error) {
	records, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("rows.csv: %w", err)
	}
	if len(records) == 0 || !slices.Equal(records[0], []string{"id", "what"}) {
		return nil, fmt.Errorf("rows.csv: the first line is not id,what")
	}
	var rows inventory
	seen := map[string]bool{}
	for i, record := range records[1:] {
		id := record[0]
		if !idInName.MatchString(strings.ReplaceAll(id, "-", "_")) || len(id) != len("S-PDF-01") {
			return nil, fmt.Errorf("rows.csv:%d: %q is not an id", i+2, id)
		}
		if seen[id] {
			return nil, fmt.Errorf("rows.csv:%d: %s stands twice", i+2, id)
		}
		seen[id] = true
		rows = append(rows, row{id: id, what: record[1]})
	}
	return rows, nil
}

// result is how one top-level test ended.
type result struct{ name, action string }

// readResults takes the ends of top-level tests from "go test -json".
func readResults(events io.Reader) ([]result, error) {
	var results []result
	lines := bufio.NewScanner(events)
	lines.Buffer(make([]byte, 0, 1<<16), 1<<26)
	for lines.Scan() {
		var e struct{ Action, Package, Test string }
		if json.Unmarshal(lines.Bytes(), &e) != nil || e.Test == "" || strings.Contains(e.Test, "/") {
			continue
		}
		if e.Action == "pass" || e.Action == "fail" || e.Action == "skip" {
			results = append(results, result{e.Test, e.Action})
		}
	}
	return results, lines.Err()
}

// judge gives every row its state and returns the tests with unknown ids.
func (rows inventory) judge(results []result) (unknown []string) {
	index := map[string]int{}
	for i, r := range rows {
		index[r.id] = i
	}
	for _, t := range results {
		for _, id := range idInName.FindAllString(t.name, -1) {
			i, ok := index[strings.ReplaceAll(id, "_", "-")]
			if !ok {
				unknown = append(unknown, t.name)
				continue
			}
			rows[i].take(t)
		}
	}
	return unknown
}

func (r *row) take(t result) {
	if t.action != "pass" {
		r.broken = true
		r.state = missing
		r.tests = append(r.tests, t.name+" ("+t.action+")")
		return
	}
	r.tests = append(r.tests, t.name)
	proves := met
	if documentsOnly.MatchString(t.name) {
		proves = part
	}
	if !r.broken {
		r.state = max(r.state, proves)
	}
}

func (rows inventory) print(w io.Writer) {
	for _, r := range rows {
		fmt.Fprintf(w, "%-8s %-8s %s\n", r.id, r.state, r.what)
		for _, name := range r.tests {
			fmt.Fprintf(w, "                  %s\n", name)
		}
	}
}

func (rows inventory) lastLine() string {
	var n [3]int
	for _, r := range rows {
		n[r.state]++
	}
	return fmt.Sprintf("rows: %d met, %d part, %d missing of %d", n[met], n[part], n[missing], len(rows))
}
