package preview

import (
	"bufio"
	"context"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"
)

// get asks a handler as a browser on this machine does.
func get(p *Preview, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", target, nil)
	r.Host = "127.0.0.1:8000"
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w
}

func TestThePage(t *testing.T) {
	p := on(t, newDisk())
	w := get(p, "/?template=classic&zoom=page")
	body := w.Body.String()
	for _, part := range []string{"<h1 title=\"in/doc.txt\">doc.txt</h1>", "<option>modern</option>", "<option>fr</option>", "<option>letter</option>", "<option>center</option>"} {
		if !strings.Contains(body, part) {
			t.Errorf("the page has no %s", part)
		}
	}
	for file, kind := range map[string]string{"/": "text/html", "/page.css": "text/css", "/page.js": "text/javascript", "/icon.svg": "image/svg+xml"} {
		if w := get(p, file); w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), kind) || w.Body.Len() == 0 {
			t.Errorf("%s: %d %s", file, w.Code, w.Header().Get("Content-Type"))
		}
	}
}

// What is embedded names no other host, and has neither script nor style within
// the page, which its own policy would refuse.
func TestNothingFromElsewhere(t *testing.T) {
	err := fs.WalkDir(page, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := page.ReadFile(path)
		text := strings.ReplaceAll(string(data), `xmlns="http://www.w3.org/2000/svg"`, "")
		for _, part := range []string{"http:", "https:", "//cdn", "@import", "url(", "innerHTML", "eval("} {
			if strings.Contains(text, part) {
				t.Errorf("%s has %s", path, part)
			}
		}
		if strings.HasSuffix(path, ".html") && (strings.Contains(text, " style=") || strings.Contains(text, "<style") || strings.Contains(text, "<script>") || strings.Contains(text, " onclick")) {
			t.Errorf("%s has script or style within", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	policy := get(on(t, newDisk()), "/").Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "connect-src 'self';", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy lacks %s: %s", part, policy)
		}
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
		t.Errorf("the policy is %s", policy)
	}
}

// Only requests of this machine's own page are answered.
func TestStrangersAreRefused(t *testing.T) {
	d := newDisk()
	d.write("in/doc.txt", "secret", long())
	d.write("/etc/passwd", "secret", long())
	p := on(t, d)
	for _, c := range []struct {
		target  string
		headers []string
		want    int
	}{
		{"/", []string{"Host", "127.0.0.1:8000"}, 200},
		{"/", []string{"Host", "LOCALHOST:8000"}, 200},
		{"/", []string{"Host", "evil.example:8000"}, http.StatusMisdirectedRequest},
		{"/", []string{"Host", "evil.example"}, http.StatusMisdirectedRequest},
		{"/", []string{"Host", "127.0.0.1"}, http.StatusMisdirectedRequest},
		{"/", []string{"Host", "127.0.0.1:8001"}, http.StatusMisdirectedRequest},
		{"/", []string{"Host", ""}, http.StatusMisdirectedRequest},
		{"/document.pdf", []string{"Host", "evil.example:8000"}, http.StatusMisdirectedRequest},
		{"/document.pdf", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"/document.pdf", []string{"Sec-Fetch-Site", "none"}, 200},
		{"/document.pdf", []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		{"/document.pdf", []string{"Sec-Fetch-Site", "same-site"}, http.StatusForbidden},
		{"/events", []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		{"/", []string{"Sec-Fetch-Site", "cross-site"}, 200}, // a link to the page is no harm
		{"/page/", nil, 404}, {"/page/page.js", nil, 404}, {"/in/doc.txt", nil, 404}, {"/..%2fetc/passwd", nil, 404}, {"/favicon.ico", nil, 404},
		{"/?" + strings.Repeat("a", maxQueryBytes), nil, 200},
		{"/?" + strings.Repeat("a", maxQueryBytes+1), nil, http.StatusRequestURITooLong},
	} {
		w := get(p, c.target, c.headers...)
		if w.Code != c.want || w.Code != 200 && strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%.40s %v: %d %.60s, want %d", c.target, c.headers, w.Code, w.Body, c.want)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Content-Security-Policy") == "" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%.40s: %v", c.target, w.Header())
		}
	}
	r := httptest.NewRequest("POST", "/events", nil)
	r.Host = "127.0.0.1:8000"
	w := httptest.NewRecorder()
	if p.ServeHTTP(w, r); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}

func TestPDF(t *testing.T) {
	d := newDisk()
	d.write("in/doc.txt", "text", long())
	p := on(t, d)
	w := get(p, "/document.pdf?language=fr&paper=letter&template=modern&logo-position=right&zoom=page")
	if w.Body.String() != "%PDF textfrlettermodernright" || w.Header().Get("Content-Disposition") != `attachment; filename=doc.pdf` || w.Header().Get("Content-Type") != "application/pdf" {
		t.Errorf("%s %v", w.Body, w.Header())
	}
	d.write("in/doc.txt", "is bad", long())
	if w := get(p, "/document.pdf"); w.Code != http.StatusUnprocessableEntity || w.Body.String() != "in/doc.txt:1:4: /p: bad is stated\n\n" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

// Nothing in an address becomes the name of a file.
func TestChoicesAreNoFiles(t *testing.T) {
	d := newDisk()
	d.write("in/doc.txt", "text", long())
	d.write("own.xml", "a", long())
	for _, query := range []string{"template=own.xml", "template=.", "template=Classic", "paper=a5", "logo-position=up", "language=" + strings.Repeat("a", maxTagBytes+1)} {
		p := on(t, d)
		if w := get(p, "/document.pdf?"+query); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "the address asks for") {
			t.Errorf("%s: %d %s", query, w.Code, w.Body)
		}
		ctx, cancel := context.WithCancel(t.Context())
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(ctx, "GET", "/events?"+query, nil)
		r.Host = "127.0.0.1:8000"
		cancel()
		if _, err := p.choices(r.URL.Query()); err == nil {
			t.Errorf("%s is taken", query)
		}
		p.ServeHTTP(w, r)
	}
	if d.readTimes("own.xml") != 0 || d.readTimes("in/doc.txt") != 0 {
		t.Error("files were read")
	}
	if w := get(on(t, d), "/document.pdf?language="+strings.Repeat("a", maxTagBytes)); w.Code != 200 {
		t.Errorf("at the limit: %d", w.Code)
	}
}

// serving is a preview on a server of this machine.
func serving(t *testing.T, d *disk) (address string, client *http.Client, end func()) {
	t.Helper()
	p := on(t, d)
	ctx, cancel := context.WithCancel(t.Context())
	s := httptest.NewUnstartedServer(p)
	s.Config.BaseContext = func(net.Listener) context.Context { return ctx }
	s.Start()
	p.o.Hosts = []string{strings.TrimPrefix(s.URL, "http://")}
	return s.URL, s.Client(), func() { cancel(); s.Close() }
}

// events reads a stream until a state has come.
func events(t *testing.T, client *http.Client, address string) (body io.Closer, code int, text string) {
	t.Helper()
	res, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(res.Body)
	for !strings.Contains(text, "\n\n") && err == nil {
		var line string
		line, err = in.ReadString('\n')
		text += line
	}
	return res.Body, res.StatusCode, text
}

// A stream is a stream of events; there is a limit of them; each gives its place
// back; and when the server ends, so do they, with nothing left running.
func TestStreams(t *testing.T) {
	d := newDisk()
	d.write("in/doc.txt", "text", long())
	before := runtime.NumGoroutine()
	address, client, end := serving(t, d)
	var open []io.Closer
	for range maxStreams {
		body, code, text := events(t, client, address+"/events")
		if code != 200 || !strings.HasPrefix(text, "event: state\ndata: {\"pages\":[{") {
			t.Fatalf("%d %s", code, text)
		}
		open = append(open, body)
	}
	body, code, text := events(t, client, address+"/events")
	body.Close()
	if code != http.StatusServiceUnavailable || !strings.Contains(text, "close one") {
		t.Errorf("one past the limit: %d %s", code, text)
	}
	open[0].Close()
	for given := time.Now(); code != 200; {
		if time.Since(given) > 10*time.Second {
			t.Fatal("a viewer has left, and the place is not free")
		}
		body, code, _ = events(t, client, address+"/events?template=nonsense") // holds a place as well
		open = append(open, body)
	}
	end()
	for _, body := range open {
		body.Close()
	}
	client.CloseIdleConnections()
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			var stacks [1 << 16]byte
			t.Fatalf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks[:], true)])
		}
	}
}

// A wrong address is told on the page.
func TestWrongAddressIsTold(t *testing.T) {
	address, client, end := serving(t, newDisk())
	defer end()
	body, _, text := events(t, client, address+"/events?paper=a5")
	defer body.Close()
	if !strings.Contains(text, `the address asks for paper \"a5\": one of a4, letter`) || !strings.Contains(text, `"stale":true`) {
		t.Errorf("%s", text)
	}
}
