package request

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// logo reads brand.logo: a data: URL of an image, or, where a file may be
// read, a path. A remote address is never fetched.
var logo = reader[string]{shape{kind: "logo", max: maxLogo}, func(d *decoder, v *string) {
	s, at, ok := d.string("a path or a data: URL")
	if !ok {
		return
	}
	if err := d.checkLogo(s); err != nil {
		d.fault(at, "brand.logo", "%s", err)
		return
	}
	*v = s
}}

func (d *decoder) checkLogo(s string) error {
	scheme, _, remote := strings.Cut(s, "://")
	switch {
	case len(s) > maxLogo:
		return fmt.Errorf("%d bytes; a logo has at most %d", len(s), maxLogo)
	case s == "":
		return fmt.Errorf("an empty text; leave the logo out")
	case IsDataURL(s):
		_, err := DataURL(s)
		return err
	case remote:
		return fmt.Errorf("a remote address (%s:) is never fetched; send the image as a data: URL", shorten(scheme))
	case !d.options.Paths:
		return fmt.Errorf("only the command reads files; send the image as a data: URL")
	}
	return nil
}

// IsDataURL reports whether a brand's logo is a data: URL (RFC 2397).
func IsDataURL(logo string) bool { return strings.HasPrefix(logo, "data:") }

// DataURL returns the bytes of a data: URL. What they hold is for the image
// readers to say; the media type must be one they know.
func DataURL(logo string) ([]byte, error) {
	head, body, ok := strings.Cut(strings.TrimPrefix(logo, "data:"), ",")
	kind, base := strings.CutSuffix(head, ";base64")
	if !ok || !base {
		return nil, fmt.Errorf("not a data: URL in base64; write data:image/png;base64,…")
	}
	if kind != "image/png" && kind != "image/jpeg" {
		return nil, fmt.Errorf("the media type %q is not known; image/png and image/jpeg are", shorten(kind))
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
