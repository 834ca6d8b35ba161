// Package preview is a page in the browser that shows a document as it will be,
// while it is being written. In go a document, found anew for every drawing by a
// function that its caller hands over, and what the viewer chose (layout,
// language, paper, position of the logo); out come its pages as SVG, drawn again
// whenever one of the files changes that were read for them, or what is wrong
// with them. It draws by internal/deliver, as the command and the server do. It
// listens nowhere, opens no file, and knows no flags, figures or layouts.
package preview

import (
	"bytes"
	"context"
	"embed"
	"html/template"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/facture-dev/facture/internal/deliver"
)

// Service is what the preview needs of deliver.Service.
type Service interface {
	Sheets(ctx context.Context, src deliver.Source, o deliver.Options, most int) (deliver.Sheets, error)
	Render(ctx context.Context, src deliver.Source, o deliver.Options) (deliver.Result, error)
}

// Reader reads a whole file.
type Reader func(file string) ([]byte, error)

// Stamp is what tells that a file was written, without reading it.
type Stamp struct {
	ModTime time.Time
	Size    int64
}

// Files is the file system, as far as it is needed.
type Files struct {
	Read Reader
	Stat func(file string) (Stamp, error)
}

// Options say what is shown. All are required but Languages.
type Options struct {
	Name string // the document's file, as its author knows it
	// Load finds the document and how it is to look before the viewer chooses.
	// It is called for every drawing and reads all files by read, which is how
	// the preview learns what to watch.
	Load      func(read Reader) (deliver.Source, deliver.Options, error)
	Files     Files
	Service   Service
	Now       func() time.Time // to tell files that were written a moment ago
	Layouts   []string         // names of the built-in layouts
	Languages []string         // BCP 47: what the viewer may choose among
	Hosts     []string         // host:port under which the page may be asked for
	Command   Command          // what gives the same without a preview
}

// Preview is the handler of the page and all that belongs to it. It is safe for
// concurrent use; what it starts ends with the request that started it.
type Preview struct {
	o       Options
	html    []byte
	mux     *http.ServeMux
	streams chan struct{} // one for each page that is open

	mu   sync.Mutex
	good good // what was drawn last without a fault
}

//go:embed page
var page embed.FS

// index is the page; what it lists is filled in once.
var index = sync.OnceValues(func() (*template.Template, error) {
	return template.ParseFS(page, "page/index.html")
})

// New returns the handler.
func New(o Options) (*Preview, error) {
	t, err := index()
	if err != nil {
		return nil, err
	}
	var html bytes.Buffer
	err = t.Execute(&html, map[string]any{
		"Name": o.Name, "Base": path.Base(o.Name), "Layouts": o.Layouts, "Languages": o.Languages,
		"Papers": papers, "Positions": positions,
	})
	if err != nil {
		return nil, err
	}
	p := &Preview{o: o, html: html.Bytes(), mux: http.NewServeMux(), streams: make(chan struct{}, maxStreams)}
	p.mux.HandleFunc("GET /{$}", p.static("text/html; charset=utf-8", p.html))
	for file, kind := range map[string]string{"page.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml"} {
		data, err := page.ReadFile("page/" + file)
		if err != nil {
			return nil, err
		}
		p.mux.HandleFunc("GET /"+file, p.static(kind, data))
	}
	p.mux.HandleFunc("GET /events", p.events)
	p.mux.HandleFunc("GET /document.pdf", p.pdf)
	return p, nil
}

// policy lets the page load its own script and style, connect to this server,
// and show the pictures that it makes of what it got; nothing else, from
// nowhere else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// ServeHTTP answers requests for this page only. A name that somebody else's
// page made to lead here (DNS rebinding) is refused, and so is what another page
// asks for behind the viewer's back.
func (p *Preview) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if !slices.Contains(p.o.Hosts, strings.ToLower(r.Host)) {
		http.Error(w, "this is a preview on "+strings.Join(p.o.Hosts, ", ")+", not on "+strconv.QuoteToASCII(r.Host), http.StatusMisdirectedRequest)
		return
	}
	if site := r.Header.Get("Sec-Fetch-Site"); r.URL.Path != "/" && site != "" && site != "same-origin" && site != "none" {
		http.Error(w, "this belongs to the page at /", http.StatusForbidden)
		return
	}
	if len(r.URL.RawQuery) > maxQueryBytes {
		http.Error(w, "the address is too long", http.StatusRequestURITooLong)
		return
	}
	p.mux.ServeHTTP(w, r)
}

func (p *Preview) static(kind string, data []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Length", strconv.Itoa(len(data)))
		_, _ = w.Write(data)
	}
}

// pdf answers the document as PDF, as the viewer has chosen it.
func (p *Preview) pdf(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), drawTimeout)
	defer cancel()
	var made deliver.Result
	c, err := p.choices(r.URL.Query())
	if err == nil {
		var src deliver.Source
		var o deliver.Options
		if src, o, err = p.o.Load(p.o.Files.Read); err == nil {
			made, err = p.o.Service.Render(ctx, src, c.over(o))
		}
	}
	if err != nil {
		var text strings.Builder
		for _, f := range faultsOf(err, p.o.Name) {
			text.WriteString(f.String() + "\n")
		}
		http.Error(w, text.String(), http.StatusUnprocessableEntity)
		return
	}
	name := strings.TrimSuffix(path.Base(p.o.Name), path.Ext(p.o.Name)) + ".pdf"
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Length", strconv.Itoa(len(made.Bytes)))
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, _ = w.Write(made.Bytes)
}
