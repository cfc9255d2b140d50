// Package tui runs package stage in a terminal, with Bubble Tea, which nothing else
// imports. It translates keys, clicks and sizes into inputs, carries out effects,
// and paces the clock; what is shown and what keys do is not known here.
package tui

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
)

// Options says where the program runs.
type Options struct {
	In      io.Reader // nil asks the terminal itself, when standard input is the feed
	Out     io.Writer
	Environ []string
	Mouse   bool
	// Editor makes the command that opens a file at a line.
	Editor func(file string, line int) *exec.Cmd
	// Remember keeps a memory for the next run; nil forgets it.
	Remember func(stage.Memory)
	// Saved tells when a file of the journeys was saved; nil never does.
	Saved <-chan struct{}
	// Changed tells when more of the feed was read.
	Changed <-chan struct{}
}

// frameTime is how often the clock moves while playing.
const frameTime = time.Second / 30

// frames is how often in a second what changed is written. It is more often than the
// clock moves, because what a key does waits for it too.
const frames = 60

// Run shows a model until it is quit, the context ends, or the input does.
func Run(ctx context.Context, m *stage.Model, o Options) error {
	// Bubble Tea's own handler may wait for ever for a loop that has ended.
	work, cancel := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGHUP)
	defer cancel()
	a := &adapter{end: cancel, ctx: work, m: m, o: o}
	screen := guard(o.Out, cancel)
	opts := []tea.ProgramOption{
		tea.WithoutSignalHandler(), tea.WithOutput(screen), tea.WithEnvironment(o.Environ), tea.WithFPS(frames),
	}
	if o.In != nil {
		opts = append(opts, tea.WithInput(o.In))
	}
	p := tea.NewProgram(a, opts...)
	// A context given to Bubble Tea would kill it, and a killed program closes its
	// input under the one who reads it. It is asked to quit, and waits for him.
	defer context.AfterFunc(work, p.Quit)()
	a.forward(p, o.Saved, stage.Saved{})
	a.forward(p, o.Changed, stage.Changed{})
	if out, ok := o.Out.(*os.File); ok {
		// Terminals that order right-to-left text themselves are asked to leave it, and
		// get it back at every end.
		_, _ = io.WriteString(out, implicitOff) // a terminal that cannot be written to is seen below
		defer func() { _, _ = io.WriteString(out, implicitOn) }()
	}
	_, err := p.Run()
	switch {
	case a.crash != nil:
		return a.crash
	case screen.lost() != nil:
		return fmt.Errorf("showing the terminal: %w", screen.lost())
	case err != nil:
		return fmt.Errorf("showing the terminal: %w", err)
	}
	return ctx.Err()
}

// ECMA-48's bidirectional support mode: who orders text.
const (
	implicitOff = "\x1b[8l"
	implicitOn  = "\x1b[8h"
)

// adapter is a Bubble Tea model around ours.
type adapter struct {
	end     context.CancelFunc // of the program
	ctx     context.Context
	m       *stage.Model
	o       Options
	ticking bool
	last    time.Time
	frame   string
	stale   bool
	keys    []string // what was pressed, for a crash
	crash   *Crash
}

type (
	tick  time.Time
	input struct{ stage.Input }
)

// forward turns signals into inputs, and never has more than one under way.
func (a *adapter) forward(p *tea.Program, from <-chan struct{}, in stage.Input) {
	if from == nil {
		return
	}
	var waiting atomic.Bool
	go func() {
		for {
			select {
			case <-a.ctx.Done():
				return
			case _, ok := <-from:
				if !ok {
					return
				}
				if waiting.CompareAndSwap(false, true) {
					go func() {
						p.Send(input{in})
						waiting.Store(false)
					}()
				}
			}
		}
	}()
}

// Init is part of tea.Model.
func (a *adapter) Init() tea.Cmd { return a.after(a.m.Update(stage.Changed{})) }

// Update is part of tea.Model.
func (a *adapter) Update(msg tea.Msg) (model tea.Model, cmd tea.Cmd) {
	defer func() {
		if r := recover(); r != nil {
			model, cmd = a, a.crashed(r, debug.Stack())
		}
	}()
	if c, ok := msg.(*Crash); ok { // of something that was done beside the screen
		return a, a.crashed(c.What, c.Stack)
	}
	in := a.translate(msg)
	if in == nil {
		return a, nil
	}
	a.remember(in)
	return a, a.after(a.m.Update(in))
}

