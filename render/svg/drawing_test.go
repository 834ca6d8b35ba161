package svg_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/facture-dev/facture/fonts"
	"github.com/facture-dev/facture/render/image"
	"github.com/facture-dev/facture/render/layout"
	"github.com/facture-dev/facture/render/svg"
)

// TestDrawingsShareAPage puts all of the corpus on one page, each twice: an id
// stands for one thing, each reference leads to one, and a drawing is defined
// once. The page is itself an SVG that our own reader takes, but for masks.
func TestDrawingsShareAPage(t *testing.T) {
	files, err := filepath.Glob("../../testdata/vectors/svg/*.svg")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files (%v)", len(files), err)
	}
	p := &layout.Page{Width: 300 * layout.Point, Height: 300 * layout.Point}
	masks := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := image.DecodeSVG(data)
		if err != nil {
			t.Fatal(err)
		}
		item := layout.Placed{X: 10 * layout.Point, Item: &layout.Drawing{Width: 50 * layout.Point, Height: 40 * layout.Point, Drawing: d}}
		p.Items = append(p.Items, item, item)
		alone := &layout.Page{Width: p.Width, Height: p.Height, Items: []layout.Placed{item}}
		again, err := image.DecodeSVG(page(t, alone))
		var e *image.Error
		switch {
		case errors.As(err, &e) && strings.Contains(e.Message, "a mask is not read"):
			masks++
		case err != nil:
			t.Errorf("%s: our reader refuses our page: %v", file, err)
		case len(again.Nodes) < 2:
			t.Errorf("%s: nothing but paper", file)
		}
	}
	if masks > 5 {
		t.Errorf("%d pages with masks", masks)
	}
	out := page(t, p)
	ids, uses := map[string]int{}, 0
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllSubmatch(out, -1) {
		ids[string(m[1])]++
	}
	for id, n := range ids {
		if n != 1 {
			t.Errorf("%d things are called %s", n, id)
		}
	}
	for _, m := range regexp.MustCompile(`(?:href="|url\()#([^")]*)[")]`).FindAllSubmatch(out, -1) {
		if uses++; ids[string(m[1])] == 0 {
			t.Errorf("there is no %s", m[1])
		}
	}
	if symbols := bytes.Count(out, []byte("<symbol ")); symbols != len(files) || uses < 2*len(files) {
		t.Errorf("%d symbols for %d drawings, %d references", symbols, len(files), uses)
	}
	for d := xml.NewDecoder(bytes.NewReader(out)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func page(t *testing.T, p *layout.Page) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := svg.Write(&b, fonts.Embedded(), p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
