package preview

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"sync"
)

// errUnwatched is read when a drawing wants more files than are watched.
var errUnwatched = errors.New("too many files are read for one document")

// files are those that were read for one drawing, and how they were then.
type files struct {
	p    *Preview
	mu   sync.Mutex
	read map[string]*file
}

type file struct {
	stamp  Stamp
	digest [32]byte
	failed string // why it was not read
	data   []byte
}

func (p *Preview) newFiles() *files { return &files{p: p, read: map[string]*file{}} }

// Read reads a file and notes it, whether it is there or not: one that is
// missing may come.
func (f *files) Read(name string) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, again := f.read[name]; !again && len(f.read) >= maxFiles {
		return nil, errUnwatched
	}
	// The stamp comes first: what is written between the two is then noticed.
	stamp, _ := f.p.o.Files.Stat(name)
	data, err := f.p.o.Files.Read(name)
	f.read[name] = noted(stamp, data, err)
	return data, err
}

func noted(stamp Stamp, data []byte, err error) *file {
	if err != nil {
		return &file{stamp: stamp, failed: err.Error()}
	}
	return &file{stamp: stamp, digest: sha256.Sum256(data), data: data}
}

// changed tells whether a file is another than it was. Its time and size say so,
// unless it was written a moment ago, when another write may leave them as they
// are; then, and for thorough, its content does.
func (f *files) changed(thorough bool) bool {
	now := f.p.o.Now()
	for name, was := range f.read {
		stamp, err := f.p.o.Files.Stat(name)
		same := err == nil && was.failed == "" && stamp.Size == was.stamp.Size && stamp.ModTime.Equal(was.stamp.ModTime)
		missing := err != nil && was.failed != ""
		if same || missing {
			if !thorough && (missing || now.Sub(stamp.ModTime).Abs() > youngAge) {
				continue
			}
		}
		data, err := f.p.o.Files.Read(name)
		is := noted(stamp, data, err)
		if is.digest != was.digest || is.failed != was.failed {
			return true
		}
		was.stamp = stamp // touched, not changed
	}
	return false
}

// line returns one line, counted from 1, of a file that was read, by the name
// that a fault has for it: its path, or the end of it.
func (f *files) line(name string, number int) (string, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	name = strings.TrimPrefix(name, "./")
	var found []string
	for path := range f.read {
		if slashed := strings.ReplaceAll(path, `\`, "/"); slashed == name || strings.HasSuffix(slashed, "/"+name) {
			found = append(found, path)
		}
	}
	if len(found) == 0 {
		return "", false
	}
	slices.SortFunc(found, func(a, b string) int { return len(a) - len(b) })
	rest := f.read[found[0]].data
	for i := 1; ; i++ {
		line, after, more := bytes.Cut(rest, []byte("\n"))
		if i == number {
			return strings.TrimSuffix(string(line), "\r"), true
		}
		if !more {
			return "", false
		}
		rest = after
	}
}
