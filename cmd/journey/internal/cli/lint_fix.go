package cli

import (
	"context"
	"io"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lint"
)

// fixed makes the fixes of all rooms, in memory, and returns the sources that changed
// as they were and as they are, and how many fixes were made.
func fixed(ctx context.Context, rooms []*room, unsafe bool) (before, after []compiler.Source, made int, err error) {
	results := map[*room]*lint.Fixed{}
	for _, r := range rooms {
		results[r] = &lint.Fixed{}
	}
	err = eachRoom(ctx, rooms, func(r *room) { *results[r] = lint.Fix(r.texts(), r.lint, unsafe) })
	if err != nil {
		return nil, nil, 0, err
	}
	for _, r := range rooms {
		made += results[r].Made
		r.found = results[r].Left
		for i, s := range r.sources {
			if text := results[r].Texts[s.Path]; text != s.Text {
				before = append(before, s)
				r.sources[i].Text = text
				after = append(after, r.sources[i])
			}
		}
	}
	return before, after, made, nil
}

// makeFixes writes what fixes change. What came from standard input goes to standard
// output, changed or not.
func (a *app) makeFixes(ctx context.Context, rooms []*room, do lintFlags) error {
	_, after, made, err := fixed(ctx, rooms, do.unsafe)
	if err != nil {
		return err
	}
	files := 0
	for _, s := range after {
		if s.Path == project.StdinName {
			continue
		}
		files++
		err := writeFile(s.Path, func(w io.Writer) error {
			_, err := io.WriteString(w, s.Text)
			return err
		})
		if err != nil {
			return err
		}
	}
	for _, r := range rooms {
		for _, s := range r.sources {
			if s.Path == project.StdinName {
				if _, err := io.WriteString(a.Out, s.Text); err != nil {
					return err
				}
			}
		}
	}
	if files > 0 {
		a.say("%s made in %s", counted(int64(made), "fix", "fixes"), counted(int64(files), "file", "files"))
	}
	return nil
}

// showFixes shows what makeFixes would change.
func (a *app) showFixes(ctx context.Context, rooms []*room, do lintFlags) error {
	before, after, made, err := fixed(ctx, rooms, do.unsafe)
	if err != nil {
		return err
	}
	to := a.Out
	if a.out.tty {
		to = &harmless{a.Out}
	}
	for i := range before {
		if _, err := to.Write(changes(before[i].Path, before[i].Text, after[i].Text)); err != nil {
			return err
		}
	}
	if made == 0 {
		a.say("nothing to fix")
		return nil
	}
	a.say("%s would change %s", counted(int64(made), "fix", "fixes"), counted(int64(len(before)), "file", "files"))
	return found()
}
