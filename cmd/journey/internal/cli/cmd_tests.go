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
	config, run, format string
	verbose             bool
	timeout             time.Duration
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
  journey test cart.journey --run "no mail" -v`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.test(cmd.Context(), f, args) },
	}
	fs := cmd.Flags()
	fs.StringVar(&f.run, "run", "", "run only the tests whose title matches this `REGEXP`")
	fs.BoolVarP(&f.verbose, "verbose", "v", false, "show the tests that passed, too")
	fs.StringVar(&f.format, "format", "text", "in this `FORMAT`: text for people")
	fs.DurationVar(&f.timeout, "timeout", 10*time.Second, "give up a test that takes longer")
	configFlag(cmd, &f.config)
	return cmd
}

// test runs the tests of the arguments.
func (a *app) test(ctx context.Context, f *testFlags, args []string) error {
	formats := []string{"text"}
	if !slices.Contains(formats, f.format) {
		return notOneOf("format", f.format, formats)
	}
	pattern, err := regexp.Compile(f.run)
	if err != nil {
		return usage("write a regular expression in RE2 syntax", "--run: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	suites, err := a.suites(ctx, f.config, args)
	if err != nil {
		return err
	}
	results, err := suites.run(ctx, pattern, f.timeout)
	if err != nil {
		return err
	}
	if f.run != "" && len(results) == 0 && suites.count() > 0 {
		return usage("there are "+counted(int64(suites.count()), "test", "tests"), "no test matches --run %q", f.run)
	}
	for _, r := range results {
		if r.Status == spec.Passed && !f.verbose {
			continue
		}
		if err := r.WriteText(a.Out, spec.TextOptions{Width: min(a.out.width, 120), Bold: func(s string) string { return a.out.paint(bold, s) }}); err != nil {
			return err
		}
	}
	return a.testVerdict(suites, results)
}

// testVerdict says how many tests passed, and chooses the exit code.
func (a *app) testVerdict(s *suites, results []*spec.Result) error {
	var n [4]int64
	for _, r := range results {
		n[r.Status]++
	}
	if len(results) == 0 {
		a.say("there are no tests in %s", counted(int64(s.files), "file", "files"))
	} else {
		text := counted(int64(len(results)), "test", "tests")
		for status := range spec.Status(4) {
			if n[status] > 0 {
				text += ", " + grouped(n[status]) + " " + status.String()
			}
		}
		a.say("%s", text)
	}
	if s.broken || n[spec.Failed]+n[spec.NotRun] > 0 {
		return found()
	}
	return nil
}
