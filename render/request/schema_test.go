package request

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/facture-dev/facture/billing/money"
)

var update = flag.Bool("update", false, "write docs/schema from the tables")

const (
	schemaFile      = "../../docs/schema/document.schema.json"
	brandSchemaFile = "../../docs/schema/brand.schema.json"
)

// The schemas are made from the tables and committed: who reads the repository
// reads them, and a table that changes without them fails here. Run
// `go test ./render/request -run TestSchemaIsTheTables -update` to write them.
func TestSchemaIsTheTables(t *testing.T) {
	for file, want := range map[string][]byte{schemaFile: schemaOfTables(), brandSchemaFile: schemaOfBrand()} {
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the tables say; run this test with -update and read the difference", file)
		}
	}
}

// object is a JSON object whose members keep their order.
type pairs []pair

type pair struct {
	name  string
	value any
}

func (p pairs) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, x := range p {
		if i > 0 {
			b.WriteByte(',')
		}
		name, _ := json.Marshal(x.name)
		b.Write(append(name, ':'))
		value, err := plainJSON(x.value)
		if err != nil {
			return nil, err
		}
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// plainJSON leaves <, > and & as they are.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

// schemaMaker collects the definitions that shapes refer to.
type schemaMaker struct {
	defs pairs
	made map[*objectShape]string
}

// definitions are what was referred to, by name.
func (m *schemaMaker) definitions() pairs {
	slices.SortFunc(m.defs, func(a, b pair) int { return strings.Compare(a.name, b.name) })
	return m.defs
}

func schemaOfBrand() []byte {
	m := schemaMaker{made: map[*objectShape]string{}}
	brand := m.reference(brandTable.shape)
	return indented(pairs{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "A facture brand"},
		{"description", "How one billing entity's documents look: the file of --brand, or a document's brand. Every field is optional. " +
			"`facture brand check` applies this schema and what a schema cannot say: pictures, fonts, languages, labels."},
		brand[0],
		{"$defs", m.definitions()},
	})
}

func schemaOfTables() []byte {
	m := schemaMaker{made: map[*objectShape]string{}}
	document, receipt := m.reference(documentTable.shape), m.reference(receiptTable.shape)
	receiptKind := pairs{{"type", "object"}, {"required", []string{"kind"}}, {"properties", pairs{{"kind", pairs{{"const", KindReceipt}}}}}}
	return indented(pairs{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "A facture document"},
		{"description", "An invoice, a credit note or a receipt, as its author writes it: a file for `facture render`, the body of POST /v1/render. " +
			"`facture check` applies this schema and what a schema cannot say: characters that no page can show, duplicate names, days of the calendar, currencies, sums."},
		{"if", receiptKind}, {"then", receipt}, {"else", document},
		{"$defs", m.definitions()},
	})
}

func indented(root pairs) []byte {
	flat, err := plainJSON(root)
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, flat, "", "  "); err != nil {
		panic(err)
	}
	b.WriteByte('\n')
	return b.Bytes()
}

func (m *schemaMaker) reference(o *objectShape) pairs {
	name, ok := m.made[o]
	if !ok {
		base := strings.ReplaceAll(strings.TrimPrefix(strings.TrimPrefix(o.name, "a "), "an "), " ", "_")
		name = base
		for n := 2; slices.ContainsFunc(m.defs, func(p pair) bool { return p.name == name }); n++ {
			name = fmt.Sprintf("%s_%d", base, n)
		}
		m.made[o] = name
		m.defs = append(m.defs, pair{name, nil})
		at := len(m.defs) - 1
		m.defs[at].value = m.object(o)
	}
	return pairs{{"$ref", "#/$defs/" + name}}
}

// plainDoc takes the Markdown out of a member's description.
func plainDoc(doc string) string {
	return regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`).ReplaceAllString(strings.ReplaceAll(doc, "`", ""), "$1")
}

