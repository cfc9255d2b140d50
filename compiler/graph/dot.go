package graph

import (
	"fmt"
	"strings"
)

// look is how Graphviz draws a kind of node.
var look = [...]string{
	Trigger:  `shape=box, style="rounded,bold"`,
	Send:     `shape=box`,
	Wait:     `shape=hexagon`,
	If:       `shape=diamond`,
	Split:    `shape=diamond`,
	Act:      `shape=parallelogram`,
	Stop:     `shape=circle`,
	Finished: `shape=circle`,
	Goal:     `shape=box, style=rounded, peripheries=2`,
	Exit:     `shape=box, style=rounded`,
}

// DOT writes graphs as one Graphviz digraph, each journey a cluster.
func DOT(gs []*Graph) string {
	var b strings.Builder
	b.WriteString("digraph journeys {\n  node [fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\"];\n")
	for _, g := range gs {
		fmt.Fprintf(&b, "  subgraph \"cluster_%s\" {\n    label=\"%s\";\n", g.ID, dotText(g.Title))
		for _, n := range g.Nodes {
			fmt.Fprintf(&b, "    \"%s\" [label=\"%s\", %s];\n", n.ID, dotText(n.Text), look[n.Kind])
		}
		for _, e := range g.Edges {
			var attrs []string
			if e.Label != "" {
				attrs = append(attrs, `label="`+dotText(e.Label)+`"`)
			}
			if e.Any {
				attrs = append(attrs, "style=dotted")
			}
			fmt.Fprintf(&b, "    \"%s\" -> \"%s\"", g.Nodes[e.From].ID, g.Nodes[e.To].ID)
			if len(attrs) > 0 {
				fmt.Fprintf(&b, " [%s]", strings.Join(attrs, ", "))
			}
			b.WriteString(";\n")
		}
		b.WriteString("  }\n")
	}
	b.WriteString("}\n")
	return b.String()
}

// Graphviz reads HTML entities inside labels, so an ampersand is one itself.
var dotEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;", "\n", `\n`)

// dotText writes a text inside quotes.
func dotText(s string) string { return dotEscapes.Replace(harmless(s)) }
