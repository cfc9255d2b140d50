package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/journeylang/journey/cmd/journey/internal/tui"
	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
)

func init() { register(newPlay) }

// playFlags are the flags of play, beside those of a simulation.
type playFlags struct {
	simulateFlags
	plain, json, ascii, noMouse bool
	still, linear, svg          bool
	theme, rtl, layout, at      string
	screen, journey, who, find  string
	frame, keys                 string
	assume                      []string
	message                     int64
}

func newPlay(a *app) *cobra.Command {
	f := &playFlags{}
	cmd := &cobra.Command{
		Use:     "play [FILE|DIR...] [--feed FILE]",
		Short:   "See what journeys would do, in the terminal",
		GroupID: groupTry,
		Long: `See what journeys would do, in the terminal: play the time, open people and messages,
ask why, try what if, and save the file to see what that changes. Nothing is sent.

Without files it asks which journeys and which people of this folder are wanted, and
offers an example. Without --feed, and without one in journey.yaml, people are
invented. With --plain or --json, and when standard output is not a terminal, it
prints one screen and ends. With --linear, with ACCESSIBLE=1, and in a terminal that
cannot be drawn on, it is a conversation: one reads lines, and writes commands.`,
		Example: `  journey play
  journey play cart.journey --feed events.ndjson
  journey play cart.journey --feed events.ndjson --plain --screen messages --at end
  journey play cart.journey --linear
  journey play cart.journey --json --screen people --person p17
  journey play session.run`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.play(cmd.Context(), f, args) },
	}
	fs := cmd.Flags()
	f.feedFlags(fs)
	fs.StringArrayVar(&f.assume, "assume", nil, "assume this of invented people, `NAME=VALUE`: people=5000, seed=8, email.open=40%; --screen data lists all")
	fs.StringVar(&f.at, "at", "", "begin at this `MOMENT`: end, +2h, \"fri 10:00\", \"first sms\"")
	fs.StringVar(&f.screen, "screen", "flow", "begin with this `SCREEN`: "+strings.Join(stage.Screens, ", "))
	fs.StringVar(&f.journey, "journey", "", "show this journey, by `NAME`")
	fs.StringVar(&f.who, "person", "", "show this person, by `ID`")
	fs.Int64Var(&f.message, "message", 0, "show the message of this `NUMBER`")
	fs.StringVar(&f.find, "find", "", "show only people, or messages, with this `TEXT`")
	fs.BoolVar(&f.plain, "plain", false, "print the screen as text, and end")
	fs.BoolVar(&f.json, "json", false, "print the screen as JSON, and end")
	fs.BoolVar(&f.linear, "linear", false, "talk: commands and answers as lines, for a screen reader")
	fs.StringVar(&f.frame, "frame", "", "print the screen as it would be drawn at this `SIZE`, such as 80x24, and end")
	fs.BoolVar(&f.svg, "svg", false, "with --frame: as a picture, in SVG")
	fs.StringVar(&f.keys, "keys", "", "press these `KEYS` first, such as \"end down enter\"")
	fs.StringVar(&f.theme, "theme", "auto", "the colours, a `THEME`: "+strings.Join(cells.ThemeNames(), ", "))
	fs.BoolVar(&f.ascii, "ascii", false, "draw with ASCII signs alone")
	fs.BoolVar(&f.noMouse, "no-mouse", false, "leave the mouse to the terminal")
	fs.BoolVar(&f.still, "no-motion", a.Getenv("SSH_CONNECTION") != "", "let nothing move but numbers, as over SSH")
	fs.StringVar(&f.rtl, "rtl", "auto", "who orders right-to-left text: `auto`, app, terminal")
	fs.StringVar(&f.layout, "layout", "", "the keyboard `LAYOUT` that letters of another script belong to: "+strings.Join(stage.Layouts(), ", "))
	configFlag(cmd, &f.config)
	return cmd
}

