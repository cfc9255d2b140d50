package gen

import "fmt"

// clocks are times of day: around those at which clocks change, around midnight,
// and the ordinary.
var clocks = []string{"00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "09:00", "09:00", "12:00", "23:30", "23:59"}

// time returns a time of day. A file has few, so that they meet.
func (w *writer) time() string {
	if w.chance(3) {
		return pick(w.dice, clocks...)
	}
	return w.clock
}

// later returns another time of day: the end of a window.
func (w *writer) later(than string) string {
	for {
		if t := pick(w.dice, clocks...); t != than {
			return t
		}
	}
}

func (w *writer) weekday() string {
	return pick(w.dice, "mon", "tue", "wed", "thu", "fri", "saturday", "sunday")
}

func (w *writer) days() string {
	if w.chance(3) {
		return w.weekday() + ".." + w.weekday()
	}
	return w.weekday()
}

// waitMoment writes a wait until a moment of the calendar.
func (w *writer) waitMoment() {
	if w.chance(4) {
		w.waitBest()
		return
	}
	at := w.time()
	window := func() string {
		if w.chance(3) {
			return " to " + w.later(at)
		}
		return ""
	}
	var until string
	switch w.IntN(6) {
	case 0, 1:
		until = at + window()
	case 2:
		until = w.days()
		if !w.chance(4) {
			until += " " + at + window()
		}
	case 3:
		until = "next " + w.days()
		if !w.chance(4) {
			until += " " + at + window()
		}
	case 4:
		until = pick(w.dice, dates...)
		if !w.chance(3) {
			until += " " + at
		}
	default:
		until = w.dated()
	}
	w.line("wait until %s%s", until, w.as("moment"))
}

// dates are days near those on which feeds begin.
var dates = []string{
	"2026-03-29", "2026-10-25", "2026-03-08", "2026-04-05", "2026-10-04", "2026-09-06", "2024-02-29", "2024-03-01", "2027-01-01", "2026-06-16",
}

// value returns an expression that is a date or an instant, and whether it is a date.
func (w *writer) value() (text string, day bool) {
	switch w.IntN(5) {
	case 0, 1:
		return "profile.day", true
	case 2:
		return "profile.moment", false
	}
	return fmt.Sprintf("last(%s).time", w.event()), false
}

// dated returns a moment that hangs on a value, with an offset or a time of day, or both.
func (w *writer) dated() string {
	value, day := w.value()
	at := " at " + w.time()
	switch {
	case w.chance(3):
		return value + at
	case !day && w.chance(3):
		return fmt.Sprintf("%s %s %s", pick(w.dice, "2h", "90m", "36h", "1d", "1mo"), pick(w.dice, "before", "after"), value)
	}
	if day && w.chance(3) {
		at = ""
	}
	return fmt.Sprintf("%s %s %s%s", pick(w.dice, "1d", "3d", "1w", "1mo", "1y"), pick(w.dice, "before", "after"), value, at)
}

// dateTrigger returns what begins a journey on a date or by a schedule.
func (w *writer) dateTrigger() string {
	at := ""
	if !w.chance(4) {
		at = " at " + w.time()
	}
	every := pick(w.dice, "", " every year", " every month")
	if every == " every year" && w.chance(2) {
		at += "\n  leap day mar 1"
	}
	value, day := w.value()
	switch w.IntN(6) {
	case 0, 1:
		return "on " + value + every + at
	case 2:
		if !day && every == "" && w.chance(2) {
			return fmt.Sprintf("%s %s %s", pick(w.dice, "2h", "90m", "36h"), pick(w.dice, "before", "after"), value)
		}
		return fmt.Sprintf("%s %s %s%s%s", pick(w.dice, "1d", "3d", "1w", "1mo", "1y"), pick(w.dice, "before", "after"), value, every, at)
	}
	days := pick(w.dice, "day", "week", "month", w.weekday(), w.weekday()+", "+w.weekday(), w.weekday()+".."+w.weekday())
	segment := ""
	if len(w.segments) > 0 && w.chance(2) {
		segment = " for segment " + pick(w.dice, w.segments...)
	}
	return fmt.Sprintf("every %s at %s%s", days, w.time(), segment)
}
