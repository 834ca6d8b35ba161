package templates

import "sync"

// content says what stands between an element's tags.
type content uint8

const (
	empty  content = iota // nothing
	inline                // text with bindings, <span>, <link> and <br/>
	blocks                // elements
	either                // inline text, or elements
)

// form says how an attribute is written and which field of Value holds it.
type form uint8

const (
	formWord     form = iota // one of the attribute's words: Word
	formWords                // some of the attribute's words, separated by spaces: Words
	formLength               // 8mm, 9.5pt, 2cm, 1in or 0: Length
	formLengths              // one to four lengths, expanded to top, end, bottom, start: Lengths
	formNumber               // a whole number from min to max: Number
	formWeight               // 100, 200 … 900: Number
	formTracking             // -0.005em, in 1/1000 em: Number
	formWidth                // a length, auto, or parts of the free space (2fr): Length, Auto or Fr
	formSize                 // a length or auto: Length or Auto
	formColor                // ink, muted, accent, paid, paper or #RRGGBB: Word
	formBool                 // true or false: Bool
	formStyle                // the name of a <style>: Style
	formLabel                // a label key: Word
	formPath                 // a path to one of the attribute's kinds: Path
	formInline               // text with bindings: Inline
	formInk                  // #RRGGBB that can be read on white: Word
	formFamily               // a font family of the schema: Word
	formName                 // a new name: Word
	formIf                   // a path, or ! and a path: Element.If
	formEach                 // a path to a list: Element.Each
	formAs                   // a new variable: Element.As
)

// attribute is one line of the vocabulary.
type attribute struct {
	name     string
	form     form
	doc      string
	required bool
	words    []string    // of formWord and formWords
	min, max int         // of formNumber
	kinds    []FieldKind // of formPath
	fields   []string    // of formPath: what the record, or the list's items, must have
	outside  bool        // of a column: read once, outside the table's each
	row      bool        // of a table: read once per row
}

func (a attribute) must() attribute                  { a.required = true; return a }
func (a attribute) once() attribute                  { a.outside = true; return a }
func (a attribute) perRow() attribute                { a.row = true; return a }
func (a attribute) having(names ...string) attribute { a.fields = names; return a }
func (a attribute) number(min, max int) attribute    { a.min, a.max = min, max; return a }
func (a attribute) of(words ...string) attribute     { a.words = words; return a }
func (a attribute) to(kinds ...FieldKind) attribute  { a.kinds = kinds; return a }

func attr(name string, f form, doc string) attribute { return attribute{name: name, form: f, doc: doc} }

// element is one entry of the vocabulary.
type element struct {
	name     string
	doc      string
	content  content
	children []string // elements that may stand in it
	common   bool     // whether it has the common attributes
	attrs    []attribute
}

// Colour words; any other colour is #RRGGBB.
var colorWords = []string{"ink", "muted", "accent", "secondary", "paid", "paper"}

// blockNames are the elements that stand wherever blocks do.
var blockNames = []string{
	"row", "stack", "text", "rich", "heading", "table", "image", "logo", "rule", "spacer",
	"facts", "party", "totals", "tax-summary", "payment", "qr", "code128", "mark", "badge",
	"box", "columns", "corner", "grid", "signature", "fixed", "address-window", "fold-marks",
}

var inlineNames = []string{"span", "link", "br"}

// commonAttributes belong to every block.
var commonAttributes = []attribute{
	attr("if", formIf, "print only when the value is present; with ! before the path, only when it is absent"),
	attr("each", formEach, "print once for every item of the list; needs as"),
	attr("as", formAs, "the name of the item in attributes and content of this element"),
	attr("style", formStyle, "the text style of the element and, unless they name their own, of those within"),
	attr("space-before", formLength, "space above; none where nothing stands above"),
	attr("space-after", formLength, "space below; none where nothing stands below"),
	attr("align", formWord, "where the content lies across the width").of("start", "center", "end"),
	attr("grow", formNumber, "share of a row's free width").number(0, 100),
	attr("width", formSize, "the width; auto, the default, is what content and place ask for; a picture has its height and max-width instead"),
	attr("min-height", formLength, "the least height"),
	attr("min-width", formLength, "in a row: the least width; wider content widens it"),
	attr("cap-top", formBool, "text begins with its capitals, not its line, level with the top"),
	attr("max-width", formLength, "the greatest width"),
	attr("keep", formWord, "stays on one page").of("together"),
	attr("outset", formLength, "how far it overhangs the place that it is given, on either side"),
	attr("keep-with-previous", formBool, "stays on the page of what stands above"),
	attr("keep-with-next", formBool, "stays on the page of what follows, as headings do anyway"),
	attr("valign", formWord, "where the element lies in the height of its row; baseline is that of its first line").
		of("top", "middle", "bottom", "baseline", "last-baseline"),
}

