package templates

import "slices"

// Window says where a letter is read through its envelope: which part of the
// sheet shows, and where the letter layout sets what belongs there. Lengths
// count from the upper left corner of the sheet, whatever the language's
// direction: envelopes are not mirrored. The measures follow from the
// envelopes in docs/spec/windows.csv, which names the sources; a test computes
// them anew.
type Window struct {
	Name  string
	Paper string        // a4, letter
	Folds [2]Micrometre // from the top, on every sheet
	Punch Micrometre    // the middle of the sheet, where it is punched; 0: no mark

	// Visible shows wherever the sheet lies in any of the envelopes; Reach is
	// everything that may show in one place or another. Text keeps
	// WindowMargin from the edges of Visible, and all else out of Reach.
	Visible, Reach Area

	// Double is the second window of an envelope that shows the sender in one
	// of its own; else its areas are empty.
	Double Double

	Right     bool       // the window is on the right: what stands beside it is on the left
	TextX     Micrometre // where the lines of the address begin
	AddressY  Micrometre // their top
	Low       bool       // they end at the foot of the window, where every envelope shows them
	ReturnEnd Micrometre // the foot of the line with the sender's address; 0: such envelopes have none

	BesideY Micrometre // where the information beside the window begins
	BodyY   Micrometre // where the letter begins
	LogoEnd Micrometre // how far down the letterhead may reach
}

// Double is the window that shows the sender.
type Double struct{ Visible, Reach Area }

// Micrometre is a length on paper.
type Micrometre int64

// Length is the same in 1/1024 pt, rounded down.
func (m Micrometre) Length() Length { return Length(m * 72 * 1024 / 25_400) }

// Area is a rectangle by its edges; left and right of the sheet too.
type Area struct{ Left, Top, Right, Bottom Micrometre }

// Inset is the area without a margin on every side.
func (a Area) Inset(m Micrometre) Area {
	return Area{a.Left + m, a.Top + m, a.Right - m, a.Bottom - m}
}

// WindowMargin is what text keeps from the edge of a window. It covers how far
// an envelope and its window may be off: 1.5 and 1 mm (DIN 680:2008-02, 4.1).
const WindowMargin Micrometre = 2_000

// windows is in the order of WindowNames.
var windows = []Window{
	{Name: "din_5008_a", Paper: "a4", Folds: [2]Micrometre{87_000, 192_000}, Punch: 148_500,
		Visible: Area{20_000, 36_000, 91_000, 72_000}, Reach: Area{1_000, 27_000, 110_000, 81_000},
		TextX: 25_000, AddressY: 44_700, ReturnEnd: 43_430, BesideY: 32_000, BodyY: 80_460, LogoEnd: 27_000},
	{Name: "din_5008_b", Paper: "a4", Folds: [2]Micrometre{105_000, 210_000}, Punch: 148_500,
		Visible: Area{20_000, 54_000, 91_000, 90_000}, Reach: Area{1_000, 45_000, 110_000, 99_000},
		TextX: 25_000, AddressY: 62_700, ReturnEnd: 61_430, BesideY: 50_000, BodyY: 98_460, LogoEnd: 38_000},
	{Name: "swiss_left", Paper: "a4", Folds: [2]Micrometre{105_000, 210_000}, Punch: 148_500,
		Visible: Area{20_000, 52_000, 101_000, 83_500}, Reach: Area{1_000, 38_500, 120_000, 97_000},
		TextX: 25_000, AddressY: 59_600, ReturnEnd: 59_400, BesideY: 50_000, BodyY: 98_460, LogoEnd: 38_000},
	{Name: "swiss_right", Paper: "a4", Folds: [2]Micrometre{105_000, 210_000}, Punch: 148_500,
		Visible: Area{117_000, 52_000, 198_000, 83_500}, Reach: Area{98_000, 38_500, 217_000, 97_000},
		Right: true, TextX: 125_000, AddressY: 59_600, ReturnEnd: 59_400, BesideY: 50_000, BodyY: 102_690, LogoEnd: 38_000},
	{Name: "french_right", Paper: "a4", Folds: [2]Micrometre{99_000, 198_000}, Punch: 148_500,
		Visible: Area{100_000, 55_000, 190_000, 79_000}, Reach: Area{90_000, 44_000, 200_000, 90_000},
		Right: true, TextX: 125_000, AddressY: 57_100, BesideY: 50_000, BodyY: 98_460, LogoEnd: 38_000},
	{Name: "uk_dl", Paper: "a4", Folds: [2]Micrometre{99_000, 198_000}, Punch: 148_500,
		Visible: Area{20_000, 57_000, 100_000, 81_000}, Reach: Area{10_000, 46_000, 110_000, 92_000},
		TextX: 25_000, AddressY: 59_100, BesideY: 50_000, BodyY: 98_460, LogoEnd: 38_000},
	{Name: "us_10", Paper: "letter", Folds: [2]Micrometre{93_133, 186_267},
		Visible: Area{15_875, 43_933, 92_075, 67_733}, Reach: Area{-9_525, 42_333, 117_475, 69_333},
		Double: Double{Visible: Area{15_875, 12_183, 73_025, 32_808}, Reach: Area{-9_525, 10_583, 98_425, 34_408}},
		TextX:  25_000, AddressY: 45_933, Low: true, BesideY: 45_930, BodyY: 84_670, LogoEnd: 38_000},
}

// windowCountries are the windows that a country's envelopes have; all others
// on A4 have that of DIN 5008 form B, which fits DL and C6/C5 alike.
var windowCountries = map[string]string{
	"CH": "swiss_left", "LI": "swiss_left", "FR": "french_right", "MC": "french_right", "GB": "uk_dl", "IE": "uk_dl",
}

// LetterWindow is the window that a brand names, or, where it names none or one
// of another paper, the one that the country's envelopes for that paper have.
// Country is the seller's, ISO 3166-1 alpha-2; paper is a4 or letter. usual
// says that a window of another paper was named, and not taken.
func LetterWindow(name, paper, country string) (w Window, usual bool) {
	if i := slices.Index(WindowNames, name); i >= 0 {
		if windows[i].Paper == paper {
			return windows[i], false
		}
		usual = true
	}
	name = windowCountries[country]
	switch {
	case paper == "letter":
		name = "us_10"
	case name == "":
		name = "din_5008_b"
	}
	return windows[slices.Index(WindowNames, name)], usual
}
