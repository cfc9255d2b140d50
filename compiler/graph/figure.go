package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
)

// Notes are the numbers that are written into a picture: below the text of a node,
// with a bar for its share, and behind the label of an arm.
type Notes struct {
	Nodes []Note
	Arms  [][]string // node → its arms, in the order of Tree
}

// Note is what is noted of one node. The zero Note is nothing.
type Note struct {
	Text  string
	Share float64 // 0 to 1, drawn as a bar
}

func (n *Notes) node(i int) string {
	if n == nil || i >= len(n.Nodes) {
		return ""
	}
	return n.Nodes[i].Text
}

func (n *Notes) arm(node, arm int) string {
	if n == nil || node >= len(n.Arms) || arm >= len(n.Arms[node]) {
		return ""
	}
	return n.Arms[node][arm]
}

// armWidth is how many columns are kept for the number of an arm that has no steps.
func (n *Notes) armWidth(a *Arm) int {
	if n == nil || a.Label == "" {
		return 0
	}
	return len(" 1,000,000")
}

// Figure draws one graph with notes for a page that holds more than the picture:
// without a title and without a style, which are the page's. The classes are those
// of SVG, with count for the notes and bar for their bars. Names of what is in the
// picture begin with the graph's ID, so that several may stand on one page.
func Figure(g *Graph, notes *Notes, label string) string {
	var body strings.Builder
	p := &picture{g: g, out: &body, arrow: g.ID + "_arrow", notes: notes}
	w, h := p.flow(margin, margin)
	var b strings.Builder
	fmt.Fprintf(&b, "<svg class=\"flow\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
		w+2*margin, h+2*margin, w+2*margin, h+2*margin, svgText(label))
	fmt.Fprintf(&b, "<defs><marker id=\"%s\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path class=\"head\" d=\"M0 0 8 4 0 8z\"/></marker></defs>\n", p.arrow)
	b.WriteString(body.String())
	b.WriteString("</svg>\n")
	return b.String()
}

// note draws the note of a node into its box, which ends at y+h, below so many lines.
func (p *picture) note(n, center, y, h, lines int) {
	text := p.notes.node(n)
	if text == "" {
		return
	}
	fmt.Fprintf(p.out, "<text class=\"count\" x=\"%d\" y=\"%d\">%s</text>\n", center, y+boxPad+12+lines*lineHeight, svgText(cut(safetext.Line(text), columns)))
	if long := int(min(max(p.notes.Nodes[n].Share, 0), 1)*(boxWidth-8) + 0.5); long > 0 {
		fmt.Fprintf(p.out, "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"3\" rx=\"1.5\"/>\n", center-boxWidth/2+4, y+h-5, long)
	}
}

// Noted is a copy of a graph that says its notes in words, for forms that have no
// other place for them.
func Noted(g *Graph, notes *Notes) *Graph {
	out := *g
	out.Nodes = slices.Clone(g.Nodes)
	for i := range out.Nodes {
		if text := notes.node(i); text != "" {
			out.Nodes[i].Text += "\n" + text
		}
	}
	return &out
}
