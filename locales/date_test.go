package locales

import "testing"

func TestDate(t *testing.T) {
	for _, c := range []struct {
		tag   string
		style DateStyle
		want  string
	}{
		{"en-IE", Long, "12 November 2026"}, {"en-US", Long, "November 12, 2026"}, {"fr", Long, "12 novembre 2026"},
		{"de", Long, "12. November 2026"}, {"de", Full, "Donnerstag, 12. November 2026"},
		{"de", Short, "12.11.26"}, {"de", Medium, "12.11.2026"}, {"uk", Long, "12 листопада 2026\u202fр."},
		{"hu", Long, "2026. november 12."}, {"ja", Full, "2026年11月12日木曜日"}, {"ar-EG", Medium, "١٢\u200f/١١\u200f/٢٠٢٦"},
		{"ar-AE", Long, "12 نوفمبر 2026"}, {"th", Full, "วันพฤหัสบดีที่ 12 พฤศจิกายน ค.ศ. 2026"}, {"sv", Short, "2026-11-12"},
	} {
		equal(t, c.tag, load(t, c.tag).Date(2026, 11, 12, c.style), c.want)
	}
}

func TestDateThatDoesNotExist(t *testing.T) {
	l := load(t, "en")
	for _, d := range [][3]int{{}, {2026, 2, 29}, {2026, 13, 1}, {2026, 0, 1}, {2026, 1, 0}, {0, 1, 1}, {10000, 1, 1}, {2026, 4, 31}} {
		equal(t, "date", l.Date(d[0], d[1], d[2], Long), "")
		equal(t, "range from", l.DateRange(d[0], d[1], d[2], 2026, 1, 2, Long), "")
		equal(t, "range to", l.DateRange(2026, 1, 2, d[0], d[1], d[2], Long), "")
	}
	equal(t, "leap day", l.Date(2024, 2, 29, Long), "February 29, 2024")
	equal(t, "style", l.Date(2024, 2, 29, Full+1), "")
	equal(t, "style of range", l.DateRange(2024, 2, 28, 2024, 2, 29, Full+1), "")
}

func TestDateRange(t *testing.T) {
	for _, c := range []struct {
		tag   string
		dates [6]int
		style DateStyle
		want  string
	}{
		{"en-IE", [6]int{2026, 10, 1, 2026, 10, 31}, Long, "1–31 October 2026"},
		{"de", [6]int{2026, 10, 1, 2026, 10, 31}, Long, "1.–31. Oktober 2026"},
		{"fr", [6]int{2026, 10, 1, 2026, 10, 31}, Long, "1–31 octobre 2026"},
		{"en-US", [6]int{2024, 1, 1, 2024, 1, 31}, Medium, "Jan 1\u2009–\u200931, 2024"},
		{"de", [6]int{2026, 9, 15, 2026, 10, 14}, Long, "15. September\u2009–\u200914. Oktober 2026"},
		{"de", [6]int{2025, 12, 1, 2026, 1, 31}, Long, "1. Dezember 2025\u2009–\u200931. Januar 2026"},
		{"de", [6]int{2026, 10, 1, 2026, 10, 1}, Long, "1. Oktober 2026"},
		{"ja", [6]int{2026, 10, 1, 2026, 10, 31}, Long, "2026年10月1日～31日"},
		{"ja", [6]int{2026, 9, 1, 2026, 10, 31}, Medium, "2026/09/01～2026/10/31"},
		{"zh", [6]int{2026, 10, 1, 2026, 10, 31}, Long, "2026年10月1日\u2009–\u200931日"},
		{"zh-HK", [6]int{2026, 9, 1, 2026, 10, 31}, Long, "2026年9月1日至10月31日"},
		{"zh", [6]int{2025, 12, 1, 2026, 1, 31}, Long, "2025年12月1日\u2009–\u20092026年1月31日"},
		{"zh", [6]int{2026, 10, 1, 2026, 10, 31}, Full, "2026年10月1日星期四\u2009–\u200910月31日星期六"},
		{"fi", [6]int{2026, 10, 1, 2026, 10, 31}, Full, "torstaina 1.\u2009–\u2009lauantaina 31. lokakuuta 2026"},
	} {
		d := c.dates
		equal(t, c.tag, load(t, c.tag).DateRange(d[0], d[1], d[2], d[3], d[4], d[5], c.style), c.want)
	}
}
