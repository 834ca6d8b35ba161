package preview

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// followed runs a test in a bubble of its own time, with a preview of a
// document that is being followed.
func followed(t *testing.T, text string, test func(d *disk, w *watcher)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d, w := newDisk(), &watcher{}
		d.write("in/doc.txt", text, long())
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- on(t, d).follow(ctx, choices{}, w) }()
		synctest.Wait()
		test(d, w)
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("it ended with %v", err)
		}
	})
}

// long is a time so long ago that files of that age are trusted to be as they
// were.
func long() time.Time { return time.Now().Add(-time.Hour) }

// after lets time pass.
func after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// soon is when a save is to be seen.
const soon = 2 * pollEvery

func TestSaveIsSeen(t *testing.T) {
	followed(t, "one|two", func(d *disk, w *watcher) {
		s, states, pictures := w.last()
		if states != 1 || pictures != 2 || len(s.Pages) != 2 || s.Count != 2 || s.Stale || s.Command != "facture render in/doc.txt --language de" {
			t.Fatalf("%d states, %d pictures, %+v", states, pictures, s)
		}
		d.write("in/doc.txt", "one|three", time.Now())
		after(soon)
		s, states, pictures = w.last()
		if states != 2 || pictures != 3 || w.pictures[2].Hash != s.Pages[1].Hash || w.pictures[2].SVG != "<svg>threede</svg>" {
			t.Errorf("%d states, %d pictures, %+v", states, pictures, s)
		}
		after(time.Minute)
		if _, states, _ = w.last(); states != 2 {
			t.Errorf("%d states, though nothing has changed", states)
		}
	})
}

// A page that goes and comes back is sent again: viewers keep what they show.
func TestPagesComeBack(t *testing.T) {
	followed(t, "one|one|two", func(d *disk, w *watcher) {
		if _, _, pictures := w.last(); pictures != 2 {
			t.Errorf("%d pictures of two different pages", pictures)
		}
		for i, text := range []string{"one", "one|two"} {
			d.write("in/doc.txt", text, time.Now())
			after(soon)
			if _, _, pictures := w.last(); pictures != 2+i {
				t.Errorf("%s: %d pictures", text, pictures)
			}
		}
	})
}

// A fault comes when the files are still; until then the file may be
// half-written.
func TestFaultWaitsForTheFileToBeStill(t *testing.T) {
	followed(t, "good", func(d *disk, w *watcher) {
		for _, half := range []string{"", "bad1", "bad12", "bad123"} { // a slow writer
			d.write("in/doc.txt", half+"bad", time.Now())
			after((settleTicks - 1) * pollEvery)
			if s, states, _ := w.last(); states != 1 || s.Stale {
				t.Fatalf("half of a file is shown: %+v", s)
			}
		}
		d.write("in/doc.txt", "better", time.Now())
		after(soon)
		if s, states, _ := w.last(); states != 2 || s.Stale {
			t.Errorf("%d states, %+v", states, s)
		}
		d.write("in/doc.txt", "first\nä bad", time.Now())
		after(soon)
		if _, states, _ := w.last(); states != 2 {
			t.Error("a fault is shown at once")
		}
		after(settleTicks * pollEvery)
		s, states, pictures := w.last()
		if states != 3 || !s.Stale || len(s.Faults) != 1 || len(s.Pages) != 1 || pictures != 2 {
			t.Fatalf("%d states, %d pictures, %+v", states, pictures, s)
		}
		f := s.Faults[0]
		if f.String() != "in/doc.txt:2:3: /p: bad is stated" || f.Source == nil || *f.Source != (source{"ä ", "b", "ad"}) {
			t.Errorf("%s %+v", f, f.Source)
		}
		after(time.Minute)
		if _, states, _ = w.last(); states != 3 {
			t.Errorf("%d states: the same fault is told again", states)
		}
		d.write("in/doc.txt", "better", time.Now())
		after(soon)
		if s, _, pictures := w.last(); s.Stale || len(s.Faults) != 0 || pictures != 2 {
			t.Errorf("mended: %d pictures, %+v", pictures, s)
		}
	})
}

// The whole way from a save to a fault on the page is well within 200 ms.
func TestFaultsAreInTime(t *testing.T) {
	if slowest := pollEvery * (settleTicks + 2); slowest > 150*time.Millisecond {
		t.Errorf("a fault is told after %v", slowest)
	}
}

// What editors do: another file by that name, a file that goes and comes back,
// a write that leaves time and size as they were.
func TestWaysOfSaving(t *testing.T) {
	followed(t, "aaa", func(d *disk, w *watcher) {
		shows := func(what, want string, within time.Duration) {
			t.Helper()
			after(within)
			s, _, _ := w.last()
			if s.Stale || w.pictures[len(w.pictures)-1].SVG != "<svg>"+want+"de</svg>" {
				t.Errorf("%s: %+v, last %s", what, s.Faults, w.pictures[len(w.pictures)-1].SVG)
			}
		}
		d.remove("in/doc.txt")
		after(pollEvery)
		d.write("in/doc.txt", "bbb", time.Now())
		shows("removed and written", "bbb", soon)
		if _, states, _ := w.last(); states != 2 {
			t.Errorf("%d states: a file that was gone for a moment was missed", states)
		}

		d.write("in/doc.txt", "ccc", long())
		shows("replaced by an older file of the same size", "ccc", soon)

		now := time.Now()
		d.write("in/doc.txt", "ddd", now)
		shows("written", "ddd", soon)
		d.write("in/doc.txt", "eee", now)
		shows("written again within the clock's tick", "eee", soon)

		after(time.Minute)
		d.write("in/doc.txt", "fff", now)
		shows("written, with time and size put back", "fff", (sweepTicks+1)*pollEvery)

		d.remove("in/doc.txt")
		after(soon + settleTicks*pollEvery)
		if s, _, _ := w.last(); !s.Stale || s.Faults[0].String() != "in/doc.txt: it is not there" {
			t.Errorf("gone: %+v", s)
		}
		d.write("in/doc.txt", "ggg", time.Now())
		shows("back", "ggg", soon)
	})
}

