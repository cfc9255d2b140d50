package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/run"
	"github.com/journeylang/journey/runtime/why"
)

func init() { register(newWhy) }

func newWhy(a *app) *cobra.Command {
	f := &simulateFlags{workers: 1}
	var format, step string
	cmd := &cobra.Command{
		Use:     "why FILE|DIR|-... --feed FILE|- --person ID",
		Short:   "Explain what one person gets, and what not",
		GroupID: groupTry,
		Long: `Explain everything that journeys decide about one person: why the person came in
or did not, every gate that a message had to pass, and what would have stopped it,
with the lines of the journey and of the feed. Nothing is sent.

Times are those of the person's own zone; JSON has them in UTC too.`,
		Example: `  journey why cart.journey --feed events.ndjson --person p17
  journey why cart.journey --feed events.ndjson --person p17 --step first_mail
  journey why journeys/ --feed events.ndjson --person p17 --format json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			formats := []string{"text", "json"}
			if !slices.Contains(formats, format) {
				return notOneOf("format", format, formats)
			}
			if f.person == "" {
				return usage("journey why cart.journey --feed events.ndjson --person p17", "no person was given: say --person ID")
			}
			f.format = "text"
			s, err := f.settle()
			if err != nil {
				return err
			}
			e, err := a.why(cmd.Context(), s, args, step)
			if err != nil {
				return err
			}
			if format == "json" {
				enc := json.NewEncoder(a.Out)
				enc.SetEscapeHTML(false)
				enc.SetIndent("", "  ")
				return enc.Encode(e)
			}
			if err := e.WriteText(a.Out, min(a.out.width, 100), func(s string) string { return a.out.paint(bold, s) }); err != nil {
				return err
			}
			a.say("Simulated. Nothing was sent.")
			return nil
		},
	}
	fs := cmd.Flags()
	f.feedFlags(fs)
	f.untilFlags(fs)
	fs.StringVar(&f.person, "person", "", "the person, by any `ID` in the feed")
	fs.StringVar(&step, "step", "", "explain only this `STEP`, or message")
	fs.StringVar(&format, "format", "text", "text for people, or json")
	configFlag(cmd, &f.config)
	return cmd
}

// why reads the feed twice: for who is who, and for what is decided.
func (a *app) why(ctx context.Context, s *simulation, args []string, step string) (*why.Explanation, error) {
	w, err := a.load(ctx, s.config, args, false)
	if err != nil {
		return nil, err
	}
	if err := s.apply(w); err != nil {
		return nil, err
	}
	path, done, err := a.rereadable(ctx, w.Feed.Path)
	if err != nil {
		return nil, err
	}
	defer done()
	code, err := a.program(ctx, w, path)
	if err != nil {
		return nil, err
	}
	prog, err := engine.Load(code)
	if err != nil {
		return nil, failed("", "loading %s: %w", w.name(), err)
	}
	if err := knownStep(code, step); err != nil {
		return nil, err
	}
	search := why.NewSearch(s.person)
	if _, err := a.pass(ctx, s, w, path, prog, search, nil); err != nil {
		return nil, err
	}
	if found, near := search.Found(); !found {
		hint := "journey simulate … --format ndjson --kinds all shows the ids of people"
		if near != "" {
			hint = "did you mean " + near + "?"
		}
		return nil, usage(hint, "the feed does not speak of %q", s.person)
	}
	follow := why.NewFollower(prog, search, declared(w), run.Options{
		Workers: 1, Grace: w.Feed.Grace, Dedupe: w.Feed.Dedupe,
		Engine: s.engine(w),
	})
	c, err := a.pass(ctx, s, w, path, prog, follow, follow)
	if err != nil {
		return nil, err
	}
	in, err := follow.Finish(s.untilMS)
	if err != nil {
		return nil, err
	}
	a.badLines(c)
	in.Sources, in.Step = w.Texts(), step
	return why.Explain(in), nil
}

// pass reads the whole feed once.
func (a *app) pass(ctx context.Context, s *simulation, w *work, path string, prog *engine.Program, to sink, f *why.Follower) (*counters, error) {
	e, err := a.openEvents(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = e.file.Close() }() // it was only read
	schema := prog.Schema()
	if f != nil {
		schema = f.Schema()
	}
	c, err := a.read(ctx, e, schema, s.reading(w), to)
	if errors.Is(err, errTooBad) {
		a.badLines(&c)
		return nil, failed("--max-bad allows more; a mapping (--mapping) reads other forms", "%s cannot be read, of %s so far",
			counted(c.Bad, "line", "lines"), grouped(c.Lines))
	}
	return &c, err
}

// rereadable gives a feed that can be opened again: standard input is kept in a
// temporary file.
func (a *app) rereadable(ctx context.Context, path string) (string, func(), error) {
	if path != "-" {
		return path, func() {}, nil
	}
	f, err := os.CreateTemp("", "journey-feed-")
	if err != nil {
		return "", nil, fmt.Errorf("keeping standard input: %w", err)
	}
	remove := func() { _ = os.Remove(f.Name()) } // what cannot be removed is in the folder for temporary files
	_, err = io.Copy(f, a.stdin(ctx))
	if err = errors.Join(err, f.Close()); err != nil {
		remove()
		return "", nil, fmt.Errorf("keeping standard input: %w", err)
	}
	return f.Name(), remove, nil
}

// knownStep refuses a step that no journey has.
func knownStep(p *bytecode.Program, step string) error {
	if step == "" {
		return nil
	}
	var all []string
	for i := range p.Journeys {
		j := &p.Journeys[i]
		if j.Std {
			continue
		}
		for _, s := range j.Steps {
			all = append(all, s.ID)
		}
		for _, s := range j.Sends {
			all = append(all, s.Message)
		}
	}
	if slices.Contains(all, step) {
		return nil
	}
	slices.Sort(all)
	return unknownOf("step", step, slices.Compact(all))
}

// declared lists every event that the journeys' files or the standard library
// declare, so that an explanation can name those that no journey listens to.
func declared(w *work) []why.Named {
	var out []why.Named
	for _, e := range compiler.Compile(w.Sources, w.Options(false)).Info.Events {
		out = append(out, why.Named{Name: e.Name, HeardAs: e.HeardAs})
	}
	return out
}
