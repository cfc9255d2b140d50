package stage

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/sim"
)

// The map is a journey as boxes and arrows, for screens that are wide enough. It
// shows the rows of the rail and has the same one in hand, so v goes from one to
// the other and nothing is lost. Only what is in view is drawn.

// mapWidth is the least width of a screen that has room for a map.
const mapWidth = 120

// mapped reports whether the map is shown now.
func (f *flowScreen) mapped(m *Model) bool {
	return f.asMap && m.w >= mapWidth && m.h >= leastH && f.view != nil && f.view.Graph != nil
}

// toggleMap turns the rail into a map and back.
func toggleMap(m *Model) []Effect {
	m.flow.asMap = !m.flow.asMap
	if m.flow.asMap {
		return m.show(m.flow)
	}
	return nil
}

func narrowForMap(m *Model) string {
	if m.w < mapWidth && !m.flow.asMap {
		return "a map needs " + grouped(mapWidth) + " columns, here are " + grouped(int64(m.w))
	}
	return ""
}

// planFor is the plan for a width; it is made again when the journey or the width is
// another.
func (f *flowScreen) planFor(w int) *plan {
	key := f.view.Journey + "\x00" + f.view.Version
	if f.plan == nil || f.planKey != key || f.planWidth != w {
		f.plan, f.planKey, f.planWidth = newPlan(f.view, f.items, w), key, w
	}
	f.plan.view = f.view
	return f.plan
}

// sheet is the part of a plan that is in view.
type sheet struct {
	c          *cells.Canvas
	x, y, w, h int // on the canvas
	left, top  int // of the plan
	bits       []uint8
}

// Ways that a line goes on from a cell.
const (
	up = 1 << iota
	right
	down
	left
	dotted
)

// lines are the signs for each set of ways.
var lineSigns = [16]string{
	"", "│", "─", "╰", "│", "│", "╭", "├", "─", "╯", "─", "┴", "╮", "┤", "┬", "┼",
}

// drawMap draws the map into a rectangle.
func (f *flowScreen) drawMap(m *Model, c *cells.Canvas, x, y, w, h int) {
	head := line{left: f.heading(), right: text(cells.Accent, "v rail"), press: func(m *Model) []Effect { return m.do("map") }}
	head.draw(c, x, y, w)
	m.press(x, y, w, 1, head.press)
	y, h = y+1, h-1
	p := f.planFor(w)
	s := &sheet{c: c, x: x, y: y, w: w, h: h, bits: make([]uint8, max(w*h, 0))}
	s.left, s.top = f.look(p, w, h)
	s.lines(p)
	for i := range p.ways {
		f.dot(s, &p.ways[i])
	}
	for i := range p.spots {
		f.spot(m, s, p, &p.spots[i])
	}
	s.more(p)
	m.zones = append(m.zones, zone{x: x, y: y, w: w, h: h, scroll: &f.scroll, rows: len(f.items)})
	for i := range p.spots {
		f.pressSpot(m, s, &p.spots[i])
	}
}

// look moves the part in view as little as need be for the spot in hand.
func (f *flowScreen) look(p *plan, w, h int) (left, top int) {
	for i := range p.spots {
		if k := &p.spots[i]; k.item == f.at {
			f.mapLeft = max(min(f.mapLeft, k.x-2), k.x+k.w+2-w)
			f.mapTop = max(min(f.mapTop, k.y-2), k.y+k.h+2-h)
		}
	}
	f.mapLeft = max(min(f.mapLeft, p.w-w), 0)
	f.mapTop = max(min(f.mapTop, p.h-h), 0)
	left, top = f.mapLeft, f.mapTop
	if p.w < w {
		left = -(w - p.w) / 2
	}
	return left, top
}

func (s *sheet) mark(x, y int, bits uint8) {
	if x -= s.left; x < 0 || x >= s.w {
		return
	}
	if y -= s.top; y < 0 || y >= s.h {
		return
	}
	s.bits[y*s.w+x] |= bits
}

