package cli

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/dsl/spell"
)

func init() { register(newGraph) }

var graphFormats = []string{"mermaid", "dot", "svg"}

func newGraph(a *app) *cobra.Command {
	var config, format, journey string
	cmd := &cobra.Command{
		Use:     "graph FILE|DIR|-...",
		Short:   "Draw journeys, as Mermaid, for Graphviz, or as a picture",
		GroupID: groupCheck,
		Long: `Draw journeys as a flowchart: every step, every way on, and what takes people out.

Mermaid is what many wikis and code hosts draw by themselves, between ` + "```mermaid" + `
and ` + "```" + `; Graphviz makes pictures of the dot format, and svg is one that needs nothing else.`,
		Example: `  journey graph cart.journey
  journey graph journeys/ --journey cart_recovery
  journey graph cart.journey --format svg > cart.svg`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(graphFormats, format) {
				return notOneOf("format", format, graphFormats)
			}
			w, err := a.load(cmd.Context(), config, args, false)
			if err != nil {
				return err
			}
			p := w.Compiled
			if p == nil {
				res, err := a.compile(w, false)
				if err != nil {
					return err
				}
				p = res.Program
			}
			if p == nil {
				return &failure{code: exitFindings, err: fmt.Errorf("there is no journey in %s", w.name())}
			}
			gs, err := chosen(p, journey)
			if err != nil {
				return err
			}
			text := graph.Mermaid(gs)
			switch format {
			case "dot":
				text = graph.DOT(gs)
			case "svg":
				text = graph.SVG(gs)
			}
			_, err = io.WriteString(a.Out, text)
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "mermaid", "mermaid, dot for Graphviz, or svg, a picture")
	cmd.Flags().StringVar(&journey, "journey", "", "draw only the journey of this `NAME`")
	configFlag(cmd, &config)
	return cmd
}

// chosen draws one journey by its name, or all of them.
func chosen(p *bytecode.Program, journey string) ([]*graph.Graph, error) {
	if journey == "" {
		return graph.All(p), nil
	}
	var all []string
	for i := range p.Journeys {
		if p.Journeys[i].Std {
			continue
		}
		if p.Journeys[i].Name == journey {
			return []*graph.Graph{graph.Of(p, i)}, nil
		}
		all = append(all, p.Journeys[i].Name)
	}
	return nil, unknownOf("journey", journey, all)
}

// unknownOf is a name that stands for nothing, with what was meant or what there is.
func unknownOf(what, name string, all []string) error {
	const most = 8
	hint := ""
	switch meant, ok := spell.Closest(name, all); {
	case ok:
		hint = "did you mean " + meant + "?"
	case len(all) > 0:
		hint = "there are: "
		if len(all) == 1 {
			hint = "there is "
		}
		for i, n := range all[:min(len(all), most)] {
			if i > 0 {
				hint += ", "
			}
			hint += n
		}
		if len(all) > most {
			hint += fmt.Sprintf(" and %d more", len(all)-most)
		}
	}
	return usage(hint, "there is no %s %q", what, name)
}
