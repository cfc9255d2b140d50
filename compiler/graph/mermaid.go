package graph

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
)

// shape is how Mermaid draws a kind of node: what stands before and after the text.
var shape = [...][2]string{
	Trigger:  {"([", "])"},
	Send:     {"[", "]"},
	Wait:     {"{{", "}}"},
	If:       {"{", "}"},
	Split:    {"{", "}"},
	Act:      {"[/", "/]"},
	Stop:     {"((", "))"},
	Finished: {"((", "))"},
	Goal:     {"([", "])"},
	Exit:     {"([", "])"},
}

// Mermaid writes graphs as one Mermaid flowchart, each journey a box of its own when
// there are several.
func Mermaid(gs []*Graph) string {
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	indent := "  "
	for _, g := range gs {
		if len(gs) > 1 {
			fmt.Fprintf(&b, "  subgraph %s[\"%s\"]\n", g.ID, mermaidText(g.Title))
			indent = "    "
		}
		for _, n := range g.Nodes {
			fmt.Fprintf(&b, "%sn_%s%s\"%s\"%s\n", indent, n.ID, shape[n.Kind][0], mermaidText(n.Text), shape[n.Kind][1])
		}
		for _, e := range g.Edges {
			arrow := "-->"
			if e.Any {
				arrow = "-.->"
			}
			if e.Label != "" {
				arrow += `|"` + mermaidText(e.Label) + `"|`
			}
			fmt.Fprintf(&b, "%sn_%s %s n_%s\n", indent, g.Nodes[e.From].ID, arrow, g.Nodes[e.To].ID)
		}
		if len(gs) > 1 {
			b.WriteString("  end\n")
		}
	}
	return b.String()
}

// Ids of Mermaid begin with n_, because its lexer takes words such as `style` or
// `end` at the start of an id for its own.

var mermaidEntities = strings.NewReplacer(
	`"`, "#quot;", "#", "#35;", "&", "#amp;", "<", "#lt;", ">", "#gt;", "`", "#96;", "\\", "#92;", "\n", "<br/>",
	// Mermaid drops the semicolon of an entity in what it takes for a style
	// definition, "style …:…#…;"; without a colon nothing looks like one.
	":", "#58;",
)

// mermaidText writes a text inside quotes.
func mermaidText(s string) string { return mermaidEntities.Replace(harmless(s)) }

// harmless shows characters that act on the text around them as signs; new lines
// stay.
func harmless(s string) string {
	return strings.ReplaceAll(safetext.Clean(s), "\t", " ")
}
