package acceptance

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/facture-dev/facture/internal/deliver"
)

// withMemo is a small document with a memo.
func withMemo(t *testing.T, memo string) deliver.Source {
	t.Helper()
	text, err := json.Marshal(memo)
	if err != nil {
		t.Fatal(err)
	}
	return deliver.Source{Data: []byte(`{"currency": "EUR", "language": "en", "seller": {"name": "Muster GmbH"}, "buyer": {"name": "Kunde AG"},
 "lines": [{"description": "Consulting", "unit_price": "95.00"}], "memo": ` + string(text) + `}`)}
}

// TestWhatNoFaceHasIsRefused: a box or a gap in place of a character is a wrong
// document that looks like a right one.
func TestWhatNoFaceHasIsRefused(t *testing.T) {
	s := service(t)
	made(t, s, withMemo(t, "Thank you."))
	for text, want := range map[string]string{
		"Thank you \U0001F600": "U+1F600", // emoji
		"\U00012000":           "U+12000", // cuneiform
		"\uE000":               "U+E000",  // private use
	} {
		_, err := s.Render(t.Context(), withMemo(t, text), deliver.Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want an error that names %s", text, err, want)
		}
	}
}

// TestAMillionCharacters in one text are refused by a limit that is named, and
// what the limit allows is set in a time that is linear in it: never begun and
// not ended.
func TestAMillionCharacters(t *testing.T) {
	s := service(t)
	for name, unit := range map[string]string{"words": "seven by ", "one word": "a", "line feeds": "a\n"} {
		if _, err := s.Render(t.Context(), withMemo(t, strings.Repeat(unit, 1_000_000/len(unit))), deliver.Options{}); err == nil || !strings.Contains(err.Error(), "at most") {
			t.Errorf("a million in %s: %v; want a limit that is named", name, err)
		}
		// The least of several tries, since other programs use the processor too.
		took := func(characters int) (least time.Duration) {
			for try := range 3 {
				start := time.Now()
				made(t, s, withMemo(t, strings.Repeat(unit, characters/len(unit))))
				if spent := time.Since(start); try == 0 || spent < least {
					least = spent
				}
			}
			return least
		}
		tenth, whole := took(10_000), took(100_000)
		t.Logf("%s: %v and %v", name, tenth, whole)
		if whole > 40*tenth+50*time.Millisecond {
			t.Errorf("%s: %v for ten times as much as what took %v", name, whole, tenth)
		}
	}
}
