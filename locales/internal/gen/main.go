// Command gen writes the CLDR tables of package locales (tables_gen.go) and
// the licence they come under (LICENSE-UNICODE).
//
// In goes the CLDR JSON of npm, at one pinned version, fetched into a
// temporary directory; out comes Go source in which equal parts of different
// locales are written once. It knows nothing of formatting: the patterns are
// copied as CLDR writes them, and package locales reads them.
//
//	go generate ./locales          # fetches with npm
//	go run ./internal/gen -from D  # takes D/node_modules instead
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/format"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

// cldrVersion is the CLDR release of every package. A newer one is a decision:
// printed documents change with it.
const cldrVersion = "48.0.0"

var packages = []string{"cldr-core", "cldr-numbers-full", "cldr-dates-full", "cldr-misc-full", "cldr-localenames-full"}

// shipped lists the languages; every regional locale that CLDR has for one of
// them ships with it, so that a language meets the reader's own region.
// A script is named only where CLDR keeps it as a locale of its own.
var shipped = strings.Fields(`
	af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk kn ko lb lt lv
	mk ml mr ms mt nb nl nn pa pl pt ro ru sk sl sq sr sr-Cyrl sr-Latn sv sw ta te th tr uk ur vi zh zh-Hans zh-Hant`)

// repeats are locales that say in full what a shorter tag says; their regions
// are their own.
var repeats = []string{"sr-Cyrl", "zh-Hans"}

func main() {
	log.SetFlags(0)
	from := flag.String("from", "", "directory that already holds node_modules")
	out := flag.String("out", ".", "directory of package locales")
	flag.Parse()
	root := *from
	if root == "" {
		dir, err := os.MkdirTemp("", "cldr")
		check(err)
		defer os.RemoveAll(dir)
		check(install(dir))
		root = dir
	}
	src := source{root: filepath.Join(root, "node_modules")}
	check(src.checkVersion())
	code, err := format.Source(src.tables())
	check(err)
	check(os.WriteFile(filepath.Join(*out, "tables_gen.go"), code, 0o644))
	licence, err := os.ReadFile(filepath.Join(src.root, "cldr-core", "LICENSE"))
	check(err)
	check(os.WriteFile(filepath.Join(*out, "LICENSE-UNICODE"), licence, 0o644))
}

func check(err error) {
	if err != nil {
		log.Fatal("gen: ", err)
	}
}