// play shows a simulation in the terminal, or one screen of it as text.
func (a *app) play(ctx context.Context, f *playFlags, args []string) error {
	look, err := a.look(f)
	if err != nil {
		return err
	}
	if !slices.Contains(stage.Screens, f.screen) {
		return notOneOf("screen", f.screen, stage.Screens)
	}
	f.format, f.workers = "text", 1
	var resume *stage.SavedRun
	if is, err := isSession(args); err != nil {
		return err
	} else if is {
		if resume, args, err = f.resume(args[0]); err != nil {
			return err
		}
	}
	s, err := f.settle()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := &player{a: a, s: s, args: args, f: f, resume: resume, changed: make(chan struct{}, 1)}
	defer p.close()
	p.live = f.feed == "-" && a.out.tty
	if (f.linear || a.talks()) && !f.plain && !f.json && f.frame == "" {
		return p.talk(ctx, look)
	}
	if f.svg && f.frame == "" {
		return usage("--frame 100x30 --svg", "--svg needs the size of the frame")
	}
	if f.plain || f.json || f.frame != "" || !p.live && !a.interactive() {
		p.live = false
		return p.print(ctx, look)
	}
	look = a.reminded(f, look)
	m, err := p.model(ctx, look)
	if err != nil {
		return err
	}
	if x := m.Session(); x != nil && !p.live && (f.at != "" || resume != nil || f.who != "" || f.message > 0) {
		if err := x.Wait(ctx); err != nil { // what is wanted may stand at the end
			return err
		}
	}
	if err := p.begin(ctx, m); err != nil {
		return err
	}
	saved, stop, err := p.watch(ctx)
	if err != nil {
		return err
	}
	defer stop()
	keyboard := a.In
	if p.live {
		keyboard = nil
	}
	err = tui.Run(ctx, m, tui.Options{
		In: keyboard, Out: a.Out, Environ: os.Environ(), Mouse: !f.noMouse, Saved: saved, Changed: p.changed, Editor: a.editor, Remember: a.remember,
	})
	var crash *tui.Crash
	if errors.As(err, &crash) {
		return a.crashed(crash)
	}
	if line := m.Summary(); line != "" && err == nil {
		a.say("%s", line)
	}
	return err
}

// crashed writes down what there is to know of a crash, and says where.
func (a *app) crashed(c *tui.Crash) error {
	f, err := os.CreateTemp("", "journey-crash-*.txt")
	if err != nil {
		return failed("", "%w", c)
	}
	_, err = f.WriteString(c.Report())
	if err = errors.Join(err, f.Close()); err != nil {
		return failed("", "%w", c)
	}
	return failed("what was pressed and where it stopped is in "+f.Name()+"; please send it to us", "%w", c)
}

// interactive reports whether somebody sits at a terminal that can be drawn on.
func (a *app) interactive() bool {
	in, ok := a.In.(*os.File)
	return ok && a.out.tty && term.IsTerminal(int(in.Fd()))
}

// look settles how frames look.
func (a *app) look(f *playFlags) (stage.Look, error) {
	look := stage.Look{Theme: cells.ThemeOf(f.theme), ASCII: f.ascii, Logical: f.rtl == "terminal", Still: f.still}
	if look.Theme == nil {
		return look, notOneOf("theme", f.theme, cells.ThemeNames())
	}
	if f.theme == "auto" && (a.Getenv("NO_COLOR") != "" || a.Getenv("CLICOLOR") == "0") {
		look.Theme = cells.ThemeOf("mono")
	}
	if !slices.Contains([]string{"auto", "app", "terminal"}, f.rtl) {
		return look, notOneOf("rtl", f.rtl, []string{"auto", "app", "terminal"})
	}
	look.Logical = look.Logical || f.rtl == "auto" && a.ordersItself()
	language := strings.ToLower(a.Getenv("LC_ALL") + a.Getenv("LC_CTYPE") + a.Getenv("LANG"))
	if language != "" && !strings.Contains(language, "utf-8") && !strings.Contains(language, "utf8") {
		look.ASCII = true
	}
	layout := f.layout
	switch {
	case layout == "" && len(language) >= 2 && slices.Contains(stage.Layouts(), language[:2]):
		layout = language[:2]
	case layout != "" && !slices.Contains(stage.Layouts(), layout):
		return look, notOneOf("layout", layout, stage.Layouts())
	}
	look.Layout = stage.NewLayout(layout)
	return look, nil
}

