// Package project is what a command knows about the files it works on: the
// project's journey.yaml, the journeys (sources or a compiled program), and the
// options they are compiled with.
//
// It is the one place that turns paths into texts, so that every command finds
// the same files, names them the same way and reports the same mistakes. Nothing
// is guessed: a key of journey.yaml that is not known is an error at its place.
package project

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/runtime/feed"
)

// FileName is the name of a project's file.
const FileName = "journey.yaml"

// Derive says whether events that a feed lacks are derived from others.
type Derive uint8

// Auto derives an event when the feed has none of it.
const (
	Auto Derive = iota
	Always
	Never
)

// Feed is what a project says about its events.
type Feed struct {
	Path      string   // as it can be opened, "-" for standard input, or empty
	Mapping   *Mapping // nil: the feed is in one of our own forms
	Grace     int64    // ms
	Dedupe    int64    // ms
	ByTime    bool     // order: time
	Addresses bool     // an address must be known to count as reachable

	CartAbandoned Derive            // whether cart_abandoned is derived
	AbandonAfter  bytecode.Duration // the silence after which it is; zero is the prelude's
}

// Mapping is a mapping with its text.
type Mapping struct {
	*feed.Mapping
	Text string
}

// Rule is one entry of `rules`: a rule and how much it counts.
type Rule struct {
	Name   string   // code or name, as written; AllRules for those without an entry
	Level  string   // off, info, warning or error; empty when it is not said
	Most   int      // how much the rule allows; 0: not said
	Except []string // files that the rule is not about, as patterns from the project's folder
	Span   diag.Span
}

// AllRules stands for every rule that has no entry of its own.
const AllRules = "all"

// Spares reports whether a rule is not about a file, which is named as it can be opened.
func (p *Project) Spares(r Rule, file string) bool {
	if len(r.Except) == 0 {
		return false
	}
	dir, err := filepath.Abs(p.Dir)
	if err != nil {
		return false
	}
	full, err := filepath.Abs(filepath.FromSlash(file))
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(dir, full)
	if err != nil {
		return false
	}
	parts := strings.Split(filepath.ToSlash(rel), "/")
	for _, pattern := range r.Except {
		if matches(strings.Split(strings.TrimPrefix(pattern, "./"), "/"), parts) {
			return true
		}
	}
	return false
}

// matches tells whether a pattern covers a path, part by part; ** stands for any number of
// parts, and a folder for everything below it.
func matches(pattern, parts []string) bool {
	if len(pattern) == 0 || len(pattern) == 1 && pattern[0] == "" {
		return true
	}
	if pattern[0] == "**" {
		for i := range len(parts) + 1 {
			if matches(pattern[1:], parts[i:]) && (len(pattern) == 1 || i < len(parts)) {
				return true
			}
		}
		return false
	}
	if len(parts) == 0 {
		return false
	}
	ok, err := path.Match(pattern[0], parts[0])
	return err == nil && ok && matches(pattern[1:], parts[1:])
}

// Project is a project's file, with defaults for what it does not say.
type Project struct {
	File string // path of journey.yaml, or empty when there is none
	Text string
	Dir  string // where it stands; empty without a file

	Feed      Feed
	Timezone  string
	Languages []string // in which the project writes, the default first; canonical tags
	Channels  []string
	Policy    string // the policy of journeys that name none
	policyAt  diag.Span
	Rules     []Rule
	Paths     []string // where journeys are, as they can be opened
	Site      string   // link() builds on it
}

// The defaults of a feed.
const (
	DefaultGrace  = 10_000
	DefaultDedupe = 7 * 24 * 3_600_000
)

func defaults() *Project {
	return &Project{Feed: Feed{Grace: DefaultGrace, Dedupe: DefaultDedupe}}
}

// ConfigError is what is wrong with a project's file, or with a mapping it names.
type ConfigError struct {
	Diags   []diag.Diagnostic
	Sources diag.Sources
}

// Error returns the first mistake.
func (e *ConfigError) Error() string {
	return fmt.Sprintf("%s: %s", e.Diags[0].File, e.Diags[0].Summary)
}

// Load reads a project's file. With an explicit path it must be there. Otherwise
// it is looked for beside the first of the given journeys (or in the working
// directory) and in the folders above, up to the root of a git checkout; having
// none is fine.
func Load(explicit string, journeys []string) (*Project, error) {
	path := explicit
	if path == "" {
		path = find(startFolder(journeys))
	}
	if path == "" {
		return defaults(), nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	return parse(path, string(data))
}

func startFolder(journeys []string) string {
	if len(journeys) == 0 || journeys[0] == "-" {
		return "."
	}
	if info, err := os.Stat(journeys[0]); err == nil && info.IsDir() {
		return journeys[0]
	}
	return filepath.Dir(journeys[0])
}

// find walks up from a folder. The path it returns is as short as the one it was
// given, so that messages name the file the way the user would.
func find(folder string) string {
	full, err := filepath.Abs(folder)
	if err != nil {
		return ""
	}
	for {
		path := filepath.Join(folder, FileName)
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path
		}
		if _, err := os.Stat(filepath.Join(folder, ".git")); err == nil || filepath.Dir(full) == full {
			return ""
		}
		full = filepath.Dir(full)
		if folder == "." || strings.HasSuffix(folder, "..") {
			folder = filepath.Join("..", folder)
		} else {
			folder = filepath.Dir(folder)
		}
	}
}

// Relative returns a path of the project's file as it can be opened from here.
func (p *Project) relative(path string) string {
	if path == "-" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(p.Dir, filepath.FromSlash(path))
}

// missing reports whether an error says that there is no such file.
func missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
