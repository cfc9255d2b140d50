package cli

import (
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/runtime/engine"
)

func init() { register(newSimulate) }

// simulateFlags are the flags as they were given.
type simulateFlags struct {
	config, feed, mapping, format, kinds string
	from, to, until, person, grace       string
	addresses, derive, train, profile    string
	report, activate                     string
	seed                                 uint64
	workers, maxBad                      int
	strict, watch, preview               bool
}

// simulation is what the flags and the project amount to.
type simulation struct {
	simulateFlags
	show    selection
	untilMS int64
	active  int64 // when journeys begin to let people in
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
  journey simulate journeys/ --feed events.ndjson --report report.html
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
	f.feedFlags(fs)
	f.untilFlags(fs)
	fs.StringVar(&f.format, "format", "text", "in this `FORMAT`: text for people, json or md for the same counts, ndjson for every decision")
	fs.StringVar(&f.kinds, "kinds", "", "which decisions to show: `KINDS` such as send,exit, or all (default send)")
	fs.StringVar(&f.person, "person", "", "show the decisions about one person, by `ID`")
	fs.StringVar(&f.from, "from", "", "show decisions from this `TIME` on; what was before still counts as history")
	fs.StringVar(&f.to, "to", "", "show decisions before this `TIME`")
	fs.StringVar(&f.train, "train", "", "learn recommendations and the best time from this `FILE` of earlier events first")
	fs.BoolVar(&f.strict, "strict", false, "stop at the first line that cannot be read")
	fs.IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "use `N` threads; the result is the same")
	fs.Uint64Var(&f.seed, "seed", 0, "the seed `N` of whatever is left to chance; over recorded events nothing is")
	fs.BoolVar(&f.preview, "preview", false, "show what the messages say, each in its reader's language")
	fs.StringVar(&f.report, "report", "", "write a page to share, too: an HTML `FILE` that needs nothing else")
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
	if err := s.reportable(); err != nil {
		return nil, err
	}
	formats := []string{"text", "json", "ndjson", "md"}
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
	}{{"from", f.from, &s.show.from}, {"to", f.to, &s.show.to}, {"until", f.until, &s.untilMS}, {"activate", f.activate, &s.active}} {
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
