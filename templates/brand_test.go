package templates

import (
	"maps"
	"reflect"
	"slices"
	"testing"
)

// filled is a brand that states every field; texts and languages contain seed.
func filled(seed string) Brand {
	b := Brand{
		Terms: map[string]string{"en": seed}, Notes: map[string]string{"en": seed},
		Footer:       map[string][]string{"en": {seed, "", seed}},
		Labels:       map[string]map[string]string{"en": {"party.bill_to": seed, seed: seed}},
		CustomFields: map[string][]CustomField{"en": {{seed, seed}}},
		Fonts:        []FontFile{{seed, 400, seed}}, Letterhead: Letterhead{seed, seed},
	}
	for v, i := reflect.ValueOf(&b).Elem(), 0; i < v.NumField(); i++ {
		if f := v.Field(i); f.Kind() == reflect.String {
			f.SetString(seed)
		}
	}
	return b
}

// Every field of the struct is merged: what over states wins, what it leaves
// out stays. A field that Merge forgets fails here.
func TestMergeTakesEveryField(t *testing.T) {
	own, over := filled("own"), filled("over")
	for v, i := reflect.ValueOf(own), 0; i < v.NumField(); i++ {
		if v.Field(i).IsZero() {
			t.Fatalf("the test leaves out %s", v.Type().Field(i).Name)
		}
	}
	want := filled("over")
	want.Labels = map[string]map[string]string{"en": {"party.bill_to": "over", "own": "own", "over": "over"}}
	if got := own.Merge(over); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if !reflect.DeepEqual(own.Merge(Brand{}), own) || !reflect.DeepEqual(Brand{}.Merge(own), own) {
		t.Error("the empty brand changes something")
	}
	if !reflect.ValueOf(Brand{}.Merge(Brand{})).IsZero() {
		t.Error("two empty brands make one that is not")
	}
}

func TestMergeByLanguage(t *testing.T) {
	own, over := filled("own"), Brand{
		Terms: map[string]string{"de": "14 Tage."}, Footer: map[string][]string{"en": {"New"}},
		Labels:     map[string]map[string]string{"fr": {"a": "b"}},
		Letterhead: Letterhead{First: "one.svg"},
	}
	got := own.Merge(over)
	if !maps.Equal(got.Terms, map[string]string{"en": "own", "de": "14 Tage."}) || !slices.Equal(got.Footer["en"], []string{"New"}) ||
		len(got.Labels) != 2 || got.Labels["en"]["own"] != "own" || got.Letterhead != over.Letterhead {
		t.Errorf("%+v", got)
	}
}

func TestMergeSharesNothing(t *testing.T) {
	own, over := filled("own"), filled("over")
	for _, got := range []Brand{own.Merge(over), own.Merge(Brand{}), Brand{}.Merge(over)} {
		got.Terms["en"], got.Notes["en"], got.Footer["en"][0], got.Labels["en"]["party.bill_to"] = "x", "x", "x", "x"
		got.CustomFields["en"][0].Name, got.Fonts[0].Family = "x", "x"
	}
	if !reflect.DeepEqual(own, filled("own")) || !reflect.DeepEqual(over, filled("over")) {
		t.Error("the merged brand shares something with its parts")
	}
}

func TestMarginLengths(t *testing.T) {
	mm := func(s string) Length { l, _ := parseLength(s); return l }
	for s, want := range map[string][4]Length{
		"10mm":                {mm("10mm"), mm("10mm"), mm("10mm"), mm("10mm")},
		"16mm 20mm":           {mm("16mm"), mm("20mm"), mm("16mm"), mm("20mm")},
		"1in 2cm 20pt":        {mm("1in"), mm("2cm"), mm("20pt"), mm("2cm")},
		"10mm 11mm 12mm 13mm": {mm("10mm"), mm("11mm"), mm("12mm"), mm("13mm")},
	} {
		if got, ok := (Brand{Margins: s}).MarginLengths(); got != want || !ok {
			t.Errorf("%q gives %v %t, want %v", s, got, ok, want)
		}
	}
	if _, ok := (Brand{}).MarginLengths(); ok {
		t.Error("no margins are margins")
	}
}
