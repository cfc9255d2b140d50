package oracle

import (
	"slices"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// arming is from when on a journey that begins on a date or by a schedule looks for
// its next instant: since the person is known, since the date changed, or since the
// last time.
type arming struct {
	value event.Value // of the date
	at    moment
	done  bool // a date that comes once has come
}

// rearm lets the journeys of a person that begin on a date look anew, where the
// date has changed.
func (w *world) rearm(p *person) {
	for _, e := range p.entrances() {
		on, isDate := e.j.date.(*ast.OnDate)
		if !isDate {
			continue
		}
		v := w.value(on.Date, scope{p: p})
		if e.armed == nil && missing(v) {
			continue
		}
		if e.armed == nil || e.armed.value.Kind != v.Kind || e.armed.value.Num != v.Num || e.armed.value.Str != v.Str {
			e.armed = &arming{value: v, at: w.here(p)}
		}
	}
}

// firstMet lets schedules begin.
func (w *world) firstMet(p *person) {
	for _, e := range p.entrances() {
		if _, ok := e.j.date.(*ast.Schedule); ok {
			e.armed = &arming{at: w.here(p)}
		}
	}
}

// dateDue returns the next instant of a journey that begins on a date. Whenever the
// person moves, its local time stays; where that is past, the one after it counts.
func (w *world) dateDue(e *entrance) int64 {
	a := e.armed
	if a == nil || a.done {
		return never
	}
	next := func(zone string, after int64) int64 { return nextDate(e.j, w.zoneOf(zone, e.j), a.value, after) }
	on, isDate := e.j.date.(*ast.OnDate)
	once := isDate && on.Every.Text == ""
	t := next(a.at.zone, a.at.ts)
	for _, s := range a.at.of.shifts {
		from, to := w.zoneOf(s.from, e.j), w.zoneOf(s.to, e.j)
		switch {
		case s.seq <= a.at.seq || t == never || from == to:
		case once:
			t = next(s.to, s.ts)
		default:
			if t = to.Instant(from.Civil(t)); t <= s.ts {
				t = next(s.to, s.ts)
			}
		}
	}
	return t
}

// onDate is the instant of a journey that begins on a date: whoever is inside already is
// told so, whoever is not in the segment is not meant.
func (w *world) onDate(e *entrance, f firing) {
	e.armed = &arming{value: e.armed.value, at: w.here(e.p)}
	switch d := e.j.date.(type) {
	case *ast.OnDate:
		e.armed.done = d.Every.Text == ""
	case *ast.Schedule:
		if d.Segment.Text != "" && !w.inSegment(d.Segment.Text, scope{p: e.p}) {
			return
		}
	}
	if e.live != nil && e.j.mode != ast.Restart {
		w.note(e.p, e.visits, "no_enter", e.shut())
		return
	}
	w.fire(e, f)
}

// nextDate returns the first instant after another.
func nextDate(j *journey, z *calendar.Zone, v event.Value, after int64) int64 {
	if s, ok := j.date.(*ast.Schedule); ok {
		return nextScheduled(s, z, after)
	}
	on := j.date.(*ast.OnDate)
	d := dated{on.Offset, on.Before, on.At}
	if on.Every.Text == "" {
		if t := d.of(z, v); t > after {
			return t
		}
		return never
	}
	if d.at == nil {
		d.at = &ast.TimeLit{Hour: morning}
	}
	months := 12
	if on.Every.Text == "month" {
		months = 1
	}
	day, ok := dayOf(z, v)
	if !ok {
		return never
	}
	k := max(0, (z.Civil(after).Year-day.Year-3)*12/months)
	if v.Kind == event.Time && int64(v.Num) <= after {
		k = max(k, 1) // the day itself is no anniversary
	}
	for ; ; k++ {
		if t := d.on(z, again(day, k*months, j.leap)); t > after {
			return t
		}
	}
}

// again returns a date some months later, counted from the first one.
func again(day calendar.Civil, months int, leap bool) calendar.Civil {
	m := day.Year*12 + day.Month - 1 + months
	c := calendar.Civil{Year: m / 12, Month: m%12 + 1, Day: day.Day}
	for !exists(c) {
		c.Day--
	}
	if leap && day.Month == 2 && day.Day == 29 && c.Month == 2 && c.Day == 28 {
		c.Month, c.Day = 3, 1
	}
	return c
}

func exists(c calendar.Civil) bool {
	back := calendar.UTC().Civil(calendar.UTC().Instant(c))
	return back.Day == c.Day
}

// nextScheduled looks at the days that follow.
func nextScheduled(s *ast.Schedule, z *calendar.Zone, after int64) int64 {
	today := z.Civil(after)
	best := never
	for i := -1; i < 40; i++ {
		u := calendar.UTC()
		day := u.Civil(u.Instant(calendar.Civil{Year: today.Year, Month: today.Month, Day: today.Day + i}))
		meant := slices.ContainsFunc(s.Days, func(n ast.Name) bool {
			switch n.Text {
			case "day":
				return true
			case "week":
				return day.Weekday() == calendar.Monday
			case "month":
				return day.Day == 1
			}
			return n.Text == weekdays[day.Weekday()]
		})
		day.Hour, day.Minute = s.At.Hour, s.At.Minute
		if t := z.Instant(day); meant && t > after {
			best = min(best, t)
		}
	}
	return best
}

// comes is the instant of a trigger that comes true by time alone.
func (w *world) comes(e *entrance, f firing) {
	if e.j.date != nil {
		w.onDate(e, f)
		return
	}
	w.fire(e, f)
}
