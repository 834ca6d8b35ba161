//go:build oracle

package preview_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/facture-dev/facture/internal/tools"
)

// Every page of the document is there, and drawn.
func TestPagesAppear(t *testing.T) {
	p := open(t, preview(t, folder(t, "forty-lines.json"), "forty-lines.json"), 1280, 900)
	p.wait(drawn)
	if got := get[string](p, `[...document.querySelectorAll("main img")].map((i) => i.alt).join()`); got != "Page 1 of 3,Page 2 of 3,Page 3 of 3" {
		t.Errorf("%s", got)
	}
	if n := len(slices.Compact(slices.Sorted(slices.Values(strings.Fields(p.hashes()))))); n != 3 {
		t.Errorf("%d different pages", n)
	}
	// A picture that is drawn has ink on it.
	if ink := get[int](p, `(() => { const c = document.createElement("canvas"); c.width = 200; c.height = 280;
		const g = c.getContext("2d"); g.drawImage(document.querySelector("main img"), 0, 0, 200, 280);
		return g.getImageData(0, 0, 200, 280).data.filter((v, i) => i % 4 < 3 && v < 160).length; })()`); ink < 500 {
		t.Errorf("%d dark samples on the first page", ink)
	}
	if place := get[string](p, `document.querySelector("#place").textContent`); place != "1 of 3" {
		t.Errorf("%q", place)
	}
	p.do(`document.querySelector("#on").click()`)
	p.wait(`document.querySelector("#place").textContent === "2 of 3"`)
	p.do(`document.querySelector("#pages").scrollTop = 1e6`)
	p.wait(`document.querySelector("#place").textContent === "3 of 3" && document.querySelector("#on").disabled`)
	p.wait(`[...document.querySelectorAll("main img")].every((i) => i.complete && i.naturalWidth > 700)`)
}

// A save is seen in the page within 200 ms: from before the write to after the
// change of the page. The test allows a second, for slow machines.
func TestSaveIsShownAtOnce(t *testing.T) {
	dir := folder(t, "german.json")
	text := read(t, dir, "german.json")
	p := open(t, preview(t, dir, "german.json"), 1280, 900)
	p.wait(drawn)
	p.do(`window.changes = []; new MutationObserver((all) => { for (const m of all) changes.push([m.target.dataset.hash, Date.now()]); })
		.observe(document.querySelector("main ol"), {subtree: true, attributeFilter: ["data-hash"]})`)
	var took []time.Duration
	for i := range 20 {
		time.Sleep(time.Duration(37*i%50) * time.Millisecond) // anywhere between two polls
		start := time.Now()
		save(t, strings.Replace(text, `"memo": "`, fmt.Sprintf(`"memo": "%d `, i), 1), dir, "german.json")
		p.wait(fmt.Sprintf("changes.length === %d", i+1))
		shown := time.UnixMilli(int64(get[float64](p, `changes.at(-1)[1]`)))
		took = append(took, shown.Sub(start))
	}
	if n := get[int](p, `new Set(changes.map((c) => c[0])).size`); n != 20 {
		t.Errorf("%d different pages were shown", n)
	}
	slices.Sort(took)
	t.Logf("from a save to the page: median %v, most %v", took[len(took)/2], took[len(took)-1])
	if took[len(took)-1] > time.Second {
		t.Errorf("%v", took)
	}
}

const faultsOf = `document.querySelector("#faults").innerText`

