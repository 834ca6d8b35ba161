package deliver

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
)

// file is a sample document, as the command reads it.
func file(t *testing.T, name string) Source {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(documents, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return Source{Data: data, Read: beside(documents)}
}

// All pages at once are the pages one by one, with the same warnings.
func TestSheetsArePages(t *testing.T) {
	for _, name := range []string{"classic", "forty-lines", "minimal-draft", "receipt"} {
		src := file(t, name)
		all, err := service().Sheets(context.Background(), src, Options{Paper: "letter"}, 100)
		if err != nil || len(all.Sheets) != all.Pages {
			t.Fatalf("%s: %d of %d pages: %v", name, len(all.Sheets), all.Pages, err)
		}
		for i, sheet := range all.Sheets {
			one, err := service().Page(context.Background(), src, Options{Paper: "letter"}, i+1)
			if err != nil || !bytes.Equal(one.Bytes, sheet.SVG) || one.Pages != all.Pages || len(one.Warnings) != len(all.Warnings) {
				t.Errorf("%s, page %d differs: %v", name, i+1, err)
			}
			if sheet.Width != 612*1024 || sheet.Height != 792*1024 {
				t.Errorf("%s, page %d: %d × %d", name, i+1, sheet.Width, sheet.Height)
			}
		}
	}
}

// A limit leaves the last pages out and tells how many there are.
func TestSheetsUpToALimit(t *testing.T) {
	src := file(t, "forty-lines")
	for most, want := range map[int]int{0: 0, 1: 1, 3: 3, 4: 3} {
		all, err := service().Sheets(context.Background(), src, Options{}, most)
		if err != nil || len(all.Sheets) != want || all.Pages != 3 {
			t.Errorf("at most %d: %d of %d pages, %v", most, len(all.Sheets), all.Pages, err)
		}
	}
}

func TestSheetsTellWhatWasChosen(t *testing.T) {
	all, err := service().Sheets(context.Background(), with(`"language": "de", "brand": {"template": "classic", "logo_position": "right"}`), Options{}, 1)
	if err != nil || all.Layout != "classic" || all.Language != "de" || all.LogoPosition != "right" {
		t.Errorf("%+v %v", all, err)
	}
	own, err := ReadLayout("own.xml", func(string) ([]byte, error) {
		return []byte(`<document format="1" for="invoice"><text>{document.number}</text></document>`), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if all, err = service().Sheets(context.Background(), with(`"brand": {"template": "classic"}`), Options{Layout: own}, 1); err != nil || all.Layout != "" {
		t.Errorf("%+v %v", all, err)
	}
	all, err = service().Sheets(context.Background(), with(`"language": "de"`), Options{TemplateName: "classic", Language: "fr", LogoPosition: "center"}, 1)
	if err != nil || all.Layout != "classic" || all.Language != "fr" || all.LogoPosition != "center" {
		t.Errorf("%+v %v", all, err)
	}
}

func TestSheetsOfWhatIsWrong(t *testing.T) {
	_, err := service().Sheets(context.Background(), with(`"colour": 1`), Options{}, 1)
	if e := errorOf(t, err); e.Kind != Invalid || e.Faults[0].Line == 0 {
		t.Errorf("%+v", e)
	}
	_, err = service().Sheets(context.Background(), with(`"memo": "a 𓀀"`), Options{}, 1)
	if e := errorOf(t, err); e.Kind != Unprintable {
		t.Errorf("%+v", e)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = service().Sheets(ctx, with(`"memo": "m"`), Options{}, 1)
	if e := errorOf(t, err); e.Kind != Canceled {
		t.Errorf("%+v", e)
	}
}
