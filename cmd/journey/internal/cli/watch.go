package cli

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/runtime/report"
)

// Watching looks at folders, not at files: most editors save by writing a new
// file and renaming it over the old one, which ends the watch of the old one.
// Saving makes several events, so a change is looked at only after a moment of
// silence, and only when the content is another one.

// settleTime is how long nothing may happen before a change is looked at.
const settleTime = 100 * time.Millisecond

// watchSimulation runs a simulation again whenever a file is saved, and shows
// what that changed. A file that is broken is reported; the last good result
// stays what the next one is compared with.
func (a *app) watchSimulation(ctx context.Context, s *simulation, args []string) error {
	if s.format != "text" || s.person != "" {
		return usage("", "--watch shows what changes in the summary; it has neither --format nor --person")
	}
	if s.feed == "-" || len(args) > 0 && args[0] == "-" {
		return usage("save it to a file", "standard input cannot be read again, so it cannot be watched")
	}
	var good *report.Summary
	return a.watching(ctx, func() (*watched, error) { return watch(args, s.config, s.config, s.mapping) }, func() (err error) {
		good, err = a.again(ctx, s, args, good)
		return err
	})
}

// watching runs something, and again whenever the content of the files that are
// watched changes.
func (a *app) watching(ctx context.Context, find func() (*watched, error), run func() error) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return failed("", "watching files: %w", err)
	}
	defer closed(watcher)
	var seen [sha256.Size]byte
	for first := true; ; first = false {
		watched, err := find()
		if err != nil {
			return err
		}
		for _, dir := range watched.dirs {
			if err := watcher.Add(dir); err != nil {
				return failed("", "watching %s: %w", filepath.ToSlash(dir), err)
			}
		}
		if now := watched.sum(); first || now != seen {
			seen = now
			if err := run(); err != nil {
				return err
			}
			a.say("%s", a.err.paint(dim, "watching; Ctrl-C ends"))
		}
		if err := a.change(ctx, watcher); err != nil {
			return err
		}
	}
}

// again runs once more. It returns the result to compare the next one with.
func (a *app) again(ctx context.Context, s *simulation, args []string, good *report.Summary) (*report.Summary, error) {
	quiet := *a
	if good != nil {
		quiet.Out = io.Discard
		quiet.out = newConsole(io.Discard, a.Getenv)
	}
	summary, err := quiet.simulate(ctx, s, args)
	switch {
	case ctx.Err() != nil || closedPipe(err):
		return nil, err
	case err != nil:
		a.finish(ctx, err) // says what is wrong; the exit code is not wanted
		if good != nil {
			a.say("the last good result stays")
		}
		return good, nil
	case good == nil:
		return summary, nil
	}
	changed, err := report.WriteChange(a.Out, good, summary, report.TextOptions{Width: a.out.width, Color: a.out.color})
	if err == nil && !changed {
		a.say("nothing changes")
	}
	return summary, err
}

// change waits until something changed and then nothing for a moment.
func (a *app) change(ctx context.Context, w *fsnotify.Watcher) error {
	var settled <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("no longer watching: %w", ctx.Err())
		case _, ok := <-w.Events:
			if !ok {
				return errors.New("watching files ended")
			}
			settled = time.After(settleTime)
		case err := <-w.Errors:
			return failed("", "watching files: %w", err)
		case <-settled:
			return nil
		}
	}
}

// watched is what is looked at: the folders, and the files whose content counts.
type watched struct {
	dirs  []string
	files []string
}

// watch finds them anew every time, since files come and go. more are files beside
// the journeys.
func watch(args []string, config string, more ...string) (*watched, error) {
	out := &watched{}
	p, err := project.Load(config, args)
	if err == nil && len(args) == 0 {
		args = p.Paths
	}
	if p != nil && p.File != "" {
		out.file(filepath.FromSlash(p.File))
	}
	for _, path := range more {
		if path != "" {
			out.file(path)
		}
	}
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil || !info.IsDir() {
			out.file(arg)
			continue
		}
		err = filepath.WalkDir(arg, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir():
				out.dirs = append(out.dirs, path)
			case filepath.Ext(path) == ".journey" || d.Name() == project.FileName:
				out.files = append(out.files, path)
			}
			return nil
		})
		if err != nil {
			return nil, fileTrouble(fmt.Errorf("looking for journeys: %w", err))
		}
	}
	return out, nil
}

func (w *watched) file(path string) {
	w.dirs = append(w.dirs, filepath.Dir(path))
	w.files = append(w.files, path)
}

// sum is a hash of the content of all files.
func (w *watched) sum() (out [sha256.Size]byte) {
	h := sha256.New()
	for _, path := range w.files {
		h.Write(strconv.AppendQuote(nil, path))
		addFile(h, path)
	}
	h.Sum(out[:0])
	return out
}

func addFile(h hash.Hash, path string) {
	f, err := os.Open(path)
	if err != nil {
		return // as if it were empty
	}
	defer closed(f)
	n, _ := io.Copy(h, f) // what cannot be read is reported by the run
	h.Write(strconv.AppendInt(nil, n, 10))
}
