package image

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// refusedSVG is a damaged file, or one with what is not read. In a source, ¦
// stands where the error must point to, svg( ) for a sound picture around it,
// and def( ) for a sound one that has it in its definitions.
type refusedSVG struct {
	name, source string
	kind         ErrorKind
	want         string // part of the message
}

const soundHead = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 10 10\">\n  "

var refusedSVGs = []refusedSVG{
	// What is not read, with a way out.
	{"text", `svg(¦<text x="1">Hi</text>)`, Unsupported, "Create Outlines"},
	{"a span alone", `svg(<g>¦<tspan>Hi</tspan></g>)`, Unsupported, "Object to Path"},
	{"text by reference", `svg(<defs>¦<text id="t">Hi</text></defs><use href="#t"/>)`, Unsupported, "convert the text to paths"},
	{"picture of pixels", `svg(¦<image width="5" height="5" href="data:image/png;base64,AAAA"/>)`, Unsupported, "Trace Bitmap"},
	{"foreign object", `svg(¦<foreignObject><p>x</p></foreignObject>)`, Unsupported, "foreign content"},
	{"filter", `svg(<g filter="¦url(#f)"><path d="M0 0h1v1z"/></g>)`, Unsupported, "blur, shadow"},
	{"filter in a style", `svg(<g style="fill:red;filter: ¦url(#f)"><path d="M0 0h1v1z"/></g>)`, Unsupported, "blur, shadow"},
	{"mask", `svg(<path mask="¦url(#m)" d="M0 0h1v1z"/>)`, Unsupported, "Clipping Mask"},
	{"pattern", `svg(<pattern id="p"/><path fill="¦url(#p)" d="M0 0h1v1z"/>)`, Unsupported, "Pattern to Objects"},
	{"script", `svg(<defs>¦<script>alert(1)</script></defs>)`, Unsupported, "not run"},
	{"animation", `svg(<circle r="3">¦<animate attributeName="r" to="5"/></circle>)`, Unsupported, "does not move"},
	{"animated transform", `svg(<g>¦<animateTransform/></g>)`, Unsupported, "does not move"},
	{"set", `svg(<g>¦<set/></g>)`, Unsupported, "does not move"},
	{"markers", `svg(<path marker-end="¦url(#a)" d="M0 0h1"/>)`, Unsupported, "Stroke to Path"},
	{"blend mode", `svg(<path style="mix-blend-mode:¦multiply" d="M0 0h1v1z"/>)`, Unsupported, "blend mode"},
	{"vector effect", `svg(<path vector-effect="¦non-scaling-stroke" d="M0 0h1v1z"/>)`, Unsupported, "Stroke to Path"},
	{"gradient that repeats", `svg(<linearGradient id="g" spreadMethod="¦reflect"><stop/><stop offset="1"/></linearGradient><path fill="url(#g)" d="M0 0h1v1z"/>)`, Unsupported, "repeat its stops"},
	{"focus outside", `svg(¦<radialGradient id="g" fx="2"><stop/><stop offset="1"/></radialGradient><path fill="url(#g)" d="M0 0h1v1z"/>)`, Unsupported, "focus"},
	{"unknown element", `svg(¦<hologram/>)`, Unsupported, "plain SVG"},
	{"HTML", `¦<html><body/></html>`, Unsupported, "begins with <html>"},
	{"HTML with its namespace", `¦<html xmlns="http://www.w3.org/1999/xhtml"/>`, Unsupported, "no SVG"},
	{"document type", "<?xml version=\"1.0\"?>\n¦<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<svg/>", Unsupported, "delete the lines from <!DOCTYPE"},
	{"entities declared", "¦<!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><svg>&b;</svg>", Unsupported, "entities"},
	{"entity", `svg(<title>¦&nbsp;</title>)`, Unsupported, "entity"},
	{"other encoding", "¦<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><svg/>", Unsupported, "UTF-8"},
	{"bytes of Latin 1", "svg(<title>caf¦\xe9</title>)", Unsupported, "UTF-8"},
	{"unit by type size", `svg(<rect width="2¦em" height="1"/>)`, Unsupported, "the unit em"},
	{"unknown colour", `svg(<path fill="¦reddish" d="M0 0h1v1z"/>)`, Unsupported, "no colour"},
	{"colour of five digits", `svg(<path fill="¦#12345" d="M0 0h1v1z"/>)`, Unsupported, "#rrggbb"},
	{"colour space", `svg(<path fill="¦lab(50 20 30)" d="M0 0h1v1z"/>)`, Unsupported, "no colour"},
	{"unclosed colour", `svg(<path fill="¦rgb(1,2,3" d="M0 0h1v1z"/>)`, Unsupported, "no colour"},
	{"custom property", `svg(<path style="fill:¦var(--brand)" d="M0 0h1v1z"/>)`, Unsupported, "presentation attributes"},
	{"calculated width", `svg(<path stroke-width="¦calc(1px + 2px)" d="M0 0h1v1z"/>)`, Unsupported, "calc"},
	{"import", `svg(<style>¦@import url(a.css);</style>)`, Unsupported, "imported from outside"},
	{"attribute selector", `svg(<style>path¦[d] { fill: red }</style>)`, Unsupported, "elements, .classes and #ids"},
	{"pseudo-class", `svg(<style>.a { fill: red } .b¦:hover { fill: blue }</style>)`, Unsupported, "elements, .classes and #ids"},
	{"sibling selector", `svg(<style>a ¦+ b { fill: blue }</style>)`, Unsupported, "elements, .classes and #ids"},
	{"paint from outside", `svg(<path fill="¦url(other.svg#g)" d="M0 0h1v1z"/>)`, Unsupported, "same file"},
	{"reference outside", `svg(<use xlink:href="¦http://example.org/a.svg#b"/>)`, Unsupported, "outside of the file"},
	{"file outside", `svg(<use href="¦file:///etc/passwd"/>)`, Unsupported, "outside of the file"},
	{"clip path by a shape of CSS", `svg(<path clip-path="¦circle(5px)" d="M0 0h1v1z"/>)`, Unsupported, "<clipPath>"},
	{"clip path of a group", `svg(<clipPath id="c">¦<g><path d="M0 0h1v1z"/></g></clipPath><path clip-path="url(#c)" d="M0 0h1v1z"/>)`, Unsupported, "shapes alone"},
	{"clip path of text", `svg(<clipPath id="c">¦<text>A</text></clipPath><path clip-path="url(#c)" d="M0 0h1v1z"/>)`, Unsupported, "Create Outlines"},
	{"no size", `¦<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1v1z"/></svg>`, Unsupported, "add viewBox"},
	{"half a size", `¦<svg width="10" xmlns="http://www.w3.org/2000/svg"/>`, Unsupported, "add viewBox"},
	{"transform in turns", `svg(<g style="transform:rotate(.5¦turn)"><path d="M0 0h1v1z"/></g>)`, Unsupported, "px and deg"},
	{"paint of another element", `svg(<g id="g"/><path fill="¦url(#g)" d="M0 0h1v1z"/>)`, Unsupported, "colours and gradients"},
	{"join of SVG 2", `svg(<path stroke-linejoin="¦arcs" d="M0 0h1v1z"/>)`, Unsupported, "miter, round, bevel"},

	// Damaged.
	{"empty", `¦`, Truncated, "no <svg>"},
	{"no element", "<?xml version=\"1.0\"?>\n<!-- nothing -->\n¦", Truncated, "no <svg>"},
	{"cut off in a tag", `svg(<g>¦<path d="M0 0h1v1z`, Truncated, "ends early"},
	{"cut off between tags", soundHead + "<g>\n<path d=\"M0 0h1v1z\"/>\n¦", Truncated, "ends early"},
	{"tags that cross", `svg(<g><a></g>¦</a>)`, Damaged, "not well-formed"},
	{"attribute without quotes", `svg(<path d=M¦0/>)`, Damaged, "not well-formed"},
	{"attribute twice", `svg(<path d="¦M0 0h1v1z" fill="red" d="M0 0"/>)`, Damaged, "twice"},
	{"second root", "<svg viewBox='0 0 1 1'/>\n¦<svg/>", Damaged, "after the end"},
	{"view box of three", `<svg viewBox="¦0 0 10"/>`, Damaged, "four numbers"},
	{"view box of nothing", `<svg viewBox="¦0 0 10 0"/>`, Damaged, "above 0"},
	{"view box of words", `<svg viewBox="0 0 ¦wide high"/>`, Damaged, "a number was expected"},
	{"negative width", `<svg width="¦-5" height="5"/>`, Damaged, "not above 0"},
	{"aspect", `<svg viewBox="0 0 1 1" width="2" height="1" preserveAspectRatio="¦xMiddle"/>`, Damaged, "preserveAspectRatio"},
	{"path begins with a line", `svg(<path d="¦L1 1"/>)`, Damaged, "begins with L"},
	{"path command", `svg(<path d="M0 0 ¦X1 1"/>)`, Damaged, "a path command was expected, not “X1 1”"},
	{"path with half a point", "svg(<path\n   d=\"M0 0\n L5¦\"/>)", Damaged, "at the end of this value"},
	{"path with a word", `svg(<path d="M0 0 L5 ¦five"/>)`, Damaged, "not “five”"},
	{"flag of an arc", `svg(<path d="M0 0 A5 5 0 ¦2 1 4 4"/>)`, Damaged, "0 or 1"},
	{"curve of five numbers", `svg(<path d="M0 0c1 2 3 4 5¦z"/>)`, Damaged, "a number was expected, not “z”"},
	{"odd points", `svg(<polygon points="0,0 5,0 5¦"/>)`, Damaged, "a number was expected"},
	{"negative rectangle", `svg(<rect width="¦-3" height="2"/>)`, Damaged, "below 0"},
	{"negative radius", `svg(<circle r="¦-3"/>)`, Damaged, "below 0"},
	{"length of words", `svg(<rect width="¦wide" height="2"/>)`, Damaged, "a number was expected"},
	{"length and more", `svg(<rect width="3px ¦4px" height="2"/>)`, Damaged, "ends too late"},
	{"transform without bracket", `svg(<g transform="¦translate(1 2"><path d="M0 0h1v1z"/></g>)`, Damaged, "not closed"},
	{"transform of nothing", `svg(<g transform="¦spin(3)"><path d="M0 0h1v1z"/></g>)`, Damaged, "spin with 1 numbers"},
	{"matrix of five", `svg(<g transform="scale(2) ¦matrix(1 0 0 1 5)"><path d="M0 0h1v1z"/></g>)`, Damaged, "matrix with 5 numbers"},
	{"matrix of seven", `svg(<g transform="¦matrix(1 0 0 1 5 6 7)"><path d="M0 0h1v1z"/></g>)`, Damaged, "too many numbers"},
	{"negative line", `svg(<path stroke="red" stroke-width="¦-1" d="M0 0h1"/>)`, Damaged, "negative width"},
	{"negative dash", `svg(<path stroke-dasharray="3 ¦-1" d="M0 0h1"/>)`, Damaged, "negative length"},
	{"mitre limit", `svg(<path stroke-miterlimit="¦.5" d="M0 0h1"/>)`, Damaged, "below 1"},
	{"opacity of a word", `svg(<path opacity="¦half" d="M0 0h1"/>)`, Damaged, "a number was expected"},
	{"missing gradient", `svg(<path fill="¦url(#gone)" d="M0 0h1v1z"/>)`, Damaged, "“#gone”, which there is not"},
	{"missing target", `svg(<use xlink:href="¦#gone"/>)`, Damaged, "“#gone”, which there is not"},
	{"missing clip path", `svg(<path clip-path="¦url(#gone)" d="M0 0h1v1z"/>)`, Damaged, "no <clipPath>"},
	{"reference not closed", `svg(<path fill="¦url(#a" d="M0 0h1v1z"/>)`, Damaged, "not closed"},
	{"use of itself", `svg(<g id="a">¦<use href="#a"/></g>)`, Damaged, "what it is in"},
	{"use in a circle", `svg(<defs><g id="a"><use href="#b"/></g><g id="b">¦<use href="#a"/></g></defs><use href="#a"/>)`, Damaged, "what it is in"},
	{"clip path of itself", `svg(<clipPath id="c"><path clip-path="¦url(#c)" d="M0 0h1v1z"/></clipPath><path clip-path="url(#c)" d="M0 0h1v1z"/>)`, Damaged, "cuts itself"},
	{"gradient of itself", `svg(¦<linearGradient id="g" href="#g"/><path fill="url(#g)" d="M0 0h1v1z"/>)`, TooLarge, "from itself"},
	{"gradient of a group", `svg(<g id="x"/>¦<linearGradient id="g" href="#x"/><path fill="url(#g)" d="M0 0h1v1z"/>)`, Damaged, "inherits from <g>"},
	{"rule without a brace", `svg(<style>.a { fill: red } ¦.b</style>)`, Damaged, "without {"},
	{"rule not closed", `svg(<style>.a ¦{ fill: red </style>)`, Damaged, "without its }"},
	{"style without a value", `svg(<path style="fill:red; ¦stroke" d="M0 0h1"/>)`, Damaged, "has no value"},
	{"style of a rule", "svg(<style>\n.a { fill: ¦blau }</style><path class=\"a\" d=\"M0 0h1v1z\"/>)", Unsupported, "no colour"},

	// Beyond the limits of numbers.
	{"number too large", `svg(<path d="M0 0L¦1e10 1"/>)`, TooLarge, "above 2^30"},
	{"far outside", `svg(¦<path d="M0 0h20000v1z"/>)`, TooLarge, "1000 times the picture's size"},
	{"transforms of transforms", `svg(<g transform="scale(1e6)">¦<g transform="scale(1e6)"><path d="M0 0h1v1z"/></g></g>)`, TooLarge, "beyond all bounds"},
	{"thick line", `svg(¦<path stroke="red" stroke-width="20000" d="M0 0h1v1z"/>)`, TooLarge, "farther"},
	{"long and thin", `¦<svg viewBox="0 0 100000 1"/>`, TooLarge, "10000 times"},
	{"huge", `¦<svg viewBox="0 0 1e8 1e8"/>`, TooLarge, "sides"},
}

