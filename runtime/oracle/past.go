package oracle

import (
	"cmp"
	"slices"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/event"
)

// eventOf returns the event that a function of the past is asked about.
func eventOf(x ast.Expr) *ast.EventPat {
	switch x := x.(type) {
	case *ast.IdentExpr:
		return &ast.EventPat{Span: x.Span, Name: x.Name}
	case *ast.EventExpr:
		return x.EventPat
	}
	return nil
}

// within returns, in their order, the events in the last d: those from which d, counted forward in the
// person's present zone (else the journey's that asks), is not over. Without d, all of them.
func (w *world) within(s scope, p *ast.EventPat, d *ast.DurationLit) []*happened {
	var found []*happened
	for _, h := range inOrder(s.p.history) {
		switch {
		case !w.matches(p, h, s.in):
		case d == nil || w.at.ts < w.end(s, h.ts, d):
			found = append(found, h)
		default:
			found = nil // what came before is out with it
		}
	}
	return found
}

func (w *world) end(s scope, ts int64, d *ast.DurationLit) int64 {
	j := s.j
	if j == nil {
		j = &journey{}
	}
	if s.in != nil {
		return durationOf(d).from(w.zoneOf(w.zoneIn(s.in), j), ts)
	}
	return w.after(s.p, j, ts, durationOf(d))
}

// last returns the greatest event in the order of instants and lines.
func (w *world) last(s scope, p *ast.EventPat) *happened {
	all := w.within(s, p, nil)
	if len(all) == 0 {
		return nil
	}
	return all[len(all)-1]
}

// expected is when the next event is due: three or more have happened, and what lies between them
// in half of the cases or more is no longer than that.
func (w *world) expected(s scope, p *ast.EventPat) event.Value {
	all := latest(w.within(s, p, nil))
	if len(all) < 3 {
		return event.Value{}
	}
	var gaps []int64
	for i, h := range all[1:] {
		gaps = append(gaps, h.ts-all[i].ts)
	}
	slices.Sort(gaps)
	usual := gaps[0]
	for i, gap := range gaps {
		if 2*i < len(gaps) {
			usual = gap
		}
	}
	return event.Value{Kind: event.Time, Num: float64(all[len(all)-1].ts + usual)}
}

// since compares the time since the last event with a duration. Without an event
// the time is missing.
func (w *world) since(op string, t *ast.TimeSince, d *ast.DurationLit, s scope) bool {
	last := w.last(s, t.Event)
	if last == nil {
		return op == "!="
	}
	c := cmp.Compare(w.at.ts, w.end(s, last.ts, d))
	switch op {
	case "==":
		return c == 0
	case "!=":
		return c != 0
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	}
	return c >= 0
}

// turns returns every instant at which a condition may change by time alone: where any duration in it,
// counted from any event at all, ends, and the millisecond after.
func (w *world) turns(cond ast.Expr, in *instance) []int64 { return w.turnsOf(cond, in.scope(true)) }

func (w *world) turnsOf(cond ast.Expr, s scope) []int64 {
	var all []int64
	walk(cond, func(x ast.Expr) {
		if in, ok := x.(*ast.InSegment); ok {
			outside := scope{p: s.p}
			seg := w.prog.segments[in.Segment.Text]
			for _, x := range append([]ast.Expr{seg.where}, seg.later...) {
				all = append(all, w.turnsOf(x, outside)...)
			}
		}
		d := window(x)
		if d == nil {
			return
		}
		for _, h := range s.p.history {
			end := w.end(s, h.ts, d)
			all = append(all, end, end+1)
		}
	})
	return all
}

// flipPoints returns every instant at which a segment that lets people in may change its answer by
// time alone.
func (w *world) flipPoints(p *person) []int64 {
	var all []int64
	if p.into != nil || !p.met {
		return nil
	}
	for _, name := range w.prog.watched {
		seg := w.prog.segments[name]
		for _, x := range append([]ast.Expr{seg.where}, seg.later...) {
			all = append(all, w.turnsOf(x, scope{p: p})...)
		}
	}
	return all
}

// window returns the duration an expression counts back, or compares a time with.
func window(x ast.Expr) *ast.DurationLit {
	switch x := x.(type) {
	case *ast.InLast:
		return x.Last
	case *ast.CallExpr:
		return x.Last
	case *ast.DurationLit:
		return x
	}
	return nil
}

// walk visits an expression and everything in it.
func walk(x ast.Expr, visit func(ast.Expr)) {
	visit(x)
	switch x := x.(type) {
	case *ast.UnaryExpr:
		walk(x.X, visit)
	case *ast.BinaryExpr:
		walk(x.X, visit)
		walk(x.Y, visit)
	case *ast.ChoiceExpr:
		walk(x.Cond, visit)
		walk(x.Then, visit)
		walk(x.Else, visit)
	case *ast.MemberExpr:
		walk(x.X, visit)
	case *ast.ListLit:
		for _, it := range x.Items {
			walk(it, visit)
		}
	case *ast.CallExpr:
		for _, a := range x.Args {
			walk(a.Value, visit)
		}
	}
}
