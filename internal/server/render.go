package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/facture-dev/facture/internal/deliver"
)

// The forms in which a document is answered. The first is what who has no
// preference gets.
var forms = []string{"application/pdf", "image/svg+xml"}

// Render answers POST /v1/render.
func (h *handler) Render(w http.ResponseWriter, r *http.Request, params RenderParams) {
	form, ok := accepted(strings.Join(r.Header.Values("Accept"), ","), forms)
	if !ok {
		h.problem(w, r, noForm, "the answer is application/pdf or image/svg+xml", nil)
		return
	}
	page := 1
	if params.Page != nil {
		page = *params.Page
		if page < 1 || page > 100_000 {
			h.problem(w, r, badParameter, "page is a number from 1 to 100000", nil)
			return
		}
	}
	src, ok := h.body(w, r)
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), h.options.Timeout)
	defer cancel()
	select {
	case h.turns <- struct{}{}:
		defer func() { <-h.turns }()
	case <-ctx.Done():
		h.fail(w, r, &deliver.Error{Kind: deliver.Canceled, Err: ctx.Err()})
		return
	}
	var made deliver.Result
	var err error
	if form == forms[0] {
		made, err = h.renderer.Render(ctx, src, deliver.Options{})
	} else {
		made, err = h.renderer.Page(ctx, src, deliver.Options{}, page)
		w.Header().Set("Content-Security-Policy", "default-src 'none'; img-src data:; style-src 'unsafe-inline'")
	}
	if err != nil {
		h.fail(w, r, err)
		return
	}
	header := w.Header()
	header.Set("Content-Type", form)
	header.Set("Content-Length", strconv.Itoa(len(made.Bytes)))
	header.Set("ETag", `"`+made.SHA256+`"`)
	header.Set("Facture-Sha256", made.SHA256)
	header.Set("Facture-Pages", strconv.Itoa(made.Pages))
	header.Add("Vary", "Accept")
	if warnings := warningsHeader(made.Warnings); warnings != "" {
		header.Set("Facture-Warnings", warnings)
	}
	_, _ = w.Write(made.Bytes)
}

// body reads the request's body; when it is not ok, the problem is answered.
func (h *handler) body(w http.ResponseWriter, r *http.Request) (src deliver.Source, ok bool) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		h.problem(w, r, notJSON, "send the document as application/json", nil)
		return src, false
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.options.MaxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		h.problem(w, r, tooLarge, fmt.Sprintf("a body has at most %d bytes", large.Limit), nil)
		return src, false
	case err != nil:
		h.problem(w, r, badParameter, "the body did not arrive whole", nil)
		return src, false
	}
	return deliver.Source{Data: data}, true
}

// accepted chooses among the forms on offer by an Accept header (RFC 9110
// §12.5.1): the highest quality wins, then the order of the offer.
func accepted(header string, offer []string) (form string, ok bool) {
	if strings.TrimSpace(header) == "" {
		return offer[0], true
	}
	best := 0.0
	for _, candidate := range offer {
		if q := quality(header, candidate); q > best {
			form, best = candidate, q
		}
	}
	return form, best > 0
}

// quality is how much a header wants a media type; the most specific range
// that covers it decides.
func quality(header, candidate string) float64 {
	kind, _, _ := strings.Cut(candidate, "/")
	specific, q := -1, 0.0
	for _, part := range strings.Split(header, ",") {
		name, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		level := slices.Index([]string{"*/*", kind + "/*", candidate}, name)
		if level <= specific {
			continue
		}
		specific, q = level, 1
		if stated, err := strconv.ParseFloat(params["q"], 64); err == nil {
			q = min(max(stated, 0), 1)
		}
	}
	return q
}

// ascii writes JSON without any character beyond ASCII.
func ascii(text []byte) string {
	var b strings.Builder
	for _, c := range string(text) {
		switch {
		case c < 0x80:
			b.WriteRune(c)
		case c < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			high, low := utf16.EncodeRune(c)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		}
	}
	return b.String()
}