// What is wrong is told with file, line and column and the line itself, over
// the last good pages; mended, it goes, and the viewer is where they were.
func TestFaultsAreShown(t *testing.T) {
	dir := folder(t, "forty-lines.json")
	text := read(t, dir, "forty-lines.json")
	p := open(t, preview(t, dir, "forty-lines.json"), 1280, 900)
	p.wait(drawn)
	before := p.hashes()
	p.do(`document.querySelector("#pages").scrollTop = 1234`)

	at := strings.Index(text, `"buyer"`)
	line := 1 + strings.Count(text[:at], "\n")
	column := at - strings.LastIndex(text[:at], "\n")
	for _, wrong := range []struct{ text, message string }{
		{strings.Replace(text, `"buyer"`, `"buyr"`, 1), "did you mean buyer?"},
		{strings.Replace(text, `"buyer"`, `buyer"`, 1), ""},
	} {
		save(t, wrong.text, dir, "forty-lines.json")
		p.wait(fmt.Sprintf(`%s.includes("forty-lines.json:%d:%d") && %[1]s.includes(%[4]q)`, faultsOf, line, column, wrong.message))
		if marked := get[string](p, `[...document.querySelectorAll("#faults pre")].map((e) => e.querySelector("mark").textContent + e.lastChild.textContent).join("\n")`); !strings.Contains(marked, wrong.text[at:at+5]) {
			t.Errorf("the line is marked at %q", marked)
		}
		if !get[bool](p, `document.querySelector("main").classList.contains("stale") && document.title.startsWith("(") && !document.querySelector("#pdf").href`) {
			t.Error("the page does not look stale")
		}
		if p.hashes() != before {
			t.Error("the last good pages have gone")
		}
		// Whoever opens the page now sees the same.
		other := open(t, p.address, 800, 600)
		other.wait(faultsOf + `.includes("forty-lines.json:") && document.querySelectorAll("main li[data-hash]").length === 3 && document.querySelector("main.stale")`)
		other.close()

		save(t, text, dir, "forty-lines.json")
		p.wait(drawn)
		if p.hashes() != before || get[float64](p, `document.querySelector("#pages").scrollTop`) != 1234 || !get[bool](p, `document.querySelector("#faults").hidden`) {
			t.Errorf("mended, the page is not what it was: scrolled to %v", get[float64](p, `document.querySelector("#pages").scrollTop`))
		}
	}

	// A document that is broken from the start has no pages, but its faults.
	save(t, "{", dir, "broken.json")
	q := open(t, preview(t, dir, "broken.json"), 800, 600)
	q.wait(faultsOf + `.includes("broken.json:1:")`)
	if n := get[int](q, `document.querySelectorAll("main li").length`); n != 0 {
		t.Errorf("%d pages", n)
	}
}

// Only pages that changed are drawn anew.
func TestOnlyWhatChangedIsSwapped(t *testing.T) {
	dir := folder(t, "forty-lines.json")
	text := read(t, dir, "forty-lines.json")
	p := open(t, preview(t, dir, "forty-lines.json"), 1280, 900)
	p.wait(drawn)
	before := strings.Fields(p.hashes())
	p.do(`window.kept = [...document.querySelectorAll("main img")]`)
	first := text[strings.Index(text, `"lines"`):]
	first = first[strings.Index(first, `"description": "`)+len(`"description": "`):]
	save(t, strings.Replace(text, first[:6], "Zz "+first[:6], 1), dir, "forty-lines.json")
	p.wait(fmt.Sprintf(`document.querySelector("main li").dataset.hash !== %q`, before[0]))
	after := strings.Fields(p.hashes())
	same := get[[]bool](p, `[...document.querySelectorAll("main img")].map((img, i) => img === kept[i])`)
	if after[0] == before[0] || after[2] != before[2] || same[0] || !same[2] {
		t.Errorf("before %v, after %v, kept %v", before, after, same)
	}
}

