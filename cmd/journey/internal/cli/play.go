package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/sim"
)

// player opens what is played, and does for it what reaches out of the program:
// it reads files again, writes tests and exports, and watches folders.
type player struct {
	a       *app
	s       *simulation
	f       *playFlags
	args    []string
	changed chan struct{}
	clean   []func()
	n       int  // numbers the versions
	live    bool // standard input is a feed that grows

	resume   *stage.SavedRun
	printing bool // one screen is printed, and that is all
}

func (p *player) close() {
	for _, f := range p.clean {
		f()
	}
}

// configured reports whether the project says where journeys are.
func (p *player) configured() bool {
	w, err := project.Load(p.s.config, nil)
	return err == nil && len(w.Paths) > 0
}

// model is what is shown first: the simulation, or the question which.
func (p *player) model(ctx context.Context, look stage.Look) (*stage.Model, error) {
	if len(p.args) == 0 && !p.configured() {
		return stage.Ask(p.offer(), look), nil
	}
	from := ""
	if p.resume != nil && p.f.feed == "" {
		from = invented // whatever the project says
	}
	if p.printing {
		run, err := p.open(ctx, p.a, p.args, from)
		if err != nil {
			return nil, err
		}
		return stage.New(run, look), nil
	}
	run, said, err := p.begun(ctx, p.args, from)
	_, _ = io.WriteString(p.a.Err, said) // before the screen is taken
	var broken *stage.Broken
	if errors.As(err, &broken) {
		return stage.Mend(broken, look), nil
	}
	if err != nil {
		return nil, err
	}
	return stage.New(run, look), nil
}

// begun opens a simulation for a screen, on which nothing else may be written: what
// there is to say is returned, and what is wrong with the journeys is the error.
func (p *player) begun(ctx context.Context, args []string, feedPath string) (run *stage.Run, said string, err error) {
	var out bytes.Buffer
	quiet := *p.a
	quiet.Err, quiet.err = &out, newConsole(&out, func(string) string { return "" })
	run, err = p.open(ctx, &quiet, args, feedPath)
	var f *failure
	if !errors.As(err, &f) || f.code != exitFindings {
		return run, out.String(), err
	}
	broken := &stage.Broken{Name: strings.Join(args, " "), Text: out.String(), Fix: p.fixer(args, feedPath), Again: func(ctx context.Context) (*stage.Run, error) {
		run, _, err := p.begun(ctx, args, feedPath)
		return run, err
	}}
	if w, err := p.load(ctx, &quiet, args, feedPath); err == nil {
		broken.Name, broken.Files = title(w), w.Sources
	}
	return nil, "", broken
}

// open opens a simulation of files. Without a feed people are invented.
func (p *player) open(ctx context.Context, a *app, args []string, feedPath string) (*stage.Run, error) {
	w, err := p.load(ctx, a, args, feedPath)
	if err != nil {
		return nil, err
	}
	p.args = args
	v, err := p.version(ctx, a, w)
	if err != nil {
		return nil, err
	}
	run := &stage.Run{Name: title(w), Export: exportFile, Edits: true, Keep: func(block string) (string, error) { return keepTest(w, block) }}
	run.Others = p.offer
	run.Opened = p.opened(args, w)
	run.Fix = p.fixer(args, feedPath)
	run.Reload = func(ctx context.Context) (*sim.Version, string, error) { return p.reload(ctx, args, feedPath) }
	run.Head = func(ctx context.Context) (*sim.Version, error) { return p.head(ctx, w) }
	return run, p.session(ctx, w, v, run)
}

// title is what the journeys are called together.
func title(w *work) string {
	if len(w.Given) == 1 && w.Given[0] == "." {
		return "this folder"
	}
	return filepath.ToSlash(strings.Join(w.Given, " "))
}

// load reads the project and the journeys, and settles where the events come from.
func (p *player) load(ctx context.Context, a *app, args []string, feedPath string) (*work, error) {
	w, err := a.load(ctx, p.s.config, args, false)
	if err != nil {
		return nil, err
	}
	s := *p.s
	if feedPath == invented {
		w.Feed.Path = ""
	} else if feedPath != "" {
		s.feed = feedPath
	}
	if s.feed == "" && w.Feed.Path == "" {
		// The invented shop says itself when a cart is abandoned.
		w.Feed.CartAbandoned = project.Never
		return w, nil
	}
	return w, s.apply(w)
}

// invented stands for no feed at all.
const invented = "invented people"

// version compiles a work as the next version.
func (p *player) version(ctx context.Context, a *app, w *work) (*sim.Version, error) {
	v, err := a.version(ctx, w, fmt.Sprintf("v%d", p.n+1), w.Feed.Path)
	if err == nil {
		p.n++
	}
	return v, err
}