// after carries out effects, and keeps the clock running while it plays.
func (a *adapter) after(effects []stage.Effect) tea.Cmd {
	a.stale = true
	var cmds []tea.Cmd
	for _, e := range effects {
		cmds = append(cmds, a.effect(e))
	}
	if a.m.Playing() && !a.ticking {
		a.ticking, a.last = true, time.Now()
		cmds = append(cmds, nextTick())
	}
	return tea.Batch(cmds...)
}

func nextTick() tea.Cmd { return tea.Tick(frameTime, func(t time.Time) tea.Msg { return tick(t) }) }

func (a *adapter) effect(e stage.Effect) tea.Cmd {
	switch e := e.(type) {
	case stage.Work:
		return func() (msg tea.Msg) {
			defer func() {
				if r := recover(); r != nil {
					msg = &Crash{What: r, Stack: debug.Stack()}
				}
			}()
			return input{stage.Done{Then: e(a.ctx)}}
		}
	case stage.Copy:
		return tea.SetClipboard(string(e))
	case stage.Edit:
		if a.o.Editor == nil {
			return nil
		}
		return tea.ExecProcess(a.o.Editor(e.File, e.Line), func(error) tea.Msg { return input{stage.Saved{}} })
	case stage.Remember:
		if a.o.Remember != nil {
			a.o.Remember(stage.Memory(e))
		}
	case stage.Quit:
		return tea.Quit
	}
	return nil
}

// translate makes an input of a message; nil is of no interest.
func (a *adapter) translate(msg tea.Msg) stage.Input {
	switch msg := msg.(type) {
	case input:
		return msg.Input
	case tick:
		now := time.Time(msg)
		elapsed := min(now.Sub(a.last), time.Second) // a laptop that slept does not leap
		a.last, a.ticking = now, false
		return stage.Tick{Elapsed: max(elapsed, 0)}
	case tea.WindowSizeMsg:
		return stage.Size{W: msg.Width, H: msg.Height}
	case tea.KeyPressMsg:
		return keyOf(tea.Key(msg))
	case tea.PasteMsg:
		return stage.Text(msg.Content)
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft {
			return stage.Click{X: msg.X, Y: msg.Y}
		}
	case tea.MouseMotionMsg:
		if msg.Button == tea.MouseLeft {
			return stage.Click{X: msg.X, Y: msg.Y, Drag: true}
		}
	case tea.MouseWheelMsg:
		switch msg.Button {
		case tea.MouseWheelUp:
			return stage.Wheel{X: msg.X, Y: msg.Y, By: -3}
		case tea.MouseWheelDown:
			return stage.Wheel{X: msg.X, Y: msg.Y, By: 3}
		}
	}
	return nil
}

// keyOf names a key. A letter of another script is known by its place, where the
// terminal says it.
func keyOf(k tea.Key) stage.Key {
	out := stage.Key{Name: k.Keystroke(), Text: k.Text}
	plain := k.Mod&^(tea.ModShift|tea.ModCapsLock|tea.ModNumLock) == 0
	switch {
	case k.Code == tea.KeySpace && plain:
		out.Name, out.Text = "space", " "
	case k.Text != "" && plain:
		out.Name = k.Text
		if k.BaseCode > ' ' && k.BaseCode < 0x7F && []rune(k.Text)[0] > 0x7F {
			out.Name = string(k.BaseCode)
			if k.Mod&tea.ModShift != 0 {
				out.Name = strings.ToUpper(out.Name)
			}
		}
	case k.Mod&tea.ModCtrl != 0 && k.BaseCode > ' ' && k.BaseCode < 0x7F:
		out.Name = "ctrl+" + string(k.BaseCode)
	}
	return out
}

// View is part of tea.Model. It runs after every message, so the frame is kept
// until something changed.
func (a *adapter) View() tea.View {
	if a.stale {
		a.frame, a.stale = a.draw(), false
	}
	v := tea.NewView(a.frame)
	v.AltScreen = true
	v.WindowTitle = "journey: DRY RUN"
	v.KeyboardEnhancements.ReportAlternateKeys = true
	if a.o.Mouse && a.m.Mouse() {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}
