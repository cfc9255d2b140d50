package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/compiler/lint"
	"github.com/journeylang/journey/dsl/diag"
)

func init() { register(newLint) }

// lintFlags are the flags of `journey lint`.
type lintFlags struct {
	config, format, baseline          string
	strict, fix, unsafe, diff, record bool
}

func newLint(a *app) *cobra.Command {
	var do lintFlags
	cmd := &cobra.Command{
		Use:     "lint FILE|DIR|-...",
		Short:   "Find mistakes in journeys, and what cannot be meant",
		GroupID: groupCheck,
		Long: `Find every mistake in journeys, and what is allowed and yet cannot be meant.

Files below one journey.yaml are one project, without one the files of a folder are:
names of one file are known in the others. Errors give exit code 1; warnings do so with
--strict. A comment silences a finding of the line below it, and says why:

    # journey: ignore J0511 sent by the shop
    message hello { subject "Hello" }

"journey explain J0511" says what a code means. How much a rule counts is written in
journey.yaml, for all files or all but some:

    rules:
      unused-message: error
      still-sends:
        level: info
        except: [old/**]

--fix makes what changes nothing that a journey does; --unsafe-fixes makes the rest of
what has one answer. An old project begins with --baseline FILE --write-baseline: from
then on --baseline FILE reports only what is new.`,
		Example: `  journey lint cart.journey
  journey lint . --strict
  journey lint . --fix
  journey lint . --baseline known.json
  journey lint . --format sarif > findings.sarif`,
		RunE: func(cmd *cobra.Command, args []string) error {
			defer a.hurry()()
			return a.lint(cmd.Context(), args, do)
		},
	}
	f := cmd.Flags()
	f.StringVar(&do.format, "format", "text", "one of "+strings.Join(diag.Formats(), ", "))
	f.BoolVar(&do.strict, "strict", false, "let warnings count: exit code 1")
	f.BoolVar(&do.fix, "fix", false, "make the fixes that change nothing that a journey does")
	f.BoolVar(&do.unsafe, "unsafe-fixes", false, "with --fix or --diff: also those that may change it")
	f.BoolVar(&do.diff, "diff", false, "show what --fix would change, and change nothing")
	f.StringVar(&do.baseline, "baseline", "", "report only what this `FILE` does not know")
	f.BoolVar(&do.record, "write-baseline", false, "write what there is to the file of --baseline")
	configFlag(cmd, &do.config)
	return cmd
}

// check refuses flags that do not go together.
func (do lintFlags) check() error {
	switch {
	case !slices.Contains(diag.Formats(), do.format):
		return notOneOf("format", do.format, diag.Formats())
	case do.fix && do.diff:
		return usage("leave out one of the two", "--diff changes no file, and --fix does")
	case do.unsafe && !do.fix && !do.diff:
		return usage("add --fix, or --diff to see what it would do", "--unsafe-fixes makes no fixes by itself")
	case do.record && do.baseline == "":
		return usage("journey lint . --baseline known.json --write-baseline", "--write-baseline needs the file's name")
	case do.record && (do.fix || do.diff):
		return usage("do one after the other", "--write-baseline does not go with --fix and --diff")
	}
	return nil
}

func (a *app) lint(ctx context.Context, args []string, do lintFlags) error {
	if err := do.check(); err != nil {
		return err
	}
	w, err := a.load(ctx, do.config, args, true)
	if err != nil {
		return err
	}
	if w.Compiled != nil {
		return usage("give the source it was compiled from", "%s is compiled, and lint reads sources", w.CompiledFrom)
	}
	known, err := readBaseline(do)
	if err != nil {
		return err
	}
	rooms, err := divide(w, do.config)
	if err != nil {
		return err
	}
	switch {
	case do.diff:
		return a.showFixes(ctx, rooms, do)
	case do.fix:
		err = a.makeFixes(ctx, rooms, do)
	default:
		err = eachRoom(ctx, rooms, func(r *room) { r.found = r.lint(r.texts()) })
	}
	if err != nil {
		return err
	}
	for _, r := range rooms {
		if r.trouble != nil {
			return r.trouble
		}
	}
	ds, texts := gathered(rooms)
	if do.record {
		return a.writeBaseline(do.baseline, ds, texts)
	}
	ds = a.onlyNew(known, do.baseline, ds, texts)
	to := a.Out
	if do.fix && hasStdin(rooms) {
		to = a.Err // standard output is the file
	}
	options := diag.Options{Color: a.out.color, Version: version(), Codes: lint.Catalogue()}
	if err := diag.Render(to, do.format, ds, texts, options); err != nil {
		return err
	}
	return a.verdict(ds, len(w.Sources), do.strict)
}

// verdict says how many findings there are, on standard error, and chooses the exit
// code.
func (a *app) verdict(ds []diag.Diagnostic, files int, strict bool) error {
	var n [3]int64
	for _, d := range ds {
		n[d.Severity]++
	}
	var parts []string
	for s, word := range [][2]string{{"error", "errors"}, {"warning", "warnings"}, {"remark", "remarks"}} {
		if n[s] > 0 {
			parts = append(parts, counted(n[s], word[0], word[1]))
		}
	}
	if len(parts) == 0 {
		parts = []string{"nothing to report"}
	}
	if len(ds) > 0 && a.out.tty {
		a.say("")
	}
	a.say("%s in %s", strings.Join(parts, ", "), counted(int64(files), "file", "files"))
	if n[diag.Error] > 0 || strict && n[diag.Warning] > 0 {
		return found()
	}
	return nil
}
