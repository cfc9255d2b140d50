package oracle

import (
	"strings"
	"time"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// morning is the hour of a day that is named without a time.
const morning = 9

var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// wallTime returns the instant at which somebody who comes to the step at an instant goes on:
// the least of all instants, from then on, at which a day that is meant is at the time that is meant.
func wallTime(z *calendar.Zone, s *ast.WaitTime, now int64) int64 {
	at := calendar.Civil{Hour: morning}
	if s.At != nil {
		at = calendar.Civil{Hour: s.At.Hour, Minute: s.At.Minute}
	}
	if d := s.Date; d != nil {
		at.Year, at.Month, at.Day = d.Year, d.Month, d.Day
		return z.Instant(at)
	}
	today := z.Civil(now)
	best := never
	for i := -1; i < 16; i++ {
		day := calendar.Civil{Year: today.Year, Month: today.Month, Day: today.Day + i, Hour: at.Hour, Minute: at.Minute}
		if s.Next && i < 1 || !among7(s, weekdays[day.Weekday()]) {
			continue
		}
		begins := z.Instant(day)
		if begins >= now {
			best = min(best, begins)
		} else if ends := windowEnd(z, s, day); now < ends {
			return now
		}
	}
	return best
}

// windowEnd returns where the window that begins on a day ends: at the beginning when
// the step has none.
func windowEnd(z *calendar.Zone, s *ast.WaitTime, begins calendar.Civil) int64 {
	end := begins
	switch {
	case s.To != nil:
		end.Hour, end.Minute = s.To.Hour, s.To.Minute
		if end.Hour*60+end.Minute <= begins.Hour*60+begins.Minute {
			end.Day++
		}
	case s.At == nil:
		end.Hour, end.Minute = 24, 0
	}
	return z.Instant(end)
}

// among7 reports whether a day of the week is one of those that the step names.
func among7(s *ast.WaitTime, day string) bool {
	if s.FromDay.Text == "" {
		return true
	}
	last := s.ToDay.Text
	if last == "" {
		last = s.FromDay.Text
	}
	// Twice around the week, from the first day to the last.
	twice := strings.Join(append(append([]string{}, weekdays...), weekdays...), " ")
	_, from, _ := strings.Cut(twice, s.FromDay.Text)
	between, _, _ := strings.Cut(s.FromDay.Text+from, last)
	return strings.Contains(between+last, day)
}

// dated is a moment that hangs on a value: `3d before profile.renewal_date at 10:00`.
type dated struct {
	offset *ast.DurationLit
	before bool
	at     *ast.TimeLit
}

// of returns the instant, in a zone, or never when the value is no date.
func (d dated) of(z *calendar.Zone, v event.Value) int64 {
	var shift duration
	if d.offset != nil {
		shift = *durationOf(d.offset)
	}
	if d.before {
		shift = duration{months: -shift.months, days: -shift.days, millis: -shift.millis}
	}
	if v.Kind == event.Time && d.at == nil {
		return shift.from(z, int64(v.Num))
	}
	day, ok := dayOf(z, v)
	if !ok {
		return never
	}
	return d.on(z, day)
}

// dayOf is the day of a date, or the local day of an instant.
func dayOf(z *calendar.Zone, v event.Value) (day calendar.Civil, ok bool) {
	switch v.Kind {
	case event.Time:
		return z.Civil(int64(v.Num)), true
	case event.Text:
		t, err := time.Parse(time.DateOnly, v.Str)
		if err != nil {
			if t, err = time.Parse(time.RFC3339, v.Str); err != nil {
				return day, false
			}
			t = t.UTC()
		}
		return calendar.Civil{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}, true
	}
	return day, false
}

// on returns the instant that is so far from a day.
func (d dated) on(z *calendar.Zone, day calendar.Civil) int64 {
	var shift duration
	if d.offset != nil {
		shift = *durationOf(d.offset)
	}
	if d.before {
		shift = duration{months: -shift.months, days: -shift.days}
	}
	first := time.Date(day.Year, time.Month(day.Month+int(shift.months)), 1, 0, 0, 0, 0, time.UTC)
	longest := first.AddDate(0, 1, -1).Day()
	at := calendar.Civil{Year: first.Year(), Month: int(first.Month()), Day: min(day.Day, longest) + int(shift.days), Hour: morning}
	if d.at != nil {
		at.Hour, at.Minute = d.at.Hour, d.at.Minute
	}
	return z.Instant(at)
}

// spendOf notes where the counts of somebody who is now the same person fired.
func (e *entrance) spendOf(other *entrance) {
	for p, at := range other.periods {
		e.spend(firing{alt: p, at: at})
	}
}

// counts reports whether an event is counted together with a later one: it is less than the
// duration before it, or in the same period of the person's calendar.
func (w *world) counts(e *entrance, p *ast.CountPat, h, last *happened) bool {
	if p.In != nil {
		return last.ts < w.after(e.p, e.j, h.ts, durationOf(p.In))
	}
	return w.samePeriod(e, p, h.ts, last.ts)
}

func (w *world) samePeriod(e *entrance, p *ast.CountPat, a, b int64) bool {
	z := w.zoneOf(e.p.zone, e.j)
	x, y := z.Civil(a), z.Civil(b)
	if p.Per.Text == "month" {
		return x.Year == y.Year && x.Month == y.Month
	}
	if p.Per.Text == "week" { // by its Monday
		x.Day -= int(x.Weekday())
		y.Day -= int(y.Weekday())
	}
	date := func(c calendar.Civil) int64 {
		return calendar.UTC().Instant(calendar.Civil{Year: c.Year, Month: c.Month, Day: c.Day})
	}
	return date(x) == date(y)
}

// spent reports whether the count fired in the period of the event already.
func (w *world) spent(e *entrance, p *ast.CountPat, h *happened) bool {
	at, fired := e.periods[p]
	return p.In == nil && fired && w.samePeriod(e, p, at, h.ts)
}

// spend notes that a count fired in its period.
func (e *entrance) spend(f firing) {
	if p, ok := f.alt.(*ast.CountPat); ok {
		if e.periods == nil {
			e.periods = map[*ast.CountPat]int64{}
		}
		e.periods[p] = max(e.periods[p], f.at)
	}
}
