package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/recommend"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/run"
)

func init() { register(newSimulate) }

// simulateFlags are the flags as they were given.
type simulateFlags struct {
	config, feed, mapping, format, kinds string
	from, to, until, person, grace       string
	addresses, derive, train, profile    string
	seed                                 uint64
	workers, maxBad                      int
	strict, watch                        bool
}

// simulation is what the flags and the project amount to.
type simulation struct {
	simulateFlags
	show    selection
	untilMS int64
}

func newSimulate(a *app) *cobra.Command {
	f := &simulateFlags{}
	cmd := &cobra.Command{
		Use:     "simulate FILE|DIR|-... --feed FILE|-",
		Short:   "Show what journeys would do over recorded events",
		GroupID: groupTry,
		Long: `Show what journeys would do over recorded events. Nothing is sent.

The feed is NDJSON in the Segment form or our own short form, CSV with a header, or
anything else through a mapping; gzip and zstd are read as they are. The same feed
and files always give the same result, whatever the number of workers.`,
		Example: `  journey simulate cart.journey --feed events.ndjson
  journey simulate journeys/ --feed events.csv.gz --mapping shop.yaml --format json
  zcat events.gz | journey simulate cart.journey --feed - --format ndjson | head
  journey simulate cart.journey --feed events.ndjson --person p17
  journey simulate cart.journey --feed events.ndjson --watch`,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := f.settle()
			if err != nil {
				return err
			}
			if f.watch {
				return a.watchSimulation(cmd.Context(), s, args)
			}
			_, err = a.simulate(cmd.Context(), s, args)
			return err
		},
	}
	fs := cmd.Flags()
	fs.StringVar(&f.feed, "feed", "", "the events: a `FILE`, or - for standard input")
	fs.StringVar(&f.mapping, "mapping", "", "how to read a feed that is in no form of ours: a `FILE`")
	fs.StringVar(&f.format, "format", "text", "text for people, json for the same counts, ndjson for every decision")
	fs.StringVar(&f.kinds, "kinds", "", "which decisions to show, such as send,exit; all for all (default send)")
	fs.StringVar(&f.person, "person", "", "show the decisions about one person, by `ID`")
	fs.StringVar(&f.from, "from", "", "show decisions from this `TIME` on; what was before still counts as history")
	fs.StringVar(&f.to, "to", "", "show decisions before this `TIME`")
	fs.StringVar(&f.until, "until", "", "let the clock run on to this `TIME` after the last event")
	fs.StringVar(&f.grace, "grace", "", "how far lines may be out of order, such as 10s (default 10s)")
	fs.StringVar(&f.addresses, "addresses", "", "assumed: people can be reached unless the feed says no; required: only if it says how")
	fs.StringVar(&f.derive, "cart-abandoned", "", "derive cart_abandoned from carts: auto, always, never, or always after a silence such as 1h")
	fs.StringVar(&f.train, "train", "", "learn recommendations from this `FILE` first")
	fs.IntVar(&f.maxBad, "max-bad", 100, "stop when more lines than this cannot be read")
	fs.BoolVar(&f.strict, "strict", false, "stop at the first line that cannot be read")
	fs.IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "how many threads to use; the result is the same")
	fs.Uint64Var(&f.seed, "seed", 0, "the seed of whatever is left to chance; over recorded events nothing is")
	fs.BoolVar(&f.watch, "watch", false, "stay, and show what changes whenever a file is saved")
	configFlag(cmd, &f.config)
	fs.StringVar(&f.profile, "cpuprofile", "", "write a CPU profile to this file")
	_ = fs.MarkHidden("cpuprofile") // the flag exists
	return cmd
}

const maxWorkers = 128