// Each choice changes what is shown and stands in the address; a reload keeps
// it; and the command that is copied gives the PDF that is offered.
func TestChoices(t *testing.T) {
	dir := folder(t, "classic.json")
	p := open(t, preview(t, dir, "classic.json"), 1280, 900)
	p.wait(drawn)
	layouts := get[[]string](p, `[...document.querySelector("[name=template]").options].map((o) => o.value).slice(1)`)
	if listed, err := tools.Run(tools.Facture(t), "template", "list"); err != nil || len(layouts) != strings.Count(string(listed), "\n") {
		t.Errorf("layouts %v, want\n%s(%v)", layouts, listed, err)
	}
	seen := map[string]string{p.hashes(): "nothing"}
	query := ""
	for _, c := range [][2]string{{"language", "de"}, {"paper", "letter"}, {"logo-position", "right"}, {"logo-position", "center"}, {"template", layouts[len(layouts)-1]}} {
		before := p.hashes()
		p.choose(c[0], c[1])
		if c[0] == "template" && c[1] == "classic" { // the document's own
			continue
		}
		p.wait(drawn + fmt.Sprintf(` && [...document.querySelectorAll("main li")].map((li) => li.dataset.hash).join(" ") !== %q`, before))
		if other, twice := seen[p.hashes()]; twice {
			t.Errorf("%v shows the same as %s", c, other)
		}
		seen[p.hashes()] = fmt.Sprint(c)
		query = get[string](p, "location.search")
		if !strings.Contains(query, c[0]+"="+c[1]) {
			t.Errorf("%v: the address has %q", c, query)
		}
	}
	shown := p.hashes()
	p.run(chromedp.Reload())
	p.wait(drawn)
	if p.hashes() != shown || get[string](p, "location.search") != query || get[string](p, `document.querySelector("[name=language]").value`) != "de" {
		t.Error("a reload forgets the choices")
	}

	p.run(chromedp.Click(chromedp.CSS("#copy")))
	p.wait(`document.querySelector("#said").textContent !== ""`)
	command, copied := strings.CutPrefix(get[string](p, `document.querySelector("#said").textContent`), "Copied: ")
	if !copied {
		t.Error("the command is shown, but not copied")
	}
	sh := exec.Command("sh", "-c", command+" -o copied.pdf")
	sh.Dir = dir
	sh.Env = append(os.Environ(), "PATH="+filepath.Dir(tools.Facture(t))+":"+os.Getenv("PATH"))
	if out, err := sh.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v %s", command, err, out)
	}
	res, err := http.Get(get[string](p, `document.querySelector("#pdf").href`))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	offered, err := io.ReadAll(res.Body)
	if err != nil || !bytes.Equal(offered, []byte(read(t, dir, "copied.pdf"))) {
		t.Errorf("%s gives another PDF than the page (%v)", command, err)
	}
}

// Whatever is read for the document is followed: its brand, its layout, its
// logo; files that are replaced, that go and that come back.
func TestFilesAreFollowed(t *testing.T) {
	dir := folder(t, "classic.json")
	logo, layout := filepath.Join(dir, "logos", "tall.png"), filepath.Join(tools.Root(t), "templates", "classic", "invoice.xml")
	save(t, `{"accent_color": "#8A1C1C"}`, dir, "brand.json")
	save(t, read(t, layout), dir, "own.xml")
	p := open(t, preview(t, dir, "classic.json", "--brand", "brand.json", "--template", "own.xml"), 1280, 900)
	p.wait(drawn)
	another := func(what string, act func()) {
		t.Helper()
		before := p.hashes()
		act()
		p.wait(drawn + fmt.Sprintf(` && document.querySelector("main li").dataset.hash !== %q`, strings.Fields(before)[0]))
	}
	wrong := func(words string, act func()) {
		t.Helper()
		act()
		p.wait(fmt.Sprintf(`%s.includes(%q)`, faultsOf, words))
	}
	another("brand", func() { save(t, `{"accent_color": "#1C1C8A"}`, dir, "brand.json") })
	another("layout", func() {
		save(t, strings.Replace(read(t, layout), `margin="`, `margin="1`, 1), dir, "own.xml")
	})
	another("logo", func() { // replaced by another file of that name
		if err := os.Rename(filepath.Join(dir, "logos", "square.png"), logo); err != nil {
			t.Fatal(err)
		}
	})
	wrong("brand.json:2:", func() { save(t, "{\n\"papr\": 1}", dir, "brand.json") })
	wrong("own.xml:", func() {
		save(t, `{"accent_color": "#1C1C8A"}`, dir, "brand.json")
		save(t, "<document format=\"1\" for=\"invoice\">\n <tabel/></document>", dir, "own.xml")
	})
	p.wait(faultsOf + `.includes("own.xml:2:") && ` + faultsOf + `.includes("<tabel/>")`)
	save(t, read(t, layout), dir, "own.xml")
	p.wait(drawn)
	wrong("tall.png", func() {
		if err := os.Rename(logo, logo+"~"); err != nil {
			t.Fatal(err)
		}
	})
	if err := os.Rename(logo+"~", logo); err != nil {
		t.Fatal(err)
	}
	p.wait(drawn)
}

