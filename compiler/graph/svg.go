package graph

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"

	"github.com/journeylang/journey/dsl/safetext"
)

// A picture needs no layout engine: a journey is a tree of blocks (see Tree), and a
// tree lays itself out. A sequence is as wide as its widest block and as high as all
// of them; a block with arms puts them side by side below its node, and what comes
// after it begins below the longest. So nothing crosses, and an edit moves only what
// is below it. Everything is in whole units, so the same journey gives the same
// bytes.

// The measures of a picture.
const (
	boxWidth   = 216
	lineHeight = 16
	boxPad     = 9
	columns    = 30 // of text that fit a box
	rowGap     = 30
	armGap     = 24
	armHead    = 44 // from a node down to the first one of its arms: the label stands there
	armTail    = 22 // from the longest arm down to where all meet
	emptyArm   = 64
	letter     = 7 // about the width of one column of text
	margin     = 20
	titleSpace = 34
)

// SVG draws graphs below each other, as one picture. It needs nothing else, follows
// the reader's light or dark, and can be read aloud.
func SVG(gs []*Graph) string { return SVGWith(gs, make([]*Notes, len(gs))) }

// SVGWith is SVG with notes for each graph, which may be nil.
func SVGWith(gs []*Graph, notes []*Notes) string {
	var body strings.Builder
	width, y := 0, margin
	for i, g := range gs {
		p := &picture{g: g, out: &body, arrow: "arrow", notes: notes[i]}
		w, h := p.draw(margin, y)
		width = max(width, w)
		y += h + 2*margin
	}
	width += 2 * margin
	height := max(y-margin, 2*margin)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">`+"\n", width, height, width, height)
	var titles []string
	for _, g := range gs {
		titles = append(titles, g.Title)
	}
	fmt.Fprintf(&b, "<title>%s</title>\n%s", svgText(strings.Join(titles, ", ")), svgStyle)
	b.WriteString(body.String())
	b.WriteString("</svg>\n")
	return b.String()
}

const svgStyle = `<style>
  text { font: 13px system-ui, sans-serif; fill: #1b1f24; text-anchor: middle; }
  .title { font-weight: 600; font-size: 15px; text-anchor: start; }
  .label { font-size: 12px; fill: #57606a; }
  .box { fill: #fff; stroke: #57606a; stroke-width: 1.2; }
  .send { stroke: #0550ae; stroke-width: 2; }
  .end { fill: #f0f2f4; }
  .way { fill: none; stroke: #57606a; stroke-width: 1.2; }
  .any { stroke-dasharray: 4 4; }
  .count { font-size: 12px; font-weight: 600; fill: #0550ae; }
  .bar { fill: #0550ae; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .label { fill: #9ea7b3; }
    .box { fill: #161b22; stroke: #9ea7b3; } .send { stroke: #6cb6ff; } .end { fill: #2a3038; } .way { stroke: #9ea7b3; }
    .count { fill: #6cb6ff; } .bar { fill: #6cb6ff; }
  }
</style>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#57606a"/></marker></defs>
`

// picture draws one graph.
type picture struct {
	g     *Graph
	out   *strings.Builder
	arrow string // the id of the arrows' head
	notes *Notes // nil: nothing is noted
}

// draw draws the graph with its title, from a corner on, and returns its size.
func (p *picture) draw(x, y int) (w, h int) {
	fmt.Fprintf(p.out, "<text class=\"title\" x=\"%d\" y=\"%d\"%s>%s</text>\n", x, y+14, direction(p.g.Title), svgText(p.g.Title))
	w, h = p.flow(x, y+titleSpace)
	return max(w, (letter+2)*safetext.Width(harmless(p.g.Title))), h + titleSpace
}

// flow draws the graph alone.
func (p *picture) flow(x, y int) (w, h int) {
	blocks := p.g.Tree()
	w, h = p.size(blocks)
	center := x + w/2
	aside := p.g.Aside()
	if len(blocks) > 0 {
		p.blocks(blocks, center, y)
	}
	// Goals and exits stand in a column of their own, at the right of everything.
	at := y
	for _, n := range aside {
		nx := x + w + armGap + boxWidth/2
		nh := p.node(n, nx, at, "box end any")
		if len(blocks) > 0 {
			from := y + p.height(blocks[0].Node)/2
			fmt.Fprintf(p.out, "<path class=\"way any\" d=\"M%d %dH%dV%dH%d\" marker-end=\"url(#%s)\"/>\n",
				center+boxWidth/2, from, x+w+armGap/2, at+nh/2, nx-boxWidth/2, p.arrow)
		}
		at += nh + rowGap/2
	}
	if len(aside) > 0 {
		w += armGap + boxWidth
		h = max(h, at-y)
	}
	return w, h
}

// size is what blocks take, one below the other.
func (p *picture) size(blocks []Block) (w, h int) {
	w = boxWidth
	for i := range blocks {
		bw, bh := p.blockSize(&blocks[i])
		w = max(w, bw)
		if i > 0 {
			h += rowGap
		}
		h += bh
	}
	return w, h
}

func (p *picture) blockSize(b *Block) (w, h int) {
	w, h = boxWidth, p.height(b.Node)
	if len(b.Arms) == 0 {
		return w, h
	}
	arms, longest := p.armsSize(b)
	return max(w, arms), h + armHead + longest + armTail
}

