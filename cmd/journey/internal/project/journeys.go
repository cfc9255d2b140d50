package project

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/runtime/calendar"
)

// Journeys are what a command works on: sources, or one compiled program.
type Journeys struct {
	Sources      []compiler.Source
	Compiled     *bytecode.Program // nil when there are sources
	CompiledFrom string            // the compiled program's file
	// Given are the paths they came from, for whoever watches them.
	Given []string
}

// Texts returns the sources by path, for rendering diagnostics.
func (j *Journeys) Texts() diag.Sources {
	out := diag.Sources{}
	for _, s := range j.Sources {
		out[s.Path] = s.Text
	}
	return out
}

// StdinName is what standard input is called as a journey.
const StdinName = "stdin"

// maxJourney bounds the size of a journey's file.
const maxJourney = 16 << 20

// Journeys reads journeys from files, folders (all *.journey below, but not
// *_test.journey) and, for "-", standard input. Without arguments it reads what
// the project's `paths` say. A file is read once, whatever number of arguments
// lead to it.
func (p *Project) Journeys(args []string, stdin io.Reader) (*Journeys, error) {
	return p.journeys(args, stdin, false)
}

// JourneysAndTests is Journeys with the *_test.journey files of folders.
func (p *Project) JourneysAndTests(args []string, stdin io.Reader) (*Journeys, error) {
	return p.journeys(args, stdin, true)
}

func (p *Project) journeys(args []string, stdin io.Reader, tests bool) (*Journeys, error) {
	if len(args) == 0 {
		args = p.Paths
	}
	if len(args) == 0 {
		return nil, ErrNothing
	}
	out := &Journeys{Given: args}
	seen := map[string]bool{}
	for _, arg := range args {
		files, err := expand(arg, tests)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			name := nameOf(file)
			if seen[name] {
				continue
			}
			seen[name] = true
			if err := out.read(file, name, stdin); err != nil {
				return nil, err
			}
		}
	}
	if err := out.follow(seen); err != nil {
		return nil, err
	}
	if out.Compiled != nil && len(out.Sources) > 0 {
		return nil, fmt.Errorf("%s is a compiled program and stands alone; the sources beside it would not be part of it", out.CompiledFrom)
	}
	return out, nil
}

// follow reads the files that others name with `use "…"`, wherever they are. One
// that is not there is the checker's to report, at the line that names it.
func (j *Journeys) follow(seen map[string]bool) error {
	for i := 0; i < len(j.Sources); i++ {
		for _, file := range compiler.Uses(j.Sources[i]) {
			name := nameOf(file)
			if seen[name] {
				continue
			}
			seen[name] = true
			if info, err := os.Stat(filepath.FromSlash(file)); err != nil || info.IsDir() {
				continue
			}
			if err := j.read(filepath.FromSlash(file), name, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// ErrNothing says that there are neither arguments nor `paths`.
var ErrNothing = fmt.Errorf("no journey was given")

// expand returns the files that an argument stands for, in order of their path.
func expand(arg string, tests bool) ([]string, error) {
	if arg == "-" {
		return []string{"-"}, nil
	}
	info, err := os.Stat(arg)
	if err != nil {
		return nil, fmt.Errorf("reading journeys: %w", err)
	}
	if !info.IsDir() {
		return []string{arg}, nil
	}
	var files []string
	err = filepath.WalkDir(arg, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != arg && strings.HasPrefix(d.Name(), "."):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".journey"):
			return nil
		case !tests && strings.HasSuffix(path, "_test.journey"):
			return nil
		}
		files = append(files, path)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the folder %s: %w", arg, err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("the folder %s holds no *.journey files", filepath.ToSlash(arg))
	}
	slices.Sort(files)
	return files, nil
}

// nameOf is what diagnostics and records call a file. A folder called std is not
// the standard library.
func nameOf(file string) string {
	if file == "-" {
		return StdinName
	}
	name := filepath.ToSlash(filepath.Clean(file))
	if strings.HasPrefix(name, "std/") {
		name = "./" + name
	}
	return name
}

func (j *Journeys) read(file, name string, stdin io.Reader) error {
	var data []byte
	var err error
	if file == "-" {
		data, err = io.ReadAll(io.LimitReader(stdin, maxJourney+1))
	} else {
		data, err = readFile(file)
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	if len(data) > maxJourney {
		return fmt.Errorf("%s is larger than %d MB; is it a journey?", name, maxJourney>>20)
	}
	if !bytecode.IsProgram(data) {
		j.Sources = append(j.Sources, compiler.Source{Path: name, Text: string(data)})
		return nil
	}
	if j.Compiled != nil {
		return fmt.Errorf("%s and %s are both compiled; compile their sources together instead", j.CompiledFrom, name)
	}
	j.CompiledFrom = name
	if j.Compiled, err = bytecode.Decode(data); err != nil {
		return fmt.Errorf("reading the program %s: %w", name, err)
	}
	return nil
}

// readFile reads a file whose size is bounded, whatever the file system says of
// its size.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	return io.ReadAll(io.LimitReader(f, maxJourney+1))
}

// PolicyMistake reports a default policy that the journeys do not declare.
func (p *Project) PolicyMistake(info *check.Info) error {
	var names []string
	for _, policy := range info.Policies {
		names = append(names, policy.Name)
	}
	if p.Policy == "" || slices.Contains(names, p.Policy) {
		return nil
	}
	detail := "declare it: policy " + p.Policy + " { … }; journeys that name no policy use it"
	if meant, ok := spell.Closest(p.Policy, names); ok {
		detail = "did you mean " + meant + "?"
	}
	return &ConfigError{
		Diags:   []diag.Diagnostic{{File: p.File, Span: p.policyAt, Summary: fmt.Sprintf("there is no policy %q in these files", p.Policy), Detail: detail}},
		Sources: diag.Sources{p.File: p.Text},
	}
}

// Options are the options that the project's journeys are compiled with. derive
// says whether cart_abandoned is derived from carts.
func (p *Project) Options(derive bool) compiler.Options {
	return compiler.Options{
		Check: check.Options{Channels: p.Channels, Languages: p.Languages, Policy: p.Policy},
		Lower: lower.Options{
			Zone: p.Timezone, Zones: calendar.Version,
			CartAbandoned: derive, AbandonAfter: p.Feed.AbandonAfter,
		},
	}
}
