// Package stage is the terminal simulator without a terminal: what is shown, and
// what keys, clicks and the clock do to it.
//
// A Model takes one Input at a time and returns Effects, which somebody else
// carries out: package tui in a terminal, a test in a loop. What takes longer than
// a frame is such an effect; its result comes back as an input. So the same inputs
// always lead to the same frames, and nothing here waits, sleeps or reads a clock.
//
// Everything that is shown comes from package sim. A screen (flow.go, people.go,
// messages.go, compare.go, source.go, portfolio.go) reads its view there and makes
// panes of lines of it; frame.go lays panes out at any size, and twin.go writes the
// same lines, or the view itself, without a frame. Over a screen may lie an overlay
// (overlay.go): help, the palette, a question, the form of a what-if (inject.go).
// action.go is the one table of everything that can be done: keys, palette, help
// and hints are made of it. choose.go is the first question, when nothing was said.
package stage

import (
	"context"
	"fmt"
	"time"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/sim"
)

// Input is something that happens to a model.
type Input interface{}

// The inputs, beside Key, Click, Wheel and Text.
type (
	// Size is a new size of the screen.
	Size struct{ W, H int }
	// Tick says that time has passed while the model was playing.
	Tick struct{ Elapsed time.Duration }
	// Changed says that more of the feed was read.
	Changed struct{}
	// Saved says that a file of the journeys was saved.
	Saved struct{}
	// Done is the result of a Work.
	Done struct{ Then func(*Model) []Effect }
)

// Effect is something that a model wants to be done.
type Effect interface{}

// The effects.
type (
	// Work is done beside the screen; what it returns goes back as Done.
	Work func(context.Context) func(*Model) []Effect
	// Copy puts text into the clipboard.
	Copy string
	// Edit opens a file in the editor.
	Edit struct {
		File string
		Line int
	}
	// Quit ends the program.
	Quit struct{}
)

// Run is an open simulation, and what it may do outside. Functions that are nil
// cannot be done, and Why says why.
type Run struct {
	Session *sim.Session
	Name    string // of the journeys: a file or a folder
	// Reload compiles the files again. When they are broken it returns no version and
	// what is wrong, as text with its lines.
	Reload func(context.Context) (v *sim.Version, broken string, err error)
	// Head is the version of the journeys in git.
	Head func(context.Context) (*sim.Version, error)
	// Keep writes a test block into the test file of the journeys, and returns where.
	Keep func(block string) (string, error)
	// Export writes a file that was not there, and returns where.
	Export func(name string, data []byte) (string, error)
	// Opened is how to open it again; nil cannot be.
	Opened *Opened
	// Fix finds what can be mended of the files by itself.
	Fix Fixer
	// Edits says whether the files of the journeys can be opened in an editor.
	Edits bool
	// Others is what else could be shown; nil is nothing.
	Others func() *Start
}

// Look is how frames look.
type Look struct {
	Theme   *cells.Theme
	Layout  Layout // of the keyboard; nil is NewLayout("")
	ASCII   bool
	Logical bool // the terminal orders right-to-left text itself
	Still   bool // nothing moves but numbers
	// AskOrder asks who orders right-to-left text when there is any, because nobody knows.
	AskOrder bool
	Memory   Memory // of earlier runs
}

// Model is everything that is shown and how it came to be.
type Model struct {
	run    *Run
	look   Look
	w, h   int
	zone   *calendar.Zone
	pick   *chooser
	stuck  *stuck // journeys that have mistakes, before any ran
	tabs   []screen
	tab    int
	over   []overlay
	note   note
	zones  []zone
	canvas cells.Canvas // of the frames of a terminal, used again

	pos      sim.Position
	status   sim.Status
	journeys []string
	journey  int

	playing bool
	speed   int
	skip    bool // quiet time

	flow      *flowScreen
	people    *peopleScreen
	messages  *messagesScreen
	compare   *compareScreen
	source    *sourceScreen
	portfolio *portfolioScreen
	data      *dataScreen

	whatIf    int // the one in hand; 0 is none
	broken    string
	replaying bool
	quitting  bool
	used      map[string]bool // actions that were done once
	memory    Memory          // what stays for the next run
	learned   bool            // there is something new in it
	asking    bool            // which of two lines looks right
	dividing  bool            // the divider between panes is being drawn
	noMouse   bool            // the terminal has the mouse
	guided    bool            // came without a file: it is said what can be done
}