// lines draws the ways. Where several meet, their signs become one.
func (s *sheet) lines(p *plan) {
	for i := range p.ways {
		w := &p.ways[i]
		for k, at := range w.path {
			var bits uint8
			for _, d := range []int{-1, 1} {
				if k+d < 0 || k+d >= len(w.path) {
					continue
				}
				switch to := w.path[k+d]; {
				case to.y < at.y:
					bits |= up
				case to.y > at.y:
					bits |= down
				case to.x < at.x:
					bits |= left
				case to.x > at.x:
					bits |= right
				}
			}
			if w.any {
				bits |= dotted
			}
			s.mark(at.x, at.y, bits)
		}
	}
	for i := range p.spots {
		k := &p.spots[i]
		if k.in {
			s.mark(k.x+k.w/2, k.y-1, down)
		}
		if k.out {
			s.mark(k.x+k.w/2, k.y+k.h, up)
		}
	}
	for i, b := range s.bits {
		if sign := lineSigns[b&15]; sign != "" {
			s.c.Put(s.x+i%s.w, s.y+i/s.w, 1, cells.Faint, sign)
		}
	}
}

// dot draws who is on the way.
func (f *flowScreen) dot(s *sheet, w *way) {
	t, ok := f.moved[w.row]
	if !ok || len(w.path) == 0 || w.row < 0 {
		return
	}
	at := w.path[min((motionTicks-t)*len(w.path)/motionTicks, len(w.path)-1)]
	if x, y := at.x-s.left, at.y-s.top; x >= 0 && x < s.w && y >= 0 && y < s.h {
		s.c.Put(s.x+x, s.y+y, 1, cells.Accent, "●")
	}
}

// spot draws one spot, as much of it as is in view.
func (f *flowScreen) spot(m *Model, s *sheet, p *plan, k *spot) {
	x, y := k.x-s.left, k.y-s.top
	if x+k.w <= 0 || x >= s.w || y+k.h <= 0 || y >= s.h {
		return
	}
	own := cells.New(k.w, k.h)
	own.Logical = s.c.Logical
	r := &f.view.Rows[k.row]
	chosen := k.item == f.at
	switch {
	case f.items[max(k.item, 0)].arm:
		words := r.Arm + " " + percent(f.shareOf(r))
		n := min(cells.Width(words), k.w)
		own.Put((k.w-n)/2, 0, n, cells.Strong, words)
		if chosen {
			own.Paint(0, 0, k.w, cells.Chosen)
		}
	case k.h == 1:
		n := min(cells.Width(r.Label)+2, k.w)
		own.Put((k.w-n)/2, 0, n, cells.Faint, "↑ "+r.Label)
		if chosen {
			own.Paint(0, 0, k.w, cells.Chosen)
		}
	default:
		f.box(own, k, r, chosen)
	}
	s.c.Copy(own, max(-x, 0), max(-y, 0), s.x+max(x, 0), s.y+max(y, 0), min(x+k.w, s.w)-max(x, 0), min(y+k.h, s.h)-max(y, 0))
}

// shareOf is which share of those who entered took an arm.
func (f *flowScreen) shareOf(r *sim.Row) float64 {
	if f.view.Entered == 0 {
		return 0
	}
	return float64(r.ArmN) / float64(f.view.Entered)
}

