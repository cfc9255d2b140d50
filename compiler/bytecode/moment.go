package bytecode

import (
	"fmt"
	"strings"
)

// Period is a period of the calendar.
type Period uint8

// The periods.
const (
	NoPeriod Period = iota
	PerDay
	PerWeek
	PerMonth
)

// MomentKind says how a moment is found.
type MomentKind uint8

// The moments.
const (
	MomentDay   MomentKind = iota // a time of day, on some days of the week, or a window that begins then
	MomentDate                    // a date that is written out
	MomentValue                   // a date or an instant that Code leaves
	MomentBest                    // the best hour for the person, less than Offset from now
)

// Moment is a point of the calendar, reckoned in the person's zone.
type Moment struct {
	Kind  MomentKind
	Days  int32 // MomentDay: bit 0 is Monday; 0 is every day
	Later bool  // MomentDay: on a later date than today's
	From  int32 // the minute of the day
	To    int32 // MomentDay: the minute at which a window ends, or -1 for none
	// MomentDate
	Year, Month, Day int32
	// MomentValue: the moment lies Offset after the value, before it where Offset is
	// negative. MomentBest: less than Offset from now.
	Code   int32
	Offset Duration
	Exact  bool // an instant stands for itself; From is the time of day of dates alone
}

const minutesPerDay = 24 * 60

// Local reports whether the deadline of a state is a local time, set when the
// person came there: one that moves with the person's zone.
func (s *State) Local() bool {
	if s.At != nil {
		return s.At.Kind != MomentValue
	}
	return s.Kind == StateHold || s.Limit.Calendar()
}

// Follows reports whether the deadline of a state follows a value: it moves with
// the value, and with the person's zone.
func (s *State) Follows() bool { return s.At != nil && s.At.Kind == MomentValue }

// Best reports whether a state waits for the best time.
func (s *State) Best() bool { return s.At != nil && s.At.Kind == MomentBest }

// HabitEvents are the standard library's events that show when a person is there.
func HabitEvents() []string {
	return []string{"clicked", "opened", "page_viewed", "product_viewed", "screen_viewed", "visit"}
}

func (c *codec) moment(m *Moment) {
	small(c, &m.Kind)
	c.int(&m.Days)
	c.bool(&m.Later)
	c.int(&m.From)
	c.int(&m.To)
	c.int(&m.Year)
	c.int(&m.Month)
	c.int(&m.Day)
	c.int(&m.Code)
	c.dur(&m.Offset)
	c.bool(&m.Exact)
}

// moment checks a moment; its code runs where sc says.
func (v *verifier) moment(m *Moment, sc scope) {
	minute := m.From >= 0 && m.From < minutesPerDay
	switch {
	case m.Kind > MomentBest:
		v.failf("a moment is of no known kind")
	case !minute || m.To < -1 || m.To > minutesPerDay || m.To == m.From || m.To != -1 && m.Kind != MomentDay:
		v.failf("a moment is at minute %d to %d of a day", m.From, m.To)
	case m.Days < 0 || m.Days >= 1<<7:
		v.failf("a moment is on the days %b of the week", m.Days)
	case m.Kind == MomentDate && !validDate(m):
		v.failf("a moment is on %04d-%02d-%02d", m.Year, m.Month, m.Day)
	case m.Kind == MomentBest && (m.Offset.Zero() || m.Offset.negative()):
		v.failf("the best time lies within %s", m.Offset)
	case m.Kind == MomentValue:
		v.value(m.Code, sc)
	}
}

func validDate(m *Moment) bool {
	return m.Year >= 1 && m.Year <= 9999 && m.Month >= 1 && m.Month <= 12 && m.Day >= 1 && m.Day <= 31
}

var dayNames = [...]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// moment writes a moment, nearly as journeys do.
func (d *disassembler) moment(m *Moment, what string, sc scopeOf) string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	switch m.Kind {
	case MomentDay:
		if m.Later {
			say("next")
		}
		if m.Days != 0 {
			var days []string
			for i, name := range dayNames {
				if m.Days&(1<<i) != 0 {
					days = append(days, name)
				}
			}
			say("%s", strings.Join(days, ", "))
		}
	case MomentBest:
		return fmt.Sprintf("best time within %s", m.Offset)
	case MomentDate:
		say("%04d-%02d-%02d", m.Year, m.Month, m.Day)
	default:
		if m.Offset.negative() {
			say("%s before", m.Offset.minus())
		} else if !m.Offset.Zero() {
			say("%s after", m.Offset)
		}
		say("%s", d.value(m.Code, what, sc))
		if m.Exact {
			return strings.Join(out, " ")
		}
	}
	say("at %s", Clock(m.From))
	if m.To >= 0 {
		say("to %s", Clock(m.To))
	}
	return strings.Join(out, " ")
}

// Clock writes a minute of the day: 09:00.
func Clock(minute int32) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

func (d Duration) negative() bool { return d.Months < 0 || d.Days < 0 || d.Millis < 0 }

func (d Duration) minus() Duration {
	return Duration{Months: -d.Months, Days: -d.Days, Millis: -d.Millis}
}
