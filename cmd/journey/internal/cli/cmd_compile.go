package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/engine"
)

func init() {
	register(newCompile)
	register(newDisasm)
}

func newCompile(a *app) *cobra.Command {
	var config, output, derive string
	cmd := &cobra.Command{
		Use:     "compile -o FILE.jbc FILE|DIR|-...",
		Short:   "Compile journeys to one program file",
		GroupID: groupBuild,
		Long: `Compile journeys to one program file. The same sources give the same bytes on any
machine. A program stands in for its sources wherever journeys are run.`,
		Example: `  journey compile -o cart.jbc cart.journey
  journey simulate cart.jbc --feed events.ndjson`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if output == "" {
				return usage("journey compile -o program.jbc …", "no output was given: say -o FILE")
			}
			w, err := a.load(cmd.Context(), config, args, false)
			if err != nil {
				return err
			}
			if w.Compiled != nil {
				return usage("", "%s is compiled already", w.CompiledFrom)
			}
			if derive != "" {
				if err := w.deriveFlag(derive); err != nil {
					return err
				}
			}
			p, err := a.compileAll(w)
			if err != nil {
				return err
			}
			data := p.Encode()
			if output == "-" {
				if a.out.tty {
					return usage("journey disasm shows it", "a program is not for the screen")
				}
				_, err := a.Out.Write(data)
				return err
			}
			if err := writeFile(output, func(to io.Writer) error {
				_, err := to.Write(data)
				return err
			}); err != nil {
				return err
			}
			a.say("%s: %s, %s", output, counted(journeysOf(p), "journey", "journeys"), counted(int64(len(data)), "byte", "bytes"))
			return nil
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write the program to this `FILE`, - for standard output")
	cmd.Flags().StringVar(&derive, "cart-abandoned", "", "derive cart_abandoned from carts: `always`, never, or always after a silence such as 1h (default never)")
	configFlag(cmd, &config)
	return cmd
}

// compileAll compiles the sources to a program that loads.
func (a *app) compileAll(w *work) (*bytecode.Program, error) {
	res, err := a.compile(w, w.Feed.CartAbandoned == project.Always)
	if err != nil {
		return nil, err
	}
	if res.Program == nil {
		return nil, noJourney(w)
	}
	if _, err := engine.Load(res.Program); err != nil {
		return nil, failed("", "loading %s: %w", names(w), err)
	}
	return res.Program, nil
}

// journeysOf counts the journeys that are the project's own.
func journeysOf(p *bytecode.Program) (n int64) {
	for i := range p.Journeys {
		if !p.Journeys[i].Std {
			n++
		}
	}
	return n
}

func newDisasm(a *app) *cobra.Command {
	var config string
	cmd := &cobra.Command{
		Use:     "disasm FILE|DIR|-...",
		Short:   "Show what journeys are compiled to",
		GroupID: groupBuild,
		Long: `Show what journeys are compiled to: the tables of the machine, and its instructions
with what is on the stack and where they go. Sources are compiled first.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			w, err := a.load(cmd.Context(), config, args, false)
			if err != nil {
				return err
			}
			p := w.Compiled
			if p == nil {
				if p, err = a.compileAll(w); err != nil {
					return err
				}
			}
			if err := p.Disassemble(&harmless{a.Out}); err != nil {
				return fmt.Errorf("showing %s: %w", w.name(), err)
			}
			return nil
		},
	}
	configFlag(cmd, &config)
	return cmd
}