// sourceOf writes a case out and says where its error must point to.
func (r refusedSVG) sourceOf() (source string, line, column int) {
	source = r.source
	if inner, ok := strings.CutPrefix(source, "svg("); ok {
		source = soundHead + strings.TrimSuffix(inner, ")")
		if strings.HasSuffix(inner, ")") {
			source += "\n</svg>\n"
		}
	}
	before, after, _ := strings.Cut(source, "¦")
	return before + after, strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
}

func TestRefusedSVG(t *testing.T) {
	if len(refusedSVGs) < 60 {
		t.Errorf("%d cases", len(refusedSVGs))
	}
	for _, r := range refusedSVGs {
		source, line, column := r.sourceOf()
		d, err := DecodeSVG([]byte(source))
		var e *Error
		if !errors.As(err, &e) || d != nil {
			t.Errorf("%s: %v, %v", r.name, d, err)
			continue
		}
		if e.Kind != r.kind || !strings.Contains(e.Message, r.want) {
			t.Errorf("%s: %v (%v), want %v with %q", r.name, err, e.Kind, r.kind, r.want)
		}
		if e.Line != line || e.Column != column {
			t.Errorf("%s: %v, want it at %d:%d", r.name, err, line, column)
		}
		if want := fmt.Sprintf("picture, line %d, column %d: ", e.Line, e.Column); !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", r.name, err)
		}
		if len(e.Message) > 300 {
			t.Errorf("%s: a message of %d bytes", r.name, len(e.Message))
		}
	}
}

// TestRefusalsAreOfWhatIsMarked is the counter-proof: without the thing that is
// refused, each frame around it is read.
func TestRefusalsAreOfWhatIsMarked(t *testing.T) {
	for _, inner := range []string{`<path d="M0 0h1v1z"/>`, `<defs><g id="t"/></defs><use href="#t"/>`, `<style>.a { fill: red }</style>`,
		`<g display="none"><text>not drawn</text></g>`, `<pattern id="p"/><filter id="f"/><mask id="m"/><marker id="k"/>`,
		`<defs><text id="t">not drawn</text></defs>`, `<path onclick="alert(1)" d="M0 0h1v1z"/>`, `<a href="https://example.org/"><path d="M0 0h1v1z"/></a>`} {
		if _, err := DecodeSVG([]byte(soundHead + inner + "</svg>")); err != nil {
			t.Errorf("%s: %v", inner, err)
		}
	}
}
