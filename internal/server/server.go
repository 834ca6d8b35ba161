// Package server answers HTTP: requests of api/openapi.yaml come in, documents
// or problems (RFC 9457) go out. Routes and types in api.gen.go are generated
// from that file. The package maps deliver's kinds of error to statuses and
// knows nothing of PDFs, layouts or sums; it listens nowhere itself.
package server

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"time"

	"github.com/gorilla/mux"

	"github.com/facture-dev/facture/internal/deliver"
)

// Renderer is what the server needs of deliver.Service.
type Renderer interface {
	Render(ctx context.Context, src deliver.Source, o deliver.Options) (deliver.Result, error)
	Page(ctx context.Context, src deliver.Source, o deliver.Options, page int) (deliver.Result, error)
}

// Options say how the server behaves. Zero values have the defaults of
// limits.go.
type Options struct {
	Log         *slog.Logger  // required; never gets a document's content
	RequestID   func() string // required: a name for each request, for log and answer
	MaxBody     int64         // bytes of a request's body
	Timeout     time.Duration // for one document, waiting for its turn included
	Concurrency int           // documents that are rendered at the same time
}

// New returns the handler of the whole contract.
func New(r Renderer, o Options) http.Handler {
	o = o.withDefaults()
	h := &handler{renderer: r, options: o, turns: make(chan struct{}, o.Concurrency)}
	router := mux.NewRouter()
	router.NotFoundHandler = http.HandlerFunc(h.notFound)
	router.MethodNotAllowedHandler = h.methodNotAllowed(router)
	routes := HandlerWithOptions(h, GorillaServerOptions{
		BaseRouter: router,
		ErrorHandlerFunc: func(w http.ResponseWriter, r *http.Request, err error) {
			h.problem(w, r, badParameter, err.Error(), nil)
		},
	})
	return h.outermost(routes)
}

// handler implements ServerInterface.
type handler struct {
	renderer Renderer
	options  Options
	turns    chan struct{} // one for each document that is being rendered
}

type requestID struct{}

// outermost names the request, and keeps a panic, which is a bug of ours, from
// reaching anybody but this request's author and the log.
func (h *handler) outermost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := h.options.RequestID()
		r = r.WithContext(context.WithValue(r.Context(), requestID{}, id))
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store") // documents are nobody else's business
		defer func() {
			switch v := recover(); v {
			case nil:
			case http.ErrAbortHandler:
				panic(v)
			default:
				h.options.Log.Error("panic", "request_id", id, "value", v, "stack", string(debug.Stack()))
				h.problem(w, r, internal, "", nil)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func idOf(r *http.Request) string {
	id, _ := r.Context().Value(requestID{}).(string)
	return id
}

// GetHealth answers GET /healthz.
func (h *handler) GetHealth(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(`{"status":"ok"}` + "\n"))
}

func (h *handler) notFound(w http.ResponseWriter, r *http.Request) {
	h.problem(w, r, noRoute, "there is nothing at this path", nil)
}

// methodNotAllowed says which methods a path has (RFC 9110 §15.5.6).
func (h *handler) methodNotAllowed(router *mux.Router) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			asked := r.Clone(r.Context())
			asked.Method = method
			var match mux.RouteMatch
			if router.Match(asked, &match) && match.MatchErr == nil && !slices.Contains(w.Header().Values("Allow"), method) {
				w.Header().Add("Allow", method)
			}
		}
		h.problem(w, r, wrongMethod, "this path does not take "+r.Method, nil)
	})
}
