// Package arch holds the code to docs/ARCHITECTURE.md. In go the page's two
// tables and the packages as the go command lists them, out come the
// violations: an import that the page does not allow, a closed part of the
// standard library used outside of the rooms it is open to, a package that
// belongs to no room. It knows nothing of what the rooms do.
package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Module is the path that imports of our own start with.
const Module = "github.com/facture-dev/facture"

// Room is one row of the first table.
type Room struct {
	Name      string // folder, from the module's root
	Tool      bool   // a command or helper of the build and the tests
	MayImport []string
}

// Closed is one row of the second table: a package ("os"), one name of a
// package ("time.Now") or a predeclared type ("float64").
type Closed struct {
	Name   string
	OpenTo []string
}

// Rules are what the page says.
type Rules struct {
	Rooms  []Room
	Closed []Closed
}

// Package is what "go list -json" tells of a package, in so far as it is
// needed here.
type Package struct {
	ImportPath string
	Name       string
	Dir        string
	GoFiles    []string
	Imports    []string
}

// ParseRules reads the tables headed "room" and "closed" from the page. A room
// that is named twice, or allowed but not listed, is an error.
func ParseRules(page string) (Rules, error) {
	var r Rules
	for _, row := range tableRows(page, "room") {
		if len(row) != 3 {
			return r, fmt.Errorf("a row of rooms has %d cells, want 3: %q", len(row), row)
		}
		names := quoted(row[0])
		if len(names) != 1 {
			return r, fmt.Errorf("a row of rooms starts with %q, want one name in backquotes", row[0])
		}
		r.Rooms = append(r.Rooms, Room{Name: names[0], Tool: strings.HasPrefix(row[1], "*tool*"), MayImport: quoted(row[2])})
	}
	for _, row := range tableRows(page, "closed") {
		if len(row) != 3 {
			return r, fmt.Errorf("a row of closed packages has %d cells, want 3: %q", len(row), row)
		}
		names := quoted(row[0])
		if len(names) != 1 {
			return r, fmt.Errorf("a row of closed packages starts with %q, want one name in backquotes", row[0])
		}
		r.Closed = append(r.Closed, Closed{Name: names[0], OpenTo: quoted(row[1])})
	}
	if len(r.Rooms) == 0 || len(r.Closed) == 0 {
		return r, fmt.Errorf("the page has %d rooms and %d closed packages: a table is missing", len(r.Rooms), len(r.Closed))
	}
	return r, r.check()
}

// check finds names that lead nowhere: a typing error in the page would
// otherwise forbid or allow nothing.
func (r Rules) check() error {
	known := map[string]bool{}
	for _, room := range r.Rooms {
		if known[room.Name] {
			return fmt.Errorf("room %s is listed twice", room.Name)
		}
		known[room.Name] = true
	}
	// Rooms that may be named as targets without a row: adapters of storage.
	target := func(name string) bool { return known[name] || known[path.Dir(name)] }
	for _, room := range r.Rooms {
		for _, name := range room.MayImport {
			if !target(name) {
				return fmt.Errorf("room %s may import %s, which is not a room", room.Name, name)
			}
		}
	}
	for _, c := range r.Closed {
		for _, name := range c.OpenTo {
			if !target(name) {
				return fmt.Errorf("%s is open to %s, which is not a room", c.Name, name)
			}
		}
	}
	return nil
}

// tableRows returns the cells of the Markdown table whose first heading is
// given, without heading and rule.
func tableRows(page, heading string) [][]string {
	var rows [][]string
	inside := false
	for line := range strings.Lines(page) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") {
			inside = false
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case cells[0] == heading:
			inside = true
		case inside && !strings.HasPrefix(cells[0], "---"):
			rows = append(rows, cells)
		}
	}
	return rows
}

// quoted returns the words of a cell that stand in backquotes.
func quoted(cell string) []string {
	parts := strings.Split(cell, "`")
	var names []string
	for i := 1; i < len(parts); i += 2 {
		names = append(names, parts[i])
	}
	return names
}

