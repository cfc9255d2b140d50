package cells

import (
	"fmt"
	"strings"
)

// The measures of a picture, in its own units. Text is stretched to its cells, so
// that columns stand below each other in every font.
const (
	cellW  = 8
	cellH  = 17
	border = 12
)

// SVG draws the frame as a picture that follows the reader's light or dark. Every
// piece of text stands where its cells are, in the order in which it is seen.
func (c *Canvas) SVG(title string) string {
	w, h := c.W*cellW+2*border, c.H*cellH+2*border
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">`+"\n", w, h, w, h)
	fmt.Fprintf(&b, "<title>%s</title>\n%s<rect class=\"screen\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n", svgText.Replace(title), svgStyle, w, h)
	for y := range c.H {
		c.svgRow(&b, y)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

const svgStyle = `<style>
  text { font: 13.2px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #24292f; white-space: pre; direction: ltr; unicode-bidi: bidi-override; }
  path { fill: none; stroke: #6e7781; } path.accent { stroke: #0550ae; } path.problem { stroke: #a40e26; }
  .screen { fill: #ffffff; stroke: #d0d7de; }
  .faint { fill: #6e7781; } .strong { font-weight: 700; } .accent { fill: #0550ae; } .warn { fill: #7d4e00; }
  .problem { fill: #a40e26; font-weight: 700; } .added { fill: #116329; } .gone { fill: #a40e26; }
  rect.chosen { fill: #24292f; } text.chosen { fill: #ffffff; } rect.badge { fill: #0550ae; } text.badge { fill: #ffffff; font-weight: 700; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } path { stroke: #9198a1; } path.accent { stroke: #79c0ff; } path.problem { stroke: #ff9492; } .screen { fill: #0d1117; stroke: #30363d; }
    .faint { fill: #9198a1; } .accent { fill: #79c0ff; } .warn { fill: #e3b341; } .problem { fill: #ff9492; } .added { fill: #7ee787; } .gone { fill: #ff9492; }
    rect.chosen { fill: #e6edf3; } text.chosen { fill: #0d1117; } rect.badge { fill: #e3b341; } text.badge { fill: #0d1117; }
  }
</style>
`

var svgText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// svgRow draws a row as runs of one role; where there is more than one space in a
// row, the run is two.
func (c *Canvas) svgRow(b *strings.Builder, y int) {
	row := c.cells[y*c.W : (y+1)*c.W]
	for x := 0; x < c.W; {
		from, role := x, row[x].role
		for x < c.W && row[x].role == role {
			x++
		}
		if role == Chosen || role == Badge {
			fmt.Fprintf(b, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", roleNames[role], border+from*cellW, border+y*cellH, (x-from)*cellW, cellH)
		}
		c.svgRun(b, y, from, x, role)
		c.svgLines(b, y, from, x, role)
	}
}

// The ways that a line goes on from the middle of a cell: up, right, down, left.
var lineWays = map[string]uint8{
	"│": 5, "─": 10, "╰": 3, "╭": 6, "├": 7, "╯": 9, "┴": 11, "╮": 12, "┤": 13, "┬": 14, "┼": 15,
}

// svgLines draws the signs that lines are made of as lines, so that they meet.
func (c *Canvas) svgLines(b *strings.Builder, y, from, to int, role Role) {
	row := c.cells[y*c.W : (y+1)*c.W]
	var d strings.Builder
	for x := from; x < to; x++ {
		ways, ok := lineWays[row[x].text]
		if !ok {
			continue
		}
		left, top := border+x*cellW, border+y*cellH
		midX, midY := left+cellW/2, top+cellH/2
		if ways == 10 { // a long line is one
			start := left
			for x+1 < to && row[x+1].text == "─" {
				x++
			}
			fmt.Fprintf(&d, "M%d %dH%d", start, midY, border+(x+1)*cellW)
			continue
		}
		for way, end := range [4]string{fmt.Sprintf("V%d", top), fmt.Sprintf("H%d", left+cellW), fmt.Sprintf("V%d", top+cellH), fmt.Sprintf("H%d", left)} {
			if ways&(1<<way) != 0 {
				fmt.Fprintf(&d, "M%d %d%s", midX, midY, end)
			}
		}
	}
	if d.Len() > 0 {
		fmt.Fprintf(b, "<path class=\"%s\" d=\"%s\"/>\n", roleNames[role], d.String())
	}
}

func (c *Canvas) svgRun(b *strings.Builder, y, from, to int, role Role) {
	row := c.cells[y*c.W : (y+1)*c.W]
	blank := func(x int) bool {
		return x >= to || !row[x].tail && (row[x].text == "" || row[x].text == " " || lineWays[row[x].text] != 0)
	}
	for x := from; x < to; {
		if blank(x) {
			x++
			continue
		}
		start := x
		var text strings.Builder
		for x < to && (!blank(x) || !blank(x+1)) {
			switch {
			case row[x].tail:
			case blank(x):
				text.WriteByte(' ')
			default:
				text.WriteString(row[x].text)
			}
			x++
		}
		class := ""
		if role != Plain {
			class = ` class="` + roleNames[role] + `"`
		}
		fmt.Fprintf(b, "<text%s x=\"%d\" y=\"%d\" textLength=\"%d\">%s</text>\n", class, border+start*cellW, border+y*cellH+13, (x-start)*cellW, svgText.Replace(text.String()))
	}
}
