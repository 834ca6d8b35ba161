package nearest

import (
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	known := []string{"unit", "unit_price", "quantity", "amount", "space-before", "to", "of", "tax", "übertrag"}
	for _, c := range []struct{ word, want string }{
		{"unit_prise", "unit_price"},
		{"unti_price", "unit_price"},
		{"unitprice", "unit_price"},
		{"UNIT_PRICE", "unit_price"},
		{"space_before", "space-before"},
		{"spacebefore", "space-before"},
		{"quantty", "quantity"},
		{"amonut", "amount"},
		{"amount", "amount"},
		{"og", "of"},
		{"tex", "tax"},
		{"ubertrag", "übertrag"},
		{"", ""},
		{"t", ""},
		{"cat", ""},
		{"colour", ""},
		{"metadata", ""},
		{strings.Repeat("a", wordMax+1), ""},
	} {
		got, ok := Of(c.word, known)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Of(%q) = %q, %t; want %q", c.word, got, ok, c.want)
		}
	}
}

func TestOfTakesTheFirstOfEquals(t *testing.T) {
	if got, _ := Of("row", []string{"raw", "now"}); got != "raw" {
		t.Errorf("got %q, want raw", got)
	}
	if got, _ := Of("rowe", []string{"crowd", "row"}); got != "row" {
		t.Errorf("got %q, want the closer row", got)
	}
}

func TestOfLooksAtWordsUpToTheLimit(t *testing.T) {
	word := strings.Repeat("a", wordMax)
	if got, ok := Of(word, []string{word}); !ok || got != word {
		t.Errorf("a word of %d bytes is not found", wordMax)
	}
	if _, ok := Of(word, []string{word + "a"}); ok {
		t.Errorf("a known word of %d bytes is compared", wordMax+1)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"ab", "ba", 1}, {"ca", "abc", 3}} {
		if got := distance([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
