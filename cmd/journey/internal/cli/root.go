package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/dsl/spell"
)

// The groups of commands in the help, in their order.
const (
	groupTry   = "try"
	groupCheck = "check"
	groupBuild = "build"
	groupOther = "other"
)

var groups = []*cobra.Group{
	{ID: groupTry, Title: "See what journeys do:"},
	{ID: groupCheck, Title: "Write them well:"},
	{ID: groupBuild, Title: "Compile them:"},
	{ID: groupOther, Title: "And also:"},
}

// registered are the constructors of all commands. Every command's file adds its
// own from init; nothing changes the list afterwards.
var registered []func(*app) *cobra.Command

// register adds a command. It is called from the init function of the command's
// file, so that adding a command touches no other file:
//
//	func init() { register(newLint) }
func register(command func(*app) *cobra.Command) { registered = append(registered, command) }

const helpTemplate = `{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}

{{end}}{{if or .Runnable .HasSubCommands}}{{.UsageString}}{{end}}`

const usageTemplate = `Usage:{{if .HasAvailableSubCommands}}
  {{.CommandPath}} COMMAND [flags]{{else}}
  {{.UseLine}}{{end}}{{if .HasExample}}

Examples:
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}{{$cmds := .Commands}}{{range $group := .Groups}}

{{.Title}}{{range $cmds}}{{if and (eq .GroupID $group.ID) .IsAvailableCommand}}
  {{rpad .Name .NamePadding}}  {{.Short}}{{end}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsagesWrapped 80 | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

"journey help COMMAND" says more about a command.{{end}}
`

func (a *app) root() *cobra.Command {
	cobra.MousetrapHelpText = "" // a double click on Windows is welcome
	root := &cobra.Command{
		Use:           "journey",
		Short:         "Customer journeys as text: check them, try them on real events, explain them.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !a.interactive() && !a.talks() {
				return cmd.Help()
			}
			return a.play(cmd.Context(), &playFlags{theme: "auto", rtl: "auto", screen: "flow"}, nil)
		},
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	root.SetHelpTemplate(helpTemplate)
	root.SetUsageTemplate(usageTemplate)
	root.SetFlagErrorFunc(flagError)
	root.AddGroup(groups...)
	for _, command := range registered {
		root.AddCommand(command(a))
	}
	root.SetHelpCommand(&cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Say more about a command",
		GroupID: groupOther,
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(cmd.Root(), strings.Join(args, " "))
			}
			return about.Help()
		},
	})
	root.InitDefaultHelpCmd()
	eachCommand(root, func(c *cobra.Command) {
		c.Flags().BoolP("help", "h", false, "show this page")
		c.Flags().SortFlags = false
		c.DisableFlagsInUseLine = true
	})
	return root
}

func eachCommand(c *cobra.Command, f func(*cobra.Command)) {
	f(c)
	for _, sub := range c.Commands() {
		eachCommand(sub, f)
	}
}

// checkCommand looks at the command's name before cobra looks at its flags, which
// it would take for flags of the root. Names with underscores are cobra's own, of
// completion scripts.
func checkCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 || args[0] == "" || strings.HasPrefix(args[0], "-") || strings.HasPrefix(args[0], "__") {
		return nil
	}
	if cmd, _, err := root.Find(args); err != nil || cmd == root {
		return unknownCommand(root, args[0])
	}
	return nil
}

func unknownCommand(root *cobra.Command, name string) error {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	hint := "journey help lists the commands"
	if meant, ok := spell.Closest(name, names); ok {
		hint = "did you mean journey " + meant + "?"
	} else if strings.HasSuffix(name, ".journey") {
		hint = "a command comes first: journey simulate " + name
	}
	return usage(hint, "there is no command %q", name)
}

// flagError words a mistake with flags, with the flag that was meant.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var wrong *pflag.InvalidValueError
	var empty *pflag.ValueRequiredError
	switch {
	case errors.As(err, &wrong):
		name, value := wrong.GetFlag().Name, safetext.Line(wrong.GetValue())
		kind := map[string]string{
			"int": "it is a whole number", "int64": "it is a whole number", "float64": "it is a number", "bool": "it takes no value",
			"duration": "write it as 30s, 10m or 2h",
		}[wrong.GetFlag().Value.Type()]
		if kind == "" {
			return usage("journey help "+cmd.Name()+" lists the flags", "--%s %q: %w", name, value, wrong.Unwrap())
		}
		return usage(kind, "--%s cannot be %q", name, value)
	case errors.As(err, &empty):
		return usage("journey help "+cmd.Name()+" lists the flags", "--%s needs a value", empty.GetFlag().Name)
	case !errors.As(err, &unknown):
		return usage("journey help "+cmd.Name()+" lists the flags", "%w", err)
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	slices.Sort(names)
	name := unknown.GetSpecifiedName()
	dashes := "--"
	if unknown.GetSpecifiedShortnames() != "" {
		dashes = "-"
	}
	hint := "journey help " + cmd.Name() + " lists the flags"
	if meant, ok := spell.Closest(name, names); ok {
		hint = "did you mean --" + meant + "?"
	}
	return usage(hint, "%s has no flag %s%s", cmd.CommandPath(), dashes, safetext.Line(name))
}

// noArguments refuses arguments, for commands that have none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("", "%s takes no arguments, got %q", cmd.CommandPath(), args[0])
	}
	return nil
}
