// Package cli is the command line of journey, as a function: arguments and
// streams in, an exit code out. Only main knows the process.
//
// One command, one file. A command registers itself, says what it does and gives
// a RunE that returns an error; this package turns errors into one exit code and
// one message on standard error. Contracts that all commands keep:
//
//   - Standard output is data, standard error is for people.
//   - Exit codes: 0 clean, 1 findings, 2 usage or configuration, 3 could not do
//     the work, 130 interrupted.
//   - No colour and no redrawn line unless the stream is a terminal; NO_COLOR,
//     CLICOLOR and TERM=dumb are respected.
//   - What files, feeds and arguments contain is shown through package safetext.
//   - A reader that goes away (`| head`) ends the command quietly.
//   - Ctrl-C cancels the context; a command stops, says how far it came, and
//     leaves the terminal clean.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	"github.com/journeylang/journey/dsl/safetext"
)

// Streams is what a command may know of the world outside its arguments.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	// Getenv reads an environment variable.
	Getenv func(string) string
	// Now is the clock. It paces what is redrawn on a terminal and never reaches a
	// result.
	Now func() time.Time
}

// Standard returns the streams of the process.
func Standard() Streams {
	return Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, Now: time.Now}
}

// The exit codes of every command.
const (
	exitClean       = 0
	exitFindings    = 1 // findings, failed tests, unformatted files, a refuted assertion, differences
	exitUsage       = 2 // usage or configuration
	exitFailed      = 3 // could not do the work
	exitInterrupted = 130
)

// app is one run of the program.
type app struct {
	Streams
	out, err console // what Out and Err are
	progress progress
}

// Run runs a command line and returns its exit code.
func Run(ctx context.Context, args []string, s Streams) (code int) {
	a := &app{Streams: s}
	a.out, a.err = newConsole(s.Out, s.Getenv), newConsole(s.Err, s.Getenv)
	defer func() {
		if bug := recover(); bug != nil {
			a.tell("journey: this is a mistake in journey itself, please report it: %s\n%s",
				safetext.Line(fmt.Sprint(bug)), debug.Stack())
			code = exitFailed
		}
	}()
	root := a.root()
	root.SetArgs(args)
	if err := checkCommand(root, args); err != nil {
		return a.finish(ctx, err)
	}
	return a.finish(ctx, root.ExecuteContext(ctx))
}
