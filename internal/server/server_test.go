package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/facture-dev/facture/api"
	"github.com/facture-dev/facture/internal/deliver"
)

const smallest = `{"currency": "EUR", "seller": {"name": "Muster GmbH"}, "buyer": {"name": "Kunde AG"},
 "lines": [{"description": "Consulting", "quantity": "12.5", "unit_price": "95.00"}]}`

var service = sync.OnceValue(func() *deliver.Service {
	s, err := deliver.New()
	if err != nil {
		panic(err)
	}
	return s
})

// stub stands in for the renderer where only the edge is tested.
type stub struct {
	render func(ctx context.Context, src deliver.Source) (deliver.Result, error)
}

func (s stub) Render(ctx context.Context, src deliver.Source, _ deliver.Options) (deliver.Result, error) {
	return s.render(ctx, src)
}

func (s stub) Page(ctx context.Context, src deliver.Source, _ deliver.Options, _ int) (deliver.Result, error) {
	return s.render(ctx, src)
}

// logged keeps what the server logs.
type logged struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *logged) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.String()
}

func handlerWith(r Renderer, o Options) (http.Handler, *logged) {
	log := &logged{}
	var n atomic.Int64
	o.Log = slog.New(slog.NewTextHandler(log, nil))
	o.RequestID = func() string { return "request-" + string(rune('0'+n.Add(1)%10)) }
	return New(r, o), log
}

// contract checks every answer against api/openapi.yaml.
type contract struct {
	t      *testing.T
	router routers.Router
	h      http.Handler
}

func newContract(t *testing.T, h http.Handler) contract {
	t.Helper()
	openapi3filter.RegisterBodyDecoder("application/pdf", openapi3filter.FileBodyDecoder)
	openapi3filter.RegisterBodyDecoder("image/svg+xml", openapi3filter.FileBodyDecoder)
	doc, err := openapi3.NewLoader().LoadFromData(api.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	doc.Servers = nil
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return contract{t, router, h}
}

// ask sends a request and returns its answer, which the contract allows.
func (c contract) ask(method, path, body string, header ...string) (*http.Response, []byte) {
	c.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Del(header[i])
		if header[i+1] != "" {
			r.Header.Add(header[i], header[i+1])
		}
	}
	w := httptest.NewRecorder()
	c.h.ServeHTTP(w, r)
	res := w.Result()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.violation(r, res, got); err != nil {
		c.t.Errorf("%s %s: %v", method, path, err)
	}
	return res, got
}

func (c contract) violation(r *http.Request, res *http.Response, body []byte) error {
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		if errors.Is(err, routers.ErrPathNotFound) || errors.Is(err, routers.ErrMethodNotAllowed) {
			return nil // the contract has no such route
		}
		return err
	}
	in := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
		Status:                 res.StatusCode, Header: res.Header,
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	in.SetBodyBytes(body)
	return openapi3filter.ValidateResponse(context.Background(), in)
}

func problemOf(t *testing.T, body []byte) Problem {
	t.Helper()
	var p Problem
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return p
}

func TestHealth(t *testing.T) {
	h, _ := handlerWith(service(), Options{})
	res, body := newContract(t, h).ask("GET", "/healthz", "")
	if res.StatusCode != 200 || string(body) != "{\"status\":\"ok\"}\n" {
		t.Errorf("%d %s", res.StatusCode, body)
	}
}

