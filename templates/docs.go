package templates

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteVocabulary writes every element and attribute of the format as
// Markdown: the reference part of the guide.
func WriteVocabulary(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "### Attributes of every block\n\nThe blocks are %s.\n\n", marked(blockNames))
	writeAttributes(b, commonAttributes)
	for _, e := range vocabulary {
		fmt.Fprintf(b, "### `<%s>`\n\n%s. %s\n\n", e.name, capital(e.doc), e.holds())
		writeAttributes(b, e.attrs)
	}
	return b.Flush()
}

func (e element) holds() string {
	others := slices.DeleteFunc(slices.Clone(e.children), func(n string) bool { return slices.Contains(blockNames, n) })
	switch e.content {
	case inline:
		return "It holds text with bindings, " + marked(e.children) + "."
	case either:
		return "It holds text with bindings and " + marked(inlineNames) + ", or blocks."
	case blocks:
		switch {
		case len(others) == 0:
			return "It holds blocks."
		case len(others) == len(e.children):
			return "It holds " + marked(others) + "."
		}
		return "It holds " + marked(others) + " and blocks."
	}
	return "It holds nothing."
}

func marked(names []string) string { return "`" + strings.Join(names, "`, `") + "`" }

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func writeAttributes(w io.Writer, attrs []attribute) {
	if len(attrs) == 0 {
		return
	}
	fmt.Fprint(w, "| attribute | value | |\n|---|---|---|\n")
	for _, a := range attrs {
		doc := a.doc
		if a.required {
			doc = "**required**; " + doc
		}
		fmt.Fprintf(w, "| `%s` | %s | %s |\n", a.name, a.takes(), doc)
	}
	fmt.Fprintln(w)
}

// takes says how the attribute's value is written.
func (a attribute) takes() string {
	switch a.form {
	case formWord:
		return marked(a.words)
	case formWords:
		return "some of " + marked(a.words)
	case formLength:
		return "a length"
	case formLengths:
		return "one to four lengths: top, end, bottom, start"
	case formNumber:
		return fmt.Sprintf("a whole number, %d to %d", a.min, a.max)
	case formWeight:
		return "`100`, `200` … `900`"
	case formTracking:
		return "a part of the size, such as `-0.005em`"
	case formWidth:
		return "a length, `auto`, or parts such as `2fr`"
	case formSize:
		return "a length or `auto`"
	case formColor:
		return "a colour"
	case formInk:
		return "`#RRGGBB`"
	case formFamily:
		return "an embedded family (`facture fonts` lists them)"
	case formBool:
		return "`true`, `false`"
	case formStyle:
		return "a style's name"
	case formLabel:
		return "a label"
	case formPath:
		takes := "a path to " + nouns(a.kinds)
		if len(a.fields) > 0 {
			takes += " with " + marked(a.fields)
		}
		return takes
	case formInline:
		return "text with bindings"
	case formIf:
		return "a path, or `!` and a path"
	case formEach:
		return "a path to a list"
	}
	return "a new name"
}
