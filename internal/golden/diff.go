package golden

import (
	"fmt"
	"strings"
)

const (
	contextLines = 2   // shown around a change
	shownMax     = 200 // lines of a diff that are shown
	tableMax     = 4e6 // cells of the comparison table; beyond it whole blocks are shown as changed
)

// Diff returns the changed lines with their neighbours, "-" for old and "+" for
// new, or nothing when the texts are equal.
func Diff(old, now string) string {
	if old == now {
		return ""
	}
	a, b := lines(old), lines(now)
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	endA, endB := len(a), len(b)
	for endA > start && endB > start && a[endA-1] == b[endB-1] {
		endA--
		endB--
	}
	var edits []edit
	for _, line := range a[:start] {
		edits = append(edits, edit{' ', line})
	}
	edits = append(edits, align(a[start:endA], b[start:endB])...)
	for _, line := range a[endA:] {
		edits = append(edits, edit{' ', line})
	}
	return show(edits)
}

// lines splits a text; a last line without a line feed says so, since that may
// be the only difference.
func lines(text string) []string {
	if text == "" {
		return nil
	}
	l := strings.Split(text, "\n")
	if last := len(l) - 1; l[last] == "" {
		return l[:last]
	} else {
		l[last] += "  (no line feed)"
	}
	return l
}

type edit struct {
	kind byte // ' ', '-', '+'
	line string
}

// align finds the longest common subsequence of two lists of lines.
func align(a, b []string) []edit {
	var edits []edit
	if len(a)*len(b) > tableMax {
		for _, line := range a {
			edits = append(edits, edit{'-', line})
		}
		for _, line := range b {
			edits = append(edits, edit{'+', line})
		}
		return edits
	}
	// common[i][j]: length of the longest common subsequence of a[i:], b[j:].
	common := make([][]int32, len(a)+1)
	for i := range common {
		common[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			edits = append(edits, edit{' ', a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			edits = append(edits, edit{'-', a[i]})
			i++
		default:
			edits = append(edits, edit{'+', b[j]})
			j++
		}
	}
	return edits
}

func show(edits []edit) string {
	near := make([]bool, len(edits))
	for i, e := range edits {
		if e.kind == ' ' {
			continue
		}
		for k := max(0, i-contextLines); k <= min(len(edits)-1, i+contextLines); k++ {
			near[k] = true
		}
	}
	var out strings.Builder
	shown, gap := 0, false
	for i, e := range edits {
		if !near[i] {
			gap = true
			continue
		}
		if shown == shownMax {
			out.WriteString("… and more\n")
			break
		}
		if gap {
			out.WriteString("…\n")
			gap = false
		}
		fmt.Fprintf(&out, "%c %s\n", e.kind, e.line)
		shown++
	}
	return out.String()
}
