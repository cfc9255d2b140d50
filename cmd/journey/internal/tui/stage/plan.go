package stage

import (
	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/runtime/sim"
)

// plan is where the boxes of a journey stand on a map, and the ways between them.
// A journey is a tree of blocks, and a tree lays itself out: a sequence is as wide
// as its widest block, arms stand side by side below their step, and what comes
// after begins below the longest. Nothing crosses, an edit moves only what is below
// it, and no number moves anything: the plan depends on the words alone.
type plan struct {
	w, h  int
	spots []spot
	ways  []way
	view  *sim.Flow
	items map[flowItem]int
	box   int // width of a box
}

// spot is a place that can be chosen: a box, the name of an arm, or the way back to
// a box that stands above.
type spot struct {
	item       int
	row        int
	x, y, w, h int
	in, out    bool // a way comes in from above, goes out below
	first      bool // of an arm, whose name stands above
}

// way leads from a box to what follows, as the cells that it goes through. Boxes
// that touch need none.
type way struct {
	row  int // whose count grows when somebody goes here, or -1
	path []point
	any  bool // can be gone at any moment
}

type point struct{ x, y int }

// The measures of a map, in cells.
const (
	boxHigh    = 4
	leastBox   = 22
	mostBox    = 34
	mapGap     = 2  // between arms
	asideGap   = 4  // before goals and exits
	emptyWidth = 10 // of an arm without steps
	headRows   = 2  // from a step to its arms: the fork, and their names
)

// newPlan lays a journey out for a width that is wanted; a journey with many arms is
// wider.
func newPlan(v *sim.Flow, items []flowItem, wanted int) *plan {
	p := &plan{view: v, items: make(map[flowItem]int, len(items)), box: leastBox}
	for i, it := range items {
		p.items[it] = i
	}
	blocks, aside := v.Graph.Tree(), v.Graph.Aside()
	if len(blocks) == 0 {
		return p
	}
	for p.box < mostBox && p.width(blocks, aside, p.box+2) <= wanted {
		p.box += 2
	}
	p.w = p.width(blocks, aside, p.box)
	tw, th := p.size(blocks)
	p.h = th
	row := 0
	p.blocks(blocks[:1], &row, tw/2, 0, false)
	for i := range aside {
		p.aside(row, i, tw)
		row++
	}
	p.blocks(blocks[1:], &row, tw/2, boxHigh, true)
	for _, s := range p.spots {
		p.h = max(p.h, s.y+s.h)
	}
	return p
}

func (p *plan) width(blocks []graph.Block, aside []int, box int) int {
	old := p.box
	defer func() { p.box = old }()
	p.box = box
	w, _ := p.size(blocks)
	if len(aside) > 0 {
		w += asideGap + box
	}
	return w
}

// size is what blocks take, one below the other.
func (p *plan) size(blocks []graph.Block) (w, h int) {
	w = p.box
	for i := range blocks {
		b := &blocks[i]
		h += high(b)
		if len(b.Arms) == 0 {
			continue
		}
		arms, longest := p.armsSize(b)
		w, h = max(w, arms), h+headRows+longest
		if !b.Ends {
			h++ // where they meet
		}
	}
	return w, h
}

func high(b *graph.Block) int {
	if b.Again {
		return 1
	}
	return boxHigh
}

func (p *plan) armsSize(b *graph.Block) (w, h int) {
	for i := range b.Arms {
		aw, ah := p.armSize(&b.Arms[i])
		if i > 0 {
			w += mapGap
		}
		w, h = w+aw, max(h, ah)
	}
	return w, h
}

func (p *plan) armSize(a *graph.Arm) (w, h int) {
	if len(a.Blocks) == 0 {
		return min(max(emptyWidth, cells.Width(a.Label)+6), p.box), 0
	}
	return p.size(a.Blocks)
}

// blocks puts blocks below each other around a middle, beginning with a row of the
// view, and returns where the last one ends.
func (p *plan) blocks(blocks []graph.Block, row *int, center, y int, in bool) int {
	for i := range blocks {
		b := &blocks[i]
		p.spots = append(p.spots, spot{
			item: p.item(*row, false), row: *row, x: center - p.box/2, y: y, w: p.box, h: high(b),
			in: in || i > 0, out: !b.Ends || len(b.Arms) > 0, first: in && i == 0 && *row > 1,
		})
		*row++
		y += high(b)
		if len(b.Arms) > 0 {
			y = p.arms(b, row, center, y)
		}
	}
	return y
}

// arms puts the arms of a step side by side, and returns where they meet.
func (p *plan) arms(b *graph.Block, row *int, center, y int) int {
	w, longest := p.armsSize(b)
	join := y + headRows + longest
	x := center - w/2
	for i := range b.Arms {
		a := &b.Arms[i]
		first := *row
		aw, _ := p.armSize(a)
		mid := x + aw/2
		x += aw + mapGap
		if a.Label != "" {
			n := min(cells.Width(a.Label)+6, aw)
			p.spots = append(p.spots, spot{item: p.item(first, true), row: first, x: mid - n/2, y: y + 1, w: n, h: 1})
		}
		p.ways = append(p.ways, way{row: first, path: route(point{center, y}, point{mid, y}, point{mid, y + 1})})
		end, open := y+headRows, true
		if len(a.Blocks) == 0 {
			*row++ // the row is only the arm's name
		} else {
			end = p.blocks(a.Blocks, row, mid, end, true)
			open = !a.Blocks[len(a.Blocks)-1].Ends
		}
		if open && !b.Ends {
			p.ways = append(p.ways, way{row: -1, path: route(point{mid, end - 1}, point{mid, join}, point{center, join})})
		}
	}
	if b.Ends {
		return join
	}
	return join + 1
}

// aside puts a goal or an exit to the right of everything.
func (p *plan) aside(row, i, treeWidth int) {
	x, y := treeWidth+asideGap, i*(boxHigh)
	p.spots = append(p.spots, spot{item: p.item(row, false), row: row, x: x, y: y, w: p.box, h: boxHigh})
	from := point{p.spots[0].x + p.box, 1}
	p.ways = append(p.ways, way{row: row, any: true, path: route(from, point{x - 2, 1}, point{x - 2, y + 1}, point{x - 1, y + 1})})
}

func (p *plan) item(row int, arm bool) int {
	if i, ok := p.items[flowItem{row, arm}]; ok {
		return i
	}
	return -1
}

// route lists the cells between corners, each once.
func route(corners ...point) []point {
	out := corners[:1:1]
	for _, to := range corners[1:] {
		at := out[len(out)-1]
		for at != to {
			at.x += sign(to.x - at.x)
			at.y += sign(to.y - at.y)
			out = append(out, at)
		}
	}
	return out
}

func sign(n int) int {
	switch {
	case n > 0:
		return 1
	case n < 0:
		return -1
	}
	return 0
}
