package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func init() { register(newMan) }

func newMan(a *app) *cobra.Command {
	folder := ""
	cmd := &cobra.Command{
		Use:     "man [COMMAND]",
		Short:   "Write the manual pages",
		GroupID: groupOther,
		Long: `Write the manual page of a command, or that of journey itself, for man(1) to read.
With -o all pages are written into a folder: journey.1, journey-lint.1 and so on.`,
		Example: `  journey man lint | man -l -
  journey man -o ~/.local/share/man/man1`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 || len(args) > 0 && folder != "" {
				return usage("journey man lint", "man takes one command, or -o for all of them")
			}
			if folder != "" {
				return manPages(cmd.Root(), folder)
			}
			about, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(cmd.Root(), strings.Join(args, " "))
			}
			_, err = io.WriteString(a.Out, manPage(about))
			return err
		},
	}
	cmd.Flags().StringVarP(&folder, "output", "o", "", "write all pages into this `FOLDER`")
	return cmd
}

// manPages writes the pages of all commands.
func manPages(root *cobra.Command, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fileTrouble(err)
	}
	var err error
	eachCommand(root, func(c *cobra.Command) {
		if err == nil && c.IsAvailableCommand() || c == root {
			err = writeFile(filepath.Join(folder, manName(c)+".1"), func(w io.Writer) error {
				_, err := io.WriteString(w, manPage(c))
				return err
			})
		}
	})
	return err
}

func manName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// manPage writes the page of one command in the language of man(7). It says what the
// help says, and bears no date: the same program writes the same page.
func manPage(c *cobra.Command) string {
	var b strings.Builder
	name := manName(c)
	fmt.Fprintf(&b, ".TH %s 1 \"\" \"journey\" \"Journey Manual\"\n.SH NAME\n%s \\- %s\n", strings.ToUpper(roff(name)), roff(name), roff(strings.TrimSuffix(c.Short, ".")))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n", roff(c.UseLine()))
	if c.HasAvailableSubCommands() {
		b.WriteString(".I COMMAND\n")
	}
	b.WriteString(".SH DESCRIPTION\n")
	long := c.Long
	if long == "" {
		long = c.Short + "."
	}
	manText(&b, long)
	if c.HasAvailableSubCommands() {
		b.WriteString(".SH COMMANDS\n")
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() {
				fmt.Fprintf(&b, ".TP\n.BR %s (1)\n%s\n", roff(manName(sub)), roff(sub.Short))
			}
		}
	}
	flags := false
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		if !flags {
			b.WriteString(".SH OPTIONS\n")
			flags = true
		}
		manFlag(&b, f)
	})
	if c.Example != "" {
		b.WriteString(".SH EXAMPLES\n.nf\n")
		for _, line := range strings.Split(c.Example, "\n") {
			b.WriteString(roff(strings.TrimPrefix(line, "  ")) + "\n")
		}
		b.WriteString(".fi\n")
	}
	b.WriteString(".SH EXIT STATUS\n")
	for _, code := range []struct{ code, means string }{
		{"0", "nothing to report"}, {"1", "findings, failed tests, unformatted files, differences"}, {"2", "wrong usage or configuration"},
		{"3", "the work could not be done"}, {"130", "interrupted"},
	} {
		fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", code.code, code.means)
	}
	return b.String()
}

func manFlag(b *strings.Builder, f *pflag.Flag) {
	value, text := pflag.UnquoteUsage(f)
	b.WriteString(".TP\n.B ")
	if f.Shorthand != "" {
		b.WriteString(roff("-"+f.Shorthand) + ", ")
	}
	b.WriteString(roff("--" + f.Name))
	if value != "" {
		b.WriteString(" " + roff(value))
	}
	b.WriteString("\n" + roff(text) + "\n")
}

// manText writes paragraphs; what is indented stays as it is.
func manText(b *strings.Builder, text string) {
	for i, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			b.WriteString(".PP\n")
		}
		lines := strings.Split(paragraph, "\n")
		literal := slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "  ") })
		if literal {
			b.WriteString(".nf\n")
		}
		for _, line := range lines {
			b.WriteString(roff(line) + "\n")
		}
		if literal {
			b.WriteString(".fi\n")
		}
	}
}

// roff writes a text so that nothing in it is an instruction.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}
