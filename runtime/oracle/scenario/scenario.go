// Package scenario reads the rules in runtime/oracle/testdata/rules and the feeds of
// tests: files a person can read, for every implementation of the language. Only
// tests use it.
//
// A scenario is a txtar archive. Its comment says in plain words what is shown, and
// may set options, one a line; then come the journey files, the feed and the
// decisions that are expected. The folder's README.md has the details.
package scenario

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/stdlib"
)

// Scenario is one rule: files, a feed, and what must come of them.
type Scenario struct {
	Name    string // of the file, without .txtar
	About   string
	Files   []File // journey files, in the order of the archive
	Feed    string // NDJSON
	Options oracle.Options
	Kinds   []string // the kinds of decision that are compared; none means all
	Want    []string // lines as oracle.Format writes them
}

// File is one journey file.
type File struct{ Name, Src string }

// Load reads every scenario of a folder, ordered by name.
func Load(dir string) ([]Scenario, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil {
		return nil, fmt.Errorf("looking for scenarios: %w", err)
	}
	var all []Scenario
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			return nil, fmt.Errorf("reading a scenario: %w", err)
		}
		s, err := Parse(strings.TrimSuffix(filepath.Base(p), ".txtar"), data)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// Parse reads one scenario.
func Parse(name string, data []byte) (Scenario, error) {
	s := Scenario{Name: name, Options: oracle.Options{Grace: 10_000}}
	archive := txtar.Parse(data)
	for line := range strings.Lines(string(archive.Comment)) {
		if err := s.header(strings.TrimSpace(line)); err != nil {
			return s, fmt.Errorf("scenario %s: %w", name, err)
		}
	}
	for _, f := range archive.Files {
		switch {
		case strings.HasSuffix(f.Name, ".journey"):
			s.Files = append(s.Files, File{f.Name, string(f.Data)})
		case f.Name == "feed.ndjson":
			s.Feed = string(f.Data)
		case f.Name == "want":
			for line := range strings.Lines(string(f.Data)) {
				if line = strings.TrimSpace(line); line != "" {
					s.Want = append(s.Want, line)
				}
			}
		default:
			return s, fmt.Errorf("scenario %s: unknown part %s", name, f.Name)
		}
	}
	if len(s.Files) == 0 || s.Feed == "" {
		return s, fmt.Errorf("scenario %s: a journey file or the feed is missing", name)
	}
	return s, nil
}

func (s *Scenario) header(line string) error {
	key, value, ok := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	var err error
	switch {
	case ok && key == "grace":
		s.Options.Grace, err = parseDuration(value)
	case ok && key == "dedupe":
		s.Options.Dedupe, err = parseDuration(value)
	case ok && key == "until":
		s.Options.Until, err = parseTime(value)
	case ok && key == "activated":
		s.Options.Activated, err = parseTime(value)
	case ok && key == "zone":
		s.Options.Zone, err = calendar.Load(value)
	case ok && key == "addresses":
		s.Options.Addresses = value == "required"
	case ok && key == "kinds":
		s.Kinds = strings.Fields(value)
	default:
		s.About = strings.TrimSpace(s.About + "\n" + line)
	}
	if err != nil {
		return fmt.Errorf("option %s: %w", key, err)
	}
	return nil
}

// Lines writes the decisions that the scenario compares as short lines.
func (s *Scenario) Lines(decisions []oracle.Decision) []string {
	var lines []string
	for _, d := range decisions {
		if len(s.Kinds) == 0 || slices.Contains(s.Kinds, d.Kind) {
			lines = append(lines, oracle.Format(d))
		}
	}
	return lines
}

// Trees parses journey files, the prelude before them. A file that has a mistake is an error.
func Trees(files ...File) ([]*ast.File, error) {
	path, src := stdlib.Prelude()
	var trees []*ast.File
	for _, f := range append([]File{{path, src}}, files...) {
		tree, diags := parse.File(f.Name, f.Src)
		for _, d := range diags {
			if d.Severity == diag.Error {
				return nil, fmt.Errorf("%s: %s: %s", f.Name, d.Summary, f.Src[d.Span.Start:d.Span.End])
			}
		}
		trees = append(trees, tree)
	}
	return trees, nil
}
