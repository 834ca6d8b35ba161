package server

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/facture-dev/facture/internal/deliver"
)

// answer is how one sort of problem is answered.
type answer struct {
	status int
	kind   ProblemType
	title  string
}

// The answers to what deliver cannot know of.
var (
	noRoute      = answer{http.StatusNotFound, AboutBlank, "Not Found"}
	wrongMethod  = answer{http.StatusMethodNotAllowed, AboutBlank, "Method Not Allowed"}
	badParameter = answer{http.StatusBadRequest, AboutBlank, "Bad Request"}
	notJSON      = answer{http.StatusUnsupportedMediaType, AboutBlank, "Unsupported Media Type"}
	noForm       = answer{http.StatusNotAcceptable, AboutBlank, "Not Acceptable"}
	busy         = answer{http.StatusServiceUnavailable, UrnFactureProblemBusy, "The server is busy"}
	tooLarge     = answer{http.StatusRequestEntityTooLarge, UrnFactureProblemTooLarge, "The document is too large"}
	internal     = answer{http.StatusInternalServerError, AboutBlank, "Internal Server Error"}
)

// answers maps deliver's kinds of error to answers: the only place that does.
var answers = map[deliver.Kind]answer{
	deliver.Internal:    internal,
	deliver.Malformed:   {http.StatusBadRequest, UrnFactureProblemMalformedDocument, "The body is not a JSON document"},
	deliver.TooLarge:    tooLarge,
	deliver.Invalid:     {http.StatusUnprocessableEntity, UrnFactureProblemInvalidDocument, "The document is wrong"},
	deliver.Template:    {http.StatusUnprocessableEntity, UrnFactureProblemInvalidTemplate, "The layout or the brand is wrong"},
	deliver.Unprintable: {http.StatusUnprocessableEntity, UrnFactureProblemUnprintableDocument, "The document cannot be printed"},
	deliver.NoPage:      {http.StatusNotFound, UrnFactureProblemNoSuchPage, "The document has no such page"},
	deliver.Canceled:    busy,
}

// fail answers an error of deliver's. What is internal goes to the log; the
// answer carries the request's id and nothing else.
func (h *handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	var e *deliver.Error
	if !errors.As(err, &e) {
		e = &deliver.Error{Kind: deliver.Internal, Err: err}
	}
	a, known := answers[e.Kind]
	if !known {
		a = internal
	}
	detail := ""
	switch {
	case a == internal:
		h.options.Log.Error("internal", "request_id", idOf(r), "error", err)
		h.problem(w, r, a, "", nil)
		return
	case e.Kind == deliver.Canceled:
		detail = "the document was not finished in time; try again, or divide it"
		w.Header().Set("Retry-After", "5")
	case len(e.Faults) == 0:
		detail = e.Error()
	}
	h.problem(w, r, a, detail, faults(e.Faults))
}

// problem writes an RFC 9457 answer.
func (h *handler) problem(w http.ResponseWriter, r *http.Request, a answer, detail string, list []Fault) {
	p := Problem{Type: a.kind, Title: a.title, Status: a.status, RequestId: idOf(r)}
	if detail != "" {
		p.Detail = &detail
	}
	if list != nil {
		p.Faults = &list
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(a.status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(p)
}

// faults writes deliver's faults as the contract has them.
func faults(list []deliver.Fault) []Fault {
	var out []Fault
	for _, f := range list {
		x := Fault{Pointer: f.Pointer, Rule: f.Rule, Message: f.Message, Severity: Error}
		if f.Warning {
			x.Severity = Warning
		}
		if f.Line > 0 {
			x.Line, x.Column = &f.Line, &f.Column
		}
		out = append(out, x)
	}
	return out
}

// warningsHeader is the Facture-Warnings header: a JSON list in ASCII, which
// is all that a header may hold, of as many warnings as fit.
func warningsHeader(list []deliver.Fault) string {
	all := faults(list)
	all = all[:min(len(all), maxWarnings)]
	for ; len(all) > 0; all = all[:len(all)-1] {
		text, err := json.Marshal(all)
		if err != nil {
			return ""
		}
		if header := ascii(text); len(header) <= maxHeaderBytes {
			return header
		}
	}
	return ""
}
