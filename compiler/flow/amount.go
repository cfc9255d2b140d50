package flow

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
)

// Amount is an amount of time: days of the calendar, which may have 22 to 26 hours, and
// elapsed time. The two are kept apart because no sum of one is surely one of the other.
type Amount struct{ Days, Millis int64 }

const (
	second = 1000
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

// ClockChange is how much the clocks of a place change at most, in milliseconds.
const ClockChange = 2 * hour

// never is longer than any window.
var never = Amount{Days: 1 << 40}

// The least and the most days of so many months in a row.
var (
	leastDays = [12]int64{0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334}
	mostDays  = [12]int64{0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337}
)

// least is the least that a duration of a program amounts to.
func least(d bytecode.Duration) Amount {
	m := int64(d.Months)
	return Amount{Days: int64(d.Days) + m/12*365 + leastDays[m%12], Millis: d.Millis}
}

// most is the most that it amounts to.
func most(d bytecode.Duration) Amount {
	m := int64(d.Months)
	return Amount{Days: int64(d.Days) + m/12*366 + mostDays[m%12], Millis: d.Millis}
}

func (a Amount) plus(b Amount) Amount { return Amount{a.Days + b.Days, a.Millis + b.Millis} }

func (a Amount) times(n int64) Amount { return Amount{a.Days * n, a.Millis * n} }

// nominal is the amount with days of 24 hours.
func (a Amount) nominal() int64 { return a.Days*day + a.Millis }

// below reports whether neither part is greater than the other's.
func (a Amount) below(b Amount) bool { return a.Days <= b.Days && a.Millis <= b.Millis }

// later is the greater of two lower bounds of one time; both hold, so either may be
// taken.
func later(a, b Amount) Amount {
	if a.nominal() >= b.nominal() {
		return a
	}
	return b
}

// shift is how much the clock can gain or lose over a window.
func shift(slack, nominal int64) int64 { return slack * (1 + nominal/(90*day)) }

// fits reports whether two instants that lie at least a apart can lie in one window
// [t, t+window). Days of the calendar are compared with days exactly; against hours
// they may be shorter or longer by a change of clocks, slack milliseconds.
func (a Amount) fits(window bytecode.Duration, slack int64) bool {
	if !window.Calendar() {
		if a.Days > 0 {
			return a.nominal()-shift(slack, window.Millis) < window.Millis
		}
		return a.Millis < window.Millis
	}
	left := most(window).Days - a.Days
	if left <= 0 {
		return false
	}
	if a.Millis == 0 {
		return true
	}
	return a.Millis < left*day+shift(slack, left*day)
}

// reaches reports whether something that takes at most a can take d or longer.
func (a Amount) reaches(d bytecode.Duration, slack int64) bool {
	if !d.Calendar() {
		if a.Days > 0 {
			return a.nominal()+shift(slack, d.Millis) >= d.Millis
		}
		return a.Millis >= d.Millis
	}
	left := least(d).Days - a.Days
	return left <= 0 || a.Millis > 0 && a.Millis+shift(slack, left*day) >= left*day
}

// exceeds reports whether something that takes at most a can take longer than d.
func (a Amount) exceeds(d bytecode.Duration, slack int64) bool {
	if !d.Calendar() {
		if a.Days > 0 {
			return a.nominal()+shift(slack, d.Millis) > d.Millis
		}
		return a.Millis > d.Millis
	}
	left := least(d).Days - a.Days
	return left < 0 || a.Millis > 0 && a.Millis+shift(slack, max(0, left)*day) > left*day
}

// String writes an amount as journeys do, the greatest unit first: 1d 2h.
func (a Amount) String() string {
	var out []string
	for _, u := range []struct {
		n    int64
		unit string
	}{
		{a.Days, "d"}, {a.Millis / hour, "h"}, {a.Millis % hour / minute, "m"},
		{a.Millis % minute / second, "s"}, {a.Millis % second, "ms"},
	} {
		if u.n != 0 {
			out = append(out, fmt.Sprint(u.n)+u.unit)
		}
	}
	if len(out) == 0 {
		return "0s"
	}
	return strings.Join(out, " ")
}
