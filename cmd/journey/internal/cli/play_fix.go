package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/runtime/sim"
)

// fixer finds what `journey lint --fix` would mend of the files of a work.
func (p *player) fixer(args []string, feedPath string) stage.Fixer {
	return func(ctx context.Context) (*stage.Repair, error) {
		quiet := *p.a
		quiet.Err, quiet.err = io.Discard, newConsole(io.Discard, func(string) string { return "" })
		w, err := p.load(ctx, &quiet, args, feedPath)
		if err != nil {
			return nil, err
		}
		rooms, err := divide(w, p.s.config)
		if err != nil {
			return nil, err
		}
		before, after, made, err := fixed(ctx, rooms, false)
		if err != nil {
			return nil, err
		}
		out := &stage.Repair{Made: made, Write: func() error { return rewrite(before, after) }}
		for i := range before {
			out.Files = append(out.Files, sim.FileDiff{File: before[i].Path, Lines: sim.DiffLines(before[i].Text, after[i].Text)})
		}
		for _, r := range rooms {
			for _, d := range r.found {
				if out.Left == "" && d.Severity.String() == "error" {
					out.Left = d.Summary
				}
			}
		}
		return out, nil
	}
}

// rewrite writes files anew, if they are what they were.
func rewrite(before, after []compiler.Source) error {
	for _, s := range before {
		if s.Path == project.StdinName {
			return errors.New("the journey came from standard input, and cannot be written")
		}
		now, err := os.ReadFile(filepath.FromSlash(s.Path))
		if err != nil {
			return fileTrouble(err)
		}
		if string(now) != s.Text {
			return fmt.Errorf("%s was saved since; look again", s.Path)
		}
	}
	for _, s := range after {
		err := writeFile(filepath.FromSlash(s.Path), func(w io.Writer) error {
			_, err := io.WriteString(w, s.Text)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
