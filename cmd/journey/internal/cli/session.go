package cli

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"time"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/sim"
)

// version compiles the sources of a work for a feed, as a version that can be
// simulated.
func (a *app) version(ctx context.Context, w *work, name, feedPath string) (*sim.Version, error) {
	code, err := a.program(ctx, w, feedPath)
	if err != nil {
		return nil, err
	}
	prog, err := engine.Load(code)
	if err != nil {
		return nil, failed("", "loading %s: %w", w.name(), err)
	}
	v := &sim.Version{Name: name, Program: prog, Sources: w.Sources}
	if len(w.Given) == 1 {
		v.Folder = filepath.ToSlash(filepath.Clean(w.Given[0]))
	}
	if w.Compiled == nil {
		v.Info = compiler.Compile(w.Sources, w.Options(false)).Info
	}
	return v, nil
}

// recorded is a project's feed, as a simulation reads it. path can be opened again
// and again; done is called at the end.
func (s *simulation) recorded(a *app, w *work, path string) (f sim.Feed, done func()) {
	scratch := &scratchFiles{}
	how := s.reading(w)
	how.options.Scratch = scratch
	f = sim.Feed{Name: path, Options: how.options}
	if e, err := a.openEvents(path); err == nil {
		f.Name, f.Size = e.name, e.size
		closed(e.file)
	}
	if w.Feed.Path == "-" { // what lies at the path is a copy
		f.Name = project.StdinName
	}
	f.Open = func() (io.ReadCloser, error) {
		e, err := a.openEvents(path)
		if err != nil {
			return nil, err
		}
		return struct {
			io.Reader
			io.Closer
		}{e.r, e.file}, nil
	}
	return f, scratch.remove
}

// session simulates a version over the whole feed, and returns when that is done.
func (a *app) session(ctx context.Context, s *simulation, w *work, v *sim.Version, f sim.Feed) (*sim.Session, error) {
	x, err := sim.Open(ctx, sim.Config{
		Version: v, Feed: f, Until: sim.Instant(max(s.untilMS, 0)), Grace: w.Feed.Grace, Dedupe: w.Feed.Dedupe, Workers: s.workers, Zone: w.Timezone,
		Engine: s.engine(w),
	})
	if err != nil {
		return nil, err
	}
	limit := s.reading(w).limit
	a.startProgress(false)
	defer a.clearProgress()
	for {
		wait, cancel := context.WithTimeout(ctx, progressEvery)
		err := x.Wait(wait)
		cancel()
		st := x.Status()
		switch {
		case ctx.Err() != nil:
			x.Close()
			return nil, ctx.Err()
		case st.Bad > limit:
			x.Close()
			a.badLines(simCounters(&st))
			return nil, failed("--max-bad allows more; a mapping (--mapping) reads other forms", "%s cannot be read, of %s so far",
				counted(st.Bad, "line", "lines"), grouped(st.Lines))
		case err == nil && st.Err != "":
			return nil, feedTrouble(errors.New(st.Err))
		case err == nil:
			a.badLines(simCounters(&st))
			if s.untilMS > int64(st.Horizon) {
				_, err = x.Extend(ctx, sim.Instant(s.untilMS))
			}
			x.Seek(1 << 62)
			return x, err
		}
		a.showProgress(func(time.Duration) string { return counted(st.Lines, "line", "lines") })
	}
}

// simCounters are the counts of a simulation, as those of a reading.
func simCounters(st *sim.Status) *counters {
	return &counters{Lines: st.Lines, Ignored: st.Ignored, Bad: st.Bad, First: st.FirstBad}
}