// A weak accent colour is a warning, which does not keep the page from showing.
func TestWarningsAreListed(t *testing.T) {
	dir := folder(t, "classic.json")
	save(t, strings.Replace(read(t, dir, "classic.json"), "#17594A", "#FFEE00", 1), dir, "classic.json")
	p := open(t, preview(t, dir, "classic.json"), 1280, 900)
	p.wait(drawn + ` && !document.querySelector("#warnings").hidden`)
	if s := get[string](p, `document.querySelector("#warnings").textContent`); !strings.Contains(s, "1 warning") || !strings.Contains(s, "classic.json:46:") || !strings.Contains(s, "too weak") {
		t.Errorf("%q", s)
	}
}

// An end of the command is told, and forgiven when it is back.
func TestEndIsTold(t *testing.T) {
	dir := folder(t, "german.json")
	c := exec.Command(tools.Facture(t), "preview", "german.json", "--addr", "127.0.0.1:0")
	c.Dir = dir
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	var line [200]byte
	n, _ := out.Read(line[:])
	_, address, _ := strings.Cut(string(line[:n]), " on ")
	address, _, _ = strings.Cut(address, " ")
	p := open(t, address, 1280, 900)
	p.wait(drawn)
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		t.Errorf("interrupted with a page open, it ended with %v", err)
	}
	p.wait(`document.querySelector("#status").textContent.startsWith("Not connected") && document.querySelector("main.stale")`)
	preview(t, dir, "german.json", "--addr", strings.TrimSuffix(strings.TrimPrefix(address, "http://"), "/"))
	p.wait(drawn)
	p.forgive("ERR_CONNECTION_REFUSED")
	p.forgive("ERR_INCOMPLETE_CHUNKED_ENCODING")
}

// A tab that nobody looks at holds no connection.
func TestHiddenTabLetsGo(t *testing.T) {
	dir := folder(t, "german.json")
	text := read(t, dir, "german.json")
	p := open(t, preview(t, dir, "german.json"), 1280, 900)
	p.wait(drawn)
	before := p.hashes()
	turn := func(to string) {
		p.do(fmt.Sprintf(`Object.defineProperty(document, "visibilityState", {value: %q, configurable: true}); document.dispatchEvent(new Event("visibilitychange"))`, to))
	}
	turn("hidden")
	save(t, strings.Replace(text, `"memo": "`, `"memo": "x `, 1), dir, "german.json")
	time.Sleep(300 * time.Millisecond)
	if p.hashes() != before {
		t.Error("a hidden tab goes on drawing")
	}
	turn("visible")
	p.wait(drawn + fmt.Sprintf(` && document.querySelector("main li").dataset.hash !== %q`, strings.Fields(before)[0]))
}

