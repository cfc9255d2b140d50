package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/dsl/spell"
)

func init() { register(newCompletion) }

func newCompletion(a *app) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:       "completion bash|zsh|fish|powershell",
		Short:     "Write a script that completes commands in a shell",
		GroupID:   groupOther,
		ValidArgs: shells,
		Example: `  source <(journey completion bash)
  journey completion fish > ~/.config/fish/completions/journey.fish`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("journey completion bash", "completion needs the name of one shell")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.Out, true)
			case "zsh":
				return root.GenZshCompletion(a.Out)
			case "fish":
				return root.GenFishCompletion(a.Out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(a.Out)
			}
			hint := fmt.Sprintf("there are: %s, %s, %s, %s", shells[0], shells[1], shells[2], shells[3])
			if meant, ok := spell.Closest(args[0], shells); ok {
				hint = "did you mean " + meant + "?"
			}
			return usage(hint, "%q is not a shell that completion knows", args[0])
		},
	}
}
