package render

import (
	"crypto/sha256"
	"os"
	"testing"

	"github.com/facture-dev/facture/templates"
)

// Fonts are read once, however often a brand comes, and found again by all that
// they are: name, weight and every byte.
func TestFontsAreKept(t *testing.T) {
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile("../fonts/faces/inter/Inter_400Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	get := func(family string, weight int, name string, file []byte) *faces {
		t.Helper()
		f, err := r.faces([]templates.FontFile{{Family: family, Weight: weight, File: name}}, map[string][]byte{name: file})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	first := get("Acme", 400, "a.ttf", file)
	if get("Acme", 400, "b.ttf", file) != first {
		t.Error("the same font under another file name was read again")
	}
	other := append([]byte(nil), file...)
	other[len(other)-1]++ // padding or the end of an outline: one byte in 340,000
	for _, f := range []*faces{get("Acme", 600, "a.ttf", file), get("Acne", 400, "a.ttf", file), get("Acme", 400, "a.ttf", other)} {
		if f == first {
			t.Error("another font is taken for the first")
		}
	}
	if f, err := r.faces(nil, nil); err != nil || f != r.embedded || f.own {
		t.Error("without fonts of its own, a brand has others than the embedded ones")
	}
}

func TestLimitFontSets(t *testing.T) {
	var c fontCache
	put := func(i, bytes int) [sha256.Size]byte {
		key := [sha256.Size]byte{byte(i), byte(i >> 8)}
		c.put(key, &faces{bytes: bytes})
		return key
	}
	first := put(0, 1)
	for i := range maxFontSets - 1 {
		put(1+i, 1)
	}
	if c.get(first) == nil || len(c.sets) != maxFontSets {
		t.Errorf("%d sets of %d are kept", len(c.sets), maxFontSets)
	}
	last := put(maxFontSets, 1)
	if c.get(first) != nil || c.get(last) == nil || len(c.sets) != 1 || c.bytes != 1 {
		t.Errorf("past the limit %d sets of %d bytes are kept", len(c.sets), c.bytes)
	}

	c = fontCache{}
	half, rest := put(1, maxFontSetBytes/2), put(2, maxFontSetBytes/2)
	if c.get(half) == nil || c.get(rest) == nil {
		t.Error("as many bytes as may be kept are not")
	}
	put(1, maxFontSetBytes/2) // a second maker of the same
	if c.bytes != maxFontSetBytes {
		t.Errorf("%d bytes are counted", c.bytes)
	}
	one := put(3, 1)
	if c.get(half) != nil || c.get(one) == nil || c.bytes != 1 {
		t.Errorf("past the limit %d bytes are kept", c.bytes)
	}
	if huge := put(4, 2*maxFontSetBytes); c.get(huge) == nil || len(c.sets) != 1 {
		t.Error("one large set is not kept by itself")
	}
}