// settle checks the flags that stand for themselves.
func (f *simulateFlags) settle() (*simulation, error) {
	s := &simulation{simulateFlags: *f, untilMS: -1 << 62}
	s.show = selection{person: f.person, from: -1 << 63, to: 1<<63 - 1}
	formats := []string{"text", "json", "ndjson"}
	if !slices.Contains(formats, f.format) {
		return nil, notOneOf("format", f.format, formats)
	}
	if f.addresses != "" && f.addresses != "assumed" && f.addresses != "required" {
		return nil, notOneOf("addresses", f.addresses, []string{"assumed", "required"})
	}
	if f.workers < 1 || f.workers > maxWorkers {
		return nil, usage("", "--workers must be between 1 and %d, got %d", maxWorkers, f.workers)
	}
	if f.maxBad < 0 {
		return nil, usage("", "--max-bad must not be negative, got %d", f.maxBad)
	}
	switch {
	case f.kinds != "":
		set, err := parseKinds(f.kinds)
		if err != nil {
			return nil, err
		}
		s.show.kinds = set
	case f.person != "" && f.format == "text":
		s.show.kinds = allKinds
	default:
		s.show.kinds = 1 << engine.Send
	}
	for _, t := range []struct {
		flag, value string
		to          *int64
	}{{"from", f.from, &s.show.from}, {"to", f.to, &s.show.to}, {"until", f.until, &s.untilMS}} {
		if t.value == "" {
			continue
		}
		var err error
		if *t.to, err = parseInstant(t.flag, t.value); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func notOneOf(flag, value string, allowed []string) error {
	hint := "there are: " + strings.Join(allowed, ", ")
	if meant, ok := spell.Closest(value, allowed); ok {
		hint = "did you mean " + meant + "?"
	}
	return usage(hint, "--%s cannot be %q", flag, value)
}

// apply puts the flags over what the project says.
func (s *simulation) apply(w *work) error {
	f := &w.Feed
	if s.feed != "" {
		f.Path = s.feed
	}
	if f.Path == "" {
		return usage("journey sample -o events.ndjson invents a shop's events to try it with", "no feed was given: say --feed FILE")
	}
	if f.Path == "-" && slices.Contains(w.Given, "-") {
		return usage("save one of them to a file", "the journey and the feed cannot both come from standard input")
	}
	if s.mapping != "" {
		m, err := project.ReadMapping(s.mapping)
		if err != nil {
			return configTrouble(err)
		}
		f.Mapping = m
	}
	if s.grace != "" {
		ms, err := project.ParseMillis(s.grace)
		if err != nil {
			return usage("", "--grace %w", err)
		}
		f.Grace = ms
	}
	if s.addresses != "" {
		f.Addresses = s.addresses == "required"
	}
	if s.derive != "" {
		return w.deriveFlag(s.derive)
	}
	return nil
}

// deriveFlag puts --cart-abandoned over what the project says.
func (w *work) deriveFlag(value string) error {
	how, after, err := project.ParseDerive(value)
	if err != nil {
		return usage("", "--cart-abandoned %w", err)
	}
	if w.Compiled != nil {
		return usage("", "%s is compiled, and whether cart_abandoned is derived was settled then", w.CompiledFrom)
	}
	w.Feed.CartAbandoned = how
	if !after.Zero() {
		w.Feed.AbandonAfter = after
	}
	return nil
}

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
	e, err := a.openEvents(w.Feed.Path)
	if err != nil {
		return nil, err
	}
	defer closed(e.file)
	code, err := a.program(ctx, w, w.Feed.Path)
	if err != nil {
		return nil, err
	}
	prog, err := engine.Load(code)
	if err != nil {
		return nil, failed("", "loading %s: %w", w.name(), err)
	}
	model, err := a.train(ctx, s, w, prog)
	if err != nil {
		return nil, err
	}
	return a.decide(ctx, s, w, prog, model, e)
}

func (w *work) name() string {
	if w.CompiledFrom != "" {
		return w.CompiledFrom
	}
	return names(w)
}

// train lets a model learn from another feed, in the same form.
func (a *app) train(ctx context.Context, s *simulation, w *work, prog *engine.Program) (*recommend.Model, error) {
	if s.train == "" {
		return nil, nil
	}
	e, err := a.openEvents(s.train)
	if err != nil {
		return nil, err
	}
	defer closed(e.file)
	model := recommend.New(recommend.Config{})
	r := run.New(prog, run.Options{
		Workers: s.workers, Grace: w.Feed.Grace, Dedupe: w.Feed.Dedupe, Model: model, Kinds: []engine.Kind{engine.Late},
	})
	c, err := a.read(ctx, e, prog.Schema(), s.reading(w), r)
	if err != nil {
		a.badLines(&c)
		return nil, s.stopped(&c, r, err)
	}
	return model, r.Finish(s.nothing())
}

// nothing is an instant before all others: the clock does not run on.
func (s *simulation) nothing() int64 { return -1 << 62 }

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
func (a *app) decide(ctx context.Context, s *simulation, w *work, prog *engine.Program, model *recommend.Model, e *events) (*report.Summary, error) {
	out := &decisions{selection: s.show, prog: prog.Program}
	options := run.Options{
		Workers: s.workers, Grace: w.Feed.Grace, Dedupe: w.Feed.Dedupe, Model: model, Emit: out.emit,
		Engine: engine.Options{RequireAddress: w.Feed.Addresses, Site: w.Site},
	}
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
		return report.WriteTimeline(a.Out, "For example", prog, ds, look)
	}
	return nil
}

// stopped words an error that ended a run before the end of the feed.
func (s *simulation) stopped(c *counters, r *run.Runner, err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		if c.Lines == 0 {
			return fmt.Errorf("interrupted before the first line: %w", err)
		}
		return fmt.Errorf("interrupted after %s, at %s UTC: %w", counted(c.Lines, "line", "lines"), report.Minute(r.Stats().Last), err)
	case errors.Is(err, errTooBad) && s.strict:
		return failed("without --strict such lines are skipped", "a line cannot be read")
	case errors.Is(err, errTooBad):
		return failed("--max-bad allows more; a mapping (--mapping) reads other forms", "%s cannot be read, of %s so far",
			counted(c.Bad, "line", "lines"), grouped(c.Lines))
	}
	return err
}

// progressLine says how far a run came.
func progressLine(e *events, c *counters, r *run.Runner, sofar time.Duration) string {
	st := r.Stats()
	text := ""
	if e.size > 0 {
		text = fmt.Sprintf("%3d %%  ", min(e.taken.Load()*100/e.size, 100))
	}
	text += counted(c.Lines, "line", "lines")
	if ms := sofar.Milliseconds(); ms > 0 {
		text += fmt.Sprintf("  %s/s", grouped(c.Lines*1000/ms))
	}
	if st.Records > 0 {
		text += "  " + report.Minute(st.Last)
	}
	return text
}

// lastLine counts what went through a run, for people.
func lastLine(e *events, c *counters, r *run.Runner, out *decisions, took time.Duration) string {
	st := r.Stats()
	text := e.name + ": " + counted(c.Lines, "line", "lines") + ", " + counted(st.People, "person", "people")
	for _, x := range []struct {
		n         int64
		one, many string
	}{
		{c.Bad, "line that cannot be read", "lines that cannot be read"},
		{c.Ignored, "ignored", "ignored"},
		{st.Duplicates, "duplicate", "duplicates"},
		{st.Late, "late", "late"},
		{st.Merges, "merge", "merges"},
	} {
		if x.n > 0 {
			text += ", " + counted(x.n, x.one, x.many)
		}
	}
	text += "; " + counted(out.shown, "decision", "decisions")
	return text + fmt.Sprintf(" in %.2f s", took.Seconds())
}
