package request

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestCanonicalForm(t *testing.T) {
	src := `{ "number" : "A\u00e4\/\"\n", "internal_notes": "secret", "metadata": {"z": 1},
 "currency":"EUR", "seller": {"website": "w", "name": "S"}, "buyer": {"name": "B", "custom_fields": [{"value": "metadata", "label": "l"}]},
 "lines": [{"unit_price": 1.50, "description": "D", "metadata": {"hours": 2}}], "payment": {"display_wire_instructions": true}}`
	const want = `{"buyer":{"custom_fields":[{"label":"l","value":"metadata"}],"name":"B"},"currency":"EUR",` +
		`"lines":[{"description":"D","unit_price":"1.50"}],"number":"Aä/\"\n","payment":{"display_wire_instructions":true},"seller":{"name":"S","website":"w"}}`
	got := string(Canonical(mustParse(t, []byte(src))))
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Two writings of one document have one identity; two documents have two.
func TestIdentity(t *testing.T) {
	one := Identity(mustParse(t, []byte(smallest)))
	same := []string{
		strings.Join(strings.Fields(strings.ReplaceAll(smallest, "Muster GmbH", "Muster\u00a0GmbH")), ""),
		`{"lines": [{"unit_price": 95.00, "quantity": 12.5, "description": "\u0043onsulting"}], "buyer": {"name": "Kunde AG"}, "seller": {"name": "Muster GmbH"}, "currency": "EUR"}`,
		string(with(`"internal_notes": "x", "metadata": {"a": 1}`)),
		"\uFEFF" + smallest + "\n",
	}
	for _, src := range same[1:] {
		if Identity(mustParse(t, []byte(src))) != one {
			t.Errorf("another identity: %s\n%s", src, Canonical(mustParse(t, []byte(src))))
		}
	}
	for _, src := range []string{
		same[0],
		strings.Replace(smallest, "95.00", "95.01", 1),
		strings.Replace(smallest, "95.00", "95.0", 1), // decimals as stated
		string(with(`"memo": "x"`)),
		string(with(`"brand": {"paper": "letter"}`)),
		string(with(`"options": {"include_terms": false}`)),
	} {
		if Identity(mustParse(t, []byte(src))) == one {
			t.Errorf("the same identity: %s", src)
		}
	}
}

// Canonical bytes are a document of their own, with the same canonical bytes.
func TestCanonicalIsStable(t *testing.T) {
	for name, src := range samples(t) {
		first := Canonical(mustParse(t, src))
		if !json.Valid(first) {
			t.Fatalf("%s: not JSON: %s", name, first)
		}
		r, err := Parse(first, Options{Paths: true})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := Canonical(r); string(got) != string(first) {
			t.Errorf("%s:\n%s\n%s", name, first, got)
		}
	}
}

func TestCanonicalOfARefusedDocument(t *testing.T) {
	if r, err := Parse([]byte(`{"currency": "EUR"}`), Options{}); err == nil || Canonical(r) != nil {
		t.Errorf("%v %s", err, Canonical(r))
	}
}