func (m *schemaMaker) object(o *objectShape) pairs {
	var properties pairs
	var required []string
	for _, x := range o.members {
		value := m.value(x.shape)
		if x.doc != "" {
			value = append(value, pair{"description", plainDoc(x.doc)})
		}
		properties = append(properties, pair{x.name, value})
		if x.required {
			required = append(required, x.name)
		}
	}
	s := pairs{{"type", "object"}, {"properties", properties}}
	if required != nil {
		s = append(s, pair{"required", required})
	}
	s = append(s, pair{"additionalProperties", false})
	for _, group := range o.one {
		var branches []pairs
		for _, n := range group {
			branches = append(branches, pairs{{"required", []string{n}}})
		}
		s = append(s, pair{"oneOf", branches})
	}
	var excluded []pairs
	for _, group := range o.atMost {
		for i, a := range group {
			for _, b := range group[i+1:] {
				excluded = append(excluded, pairs{{"not", pairs{{"required", []string{a, b}}}}})
			}
		}
	}
	if o == documentTable.shape { // "tax" as a number is a claim, which may stand beside "taxes"
		excluded = append(excluded, pairs{{"not", pairs{{"required", []string{"tax", "taxes"}}, {"properties", pairs{{"tax", pairs{{"type", "object"}}}}}}}})
	}
	if excluded != nil {
		s = append(s, pair{"allOf", excluded})
	}
	return s
}

var number = fmt.Sprintf(`^-?(0|[1-9][0-9]{0,%d})(\.[0-9]{1,%d})?$`, money.MaxDigits-1, money.MaxDecimals)

// value writes a shape as a schema. A kind that is missing here fails.
func (m *schemaMaker) value(s shape) pairs {
	switch s.kind {
	case "text":
		v := pairs{{"type", "string"}}
		if s.words != nil {
			return pairs{{"enum", s.words}}
		}
		if s.min > 0 {
			v = append(v, pair{"minLength", s.min})
		}
		return append(v, pair{"maxLength", s.max})
	case "decimal":
		return pairs{{"type", []string{"string", "number"}}, {"pattern", number}}
	case "positive":
		return append(m.value(shape{kind: "decimal"}), pair{"exclusiveMinimum", 0}, pair{"allOf", []pairs{{{"pattern", "^[0-9.]*[1-9][0-9.]*$"}}}})
	case "integer":
		return pairs{{"type", []string{"string", "integer"}}, {"pattern", `^[0-9]+$`}, {"minimum", s.min}, {"maximum", s.max}}
	case "weight":
		return pairs{{"type", []string{"string", "integer"}}, {"pattern", `^[1-9]00$`}, {"minimum", s.min}, {"maximum", s.max}, {"multipleOf", 100}}
	case "boolean":
		return pairs{{"type", "boolean"}}
	case "date":
		return pairs{{"type", "string"}, {"format", "date"}}
	case "due date":
		return pairs{{"type", "string"}, {"anyOf", []pairs{{{"format", "date"}}, {{"const", "on_receipt"}}}}}
	case "currency":
		return pairs{{"type", "string"}, {"pattern", "^[A-Z]{3}$"}}
	case "country":
		return pairs{{"type", "string"}, {"pattern", "^[A-Z]{2}$"}}
	case "language":
		return pairs{{"type", "string"}, {"pattern", "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"}}
	case "color":
		return pairs{{"type", "string"}, {"pattern", "^#[0-9A-Fa-f]{6}$"}}
	case "margins":
		length := `(0|[0-9]+(\.[0-9]+)?(mm|cm|in|pt))`
		return pairs{{"type", "string"}, {"pattern", `^\s*` + length + `(\s+` + length + `){0,3}\s*$`}}
	case "file":
		return pairs{{"type", "string"}, {"minLength", 1}, {"maxLength", s.max}}
	case "any object":
		return pairs{{"type", "object"}}
	case "object":
		return m.reference(s.object)
	case "list":
		v := pairs{{"type", "array"}, {"items", m.value(*s.element)}}
		if s.min > 0 {
			v = append(v, pair{"minItems", s.min})
		}
		return append(v, pair{"maxItems", s.max})
	case "map":
		return pairs{{"type", "object"}, {"additionalProperties", m.value(*s.element)}, {"maxProperties", s.max}}
	case "languages":
		return append(m.value(shape{kind: "map", element: s.element, max: s.max}), pair{"propertyNames", m.value(shape{kind: "language"})})
	case "tax or decimal":
		return pairs{{"anyOf", []pairs{m.reference(s.object), m.value(shape{kind: "decimal"})}}}
	}
	panic("no schema for the kind " + s.kind)
}

func compileSchema(t testing.TB, file string) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// accepts asks another program's validator. Text that it cannot decode is not
// accepted.
func accepts(s *jsonschema.Schema, src []byte) bool {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(bytes.TrimPrefix(src, []byte(byteOrderMark))))
	return err == nil && s.Validate(v) == nil
}

