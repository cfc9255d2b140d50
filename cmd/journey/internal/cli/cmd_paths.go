package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/paths"
	"github.com/journeylang/journey/runtime/spec"
)

func init() { register(newPaths) }

// pathsFlags are the flags of journey paths.
type pathsFlags struct {
	config, format string
	write          bool
	steps          []string
	tries          int
}

func newPaths(a *app) *cobra.Command {
	f := &pathsFlags{}
	cmd := &cobra.Command{
		Use:     "paths FILE|DIR|-...",
		Short:   "Make up tests for what no test comes through yet",
		GroupID: groupCheck,
		Long: `Look for a test for every step, branch, way out of a wait, arm and gate that no test
comes through yet, and write it as a test block that can be pasted.

What is written was found from the journey and tried with the engine: every test
passes, and comes through the line that it names. Where no test was found, a comment
says so, and whether that is proven or the search was given up. Read what it writes
before you keep it: it says what the journey does, not what it is meant to do.

Exit code 1 says that something is left for which no test was found.`,
		Example: `  journey paths cart.journey
  journey paths cart.journey --step first_mail
  journey paths journeys/ -w
  journey paths . --format json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			formats := []string{"text", "json"}
			if !slices.Contains(formats, f.format) {
				return notOneOf("format", f.format, formats)
			}
			if f.tries < 1 || f.tries > 100_000 {
				return usage("", "--tries is from 1 to 100,000, got %d", f.tries)
			}
			if f.write && slices.Contains(args, "-") {
				return usage("save it to a file", "tests cannot be written beside standard input")
			}
			return a.paths(cmd.Context(), f, args)
		},
	}
	fs := cmd.Flags()
	fs.StringVar(&f.format, "format", "text", "in this `FORMAT`: text, which is a file of tests, or json")
	fs.BoolVarP(&f.write, "write", "w", false, "append the tests to the *_test.journey file beside each journey")
	fs.StringArrayVar(&f.steps, "step", nil, "only for the `STEP` of this name, id or line")
	fs.IntVar(&f.tries, "tries", paths.Budget, "give up a point after `N` feeds")
	configFlag(cmd, &f.config)
	return cmd
}

// paths looks for tests of what the tests of the arguments do not come through.
func (a *app) paths(ctx context.Context, f *pathsFlags, args []string) error {
	s, err := a.suites(ctx, f.config, args)
	if err != nil {
		return err
	}
	if s.broken {
		return found()
	}
	results, err := s.run(ctx, regexp.MustCompile(""), testTime)
	if err != nil {
		return err
	}
	var all []paths.Path
	named := len(f.steps) == 0
	for i, suite := range s.all {
		more, known, err := a.pathsOf(ctx, f, s, i, suite, results)
		if err != nil {
			return err
		}
		all, named = append(all, more...), named || known
	}
	if !named {
		return usage("name a step by its `as` name, its id or its line", "there is no step %q", strings.Join(f.steps, ", "))
	}
	if err := a.showPaths(f, all); err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(p paths.Path) bool { return p.Test == "" }) {
		return found()
	}
	return nil
}

// pathsOf looks for tests of one room, and holds what was found to the whole room.
func (a *app) pathsOf(ctx context.Context, f *pathsFlags, s *suites, i int, suite *spec.Suite, results []*spec.Result) (all []paths.Path, named bool, err error) {
	cover := s.coverageOf(suite, results)
	options := paths.Options{Budget: f.tries}
	if len(f.steps) > 0 {
		options.Keep = func(j *spec.Covered, p *spec.Point) bool { return f.names(suite, j, p) }
		for _, j := range cover.Journeys {
			named = named || slices.ContainsFunc(j.Points, func(p *spec.Point) bool { return f.names(suite, j, p) })
		}
	}
	all, err = paths.Find(ctx, suite, cover, options)
	if err != nil {
		return nil, false, err
	}
	files, err := a.withTests(s.rooms[i], all)
	if err != nil {
		return nil, false, err
	}
	if err := a.hold(ctx, s.rooms[i], files, all); err != nil {
		return nil, false, err
	}
	if !f.write {
		return all, named, nil
	}
	for _, file := range files {
		if err := writeFile(file.Path, func(w io.Writer) error { _, err := io.WriteString(w, file.Text); return err }); err != nil {
			return nil, false, err
		}
	}
	return all, named, nil
}

// names reports whether a point is about one of the steps that are asked for.
func (f *pathsFlags) names(suite *spec.Suite, j *spec.Covered, p *spec.Point) bool {
	id := ""
	for _, c := range suite.Program().Journeys {
		if c.Name == j.Name && p.Step >= 0 {
			id = c.Steps[p.Step].ID
		}
	}
	return slices.ContainsFunc(f.steps, func(s string) bool { return s == id && id != "" || s == strconv.Itoa(p.Line) || s == p.Way })
}

// withTests are the files of tests with what was found behind what stands in them.
func (a *app) withTests(r *room, all []paths.Path) ([]compiler.Source, error) {
	var out []compiler.Source
	for _, p := range all {
		if p.Test == "" {
			continue
		}
		path := testsBeside(p.File)
		i := slices.IndexFunc(out, func(s compiler.Source) bool { return s.Path == path })
		if i < 0 {
			old := slices.IndexFunc(r.sources, func(s compiler.Source) bool { return s.Path == path })
			text := ""
			if old >= 0 {
				text = strings.TrimRight(r.sources[old].Text, "\r\n\t ") + "\n"
			}
			i, out = len(out), append(out, compiler.Source{Path: path, Text: text})
		}
		if out[i].Text != "" {
			out[i].Text += "\n"
		}
		out[i].Text += p.Test
	}
	return out, nil
}

// testsBeside is the file that tests of a file are appended to.
func testsBeside(path string) string {
	if path == project.StdinName || strings.HasSuffix(path, testFile) {
		return path
	}
	return besides(path)
}

// hold runs what was found where it will stand. Every one passes there, and comes through
// its point; anything else is a mistake of ours, and nothing is written.
func (a *app) hold(ctx context.Context, r *room, files []compiler.Source, all []paths.Path) error {
	if len(files) == 0 {
		return nil
	}
	with := *r
	with.sources = slices.Clone(r.sources)
	for _, file := range files {
		if i := slices.IndexFunc(with.sources, func(s compiler.Source) bool { return s.Path == file.Path }); i >= 0 {
			with.sources[i] = file
		} else {
			with.sources = append(with.sources, file)
		}
	}
	out := &suites{chosen: map[string]bool{}}
	for _, file := range files {
		out.chosen[file.Path] = true
	}
	if err := a.suite(&with, out); err != nil {
		return err
	}
	results, err := out.run(ctx, regexp.MustCompile(""), testTime)
	if err != nil {
		return err
	}
	broken := func(what string) error {
		return failed("this is a mistake in journey itself, please report it", "a test that was made up %s", what)
	}
	if out.broken {
		return broken("is not one")
	}
	for i := range all {
		if all[i].Test == "" {
			continue
		}
		text := all[i].Test[strings.Index(all[i].Test, "test "):]
		k := slices.IndexFunc(results, func(res *spec.Result) bool { return strings.HasPrefix(out.sourceOf(with.sources, res.Test), text) })
		if k < 0 || results[k].Status != spec.Passed {
			return broken("does not pass: " + all[i].Journey + ", " + all[i].Point)
		}
	}
	return nil
}

// sourceOf is the text of a file from a test on.
func (s *suites) sourceOf(sources []compiler.Source, t *spec.Test) string {
	for _, src := range sources {
		if src.Path == t.File {
			lines := strings.SplitAfter(src.Text, "\n")
			return strings.Join(lines[t.Line-1:], "")
		}
	}
	return ""
}

// showPaths writes what was found as a file of tests, or as JSON.
func (a *app) showPaths(f *pathsFlags, all []paths.Path) error {
	if f.format == "json" {
		return a.pathsJSON(all)
	}
	var b strings.Builder
	made := 0
	for i, p := range all {
		if p.Test != "" {
			made++
		}
		switch {
		case p.Test == "":
			if i > 0 && all[i-1].Test != "" && !f.write {
				b.WriteByte('\n')
			}
			fmt.Fprintf(&b, "# No test comes through line %d of %s: %s.\n#   %s\n", p.Line, safetext.Line(p.File), safetext.Line(p.Point), safetext.Line(p.Why))
		case !f.write:
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(safetext.Clean(p.Test))
		}
	}
	if _, err := io.WriteString(a.Out, b.String()); err != nil {
		return err
	}
	switch {
	case len(all) == 0:
		a.say("there is nothing that no test comes through")
	case f.write:
		a.say("%s written, %s left", counted(int64(made), "test", "tests"), counted(int64(len(all)-made), "point", "points"))
	default:
		a.say("%s, %s left", counted(int64(made), "test", "tests"), counted(int64(len(all)-made), "point", "points"))
	}
	return nil
}

// jsonPath is one point in the JSON of journey paths.
type jsonPath struct {
	Journey string   `json:"journey"`
	File    string   `json:"file"`
	Line    int      `json:"line"`
	Point   string   `json:"point"`
	Found   bool     `json:"found"`
	Test    string   `json:"test,omitempty"`
	TestIn  string   `json:"test_file,omitempty"` // where -w puts it
	Also    []string `json:"also,omitempty"`
	Why     string   `json:"why,omitempty"`
	Proven  bool     `json:"proven,omitempty"`
	Feeds   int      `json:"feeds"`
}

func (a *app) pathsJSON(all []paths.Path) error {
	out := struct {
		Version int        `json:"version"`
		Points  []jsonPath `json:"points"`
	}{1, []jsonPath{}}
	for _, p := range all {
		x := jsonPath{Journey: p.Journey, File: p.File, Line: p.Line, Point: p.Point, Found: p.Test != "", Test: p.Test, Also: p.Also, Why: p.Why, Proven: p.Proven, Feeds: p.Tried}
		if x.Found {
			x.TestIn = testsBeside(p.File)
		}
		out.Points = append(out.Points, x)
	}
	enc := json.NewEncoder(a.Out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		return fmt.Errorf("writing paths: %w", err)
	}
	return nil
}
