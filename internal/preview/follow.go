package preview

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// state is all that the page shows besides the pictures of its pages.
type state struct {
	Pages    []sheet `json:"pages"`
	Count    int     `json:"count"` // pages of the document
	Stale    bool    `json:"stale"` // the pages are older than the faults
	Faults   []fault `json:"faults"`
	Warnings []fault `json:"warnings"`
	More     int     `json:"more"` // faults, or warnings, that are not listed
	Chosen   chosen  `json:"chosen"`
	Command  string  `json:"command"`
}

// picture is a page's drawing.
type picture struct {
	Hash string `json:"hash"`
	SVG  string `json:"svg"`
}

// viewer is who gets events: a stream of Server-Sent Events.
type viewer interface {
	send(event string, data []byte) error
}

// events answers with what is to be shown, now and whenever it changes, until
// the viewer leaves.
func (p *Preview) events(w http.ResponseWriter, r *http.Request) {
	select {
	case p.streams <- struct{}{}:
		defer func() { <-p.streams }()
	default:
		http.Error(w, "this preview is open too many times; close one", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	s := &stream{w: w, control: http.NewResponseController(w), now: p.o.Now}
	c, err := p.choices(r.URL.Query())
	if err != nil {
		_ = p.tell(s, &telling{}, c, &drawing{files: p.newFiles(), err: err})
		<-r.Context().Done()
		return
	}
	_ = p.follow(r.Context(), c, s) // its only error is that the viewer has left
}

// follow draws the document, and draws it again when one of its files changed.
// What is wrong is told only when the files have been still for a moment: an
// editor may be in the middle of writing.
func (p *Preview) follow(ctx context.Context, c choices, v viewer) error {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	told := telling{good: p.kept(c)}
	now := p.draw(ctx, c)
	still, waiting := settleTicks, true // the first is told at once
	for n := 1; ; n++ {
		if waiting && (now.err == nil || still >= settleTicks) && ctx.Err() == nil {
			if err := p.tell(v, &told, c, now); err != nil {
				return err
			}
			waiting = false
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		still++
		sweep := n%sweepTicks == 0
		// What is wrong may lie in what no file tells, such as a folder.
		if now.files.changed(sweep) || sweep && now.err != nil {
			now = p.draw(ctx, c)
			still, waiting = 0, true
		}
	}
}

// telling is what a viewer was told.
type telling struct {
	good  *drawing // whose pages are shown
	state []byte
	has   map[string]bool // hashes of the pages that the viewer keeps
}

// tell sends what is new to a viewer: the state, when it is another, and the
// pages that the viewer does not have.
func (p *Preview) tell(v viewer, told *telling, c choices, d *drawing) error {
	if d.err == nil {
		told.good = d
		p.keep(c, d)
	}
	s := state{Pages: []sheet{}, Faults: []fault{}, Warnings: []fault{}, Stale: d.err != nil, Command: p.o.Command.line(c)}
	if told.good != nil {
		s.Pages, s.Count, s.Chosen = told.good.pages, told.good.count, told.good.chosen
	}
	if d.err != nil {
		s.Faults, s.More = d.files.located(faultsOf(d.err, p.o.Name))
	} else {
		for _, w := range d.warnings {
			s.Warnings = append(s.Warnings, shown(w, p.o.Name))
		}
		s.Warnings, s.More = d.files.located(s.Warnings)
	}
	text, err := encode(s)
	if err != nil || bytes.Equal(text, told.state) {
		return err
	}
	if err := v.send("state", text); err != nil {
		return err
	}
	told.state = text
	has := map[string]bool{}
	for _, page := range s.Pages {
		if !told.has[page.Hash] && !has[page.Hash] {
			text, err := encode(picture{page.Hash, string(page.svg)})
			if err == nil {
				err = v.send("page", text)
			}
			if err != nil {
				return err
			}
		}
		has[page.Hash] = true
	}
	told.has = has
	return nil
}

// encode is JSON on one line, with < and > as they are: pages are full of them.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// stream writes Server-Sent Events (HTML Living Standard §9.2).
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	now     func() time.Time
}

// send has its own deadline, in place of the server's for whole answers: a
// stream lasts, but nothing in it may.
func (s *stream) send(event string, data []byte) error {
	if err := s.control.SetWriteDeadline(s.now().Add(sendTimeout)); err != nil {
		return err
	}
	for _, part := range [][]byte{[]byte("event: " + event + "\ndata: "), data, []byte("\n\n")} {
		if _, err := s.w.Write(part); err != nil {
			return err
		}
	}
	return s.control.Flush()
}
