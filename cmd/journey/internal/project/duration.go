package project

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
)

// Durations are written as in journeys: a number and a unit, or several of them
// from the largest to the smallest (1h30m). Beside a feed there is no person and
// so no zone; where elapsed time is wanted, a day is 24 hours.

const (
	msPerSecond = 1000
	msPerMinute = 60 * msPerSecond
	msPerHour   = 60 * msPerMinute
	msPerDay    = 24 * msPerHour
)

var units = []struct {
	name   string
	amount bytecode.Duration
}{
	{"y", bytecode.Duration{Months: 12}},
	{"mo", bytecode.Duration{Months: 1}},
	{"w", bytecode.Duration{Days: 7}},
	{"d", bytecode.Duration{Days: 1}},
	{"h", bytecode.Duration{Millis: msPerHour}},
	{"m", bytecode.Duration{Millis: msPerMinute}},
	{"s", bytecode.Duration{Millis: msPerSecond}},
	{"ms", bytecode.Duration{Millis: 1}},
}

// maxCount keeps a duration far from overflow: about 300 years of milliseconds.
const maxCount = 10_000_000_000_000

// ParseDuration reads a duration of one kind: calendar time (d, w, mo, y) or
// elapsed time (h, m, s, ms).
func ParseDuration(s string) (bytecode.Duration, error) {
	d, ok := sum(s)
	switch {
	case !ok:
		return bytecode.Duration{}, fmt.Errorf("%q is not a duration; write it as 10s, 30m, 2h or 7d", s)
	case d.Months > 0 && d.Days > 0 || d.Calendar() && d.Millis > 0:
		return bytecode.Duration{}, fmt.Errorf("%q mixes calendar time and hours; write it in one unit", s)
	}
	return d, nil
}

// ParseMillis reads an amount of elapsed time, in milliseconds.
func ParseMillis(s string) (int64, error) {
	if s == "0" {
		return 0, nil
	}
	d, ok := sum(s)
	if !ok {
		return 0, fmt.Errorf("%q is not a duration; write it as 10s, 30m, 2h or 7d", s)
	}
	if d.Months > 0 {
		return 0, fmt.Errorf("%q: months and years have no fixed length; write it in days", s)
	}
	return int64(d.Days)*msPerDay + d.Millis, nil
}

func sum(s string) (bytecode.Duration, bool) {
	var total bytecode.Duration
	next := 0 // units before this one are used up
	rest := strings.TrimSpace(s)
	if rest == "" {
		return total, false
	}
	for rest != "" {
		digits := 0
		for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' {
			digits++
		}
		n, err := strconv.ParseInt(rest[:digits], 10, 64)
		if err != nil || n > maxCount {
			return total, false
		}
		rest = rest[digits:]
		letters := 0
		for letters < len(rest) && rest[letters] >= 'a' && rest[letters] <= 'z' {
			letters++
		}
		unit := next
		for unit < len(units) && units[unit].name != rest[:letters] {
			unit++
		}
		if unit == len(units) {
			return total, false
		}
		rest, next = rest[letters:], unit+1
		u := units[unit].amount
		months, days := int64(total.Months)+n*int64(u.Months), int64(total.Days)+n*int64(u.Days)
		if months > math.MaxInt16 || days > math.MaxInt16*31 || n > math.MaxInt64/4/max(u.Millis, 1) {
			return total, false
		}
		total.Months, total.Days, total.Millis = int32(months), int32(days), total.Millis+n*u.Millis
	}
	return total, true
}

// ParseDerive reads auto, always, never, or a duration: derived always, after
// this silence.
func ParseDerive(s string) (Derive, bytecode.Duration, error) {
	switch s {
	case "auto":
		return Auto, bytecode.Duration{}, nil
	case "always":
		return Always, bytecode.Duration{}, nil
	case "never":
		return Never, bytecode.Duration{}, nil
	}
	d, err := ParseDuration(s)
	if err != nil || d.Zero() {
		return Auto, d, fmt.Errorf("%q is neither auto, always, never nor a duration such as 1h", s)
	}
	return Always, d, nil
}