// install fetches the packages. Scripts are off: the packages are data.
func install(dir string) error {
	args := []string{"install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", dir}
	for _, p := range packages {
		args = append(args, p+"@"+cldrVersion)
	}
	cmd := exec.Command("npm", args...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd.Run()
}

// source reads the JSON files below node_modules.
type source struct{ root string }

type object = map[string]any

func (s source) load(path ...string) object {
	b, err := os.ReadFile(filepath.Join(append([]string{s.root}, path...)...))
	check(err)
	var o object
	check(json.Unmarshal(b, &o))
	return o
}

func (s source) checkVersion() error {
	for _, p := range packages {
		if v := str(s.load(p, "package.json"), "version"); v != cldrVersion {
			return fmt.Errorf("%s is version %s, want %s", p, v, cldrVersion)
		}
	}
	return nil
}

// get walks into nested objects; a missing step is nil.
func get(v any, path ...string) any {
	for _, k := range path {
		o, _ := v.(object)
		v = o[k]
	}
	return v
}

func str(v any, path ...string) string {
	switch x := get(v, path...).(type) {
	case string:
		return x
	case object: // a date pattern with its own digits: {"_value": …, "_numbers": …}
		return str(x, "_value")
	}
	return ""
}

func obj(v any, path ...string) object {
	o, _ := get(v, path...).(object)
	return o
}

func keys(o object) []string {
	k := make([]string, 0, len(o))
	for s := range o {
		k = append(k, s)
	}
	sort.Strings(k)
	return k
}

// tags lists the locales of CLDR that ship.
func (s source) tags() []string {
	entries, err := os.ReadDir(filepath.Join(s.root, "cldr-numbers-full", "main"))
	check(err)
	var tags []string
	for _, e := range entries {
		tag := e.Name()
		base := tag
		// The last subtag is a region when it is two letters or three digits.
		if i := strings.LastIndexByte(tag, '-'); i > 0 && (len(tag)-i == 3 || len(tag)-i == 4) {
			base = tag[:i]
		}
		if slices.Contains(shipped, base) && !slices.Contains(repeats, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// pool writes equal parts of different locales once.
type pool struct {
	index map[string]int
	rows  []string
}

func (p *pool) add(row string) int {
	if p.index == nil {
		p.index = map[string]int{}
	}
	if i, ok := p.index[row]; ok {
		return i
	}
	i := len(p.rows)
	p.index[row] = i
	p.rows = append(p.rows, row)
	return i
}

func (p *pool) write(b *bytes.Buffer, comment, name, typ string) {
	fmt.Fprintf(b, "\n// %s %s\nvar %s = [...]%s{\n", name, comment, name, typ)
	for _, r := range p.rows {
		fmt.Fprintf(b, "%s,\n", r)
	}
	b.WriteString("}\n")
}

func (s source) tables() []byte {
	var symbols, currencies, dates, lists, territories pool
	var b bytes.Buffer
	b.WriteString("// Code generated by locales/internal/gen from CLDR " + cldrVersion + "; DO NOT EDIT.\n" +
		"// Data: copyright Unicode, Inc., under the terms of LICENSE-UNICODE.\n\n" +
		"package locales\n\n// CLDRVersion is the CLDR release that all tables come from.\n" +
		fmt.Sprintf("const CLDRVersion = %q\n", strings.TrimSuffix(cldrVersion, ".0")))
	var rows bytes.Buffer
	systems := obj(s.load("cldr-core", "supplemental", "numberingSystems.json"), "supplemental", "numberingSystems")
	for _, tag := range s.tags() {
		n := obj(s.load("cldr-numbers-full", "main", tag, "numbers.json"), "main", tag, "numbers")
		number := func(system string) int {
			return symbols.add(numberRow(n, system, str(systems, system, "_digits")))
		}
		system := str(n, "defaultNumberingSystem")
		cur := obj(s.load("cldr-numbers-full", "main", tag, "currencies.json"), "main", tag, "numbers", "currencies")
		cal := obj(s.load("cldr-dates-full", "main", tag, "ca-gregorian.json"), "main", tag, "dates", "calendars", "gregorian")
		list := obj(s.load("cldr-misc-full", "main", tag, "listPatterns.json"), "main", tag, "listPatterns", "listPattern-type-standard")
		names := obj(s.load("cldr-localenames-full", "main", tag, "territories.json"), "main", tag, "localeDisplayNames", "territories")
		fmt.Fprintf(&rows, "{%q, %q, %d, %d, %d, %d, %d, %d},\n", tag, str(n, "minimumGroupingDigits"),
			number(system), number("latn"), currencies.add(currencyRow(cur)), dates.add(dateRow(cal)),
			lists.add(fmt.Sprintf("{%q, %q, %q, %q}", str(list, "2"), str(list, "start"), str(list, "middle"), str(list, "end"))),
			territories.add(territoryRow(names)))
	}
	b.WriteString("\n// rows lists the locales, in byte order of their tags. Each part is an index.\n" +
		"var rows = [...]row{\n" + rows.String() + "}\n")
	symbols.write(&b, "holds the symbols and patterns of a locale in one numbering system.", "numberTables", "numbers")
	currencies.write(&b, `lists currencies whose symbols are not the code: lines of code, symbol,
// narrow symbol, own decimal and group separators and own pattern, parted by tabs.`, "currencyTables", "string")
	dates.write(&b, "holds names and patterns of the Gregorian calendar.", "dateTables", "dates")
	lists.write(&b, "holds list patterns: two, start, middle, end.", "listTables", "[4]string")
	territories.write(&b, "lists names of territories: lines of code and name, parted by a tab.", "territoryTables", "string")
	fmt.Fprintf(&b, "\n// letterCountries lists the countries whose paper is US Letter.\nconst letterCountries = %q\n", s.letter())
	return b.Bytes()
}

func numberRow(n object, system, digits string) string {
	sym := obj(n, "symbols-numberSystem-"+system)
	cur := obj(n, "currencyFormats-numberSystem-"+system)
	if sym == nil || cur == nil || digits == "" {
		log.Fatalf("gen: numbering system %s has no symbols, patterns or digits", system)
	}
	if system == "latn" {
		digits = ""
	}
	or := func(a, b string) string {
		if a != "" {
			return a
		}
		return b
	}
	std, acc := str(cur, "standard"), str(cur, "accounting")
	fields := []string{
		digits, str(sym, "decimal"), str(sym, "group"),
		or(str(sym, "currencyDecimal"), str(sym, "decimal")), or(str(sym, "currencyGroup"), str(sym, "group")),
		str(sym, "minusSign"), str(sym, "percentSign"),
		str(n, "decimalFormats-numberSystem-"+system, "standard"), str(n, "percentFormats-numberSystem-"+system, "standard"),
		std, or(str(cur, "standard-alphaNextToNumber"), std), acc, or(str(cur, "accounting-alphaNextToNumber"), acc),
		str(cur, "currencySpacing", "beforeCurrency", "insertBetween"), str(cur, "currencySpacing", "afterCurrency", "insertBetween"),
	}
	return quoteAll(fields)
}

// currencyRow leaves out what equals the code: a third of the currencies remain.
func currencyRow(cur object) string {
	var b strings.Builder
	for _, code := range keys(cur) {
		c := obj(cur, code)
		symbol, narrow := str(c, "symbol"), str(c, "symbol-alt-narrow")
		if symbol == "" {
			symbol = code
		}
		if narrow == "" {
			narrow = symbol
		}
		dec, grp, pattern := str(c, "decimal"), str(c, "group"), str(c, "pattern")
		if symbol == code && narrow == code && dec == "" && grp == "" && pattern == "" {
			continue
		}
		fmt.Fprintf(&b, "\n%s\t%s\t%s\t%s\t%s\t%s", code, symbol, narrow, dec, grp, pattern)
	}
	return fmt.Sprintf("%q", b.String()+"\n")
}

// dateRow keeps what the four date styles and their intervals use.
func dateRow(cal object) string {
	var fields []string
	for _, style := range []string{"short", "medium", "long", "full"} {
		fields = append(fields, str(cal, "dateFormats", style))
	}
	months := strings.Fields("1 2 3 4 5 6 7 8 9 10 11 12")
	days := strings.Fields("sun mon tue wed thu fri sat")
	for _, part := range []struct {
		kind  string
		names []string
	}{{"months", months}, {"days", days}} {
		for _, form := range []string{"format", "stand-alone"} {
			for _, width := range []string{"abbreviated", "wide"} {
				var names []string
				for _, k := range part.names {
					names = append(names, str(cal, part.kind, form, width, k))
				}
				joined := strings.Join(names, "|")
				if strings.Count(joined, "|") != len(part.names)-1 {
					log.Fatalf("gen: a name contains the separator: %s", joined)
				}
				fields = append(fields, joined)
			}
		}
	}
	fields = append(fields, str(cal, "eras", "eraAbbr", "1"))
	iv := obj(cal, "dateTimeFormats", "intervalFormats")
	fields = append(fields, str(iv, "intervalFormatFallback"))
	var b strings.Builder
	for _, skeleton := range keys(iv) {
		if strings.Trim(skeleton, "GyMEd") != "" || !strings.Contains(skeleton, "y") || !strings.Contains(skeleton, "d") {
			continue
		}
		p := obj(iv, skeleton)
		fmt.Fprintf(&b, "\n%s\t%s\t%s\t%s", skeleton, str(p, "d"), str(p, "M"), str(p, "y"))
	}
	fields = append(fields, b.String()+"\n")
	return quoteAll(fields)
}

func territoryRow(names object) string {
	var b strings.Builder
	for _, code := range keys(names) {
		if len(code) == 2 && code[0] >= 'A' && code != "EZ" && code != "UN" && code != "ZZ" {
			fmt.Fprintf(&b, "\n%s\t%s", code, str(names, code))
		}
	}
	return fmt.Sprintf("%q", b.String()+"\n")
}

func (s source) letter() string {
	sizes := obj(s.load("cldr-core", "supplemental", "measurementData.json"), "supplemental", "measurementData", "paperSize")
	var codes []string
	for _, c := range keys(sizes) {
		if str(sizes, c) == "US-Letter" {
			codes = append(codes, c)
		}
	}
	return strings.Join(codes, " ")
}

func quoteAll(fields []string) string {
	var b strings.Builder
	b.WriteByte('{')
	for i, f := range fields {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", f)
	}
	b.WriteByte('}')
	return b.String()
}
