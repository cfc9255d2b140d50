package tui

import (
	"fmt"
	"runtime/debug"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
)

// Crash is the error of a mistake of ours: the terminal is given back as at any
// end, and what was pressed is known, so that it can be pressed again.
type Crash struct {
	What  any
	Stack []byte
	Keys  []string // as --keys takes them, the last at the end
}

func (c *Crash) Error() string {
	return fmt.Sprintf("the program made a mistake and had to stop: %v", c.What)
}

// Report is everything there is to know, as text.
func (c *Crash) Report() string {
	return fmt.Sprintf("%v\n\npressed: %s\n\n%s", c.What, strings.Join(c.Keys, " "), c.Stack)
}

// mostKeys is how many keys are remembered.
const mostKeys = 500

func (a *adapter) remember(in stage.Input) {
	var word string
	switch in := in.(type) {
	case stage.Key:
		word = in.Name
	case stage.Size:
		word = fmt.Sprintf("@%dx%d", in.W, in.H)
	case stage.Click:
		word = fmt.Sprintf("click:%d,%d", in.X, in.Y)
	case stage.Saved:
		word = "saved"
	default:
		return
	}
	if a.keys = append(a.keys, word); len(a.keys) > mostKeys {
		a.keys = a.keys[len(a.keys)-mostKeys:]
	}
}

// crashed notes a crash and ends the program.
func (a *adapter) crashed(what any, stack []byte) tea.Cmd {
	if a.crash == nil {
		a.crash = &Crash{What: what, Stack: stack, Keys: a.keys}
	}
	return tea.Quit
}

// draw draws the model. A frame that cannot be drawn ends the program at the next
// message.
func (a *adapter) draw() (frame string) {
	defer func() {
		if r := recover(); r != nil {
			_ = a.crashed(r, debug.Stack())
			a.end()
		}
	}()
	return a.m.Styled()
}
