package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/runtime/sim"
)

func init() { register(newDiff) }

func newDiff(a *app) *cobra.Command {
	f := &simulateFlags{}
	var format string
	var people int
	cmd := &cobra.Command{
		Use:     "diff BEFORE [AFTER] --feed FILE|-",
		Short:   "Show who is treated differently by two versions of journeys",
		GroupID: groupTry,
		Long: `Run two versions of journeys over the same events, and show what differs: the
totals, every step, the people who are treated differently with the first decision
that is not the same, and the lines of the files. Nothing is sent.

A version is a file or a folder, or the same of a git revision: HEAD:cart.journey,
v1.4:journeys, or cart.journey@HEAD. HEAD: alone is the other side at that revision.
One version alone is compared with the files as they are now.

The exit code is 0 when nobody is treated differently and no number differs, else 1.`,
		Example: `  journey diff HEAD: cart.journey --feed events.ndjson
  journey diff cart.journey@v1.4 --feed events.ndjson
  journey diff old/ new/ --feed events.ndjson --format json
  journey diff HEAD: journeys/ --feed events.ndjson --report change.html`,
		RunE: func(cmd *cobra.Command, args []string) error {
			formats := []string{"text", "json"}
			if !slices.Contains(formats, format) {
				return notOneOf("format", format, formats)
			}
			f.format = "text"
			s, err := f.settle()
			if err != nil {
				return err
			}
			c, err := a.diff(cmd.Context(), s, args)
			if err != nil {
				return err
			}
			if people >= 0 && format == "text" {
				c.Examples = c.Examples[:min(people, len(c.Examples))]
			}
			if err := a.printDiff(c, format); err != nil {
				return err
			}
			if !c.Same {
				return found()
			}
			return nil
		},
	}
	fs := cmd.Flags()
	f.feedFlags(fs)
	f.untilFlags(fs)
	fs.StringVar(&format, "format", "text", "text for people, or json")
	fs.StringVar(&f.report, "report", "", "write a page to share, too: an HTML `FILE` that needs nothing else")
	fs.IntVar(&people, "people", 10, "show so many of the people who are treated differently, a `NUMBER`")
	fs.IntVar(&f.workers, "workers", 1, "use `N` threads; the result is the same")
	configFlag(cmd, &f.config)
	return cmd
}

// side is one of two versions: a path, at a revision or as it is now.
type side struct{ rev, file string }

// sides reads the arguments.
func sides(args []string) (before, after side, err error) {
	if len(args) == 0 || len(args) > 2 {
		return before, after, usage("journey diff HEAD: cart.journey --feed events.ndjson", "one or two versions are compared, got %d", len(args))
	}
	before.rev, before.file = revision(args[0])
	if len(args) == 2 {
		after.rev, after.file = revision(args[1])
	} else if after.file = before.file; before.rev == "" {
		before.rev = "HEAD"
	}
	if before.file == "" {
		before.file = after.file
	}
	if after.file == "" {
		after.file = before.file
	}
	if before.file == "" {
		return before, after, usage("journey diff HEAD: cart.journey --feed events.ndjson", "no file or folder was given")
	}
	return before, after, nil
}

// diff runs both versions over the feed.
func (a *app) diff(ctx context.Context, s *simulation, args []string) (*sim.Comparison, error) {
	before, after, err := sides(args)
	if err != nil {
		return nil, err
	}
	wb, err := a.side(ctx, s, before)
	if err != nil {
		return nil, err
	}
	wa, err := a.side(ctx, s, after)
	if err != nil {
		return nil, err
	}
	if err := s.apply(wb); err != nil {
		return nil, err
	}
	if err := s.apply(wa); err != nil {
		return nil, err
	}
	path, done, err := a.rereadable(ctx, wa.Feed.Path)
	if err != nil {
		return nil, err
	}
	defer done()
	vb, err := a.version(ctx, wb, named(before.rev, before.file), path)
	if err != nil {
		return nil, err
	}
	va, err := a.version(ctx, wa, named(after.rev, after.file), path)
	if err != nil {
		return nil, err
	}
	f, clean := s.recorded(a, wa, path)
	defer clean()
	x, err := a.session(ctx, s, wa, va, f)
	if err != nil {
		return nil, err
	}
	defer x.Close()
	c, err := x.Compare(ctx, vb, nil)
	if err == nil && s.report != "" {
		err = a.writePage(s.report, x, c)
	}
	return c, err
}

// side loads one version. Both have the project of the files as they are now.
func (a *app) side(ctx context.Context, s *simulation, v side) (*work, error) {
	if v.rev == "" {
		return a.load(ctx, s.config, []string{v.file}, false)
	}
	sources, err := atRevision(ctx, v.rev, v.file)
	if err != nil {
		return nil, err
	}
	p, err := project.Load(s.config, []string{v.file})
	if err != nil {
		return nil, configTrouble(err)
	}
	return &work{p, &project.Journeys{Sources: sources, Given: []string{v.file}}}, nil
}

func (a *app) printDiff(c *sim.Comparison, format string) error {
	if format == "json" {
		enc := json.NewEncoder(a.Out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(c); err != nil {
			return fmt.Errorf("writing the comparison: %w", err)
		}
		return nil
	}
	return a.writeDiff(c)
}