// room returns the room of an import path of ours: the longest row that is it
// or lies above it.
func (r Rules) room(importPath string) (Room, bool) {
	dir := strings.TrimPrefix(strings.TrimPrefix(importPath, Module), "/")
	best, found := Room{}, false
	for _, room := range r.Rooms {
		if within(dir, room.Name) && len(room.Name) >= len(best.Name) {
			best, found = room, true
		}
	}
	return best, found
}

func within(dir, room string) bool {
	return dir == room || strings.HasPrefix(dir, room+"/")
}

// Violations lists every breach, one line each.
func (r Rules) Violations(packages []Package) ([]string, error) {
	var bad []string
	for _, p := range packages {
		room, ok := r.room(p.ImportPath)
		if !ok {
			bad = append(bad, fmt.Sprintf("%s belongs to no room: give it a row in docs/ARCHITECTURE.md", p.ImportPath))
			continue
		}
		// A command other than the binary runs when the code is built: a tool.
		tool := room.Tool || p.Name == "main" && room.Name != "cmd/facture"
		for _, imported := range p.Imports {
			bad = append(bad, r.importFault(p, room, tool, imported)...)
		}
		if tool {
			continue
		}
		uses, err := r.closedNames(p, room)
		if err != nil {
			return nil, err
		}
		bad = append(bad, uses...)
	}
	slices.Sort(bad)
	return bad, nil
}

func (r Rules) importFault(p Package, room Room, tool bool, imported string) []string {
	if imported != Module && !strings.HasPrefix(imported, Module+"/") {
		if !tool && r.closedTo(imported, room) {
			return []string{fmt.Sprintf("%s imports %s, which is closed to %s", p.ImportPath, imported, room.Name)}
		}
		return nil
	}
	target, ok := r.room(imported)
	switch {
	case !ok:
		return nil // reported where that package is listed
	case tool:
		return nil
	case target.Tool:
		return []string{fmt.Sprintf("%s imports the tool %s outside of its tests", p.ImportPath, imported)}
	case target.Name == room.Name, slices.Contains(room.MayImport, target.Name):
		return nil
	}
	return []string{fmt.Sprintf("%s imports %s: %s may not know %s", p.ImportPath, imported, room.Name, target.Name)}
}

func (r Rules) closedTo(name string, room Room) bool {
	for _, c := range r.Closed {
		if c.Name == name {
			return !slices.ContainsFunc(c.OpenTo, func(open string) bool { return within(room.Name, open) })
		}
	}
	return false
}

// closedNames finds uses of closed names ("time.Now") in a package's source.
func (r Rules) closedNames(p Package, room Room) ([]string, error) {
	var bad []string
	for _, name := range p.GoFiles {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		imports := importNames(file)
		ast.Inspect(file, func(n ast.Node) bool {
			used := nameUsed(n, imports)
			if used != "" && r.closedTo(used, room) {
				at := files.Position(n.Pos())
				bad = append(bad, fmt.Sprintf("%s/%s:%d uses %s, which is closed to %s", p.ImportPath, name, at.Line, used, room.Name))
			}
			return true
		})
	}
	return bad, nil
}

// nameUsed returns the name that a node stands for: "time.Now" by whatever name
// the file calls the package, "float64"; nothing for other nodes.
func nameUsed(n ast.Node, imports map[string]string) string {
	switch n := n.(type) {
	case *ast.SelectorExpr:
		if x, ok := n.X.(*ast.Ident); ok && imports[x.Name] != "" {
			return imports[x.Name] + "." + n.Sel.Name
		}
	case *ast.Ident:
		if types.Universe.Lookup(n.Name) != nil {
			return n.Name
		}
	}
	return ""
}

// importNames maps the name by which a file calls a package to its path.
func importNames(file *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range file.Imports {
		importPath, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(importPath)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = importPath
	}
	return names
}
