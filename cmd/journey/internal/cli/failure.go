package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"syscall"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/safetext"
)

// failure is an error with its exit code. An error without one means exit code 3.
type failure struct {
	code int
	err  error  // nil: everything has been said already
	hint string // what to do, or empty
}

func (f *failure) Error() string {
	if f.err == nil {
		return "exit code " + fmt.Sprint(f.code)
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// found is the error of a command that has shown its findings.
func found() error { return &failure{code: exitFindings} }

// usage is a mistake on the command line or in the configuration. hint says what
// to do instead, and may be empty.
func usage(hint, format string, args ...any) error {
	return &failure{code: exitUsage, err: fmt.Errorf(format, args...), hint: hint}
}

// failed is work that could not be done.
func failed(hint, format string, args ...any) error {
	return &failure{code: exitFailed, err: fmt.Errorf(format, args...), hint: hint}
}

// finish reports what a command returned, and chooses the exit code.
func (a *app) finish(ctx context.Context, err error) int {
	var f *failure
	var config *project.ConfigError
	switch {
	case err == nil:
		return exitClean
	case closedPipe(err):
		return exitClean // whoever read our output has read enough
	case ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.Cause(ctx))):
		a.complain(err, "")
		return exitInterrupted
	case errors.As(err, &config):
		_ = a.diagnostics(config.Diags, config.Sources) // a standard error that is closed has no better place
		return exitUsage
	case errors.As(err, &f):
		if f.err != nil {
			a.complain(f.err, f.hint)
		}
		return f.code
	}
	a.complain(err, "")
	return exitFailed
}

// complain writes an error and a hint for people.
func (a *app) complain(err error, hint string) {
	a.clearProgress()
	text := err.Error()
	if errors.Is(err, context.Canceled) {
		text = strings.TrimSuffix(strings.TrimSuffix(text, context.Canceled.Error()), ": ")
		if !strings.HasPrefix(text, "interrupted") {
			text = strings.TrimSuffix("interrupted: "+text, ": ")
		}
	}
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, line := range lines {
		if i == 0 {
			line = a.err.paint(red, "journey:") + " " + safetext.Line(line)
		} else {
			line = "  " + safetext.Line(line)
		}
		a.tell("%s\n", line)
	}
	if hint != "" {
		a.tell("%s %s\n", a.err.paint(bold, "  hint:"), safetext.Line(hint))
	}
}

// diagnostics shows diagnostics to people, on standard error.
func (a *app) diagnostics(ds []diag.Diagnostic, src diag.Sources) error {
	return diag.Render(a.Err, "text", ds, src, diag.Options{Color: a.err.color})
}

// The error numbers of a write into a pipe that nobody reads, on Windows.
const (
	windowsBrokenPipe = syscall.Errno(109)
	windowsNoData     = syscall.Errno(232)
)

func closedPipe(err error) bool {
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) {
		return true
	}
	return runtime.GOOS == "windows" && (errors.Is(err, windowsBrokenPipe) || errors.Is(err, windowsNoData))
}
