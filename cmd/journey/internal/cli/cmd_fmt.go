package cli

import (
	"context"
	"io"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/format"
)

func init() { register(newFmt) }

// formatFlags are what `journey fmt` does with what it lays out.
type formatFlags struct{ write, list, diff, check bool }

func newFmt(a *app) *cobra.Command {
	var config string
	var do formatFlags
	cmd := &cobra.Command{
		Use:     "fmt [FILE|DIR|-...]",
		Short:   "Lay journeys out in the one way there is",
		GroupID: groupCheck,
		Long: `Lay journeys out: indentation, blanks, blank lines, columns of tables, lines that are
too long. There are no options of style. Comments stay where they are, and the result
is read again before it is written: it is the same journey. A file with a mistake is
left alone, and the mistake is reported.

Without files it reads standard input and writes standard output. With -w, -l, -d or
--check and without files it works on the project's paths. Exit code 1 says that a file
has a mistake or, unless -w has put it right, is not laid out.`,
		Example: `  journey fmt -w .
  journey fmt --check journeys/
  journey fmt -d cart.journey
  journey fmt < cart.journey`,
		RunE: func(cmd *cobra.Command, args []string) error {
			defer a.hurry()()
			if len(args) == 0 && do == (formatFlags{}) {
				args = []string{"-"}
			}
			w, err := a.load(cmd.Context(), config, args, true)
			if err != nil {
				return err
			}
			if w.Compiled != nil {
				return usage("give the source it was compiled from", "%s is compiled, and fmt reads sources", w.CompiledFrom)
			}
			return a.formatAll(cmd.Context(), w.Sources, do)
		},
	}
	cmd.Flags().BoolVarP(&do.write, "write", "w", false, "write the files that change, instead of showing them")
	cmd.Flags().BoolVarP(&do.list, "list", "l", false, "list the files that change")
	cmd.Flags().BoolVarP(&do.diff, "diff", "d", false, "show what changes")
	cmd.Flags().BoolVar(&do.check, "check", false, "list the files that would change, and change none")
	configFlag(cmd, &config)
	return cmd
}

// formatAll lays out every file, those behind a broken one too.
func (a *app) formatAll(ctx context.Context, sources []compiler.Source, do formatFlags) error {
	if do.check && do.write {
		return usage("leave out one of the two", "--check changes no file, and -w does")
	}
	left := false // a file is broken, or is still not laid out
	for _, s := range sources {
		if err := ctx.Err(); err != nil {
			return err
		}
		out, ds, err := format.Source(s.Path, s.Text)
		if err != nil {
			return failed("this is a mistake in journey itself, please report it", "%s: %w", s.Path, err)
		}
		if len(ds) > 0 {
			left = true
			if err := a.diagnostics(ds, diag.Sources{s.Path: s.Text}); err != nil {
				return err
			}
			a.say("%s is left as it is", s.Path)
			continue
		}
		if err := a.formatted(s, out, do); err != nil {
			return err
		}
		left = left || out != s.Text && !do.write && (do.list || do.diff || do.check)
	}
	if left {
		return found()
	}
	return nil
}

// formatted writes one file that was laid out, or what is wanted of it.
func (a *app) formatted(s compiler.Source, out string, do formatFlags) error {
	to := a.Out
	if a.out.tty {
		to = &harmless{a.Out}
	}
	stdin := s.Path == project.StdinName
	if !do.list && !do.diff && !do.check && (!do.write || stdin) {
		_, err := io.WriteString(to, out)
		return err
	}
	if out == s.Text {
		return nil
	}
	if do.list || do.check {
		if _, err := io.WriteString(to, s.Path+"\n"); err != nil {
			return err
		}
	}
	if do.diff {
		if _, err := to.Write(changes(s.Path, s.Text, out)); err != nil {
			return err
		}
	}
	if do.write && !stdin {
		return writeFile(s.Path, func(w io.Writer) error {
			_, err := io.WriteString(w, out)
			return err
		})
	}
	return nil
}

// changes is a unified diff of a file.
func changes(path, before, after string) []byte {
	text := diff.Diff(path+".orig", []byte(before), path, []byte(after))
	if _, body, ok := strings.Cut(string(text), "\n"); ok { // without the line `diff A B`
		return []byte(body)
	}
	return text
}