// note is a line about what has just happened.
type note struct {
	role cells.Role
	text string
}

// New returns a model of an open simulation.
func New(run *Run, look Look) *Model {
	m := blank(look)
	m.begin(run)
	return m
}

func blank(look Look) *Model {
	if look.Theme == nil {
		look.Theme = cells.ThemeOf("auto")
	}
	if look.Layout == nil {
		look.Layout = NewLayout("")
	}
	m := &Model{look: look, w: 80, h: 24, speed: 2, skip: true, zone: calendar.UTC(), used: map[string]bool{}}
	m.flow, m.people, m.messages = &flowScreen{}, &peopleScreen{}, &messagesScreen{}
	m.compare, m.source, m.portfolio = &compareScreen{}, &sourceScreen{}, &portfolioScreen{}
	m.data = &dataScreen{}
	m.recall(look.Memory)
	m.tabs = []screen{m.flow, m.people, m.messages, m.compare, m.source, m.portfolio, m.data}
	return m
}

// begin shows a simulation.
func (m *Model) begin(run *Run) {
	m.run, m.pick, m.stuck = run, nil, nil
	m.journeys = run.Session.Journeys()
	m.refresh()
}

// refresh reads the position and the view of the screen that is shown. Screens that
// need longer return an effect, which load gives on.
func (m *Model) refresh() []Effect {
	m.pos, m.status = m.run.Session.Position(), m.run.Session.Status()
	if z, err := calendar.Load(m.pos.Zone); err == nil {
		m.zone = z
	}
	return m.tabs[m.tab].load(m)
}

// Playing reports whether the clock runs, so that ticks are wanted.
func (m *Model) Playing() bool { return m.playing }

// Mouse reports whether the mouse is wanted.
func (m *Model) Mouse() bool { return !m.noMouse }

// Session is the simulation that is shown, or nil before one is chosen.
func (m *Model) Session() *sim.Session {
	if m.run == nil {
		return nil
	}
	return m.run.Session
}

// Update takes an input.
func (m *Model) Update(in Input) []Effect {
	out := m.take(in)
	m.wonder()
	if click, ok := in.(Click); !ok || !click.Drag { // what is drawn is not done yet
		out = append(out, m.remember()...)
	}
	return out
}

func (m *Model) take(in Input) []Effect {
	switch in := in.(type) {
	case Size:
		m.w, m.h = in.W, in.H
	case Key:
		return m.key(in)
	case Text:
		return m.typed(string(in))
	case Click:
		return m.click(in)
	case Wheel:
		return m.wheel(in)
	case Done:
		return in.Then(m)
	case Tick:
		return m.tick(in.Elapsed)
	case Changed:
		return m.changed()
	case Saved:
		if m.stuck != nil {
			return m.stuck.again(m)
		}
		return m.saved()
	}
	return nil
}

// changed takes what was read since. Whoever stands at the end of a live feed stays
// at its end.
func (m *Model) changed() []Effect {
	if m.run == nil {
		return nil
	}
	follow := m.pos.AtEnd && !m.pos.AtStart && m.status.Phase == sim.Live
	m.status = m.run.Session.Status()
	if follow {
		m.run.Session.Seek(m.status.Horizon)
	}
	return m.refresh()
}

// say shows a note until the next key.
func (m *Model) say(format string, args ...any) {
	m.note = note{cells.Plain, fmt.Sprintf(format, args...)}
}

// complain shows what went wrong.
func (m *Model) complain(err error) []Effect {
	m.note = note{cells.Problem, "not done: " + err.Error()}
	return nil
}

// show goes to a screen.
func (m *Model) show(s screen) []Effect {
	for i := range m.tabs {
		if m.tabs[i] == s {
			m.tab = i
		}
	}
	return m.refresh()
}
