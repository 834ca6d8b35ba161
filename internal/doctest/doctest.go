// Package doctest holds the documentation to the code. In go Markdown pages,
// out come what in them can be checked: links, targets of make, commands of
// ```sh blocks with the output that they promise, and ```json blocks. Its tests
// check all of that over the whole repository. It does not know what the pages
// are about.
package doctest

import (
	"regexp"
	"strings"
)

// Command is a line of a ```sh block that starts with "$ ", and the lines of
// output that follow it there. "…" stands for any number of lines.
type Command struct {
	Line   int
	Text   string
	Output []string
}

// Block is the content of a fenced block.
type Block struct {
	Line     int // of the opening fence, counted from 1
	Language string
	Lines    []string
}

// Blocks returns the fenced blocks of a page.
func Blocks(page string) []Block {
	var blocks []Block
	var open *Block
	n := 0
	for line := range strings.Lines(page) {
		n++
		line = strings.TrimRight(line, "\r\n")
		fence, isFence := strings.CutPrefix(strings.TrimSpace(line), "```")
		switch {
		case isFence && open == nil:
			open = &Block{Line: n, Language: strings.TrimSpace(fence)}
		case isFence:
			blocks = append(blocks, *open)
			open = nil
		case open != nil:
			open.Lines = append(open.Lines, line)
		}
	}
	return blocks
}

// Commands returns the commands of a block. A command goes on over lines that
// end in a backslash.
func (b Block) Commands() []Command {
	var commands []Command
	for i := 0; i < len(b.Lines); i++ {
		text, ok := strings.CutPrefix(b.Lines[i], "$ ")
		if !ok {
			if last := len(commands) - 1; last >= 0 && b.Lines[i] != "" {
				commands[last].Output = append(commands[last].Output, b.Lines[i])
			}
			continue
		}
		c := Command{Line: b.Line + 1 + i, Text: text}
		for strings.HasSuffix(c.Text, `\`) && i+1 < len(b.Lines) {
			i++
			c.Text = strings.TrimSuffix(c.Text, `\`) + strings.TrimLeft(b.Lines[i], "> \t")
		}
		commands = append(commands, c)
	}
	return commands
}

// Missing returns the first promised line that the output does not have, in
// order.
func (c Command) Missing(output string) (string, bool) {
	rest := output
	for _, want := range c.Output {
		if strings.TrimSpace(want) == "…" {
			continue
		}
		at := strings.Index(rest, want)
		if at < 0 {
			return want, true
		}
		rest = rest[at+len(want):]
	}
	return "", false
}

var (
	link   = regexp.MustCompile(`\]\(([^()\s]+)\)`)
	target = regexp.MustCompile("(?:^|[`$ ])make ([a-z][a-z-]*)")
)

// Links returns the local targets of a page's links and pictures, without
// their fragments.
func Links(page string) []string {
	var out []string
	for _, m := range link.FindAllStringSubmatch(page, -1) {
		to, _, _ := strings.Cut(m[1], "#")
		if to == "" || strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
			continue
		}
		out = append(out, to)
	}
	return out
}

// MakeTargets returns the targets that a page tells people to make: those in
// code, where "make" is not a verb.
func MakeTargets(page string) []string {
	var out []string
	inBlock := false
	for line := range strings.Lines(page) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			inBlock = !inBlock
			continue
		}
		code := line
		if !inBlock {
			parts := strings.Split(line, "`")
			code = ""
			for i := 1; i < len(parts); i += 2 {
				code += "`" + parts[i] + " "
			}
		}
		for _, m := range target.FindAllStringSubmatch(code, -1) {
			out = append(out, m[1])
		}
	}
	return out
}