// box draws a step: what it is, how many came, and who is there now.
func (f *flowScreen) box(c *cells.Canvas, k *spot, r *sim.Row, chosen bool) {
	border := cells.Faint
	if chosen {
		border = cells.Accent
	}
	last := k.h - 1
	c.Fill(0, 0, k.w, border, "─")
	c.Fill(0, last, k.w, border, "─")
	for y := 1; y < last; y++ {
		c.Put(0, y, 1, border, "│")
		c.Put(k.w-1, y, 1, border, "│")
	}
	for _, corner := range []struct {
		x, y int
		sign string
	}{{0, 0, "╭"}, {k.w - 1, 0, "╮"}, {0, last, "╰"}, {k.w - 1, last, "╯"}} {
		c.Put(corner.x, corner.y, 1, border, corner.sign)
	}
	if k.in {
		role := border
		if _, ok := f.moved[k.row]; ok {
			role = cells.Accent
		}
		c.Put(k.w/2, 0, 1, role, "▼")
	}
	if k.in && !k.first || r.Any {
		c.Put(k.w/2+1, 0, k.w/2-3, cells.Faint, " "+percent(r.Share)+" ")
	}
	if k.out {
		c.Put(k.w/2, last, 1, border, "┬")
	}
	if r.Any {
		c.Put(0, 1, 1, border, "▶")
	}
	if k.row == 0 && slices.ContainsFunc(f.view.Rows, func(r sim.Row) bool { return r.Any }) {
		c.Put(k.w-1, 1, 1, border, "├")
	}
	n := c.Put(2, 1, k.w-4, cells.Faint, r.Kind+" ")
	c.Put(2+n, 1, k.w-4-n, cells.Plain, r.Label)
	n = c.Put(2, 2, k.w-4, f.brighter(k.row), grouped(r.Passed))
	if r.Here > 0 {
		here := grouped(r.Here) + " here"
		if room := k.w - 4 - n - 1; cells.Width(here) > room {
			here = grouped(r.Here)
		}
		c.PutRight(k.w-2, 2, k.w-4-n-1, cells.Accent, here)
	}
	if chosen {
		c.Paint(1, 1, k.w-2, cells.Chosen)
		c.Paint(1, 2, k.w-2, cells.Chosen)
	}
}

// more says that the map goes on outside.
func (s *sheet) more(p *plan) {
	if s.top+s.h < p.h {
		s.c.PutRight(s.x+s.w, s.y+s.h-1, 8, cells.Accent, " ↓ more ")
	}
	if s.top > 0 {
		s.c.PutRight(s.x+s.w, s.y, 8, cells.Accent, " ↑ more ")
	}
	if s.left > 0 {
		s.c.Put(s.x, s.y+s.h-1, 8, cells.Accent, " ← more ")
	}
	if s.left >= 0 && s.left+s.w < p.w {
		s.c.PutRight(s.x+s.w, s.y+s.h/2, 8, cells.Accent, " → more ")
	}
}

func (f *flowScreen) pressSpot(m *Model, s *sheet, k *spot) {
	x, y := max(k.x-s.left, 0), max(k.y-s.top, 0)
	w, h := min(k.x+k.w-s.left, s.w)-x, min(k.y+k.h-s.top, s.h)-y
	if w <= 0 || h <= 0 || k.item < 0 {
		return
	}
	m.press(s.x+x, s.y+y, w, h, func(m *Model) []Effect {
		if f.at == k.item {
			return m.do("open")
		}
		f.at = k.item
		return m.refresh()
	})
}

// motionTicks is for how many frames one sees that somebody moved.
const motionTicks = 8

// motion notes, while time is played, at which rows somebody has just arrived.
func (f *flowScreen) motion(m *Model, before *sim.Flow) {
	for row, t := range f.moved {
		if f.moved[row] = t - 1; t <= 1 {
			delete(f.moved, row)
		}
	}
	if !m.playing || m.look.Still {
		clear(f.moved)
		return
	}
	if before == nil || before.Journey != f.view.Journey || before.Version != f.view.Version || len(before.Rows) != len(f.view.Rows) {
		return
	}
	for i := range f.view.Rows {
		a, b := &before.Rows[i], &f.view.Rows[i]
		grown := b.Passed > a.Passed
		if b.Empty {
			grown = b.ArmN > a.ArmN
		}
		if _, under := f.moved[i]; grown && !under {
			if f.moved == nil {
				f.moved = map[int]int{}
			}
			f.moved[i] = motionTicks
		}
	}
}

// brighter is the role of a number that has just changed.
func (f *flowScreen) brighter(row int) cells.Role {
	if _, ok := f.moved[row]; ok {
		return cells.Strong
	}
	return cells.Plain
}

func (f *flowScreen) heading() []span {
	out := text(cells.Strong, f.view.Journey)
	if t := strings.TrimSpace(f.view.Title); t != "" {
		out = append(out, span{cells.Plain, "  " + t})
	}
	return out
}
