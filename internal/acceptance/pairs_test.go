//go:build oracle

package acceptance

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

// pairsWhole is the number of pairs under make soak.
const pairsWhole = 10_000

// TestOneDigitMakesAnotherText renders a chain of documents, each of which
// differs from the one before in one digit, and wants another text from each:
// nothing may be remembered by less than its whole content.
func TestOneDigitMakesAnotherText(t *testing.T) {
	pairs := tools.Share(pairsWhole)
	random := rand.New(rand.NewPCG(20261122, 1))
	document := []byte(printedDigits)
	var digits []int
	for i, c := range document {
		if c == '#' {
			document[i] = byte('1' + random.IntN(9))
			digits = append(digits, i)
		}
	}
	dir := t.TempDir()
	files := make([]string, 0, pairs+1)
	for i := range pairs + 1 {
		file := filepath.Join(dir, fmt.Sprintf("chain-%05d.json", i))
		if err := os.WriteFile(file, document, 0o644); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
		at := digits[random.IntN(len(digits))]
		// Another digit from 1 to 9: a leading zero would be no number.
		document[at] = '1' + (document[at]-'1'+byte(1+random.IntN(8)))%9
	}
	out := render(t, files)
	extracted := extractAll(t, out, files)
	for i := 1; i < len(files); i++ {
		if bytes.Equal(extracted[i-1], extracted[i]) {
			t.Errorf("%s and %s give one text", nameOf(files[i-1]), nameOf(files[i]))
		}
	}
	// The counter-proof: one document gives one text.
	again := extractAll(t, render(t, files[:2]), files[:2])
	for i := range again {
		if len(again[i]) < 300 || !bytes.Equal(again[i], extracted[i]) {
			t.Errorf("%s gives another text (%d bytes) the second time", nameOf(files[i]), len(again[i]))
		}
	}
}

func extractAll(t *testing.T, dir string, files []string) [][]byte {
	t.Helper()
	pdftotext := tools.Find(t, "pdftotext")
	extracted := make([][]byte, len(files))
	errs := make([]error, len(files))
	var wait sync.WaitGroup
	slots := make(chan struct{}, 2)
	for i, file := range files {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			extracted[i], errs[i] = tools.Run(pdftotext, "-raw", pdfOf(dir, file), "-")
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	return extracted
}