// vocabulary is every element of the format, in the order of the guide. A new
// kind of block is one entry here, its name in blockNames, and one file in
// render/compose.
var vocabulary = []element{
	{name: "document", content: blocks, children: append([]string{"style", "header", "footer", "page-break"}, blockNames...),
		doc: "the root: one layout",
		attrs: []attribute{
			attr("format", formWord, "the version of this format").of("1").must(),
			attr("for", formWords, "the kinds of document that it prints").of("invoice", "credit_note", "receipt").must(),
			attr("page", formWord, "the paper; auto, the default, follows the seller's country").of("auto", "a4", "letter"),
			attr("margin", formLengths, "distance of the text from the paper's edges; 20mm by default"),
			attr("fixed-margin", formBool, "the margin belongs to the layout: a brand's own is not used"),
			attr("landscape", formBool, "the layout works on paper that lies on its side, too: a brand may ask for it"),
			attr("text-family", formFamily, "the family of running text where the brand names none; Source Sans 3 by default"),
			attr("heading-family", formFamily, "the family of headings where the brand names none; by default text-family, else Source Serif 4"),
			attr("ink", formInk, "what the colour ink is in this layout; #1B1D20 by default"),
			attr("muted", formInk, "what the colour muted is in this layout; #565B61 by default"),
		}},
	{name: "style", content: empty, doc: "a named text style; styles stand before everything else",
		attrs: []attribute{
			attr("name", formName, "the name by which style= refers to it").must(),
			attr("font", formWord, "the brand's family of running text (the default) or of headings").of("text", "heading"),
			attr("weight", formWeight, "400, the default, is regular, 600 semibold"),
			attr("size", formLength, "the size of the letters").must(),
			attr("leading", formLength, "the height of a line; a quarter more than the size by default"),
			attr("color", formColor, "ink by default"),
			attr("tracking", formTracking, "space added between letters"),
			attr("tabular", formBool, "figures of one width, for columns of figures"),
		}},
	{name: "header", content: blocks, children: append([]string{"watermark"}, blockNames...), doc: "what stands at the top of pages",
		attrs: []attribute{attr("on", formWord, "which pages; all by default").of("first", "rest", "all")}},
	{name: "footer", content: blocks, children: blockNames, doc: "what stands at the foot of pages",
		attrs: []attribute{attr("on", formWord, "which pages; all by default").of("first", "rest", "all")}},

	{name: "row", content: blocks, children: blockNames, common: true, doc: "blocks side by side, from start to end",
		attrs: []attribute{attr("gap", formLength, "space between them")}},
	{name: "stack", content: blocks, children: blockNames, common: true, doc: "blocks below one another",
		attrs: []attribute{
			attr("gap", formLength, "space between them"),
			attr("padding", formLengths, "space inside the edges"),
			attr("rule-above", formLength, "thickness of a line at the upper edge"),
			attr("rule-below", formLength, "thickness of a line at the lower edge"),
			attr("rule-color", formColor, "colour of these lines; ink by default"),
			attr("background", formColor, "fill of the whole box"),
		}},
	{name: "box", content: blocks, children: blockNames, common: true, doc: "blocks below one another on a ground, in a border, or both; text that could not be read on the ground is set in black or white",
		attrs: []attribute{
			attr("gap", formLength, "space between them"),
			attr("padding", formLengths, "space inside the edges"),
			attr("background", formColor, "the ground"),
			attr("border", formLength, "thickness of the border"),
			attr("border-color", formColor, "ink by default"),
			attr("radius", formLength, "of the corners; a brand's corners go before it"),
		}},
	{name: "columns", content: blocks, children: blockNames, common: true, doc: "blocks in columns of one width, read down the first, then down the next, and as even as they can be",
		attrs: []attribute{
			attr("count", formNumber, "how many columns").number(2, 6).must(),
			attr("gap", formLength, "space between columns"),
			attr("row-gap", formLength, "space between blocks"),
		}},
	{name: "corner", content: blocks, children: blockNames, common: true, doc: "blocks of which the last, such as a page number, stands in the lower corner at the end: on the last line of the others where there is room, else below them",
		attrs: []attribute{
			attr("gap", formLength, "the least space between that line and the last block"),
			attr("corner-width", formLength, "the room that the last block is given at least"),
		}},
	{name: "page-break", content: empty, doc: "what follows begins a page; directly within <document>",
		attrs: []attribute{attr("if", formIf, "break only when the value is present; with ! before the path, only when it is absent")}},
	{name: "watermark", content: empty, doc: "a word across the page, behind everything",
		attrs: []attribute{
			attr("of", formPath, "the word").to(Text).must(),
			attr("style", formStyle, "its face and size; it is made smaller where the page is too small"),
			attr("color", formColor, "a light grey by default"),
			attr("if", formIf, "print only when the value is present; with ! before the path, only when it is absent"),
		}},
	{name: "fixed", content: blocks, children: blockNames, common: true, doc: "blocks at a place of the paper, whatever stands around them; they take no room",
		attrs: []attribute{
			attr("x", formLength, "from the paper's edge at the start").must(),
			attr("y", formLength, "from the paper's upper edge").must(),
		}},
	{name: "address-window", content: blocks, children: blockNames, common: true,
		doc: "the buyer's address where the window of the brand's envelope shows it, with the sender's, and beside the window the blocks within; it stands first, and what follows begins below the window",
		attrs: []attribute{
			attr("return-style", formStyle, "text style of the sender's address"),
			attr("lead", formLength, "how much of what follows stands above the line where the letter begins"),
		}},
	{name: "fold-marks", content: empty, common: true, doc: "where the sheet is folded for the window of the brand's envelope, and where it is punched",
		attrs: []attribute{
			attr("thickness", formLength, "0.5pt by default"),
			attr("color", formColor, "ink by default"),
		}},
	{name: "text", content: inline, children: inlineNames, common: true, doc: "a paragraph",
		attrs: []attribute{
			attr("narrow-over", formLength, "the width beyond which it is set in narrow-style, so that it stays on its line"),
			attr("narrow-style", formStyle, "that text style"),
			attr("value-style", formStyle, "text style of the values that a label takes in, such as a date in a sentence"),
		}},
	{name: "heading", content: inline, children: inlineNames, common: true, doc: "a heading, and tagged as one for readers",
		attrs: []attribute{attr("level", formNumber, "1, the default, is the document's title").number(1, 6)}},
	{name: "rich", content: empty, common: true, doc: "the author's text with its paragraphs, emphasis, lists and links (a Markdown subset)",
		attrs: []attribute{attr("of", formPath, "the text").to(Text).must()}},

	{name: "table", content: blocks, children: []string{"column"}, common: true, doc: "one row for every item of a list",
		attrs: []attribute{
			attr("header", formWord, "whether the heads stand again on every page (the default) or once").of("repeat", "once"),
			attr("head-style", formStyle, "text style of the heads"),
			attr("gap", formLength, "space between columns"),
			attr("head-gap", formLength, "space between the heads and their rule"),
			attr("head-rule", formLength, "thickness of the line under the heads"),
			attr("row-gap", formLength, "space above and below the text of each row"),
			attr("edge-gap", formLength, "space added above the first row and below the last"),
			attr("end-rule", formLength, "thickness of the line under the last row"),
			attr("row-rule", formLength, "thickness of the line between rows"),
			attr("rule-color", formColor, "colour of these lines; ink by default"),
			attr("group-rows", formNumber, "a line stands after every so many rows").number(1, 100),
			attr("group-rule", formLength, "thickness of that line"),
			attr("group-gap", formLength, "space above and below it"),
			attr("group-color", formColor, "its colour; that of the others by default"),
			attr("carry-label-style", formStyle, "text style of the words in carried rows; the table's, in grey, by default"),
			attr("carry-style", formStyle, "text style of the carried sums"),
			attr("carry", formPath, "the amount whose sum is carried over a page break").to(Text).perRow(),
			attr("min-rows-after", formNumber, "how many last rows go to the next page with what follows, when the table is kept with it").number(0, 100),
		}},
	{name: "column", content: either, children: blockNames, doc: "a column of a table: the content of its cells",
		attrs: []attribute{
			attr("head", formInline, "what stands above it").once(),
			attr("width", formWidth, "the width; auto, the default, is that of the widest cell; 2fr takes two parts of what is left"),
			attr("align", formWord, "where the content lies; decimal puts decimal signs below one another").of("start", "center", "end", "decimal"),
			attr("gap", formLength, "space before this column, in place of the table's"),
			attr("suffix", formInline, "what follows the content in a column of its own, such as a unit"),
			attr("suffix-gap", formLength, "space before the suffix"),
			attr("suffix-style", formStyle, "text style of the suffix"),
			attr("style", formStyle, "text style of the cells"),
			attr("if", formIf, "whether the table has the column; asked once, so the row's item cannot be named").once(),
		}},

	{name: "image", content: empty, common: true, doc: "a picture of the request",
		attrs: []attribute{
			attr("of", formPath, "the asset").to(Text).must(),
			attr("height", formLength, "the greatest height"),
			attr("alt", formInline, "what it shows, for who cannot see it").must(),
		}},
	{name: "logo", content: empty, common: true, doc: "the brand's logo; without one, the seller's name",
		attrs: []attribute{
			attr("height", formLength, "the greatest height"),
			attr("area", formNumber, "optical size in mm²: wide and tall logos get the same area").number(1, 100_000),
		}},
	{name: "rule", content: empty, common: true, doc: "a line across the width",
		attrs: []attribute{
			attr("thickness", formLength, "0.5pt by default"),
			attr("color", formColor, "ink by default"),
		}},
	{name: "spacer", content: empty, common: true, doc: "empty space",
		attrs: []attribute{attr("height", formLength, "its height").must()}},

	{name: "facts", content: empty, common: true, doc: "labels with their values, such as number and dates",
		attrs: []attribute{
			attr("of", formPath, "the facts").to(List).having("label", "value").must(),
			attr("label-width", formSize, "where the values begin; auto is after the widest label"),
			attr("label-style", formStyle, "text style of the labels"),
			attr("value-style", formStyle, "text style of the values"),
			attr("strong-style", formStyle, "text style of values that matter most"),
			attr("link-style", formStyle, "text style of values that lead somewhere"),
			attr("gap", formLength, "space between rows"),
		}},
	{name: "party", content: empty, common: true, doc: "seller or buyer: name, address, tax numbers",
		attrs: []attribute{
			attr("of", formPath, "the party").to(Record).having("lines").must(),
			attr("label", formLabel, "what stands above it"),
			attr("label-of", formPath, "the same, from the document").to(Text),
			attr("label-style", formStyle, "text style of the label"),
			attr("name-style", formStyle, "text style of the name"),
			attr("note-style", formStyle, "text style of what follows the address"),
			attr("show", formWords, "which parts; all by default").of("name", "attention", "address", "tax_ids", "contact", "registration"),
		}},
	{name: "totals", content: empty, common: true, doc: "from the sum of the lines to the amount due: every row that billing gives",
		attrs: []attribute{
			attr("of", formPath, "the totals").to(List).having("label", "amount", "role").must(),
			attr("label-style", formStyle, "text style of the labels of plain rows"),
			attr("strong-style", formStyle, "text style of net total and total"),
			attr("last-style", formStyle, "text style of the last total"),
			attr("last-narrow-style", formStyle, "the same where label and amount do not stand on one line in it"),
			attr("amount-style", formStyle, "text style of the amounts"),
			attr("label-gap", formLength, "least space between labels and amounts; 9pt by default"),
			attr("gap", formLength, "space between rows"),
			attr("group-gap", formLength, "space added above net total and total"),
			attr("after-gap", formLength, "space added below the total"),
			attr("last-gap", formLength, "space added above the last total"),
			attr("last-rule", formLength, "thickness of a line in that space"),
			attr("last-rule-gap", formLength, "space between that line and the last total"),
			attr("rule-color", formColor, "colour of that line; ink by default"),
		}},
	{name: "tax-summary", content: empty, common: true, doc: "base and tax per rate, with the reasons of exemptions",
		attrs: []attribute{
			attr("of", formPath, "the tax groups").to(List).must(),
			attr("head-style", formStyle, "text style of the heads"),
			attr("note-style", formStyle, "text style of the reasons"),
			attr("gap", formLength, "space between columns"),
			attr("row-gap", formLength, "space between rows"),
		}},
	{name: "payment", content: empty, common: true, doc: "how to pay: accounts, reference, links",
		attrs: []attribute{
			attr("of", formPath, "groups of facts").to(List).must(),
			attr("title-style", formStyle, "text style of the titles"),
			attr("title-gap", formLength, "space under a title"),
			attr("label-style", formStyle, "text style of the labels"),
			attr("value-style", formStyle, "text style of the values"),
			attr("strong-style", formStyle, "text style of values that matter most"),
			attr("link-style", formStyle, "text style of values that lead somewhere"),
			attr("label-width", formSize, "where the values begin; auto is after the widest label"),
			attr("gap", formLength, "space between rows"),
		}},
	{name: "qr", content: empty, common: true, doc: "a QR code; none where its text is absent. Its modules fill the size. The light zone that readers need around it, four modules, is added between it and its neighbours, or the edges of a box, where they are nearer",
		attrs: []attribute{
			attr("of", formPath, "the text").to(Text).must(),
			attr("size", formLength, "width and height; the light zone is not part of it").must(),
			attr("level", formWord, "how much damage it survives: 7, 15 (M, the default), 25 or 30 %").of("L", "M", "Q", "H"),
			attr("alt", formInline, "what it is, for who cannot see it").must(),
			attr("caption", formInline, "words beside it, at its end"),
			attr("caption-style", formStyle, "text style of these words"),
			attr("gap", formLength, "space between code and words, at least the light zone"),
			attr("background", formColor, "fill of code and light zone; white by default on a ground that is not light, else none"),
		}},
	{name: "code128", content: empty, common: true, doc: "a Code 128 bar code of ASCII characters; none where its text is absent. Its bars fill the width; the light zone beside them, ten modules, is kept free as that of a QR code is",
		attrs: []attribute{
			attr("of", formPath, "the text").to(Text).must(),
			attr("height", formLength, "the height of the bars").must(),
			attr("text", formBool, "whether the text stands below the bars; it does not by default"),
			attr("alt", formInline, "what it is, for who cannot see it").must(),
			attr("background", formColor, "fill of bars and light zone; none by default"),
		}},
	{name: "mark", content: empty, common: true, doc: "a framed word, such as PAID",
		attrs: []attribute{
			attr("of", formPath, "the word").to(Text).must(),
			attr("color", formColor, "of the word and its frame; paid by default"),
		}},

	{name: "badge", content: empty, common: true, doc: "a word on a ground with round ends, such as Paid",
		attrs: []attribute{
			attr("of", formPath, "the word").to(Text).must(),
			attr("background", formColor, "the ground; paid by default"),
			attr("icon", formWord, "a sign before the word").of("tick"),
		}},
	{name: "grid", content: empty, common: true, doc: "facts side by side: each a label with its value below",
		attrs: []attribute{
			attr("of", formPath, "the facts").to(List).having("label", "value").must(),
			attr("columns", formNumber, "how many stand side by side").number(1, 8).must(),
			attr("gap", formLength, "space between columns"),
			attr("row-gap", formLength, "space between rows"),
			attr("label-style", formStyle, "text style of the labels"),
			attr("value-style", formStyle, "text style of the values"),
			attr("strong-style", formStyle, "text style of values that matter most"),
			attr("link-style", formStyle, "text style of values that lead somewhere"),
		}},
	{name: "signature", content: empty, common: true, doc: "a line to sign on, with words below it; it stays on the page of what stands above",
		attrs: []attribute{
			attr("label", formInline, "what stands below the line").must(),
			attr("space", formLength, "room to sign, above the line; 15mm by default"),
			attr("thickness", formLength, "of the line; 0.5pt by default"),
		}},

	{name: "span", content: inline, children: inlineNames, doc: "words in a style of their own",
		attrs: []attribute{
			attr("style", formStyle, "their text style"),
			attr("if", formIf, "print only when the value is present, or with ! absent"),
		}},
	{name: "link", content: inline, children: inlineNames, doc: "words that lead somewhere",
		attrs: []attribute{
			attr("to", formPath, "the address").to(Text).must(),
			attr("style", formStyle, "their text style"),
			attr("if", formIf, "print only when the value is present, or with ! absent"),
		}},
	{name: "br", content: empty, doc: "a new line"},
}

// lookup finds an element by name, with the common attributes among its own.
var lookup = sync.OnceValue(func() map[string]*element {
	m := make(map[string]*element, len(vocabulary))
	for _, e := range vocabulary {
		if e.common {
			e.attrs = append(append([]attribute{}, e.attrs...), commonAttributes...)
		}
		m[e.name] = &e
	}
	return m
})

func (e *element) attr(name string) (attribute, bool) {
	for _, a := range e.attrs {
		if a.name == name {
			return a, true
		}
	}
	return attribute{}, false
}

func (e *element) attrNames() []string {
	names := make([]string, len(e.attrs))
	for i, a := range e.attrs {
		names[i] = a.name
	}
	return names
}

func elementNames() []string {
	names := make([]string, len(vocabulary))
	for i, e := range vocabulary {
		names[i] = e.name
	}
	return names
}