// session begins the simulation of a version.
func (p *player) session(ctx context.Context, w *work, v *sim.Version, run *stage.Run) error {
	cfg := sim.Config{
		Version: v, Grace: w.Feed.Grace, Dedupe: w.Feed.Dedupe, Workers: 1, Zone: w.Timezone,
		Engine: p.s.engine(w),
		Changed: func() {
			select {
			case p.changed <- struct{}{}:
			default: // one is waiting already
			}
		},
		Compile: func(src compiler.Source) (*engine.Program, error) { return w.condition(src) },
	}
	if len(p.f.assume) > 0 && w.Feed.Path != "" {
		return usage("", "--assume is for invented people; those of %s are recorded", w.Feed.Path)
	}
	if w.Feed.Path == "" {
		assumed := sim.DefaultAssumptions(v)
		for _, x := range p.f.assume {
			name, value, ok := strings.Cut(x, "=")
			if !ok {
				return usage("--assume seed=8", "--assume takes NAME=VALUE, got %q", x)
			}
			if err := assumed.Set(name, value); err != nil {
				return usage("", "--assume: %w", err)
			}
		}
		cfg.Feed = sim.Feed{Name: invented, Invent: &assumed}
	} else {
		if _, err := os.Stat(w.Feed.Path); err != nil && w.Feed.Path != "-" {
			return fileTrouble(err)
		}
		f, done := p.s.recorded(p.a, w, w.Feed.Path)
		p.clean = append(p.clean, done)
		f.Live = p.live && w.Feed.Path == "-"
		cfg.Feed = f
	}
	x, err := sim.Open(ctx, cfg)
	if err != nil {
		return err
	}
	p.clean = append([]func(){x.Close}, p.clean...)
	run.Session = x
	return nil
}

// condition compiles one more source beside those of the work.
func (w *work) condition(src compiler.Source) (*engine.Program, error) {
	res := compiler.Compile(append([]compiler.Source{src}, w.Sources...), w.Options(false))
	for _, d := range res.Diags {
		if d.File == src.Path && d.Severity.String() == "error" {
			return nil, errors.New(d.Summary)
		}
	}
	if res.Program == nil {
		return nil, errors.New("that is no trigger")
	}
	return engine.Load(res.Program)
}

// reload compiles the files again. What is wrong with them is returned as text.
func (p *player) reload(ctx context.Context, args []string, feedPath string) (*sim.Version, string, error) {
	var said bytes.Buffer
	quiet := *p.a
	quiet.Err, quiet.err = &said, newConsole(&said, func(string) string { return "" })
	w, err := p.load(ctx, &quiet, args, feedPath)
	var v *sim.Version
	if err == nil {
		v, err = p.version(ctx, &quiet, w)
	}
	if err == nil {
		return v, "", nil
	}
	if ctx.Err() == nil {
		quiet.finish(ctx, err) // says what is wrong
	}
	return nil, said.String(), nil
}

// head is the version of the journeys in git.
func (p *player) head(ctx context.Context, w *work) (*sim.Version, error) {
	if len(w.Given) != 1 {
		return nil, errors.New("give one file or folder to compare it with git")
	}
	old, err := p.a.side(ctx, p.s, side{rev: "HEAD", file: w.Given[0]})
	if err != nil {
		return nil, err
	}
	old.Feed = w.Feed
	var said bytes.Buffer
	quiet := *p.a
	quiet.Err, quiet.err = &said, newConsole(&said, func(string) string { return "" })
	v, err := quiet.version(ctx, old, "HEAD", w.Feed.Path)
	if err != nil {
		return nil, errors.New("the version in git has an error")
	}
	return v, nil
}

// example is a small shop of our own: the journeys of a new project, and invented
// people.
func (p *player) example(ctx context.Context) (*stage.Run, error) {
	const name = "cart.journey"
	source, err := template.ReadFile("template/" + name)
	if err != nil {
		return nil, fmt.Errorf("reading the example: %w", err)
	}
	w := &work{&project.Project{Feed: project.Feed{Grace: project.DefaultGrace, Dedupe: project.DefaultDedupe, CartAbandoned: project.Never}, Timezone: "Europe/Berlin"},
		&project.Journeys{Sources: []compiler.Source{{Path: name, Text: string(source)}}, Given: []string{"the example shop"}}}
	v, err := p.version(ctx, p.a, w)
	if err != nil {
		return nil, err
	}
	run := &stage.Run{Name: "the example shop", Export: exportFile, Others: p.offer}
	return run, p.session(ctx, w, v, run)
}

// exportFile writes a file that was not there; the name gets a number when it is.
func exportFile(name string, data []byte) (string, error) {
	ext := path.Ext(name)
	for n := 1; n < 1000; n++ {
		try := name
		if n > 1 {
			try = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), n, ext)
		}
		f, err := os.OpenFile(try, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return "", fileTrouble(err)
		}
		_, err = f.Write(data)
		return try, errors.Join(err, f.Close())
	}
	return "", fmt.Errorf("%s is there a thousand times already", name)
}

// keepTest adds a test block to the test file beside the journey that it is for.
func keepTest(w *work, block string) (string, error) {
	file := ""
	head, _, _ := strings.Cut(block, "\n")
	name := strings.TrimSuffix(strings.TrimSpace(head[strings.LastIndex(head, " for ")+5:]), " {")
	res := compiler.Compile(w.Sources, w.Options(false))
	if res.Program != nil {
		for i := range res.Program.Journeys {
			if res.Program.Journeys[i].Name == name {
				file = res.Program.Journeys[i].File
			}
		}
	}
	if file == "" && len(w.Sources) > 0 {
		file = w.Sources[0].Path
	}
	if file == project.StdinName || file == "" {
		return "", errors.New("the journeys have no file to put a test beside")
	}
	file = strings.TrimSuffix(filepath.FromSlash(file), ".journey") + "_test.journey"
	before, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fileTrouble(err)
	}
	text := strings.TrimSpace(string(before))
	if text != "" {
		text += "\n\n"
	}
	text += strings.TrimSpace(block) + "\n"
	err = writeFile(file, func(out io.Writer) error {
		_, err := io.WriteString(out, text)
		return err
	})
	return safetext.Line(filepath.ToSlash(file)), err
}
