package cli

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/runtime/spec"
)

func init() { register(newTest) }

// testFlags are the flags of journey test.
type testFlags struct {
	config, run, format, page string
	verbose, watch, coverage  bool
	threshold                 float64
	timeout                   time.Duration
	pattern                   *regexp.Regexp
}

func newTest(a *app) *cobra.Command {
	f := &testFlags{}
	cmd := &cobra.Command{
		Use:     "test FILE|DIR|-...",
		Short:   "Run the tests that stand in journey files",
		GroupID: groupCheck,
		Long: `Run the tests that stand in journeys and in the *_test.journey files beside them.

A test says what is given, what happens and what is expected:

    test "a purchase in time means no mail" for cart_recovery {
      at 10:00  cart_abandoned { total: 80 }
      at 11:59  purchased
      expect    no email
    }

The journeys are run by the same engine as everywhere, on a clock of the test's own,
which starts on Monday, 5 January 2026. Exit code 1 says that a test failed.`,
		Example: `  journey test journeys/
  journey test cart.journey --run "no mail" -v
  journey test . --format junit > tests.xml
  journey test . --coverage-format html > coverage.html
  journey test . --threshold 90`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.settle(); err != nil {
				return err
			}
			if f.watch {
				return a.watchTests(cmd.Context(), f, args)
			}
			return a.test(cmd.Context(), f, args)
		},
	}
	fs := cmd.Flags()
	fs.StringVar(&f.run, "run", "", "run only the tests whose title matches this `REGEXP`")
	fs.BoolVarP(&f.verbose, "verbose", "v", false, "show the tests that passed, too")
	fs.StringVar(&f.format, "format", "text", "in this `FORMAT`: text for people, json, or junit for CI servers")
	fs.BoolVar(&f.coverage, "coverage", false, "show which steps, branches, waits and gates the tests came through")
	fs.Float64Var(&f.threshold, "threshold", 0, "fail when the tests came through less than `PERCENT` of it")
	fs.StringVar(&f.page, "coverage-format", "text", "show coverage as text, or as an html page on standard output")
	fs.BoolVar(&f.watch, "watch", false, "stay, and run the tests again whenever a file is saved")
	fs.DurationVar(&f.timeout, "timeout", testTime, "give up a test that takes longer")
	configFlag(cmd, &f.config)
	return cmd
}

// settle checks the flags that stand for themselves.
func (f *testFlags) settle() error {
	formats := []string{"text", "json", "junit"}
	if !slices.Contains(formats, f.format) {
		return notOneOf("format", f.format, formats)
	}
	pages := []string{"text", "html"}
	if !slices.Contains(pages, f.page) {
		return notOneOf("coverage-format", f.page, pages)
	}
	if f.threshold < 0 || f.threshold > 100 {
		return usage("", "--threshold is from 0 to 100 percent, got %v", f.threshold)
	}
	if f.timeout <= 0 {
		return usage("", "--timeout must be more than nothing, got %v", f.timeout)
	}
	f.coverage = f.coverage || f.threshold > 0 || f.page == "html"
	if f.page == "html" && f.format != "text" {
		return usage("run it twice", "standard output holds either the results or the page")
	}
	if f.watch && (f.format != "text" || f.page != "text") {
		return usage("", "--watch is for people; it shows text only")
	}
	var err error
	if f.pattern, err = regexp.Compile(f.run); err != nil {
		return usage("write a regular expression in RE2 syntax", "--run: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return nil
}

// watchTests runs tests whenever a file is saved.
func (a *app) watchTests(ctx context.Context, f *testFlags, args []string) error {
	if slices.Contains(args, "-") {
		return usage("save it to a file", "standard input cannot be read again, so it cannot be watched")
	}
	find := func() (*watched, error) {
		more := []string{f.config}
		for _, arg := range args {
			more = append(more, besides(arg))
		}
		return watch(args, f.config, more...)
	}
	return a.watching(ctx, find, func() error {
		err := a.test(ctx, f, args)
		if ctx.Err() != nil || closedPipe(err) {
			return err
		}
		a.finish(ctx, err) // says what is wrong; the exit code is not wanted
		return nil
	})
}

// test runs the tests of the arguments.
func (a *app) test(ctx context.Context, f *testFlags, args []string) error {
	suites, err := a.suites(ctx, f.config, args)
	if err != nil {
		return err
	}
	results, err := suites.run(ctx, f.pattern, f.timeout)
	if err != nil {
		return err
	}
	if f.run != "" && len(results) == 0 && suites.count() > 0 {
		return usage(counted(int64(suites.count()), "test is", "tests are")+" there", "no test matches --run %q", f.run)
	}
	var cover *spec.Coverage
	if f.coverage {
		cover = suites.coverage(results)
	}
	if err := a.showTests(f, results, cover); err != nil {
		return err
	}
	return a.testVerdict(f, suites, results, cover)
}

// showTests writes results and coverage.
func (a *app) showTests(f *testFlags, results []*spec.Result, cover *spec.Coverage) error {
	switch f.format {
	case "json":
		return spec.NewReport(results, cover).WriteJSON(a.Out)
	case "junit":
		return spec.WriteJUnit(a.Out, results)
	}
	out, console := a.Out, &a.out
	if f.page == "html" {
		out, console = a.Err, &a.err // standard output is the page
	}
	look := spec.TextOptions{Width: min(console.width, 120), Bold: func(s string) string { return console.paint(bold, s) }}
	for _, r := range results {
		if r.Status == spec.Passed && !f.verbose {
			continue
		}
		if err := r.WriteText(out, look); err != nil {
			return err
		}
	}
	switch {
	case cover == nil:
		return nil
	case f.page == "html":
		return cover.WriteHTML(a.Out)
	}
	return cover.WriteText(a.Out, look)
}

// testVerdict says how many tests passed, and chooses the exit code.
func (a *app) testVerdict(f *testFlags, s *suites, results []*spec.Result, cover *spec.Coverage) error {
	n := spec.Summarize(results)
	if n.Tests == 0 {
		a.say("there are no tests in %s", counted(int64(s.files), "file", "files"))
	} else {
		text := counted(int64(n.Tests), "test", "tests")
		for _, x := range []struct {
			n    int
			word string
		}{{n.Passed, "passed"}, {n.Failed, "failed"}, {n.Todo, "todo"}, {n.NotRun, "not run"}} {
			if x.n > 0 {
				text += ", " + grouped(int64(x.n)) + " " + x.word
			}
		}
		a.say("%s", text)
	}
	low := false
	if cover != nil {
		hit, all := cover.Count()
		share := spec.Percent(hit, all)
		low = share < f.threshold
		if low {
			a.say("coverage is %.1f%%, %v%% is wanted", share, f.threshold)
		}
	}
	if s.broken || low || n.Failed+n.NotRun > 0 {
		return found()
	}
	return nil
}