// The contract's test can fail: each of these answers breaks it.
func TestContractFindsWrongAnswers(t *testing.T) {
	h, _ := handlerWith(service(), Options{})
	c := newContract(t, h)
	post := httptest.NewRequest("POST", "/v1/render", nil)
	for name, res := range map[string]*http.Response{
		"another type":       {StatusCode: 200, Header: http.Header{"Content-Type": {"text/html"}}},
		"no ETag":            {StatusCode: 200, Header: http.Header{"Content-Type": {"application/pdf"}}},
		"a member too many":  {StatusCode: 422, Header: http.Header{"Content-Type": {"application/problem+json"}}},
		"unknown type":       {StatusCode: 500, Header: http.Header{"Content-Type": {"application/problem+json"}}},
		"a fault with no id": {StatusCode: 400, Header: http.Header{"Content-Type": {"application/problem+json"}}},
	} {
		body := map[string]string{
			"a member too many":  `{"type":"about:blank","title":"x","status":422,"request_id":"1","secret":1}`,
			"unknown type":       `{"type":"urn:x","title":"x","status":500,"request_id":"1"}`,
			"a fault with no id": `{"type":"about:blank","title":"x","status":400}`,
		}[name]
		if err := c.violation(post, res, []byte(body)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestRenderAnswersWhatTheServiceMakes(t *testing.T) {
	h, _ := handlerWith(service(), Options{})
	c := newContract(t, h)
	src := deliver.Source{Data: []byte(smallest)}
	pdf, err := service().Render(context.Background(), src, deliver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	svg, err := service().Page(context.Background(), src, deliver.Options{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for accept, want := range map[string]struct {
		kind string
		deliver.Result
	}{
		"":                {"application/pdf", pdf},
		"*/*":             {"application/pdf", pdf},
		"application/*":   {"application/pdf", pdf},
		"application/pdf": {"application/pdf", pdf},
		"image/svg+xml":   {"image/svg+xml", svg},
		"text/html, image/svg+xml;q=0.9, */*;q=0.1":  {"image/svg+xml", svg},
		"application/pdf;q=0, */*":                   {"image/svg+xml", svg},
		"image/svg+xml;q=0.5, application/pdf;q=0.6": {"application/pdf", pdf},
	} {
		res, body := c.ask("POST", "/v1/render", smallest, "Accept", accept)
		if res.StatusCode != 200 || res.Header.Get("Content-Type") != want.kind || !bytes.Equal(body, want.Bytes) {
			t.Errorf("Accept %q: %d %s, %d bytes", accept, res.StatusCode, res.Header.Get("Content-Type"), len(body))
		}
		if res.Header.Get("ETag") != `"`+want.SHA256+`"` || res.Header.Get("Facture-Sha256") != want.SHA256 || res.Header.Get("Facture-Pages") != "1" {
			t.Errorf("Accept %q: %v", accept, res.Header)
		}
	}
}

// TestS_PDF_06_document_WarningHeader: without a brand the default layout comes
// with a warning, in a header that any client reads.
func TestS_PDF_06_document_WarningHeader(t *testing.T) {
	h, _ := handlerWith(service(), Options{})
	c := newContract(t, h)
	res, _ := c.ask("POST", "/v1/render", smallest)
	var warnings []Fault
	if err := json.Unmarshal([]byte(res.Header.Get("Facture-Warnings")), &warnings); err != nil || len(warnings) != 1 || warnings[0].Rule != "brand.absent" || warnings[0].Severity != Warning {
		t.Errorf("%v %q", err, res.Header.Get("Facture-Warnings"))
	}
	res, _ = c.ask("POST", "/v1/render", `{"brand": {"template": "classic"}, `+smallest[1:])
	if w, stated := res.Header["Facture-Warnings"]; stated {
		t.Errorf("with a brand: %q", w)
	}
}

func TestWarningsFitAHeader(t *testing.T) {
	var many []deliver.Fault
	for range 100 {
		many = append(many, deliver.Fault{Rule: "r", Message: "Łódź 👩 " + strings.Repeat("x", 150), Warning: true})
	}
	header := warningsHeader(many)
	var list []Fault
	if err := json.Unmarshal([]byte(header), &list); err != nil || len(list) == 0 || len(list) > maxWarnings || len(header) > maxHeaderBytes {
		t.Errorf("%v, %d of them in %d bytes", err, len(list), len(header))
	}
	if list[0].Message != many[0].Message {
		t.Errorf("%q", list[0].Message)
	}
	for _, c := range header {
		if c < ' ' || c > '~' {
			t.Fatalf("%q is not ASCII", c)
		}
	}
	if warningsHeader(nil) != "" {
		t.Error("a header for nothing")
	}
}

func TestProblems(t *testing.T) {
	h, _ := handlerWith(service(), Options{MaxBody: 1 << 20})
	c := newContract(t, h)
	for _, x := range []struct {
		name, method, path, body string
		header                   []string
		status                   int
		kind                     ProblemType
		part                     string // of the answer
	}{
		{"malformed", "POST", "/v1/render", `{"a":`, nil, 400, UrnFactureProblemMalformedDocument, `"line":1,"column":6`},
		{"invalid", "POST", "/v1/render", `{"unit": 1, ` + smallest[1:], nil, 422, UrnFactureProblemInvalidDocument, `"pointer":"/unit"`},
		{"a file", "POST", "/v1/render", `{"brand": {"logo": "/etc/passwd"}, ` + smallest[1:], nil, 422, UrnFactureProblemInvalidDocument, `"pointer":"/brand/logo"`},
		{"a layout file", "POST", "/v1/render", `{"brand": {"template": "own.xml"}, ` + smallest[1:], nil, 422, UrnFactureProblemInvalidDocument, `"pointer":"/brand/template"`},
		{"a family", "POST", "/v1/render", `{"brand": {"font": "Comic"}, ` + smallest[1:], nil, 422, UrnFactureProblemInvalidTemplate, `"pointer":"/brand/font"`},
		{"unprintable", "POST", "/v1/render", `{"memo": "𓀀", ` + smallest[1:], nil, 422, UrnFactureProblemUnprintableDocument, `"pointer":"/memo"`},
		{"no page", "POST", "/v1/render?page=9", smallest, []string{"Accept", "image/svg+xml"}, 404, UrnFactureProblemNoSuchPage, "page 9"},
		{"page 0", "POST", "/v1/render?page=0", smallest, nil, 400, AboutBlank, "page"},
		{"page x", "POST", "/v1/render?page=x", smallest, nil, 400, AboutBlank, "page"},
		{"too large", "POST", "/v1/render", strings.Repeat(" ", 1<<20+1), nil, 413, UrnFactureProblemTooLarge, "1048576"},
		{"a form", "POST", "/v1/render", smallest, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, AboutBlank, "application/json"},
		{"no type", "POST", "/v1/render", smallest, []string{"Content-Type", ""}, 415, AboutBlank, "application/json"},
		{"a page of HTML", "POST", "/v1/render", smallest, []string{"Accept", "text/html"}, 406, AboutBlank, "application/pdf"},
		{"no route", "GET", "/v1/nothing", "", nil, 404, AboutBlank, "path"},
		{"no method", "GET", "/v1/render", "", nil, 405, AboutBlank, "GET"},
	} {
		t.Run(x.name, func(t *testing.T) {
			res, body := c.ask(x.method, x.path, x.body, x.header...)
			p := problemOf(t, body)
			if res.StatusCode != x.status || p.Status != x.status || p.Type != x.kind || res.Header.Get("Content-Type") != "application/problem+json" || p.RequestId == "" {
				t.Errorf("%d %s %+v", res.StatusCode, res.Header.Get("Content-Type"), p)
			}
			if !strings.Contains(strings.ReplaceAll(string(body), `"column":6,"line":1`, `"line":1,"column":6`), x.part) {
				t.Errorf("%s, want %s", body, x.part)
			}
			if x.status == 405 && res.Header.Get("Allow") != "POST" {
				t.Errorf("Allow %q", res.Header.Get("Allow"))
			}
		})
	}
}

// At the limit a body is read, one past it it is not.
func TestBodyLimit(t *testing.T) {
	h, _ := handlerWith(service(), Options{MaxBody: int64(len(smallest))})
	c := newContract(t, h)
	if res, body := c.ask("POST", "/v1/render", smallest); res.StatusCode != 200 {
		t.Errorf("at the limit: %d %s", res.StatusCode, body)
	}
	if res, _ := c.ask("POST", "/v1/render", smallest+" "); res.StatusCode != 413 {
		t.Errorf("one past it: %d", res.StatusCode)
	}
}

// What is ours to mend is logged and not told.
func TestInternalErrorsAreNotTold(t *testing.T) {
	for name, render := range map[string]func(context.Context, deliver.Source) (deliver.Result, error){
		"a panic": func(context.Context, deliver.Source) (deliver.Result, error) { panic("secret") },
		"an error": func(context.Context, deliver.Source) (deliver.Result, error) {
			return deliver.Result{}, errors.New("secret")
		},
		"an internal error": func(context.Context, deliver.Source) (deliver.Result, error) {
			return deliver.Result{}, &deliver.Error{Err: errors.New("secret")}
		},
		"an unknown kind": func(context.Context, deliver.Source) (deliver.Result, error) {
			return deliver.Result{}, &deliver.Error{Kind: 99, Err: errors.New("secret")}
		},
	} {
		t.Run(name, func(t *testing.T) {
			h, log := handlerWith(stub{render}, Options{})
			res, body := newContract(t, h).ask("POST", "/v1/render", smallest)
			p := problemOf(t, body)
			if res.StatusCode != 500 || p.Detail != nil || p.Faults != nil || strings.Contains(string(body), "secret") {
				t.Errorf("%d %s", res.StatusCode, body)
			}
			if got := log.text(); !strings.Contains(got, "secret") || !strings.Contains(got, p.RequestId) {
				t.Errorf("log: %s", got)
			}
		})
	}
}

func TestEveryKindIsAnswered(t *testing.T) {
	for k := deliver.Internal; k <= deliver.Canceled; k++ {
		if a, ok := answers[k]; !ok || a.status < 400 || a.title == "" {
			t.Errorf("kind %d: %+v", k, a)
		}
	}
}

// No more documents are rendered at once than were allowed; who waits too long
// is told to come back.
func TestConcurrencyAndTimeout(t *testing.T) {
	var now, most atomic.Int64
	release := make(chan struct{})
	slow := stub{func(ctx context.Context, _ deliver.Source) (deliver.Result, error) {
		for n := now.Add(1); ; {
			old := most.Load()
			if n <= old || most.CompareAndSwap(old, n) {
				break
			}
		}
		defer now.Add(-1)
		select {
		case <-release:
			return deliver.Result{Bytes: []byte("x"), Pages: 1, SHA256: strings.Repeat("0", 64)}, nil
		case <-ctx.Done():
			return deliver.Result{}, &deliver.Error{Kind: deliver.Canceled, Err: ctx.Err()}
		}
	}}
	h, _ := handlerWith(slow, Options{Concurrency: 2, Timeout: 100 * time.Millisecond})
	c := newContract(t, h)
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			res, body := c.ask("POST", "/v1/render", smallest)
			if res.StatusCode != 503 || res.Header.Get("Retry-After") == "" || problemOf(t, body).Type != UrnFactureProblemBusy {
				t.Errorf("%d %s", res.StatusCode, body)
			}
		})
	}
	wg.Wait()
	if most.Load() != 2 {
		t.Errorf("%d at once, want 2", most.Load())
	}
	close(release)
	if res, _ := c.ask("POST", "/v1/render", smallest); res.StatusCode != 200 {
		t.Errorf("afterwards: %d", res.StatusCode)
	}
}

// The contract's own example renders.
func TestExampleOfTheContract(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData(api.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Error(err)
	}
	example, err := json.Marshal(doc.Paths.Value("/v1/render").Post.RequestBody.Value.Content.Get("application/json").Example)
	if err != nil {
		t.Fatal(err)
	}
	h, _ := handlerWith(service(), Options{})
	if res, body := newContract(t, h).ask("POST", "/v1/render", string(example)); res.StatusCode != 200 {
		t.Errorf("%d %s", res.StatusCode, body)
	}
}

// A sample with its logo inside renders by the endpoint as its path does by
// the command.
func TestLogoAsDataURL(t *testing.T) {
	png, err := os.ReadFile("../../testdata/documents/logos/square.png")
	if err != nil {
		t.Fatal(err)
	}
	h, _ := handlerWith(service(), Options{})
	encoded, _ := json.Marshal(png) // base64 in quotation marks
	body := `{"brand": {"logo": "data:image/png;base64,` + strings.Trim(string(encoded), `"`) + `"}, ` + smallest[1:]
	res, got := newContract(t, h).ask("POST", "/v1/render", body)
	want, err := service().Render(context.Background(), deliver.Source{
		Data: []byte(`{"brand": {"logo": "logo.png"}, ` + smallest[1:]),
		Read: func(string) ([]byte, error) { return png, nil },
	}, deliver.Options{})
	if err != nil || res.StatusCode != 200 || !bytes.Equal(got, want.Bytes) {
		t.Errorf("%d %v: %d bytes, want %d", res.StatusCode, err, len(got), len(want.Bytes))
	}
}