// armsSize is the width of all arms beside each other, and the height of the longest.
func (p *picture) armsSize(b *Block) (w, h int) {
	for i := range b.Arms {
		aw, ah := p.armSize(&b.Arms[i])
		if i > 0 {
			w += armGap
		}
		w, h = w+aw, max(h, ah)
	}
	return w, h
}

func (p *picture) armSize(a *Arm) (w, h int) {
	if len(a.Blocks) == 0 {
		return max(emptyArm, letter*safetext.Width(cut(a.Label, columns))+letter*p.notes.armWidth(a)), 0
	}
	return p.size(a.Blocks)
}

// blocks draws blocks below each other around a middle. It returns where the last
// one ends.
func (p *picture) blocks(blocks []Block, center, y int) (end int) {
	for i := range blocks {
		if i > 0 {
			p.down(center, y, y+rowGap, true)
			y += rowGap
		}
		y = p.block(&blocks[i], center, y)
	}
	return y
}

func (p *picture) block(b *Block, center, y int) (end int) {
	class := "box"
	switch p.g.Nodes[b.Node].Kind {
	case Send:
		class = "box send"
	case Trigger, Stop, Finished:
		class = "box end"
	}
	if b.Again {
		class = "box any"
	}
	y += p.node(b.Node, center, y, class)
	if len(b.Arms) == 0 {
		return y
	}
	w, longest := p.armsSize(b)
	join := y + armHead + longest + armTail
	x := center - w/2
	for i := range b.Arms {
		a := &b.Arms[i]
		aw, _ := p.armSize(a)
		mid := x + aw/2
		p.arm(a, center, mid, y, join, p.notes.arm(b.Node, i))
		x += aw + armGap
	}
	return join
}

// arm draws one arm of a node, from the node's lower end to where all arms meet.
func (p *picture) arm(a *Arm, center, mid, y, join int, note string) {
	turn := y + armHead/4
	fmt.Fprintf(p.out, "<path class=\"way\" d=\"M%d %dV%dH%d\"/>\n", center, y, turn, mid)
	if a.Label != "" {
		if note != "" {
			note = ` <tspan class="count">` + svgText(note) + `</tspan>`
		}
		fmt.Fprintf(p.out, "<text class=\"label\" x=\"%d\" y=\"%d\"%s>%s%s</text>\n", mid, turn+15, direction(a.Label), svgText(cut(a.Label, columns)), note)
	}
	from, open := turn+20, true
	if len(a.Blocks) > 0 {
		p.down(mid, from, y+armHead, true)
		from = p.blocks(a.Blocks, mid, y+armHead)
		last := a.Blocks[len(a.Blocks)-1]
		open = !last.Ends
	}
	if open {
		fmt.Fprintf(p.out, "<path class=\"way\" d=\"M%d %dV%dH%d\"/>\n", mid, from, join, center)
	}
}

// down draws a line from above.
func (p *picture) down(x, from, to int, arrow bool) {
	marker := ""
	if arrow {
		marker = ` marker-end="url(#` + p.arrow + `)"`
	}
	fmt.Fprintf(p.out, "<path class=\"way\" d=\"M%d %dV%d\"%s/>\n", x, from, to, marker)
}

// height is how high a node's box is.
func (p *picture) height(n int) int {
	h := 2*boxPad + lineHeight*len(wrap(p.g.Nodes[n].Text))
	if p.notes.node(n) != "" {
		h += lineHeight
	}
	return h
}

// node draws a box with its text, and returns its height.
func (p *picture) node(n, center, y int, class string) int {
	h := p.height(n)
	fmt.Fprintf(p.out, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n", class, center-boxWidth/2, y, boxWidth, h)
	lines := wrap(p.g.Nodes[n].Text)
	for i, line := range lines {
		fmt.Fprintf(p.out, "<text x=\"%d\" y=\"%d\"%s>%s</text>\n", center, y+boxPad+12+i*lineHeight, direction(line), svgText(line))
	}
	p.note(n, center, y, h, len(lines))
	return h
}

// mostLines is how many lines of text a box has at most.
const mostLines = 6

// wrap breaks a text into lines that fit a box.
func wrap(text string) []string {
	var lines []string
	for _, part := range strings.Split(harmless(text), "\n") {
		line := ""
		for _, word := range strings.Fields(part) {
			switch {
			case line == "":
				line = word
			case safetext.Width(line)+1+safetext.Width(word) <= columns:
				line += " " + word
			default:
				lines = append(lines, line)
				line = word
			}
		}
		lines = append(lines, line)
	}
	if len(lines) > mostLines {
		lines = lines[:mostLines]
		lines[mostLines-1] += " …"
	}
	for i := range lines {
		lines[i] = cut(lines[i], columns)
	}
	return lines
}

// cut shortens a text to so many columns, never between a letter and its marks.
func cut(text string, most int) string {
	if safetext.Width(text) <= most {
		return text
	}
	kept, width := 0, 0
	for i, r := range text {
		n := safetext.Width(string(r))
		if width+n > most-1 {
			break
		}
		width += n
		kept = i + len(string(r))
	}
	for _, r := range text[kept:] {
		if !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
			break
		}
		kept += len(string(r))
	}
	return text[:kept] + "…"
}

// direction is the attribute of a text that begins with a letter written from right
// to left.
func direction(text string) string {
	for _, r := range text {
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.R, bidi.AL:
			return ` direction="rtl"`
		case bidi.L:
			return ""
		}
	}
	return ""
}

var svgEntities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", " ")

// svgText writes a text into the picture.
func svgText(s string) string { return svgEntities.Replace(harmless(s)) }
