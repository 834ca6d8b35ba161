package deliver

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/facture-dev/facture/render/request"
	"github.com/facture-dev/facture/templates"
)

// A brand is read in two places, each with its own positions and messages: in a
// file of its own (templates) and inside a document (request). Both must take
// and refuse the same brands.
func TestBrandsAreReadAlike(t *testing.T) {
	long := strings.Repeat("a", 5_000)
	taken, refused := 0, 0
	for _, src := range []string{
		`{}`,
		`{"template": "classic", "logo": "logos/wide.png", "logo_position": "right", "logo_alt": "Us", "accent_color": "#00BA61",
		  "font": "Source Sans 3", "heading_font": "Source Serif 4", "paper": "letter", "date_style": "full",
		  "terms": {"de": "Netto", "fr-CH": "Net"}, "footer": {"de": ["a\nb", "c"]}, "labels": {"de": {"document.invoice": "Beleg"}}}`,
		`{"logo_position": "start"}`, `{"logo_position": "center"}`, `{"logo_position": "left"}`, `{"logo_position": "top"}`,
		`{"paper": "a4"}`, `{"paper": "auto"}`, `{"paper": "a5"}`,
		`{"date_style": "short"}`, `{"date_style": "medium"}`, `{"date_style": "iso"}`,
		`{"accent_color": "#00ba61"}`, `{"accent_color": "#0b6"}`, `{"accent_color": "red"}`, `{"accent_color": "#00BA6G"}`, `{"accent_color": 1}`,
		`{"logo": "x.gif"}`, `{"logo": "x.jpg"}`, `{"logo": "http://example/x.png"}`, `{"logo": "data:image/png;base64,iVBORw0KGgo="}`, `{"logo": "data:image/gif;base64,R0lG"}`,
		`{"colour": "#000000"}`, `{"terms": "Netto"}`, `{"terms": {"de": 1}}`, `{"terms": {"not a tag": "x"}}`, `{"footer": {"de": "x"}}`,
		`{"footer": {"de": ["a", "b", "c"]}}`, `{"footer": {"de": ["a", "b", "c", "d"]}}`, `{"labels": {"de": ["x"]}}`, `{"labels": {"de": {"document.invoice": 1}}}`,
		`{"font": null}`, `{"font": "` + long + `"}`, `{"logo_alt": "` + long + `"}`, `{"terms": {"de": "` + long + `"}}`, `[]`, `"classic"`,
	} {
		fromFile, errFile := templates.ParseBrand("brand.json", []byte(src))
		req, errDocument := request.Parse([]byte(`{"currency": "EUR", "seller": {"name": "S"}, "buyer": {"name": "B"}, "lines": [{"description": "x", "unit_price": "1"}], "brand": `+src+`}`), request.Options{Paths: true})
		if (errFile == nil) != (errDocument == nil) {
			t.Errorf("%.80s: as a file %v, in a document %v", src, errFile, errDocument)
			continue
		}
		if errFile != nil {
			refused++
			continue
		}
		taken++
		if !reflect.DeepEqual(fromFile, req.Brand) {
			a, _ := json.Marshal(fromFile)
			b, _ := json.Marshal(req.Brand)
			t.Errorf("%.80s: as a file %s, in a document %s", src, a, b)
		}
	}
	if taken < 10 || refused < 10 {
		t.Errorf("%d brands were taken and %d refused: too few to say anything", taken, refused)
	}
}