func TestSchemaAcceptsWhatParseAccepts(t *testing.T) {
	s := compileSchema(t, schemaFile)
	all := samples(t)
	all["smallest"] = []byte(smallest)
	all["full"] = []byte(full + "}")
	all["several taxes and a claim"] = with(`"taxes": [{"rate": 4}], "tax": "5.00"`)
	all["on receipt"] = with(`"due_date": "on_receipt"`)
	for name, src := range all {
		if !accepts(s, src) {
			v, _ := jsonschema.UnmarshalJSON(bytes.NewReader(src))
			t.Errorf("%s: %v", name, s.Validate(v))
		}
	}
}

// refusedAt reports whether a validation error is about a member of that name.
func refusedAt(err error, name string) bool {
	var v *jsonschema.ValidationError
	if !errors.As(err, &v) {
		return false
	}
	if at := v.InstanceLocation; len(v.Causes) == 0 && len(at) > 0 && at[len(at)-1] == name {
		return true
	}
	return slices.ContainsFunc(v.Causes, func(c *jsonschema.ValidationError) bool { return refusedAt(c, name) })
}

// beyondSchema are the rules of faults that a JSON Schema cannot state, or that
// its decoder does not see.
var beyondSchema = []string{"json.", "text.", "field.duplicate", "currency.unknown", "line.currency", "limit.depth", "brand."}

// TestSchemaRejectsWhatParseRejects goes through the cases of the codec and
// testdata/bad: where the codec has a fault of a kind that a schema can state,
// the schema refuses the document too.
func TestSchemaRejectsWhatParseRejects(t *testing.T) {
	s := compileSchema(t, schemaFile)
	all := map[string][]byte{}
	for _, c := range faultCases {
		all[c.name] = []byte(c.src)
	}
	files, err := filepath.Glob("../../testdata/bad/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no bad documents: %v", err)
	}
	for _, f := range files {
		if all[f], err = os.ReadFile(f); err != nil {
			t.Fatal(err)
		}
	}
	stated := 0
	for name, src := range all {
		_, err := Parse(src, Options{Paths: true})
		if err == nil {
			continue // its figures are wrong, not its form
		}
		for _, f := range faultsOf(t, err) {
			if !slices.ContainsFunc(beyondSchema, func(rule string) bool { return strings.HasPrefix(f.Rule, rule) }) {
				stated++
				if accepts(s, src) {
					t.Errorf("%s: the schema accepts it, the codec does not: %s %s: %s", name, f.Rule, f.Path, f.Message)
				}
				break
			}
		}
	}
	if stated < 30 {
		t.Errorf("only %d cases have a fault that a schema can state", stated)
	}
}

// TestSchemaMembersAreRead goes the other way, from the committed schema to the
// codec: every member that the schema names is known to Parse where it says so,
// and a value of a wrong type is refused by both.
func TestSchemaMembersAreRead(t *testing.T) {
	src, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Defs map[string]struct {
			Properties map[string]any
		} `json:"$defs"`
	}
	if err := json.Unmarshal(src, &schema); err != nil {
		t.Fatal(err)
	}
	s := compileSchema(t, schemaFile)
	count := 0
	// where each definition stands in a document: the object around the member.
	for def, place := range map[string]string{
		"document":               `{"kind": "invoice", %s}`,
		"receipt":                `{"kind": "receipt", %s}`,
		"line":                   `{"lines": [{%s}]}`,
		"party":                  `{"seller": {%s}}`,
		"place_of_delivery":      `{"ship_to": {%s}}`,
		"address":                `{"buyer": {"address": {%s}}}`,
		"tax_id":                 `{"buyer": {"tax_ids": [{%s}]}}`,
		"custom_field":           `{"custom_fields": [{%s}]}`,
		"tax":                    `{"tax": {%s}}`,
		"discount_or_charge":     `{"lines": [{"charges": [{%s}]}]}`,
		"discount_or_charge_2":   `{"discounts": [{%s}]}`,
		"period":                 `{"period": {%s}}`,
		"tax_rule":               `{"tax_rules": [{%s}]}`,
		"payment":                `{"payments": [{%s}]}`,
		"bank_account":           `{"payment": {"bank_accounts": [{%s}]}}`,
		"wire_instructions":      `{"payment": {"wire_instructions": {%s}}}`,
		"payment_details":        `{"payment": {%s}}`,
		"early_payment_discount": `{"early_payment": [{%s}]}`,
		"preceding_document":     `{"preceding": [{%s}]}`,
		"settled_document":       `{"kind": "receipt", "settles": [{%s}]}`,
		"brand":                  `{"brand": {%s}}`,
		"font":                   `{"brand": {"fonts": [{%s}]}}`,
		"letterhead":             `{"brand": {"letterhead": {%s}}}`,
		"brand's_own_fact":       `{"brand": {"custom_fields": {"en": [{%s}]}}}`,
		"options":                `{"options": {%s}}`,
	} {
		properties := schema.Defs[def].Properties
		if len(properties) == 0 {
			t.Errorf("the schema has no %s", def)
		}
		delete(schema.Defs, def)
		for name := range properties {
			count++
			if name == "kind" {
				continue // it stands in every place
			}
			doc := fmt.Appendf(nil, place, `"`+name+`": null`)
			_, err := Parse(doc, Options{})
			unknown, refused := false, false
			for _, f := range faultsOf(t, err) {
				if strings.HasSuffix(f.Path, "/"+name) {
					unknown = unknown || f.Rule == "field.unknown"
					refused = refused || f.Rule == "field.type"
				}
			}
			if unknown || !refused {
				t.Errorf("%s: %v", doc, err)
			}
			if v, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc)); err != nil || !refusedAt(s.Validate(v), name) {
				t.Errorf("the schema does not refuse the null in %s", doc)
			}
		}
	}
	for def := range schema.Defs {
		t.Errorf("this test does not know where %s stands", def)
	}
	if count < 120 {
		t.Errorf("only %d members", count)
	}
}

