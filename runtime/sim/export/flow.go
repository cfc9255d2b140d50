package export

import (
	"fmt"
	"io"

	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/runtime/sim"
)

// FlowFormats are the forms in which flows are written, the usual one first.
var FlowFormats = []string{"mermaid", "dot", "svg"}

// Flow writes the flows of journeys with their counts: as Mermaid, for Graphviz (dot),
// or as a picture (svg).
func Flow(w io.Writer, flows []*sim.Flow, format string) error {
	var gs []*graph.Graph
	var notes []*graph.Notes
	for _, f := range flows {
		gs, notes = append(gs, f.Graph), append(notes, f.Notes())
	}
	for i := range gs {
		if format != "svg" { // which has a place for them
			gs[i] = graph.Noted(gs[i], notes[i])
		}
	}
	var text string
	switch format {
	case "svg":
		text = graph.SVGWith(gs, notes)
	case "dot":
		text = graph.DOT(gs)
	default:
		text = graph.Mermaid(gs)
	}
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("writing the flow: %w", err)
	}
	return nil
}
