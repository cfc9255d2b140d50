package logic

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// asked is how often an event happened in a time: one number.
type asked struct {
	what
	last *window // nil: ever
	node int
}

// age is how long ago the last event was, in one kind of duration.
type age struct {
	what
	kind durationKind
	zone bool
	node int
}

// what is the events that a question is about.
type what struct {
	event *check.Event
	step  string // of an engagement
	where ast.Expr
	key   string
	place Place
}

// window is a duration in units of its kind. Durations of one kind are ordered by their
// numbers, whatever the calendar says; those of two kinds are not compared.
type window struct {
	kind durationKind
	n    int64
	zone bool // on the clock of the journey's own zone
}

type durationKind uint8

const (
	exact   durationKind = iota // seconds
	days                        // of the calendar
	months                      // of the calendar
	instant                     // this very moment, which every window reaches
)

func windowOf(d *ast.DurationLit, p Place) *window {
	if d == nil {
		return nil
	}
	per := map[ast.Unit]window{
		ast.Second: {kind: exact, n: 1}, ast.Minute: {kind: exact, n: 60}, ast.Hour: {kind: exact, n: 3600},
		ast.Day: {kind: days, n: 1}, ast.Week: {kind: days, n: 7}, ast.Month: {kind: months, n: 1}, ast.Year: {kind: months, n: 12},
	}
	w := per[d.Unit]
	w.n *= d.N
	w.zone = w.kind != exact && hasZone(p.Journey)
	return &w
}

func hasZone(j *check.Journey) bool {
	if j == nil {
		return false
	}
	for _, s := range j.Decl.Settings {
		if _, ok := s.(*ast.Timezone); ok {
			return true
		}
	}
	return false
}

// reaches reports whether everything in the window v is in w too.
func (w *window) reaches(v *window) bool {
	return w == nil || v != nil && (v.kind == instant || v.kind == w.kind && v.zone == w.zone && v.n <= w.n)
}

func (q *query) about(f *check.Fact, p Place) what {
	out := what{event: f.Event, where: f.Where, place: p}
	if f.Pat != nil {
		out.step = f.Pat.Step.Text
	}
	out.place.Event, out.place.Trigger = f.Event, false
	out.key = f.Event.Name + "|" + out.step + "|"
	if f.Where != nil {
		out.key += q.l.source(f.Where, out.place)
	}
	return out
}

// times is the number of times that something happened.
func (q *query) times(w what, last *window) int {
	key := "count " + w.key
	if last != nil {
		key += "|" + itoa(int64(last.kind)) + "|" + itoa(last.n)
		if last.zone {
			key += "|own"
		}
	}
	key = w.place.at(key, false)
	if n, ok := q.node[key]; ok {
		return n
	}
	n := q.number(key, node{whole: true, natural: true, base: -1})
	q.asked = append(q.asked, &asked{w, last, n})
	return n
}

// some is whether it happened at all.
func (q *query) some(w what, last *window) *formula {
	return q.less(q.constant(0), q.times(w, last))
}

// happened reads `E in the last D` and `never E`.
func (q *query) happened(e ast.Expr, f *check.Fact, p Place) *formula {
	some := q.some(q.about(f, p), windowOf(f.Last, p))
	return negated(some, f.Kind == check.FactNever || f.No)
}

// fact reads what a question about the past gives.
func (q *query) fact(e ast.Expr, f *check.Fact, p Place) []option {
	w, last := q.about(f, p), windowOf(f.Last, p)
	switch f.Kind {
	case check.FactInLast, check.FactNever:
		return only(term{kind: aTruth, there: yes, truth: q.happened(e, f, p)})
	case check.FactCount:
		return only(term{kind: aNumber, there: yes, node: q.times(w, last)})
	case check.FactSum:
		some := q.some(w, last)
		key := p.at("sum "+q.nameOf(w, last)+"|"+f.Field, false)
		return []option{
			{some, term{kind: aNumber, there: yes, node: q.number(key, node{base: -1})}},
			{not(some), term{kind: aNumber, there: yes, node: q.constant(0)}},
		}
	case check.FactLast:
		there := q.some(w, nil)
		if f.Field != "time" || f.Event.Field("time") != nil {
			there = and(there, q.free(p.at("there last "+w.key+"|"+f.Field, false)))
		}
		return q.opaque("last "+w.key+"|"+f.Field, q.l.info.Types[e], false, p, true, there)
	case check.FactExpected:
		there := and(not(q.less(q.times(w, nil), q.constant(3*unit))), q.free(p.at("there expected "+w.key, false)))
		return q.opaque("expected "+w.key, nil, false, p, true, there)
	}
	return q.opaque(q.l.source(e, p), nil, false, p, true, nil)
}

func (q *query) nameOf(w what, last *window) string {
	return w.key + "|" + itoa(int64(q.times(w, last)))
}

// since reads a comparison with `time since last E`; nil when it is none.
func (q *query) since(e *ast.BinaryExpr, p Place) *formula {
	x, y, op := e.X, e.Y, e.Op
	if _, turned := x.(*ast.DurationLit); turned {
		x, y = y, x
		op = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}[op]
	}
	f := q.l.info.Facts[x]
	d, ok := y.(*ast.DurationLit)
	if f == nil || f.Kind != check.FactSince || !ok {
		return nil
	}
	w, length := q.about(f, p), windowOf(d, p)
	n, ok := units(float64(length.n))
	if !ok {
		return q.unknown(e, p)
	}
	a, limit := q.age(w, length), q.constant(n)
	there := q.some(w, nil)
	switch op {
	case "<":
		return and(there, q.less(a, limit))
	case "<=":
		return and(there, not(q.less(limit, a)))
	case ">":
		return and(there, q.less(limit, a))
	case ">=":
		return and(there, not(q.less(a, limit)))
	}
	return q.unknown(e, p)
}

func (q *query) age(w what, in *window) int {
	key := "age " + w.key + "|" + itoa(int64(in.kind))
	if in.zone {
		key += "|own"
	}
	key = w.place.at(key, false)
	if n, ok := q.node[key]; ok {
		return n
	}
	n := q.number(key, node{natural: true, base: -1})
	q.ages = append(q.ages, &age{w, in.kind, in.zone, n})
	return n
}

// finish adds what questions about the past say of one another.
func (q *query) finish() {
	for _, a := range q.ages {
		for _, c := range q.asked {
			if c.last == nil || c.last.kind != a.kind || c.last.zone != a.zone || a.key != c.key || a.place.When != c.place.When {
				continue
			}
			if n, ok := units(float64(c.last.n)); ok {
				young := and(q.some(a.what, nil), q.less(a.node, q.constant(n)))
				some := q.less(q.constant(0), c.node)
				q.always = append(q.always, or(not(young), some))
				if a.kind == exact { // by the calendar, an earlier event can be counted for longer
					q.always = append(q.always, or(not(some), young))
				}
			}
		}
	}
	for i := 0; i < len(q.asked); i++ {
		for _, b := range q.asked {
			if a := q.asked[i]; a != b && a.place.When == b.place.When && b.last.reaches(a.last) && q.l.partOf(a.what, b.what) {
				q.ordered = append(q.ordered, [2]int{a.node, b.node})
			}
		}
	}
}

// partOf reports whether all events of a are among those of b.
func (l *Logic) partOf(a, b what) bool {
	if a.event != b.event || b.step != "" && a.step != b.step {
		return false
	}
	if b.where == nil || a.key == b.key {
		return true
	}
	if a.where == nil {
		return false
	}
	return l.Follows(Claim{Cond: b.where, Place: b.place}, Claim{Cond: a.where, Place: a.place})
}