// All that can be done can be done by keyboard, and everything has a name.
func TestKeyboardAndNames(t *testing.T) {
	p := open(t, preview(t, folder(t, "forty-lines.json"), "forty-lines.json"), 1600, 900)
	p.wait(drawn)
	var reached []string
	for range 30 {
		p.run(chromedp.KeyEvent(kb.Tab))
		name := get[string](p, `(() => { const e = document.activeElement; return e === document.body ? "" : (e.name || e.id || e.className) +
			(e.matches(":focus-visible") && getComputedStyle(e).outlineStyle !== "none" ? "" : " unseen") + " " + (e.ariaLabel || e.labels?.[0]?.textContent.trim() || e.textContent.trim() ? "" : "unnamed"); })()`)
		if name == "" {
			break
		}
		reached = append(reached, strings.TrimSpace(name))
	}
	if got, want := strings.Join(reached, " "), "skip template language paper logo-position on smaller zoom larger copy pdf pages"; got != want {
		t.Errorf("Tab reaches %s\nwant %s", got, want)
	}
	// The pages scroll by keyboard, and a choice is made by it.
	p.do(`document.querySelector("#pages").focus()`)
	p.run(chromedp.KeyEvent(kb.PageDown))
	p.wait(`document.querySelector("#pages").scrollTop > 100`)
	p.do(`document.querySelector("[name=paper]").focus()`)
	p.run(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
	p.wait(`location.search === "?paper=letter"`)
	p.wait(drawn)
}

// weakText lists words whose contrast against what is behind them is below 4.5
// (WCAG 2.2, 1.4.3).
const weakText = `(() => {
 const parse = (c) => { const [r, g, b, a = 1] = c.match(/[\d.]+/g).map(Number); return {r, g, b, a}; };
 const over = (f, b) => ({r: f.r * f.a + b.r * (1 - f.a), g: f.g * f.a + b.g * (1 - f.a), b: f.b * f.a + b.b * (1 - f.a), a: 1});
 const light = ({r, g, b}) => { const l = (v) => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }; return .2126 * l(r) + .7152 * l(g) + .0722 * l(b); };
 const ground = (e) => { const c = parse(getComputedStyle(e).backgroundColor); return c.a === 1 || !e.parentElement ? c : over(c, ground(e.parentElement)); };
 const weak = []; let seen = 0;
 for (const e of document.querySelectorAll("body *")) {
  const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || e.tagName === "SELECT";
  if (!own || e.tagName === "OPTION" || e.closest("noscript, :disabled") || !e.checkVisibility()) continue;
  seen++;
  const b = ground(e), f = over(parse(getComputedStyle(e).color), b);
  const [hi, lo] = [light(f), light(b)].sort((x, y) => y - x);
  const ratio = (hi + .05) / (lo + .05);
  if (ratio < 4.5) weak.push(e.tagName + "#" + e.id + "." + e.className + " " + e.textContent.slice(0, 20) + " " + ratio.toFixed(2));
 }
 return seen < 15 ? ["only " + seen + " words seen"] : weak; })()`

// Words are strong enough on their ground, in the light and in the dark, and
// nothing is wider than the window, however narrow.
func TestContrastAndWidth(t *testing.T) {
	dir := folder(t, "classic.json")
	text := strings.Replace(read(t, dir, "classic.json"), "#17594A", "#FFEE00", 1)
	save(t, text, dir, "classic.json")
	address := preview(t, dir, "classic.json")
	for _, mode := range []string{"light", "dark"} {
		for _, width := range []int64{1280, 1024, 760, 390, 320} {
			p := open(t, address, width, 844)
			call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: mode}}})
			p.wait(drawn)
			p.do(`document.querySelector("#warnings").open = true; document.querySelector("#more").click(); document.querySelector("#copy").click()`)
			judge := func(what string) {
				for _, weak := range get[[]string](p, weakText) {
					t.Errorf("%s, %d wide, %s: %s", mode, width, what, weak)
				}
				if beyond := get[[]string](p, `[...document.querySelectorAll("body *:not(.skip):not(option)")].filter((e) => !e.closest("pre, noscript, svg") && e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.tagName + "#" + e.id)`); len(beyond) > 0 {
					t.Errorf("%s, %d wide, %s: beyond the edge: %v", mode, width, what, beyond)
				}
			}
			judge("with a warning")
			save(t, strings.Replace(text, `"buyer"`, `"buyr"`, 1), dir, "classic.json")
			p.wait(`!document.querySelector("#faults").hidden`)
			judge("with an error")
			save(t, text, dir, "classic.json")
			p.wait(drawn)
			p.close()
		}
	}
	// The counter-proof: weak words are found.
	p := open(t, address, 1280, 844)
	p.wait(drawn)
	p.do(`document.querySelector("h1").style.color = "#999"`)
	if weak := get[[]string](p, weakText); len(weak) != 1 {
		t.Errorf("a heading in #999: %v", weak)
	}
}

// What the tests hold against every page sees what it is to see.
func TestComplaintsAndRequestsAreSeen(t *testing.T) {
	p := open(t, preview(t, folder(t, "german.json"), "german.json"), 1280, 900)
	p.wait(drawn)
	p.do(`fetch("https://elsewhere.example/x").catch(() => {}); const s = document.createElement("div"); s.setAttribute("style", "color: red"); document.body.append(s)`)
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		p.mu.Lock()
		n := len(p.complaints)
		p.mu.Unlock()
		if n >= 2 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("complaints: %q", p.complaints)
		}
	}
	p.forgive("Content Security Policy")
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = slices.DeleteFunc(p.requests, func(r string) bool { return strings.Contains(r, "elsewhere.example") })
}
