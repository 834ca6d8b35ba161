//go:build oracle

package preview_test

import (
	"bufio"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/facture-dev/facture/internal/tools"
)

// What the tests of the page in Chromium stand on: the built command, one
// browser for all tests, and a tab for each that notes whatever it asks for and
// complains about.

func TestMain(m *testing.M) {
	code := tools.Main(m)
	if browser.end != nil {
		browser.end()
	}
	os.Exit(code)
}

// browser is the one Chromium of the tests.
var browser struct {
	once sync.Once
	ctx  context.Context
	end  func()
	err  error
}

// Any other host than this machine leads nowhere.
const onlyLoopback = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

func chromium(t *testing.T) context.Context {
	t.Helper()
	path := tools.Find(t, "chromium")
	browser.once.Do(func() {
		options := append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path),
			chromedp.NoSandbox, // CI runs as root
			chromedp.Flag("headless", "new"),
			chromedp.Flag("host-resolver-rules", onlyLoopback),
		)
		all, endAll := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, end := chromedp.NewContext(all)
		browser.ctx, browser.end = ctx, func() { end(); endAll() }
		browser.err = chromedp.Do(ctx, chromedp.Navigate("about:blank"))
	})
	if browser.err != nil {
		t.Fatalf("chromium: %v", browser.err)
	}
	return browser.ctx
}

// preview starts the command on files of a folder and returns the page's
// address. At the test's end it is interrupted, and must end well.
func preview(t *testing.T, folder string, args ...string) string {
	t.Helper()
	c := exec.Command(tools.Facture(t), append([]string{"preview"}, args...)...)
	c.Dir = folder
	var said strings.Builder
	c.Stderr = &said
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Signal(os.Interrupt)
		if err := c.Wait(); err != nil || said.Len() > 0 {
			t.Errorf("the preview ended with %v: %s", err, said.String())
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	_, address, ok := strings.Cut(line, " on ")
	address, _, _ = strings.Cut(address, " ")
	if err != nil || !ok {
		t.Fatalf("%q %v %s", line, err, said.String())
	}
	return address
}

// tab is a page in the browser.
type tab struct {
	*testing.T
	ctx     context.Context
	address string
	close   func() // a browser has six connections to one server, and each tab takes one

	mu         sync.Mutex
	requests   []string
	complaints []string
}

// tabTimeout ends a test in which the page does not do what it is waited for.
const tabTimeout = 60 * time.Second

// open opens an address in a tab of its own. What the tab asks of other hosts,
// and what it complains about, fails the test.
func open(t *testing.T, address string, width, height int64) *tab {
	t.Helper()
	own, end := chromedp.NewContext(chromium(t))
	ctx, cancel := context.WithTimeout(own, tabTimeout)
	p := &tab{T: t, ctx: ctx, address: address}
	if err := chromedp.Listen(ctx, p.note); err != nil {
		t.Fatal(err)
	}
	p.close = sync.OnceFunc(func() {
		cancel()
		end()
		p.judge()
	})
	t.Cleanup(p.close)
	call(p, network.Enable, network.EnableParams{})
	call(p, log.Enable, cdp.Empty{})
	call(p, runtime.Enable, cdp.Empty{})
	p.run(chromedp.EmulateViewport(width, height), chromedp.Navigate(address))
	return p
}

func (p *tab) note(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		p.requests = append(p.requests, e.Request.URL)
	case *runtime.EventExceptionThrown:
		p.complaints = append(p.complaints, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		p.complaints = append(p.complaints, fmt.Sprintf("console.%s", e.Type))
	case *log.EventEntryAdded:
		p.complaints = append(p.complaints, e.Entry.Text+" "+e.Entry.URL)
	}
}

// judge fails the test for requests beyond this machine and for complaints.
func (p *tab) judge() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.requests {
		u, err := url.Parse(r)
		if err != nil || u.Scheme != "blob" && u.Hostname() != "127.0.0.1" {
			p.Errorf("the page asked for %s", r)
		}
	}
	if len(p.requests) < 4 {
		p.Errorf("only %d requests were seen: %q", len(p.requests), p.requests)
	}
	for _, c := range p.complaints {
		p.Errorf("the page complained: %s", c)
	}
}

// forgive takes back complaints that a test has caused on purpose.
func (p *tab) forgive(part string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var left []string
	for _, c := range p.complaints {
		if !strings.Contains(c, part) {
			left = append(left, c)
		}
	}
	p.complaints = left
}

func (p *tab) run(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.Fatal(err)
	}
}

// call is a command of Chromium's protocol.
func call[P, R any](p *tab, c cdp.Command[P, R], params P) R {
	p.Helper()
	r, err := chromedp.Call(p.ctx, c, params)
	if err != nil {
		p.Fatal(err)
	}
	return r
}

// get evaluates an expression; a promise is awaited.
func get[V any](p *tab, expression string) V {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[V](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return v
}

// do evaluates statements.
func (p *tab) do(statements string) {
	p.Helper()
	p.run(chromedp.Evaluate[chromedp.Void](statements))
}

// wait waits until an expression is true.
func (p *tab) wait(expression string) {
	p.Helper()
	for end := time.Now().Add(20 * time.Second); !get[bool](p, "Boolean("+expression+")"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			p.Fatalf("never came: %s\nthe page says %q", expression, get[string](p, `document.body.innerText`))
		}
	}
}

// drawn is true when all pages show what they are to show; those far from
// sight are loaded when they come near.
const drawn = `document.querySelector("#status").dataset.is === "live" && !document.querySelector("main.stale") &&
 document.querySelectorAll("main li").length > 0 &&
 [...document.querySelectorAll("main li")].every((li) => li.dataset.hash && (li.firstChild?.complete && li.firstChild.naturalWidth > 0 || li.getBoundingClientRect().top > innerHeight))`

// hashes are those of the pages that are shown.
func (p *tab) hashes() string {
	p.Helper()
	return get[string](p, `[...document.querySelectorAll("main li")].map((li) => li.dataset.hash).join(" ")`)
}

// choose chooses a word of a select, as a viewer does.
func (p *tab) choose(name, value string) {
	p.Helper()
	p.do(fmt.Sprintf(`(() => { const s = document.querySelector('[name=%q]'); s.value = %q;
		if (s.value !== %q) throw new Error("no such choice"); s.dispatchEvent(new Event("change", {bubbles: true})); })()`, name, value, value))
}

// folder copies sample documents into a folder of the test's own.
func folder(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	samples := filepath.Join(tools.Root(t), "testdata", "documents")
	for _, name := range append(names, "logos") {
		if err := exec.Command("cp", "-r", filepath.Join(samples, name), dir).Run(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return dir
}

func read(t *testing.T, parts ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// save writes a file as plain editors do: emptied, then written.
func save(t *testing.T, text string, parts ...string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(parts...), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
