package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/vm"
)

// Moments are points of the calendar that somebody waits for. Most are a local
// time: found once, when the step is reached, and kept as a local time when the
// person moves. One that hangs on a value follows it: it is found anew whenever
// the value or the zone may have changed, and while there is no value there is
// nothing to wait for but its coming.

// deadline is when a stay that has come to a state goes on by itself.
func (e *Engine) deadline(p *Person, r *run, s *bytecode.State) int64 {
	switch {
	case s.Forever:
		return Never
	case s.At != nil:
		return e.moment(p, r, s.At)
	}
	return e.after(p, e.now, s.Limit, r.journey)
}

// moment is the instant of a moment for somebody who begins to wait now.
func (e *Engine) moment(p *Person, r *run, m *bytecode.Moment) int64 {
	switch m.Kind {
	case bytecode.MomentDay:
		return e.zoneOf(p, r.journey).Next(e.now, slot(m))
	case bytecode.MomentDate:
		c := calendar.Civil{Year: int(m.Year), Month: int(m.Month), Day: int(m.Day), Minute: int(m.From)}
		return e.zoneOf(p, r.journey).Instant(c)
	}
	e.turn(r, r.journey)
	e.person = p
	f := vm.Frame{Entry: r.payload(), Person: e}
	v, err := e.m.Value(m.Code, &f)
	if err != nil {
		return Never
	}
	at, ok := momentOf(e.zoneOf(p, r.journey), m, v)
	if !ok {
		return Never
	}
	return at
}

func slot(m *bytecode.Moment) calendar.Slot {
	return calendar.Slot{Days: uint8(m.Days), Later: m.Later, From: int(m.From), To: int(m.To)}
}

// momentOf is the instant of a moment that hangs on a value; ok is false when the
// value is missing, or no date.
func momentOf(z *calendar.Zone, m *bytecode.Moment, v event.Value) (at int64, ok bool) {
	switch v.Kind {
	case event.Time:
		ms := fn.Millis(v)
		if m.Exact {
			return z.Add(ms, m.Offset.Months, m.Offset.Days, m.Offset.Millis), true
		}
		if !m.Offset.Calendar() {
			ms += m.Offset.Millis
		}
		return z.Date(z.Civil(ms), m.Offset.Months, m.Offset.Days, int(m.From)), true
	case event.Text:
		day, ok := fn.Day(v.Str)
		if !ok {
			return 0, false
		}
		return z.Date(day, m.Offset.Months, m.Offset.Days, int(m.From)), true
	}
	return 0, false
}

// follow finds the deadline of a stay anew where it hangs on a value.
func (e *Engine) follow(p *Person, r *run) {
	if s := &e.prog.Journeys[r.journey].States[r.state]; s.Follows() {
		r.due = e.moment(p, r, s.At)
	}
}
