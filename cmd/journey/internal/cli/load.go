package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler"
	"github.com/spf13/cobra"
)

// work is what a command works on: the project and the journeys of its
// arguments.
type work struct {
	*project.Project
	*project.Journeys
}

// configFlag adds the flag that every command with a project has.
func configFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "config", "", "the project's `FILE`, instead of the nearest journey.yaml")
}

// load reads the project and the journeys of the arguments; tests says whether
// folders give their *_test.journey files too. Its errors carry their exit code.
func (a *app) load(ctx context.Context, config string, args []string, tests bool) (*work, error) {
	p, err := project.Load(config, args)
	if err != nil {
		return nil, configTrouble(err)
	}
	find := p.Journeys
	if tests {
		find = p.JourneysAndTests
	}
	js, err := find(args, a.stdin(ctx))
	switch {
	case errors.Is(err, project.ErrNothing):
		return nil, usage("give a file, a folder, or - for standard input", "%w", err)
	case err != nil:
		return nil, fileTrouble(err)
	}
	return &work{p, js}, nil
}

// compile compiles the sources and shows what is wrong with them. An error in
// them is an error here, with everything already said.
func (a *app) compile(w *work, derive bool) (*compiler.Result, error) {
	res := compiler.Compile(w.Sources, w.Options(derive))
	if err := a.diagnostics(res.Diags, w.Texts()); err != nil {
		return nil, err
	}
	if res.Failed() {
		return res, found()
	}
	return res, w.PolicyMistake(res.Info)
}

func configTrouble(err error) error {
	var config *project.ConfigError
	if errors.As(err, &config) {
		return err
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		return usage("", "reading the configuration %s: %s", at.Path, reason(err))
	}
	return usage("", "%w", err)
}

// fileTrouble words an error of the file system as a person would.
func fileTrouble(err error) error {
	var at *fs.PathError
	if !errors.As(err, &at) {
		return err
	}
	return &failure{code: exitFailed, err: &worded{at.Path + ": " + reason(err), err}}
}

// worded is an error in our own words that still is what it was.
type worded struct {
	text string
	err  error
}

func (w *worded) Error() string { return w.text }
func (w *worded) Unwrap() error { return w.err }

func reason(err error) string {
	var at *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file or folder"
	case errors.Is(err, fs.ErrPermission):
		return "no permission to read it"
	case errors.As(err, &at):
		return at.Err.Error()
	}
	return err.Error()
}

// stdin is standard input, for reading a text from it: a read ends when the
// context does, although nothing can be done about the read that waits below.
func (a *app) stdin(ctx context.Context) io.Reader { return &patientReader{ctx: ctx, r: a.In} }

type patientReader struct {
	ctx context.Context
	r   io.Reader
}

func (p *patientReader) Read(buf []byte) (int, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		own := make([]byte, len(buf)) // the caller's must not change after it was given up
		n, err := p.r.Read(own)
		done <- result{own[:n], err}
	}()
	select {
	case got := <-done:
		return copy(buf, got.data), got.err
	case <-p.ctx.Done():
		return 0, p.ctx.Err()
	}
}