// The references in the guide are made from the same tables; what stands above
// their mark is written by hand.
func TestGuideIsTheTables(t *testing.T) {
	const mark = "<!-- The rest is written by: go test ./render/request -update -->\n"
	for file, reference := range map[string]string{
		"../../docs/guide/document.md": guideOf(documentTable.shape, receiptTable.shape),
		"../../docs/guide/brand.md":    guideOf(brandTable.shape),
	} {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		above, _, found := strings.Cut(string(page), mark)
		if !found {
			t.Fatalf("%s has no mark", file)
		}
		want := above + mark + reference
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if string(page) != want {
			t.Errorf("%s is not what the tables say; run this test with -update and read the difference", file)
		}
	}
}

// guideOf describes tables and those that they refer to. A brand has a page of
// its own.
func guideOf(roots ...*objectShape) string {
	var b strings.Builder
	done := map[*objectShape]bool{brandTable.shape: !slices.Contains(roots, brandTable.shape)}
	queue := slices.Clone(roots)
	for len(queue) > 0 {
		o := queue[0]
		queue = queue[1:]
		if done[o] {
			continue
		}
		done[o] = true
		title := o.name
		switch o {
		case documentTable.shape:
			title = "an invoice or a credit note"
		case documentAdjustmentTable.shape:
			title = "a discount or charge on the document"
		case lineAdjustmentTable.shape:
			title = "a discount or charge on a line"
		}
		fmt.Fprintf(&b, "\n## %s\n\n| member | value | |\n| --- | --- | --- |\n", strings.ToUpper(title[:1])+title[1:])
		for _, m := range o.members {
			name := "`" + m.name + "`"
			if m.required {
				name = "**" + name + "**"
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", name, valueInWords(m.shape), strings.ReplaceAll(m.doc, "|", `\|`))
			for s := &m.shape; s != nil; s = s.element {
				if s.object != nil {
					queue = append(queue, s.object)
				}
			}
		}
	}
	b.WriteString("\nMembers in bold type must be stated.")
	if slices.Contains(roots, documentTable.shape) {
		b.WriteString(" BT and BG are the terms of EN 16931.")
	}
	return b.String() + "\n"
}

func valueInWords(s shape) string {
	switch s.kind {
	case "text":
		if s.words != nil {
			return "`" + strings.Join(s.words, "`, `") + "`"
		}
		return "text"
	case "decimal":
		return "number"
	case "positive":
		return "number above 0"
	case "integer":
		return fmt.Sprintf("whole number, %d to %d", s.min, s.max)
	case "boolean":
		return "`true`, `false`"
	case "date", "currency", "country", "language":
		return s.kind
	case "due date":
		return "date or `on_receipt`"
	case "color":
		return "`#RRGGBB`"
	case "weight":
		return "`100`, `200` … `900`"
	case "margins":
		return "one to four lengths, 5mm to 60mm"
	case "file":
		return "path or `data:` URL"
	case "any object":
		return "object of any content"
	case "object":
		return s.object.name
	case "list":
		return fmt.Sprintf("list, at most %s, each %s", thousands(s.max), valueInWords(*s.element))
	case "languages":
		return "object: language → " + valueInWords(*s.element)
	case "map":
		return "object: name → " + valueInWords(*s.element)
	case "tax or decimal":
		return "a tax, or a number"
	}
	panic("no words for the kind " + s.kind)
}

func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}
