package templates

// Brand is how one billing entity's documents look. Everything is optional;
// the zero Brand gives the layout's own look.
type Brand struct {
	Template     string                       `json:"template,omitempty"`      // layout: a built-in name, or a file for the command
	Logo         string                       `json:"logo,omitempty"`          // a path beside the file (command only) or a data: URL
	LogoPosition string                       `json:"logo_position,omitempty"` // left, center, right (physical) or start (mirrored in right-to-left languages; the default)
	LogoAlt      string                       `json:"logo_alt,omitempty"`      // alternate text; default: "Logo of NAME"
	AccentColor  string                       `json:"accent_color,omitempty"`  // #RRGGBB
	Font         string                       `json:"font,omitempty"`          // family of running text
	HeadingFont  string                       `json:"heading_font,omitempty"`  // family of titles and amounts
	Paper        string                       `json:"paper,omitempty"`         // a4, letter, auto
	DateStyle    string                       `json:"date_style,omitempty"`    // short, medium, long (default), full
	Terms        map[string]string            `json:"terms,omitempty"`         // by language; printed when the document has none
	Footer       map[string][]string          `json:"footer,omitempty"`        // by language: up to three columns, lines separated by \n
	Labels       map[string]map[string]string `json:"labels,omitempty"`        // by language: label key → words
}