// editor is the editor of the environment, at a line.
func (a *app) editor(file string, line int) *exec.Cmd {
	words := strings.Fields(a.Getenv("VISUAL"))
	if len(words) == 0 {
		words = strings.Fields(a.Getenv("EDITOR"))
	}
	if len(words) == 0 {
		words = []string{"vi"}
	}
	if strings.HasPrefix(words[0], "code") {
		words = append(words, "--wait", "--goto", fmt.Sprintf("%s:%d", file, line))
	} else {
		words = append(words, fmt.Sprintf("+%d", line), file)
	}
	return exec.Command(words[0], words[1:]...)
}

// print writes one screen, and ends.
func (p *player) print(ctx context.Context, look stage.Look) error {
	f := p.f
	if len(p.args) == 0 && !p.configured() {
		return usage("give a file: journey play cart.journey", "standard output is no terminal, and no journeys were given")
	}
	p.printing = true
	w, h := 100, 30
	if f.frame != "" {
		if n, err := fmt.Sscanf(f.frame, "%dx%d", &w, &h); n != 2 || err != nil || w < 1 || h < 1 || w > 1000 || h > 1000 {
			return usage("--frame 80x24", "a size is columns and rows, got %q", f.frame)
		}
	}
	m, err := p.model(ctx, look)
	if err != nil {
		return err
	}
	if err := m.Session().Wait(ctx); err != nil {
		return err
	}
	if st := m.Session().Status(); st.Err != "" {
		return failed("", "%s", st.Err)
	}
	stage.Settle(ctx, m, stage.Size{W: w, H: h})
	if f.at == "" && p.resume == nil {
		f.at = "end"
	}
	if err := p.begin(ctx, m); err != nil {
		return err
	}
	for _, k := range strings.Fields(f.keys) {
		stage.Settle(ctx, m, stage.KeyOf(k))
	}
	var out []byte
	switch {
	case f.json:
		if out, err = m.JSON(); err != nil {
			return err
		}
	case f.svg:
		out = []byte(m.Picture())
	case f.frame != "" && p.a.out.color:
		out = []byte(m.Styled() + "\n")
	case f.frame != "" && f.ascii:
		out = []byte(m.Frame().ASCII() + "\n")
	case f.frame != "":
		out = []byte(m.Frame().Text() + "\n")
	default:
		out = []byte(m.Plain(max(min(p.a.out.width, 200), 100)))
	}
	_, err = io.Copy(p.a.Out, bytes.NewReader(out))
	return err
}

// begin goes where the flags say.
func (p *player) begin(ctx context.Context, m *stage.Model) error {
	f := p.f
	if m.Session() == nil {
		return nil // nothing is chosen yet
	}
	if p.resume != nil {
		for _, e := range m.Resume(p.resume) {
			stage.Carry(ctx, m, e)
		}
	}
	if f.at != "" {
		if _, err := m.Session().Goto(f.at); err != nil {
			return usage("", "--at: %w", err)
		}
	}
	if p.resume != nil && f.screen == "flow" && f.journey+f.who+f.find == "" && f.message == 0 {
		return nil // it is where it was
	}
	in, err := m.Begin(stage.Beginning{Screen: f.screen, Journey: f.journey, Person: f.who, Message: f.message, Find: f.find})
	if err != nil {
		return usage("", "%w", err)
	}
	for _, e := range in {
		stage.Carry(ctx, m, e)
	}
	return nil
}
