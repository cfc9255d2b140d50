package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/calendar"
)

func init() { register(newVersion) }

// Version is the version of the program: what the build says, else what the
// module system knows.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "development"
}

func newVersion(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Show the version, and what decides results",
		GroupID: groupOther,
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.Out, "journey    %s\ngo         %s %s/%s\nzones      %s\nbytecode   %d\n",
				version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, calendar.Version, bytecode.Version)
			return err
		},
	}
}
