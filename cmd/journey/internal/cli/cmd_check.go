package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/flow"
)

func init() { register(newCheck) }

// checkFlags are the flags of `journey check`.
type checkFlags struct {
	config, format, stay, apart string
	messages                    []string
	paths                       bool
	limits                      flow.Limits
	assume                      flow.Options
}

func newCheck(a *app) *cobra.Command {
	f := &checkFlags{}
	cmd := &cobra.Command{
		Use:     "check FILE|DIR|-...",
		Short:   "Say how much a person can get at most, and how long journeys last",
		GroupID: groupCheck,
		Long: `Say how many messages one person can get at most, in any 24 hours and any 7 days, from
each journey and from all together, and how long a stay lasts at most.

The answers are bounds, found in the journeys and not in a feed: whatever happens,
nobody gets more. Messages are counted as caps count them, without transactional ones,
which have a column of their own. With limits it is a gate for CI: exit code 1 says that
one can be exceeded, or that an assertion of the files can be broken:

    assert never more than 2 email in 24h
    assert always exits within 60d

--max-messages 3/24h counts all channels, 5/7d:email one of them, and
2/24h:transactional what is sent with that word. Windows of h, m and s are elapsed time,
those of d and longer days of the calendar.`,
		Example: `  journey check journeys/
  journey check . --max-messages 3/24h --max-messages 5/7d:email --max-stay 60d
  journey check cart.journey --paths
  journey check . --entries-apart 1d --format json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.settle(); err != nil {
				return err
			}
			return a.check(cmd.Context(), f, args)
		},
	}
	fs := cmd.Flags()
	fs.StringArrayVar(&f.messages, "max-messages", nil, "fail when one person can get more than `N/D`, or N/D:CHANNEL; as often as you like")
	fs.StringVar(&f.stay, "max-stay", "", "fail when a stay can last longer than this `DURATION`")
	fs.StringVar(&f.apart, "entries-apart", "", "assume that a person comes into one journey once in this `DURATION` at most")
	fs.BoolVar(&f.paths, "paths", false, "show the ways by which people get so many messages, and stay so long")
	fs.StringVar(&f.format, "format", "text", "in this `FORMAT`: text for people, or json")
	configFlag(cmd, &f.config)
	return cmd
}

// settle reads the flags.
func (f *checkFlags) settle() error {
	if formats := []string{"text", "json"}; !slices.Contains(formats, f.format) {
		return notOneOf("format", f.format, formats)
	}
	for _, text := range f.messages {
		l, err := messageLimit(text)
		if err != nil {
			return usage("write it as 3/24h, or 5/7d:email", "--max-messages %s: %w", text, err)
		}
		f.limits.Messages = append(f.limits.Messages, l)
	}
	if f.stay != "" {
		d, err := positive(f.stay)
		if err != nil {
			return usage("", "--max-stay: %w", err)
		}
		f.limits.Stay = &flow.StayLimit{Text: "--max-stay " + f.stay, Most: d}
	}
	if f.apart != "" {
		d, err := positive(f.apart)
		if err != nil {
			return usage("", "--entries-apart: %w", err)
		}
		f.assume.Apart = d
	}
	return nil
}

func positive(text string) (bytecode.Duration, error) {
	d, err := project.ParseDuration(text)
	if err == nil && d.Zero() {
		err = fmt.Errorf("%q is no time at all", text)
	}
	return d, err
}

// messageLimit reads 3/24h, or 5/7d:email.
func messageLimit(text string) (flow.MessageLimit, error) {
	out := flow.MessageLimit{Text: "--max-messages " + text}
	number, rest, ok := strings.Cut(text, "/")
	if !ok {
		return out, fmt.Errorf("there is no window")
	}
	window, channel, named := strings.Cut(rest, ":")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n > 1_000_000 {
		return out, fmt.Errorf("%q is no number of messages", number)
	}
	if out.Window, err = positive(window); err != nil {
		return out, err
	}
	switch {
	case named && channel == "":
		return out, fmt.Errorf("there is no channel behind the colon")
	case channel == "transactional":
		out.Kind = flow.Transactional
	default:
		out.Channel = channel
	}
	out.N = n
	return out, nil
}

func (a *app) check(ctx context.Context, f *checkFlags, args []string) error {
	w, err := a.load(ctx, f.config, args, false)
	if err != nil {
		return err
	}
	p := w.Compiled
	var info *check.Info
	if p == nil {
		res, err := a.compile(w, false)
		if err != nil {
			return err
		}
		p, info = res.Program, res.Info
	}
	if p == nil {
		return &failure{code: exitFindings, err: fmt.Errorf("there is no journey in %s", w.name())}
	}
	m := flow.New(p, f.assume)
	for _, l := range f.limits.Messages {
		if channels := m.Channels(); l.Channel != "" && !slices.Contains(channels, l.Channel) {
			return unknownOf("channel that anything is sent on:", l.Channel, channels)
		}
	}
	r := m.NewReport(f.limits, info)
	if f.format == "json" {
		out := json.NewEncoder(a.Out)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		err = out.Encode(r)
	} else {
		err = a.showCheck(r, f.paths)
	}
	if err != nil {
		return err
	}
	return a.checkVerdict(r)
}

// checkVerdict says what is not as it should be, and chooses the exit code.
func (a *app) checkVerdict(r *flow.Report) error {
	limits, broken, unknown := int64(0), int64(0), int64(0)
	for _, l := range r.Limits {
		if l.Exceeded {
			limits++
		}
	}
	for _, x := range r.Asserts {
		switch x.Verdict {
		case flow.Broken.String():
			broken++
		case flow.Unknown.String():
			unknown++
		}
	}
	if unknown > 0 {
		a.say("%s may hold or not: bounds do not say", counted(unknown, "assertion", "assertions"))
	}
	if broken > 0 {
		a.say("%s can be broken", counted(broken, "assertion", "assertions"))
	}
	if limits > 0 {
		a.say("%s can be exceeded", counted(limits, "limit", "limits"))
	}
	if limits+broken > 0 {
		return found()
	}
	return nil
}
