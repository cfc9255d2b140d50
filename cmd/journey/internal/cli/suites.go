package cli

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/runtime/spec"
)

// suites are the tests of the arguments, by room.
type suites struct {
	all    []*spec.Suite
	rooms  []*room         // of the suites
	chosen map[string]bool // the files whose tests are run
	files  int
	broken bool // one of those files has an error
}

// testFile is the name of a file of tests: cart_test.journey is about cart.journey.
const testFile = "_test.journey"

// suites compiles the journeys of the arguments, with what stands beside them: the
// tests of a journey that is named are run, and the journey of tests.
func (a *app) suites(ctx context.Context, config string, args []string) (*suites, error) {
	w, err := a.load(ctx, config, args, true)
	if err != nil {
		return nil, err
	}
	if w.Compiled != nil {
		return nil, usage("give the source it was compiled from", "%s is compiled, and tests stand in sources", w.CompiledFrom)
	}
	out := &suites{chosen: map[string]bool{}}
	for _, s := range w.Sources {
		out.chosen[s.Path] = true
	}
	if err := a.beside(ctx, w, out.chosen); err != nil {
		return nil, err
	}
	for _, chosen := range out.chosen {
		if chosen {
			out.files++
		}
	}
	rooms, err := divide(w, config)
	if err != nil {
		return nil, err
	}
	for _, r := range rooms {
		if err := a.suite(r, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// besides is the file of tests that stands beside a journey, or the journey beside it.
func besides(path string) string {
	if journey, tests := strings.CutSuffix(path, testFile); tests {
		return journey + ".journey"
	}
	return strings.TrimSuffix(path, ".journey") + testFile
}

// beside reads what belongs to the given files: the tests of cart.journey also stand
// in cart_test.journey, and those are about cart.journey.
func (a *app) beside(ctx context.Context, w *work, chosen map[string]bool) error {
	for _, s := range slices.Clone(w.Sources) {
		if s.Path == project.StdinName {
			continue
		}
		mate, tests := besides(s.Path), strings.HasSuffix(s.Path, testFile)
		if slices.ContainsFunc(w.Sources, func(s compiler.Source) bool { return s.Path == mate }) {
			continue
		}
		more, err := w.Project.JourneysAndTests([]string{filepath.FromSlash(mate)}, a.stdin(ctx))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fileTrouble(err)
		}
		for _, found := range more.Sources {
			if !slices.ContainsFunc(w.Sources, func(s compiler.Source) bool { return s.Path == found.Path }) {
				w.Sources = append(w.Sources, found)
			}
		}
		chosen[mate] = !tests
	}
	return nil
}

// suite compiles one room and takes its tests.
func (a *app) suite(r *room, out *suites) error {
	options := spec.Options{Sources: map[string]string{}, Site: r.project.Site, RequireAddress: r.project.Feed.Addresses}
	sources := slices.Concat(r.sources, r.borrowed)
	for _, s := range sources {
		options.Sources[s.Path] = s.Text
	}
	res := compiler.Compile(sources, r.project.Options(false))
	if err := r.project.PolicyMistake(res.Info); err != nil {
		return err
	}
	options.Plain = res.Program
	if r.project.Feed.CartAbandoned != project.Never {
		options.Derived = compiler.Compile(sources, r.project.Options(true)).Program
	}
	if r.project.Feed.CartAbandoned == project.Always {
		options.Plain = nil
	}
	var errs []diag.Diagnostic
	for _, d := range res.Diags {
		if d.Severity == diag.Error {
			errs = append(errs, d)
			out.broken = out.broken || out.chosen[d.File]
		}
	}
	if err := a.diagnostics(errs, options.Sources); err != nil {
		return err
	}
	s, err := spec.New(res.Info, options)
	if err != nil {
		return failed("", "%w", err)
	}
	s.Tests = slices.DeleteFunc(s.Tests, func(t *spec.Test) bool { return !out.chosen[t.File] })
	out.all, out.rooms = append(out.all, s), append(out.rooms, r)
	return nil
}

func (s *suites) count() (n int) {
	for _, x := range s.all {
		n += len(x.Tests)
	}
	return n
}

// testTime is how long a test may take where no flag says it.
const testTime = 10 * time.Second

// errTestTime is the reason of a test that was given up.
var errTestTime = errors.New("it took longer than --timeout allows")

// run runs the tests whose title matches, in their order.
func (s *suites) run(ctx context.Context, pattern *regexp.Regexp, limit time.Duration) ([]*spec.Result, error) {
	var out []*spec.Result
	for _, suite := range s.all {
		for _, t := range suite.Tests {
			if !pattern.MatchString(t.Title) {
				continue
			}
			timed, cancel := context.WithTimeoutCause(ctx, limit, errTestTime)
			res := suite.Run(timed, t)
			cancel()
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			out = append(out, res)
		}
	}
	return out, nil
}

// coverage counts what tests came through, in the chosen files and in the journeys of
// the tests that were run.
func (s *suites) coverage(results []*spec.Result) *spec.Coverage {
	out := &spec.Coverage{}
	for _, suite := range s.all {
		out.Journeys = append(out.Journeys, s.coverageOf(suite, results).Journeys...)
	}
	return out
}

func (s *suites) coverageOf(suite *spec.Suite, results []*spec.Result) *spec.Coverage {
	c := suite.Coverage(func(file string) bool { return s.chosen[file] || s.chosen[besides(file)] })
	for _, r := range results {
		if slices.Contains(suite.Tests, r.Test) {
			c.Add(r)
		}
	}
	return c
}