// A file that stays as it is is not read over and over.
func TestQuietFilesAreNotRead(t *testing.T) {
	followed(t, "a", func(d *disk, w *watcher) {
		after(sweepTicks * pollEvery * 5)
		if n := d.readTimes("in/doc.txt"); n != 1+5 {
			t.Errorf("read %d times in five sweeps", n)
		}
		d.write("in/doc.txt", "a", time.Now()) // touched
		after(soon)
		if _, states, _ := w.last(); states != 1 {
			t.Errorf("%d states for a file that was only touched", states)
		}
	})
}

// What the document names is watched too, even before it is there.
func TestNamedFilesAreFollowed(t *testing.T) {
	followed(t, "logo:x.png", func(d *disk, w *watcher) {
		if s, _, _ := w.last(); !s.Stale || len(s.Pages) != 0 {
			t.Fatalf("%+v", s)
		}
		d.write("in/x.png", "ink", long())
		after(soon)
		if s, _, _ := w.last(); s.Stale || w.pictures[0].SVG != "<svg>inkde</svg>" {
			t.Errorf("%+v", s)
		}
	})
}

// Whoever comes while the document is broken sees the last good pages of the
// same choices.
func TestLastGoodPagesAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDisk()
		p := on(t, d)
		look := func(c choices) state {
			ctx, cancel := context.WithCancel(t.Context())
			w := &watcher{}
			go func() { _ = p.follow(ctx, c, w) }()
			synctest.Wait()
			cancel()
			synctest.Wait()
			s, _, pictures := w.last()
			if pictures != len(s.Pages) {
				t.Errorf("%d pictures, %d pages", pictures, len(s.Pages))
			}
			return s
		}
		d.write("in/doc.txt", "bad", long())
		if s := look(choices{}); !s.Stale || len(s.Pages) != 0 {
			t.Errorf("never good: %+v", s)
		}
		d.write("in/doc.txt", "one|two", long())
		look(choices{language: "fr"})
		d.write("in/doc.txt", "bad", long())
		if s := look(choices{language: "fr"}); !s.Stale || len(s.Pages) != 2 {
			t.Errorf("%+v", s)
		}
		if s := look(choices{language: "de"}); len(s.Pages) != 0 {
			t.Errorf("pages of other choices: %+v", s)
		}
	})
}

// A viewer who leaves ends the following, also in the middle of a drawing.
func TestViewerWhoLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDisk()
		d.write("in/doc.txt", "a", long())
		gone := errors.New("gone")
		if err := on(t, d).follow(t.Context(), choices{}, &watcher{fail: gone}); err != gone {
			t.Errorf("%v", err)
		}
		p := on(t, d)
		p.o.Service = drawer{hold: make(chan struct{})}
		ctx, cancel := context.WithCancel(t.Context())
		w, ended := &watcher{}, make(chan error, 1)
		go func() { ended <- p.follow(ctx, choices{}, w) }()
		synctest.Wait()
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) || len(w.states) != 0 {
			t.Errorf("%v, %d states", err, len(w.states))
		}
	})
}

// A drawing that takes too long is given up and told.
func TestTimeOfADrawing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDisk()
		d.write("in/doc.txt", "a", long())
		p := on(t, d)
		p.o.Service = drawer{hold: make(chan struct{})}
		ctx, cancel := context.WithCancel(t.Context())
		w := &watcher{}
		go func() { _ = p.follow(ctx, choices{}, w) }()
		after(drawTimeout - time.Millisecond)
		if _, states, _ := w.last(); states != 0 {
			t.Error("given up too early")
		}
		after(2 * time.Millisecond)
		if s, states, _ := w.last(); states != 1 || !s.Stale || !strings.Contains(s.Faults[0].Message, "deadline") {
			t.Errorf("%+v", s)
		}
		cancel()
		synctest.Wait()
	})
}

func TestLimitOfFiles(t *testing.T) {
	d := newDisk()
	f := on(t, d).newFiles()
	for i := range maxFiles {
		if _, err := f.Read(fmt.Sprint(i)); !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("file %d: %v", i+1, err)
		}
	}
	if _, err := f.Read("0"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that was read before: %v", err)
	}
	if _, err := f.Read("one past"); !errors.Is(err, errUnwatched) {
		t.Errorf("file %d: %v", maxFiles+1, err)
	}
}

func TestLimitOfSheets(t *testing.T) {
	for n, want := range map[int]int{maxSheets: maxSheets, maxSheets + 1: maxSheets} {
		followed(t, strings.Repeat("|", n-1), func(_ *disk, w *watcher) {
			if s, _, pictures := w.last(); len(s.Pages) != want || s.Count != n || pictures != 1 {
				t.Errorf("%d pages: %d, of %d, %d pictures", n, len(s.Pages), s.Count, pictures)
			}
		})
	}
}
