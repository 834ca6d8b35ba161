package request

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
)

// assetKind is a kind of file that a brand names.
type assetKind struct {
	noun, rule string
	types      []string // media types of its data: URLs
	max        int      // bytes of a data: URL
}

var (
	pictureTypes = []string{"image/png", "image/jpeg", "image/svg+xml"}
	fontTypes    = []string{"font/ttf", "font/sfnt", "application/font-sfnt"} // RFC 8081 §4.4.1; the last is older

	logo       = asset(assetKind{"a logo", "brand.logo", pictureTypes, maxLogo})
	letterhead = asset(assetKind{"a letterhead", "brand.letterhead", pictureTypes, maxLetterhead})
	fontFile   = asset(assetKind{"a font", "brand.font", fontTypes, maxFont})
)

// asset reads what states a file: a data: URL, or, where a file may be read, a
// path. A remote address is never fetched.
func asset(k assetKind) reader[string] {
	return reader[string]{shape{kind: "file", max: k.max}, func(d *decoder, v *string) {
		s, at, ok := d.string("a path or a data: URL")
		if !ok {
			return
		}
		if err := k.check(s, d.options.Paths); err != nil {
			d.fault(at, k.rule, "%s", err)
			return
		}
		*v = s
	}}
}

func (k assetKind) check(s string, paths bool) error {
	scheme, _, remote := strings.Cut(s, "://")
	switch {
	case s == "":
		return fmt.Errorf("an empty text; leave the %s out", strings.TrimPrefix(k.noun, "a "))
	case IsDataURL(s):
		return k.checkDataURL(s)
	case remote:
		return fmt.Errorf("a remote address (%s:) is never fetched; send the file as a data: URL", shorten(scheme))
	case !paths:
		return fmt.Errorf("only the command reads files; send the file as a data: URL")
	case len(s) > maxPath:
		return fmt.Errorf("a path of %d bytes; at most %d are allowed", len(s), maxPath)
	}
	return nil
}

func (k assetKind) checkDataURL(s string) error {
	if len(s) > k.max {
		return fmt.Errorf("%d bytes; %s has at most %d as a data: URL", len(s), k.noun, k.max)
	}
	head, _, _ := strings.Cut(strings.TrimPrefix(s, "data:"), ",")
	mediaType, parameters, _ := strings.Cut(head, ";")
	if parameters == "base64" || strings.HasSuffix(parameters, ";base64") {
		if !slices.Contains(k.types, mediaType) {
			return fmt.Errorf("the media type %q is none of %s: those are %s", shorten(mediaType), k.noun, strings.Join(k.types, ", "))
		}
	}
	_, err := DataURL(s)
	return err
}

// IsDataURL reports whether a file of a brand is stated as a data: URL
// (RFC 2397).
func IsDataURL(s string) bool { return strings.HasPrefix(s, "data:") }

// DataURL returns the bytes of a data: URL in base64. What they hold is for the
// readers of pictures and fonts to say.
func DataURL(s string) ([]byte, error) {
	head, body, ok := strings.Cut(strings.TrimPrefix(s, "data:"), ",")
	if !ok || !strings.HasSuffix(head, ";base64") {
		return nil, fmt.Errorf("not a data: URL in base64; write data:image/png;base64,…")
	}
	data, err := base64.StdEncoding.DecodeString(body)
	if err != nil {
		return nil, fmt.Errorf("the data is not base64: %w", err)
	}
	if len(data) == 0 {
		return nil, fmt.Errorf("the data: URL is empty")
	}
	return data, nil
}
