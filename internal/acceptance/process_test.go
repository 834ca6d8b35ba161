package acceptance

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/facture-dev/facture/internal/deliver"
	"github.com/facture-dev/facture/internal/tools"
)

// source reads a sample document as the command does: what it names lies beside
// it.
func source(t *testing.T, file string) deliver.Source {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return deliver.Source{Data: data, Read: func(path string) ([]byte, error) {
		return os.ReadFile(filepath.Join(filepath.Dir(file), path))
	}}
}

func service(t *testing.T) *deliver.Service {
	t.Helper()
	s, err := deliver.New()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func made(t *testing.T, s *deliver.Service, src deliver.Source) []byte {
	t.Helper()
	result, err := s.Render(t.Context(), src, deliver.Options{})
	if err != nil {
		t.Error(err)
	}
	return result.Bytes
}

// printedDigits is a document in which every # stands for a digit that is
// printed.
const printedDigits = `{
 "number": "INV-####-####", "currency": "EUR", "language": "en",
 "seller": {"name": "Seller ## GmbH", "address": {"lines": ["Street ##"], "city": "City ##", "country": "DE"}},
 "buyer": {"name": "Buyer ## AG", "address": {"lines": ["Road ##"], "city": "Town ##", "country": "DE"}},
 "purchase_order_number": "PO-####",
 "lines": [
  {"description": "Item A-###", "quantity": "##.##", "unit_price": "###.##", "tax": {"rate": "19"}},
  {"description": "Item B-###", "quantity": "##.##", "unit_price": "###.##", "tax": {"rate": "19"}},
  {"description": "Item C-###", "quantity": "##.##", "unit_price": "###.##", "tax": {"rate": "7"}},
  {"description": "Item D-###", "quantity": "##.##", "unit_price": "###.##", "tax": {"rate": "7"}}
 ],
 "memo": "Reference ########", "terms": "Clause ########"
}`

// TestNothingIsLeftOver: what a service keeps between documents (shaped words,
// subsets, pooled buffers) must not show. Documents of one shape and other data
// come one after another and at the same time from one service; each must be
// what a service makes that never made another.
func TestNothingIsLeftOver(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(tools.Root(t), "testdata", "documents", "*.json"))
	if err != nil || len(files) < 25 {
		t.Fatalf("%d sample documents, %v", len(files), err)
	}
	var sources []deliver.Source
	for _, file := range files {
		sources = append(sources, source(t, file))
	}
	random := rand.New(rand.NewPCG(7, 7))
	for range 20 {
		document := []byte(printedDigits)
		for i, c := range document {
			if c == '#' {
				document[i] = byte('1' + random.IntN(9))
			}
		}
		sources = append(sources, deliver.Source{Data: document})
	}
	want := make([][]byte, len(sources))
	for i, src := range sources {
		want[i] = made(t, service(t), src)
		if i > 0 && bytes.Equal(want[i], want[i-1]) {
			t.Fatalf("documents %d and %d give the same bytes: there is nothing to tell apart", i-1, i)
		}
	}
	shared := service(t)
	for round := range 3 {
		order := random.Perm(len(sources))
		var wait sync.WaitGroup
		slots := make(chan struct{}, 1+3*round) // one at a time first
		for _, i := range order {
			slots <- struct{}{}
			wait.Go(func() {
				defer func() { <-slots }()
				if got := made(t, shared, sources[i]); !bytes.Equal(got, want[i]) {
					t.Errorf("document %d is another one from a service that has made others (round %d)", i, round)
				}
			})
		}
		wait.Wait()
	}
}
