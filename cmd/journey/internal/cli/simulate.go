package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
	"time"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/recommend"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/run"
	"github.com/journeylang/journey/runtime/sim/export"
)

// simulate runs a simulation and shows it.
func (a *app) simulate(ctx context.Context, s *simulation, args []string) (*report.Summary, error) {
	if s.profile != "" {
		out, err := os.Create(s.profile)
		if err != nil {
			return nil, fileTrouble(err)
		}
		defer closed(out) // a profile that is cut off shows when it is read
		if err := pprof.StartCPUProfile(out); err != nil {
			return nil, err
		}
		defer pprof.StopCPUProfile()
	}
	w, err := a.load(ctx, s.config, args, false)
	if err != nil {
		return nil, err
	}
	if err := s.apply(w); err != nil {
		return nil, err
	}
	path := w.Feed.Path
	if s.report != "" { // it is read twice
		var done func()
		if path, done, err = a.rereadable(ctx, path); err != nil {
			return nil, err
		}
		defer done()
	}
	e, err := a.openEvents(path)
	if err != nil {
		return nil, err
	}
	defer closed(e.file)
	if w.Feed.Path == "-" {
		e.name = project.StdinName
	}
	code, err := a.program(ctx, w, path)
	if err != nil {
		return nil, err
	}
	prog, err := engine.Load(code)
	if err != nil {
		return nil, failed("", "loading %s: %w", w.name(), err)
	}
	options := run.Options{
		Workers: s.workers, Grace: w.Feed.Grace, Dedupe: w.Feed.Dedupe,
		Engine: s.engine(w),
	}
	if s.train != "" {
		if err := a.train(ctx, s, w, prog, &options); err != nil {
			return nil, err
		}
	}
	summary, err := a.decide(ctx, s, w, prog, options, e)
	if err == nil && s.report != "" {
		err = a.writeReport(ctx, s, w, path)
	}
	return summary, err
}

// engine is how the engine decides about a work's people.
func (s *simulation) engine(w *work) engine.Options {
	return engine.Options{RequireAddress: w.Feed.Addresses, Site: w.Site, Activated: s.active}
}

func (w *work) name() string {
	if w.CompiledFrom != "" {
		return w.CompiledFrom
	}
	return names(w)
}

// train lets a model learn from another feed in the same form, and puts it into
// the options of the run to come. The people there are others than the people
// here, even where they are called the same.
func (a *app) train(ctx context.Context, s *simulation, w *work, prog *engine.Program, options *run.Options) error {
	e, err := a.openEvents(s.train)
	if err != nil {
		return err
	}
	defer closed(e.file)
	own := *options
	own.Model = recommend.New(recommend.Config{})
	own.Kinds = []engine.Kind{engine.Late} // something must be named, and it is rare
	r := run.New(prog, own)
	c, err := a.read(ctx, e, prog.Schema(), s.reading(w), r)
	if err == nil && c.Lines > 0 {
		err = r.Finish(r.Stats().Last + msPerHour) // what is learned counts from the next hour on
	}
	if err != nil {
		a.badLines(&c)
		return s.stopped(&c, r, err)
	}
	options.Model, options.Hours, options.FirstPerson = own.Model, r.Hours(), r.Numbered()
	return nil
}

const msPerHour = 3_600_000

func (s *simulation) reading(w *work) reading {
	limit := int64(s.maxBad)
	if s.strict {
		limit = 0
	}
	how := reading{limit: limit, options: feed.Options{SortByTime: w.Feed.ByTime}}
	if w.Feed.Mapping != nil {
		how.options.Mapping = w.Feed.Mapping.Mapping
	}
	if s.workers > 1 {
		how.options.Workers = s.workers
	}
	return how
}

// decide runs the program over the feed.
func (a *app) decide(ctx context.Context, s *simulation, w *work, prog *engine.Program, options run.Options, e *events) (*report.Summary, error) {
	out := &decisions{selection: s.show, prog: prog.Program}
	if s.preview {
		options.Engine.Render = s.show.wants
	}
	options.Emit = out.emit
	if s.format == "ndjson" {
		out.writer = report.NewWriter(a.Out, prog.Program)
		if s.show.kinds != allKinds {
			options.Kinds = s.show.kinds.list()
		}
	} else {
		out.tally = report.NewTally(prog.Program)
		out.tally.From, out.tally.To = s.show.from, s.show.to
	}
	if s.format == "text" {
		out.samples = newSamples(s.person != "")
	}
	r := run.New(prog, options)
	how := s.reading(w)
	a.startProgress(s.format == "ndjson")
	how.after = func(c *counters) error {
		if out.writer != nil {
			if err := out.writer.Flush(); err != nil {
				return err
			}
		}
		a.showProgress(func(sofar time.Duration) string { return progressLine(e, c, r, sofar) })
		return nil
	}
	begun := a.Now()
	c, err := a.read(ctx, e, prog.Schema(), how, r)
	if err == nil {
		err = r.Finish(s.untilMS)
	}
	a.clearProgress()
	if out.writer != nil && !closedPipe(err) {
		err = errors.Join(err, out.writer.Flush())
	}
	if err != nil {
		a.badLines(&c)
		return nil, s.stopped(&c, r, err)
	}
	summary := s.summary(e, &c, r, out)
	if err := a.print(s, prog.Program, summary, out); err != nil {
		return nil, err
	}
	a.badLines(&c)
	a.say("%s", lastLine(e, &c, r, out, a.Now().Sub(begun)))
	return summary, nil
}

func (s *simulation) summary(e *events, c *counters, r *run.Runner, out *decisions) *report.Summary {
	if out.tally == nil {
		return nil
	}
	var waiting [][]int64
	if s.person == "" && s.to == "" {
		waiting = r.Waiting()
	}
	sum := out.tally.Summary(waiting)
	st := r.Stats()
	sum.Feed = &report.Feed{
		Name: e.name, Lines: c.Lines, Events: st.Records, People: st.People, Bad: c.Bad, Ignored: c.Ignored,
		Late: st.Late, Duplicates: st.Duplicates, Merges: st.Merges, First: st.First, Last: st.Last,
	}
	return sum
}

// print writes the result to standard output.
func (a *app) print(s *simulation, prog *bytecode.Program, summary *report.Summary, out *decisions) error {
	switch s.format {
	case "md":
		return export.Markdown(a.Out, summary, "simulated, nothing was sent")
	case "json":
		return summary.WriteJSON(a.Out)
	case "text":
		look := report.TextOptions{Width: min(a.out.width, 120), Color: a.out.color}
		ds, more := out.samples.list()
		if s.person != "" {
			if len(ds) == 0 {
				a.say("nothing was decided about %s", s.person)
				return nil
			}
			err := report.WriteTimeline(a.Out, s.person, prog, ds, look)
			if err == nil {
				err = report.WritePreviews(a.Out, prog, ds, look)
			}
			if more > 0 {
				a.say("… and %s more; --format ndjson shows all", counted(more, "decision", "decisions"))
			}
			return err
		}
		if err := summary.WriteText(a.Out, look); err != nil {
			return err
		}
		if len(ds) == 0 {
			return nil
		}
		if _, err := fmt.Fprintln(a.Out); err != nil {
			return err
		}
		if err := report.WriteTimeline(a.Out, "For example", prog, ds, look); err != nil {
			return err
		}
		return report.WritePreviews(a.Out, prog, ds, look)
	}
	return nil
}
