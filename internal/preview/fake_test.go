package preview

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/facture-dev/facture/internal/deliver"
	"github.com/facture-dev/facture/render"
)

// disk is a file system in memory.
type disk struct {
	mu    sync.Mutex
	files map[string]entry
	reads map[string]int
}

type entry struct {
	text  string
	mtime time.Time
}

func newDisk() *disk { return &disk{files: map[string]entry{}, reads: map[string]int{}} }

func (d *disk) write(name, text string, mtime time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.files[name] = entry{text, mtime}
}

func (d *disk) remove(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.files, name)
}

func (d *disk) read(name string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.reads[name]++
	e, ok := d.files[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return []byte(e.text), nil
}

func (d *disk) readTimes(name string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.reads[name]
}

func (d *disk) stat(name string) (Stamp, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	e, ok := d.files[name]
	if !ok {
		return Stamp{}, fs.ErrNotExist
	}
	return Stamp{e.mtime, int64(len(e.text))}, nil
}

// drawer is a Service whose documents are pages separated by "|". A document
// that holds "bad" has a fault there, and one that holds "warn" a warning.
type drawer struct{ hold chan struct{} }

func (d drawer) Sheets(ctx context.Context, src deliver.Source, o deliver.Options, most int) (made deliver.Sheets, err error) {
	if d.hold != nil {
		select {
		case <-d.hold:
		case <-ctx.Done():
			return made, &deliver.Error{Kind: deliver.Canceled, Err: ctx.Err()}
		}
	}
	text := string(src.Data)
	if fault, found := at(text, "bad"); found {
		return made, &deliver.Error{Kind: deliver.Invalid, Faults: []deliver.Fault{fault, {Message: "a mere warning", Warning: true}}}
	}
	if fault, found := at(text, "warn"); found {
		fault.Warning = true
		made.Warnings = append(made.Warnings, fault)
	}
	if name, found := strings.CutPrefix(text, "logo:"); found {
		logo, err := src.Read(name)
		if err != nil {
			return made, &deliver.Error{Kind: deliver.Invalid, Faults: []deliver.Fault{{Message: err.Error()}}}
		}
		text = string(logo)
	}
	pages := strings.Split(text, "|")
	for _, page := range pages[:min(most, len(pages))] {
		made.Sheets = append(made.Sheets, render.Sheet{SVG: []byte("<svg>" + page + o.Language + "</svg>"), Width: 10, Height: 20})
	}
	made.Pages, made.Layout, made.Language, made.LogoPosition = len(pages), o.TemplateName, o.Language, "start"
	return made, nil
}

func at(text, word string) (f deliver.Fault, found bool) {
	before, _, found := strings.Cut(text, word)
	return deliver.Fault{Line: 1 + strings.Count(before, "\n"), Column: len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1,
		Rule: "rule", Pointer: "/p", Message: word + " is stated"}, found
}

func (d drawer) Render(ctx context.Context, src deliver.Source, o deliver.Options) (deliver.Result, error) {
	_, err := d.Sheets(ctx, src, o, 1)
	return deliver.Result{Bytes: []byte("%PDF " + string(src.Data) + o.Language + o.Paper + o.TemplateName + o.LogoPosition)}, err
}

// on makes a preview of doc.txt on a disk.
func on(t *testing.T, d *disk) *Preview {
	t.Helper()
	p, err := New(Options{
		Name: "in/doc.txt",
		Load: func(read Reader) (deliver.Source, deliver.Options, error) {
			data, err := read("in/doc.txt")
			if err != nil {
				return deliver.Source{}, deliver.Options{}, errors.New("in/doc.txt: it is not there")
			}
			return deliver.Source{Data: data, Read: func(name string) ([]byte, error) { return read("in/" + name) }}, deliver.Options{Language: "de"}, nil
		},
		Files: Files{Read: d.read, Stat: d.stat}, Service: drawer{}, Now: time.Now,
		Layouts: []string{"classic", "modern"}, Languages: []string{"de", "fr"}, Hosts: []string{"127.0.0.1:8000", "localhost:8000"},
		Command: Command{Program: []string{"facture", "render"}, File: "in/doc.txt", Language: "de"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// watcher is a viewer that notes what it is sent.
type watcher struct {
	mu       sync.Mutex
	states   []state
	pictures []picture
	fail     error
}

func (w *watcher) send(event string, data []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fail != nil {
		return w.fail
	}
	if event == "page" {
		var p picture
		err := json.Unmarshal(data, &p)
		w.pictures = append(w.pictures, p)
		return err
	}
	var s state
	err := json.Unmarshal(data, &s)
	w.states = append(w.states, s)
	return err
}

// last is the state that is shown, and how many there were.
func (w *watcher) last() (s state, states, pictures int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.states) > 0 {
		s = w.states[len(w.states)-1]
	}
	return s, len(w.states), len(w.pictures)
}
